//! Entities declared by values: canonical names, synonyms and labels, found as whole words.
//!
//! The phrases are a tree of words, so that the time for an utterance hangs on its length and not on how many values there are.

use std::collections::HashMap;

use crate::domain::{SlotValue, Strength};

use super::declared::EntityValue;
use super::slip::{Slips, is_slip};
use super::text::Text;
use super::{Found, text::fold};

/// One way to write a value.
struct Phrase {
    /// How many words it has.
    length: usize,
    /// The number of its value.
    value: u32,
}

/// All ways to write the values of one entity.
pub(super) struct Lookup {
    values: Vec<String>,
    phrases: Vec<Phrase>,
    /// The folded words of all phrases, by number.
    words: Vec<Box<str>>,
    /// Words by their singular.
    by_singular: HashMap<Box<str>, Vec<u32>>,
    /// The tree: from a node by a word to the next; the root is 0.
    nodes: HashMap<(u32, u32), u32>,
    /// The first phrase that ends at a node.
    ends: HashMap<u32, u32>,
    slips: Option<Slips>,
}

/// A phrase that fits an utterance from a word on.
struct Fit {
    phrase: u32,
    length: usize,
    /// Words written letter by letter as in the phrase.
    same: usize,
    /// Words that are slips.
    slips: usize,
}

/// A place in the tree on the way through an utterance.
struct Step {
    node: u32,
    length: usize,
    same: usize,
    slips: usize,
}

impl Lookup {
    pub(super) fn new(values: &[EntityValue], fuzzy: bool) -> Self {
        let (mut values_by_number, mut phrases, mut words) = (Vec::new(), Vec::new(), Vec::<Box<str>>::new());
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let (mut nodes, mut ends) = (HashMap::new(), HashMap::new());
        for value in values {
            let value_number = number(values_by_number.len());
            values_by_number.push(value.name.clone());
            for written in value.ways_to_write() {
                let folded = folded_words(&written);
                let mut node = 0;
                for word in &folded {
                    let word = *numbers.entry(word.as_str().into()).or_insert_with(|| {
                        words.push(word.as_str().into());
                        number(words.len() - 1)
                    });
                    let next = number(nodes.len() + 1);
                    node = *nodes.entry((node, word)).or_insert(next);
                }
                if node != 0 {
                    ends.entry(node).or_insert(number(phrases.len()));
                    phrases.push(Phrase { length: folded.len(), value: value_number });
                }
            }
        }
        let mut by_singular: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (at, word) in words.iter().enumerate() {
            by_singular.entry(singular(word).into()).or_default().push(number(at));
        }
        let slips = fuzzy.then(|| Slips::new(words.iter().enumerate().map(|(at, word)| (number(at), &**word))));
        Self { values: values_by_number, phrases, words, by_singular, nodes, ends, slips }
    }

    /// All values in an utterance: exact ones, and misspelled ones where no exact one stands.
    pub(super) fn find(&self, text: &Text<'_>) -> Vec<Found> {
        let exact: Vec<Vec<(u32, bool)>> = (0..text.words.len()).map(|at| self.equal(text.folded(at))).collect();
        let mut found: Vec<Found> = (0..text.words.len()).filter_map(|at| self.exact(text, at, &exact)).collect();
        if let Some(slips) = &self.slips {
            let meant: Vec<Vec<(u32, bool)>> =
                exact.into_iter().enumerate().map(|(at, equal)| self.meant(text.folded(at), equal, slips)).collect();
            let misspelled: Vec<Found> = (0..text.words.len()).filter_map(|at| self.misspelled(text, at, &meant)).collect();
            found.extend(misspelled.into_iter().filter(|slip| !found.iter().any(|exact| exact.overlaps(slip))).collect::<Vec<_>>());
        }
        found
    }

    /// The words that are a word of an utterance but for a plural; none of them is a slip.
    fn equal(&self, said: &str) -> Vec<(u32, bool)> {
        self.by_singular.get(singular(said)).into_iter().flatten().map(|word| (*word, false)).collect()
    }

    /// The same with the words that are one slip away.
    fn meant(&self, said: &str, mut equal: Vec<(u32, bool)>, slips: &Slips) -> Vec<(u32, bool)> {
        let is_equal = |word: u32, equal: &[(u32, bool)]| equal.iter().any(|(known, _)| *known == word);
        for word in slips.candidates(said) {
            let is_one = self.words.get(usize_of(word)).is_some_and(|meant| is_slip(said, meant));
            if is_one && !is_equal(word, &equal) {
                equal.push((word, true));
            }
        }
        equal
    }

    /// The longest phrase that starts at a word. Of phrases that differ in a plural only, the one that is written like the utterance; else
    /// the first.
    fn exact(&self, text: &Text<'_>, at: usize, words: &[Vec<(u32, bool)>]) -> Option<Found> {
        let best = self.fits(text, at, words).into_iter().max_by_key(|fit| (fit.length, fit.same, std::cmp::Reverse(fit.phrase)))?;
        self.found(text, at, &best)
    }

    /// The phrase with slips of the pen that starts at a word: the longest, then the closest, then the first.
    fn misspelled(&self, text: &Text<'_>, at: usize, words: &[Vec<(u32, bool)>]) -> Option<Found> {
        let key = |fit: &Fit| (fit.length, std::cmp::Reverse(fit.slips), std::cmp::Reverse(fit.phrase));
        let best = self.fits(text, at, words).into_iter().max_by_key(key)?;
        self.found(text, at, &best)
    }

    /// All phrases that start at a word, given what each word of the utterance may mean.
    fn fits(&self, text: &Text<'_>, at: usize, words: &[Vec<(u32, bool)>]) -> Vec<Fit> {
        let mut fits = Vec::new();
        let mut steps = vec![Step { node: 0, length: 0, same: 0, slips: 0 }];
        while let Some(step) = steps.pop() {
            if let Some(phrase) = self.ends.get(&step.node) {
                fits.push(Fit { phrase: *phrase, length: step.length, same: step.same, slips: step.slips });
            }
            let next = at + step.length;
            let binds = step.length == 0 || !text.gap(next - 1).contains(['.', ',', ';', ':', '!', '?', '(', ')']);
            for (word, is_slip) in words.get(next).filter(|_| binds).into_iter().flatten() {
                let Some(node) = self.nodes.get(&(step.node, *word)) else { continue };
                let is_same = self.words.get(usize_of(*word)).is_some_and(|meant| text.folded(next) == &**meant);
                steps.push(Step {
                    node: *node,
                    length: step.length + 1,
                    same: step.same + usize::from(is_same),
                    slips: step.slips + usize::from(*is_slip),
                });
            }
        }
        fits
    }

    fn found(&self, text: &Text<'_>, at: usize, fit: &Fit) -> Option<Found> {
        let phrase = self.phrases.get(usize_of(fit.phrase))?;
        let value = self.values.get(usize_of(phrase.value))?;
        Some(Found { bytes: text.bytes(at..at + phrase.length), value: SlotValue::Choice(value.clone()), strength: Strength::Clear })
    }
}

/// A number for an index: a bot of four thousand million words does not fit into memory.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
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
