//! Feasts that people count days from.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// A feast.
#[derive(Debug, Clone, Copy)]
pub(super) enum Feast {
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
    pub(super) fn day_after(self, year: i16, weekday: Option<Weekday>) -> Option<Date> {
        let last = self.last_day(year)?;
        weekday.map_or_else(|| last.tomorrow(), |weekday| last.nth_weekday(1, weekday)).ok()
    }

    /// The next such day from today on.
    pub(super) fn next_day_after(self, today: Date, weekday: Option<Weekday>) -> Option<Date> {
        let this_year = self.day_after(today.year(), weekday).filter(|day| *day >= today);
        this_year.or_else(|| self.day_after(today.year().checked_add(1)?, weekday))
    }
}

/// The next day that lies some days from Easter Sunday, from today on.
pub(super) fn next_from_easter(today: Date, days: i32) -> Option<Date> {
    let in_year = |year: i16| easter_sunday(year)?.checked_add(days.days()).ok();
    in_year(today.year()).filter(|day| *day >= today).or_else(|| in_year(today.year().checked_add(1)?))
}

/// Easter Sunday in the Gregorian calendar (J. Meeus, Astronomical Algorithms, 1991, chapter 8).
#[expect(clippy::many_single_char_names, reason = "the letters of the source")]
pub(super) fn easter_sunday(year: i16) -> Option<Date> {
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
