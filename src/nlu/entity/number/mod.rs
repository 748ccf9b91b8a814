//! Numbers: digits with separators, and number words.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, constant_pattern};

pub(super) use de::NUMERALS as GERMAN;
pub(super) use de::word as german_word;
pub(super) use en::NUMERALS as ENGLISH;
pub(super) use es::NUMERALS as SPANISH;
pub(super) use es::below_hundred as spanish_below_hundred;
pub(super) use fr::NUMERALS as FRENCH;
pub(super) use fr::below_hundred as french_below_hundred;
pub(super) use it::NUMERALS as ITALIAN;
pub(super) use it::word as italian_word;

/// The numbers of one language.
pub(super) struct Numerals {
    /// Whether decimals stand behind a comma, and points group.
    decimal_comma: bool,
    /// Ways to answer that there is nothing to count; folded.
    none: &'static [&'static str],
    /// Numbers that are mostly something else where they stand alone ("I have one", "the one").
    pronouns: &'static [&'static str],
    /// Nouns that make such a word a number all the same.
    counted: &'static [&'static str],
    /// The number that is spelled in words from an index on, and the index past it.
    pub(super) spelled: fn(&Text<'_>, usize) -> Option<(f64, usize)>,
}

/// A whole word of digits: sign, currency, digits with separators, and a unit that changes nothing or (`k`) the size.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"^(?:[€$£]|(?:EUR|USD|GBP))?([+−-]?)[€$£]?(\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+|\d[\d.,'’]*)(k?)(?:[%€$£]|°|kg|km|cm|mm|m|h|hrs?|yrs?|yo|eur|usd|gbp)?$",
    )
});

/// Digits grouped by spaces: `1 200 000`.
static GROUPED: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+"));

/// All numbers in an utterance, but for those inside `taken` readings (dates, e-mail addresses, codes).
pub(super) fn find(text: &Text<'_>, numerals: Option<&Numerals>, taken: &[Found]) -> Vec<Found> {
    let decimal_comma = has_decimal_comma(numerals);
    let mut found: Vec<Found> = chunks(text.original).filter_map(|bytes| digits(text.original, bytes, decimal_comma)).collect();
    found.extend(numerals.map(|numerals| words(text, numerals)).unwrap_or_default());
    for found in &mut found {
        scale(text, found);
        negate(text, found);
    }
    found.retain(|candidate| !taken.iter().any(|taken| taken.overlaps(candidate)));
    found
}

/// Words that multiply the digits before them, in all languages.
pub(super) fn scale_of(word: &str) -> Option<f64> {
    match word {
        "thousand" | "mila" | "tausend" | "mil" | "mille" => Some(1e3),
        "million" | "millions" | "milione" | "milioni" | "millionen" | "millon" | "millones" => Some(1e6),
        "billion" | "billions" | "miliardo" | "miliardi" | "milliarden" | "milliarde" | "milliard" | "milliards" => Some(1e9),
        _ => None,
    }
}

/// "3 million": digits and a word.
fn scale(text: &Text<'_>, found: &mut Found) {
    let past = text.words.partition_point(|word| word.range.start < found.bytes.end);
    let in_digits = text.original.get(found.bytes.clone()).is_some_and(|written| written.ends_with(|c: char| c.is_ascii_digit()));
    let near = past.checked_sub(1).is_some_and(|last| text.gap(last) == " ");
    if let (SlotValue::Number(number), Some(factor), true) = (&found.value, scale_of(text.folded(past)), in_digits && near) {
        found.value = SlotValue::Number(number * factor);
        found.bytes.end = text.bytes(past..past + 1).end;
    }
}

/// "Minus 5".
fn negate(text: &Text<'_>, found: &mut Found) {
    let first = text.words.partition_point(|word| word.range.end <= found.bytes.start);
    let minus = first.checked_sub(1).filter(|before| text.folded(*before) == "minus" && text.gap(*before) == " ");
    if let (SlotValue::Number(number), Some(minus)) = (&found.value, minus) {
        found.value = SlotValue::Number(-number);
        found.bytes.start = text.bytes(minus..first).start;
    }
}

/// How decimals are written; most of the world has a comma.
pub(super) fn has_decimal_comma(numerals: Option<&Numerals>) -> bool {
    numerals.is_none_or(|numerals| numerals.decimal_comma)
}

/// The parts between spaces, without the punctuation around them; groups of digits stay together.
fn chunks(original: &str) -> impl Iterator<Item = Range<usize>> {
    let grouped = GROUPED.find_iter(original).map(|group| widen(original, group.range()));
    let mut from = 0;
    let split = original.split_inclusive(char::is_whitespace).map(move |chunk| {
        let start = from;
        from += chunk.len();
        start..start + chunk.trim_end().len()
    });
    grouped.chain(split).filter_map(|range| trimmed(original, range))
}

fn widen(original: &str, range: Range<usize>) -> Range<usize> {
    let before = original.get(..range.start).unwrap_or_default();
    let after = original.get(range.end..).unwrap_or_default();
    let start = before
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let end = after.find(char::is_whitespace).map_or(original.len(), |at| range.end + at);
    start..end
}

fn trimmed(original: &str, range: Range<usize>) -> Option<Range<usize>> {
    let chunk = original.get(range.clone())?;
    let from_start = chunk.trim_start_matches(['(', '[', '"', '\'', '“', '~', '#', '=']);
    let kept = from_start.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '”']);
    let start = range.start + chunk.len() - from_start.len();
    (!kept.is_empty()).then_some(start..start + kept.len())
}

fn digits(original: &str, bytes: Range<usize>, decimal_comma: bool) -> Option<Found> {
    let lower = original.get(bytes.clone())?.to_lowercase();
    let captures = DIGITS.captures(&lower)?;
    let mut number = value(captures.get(2)?.as_str(), decimal_comma)?;
    if captures.get(3).is_some_and(|thousands| !thousands.is_empty()) {
        number *= 1000.0;
    }
    if captures.get(1).is_some_and(|sign| matches!(sign.as_str(), "-" | "−")) {
        number = -number;
    }
    Some(Found { bytes, value: SlotValue::Number(number), strength: Strength::Clear })
}

/// Digits with separators. A separator that stands more than once, or before exactly three digits where the language
/// groups with it, groups; else it is the decimal mark.
pub(super) fn value(written: &str, decimal_comma: bool) -> Option<f64> {
    let (decimal, group) = if decimal_comma { (',', '.') } else { ('.', ',') };
    // An apostrophe only groups: `1'200`; `5'10` is a height.
    let apostrophe = |c: char| matches!(c, '\'' | '’');
    if written.contains(apostrophe)
        && written.split(apostrophe).skip(1).any(|group| group.chars().take_while(char::is_ascii_digit).count() != 3)
    {
        return None;
    }
    let compact: String = written.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let groups_with = |mark: char| {
        let mut parts = compact.split(mark);
        let head = parts.next().unwrap_or_default();
        let tail: Vec<&str> = parts.collect();
        (1..=3).contains(&head.len())
            && !tail.is_empty()
            && tail.iter().all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let whole_part = compact.split(decimal).next().unwrap_or_default();
    let plain = if compact.matches(decimal).count() > 1 {
        if !groups_with(decimal) {
            return None;
        }
        compact.replace(decimal, "")
    } else if !compact.contains(group) {
        compact.replace(decimal, ".")
    } else if groups_with(group) || grouped_before(whole_part, group) {
        compact.replace(group, "").replace(decimal, ".")
    } else if compact.contains(decimal) || compact.matches(group).count() > 1 {
        return None;
    } else {
        compact.replace(group, ".")
    };
    plain.parse().ok()
}

fn grouped_before(whole: &str, group: char) -> bool {
    let mut parts = whole.split(group);
    let head = parts.next().unwrap_or_default();
    (1..=3).contains(&head.len()) && parts.all(|part| part.len() == 3)
}

/// Numbers in words, each the longest run of number words.
fn words(text: &Text<'_>, numerals: &Numerals) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    // "None", as an answer.
    if let Some(next) = numerals.none.iter().filter_map(|phrase| text.phrase(0, phrase)).max() {
        found.push(Found { bytes: text.bytes(0..next), value: SlotValue::Number(0.0), strength: Strength::IfAsked });
        at = next;
    }
    while at < text.words.len() {
        let Some((number, next)) = (numerals.spelled)(text, at) else {
            at += 1;
            continue;
        };
        let is_pronoun = next == at + 1 && numerals.pronouns.contains(&text.folded(at)) && !numerals.counted.contains(&text.folded(next));
        let strength = if is_pronoun { Strength::IfAsked } else { Strength::Clear };
        found.push(Found { bytes: text.bytes(at..next), value: SlotValue::Number(number), strength });
        at = next;
    }
    found
}
