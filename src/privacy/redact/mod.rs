//! Redaction: personal values in a text are replaced by their kind, such as `[EMAIL_ADDRESS]`.
//!
//! Detectors look at a folded copy (compatibility forms, full-width digits and invisible characters undone), and what
//! they find is cut out of the original. A text is looked at until nothing more is found, so redacting twice changes
//! nothing. Everything is linear in the length of the text. No promise for names and addresses of streets: names are
//! found only where the words say that a name follows.

mod codes;
mod contact;
mod fold;
mod network;
mod person;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use regex::Regex;
use serde::Serialize;

use fold::Folded;

/// What was cut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// A URL that carries a secret or a person.
    Url,
    /// An e-mail address.
    EmailAddress,
    /// A bank account (IBAN with right check digits).
    IbanCode,
    /// A payment card (Luhn).
    CreditCard,
    /// A hardware address.
    MacAddress,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A password or access key.
    Secret,
    /// A person's national number.
    NationalId,
    /// A phone number.
    PhoneNumber,
    /// A person's name.
    Person,
    /// A long run of digits of unknown meaning.
    Number,
}

impl Kind {
    /// All kinds.
    const ALL: [Self; 11] = [
        Self::Url,
        Self::EmailAddress,
        Self::IbanCode,
        Self::CreditCard,
        Self::MacAddress,
        Self::IpAddress,
        Self::Secret,
        Self::NationalId,
        Self::PhoneNumber,
        Self::Person,
        Self::Number,
    ];

    /// The name in JSON and between the brackets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Url => "URL",
            Self::EmailAddress => "EMAIL_ADDRESS",
            Self::IbanCode => "IBAN_CODE",
            Self::CreditCard => "CREDIT_CARD",
            Self::MacAddress => "MAC_ADDRESS",
            Self::IpAddress => "IP_ADDRESS",
            Self::Secret => "SECRET",
            Self::NationalId => "NATIONAL_ID",
            Self::PhoneNumber => "PHONE_NUMBER",
            Self::Person => "PERSON",
            Self::Number => "NUMBER",
        }
    }
}

/// A place that was cut out, in Unicode code points of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RedactedSpan {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What stood there.
    #[serde(rename = "type")]
    pub kind: Kind,
}

/// A text without the personal values that were found. Others may be left, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Redacted {
    /// The text with kinds in place of values.
    pub text: String,
    /// What was cut out of the original, by place.
    pub spans: Vec<RedactedSpan>,
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redacted([redacted], {} spans)", self.spans.len())
    }
}

/// One find of a detector: bytes of the folded copy.
struct Find {
    bytes: Range<usize>,
    kind: Kind,
}

impl Find {
    fn new(bytes: Range<usize>, kind: Kind) -> Self {
        Self { bytes, kind }
    }
}

/// A text may grow to twice its length and this many characters.
const GROWTH_ALLOWANCE: usize = 16;

/// How often a text is looked at; finds make further finds only in texts made for it.
const MAX_ROUNDS: usize = 8;

/// Replaces personal values by their kinds.
pub fn redact(text: &str) -> Redacted {
    let mut folded = Folded::new(text);
    let mut spans = Vec::new();
    for round in 0..=MAX_ROUNDS {
        let found = detect(&folded.text).into_iter().map(|find| Find::new(folded.widened(&find.bytes), find.kind));
        let mut finds = without_overlaps(found.collect());
        if finds.is_empty() {
            break;
        }
        if round == MAX_ROUNDS {
            // Nobody writes such a text by accident: nothing of it is worth keeping.
            let all = 0..folded.text.len();
            spans.clear();
            finds = vec![Find::new(all, Kind::Secret)];
        }
        spans.extend(
            finds.iter().filter_map(|find| {
                folded.span(&find.bytes).map(|place| RedactedSpan { start: place.start, end: place.end, kind: find.kind })
            }),
        );
        folded.cut(&finds.into_iter().map(|find| find.bytes).collect::<Vec<_>>());
    }
    spans.sort_by_key(|span| span.start);
    let mut out = replaced(text, &spans, false);
    // Very short values would let the text grow without bound: those get the shortest token.
    if out.chars().count() > 2 * text.chars().count() + GROWTH_ALLOWANCE {
        out = replaced(text, &spans, true);
    }
    Redacted { text: out, spans }
}

fn detect(text: &str) -> Vec<Find> {
    let mut finds = network::find(text);
    finds.extend(contact::find(text));
    finds.extend(codes::find(text));
    finds.extend(person::find(text));
    finds
}

/// Of overlapping finds the longest; of equal ones the more telling kind.
fn without_overlaps(mut finds: Vec<Find>) -> Vec<Find> {
    finds.sort_by_key(|find| (find.bytes.start, std::cmp::Reverse(find.bytes.end), find.kind));
    let mut kept: Vec<Find> = Vec::new();
    for find in finds {
        match kept.last_mut() {
            Some(last) if find.bytes.start < last.bytes.end => {
                if find.bytes.len() > last.bytes.len() {
                    *last = find;
                }
            }
            _ => kept.push(find),
        }
    }
    kept
}

fn replaced(text: &str, spans: &[RedactedSpan], short: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut spans = spans.iter().peekable();
    for (at, character) in text.chars().enumerate() {
        while spans.next_if(|span| span.end <= at).is_some() {}
        match spans.peek() {
            Some(span) if span.start == at => out.push_str(&token(span, short)),
            Some(span) if span.start < at => {}
            _ => out.push(character),
        }
    }
    out
}

fn token(span: &RedactedSpan, short: bool) -> String {
    let name = span.kind.as_str();
    let too_long = short && name.len() + 2 > 2 * (span.end - span.start);
    format!("[{}]", if too_long { Kind::Secret.as_str() } else { name })
}

/// Compiles a pattern that is part of the program.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and each one is compiled by a test")]
fn constant_pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Whether neither end of a find cuts a word.
fn stands_alone(text: &str, bytes: &Range<usize>) -> bool {
    let before = text.get(..bytes.start).and_then(|before| before.chars().next_back());
    let after = text.get(bytes.end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
