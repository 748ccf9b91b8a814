//! Moments: a day and a time of day that belong together (`tomorrow at 10`, `venerdì alle 15:30`), a length from now (`in two hours`),
//! and ISO 8601; in the time zone of the conversation.
//!
//! An hour that clocks do not show there is the one after it, of one that they show twice the first is meant.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Unit, Zoned, ZonedRound};
use regex::Regex;

use crate::domain::{SlotValue, Strength, moment_of};

use super::Found;
use super::text::{Text, constant_pattern};

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// How one language joins days and hours; folded.
pub(super) struct Words {
    /// What may stand between the two.
    between: &'static [&'static str],
    /// Those of them that do not stand between an hour and its day: "von morgen um 10 bis Freitag".
    only_before_hour: &'static [&'static str],
    /// Whether days of the month have a point behind: "am 9. um 11 Uhr".
    has_point: bool,
    /// Between them or in the day: the hour is one of the evening or afternoon.
    evening: &'static [&'static str],
    /// Before a length that begins now.
    ahead: &'static [&'static str],
    /// Behind a length that begins now, and behind one that ends now.
    from_now: &'static [&'static str],
    ago: &'static [&'static str],
    /// Before a length that ends now.
    since: &'static [&'static str],
    /// This moment.
    now: &'static [&'static str],
}

/// The most words between a day and its hour: "tomorrow in the morning, around nine".
const WORDS_BETWEEN: usize = 5;

/// Those words and what is between them are hardly longer, in bytes.
const BYTES_BETWEEN: usize = 80;

static ISO: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"\b(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?([Zz]|[+-]\d{2}:?\d{2})?\b"));

/// All moments in an utterance, of the days, times and lengths in it.
pub(super) fn find(text: &Text<'_>, now: &Zoned, words: Option<&Words>, dates: &[Found], times: &[Found], lengths: &[Found]) -> Vec<Found> {
    let mut found: Vec<Found> = ISO
        .captures_iter(text.original)
        .filter_map(|captures| {
            let (day, hour) = (captures.get(1)?.as_str(), captures.get(2)?.as_str());
            let seconds = captures.get(3).map_or(":00", |seconds| seconds.as_str());
            let at = match captures.get(4) {
                Some(offset) => moment_of(&format!("{day}T{hour}{seconds}{}", offset.as_str().to_uppercase().replace('Z', "+00:00")))?
                    .with_time_zone(now.time_zone().clone()),
                None => format!("{day}T{hour}{seconds}").parse::<DateTime>().ok()?.to_zoned(now.time_zone().clone()).ok()?,
            };
            Some(Found { bytes: captures.get(0)?.range(), value: SlotValue::DateTime(at), strength: Strength::Clear })
        })
        .collect();
    let Some(words) = words else { return found };
    for date in dates {
        found.extend(times.iter().filter_map(|time| joined(text, date, time, words, now)));
    }
    found.extend(lengths.iter().filter_map(|length| from_now(text, length, words, now)));
    let at_once = (0..text.words.len()).filter_map(|at| {
        let next = words.now.iter().filter_map(|phrase| text.phrase(at, phrase)).max()?;
        Some(Found { bytes: text.bytes(at..next), value: SlotValue::DateTime(to_the_minute(now)?), strength: Strength::IfAsked })
    });
    found.extend(at_once);
    found
}

/// A day in the conversation's zone.
pub(super) fn at(date: Date, time: Time, now: &Zoned) -> Option<Zoned> {
    date.to_datetime(time).to_zoned(now.time_zone().clone()).ok()
}

fn to_the_minute(at: &Zoned) -> Option<Zoned> {
    at.round(ZonedRound::new().smallest(Unit::Minute).mode(jiff::RoundMode::Trunc)).ok()
}

/// A day and a time with nothing but small words between.
fn joined(text: &Text<'_>, date: &Found, time: &Found, words: &Words, now: &Zoned) -> Option<Found> {
    let (SlotValue::Date(day), SlotValue::Time(hour)) = (&date.value, &time.value) else { return None };
    let bytes = date.bytes.start.min(time.bytes.start)..date.bytes.end.max(time.bytes.end);
    let is_evening = if date.overlaps(time) {
        // "8 tonight" is an hour and a day in the same words.
        if !time.holds(date) || time.bytes == date.bytes {
            return None;
        }
        false
    } else {
        let between = small_words_between(text, date, time, words)?;
        between || inside(text, date).any(|word| words.evening.contains(&word))
    };
    let written = text.original.get(time.bytes.clone())?;
    let bare = hour.hour() < 12 && hour.hour() > 0 && !written.starts_with('0');
    let hour = if is_evening && bare { Time::new(hour.hour() + 12, hour.minute(), 0, 0).ok()? } else { *hour };
    Some(Found { bytes, value: SlotValue::DateTime(at(*day, hour, now)?), strength: date.strength.min(time.strength) })
}

fn inside<'t>(text: &'t Text<'_>, found: &Found) -> impl Iterator<Item = &'t str> {
    let first = text.words.partition_point(|word| word.range.start < found.bytes.start);
    let end = found.bytes.end;
    text.words.iter().skip(first).take_while(move |word| word.range.end <= end).map(|word| word.folded.as_str())
}

/// Whether the small words between a day and a time tell of the evening; none where other words stand there.
fn small_words_between(text: &Text<'_>, date: &Found, time: &Found, words: &Words) -> Option<bool> {
    let (end, start) =
        if date.bytes.start < time.bytes.start { (date.bytes.end, time.bytes.start) } else { (time.bytes.end, date.bytes.start) };
    let gap = text.original.get(end..start).filter(|gap| gap.len() <= BYTES_BETWEEN)?;
    let is_pointed = words.has_point && date.bytes.end == end && text.original.get(..end)?.ends_with(|c: char| c.is_ascii_digit());
    let gap = if is_pointed { gap.strip_prefix(". ").unwrap_or(gap) } else { gap };
    if gap.contains(['.', '!', '?', ';', ':', '\n', '/', '+']) {
        return None;
    }
    let first = text.words.partition_point(|word| word.range.start < end);
    let between: Vec<&str> =
        text.words.iter().skip(first).take_while(|word| word.range.end <= start).map(|word| word.folded.as_str()).collect();
    let hour_is_first = time.bytes.end == end;
    let is_small = |word: &&str| {
        words.evening.contains(word) || words.between.contains(word) && !(hour_is_first && words.only_before_hour.contains(word))
    };
    (between.len() <= WORDS_BETWEEN && between.iter().all(is_small)).then(|| between.iter().any(|word| words.evening.contains(word)))
}

/// "In two hours", "half an hour ago": a length of hours or less, from this moment on.
fn from_now(text: &Text<'_>, length: &Found, words: &Words, now: &Zoned) -> Option<Found> {
    let SlotValue::Duration(duration) = length.value else { return None };
    let span = duration.span();
    if span.get_hours() == 0 && span.get_minutes() == 0 && span.get_seconds() == 0 {
        return None;
    }
    let first = text.words.partition_point(|word| word.range.end <= length.bytes.start);
    let past = text.words.partition_point(|word| word.range.start < length.bytes.end);
    let before = |phrases: &[&str]| text.ends_in(first, phrases);
    let behind = |phrases: &[&str]| phrases.iter().find_map(|phrase| text.phrase(past, phrase));
    let (from, to, back) = match (before(words.ahead), behind(words.from_now), before(words.since), behind(words.ago)) {
        (_, _, _, Some(next)) => (first, next, true),
        (_, _, Some(at), _) => (at, past, true),
        (Some(at), next, ..) => (at, next.unwrap_or(past), false),
        (None, Some(next), ..) => (first, next, false),
        _ => return None,
    };
    let moment = if back { now.checked_sub(span) } else { now.checked_add(span) };
    Some(Found { bytes: text.bytes(from..to), value: SlotValue::DateTime(to_the_minute(&moment.ok()?)?), strength: Strength::Clear })
}
