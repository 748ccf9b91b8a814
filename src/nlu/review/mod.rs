//! What a training says of the examples themselves: a short list for the designer, from rows that the heads had not seen.
//!
//! Held-out rows show which intents are mixed up and which example is alone or stands in the wrong place; sentence vectors show
//! examples of two intents that say nearly the same. The list names examples, which a designer has written; no person's words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::classifier::{HeldOut, Row};
use super::matrix::Matrix;
use super::taps::TextVectors;

/// Fewer examples of an intent of the bot's own are worth a word; `check` counts the same.
pub const FEW_EXAMPLES: usize = 5;
/// Below this many examples an intent that is often missed needs more of them rather than better ones.
const SOME_EXAMPLES: usize = 15;
/// Two intents are mixed up when at least this many held-out examples were taken for the other.
const MIXED_UP: usize = 2;
/// Examples of different intents whose vectors have at least this cosine say nearly the same: on the example bots only sentences
/// with the same words but for one or two lie above it.
const NEAR: f32 = 0.85;
/// A held-out example is out of place when its own intent gets at most this probability …
const UNLIKELY: f64 = 0.1;
/// … and another one at least this.
const LIKELY: f64 = 0.6;
/// Entries of each kind: a list of what is worth doing next, not of all that could be done.
const MOST_CONFUSED: usize = 5;
const MOST_NEAR: usize = 3;
const MOST_OUT_OF_PLACE: usize = 4;
const MOST_FEW: usize = 3;
/// Rows that are compared with each other, at most.
const COMPARED: usize = 5_000;
/// Rows whose products are made at once.
const BLOCK: usize = 256;
/// The file beside the model.
const FILE: &str = "review.json";

/// What a class of a bot's classifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An intent that the bot declares.
    Own,
    /// An intent that ships with the program.
    BuiltIn,
    /// An FAQ entry.
    Faq,
    /// What is no business of the bot's.
    OffTopic,
}

/// How held-out rows of a kind fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that could be held out.
    pub rows: usize,
    /// Rows that were understood: of an intent, as that intent; of no intent, as none.
    pub right: usize,
}

/// An example by what it is, so that it can be found again wherever it has moved to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sentence {
    /// Its class.
    pub class: String,
    /// What it says.
    pub text: String,
}

impl std::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sentence([redacted], {})", self.class)
    }
}

/// Something that a designer can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Advice {
    /// Two classes are mixed up.
    Confused {
        /// Held-out examples of one that were taken for the other, both ways.
        rows: usize,
        /// The one that was taken for the other most surely, of the bot's own intent if one was.
        example: Sentence,
        /// The example of the other class that is most like it.
        like: Sentence,
    },
    /// Two examples of different classes say nearly the same.
    Near {
        /// One of the bot's own intents.
        example: Sentence,
        /// The other.
        like: Sentence,
    },
    /// An example that every other example of its intent speaks against.
    OutOfPlace {
        /// The example.
        example: Sentence,
        /// What it was taken for.
        taken_for: String,
        /// The example there that is most like it; nothing where it was taken for off topic.
        like: Option<Sentence>,
    },
    /// An intent of few examples, or of some that are mostly missed.
    Few {
        /// The intent.
        intent: String,
        /// Its examples.
        examples: usize,
        /// How many of those held out were understood.
        understood: usize,
    },
}

/// What a training says of a bot's examples in one language.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Review {
    /// Examples of the intents that the bot declares.
    pub own: Tally,
    /// Examples of the intents that ship with the program.
    pub built_in: Tally,
    /// FAQ questions; right where they are taken for no intent.
    pub faq: Tally,
    /// Off-topic sentences; right where they are taken for no intent.
    pub off_topic: Tally,
    /// What can be done, the most useful first.
    pub advice: Vec<Advice>,
}

impl Review {
    /// Reviews rows with their vectors by what was said of those held out.
    pub fn of(rows: &[Row], vectors: &[TextVectors], held_out: &[HeldOut], kind: &dyn Fn(&str) -> Kind) -> Self {
        let reviewer = Reviewer::new(rows, vectors, held_out, kind);
        let confused = reviewer.confused();
        let pairs: BTreeSet<(&str, &str)> = confused.iter().map(|(pair, _)| *pair).collect();
        let near = reviewer.near(&pairs);
        let out_of_place = reviewer.out_of_place(&pairs);
        let few = reviewer.few();
        let confused = confused.into_iter().map(|(_, advice)| advice);
        Self {
            own: reviewer.tally(Kind::Own),
            built_in: reviewer.tally(Kind::BuiltIn),
            faq: reviewer.tally(Kind::Faq),
            off_topic: reviewer.tally(Kind::OffTopic),
            advice: confused.chain(near).chain(out_of_place).chain(few).collect(),
        }
    }

    /// Keeps the review beside the model.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, dir: &Path) -> std::io::Result<()> {
        std::fs::write(dir.join(FILE), serde_json::to_vec_pretty(self)?)
    }

    /// The review beside a model; nothing where there is none of this form.
    pub fn load(dir: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(dir.join(FILE)).ok()?).ok()
    }
}

/// Whether a pair of classes, in any order, is among pairs whose names are in order.
fn is_listed(pairs: &BTreeSet<(&str, &str)>, a: &str, b: &str) -> bool {
    pairs.contains(&(a.min(b), a.max(b)))
}

struct Reviewer<'a> {
    rows: &'a [Row],
    vectors: Matrix,
    held_out: Vec<(&'a Row, &'a HeldOut)>,
    kind: &'a dyn Fn(&str) -> Kind,
}

impl<'a> Reviewer<'a> {
    fn new(rows: &'a [Row], vectors: &[TextVectors], held_out: &'a [HeldOut], kind: &'a dyn Fn(&str) -> Kind) -> Self {
        let columns = vectors.first().map_or(0, |vectors| vectors.last.len());
        let values = vectors.iter().flat_map(|vectors| vectors.last.iter().copied()).collect();
        let vectors = Matrix { rows: vectors.len(), columns, values };
        let held_out = held_out.iter().filter_map(|held| Some((rows.get(held.row)?, held))).collect();
        Self { rows, vectors, held_out, kind }
    }

    fn is_intent(&self, class: &str) -> bool {
        matches!((self.kind)(class), Kind::Own | Kind::BuiltIn)
    }

    fn tally(&self, kind: Kind) -> Tally {
        let of_kind = self.held_out.iter().filter(|(row, _)| (self.kind)(&row.intent) == kind);
        let is_right = |row: &Row, held: &HeldOut| match kind {
            Kind::Own | Kind::BuiltIn => held.said == row.intent,
            Kind::Faq | Kind::OffTopic => !self.is_intent(&held.said),
        };
        of_kind.fold(Tally::default(), |tally, (row, held)| Tally {
            rows: tally.rows + 1,
            right: tally.right + usize::from(is_right(row, held)),
        })
    }

    fn sentence(row: &Row) -> Sentence {
        Sentence { class: row.intent.clone(), text: row.text.clone() }
    }

    /// The example of a class that is most like a row.
    fn like(&self, row: usize, class: &str) -> Option<Sentence> {
        let vector = self.vectors.row(row);
        let others = self.rows.iter().enumerate().filter(|(other, one)| *other != row && one.intent == class);
        let cosine = |other: usize| super::matrix::dot(vector, self.vectors.row(other));
        let nearest = others.map(|(other, one)| (cosine(other), one)).max_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, one)| Self::sentence(one))
    }

    /// Pairs of classes that are mixed up, one of them the bot's own, with the pair's names in order.
    fn confused(&self) -> Vec<((&'a str, &'a str), Advice)> {
        let mut pairs: BTreeMap<(&str, &str), Vec<&(&Row, &HeldOut)>> = BTreeMap::new();
        for held in &self.held_out {
            let (own, said) = (held.0.intent.as_str(), held.1.said.as_str());
            let kinds = [(self.kind)(own), (self.kind)(said)];
            // What is off topic is no intent that could be kept apart better: those examples are out of place, if anything.
            if own != said && kinds.contains(&Kind::Own) && !kinds.contains(&Kind::OffTopic) {
                pairs.entry((own.min(said), own.max(said))).or_default().push(held);
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().filter(|(_, rows)| rows.len() >= MIXED_UP).collect();
        pairs.sort_by_key(|(pair, rows)| (std::cmp::Reverse(rows.len()), *pair));
        let advice = |(pair, rows): ((&'a str, &'a str), Vec<&(&Row, &HeldOut)>)| {
            // Of the two, the example that the designer can change.
            let is_own = |row: &Row| (self.kind)(&row.intent) == Kind::Own;
            let (row, held) = rows.iter().max_by(|a, b| is_own(a.0).cmp(&is_own(b.0)).then(a.1.confidence.total_cmp(&b.1.confidence)))?;
            let like = self.like(held.row, &held.said)?;
            Some((pair, Advice::Confused { rows: rows.len(), example: Self::sentence(row), like }))
        };
        pairs.into_iter().filter_map(advice).take(MOST_CONFUSED).collect()
    }

    /// Examples of different classes, one of them the bot's own, that say nearly the same, but for pairs that are listed already.
    fn near(&self, listed: &BTreeSet<(&str, &str)>) -> Vec<Advice> {
        let rows = self.rows.len().min(COMPARED).min(self.vectors.rows);
        let compared: Vec<usize> = (0..rows).collect();
        let turned = self.vectors.gathered(&compared).transposed();
        let mut found: Vec<(f32, usize, usize)> = Vec::new();
        for start in (0..rows).step_by(BLOCK) {
            let block = BLOCK.min(rows - start);
            let values = (start..start + block).flat_map(|row| self.vectors.row(row).iter().copied()).collect();
            let cosines = Matrix { rows: block, columns: self.vectors.columns, values }.product(&turned);
            for number in 0..block {
                let row = start + number;
                let others = cosines.row(number).iter().enumerate().skip(row + 1).filter(|(_, cosine)| **cosine >= NEAR);
                found.extend(others.map(|(other, cosine)| (*cosine, row, other)));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let advice = |(_, a, b): (f32, usize, usize)| {
            let (a, b) = (self.rows.get(a)?, self.rows.get(b)?);
            let kinds = [(self.kind)(&a.intent), (self.kind)(&b.intent)];
            let is_new = !is_listed(listed, &a.intent, &b.intent);
            let is_worth_it = is_new && a.intent != b.intent && kinds.contains(&Kind::Own) && !kinds.contains(&Kind::OffTopic);
            let (example, like) = if kinds[0] == Kind::Own { (a, b) } else { (b, a) };
            is_worth_it.then(|| Advice::Near { example: Self::sentence(example), like: Self::sentence(like) })
        };
        found.into_iter().filter_map(advice).take(MOST_NEAR).collect()
    }

    /// The bot's own examples that were surely taken for something else, but for pairs that are listed already.
    fn out_of_place(&self, listed: &BTreeSet<(&str, &str)>) -> Vec<Advice> {
        let mut found: Vec<&(&Row, &HeldOut)> = self
            .held_out
            .iter()
            .filter(|(row, held)| (self.kind)(&row.intent) == Kind::Own && held.said != row.intent)
            .filter(|(row, held)| held.own <= UNLIKELY && held.confidence >= LIKELY && !is_listed(listed, &row.intent, &held.said))
            .collect();
        found.sort_by(|a, b| b.1.confidence.total_cmp(&a.1.confidence).then(a.1.row.cmp(&b.1.row)));
        let advice = |(row, held): &&(&Row, &HeldOut)| Advice::OutOfPlace {
            example: Self::sentence(row),
            taken_for: held.said.clone(),
            like: self.like(held.row, &held.said).filter(|like| (self.kind)(&like.class) != Kind::OffTopic),
        };
        found.iter().take(MOST_OUT_OF_PLACE).map(advice).collect()
    }

    /// The bot's own intents that have few examples, or some that are mostly missed; the worst first.
    fn few(&self) -> Vec<Advice> {
        let mut intents: BTreeMap<&str, (usize, Tally)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| (self.kind)(&row.intent) == Kind::Own) {
            intents.entry(&row.intent).or_default().0 += 1;
        }
        for (row, held) in &self.held_out {
            if let Some((_, tally)) = intents.get_mut(row.intent.as_str()) {
                tally.rows += 1;
                tally.right += usize::from(held.said == row.intent);
            }
        }
        let is_missed = |tally: Tally| tally.rows > 0 && tally.right * 2 < tally.rows;
        let mut few: Vec<_> = intents
            .into_iter()
            .filter(|(_, (examples, tally))| *examples < FEW_EXAMPLES || *examples < SOME_EXAMPLES && is_missed(*tally))
            .collect();
        few.sort_by_key(|(name, (examples, tally))| (tally.right, *examples, *name));
        let advice =
            |(name, (examples, tally)): (&str, (usize, Tally))| Advice::Few { intent: name.to_owned(), examples, understood: tally.right };
        few.into_iter().take(MOST_FEW).map(advice).collect()
    }
}

#[cfg(test)]
mod tests;
