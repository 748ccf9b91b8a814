//! Intervals of days, times and moments: `from Monday to Friday`, `dal 3 al 7 marzo`, `between 10 and 12`, `tomorrow 9–11`.
//!
//! Both ends are part of it. A second day that would lie before the first is the next one after it ("from Friday to Monday" ends on the
//! Monday after that Friday); hours that end earlier than they begin go past midnight.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::sync::LazyLock;

use jiff::civil::{Date, Time, Weekday};
use jiff::{ToSpan, Zoned};
use regex::Regex;

use crate::domain::{Interval, SlotValue, Strength};

use super::text::{Text, constant_pattern};
use super::{Found, moment};

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// How one language says intervals; folded.
pub(super) struct Words {
    /// Before the first end.
    from: &'static [&'static str],
    /// The same, where "and" stands before the second.
    between: &'static [&'static str],
    to: &'static [&'static str],
    and: &'static [&'static str],
    /// Between an interval of hours and its day.
    on: &'static [&'static str],
    /// Whether days of the month have a point behind: "vom 4. bis 8. März".
    has_point: bool,
    /// Weeks, weekends, months and years by name, and how far they are.
    periods: &'static [(&'static str, Period, i32)],
}

#[derive(Debug, Clone, Copy)]
enum Period {
    Week,
    Weekend,
    Month,
    Year,
}

/// Hours on both sides of a dash; one of them at least is marked as such.
static CLOCK_TIMES: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(r"(?i)\b([01]?\d|2[0-3])(?:[:.h]([0-5]\d)|(h))? ?[-–—] ?([01]?\d|2[0-3])(?:[:.h]([0-5]\d)|(h| ?uhr))?\b")
});

/// One end as it was said.
#[derive(Clone)]
enum Point {
    Day(Date),
    Hour(Time),
    Moment(Zoned),
    /// A number that is one of these by what stands at the other end.
    Bare(i8),
}

/// An end, the words that it takes, and how clear it is.
#[derive(Clone)]
struct End {
    point: Point,
    words: std::ops::Range<usize>,
    strength: Strength,
}

/// All intervals in an utterance, of the days, times and moments in it.
pub(super) fn find(text: &Text<'_>, now: &Zoned, words: Option<&Words>, readings: [&[Found]; 3]) -> Vec<Found> {
    let Some(words) = words else { return Vec::new() };
    let ends = ends(text, readings, words);
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let opened = |phrases: &[&str]| phrases.iter().filter_map(|phrase| text.phrase(at, phrase)).collect::<Vec<usize>>();
        // Italian days hold their preposition: "dal 3".
        let holds = |phrases: &[&str]| phrases.contains(&text.folded(at));
        let own = (vec![at], (holds(words.from) || holds(words.between), holds(words.between)));
        for (starts, how) in [own, (opened(words.from), (true, false)), (opened(words.between), (true, true))] {
            let firsts = starts.iter().flat_map(|start| beginning(&ends, *start));
            found.extend(firsts.filter_map(|first| behind(text, at, first, how, &ends, words, now)));
        }
        found.extend(period(text, at, words, now.date()));
    }
    found.extend(clock_times(text));
    let days = readings.first().copied().unwrap_or_default();
    let on_days: Vec<Found> = found.iter().filter_map(|found| on_day(text, found, days, words, now)).collect();
    found.extend(on_days);
    found
}

/// `10:00-12:00`, `10h-12h30`, `10-12 Uhr`; "10-12h" may also be how long something takes.
fn clock_times(text: &Text<'_>) -> Vec<Found> {
    let read = CLOCK_TIMES.captures_iter(text.original).filter_map(|captures| {
        let number = |group: usize| captures.get(group).map_or(Some(0), |digits| digits.as_str().parse::<i8>().ok());
        let (from, to) = (Time::new(number(1)?, number(2)?, 0, 0).ok()?, Time::new(number(4)?, number(5)?, 0, 0).ok()?);
        let is_marked = |minutes: usize, unit: usize| captures.get(minutes).or_else(|| captures.get(unit)).is_some();
        let strength = match (is_marked(2, 3), is_marked(5, 6), captures.get(6).map(|unit| unit.len())) {
            (true, true, _) | (false, true, Some(2..)) => Strength::Clear,
            (false, true, Some(_)) => Strength::IfAsked,
            _ => return None,
        };
        let value = SlotValue::Interval(Interval::Times(from, to));
        (from != to).then_some(Found { bytes: captures.get(0)?.range(), value, strength })
    });
    read.collect()
}

/// Everything that can be an end.
fn ends(text: &Text<'_>, readings: [&[Found]; 3], words: &Words) -> Vec<End> {
    let mut ends: Vec<End> = Vec::new();
    let mut split: Vec<std::ops::Range<usize>> = Vec::new();
    for found in readings.into_iter().flatten() {
        let first = text.words.partition_point(|word| word.range.end <= found.bytes.start);
        let past = text.words.partition_point(|word| word.range.start < found.bytes.end);
        #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else is an end")]
        let point = match &found.value {
            SlotValue::Date(day) => Point::Day(*day),
            SlotValue::Time(hour) => Point::Hour(*hour),
            SlotValue::DateTime(at) => Point::Moment(at.clone()),
            _ => continue,
        };
        // Of a day's two readings the first is the next one.
        let same = |end: &End| end.words == (first..past) && std::mem::discriminant(&end.point) == std::mem::discriminant(&point);
        if !ends.iter().any(same) {
            if split.contains(&(first..past)) {
                continue;
            }
            if let SlotValue::Date(day) = found.value
                && let Some(both) = both_ends(text, day, first..past, found.strength, words)
            {
                ends.extend(both);
                split.push(first..past);
                continue;
            }
            ends.push(End { point, words: first..past, strength: found.strength });
        }
    }
    let longer: Vec<std::ops::Range<usize>> =
        ends.iter().filter(|end| !matches!(end.point, Point::Hour(_))).map(|end| end.words.clone()).collect();
    for at in (0..text.words.len()).filter(|at| !longer.iter().any(|words| words.contains(at))) {
        let digits = digits(text, at);
        let number = if digits.len() <= 2 { digits.parse::<i8>().ok() } else { None };
        let marked = text.gap(at).starts_with([':', '/', '%', '€', '$', '£'])
            || at.checked_sub(1).is_some_and(|before| text.gap(before).ends_with([':', '/', '€', '$', '£', '.', ',']));
        if let Some(number) = number.filter(|number| (0..=31).contains(number) && !marked) {
            ends.push(End { point: Point::Bare(number), words: at..at + 1, strength: Strength::IfAsked });
        }
    }
    ends.sort_by_key(|end| end.words.start);
    ends
}

/// The ends that begin at a word; `ends` are sorted by it.
fn beginning(ends: &[End], at: usize) -> &[End] {
    let from = ends.partition_point(|end| end.words.start < at);
    let to = ends.partition_point(|end| end.words.start <= at);
    ends.get(from..to).unwrap_or_default()
}

/// "10. bis 12. März" is one date for German, of which the tenth is told: here it is both ends.
fn both_ends(text: &Text<'_>, day: Date, words_of: std::ops::Range<usize>, strength: Strength, words: &Words) -> Option<[End; 2]> {
    let day_at = |at: usize| digits(text, at).parse::<i8>().ok().filter(|number| (1..=31).contains(number));
    let first = words_of.clone().find(|at| day_at(*at).is_some_and(|number| number == day.day()) && words.has_point)?;
    let second = match text.gap(first).trim_start_matches('.').trim() {
        "-" | "–" | "—" => first + 1,
        _ => words.to.iter().filter_map(|to| text.phrase(first + 1, to)).max()?,
    };
    let has_month = (second + 1..words_of.end).any(|at| text.folded(at).starts_with(char::is_alphabetic));
    let to = Date::new(day.year(), day.month(), day_at(second)?).ok().filter(|to| *to > day && has_month)?;
    let end = |point: Point, words: std::ops::Range<usize>| End { point, words, strength };
    Some([end(Point::Bare(day.day()), words_of.start..first + 1), end(Point::Day(to), second..words_of.end)])
}

/// A day of the month without what stands around its digits: "7th", "l'8".
fn digits<'t>(text: &'t Text<'_>, at: usize) -> &'t str {
    let word = text.folded(at);
    let digits = ["dall", "all", "l"].iter().find_map(|elided| word.strip_prefix(elided)).unwrap_or(word);
    ["st", "nd", "rd", "th", "er"].iter().find_map(|ending| digits.strip_suffix(ending)).unwrap_or(digits)
}

/// The same day without its month where none was said: "dal 3", "the 7th".
fn without_month(text: &Text<'_>, end: &End, words: &Words) -> Option<End> {
    let last = end.words.end.checked_sub(1)?;
    let is_small = |at: usize| {
        let word = text.folded(at);
        words.from.contains(&word)
            || words.to.contains(&word)
            || words.on.contains(&word)
            || words.between.contains(&word)
            || word == "giorno"
    };
    let day: i8 = digits(text, last).parse().ok().filter(|_| matches!(end.point, Point::Day(_)) && digits(text, last).len() <= 2)?;
    (end.words.start..last).all(is_small).then(|| End { point: Point::Bare(day), ..end.clone() })
}

/// The longest interval that begins with an end.
fn behind(
    text: &Text<'_>,
    at: usize,
    first: &End,
    (is_opened, is_between): (bool, bool),
    ends: &[End],
    words: &Words,
    now: &Zoned,
) -> Option<Found> {
    let past = first.words.end;
    let last = past.checked_sub(1)?;
    let pointed = words.has_point && text.folded(last).bytes().all(|byte| byte.is_ascii_digit());
    let gap = text.gap(last).trim_start_matches(|mark| pointed && mark == '.').trim();
    let mut starts: Vec<usize> = Vec::new();
    if matches!(gap, "-" | "–" | "—") {
        starts.push(past);
    } else if gap.is_empty() || gap == "," {
        let separators = words.to.iter().chain(if is_between { words.and } else { &[] });
        starts.extend(separators.filter_map(|separator| text.phrase(past, separator)));
        // "Al 7 marzo" holds its preposition.
        if words.to.contains(&text.folded(past))
            || ["all", "al"]
                .iter()
                .any(|elided| text.folded(past).strip_prefix(elided).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
        {
            starts.push(past);
        }
    }
    // "From the 3rd to the 7th".
    let articles: Vec<usize> = starts.iter().filter_map(|start| words.on.iter().find_map(|article| text.phrase(*start, article))).collect();
    starts.extend(articles);
    let seconds = starts.iter().flat_map(|start| beginning(ends, *start));
    let read = seconds.filter_map(|second| {
        // "Dal 3 al 7 maggio": the month of the one is that of the other.
        let (bare_first, bare_second) = (without_month(text, first, words), without_month(text, second, words));
        // A point behind the first day needs no word before it: "10. bis 12. April".
        let is_opened = is_opened || bare_first.is_some() || pointed && text.gap(last).starts_with('.');
        let (first, second) = match (&bare_first, &bare_second) {
            (Some(bare), None) if matches!(second.point, Point::Day(_)) => (bare, second),
            (None, Some(bare)) if matches!(first.point, Point::Day(_)) => (first, bare),
            _ => (first, second),
        };
        let (interval, strength) = joined(text, first, second, is_opened || matches!(gap, "-" | "–" | "—"), now)?;
        Some(Found { bytes: text.bytes(at..second.words.end), value: SlotValue::Interval(interval), strength })
    });
    read.max_by_key(|found| (found.bytes.end, found.strength))
}

fn joined(text: &Text<'_>, first: &End, second: &End, is_opened: bool, now: &Zoned) -> Option<(Interval, Strength)> {
    let both = first.strength.max(second.strength);
    let has_digits = |end: &End| end.words.clone().any(|at| text.folded(at).contains(|c: char| c.is_ascii_digit()));
    let hour = |number: i8| Time::new(number, 0, 0, 0).ok();
    let interval = match (&first.point, &second.point) {
        (Point::Day(from), Point::Day(to)) => {
            let to = if to < from { later(*from, *to, !has_digits(second))? } else { *to };
            (Interval::Dates(*from, to), both)
        }
        (Point::Bare(day), Point::Day(to)) if has_digits(second) => {
            let from = Date::new(to.year(), to.month(), *day).ok().filter(|from| from < to)?;
            (Interval::Dates(from, *to), if is_opened { second.strength } else { Strength::IfAsked })
        }
        (Point::Day(from), Point::Bare(day)) if has_digits(first) => {
            let ends = text.ends_before(second.words.end);
            (
                Interval::Dates(*from, Date::new(from.year(), from.month(), *day).ok().filter(|to| to > from)?),
                if ends { first.strength } else { Strength::IfAsked },
            )
        }
        (Point::Hour(from), Point::Hour(to)) => (hours(*from, *to, first, text)?, both),
        // "10–12": the hours of a form that asks for them.
        (Point::Bare(from), Point::Hour(to)) => {
            (hours(hour(*from)?, *to, first, text)?, if is_opened { second.strength } else { Strength::IfAsked })
        }
        (Point::Hour(from), Point::Bare(to)) => (
            hours(*from, afternoon(hour(*to)?, *from)?, first, text)?,
            if is_opened && text.ends_before(second.words.end) { first.strength } else { Strength::IfAsked },
        ),
        (Point::Bare(from), Point::Bare(to)) if is_opened => {
            let from = hour(*from)?;
            (hours(from, afternoon(hour(*to)?, from)?, first, text)?, Strength::IfAsked)
        }
        (Point::Moment(from), Point::Moment(to)) => ((from <= to).then(|| Interval::Moments(from.clone(), to.clone()))?, both),
        (Point::Moment(from), Point::Hour(to)) => (same_day(from, *to, now)?, both),
        (Point::Moment(from), Point::Bare(to)) => (same_day(from, afternoon(hour(*to)?, from.time())?, now)?, first.strength),
        _ => return None,
    };
    Some(interval)
}

/// The next such day after the first: a week later for weekdays, a month for days of the month, else a year.
fn later(from: Date, to: Date, is_weekday: bool) -> Option<Date> {
    let ahead = |span| to.checked_add(span).ok().filter(|to| *to >= from);
    let near = |to: &Date| (*to - from).get_days() <= 31;
    if is_weekday { ahead(1.week()).or_else(|| ahead(2.weeks())) } else { ahead(1.month()).filter(near).or_else(|| ahead(1.year())) }
}

/// "From 8 to 9 pm": the first hour lies in the same half of the day.
fn hours(from: Time, to: Time, first: &End, text: &Text<'_>) -> Option<Interval> {
    let is_bare = first.words.len() == 1 && !text.folded(first.words.start).starts_with('0') && (1..12).contains(&from.hour());
    let moved = Time::new((from.hour() + 12) % 24, from.minute(), 0, 0).ok().filter(|moved| is_bare && *moved < to);
    // "From 9 to 17" begins in the morning: only hours that are closer that way move.
    let from = match moved {
        Some(moved) if to.hour() - from.hour() > 12 => moved,
        _ => from,
    };
    (from != to).then_some(Interval::Times(from, to))
}

/// "From 10 to 2": a bare hour before the first is one of the afternoon.
fn afternoon(to: Time, from: Time) -> Option<Time> {
    if to <= from && to.hour() < 12 { Time::new(to.hour() + 12, to.minute(), 0, 0).ok() } else { Some(to) }
}

fn same_day(from: &Zoned, to: Time, now: &Zoned) -> Option<Interval> {
    on(from.date(), from.time(), to, now)
}

/// Hours of a day; what ends earlier ends on the next day.
fn on(day: Date, from: Time, to: Time, now: &Zoned) -> Option<Interval> {
    let last = if to <= from { day.tomorrow().ok()? } else { day };
    Some(Interval::Moments(moment::at(day, from, now)?, moment::at(last, to, now)?))
}

/// "Tomorrow from 10 to 12", "9–11 on Friday": hours beside a day.
fn on_day(text: &Text<'_>, hours: &Found, days: &[Found], words: &Words, now: &Zoned) -> Option<Found> {
    let SlotValue::Interval(Interval::Times(from, to)) = &hours.value else { return None };
    let small = |start: usize, end: usize| {
        let gap = text.original.get(start..end)?;
        let is_pointed = words.has_point && text.original.get(..start)?.ends_with(|c: char| c.is_ascii_digit());
        let gap = if is_pointed { gap.strip_prefix(". ").unwrap_or(gap) } else { gap };
        let between = text.words.iter().filter(|word| start <= word.range.start && word.range.end <= end);
        (gap.len() < 12
            && !gap.contains(['.', ';', '!', '?', '\n', '-', '–'])
            && between.clone().all(|word| words.on.contains(&word.folded.as_str())))
        .then_some(())
    };
    let mut days = days.iter().filter(|day| day.strength > Strength::IfAsked && !day.overlaps(hours));
    let day = days.find(|day| small(day.bytes.end, hours.bytes.start).or_else(|| small(hours.bytes.end, day.bytes.start)).is_some())?;
    let SlotValue::Date(date) = day.value else { return None };
    let bytes = day.bytes.start.min(hours.bytes.start)..day.bytes.end.max(hours.bytes.end);
    Some(Found { bytes, value: SlotValue::Interval(on(date, *from, *to, now)?), strength: day.strength })
}

/// "Next week", "this weekend": as an answer.
fn period(text: &Text<'_>, at: usize, words: &Words, today: Date) -> Option<Found> {
    let read = words.periods.iter().filter_map(|(phrase, period, ahead)| Some((*period, *ahead, text.phrase(at, phrase)?)));
    let (period, ahead, next) = read.max_by_key(|(_, _, next)| *next)?;
    let monday = today.tomorrow().ok()?.nth_weekday(-1, Weekday::Monday).ok()?.checked_add(ahead.weeks()).ok()?;
    let month = today.first_of_month().checked_add(ahead.months()).ok()?;
    let year = today.first_of_year().checked_add(ahead.years()).ok()?;
    let (from, to) = match period {
        Period::Week => (monday, monday.checked_add(6.days()).ok()?),
        Period::Weekend => (monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?),
        Period::Month => (month, month.last_of_month()),
        Period::Year => (year, year.last_of_year()),
    };
    Some(Found { bytes: text.bytes(at..next), value: SlotValue::Interval(Interval::Dates(from, to)), strength: Strength::IfAsked })
}
