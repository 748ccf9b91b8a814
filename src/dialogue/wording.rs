//! What the wording of an utterance says, whatever it is about: a question, a wish to change something, a refusal to have anything
//! stored. English; in other languages the scores decide alone.

use super::hear::Heard;
use super::turn::Turn;
use super::{fill, fill::plain_words};
use crate::domain::{Language, Question, SlotName};

/// Words that a question begins with.
const QUESTIONS: &str = "what which who whom whose when where why how is isn are aren am was were do does don did can could may might \
will would shall should have has";

/// Openings of a wish that has the form of a question.
const REQUESTS: &[&str] = &[
    "can you",
    "can we",
    "can i",
    "can it",
    "can that",
    "can the",
    "can my",
    "could you",
    "could we",
    "could i",
    "could it",
    "could that",
    "could the",
    "could my",
    "would you",
    "will you",
    "may i",
    "may we",
    "might i",
    "might we",
    "shall we",
    "should it",
    "should we",
    "is it possible",
    "would it be",
    "is there a way",
    "is there any way",
    "do you mind",
    "would you mind",
    "how about",
    "what about",
    "what if",
    "why not",
    "why don t we",
    "can t we",
];

/// Openings of a wish that need no word of change: "how about Tuesday?"
const PROPOSALS: &[&str] = &["how about", "what about", "what if", "why not", "why don t we", "can t we"];

/// Words of a change. "Do" and "say" are such only in a request: "can we do the 18th".
const CHANGES: &str = "change make instead rather put set move switch swap correct correction update replace edit modify fix be do say take actually \
meant mean should wrong better prefer not sorry wait";

/// Words before the opening.
const LEADS: &str = "ok okay oh ah hm hmm well so and but sorry please actually wait hey hi thanks yes no one moment";

/// A statement so short that holds another value of a slot says nothing else.
const FEW_WORDS: usize = 5;

impl Heard<'_> {
    fn is_english(&self) -> bool {
        self.understanding.language.as_str() == "en"
    }

    /// Its words without those that only lead to what is said.
    fn opening(&self) -> &[String] {
        let lead = self.words.iter().take_while(|word| listed(LEADS, word)).count();
        self.words.get(lead..).unwrap_or_default()
    }

    /// Whether one of its sentences opens with one of the phrases.
    fn opens_with(&self, phrases: &[&str]) -> bool {
        self.understanding.utterance.as_str().split(['.', '!', '?', ';', '\n']).map(plain_words).any(|words| {
            let opening = words.iter().skip_while(|word| listed(LEADS, word));
            phrases.iter().any(|phrase| opening.clone().take(phrase.split(' ').count()).map(String::as_str).eq(phrase.split(' ')))
        })
    }

    /// Whether it has the form of a question.
    pub(super) fn is_question(&self) -> bool {
        self.is_marked_question() || self.is_english() && self.opening().first().is_some_and(|first| listed(QUESTIONS, first))
    }

    /// Whether it is known to be a question by its words; in other languages a request cannot be told from it.
    pub(super) fn only_asks(&self) -> bool {
        self.is_english() && self.is_question()
    }

    /// "Can I change the date later?" asks about a change and wants none now.
    fn is_about_later(&self) -> bool {
        self.is_question() && self.words.iter().any(|word| matches!(word.as_str(), "later" | "afterwards" | "still"))
    }
}

impl Turn<'_> {
    /// Whether the wording asks for a change of what was told: "make that Tuesday", "could you make it 18 January?", "the role should
    /// be cook". A question about the change of something is none ("would a driver be better?").
    pub(super) fn wishes_change(&self, question: &Question, heard: &Heard) -> bool {
        if !heard.is_english() {
            return false;
        }
        let changes = || heard.words.iter().any(|word| listed(CHANGES, word)) || self.names_part_of_slot(heard);
        if heard.is_question() {
            heard.opens_with(PROPOSALS) || heard.opens_with(REQUESTS) && changes()
        } else {
            *question == Question::WhatToChange || heard.words.len() <= FEW_WORDS || changes()
        }
    }

    /// Whether a slot that is only named is to be asked again.
    pub(super) fn wishes_to_change_named(&self, question: &Question, heard: &Heard) -> bool {
        !heard.is_question() || self.wishes_change(question, heard) && !heard.is_about_later()
    }

    fn names_part_of_slot(&self, heard: &Heard) -> bool {
        let slots: Vec<&SlotName> = self.changeable().collect();
        heard.words.iter().any(|word| slots.iter().any(|slot| fill::has_telling_part(slot, word)))
    }
}

/// Words that refuse.
const NEGATIONS: &str = "no not don dont doesn didn never nothing none without refuse reject decline object disagree nor won wont cannot shouldn mustn \
withhold deny isn aren";

/// Words of storing.
const STORING: &str = "store stored storing storage save saved saving keep kept keeping record recorded recording retain retained retention log \
logged logging collect collected collecting consent";

/// What is stored, so that "I never kept bees" is none of it.
const STORED: &str = "data anything nothing everything any conversation chat storage information info details message messages consent this it \
personal me mine";

/// A command so short needs no object: "please don't store".
const SHORT_COMMAND: usize = 4;
const COMMANDS: &str = "please no don do not without never";

/// Words that turn a refusal round, or make it a condition or a question.
const TURNS: &str = "mind problem problems care worry worries matter why if but unless until yes ok okay sure objection objections issue forget hesitate \
yet how long later";

/// The most words of a refusal.
const REFUSAL_WORDS: usize = 14;

/// Whether an utterance refuses, clearly and in words, that anything is stored ("please don't save anything"), and whether it says
/// something else beside.
pub fn refuses_storage(text: &str, language: &Language) -> Option<Beside> {
    if language.as_str() != "en" || text.contains(['?', '？']) {
        return None;
    }
    let clauses = text.split([',', '.', ';', '!', '\n', '–', '—']).map(plain_words);
    let clauses: Vec<Vec<String>> = clauses.filter(|words| !words.is_empty()).collect();
    let refusing = clauses.iter().position(|words| refuses(words))?;
    // What stands before a "but" or "if" elsewhere in the sentence may be taken back.
    if clauses.iter().flatten().any(|word| matches!(word.as_str(), "but" | "if" | "unless")) {
        return None;
    }
    let others: usize = clauses.iter().enumerate().filter(|(at, _)| *at != refusing).map(|(_, words)| words.len()).sum();
    Some(if others > COURTESY_WORDS { Beside::More } else { Beside::Nothing })
}

/// What an utterance says beside a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// At most a courtesy.
    Nothing,
    /// Something that wants an answer of its own.
    More,
}

/// "Hello", "no thanks", "please", "thank you very much".
const COURTESY_WORDS: usize = 4;

fn refuses(words: &[String]) -> bool {
    let among = |list: &str| words.iter().any(|word| listed(list, word));
    let asked = words.iter().take(3).any(|word| matches!(word.as_str(), "you" | "they"));
    let question = words.first().is_some_and(|first| listed(QUESTIONS, first) && (!listed(COMMANDS, first) || asked));
    let short = words.len() <= SHORT_COMMAND && words.first().is_some_and(|first| listed(COMMANDS, first));
    let refused = among(NEGATIONS) && among(STORING) && (short || among(STORED));
    words.len() <= REFUSAL_WORDS && !question && refused && !among(TURNS)
}

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}
