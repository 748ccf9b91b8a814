//! Times of day in English.

use super::super::number;
use super::super::text::Text;
use super::{Clock, Form, Spelled};

pub(in super::super) static CLOCK: Clock = Clock {
    spelled,
    at: &["at", "by", "from", "until", "till", "before", "after", "since"],
    about: &["about", "around", "roughly", "exactly"],
    is_rough: |word| word.ends_with("ish"),
    on: &["on", "this", "at"],
    noon: &["noon", "midday", "12 noon", "twelve noon"],
    midnight: &["midnight"],
    full_hour: &["oclock", "o clock", "sharp", "on the dot"],
    morning: &["am", "in the morning", "this morning"],
    evening: &["pm", "in the afternoon", "this afternoon", "in the evening", "this evening", "tonight", "at night"],
    counted: "year years yr yrs yo day days week weeks month months minute minutes min mins hour hours hrs time times people persons person \
guest guests kid kids child children nights euro euros pound pounds dollar dollars percent",
    lasting: &["in", "for", "lasts", "takes", "within"],
    goes_on: &[
        "and", "on", "or", "if", "please", "tomorrow", "today", "to", "until", "till", "would", "is", "works", "for", "next", "this",
        "then", "instead", "rather", "thanks", "thank", "thx", "pls", "ok", "okay", "with", "but", "so", "as", "because", "maybe", "when",
        "again",
    ],
};

/// `half past nine`, `quarter to ten`, `ten past nine`, `nine thirty`, `9am`, `10ish`, `nine`.
fn spelled(text: &Text<'_>, at: usize) -> Option<Spelled> {
    past_or_to(text, at).or_else(|| with_suffix(text, at)).or_else(|| rough(text, at)).or_else(|| plain(text, at))
}

fn past_or_to(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let (minutes, next) = match ["half", "quarter", "a quarter"].iter().find_map(|part| Some((*part, text.phrase(at, part)?))) {
        Some(("half", next)) => (30, next),
        Some((_, next)) => (15, next),
        None => small(text, at).filter(|(minutes, _)| matches!(minutes, 5 | 10 | 20 | 25))?,
    };
    let next = text.phrase(next, "minutes").unwrap_or(next);
    // "From 10 to 12" is no ten minutes to twelve.
    let is_opened = at.checked_sub(1).is_some_and(|before| text.folded(before) == "from");
    let to = text.phrase(next, "to").or_else(|| text.phrase(next, "before")).filter(|_| !is_opened);
    let past = text.phrase(next, "past").or_else(|| text.phrase(next, "after"));
    // "Half nine" is half past nine.
    let next = to.or(past).or_else(|| (minutes == 30).then_some(next))?;
    // "Half a dozen" is no half past twelve.
    if matches!(text.folded(next), "a" | "an") {
        return None;
    }
    let (hour, next) = small(text, next).filter(|(hour, _)| (1..=12).contains(hour))?;
    let (hour, minute) = if to.is_some() { (if hour == 1 { 12 } else { hour - 1 }, 60 - minutes) } else { (hour, minutes) };
    Some(Spelled { hour, minute, next, form: Form::Time })
}

/// `9am`, `9.30pm`, `9:30 a.m.`: where the letters stand in the word of the digits, or stand apart with points.
pub(super) fn with_suffix(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let minutes_follow = matches!(text.gap(at), ":" | ".") && text.folded(at + 1).len() >= 2;
    let (last, hour) = if minutes_follow { (at + 1, number_of(text.folded(at))?) } else { (at, 0) };
    let word = text.folded(last);
    let (digits, letters) = word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()));
    let value = number_of(digits)?;
    let apart = |half: &str| text.folded(last + 1) == half && text.folded(last + 2) == "m" && matches!(text.gap(last + 1), "." | ". ");
    let (evening, next) = match letters {
        "am" => (false, last + 1),
        "pm" => (true, last + 1),
        "" if apart("a") => (false, last + 3),
        "" if apart("p") => (true, last + 3),
        _ => return None,
    };
    let (hour, minute) = if minutes_follow { (hour, value) } else { (value, 0) };
    let hour = if (1..=12).contains(&hour) { hour % 12 + if evening { 12 } else { 0 } } else { return None };
    (minute < 60).then_some(Spelled { hour, minute, next, form: Form::Exact })
}

fn number_of(digits: &str) -> Option<i8> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

/// `10ish`, `10-ish`, `tenish`.
fn rough(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let (word, next) = match text.folded(at).strip_suffix("ish") {
        Some(word) => (word, at + 1),
        None if text.folded(at + 1) == "ish" && matches!(text.gap(at), " " | "-") => (text.folded(at), at + 2),
        None => return None,
    };
    let in_words = Text::new(word);
    let (hour, end) = small(&in_words, 0)?;
    ((1..=12).contains(&hour) && end == in_words.words.len()).then_some(Spelled { hour, minute: 0, next, form: Form::Hour })
}

/// `nine`, `nine thirty`.
fn plain(text: &Text<'_>, at: usize) -> Option<Spelled> {
    if text.folded(at).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (hour, next) = small(text, at).filter(|(hour, _)| (1..=12).contains(hour))?;
    match small(text, next).filter(|(minute, _)| matches!(minute, 10..=59)) {
        Some((minute, next)) => Some(Spelled { hour, minute, next, form: Form::Number }),
        None => Some(Spelled { hour, minute: 0, next, form: Form::Hour }),
    }
}

/// A small number in digits or one word.
fn small(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    if let Ok(number) = text.folded(at).parse::<i8>() {
        return (text.folded(at).len() <= 2).then_some((number, at + 1));
    }
    let (number, next) = (number::ENGLISH.spelled)(text, at).filter(|(number, _)| number.fract() == 0.0 && (0.0..60.0).contains(number))?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 60, as just checked")]
    Some((number as i8, next))
}
