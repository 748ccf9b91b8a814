//! Numbers: digits with separators, and English number words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{Language, SlotValue, Strength};

use super::Found;
use super::text::{Text, constant_pattern};

/// A whole word of digits: sign, currency, digits with separators, and a unit that changes nothing or (`k`) the size.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"^(?:[€$£]|(?:EUR|USD|GBP))?([+−-]?)[€$£]?(\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+|\d[\d.,'’]*)(k?)(?:[%€$£]|°|kg|km|cm|mm|m|h|hrs?|yrs?|yo|eur|usd|gbp)?$",
    )
});

/// Digits grouped by spaces: `1 200 000`.
static GROUPED: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+"));

/// All numbers in an utterance, but for those inside `taken` readings (dates, e-mail addresses, codes).
pub(super) fn find(text: &Text<'_>, language: &Language, taken: &[Found]) -> Vec<Found> {
    let comma_decimals = language.as_str() != "en";
    let mut found: Vec<Found> = chunks(text.original).filter_map(|bytes| digits(text.original, bytes, comma_decimals)).collect();
    if language.as_str() == "en" {
        found.extend(words(text));
    }
    found.retain(|candidate| !taken.iter().any(|taken| taken.overlaps(candidate)));
    found
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

fn digits(original: &str, bytes: Range<usize>, comma_decimals: bool) -> Option<Found> {
    let lower = original.get(bytes.clone())?.to_lowercase();
    let captures = DIGITS.captures(&lower)?;
    let mut number = value(captures.get(2)?.as_str(), comma_decimals)?;
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
fn value(written: &str, comma_decimals: bool) -> Option<f64> {
    let (decimal, group) = if comma_decimals { (',', '.') } else { ('.', ',') };
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

/// Ways to answer that there is nothing to count.
const NONE: &[&str] = &["none", "none at all", "no experience", "nil", "not any", "i have none", "i have no experience", "no years"];

/// Numbers in words, each the longest run of number words.
fn words(text: &Text<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    // "None", as an answer.
    if let Some(next) = NONE.iter().filter_map(|phrase| text.phrase(0, phrase)).max() {
        found.push(Found { bytes: text.bytes(0..next), value: SlotValue::Number(0.0), strength: Strength::IfAsked });
        at = next;
    }
    while at < text.words.len() {
        let Some((number, next)) = spelled(text, at) else {
            at += 1;
            continue;
        };
        // A lone "one" is mostly a pronoun ("I have one", "the one").
        let strength = if next == at + 1 && text.folded(at) == "one" { Strength::IfAsked } else { Strength::Clear };
        found.push(Found { bytes: text.bytes(at..next), value: SlotValue::Number(number), strength });
        at = next;
    }
    found
}

/// The number that is spelled in words from an index on, and the index past it.
pub(super) fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    for (phrase, number) in [("half a dozen", 6.0), ("a dozen", 12.0), ("a couple of", 2.0), ("a couple", 2.0), ("couple of", 2.0)] {
        if let Some(next) = text.phrase(at, phrase) {
            return Some((number, next));
        }
    }
    let mut next = at;
    let (mut total, mut current, mut seen) = (0.0, 0.0, false);
    if matches!(text.folded(at), "a" | "an") && scale(text.folded(at + 1)).is_some() {
        current = 1.0;
        next += 1;
    }
    // What a further word may add must be below this: "two five" is two numbers.
    let mut room = 1000.0;
    loop {
        let word = text.folded(next);
        let skipped_and = seen && word == "and" && room < 1000.0 && small(text.folded(next + 1)).is_some_and(|number| number < room);
        let word = if skipped_and { text.folded(next + 1) } else { word };
        let step = if skipped_and { 2 } else { 1 };
        if let Some(number) = small(word).filter(|number| *number < room) {
            current += number;
            room = if number >= 20.0 && number % 10.0 == 0.0 { 10.0 } else { 0.0 };
        } else if let Some(factor) = scale(word).filter(|_| !skipped_and && (seen || current > 0.0)) {
            current = if factor > 100.0 { (total + current) * factor } else { current * factor };
            if factor > 100.0 {
                total = current;
                current = 0.0;
            }
            room = 100.0;
        } else {
            break;
        }
        seen = true;
        next += step;
        let gap = text.gap(next - 1);
        if !(gap.chars().all(|c| c.is_whitespace() || c == '-')) {
            break;
        }
    }
    let mut number = total + current;
    if seen && let Some(after) = text.phrase(next, "and a half") {
        number += 0.5;
        next = after;
    }
    seen.then_some((number, next))
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(100.0),
        "thousand" => Some(1000.0),
        "million" => Some(1_000_000.0),
        _ => None,
    }
}

fn small(word: &str) -> Option<f64> {
    let index = |list: &[&str]| list.iter().position(|entry| *entry == word);
    if let Some(number) = index(&UNITS) {
        return u32::try_from(number).ok().map(f64::from);
    }
    index(&TENS).and_then(|ten| u32::try_from(ten).ok()).map(|ten| f64::from(ten * 10 + 20))
}

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
