//! Buttons: exact, without a model. One that no longer fits is answered kindly.

use super::answer::Answer;
use super::fill::{self, Filling};
use super::hear::score;
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{ChoiceId, Event, FlowName, IntentName, Question, Rule, SlotName, Strength};

impl Turn<'_> {
    /// Handles a pressed button: one of the open question's, or one that starts something at any time.
    pub(super) fn press(&mut self, choice: &ChoiceId) {
        self.weighed(Rule::Button, None, None);
        let open = self.state.question.clone();
        let offered = open.filter(|question| self.buttons(question).iter().any(|button| button.id == *choice));
        let pressed = match offered {
            Some(question) => self.press_offered(&question, choice),
            None => self.press_any_time(choice),
        };
        if let Err(failure) = pressed {
            self.fail(&failure);
        }
    }

    /// A button that stands under the open question.
    pub(super) fn press_offered(&mut self, question: &Question, choice: &ChoiceId) -> Result<(), Failure> {
        let Some((prefix, value)) = choice.0.split_once('.') else { return self.press_any_time(choice) };
        let yes_no = || match value {
            "yes" => Some(Answer::YesNo(true)),
            "no" => Some(Answer::YesNo(false)),
            _ => None,
        };
        let answer = match question {
            Question::Slot { slot } if prefix == slot.as_str() || prefix == "value" => self.chosen_value(slot, value),
            Question::Confirm if prefix == "confirm" => yes_no(),
            Question::Consent { .. } if prefix == "consent" => yes_no(),
            Question::CancelFlow if prefix == "cancel" => yes_no(),
            Question::WhatToChange if prefix == "change" => SlotName::new(value).ok().map(|slot| Answer::Change(vec![slot])),
            Question::Slot { .. }
            | Question::Confirm
            | Question::Consent { .. }
            | Question::CancelFlow
            | Question::WhatToChange
            | Question::Clarify { .. } => None,
        };
        match answer {
            Some(answer) => {
                if self.take(question, answer)? {
                    self.repeat();
                }
                Ok(())
            }
            None => self.press_any_time(choice),
        }
    }

    fn chosen_value(&self, slot: &SlotName, value: &str) -> Option<Answer> {
        let kind = &self.flow()?.slots.get(slot)?.kind;
        let value = fill::from_choice(kind, value)?;
        let fillings = vec![Filling { slot: slot.clone(), value, strength: Strength::Clear }];
        Some(Answer::Slots { fillings, score: score::CLEAR })
    }

    /// A button that names an intent, a flow or a language works whenever it is pressed; any other has had its time.
    fn press_any_time(&mut self, choice: &ChoiceId) -> Result<(), Failure> {
        let done = match choice.0.split_once('.') {
            Some(("intent", name)) => match IntentName::new(name) {
                Ok(intent) => {
                    self.close_clarification();
                    self.choose_intent(&intent)?
                }
                Err(_) => false,
            },
            Some(("flow", name)) => match FlowName::new(name) {
                Ok(flow) => {
                    self.close_clarification();
                    self.choose_flow(&flow)?
                }
                Err(_) => false,
            },
            _ => choice.language().map(|language| self.speak(&language)).is_some(),
        };
        if !done {
            self.press_stale();
        }
        Ok(())
    }

    /// Which intent was meant is settled by any choice of something to do.
    fn close_clarification(&mut self) {
        if matches!(self.state.question, Some(Question::Clarify { .. })) {
            self.push(Event::QuestionClosed);
        }
    }

    fn press_stale(&mut self) {
        self.say_builtin(Text::StaleChoice);
        self.repeat();
    }
}
