//! Dates counted from today: `demain`, `lundi en huit`, `el lunes que viene`, `dans 15 jours`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::text::Text;
use super::super::phrases;
use super::super::{Day, Part, Said, Unit, counted_from, end_of_year, later, next_monday};
use super::named::weekday;
use super::{Near, Span, Tongue, Which, longest, past};
use crate::domain::Strength;

/// The relative date that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let readings = [
        by_name(text, at, today, tongue),
        phrases::at_once(text, at, today, tongue.at_once, tongue.begin),
        counted(text, at, today, tongue),
        notice(text, at, today, tongue),
        near(text, at, today, tongue),
        on_weekday(text, at, today, tongue),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

fn by_name(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    phrases::by_name(text, at, today, tongue.days).filter(|_| !tongue.no_day_after.contains(&before))
}

/// `dans deux semaines`, `il y a trois jours`, `hace un mes`, `dos días atrás`, `dix jours à partir d'aujourd'hui`.
fn counted(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let ahead = past(text, at, tongue.ahead);
    let ago = past(text, at, tongue.ago.0);
    let from = ahead.max(ago).unwrap_or(at);
    let (days, unit, next) = span(text, past(text, from, tongue.about).unwrap_or(from), tongue)?;
    let ago_behind = past(text, next, tongue.ago.1);
    if ago.is_some() || ago_behind.is_some() {
        return Said::clear(counted_from(today, -days, unit), ago_behind.unwrap_or(next));
    }
    let from_today = past(text, next, tongue.from_today);
    let told = ahead.is_some() || from_today.is_some();
    told.then(|| Said::clear(counted_from(today, days, unit), from_today.unwrap_or(next)))?
}

/// A count and its unit. Eight days are a week and fifteen are two in these languages (Académie française, "huitaine" and "quinzaine";
/// Real Academia Española, "quincena").
fn span(text: &Text<'_>, at: usize, tongue: &Tongue) -> Option<(i32, Unit, usize)> {
    let (count, next) = super::super::count(text, at, tongue.numerals, tongue.one)?;
    let (unit, next) = longest(text, next, tongue.units)?;
    let count = match (count, unit) {
        (8, Unit::Days) => 7,
        (15, Unit::Days) => 14,
        _ => count,
    };
    Some((count, unit, next))
}

/// `deux semaines de préavis`, `preaviso de un mes`: the day on which a notice given today is over, as an answer.
fn notice(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    if let Some(next) = past(text, at, tongue.notice.0) {
        let (count, unit, next) = span(text, next, tongue)?;
        return Said::if_asked(counted_from(today, count, unit), next);
    }
    let (count, unit, next) = span(text, at, tongue)?;
    Said::if_asked(counted_from(today, count, unit), past(text, next, tongue.notice.1)?)
}

/// `la semaine prochaine`, `el fin de semana`, `fin du mois`, `a principios de año`.
fn near(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let (near, next) = longest(text, at, tongue.near)?;
    let in_digits = |from: usize| text.folded(from).starts_with(|c: char| c.is_ascii_digit());
    // "Le week-end du 14" is that of a day told.
    if matches!(near, Near::Weekend(_)) && past(text, next, tongue.day_articles).is_some_and(in_digits) {
        return None;
    }
    let next_month = || today.first_of_month().checked_add(1.month()).ok();
    let day = match near {
        Near::NextWeek => return on_day_of_week(text, next, next_monday(today)?, tongue),
        Near::LastWeek => return Said::if_asked(today.checked_sub(1.week()).ok().map(Day::Fixed), next),
        Near::LastMonth => return Said::if_asked(today.checked_sub(1.month()).ok().map(Day::Fixed), next),
        Near::LastYear => return Said::if_asked(today.checked_sub(1.year()).ok().map(Day::Fixed), next),
        Near::Of(Part::Middle, Span::Month, Which::This) => return Said::clear(Some(Day::Monthly { day: 15 }), next),
        Near::Weekend(which) => from(which, Weekday::Saturday, today),
        Near::NextMonth => next_month(),
        Near::NextYear => end_of_year(today).tomorrow().ok(),
        Near::Of(part, span, which) => part_of(part, span, which, today),
    };
    Said::clear(day.map(Day::Fixed), next)
}

/// A part of this week, month or year, or of the next one. "The start of the month" looks ahead.
fn part_of(part: Part, span: Span, which: Which, today: Date) -> Option<Date> {
    let next_month = || today.first_of_month().checked_add(1.month()).ok();
    let coming = which == Which::Next;
    match (span, part) {
        (Span::Week, Part::Start) => next_monday(today),
        (Span::Week, Part::Middle) if coming => next_monday(today)?.checked_add(2.days()).ok(),
        (Span::Week, Part::Middle) => from(Which::This, Weekday::Wednesday, today),
        (Span::Week, Part::End) if coming => next_monday(today)?.checked_add(4.days()).ok(),
        (Span::Week, Part::End) => from(Which::This, Weekday::Friday, today),
        (Span::Month, Part::Start) => next_month(),
        (Span::Month, Part::Middle) => next_month()?.checked_add(14.days()).ok(),
        (Span::Month, Part::End) if coming => next_month().map(Date::last_of_month),
        (Span::Month, Part::End) => Some(today.last_of_month()),
        (Span::Year, Part::Start) => end_of_year(today).tomorrow().ok(),
        (Span::Year, Part::Middle) => Date::new(today.year().checked_add(i16::from(coming))?, 7, 1).ok(),
        (Span::Year, Part::End) if coming => end_of_year(today).checked_add(1.year()).ok(),
        (Span::Year, Part::End) => Some(end_of_year(today)),
    }
}

/// A weekday after today, from today on, or before today.
fn from(which: Which, weekday: Weekday, today: Date) -> Option<Date> {
    match which {
        Which::Next => today.nth_weekday(1, weekday).ok(),
        Which::This => today.yesterday().ok()?.nth_weekday(1, weekday).ok(),
        Which::Last => today.nth_weekday(-1, weekday).ok(),
    }
}

/// Behind "la semaine prochaine": nothing, or the weekday in it.
fn on_day_of_week(text: &Text<'_>, next: usize, monday: Date, tongue: &Tongue) -> Option<Said> {
    let day_at = past(text, next, tongue.day_of_week).unwrap_or(next);
    match weekday(text.folded(day_at), tongue).filter(|(_, whole)| *whole) {
        Some((weekday, _)) => Said::clear(later(monday, i32::from(weekday.to_monday_zero_offset()).days()), day_at + 1),
        None => Said::clear(Some(Day::Fixed(monday)), next),
    }
}

/// `lundi`, `ce vendredi`, `el lunes que viene`, `mardi en huit`, `jeudi de la semaine prochaine`; abbreviations only as an answer.
fn on_weekday(text: &Text<'_>, at: usize, today: Date, tongue: &Tongue) -> Option<Said> {
    let framed = tongue.which.iter().filter_map(|(before, behind, which)| {
        let day_at = if before.is_empty() { at } else { text.phrase(at, before)? };
        let (day, _) = weekday(text.folded(day_at), tongue)?;
        let next = if behind.is_empty() { day_at + 1 } else { text.phrase(day_at + 1, behind)? };
        Some((from(*which, day, today).map(Day::Fixed), next))
    });
    if let Some((day, next)) = framed.max_by_key(|(_, next)| *next) {
        return Said::clear(day, next);
    }
    let (day, whole) = weekday(text.folded(at), tongue)?;
    let previous = at.checked_sub(1).map_or("", |before| text.folded(before));
    // "Les lundis" come again and again; "la mer" is the sea.
    if !previous.is_empty() && (previous == tongue.habit || !whole && tongue.articles.contains(&previous)) {
        return None;
    }
    if let Some((weeks, next)) = longest(text, at + 1, tongue.weeks_later) {
        return Said::clear(later(today.nth_weekday(1, day).ok()?, weeks.weeks()), next);
    }
    if let Some(next) = past(text, at + 1, tongue.in_next_week) {
        return Said::clear(later(next_monday(today)?, i32::from(day.to_monday_zero_offset()).days()), next);
    }
    if let Some(said) = tied(text, at, day, today, tongue).or_else(|| of_month(text, at + 1, day, today, tongue)) {
        return Some(said);
    }
    let said = if whole { Said::clear } else { Said::if_asked };
    said(Some(Day::Weekly(day)), at + 1)
}

/// `lundi 9`, `el lunes 9`: the next day on which both hold.
fn of_month(text: &Text<'_>, at: usize, weekday: Weekday, today: Date, tongue: &Tongue) -> Option<Said> {
    let from = past(text, at, tongue.day_articles).unwrap_or(at);
    let digits = text.folded(from);
    let day: i8 = if (1..=2).contains(&digits.len()) { digits.parse().ok()? } else { return None };
    let goes_on_in_digits = text.folded(from + 1).starts_with(|c: char| c.is_ascii_digit());
    let ends = text.ends_before(from + 1) && !goes_on_in_digits || tongue.goes_on.contains(&text.folded(from + 1));
    let first = today.first_of_month();
    let in_month = |ahead: i32| {
        let month = first.checked_add(ahead.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok().filter(|date| date.weekday() == weekday && *date >= today)
    };
    // Within four years each weekday falls on each day of a month.
    let date = (0..=48).find_map(in_month).filter(|_| ends)?;
    Said::clear(Some(Day::Fixed(date)), from + 1)
}

/// "Le mardi après la foire", "el viernes antes del 6 de enero": it hangs on another day, and is none where that is not known. "Mardi
/// après 15 h" and "el martes después de comer" tell an hour.
fn tied(text: &Text<'_>, at: usize, day: Weekday, today: Date, tongue: &Tongue) -> Option<Said> {
    let (nth, next) = longest(text, at + 1, tongue.ties)?;
    let said = super::said(text, next, today, tongue).filter(|said| !matches!(said.day, Day::Weekly(_)));
    if let Some(other) = said.as_ref().and_then(|said| said.day.next(today)) {
        return Said::clear(other.nth_weekday(nth, day).ok().map(Day::Fixed), said.map_or(next, |said| said.next));
    }
    let noun = if tongue.articles.contains(&text.folded(next)) { next + 1 } else { next };
    let word = text.folded(noun);
    let is_hour = word.is_empty()
        || tongue.hours.split(' ').any(|hour| hour == word)
        || word.starts_with(|c: char| c.is_ascii_digit())
        || (tongue.small)(text, noun).is_some();
    let article = at.checked_sub(1).is_some_and(|before| tongue.articles.contains(&text.folded(before)));
    (!is_hour && article && !text.ends_before(next)).then_some(Said { day: Day::Nothing, next: noun + 1, strength: Strength::Clear })
}
