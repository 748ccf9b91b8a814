//! Days after feasts: `after Christmas`, `right after New Year`, `the first Monday after Easter`, `in the new year`.
//!
//! "After" a feast is the day after its last day, which is Boxing Day, New Year's Day and Easter Monday: 27 December, 2 January,
//! the Tuesday after Easter. A feast alone ("at Christmas") or the time before it is no day.

use jiff::civil::{Date, Weekday};

use super::super::super::text::Text;
use super::super::feast::Feast;
use super::super::phrases::begins;
use super::super::{Day, Said, year};
use super::named::weekday;
use super::relative::BEGIN;

const FEASTS: &[(&str, Feast)] = &[
    ("christmas", Feast::Christmas),
    ("xmas", Feast::Christmas),
    ("new year", Feast::NewYear),
    ("new years", Feast::NewYear),
    ("new years day", Feast::NewYear),
    ("epiphany", Feast::Epiphany),
    ("easter", Feast::Easter),
];

/// The day after a feast that starts at an index; as an answer, unless a word such as "start" stands before it.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let said = if begins(text, at, BEGIN) { Said::clear } else { Said::if_asked };
    if let Some(next) = ["in the new year", "from the new year", "in the new years"].iter().find_map(|phrase| text.phrase(at, phrase)) {
        return said(Date::new(today.year().checked_add(1)?, 1, 1).ok().map(Day::Fixed), next);
    }
    let (first, at) = weekday_before(text, at).map_or((None, at), |(weekday, next)| (Some(weekday), next));
    let soon = ["straight", "right", "just", "shortly", "soon", "directly", "immediately", "sometime", "some time", "any time", "anytime"];
    let from = soon.iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let next = text.phrase(from, "after")?;
    let next = text.phrase(next, "the").unwrap_or(next);
    let (feast, next) = FEASTS.iter().filter_map(|(name, feast)| Some((*feast, text.phrase(next, name)?))).max_by_key(|(_, next)| *next)?;
    let next = ["holidays", "holiday", "break"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    match year(text, next) {
        Some((year, next)) => said(feast.day_after(year, first).map(Day::Fixed), next),
        None => said(feast.next_day_after(today, first).map(Day::Fixed), next),
    }
}

/// The weekday of `the first Monday after …`, and the index of `after`.
fn weekday_before(text: &Text<'_>, at: usize) -> Option<(Weekday, usize)> {
    let next = text.phrase(at, "the").unwrap_or(at);
    let next = text.phrase(next, "first").unwrap_or(next);
    let (weekday, _) = weekday(text.folded(next))?;
    text.phrase(next + 1, "after").map(|_| (weekday, next + 1))
}
