//! The pure step machine: a state and an input in, events and an outcome out.
//!
//! No async, clock, randomness or I/O. A step works on a copy of the state; the caller applies the events, so a failed turn
//! changes nothing. An utterance can neither panic it nor run it past [`STEP_BUDGET`] and
//! [`CALL_BUDGET`].
//!
//! Reading order: [`step`], `turn` (one turn at work), `run` (the verbs), `passage` (from flow to flow), `question` (asking), `hear` (weighing what was
//! said), `answer` and `ask` (reading and taking answers), `fill` (values that fit slots), `reader` (values into slots), `branch` (branches not taken get none), `interrupt` (everything that is not an
//! answer), `beside` (an answer and a question at once), `unanswered` (a question that nothing answers), `choice` and `either` (two values for what holds one), `wording` (what the words alone tell), `language` (which one is spoken), `press` (buttons), `retake` (what a change at a summary entails), `leave` (what it leaves behind).

mod answer;
mod ask;
mod beside;
mod branch;
mod choice;
mod either;
mod fill;
mod hear;
mod interrupt;
mod language;
mod leave;
mod passage;
mod press;
mod question;
mod reader;
mod retake;
mod run;
mod texts;
mod turn;
mod unanswered;
mod variant;
mod wording;

#[cfg(test)]
mod tests;

use jiff::Zoned;
use serde_json::{Map, Value};

use crate::domain::{
    ActionName, Choice, ChoiceId, DialogueState, Event, FaqHit, FlowName, MessageKey, Parts, Question, StepId, Understanding, Utterance,
};
use crate::flow::{ExpressionError, Flows};
use hear::Heard;
use texts::Text;
use turn::Turn;
pub use wording::{Beside, accepts_storage, refuses_storage};

/// Whether somebody typed the title of a button; marks and capitals do not matter.
pub fn types_title(text: &str, title: &str) -> bool {
    let words = fill::plain_words(text);
    !words.is_empty() && words == fill::plain_words(title)
}

/// The most flow steps that one turn may run: a flow that loops without asking ends in an apology, not in a hang.
pub const STEP_BUDGET: u32 = 250;

/// The most actions that one turn may call: each may take half a minute, and a person waits.
pub const CALL_BUDGET: u32 = 10;

/// What a turn is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Something was written.
    Heard {
        /// What it was taken to mean.
        understanding: Understanding,
        /// The FAQ entry that answers it, if one does.
        faq: Option<FaqHit>,
        /// The same in two parts, if a question stands beside something else.
        parts: Option<Box<Parts>>,
    },
    /// A button was pressed.
    Pressed(ChoiceId),
    /// The action that the last outcome asked for was called.
    ActionDone(ActionResult),
    /// The FAQ was searched for what the last outcome asked: the entry that answers it, if one does.
    FaqDone(Option<FaqHit>),
}

/// The answer of an action.
pub type ActionResult = Result<Value, ActionFailed>;

/// An action had no usable answer; the runtime, which called it, knows and logs why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the action failed")]
pub struct ActionFailed {
    /// The status of its answer, if it answered.
    pub status: Option<u16>,
}

/// What a step comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What happened, in order; the caller applies them to its state.
    pub events: Vec<Event>,
    /// How the turn stands.
    pub outcome: Outcome,
}

/// How a turn stands after a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A question is open.
    Listen,
    /// The turn goes on when this is done.
    Need(Need),
    /// Nothing is under way.
    Finished,
}

/// What the machine cannot do itself.
#[derive(Clone, PartialEq)]
pub enum Need {
    /// An HTTP action is to be called; its answer comes back as [`Input::ActionDone`].
    Action {
        /// The action.
        action: ActionName,
        /// The flow that calls it.
        flow: FlowName,
        /// The step that calls it.
        step: StepId,
        /// What is sent; it holds slot values, so `Debug` hides it.
        body: Map<String, Value>,
    },
    /// A question is to be looked up in the FAQ of the conversation's language; what answers it comes back as
    /// [`Input::FaqDone`].
    Faq {
        /// The question.
        question: Utterance,
    },
}

impl std::fmt::Debug for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Action { action, flow, step, .. } => write!(f, "Action({action} for {flow} at {step}, [redacted])"),
            Self::Faq { .. } => write!(f, "Faq([redacted])"),
        }
    }
}

/// Handles one input. Apply the events to the state before the next call.
pub fn step(flows: &Flows, state: &DialogueState, input: &Input, now: &Zoned) -> Step {
    let mut turn = Turn::new(flows, state, now);
    match input {
        Input::Heard { understanding, faq, parts } => {
            turn.push(Event::TurnStarted);
            let heard = Heard { parts: parts.as_deref(), ..Heard::new(understanding, faq.as_ref()) };
            turn.unanswered = turn.find_unanswered(&heard);
            turn.hear(&heard);
        }
        Input::Pressed(choice) => {
            turn.push(Event::TurnStarted);
            turn.press(choice);
        }
        Input::ActionDone(result) => turn.action_done(result),
        Input::FaqDone(hit) => turn.faq_done(hit.as_ref()),
    }
    let outcome = turn.run();
    Step { events: turn.into_events(), outcome }
}

/// The bot's first words: its message `greeting`, else a built-in text. Starts no turn.
pub fn greet(flows: &Flows, state: &DialogueState, now: &Zoned) -> Step {
    let mut turn = Turn::new(flows, state, now);
    turn.greet();
    let outcome = if turn.state.question.is_some() { Outcome::Listen } else { Outcome::Finished };
    Step { events: turn.into_events(), outcome }
}

/// The open question once more, for an answer that no flow gives; nothing if none is open. Starts no turn.
pub fn ask_again(flows: &Flows, state: &DialogueState, now: &Zoned) -> Step {
    let mut turn = Turn::new(flows, state, now);
    turn.repeat();
    let outcome = if turn.state.question.is_some() { Outcome::Listen } else { Outcome::Finished };
    Step { events: turn.into_events(), outcome }
}

/// Whether an utterance is a question about what happens with people's data that the bot answers and is done with.
pub fn asks_about_data(flows: &Flows, state: &DialogueState, understood: &Understanding, faq: Option<&FaqHit>, now: &Zoned) -> bool {
    let turn = Turn::new(flows, state, now);
    turn.asks_about_data(&Heard::new(understood, faq))
}

impl Turn<'_> {
    /// Says the greeting.
    fn greet(&mut self) {
        let own = MessageKey::new("greeting").ok().filter(|key| self.flows.messages.get(&self.state.language, key).is_some());
        match own.map(|key| self.say(&key)) {
            Some(Ok(())) => {}
            Some(Err(_)) | None => self.say_builtin(Text::Greeting),
        }
    }
}

/// The text of a message that was said before, from the slots and the open question as they are now: for answering a repeated
/// message id.
///
/// # Errors
/// The message is gone or reads a slot that is no longer set.
pub fn rerender(flows: &Flows, state: &DialogueState, key: &MessageKey, variant: u32, now: &Zoned) -> Result<String, ExpressionError> {
    let turn = Turn::new(flows, state, now);
    let scope = state.question.as_ref().map_or_else(|| turn.scope(), |question| turn.question_scope(question, &turn.buttons(question)));
    flows.messages.render(&state.language, key, usize::try_from(variant).unwrap_or(usize::MAX), &scope)
}

/// The buttons of the open question, as they were offered with it.
pub fn open_choices(flows: &Flows, state: &DialogueState, now: &Zoned) -> Vec<Choice> {
    let turn = Turn::new(flows, state, now);
    state.question.as_ref().map(|question| turn.buttons(question)).unwrap_or_default()
}

/// Where a conversation stands, for callers and tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The flow on top.
    pub flow: Option<FlowName>,
    /// What is asked: a slot's name, or `confirm`, `change`, `consent`, `cancel`, `clarify`.
    pub open_question: Option<String>,
}

/// Says where a conversation stands.
pub fn describe(state: &DialogueState) -> Description {
    let open_question = state.question.as_ref().map(|question| match question {
        Question::Slot { slot } => slot.as_str().to_owned(),
        Question::Confirm => "confirm".to_owned(),
        Question::WhatToChange => "change".to_owned(),
        Question::Consent { .. } => "consent".to_owned(),
        Question::CancelFlow => "cancel".to_owned(),
        Question::Clarify { .. } => "clarify".to_owned(),
    });
    Description { flow: state.frame().map(|frame| frame.flow.clone()), open_question }
}
