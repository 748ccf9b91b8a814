//! The state of a conversation and the events that change it.
//!
//! Everything that changes a conversation goes through [`DialogueState::apply`]; a turn's events are applied to a copy,
//! so a failed turn changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::message::{Attachment, Choice, ReplyKind, Utterance};
use super::names::{ActionName, FlowName, IntentName, Language, MessageKey, PurposeName, SlotName, StepId};
use super::value::SlotValue;

/// One flow under way: where it stands and what it knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The flow.
    pub flow: FlowName,
    /// The step it stands at: the next to run, or the one whose question is open.
    pub step: StepId,
    /// The slots that are set.
    pub slots: BTreeMap<SlotName, SlotValue>,
    /// Failed attempts at the open question.
    pub attempts: u32,
    /// The `ask` steps that were left with an answer: who comes back to one is asked again.
    pub answered: BTreeSet<StepId>,
    /// Optional slots that the person would not fill; they are not asked again unless their step is.
    pub skipped: BTreeSet<SlotName>,
    /// Slots that the person named to change, until they are set anew.
    pub to_change: Vec<SlotName>,
    /// Whether a `run` step of the flow below started it, which waits for it to end.
    pub called: bool,
}

impl Frame {
    /// A flow at its first step.
    pub fn new(flow: FlowName, step: StepId) -> Self {
        Self {
            flow,
            step,
            slots: BTreeMap::new(),
            attempts: 0,
            answered: BTreeSet::new(),
            skipped: BTreeSet::new(),
            to_change: Vec::new(),
            called: false,
        }
    }
}

/// What the bot is waiting to hear; questions of steps belong to the innermost frame's step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// An `ask` step wants this slot.
    Slot {
        /// The slot asked for.
        slot: SlotName,
    },
    /// A `confirm` step wants yes or no.
    Confirm,
    /// After a plain "no" to a `confirm`: what should change?
    WhatToChange,
    /// A `consent` step wants yes or no.
    Consent {
        /// The purpose asked for.
        purpose: PurposeName,
    },
    /// "Do you really want to stop?"
    CancelFlow,
    /// "Did you mean one of these?"
    Clarify {
        /// The intents offered, likeliest first.
        intents: Vec<IntentName>,
    },
}

/// Where a conversation stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DialogueState {
    /// The language of the conversation.
    pub language: Language,
    /// Another of the bot's languages, in which the person has written since they last wrote in the conversation's.
    pub other_language: Option<Language>,
    /// How many inbound messages were handled.
    pub turn: u64,
    /// Seeds the choice of message variants; drawn once per conversation.
    pub seed: u64,
    /// The flows under way, innermost last.
    pub frames: Vec<Frame>,
    /// What the bot is waiting to hear.
    pub question: Option<Question>,
    /// Values of finished flows, by purpose.
    pub profile: BTreeMap<PurposeName, BTreeMap<SlotName, SlotValue>>,
    /// Answers to `consent` steps: purpose to yes or no.
    pub consents: BTreeMap<PurposeName, bool>,
    /// Utterances in a row that nothing answered.
    pub misses: u32,
    /// Whether the conversation is stored, so that texts can say so; what is read from a store is.
    pub stored: bool,
    /// Counters of the turn under way; empty between turns and never stored.
    pub turn_use: TurnUse,
}

/// What the turn under way has used up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TurnUse {
    /// Steps run.
    pub steps: u32,
    /// Calls made and questions looked up, by step: part of the idempotency key.
    pub calls: BTreeMap<(FlowName, StepId), u32>,
    /// What was said: the bot repeats itself in one answer only where a flow's steps do.
    pub said: BTreeSet<MessageKey>,
    /// What was said in the turn before, as long as the process lives.
    pub said_before: BTreeSet<MessageKey>,
}

/// What happened; the only thing that changes a [`DialogueState`].
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An inbound message is handled: the counters of the turn start anew.
    TurnStarted,
    /// The person chose whether the conversation is stored.
    StorageChosen {
        /// Whether it is.
        stored: bool,
    },
    /// The conversation goes on in another language.
    LanguageChanged {
        /// The language.
        language: Language,
    },
    /// The person wrote in another language than the conversation's, or in the conversation's again.
    LanguageHeard {
        /// The other language; none for the conversation's.
        other: Option<Language>,
    },
    /// The bot says something. Texts are rendered when said, and never stored.
    Said {
        /// The message's key; built-in texts have keys under `builtin.`.
        key: MessageKey,
        /// Which variant, counted from 0.
        variant: u32,
        /// What kind of reply it is.
        kind: ReplyKind,
        /// The rendered text.
        text: Rendered,
        /// Buttons.
        choices: Vec<Choice>,
        /// What is shown with it.
        attachment: Option<Attachment>,
    },
    /// A flow starts on top of the stack.
    FlowStarted {
        /// The flow.
        flow: FlowName,
        /// Its first step.
        step: StepId,
    },
    /// A flow starts for the `run` step that the innermost flow stands at.
    FlowCalled {
        /// The flow.
        flow: FlowName,
        /// Its first step.
        step: StepId,
    },
    /// The innermost flow moved to a step.
    Moved {
        /// The step to run next.
        step: StepId,
    },
    /// The innermost flow goes back to a step and on from there: questions that are answered are passed over.
    Rewound {
        /// The step to run next.
        step: StepId,
        /// The steps before it, which stay as they were left: who comes back to one is asked again.
        before: BTreeSet<StepId>,
    },
    /// The innermost flow ended by itself: values with a purpose go to the profile.
    FlowFinished {
        /// The purposes of the frame's slots; slots that are not named are dropped.
        keep: BTreeMap<SlotName, PurposeName>,
    },
    /// The innermost flow was given up: nothing goes to the profile.
    FlowDropped,
    /// A step failed, for the log; the flow is dropped by an event of its own.
    FlowFailed {
        /// The flow.
        flow: FlowName,
        /// The step.
        step: StepId,
        /// What went wrong; it names no values.
        what: String,
    },
    /// A slot of the innermost flow got a value.
    SlotSet {
        /// The slot.
        slot: SlotName,
        /// The value.
        value: SlotValue,
    },
    /// A slot of the innermost flow was forgotten.
    SlotCleared {
        /// The slot.
        slot: SlotName,
    },
    /// The person would not fill an optional slot of the innermost flow.
    SlotSkipped {
        /// The slot.
        slot: SlotName,
    },
    /// The innermost flow's `ask` step has all its answers.
    StepAnswered,
    /// The innermost flow came back to an `ask` step that was answered before.
    StepReopened,
    /// The person named several slots to change; they are asked for one after the other.
    ChangesWished {
        /// The slots.
        slots: Vec<SlotName>,
    },
    /// The bot asked something and waits.
    Asked {
        /// What it waits for.
        question: Question,
    },
    /// The open question is closed, and its failed attempts are forgotten.
    QuestionClosed,
    /// The open question got an answer that did not fit.
    AttemptFailed,
    /// How an input was taken, with the scores of its two readings: for explaining, and for tests of conversations.
    Weighed {
        /// The rule that won.
        rule: Rule,
        /// The score as an answer to the open question, if it was one.
        answer: Option<f64>,
        /// The score as something else, if it was something else.
        interruption: Option<f64>,
    },
    /// A `consent` step was answered.
    ConsentAnswered {
        /// The purpose.
        purpose: PurposeName,
        /// Whether the person agreed.
        granted: bool,
    },
    /// An action is about to be called.
    ActionCalled {
        /// The action.
        action: ActionName,
    },
    /// A question is about to be looked up in the FAQ; it counts as a call.
    FaqSearched,
    /// A step ran; the budget counts these.
    StepRan,
    /// Nothing answered the utterance.
    Missed,
    /// Nothing answered a question that stood beside something else, or that was asked instead of an answer.
    Unanswered {
        /// The question's own words.
        question: Utterance,
    },
    /// Something answered the utterance.
    Understood,
}

/// How an input was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Nothing was written.
    Empty,
    /// A button, pressed or typed.
    Button,
    /// An answer to the open question.
    Answer,
    /// An answer, and an FAQ question beside it.
    AnswerAndFaq,
    /// A refusal to fill an optional slot.
    Skip,
    /// No answer to the open question, and nothing else either.
    NoMatch,
    /// An intent that starts a flow.
    Flow,
    /// An FAQ question.
    Faq,
    /// Two intents too close to call.
    Clarify,
    /// The repair `cancel`.
    Cancel,
    /// The repair `restart`.
    Restart,
    /// The repair `help`.
    Help,
    /// The repair `human`.
    Human,
    /// The question whether this is a machine.
    BotOrHuman,
    /// The question what is kept of the person.
    MyData,
    /// A wish for another language.
    Language,
    /// Nothing at all.
    Miss,
}

impl Rule {
    /// The name, as explanations and tests write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Button => "button",
            Self::Answer => "answer",
            Self::AnswerAndFaq => "answer_and_faq",
            Self::Skip => "skip",
            Self::NoMatch => "no_match",
            Self::Flow => "flow",
            Self::Faq => "faq",
            Self::Clarify => "clarify",
            Self::Cancel => "cancel",
            Self::Restart => "restart",
            Self::Help => "help",
            Self::Human => "human",
            Self::BotOrHuman => "bot_or_human",
            Self::MyData => "my_data",
            Self::Language => "language",
            Self::Miss => "miss",
        }
    }
}

/// A rendered text; it may hold slot values, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered(pub String);

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl DialogueState {
    /// A conversation that has not begun.
    pub fn new(language: Language, seed: u64) -> Self {
        Self {
            language,
            other_language: None,
            turn: 0,
            seed,
            frames: Vec::new(),
            question: None,
            profile: BTreeMap::new(),
            consents: BTreeMap::new(),
            misses: 0,
            stored: false,
            turn_use: TurnUse::default(),
        }
    }

    /// The innermost flow under way.
    pub fn frame(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// Applies one event. Events about "the innermost flow" do nothing when no flow is under way.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::TurnStarted => {
                self.turn += 1;
                let said_before = std::mem::take(&mut self.turn_use.said);
                self.turn_use = TurnUse { said_before, ..TurnUse::default() };
            }
            Event::LanguageChanged { language } => {
                self.language = language.clone();
                self.other_language = None;
            }
            Event::StorageChosen { stored } => self.stored = *stored,
            Event::LanguageHeard { other } => self.other_language.clone_from(other),
            Event::Said { key, .. } => {
                self.turn_use.said.insert(key.clone());
            }
            Event::FlowFailed { .. } | Event::Weighed { .. } | Event::Unanswered { .. } => {}
            Event::FlowStarted { flow, step } => {
                self.frames.push(Frame::new(flow.clone(), step.clone()));
            }
            Event::FlowCalled { flow, step } => {
                self.frames.push(Frame { called: true, ..Frame::new(flow.clone(), step.clone()) });
            }
            Event::Moved { step } => self.on_frame(|frame| {
                frame.step = step.clone();
                frame.attempts = 0;
            }),
            Event::Rewound { step, before } => self.on_frame(|frame| {
                frame.step = step.clone();
                frame.attempts = 0;
                frame.answered.retain(|answered| before.contains(answered));
            }),
            Event::FlowFinished { keep } => self.finish_flow(keep),
            Event::FlowDropped => {
                self.frames.pop();
                self.question = None;
            }
            Event::SlotSet { slot, value } => self.on_frame(|frame| {
                frame.to_change.retain(|wished| wished != slot);
                frame.slots.insert(slot.clone(), value.clone());
                frame.skipped.remove(slot);
            }),
            Event::SlotCleared { slot } => self.on_frame(|frame| {
                frame.slots.remove(slot);
                frame.skipped.remove(slot);
            }),
            Event::SlotSkipped { slot } => self.on_frame(|frame| {
                frame.to_change.retain(|wished| wished != slot);
                frame.skipped.insert(slot.clone());
            }),
            Event::StepAnswered => self.on_frame(|frame| {
                frame.answered.insert(frame.step.clone());
            }),
            Event::StepReopened => self.on_frame(|frame| {
                frame.answered.remove(&frame.step);
            }),
            Event::ChangesWished { slots } => self.on_frame(|frame| frame.to_change.clone_from(slots)),
            Event::Asked { question } => self.question = Some(question.clone()),
            Event::QuestionClosed => {
                self.question = None;
                self.on_frame(|frame| frame.attempts = 0);
            }
            Event::AttemptFailed => self.on_frame(|frame| frame.attempts += 1),
            Event::ConsentAnswered { purpose, granted } => {
                self.consents.insert(purpose.clone(), *granted);
            }
            Event::ActionCalled { .. } | Event::FaqSearched => {
                if let Some(frame) = self.frames.last() {
                    let place = (frame.flow.clone(), frame.step.clone());
                    *self.turn_use.calls.entry(place).or_insert(0) += 1;
                }
            }
            Event::StepRan => self.turn_use.steps += 1,
            Event::Missed => self.misses += 1,
            Event::Understood => self.misses = 0,
        }
    }

    fn on_frame(&mut self, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.frames.last_mut() {
            change(frame);
        }
    }

    fn finish_flow(&mut self, keep: &BTreeMap<SlotName, PurposeName>) {
        self.question = None;
        let Some(frame) = self.frames.pop() else { return };
        for (slot, value) in frame.slots {
            if let Some(purpose) = keep.get(&slot) {
                self.profile.entry(purpose.clone()).or_default().insert(slot, value);
            }
        }
    }
}

#[cfg(test)]
mod tests;
