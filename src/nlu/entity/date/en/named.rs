//! Dates with the name of a month, and days of the month: `4 March`, `March 4th, 2026`, `the 15th`, `end of May`.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::super::super::text::{Text, Word};
use super::super::{Day, Part, Said, after_only, dated, phrases, undated, year};

const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// The date in words that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    [
        day_and_month(text, at),
        month_and_day(text, at),
        day_of_month(text, at, today),
        weekday_of_month(text, at, today),
        week_of_month(text, at),
        day_of_numbered_month(text, at),
        part_of_month(text, at),
        month_alone(text, at),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|said| said.next)
}

/// `the first Monday in February`, `last Friday of next month`.
fn weekday_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = text.phrase(at, "the").unwrap_or(at);
    let (nth, next) = match text.phrase(at, "last") {
        Some(next) => (-1, next),
        None => ordinal(text, at).filter(|(nth, _)| *nth <= 5)?,
    };
    let (weekday, _) = weekday(text.folded(next))?;
    let next = ["in", "of"].iter().find_map(|word| text.phrase(next + 1, word))?;
    let first_of_month = today.first_of_month();
    let in_month = |first: Date| first.nth_weekday_of_month(nth, weekday).ok();
    for (phrase, ahead) in [("next month", 1), ("the next month", 1), ("this month", 0), ("the month", 0)] {
        if let Some(next) = text.phrase(next, phrase) {
            let day = in_month(first_of_month.checked_add(ahead.months()).ok()?);
            return Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next);
        }
    }
    let (month, next) = month(text, next)?;
    let of_year = |year: i16| Date::new(year, month, 1).ok().and_then(in_month);
    let mut coming = (0..=8).filter_map(|ahead| of_year(today.year().checked_add(ahead)?)).filter(|day| *day >= today);
    let (day, next) = year(text, next).map_or_else(|| (coming.next(), next), |(year, next)| (of_year(year), next));
    Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next)
}

/// "The first week of January" is no day, and nor is the January in it.
fn week_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = text.phrase(at, "the").unwrap_or(at);
    let next = match text.phrase(at, "last") {
        Some(next) => next,
        None => ordinal(text, at).filter(|(nth, _)| *nth <= 5)?.1,
    };
    let next = ["full week", "week"].iter().find_map(|week| text.phrase(next, week))?;
    let behind = ["in", "of"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let near = ["next month", "the next month", "this month", "the month"].iter().find_map(|phrase| text.phrase(behind, phrase));
    let next = near.or_else(|| month(text, behind).map(|(_, next)| next)).unwrap_or(next);
    Said::clear(Some(Day::Vague), next)
}

/// "The 15th of the second": the month by its number; as an answer, unless "month" stands behind.
fn day_of_numbered_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = text.phrase(at, "the").unwrap_or(at);
    let (day, next) = ordinal(text, at)?;
    let next = ["of the", "of"].iter().find_map(|word| text.phrase(next, word))?;
    let (month, next) = ordinal(text, next).filter(|(month, _)| *month <= 12)?;
    match text.phrase(next, "month") {
        Some(next) => Said::clear(undated(month, day), next),
        None if text.ends_before(next) => Said::if_asked(undated(month, day), next),
        None => None,
    }
}

/// `4 March`, `the 4th of March, 2026`.
fn day_and_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = text.phrase(at, "the").unwrap_or(at);
    let (day, next) = ordinal(text, at).or_else(|| cardinal(text, at))?;
    after_only(text, next, &['.', '-', '/'])?;
    let next = text.phrase(next, "of").unwrap_or(next);
    let (month, next) = month(text, next)?;
    let (day, next) = with_year(text, month, day, next);
    Said::clear(day, next)
}

/// `March 4`, `March the 4th, 2026`.
fn month_and_day(text: &Text<'_>, at: usize) -> Option<Said> {
    let (month, next) = month(text, at)?;
    after_only(text, next, &['.', '-'])?;
    let next = text.phrase(next, "the").unwrap_or(next);
    let (day, next) = ordinal(text, next).or_else(|| cardinal(text, next))?;
    // "may 5 people come": the verb, unless it looks like the month.
    let is_verb = month == 5 && !text.words.get(at).is_some_and(Word::is_capitalised) && !text.ends_before(next);
    if is_verb {
        return None;
    }
    let (day, next) = with_year(text, month, day, next);
    Said::clear(day, next)
}

fn with_year(text: &Text<'_>, month: i8, day: i8, next: usize) -> (Option<Day>, usize) {
    // Behind another mark, as in "18 January?", a year belongs to what follows.
    match after_only(text, next, &['.', ',', '-', '/']).and_then(|()| year(text, next)) {
        Some((year, next)) => (dated(year, month, day).or(Some(Day::Nothing)), next),
        // 31 April is no day, and nor is the April in it.
        None => (undated(month, day).or(Some(Day::Nothing)), next),
    }
}

/// `the 15th`, `the first of next month`; a bare `15th` only as an answer.
fn day_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (has_article, from) = text.phrase(at, "the").map_or((false, at), |next| (true, next));
    let (day, next) = ordinal(text, from)?;
    let in_digits = text.folded(from).starts_with(|c: char| c.is_ascii_digit());
    let months: [(&str, Span); 4] =
        [("of next month", 1.month()), ("of the next month", 1.month()), ("of this month", 0.months()), ("of the month", 0.months())];
    for (phrase, ahead) in months {
        if let Some(next) = text.phrase(next, phrase) {
            let month = today.first_of_month().checked_add(ahead).ok()?;
            let named = phrase == "of the month";
            let day = if named { Some(Day::Monthly { day }) } else { dated(month.year(), month.month(), day) };
            return Said::clear(day, next);
        }
    }
    let day = Some(Day::Monthly { day });
    if has_article && is_made(text, at) {
        return Said::clear(day, next);
    }
    match (has_article, in_digits) {
        (true, true) => Said::clear(day, next),
        (false, true) => Said::if_asked(day, next),
        (true, false) if day != Some(Day::Monthly { day: 1 }) => Said::if_asked(day, next),
        // "the first", "second": mostly not a day.
        (_, false) => None,
    }
}

/// "Make that the eleventh": a command before it.
fn is_made(text: &Text<'_>, at: usize) -> bool {
    let Some(verb) = at.checked_sub(2) else { return false };
    matches!(text.folded(verb), "make" | "move" | "change" | "shift") && matches!(text.folded(verb + 1), "it" | "that" | "this")
}

/// `end of March`, `early May 2027`.
fn part_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let (part, next) = part(text, at)?;
    let (month, next) = month(text, next).filter(|_| !is_may_i(text, next))?;
    let (year, next) = year(text, next).map_or((None, next), |(year, next)| (Some(year), next));
    Said::clear(phrases::part_of_month(part, month, year), next)
}

/// "Late may I come": the verb before whoever may.
fn is_may_i(text: &Text<'_>, at: usize) -> bool {
    let is_small = text.words.get(at).is_some_and(|word| !word.is_capitalised());
    is_small
        && text.folded(at) == "may"
        && matches!(text.folded(at + 1), "i" | "we" | "you" | "he" | "she" | "it" | "they" | "one" | "my" | "our")
}

/// `the end of`, `mid`, `early`, and the index past it; "how late", "how early" ask.
pub(super) fn part(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    if at.checked_sub(1).is_some_and(|before| text.folded(before) == "how") {
        return None;
    }
    let parts: [(&str, Part); 7] = [
        ("end of", Part::End),
        ("late", Part::End),
        ("mid", Part::Middle),
        ("middle of", Part::Middle),
        ("early", Part::Start),
        ("start of", Part::Start),
        ("beginning of", Part::Start),
    ];
    let at = text.phrase(at, "the").unwrap_or(at);
    parts.iter().find_map(|(phrase, part)| Some((*part, text.phrase(at, phrase)?)))
}

/// `March 2026` and `March` mean its first day, and only as an answer.
fn month_alone(text: &Text<'_>, at: usize) -> Option<Said> {
    let (month, next) = month(text, at)?;
    let abbreviated = text.folded(at).len() <= 4;
    match year(text, next) {
        Some((year, next)) => Said::if_asked(Some(Day::Around { year: Some(year), month, day: 1 }), next),
        // "may", "mar", "jun": only as the whole answer, or after "in".
        None if abbreviated && text.words.len() > 2 && !after_preposition(text, at) => None,
        None => Said::if_asked(Some(Day::Around { year: None, month, day: 1 }), next),
    }
}

fn after_preposition(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|before| matches!(text.folded(before), "in" | "from" | "by" | "until" | "till" | "since" | "mid" | "after"))
}

fn month(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    Some((i8::try_from(index + 1).ok()?, at + 1))
}

/// `4th`, `fourth`, `twenty-first`.
fn ordinal(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !digits.is_empty() && matches!(word.get(digits.len()..), Some("st" | "nd" | "rd" | "th")) {
        return digits.parse().ok().filter(|day| (1..=31).contains(day)).map(|day| (day, at + 1));
    }
    let unit = |word: &str| ORDINALS.iter().position(|entry| *entry == word).and_then(|index| i8::try_from(index + 1).ok());
    match word {
        "thirtieth" => Some((30, at + 1)),
        "twenty" => unit(text.folded(at + 1)).filter(|day| *day < 10).map(|day| (20 + day, at + 2)),
        "thirty" if text.folded(at + 1) == "first" => Some((31, at + 2)),
        _ => unit(word).map(|day| (day, at + 1)),
    }
}

fn cardinal(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let day = if word.len() <= 2 { word.parse().ok()? } else { return None };
    (1..=31).contains(&day).then_some((day, at + 1))
}

/// The weekday of a name or its abbreviation, and whether the name is whole.
pub(super) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let (weekday, whole) = match word {
        "monday" => (Weekday::Monday, true),
        "tuesday" => (Weekday::Tuesday, true),
        "wednesday" => (Weekday::Wednesday, true),
        "thursday" => (Weekday::Thursday, true),
        "friday" => (Weekday::Friday, true),
        "saturday" => (Weekday::Saturday, true),
        "sunday" => (Weekday::Sunday, true),
        "mon" => (Weekday::Monday, false),
        "tue" | "tues" => (Weekday::Tuesday, false),
        "wed" | "weds" => (Weekday::Wednesday, false),
        "thu" | "thur" | "thurs" => (Weekday::Thursday, false),
        "fri" => (Weekday::Friday, false),
        "sat" => (Weekday::Saturday, false),
        "sun" => (Weekday::Sunday, false),
        _ => return None,
    };
    Some((weekday, whole))
}
