//! Dates in French and Spanish, which say them alike: one grammar, and a table of words for each.

mod named;
mod relative;

use jiff::civil::Date;

use super::super::number::Numerals;
use super::super::text::Text;
use super::feast::{self, Feasts};
use super::{Part, Said, Unit};

/// The words for days in one language. All are folded.
pub(super) struct Tongue {
    /// Its number words.
    pub(super) numerals: &'static Numerals,
    /// The number below a hundred that begins at an index.
    pub(super) small: fn(&Text<'_>, usize) -> Option<(u32, usize)>,
    /// The words for the first of a month, and marks in one word with its digit: "1er".
    pub(super) first: &'static [&'static str],
    /// The months from January, each with its abbreviations.
    pub(super) months: [&'static [&'static str]; 12],
    /// The weekdays from Monday: whole, and abbreviated.
    pub(super) weekdays: [(&'static str, &'static [&'static str]); 7],
    /// A word before a weekday with which it is a habit: "los lunes".
    pub(super) habit: &'static str,
    /// What stands before the day of a month: "le", "à partir du".
    pub(super) day_articles: &'static [&'static str],
    /// What stands between a day and its month.
    pub(super) of_month: &'static [&'static str],
    /// What stands before a year.
    pub(super) of_year: &'static [&'static str],
    /// The months that lie some way from this one, behind a day of the month.
    pub(super) near_months: &'static [(&'static str, i32)],
    /// "Of the month", whichever.
    pub(super) any_month: &'static [&'static str],
    /// Words that may follow a day of the month, where nothing else is counted.
    pub(super) goes_on: &'static [&'static str],
    /// "First", "last" and the like before a weekday or week.
    pub(super) nths: &'static [(&'static str, i8)],
    /// The word for week.
    pub(super) week: &'static str,
    /// Parts of a month, with all that stands before its name.
    pub(super) parts: &'static [(&'static str, Part)],
    /// Days by name, and how far they are.
    pub(super) days: &'static [(&'static str, i32)],
    /// Words before which such a name is something else: "la mañana".
    pub(super) no_day_after: &'static [&'static str],
    /// Ways to say "at once".
    pub(super) at_once: &'static [&'static str],
    /// Words that make "at once" a date even when nobody asked for one.
    pub(super) begin: &'static [&'static str],
    /// "In" before a count of days.
    pub(super) ahead: &'static [&'static str],
    /// "Ago", before the count and behind it.
    pub(super) ago: (&'static [&'static str], &'static [&'static str]),
    /// "From today" behind a count of days.
    pub(super) from_today: &'static [&'static str],
    /// Words between "in" and the count.
    pub(super) about: &'static [&'static str],
    /// Articles that count as one.
    pub(super) one: &'static [&'static str],
    /// What days are counted in.
    pub(super) units: &'static [(&'static str, Unit)],
    /// A notice period: before its length, and behind it.
    pub(super) notice: (&'static [&'static str], &'static [&'static str]),
    /// Days, weeks, months that lie near today's.
    pub(super) near: &'static [(&'static str, Near)],
    /// What may stand between such a week and the weekday in it.
    pub(super) day_of_week: &'static [&'static str],
    /// What stands before and behind a weekday that is meant in the coming days, or the past ones.
    pub(super) which: &'static [(&'static str, &'static str, Which)],
    /// Behind a weekday: how many weeks later it is meant.
    pub(super) weeks_later: &'static [(&'static str, i32)],
    /// Behind a weekday: in the week after this one.
    pub(super) in_next_week: &'static [&'static str],
    /// "After" and "before" behind a weekday that hangs on another day.
    pub(super) ties: &'static [(&'static str, i32)],
    /// Articles behind these.
    pub(super) articles: &'static [&'static str],
    /// Nouns behind these that tell an hour: "after work".
    pub(super) hours: &'static str,
    /// Its feasts.
    pub(super) feasts: &'static Feasts,
}

/// A time near today's that is said in one phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Weekend(Which),
    NextWeek,
    LastWeek,
    NextMonth,
    LastMonth,
    NextYear,
    LastYear,
    Of(Part, Span, Which),
}

/// What a part is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Week,
    Month,
    Year,
}

/// Which of the weeks, months or days is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Next,
    This,
    Last,
}

/// The longest date in words that starts at an index.
pub(super) fn said(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let feast = feast::at(text, at, today, tongue.feasts, tongue.begin, |word| named::weekday(word, tongue));
    [named::at(text, at, today, tongue), relative::at(text, at, today, tongue), feast].into_iter().flatten().max_by_key(|said| said.next)
}

/// The longest of some phrases at an index: what it stands for, and the index past it.
fn longest<T: Copy>(text: &Text<'_>, at: usize, phrases: &[(&str, T)]) -> Option<(T, usize)> {
    phrases.iter().filter_map(|(phrase, meant)| Some((*meant, text.phrase(at, phrase)?))).max_by_key(|(_, next)| *next)
}

/// The index past the longest of some phrases at an index.
fn past(text: &Text<'_>, at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| text.phrase(at, phrase)).max()
}
