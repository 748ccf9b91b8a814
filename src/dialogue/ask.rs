//! The `ask` step: which slot is asked next, which values are refused, what happens when nothing fits.

use super::fill::{self, Filling};
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Event, Frame, MessageKey, Question, ReplyKind, SlotName, SlotValue};
use crate::flow::{Ask, DEFAULT_ATTEMPTS, Edge, Flow, Node, Scope, SlotKind, Verb};

impl Turn<'_> {
    /// Asks for the first slot that is unset; goes on when there is none. A step that was answered before starts afresh: who
    /// comes back to a question by `goto` or `no:` is meant to be asked again.
    pub(super) fn run_ask(&mut self, ask: &Ask) -> Result<(), Failure> {
        if self.state.frame().is_some_and(|frame| frame.answered.contains(&frame.step)) {
            self.push(Event::StepReopened);
            for asked in &ask.slots {
                self.push(Event::SlotCleared { slot: asked.slot.clone() });
            }
        }
        if let Some(slot) = self.slot_to_ask(ask) {
            return self.pose(&Question::Slot { slot });
        }
        self.push(Event::StepAnswered);
        self.advance(Edge::Next);
        Ok(())
    }

    /// A slot whose answer is gone: volatile values do not survive a restart, and are asked for again before the flow goes on.
    pub(super) fn lost_slot(&self) -> Option<SlotName> {
        self.lost_by(self.state.frame()?)
    }

    /// The same for a flow that may lie deeper.
    pub(super) fn lost_by(&self, frame: &Frame) -> Option<SlotName> {
        let flow = self.flows.flows.get(&frame.flow)?;
        let answered = flow.graph.node_weights().filter(|node| frame.answered.contains(&node.id) && node.id != frame.step);
        let missing = |slot: &&SlotName| !frame.slots.contains_key(*slot) && !frame.skipped.contains(*slot);
        answered.flat_map(fill::asked_by).find(missing).cloned()
    }

    /// The first slot of a step that is to be asked for now. Only an optional slot is passed over when nothing is in it: one that a
    /// flow unset is to be asked again.
    fn slot_to_ask(&self, ask: &Ask) -> Option<SlotName> {
        let (flow, frame) = (self.flow()?, self.state.frame()?);
        let open = |slot: &SlotName| !frame.slots.contains_key(slot) && (!frame.skipped.contains(slot) || !is_optional(flow, slot));
        ask.slots.iter().map(|asked| &asked.slot).find(|slot| open(slot)).cloned()
    }

    /// The first slot of a step that is missing: neither set, nor left out on purpose.
    pub(super) fn next_slot(&self, ask: &Ask) -> Option<SlotName> {
        let frame = self.state.frame()?;
        let open = |slot: &SlotName| !frame.slots.contains_key(slot) && !frame.skipped.contains(slot);
        ask.slots.iter().map(|asked| &asked.slot).find(|slot| open(slot)).cloned()
    }

    /// Takes values said in answer to the question for a slot. `true`: it is still open and has to be asked again.
    pub(super) fn take_slots(&mut self, asked: &SlotName, fillings: Vec<Filling>) -> Result<bool, Failure> {
        self.push(Event::Understood);
        let mut answered = false;
        let mut refused = None;
        let mut changed = Vec::new();
        for Filling { slot, value, .. } in fillings {
            match self.refusal(&slot, &value)? {
                None => {
                    answered |= slot == *asked;
                    if slot != *asked && self.slot(&slot).is_some() {
                        changed.push(slot.clone());
                    }
                    self.push(Event::SlotSet { slot, value });
                }
                Some(refusal) if slot == *asked => refused = Some(refusal),
                Some(refusal) => self.say_refusal_once(&refusal),
            }
        }
        let question = Question::Slot { slot: asked.clone() };
        if !changed.is_empty() {
            self.say_builtin(Text::Changed);
        }
        match refused {
            _ if answered => {
                self.push(Event::QuestionClosed);
                if matches!(self.node(), Some((_, Node { verb: Verb::Confirm(_), .. }))) {
                    changed.push(asked.clone());
                }
                self.retake(&changed)?;
            }
            Some(refusal) => {
                self.push(Event::AttemptFailed);
                self.say_refusal(&refusal)?;
                if self.out_of_attempts(&question) {
                    self.give_up_asking(&question);
                    return Ok(false);
                }
                let place = self.state.frame().map(|frame| frame.step.clone());
                self.retake(&changed)?;
                if self.state.frame().map(|frame| frame.step.clone()) == place {
                    return Ok(true);
                }
                // Another branch is taken, which may not ask for it.
                self.push(Event::QuestionClosed);
            }
            // Something else was told: that is no failed attempt.
            None => return Ok(true),
        }
        Ok(false)
    }

    /// Takes values that were not asked for: what is refused is said and not stored. Returns the slots that were set.
    pub(super) fn take_early(&mut self, fillings: Vec<Filling>) -> Result<Vec<SlotName>, Failure> {
        let mut taken = Vec::new();
        for Filling { slot, value, .. } in fillings {
            match self.refusal(&slot, &value)? {
                None => {
                    self.push(Event::SlotSet { slot: slot.clone(), value });
                    taken.push(slot);
                }
                Some(refusal) => self.say_refusal_once(&refusal),
            }
        }
        Ok(taken)
    }

    /// What is said against a value: the slot's rule for dates, then the question's `reject` rules; the first that is true wins.
    fn refusal(&self, slot: &SlotName, value: &SlotValue) -> Result<Option<Refusal>, Failure> {
        let refusal = |key| Refusal { key, slot: slot.clone(), value: value.clone() };
        let declared = self.flow().and_then(|flow| flow.slots.get(slot));
        if let Some(text) = declared.and_then(|declared| fill::broken_rule(declared, value, self.now.date())) {
            return Ok(text.message_key().map(refusal));
        }
        let Some((_, asked)) = self.asked(slot) else { return Ok(None) };
        let through = self.through(slot);
        let scope = through.as_ref().map_or_else(|| self.scope(), |through| self.scope_through(through));
        let scope = Scope { value: Some(value.to_json()), ..scope };
        for (condition, key) in &asked.reject {
            let refused = match condition.is_true(&scope) {
                // A rule of a flow that is run may read what only that flow knew.
                Err(_) if through.is_some() => false,
                refused => refused?,
            };
            if refused {
                return Ok(Some(refusal(key.clone())));
            }
        }
        Ok(None)
    }

    /// Says why a value is refused; the text may read it as `value`, and what its question may read.
    fn say_refusal(&mut self, Refusal { key, slot, value }: &Refusal) -> Result<(), Failure> {
        let question = Question::Slot { slot: slot.clone() };
        let mut scope = Scope { value: Some(value.to_json()), ..self.question_scope(&question, &self.offered(&question)) };
        let kind = self.flow().and_then(|flow| flow.slots.get(slot)).map(|declared| &declared.kind);
        if let (Some(SlotKind::Entity(entity)), SlotValue::Choice(value)) = (kind, value) {
            scope.labels.insert(value.clone(), self.flows.messages.label_of(entity, &self.state.language, value));
        }
        Ok(self.say_with(key, ReplyKind::Text, Vec::new(), &scope)?)
    }

    /// The same beside something else, once a turn: the flow goes on if its text fails.
    fn say_refusal_once(&mut self, refusal: &Refusal) {
        if !self.state.turn_use.said.contains(&refusal.key) && self.say_refusal(refusal).is_err() {
            self.say_builtin(Text::Error);
        }
    }

    /// The open question got an answer that does not fit: a hint and the question again, or the end of patience.
    pub(super) fn no_match(&mut self, question: &Question) -> Result<(), Failure> {
        self.push(Event::AttemptFailed);
        if self.out_of_attempts(question) || self.out_of_words(question) {
            self.give_up_asking(question);
            return Ok(());
        }
        let failed = self.state.frame().map_or(1, |frame| frame.attempts);
        let own = asked_slot(question).and_then(|slot| self.asked(slot)).and_then(|(_, asked)| by_attempt(&asked.on_no_match, failed));
        if let Some(key) = own {
            return self.ask_in_other_words(key, question);
        }
        match question {
            // That nothing answers the question is said already.
            _ if self.has_owned_up() => {}
            Question::Slot { slot } => return self.explain_no_match(slot, question),
            Question::Confirm => self.say_builtin(Text::YesOrNo),
            Question::CancelFlow => self.say_builtin(Text::CancelRepeat),
            Question::Consent { .. } => self.say_builtin(Text::ConsentRepeat),
            Question::WhatToChange | Question::Clarify { .. } => {}
        }
        self.pose(question)
    }

    /// What kind of answer is wanted, in built-in words, then the question.
    fn explain_no_match(&mut self, slot: &SlotName, question: &Question) -> Result<(), Failure> {
        let kind = self.flow().and_then(|flow| flow.slots.get(slot)).map(|declared| declared.kind.as_str());
        if let Some(key) = kind.and_then(|kind| Text::NoMatch(kind).message_key()) {
            self.say_about(&key, question)?;
        }
        self.pose(question)
    }

    fn out_of_attempts(&self, question: &Question) -> bool {
        let failed = self.state.frame().map_or(0, |frame| frame.attempts);
        failed >= asked_slot(question).and_then(|slot| self.asked(slot)).map_or(DEFAULT_ATTEMPTS, |(ask, _)| ask.max_attempts)
    }

    /// Steps at the end of `on_no_match` are what happens when its texts have been said.
    fn out_of_words(&self, question: &Question) -> bool {
        let has_steps = self.node().is_some_and(|(flow, node)| flow.follow(&node.id, Edge::NoMatch).is_some());
        let failed = self.state.frame().map_or(0, |frame| frame.attempts);
        let texts = asked_slot(question).and_then(|slot| self.asked(slot)).map(|(_, asked)| asked.on_no_match.len());
        has_steps && texts.is_some_and(|texts| usize::try_from(failed).unwrap_or(usize::MAX) > texts)
    }

    /// Goes on without an answer, in the way that is safest for the person.
    fn give_up_asking(&mut self, question: &Question) {
        match question {
            Question::Slot { slot } => self.give_up_slot(slot),
            // No clear yes is a no.
            Question::Consent { purpose } => self.answer_consent(&purpose.clone(), false),
            Question::CancelFlow => {
                self.say_builtin(Text::Kept);
                self.push(Event::QuestionClosed);
            }
            Question::Confirm | Question::WhatToChange | Question::Clarify { .. } => self.last_resort(),
        }
    }

    fn give_up_slot(&mut self, slot: &SlotName) {
        let Some((flow, node)) = self.node() else { return self.last_resort() };
        if !matches!(node.verb, Verb::Ask(_)) {
            // A slot asked again after a summary keeps its value.
            self.push(Event::ChangesWished { slots: Vec::new() });
            self.push(Event::QuestionClosed);
        } else if flow.follow(&node.id, Edge::NoMatch).is_some() {
            // Left out, so not lost.
            self.push(Event::SlotSkipped { slot: slot.clone() });
            self.push(Event::QuestionClosed);
            self.advance(Edge::NoMatch);
        } else if is_optional(flow, slot) {
            self.skip(slot);
        } else {
            self.last_resort();
        }
    }

    /// Leaves an optional slot unset for good.
    pub(super) fn skip(&mut self, slot: &SlotName) {
        self.push(Event::SlotSkipped { slot: slot.clone() });
        self.push(Event::QuestionClosed);
    }

    /// Says whom to contact and gives up the innermost flow.
    fn last_resort(&mut self) {
        self.say_builtin(Text::LastResort);
        self.drop_flow();
        self.say_resumed();
    }
}

/// Why a value is not taken.
struct Refusal {
    /// What is said.
    key: MessageKey,
    slot: SlotName,
    value: SlotValue,
}

/// The slot that a question asks for, if it asks for one.
pub(super) fn asked_slot(question: &Question) -> Option<&SlotName> {
    if let Question::Slot { slot } = question { Some(slot) } else { None }
}

pub(super) fn is_optional(flow: &Flow, slot: &SlotName) -> bool {
    flow.slots.get(slot).is_some_and(|declared| declared.optional)
}

/// The text for the `failed`-th failed attempt, counted from 1; the last repeats.
fn by_attempt(texts: &[MessageKey], failed: u32) -> Option<&MessageKey> {
    let index = usize::try_from(failed.saturating_sub(1)).unwrap_or(usize::MAX);
    texts.get(index).or(texts.last())
}
