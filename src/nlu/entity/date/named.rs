//! Days with a name of their own: `Christmas Day`, `Easter Monday`, `Capodanno`, `Ferragosto`.
//!
//! Only names that are one day: "at Christmas" is none. What is before such a day is not that day.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::text::Text;
use super::feast::easter_sunday;
use super::{Day, Said};
use crate::domain::Language;

/// A month and a day, or so many days from Easter Sunday.
#[derive(Debug, Clone, Copy)]
enum Named {
    Each(i8, i8),
    Easter(i32),
    /// The fourth Thursday of November, and so many days more.
    Thanksgiving(i32),
}

use Named::{Each, Easter, Thanksgiving};

/// By language, folded; then words before which the day is only a limit.
type Names = (&'static str, &'static [(&'static str, Named)], &'static [&'static str]);

static ALL: [Names; 5] = [
    (
        "en",
        &[
            ("christmas day", Each(12, 25)),
            ("christmas eve", Each(12, 24)),
            ("boxing day", Each(12, 26)),
            ("new years day", Each(1, 1)),
            ("new years eve", Each(12, 31)),
            ("halloween", Each(10, 31)),
            ("valentines day", Each(2, 14)),
            ("good friday", Easter(-2)),
            ("easter sunday", Easter(0)),
            ("easter monday", Easter(1)),
            ("easter day", Easter(0)),
            ("thanksgiving day", Thanksgiving(0)),
            ("black friday", Thanksgiving(1)),
        ],
        &["before", "until", "till"],
    ),
    (
        "it",
        &[
            ("giorno di natale", Each(12, 25)),
            ("vigilia di natale", Each(12, 24)),
            ("santo stefano", Each(12, 26)),
            ("capodanno", Each(1, 1)),
            ("san silvestro", Each(12, 31)),
            ("ferragosto", Each(8, 15)),
            ("san valentino", Each(2, 14)),
            ("ognissanti", Each(11, 1)),
            ("venerdi santo", Easter(-2)),
            ("domenica di pasqua", Easter(0)),
            ("pasquetta", Easter(1)),
            ("lunedi di pasqua", Easter(1)),
            ("lunedi dellangelo", Easter(1)),
            ("primo maggio", Each(5, 1)),
        ],
        &["prima", "di", "dopo", "del", "della"],
    ),
    (
        "fr",
        &[
            ("jour de noel", Each(12, 25)),
            ("veille de noel", Each(12, 24)),
            ("jour de lan", Each(1, 1)),
            ("saint sylvestre", Each(12, 31)),
            ("vendredi saint", Easter(-2)),
            ("dimanche de paques", Easter(0)),
            ("lundi de paques", Easter(1)),
        ],
        &["avant", "de", "apres"],
    ),
    (
        "de",
        &[
            ("heiligabend", Each(12, 24)),
            ("erster weihnachtstag", Each(12, 25)),
            ("neujahr", Each(1, 1)),
            ("silvester", Each(12, 31)),
            ("karfreitag", Easter(-2)),
            ("ostersonntag", Easter(0)),
            ("ostermontag", Easter(1)),
            ("pfingstmontag", Easter(50)),
        ],
        &["vor", "nach"],
    ),
    (
        "es",
        &[
            ("dia de navidad", Each(12, 25)),
            ("nochebuena", Each(12, 24)),
            ("nochevieja", Each(12, 31)),
            ("ano nuevo", Each(1, 1)),
            ("dia de reyes", Each(1, 6)),
            ("viernes santo", Easter(-2)),
            ("domingo de pascua", Easter(0)),
        ],
        &["antes", "de", "despues"],
    ),
];

/// The named day that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date, language: &Language) -> Option<Said> {
    let (_, names, limits) = ALL.iter().find(|(code, ..)| *code == language.as_str())?;
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    if limits.contains(&before) {
        return None;
    }
    let (when, next) = names.iter().filter_map(|(name, when)| Some((*when, text.phrase(at, name)?))).max_by_key(|(_, next)| *next)?;
    let of_year = |year: i16| match when {
        Each(month, day) => Date::new(year, month, day).ok(),
        Easter(days) => easter_sunday(year)?.checked_add(days.days()).ok(),
        Thanksgiving(days) => Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, Weekday::Thursday).ok()?.checked_add(days.days()).ok(),
    };
    if let Some((year, next)) = super::year(text, next) {
        return Said::clear(of_year(year).map(Day::Fixed), next);
    }
    let day = if let Each(month, day) = when {
        Some(Day::Yearly { month, day })
    } else {
        (0..=1).find_map(|ahead| of_year(today.year().checked_add(ahead)?).filter(|day| *day >= today)).map(Day::Fixed)
    };
    Said::clear(day, next)
}
