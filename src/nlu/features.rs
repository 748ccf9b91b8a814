//! TF-IDF features: word 1–2-grams and character 2–5-grams within word borders.
//!
//! Sublinear term frequency, smoothed inverse document frequency, each block of unit length times √½, as in
//! scikit-learn's `TfidfVectorizer`, whose figures these are.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::normalise::unaccented;

/// Words of a word n-gram, at most.
const WORD_GRAM: usize = 2;
/// Characters of a character n-gram.
const CHARACTER_GRAMS: std::ops::RangeInclusive<usize> = 2..=5;
/// From this many rows on, rare terms are left out.
const MANY_ROWS: usize = 3_000;
/// Rows that a term must stand in when there are many: words, characters.
const RARE: (u32, u32) = (2, 3);

/// Feature numbers and weights of one text, by rising number.
pub(super) type Sparse = Vec<(u32, f32)>;

/// The terms that count, and how much.
#[derive(Clone, PartialEq)]
pub(super) struct Vocabulary {
    words: HashMap<Box<str>, u32>,
    characters: HashMap<Box<str>, u32>,
    idf: Vec<f32>,
}

/// A vocabulary as it is stored: terms in the order of their numbers.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Terms {
    pub(super) words: Vec<Box<str>>,
    pub(super) characters: Vec<Box<str>>,
}

impl Vocabulary {
    /// Counts the terms of all texts. `total` is the number of rows of the whole training, which decides what is rare.
    pub(super) fn of(texts: &[&str], total: usize) -> Self {
        let rare = if total >= MANY_ROWS { RARE } else { (1, 1) };
        let (words, characters) =
            rayon::join(|| document_counts(texts, visit_words, rare.0), || document_counts(texts, visit_characters, rare.1));
        let rows = count(texts.len());
        let idf = words.values().chain(characters.values()).map(|rows_with| ((1.0 + rows) / (1.0 + f64::from(*rows_with))).ln() + 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
        let idf = idf.map(|x| x as f32).collect();
        Self::numbered(words.into_keys(), characters.into_keys(), idf)
    }

    fn numbered(words: impl Iterator<Item = Box<str>>, characters: impl Iterator<Item = Box<str>>, idf: Vec<f32>) -> Self {
        let mut next = 0_u32;
        let mut number = |term| {
            let this = next;
            next += 1;
            (term, this)
        };
        let words = words.map(&mut number).collect();
        let characters = characters.map(&mut number).collect();
        Self { words, characters, idf }
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.idf.len()
    }

    /// The weights of the terms, by number.
    pub(super) fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// The terms, by number.
    pub(super) fn terms(&self) -> Terms {
        let sorted = |block: &HashMap<Box<str>, u32>| {
            let mut terms: Vec<_> = block.iter().map(|(term, number)| (*number, term.clone())).collect();
            terms.sort_unstable();
            terms.into_iter().map(|(_, term)| term).collect()
        };
        Terms { words: sorted(&self.words), characters: sorted(&self.characters) }
    }

    /// Puts a stored vocabulary together again; nothing when the numbers do not fit.
    pub(super) fn restored(terms: Terms, idf: Vec<f32>) -> Option<Self> {
        let expected = terms.words.len() + terms.characters.len();
        let vocabulary = Self::numbered(terms.words.into_iter(), terms.characters.into_iter(), idf);
        let distinct = vocabulary.words.len() + vocabulary.characters.len();
        (distinct == expected && vocabulary.idf.len() == expected).then_some(vocabulary)
    }

    /// The features of a text.
    pub(super) fn features(&self, text: &str) -> Sparse {
        let text = unaccented(text);
        let mut features = Sparse::new();
        self.block(&self.words, &text, visit_words, &mut features);
        self.block(&self.characters, &text, visit_characters, &mut features);
        features
    }

    /// The share of a text's words that are known; all of them where there are none.
    pub(super) fn known_share(&self, text: &str) -> f64 {
        let (mut words, mut known) = (0.0, 0.0);
        visit_words(&unaccented(text), &mut |term| {
            if !term.contains(' ') {
                words += 1.0;
                known += f64::from(u8::from(self.words.contains_key(term)));
            }
        });
        if words > 0.0 { known / words } else { 1.0 }
    }

    /// The features of many texts.
    pub(super) fn features_of_all(&self, texts: &[&str]) -> Vec<Sparse> {
        texts.par_iter().map(|text| self.features(text)).collect()
    }

    fn block(&self, numbers: &HashMap<Box<str>, u32>, text: &str, visit: Visit, features: &mut Sparse) {
        let mut found: Vec<u32> = Vec::new();
        visit(text, &mut |term| found.extend(numbers.get(term)));
        found.sort_unstable();
        let start = features.len();
        for same in found.chunk_by(|a, b| a == b) {
            let idf = self.idf.get(same[0] as usize).copied().unwrap_or(0.0);
            #[expect(clippy::cast_precision_loss, reason = "a text has at most 2,000 characters")]
            let frequency = 1.0 + (same.len() as f32).ln();
            features.push((same[0], frequency * idf));
        }
        let block = &mut features[start..];
        let length = block.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
        for (_, x) in block {
            *x *= std::f32::consts::FRAC_1_SQRT_2 / length;
        }
    }
}

type Visit = fn(&str, &mut dyn FnMut(&str));

fn document_counts(texts: &[&str], visit: Visit, rare: u32) -> BTreeMap<Box<str>, u32> {
    // The last row that a term was seen in, so that it counts once a row.
    let mut counts: HashMap<Box<str>, (u32, usize)> = HashMap::new();
    for (row, text) in texts.iter().enumerate() {
        visit(&unaccented(text), &mut |term| match counts.get_mut(term) {
            Some((rows, last)) if *last != row => (*rows, *last) = (*rows + 1, row),
            Some(_) => {}
            None => {
                counts.insert(term.into(), (1, row));
            }
        });
    }
    counts.into_iter().filter(|(_, (rows, _))| *rows >= rare).map(|(term, (rows, _))| (term, rows)).collect()
}

fn count(rows: usize) -> f64 {
    u32::try_from(rows).map_or(f64::from(u32::MAX), f64::from)
}

/// Single words and pairs of neighbours; a word is a run of letters, digits and underscores.
fn visit_words(text: &str, found: &mut dyn FnMut(&str)) {
    let mut line = String::with_capacity(text.len());
    let mut places = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        places.push(line.len()..line.len() + word.len());
        line.push_str(word);
    }
    for size in 1..=WORD_GRAM {
        for gram in places.windows(size) {
            if let (Some(first), Some(last)) = (gram.first(), gram.last()) {
                found(&line[first.start..last.end]);
            }
        }
    }
}

/// Runs of characters of each word with a space at both ends; a word shorter than the run counts whole, once.
fn visit_characters(text: &str, found: &mut dyn FnMut(&str)) {
    let mut padded = String::new();
    for word in text.split_whitespace() {
        padded.clear();
        padded.push(' ');
        padded.push_str(word);
        padded.push(' ');
        let places: Vec<usize> = padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
        for size in CHARACTER_GRAMS {
            if places.len() <= size + 1 {
                found(&padded);
                break;
            }
            for gram in places.windows(size + 1) {
                found(&padded[gram[0]..gram[size]]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(visit: Visit, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        visit(text, &mut |gram| all.push(gram.to_owned()));
        all
    }

    #[test]
    fn known_words_are_counted_one_by_one() {
        let vocabulary = Vocabulary::of(&["wake me at six", "an alarm at six"], 2);
        let share = |text| format!("{:.1}", vocabulary.known_share(text));
        assert_eq!(["Wake me, at SIX!", "at noon", "una sveglia", "?!"].map(share), ["1.0", "0.5", "0.0", "1.0"]);
    }

    #[test]
    fn accents_make_no_other_words() {
        let vocabulary = Vocabulary::of(&["perché così tardi", "quanto si guadagna"], 2);
        assert_eq!(vocabulary.features("perche cosi"), vocabulary.features("perché così"));
        assert!(!vocabulary.features("perche").is_empty());
    }

    #[test]
    fn words_come_alone_and_in_pairs() {
        assert_eq!(grams(visit_words, "where's my card?"), ["where", "s", "my", "card", "where s", "s my", "my card"]);
    }

    #[test]
    fn characters_stay_within_word_borders() {
        assert_eq!(grams(visit_characters, "ab c"), [" a", "ab", "b ", " ab", "ab ", " ab ", " c", "c ", " c "]);
    }

    #[test]
    fn each_block_has_length_root_half_and_unknown_terms_are_nothing() {
        let vocabulary = Vocabulary::of(&["lost card", "lost phone", "new card"], 3);
        let features = vocabulary.features("lost card card");
        let length: f32 = features.iter().map(|(_, x)| x * x).sum();
        assert!((length - 1.0).abs() < 1e-6);
        assert!(features.is_sorted_by_key(|(number, _)| *number));
        assert!(vocabulary.features("xyz").is_empty() && vocabulary.features("").is_empty());
    }

    #[test]
    fn a_stored_vocabulary_is_the_same_again() {
        let vocabulary = Vocabulary::of(&["lost card", "lost phone"], 2);
        let again = Vocabulary::restored(vocabulary.terms(), vocabulary.idf().to_vec()).unwrap();
        assert!(again == vocabulary);
        assert!(Vocabulary::restored(vocabulary.terms(), vec![1.0]).is_none());
    }
}
