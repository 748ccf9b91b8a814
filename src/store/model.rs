//! What the store takes and gives: conversations, turns, profiles, receipts, inbox items.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::seal::Pseudonym;
use crate::domain::{
    BotName, ChannelAddress, ChoiceId, ConversationId, DialogueState, FlowName, Language, MessageKey, PurposeName, ReplyKind, SlotName,
    SlotValue,
};

/// How many answered messages a conversation remembers.
pub const ANSWERED_KEPT: usize = 50;

/// A person at the tenant, without saying who; the only way to a person's records.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectHandle(pub(super) Pseudonym);

impl SubjectHandle {
    /// The person of a pseudonym, for operators; none when the text is not 32 hexadecimal digits.
    pub fn from_pseudonym(text: &str) -> Option<Self> {
        Pseudonym::from_hex(text).map(Self)
    }

    /// The pseudonym, for operators: 32 hexadecimal digits. It is personal data; keep it away from channel ids.
    pub fn to_pseudonym(self) -> String {
        self.0.to_hex()
    }
}

impl fmt::Debug for SubjectHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectHandle([redacted])")
    }
}

/// Which state of a stored conversation somebody has seen; the default is "not stored yet".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Revision(pub(super) u64);

/// Everything about a conversation that is kept from turn to turn.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredConversation {
    /// The bot.
    pub bot: BotName,
    /// The hash of the bot version that the conversation stands in.
    pub version: String,
    /// Where it stands; slots and profile values only as far as they were stored.
    pub state: DialogueState,
    /// The person's channel address.
    pub address: ChannelAddress,
    /// The SHA-256 of the conversation's token.
    pub token_hash: [u8; 32],
    /// The answer to the notice that allows storing.
    pub notice: NoticeAnswer,
    /// Messages answered before, oldest first; the last [`ANSWERED_KEPT`] are kept.
    pub answered: Vec<AnsweredMessage>,
    /// Hex SHA-256 of the consent question that was last shown, by purpose.
    pub consent_texts: BTreeMap<PurposeName, String>,
    /// When the person last wrote.
    pub last_inbound: Timestamp,
    /// Which stored state this was read from.
    pub revision: Revision,
}

/// An accepted notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAnswer {
    /// The notice's version.
    pub version: String,
    /// The SHA-256 of its exact text, in hexadecimal digits.
    pub sha256: String,
    /// The language it was shown in.
    pub language: Language,
    /// When it was accepted.
    pub at: Timestamp,
}

/// A message that was answered: enough to answer a repeat as before, and no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredMessage {
    /// The keyed hash of the message id, from [`Store::message_mac`](super::Store::message_mac).
    pub mac: [u8; 16],
    /// The turn that answered it.
    pub turn: u64,
    /// What was said.
    pub replies: Vec<ReplyRecord>,
}

/// A reply by its key, to be rendered again from slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyRecord {
    /// The message's key; none for the notice.
    pub key: Option<MessageKey>,
    /// Which variant, counted from 0.
    pub variant: u32,
    /// What kind of reply it was.
    pub kind: ReplyKind,
    /// The buttons, by id.
    pub choices: Vec<ChoiceId>,
}

/// What is kept of one turn, written in one sealed transaction.
#[derive(Debug, Clone)]
pub struct TurnCommit {
    /// The person.
    pub subject: SubjectHandle,
    /// The conversation.
    pub id: ConversationId,
    /// Its state after the turn.
    pub conversation: StoredConversation,
    /// The slots that may be stored, with their purposes. A slot that is not named here is volatile and never written.
    pub purposes: BTreeMap<(FlowName, SlotName), PurposeName>,
    /// Answers to notices and consent steps in this turn.
    pub evidence: Vec<Evidence>,
    /// When the turn happened.
    pub now: Timestamp,
}

/// An answer to a notice or a consent step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The purpose asked for; none for the notice.
    pub purpose: Option<PurposeName>,
    /// Whether the person agreed.
    pub granted: bool,
    /// The SHA-256 of the exact text shown, in hexadecimal digits.
    pub sha256: String,
    /// The version of notice or policy.
    pub version: String,
    /// The language of the text.
    pub language: Language,
    /// The channel it was asked on.
    pub channel: String,
    /// How the person answered, such as `button` or `text`.
    pub manner: String,
    /// When.
    pub at: Timestamp,
}

/// What a bot knows of a person who was here before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// Values of finished flows, by purpose.
    pub values: BTreeMap<PurposeName, BTreeMap<SlotName, SlotValue>>,
    /// The last answer to each consent step.
    pub consents: BTreeMap<PurposeName, bool>,
    /// The last answer to a notice.
    pub notice: Option<Evidence>,
}

/// Proof that a person's data was erased; the same for a repeated erasure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    /// A random id.
    pub receipt: Uuid,
    /// The bot, or none when the person was erased at all bots of the tenant.
    pub bot: Option<BotName>,
    /// The day, UTC.
    pub erased_on: Date,
    /// How many keys were destroyed.
    pub keys: u64,
    /// How many records were deleted.
    pub records: u64,
    /// HMAC-SHA-256 over the fields above under a key of the tenant, in hexadecimal digits.
    pub mac: String,
}

/// An unanswered message, redacted and linked to nobody.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct InboxItem {
    /// The bot.
    pub bot: BotName,
    /// The language it was read in.
    pub language: Language,
    /// The ISO week of the first sighting, such as `2026-W48`.
    pub first_week: String,
    /// The ISO week of the last sighting.
    pub last_week: String,
    /// How often it was seen.
    pub count: u64,
    /// The redacted text.
    pub text: String,
}

impl fmt::Debug for InboxItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxItem").field("bot", &self.bot).field("count", &self.count).finish_non_exhaustive()
    }
}
