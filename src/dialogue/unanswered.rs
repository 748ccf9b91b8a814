//! Questions that nothing answers: neither an FAQ entry nor an intent. Whoever asks one hears that, and not the next question alone.

use super::answer::Answer;
use super::fill::entity_of;
use super::hear::{Heard, score};
use super::reader::is_when;
use super::texts::Text;
use super::turn::Turn;
use crate::domain::{Decision, Entity, Event, Question, Rule, SlotValue, Utterance};

/// The fewest words of a question of its own; "why?" asks about what was just said.
const FEWEST_WORDS: usize = 3;

/// A question that nothing answers.
pub(super) struct Unanswered {
    /// Its own words, for the inbox; none where they cannot be told from what people tell of themselves.
    words: Option<Utterance>,
}

impl Turn<'_> {
    /// The question in an utterance that nothing answers, unless it is a request or tells a value.
    pub(super) fn find_unanswered(&self, heard: &Heard) -> Option<Unanswered> {
        let question = self.state.question.as_ref().filter(|question| !matches!(question, Question::Clarify { .. }))?;
        let asked = match heard.parts {
            Some(parts) => Heard::new(&parts.question, parts.faq.as_ref()),
            None if heard.asks_in_words() => Heard::new(heard.understanding, heard.faq),
            None => return None,
        };
        let answer = self.read_answer(question, heard);
        // Where an answer was read from the question itself, it is one.
        if heard.parts.is_none() && answer.is_some() {
            return None;
        }
        let is_known = asked.is_asked_back() || self.is_known(&asked) || self.is_request(question, &asked);
        let is_taken = answer.is_some_and(|answer| answer.takes_from(&asked));
        (!is_known && !is_taken).then(|| Unanswered { words: asked.own_question() })
    }

    /// Whether an intent or an FAQ entry is meant.
    fn is_known(&self, asked: &Heard) -> bool {
        let idle = matches!(&asked.understanding.decision, Decision::Intent(intent) if self.act_of(intent, 1.0).is_none());
        let least = if asked.is_marked_question() { score::ALSO_ASKED } else { score::ALSO_ASKED_UNMARKED };
        idle || self.interruption(asked).is_some_and(|interruption| interruption.confidence() >= least)
    }

    /// "Could I come on Friday?" asks for something that the flow wants to know.
    fn is_request(&self, question: &Question, asked: &Heard) -> bool {
        let values = || asked.understanding.entities.iter().filter(|entity| !entity.value.is_yes_no());
        let is_day = |entity: &Entity| is_when(entity) && self.has_slot_for(entity);
        values().any(is_day) || values().next().is_some() && self.wishes_change(question, asked)
    }

    fn has_slot_for(&self, entity: &Entity) -> bool {
        self.flow().is_some_and(|flow| flow.slots.values().any(|slot| entity_of(&slot.kind) == Some(entity.kind.as_str())))
    }

    /// Says that nothing answers the question in the utterance, where it was taken for an answer or for nothing. Not twice in a row:
    /// whoever asks again hears what is wanted.
    pub(super) fn own_up(&mut self, rule: Rule) {
        let Some(Unanswered { words }) = self.unanswered.take() else { return };
        let Some(key) = Text::NoAnswer.message_key() else { return };
        if !matches!(rule, Rule::Answer | Rule::NoMatch) {
            return;
        }
        if let Some(question) = words {
            self.push(Event::Unanswered { question });
        }
        if !self.state.turn_use.said_before.contains(&key) {
            self.say_builtin(Text::NoAnswer);
        }
    }

    /// Whether it was said in this turn that nothing answers the question: then no hint says what an answer is like.
    pub(super) fn has_owned_up(&self) -> bool {
        Text::NoAnswer.message_key().is_some_and(|key| self.state.turn_use.said.contains(&key))
    }
}

impl Answer {
    /// Whether the words of a question are in it.
    fn takes_from(&self, asked: &Heard) -> bool {
        match self {
            Self::Slots { score, .. } if *score <= score::FREE_TEXT => true,
            Self::Slots { fillings, .. } | Self::Corrected(fillings) => {
                fillings.iter().any(|filling| asked.understanding.entities.iter().any(|entity| entity.value == filling.value))
            }
            Self::Change(_) | Self::YesNo(_) => false,
        }
    }
}

impl Heard<'_> {
    /// Whether it is a question by its words; "Ada Lovelace?" is a name that somebody is unsure of.
    fn asks_in_words(&self) -> bool {
        let mut words = self.understanding.utterance.as_str().split_whitespace().skip(1);
        let small = words.any(|word| word.chars().next().is_some_and(char::is_lowercase));
        self.is_question() && small && self.words.len() >= FEWEST_WORDS
    }

    /// The sentence that asks, if what is told about people can be kept apart from it.
    fn own_question(&self) -> Option<Utterance> {
        let understood = self.understanding;
        if understood.entities.iter().any(|entity| matches!(entity.value, SlotValue::Text(_))) {
            return None;
        }
        let mut sentences = understood.utterance.as_str().split_inclusive(['.', '!', '?', '\n']).map(str::trim);
        let alone = || sentences.clone().filter(|sentence| sentence.chars().any(char::is_alphanumeric)).count() == 1;
        if alone() {
            return Some(understood.utterance.clone());
        }
        sentences.find(|sentence| sentence.ends_with('?')).and_then(|sentence| Utterance::new(sentence).ok())
    }
}
