//! The stages that answer before the encoder's last layer: words alone, then a third and two thirds of the layers.
//!
//! Each stage answers where it is as sure as its gate asks, and where the sentence looks enough like those it learnt from: words are
//! sure of sentences that they have never seen, so sureness alone would let through what belongs to no intent.

use serde::{Deserialize, Serialize};

use super::calibrate::{Mix, log_softmax};
use super::head::Head;
use super::reject::centred;

/// What a stage asks for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Gate {
    /// The least log-probability of the likeliest intent.
    pub(super) log_probability: f64,
    /// The least score of the sentence: its largest logit, of vectors above the mean of all.
    pub(super) score: f64,
    /// The deviation of scores.
    pub(super) deviation: f64,
    /// The temperature of the log-probabilities of those that leave here: the clear ones, of which more are right than of all that are as sure.
    pub(super) temperature: f64,
}

/// What a stage makes of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guess {
    pub(super) class: usize,
    pub(super) log_probability: f64,
    pub(super) score: f64,
}

impl Guess {
    fn of(log_probabilities: &[f64], score: f64) -> Option<Self> {
        let best = log_probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        best.map(|(class, log_probability)| Self { class, log_probability: *log_probability, score })
    }
}

impl Gate {
    /// Whether a guess is good enough; with it, by how many deviations it lies above the least score.
    pub(super) fn admits(&self, guess: &Guess) -> Option<f64> {
        let is_sure = guess.log_probability >= self.log_probability && guess.score >= self.score;
        is_sure.then(|| if self.deviation > 0.0 { (guess.score - self.score) / self.deviation } else { 0.0 })
    }
}

/// What the words alone say.
pub(super) fn lexical_guess(decisions: &[f32], temperature: f64) -> Option<Guess> {
    let score = decisions.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    Guess::of(&log_softmax(decisions, temperature), score.into())
}

/// What an inner layer says, with the words.
pub(super) fn inner_guess(logits: &[f32], decisions: &[f32], mix: &Mix) -> Option<Guess> {
    Guess::of(&mix.log_probabilities(logits, decisions), centred(logits))
}

/// A stage on an inner layer.
#[derive(Clone, PartialEq)]
pub(super) struct Inner {
    pub(super) head: Head,
    pub(super) mix: Mix,
    pub(super) gate: Gate,
}

/// All stages that there are.
#[derive(Clone, PartialEq)]
pub(super) struct Cascade {
    /// The words alone, with the temperature of the mix.
    pub(super) lexical: Option<Gate>,
    /// A third and two thirds of the layers.
    pub(super) inner: [Option<Inner>; 2],
}

impl Cascade {
    /// None: every sentence goes through the whole encoder.
    pub(super) fn none() -> Self {
        Self { lexical: None, inner: [None, None] }
    }
}
