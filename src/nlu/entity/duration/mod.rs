//! Lengths of time: `two weeks`, `an hour and a half`, `1h30`, `un'ora e mezza`; kept in the units they were said in.
//!
//! Half of a unit is told in the next smaller one: half a year is 6 months, half a month 15 days. What is also a day ("in two weeks"), an
//! hour ("9h") or an age ("30 years old") is a length only as an answer.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::ops::Range;

use jiff::Span;

use crate::domain::{Duration, SlotValue, Strength};

use super::Found;
use super::number::{self, Numerals};
use super::text::Text;

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// Units from the largest, and how many of the next one are in each; a month counts 30 days where it is halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl Unit {
    fn smaller(self) -> Option<(Self, f64)> {
        match self {
            Self::Year => Some((Self::Month, 12.0)),
            Self::Month => Some((Self::Day, 30.0)),
            Self::Week => Some((Self::Day, 7.0)),
            Self::Day => Some((Self::Hour, 24.0)),
            Self::Hour => Some((Self::Minute, 60.0)),
            Self::Minute => Some((Self::Second, 60.0)),
            Self::Second => None,
        }
    }
}

/// How one language says lengths; folded.
pub(super) struct Words {
    units: &'static [(&'static str, Unit)],
    /// Before a unit, they count as one.
    articles: &'static [&'static str],
    /// Whole phrases, with or without an article.
    phrases: &'static [(&'static str, f64, Unit)],
    /// Before a unit, with or without an article: as much of it.
    parts: &'static [(&'static str, f64)],
    /// Behind a unit: as much more of it.
    more: &'static [(&'static str, f64)],
    /// Between two units.
    and: &'static [&'static str],
    /// Between a number and its unit: "une dizaine de jours".
    of: &'static [&'static str],
    /// Behind an age, or a time that has passed.
    not_behind: &'static [&'static str],
    /// Before one of these, and before what comes again and again.
    not_before: &'static [&'static str],
    /// "Have", where years that somebody has are an age …
    has: &'static [&'static str],
    /// … unless it is told of what.
    of_what: &'static [&'static str],
    /// Between the two numbers of "two or three weeks".
    or: &'static [&'static str],
}

use Unit::{Day, Hour, Minute, Month, Second, Week, Year};

/// Units that are written with a point.
const SHORTENED: [&str; 6] = ["std", "stdn", "hrs", "hr", "min", "mins"];

/// All lengths in an utterance; in languages without words only what is written in ISO 8601.
pub(super) fn find(text: &Text<'_>, words: Option<&Words>, numerals: Option<&Numerals>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let read = words.and_then(|words| long(text, at, words, numerals)).or_else(|| standard(text, at));
        match read {
            Some((value, next, strength)) => {
                found.push(Found { bytes: text.bytes(at..next), value: SlotValue::Duration(value), strength });
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Lengths that something clearer holds, a day or an hour, are lengths only where one was asked for.
pub(super) fn weigh(found: &mut [Found], clearer: &[Found]) {
    let is_part = |bytes: &Range<usize>| {
        clearer.iter().any(|other| other.strength > Strength::IfAsked && other.bytes.start < bytes.end && bytes.start < other.bytes.end)
    };
    for found in found.iter_mut().filter(|found| is_part(&found.bytes)) {
        found.strength = Strength::IfAsked;
    }
}

/// `P2W`, `PT1H30M`.
fn standard(text: &Text<'_>, at: usize) -> Option<(Duration, usize, Strength)> {
    let written = text.words.get(at)?.text;
    let is_long = written.len() > 2 && written.bytes().any(|byte| byte.is_ascii_digit());
    Some((written.parse().ok().filter(|_| is_long)?, at + 1, Strength::Clear))
}

/// Units from the largest to the smallest: "2 years and 6 months", "1 hour 30 minutes".
fn long(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(Duration, usize, Strength)> {
    let (mut span, mut unit, mut next) = part(text, at, words, numerals)?;
    loop {
        let gap = next.checked_sub(1).map_or("", |last| text.gap(last)).trim();
        // "1 Std. 30 Min."
        let is_shortened = next.checked_sub(1).is_some_and(|last| SHORTENED.contains(&text.folded(last)));
        let goes_on = matches!(gap, "" | ",") || (gap == "." && is_shortened);
        if !goes_on {
            break;
        }
        let and = words.and.iter().find_map(|and| text.phrase(next, and)).unwrap_or(next);
        let Some((more, smaller, after)) = part(text, and, words, numerals).filter(|(_, smaller, _)| *smaller > unit) else { break };
        (span, unit, next) = (sum(span, more)?, smaller, after);
    }
    let is_behind = |phrases: &[&str]| phrases.iter().any(|phrase| text.phrase(next, phrase).is_some());
    let is_listed = text.ends_in(at, words.or).is_some_and(|or| or > 0 && is_number(text, or - 1, numerals))
        || at.checked_sub(1).is_some_and(|before| matches!(text.gap(before), "-" | "–"));
    let is_age = unit == Unit::Year && text.ends_in(at, words.has).is_some() && !is_behind(words.of_what);
    let doubtful = is_behind(words.not_behind) || text.ends_in(at, words.not_before).is_some() || is_age || is_listed;
    Some((Duration::new(span)?, next, if doubtful { Strength::IfAsked } else { Strength::Clear }))
}

fn is_number(text: &Text<'_>, at: usize, numerals: Option<&Numerals>) -> bool {
    text.folded(at).bytes().all(|byte| byte.is_ascii_digit()) || numerals.is_some_and(|numerals| (numerals.spelled)(text, at).is_some())
}

/// One unit with its number.
fn part(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(Span, Unit, usize)> {
    let (mut count, unit, mut next) = counted(text, at, words, numerals)?;
    if let Some((more, after)) = words.more.iter().find_map(|(phrase, more)| Some((*more, text.phrase(next, phrase)?))) {
        (count, next) = (count + more, after);
    }
    Some((span(count, unit)?, unit, next))
}

fn counted(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(f64, Unit, usize)> {
    let article = words.articles.contains(&text.folded(at)).then_some(at + 1);
    for from in [Some(at), article].into_iter().flatten() {
        let phrases = words.phrases.iter().filter_map(|(phrase, count, unit)| Some((*count, *unit, text.phrase(from, phrase)?)));
        if let Some(whole) = phrases.max_by_key(|(_, _, next)| *next) {
            return Some(whole);
        }
    }
    let unit = |at: usize| words.units.iter().find(|(word, _)| *word == text.folded(at)).map(|(_, unit)| *unit);
    for from in [Some(at), article].into_iter().flatten() {
        let parts = words.parts.iter().filter_map(|(phrase, part)| Some((*part, text.phrase(from, phrase)?)));
        if let Some((part, next)) = parts.max_by_key(|(_, next)| *next)
            && let Some(unit) = unit(next)
        {
            return Some((part, unit, next + 1));
        }
    }
    if let Some(joined) = joined(text.folded(at)) {
        return Some((joined.0, joined.1, at + 1));
    }
    let (count, next) = digits(text, at, numerals).or_else(|| (numerals?.spelled)(text, at)).or(article.map(|next| (1.0, next)))?;
    let near = next.checked_sub(1).is_some_and(|last| matches!(text.gap(last).trim(), "" | "-"));
    let next = words.of.iter().find_map(|of| text.phrase(next, of)).unwrap_or(next);
    Some((count, unit(next).filter(|_| near)?, next + 1))
}

/// `3`, `1.5`, `2,5`.
fn digits(text: &Text<'_>, at: usize, numerals: Option<&Numerals>) -> Option<(f64, usize)> {
    let is_digits = |at: usize| !text.folded(at).is_empty() && text.folded(at).bytes().all(|byte| byte.is_ascii_digit());
    let cut = at
        .checked_sub(1)
        .is_some_and(|before| text.gap(before).ends_with(['.', ',', ':', '/', '€', '$', '£']) && !text.gap(before).starts_with(' '));
    if !is_digits(at) || cut {
        return None;
    }
    let past = if matches!(text.gap(at), "." | ",") && is_digits(at + 1) { at + 2 } else { at + 1 };
    let written = text.original.get(text.bytes(at..past))?;
    Some((number::value(written, number::has_decimal_comma(numerals))?, past))
}

/// `2h`, `1h30`, `90min`, `10d`: as everybody writes them.
fn joined(word: &str) -> Option<(f64, Unit)> {
    let letters = word.find(|c: char| c.is_ascii_alphabetic())?;
    let (count, rest) = word.split_at_checked(letters)?;
    let count: u32 = if count.len() <= 4 { count.parse().ok()? } else { return None };
    let unit = match rest {
        "h" | "hr" | "hrs" | "std" => Hour,
        "min" | "mins" | "mn" | "m" if rest != "m" => Minute,
        "s" | "sec" => Second,
        "d" | "gg" => Day,
        "wk" | "wks" | "w" => Week,
        "yr" | "yrs" | "y" => Year,
        _ => {
            let minutes: u32 = rest.strip_prefix('h')?.trim_end_matches(['m', 'i', 'n']).parse().ok().filter(|minutes| *minutes < 60)?;
            return Some((f64::from(count) + f64::from(minutes) / 60.0, Hour));
        }
    };
    Some((f64::from(count), unit))
}

/// Two spans unit by unit.
fn sum(one: Span, other: Span) -> Option<Span> {
    one.try_years(one.get_years() + other.get_years())
        .and_then(|span| span.try_months(one.get_months() + other.get_months()))
        .and_then(|span| span.try_weeks(one.get_weeks() + other.get_weeks()))
        .and_then(|span| span.try_days(one.get_days() + other.get_days()))
        .and_then(|span| span.try_hours(one.get_hours() + other.get_hours()))
        .and_then(|span| span.try_minutes(one.get_minutes() + other.get_minutes()))
        .and_then(|span| span.try_seconds(one.get_seconds() + other.get_seconds()))
        .ok()
}

/// A count of units as a span, its fraction in smaller units.
fn span(count: f64, unit: Unit) -> Option<Span> {
    // More is no length that anybody means, and beyond the calendar there is none.
    const MOST: f64 = 1_000_000.0;
    let (mut span, mut count, mut unit) = (Span::new(), count, unit);
    loop {
        // Thirds of an hour are whole minutes only after rounding.
        let whole = if (count - count.round()).abs() < 1e-6 { count.round() } else { count.floor() };
        if !(0.0..=MOST).contains(&whole) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 0..=1,000,000, as just checked")]
        let units = whole as i64;
        span = match unit {
            Year => span.try_years(units + i64::from(span.get_years())),
            Month => span.try_months(units + i64::from(span.get_months())),
            Week => span.try_weeks(units + i64::from(span.get_weeks())),
            Day => span.try_days(units + i64::from(span.get_days())),
            Hour => span.try_hours(units + i64::from(span.get_hours())),
            Minute => span.try_minutes(units + span.get_minutes()),
            Second => span.try_seconds(units + span.get_seconds()),
        }
        .ok()?;
        let rest = (count - whole).max(0.0);
        match unit.smaller().filter(|_| rest > 1e-6) {
            Some((smaller, many)) => (count, unit) = (rest * many, smaller),
            None => return Some(span),
        }
    }
}
