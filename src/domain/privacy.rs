//! Words of data protection: purposes, legal bases, retention, channel addresses.

use std::collections::BTreeMap;
use std::fmt;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
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

impl Retention {
    /// When something is due that was last touched at this instant: it may go then, and not before. None where the
    /// calendar ends first.
    pub fn after(self, instant: Timestamp) -> Option<Timestamp> {
        let span = match self {
            Self::Days(days) => Span::new().try_days(days),
            Self::Months(months) => Span::new().try_months(months),
        };
        // In UTC no day is longer than another; adding months clamps the day to the month's end.
        Some(instant.to_zoned(TimeZone::UTC).checked_add(span.ok()?).ok()?.timestamp())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_calendar_months_in_utc_with_the_day_clamped_to_the_months_end() {
        let cases = [
            ("2024-02-29T23:59:59Z", Retention::Months(24), "2026-02-28T23:59:59Z"),
            ("2026-02-28T12:00:00Z", Retention::Months(24), "2028-02-28T12:00:00Z"),
            ("2026-01-31T00:00:00Z", Retention::Months(1), "2026-02-28T00:00:00Z"),
            ("2027-12-31T10:00:00Z", Retention::Months(2), "2028-02-29T10:00:00Z"),
            ("2026-08-31T10:00:00Z", Retention::Months(6), "2027-02-28T10:00:00Z"),
            // The year 2100 has no 29 February.
            ("2096-02-29T08:00:00Z", Retention::Months(48), "2100-02-28T08:00:00Z"),
            ("2098-02-28T08:00:00Z", Retention::Months(24), "2100-02-28T08:00:00Z"),
            // The nights in which Europe's clocks change: nothing, in UTC.
            ("2026-03-28T01:30:00Z", Retention::Days(1), "2026-03-29T01:30:00Z"),
            ("2025-10-26T00:30:00Z", Retention::Months(12), "2026-10-26T00:30:00Z"),
            ("2026-11-23T12:00:00.123456789Z", Retention::Days(30), "2026-12-23T12:00:00.123456789Z"),
        ];
        for (touched, term, due) in cases {
            assert_eq!(term.after(touched.parse().unwrap()), Some(due.parse().unwrap()), "{touched} and {term}");
        }
        assert_eq!(Retention::Months(u16::MAX).after("9999-01-01T00:00:00Z".parse().unwrap()), None);
    }
}
