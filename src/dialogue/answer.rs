//! Answers to the open question: reading one from an utterance, and taking it.

use super::fill::{self, Aim, Filling};
use super::hear::{Heard, score};
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Event, PurposeName, Question, SlotName, SlotValue, Strength};
use crate::flow::{Edge, SlotKind};

/// An answer to the open question.
pub(super) enum Answer {
    /// Values for slots.
    Slots {
        /// The values.
        fillings: Vec<Filling>,
        /// How sure it is.
        score: f64,
    },
    /// Values that replace what was said before.
    Corrected(Vec<Filling>),
    /// The slot to be asked again.
    Change(SlotName),
    /// A yes or a no.
    YesNo(bool),
}

impl Answer {
    pub(super) fn score(&self) -> f64 {
        match self {
            Self::Slots { score, .. } => *score,
            Self::Corrected(_) | Self::YesNo(_) => score::CLEAR,
            Self::Change(_) => score::IF_ASKED,
        }
    }
}

impl Turn<'_> {
    /// Reads an utterance as an answer to the open question; nothing if it is none.
    pub(super) fn read_answer(&self, question: &Question, heard: &Heard) -> Option<Answer> {
        match question {
            Question::Slot { slot } => self.read_slots(slot, heard),
            Question::Confirm => self.read_correction(heard).or_else(|| heard.yes_or_no().map(Answer::YesNo)),
            Question::WhatToChange => {
                let named = || self.changeable().find(|slot| self.names_slot(slot, heard)).cloned().map(Answer::Change);
                self.read_correction(heard).or_else(named).or_else(|| heard.yes_or_no().filter(|yes| !yes).map(Answer::YesNo))
            }
            Question::Consent { .. } | Question::CancelFlow => heard.yes_or_no().map(Answer::YesNo),
            Question::Clarify { .. } => None,
        }
    }

    fn read_slots(&self, asked: &SlotName, heard: &Heard) -> Option<Answer> {
        let (flow, frame) = (self.flow()?, self.state.frame()?);
        let mut fillings = fill::read(flow, frame, &heard.understanding.entities, Aim::Asked(asked), &heard.words);
        let for_asked = fillings.iter().find(|filling| filling.slot == *asked).map(|filling| filling.strength);
        let score = match for_asked {
            Some(Strength::Clear) => score::CLEAR,
            _ if flow.slots.get(asked).is_some_and(|slot| slot.kind == SlotKind::Text) => {
                let value = SlotValue::Text(heard.understanding.utterance.as_str().to_owned());
                fillings.insert(0, Filling { slot: asked.clone(), value, strength: Strength::IfAsked });
                score::FREE_TEXT
            }
            _ if fillings.iter().any(|filling| filling.strength == Strength::Clear) => score::OTHER_SLOT,
            Some(Strength::IfAsked) => score::IF_ASKED,
            None => return None,
        };
        Some(Answer::Slots { fillings, score })
    }

    fn read_correction(&self, heard: &Heard) -> Option<Answer> {
        let (flow, frame) = (self.flow()?, self.state.frame()?);
        let fillings = fill::read(flow, frame, &heard.understanding.entities, Aim::Correction, &heard.words);
        (!fillings.is_empty()).then_some(Answer::Corrected(fillings))
    }

    /// Whether the utterance names a slot, by its name or the words of its button.
    fn names_slot(&self, slot: &SlotName, heard: &Heard) -> bool {
        let label = fill::plain_words(&self.flows.messages.label(&self.state.language, slot.as_str()));
        fill::is_named(slot, &heard.words) || (!label.is_empty() && label.iter().all(|word| heard.words.contains(word)))
    }

    /// Takes an answer to the open question.
    pub(super) fn take(&mut self, question: &Question, answer: Answer) -> Result<(), Failure> {
        match (question, answer) {
            (Question::Slot { slot }, Answer::Slots { fillings, .. }) => self.take_slots(slot, fillings),
            (_, Answer::Corrected(fillings)) => {
                self.push(Event::Understood);
                // The summary follows, since the flow still stands at it; a refused value keeps the old one.
                self.take_early(fillings)?;
                self.push(Event::QuestionClosed);
                Ok(())
            }
            (_, Answer::Change(slot)) => {
                self.push(Event::Understood);
                self.push(Event::QuestionClosed);
                self.pose(&Question::Slot { slot })
            }
            (_, Answer::YesNo(yes)) => {
                self.push(Event::Understood);
                self.take_yes_no(question, yes)
            }
            (_, Answer::Slots { .. }) => self.no_match(question),
        }
    }

    fn take_yes_no(&mut self, question: &Question, yes: bool) -> Result<(), Failure> {
        match question {
            Question::Confirm if yes => {
                self.push(Event::QuestionClosed);
                self.advance(Edge::Yes);
            }
            Question::Confirm => {
                let way = self.node().and_then(|(flow, node)| flow.follow(&node.id, Edge::No));
                if way.is_none() {
                    self.push(Event::QuestionClosed);
                    return self.pose(&Question::WhatToChange);
                }
                self.push(Event::QuestionClosed);
                self.advance(Edge::No);
            }
            Question::Consent { purpose } => self.answer_consent(purpose, yes),
            Question::CancelFlow if yes => {
                self.drop_all();
                self.say_builtin(Text::Cancelled);
            }
            Question::CancelFlow => {
                self.say_builtin(Text::Kept);
                self.push(Event::QuestionClosed);
            }
            // "Nothing": back to the summary.
            Question::WhatToChange => self.push(Event::QuestionClosed),
            Question::Slot { .. } | Question::Clarify { .. } => return self.no_match(question),
        }
        Ok(())
    }

    /// Records the answer to a `consent` step and takes the way out.
    pub(super) fn answer_consent(&mut self, purpose: &PurposeName, granted: bool) {
        self.push(Event::ConsentAnswered { purpose: purpose.clone(), granted });
        self.push(Event::QuestionClosed);
        self.advance(if granted { Edge::Yes } else { Edge::No });
    }
}
