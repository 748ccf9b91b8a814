//! The exact stage: an utterance that is, normalised, one of the examples. Only hashes of the examples are kept.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::normalise::normalised;

/// SHA-256 of a normalised text.
pub(super) type Hash = [u8; 32];

/// Which intent each example belongs to; examples of more than one intent are left to the heads.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Exact {
    intents: HashMap<Hash, u32>,
}

impl Exact {
    pub(super) fn of<'a>(rows: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut intents: HashMap<Hash, Option<u32>> = HashMap::new();
        for (form, intent) in rows {
            intents.entry(hash(form)).and_modify(|known| *known = known.filter(|known| *known == intent)).or_insert(Some(intent));
        }
        Self { intents: intents.into_iter().filter_map(|(hash, intent)| Some((hash, intent?))).collect() }
    }

    pub(super) fn restored(pairs: impl Iterator<Item = (Hash, u32)>) -> Self {
        Self { intents: pairs.collect() }
    }

    /// The intent that has this text as an example.
    pub(super) fn intent(&self, text: &str) -> Option<u32> {
        let form = normalised(text);
        if form.is_empty() { None } else { self.intents.get(&hash(&form)).copied() }
    }

    /// All pairs, sorted by hash.
    pub(super) fn sorted(&self) -> BTreeMap<Hash, u32> {
        self.intents.iter().map(|(hash, intent)| (*hash, *intent)).collect()
    }
}

fn hash(form: &str) -> Hash {
    Sha256::digest(form.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_found_in_any_spelling_and_an_example_of_two_intents_in_none() {
        let exact = Exact::of([("lost card", 0), ("lost card", 0), ("hello", 1), ("hello", 2)].into_iter());
        assert_eq!(exact.intent(" Lost CARD!"), Some(0));
        assert_eq!(exact.intent("hello"), None);
        assert_eq!(exact.intent(""), None);
    }
}
