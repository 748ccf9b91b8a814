//! The intent classifier: what it learns from, what it says, and how it decides.

use serde::{Deserialize, Serialize};

use super::calibrate::Mix;
use super::exact::Exact;
use super::features::Vocabulary;
use super::head::{Head, nearest};
use super::lexical::Lexical;
use super::matrix::Matrix;
pub use super::model::{FORMAT_VERSION, ModelError, Stamp};
use super::reject::{Rejection, Signals};
pub use super::train::{Examples, HeldOut, TrainError, TrainProgress, TrainReport, TrainSettings};
use crate::domain::Stage;

/// One training or test sentence.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// What a person would say.
    pub text: String,
    /// The intent it belongs to.
    pub intent: String,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row([redacted], {})", self.intent)
    }
}

/// What the classifier decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// One intent.
    Intent(String),
    /// Two intents too close to call, the likelier first.
    Ambiguous(String, String),
    /// None of the intents.
    OutOfScope,
}

/// What a sentence was taken to be for.
#[derive(Debug, Clone, PartialEq)]
pub struct Classified {
    /// All intents with calibrated probability, likeliest first; ties by name.
    pub ranked: Vec<(String, f64)>,
    /// The decision.
    pub verdict: Verdict,
    /// The stage that answered.
    pub stage: Stage,
    /// How much speaks for being in scope; infinite for an example, comparable within one model only.
    pub score: f64,
}

/// How the model decides once it has probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Deciding {
    pub(super) mix: Mix,
    pub(super) rejection: Rejection,
    /// Difference of log-probabilities below which two intents are both offered.
    pub(super) margin: f64,
}

/// A trained classifier; it never changes.
pub struct IntentModel {
    /// Names, sorted; classes are numbers into this.
    pub(super) intents: Vec<String>,
    /// The label whose rows belong to no intent.
    pub(super) out_of_scope: String,
    pub(super) exact: Exact,
    pub(super) vocabulary: Vocabulary,
    pub(super) lexical: Lexical,
    pub(super) head: Head,
    /// The training rows' vectors `[rows x dimensions]`, for the cosine to the nearest.
    pub(super) examples: Matrix,
    pub(super) deciding: Deciding,
}

impl IntentModel {
    /// The intents, sorted by name.
    pub fn intents(&self) -> &[String] {
        &self.intents
    }

    /// The score below which a sentence is out of scope.
    pub fn threshold(&self) -> f64 {
        self.deciding.rejection.threshold
    }

    /// Answers what needs no sentence vector: a text that is, normalised, one of the examples.
    pub fn early(&self, text: &str) -> Option<Classified> {
        let class = self.exact.intent(text)? as usize;
        // One past the last class stands for the out-of-scope examples.
        let verdict = self.intents.get(class).map_or(Verdict::OutOfScope, |intent| Verdict::Intent(intent.clone()));
        let score = if verdict == Verdict::OutOfScope { f64::NEG_INFINITY } else { f64::INFINITY };
        let others = self.intents.iter().enumerate().filter(|(at, _)| *at != class).map(|(_, intent)| (intent.clone(), 0.0));
        let ranked = self.intents.get(class).map(|intent| (intent.clone(), 1.0)).into_iter().chain(others).collect();
        Some(Classified { ranked, verdict, stage: Stage::Exact, score })
    }

    /// Classifies with both heads. `vector` is the text's unit-length sentence vector from the encoder of the training;
    /// one of another length is judged by its words alone.
    pub fn classify(&self, text: &str, vector: &[f32]) -> Classified {
        let logits = self.head.logits(vector);
        let decisions = self.lexical.decisions(&self.vocabulary.features(text));
        let log_probabilities = self.deciding.mix.log_probabilities(&logits, &decisions);
        let score = self.deciding.rejection.score(Signals::of(&logits, nearest(&self.examples, vector)));
        let mut order: Vec<usize> = (0..self.intents.len()).collect();
        order.sort_by(|a, b| log_probabilities[*b].total_cmp(&log_probabilities[*a]).then(a.cmp(b)));
        let ranked = order.iter().map(|class| (self.intents[*class].clone(), log_probabilities[*class].exp())).collect();
        let verdict = self.verdict(&order, &log_probabilities, score);
        Classified { ranked, verdict, stage: Stage::Full, score }
    }

    fn verdict(&self, order: &[usize], log_probabilities: &[f64], score: f64) -> Verdict {
        let name = |class: &usize| self.intents[*class].clone();
        match order {
            [] => Verdict::OutOfScope,
            _ if score < self.threshold() => Verdict::OutOfScope,
            [first, second, ..] if log_probabilities[*first] - log_probabilities[*second] < self.deciding.margin => {
                Verdict::Ambiguous(name(first), name(second))
            }
            [first, ..] => Verdict::Intent(name(first)),
        }
    }
}

#[cfg(test)]
mod tests;
