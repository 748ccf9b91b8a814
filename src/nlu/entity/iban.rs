//! Numbers of bank accounts, with right check digits; kept in capitals, without spaces.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{SlotValue, Strength, iban_at};

use super::Found;
use super::text::{Text, constant_pattern};

static HEAD: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"[A-Za-z]{2} ?\d ?\d"));

/// All IBANs. Each possible head is tried, and at most 34 characters behind it are read: linear in the text.
pub(super) fn find(text: &Text<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(head) = HEAD.find_at(text.original, from) {
        match iban_at(text.original, head.start()) {
            Some((bytes, code)) => {
                from = bytes.end;
                found.push(Found { bytes, value: SlotValue::Text(code), strength: Strength::Clear });
            }
            None => from = head.start() + 1,
        }
    }
    found
}
