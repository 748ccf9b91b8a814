//! Lengths of time: `two weeks`, `an hour and a half`, `1h30`, `un'ora e mezza`; kept in the units they were said in.
//!
//! Half of a unit is told in the next smaller one: half a year is 6 months, half a month 15 days. What is also a day ("in two weeks"), an
//! hour ("9h") or an age ("30 years old") is a length only as an answer.

use std::ops::Range;

use jiff::Span;

use crate::domain::{Duration, Language, SlotValue, Strength};

use super::Found;
use super::number::{self, Numerals};
use super::text::Text;

/// Units from the largest, and how many of the next one are in each; a month counts 30 days where it is halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl Unit {
    fn smaller(self) -> Option<(Self, f64)> {
        match self {
            Self::Year => Some((Self::Month, 12.0)),
            Self::Month => Some((Self::Day, 30.0)),
            Self::Week => Some((Self::Day, 7.0)),
            Self::Day => Some((Self::Hour, 24.0)),
            Self::Hour => Some((Self::Minute, 60.0)),
            Self::Minute => Some((Self::Second, 60.0)),
            Self::Second => None,
        }
    }
}

/// How one language says lengths; folded.
struct Words {
    code: &'static str,
    units: &'static [(&'static str, Unit)],
    /// Before a unit, they count as one.
    articles: &'static [&'static str],
    /// Whole phrases, in minutes.
    phrases: &'static [(&'static str, f64, Unit)],
    /// Before a unit: a half, a quarter of it.
    parts: &'static [(&'static str, f64)],
    /// Behind a unit: as much more of it.
    more: &'static [(&'static str, f64)],
    /// Between two units.
    and: &'static [&'static str],
    /// Behind an age.
    old: &'static [&'static str],
    /// Before an age.
    aged: &'static [&'static str],
    /// Between the two numbers of "two or three weeks".
    or: &'static [&'static str],
}

use Unit::{Day, Hour, Minute, Month, Second, Week, Year};

static ALL: [Words; 5] = [
    Words {
        code: "en",
        units: &[
            ("year", Year),
            ("years", Year),
            ("yr", Year),
            ("yrs", Year),
            ("month", Month),
            ("months", Month),
            ("week", Week),
            ("weeks", Week),
            ("wk", Week),
            ("wks", Week),
            ("day", Day),
            ("days", Day),
            ("night", Day),
            ("nights", Day),
            ("hour", Hour),
            ("hours", Hour),
            ("hr", Hour),
            ("hrs", Hour),
            ("minute", Minute),
            ("minutes", Minute),
            ("min", Minute),
            ("mins", Minute),
            ("second", Second),
            ("seconds", Second),
            ("sec", Second),
            ("secs", Second),
        ],
        articles: &["a", "an", "one"],
        phrases: &[
            ("a fortnight", 2.0, Week),
            ("fortnight", 2.0, Week),
            ("two fortnights", 4.0, Week),
            ("a decade", 10.0, Year),
            ("quarter hour", 0.25, Hour),
        ],
        parts: &[
            ("half a", 0.5),
            ("half an", 0.5),
            ("half", 0.5),
            ("a half", 0.5),
            ("quarter of an", 0.25),
            ("a quarter of an", 0.25),
            ("three quarters of an", 0.75),
        ],
        more: &[("and a half", 0.5), ("and a quarter", 0.25), ("and three quarters", 0.75)],
        and: &["and"],
        old: &["old", "ago"],
        aged: &["aged", "last", "past"],
        or: &["or", "to"],
    },
    Words {
        code: "it",
        units: &[
            ("anno", Year),
            ("anni", Year),
            ("mese", Month),
            ("mesi", Month),
            ("settimana", Week),
            ("settimane", Week),
            ("sett", Week),
            ("giorno", Day),
            ("giorni", Day),
            ("gg", Day),
            ("giornata", Day),
            ("giornate", Day),
            ("notte", Day),
            ("notti", Day),
            ("ora", Hour),
            ("ore", Hour),
            ("h", Hour),
            ("minuto", Minute),
            ("minuti", Minute),
            ("min", Minute),
            ("secondo", Second),
            ("secondi", Second),
            ("sec", Second),
        ],
        articles: &["un", "una", "uno"],
        phrases: &[
            ("unora", 1.0, Hour),
            ("mezzora", 0.5, Hour),
            ("mezz ora", 0.5, Hour),
            ("una mezzora", 0.5, Hour),
            ("un quarto dora", 0.25, Hour),
            ("tre quarti dora", 0.75, Hour),
            ("un paio dore", 2.0, Hour),
            ("un paio danni", 2.0, Year),
            ("un anno e mezzo", 1.5, Year),
            ("un decennio", 10.0, Year),
            ("mezzanno", 0.5, Year),
            ("mezza giornata", 0.5, Day),
            ("un semestre", 6.0, Month),
            ("un trimestre", 3.0, Month),
            ("una quindicina di giorni", 15.0, Day),
            ("una decina di giorni", 10.0, Day),
            ("una ventina di minuti", 20.0, Minute),
        ],
        parts: &[("mezza", 0.5), ("mezzo", 0.5), ("un paio di", 2.0), ("paio di", 2.0)],
        more: &[("e mezza", 0.5), ("e mezzo", 0.5), ("e un quarto", 0.25), ("e tre quarti", 0.75)],
        and: &["e"],
        old: &["fa", "deta"],
        aged: &["scorso", "scorsa"],
        or: &["o", "a"],
    },
    Words {
        code: "fr",
        units: &[
            ("an", Year),
            ("ans", Year),
            ("annee", Year),
            ("annees", Year),
            ("mois", Month),
            ("semaine", Week),
            ("semaines", Week),
            ("jour", Day),
            ("jours", Day),
            ("journee", Day),
            ("journees", Day),
            ("nuit", Day),
            ("nuits", Day),
            ("heure", Hour),
            ("heures", Hour),
            ("minute", Minute),
            ("minutes", Minute),
            ("min", Minute),
            ("mn", Minute),
            ("seconde", Second),
            ("secondes", Second),
        ],
        articles: &["un", "une"],
        phrases: &[
            ("une demi heure", 0.5, Hour),
            ("un quart dheure", 0.25, Hour),
            ("trois quarts dheure", 0.75, Hour),
            ("une quinzaine de jours", 15.0, Day),
            ("une dizaine de jours", 10.0, Day),
            ("un semestre", 6.0, Month),
            ("un trimestre", 3.0, Month),
        ],
        parts: &[("une demi", 0.5), ("demi", 0.5)],
        more: &[("et demie", 0.5), ("et demi", 0.5), ("et quart", 0.25), ("et un quart", 0.25)],
        and: &["et"],
        old: &[],
        aged: &["a", "y"],
        or: &["ou", "a"],
    },
    Words {
        code: "de",
        units: &[
            ("jahr", Year),
            ("jahre", Year),
            ("jahren", Year),
            ("monat", Month),
            ("monate", Month),
            ("monaten", Month),
            ("woche", Week),
            ("wochen", Week),
            ("tag", Day),
            ("tage", Day),
            ("tagen", Day),
            ("nacht", Day),
            ("nachte", Day),
            ("nachten", Day),
            ("stunde", Hour),
            ("stunden", Hour),
            ("std", Hour),
            ("minute", Minute),
            ("minuten", Minute),
            ("min", Minute),
            ("sekunde", Second),
            ("sekunden", Second),
        ],
        articles: &["ein", "eine", "einen", "einem", "einer"],
        phrases: &[
            ("eine halbe stunde", 0.5, Hour),
            ("einer halben stunde", 0.5, Hour),
            ("eine viertelstunde", 0.25, Hour),
            ("viertelstunde", 0.25, Hour),
            ("eine dreiviertelstunde", 0.75, Hour),
            ("dreiviertelstunde", 0.75, Hour),
            ("ein halbes jahr", 6.0, Month),
            ("anderthalb stunden", 1.5, Hour),
            ("eineinhalb stunden", 1.5, Hour),
            ("anderthalb jahre", 1.5, Year),
            ("eineinhalb jahre", 1.5, Year),
            ("zweieinhalb stunden", 2.5, Hour),
            ("ein halber tag", 0.5, Day),
            ("einen halben tag", 0.5, Day),
            ("ein quartal", 3.0, Month),
        ],
        parts: &[],
        more: &[("und eine halbe", 0.5)],
        and: &["und"],
        old: &["alt"],
        aged: &["vor"],
        or: &["oder", "bis"],
    },
    Words {
        code: "es",
        units: &[
            ("ano", Year),
            ("anos", Year),
            ("mes", Month),
            ("meses", Month),
            ("semana", Week),
            ("semanas", Week),
            ("dia", Day),
            ("dias", Day),
            ("noche", Day),
            ("noches", Day),
            ("hora", Hour),
            ("horas", Hour),
            ("minuto", Minute),
            ("minutos", Minute),
            ("min", Minute),
            ("segundo", Second),
            ("segundos", Second),
        ],
        articles: &["un", "una"],
        phrases: &[
            ("un cuarto de hora", 0.25, Hour),
            ("cuarto de hora", 0.25, Hour),
            ("tres cuartos de hora", 0.75, Hour),
            ("una quincena", 15.0, Day),
            ("un semestre", 6.0, Month),
            ("un trimestre", 3.0, Month),
            ("un par de horas", 2.0, Hour),
            ("un par de semanas", 2.0, Week),
            ("un par de dias", 2.0, Day),
        ],
        parts: &[("media", 0.5), ("medio", 0.5)],
        more: &[("y media", 0.5), ("y medio", 0.5), ("y cuarto", 0.25)],
        and: &["y"],
        old: &["de edad"],
        aged: &["hace"],
        or: &["o", "a"],
    },
];

/// All lengths in an utterance; in languages without words only what is written in ISO 8601.
pub(super) fn find(text: &Text<'_>, language: &Language, numerals: Option<&Numerals>) -> Vec<Found> {
    let words = ALL.iter().find(|words| words.code == language.as_str());
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let read = words.and_then(|words| long(text, at, words, numerals)).or_else(|| standard(text, at));
        match read {
            Some((value, next, strength)) => {
                found.push(Found { bytes: text.bytes(at..next), value: SlotValue::Duration(value), strength });
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Lengths that something clearer holds, a day or an hour, are lengths only where one was asked for.
pub(super) fn weigh(found: &mut [Found], clearer: &[Found]) {
    let is_part = |bytes: &Range<usize>| {
        clearer.iter().any(|other| other.strength > Strength::IfAsked && other.bytes.start < bytes.end && bytes.start < other.bytes.end)
    };
    for found in found.iter_mut().filter(|found| is_part(&found.bytes)) {
        found.strength = Strength::IfAsked;
    }
}

/// `P2W`, `PT1H30M`.
fn standard(text: &Text<'_>, at: usize) -> Option<(Duration, usize, Strength)> {
    let written = text.words.get(at)?.text;
    let is_long = written.len() > 2 && written.bytes().any(|byte| byte.is_ascii_digit());
    Some((written.parse().ok().filter(|_| is_long)?, at + 1, Strength::Clear))
}

/// Units from the largest to the smallest: "2 years and 6 months", "1 hour 30 minutes".
fn long(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(Duration, usize, Strength)> {
    let (mut span, mut unit, mut next) = part(text, at, words, numerals)?;
    loop {
        let gap = next.checked_sub(1).map_or("", |last| text.gap(last)).trim();
        if !matches!(gap, "" | ",") {
            break;
        }
        let and = words.and.iter().find_map(|and| text.phrase(next, and)).unwrap_or(next);
        let Some((more, smaller, after)) = part(text, and, words, numerals).filter(|(_, smaller, _)| *smaller > unit) else { break };
        (span, unit, next) = (sum(span, more)?, smaller, after);
    }
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    let is_behind = |phrases: &[&str]| phrases.iter().any(|phrase| text.phrase(next, phrase).is_some());
    let is_listed = words.or.contains(&before) && at.checked_sub(2).is_some_and(|number| is_number(text, number, numerals))
        || at.checked_sub(1).is_some_and(|before| matches!(text.gap(before), "-" | "–"));
    let doubtful = is_behind(words.old) || words.aged.contains(&before) || is_listed;
    Some((Duration::new(span)?, next, if doubtful { Strength::IfAsked } else { Strength::Clear }))
}

fn is_number(text: &Text<'_>, at: usize, numerals: Option<&Numerals>) -> bool {
    text.folded(at).bytes().all(|byte| byte.is_ascii_digit()) || numerals.is_some_and(|numerals| (numerals.spelled)(text, at).is_some())
}

/// One unit with its number.
fn part(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(Span, Unit, usize)> {
    let (mut count, unit, mut next) = counted(text, at, words, numerals)?;
    if let Some((more, after)) = words.more.iter().find_map(|(phrase, more)| Some((*more, text.phrase(next, phrase)?))) {
        (count, next) = (count + more, after);
    }
    Some((span(count, unit)?, unit, next))
}

fn counted(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(f64, Unit, usize)> {
    let phrases = words.phrases.iter().filter_map(|(phrase, count, unit)| Some((*count, *unit, text.phrase(at, phrase)?)));
    if let Some(whole) = phrases.max_by_key(|(_, _, next)| *next) {
        return Some(whole);
    }
    let unit = |at: usize| words.units.iter().find(|(word, _)| *word == text.folded(at)).map(|(_, unit)| *unit);
    let parts = words.parts.iter().filter_map(|(phrase, part)| Some((*part, text.phrase(at, phrase)?)));
    if let Some((part, next)) = parts.max_by_key(|(_, next)| *next)
        && let Some(unit) = unit(next)
    {
        return Some((part, unit, next + 1));
    }
    if let Some(joined) = joined(text.folded(at)) {
        return Some((joined.0, joined.1, at + 1));
    }
    let article = words.articles.contains(&text.folded(at)).then_some((1.0, at + 1));
    let (count, next) = digits(text, at, numerals).or_else(|| (numerals?.spelled)(text, at)).or(article)?;
    let near = next.checked_sub(1).is_some_and(|last| matches!(text.gap(last).trim(), "" | "-"));
    // "One half hour", "two full days".
    Some((count, unit(next).filter(|_| near)?, next + 1))
}

/// `3`, `1.5`, `2,5`.
fn digits(text: &Text<'_>, at: usize, numerals: Option<&Numerals>) -> Option<(f64, usize)> {
    let is_digits = |at: usize| !text.folded(at).is_empty() && text.folded(at).bytes().all(|byte| byte.is_ascii_digit());
    let cut = at
        .checked_sub(1)
        .is_some_and(|before| text.gap(before).ends_with(['.', ',', ':', '/', '€', '$', '£']) && !text.gap(before).starts_with(' '));
    if !is_digits(at) || cut {
        return None;
    }
    let past = if matches!(text.gap(at), "." | ",") && is_digits(at + 1) { at + 2 } else { at + 1 };
    let written = text.original.get(text.bytes(at..past))?;
    Some((number::value(written, number::has_decimal_comma(numerals))?, past))
}

/// `2h`, `1h30`, `90min`, `10d`: as everybody writes them.
fn joined(word: &str) -> Option<(f64, Unit)> {
    let letters = word.find(|c: char| c.is_ascii_alphabetic())?;
    let (count, rest) = word.split_at_checked(letters)?;
    let count: u32 = if count.len() <= 4 { count.parse().ok()? } else { return None };
    let unit = match rest {
        "h" | "hr" | "hrs" | "std" => Hour,
        "min" | "mins" | "mn" | "m" if rest != "m" => Minute,
        "s" | "sec" => Second,
        "d" | "gg" => Day,
        "wk" | "wks" | "w" => Week,
        "yr" | "yrs" | "y" => Year,
        _ => {
            let minutes: u32 = rest.strip_prefix('h')?.trim_end_matches(['m', 'i', 'n']).parse().ok().filter(|minutes| *minutes < 60)?;
            return Some((f64::from(count) + f64::from(minutes) / 60.0, Hour));
        }
    };
    Some((f64::from(count), unit))
}

/// Two spans unit by unit.
fn sum(one: Span, other: Span) -> Option<Span> {
    one.try_years(one.get_years() + other.get_years())
        .and_then(|span| span.try_months(one.get_months() + other.get_months()))
        .and_then(|span| span.try_weeks(one.get_weeks() + other.get_weeks()))
        .and_then(|span| span.try_days(one.get_days() + other.get_days()))
        .and_then(|span| span.try_hours(one.get_hours() + other.get_hours()))
        .and_then(|span| span.try_minutes(one.get_minutes() + other.get_minutes()))
        .and_then(|span| span.try_seconds(one.get_seconds() + other.get_seconds()))
        .ok()
}

/// A count of units as a span, its fraction in smaller units.
fn span(count: f64, unit: Unit) -> Option<Span> {
    // More is no length that anybody means, and beyond the calendar there is none.
    const MOST: f64 = 1_000_000.0;
    let (mut span, mut count, mut unit) = (Span::new(), count, unit);
    loop {
        // Thirds of an hour are whole minutes only after rounding.
        let whole = if (count - count.round()).abs() < 1e-6 { count.round() } else { count.floor() };
        if !(0.0..=MOST).contains(&whole) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 0..=1,000,000, as just checked")]
        let units = whole as i64;
        span = match unit {
            Year => span.try_years(units + i64::from(span.get_years())),
            Month => span.try_months(units + i64::from(span.get_months())),
            Week => span.try_weeks(units + i64::from(span.get_weeks())),
            Day => span.try_days(units + i64::from(span.get_days())),
            Hour => span.try_hours(units + i64::from(span.get_hours())),
            Minute => span.try_minutes(units + span.get_minutes()),
            Second => span.try_seconds(units + span.get_seconds()),
        }
        .ok()?;
        let rest = (count - whole).max(0.0);
        match unit.smaller().filter(|_| rest > 1e-6) {
            Some((smaller, many)) => (count, unit) = (rest * many, smaller),
            None => return Some(span),
        }
    }
}
