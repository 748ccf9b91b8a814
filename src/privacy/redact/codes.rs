//! Numbers with check digits (IBAN, payment cards), national numbers, and long runs of digits.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Find, Kind, constant_pattern};
use crate::domain::iban_at;

static IBAN_HEAD: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"[A-Za-z] ?[A-Za-z] ?\d ?\d"));
static DIGIT_GROUPS: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d(?:[ .\-/]{0,2}\d)*"));
static LONG_RUN: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d{6,}"));
static US_SOCIAL_SECURITY: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b\d{3}-\d{2}-\d{4}\b"));
static ITALIAN_TAX_CODE: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"));
static DATE_LIKE: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4}))(?:[ ]+\d{1,2})?$"));

/// The digits of a payment card (ISO/IEC 7812-1 allows up to 19).
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// From so many digits on, a row of digit groups is a number of somebody.
const GROUPED_DIGITS: usize = 9;

pub(super) fn find(text: &str) -> Vec<Find> {
    let mut finds = ibans(text);
    for groups in DIGIT_GROUPS.find_iter(text) {
        finds.extend(cards(groups.as_str(), groups.start()));
        finds.extend(grouped_number(text, groups.range()));
    }
    finds.extend(LONG_RUN.find_iter(text).map(|run| Find::new(run.range(), Kind::Number)));
    finds.extend(US_SOCIAL_SECURITY.find_iter(text).map(|at| Find::new(at.range(), Kind::NationalId)));
    finds.extend(ITALIAN_TAX_CODE.find_iter(text).map(|at| Find::new(at.range(), Kind::NationalId)));
    finds
}

/// All IBANs. Each possible head is tried, and at most 34 characters behind it are read: linear in the text.
fn ibans(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    let mut from = 0;
    while let Some(head) = IBAN_HEAD.find_at(text, from) {
        match iban_at(text, head.start()) {
            Some((bytes, _)) => {
                from = bytes.end;
                finds.push(Find::new(bytes, Kind::IbanCode));
            }
            None => from = head.start() + 1,
        }
    }
    finds
}

/// Card numbers in a row of digit groups: they begin and end with a group.
fn cards(groups: &str, offset: usize) -> Vec<Find> {
    let digits: Vec<(usize, u32)> = groups.char_indices().filter_map(|(at, c)| Some((at, c.to_digit(10)?))).collect();
    let begins =
        |index: usize| index == 0 || digits.get(index - 1).zip(digits.get(index)).is_some_and(|(left, right)| right.0 > left.0 + 1);
    let ends = |index: usize| index + 1 == digits.len() || begins(index + 1);
    let mut finds = Vec::new();
    let mut from = 0;
    while from < digits.len() {
        let longest = CARD_DIGITS.rev().find(|length| {
            let window = digits.get(from..from + length);
            begins(from) && ends(from + length - 1) && window.is_some_and(is_card)
        });
        match longest.and_then(|length| {
            digits.get(from)?.0.checked_add(0).zip(digits.get(from + length - 1)).map(|(start, last)| (length, start, last.0))
        }) {
            Some((length, start, last)) => {
                finds.push(Find::new(offset + start..offset + last + 1, Kind::CreditCard));
                from += length;
            }
            None => from += 1,
        }
    }
    finds
}

/// Issuers' first digits are 2 to 6 for banks and travel; the Luhn sum ends in 0 (ISO/IEC 7812-1 annex B).
fn is_card(digits: &[(usize, u32)]) -> bool {
    let issuer = digits.first().is_some_and(|(_, first)| (2..=6).contains(first));
    let varied = digits.iter().any(|(_, digit)| Some(*digit) != digits.first().map(|(_, first)| *first));
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, (_, digit))| match (place % 2 == 1, digit * 2) {
            (false, _) => *digit,
            (true, doubled) if doubled > 9 => doubled - 9,
            (true, doubled) => doubled,
        })
        .sum();
    issuer && varied && sum.is_multiple_of(10)
}

/// A row of short groups with many digits in all, that is no date.
fn grouped_number(text: &str, bytes: Range<usize>) -> Option<Find> {
    let written = text.get(bytes.clone())?;
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let separated = written.contains([' ', '-', '/']);
    (separated && digits >= GROUPED_DIGITS && !DATE_LIKE.is_match(written)).then(|| Find::new(bytes, Kind::Number))
}
