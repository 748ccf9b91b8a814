//! An utterance as words: where they stand, and how they compare.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Found;

/// One word: a run of letters, digits and marks, with apostrophes inside it.
#[derive(Clone)]
pub(super) struct Word<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// For comparison: see [`fold`].
    pub(super) folded: String,
    /// Its bytes in the utterance.
    pub(super) range: Range<usize>,
}

impl Word<'_> {
    /// Whether its first letter is a capital.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// An utterance and its words.
pub(super) struct Text<'a> {
    /// As written.
    pub(super) original: &'a str,
    /// In order.
    pub(super) words: Vec<Word<'a>>,
    /// Where sentences end, and whether they ask.
    ends: Vec<(usize, bool)>,
    /// The first byte of each character.
    characters: Vec<usize>,
}

impl<'a> Text<'a> {
    /// Splits an utterance into words.
    pub(super) fn new(original: &'a str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        let mut characters = original.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            let inside = start.is_some();
            if is_word_character(character, inside, next) {
                start.get_or_insert(at);
            } else if let Some(from) = start.take() {
                push_word(&mut words, original, from..at);
            }
        }
        if let Some(from) = start {
            push_word(&mut words, original, from..original.len());
        }
        Self { original, words, ends: sentence_ends(original), characters: original.char_indices().map(|(at, _)| at).collect() }
    }

    /// The same utterance without the words inside some readings.
    pub(super) fn without(&self, taken: &[Found]) -> Self {
        let outside =
            |word: &&Word<'a>| taken.iter().all(|found| word.range.end <= found.bytes.start || found.bytes.end <= word.range.start);
        Self {
            words: self.words.iter().filter(outside).cloned().collect(),
            ends: self.ends.clone(),
            characters: self.characters.clone(),
            ..*self
        }
    }

    /// The folded form of the word at an index; empty past the end.
    pub(super) fn folded(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.folded.as_str())
    }

    /// What stands between the word at an index and the next one; what follows the last word.
    pub(super) fn gap(&self, index: usize) -> &'a str {
        let from = self.words.get(index).map_or(self.original.len(), |word| word.range.end);
        let to = self.words.get(index + 1).map_or(self.original.len(), |word| word.range.start);
        self.original.get(from..to).unwrap_or_default()
    }

    /// Whether a phrase ends with the word before `next`: at the utterance's end or before a punctuation mark.
    pub(super) fn ends_before(&self, next: usize) -> bool {
        next >= self.words.len()
            || (next > 0 && self.gap(next - 1).contains([',', '.', '!', '?', ';', ':', '–', '(', ')', '\n', '…', '，', '。']))
    }

    /// The index past a phrase of folded words that starts at an index, if it stands there without punctuation inside.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for part in phrase.split(' ') {
            if self.folded(next) != part || (next > at && self.gap(next - 1).contains(['.', ';', '!', '?'])) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The index at which one of some phrases begins that ends before the word at an index, if only spaces stand between.
    pub(super) fn ends_in(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        let is_near = at.checked_sub(1).is_some_and(|last| self.gap(last).chars().all(char::is_whitespace));
        let begins = phrases.iter().filter_map(|phrase| {
            let from = at.checked_sub(phrase.split(' ').count())?;
            self.phrase(from, phrase).filter(|next| *next == at).map(|_| from)
        });
        begins.min().filter(|_| is_near)
    }

    /// Whether the sentence around some bytes is a question.
    pub(super) fn is_asked(&self, bytes: &Range<usize>) -> bool {
        self.ends.get(self.ends.partition_point(|(at, _)| *at < bytes.end)).is_some_and(|(_, asked)| *asked)
    }

    /// The bytes from the first to past the last of some words.
    pub(super) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(self.original.len(), |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.range.end);
        start..end.max(start)
    }

    /// A place in bytes as Unicode code points.
    pub(super) fn code_points(&self, bytes: &Range<usize>) -> (usize, usize) {
        let count = |to: usize| self.characters.partition_point(|at| *at < to);
        (count(bytes.start), count(bytes.end))
    }
}

/// The marks that end sentences, by place, and whether they are question marks.
fn sentence_ends(original: &str) -> Vec<(usize, bool)> {
    let ends = original.char_indices().filter(|(at, mark)| match mark {
        '?' | '？' | '؟' | '!' | ';' | '\n' => true,
        // A full stop inside a number or an address ends no sentence.
        '.' => original.get(at + 1..).is_none_or(|after| after.is_empty() || after.starts_with(char::is_whitespace)),
        _ => false,
    });
    ends.map(|(at, mark)| (at, matches!(mark, '?' | '？' | '؟'))).collect()
}

/// The parts of a text, each of at most so many bytes (or one character): cut behind the last line, else the last sentence, else the last
/// space that fits, else between any two characters.
pub(super) fn parts(original: &str, most_bytes: usize) -> impl Iterator<Item = &str> {
    let mut rest = original;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let fits = rest.floor_char_boundary(most_bytes).max(rest.chars().next().map_or(0, char::len_utf8));
        let (head, _) = rest.split_at_checked(fits)?;
        let cut = if head.len() == rest.len() {
            head.len()
        } else {
            let behind = |mark: &str| head.rfind(mark).map(|at| at + mark.len());
            behind("\n").or_else(|| behind(". ")).or_else(|| behind(" ")).unwrap_or(head.len())
        };
        let (part, behind) = rest.split_at_checked(cut)?;
        rest = behind;
        Some(part)
    })
}

fn is_word_character(character: char, inside: bool, next: Option<char>) -> bool {
    let apostrophe = inside && is_apostrophe(character) && next.is_some_and(char::is_alphanumeric);
    character.is_alphanumeric() || apostrophe || (inside && is_combining_mark(character))
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '`')
}

fn push_word<'a>(words: &mut Vec<Word<'a>>, original: &'a str, range: Range<usize>) {
    if let Some(text) = original.get(range.clone()) {
        words.push(Word { text, folded: fold(text), range });
    }
}

/// The form in which words are compared: compatibility-decomposed, without marks and apostrophes, lower case.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character) && !is_apostrophe(*character)) {
        match character {
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// Compiles a pattern that is part of the program.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and each one is compiled by a test")]
pub(super) fn constant_pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Text::new(text).words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_fold_case_accents_and_apostrophes() {
        assert_eq!(words("I’m René O'Neill-Łuk, c'est ça!"), ["im", "rene", "oneill", "luk", "cest", "ca"]);
        assert_eq!(words("e\u{301}te\u{301} 'quoted'"), ["ete", "quoted"]);
        assert!(words(" …! ").is_empty());
    }

    /// No part is longer than allowed, and none is read twice or left out: what reading costs is bounded for each part, so it is linear.
    #[test]
    fn long_texts_fall_into_parts_of_bounded_length() {
        for (text, expected) in [
            ("", &[][..]),
            ("short", &["short"]),
            ("one two three", &["one two ", "three"]),
            ("A b. C d e f", &["A b. ", "C d e f"]),
            ("a\nb. c d e", &["a\n", "b. c d e"]),
            ("undivided-word", &["undivide", "d-word"]),
            ("👍👍👍👍👍", &["👍👍", "👍👍", "👍"]),
            ("שלום עולם", &["שלום", " ", "עולם"]),
        ] {
            assert_eq!(parts(text, 8).collect::<Vec<&str>>(), expected, "{text}");
        }
        assert_eq!(parts("é", 1).collect::<Vec<&str>>(), ["é"]);
        let long = "word 👍 ".repeat(20_000);
        assert!(parts(&long, 8_000).all(|part| part.len() <= 8_000));
        assert_eq!(parts(&long, 8_000).collect::<String>(), long);
    }

    #[test]
    fn places_are_counted_in_code_points() {
        let text = Text::new("naïve 👍 Ada");
        assert_eq!(text.code_points(&text.bytes(1..2)), (8, 11));
    }
}
