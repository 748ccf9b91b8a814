//! A weekday and a day of the month that are said together must agree.
//!
//! "Monday 18th" and "lunedì 4" are the next day on which both hold, in the month that was named before ("mid January I said, say
//! Monday 18th"), if one was. What cannot agree within [`YEARS`] ("Saturday 5 March", a Thursday) is no day: better asked again than guessed.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::text::Text;
use super::{Day, Grammar, Reading};
use crate::domain::{Language, Strength};

/// How many years ahead or back a weekday and a day of a month may meet. Beyond, the one who spoke rather mistook one of them.
const YEARS: i16 = 3;

/// Languages in which an hour stands behind a weekday without a word ("Friday 3"), so that a small number is a day of the month only where
/// the coming weekday is that day.
const BARE_HOURS: &[&str] = &["en"];

/// What may follow "Monday 18", in any language, where nothing is counted and no hour is told; folded.
const GOES_ON: &[&str] = &[
    "a",
    "ab",
    "al",
    "alle",
    "allora",
    "am",
    "and",
    "anziche",
    "around",
    "at",
    "aux",
    "bitte",
    "can",
    "could",
    "dalle",
    "das",
    "de",
    "di",
    "e",
    "en",
    "entre",
    "et",
    "fits",
    "from",
    "geht",
    "grazie",
    "gracias",
    "if",
    "im",
    "in",
    "instead",
    "invece",
    "is",
    "it",
    "looks",
    "mattina",
    "me",
    "merci",
    "mi",
    "nel",
    "o",
    "oder",
    "of",
    "ok",
    "okay",
    "or",
    "ou",
    "para",
    "passt",
    "per",
    "please",
    "pomeriggio",
    "por",
    "posso",
    "possiamo",
    "potrei",
    "pour",
    "puo",
    "sarebbe",
    "se",
    "sera",
    "should",
    "suits",
    "thanks",
    "then",
    "um",
    "und",
    "va",
    "verso",
    "von",
    "would",
    "works",
    "y",
    "zu",
];

/// Marks behind a number that make it something else than a day.
const NO_DAY: [char; 12] = [':', '/', '%', '€', '$', '£', '-', '–', '°', '@', '&', '+'];

/// A weekday and the day of the month that it must be, in any month and year or in one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Both {
    weekday: Weekday,
    day: i8,
    month: Option<i8>,
    year: Option<i16>,
}

impl Both {
    /// The next such day from today on.
    pub(super) fn next(self, today: Date) -> Option<Date> {
        self.first(today, 1).filter(|date| self.year.is_some() || *date >= today)
    }

    /// The latest such day up to today.
    pub(super) fn latest(self, today: Date) -> Option<Date> {
        self.first(today, -1).filter(|date| self.year.is_none() && *date <= today)
    }

    fn first(self, today: Date, direction: i16) -> Option<Date> {
        let in_time = |date: &Date| if direction > 0 { *date >= today } else { *date <= today };
        let agrees = |date: &Date| date.weekday() == self.weekday;
        if let Some(year) = self.year {
            return Date::new(year, self.month?, self.day).ok().filter(agrees);
        }
        let Some(month) = self.month else {
            let months = (0..=i32::from(YEARS) * 12).map(|ahead| ahead * i32::from(direction));
            let mut dates = months.filter_map(|ahead| today.first_of_month().checked_add(ahead.months()).ok());
            return dates.find_map(|first| Date::new(first.year(), first.month(), self.day).ok().filter(agrees).filter(in_time));
        };
        let mut years = (0..=YEARS).filter_map(|ahead| today.year().checked_add(ahead * direction));
        years.find_map(|year| Date::new(year, month, self.day).ok().filter(agrees).filter(in_time))
    }
}

/// Joins weekdays with the dates beside them, and days of the month with the month that was named before them.
pub(super) fn join(text: &Text<'_>, readings: &mut Vec<Reading>, today: Date, grammar: &Grammar, language: &Language) {
    readings.sort_by_key(|reading| reading.bytes.start);
    add_bare_days(text, readings, today, grammar, language);
    let mut at = 0;
    while at + 1 < readings.len() {
        let (Some(first), Some(second)) = (readings.get(at), readings.get(at + 1)) else { break };
        match joined(text, first, second, today, grammar) {
            Some(reading) => {
                readings.remove(at);
                if let Some(place) = readings.get_mut(at) {
                    *place = reading;
                }
            }
            None => at += 1,
        }
    }
    put_into_months(readings);
    for reading in readings.iter_mut().filter(|reading| matches!(reading.day, Day::Both(_))) {
        if reading.day.next(today).or_else(|| reading.day.latest(today)).is_none() {
            reading.day = Day::Nothing;
        }
    }
}

/// "Monday 18", "lunedì 4": the number right behind a weekday.
fn add_bare_days(text: &Text<'_>, readings: &mut Vec<Reading>, today: Date, grammar: &Grammar, language: &Language) {
    let mut bare = Vec::new();
    for reading in readings.iter() {
        let Day::Weekly(weekday) = reading.day else { continue };
        let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
        let article = grammar.after_weekday.iter().find_map(|word| text.phrase(past, word));
        let at = article.unwrap_or(past);
        let near =
            past.checked_sub(1).is_some_and(|last| text.gap(last).trim().is_empty() || article.is_some() && text.gap(last).trim() == ",");
        let bytes = text.bytes(at..at + 1);
        let is_taken = readings.iter().any(|other| other.bytes.start < bytes.end && bytes.start < other.bytes.end);
        let Some((day, has_ending)) = day_in_digits(text.folded(at)).filter(|_| near && !is_taken) else { continue };
        let gap = text.gap(at).trim_start();
        let goes_on = text.folded(at + 1);
        let is_decimal = gap.starts_with(['.', ',']) && text.gap(at).len() == 1 && goes_on.starts_with(|c: char| c.is_ascii_digit());
        if gap.starts_with(NO_DAY) || is_decimal {
            continue;
        }
        let coming = today.nth_weekday(1, weekday).ok().filter(|coming| coming.day() == day);
        let may_be_hour = BARE_HOURS.contains(&language.as_str()) && day <= 12 && coming.is_none();
        let is_told = has_ending || article.is_some() || !may_be_hour;
        if is_told && (has_ending || text.ends_before(at + 1) || GOES_ON.contains(&goes_on)) {
            bare.push(Reading { bytes, day: Day::Monthly { day }, strength: Strength::Clear });
        }
    }
    readings.extend(bare);
    readings.sort_by_key(|reading| reading.bytes.start);
}

/// A day of the month in digits, and whether it has the ending of one.
fn day_in_digits(word: &str) -> Option<(i8, bool)> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let day = if digits.len() <= 2 { digits.parse().ok()? } else { return None };
    let is_day = (1..=31).contains(&day) && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "o" | "er" | "eme");
    is_day.then_some((day, !ending.is_empty()))
}

/// Two readings that are one day: "Monday, 4 March", "next Monday the 9th", "4 March (Wednesday)".
fn joined(text: &Text<'_>, first: &Reading, second: &Reading, today: Date, grammar: &Grammar) -> Option<Reading> {
    let between = text.original.get(first.bytes.end..second.bytes.start).unwrap_or("-").trim_matches([' ', ',', '.', '(']);
    let bytes = first.bytes.start..second.bytes.end;
    let is_near = between.is_empty() || grammar.after_weekday.contains(&between);
    let one = |day| Some(Reading { bytes: bytes.clone(), day, strength: Strength::Clear });
    if let (Day::Weekly(weekday), true) = (first.day, is_near) {
        return match second.day {
            Day::Yearly { month, day } => one(Day::Both(Both { weekday, day, month: Some(month), year: None })),
            Day::Monthly { day } => one(Day::Both(Both { weekday, day, month: None, year: None })),
            Day::Fixed(date) if date.weekday() == weekday => one(second.day),
            Day::Fixed(date) if names_day(text, second, date) => one(Day::Nothing),
            // "Monday in two weeks": that week's.
            Day::Fixed(date) => {
                let monday = date.tomorrow().ok()?.nth_weekday(-1, Weekday::Monday).ok()?;
                let days = i64::from(weekday.to_monday_zero_offset());
                one(Day::Fixed(monday.checked_add(days.days()).ok()?)).map(|reading| Reading { strength: Strength::IfAsked, ..reading })
            }
            Day::Around { .. } => one(second.day),
            Day::Weekly(_) | Day::Both(_) | Day::Nothing | Day::Vague => None,
        };
    }
    let weekday_of = |day: Day, date: Date| if let Day::Weekly(weekday) = day { weekday == date.weekday() } else { false };
    match (first.day, second.day) {
        // "Next Friday the 13th": the weekday of the one, the day of the other.
        (Day::Fixed(date), Day::Yearly { .. } | Day::Monthly { .. }) if is_near && !names_day(text, first, date) => {
            let (day, month) = match second.day {
                Day::Yearly { month, day } => (day, Some(month)),
                Day::Monthly { day } => (day, None),
                Day::Fixed(_) | Day::Weekly(_) | Day::Both(_) | Day::Around { .. } | Day::Nothing | Day::Vague => return None,
            };
            let both = Both { weekday: date.weekday(), day, month, year: None };
            both.next(today).filter(|both| (*both - date).get_days().abs() <= 7).and_then(|both| one(Day::Fixed(both)))
        }
        (Day::Fixed(_) | Day::Yearly { .. } | Day::Monthly { .. }, Day::Weekly(_)) if between.is_empty() => {
            let date = first.day.next(today).filter(|date| weekday_of(second.day, *date) && names_day(text, first, *date))?;
            one(Day::Fixed(date))
        }
        _ => None,
    }
}

/// Whether the words of a reading hold the day of the month in digits, or a year: then they are no distance from today.
fn names_day(text: &Text<'_>, reading: &Reading, date: Date) -> bool {
    let inside = text.words.iter().filter(|word| reading.bytes.start <= word.range.start && word.range.end <= reading.bytes.end);
    inside.into_iter().any(|word| {
        let digits: String = word.folded.chars().filter(char::is_ascii_digit).collect();
        digits.parse::<i16>().is_ok_and(|number| number == i16::from(date.day()) || number == date.year())
    })
}

/// "Mid January I said, say the 18th": the day lies in the month named before it, and that is no day of its own any more.
fn put_into_months(readings: &mut [Reading]) {
    let mut named: Option<(usize, Option<i16>, i8)> = None;
    for at in 0..readings.len() {
        let Some(reading) = readings.get_mut(at) else { break };
        let (before, year, month) = match (reading.day, named) {
            (Day::Around { year, month, .. }, _) => {
                named = Some((at, year, month));
                continue;
            }
            (_, Some(named)) => named,
            _ => continue,
        };
        reading.day = match reading.day {
            Day::Both(both) if both.month.is_none() => Day::Both(Both { month: Some(month), year, ..both }),
            Day::Monthly { day } => {
                year.map_or_else(|| super::undated(month, day), |year| super::dated(year, month, day)).unwrap_or(Day::Nothing)
            }
            Day::Both(_) | Day::Fixed(_) | Day::Yearly { .. } | Day::Weekly(_) | Day::Around { .. } | Day::Nothing | Day::Vague => continue,
        };
        if let Some(before) = readings.get_mut(before) {
            before.strength = Strength::IfAsked;
        }
    }
}
