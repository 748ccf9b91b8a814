//! The index of values against a scan of all of them.

use std::cmp::Reverse;

use proptest::prelude::*;

use crate::domain::SlotValue;
use crate::nlu::entity::EntityValue;
use crate::nlu::entity::lookup::{Lookup, folded_words, singular};
use crate::nlu::entity::slip::{Slips, is_slip};
use crate::nlu::entity::text::Text;

/// Place and value of each found.
type Places = Vec<(std::ops::Range<usize>, String)>;

/// What the index must find: each phrase compared with the words from each word on.
fn scan(phrases: &[(Vec<String>, String)], fuzzy: bool, text: &Text<'_>) -> Places {
    let fits = |at: usize, phrase: &[String], same: &dyn Fn(&str, &str) -> bool| {
        phrase.iter().enumerate().all(|(offset, meant)| {
            let binds = offset == 0 || !text.gap(at + offset - 1).contains(['.', ',', ';', ':', '!', '?', '(', ')']);
            binds && same(text.folded(at + offset), meant)
        })
    };
    let equal = |said: &str, meant: &str| singular(said) == singular(meant);
    let close = |said: &str, meant: &str| equal(said, meant) || is_slip(said, meant);
    let same_letters = |at: usize, phrase: &[String]| {
        phrase.iter().enumerate().filter(|(offset, meant)| text.folded(at + offset) == meant.as_str()).count()
    };
    let slips =
        |at: usize, phrase: &[String]| phrase.iter().enumerate().filter(|(offset, meant)| !equal(text.folded(at + offset), meant)).count();
    let place = |at: usize, (words, value): &(Vec<String>, String)| (text.bytes(at..at + words.len()), value.clone());
    let exact = |at: usize| {
        let fitting = phrases.iter().filter(|(words, _)| fits(at, words, &equal));
        fitting.rev().max_by_key(|(words, _)| (words.len(), same_letters(at, words))).map(|phrase| place(at, phrase))
    };
    let misspelled = |at: usize| {
        let fitting = phrases.iter().filter(|(words, _)| fits(at, words, &close));
        fitting.rev().max_by_key(|(words, _)| (words.len(), Reverse(slips(at, words)))).map(|phrase| place(at, phrase))
    };
    let mut found: Places = (0..text.words.len()).filter_map(exact).collect();
    if fuzzy {
        let free = |(bytes, _): &(std::ops::Range<usize>, String), found: &Places| {
            !found.iter().any(|(exact, _)| exact.start < bytes.end && bytes.start < exact.end)
        };
        let slips: Places = (0..text.words.len()).filter_map(misspelled).filter(|slip| free(slip, &found)).collect();
        found.extend(slips);
    }
    found
}

/// Few letters, so that words are often one slip apart.
fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[ab]{3,6}", "[ab]{3,6}s", "[abé]{1,5}", Just("driver".to_owned()), Just("drvier".to_owned())]
}

fn phrase() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn utterance() -> impl Strategy<Value = String> {
    prop::collection::vec((word(), prop::sample::select(vec![" ", ", ", " - ", ". "])), 0..8)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap.to_owned()]).collect())
}

proptest! {
    #[test]
    fn the_index_finds_what_a_scan_of_all_values_finds(
        written in prop::collection::vec((phrase(), prop::collection::vec(phrase(), 0..3)), 1..12),
        said in utterance(),
        fuzzy in any::<bool>(),
    ) {
        let values: Vec<EntityValue> = written
            .into_iter()
            .map(|(name, synonyms)| EntityValue { name, labels: std::collections::BTreeMap::new(), synonyms })
            .collect();
        let ways = values.iter().flat_map(|value| value.ways_to_write().map(|way| (folded_words(&way), value.name.clone())));
        let phrases: Vec<(Vec<String>, String)> = ways.filter(|(words, _)| !words.is_empty()).collect();
        let text = Text::new(&said);
        let found: Places = Lookup::new(&values, fuzzy)
            .find(&text)
            .into_iter()
            .map(|found| (found.bytes, if let SlotValue::Choice(value) = found.value { value } else { String::new() }))
            .collect();
        prop_assert_eq!(found, scan(&phrases, fuzzy, &text));
    }

    #[test]
    fn every_slip_is_among_the_candidates(said in "[abcdé]{1,8}", meant in "[abcdé]{1,8}") {
        let index = Slips::new(std::iter::once((7, meant.as_str())));
        prop_assert!(!is_slip(&said, &meant) || index.candidates(&said) == [7]);
    }
}

#[test]
fn a_word_longer_than_all_values_has_no_candidates() {
    let index = Slips::new([(0, "driver")].into_iter());
    assert!(index.candidates(&"a".repeat(100_000)).is_empty());
    // A word of six letters has seven forms of eight bytes.
    assert!(index.bytes() >= 7 * 8);
}
