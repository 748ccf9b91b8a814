//! Days that are said with doubt.
//!
//! A hedge beside a day ("probably the 5th", "tomorrow, I think") makes it an answer only ([`Strength::IfAsked`]): taken when
//! a day was asked for, since what follows shows it. A doubt that is said of nothing else ("mid January? not sure", "March,
//! don't know yet") takes every day of the utterance back: better asked again than guessed.

use crate::domain::Strength;

use super::super::text::Text;
use super::Reading;

/// The doubts of one language, folded.
pub(super) struct Doubts {
    pub(super) phrases: &'static [&'static str],
    /// What may go on after a doubt that is about the day: "not sure yet", "don't know when".
    pub(super) goes_on: &'static [&'static str],
    /// Hedges on either side of a day.
    pub(super) hedges: &'static [&'static str],
    /// Hedges only before a day.
    pub(super) hedges_before: &'static [&'static str],
    /// Hedges only behind it.
    pub(super) hedges_behind: &'static [&'static str],
    /// What stands behind a day that was told before and is to stay.
    pub(super) kept: &'static [&'static str],
}

/// How many words may stand between a hedge and its day: "I think I can from".
const WORDS_BETWEEN: usize = 3;

/// Weakens hedged readings and drops doubted ones, and those of days that stay as they are.
pub(super) fn weigh(text: &Text<'_>, readings: &mut Vec<Reading>, words: &Doubts) {
    if readings.is_empty() {
        return;
    }
    if (0..text.words.len()).any(|at| is_doubt(text, at, words)) {
        readings.clear();
    }
    readings.retain(|reading| {
        let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
        !words.kept.iter().any(|kept| text.phrase(past, kept).is_some())
    });
    for reading in readings.iter_mut().filter(|reading| is_hedged(text, reading, words)) {
        reading.strength = Strength::IfAsked;
    }
}

fn is_doubt(text: &Text<'_>, at: usize, words: &Doubts) -> bool {
    let about_the_day = |next: usize| text.ends_before(next) || words.goes_on.iter().any(|more| text.phrase(next, more).is_some());
    words.phrases.iter().filter_map(|doubt| text.phrase(at, doubt)).any(about_the_day)
}

fn is_hedged(text: &Text<'_>, reading: &Reading, words: &Doubts) -> bool {
    let first = text.words.partition_point(|word| word.range.end <= reading.bytes.start);
    let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
    // From the hedge to the day no sentence may end.
    let reaches = |from: usize| (from..first).all(|at| !text.gap(at).contains(['.', '!', '?', ';', '\n']));
    let before = (first.saturating_sub(WORDS_BETWEEN + 2)..first).any(|at| {
        let close = |next: &usize| *next <= first && first - next <= WORDS_BETWEEN;
        words.hedges.iter().chain(words.hedges_before).filter_map(|hedge| text.phrase(at, hedge)).any(|next| close(&next)) && reaches(at)
    });
    let sentence_goes_on = past > 0 && !text.gap(past - 1).contains(['.', '!', ';', '\n']);
    before || sentence_goes_on && words.hedges.iter().chain(words.hedges_behind).any(|hedge| text.phrase(past, hedge).is_some())
}
