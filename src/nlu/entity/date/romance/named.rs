//! Dates with the name of a month, and days of the month: `4 mars`, `el 15`, `fin mai`, `a finales de mayo`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::text::Text;
use super::super::{Day, Said, after_only, dated, phrases, undated, year};
use super::{Tongue, longest, past};

/// The date in words that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let readings = [
        day_and_month(text, at, tongue),
        day_of_month(text, at, today, tongue),
        weekday_of_month(text, at, today, tongue),
        week_of_month(text, at, tongue),
        part_of_month(text, at, tongue),
        month_alone(text, at, tongue),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// `4 mars`, `le premier mai 2027`, `el 8 de marzo de 2027`, `vingt et un avril`.
fn day_and_month(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<Said> {
    let (day, next) = day(text, past(text, at, tongue.day_articles).unwrap_or(at), tongue)?;
    after_only(text, next, &['.', '-', '/', '°', 'º'])?;
    let (month, next) = month(text, past(text, next, tongue.of_month).unwrap_or(next), tongue)?;
    match after_only(text, next, &['.', ',', '-', '/']).and_then(|()| year_behind(text, next, tongue)) {
        Some((year, next)) => Said::clear(dated(year, month, day), next),
        None => Said::clear(undated(month, day), next),
    }
}

/// `2027`, `de 2027`, `del año 2027`.
fn year_behind(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<(i16, usize)> {
    year(text, past(text, at, tongue.of_year).unwrap_or(at))
}

/// `le 15`, `el primero del mes que viene`, `à partir du 3`: clear where nothing else is counted.
fn day_of_month(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let article = past(text, at, tongue.day_articles);
    let from = article.unwrap_or(at);
    let (day, next) = day(text, from, tongue)?;
    if let Some((ahead, next)) = longest(text, next, tongue.near_months) {
        let month = today.first_of_month().checked_add(ahead.months()).ok()?;
        return Said::clear(dated(month.year(), month.month(), day), next);
    }
    let day = Some(Day::Monthly { day });
    if let Some(next) = past(text, next, tongue.any_month) {
        return Said::clear(day, next);
    }
    // "Le premier", "el tres" are mostly not days.
    let in_digits = |at: usize| text.folded(at).starts_with(|c: char| c.is_ascii_digit());
    // "Au 06 12 34 56 78" is a phone number.
    article.filter(|_| in_digits(from) && !(in_digits(next) && in_digits(next + 1)))?;
    let counts = text.gap(next - 1).trim_start().starts_with(['%', '€', '$', '£', '/', ':', '.', ',']) && !text.ends_before(next);
    match () {
        () if counts => None,
        () if text.ends_before(next) || tongue.goes_on.contains(&text.folded(next)) => Said::clear(day, next),
        () => Said::if_asked(day, next),
    }
}

/// `le premier lundi de février`, `el último viernes del mes que viene`.
fn weekday_of_month(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let (nth, next) = longest(text, at, tongue.nths)?;
    let (weekday, _) = weekday(text.folded(next), tongue)?;
    let in_month = |first: Date| first.nth_weekday_of_month(nth, weekday).ok();
    let near = longest(text, next + 1, tongue.near_months).or_else(|| past(text, next + 1, tongue.any_month).map(|next| (0, next)));
    if let Some((ahead, next)) = near {
        let day = in_month(today.first_of_month().checked_add(ahead.months()).ok()?);
        return Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next);
    }
    let (month, next) = month(text, past(text, next + 1, tongue.of_month).unwrap_or(next + 1), tongue)?;
    let of_year = |year: i16| Date::new(year, month, 1).ok().and_then(in_month);
    let mut coming = (0..=8).filter_map(|ahead| of_year(today.year().checked_add(ahead)?)).filter(|day| *day >= today);
    let (day, next) = year_behind(text, next, tongue).map_or_else(|| (coming.next(), next), |(year, next)| (of_year(year), next));
    Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next)
}

/// "La première semaine de janvier" is no day, and nor is the January in it.
fn week_of_month(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<Said> {
    let (_, next) = longest(text, at, tongue.nths)?;
    let next = text.phrase(next, tongue.week)?;
    let near = longest(text, next, tongue.near_months).map(|(_, next)| next).or_else(|| past(text, next, tongue.any_month));
    let named = || month(text, past(text, next, tongue.of_month).unwrap_or(next), tongue).map(|(_, next)| next);
    Said::clear(Some(Day::Vague), near.or_else(named)?)
}

/// `fin mars`, `mi-mai 2027`, `a principios de abril`.
fn part_of_month(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<Said> {
    let (part, next) = longest(text, at, tongue.parts)?;
    let (month, next) = month(text, next, tongue)?;
    let (year, next) = year_behind(text, next, tongue).map_or((None, next), |(year, next)| (Some(year), next));
    Said::clear(phrases::part_of_month(part, month, year), next)
}

/// `mars 2026` and `mars` mean its first day, and only as an answer.
fn month_alone(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<Said> {
    let (month, next) = month(text, at, tongue)?;
    let whole = usize::try_from(month - 1).ok().and_then(|place| tongue.months.get(place)?.first());
    match year_behind(text, next, tongue) {
        Some((year, next)) => Said::if_asked(dated(year, month, 1), next),
        // "Mar" is a Tuesday, too, and the sea.
        None if whole.is_none_or(|whole| *whole != text.folded(at)) => None,
        None => Said::if_asked(undated(month, 1), next),
    }
}

fn month(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let index = tongue.months.iter().position(|names| names.contains(&word))?;
    Some((i8::try_from(index + 1).ok()?, at + 1))
}

/// A day of the month: `4`, `1er`, `1°`, `premier`, `vingt et un`.
fn day(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if tongue.first.contains(&word) {
        return Some((1, at + 1));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.strip_suffix('o').unwrap_or(word);
        let day: i8 = if digits.len() <= 2 { digits.parse().ok()? } else { return None };
        return (1..=31).contains(&day).then_some((day, at + 1));
    }
    let (day, next) = (tongue.small)(text, at)?;
    i8::try_from(day).ok().filter(|day| (1..=31).contains(day)).map(|day| (day, next))
}

/// The weekday of a name or its abbreviation, and whether the name is whole.
pub(super) fn weekday(word: &str, tongue: &Tongue) -> Option<(Weekday, bool)> {
    tongue.weekdays.iter().zip(0_i8..).find_map(|((whole, short), offset)| {
        let weekday = Weekday::from_monday_zero_offset(offset).ok()?;
        (*whole == word || short.contains(&word)).then_some((weekday, *whole == word))
    })
}
