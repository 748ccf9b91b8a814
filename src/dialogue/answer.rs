//! Answers to the open question: reading one from an utterance, and taking it.

use super::either::Either;
use super::fill::{self, Filling};
use super::hear::{Heard, score};
use super::reader::{Aim, Said};
use super::texts::Text;
use super::turn::{Failure, Turn};
use super::wording::refuses_storage;
use crate::domain::{Entity, Event, PurposeName, Question, SlotName, SlotValue, Strength};
use crate::flow::{Edge, SlotKind, Verb};

/// An answer to the open question.
pub(super) enum Answer {
    /// Values for slots.
    Slots {
        /// The values.
        fillings: Vec<Filling>,
        /// What was told twice, for slots that hold one value.
        either: Vec<Either>,
        /// How sure it is.
        score: f64,
    },
    /// Values that replace what was said before.
    Corrected(Vec<Filling>),
    /// The slots to be asked again.
    Change(Vec<SlotName>),
    /// A yes or a no.
    YesNo(bool),
}

impl Answer {
    pub(super) fn score(&self) -> f64 {
        match self {
            Self::Slots { score, .. } => *score,
            Self::YesNo(_) => score::CLEAR,
            Self::Corrected(fillings) => score::of_others(fillings),
            Self::Change(_) => score::OTHER_SLOT,
        }
    }

    /// The yes or no of an answer to a question that wants one: whatever comes after it, it is the answer.
    pub(super) fn yes_no(&self) -> Option<bool> {
        match self {
            Self::YesNo(yes) => Some(*yes),
            // A yes goes to the slot that was asked for, and to no other.
            Self::Slots { fillings, .. } => {
                fillings.iter().find_map(|filling| if let SlotValue::YesNo(yes) = filling.value { Some(yes) } else { None })
            }
            Self::Corrected(_) | Self::Change(_) => None,
        }
    }

    /// How many values it brings.
    pub(super) fn values(&self) -> usize {
        match self {
            Self::Slots { fillings, .. } | Self::Corrected(fillings) => fillings.len(),
            Self::YesNo(_) | Self::Change(_) => 1,
        }
    }

    /// Whether it can be a change of what was told.
    pub(super) fn may_change(&self) -> bool {
        matches!(self, Self::Corrected(_) | Self::Change(_)) || self.is_clear() && self.yes_no().is_none()
    }

    /// Whether an address or a name is given by the words alone.
    pub(super) fn is_given(&self) -> bool {
        matches!(self, Self::Slots { fillings, .. } | Self::Corrected(fillings) if score::is_given(fillings))
    }

    /// Whether the words carry a value by themselves.
    pub(super) fn is_clear(&self) -> bool {
        match self {
            Self::Slots { fillings, .. } => fillings.iter().any(|filling| filling.strength == Strength::Clear),
            Self::Corrected(_) | Self::YesNo(_) => true,
            Self::Change(_) => false,
        }
    }
}

fn is_no(answer: &Answer) -> bool {
    matches!(answer, Answer::YesNo(false))
}

impl Heard<'_> {
    /// The yes or no that the utterance begins with.
    fn read_yes_no(&self) -> Option<Answer> {
        let reading = self.understanding.entities.iter().find(|entity| entity.kind.as_str() == "yes_no")?;
        if let SlotValue::YesNo(yes) = reading.value { Some(Answer::YesNo(yes)) } else { None }
    }

    /// The yes or no, if nothing in the utterance takes it back: "yes, but …" and "no, or can I …?" agree to nothing.
    fn read_plain_yes_no(&self) -> Option<Answer> {
        let reserved = |entity: &Entity| entity.kind.as_str() == "yes_no" && entity.strength == Strength::IfAsked;
        self.read_yes_no().filter(|_| !self.understanding.entities.iter().any(reserved))
    }

    /// "I don't want anything of mine kept" is a no to the question for consent; "yes, send it, but do not store it" is neither a
    /// yes nor a no.
    fn read_refusal(&self) -> Option<Answer> {
        let understood = self.understanding;
        if self.language().is_some_and(|known| self.words.iter().any(|word| known.is_opposing(word))) && self.read_yes_no().is_some() {
            return None;
        }
        refuses_storage(understood.utterance.as_str(), &understood.language).map(|_| Answer::YesNo(false))
    }

    /// "No", "nothing, it's all correct", "just send it": what can be changed is fine as it is. Sending wants its own yes.
    fn changes_nothing(&self) -> bool {
        self.read_yes_no().is_some() || self.language().is_some_and(|known| self.words.iter().any(|word| known.is_nothing(word)))
    }

    /// The answer to a summary: a yes with a "but" sends nothing, and is taken for a wish to change something; a no stops the
    /// sending whatever else is asked.
    fn read_verdict(&self) -> Option<Answer> {
        let is_verdict = |answer: &Answer| is_no(answer) || !self.is_marked_question();
        let reserved = || self.read_yes_no().filter(is_verdict).map(|_| Answer::YesNo(false));
        self.read_plain_yes_no().or_else(reserved)
    }
}

impl Turn<'_> {
    pub(super) fn said<'h>(&self, heard: &'h Heard) -> Said<'h> {
        Said {
            entities: &heard.understanding.entities,
            text: heard.understanding.utterance.as_str(),
            words: &heard.words,
            today: self.now.date(),
            language: heard.language(),
        }
    }

    /// Reads an utterance as an answer to the open question; nothing if it is none.
    pub(super) fn read_answer(&self, question: &Question, heard: &Heard) -> Option<Answer> {
        match question {
            Question::Slot { slot } => self.read_slots(question, slot, heard),
            Question::Confirm => {
                let yes_no = heard.read_verdict();
                let may_name = yes_no.as_ref().is_none_or(is_no) && self.wishes_to_change_named(question, heard);
                let named = || if may_name { self.read_change(heard) } else { None };
                let change = self.read_correction(question, heard).or_else(named).or(yes_no);
                change.or_else(|| self.read_repetition(heard).filter(|_| self.wishes_change(question, heard)))
            }
            Question::WhatToChange => {
                let change = self.read_correction(question, heard).or_else(|| self.read_change(heard));
                let nothing = || heard.changes_nothing().then_some(Answer::YesNo(false));
                change.or_else(nothing).or_else(|| self.read_repetition(heard).filter(|_| !heard.is_question()))
            }
            Question::Consent { .. } => heard.read_plain_yes_no().or_else(|| heard.read_refusal()),
            Question::CancelFlow => self.read_going_on(heard).or_else(|| heard.read_yes_no()),
            Question::Clarify { .. } => None,
        }
    }

    /// "Do you want to stop?" – "Thursday at four": who tells what the flow wants to know goes on with it. With a yes beside it, it is
    /// not clear which is meant, and the yes counts.
    fn read_going_on(&self, heard: &Heard) -> Option<Answer> {
        if heard.read_yes_no().is_some_and(|answer| !is_no(&answer)) {
            return None;
        }
        // A name or a text may be anything that was written.
        let is_told = |filling: &Filling| match filling.value {
            SlotValue::YesNo(_) => false,
            SlotValue::Text(_) => filling.strength == Strength::Clear,
            SlotValue::Choice(_)
            | SlotValue::Number(_)
            | SlotValue::Money(_)
            | SlotValue::Date(_)
            | SlotValue::Time(_)
            | SlotValue::DateTime(_)
            | SlotValue::Duration(_)
            | SlotValue::Interval(_) => true,
        };
        match self.read_answer(&self.waiting_question()?, heard)? {
            Answer::Slots { mut fillings, either, score } => {
                fillings.retain(is_told);
                (!fillings.is_empty() || !either.is_empty()).then_some(Answer::Slots { fillings, either, score })
            }
            corrected @ Answer::Corrected(_) => Some(corrected),
            Answer::Change(_) | Answer::YesNo(_) => None,
        }
    }

    /// The question that comes again when the one whether to stop is out of the way.
    fn waiting_question(&self) -> Option<Question> {
        let (_, node) = self.node()?;
        if let Verb::Ask(ask) = &node.verb {
            return self.next_slot(ask).map(|slot| Question::Slot { slot });
        }
        matches!(node.verb, Verb::Confirm(_)).then_some(Question::Confirm)
    }

    fn read_slots(&self, question: &Question, asked: &SlotName, heard: &Heard) -> Option<Answer> {
        let (flow, frame) = (self.flow()?, self.state.frame()?);
        let kind = flow.slots.get(asked).map(|slot| &slot.kind);
        let (mut fillings, either) = if kind == Some(&SlotKind::Text) {
            // Who tells a story may name several things.
            (self.read(flow, frame, self.said(heard), Aim::Asked(asked)), Vec::new())
        } else {
            self.read_one_each(flow, frame, heard, Aim::Asked(asked))
        };
        let of_asked = fillings.iter().map(|filling| (&filling.slot, filling.strength));
        let mut of_asked = of_asked.chain(either.iter().map(|either| (&either.slot, either.strength)));
        let for_asked = of_asked.find(|(slot, _)| *slot == asked).map(|(_, strength)| strength);
        let score = match for_asked {
            Some(Strength::Clear) => score::CLEAR,
            _ if kind == Some(&SlotKind::Text) => {
                let value = SlotValue::Text(heard.understanding.utterance.as_str().to_owned());
                fillings.insert(0, Filling { slot: asked.clone(), value, strength: Strength::IfAsked });
                score::FREE_TEXT
            }
            _ if fillings.iter().any(|filling| filling.strength == Strength::Clear) => score::of_others(&fillings),
            Some(Strength::IfAsked | Strength::InQuestion) => score::IF_ASKED,
            // A value that was told before, and is another now: a correction, unless it is part of a question.
            None if heard.is_marked_question() && !self.wishes_change(question, heard) => return None,
            None => return self.read_correction(question, heard).or_else(|| self.read_repetition(heard)),
        };
        Some(Answer::Slots { fillings, either, score })
    }

    fn read_correction(&self, question: &Question, heard: &Heard) -> Option<Answer> {
        let (flow, frame) = (self.flow()?, self.state.frame()?);
        let request = heard.is_question() && self.wishes_change(question, heard);
        let aim = if request { Aim::Request } else { Aim::Correction };
        let mut fillings = self.read(flow, frame, self.said(heard), aim);
        if !fillings.is_empty() && heard.is_values_alone() {
            // "Saturday, 9.30": what stands beside a change and is a value at all is one of it.
            fillings = self.read(flow, frame, self.said(heard), Aim::Request);
        }
        if !request && heard.only_asks() {
            // "Would a cook earn more?" A role or a day may be asked about; a name or an address is given.
            fillings.retain(|filling| matches!(filling.value, SlotValue::Text(_)));
        }
        (!fillings.is_empty()).then_some(Answer::Corrected(fillings))
    }

    /// What was told before is told again: no answer, and no sign of anything else either.
    fn read_repetition(&self, heard: &Heard) -> Option<Answer> {
        let frame = self.state.frame()?;
        let told = |value: &SlotValue| frame.slots.values().any(|known| known == value);
        let mut clear = heard.understanding.entities.iter().filter(|entity| entity.strength == Strength::Clear);
        clear.any(|entity| told(&entity.value)).then(|| Answer::Slots {
            fillings: Vec::new(),
            either: Vec::new(),
            score: score::OTHER_SLOT,
        })
    }

    /// "The role", "the time and the day", "my e-mail address is wrong": the slots to change, by their names, else by its type if only one
    /// slot has that.
    fn read_change(&self, heard: &Heard) -> Option<Answer> {
        let flow = self.flow()?;
        let slots: Vec<&SlotName> = self.changeable().collect();
        // "The company name" names the slot `company_name`, and not `name` as well.
        let part_of = |slot: &SlotName, other: &SlotName| {
            slot != other && slot.as_str().split('_').all(|part| other.as_str().split('_').any(|word| word == part))
        };
        let named: Vec<&SlotName> = slots.iter().copied().filter(|slot| fill::is_named(slot, &heard.words)).collect();
        let named: Vec<SlotName> =
            named.iter().filter(|slot| !named.iter().any(|other| part_of(slot, other))).map(|slot| (*slot).clone()).collect();
        if !named.is_empty() {
            return Some(Answer::Change(named));
        }
        let of_type = |slot: &&&SlotName| flow.slots.get(**slot).is_some_and(|slot| fill::names_kind(&slot.kind, heard));
        let mut by_type = slots.iter().filter(of_type);
        by_type.next().filter(|_| by_type.next().is_none()).map(|slot| Answer::Change(vec![(*slot).clone()]))
    }

    /// Takes an answer to the open question. `true`: the question is still open and has to be asked again.
    pub(super) fn take(&mut self, question: &Question, answer: Answer) -> Result<bool, Failure> {
        match (question, answer) {
            (Question::Slot { slot }, Answer::Slots { fillings, either, .. }) if !fillings.is_empty() || !either.is_empty() => {
                for told in &either {
                    self.say_either(told)?;
                }
                return self.take_slots(slot, fillings);
            }
            (Question::CancelFlow, answer @ (Answer::Slots { .. } | Answer::Corrected(_))) => {
                self.say_builtin(Text::Kept);
                self.push(Event::QuestionClosed);
                let waiting = self.waiting_question().ok_or(Failure::NoStep)?;
                self.take(&waiting, answer)?;
            }
            (_, Answer::Corrected(fillings)) => {
                self.push(Event::Understood);
                // The question or summary follows, since the flow still stands at it; a refused value keeps the old one.
                let changed = self.take_early(fillings)?;
                if matches!(question, Question::Slot { .. }) && !changed.is_empty() {
                    self.say_builtin(Text::Changed);
                }
                self.push(Event::QuestionClosed);
                self.retake(&changed)?;
            }
            (_, Answer::Change(slots)) => {
                self.push(Event::Understood);
                self.push(Event::QuestionClosed);
                self.push(Event::ChangesWished { slots });
                self.ask_to_change()?;
            }
            (_, Answer::YesNo(yes)) => {
                self.push(Event::Understood);
                self.take_yes_no(question, yes)?;
            }
            (Question::Confirm | Question::WhatToChange, Answer::Slots { .. }) => {
                self.push(Event::Understood);
                self.say_builtin(Text::Unchanged);
                self.push(Event::QuestionClosed);
            }
            (_, Answer::Slots { .. }) => self.no_match(question)?,
        }
        Ok(false)
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

    /// Asks for the next slot that is to be changed; `false` if there is none.
    pub(super) fn ask_to_change(&mut self) -> Result<bool, Failure> {
        let wished = self.state.frame().map(|frame| frame.to_change.clone()).unwrap_or_default();
        let Some(slot) = self.changeable().find(|slot| wished.contains(*slot)).cloned() else { return Ok(false) };
        self.pose(&Question::Slot { slot })?;
        Ok(true)
    }

    /// Records the answer to a `consent` step and takes the way out.
    pub(super) fn answer_consent(&mut self, purpose: &PurposeName, granted: bool) {
        self.push(Event::ConsentAnswered { purpose: purpose.clone(), granted });
        self.push(Event::QuestionClosed);
        self.advance(if granted { Edge::Yes } else { Edge::No });
    }
}
