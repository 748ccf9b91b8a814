//! Labels: what sealed bytes are bound to. Length-prefixed lists, so that no two labels have the same bytes.

use uuid::Uuid;

use super::Pseudonym;
use super::keys::KeyId;

/// The cipher suite: 1 is AES-256-GCM with a random 96-bit nonce.
pub(super) const SUITE: u8 = 1;

/// A length-prefixed list: each part is its length (32 bits, big-endian) and its bytes; numbers are big-endian.
#[derive(Default)]
pub(super) struct Parts(Vec<u8>);

impl Parts {
    pub(super) fn new(label: &str) -> Self {
        Self::default().bytes(label.as_bytes())
    }

    pub(super) fn bytes(mut self, part: &[u8]) -> Self {
        // Parts are names, ids and channel ids, all far below 4 GiB; saturating keeps the function total.
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
        self
    }

    pub(super) fn text(self, part: &str) -> Self {
        self.bytes(part.as_bytes())
    }

    pub(super) fn number(self, part: u32) -> Self {
        self.bytes(&part.to_be_bytes())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// What kind of thing a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum RecordType {
    /// Where a conversation stands, without slot values.
    Conversation,
    /// A conversation's slot values of one purpose.
    Slots,
    /// A person's values of one purpose, from finished flows.
    Profile,
    /// An answer to a notice or a consent step.
    Evidence,
    /// An unanswered message, redacted and linked to nobody.
    Inbox,
    /// Inbox items that wait to be shuffled.
    InboxBuffer,
}

impl RecordType {
    pub(in crate::store) const ALL: [Self; 6] =
        [Self::Conversation, Self::Slots, Self::Profile, Self::Evidence, Self::Inbox, Self::InboxBuffer];

    /// The name in labels, dumps and exports.
    pub(in crate::store) fn as_str(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Slots => "slots",
            Self::Profile => "profile",
            Self::Evidence => "evidence",
            Self::Inbox => "inbox",
            Self::InboxBuffer => "inbox_buffer",
        }
    }

    /// The code in the clear column.
    pub(in crate::store) fn code(self) -> u32 {
        match self {
            Self::Conversation => 1,
            Self::Slots => 2,
            Self::Profile => 3,
            Self::Evidence => 4,
            Self::Inbox => 5,
            Self::InboxBuffer => 6,
        }
    }

    pub(in crate::store) fn from_code(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a record is bound to: a moved, swapped, relabelled or field-shifted record does not open.
pub(in crate::store) struct RecordLabel<'a> {
    pub(in crate::store) tenant: &'a str,
    /// None for records without a subject.
    pub(in crate::store) pseudonym: Option<&'a Pseudonym>,
    /// `bot/purpose`; empty for records without a subject.
    pub(in crate::store) purpose: &'a str,
    pub(in crate::store) record_type: RecordType,
    pub(in crate::store) record_id: Uuid,
    pub(in crate::store) record_version: u64,
    pub(in crate::store) schema_version: u32,
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) generation: u32,
}

impl RecordLabel<'_> {
    /// The additional authenticated data.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        Parts::new("sottovoce.rec.v1")
            .bytes(&[SUITE])
            .text(self.tenant)
            .bytes(self.pseudonym.map_or(&[], |pseudonym| pseudonym.as_bytes()))
            .text(self.purpose)
            .text(self.record_type.as_str())
            .bytes(self.record_id.as_bytes())
            .bytes(&self.record_version.to_be_bytes())
            .number(self.schema_version)
            .bytes(self.key_id.as_bytes())
            .number(self.generation)
            .into_bytes()
    }
}
