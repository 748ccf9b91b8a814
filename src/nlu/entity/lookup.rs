//! Entities declared by values: canonical names, synonyms and labels, found as whole words.

use std::collections::HashMap;

use crate::domain::{SlotValue, Strength};

use super::declared::EntityValue;
use super::language::is_lookalike;
use super::text::Text;
use super::{Found, text::fold};

/// One way to write a value.
struct Phrase {
    /// Its folded words.
    words: Vec<String>,
    value: String,
}

/// All ways to write the values of one entity.
pub(super) struct Lookup {
    phrases: Vec<Phrase>,
    /// Phrases by the singular of their first word.
    by_first: HashMap<String, Vec<usize>>,
    fuzzy: bool,
}

impl Lookup {
    pub(super) fn new(values: &[EntityValue], fuzzy: bool) -> Self {
        let mut lookup = Self { phrases: Vec::new(), by_first: HashMap::new(), fuzzy };
        for value in values {
            for written in value.ways_to_write() {
                let words = folded_words(&written);
                let Some(first) = words.first() else { continue };
                lookup.by_first.entry(singular(first).to_owned()).or_default().push(lookup.phrases.len());
                lookup.phrases.push(Phrase { words, value: value.name.clone() });
            }
        }
        lookup
    }

    /// All values in an utterance: exact ones, and misspelled ones where no exact one stands.
    pub(super) fn find(&self, text: &Text<'_>) -> Vec<Found> {
        let mut found: Vec<Found> = (0..text.words.len()).filter_map(|at| self.exact(text, at)).collect();
        if self.fuzzy {
            let misspelled: Vec<Found> = (0..text.words.len()).filter_map(|at| self.misspelled(text, at)).collect();
            found.extend(misspelled.into_iter().filter(|slip| !found.iter().any(|exact| exact.overlaps(slip))).collect::<Vec<_>>());
        }
        found
    }

    /// The longest phrase that starts at a word.
    fn exact(&self, text: &Text<'_>, at: usize) -> Option<Found> {
        let candidates = self.by_first.get(singular(text.folded(at)))?;
        let fits = |phrase: &&Phrase| fits(text, at, phrase, |said, meant| singular(said) == singular(meant));
        let letters = |phrase: &&Phrase| (phrase.words.len(), same_letters(text, at, phrase));
        let phrases = candidates.iter().filter_map(|index| self.phrases.get(*index)).filter(fits);
        // Of phrases that differ in a plural only, the one that is written like the utterance; else the first.
        let best = phrases.rev().max_by_key(letters)?;
        Some(found(text, at, best))
    }

    /// The phrase with one slip of the pen that starts at a word: the longest, then the closest.
    fn misspelled(&self, text: &Text<'_>, at: usize) -> Option<Found> {
        let fits = |phrase: &&Phrase| fits(text, at, phrase, |said, meant| singular(said) == singular(meant) || is_slip(said, meant));
        let best =
            self.phrases.iter().filter(fits).rev().max_by_key(|phrase| (phrase.words.len(), std::cmp::Reverse(slips(text, at, phrase))))?;
        Some(found(text, at, best))
    }
}

fn found(text: &Text<'_>, at: usize, phrase: &Phrase) -> Found {
    let bytes = text.bytes(at..at + phrase.words.len());
    Found { bytes, value: SlotValue::Choice(phrase.value.clone()), strength: Strength::Clear }
}

fn fits(text: &Text<'_>, at: usize, phrase: &Phrase, same: impl Fn(&str, &str) -> bool) -> bool {
    phrase.words.iter().enumerate().all(|(offset, meant)| {
        let binds = offset == 0 || !text.gap(at + offset - 1).contains(['.', ',', ';', ':', '!', '?', '(', ')']);
        binds && same(text.folded(at + offset), meant)
    })
}

fn same_letters(text: &Text<'_>, at: usize, phrase: &Phrase) -> usize {
    phrase.words.iter().enumerate().filter(|(offset, meant)| text.folded(at + offset) == meant.as_str()).count()
}

fn slips(text: &Text<'_>, at: usize, phrase: &Phrase) -> usize {
    phrase.words.iter().enumerate().filter(|(offset, meant)| singular(text.folded(at + offset)) != singular(meant)).count()
}

/// Whether a word is one slip (a letter too many, too few, wrong, or two swapped) from the word meant. Words of four
/// letters must be a swap or a doubled letter; shorter ones must be right; plain English words are never slips.
fn is_slip(said: &str, meant: &str) -> bool {
    let (said_length, meant_length) = (said.chars().count(), meant.chars().count());
    if meant_length < 4 || said_length < 4 || said_length.abs_diff(meant_length) > 1 || is_lookalike(said) {
        return false;
    }
    if said.chars().any(|c| c.is_ascii_digit()) || strsim::damerau_levenshtein(said, meant) != 1 {
        return false;
    }
    let swapped_or_doubled = || sorted(said) == sorted(meant) || undoubled(said) == undoubled(meant);
    meant_length > 4 || swapped_or_doubled()
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

fn undoubled(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters
}

/// The words of a written form, folded.
pub(super) fn folded_words(written: &str) -> Vec<String> {
    let spaced: String = fold(&written.replace('_', " "));
    Text::new(&spaced).words.into_iter().map(|word| word.folded).collect()
}

/// The word without its plural -s (`nurses`, `waitresses`); short words and `-ss` keep theirs.
pub(super) fn singular(word: &str) -> &str {
    let Some(stem) = word.strip_suffix('s').filter(|stem| stem.chars().count() >= 3 && !stem.ends_with(['s', 'u', 'i'])) else {
        return word;
    };
    let hissing = |stem: &&str| stem.ends_with("ss") || stem.ends_with("sh") || stem.ends_with("ch") || stem.ends_with('x');
    stem.strip_suffix('e').filter(hissing).unwrap_or(stem)
}
