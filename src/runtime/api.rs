//! What the engine takes and gives: the shapes that channels and the command line see.

use std::fmt;
use std::time::Duration;

use crate::domain::{
    BotName, Content, ConversationId, Decision, DialogueState, Event, FlowName, Frame, Language, MessageId, PurposeName, Reply, Rule,
    SlotName, SlotValue, StepId,
};

use crate::store::StoreError;

/// The secret that proves that a caller holds a conversation: 256 random bits, as base64url; its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token as a caller presents it; it is compared by its hash only.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What a conversation begins with.
#[derive(Clone)]
pub struct Start {
    /// The bot.
    pub bot: BotName,
    /// The language wished for; the bot's first one if it does not speak it.
    pub language: Option<Language>,
    /// The channel, such as `web`, `api`, `terminal`.
    pub channel: String,
    /// What the channel calls the person; without it the person is new and unknown.
    pub person: Option<String>,
    /// Purposes to which the person has consented elsewhere, as the caller vouches; conversation tests use it.
    pub consents: Vec<PurposeName>,
}

/// A conversation that has begun.
#[derive(Debug, Clone)]
pub struct Started {
    /// Its id.
    pub conversation: ConversationId,
    /// What the caller must show with every message.
    pub token: Token,
    /// The greeting.
    pub replies: Vec<Reply>,
    /// The language it began in.
    pub language: Language,
}

/// A message to the engine.
#[derive(Debug, Clone)]
pub struct Message {
    /// The caller's id of it, if any: the same id twice acts once.
    pub id: Option<MessageId>,
    /// What it carries.
    pub content: Content,
}

/// The answer to one message.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the bot says.
    pub replies: Vec<Reply>,
    /// Where the conversation stands.
    pub view: View,
}

/// Where a conversation stands, for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The innermost flow under way.
    pub flow: Option<FlowName>,
    /// What the bot waits for: `notice`, or as [`crate::dialogue::describe`] says.
    pub open_question: Option<String>,
    /// Whether what is said may be stored: the notice was accepted.
    pub stored: bool,
    /// The language that is spoken.
    pub language: Language,
}

/// A conversation seen from inside, for tests and explanations.
#[derive(Debug, Clone)]
pub struct Observation {
    /// Where it stands.
    pub view: View,
    /// Its state.
    pub state: DialogueState,
    /// The flow that ended last, as it was.
    pub ended: Option<Frame>,
    /// What was decided about the last utterance.
    pub decision: Option<Decision>,
    /// What the last turn did in flows, in order.
    pub trail: Vec<Footprint>,
}

/// A trace that a turn leaves in a flow, for coverage and explanations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footprint {
    /// What was said or pressed was taken so.
    Taken(Rule),
    /// A step ran.
    Ran {
        /// The flow.
        flow: FlowName,
        /// The step.
        step: StepId,
    },
    /// A way out of a step was taken.
    Left {
        /// The flow.
        flow: FlowName,
        /// The step.
        step: StepId,
        /// The step it leads to; none where the flow ended.
        to: Option<StepId>,
    },
}

impl Footprint {
    /// The trace of an event that is about to change this state.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other events neither run a step nor leave one")]
    pub(super) fn of(event: &Event, state: &DialogueState) -> Option<Self> {
        if let Event::Weighed { rule, .. } = event {
            return Some(Self::Taken(*rule));
        }
        let Frame { flow, step, .. } = state.frame()?;
        let (flow, step) = (flow.clone(), step.clone());
        match event {
            Event::StepRan => Some(Self::Ran { flow, step }),
            Event::Moved { step: to } => Some(Self::Left { flow, step, to: Some(to.clone()) }),
            Event::FlowFinished { .. } => Some(Self::Left { flow, step, to: None }),
            _ => None,
        }
    }
}

impl Observation {
    /// A slot of the innermost flow; when none is open, of the flow that ended last.
    pub fn slot(&self, slot: &SlotName) -> Option<&SlotValue> {
        self.state.frame().or(self.ended.as_ref())?.slots.get(slot)
    }
}

/// A bot's privacy policy, for the public page.
#[derive(Debug, Clone)]
pub struct PolicyPage {
    /// The version in the front matter.
    pub version: String,
    /// The date in the front matter.
    pub date: String,
    /// The title.
    pub title: String,
    /// The text, Markdown.
    pub markdown: String,
    /// Hex SHA-256 of the policy's text, without its front matter.
    pub sha256: String,
    /// Hex SHA-256 of the notice in the same language.
    pub notice_sha256: String,
    /// The language.
    pub language: Language,
}

/// Why the engine did not answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Unknown, expired or erased conversation, or a wrong token: they can't be told apart.
    #[error("this conversation is gone")]
    ConversationGone,
    /// No bot of this name.
    #[error("there is no bot of this name")]
    UnknownBot,
    /// Too many messages wait to be understood, or too many conversations are open.
    #[error("too much work is waiting")]
    Overloaded {
        /// When it may be worth trying again.
        after: Duration,
    },
    /// The store could not keep the turn; nothing was changed.
    #[error("the turn could not be stored: {0}")]
    Store(StoreError),
    /// The disk has no room left; nothing was changed.
    #[error("the disk is full")]
    StoreFull,
    /// The machine has no randomness to give.
    #[error(transparent)]
    Random(#[from] crate::store::seal::random::RandomError),
    /// The turn panicked; the log has the place.
    #[error("the turn ended in a panic")]
    Panicked,
    /// Understanding failed.
    #[error("the utterance could not be read: {0}")]
    Understanding(String),
}

impl From<StoreError> for EngineError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other failure of the store is the operator's to look into")]
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Gone { .. } => Self::ConversationGone,
            StoreError::Overloaded => Self::Overloaded { after: super::SOON },
            StoreError::Full => Self::StoreFull,
            other => Self::Store(other),
        }
    }
}
