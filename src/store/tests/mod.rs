//! What the store promises, as a caller sees it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::domain::{DialogueState, FlowName, Frame, MessageKey, PurposeName, Question, ReplyKind, SlotName, SlotValue, StepId};

mod accidents;
mod erasing;
mod files;
mod inbox;
mod model;
mod retention;
mod sealing;
mod turns;

use super::sqlite::testing::Place;

pub(in crate::store) const TOKEN: [u8; 32] = [7; 32];

pub(in crate::store) fn bot() -> BotName {
    BotName::new("recruitment").unwrap()
}

pub(in crate::store) fn english() -> Language {
    Language::new("en").unwrap()
}

pub(in crate::store) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(in crate::store) fn noon() -> Timestamp {
    at("2026-11-23T12:00:00Z")
}

pub(in crate::store) fn slot(name: &str) -> SlotName {
    SlotName::new(name).unwrap()
}

pub(in crate::store) fn purpose(name: &str) -> PurposeName {
    PurposeName::new(name).unwrap()
}

pub(in crate::store) fn flow() -> FlowName {
    FlowName::new("apply").unwrap()
}

pub(in crate::store) fn text(value: &str) -> SlotValue {
    SlotValue::Text(value.to_owned())
}

pub(in crate::store) fn conversation_id(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(number))
}

pub(in crate::store) fn person(id: &str) -> ChannelAddress {
    ChannelAddress { channel: "web".into(), id: id.into() }
}

/// The slots of the flow `apply` with their purposes; `note` has none.
pub(in crate::store) fn purposes() -> BTreeMap<(FlowName, SlotName), PurposeName> {
    [("name", "application"), ("email", "contact"), ("agreed", "application")]
        .into_iter()
        .map(|(name, of)| ((flow(), slot(name)), purpose(of)))
        .collect()
}

/// A conversation in the flow `apply` with these slots.
pub(in crate::store) fn conversation(who: &ChannelAddress, slots: &[(&str, SlotValue)]) -> StoredConversation {
    let mut state = DialogueState::new(english(), 42);
    state.stored = true;
    let slots = slots.iter().map(|(name, value)| (slot(name), value.clone())).collect();
    state.frames.push(Frame { slots, attempts: 1, ..Frame::new(flow(), StepId::new("3.then.1").unwrap()) });
    state.question = Some(Question::Slot { slot: slot("name") });
    state.turn = 2;
    let reply = ReplyRecord { key: MessageKey::new("apply.ask_name").ok(), variant: 1, kind: ReplyKind::Text, choices: Vec::new() };
    StoredConversation {
        bot: bot(),
        version: "ab12".into(),
        state,
        address: who.clone(),
        token_hash: TOKEN,
        notice: NoticeAnswer { version: "1".into(), sha256: "cd34".into(), language: english(), at: noon() },
        answered: vec![AnsweredMessage { mac: [9; 16], turn: 1, replies: vec![reply] }],
        consent_texts: BTreeMap::new(),
        last_inbound: noon(),
        revision: Revision::default(),
    }
}

pub(in crate::store) fn turn(store: &Store, number: u128, conversation: StoredConversation) -> TurnCommit {
    TurnCommit {
        subject: store.subject(&conversation.address),
        id: conversation_id(number),
        conversation,
        purposes: purposes(),
        evidence: Vec::new(),
        now: noon(),
    }
}

pub(in crate::store) fn evidence(of: Option<&str>, granted: bool, when: &str) -> Evidence {
    Evidence {
        purpose: of.map(purpose),
        granted,
        sha256: "ef56".into(),
        version: "1".into(),
        language: english(),
        channel: "web".into(),
        manner: "button".into(),
        at: at(when),
    }
}
