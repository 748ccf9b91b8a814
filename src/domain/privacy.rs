//! Words of data protection: purposes, legal bases, retention, channel addresses.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::names::{Language, PurposeName};

/// A conversation: a random (v4) id, which is also the record id of its metadata record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(pub Uuid);

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a channel calls a person; personal data, never stored in clear.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ChannelAddress {
    /// The channel, such as `web`, `api`, `terminal`.
    pub channel: String,
    /// The channel's id of the person.
    pub id: String,
}

impl fmt::Debug for ChannelAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelAddress({}, [redacted])", self.channel)
    }
}

/// The legal basis of a purpose (GDPR Art. 6(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Consent, Art. 6(1)(a).
    Consent,
    /// Performance of a contract, Art. 6(1)(b).
    Contract,
    /// A legal obligation, Art. 6(1)(c).
    LegalObligation,
    /// Vital interests, Art. 6(1)(d).
    VitalInterests,
    /// A task in the public interest, Art. 6(1)(e).
    PublicTask,
    /// Legitimate interests, Art. 6(1)(f).
    LegitimateInterests,
}

impl Basis {
    /// Every basis, in the order of Art. 6(1).
    pub const ALL: [Self; 6] =
        [Self::Consent, Self::Contract, Self::LegalObligation, Self::VitalInterests, Self::PublicTask, Self::LegitimateInterests];

    /// The name that authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalObligation => "legal_obligation",
            Self::VitalInterests => "vital_interests",
            Self::PublicTask => "public_task",
            Self::LegitimateInterests => "legitimate_interests",
        }
    }
}

/// How long something is kept, counted from the last interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// Whole days.
    Days(u16),
    /// Calendar months in UTC, the day clamped to the month's end.
    Months(u16),
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Days(count) => (count, "day"),
            Self::Months(count) => (count, "month"),
        };
        write!(f, "{count} {unit}{}", if *count == 1 { "" } else { "s" })
    }
}

/// A declared reason to keep a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// Its name in the bot.
    pub name: PurposeName,
    /// Its legal basis.
    pub basis: Basis,
    /// How long values are kept.
    pub keep: Retention,
    /// What the person is told it is for, in each language of the bot.
    pub why: BTreeMap<Language, String>,
}

/// The built-in purpose of conversation records.
pub const METADATA: &str = "metadata";

/// The built-in purpose of evidence of consent.
pub const EVIDENCE: &str = "evidence";

/// Purpose names that the store uses, or will use, itself: `check` refuses them, and so does the store.
pub const RESERVED_PURPOSES: [&str; 4] = [METADATA, "history", "dsr", EVIDENCE];
