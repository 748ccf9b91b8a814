//! English number words.

use super::super::text::Text;
use super::Numerals;

pub(in super::super) static NUMERALS: Numerals = Numerals {
    decimal_comma: false,
    none: &["none", "none at all", "no experience", "nil", "not any", "i have none", "i have no experience", "no years"],
    pronouns: &["one"],
    counted: &[],
    spelled,
};

/// The number that is spelled in words from an index on, and the index past it.
fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    for (phrase, number) in [
        ("half a dozen", 6.0),
        ("half a million", 500_000.0),
        ("a dozen", 12.0),
        ("a couple of", 2.0),
        ("a couple", 2.0),
        ("couple of", 2.0),
    ] {
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
