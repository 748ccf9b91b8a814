//! What languages say alike but for their words: days by name, "at once", parts of a month.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::Strength;

use super::super::text::Text;
use super::{Day, Part, Said, later};

/// The day whose name starts at an index; `days` are names and how far they are from today.
pub(super) fn by_name(text: &Text<'_>, at: usize, today: Date, days: &[(&str, i32)]) -> Option<Said> {
    let (days, next) = days.iter().filter_map(|(phrase, days)| Some((*days, text.phrase(at, phrase)?))).max_by_key(|(_, next)| *next)?;
    Said::clear(later(today, days.days()), next)
}

/// "At once" in one of some ways: as an answer, unless one of the words for beginning stands before it.
pub(super) fn at_once(text: &Text<'_>, at: usize, today: Date, ways: &[&str], begin: &[&str]) -> Option<Said> {
    let next = ways.iter().filter_map(|phrase| text.phrase(at, phrase)).max()?;
    let strength = if begins(text, at, begin) { Strength::Clear } else { Strength::IfAsked };
    Some(Said { day: Day::Fixed(today), next, strength })
}

/// Whether one of the words for beginning stands before an index.
pub(super) fn begins(text: &Text<'_>, at: usize, begin: &[&str]) -> bool {
    text.words.iter().take(at).any(|word| begin.contains(&word.folded.as_str()))
}

/// The first day of a part of a month, or the month's last for its end.
pub(super) fn part_of_month(part: Part, month: i8, year: Option<i16>) -> Option<Day> {
    let last = |year: i16| Date::new(year, month, 1).map(Date::days_in_month);
    let day = match part {
        Part::Start => 1,
        Part::Middle => 15,
        // Without a year, 29 February would come only every fourth year.
        Part::End => match year {
            Some(year) => last(year).ok()?,
            None if month == 2 => 28,
            None => last(2024).ok()?,
        },
    };
    Some(Day::Around { year, month, day })
}
