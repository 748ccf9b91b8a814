//! Times of day: `9:30`, `at 9pm`, `half past nine`, `noon`.
//!
//! An hour from 1 to 6 that nothing else tells apart is one of the afternoon ("at 3" is 15:00), as people mean it who make an
//! appointment; a leading zero ("03:00") or a word ("in the morning") makes it one of the night. A bare number is a time only as an
//! answer, and so are "9.30" and "around 3", which beside a day ("Saturday 9.30", "tomorrow around 3") need no question. A part of the
//! day ("Friday afternoon") is a span and no time: the hour is asked for.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::ops::Range;

use jiff::civil::Time;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::Text;

pub(super) use de::CLOCK as GERMAN;
pub(super) use en::CLOCK as ENGLISH;
pub(super) use es::CLOCK as SPANISH;
pub(super) use fr::CLOCK as FRENCH;
pub(super) use it::CLOCK as ITALIAN;

/// How one language says times of day. Its words are folded.
pub(super) struct Clock {
    /// A time in words that starts at an index.
    spelled: fn(&Text<'_>, usize) -> Option<Spelled>,
    /// Words after which a bare number is an hour, where nothing is counted.
    at: &'static [&'static str],
    /// Words that may stand between such a word and the hour.
    about: &'static [&'static str],
    /// Whether a word says that the hour is a rough one.
    is_rough: fn(&str) -> bool,
    /// Words between an hour and its day.
    on: &'static [&'static str],
    /// Noon.
    noon: &'static [&'static str],
    /// Midnight.
    midnight: &'static [&'static str],
    /// Words behind a full hour.
    full_hour: &'static [&'static str],
    /// Words behind a time of the morning or night.
    morning: &'static [&'static str],
    /// Words behind a time of the afternoon or evening.
    evening: &'static [&'static str],
    /// What is counted, so that the number before it is no hour: "6 years".
    counted: &'static str,
    /// Words behind which "2h30" is how long something takes.
    lasting: &'static [&'static str],
    /// Words that may follow a bare hour: nothing is counted there.
    goes_on: &'static [&'static str],
}

/// A time as it was said.
#[derive(Clone, Copy)]
struct Spelled {
    hour: i8,
    minute: i8,
    /// Past its last word.
    next: usize,
    /// How it says that it is a time.
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By its form: "9:30", "half past nine".
    Time,
    /// By its form, on a clock of 24 hours: "09:30", "noon".
    Exact,
    /// Perhaps: "9.30", "nine thirty".
    Number,
    /// Not at all: "9".
    Hour,
}

/// All times in an utterance, but for those inside `taken` readings (dates, addresses, codes).
pub(super) fn find(text: &Text<'_>, clock: Option<&Clock>, taken: &[Found]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        match time_at(text, at, clock, taken).filter(|(time, _)| !taken.iter().any(|taken| taken.overlaps(time))) {
            Some((time, next)) => {
                found.push(time);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn time_at(text: &Text<'_>, at: usize, clock: Option<&Clock>, taken: &[Found]) -> Option<(Found, usize)> {
    let spelled = clock.and_then(|clock| (clock.spelled)(text, at).or_else(|| named(text, at, clock)));
    let is_length = |clock: &Clock| {
        text.folded(at).contains('h') && at.checked_sub(1).is_some_and(|before| clock.lasting.contains(&text.folded(before)))
    };
    let in_digits = digits(text, at).filter(|_| !clock.is_some_and(is_length));
    let said = [in_digits, spelled].into_iter().flatten().max_by_key(|said| said.next)?;
    let (mut hour, mut next, mut form) = (said.hour, said.next, said.form);
    let mut told = None;
    if let Some(clock) = clock {
        if let Some(past) = phrase(text, next, clock.full_hour).filter(|_| said.minute == 0) {
            (next, form) = (past, if form == Form::Exact { form } else { Form::Time });
        }
        let evening = phrase(text, next, clock.evening).map(|past| (true, past));
        told = evening.or_else(|| phrase(text, next, clock.morning).map(|past| (false, past)));
    }
    match told {
        Some((evening, past)) if (1..=12).contains(&hour) => {
            hour = hour % 12 + if evening { 12 } else { 0 };
            (next, form) = (past, Form::Time);
        }
        _ if form != Form::Exact && (1..=6).contains(&hour) => hour += 12,
        _ => {}
    }
    if form == Form::Hour && clock.is_some_and(|clock| is_counted(text, next, clock)) {
        return None;
    }
    let is_rough = |clock: &Clock| (clock.is_rough)(text.folded(next - 1));
    let is_told = |clock: &Clock| is_after_cue(text, at, clock) || is_rough(clock) || is_beside_day(text, at..next, form, clock, taken);
    let strength = match (form, clock) {
        (Form::Time | Form::Exact, _) => Strength::Clear,
        (Form::Number | Form::Hour, Some(clock)) if stands_alone(text, next, clock) && is_told(clock) => Strength::Clear,
        (Form::Number | Form::Hour, _) => Strength::IfAsked,
    };
    let time = Time::new(hour, said.minute, 0, 0).ok()?;
    // "8 tonight": the word for the part of the day is a day, too, and stays one.
    let whole = text.bytes(at..next);
    let is_day = taken.iter().any(|taken| taken.bytes.start < whole.end && whole.start < taken.bytes.end);
    let bytes = if is_day && told.is_some() { text.bytes(at..said.next) } else { whole };
    Some((Found { bytes, value: SlotValue::Time(time), strength }, next))
}

fn named(text: &Text<'_>, at: usize, clock: &Clock) -> Option<Spelled> {
    let exact = |hour| move |next| Spelled { hour, minute: 0, next, form: Form::Exact };
    phrase(text, at, clock.noon).map(exact(12)).or_else(|| phrase(text, at, clock.midnight).map(exact(0)))
}

/// `9`, `09:30`, `9.30`, `9h30`, `9 h`.
fn digits(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let word = text.folded(at);
    let marked_before =
        at.checked_sub(1).is_some_and(|before| text.gap(before).ends_with([':', '.', ',', '/', '-', '+', '€', '$', '£', '#']));
    if marked_before {
        return None;
    }
    let (hour, minute) = match word.split_once('h') {
        Some((hour, minute)) => (hour, Some(minute).filter(|minute| !minute.is_empty())),
        None => (word, None),
    };
    let number =
        |digits: &str| if digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse::<i8>().ok() } else { None };
    let (value, is_exact) = (number(hour)?, hour.len() == 2 && hour.starts_with('0'));
    let with_h = word.contains('h');
    let (minute, next, form) = match (minute, text.gap(at)) {
        (Some(minute), _) => (number(minute)?, at + 1, Form::Time),
        (None, mark @ (":" | ".")) if !with_h && text.folded(at + 1).len() == 2 && number(text.folded(at + 1)).is_some() => {
            (number(text.folded(at + 1))?, at + 2, if mark == ":" { Form::Time } else { Form::Number })
        }
        (None, gap) if gap.starts_with([':', '%', '€', '$', '£', '/', '°', '-', '–', '@']) => return None,
        // "9.5", "3,000" go on.
        (None, "." | ",") if text.folded(at + 1).starts_with(|c: char| c.is_ascii_digit()) => return None,
        (None, _) => (0, at + 1, if with_h { Form::Time } else { Form::Hour }),
    };
    let goes_on =
        next > at + 1 && text.gap(next - 1).starts_with([':', '/', '-', '%', '€', '$', '£', '@']) && !text.gap(next - 1).starts_with(": ");
    let longer = next > at + 1 && matches!(text.gap(next - 1), "." | ",") && next < text.words.len();
    let form = if is_exact && form == Form::Time || value > 12 && form != Form::Hour {
        if form == Form::Number { form } else { Form::Exact }
    } else {
        form
    };
    (value < 24 && (0..60).contains(&minute) && !goes_on && !longer).then_some(Spelled { hour: value, minute, next, form })
}

fn is_after_cue(text: &Text<'_>, at: usize, clock: &Clock) -> bool {
    let before = |at: usize, words: &[&str]| at.checked_sub(1).filter(|before| words.contains(&text.folded(*before)));
    let at = before(at, clock.about).unwrap_or(at);
    before(at, clock.at).is_some()
}

/// "Saturday 9.30", "tomorrow, around 3": beside a day, an hour with minutes or a rough one. A bare number may be anything there ("Friday
/// 3").
fn is_beside_day(text: &Text<'_>, words: Range<usize>, form: Form, clock: &Clock, taken: &[Found]) -> bool {
    let about = words.start.checked_sub(1).filter(|before| clock.about.contains(&text.folded(*before)));
    if form == Form::Hour && about.is_none() {
        return false;
    }
    let bytes = text.bytes(about.unwrap_or(words.start)..words.end);
    let is_near = |from: usize, to: usize| {
        let between = text.original.get(from..to).map(|between| between.trim_matches([' ', ',']));
        between.is_some_and(|between| between.is_empty() || clock.on.contains(&between))
    };
    let mut days = taken.iter().filter(|found| found.strength > Strength::IfAsked && matches!(found.value, SlotValue::Date(_)));
    days.any(|day| is_near(day.bytes.end, bytes.start) || is_near(bytes.end, day.bytes.start))
}

/// "6 years", "2 people".
fn is_counted(text: &Text<'_>, next: usize, clock: &Clock) -> bool {
    !text.ends_before(next) && clock.counted.split_ascii_whitespace().any(|noun| noun == text.folded(next))
}

/// Nothing that could be counted follows.
fn stands_alone(text: &Text<'_>, next: usize, clock: &Clock) -> bool {
    text.ends_before(next) || clock.goes_on.contains(&text.folded(next))
}

fn phrase(text: &Text<'_>, at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| text.phrase(at, phrase)).max()
}
