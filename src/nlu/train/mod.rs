//! Training: heads, their calibration, the early exits and the rejection, from rows and their vectors.
//!
//! Few rows get one head on vectors and words together (`few`); many rows get two, mixed, and a cascade before them (`many`,
//! `gates`). Everything that is chosen (C, weights, temperatures, thresholds, the margin) is chosen on rows that the heads in question
//! have not seen (`set`, `judged`). Same rows and seed give the same model, whatever the number of threads.

mod few;
mod gates;
mod judged;
mod many;
mod set;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use set::Set;

use super::cascade::Cascade;
use super::classifier::{Deciding, IntentModel, Row};
use super::encoder::Decider;
use super::features::Vocabulary;
use super::head::Head;
use super::lexical::Lexical;
use super::taps::TextVectors;

/// Up to this many rows are few: one head on everything is then best, and cheap enough to fit.
const FEW_ROWS: usize = 2_000;

/// What may be chosen in training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainSettings {
    /// Deals the folds.
    pub seed: u64,
    /// The share of real questions that may be asked to rephrase.
    pub reject_share: f64,
    /// The share of real questions that may be asked which of two intents was meant.
    pub offer_share: f64,
    /// The label of rows that belong to no intent.
    pub out_of_scope: String,
    /// Whether sentences may be answered before the encoder's last layer.
    pub early_exit: bool,
    /// Whether few rows may be learnt from the encoder's middle layer too. It tells whole sentences apart better, and takes scraps
    /// ("no clue", "something fancy") for small talk more often: a bot in the middle of a question meets those.
    pub middle_layer: bool,
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self { seed: 0, reject_share: 0.05, offer_share: 0.03, out_of_scope: "oos".to_owned(), early_exit: true, middle_layer: true }
    }
}

/// How far the training is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainProgress {
    /// Steps done.
    pub done: usize,
    /// Steps there are, at most.
    pub total: usize,
}

/// What the training found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TrainReport {
    /// Rows of intents.
    pub rows: usize,
    /// Rows of no intent.
    pub out_of_scope_rows: usize,
    /// Intents.
    pub intents: usize,
    /// Rows that were held out and judged by heads that had not seen them.
    pub held_out_rows: usize,
    /// Their share whose likeliest intent was right; nothing when none could be held out.
    pub held_out_accuracy: Option<f64>,
    /// Their mean negative log-likelihood: what C, temperatures and the mix are chosen by.
    pub held_out_loss: Option<f64>,
    /// Intents that held-out rows were taken for by mistake: (true, taken for, rows), most frequent first, at most ten.
    pub confused: Vec<(String, String, usize)>,
    /// What was said of each held-out row.
    #[serde(skip)]
    pub held_out: Vec<HeldOut>,
    /// The chosen inverse strength of regularisation of the head on vectors.
    pub strength: f64,
    /// The chosen weight of words: of the lexical head, 0 to 1; where there are few rows, of their scalar products.
    pub lexical_weight: f64,
    /// The chosen weight of the encoder's middle layer beside the last.
    pub middle_weight: f64,
    /// Whether the names of intents were found to help.
    pub uses_names: bool,
    /// The share of held-out rows that leave before the encoder's last layer, and before the encoder.
    pub early: Early,
    /// The chosen final temperature.
    pub temperature: f64,
    /// The score below which a sentence is out of scope.
    pub threshold: f64,
    /// Features of the lexical head.
    pub features: usize,
    /// Iterations of the search for the head on vectors, over all fits.
    pub iterations: usize,
    /// How long it took.
    pub seconds: Seconds,
}

/// Shares of held-out rows that an early stage answers.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Early {
    /// Answered by their words alone.
    pub lexical: f64,
    /// Answered after a third or two thirds of the encoder.
    pub inner: f64,
}

/// What was said of a row by heads that had not seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOut {
    /// The row, from 0.
    pub row: usize,
    /// The likeliest intent.
    pub said: String,
    /// Its calibrated probability.
    pub confidence: f64,
    /// The calibrated probability of the row's own intent.
    pub own: f64,
}

/// How long the parts of a training took, seconds.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Seconds {
    /// The lexical heads of the folds.
    pub lexical: f64,
    /// The choice of the strength.
    pub choice: f64,
    /// The final fit and its calibration.
    pub fit: f64,
    /// All of it.
    pub all: f64,
}

/// Why there is no model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TrainError {
    /// No row of any intent.
    #[error("there is no example of any intent to learn from")]
    NoRows,
    /// Rows and vectors do not pair up.
    #[error("there are {rows} rows but {vectors} sentence vectors")]
    Unpaired {
        /// Rows given.
        rows: usize,
        /// Vectors given.
        vectors: usize,
    },
    /// A vector has another length than the first, or holds something that is no number.
    #[error("the sentence vector of row {row} is broken: {found} numbers instead of {expected}, or one is not finite")]
    Vector {
        /// The row, from 0.
        row: usize,
        /// Its length.
        found: usize,
        /// The first vector's length.
        expected: usize,
    },
}

/// Rows with their vectors.
#[derive(Clone, Copy)]
pub struct Examples<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// Their vectors.
    pub vectors: &'a [TextVectors],
    /// The names of intents as rows ([`name_rows`](super::names::name_rows)), which help where there are few others; may be empty.
    pub names: &'a [Row],
    /// Their vectors.
    pub name_vectors: &'a [TextVectors],
}

impl<'a> Examples<'a> {
    /// Rows and vectors without names.
    pub fn unnamed(rows: &'a [Row], vectors: &'a [TextVectors]) -> Self {
        Self { rows, vectors, names: &[], name_vectors: &[] }
    }
}

/// What one way of training comes to.
struct Fitted {
    head: Head,
    vocabulary: Vocabulary,
    lexical: Lexical,
    cascade: Cascade,
    deciding: Deciding,
    held_out_accuracy: Option<f64>,
    held_out_loss: Option<f64>,
    held_out: Vec<HeldOut>,
    confused: Vec<(String, String, usize)>,
    strength: f64,
    lexical_weight: f64,
    middle_weight: f64,
    uses_names: bool,
    early: Early,
    iterations: usize,
    /// Seconds until the lexical heads of the folds were there, and until everything was chosen.
    seconds: (f64, f64),
}

impl IntentModel {
    /// Trains on rows and their vectors.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from or the vectors do not fit the rows.
    pub fn train(
        examples: Examples,
        settings: &TrainSettings,
        progress: &(dyn Fn(TrainProgress) + Sync),
    ) -> Result<(Self, TrainReport), TrainError> {
        Self::train_with(examples, None, settings, progress)
    }

    /// Trains on rows, choosing what is to be chosen on other rows instead of folds.
    ///
    /// # Errors
    /// As [`IntentModel::train`].
    pub fn train_with(
        examples: Examples,
        validation: Option<Examples>,
        settings: &TrainSettings,
        progress: &(dyn Fn(TrainProgress) + Sync),
    ) -> Result<(Self, TrainReport), TrainError> {
        let start = Instant::now();
        let set = Set::gather(examples, validation, settings)?;
        let is_few = set.fitted.len() <= FEW_ROWS;
        let fitted = if is_few { few::fit(&set, settings, progress, start) } else { many::fit(&set, settings, progress, start) };
        let all = start.elapsed().as_secs_f64();
        let (lexical, choice) = fitted.seconds;
        let report = TrainReport {
            rows: set.fitted.len(),
            out_of_scope_rows: set.outside.len(),
            intents: set.intents.len(),
            held_out_rows: fitted.held_out.len(),
            held_out_accuracy: fitted.held_out_accuracy,
            held_out_loss: fitted.held_out_loss,
            confused: fitted.confused,
            held_out: fitted.held_out,
            strength: fitted.strength,
            lexical_weight: fitted.lexical_weight,
            middle_weight: fitted.middle_weight,
            uses_names: fitted.uses_names,
            early: fitted.early,
            temperature: fitted.deciding.mix.temperature,
            threshold: fitted.deciding.rejection.threshold,
            features: fitted.vocabulary.len(),
            iterations: fitted.iterations,
            seconds: Seconds { lexical, choice: choice - lexical, fit: all - choice, all },
        };
        let (exact, fitted_vectors) = (set.exact(), set.vectors.gathered(&set.fitted));
        let model = Self {
            intents: set.intents,
            out_of_scope: settings.out_of_scope.clone(),
            exact,
            vocabulary: fitted.vocabulary,
            lexical: fitted.lexical,
            head: fitted.head,
            cascade: fitted.cascade,
            examples: fitted_vectors,
            deciding: fitted.deciding,
            decider: Decider::new(),
        };
        Ok((model, report))
    }
}

/// Counts steps and tells of them.
struct Steps<'a> {
    done: AtomicUsize,
    total: usize,
    progress: &'a (dyn Fn(TrainProgress) + Sync),
}

impl<'a> Steps<'a> {
    fn new(total: usize, progress: &'a (dyn Fn(TrainProgress) + Sync)) -> Self {
        Self { done: AtomicUsize::new(0), total, progress }
    }

    fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(TrainProgress { done, total: self.total });
        result
    }
}
