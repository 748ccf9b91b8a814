//! Dates, absolute and relative.
//!
//! Rules: digits are read day first (`4/3` is 4 March) unless only month first makes a date (`3/25`); two-digit years
//! up to 68 are 20xx, others 19xx (POSIX `strptime`); "next Monday" and "Monday" are the first Monday strictly after
//! today, "this Friday" the first Friday from today on; "next week" is its Monday, "next month" its first day, "mid May" the
//! 15th, "after Christmas" the day after the feast's last day (see [`feast`]). A notice period ("2 weeks' notice") counts
//! from today, and only as an answer. Days said with doubt: see [`doubt`]; days taken
//! back: see [`retract`]. "The Tuesday after" something is the first Tuesday after that day, and no day where that is none.
//!
//! A date without a year gives two readings of the same words: the next such day from today on, which is what most
//! questions want, and, only as an answer ([`Strength::IfAsked`]), the latest such day up to today, for a slot whose
//! dates must lie in the past. A weekday beside a day of the month: see [`agree`].

mod agree;
mod de;
mod doubt;
mod en;
mod es;
mod feast;
mod fr;
mod it;
mod numeric;
mod phrases;
mod retract;
mod romance;

use std::ops::Range;

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use crate::domain::{Language, SlotValue, Strength};

use super::Found;
use super::number::Numerals;
use super::text::Text;

pub(super) use de::GRAMMAR as GERMAN;
pub(super) use en::GRAMMAR as ENGLISH;
pub(super) use es::GRAMMAR as SPANISH;
pub(super) use fr::GRAMMAR as FRENCH;
pub(super) use it::GRAMMAR as ITALIAN;

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
    /// A weekday that is also a day of the month.
    Both(agree::Both),
    /// A month, or a part of one, that stands for a day; of each year where none is told.
    Around { year: Option<i16>, month: i8, day: i8 },
    /// No day ("not tomorrow", "the fifth Monday in February"): the words are used up, so that no part of them is one.
    Nothing,
    /// Some day ("the first week of January"): nothing that is said beside it, such as a notice period, is the day either.
    Vague,
}

impl Day {
    /// The next such day from today on (a weekday: strictly after today).
    fn next(self, today: Date) -> Option<Date> {
        match self {
            Self::Fixed(date) => Some(date),
            Self::Nothing | Self::Vague => None,
            Self::Around { year: Some(year), month, day } => Date::new(year, month, day).ok(),
            Self::Yearly { month, day } | Self::Around { year: None, month, day } => {
                (0..=8).find_map(|years| yearly(today, years, month, day).filter(|date| *date >= today))
            }
            Self::Both(both) => both.next(today),
            Self::Monthly { day } => (0..=12).find_map(|months| monthly(today, months, day).filter(|date| *date >= today)),
            Self::Weekly(weekday) => today.nth_weekday(1, weekday).ok(),
        }
    }

    /// The latest such day up to today (a weekday: strictly before today), if it differs from the next one.
    fn latest(self, today: Date) -> Option<Date> {
        let latest = match self {
            Self::Fixed(_) | Self::Nothing | Self::Vague | Self::Around { year: Some(_), .. } => None,
            Self::Yearly { month, day } | Self::Around { year: None, month, day } => {
                (0..=8).find_map(|years| yearly(today, -years, month, day).filter(|date| *date <= today))
            }
            Self::Both(both) => both.latest(today),
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

/// How one language says days. Its words are folded.
pub(super) struct Grammar {
    /// The longest date in words that starts at an index.
    said: fn(&Text<'_>, usize, Date) -> Option<Said>,
    /// "Not", as in "not tomorrow".
    negation: &'static str,
    /// What may stand between it and the day.
    after_negation: &'static [&'static str],
    /// Words that make a proposal of it: "why not tomorrow".
    proposals: &'static [&'static str],
    /// The word for a notice period.
    notice: &'static str,
    /// What may stand between a weekday and its date: "Monday the 4th".
    after_weekday: &'static [&'static str],
    /// Words before `4/3` that make it a date rather than a fraction or a score.
    before_digits: &'static [&'static str],
    /// Its doubts.
    doubts: doubt::Doubts,
    /// How days are taken back in it.
    retractions: retract::Retractions,
}

/// The same in languages without a grammar.
const BEFORE_DIGITS: &[&str] = &["am", "ab", "vom", "zum", "le", "du", "el", "del", "op", "den"];

/// All dates in an utterance; words only in languages with a grammar.
pub(super) fn find(text: &Text<'_>, today: Date, grammar: Option<&Grammar>, language: &Language) -> Vec<Found> {
    let mut readings = numeric::find(text, grammar.map_or(BEFORE_DIGITS, |grammar| grammar.before_digits));
    readings.extend(grammar.map(|grammar| worded(text, today, grammar)).unwrap_or_default());
    if let Some(grammar) = grammar {
        agree::join(text, &mut readings, today, grammar, language);
        doubt::weigh(text, &mut readings, &grammar.doubts);
        retract::take_back(text, &mut readings, &grammar.retractions);
    }
    readings.iter().flat_map(|reading| founds(reading, today)).collect()
}

/// Dates in words: at each word the longest that starts there.
fn worded(text: &Text<'_>, today: Date, grammar: &Grammar) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let said = || (grammar.said)(text, at, today);
        match negated(text, at, today, grammar).or_else(said) {
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
    if readings.iter().any(|reading| reading.day == Day::Vague) {
        readings.retain(|reading| reading.strength == Strength::Clear);
    }
    readings
}

/// "Not tomorrow", "not on Monday"; but "why not tomorrow".
fn negated(text: &Text<'_>, at: usize, today: Date, grammar: &Grammar) -> Option<Said> {
    // "Mercredi ne va pas, jeudi oui": the mark parts them.
    let next = text.phrase(at, grammar.negation).filter(|next| !text.ends_before(*next))?;
    let next = grammar.after_negation.iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let is_proposal = at.checked_sub(1).is_some_and(|before| grammar.proposals.contains(&text.folded(before)));
    let said = (grammar.said)(text, next, today).filter(|_| !is_proposal)?;
    Said::clear(Some(Day::Nothing), said.next)
}

/// Whether a date is the end of a notice period; its number is a number all the same.
pub(super) fn is_notice(text: &Text<'_>, found: &Found, grammar: Option<&Grammar>) -> bool {
    let words = text.words.iter().filter(|word| found.bytes.start <= word.range.start && word.range.end <= found.bytes.end);
    words.into_iter().any(|word| grammar.is_some_and(|grammar| word.folded == grammar.notice))
}

/// Whether a date is a weekday and a number behind it ("Saturday 9"), which is an hour where one was asked for.
pub(super) fn ends_in_bare_number(text: &Text<'_>, found: &Found, today: Date, grammar: Option<&Grammar>) -> bool {
    let past = text.words.partition_point(|word| word.range.start < found.bytes.end);
    let Some((weekday, last)) = past.checked_sub(2).zip(past.checked_sub(1)) else { return false };
    let is_weekday = |said: Said| matches!(said.day, Day::Weekly(_)) && said.next == last;
    text.folded(last).bytes().all(|byte| byte.is_ascii_digit())
        && grammar.and_then(|grammar| (grammar.said)(text, weekday, today)).is_some_and(is_weekday)
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

/// A part of a month or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Start,
    Middle,
    End,
}

/// A year in digits at an index, and the index past it.
fn year(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    let word = text.folded(at);
    let year: i16 = if word.len() == 4 { word.parse().ok()? } else { return None };
    plausible_year(year).then_some((year, at + 1))
}

/// Nothing when another mark than these and spaces stands before the word at an index.
fn after_only(text: &Text<'_>, next: usize, marks: &[char]) -> Option<()> {
    let gap = next.checked_sub(1).map_or("", |last| text.gap(last));
    gap.trim().chars().all(|c| marks.contains(&c)).then_some(())
}

/// What days are counted in.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// The day that lies a count of units away.
fn counted_from(today: Date, count: i32, unit: Unit) -> Option<Day> {
    let span = Span::new();
    let span = match unit {
        Unit::Days => span.try_days(count),
        Unit::Weeks => span.try_weeks(count),
        Unit::Months => span.try_months(count),
        Unit::Years => span.try_years(count),
    };
    // More years than a calendar has are no day.
    later(today, span.ok()?).filter(|day| day.next(today).is_some_and(|date| plausible_year(date.year())))
}

/// A count of days or months, at most a few lives long; an article counts as one.
fn count(text: &Text<'_>, at: usize, numerals: &Numerals, articles: &[&str]) -> Option<(i32, usize)> {
    if let Ok(count) = text.folded(at).parse::<i32>() {
        return (0..=40_000).contains(&count).then_some((count, at + 1));
    }
    if let Some((number, next)) =
        (numerals.spelled)(text, at).filter(|(number, _)| number.fract() == 0.0 && (0.0..=40_000.0).contains(number))
    {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 0..=40,000, as just checked")]
        return Some((number as i32, next));
    }
    articles.contains(&text.folded(at)).then_some((1, at + 1))
}
