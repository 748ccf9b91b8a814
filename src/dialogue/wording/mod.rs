//! What the wording of an utterance says, whatever it is about: a question, a wish to change something, a refusal to have anything
//! stored. In languages without a table the scores decide alone; to add one, write an `<code>.rs` beside `it.rs`.

mod de;
mod en;
mod es;
mod fr;
mod it;

use super::hear::Heard;
use super::turn::Turn;
use super::{fill, fill::plain_words};
use crate::domain::{Language, Question, SlotName};

/// The words of one language, in small letters, as `plain_words` cuts them.
pub(super) struct Words {
    code: &'static str,
    /// Words that a question begins with.
    questions: &'static str,
    /// Openings that begin like a question and command: "do it", since who asks about one thing says "does".
    commanding: &'static [&'static str],
    /// Openings of a wish that has the form of a question.
    requests: &'static [&'static str],
    /// Openings of a wish that need no word of change: "how about Tuesday?"
    proposals: &'static [&'static str],
    /// What follows the opening of such a wish when the thing itself is wanted otherwise: "can I have it at three?"
    wanted: &'static [&'static str],
    /// Words of a change. "Do" and "say" are such only in a request: "can we do the 18th".
    changes: &'static str,
    /// Words before the opening.
    leads: &'static str,
    /// Words that put a change off.
    later: &'static str,
    /// Words that refuse.
    negations: &'static str,
    /// Words of storing.
    storing: &'static str,
    /// What is stored, so that "I never kept bees" is none of it.
    stored: &'static str,
    /// The word that goes before what is to be left out: "go on without storing".
    without: &'static str,
    /// Words that let somebody store: "you may keep it", "I do wish it to be stored".
    granting: &'static str,
    /// What else may stand beside these and grants no less.
    granted: &'static str,
    /// Whom a question is put to or asked for: "do you keep it", "may I".
    subjects: &'static str,
    /// Talk about storing, which refuses none: "I was asking about jobs, not about storage".
    topics: &'static [&'static str],
    /// Words that begin a command.
    commands: &'static str,
    /// Whom a question that begins like a command is put to: "do you keep".
    asked: &'static str,
    /// Openings of a short question about what was just said, and not about the bot's subject: "is that ok?"
    asked_back: &'static [&'static str],
    /// Words that turn a refusal round, or make it a condition or a question.
    turns: &'static str,
    /// The most words of a courtesy: "hello", "please", "thank you very much".
    courtesy: usize,
    /// Words that take back what stands elsewhere in the sentence.
    conditions: &'static str,
    /// Those of them that oppose and set no condition.
    opposing: &'static str,
    /// Words that say that nothing is to be changed.
    nothing: &'static str,
    /// Words that give up what was begun.
    pub(super) cancel: &'static [&'static str],
    /// Words that start anew.
    pub(super) restart: &'static [&'static str],
    /// Words that name a day and a part of it at once.
    day_and_part: &'static str,
    /// Words between two values of which both are meant.
    and: &'static str,
    /// Words between two values that leave the choice open.
    pub(super) or: &'static str,
    /// Small words that may stand beside them.
    pub(super) beside_or: &'static str,
    /// Words for "though" inside a sentence, which take nothing back.
    though: &'static str,
    /// Words for the types of slots, by the type's name.
    kinds: &'static [(&'static str, &'static str)],
}

static LANGUAGES: [&Words; 5] = [&de::WORDS, &en::WORDS, &es::WORDS, &fr::WORDS, &it::WORDS];

impl Words {
    /// The words of a language, if they are known.
    pub(super) fn of(language: &Language) -> Option<&'static Self> {
        LANGUAGES.into_iter().find(|words| words.code == language.as_str())
    }

    /// Whether a word stands for a type of slot.
    pub(super) fn names_kind(&self, kind: &str, word: &str) -> bool {
        self.kinds.iter().any(|(of, names)| *of == kind && listed(names, word))
    }

    /// Whether what stands between two values joins them: "a colour and a haircut", "Vera, Marco".
    pub(super) fn joins(&self, between: &str) -> bool {
        let words = plain_words(between);
        let joined = between.contains([',', '/', '&', '+']) || words.iter().any(|word| listed(self.and, word));
        joined && words.iter().all(|word| listed(self.and, word) || listed(self.beside_or, word))
    }

    /// Whether a word opposes what stands before it: "but".
    pub(super) fn is_opposing(&self, word: &str) -> bool {
        listed(self.opposing, word)
    }

    /// Whether a word says that nothing is to be changed.
    pub(super) fn is_nothing(&self, word: &str) -> bool {
        listed(self.nothing, word)
    }
}

/// Whether a word names a day and a part of it at once, in some language.
pub(super) fn names_day_and_part(word: &str) -> bool {
    let word = word.to_lowercase();
    LANGUAGES.into_iter().any(|words| listed(words.day_and_part, &word))
}

/// A statement so short that holds another value of a slot says nothing else.
const FEW_WORDS: usize = 5;

impl Heard<'_> {
    /// The words of its language.
    pub(super) fn language(&self) -> Option<&'static Words> {
        Words::of(&self.understanding.language)
    }

    /// Its first word that does not only lead to what is said.
    fn opening(&self, words: &Words) -> Option<&String> {
        self.words.iter().find(|word| !listed(words.leads, word))
    }

    /// Whether one of its sentences opens with one of the phrases.
    fn opens_with(&self, words: &Words, phrases: &[&str]) -> bool {
        self.opens(words, |said| phrases.iter().any(|phrase| after(said, phrase).is_some()))
    }

    /// Whether one of its sentences opens with a request for the thing itself.
    fn wants(&self, words: &Words) -> bool {
        let wanted = |rest: &[String]| words.wanted.iter().any(|phrase| after(rest, phrase).is_some());
        self.opens(words, |said| words.requests.iter().filter_map(|phrase| after(said, phrase)).any(wanted))
    }

    fn opens(&self, words: &Words, holds: impl Fn(&[String]) -> bool) -> bool {
        self.understanding.utterance.as_str().split(['.', '!', '?', ';', '\n']).map(plain_words).any(|said| {
            let leads = said.iter().take_while(|word| listed(words.leads, word)).count();
            said.get(leads..).is_some_and(&holds)
        })
    }

    /// Whether it only asks about what was just said: "is that ok?", "what do you mean?"
    pub(super) fn is_asked_back(&self) -> bool {
        self.words.len() <= FEW_WORDS && self.language().is_some_and(|words| self.opens_with(words, words.asked_back))
    }

    /// Whether it has the form of a question.
    pub(super) fn is_question(&self) -> bool {
        self.is_marked_question()
            || self.language().is_some_and(|words| {
                self.opening(words).is_some_and(|first| listed(words.questions, first)) && !self.opens_with(words, words.commanding)
            })
    }

    /// Whether it is known to be a question by its words; in other languages a request cannot be told from it.
    pub(super) fn only_asks(&self) -> bool {
        self.language().is_some() && self.is_question()
    }

    /// "Can I change the date later?" asks about a change and wants none now.
    fn is_about_later(&self) -> bool {
        self.is_question() && self.language().is_some_and(|words| self.words.iter().any(|word| listed(words.later, word)))
    }
}

impl Turn<'_> {
    /// Whether the wording asks for a change of what was told: "make that Tuesday", "could you make it 18 January?", "the role should
    /// be cook". A question about the change of something is none ("would a driver be better?").
    pub(super) fn wishes_change(&self, question: &Question, heard: &Heard) -> bool {
        let Some(words) = heard.language() else { return false };
        let changes = || heard.words.iter().any(|word| listed(words.changes, word)) || self.names_part_of_slot(heard);
        if heard.is_question() {
            heard.opens_with(words, words.proposals) || heard.wants(words) || heard.opens_with(words, words.requests) && changes()
        } else {
            let is_told = *question == Question::WhatToChange || heard.words.len() <= FEW_WORDS;
            is_told || heard.opens_with(words, words.commanding) || changes()
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

/// A command so short needs no object: "please don't store".
const SHORT_COMMAND: usize = 4;

/// The most words of a refusal.
const REFUSAL_WORDS: usize = 14;

/// Whether an utterance refuses, clearly and in words, that anything is stored ("please don't save anything"), and whether it says
/// something else beside.
pub fn refuses_storage(text: &str, language: &Language) -> Option<Beside> {
    let known = Words::of(language).filter(|_| !text.contains(['?', '？']))?;
    let text = without_comma_before_that(text);
    let clauses = text.split([',', '.', ';', '!', '\n', '–', '—']).map(plain_words);
    let clauses: Vec<Vec<String>> = clauses.map(|words| known.without_though(words)).filter(|words| !words.is_empty()).collect();
    // "Send it. But do not store it": a "but" in front of the refusal takes back what stands before, and not the refusal.
    let opened = |words: &[String]| usize::from(words.first().is_some_and(|first| listed(known.opposing, first)));
    let refusing = clauses.iter().position(|words| words.get(opened(words)..).is_some_and(|words| known.refuses(words)))?;
    // What stands before a "but" or "if" elsewhere in the sentence may be taken back.
    let skipped = |at: usize, words: &[String]| if at == refusing { opened(words) } else { 0 };
    let mut said = clauses.iter().enumerate().flat_map(|(at, words)| words.iter().skip(skipped(at, words)));
    if said.any(|word| listed(known.conditions, word)) {
        return None;
    }
    let others: usize = clauses.iter().enumerate().filter(|(at, _)| *at != refusing).map(|(_, words)| words.len()).sum();
    Some(if others > known.courtesy { Beside::More } else { Beside::Nothing })
}

/// Whether an utterance agrees, clearly and in words, that things are stored ("yes, please store it"), and whether it says something
/// else beside. Only words that grant it may stand in that clause, and nothing anywhere that denies or sets a condition.
pub fn accepts_storage(text: &str, language: &Language) -> Option<Beside> {
    let known = Words::of(language).filter(|_| !text.contains(['?', '？']))?;
    let text = without_comma_before_that(text);
    let clauses: Vec<Vec<String>> = text.split([',', '.', ';', '!', '\n', '–', '—']).map(plain_words).collect();
    let denies = |word: &String| [known.conditions, known.negations, known.without].iter().any(|list| listed(list, word));
    if clauses.iter().flatten().any(denies) {
        return None;
    }
    let granting = clauses.iter().position(|words| known.grants(words))?;
    let others: usize = clauses.iter().enumerate().filter(|(at, _)| *at != granting).map(|(_, words)| words.len()).sum();
    Some(if others > known.courtesy { Beside::More } else { Beside::Nothing })
}

/// "Ich möchte nicht, dass Sie das speichern" is one clause: the comma that German wants there parts nothing.
fn without_comma_before_that(text: &str) -> String {
    text.replace(", dass ", " dass ").replace(", daß ", " dass ")
}

/// What an utterance says beside a refusal or an acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// At most a courtesy.
    Nothing,
    /// Something that wants an answer of its own.
    More,
}

impl Words {
    /// "My data though you may not keep": without a "though" inside a clause, before what it denies. "You may keep it, though not for
    /// ever" keeps its own.
    fn without_though(&self, mut words: Vec<String>) -> Vec<String> {
        let first = |list: &str| words.iter().position(|word| listed(list, word));
        let denies = first(self.negations).unwrap_or(0);
        let stores = first(self.storing).unwrap_or(0);
        let though = first(self.though).filter(|though| 0 < *though && *though < denies && denies < stores);
        though.map(|though| words.remove(though));
        words
    }

    /// "Go on without storing": who wants something without it names nothing that is to be stored, or the data.
    fn goes_without(&self, words: &[String]) -> bool {
        let without = words.iter().position(|word| word == self.without);
        let mut after = without.into_iter().flat_map(|at| words.iter().skip(at + 1));
        after.next().is_some_and(|word| listed(self.storing, word)) && after.all(|word| listed(self.stored, word))
    }

    fn grants(&self, words: &[String]) -> bool {
        let among = |list: &str| words.iter().any(|word| listed(list, word));
        let is_known = |word: &String| [self.granting, self.granted, self.storing, self.stored].iter().any(|list| listed(list, word));
        let asks = |pair: &[String]| matches!(pair, [first, second] if listed(self.questions, first) && listed(self.subjects, second));
        let commands = words.len() > 1 && words.first().is_some_and(|first| listed(self.storing, first));
        words.len() <= REFUSAL_WORDS
            && among(self.storing)
            && (among(self.granting) || commands)
            && words.iter().all(is_known)
            && !words.windows(2).any(asks)
            && !words.first().is_some_and(|first| listed(self.questions, first))
    }

    /// "Not about storage": what is said about it, and not against it.
    fn is_topic(&self, words: &[String]) -> bool {
        (0..words.len()).any(|at| words.get(at..).is_some_and(|rest| self.topics.iter().any(|topic| after(rest, topic).is_some())))
    }

    fn refuses(&self, words: &[String]) -> bool {
        let among = |list: &str| words.iter().any(|word| listed(list, word));
        let asked = words.iter().take(3).any(|word| listed(self.asked, word));
        let begins = |list: &str| words.first().is_some_and(|first| listed(list, first));
        let question = begins(self.questions) && (!begins(self.commands) || asked);
        let short = words.len() <= SHORT_COMMAND && begins(self.commands);
        let refused = among(self.negations) && among(self.storing) && (short || among(self.stored)) || self.goes_without(words);
        words.len() <= REFUSAL_WORDS && !question && refused && !among(self.turns) && !self.is_topic(words)
    }
}

/// What follows a phrase that the words begin with.
fn after<'w>(words: &'w [String], phrase: &str) -> Option<&'w [String]> {
    let rest = words.get(phrase.split(' ').count()..)?;
    phrase.split(' ').eq(words.iter().map(String::as_str).take(words.len() - rest.len())).then_some(rest)
}

pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}
