//! Numbers with check digits (IBAN, payment cards), national numbers, and long runs of digits.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Find, Kind, constant_pattern};

static IBAN_HEAD: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"[A-Za-z] ?[A-Za-z] ?\d ?\d"));
static DIGIT_GROUPS: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d(?:[ .\-/]{0,2}\d)*"));
static LONG_RUN: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d{6,}"));
static US_SOCIAL_SECURITY: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b\d{3}-\d{2}-\d{4}\b"));
static ITALIAN_TAX_CODE: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"));
static DATE_LIKE: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4}))(?:[ ]+\d{1,2})?$"));

/// Lengths of IBANs by country (SWIFT IBAN registry, release 99).
const IBAN_LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 \
FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 \
ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 \
TN24 TR26 UA29 VA22 VG24 XK20 YE30";

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
            Some(bytes) => {
                from = bytes.end;
                finds.push(Find::new(bytes, Kind::IbanCode));
            }
            None => from = head.start() + 1,
        }
    }
    finds
}

fn iban_at(text: &str, start: usize) -> Option<Range<usize>> {
    if text.get(..start)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let rest = text.get(start..)?;
    let country: String = rest.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>().to_ascii_uppercase();
    let entry = IBAN_LENGTHS.split_ascii_whitespace().find(|entry| entry.starts_with(&country))?;
    let length: usize = entry.get(2..)?.parse().ok()?;
    let mut code = String::with_capacity(length);
    let mut gap = 0;
    for (at, character) in rest.char_indices() {
        if character.is_ascii_alphanumeric() {
            gap = 0;
            code.push(character.to_ascii_uppercase());
            if code.len() == length {
                let end = start + at + 1;
                let cut = text.get(end..)?.starts_with(char::is_alphanumeric);
                return (!cut && has_iban_check_digits(&code)).then_some(start..end);
            }
        } else if matches!(character, ' ' | '-' | '.') && gap < 2 {
            gap += 1;
        } else {
            return None;
        }
    }
    None
}

/// ISO 13616: the first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1.
fn has_iban_check_digits(code: &str) -> bool {
    let (head, tail) = code.split_at_checked(4).unwrap_or((code, ""));
    let remainder = tail.chars().chain(head.chars()).try_fold(0_u32, |remainder, character| {
        let value = character.to_digit(36)?;
        Some(if value < 10 { remainder * 10 + value } else { remainder * 100 + value } % 97)
    });
    remainder == Some(1)
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
