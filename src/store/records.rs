//! The stored shapes, apart from the domain's: what lies sealed as JSON. A change here needs a new schema version.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::model::{AnsweredMessage, Evidence, NoticeAnswer, ReplyRecord, StoredConversation};
use super::seal::RecordType;
use crate::domain::conversation::TurnUse;
use crate::domain::{
    BotName, ChannelAddress, ChoiceId, DialogueState, FlowName, Frame, Language, MessageKey, PurposeName, Question, ReplyKind, SlotName,
    SlotValue, StepId,
};

/// A stored shape: which record type it is, and in which version of its schema.
pub(super) trait Stored: Serialize + for<'de> Deserialize<'de> {
    const TYPE: RecordType;
    const SCHEMA: u32 = 1;
}

/// Values are padded one by one to this many bytes of JSON, so that "yes" and "no, never" are sealed to equal sizes.
const VALUE_STEP_BYTES: usize = 64;

#[derive(Serialize, Deserialize)]
pub(super) struct PaddedValue {
    value: SlotValue,
    pad: String,
}

impl PaddedValue {
    pub(super) fn new(value: &SlotValue) -> Self {
        // A value that has no JSON (there is none) would fail again, and be reported, when its record is sealed.
        let length = serde_json::to_vec(value).map_or(0, |json| json.len());
        let pad = " ".repeat(length.next_multiple_of(VALUE_STEP_BYTES) - length);
        Self { value: value.clone(), pad }
    }

    pub(super) fn into_value(self) -> SlotValue {
        self.value
    }
}

pub(super) type PaddedValues = BTreeMap<SlotName, PaddedValue>;

pub(super) fn pad_values<'a>(values: impl IntoIterator<Item = (&'a SlotName, &'a SlotValue)>) -> PaddedValues {
    values.into_iter().map(|(slot, value)| (slot.clone(), PaddedValue::new(value))).collect()
}

/// Where a conversation stands. No slot values.
#[derive(Serialize, Deserialize)]
pub(super) struct ConversationRecord {
    pub(super) bot: BotName,
    version: String,
    language: Language,
    /// Records of before languages could change have none.
    #[serde(default)]
    other_language: Option<Language>,
    turn: u64,
    seed: u64,
    frames: Vec<FrameRecord>,
    question: Option<Question>,
    /// 1 for yes and 0 for no: answers of equal length.
    consents: BTreeMap<PurposeName, u8>,
    misses: u32,
    pub(super) token_hash: Bytes<32>,
    channel: String,
    channel_id: String,
    notice: NoticeRecord,
    answered: Vec<AnsweredRecord>,
    consent_texts: BTreeMap<PurposeName, String>,
    pub(super) last_inbound: Timestamp,
    /// The conversation's slot records, by purpose.
    pub(super) slots: BTreeMap<PurposeName, Uuid>,
}

#[derive(Serialize, Deserialize)]
struct FrameRecord {
    flow: FlowName,
    step: StepId,
    attempts: u32,
    answered: BTreeSet<StepId>,
    skipped: BTreeSet<SlotName>,
    /// Absent in records that were written before several could be named at once.
    #[serde(default)]
    to_change: Vec<SlotName>,
    /// Absent in records that were written before flows could run flows.
    #[serde(default)]
    called: bool,
}

#[derive(Serialize, Deserialize)]
struct NoticeRecord {
    version: String,
    sha256: String,
    language: Language,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct AnsweredRecord {
    mac: Bytes<16>,
    turn: u64,
    replies: Vec<StoredReply>,
}

#[derive(Serialize, Deserialize)]
struct StoredReply {
    key: Option<MessageKey>,
    variant: u32,
    kind: ReplyKind,
    choices: Vec<ChoiceId>,
}

/// A conversation's slot values of one purpose: one entry per frame of the stack that has some.
#[derive(Serialize, Deserialize)]
pub(super) struct SlotsRecord {
    pub(super) conversation: Uuid,
    pub(super) frames: BTreeMap<usize, PaddedValues>,
    pub(super) updated: Timestamp,
}

/// A person's values of one purpose.
#[derive(Serialize, Deserialize)]
pub(super) struct ProfileRecord {
    pub(super) values: PaddedValues,
    pub(super) updated: Timestamp,
}

#[derive(Serialize, Deserialize)]
pub(super) struct EvidenceRecord {
    purpose: Option<PurposeName>,
    /// 1 for yes and 0 for no: answers of equal length.
    granted: u8,
    sha256: String,
    version: String,
    language: Language,
    channel: String,
    manner: String,
    pub(super) at: Timestamp,
}

/// One inbox item.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct InboxRecord {
    pub(super) bot: BotName,
    pub(super) language: Language,
    pub(super) first_week: String,
    pub(super) last_week: String,
    pub(super) count: u64,
    pub(super) text: String,
}

impl Stored for ConversationRecord {
    const TYPE: RecordType = RecordType::Conversation;
}

impl Stored for SlotsRecord {
    const TYPE: RecordType = RecordType::Slots;
}

impl Stored for ProfileRecord {
    const TYPE: RecordType = RecordType::Profile;
}

impl Stored for EvidenceRecord {
    const TYPE: RecordType = RecordType::Evidence;
}

impl Stored for InboxRecord {
    const TYPE: RecordType = RecordType::Inbox;
}

impl ConversationRecord {
    pub(super) fn new(conversation: &StoredConversation, slots: BTreeMap<PurposeName, Uuid>) -> Self {
        let state = &conversation.state;
        let frame = |frame: &Frame| FrameRecord {
            flow: frame.flow.clone(),
            step: frame.step.clone(),
            attempts: frame.attempts,
            answered: frame.answered.clone(),
            skipped: frame.skipped.clone(),
            to_change: frame.to_change.clone(),
            called: frame.called,
        };
        let answered = &conversation.answered;
        let answered = &answered[answered.len().saturating_sub(super::ANSWERED_KEPT)..];
        Self {
            bot: conversation.bot.clone(),
            version: conversation.version.clone(),
            language: state.language.clone(),
            other_language: state.other_language.clone(),
            turn: state.turn,
            seed: state.seed,
            frames: state.frames.iter().map(frame).collect(),
            question: state.question.clone(),
            consents: state.consents.iter().map(|(purpose, granted)| (purpose.clone(), u8::from(*granted))).collect(),
            misses: state.misses,
            token_hash: Bytes(conversation.token_hash),
            channel: conversation.address.channel.clone(),
            channel_id: conversation.address.id.clone(),
            notice: NoticeRecord::from(&conversation.notice),
            answered: answered.iter().map(AnsweredRecord::from).collect(),
            consent_texts: conversation.consent_texts.clone(),
            last_inbound: conversation.last_inbound,
            slots,
        }
    }

    /// The conversation without slot and profile values.
    pub(super) fn into_conversation(self, revision: super::Revision) -> StoredConversation {
        let frame = |frame: FrameRecord| Frame {
            flow: frame.flow,
            step: frame.step,
            slots: BTreeMap::new(),
            attempts: frame.attempts,
            answered: frame.answered,
            skipped: frame.skipped,
            to_change: frame.to_change,
            called: frame.called,
        };
        let state = DialogueState {
            language: self.language,
            other_language: self.other_language,
            turn: self.turn,
            seed: self.seed,
            frames: self.frames.into_iter().map(frame).collect(),
            question: self.question,
            profile: BTreeMap::new(),
            consents: self.consents.into_iter().map(|(purpose, granted)| (purpose, granted != 0)).collect(),
            misses: self.misses,
            stored: true,
            turn_use: TurnUse::default(),
        };
        StoredConversation {
            bot: self.bot,
            version: self.version,
            state,
            address: ChannelAddress { channel: self.channel, id: self.channel_id },
            token_hash: self.token_hash.0,
            notice: self.notice.into(),
            answered: self.answered.into_iter().map(AnsweredMessage::from).collect(),
            consent_texts: self.consent_texts,
            last_inbound: self.last_inbound,
            revision,
        }
    }
}

impl From<&NoticeAnswer> for NoticeRecord {
    fn from(answer: &NoticeAnswer) -> Self {
        let NoticeAnswer { version, sha256, language, at } = answer.clone();
        Self { version, sha256, language, at }
    }
}

impl From<NoticeRecord> for NoticeAnswer {
    fn from(record: NoticeRecord) -> Self {
        let NoticeRecord { version, sha256, language, at } = record;
        Self { version, sha256, language, at }
    }
}

impl From<&AnsweredMessage> for AnsweredRecord {
    fn from(message: &AnsweredMessage) -> Self {
        let reply = |reply: &ReplyRecord| {
            let ReplyRecord { key, variant, kind, choices } = reply.clone();
            StoredReply { key, variant, kind, choices }
        };
        Self { mac: Bytes(message.mac), turn: message.turn, replies: message.replies.iter().map(reply).collect() }
    }
}

impl From<AnsweredRecord> for AnsweredMessage {
    fn from(record: AnsweredRecord) -> Self {
        let reply = |StoredReply { key, variant, kind, choices }| ReplyRecord { key, variant, kind, choices };
        Self { mac: record.mac.0, turn: record.turn, replies: record.replies.into_iter().map(reply).collect() }
    }
}

impl From<&Evidence> for EvidenceRecord {
    fn from(evidence: &Evidence) -> Self {
        let Evidence { purpose, granted, sha256, version, language, channel, manner, at } = evidence.clone();
        Self { purpose, granted: u8::from(granted), sha256, version, language, channel, manner, at }
    }
}

impl From<EvidenceRecord> for Evidence {
    fn from(record: EvidenceRecord) -> Self {
        let EvidenceRecord { purpose, granted, sha256, version, language, channel, manner, at } = record;
        Self { purpose, granted: granted != 0, sha256, version, language, channel, manner, at }
    }
}

/// A stored shape for people to read: padded values become plain ones, other padding goes.
pub(super) fn without_padding(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            // Fields named `pad` hold text only where they are padding: a slot of that name holds an object.
            if fields.get("pad").is_some_and(Value::is_string) {
                fields.remove("pad");
                if fields.len() == 1
                    && let Some(value) = fields.remove("value")
                {
                    return value;
                }
            }
            fields.into_iter().map(|(name, value)| (name, without_padding(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_padding).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// Fixed bytes, as base64 in JSON.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Bytes<const N: usize>(pub(super) [u8; N]);

/// Not the base64 of the right number of bytes.
#[derive(Debug, thiserror::Error)]
#[error("not {expected} bytes in base64")]
pub(super) struct NotBytes {
    expected: usize,
}

impl<const N: usize> TryFrom<String> for Bytes<N> {
    type Error = NotBytes;
    fn try_from(text: String) -> Result<Self, NotBytes> {
        let bytes = STANDARD_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(NotBytes { expected: N })
    }
}

impl<const N: usize> From<Bytes<N>> for String {
    fn from(bytes: Bytes<N>) -> String {
        STANDARD_NO_PAD.encode(bytes.0)
    }
}
