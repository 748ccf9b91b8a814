//! Feasts: days with a name of their own (`Christmas Day`, `Pasquetta`, `2. Weihnachtstag`), and days after a feast (`after Christmas`, `the
//! first Monday after Easter`, `im neuen Jahr`).
//!
//! Only names of one day are days: "at Christmas" is none, or only an answer. What is before such a day is not that day. "After" a feast is
//! the day after its last day: where Boxing Day and Easter Monday are kept, 27 December and the Tuesday after Easter.

mod de;
mod en;
mod es;
mod fr;
mod it;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::super::text::Text;
use super::phrases::begins;
use super::{Day, Said, end_of_year, year};

pub(super) use de::FEASTS as GERMAN;
pub(super) use en::FEASTS as ENGLISH;
pub(super) use es::FEASTS as SPANISH;
pub(super) use fr::FEASTS as FRENCH;
pub(super) use it::FEASTS as ITALIAN;

/// The feasts of one language. All words are folded.
pub(super) struct Feasts {
    /// Days with a name.
    days: &'static [(&'static str, When)],
    /// Names of feasts that last longer than a day: their first one, as an answer.
    lasting: &'static [(&'static str, When)],
    /// What may stand before such names and belongs to the day.
    on: &'static [&'static str],
    /// Words before a day with a name that make it a limit.
    limits: &'static [&'static str],
    /// Feasts that people count days from.
    counted_from: &'static [(&'static str, Feast)],
    /// "After", and what may stand before it: "right after".
    after: &'static [&'static str],
    soon: &'static [&'static str],
    /// Behind "after": an article.
    articles: &'static [&'static str],
    /// Behind the feast: "holidays".
    holidays: &'static [&'static str],
    /// "The first", before a weekday after a feast.
    first: &'static [&'static str],
    /// "In the new year".
    new_year: &'static [&'static str],
    /// Words before a feast that make it no day, nor anything else that is said of it.
    around: &'static [&'static str],
    /// Whole phrases of that kind.
    no_day: &'static [&'static str],
}

/// A day of each year, or so many days from Easter Sunday.
#[derive(Debug, Clone, Copy)]
enum When {
    Each(i8, i8),
    Easter(i32),
    /// The fourth Thursday of November, and so many days more.
    Thanksgiving(i32),
}

use When::{Each, Easter, Thanksgiving};

/// The feast, or the day after one, that starts at an index; the latter as an answer, unless a word for beginning stands before it.
pub(super) fn at(
    text: &Text<'_>,
    at: usize,
    today: Date,
    words: &Feasts,
    begin: &[&str],
    weekday: impl Fn(&str) -> Option<(Weekday, bool)>,
) -> Option<Said> {
    let readings = [after_feast(text, at, today, words, begin, weekday), around(text, at, words), on_feast(text, at, today, words)];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// What makes a reading of a day and the place behind its words.
type Reader = fn(Option<Day>, usize) -> Option<Said>;

/// `on Christmas Day`, `am 2. Weihnachtstag 2027`, `Karfreitag`.
fn on_feast(text: &Text<'_>, at: usize, today: Date, words: &Feasts) -> Option<Said> {
    if at.checked_sub(1).is_some_and(|before| words.limits.contains(&text.folded(before))) {
        return None;
    }
    let from = longest(text, at, words.on).unwrap_or(at);
    let named = |names: &[(&str, When)]| {
        names.iter().filter_map(|(name, when)| Some((*when, phrase_with_point(text, from, name)?))).max_by_key(|(_, next)| *next)
    };
    let (told, said): (_, Reader) = match named(words.days) {
        Some(day) => (day, Said::clear),
        None => (named(words.lasting)?, Said::if_asked),
    };
    let (when, next) = told;
    if let Some((year, next)) = year(text, next) {
        return said(when.in_year(year).map(Day::Fixed), next);
    }
    match when {
        Each(month, day) => said(Some(Day::Yearly { month, day }), next),
        Easter(_) | Thanksgiving(_) => {
            let mut coming = (0..=1).filter_map(|ahead| when.in_year(today.year().checked_add(ahead)?));
            said(coming.find(|day| *day >= today).map(Day::Fixed), next)
        }
    }
}

/// `after Christmas`, `der erste Montag nach Ostern`, `con l'anno nuovo`.
fn after_feast(
    text: &Text<'_>,
    at: usize,
    today: Date,
    words: &Feasts,
    begin: &[&str],
    weekday: impl Fn(&str) -> Option<(Weekday, bool)>,
) -> Option<Said> {
    let said = |day, next| if begins(text, at, begin) { Said::clear(day, next) } else { Said::if_asked(day, next) };
    if let Some(next) = longest(text, at, words.new_year) {
        return said(end_of_year(today).tomorrow().ok().map(Day::Fixed), next);
    }
    // "The first Monday after …".
    let day_at = longest(text, at, words.first).unwrap_or(at);
    let first = weekday(text.folded(day_at)).filter(|(_, whole)| *whole && longest(text, day_at + 1, words.after).is_some());
    let from = if first.is_some() { day_at + 1 } else { longest(text, at, words.soon).unwrap_or(at) };
    let next = longest(text, from, words.after)?;
    let next = longest(text, next, words.articles).unwrap_or(next);
    let feasts = words.counted_from.iter().filter_map(|(name, feast)| Some((*feast, text.phrase(next, name)?)));
    let (feast, next) = feasts.max_by_key(|(_, next)| *next)?;
    let next = longest(text, next, words.holidays).unwrap_or(next);
    let weekday = first.map(|(weekday, _)| weekday);
    match year(text, next) {
        Some((year, next)) => said(feast.day_after(year, weekday).map(Day::Fixed), next),
        None => said(feast.next_day_after(today, weekday).map(Day::Fixed), next),
    }
}

/// "Vor Weihnachten", "zwischen den Jahren", "über Ostern" are no day.
fn around(text: &Text<'_>, at: usize, words: &Feasts) -> Option<Said> {
    if let Some(next) = longest(text, at, words.no_day) {
        return Said::clear(Some(Day::Vague), next);
    }
    let next = longest(text, at, words.around)?;
    let next = words.counted_from.iter().filter_map(|(name, _)| text.phrase(next, name)).max()?;
    Said::clear(Some(Day::Vague), next)
}

fn longest(text: &Text<'_>, at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| text.phrase(at, phrase)).max()
}

/// A phrase whose first word may have the point of an ordinal behind it: "2. Weihnachtstag".
fn phrase_with_point(text: &Text<'_>, at: usize, phrase: &str) -> Option<usize> {
    let pointed = phrase.split_once(' ').filter(|(first, _)| first.len() == 1);
    pointed.map_or_else(|| text.phrase(at, phrase), |(first, rest)| text.phrase(at, first).and_then(|next| text.phrase(next, rest)))
}

impl When {
    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Each(month, day) => Date::new(year, month, day).ok(),
            Easter(days) => easter_sunday(year)?.checked_add(days.days()).ok(),
            Thanksgiving(days) => {
                Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, Weekday::Thursday).ok()?.checked_add(days.days()).ok()
            }
        }
    }
}

/// A feast.
#[derive(Debug, Clone, Copy)]
enum Feast {
    /// With the day after it.
    Christmas,
    /// Alone, as in France and Spain.
    ChristmasDay,
    NewYear,
    /// The feasts from Christmas on, as Italians count them.
    Epiphany,
    Easter,
    /// Whit Monday.
    Pentecost,
    /// All Saints, 1 November.
    AllSaints,
    /// Ferragosto, 15 August.
    Assumption,
}

impl Feast {
    /// Its last day.
    fn last_day(self, year: i16) -> Option<Date> {
        match self {
            Self::Christmas => Some(date(year, 12, 26)),
            Self::ChristmasDay => Some(date(year, 12, 25)),
            Self::NewYear => Some(date(year, 1, 1)),
            Self::Epiphany => Some(date(year, 1, 6)),
            Self::Easter => easter_sunday(year)?.tomorrow().ok(),
            Self::Pentecost => easter_sunday(year)?.checked_add(50.days()).ok(),
            Self::AllSaints => Some(date(year, 11, 1)),
            Self::Assumption => Some(date(year, 8, 15)),
        }
    }

    /// The day after it, or the first such weekday, in a year.
    fn day_after(self, year: i16, weekday: Option<Weekday>) -> Option<Date> {
        let last = self.last_day(year)?;
        weekday.map_or_else(|| last.tomorrow(), |weekday| last.nth_weekday(1, weekday)).ok()
    }

    /// The next such day from today on.
    fn next_day_after(self, today: Date, weekday: Option<Weekday>) -> Option<Date> {
        let this_year = self.day_after(today.year(), weekday).filter(|day| *day >= today);
        this_year.or_else(|| self.day_after(today.year().checked_add(1)?, weekday))
    }
}

/// Easter Sunday in the Gregorian calendar (J. Meeus, Astronomical Algorithms, 1991, chapter 8).
#[expect(clippy::many_single_char_names, reason = "the letters of the source")]
fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    // Days after 22 March, the earliest Easter.
    date(year, 3, 22).checked_add((h + l - 7 * m).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates from the tables of the U.S. Census Bureau.
    #[test]
    fn easter_sundays() {
        for sunday in [
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2011, 4, 24),
            date(2024, 3, 31),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(sunday.year()), Some(sunday));
        }
    }
}
