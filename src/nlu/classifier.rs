//! The intent classifier: what it learns from, what it says, and how it decides.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::calibrate::{Mix, log_softmax};
use super::cascade::{Cascade, inner_guess, lexical_guess};
use super::encoder::{Decider, Exit};
use super::exact::Exact;
use super::features::Vocabulary;
use super::head::{Head, nearest};
use super::inference::{Encoded, Inference, InferenceError};
use super::lexical::Lexical;
use super::matrix::Matrix;
pub use super::model::{FORMAT_VERSION, ModelError, Stamp};
use super::reject::{Rejection, Signals};
use super::taps::TextVectors;
pub use super::train::{Early, Examples, HeldOut, TrainError, TrainProgress, TrainReport, TrainSettings};
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

/// What the words of a text say to a model. It tells something of the text.
pub struct Reading {
    /// Distances from the borders of the lexical head, one an intent.
    decisions: Vec<f32>,
    /// Those that count beside vectors: nothing of a text whose words are mostly unknown.
    counted: Vec<f32>,
    /// Whether enough of the words are known.
    is_known: bool,
}

/// How the model decides once it has probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Deciding {
    pub(super) mix: Mix,
    pub(super) rejection: Rejection,
    /// Difference of log-probabilities below which two intents are both offered.
    pub(super) margin: f64,
    /// The share of a text's words that must be known for them to count, and for an early stage to answer. What is said in another language,
    /// or of another matter, has words that look like some of the examples' by chance, and inner layers know more of the words.
    pub(super) least_known: f64,
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
    pub(super) cascade: Cascade,
    /// The training rows' vectors `[rows x dimensions]`, for the cosine to the nearest.
    pub(super) examples: Matrix,
    pub(super) deciding: Deciding,
    /// Its exits' own: what left the encoder by this model is not taken for what left by another.
    pub(super) decider: Decider,
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

    /// What the words of a text say, for all stages.
    pub fn read(&self, text: &str) -> Reading {
        let decisions = self.lexical.decisions(&self.vocabulary.features(text));
        let least = self.deciding.least_known;
        let is_known = least <= 0.0 || self.vocabulary.known_share(text) >= least;
        let counted = if is_known { decisions.clone() } else { vec![0.0; decisions.len()] };
        Reading { decisions, counted, is_known }
    }

    /// Answers from the words alone, where they are sure enough.
    pub fn of_words(&self, reading: &Reading) -> Option<Classified> {
        let gate = self.cascade.lexical.filter(|_| reading.is_known)?;
        let temperature = self.deciding.mix.lexical_temperature;
        let guess = lexical_guess(&reading.decisions, temperature)?;
        let above = gate.admits(&guess)?;
        let log_probabilities = log_softmax(&reading.decisions, temperature * gate.temperature);
        Some(self.left(&log_probabilities, above, Stage::Lexical))
    }

    /// Answers after a third (`place` 0) or two thirds (1) of the encoder's layers, where that is sure enough.
    fn of_inner(&self, place: usize, vector: &[f32], reading: &Reading) -> Option<Classified> {
        let inner = self.cascade.inner.get(place)?.as_ref().filter(|_| reading.is_known)?;
        let logits = inner.head.logits(vector.iter());
        let guess = inner_guess(&logits, &reading.decisions, &inner.mix)?;
        let above = inner.gate.admits(&guess)?;
        let mix = Mix { temperature: inner.mix.temperature * inner.gate.temperature, ..inner.mix };
        Some(self.left(&mix.log_probabilities(&logits, &reading.decisions), above, Stage::EarlyExit))
    }

    /// What an early stage said, which it was sure of.
    fn left(&self, log_probabilities: &[f64], above: f64, stage: Stage) -> Classified {
        let (order, ranked) = self.ranked(log_probabilities);
        let verdict =
            order.first().and_then(|class| self.intents.get(*class)).map_or(Verdict::OutOfScope, |name| Verdict::Intent(name.clone()));
        Classified { ranked, verdict, stage, score: self.threshold() + above }
    }

    /// Where a text may leave the encoder early. It always stands after the two inner layers, whose vectors [`IntentModel::conclude`] reads.
    pub fn exit(self: &Arc<Self>, reading: &Arc<Reading>, layers: usize) -> Exit {
        let [early, middle, _] = TextVectors::layers(layers);
        let (model, reading) = (self.clone(), reading.clone());
        Exit::new(model.decider, &[early, middle], move |layer, vector| {
            [early, middle].iter().enumerate().any(|(place, at)| *at == layer && model.of_inner(place, vector, &reading).is_some())
        })
    }

    /// Classifies a text that has been through the encoder of `layers` layers with [`IntentModel::exit`].
    pub fn conclude(&self, reading: &Reading, encoded: &Encoded, layers: usize) -> Classified {
        let places = TextVectors::layers(layers);
        let left_at = |place: &usize| encoded.layer < layers && places[*place] == encoded.layer;
        let early = (0..2).filter(left_at).find_map(|place| self.of_inner(place, &encoded.vector, reading));
        // An encoder of one layer has no inner ones: there all vectors are the same.
        early.unwrap_or_else(|| self.whole(encoded.passed.last().unwrap_or(&encoded.vector), &encoded.vector, reading))
    }

    /// Classifies through all stages. `vectors` are those of the text from the encoder of the training; without them, or with others, it is
    /// judged by its words alone.
    pub fn classify(&self, text: &str, vectors: &TextVectors) -> Classified {
        if let Some(known) = self.early(text) {
            return known;
        }
        let reading = self.read(text);
        let inner = || self.of_inner(0, &vectors.early, &reading).or_else(|| self.of_inner(1, &vectors.middle, &reading));
        self.of_words(&reading).or_else(inner).unwrap_or_else(|| self.whole(&vectors.middle, &vectors.last, &reading))
    }

    /// Classifies a text that has to go through the encoder only where no earlier stage is sure; with what the encoder said, if asked,
    /// and the time that all but the encoder took.
    ///
    /// # Errors
    /// As [`Inference::encode`].
    pub async fn understand(
        self: &Arc<Self>,
        inference: &Inference,
        text: &str,
    ) -> Result<(Classified, Option<Encoded>, Duration), InferenceError> {
        let start = Instant::now();
        if let Some(known) = self.early(text) {
            return Ok((known, None, start.elapsed()));
        }
        let reading = Arc::new(self.read(text));
        if let Some(known) = self.of_words(&reading) {
            return Ok((known, None, start.elapsed()));
        }
        let before = start.elapsed();
        let layers = inference.encoder().layers();
        let encoded = inference.encode_until(text.to_owned(), Some(self.exit(&reading, layers))).await?;
        let after = Instant::now();
        let known = self.conclude(&reading, &encoded, layers);
        Ok((known, Some(encoded), before + after.elapsed()))
    }

    fn whole(&self, middle: &[f32], last: &[f32], reading: &Reading) -> Classified {
        let logits = self.head.logits(last.iter().chain(middle));
        let log_probabilities = self.deciding.mix.log_probabilities(&logits, &reading.counted);
        let cosine = nearest(&self.examples, last);
        let signals = match self.deciding.mix.lexical_weight {
            // The words are part of the one head.
            None => Signals::of(&joined(&logits, &reading.decisions), cosine, &[]),
            Some(_) => Signals::of(&logits, cosine, &reading.decisions),
        };
        let score = self.deciding.rejection.score(signals);
        let (order, ranked) = self.ranked(&log_probabilities);
        let verdict = self.verdict(&order, &log_probabilities, score);
        Classified { ranked, verdict, stage: Stage::Full, score }
    }

    /// The classes, likeliest first, ties by number; and the same as intents with probabilities.
    fn ranked(&self, log_probabilities: &[f64]) -> (Vec<usize>, Vec<(String, f64)>) {
        let mut order: Vec<usize> = (0..self.intents.len()).collect();
        order.sort_by(|a, b| log_probabilities[*b].total_cmp(&log_probabilities[*a]).then(a.cmp(b)));
        let ranked = order.iter().map(|class| (self.intents[*class].clone(), log_probabilities[*class].exp())).collect();
        (order, ranked)
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

fn joined(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

#[cfg(test)]
mod tests;
