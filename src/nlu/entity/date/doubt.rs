//! Days that are said with doubt.
//!
//! A hedge beside a day ("probably the 5th", "tomorrow, I think") makes it an answer only ([`Strength::IfAsked`]): taken when
//! a day was asked for, since what follows shows it. A doubt that is said of nothing else ("mid January? not sure", "March,
//! don't know yet") takes every day of the utterance back: better asked again than guessed.

use crate::domain::Strength;

use super::super::text::Text;
use super::Reading;

const DOUBTS: &[&str] = &[
    "not sure",
    "not too sure",
    "not certain",
    "unsure",
    "dont know",
    "do not know",
    "dunno",
    "idk",
    "no idea",
    "no clue",
    "undecided",
    "not decided",
    "havent decided",
    "have not decided",
    "cant say",
    "cannot say",
    "cant tell",
    "hard to say",
    "depends",
    "depends on",
    "not fixed",
    "not clear",
    "to be decided",
    "to be confirmed",
    "tbd",
    "tbc",
    "well see",
    "we will see",
    "dont remember",
];

/// What may go on after a doubt that is about the day: "not sure yet", "don't know when".
const GOES_ON: &[&str] = &[
    "yet",
    "when",
    "if",
    "whether",
    "exactly",
    "really",
    "though",
    "now",
    "right now",
    "at the moment",
    "either",
    "tbh",
    "which",
    "about that",
    "about it",
    "about when",
    "about the date",
    "about the day",
    "about the start",
    "of the date",
    "my",
    "the date",
    "the exact date",
    "the day",
];

/// Hedges on either side of a day.
const HEDGES: &[&str] = &[
    "maybe",
    "perhaps",
    "probably",
    "prob",
    "probs",
    "possibly",
    "presumably",
    "hopefully",
    "i think",
    "i guess",
    "i suppose",
    "i hope",
    "roughly",
];

/// Hedges only before a day.
const HEDGES_BEFORE: &[&str] = &["likely", "around", "about", "approximately", "approx", "might be", "could be"];

/// Hedges only behind it.
const HEDGES_BEHIND: &[&str] = &["or so", "ish", "more or less"];

/// What stands behind a day that was told before and is to stay.
const KEPT: &[&str] = &["was right", "was correct", "was fine", "was ok", "was okay", "can stay", "stays", "remains"];

/// How many words may stand between a hedge and its day: "I think I can from".
const WORDS_BETWEEN: usize = 3;

/// Weakens hedged readings and drops doubted ones, and those of days that stay as they are.
pub(super) fn weigh(text: &Text<'_>, readings: &mut Vec<Reading>) {
    if readings.is_empty() {
        return;
    }
    if (0..text.words.len()).any(|at| is_doubt(text, at)) {
        readings.clear();
    }
    readings.retain(|reading| {
        let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
        !KEPT.iter().any(|kept| text.phrase(past, kept).is_some())
    });
    for reading in readings.iter_mut().filter(|reading| is_hedged(text, reading)) {
        reading.strength = Strength::IfAsked;
    }
}

fn is_doubt(text: &Text<'_>, at: usize) -> bool {
    let about_the_day = |next: usize| text.ends_before(next) || GOES_ON.iter().any(|more| text.phrase(next, more).is_some());
    DOUBTS.iter().filter_map(|doubt| text.phrase(at, doubt)).any(about_the_day)
}

fn is_hedged(text: &Text<'_>, reading: &Reading) -> bool {
    let first = text.words.partition_point(|word| word.range.end <= reading.bytes.start);
    let past = text.words.partition_point(|word| word.range.start < reading.bytes.end);
    // From the hedge to the day no sentence may end.
    let reaches = |from: usize| (from..first).all(|at| !text.gap(at).contains(['.', '!', '?', ';', '\n']));
    let before = (first.saturating_sub(WORDS_BETWEEN + 2)..first).any(|at| {
        let close = |next: &usize| *next <= first && first - next <= WORDS_BETWEEN;
        HEDGES.iter().chain(HEDGES_BEFORE).filter_map(|hedge| text.phrase(at, hedge)).any(|next| close(&next)) && reaches(at)
    });
    let sentence_goes_on = past > 0 && !text.gap(past - 1).contains(['.', '!', ';', '\n']);
    before || sentence_goes_on && HEDGES.iter().chain(HEDGES_BEHIND).any(|hedge| text.phrase(past, hedge).is_some())
}
