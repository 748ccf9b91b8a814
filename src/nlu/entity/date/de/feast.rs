//! Feasts in German: `Heiligabend`, `Ostermontag`, `nach Weihnachten`.

use jiff::civil::{Date, Weekday};

use super::super::super::text::Text;
use super::super::feast::{self, Feast};
use super::super::phrases::begins;
use super::super::{Day, Said, end_of_year, undated, year};
use super::named::weekday;
use super::relative::BEGIN;

/// Feasts that people count days from.
const FEASTS: &[(&str, Feast)] = &[
    ("weihnachten", Feast::Christmas),
    ("xmas", Feast::Christmas),
    ("den weihnachtstagen", Feast::Christmas),
    ("den weihnachtsfeiertagen", Feast::Christmas),
    ("silvester", Feast::NewYear),
    ("sylvester", Feast::NewYear),
    ("neujahr", Feast::NewYear),
    ("dem jahreswechsel", Feast::NewYear),
    ("den feiertagen", Feast::NewYear),
    ("dreikonig", Feast::Epiphany),
    ("dreikoenig", Feast::Epiphany),
    ("ostern", Feast::Easter),
    ("den osterfeiertagen", Feast::Easter),
    ("ostermontag", Feast::Easter),
    ("pfingsten", Feast::Pentecost),
    ("pfingstmontag", Feast::Pentecost),
    ("maria himmelfahrt", Feast::Assumption),
];

/// Feasts of one day, on the same day each year.
const FIXED: &[(&str, (i8, i8))] = &[
    ("heiligabend", (12, 24)),
    ("heilig abend", (12, 24)),
    ("heiliger abend", (12, 24)),
    ("heiligen abend", (12, 24)),
    ("1 weihnachtstag", (12, 25)),
    ("1 weihnachtsfeiertag", (12, 25)),
    ("ersten weihnachtstag", (12, 25)),
    ("ersten weihnachtsfeiertag", (12, 25)),
    ("2 weihnachtstag", (12, 26)),
    ("2 weihnachtsfeiertag", (12, 26)),
    ("zweiten weihnachtstag", (12, 26)),
    ("zweiten weihnachtsfeiertag", (12, 26)),
    ("silvester", (12, 31)),
    ("sylvester", (12, 31)),
    ("neujahr", (1, 1)),
    ("neujahrstag", (1, 1)),
    ("dreikonigstag", (1, 6)),
    ("dreikoenigstag", (1, 6)),
    ("heilige drei konige", (1, 6)),
    ("valentinstag", (2, 14)),
    ("tag der arbeit", (5, 1)),
    ("tag der deutschen einheit", (10, 3)),
    ("reformationstag", (10, 31)),
    ("halloween", (10, 31)),
    ("allerheiligen", (11, 1)),
    ("nikolaus", (12, 6)),
    ("nikolaustag", (12, 6)),
];

/// Feasts that move with Easter, by their distance in days from its Sunday.
const MOVABLE: &[(&str, i32)] = &[
    ("weiberfastnacht", -52),
    ("rosenmontag", -48),
    ("faschingsdienstag", -47),
    ("aschermittwoch", -46),
    ("palmsonntag", -7),
    ("grundonnerstag", -3),
    ("gruendonnerstag", -3),
    ("karfreitag", -2),
    ("karsamstag", -1),
    ("ostersamstag", -1),
    ("ostersonntag", 0),
    ("ostermontag", 1),
    ("christi himmelfahrt", 39),
    ("himmelfahrt", 39),
    ("vatertag", 39),
    ("pfingstsonntag", 49),
    ("pfingstmontag", 50),
    ("fronleichnam", 60),
];

/// The feast, or the day after one, that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    [after_feast(text, at, today), around(text, at), on_feast(text, at, today)].into_iter().flatten().max_by_key(|said| said.next)
}

/// `nach Weihnachten`, `der erste Montag nach Ostern`, `im neuen Jahr`; as an answer, unless a word such as "anfangen" stands before.
fn after_feast(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let said = if begins(text, at, BEGIN) { Said::clear } else { Said::if_asked };
    let new_year = ["im neuen jahr", "ab dem neuen jahr", "erst im neuen jahr"];
    if let Some(next) = new_year.iter().find_map(|phrase| text.phrase(at, phrase)) {
        return said(end_of_year(today).tomorrow().ok().map(Day::Fixed), next);
    }
    let (first, at) = weekday_before(text, at).map_or((None, at), |(weekday, next)| (Some(weekday), next));
    let from = ["direkt", "gleich", "kurz", "sofort", "erst", "ab"].iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let next = text.phrase(from, "nach")?;
    let (feast, next) = FEASTS.iter().filter_map(|(name, feast)| Some((*feast, text.phrase(next, name)?))).max_by_key(|(_, next)| *next)?;
    match year(text, next) {
        Some((year, next)) => said(feast.day_after(year, first).map(Day::Fixed), next),
        None => said(feast.next_day_after(today, first).map(Day::Fixed), next),
    }
}

/// The weekday of `der erste Montag nach …`, and the index of `nach`.
fn weekday_before(text: &Text<'_>, at: usize) -> Option<(Weekday, usize)> {
    let next = ["am", "der", "den"].iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let next = ["erste", "ersten", "erster"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (weekday, _) = weekday(text.folded(next)).filter(|(_, whole)| *whole)?;
    text.phrase(next + 1, "nach").map(|_| (weekday, next + 1))
}

/// "Vor Weihnachten", "zwischen den Jahren", "über Ostern" are no day.
fn around(text: &Text<'_>, at: usize) -> Option<Said> {
    if let Some(next) = text.phrase(at, "zwischen den jahren") {
        return Said::clear(Some(Day::Vague), next);
    }
    let next = ["noch vor", "kurz vor", "vor", "uber", "ueber"].iter().find_map(|word| text.phrase(at, word))?;
    let next = FEASTS.iter().filter_map(|(name, _)| text.phrase(next, name)).max()?;
    Said::clear(Some(Day::Vague), next)
}

/// `Heiligabend`, `am 2. Weihnachtstag`, `Karfreitag`; "Weihnachten" and "Ostern" last longer than a day, so only as an answer.
fn on_feast(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = ["am", "an", "zu", "ab", "bis"].iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let fixed = FIXED.iter().filter_map(|(name, day)| Some((*day, phrase_with_points(text, at, name)?))).max_by_key(|(_, next)| *next);
    if let Some(((month, day), next)) = fixed {
        return Said::clear(undated(month, day), next);
    }
    if let Some((days, next)) = MOVABLE.iter().find_map(|(name, days)| Some((*days, text.phrase(at, name)?))) {
        return Said::clear(feast::next_from_easter(today, days).map(Day::Fixed), next);
    }
    match text.folded(at) {
        "weihnachten" => Said::if_asked(undated(12, 25), at + 1),
        "ostern" => Said::if_asked(feast::next_from_easter(today, 0).map(Day::Fixed), at + 1),
        "pfingsten" => Said::if_asked(feast::next_from_easter(today, 49).map(Day::Fixed), at + 1),
        _ => None,
    }
}

/// A phrase whose first word may have the point of an ordinal behind it: "2. Weihnachtstag".
fn phrase_with_points(text: &Text<'_>, at: usize, phrase: &str) -> Option<usize> {
    let pointed = phrase.split_once(' ').filter(|(first, _)| first.len() == 1);
    pointed.map_or_else(|| text.phrase(at, phrase), |(first, rest)| text.phrase(at, first).and_then(|next| text.phrase(next, rest)))
}
