//! Days that are taken back.
//!
//! Behind "no wait" or "anzi" another day is told in place of those before it; a day on which somebody is busy ("Tuesday I have class")
//! is not the one they wish for when they name another; what is "not before" some vague time is no day.

use super::super::text::Text;
use super::{Day, Reading};

/// The words of one language, folded.
pub(super) struct Retractions {
    /// Phrases behind which what was said before no longer holds.
    pub(super) phrases: &'static [&'static str],
    /// What stands right behind a day on which somebody cannot.
    pub(super) busy: &'static [&'static str],
    /// What goes on behind that and takes it back: "Tuesday I have time".
    pub(super) free: &'static [&'static str],
    /// Words for "before" a vague time.
    pub(super) before: &'static [&'static str],
}

/// Drops what is taken back, as long as another day is left.
pub(super) fn take_back(text: &Text<'_>, readings: &mut Vec<Reading>, words: &Retractions) {
    let word_at = |byte: usize| text.words.partition_point(|word| word.range.end <= byte);
    let limits = |reading: &Reading| {
        let first = word_at(reading.bytes.start);
        reading.day == Day::Vague && first.checked_sub(1).is_some_and(|before| words.before.contains(&text.folded(before)))
    };
    if readings.iter().any(limits) {
        readings.retain(|reading| reading.day == Day::Vague);
        return;
    }
    let retracted = |at: &usize| words.phrases.iter().any(|phrase| text.phrase(*at, phrase).is_some());
    let is_day = |reading: &Reading| reading.day != Day::Nothing;
    for place in (1..text.words.len()).filter(retracted).filter_map(|at| text.words.get(at)).map(|word| word.range.start) {
        if readings.iter().any(|reading| reading.bytes.start >= place && is_day(reading)) {
            readings.retain(|reading| reading.bytes.start >= place);
        }
    }
    let is_busy = |reading: &Reading| {
        let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
        let behind = words.busy.iter().filter_map(|phrase| text.phrase(past, phrase)).max();
        behind.is_some_and(|next| !words.free.contains(&text.folded(next)))
    };
    if readings.iter().any(|reading| is_day(reading) && !is_busy(reading)) {
        readings.retain(|reading| !is_busy(reading));
    }
}
