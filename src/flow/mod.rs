//! Flows: what designers write, compiled to petgraph graphs with conditions and templates.
//!
//! [`compile`] walks the YAML trees (`read`) into drafts that keep every span, joins the steps of a flow (`skeleton`),
//! checks them (`check`) and builds the [`Flows`] that `dialogue` runs on (`compile`). All findings are reported at
//! once; with an error among them there are no flows. A misspelt name counts as the one that is meant, and what can't
//! be read as using all its words, so that one mistake is one finding.
//!
//! What the language leaves open is read so:
//! - A `say` is a message key when it is written like one (`apply.hello`: lower case, no spaces), else a text: in the
//!   default language, or a mapping by language. A list of texts, there and in messages, is short for `variants`.
//! - A mapping with `text`, `variants` or `quick_replies` is a message, any other mapping groups messages.
//! - Built-in texts have keys under `builtin.` (`builtin.yaml` lists them); a bot replaces one by writing the same key
//!   in `messages/<lang>.yaml`. A message is said in the conversation's language, else in the default one, else the
//!   built-in English text.
//! - `on_no_match` beside a form is for each of its slots; steps at its end are taken after the last attempt, and then
//!   the flow goes on behind the `ask`.
//! - Expressions and templates read `slots`, `person`, `lang`, `today`, `now`, `bot`, `contact`, `languages`, `stored`; `value` in `reject`,
//!   `result` in `save`. A slot that may be unset is guarded by `is defined` or `| default(…)`.

mod address;
mod builtin;
pub mod chart;
mod check;
mod compile;
mod day;
mod draft;
pub mod expression;
mod figures;
pub mod graph;
mod label;
pub mod message;
mod read;
mod scan;
mod skeleton;
mod spans;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;
use crate::domain::{EntityName, IntentName, Language, MessageKey, PurposeName};
use crate::yaml;

pub use builtin::built_in_texts;
pub use compile::compile;
pub use expression::{Expression, ExpressionError, Scope};
pub use graph::{
    About, Action, Ask, AskSlot, Call, Choices, DEFAULT_ATTEMPTS, Edge, Flow, Flows, Go, HeaderValue, Node, Retries, Run, Slot, SlotKind,
    Switch, Verb,
};
pub use message::{Message, Messages, in_words};

/// The parts of a bot folder that this room reads.
#[derive(Debug, Default)]
pub struct Documents<'a> {
    /// The values under `flows:`.
    pub flows: Vec<&'a yaml::Node>,
    /// The roots of `messages/<lang>.yaml`.
    pub messages: Vec<(Language, &'a yaml::Node)>,
    /// The values under `actions:`.
    pub actions: Vec<&'a yaml::Node>,
}

/// What the other parts of the bot folder declare.
#[derive(Debug)]
pub struct Known<'a> {
    /// The bot's languages, the default first.
    pub languages: &'a [Language],
    /// The intents, built-in ones included.
    pub intents: BTreeSet<IntentName>,
    /// The entities that the bot declares.
    pub entities: BTreeMap<EntityName, EntityValues>,
    /// The purposes that the bot declares.
    pub purposes: BTreeSet<PurposeName>,
    /// Those of them whose legal basis is consent.
    pub consents: BTreeSet<PurposeName>,
    /// Messages that the FAQ answers with, and where it says so.
    pub answers: Vec<(MessageKey, Span)>,
    /// Facts about the bot that texts speak of.
    pub about: About,
}

/// The values of an entity; none for a pattern.
#[derive(Debug, Clone, Default)]
pub struct EntityValues {
    /// The canonical values.
    pub values: Vec<String>,
    /// Labels for buttons, by language and value.
    pub labels: BTreeMap<(Language, String), String>,
}

#[cfg(test)]
mod tests;
