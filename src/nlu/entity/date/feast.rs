//! Days after feasts: `after Christmas`, `right after New Year`, `the first Monday after Easter`, `in the new year`.
//!
//! "After" a feast is the day after its last day, which is Boxing Day, New Year's Day and Easter Monday: 27 December, 2 January,
//! the Tuesday after Easter. A feast alone ("at Christmas") or the time before it is no day.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::super::text::Text;
use super::named::{weekday, year};
use super::relative::begins;
use super::{Day, Said};

#[derive(Debug, Clone, Copy)]
enum Feast {
    Christmas,
    NewYear,
    Easter,
}

const FEASTS: &[(&str, Feast)] = &[
    ("christmas", Feast::Christmas),
    ("xmas", Feast::Christmas),
    ("new year", Feast::NewYear),
    ("new years", Feast::NewYear),
    ("new years day", Feast::NewYear),
    ("easter", Feast::Easter),
];

impl Feast {
    /// Its last day.
    fn last_day(self, year: i16) -> Option<Date> {
        match self {
            Self::Christmas => Some(date(year, 12, 26)),
            Self::NewYear => Some(date(year, 1, 1)),
            Self::Easter => easter_sunday(year)?.tomorrow().ok(),
        }
    }
}

/// The day after a feast that starts at an index; as an answer, unless a word such as "start" stands before it.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let said = if begins(text, at) { Said::clear } else { Said::if_asked };
    if let Some(next) = ["in the new year", "from the new year", "in the new years"].iter().find_map(|phrase| text.phrase(at, phrase)) {
        return said(Date::new(today.year().checked_add(1)?, 1, 1).ok().map(Day::Fixed), next);
    }
    let (first, at) = weekday_before(text, at).map_or((None, at), |(weekday, next)| (Some(weekday), next));
    let soon = ["straight", "right", "just", "shortly", "soon", "directly", "immediately", "sometime", "any time", "anytime"];
    let from = soon.iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let next = text.phrase(from, "after")?;
    let next = text.phrase(next, "the").unwrap_or(next);
    let (feast, next) = FEASTS.iter().filter_map(|(name, feast)| Some((*feast, text.phrase(next, name)?))).max_by_key(|(_, next)| *next)?;
    let next = ["holidays", "holiday", "break"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let after = |year: i16| {
        let last = feast.last_day(year)?;
        first.map_or_else(|| last.tomorrow(), |weekday| last.nth_weekday(1, weekday)).ok()
    };
    if let Some((year, next)) = year(text, next) {
        return said(after(year).map(Day::Fixed), next);
    }
    let this_year = after(today.year()).filter(|day| *day >= today);
    said(this_year.or_else(|| after(today.year().checked_add(1)?)).map(Day::Fixed), next)
}

/// The weekday of `the first Monday after …`, and the index of `after`.
fn weekday_before(text: &Text<'_>, at: usize) -> Option<(Weekday, usize)> {
    let next = text.phrase(at, "the").unwrap_or(at);
    let next = text.phrase(next, "first").unwrap_or(next);
    let (weekday, _) = weekday(text.folded(next))?;
    text.phrase(next + 1, "after").map(|_| (weekday, next + 1))
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
