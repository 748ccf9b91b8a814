//! Dates in digits: `2026-03-04`, `04.03.2026`, `4/3/26`, `4/3`, `4.3.`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::Strength;

use super::super::text::{Text, constant_pattern};
use super::{Day, Reading, dated, plausible_year, undated};

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})\b"));
static YEAR_LAST: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b(\d{1,2})([-/.]) ?(\d{1,2})([-/.]) ?(\d{4}|\d{2})\b"));
static NO_YEAR: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b(\d{1,2})/(\d{1,2})\b"));
/// Day and month with a point behind each, as Germans and Czechs write them.
static POINTS: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\b(\d{1,2})\. ?(\d{1,2})\.(?:\s|,|\?|!|[-–]|$)"));

pub(super) fn find(text: &Text<'_>, before_digits: &[&str]) -> Vec<Reading> {
    let original = text.original;
    let year_first = YEAR_FIRST.captures_iter(original).filter_map(|captures| {
        let day = same_marks(&captures, 2, 4).then(|| dated(number(&captures, 1)?, small(&captures, 3)?, small(&captures, 5)?))??;
        reading(text, &captures, day, Strength::Clear)
    });
    let year_last = YEAR_LAST.captures_iter(original).filter_map(|captures| {
        let year = full_year(number(&captures, 5)?, captures.get(5)?.len());
        let (first, second) = (small(&captures, 1)?, small(&captures, 3)?);
        let day = same_marks(&captures, 2, 4).then(|| day_first(first, second, |month, day| dated(year, month, day)))??;
        reading(text, &captures, day, Strength::Clear).filter(|_| plausible_year(year))
    });
    let no_year = NO_YEAR.captures_iter(original).filter_map(|captures| {
        let (first, second) = (small(&captures, 1)?, small(&captures, 2)?);
        let around_the_clock = (first, second) == (24, 7);
        let day = day_first(first, second, undated).filter(|_| !around_the_clock)?;
        reading(text, &captures, day, strength_without_year(text, captures.get(0)?.start(), before_digits))
    });
    let points = POINTS.captures_iter(original).filter_map(|captures| {
        let day = undated(small(&captures, 2)?, small(&captures, 1)?)?;
        reading(text, &captures, day, strength_without_year(text, captures.get(0)?.start(), before_digits))
    });
    year_first.chain(year_last).chain(no_year).chain(points).collect()
}

/// Day first; month first only when that alone makes a date.
fn day_first(first: i8, second: i8, date: impl Fn(i8, i8) -> Option<Day>) -> Option<Day> {
    date(second, first).or_else(|| date(first, second))
}

fn same_marks(captures: &Captures<'_>, first: usize, second: usize) -> bool {
    captures.get(first).map(|mark| mark.as_str()) == captures.get(second).map(|mark| mark.as_str())
}

fn number(captures: &Captures<'_>, group: usize) -> Option<i16> {
    captures.get(group)?.as_str().parse().ok()
}

fn small(captures: &Captures<'_>, group: usize) -> Option<i8> {
    captures.get(group)?.as_str().parse().ok()
}

/// Two digits up to 68 are 20xx, others 19xx.
fn full_year(year: i16, digits: usize) -> i16 {
    match (digits, year) {
        (2, ..=68) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    }
}

/// A reading, unless the digits go on: `1/2/3/4`, `192.168.10.20`, `12-04-2026-7`.
fn reading(text: &Text<'_>, captures: &Captures<'_>, day: Day, strength: Strength) -> Option<Reading> {
    let bytes = captures.get(0)?.range();
    let marks = ['/', '-', '.', ':', '@'];
    let before = text.original.get(..bytes.start)?;
    let after = text.original.get(bytes.end..)?;
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let cut_before = before.ends_with(['/', ':', '@'])
        || before.strip_suffix(['-', '.']).is_some_and(|rest| rest.ends_with(|c: char| c.is_alphanumeric()));
    let cut_after = after.starts_with('/') || after.strip_prefix(marks).is_some_and(goes_on);
    (!cut_before && !cut_after).then_some(Reading { bytes, day, strength })
}

fn strength_without_year(text: &Text<'_>, start: usize, before_digits: &[&str]) -> Strength {
    let before = text.words.iter().take_while(|word| word.range.end <= start).last();
    let clear = before.is_some_and(|word| before_digits.contains(&word.folded.as_str()));
    if clear { Strength::Clear } else { Strength::IfAsked }
}
