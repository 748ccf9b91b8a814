//! Slips of the pen, and the index that finds the words that one slip away could be meant.
//!
//! Two words that are one insertion, deletion, exchange of letters or swap of neighbours apart share a form with at most one letter left
//! out (the deletion neighbourhood of Mor and Fraenkel, 1982). The index holds the hashes of these forms, sorted; a word is looked up by its
//! own forms, and every candidate is compared, so that equal hashes of other forms cost time and nothing else.

use super::language::is_lookalike;

/// Shorter words have no slips.
const SHORTEST: usize = 4;

/// Words that can be meant, by their forms.
#[derive(Default)]
pub(super) struct Slips {
    /// Hash of a form and the word's number, sorted.
    forms: Vec<(u32, u32)>,
    /// The letters of the longest word: a longer one of an utterance needs no forms.
    longest: usize,
}

impl Slips {
    /// The index of words by their numbers.
    pub(super) fn new<'w>(words: impl Iterator<Item = (u32, &'w str)>) -> Self {
        let mut index = Self::default();
        for (number, word) in words {
            let letters = word.chars().count();
            if letters >= SHORTEST {
                index.longest = index.longest.max(letters);
                index.forms.extend(forms(word).into_iter().map(|form| (form, number)));
            }
        }
        index.forms.sort_unstable();
        index.forms.dedup();
        index.forms.shrink_to_fit();
        index
    }

    /// The numbers of all words that may be one slip away, each once.
    pub(super) fn candidates(&self, said: &str) -> Vec<u32> {
        let letters = said.chars().count();
        if !(SHORTEST..=self.longest + 1).contains(&letters) || cannot_slip(said) {
            return Vec::new();
        }
        let mut numbers = Vec::new();
        for form in forms(said) {
            let from = self.forms.partition_point(|(hash, _)| *hash < form);
            let same = self.forms.get(from..).unwrap_or_default().iter().take_while(|(hash, _)| *hash == form);
            numbers.extend(same.map(|(_, number)| *number));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The memory of the index, in bytes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.forms.capacity() * size_of::<(u32, u32)>()
    }
}

/// The hashes of a word and of it without each of its letters.
fn forms(word: &str) -> Vec<u32> {
    let mut forms = vec![hash(word.bytes())];
    for (at, letter) in word.char_indices() {
        let (before, after) = word.split_at(at);
        forms.push(hash(before.bytes().chain(after.bytes().skip(letter.len_utf8()))));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// FNV-1a, 32 bits (Fowler, Noll, Vo; RFC 9923): the same on every machine.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Plain words, and what holds digits.
fn cannot_slip(said: &str) -> bool {
    said.chars().any(|c| c.is_ascii_digit()) || is_lookalike(said)
}

/// Whether a word is one slip (a letter too many, too few, wrong, or two swapped) from the word meant. Words of four
/// letters must be a swap or a doubled letter; shorter ones must be right; plain English words are never slips.
pub(super) fn is_slip(said: &str, meant: &str) -> bool {
    let (said_length, meant_length) = (said.chars().count(), meant.chars().count());
    if meant_length < SHORTEST || said_length < SHORTEST || said_length.abs_diff(meant_length) > 1 || cannot_slip(said) {
        return false;
    }
    if strsim::damerau_levenshtein(said, meant) != 1 {
        return false;
    }
    let swapped_or_doubled = || sorted(said) == sorted(meant) || undoubled(said) == undoubled(meant);
    meant_length > SHORTEST || swapped_or_doubled()
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
