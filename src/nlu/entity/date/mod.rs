//! Dates, absolute and relative.
//!
//! Rules: digits are read day first (`4/3` is 4 March) unless only month first makes a date (`3/25`); two-digit years
//! up to 68 are 20xx, others 19xx (POSIX `strptime`); "next Monday" and "Monday" are the first Monday strictly after
//! today, "this Friday" the first Friday from today on; "next week" is its Monday, "next month" its first day, "mid May" the
//! 15th, "after Christmas" the day after the feast's last day (see [`feast`]). A notice period ("2 weeks' notice") counts
//! from today, and only as an answer. Days said with doubt: see [`doubt`].
//!
//! A date without a year gives two readings of the same words: the next such day from today on, which is what most
//! questions want, and, only as an answer ([`Strength::IfAsked`]), the latest such day up to today, for a slot whose
//! dates must lie in the past.

mod doubt;
mod feast;
mod named;
mod numeric;
mod relative;

use std::ops::Range;

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::Text;

/// A date as said.
struct Reading {
    bytes: Range<usize>,
    day: Day,
    strength: Strength,
}

/// What was said: a day, or one that comes again and again.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Day {
    /// One day.
    Fixed(Date),
    /// A day of each year.
    Yearly { month: i8, day: i8 },
    /// A day of each month.
    Monthly { day: i8 },
    /// A day of the week, strictly after today.
    Weekly(Weekday),
    /// No day ("not tomorrow", "the fifth Monday in February"): the words are used up, so that no part of them is one.
    Nothing,
}

impl Day {
    /// The next such day from today on (a weekday: strictly after today).
    fn next(self, today: Date) -> Option<Date> {
        match self {
            Self::Fixed(date) => Some(date),
            Self::Nothing => None,
            Self::Yearly { month, day } => (0..=8).find_map(|years| yearly(today, years, month, day).filter(|date| *date >= today)),
            Self::Monthly { day } => (0..=12).find_map(|months| monthly(today, months, day).filter(|date| *date >= today)),
            Self::Weekly(weekday) => today.nth_weekday(1, weekday).ok(),
        }
    }

    /// The latest such day up to today (a weekday: strictly before today), if it differs from the next one.
    fn latest(self, today: Date) -> Option<Date> {
        let latest = match self {
            Self::Fixed(_) | Self::Nothing => None,
            Self::Yearly { month, day } => (0..=8).find_map(|years| yearly(today, -years, month, day).filter(|date| *date <= today)),
            Self::Monthly { day } => (0..=12).find_map(|months| monthly(today, -months, day).filter(|date| *date <= today)),
            Self::Weekly(weekday) => today.nth_weekday(-1, weekday).ok(),
        };
        latest.filter(|latest| Some(*latest) != self.next(today))
    }
}

fn yearly(today: Date, years: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(today.year().checked_add(years)?, month, day).ok()
}

fn monthly(today: Date, months: i32, day: i8) -> Option<Date> {
    let first = today.first_of_month().checked_add(months.months()).ok()?;
    Date::new(first.year(), first.month(), day).ok()
}

/// A day in a year as people write years.
fn dated(year: i16, month: i8, day: i8) -> Option<Day> {
    Date::new(year, month, day).ok().map(Day::Fixed)
}

/// A day of each year, if it exists in some year.
fn undated(month: i8, day: i8) -> Option<Day> {
    Date::new(2024, month, day).ok().map(|_| Day::Yearly { month, day })
}

/// A day some time from today.
fn later(today: Date, span: Span) -> Option<Day> {
    today.checked_add(span).ok().map(Day::Fixed)
}

/// All dates in an utterance; words only in English.
pub(super) fn find(text: &Text<'_>, today: Date, english: bool) -> Vec<Found> {
    let mut readings = numeric::find(text);
    if english {
        readings.extend(worded(text, today));
    }
    join_weekdays(text, &mut readings);
    if english {
        doubt::weigh(text, &mut readings);
    }
    readings.iter().flat_map(|reading| founds(reading, today)).collect()
}

/// Dates in words: at each word the longest that starts there.
fn worded(text: &Text<'_>, today: Date) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        match negated(text, at, today).or_else(|| said_at(text, at, today)) {
            Some(said) => {
                readings.push(Reading { bytes: text.bytes(at..said.next), day: said.day, strength: said.strength });
                at = said.next.max(at + 1);
            }
            None => at += 1,
        }
    }
    // "Any time from April": the day that is named is meant.
    let at_once = |reading: &Reading| reading.day == Day::Fixed(today) && reading.strength == Strength::IfAsked;
    if readings.iter().any(|reading| !at_once(reading)) {
        readings.retain(|reading| !at_once(reading));
    }
    readings
}

fn said_at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [named::at(text, at, today), relative::at(text, at, today), feast::at(text, at, today)];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// "Not tomorrow", "not on Monday"; but "why not tomorrow".
fn negated(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let next = text.phrase(at, "not")?;
    let next = ["on", "in", "from", "by", "for"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let is_proposal = at.checked_sub(1).is_some_and(|before| text.folded(before) == "why");
    let said = said_at(text, next, today).filter(|_| !is_proposal)?;
    Said::clear(Some(Day::Nothing), said.next)
}

/// Whether a date is the end of a notice period; its number is a number all the same.
pub(super) fn is_notice(text: &Text<'_>, found: &Found) -> bool {
    let words = text.words.iter().filter(|word| found.bytes.start <= word.range.start && word.range.end <= found.bytes.end);
    words.into_iter().any(|word| word.folded == "notice")
}

/// A day said in words, and the index of the word past it.
struct Said {
    day: Day,
    next: usize,
    strength: Strength,
}

impl Said {
    fn clear(day: Option<Day>, next: usize) -> Option<Self> {
        day.map(|day| Self { day, next, strength: Strength::Clear })
    }

    fn if_asked(day: Option<Day>, next: usize) -> Option<Self> {
        day.map(|day| Self { day, next, strength: Strength::IfAsked })
    }
}

/// "Monday, 4 March" is one date: the weekday before a date belongs to it.
fn join_weekdays(text: &Text<'_>, readings: &mut Vec<Reading>) {
    readings.sort_by_key(|reading| reading.bytes.start);
    let mut at = 0;
    while at + 1 < readings.len() {
        let (Some(first), Some(second)) = (readings.get(at), readings.get(at + 1)) else { break };
        let between = text.original.get(first.bytes.end..second.bytes.start).unwrap_or("-");
        let joins = matches!(first.day, Day::Weekly(_))
            && !matches!(second.day, Day::Weekly(_) | Day::Nothing)
            && matches!(between.trim_matches([' ', ',', '.']), "" | "the" | "on" | "on the");
        let start = first.bytes.start;
        if joins {
            readings.remove(at);
            if let Some(joined) = readings.get_mut(at) {
                joined.bytes.start = start;
                joined.strength = Strength::Clear;
            }
        } else {
            at += 1;
        }
    }
}

fn founds(reading: &Reading, today: Date) -> Vec<Found> {
    let found = |date: Date, strength| Found { bytes: reading.bytes.clone(), value: SlotValue::Date(date), strength };
    let next = reading.day.next(today).map(|date| found(date, reading.strength));
    let latest = reading.day.latest(today).map(|date| found(date, Strength::IfAsked));
    next.into_iter().chain(latest).collect()
}

/// The plausible years of a date that a person says.
fn plausible_year(year: i16) -> bool {
    (1900..=2199).contains(&year)
}

/// The first day of the week after today's.
fn next_monday(today: Date) -> Option<Date> {
    today.nth_weekday(1, Weekday::Monday).ok()
}

/// The last day of today's year.
fn end_of_year(today: Date) -> Date {
    date(today.year(), 12, 31)
}
