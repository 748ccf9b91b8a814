//! Phone numbers, as E.164: `+39 333 123 4567`, `0039 …`, and national ones in the country of the bot.
//!
//! An own reader: the crate `phonenumber` would bring some twenty others, among them a cache of expressions and a map that nobody
//! keeps up, and Google's whole metadata, for a check that a call alone can really make. Here stands how long numbers of a country
//! are and what they begin with. Lengths are those of the national numbering plans as ITU-T lists them (E.164, national plans).

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, constant_pattern};

/// Digits with spaces and marks between them, with or without the sign of an international number.
static WRITTEN: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"(?:\+ ?|\(\+)?\(?\d(?:[ \u{a0}\u{202f}]?[().\-/–]{0,2}[ \u{a0}\u{202f}]?\d){4,16}"));

/// How numbers of a country are written.
struct Plan {
    /// ISO 3166-1.
    country: &'static str,
    code: &'static str,
    /// What is dialled before a national number inside the country, and dropped from abroad.
    trunk: &'static str,
    /// How many digits a number has without it.
    lengths: (usize, usize),
    /// What it begins with.
    begins: &'static str,
}

const fn plan(country: &'static str, code: &'static str, trunk: &'static str, lengths: (usize, usize), begins: &'static str) -> Plan {
    Plan { country, code, trunk, lengths, begins }
}

const ANY: &str = "123456789";

/// Italian landline numbers keep their 0.
static PLANS: [Plan; 44] = [
    plan("IT", "39", "", (6, 11), "038"),
    plan("VA", "39", "", (6, 11), "038"),
    plan("SM", "378", "", (6, 10), "05679"),
    plan("GB", "44", "0", (9, 10), ANY),
    plan("IE", "353", "0", (7, 9), ANY),
    plan("FR", "33", "0", (9, 9), ANY),
    plan("DE", "49", "0", (6, 11), ANY),
    plan("AT", "43", "0", (6, 12), ANY),
    plan("CH", "41", "0", (9, 9), ANY),
    plan("LI", "423", "", (7, 9), ANY),
    plan("ES", "34", "", (9, 9), "6789"),
    plan("PT", "351", "", (9, 9), "2379"),
    plan("NL", "31", "0", (9, 9), ANY),
    plan("BE", "32", "0", (8, 9), ANY),
    plan("LU", "352", "", (6, 9), ANY),
    plan("DK", "45", "", (8, 8), ANY),
    plan("SE", "46", "0", (7, 9), ANY),
    plan("NO", "47", "", (8, 8), ANY),
    plan("FI", "358", "0", (6, 11), ANY),
    plan("IS", "354", "", (7, 7), ANY),
    plan("PL", "48", "", (9, 9), ANY),
    plan("CZ", "420", "", (9, 9), ANY),
    plan("SK", "421", "0", (9, 9), ANY),
    plan("HU", "36", "06", (8, 9), ANY),
    plan("RO", "40", "0", (9, 9), ANY),
    plan("BG", "359", "0", (7, 9), ANY),
    plan("GR", "30", "", (10, 10), "26"),
    plan("HR", "385", "0", (8, 9), ANY),
    plan("SI", "386", "0", (8, 8), ANY),
    plan("EE", "372", "", (7, 8), ANY),
    plan("LV", "371", "", (8, 8), ANY),
    plan("LT", "370", "0", (8, 8), ANY),
    plan("MT", "356", "", (8, 8), ANY),
    plan("CY", "357", "", (8, 8), ANY),
    plan("UA", "380", "0", (9, 9), ANY),
    plan("TR", "90", "0", (10, 10), ANY),
    plan("US", "1", "1", (10, 10), "23456789"),
    plan("CA", "1", "1", (10, 10), "23456789"),
    plan("AU", "61", "0", (9, 9), ANY),
    plan("NZ", "64", "0", (8, 10), ANY),
    plan("IN", "91", "0", (10, 10), ANY),
    plan("BR", "55", "0", (10, 11), ANY),
    plan("ZA", "27", "0", (9, 9), ANY),
    plan("JP", "81", "0", (9, 10), ANY),
];

/// The digits of an international number of a country that is not listed (E.164 §6.2: at most fifteen).
const INTERNATIONAL: (usize, usize) = (8, 15);

/// How many words may stand between "my phone is" and the number.
const WORDS_BETWEEN: usize = 4;

/// All phone numbers in an utterance: with a `+` clear by themselves, national ones by the words before them, else only as an answer.
pub(super) fn find(text: &Text<'_>, country: Option<&str>, cues: &[&str], taken: &[Found]) -> Vec<Found> {
    let mut found: Vec<Found> =
        WRITTEN.find_iter(text.original).filter_map(|written| read(text, written.start(), written.end(), country, cues)).collect();
    found.retain(|phone| !taken.iter().any(|taken| taken.overlaps(phone)));
    found
}

/// The longest number that begins here and ends where a group of digits ends.
fn read(text: &Text<'_>, start: usize, end: usize, country: Option<&str>, cues: &[&str]) -> Option<Found> {
    let original = text.original;
    let cut = |c: char| c.is_alphanumeric() || matches!(c, '@' | '_' | '#' | '€' | '$' | '£' | '.' | ',' | '-' | '/' | '+');
    if original.get(..start)?.ends_with(cut) {
        return None;
    }
    let written = original.get(start..end)?;
    // "0.123456789" is a decimal.
    if written.starts_with("0.") && written.matches(|c: char| !c.is_ascii_digit()).count() == 1 {
        return None;
    }
    let groups = written
        .char_indices()
        .filter(|(at, c)| !c.is_ascii_digit() && written.get(..*at).is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit())));
    let mut ends: Vec<usize> = groups.map(|(at, _)| at).chain([written.len()]).collect();
    ends.reverse();
    ends.into_iter().find_map(|length| {
        let part = written.get(..length)?;
        let rest = original.get(start + length..)?;
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '%' | '€' | '$' | '£' | '_' | ':'));
        let (number, international) = e164(part, country).filter(|_| !goes_on)?;
        let bytes = start..start + length;
        let clear = international || is_cued(text, start, cues);
        Some(Found { bytes, value: SlotValue::Text(number), strength: if clear { Strength::Clear } else { Strength::IfAsked } })
    })
}

/// A number as E.164, and whether it was written with the code of its country.
fn e164(written: &str, country: Option<&str>) -> Option<(String, bool)> {
    // "+44 (0)20 …": the trunk's digit is for callers inside the country.
    let without_trunk = written.replace("(0)", "");
    let international = written.trim_start_matches('(').starts_with('+') || written.starts_with("00");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if international {
        let digits = digits(&without_trunk);
        let digits = if written.starts_with("00") { digits.strip_prefix("00")? } else { &digits };
        return abroad(digits).map(|number| (number, true));
    }
    let country = country?;
    let plan = PLANS.iter().find(|plan| plan.country == country)?;
    let digits = digits(written);
    let national = if plan.trunk.is_empty() || plan.trunk == "1" {
        digits.strip_prefix("1").filter(|rest| plan.trunk == "1" && rest.len() == plan.lengths.0).unwrap_or(&digits)
    } else {
        digits.strip_prefix(plan.trunk)?
    };
    plan.fits(national).then(|| (format!("+{}{national}", plan.code), false))
}

fn abroad(digits: &str) -> Option<String> {
    let listed = PLANS.iter().filter(|plan| digits.starts_with(plan.code)).max_by_key(|plan| plan.code.len());
    let Some(plan) = listed else {
        let plausible = (INTERNATIONAL.0..=INTERNATIONAL.1).contains(&digits.len()) && !digits.starts_with('0');
        return plausible.then(|| format!("+{digits}"));
    };
    let national = digits.strip_prefix(plan.code)?;
    let national = if plan.fits(national) { national } else { national.strip_prefix(plan.trunk).filter(|_| !plan.trunk.is_empty())? };
    plan.fits(national).then(|| format!("+{}{national}", plan.code))
}

impl Plan {
    fn fits(&self, national: &str) -> bool {
        let length = (self.lengths.0..=self.lengths.1).contains(&national.len());
        // Italian mobile numbers have nine or ten digits.
        let mobile = self.code != "39" || !national.starts_with('3') || matches!(national.len(), 9 | 10);
        length && mobile && national.starts_with(|c| self.begins.contains(c))
    }
}

/// Whether words such as "my phone is" stand before the number.
fn is_cued(text: &Text<'_>, start: usize, cues: &[&str]) -> bool {
    let first = text.words.partition_point(|word| word.range.end <= start);
    (first.saturating_sub(WORDS_BETWEEN + 1)..first).any(|at| cues.iter().any(|cue| text.phrase(at, cue).is_some_and(|next| next <= first)))
}
