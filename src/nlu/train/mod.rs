//! Training: two heads, their calibration and the rejection, from rows and their sentence vectors.
//!
//! Everything that is chosen (C, temperatures, the mix, the threshold, the margin) is chosen on rows that the heads in
//! question have not seen. Same rows and seed give the same model, whatever the number of threads.

mod judged;
mod set;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use set::{FoldLexical, Set};

use super::classifier::{Deciding, IntentModel, Row};
use super::features::Vocabulary;
use super::head::Problem;
use super::lexical::{Lexical, Task};

/// Strengths that are tried, from strong to weak regularisation.
const STRENGTHS: [f64; 7] = [3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0];
/// The strength when nothing can be held out: the optimum at few rows.
const UNFITTED_STRENGTH: f64 = 1000.0;

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
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self { seed: 0, reject_share: 0.05, offer_share: 0.03, out_of_scope: "oos".to_owned() }
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
    /// The chosen weight of the lexical head, 0 to 1.
    pub lexical_weight: f64,
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

/// Rows with their sentence vectors.
#[derive(Clone, Copy)]
pub struct Examples<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// One unit-length vector a row.
    pub vectors: &'a [Vec<f32>],
}

impl IntentModel {
    /// Trains on rows and their sentence vectors.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from or the vectors do not fit the rows.
    pub fn train(
        rows: &[Row],
        vectors: &[Vec<f32>],
        settings: &TrainSettings,
        progress: &(dyn Fn(TrainProgress) + Sync),
    ) -> Result<(Self, TrainReport), TrainError> {
        Self::train_with(Examples { rows, vectors }, None, settings, progress)
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
        let steps = Steps { done: AtomicUsize::new(0), total: set.folds.len() * (STRENGTHS.len() + 1) + 2, progress };
        let fold_lexicals: Vec<FoldLexical> = set.folds.iter().map(|fold| steps.after(|| set.lexical_of(fold, settings.seed))).collect();
        let lexical_seconds = start.elapsed().as_secs_f64();
        let choice = set.choose_strength(&steps);
        let choice_seconds = start.elapsed().as_secs_f64() - lexical_seconds;

        let judged = set.judge(&choice, &fold_lexicals);
        let (fitted, held_out_accuracy) = judged.decide(settings);
        let held_out_loss = judged.loss(&fitted.mix);
        let deciding = Deciding { mix: fitted.mix.for_more_rows(set.growth()), ..fitted };

        let labels = set.labels_of(&set.fitted);
        // Words of no weight need no room in memory, and no time.
        let texts = if deciding.mix.lexical_weight > 0.0 { set.texts(&set.fitted) } else { Vec::new() };
        let vocabulary = Vocabulary::of(&texts, set.fitted.len());
        let lexical = steps.after(|| {
            if texts.is_empty() {
                return Lexical::silent(set.intents.len());
            }
            let features = vocabulary.features_of_all(&texts);
            let (classes, total) = (set.intents.len(), labels.len());
            let task = Task { rows: &features, features: vocabulary.len(), labels: &labels, classes, total };
            Lexical::fit(&task, set.carried_dual(&fold_lexicals).as_ref(), settings.seed).0
        });
        let fitted_vectors = set.vectors_of(&set.fitted);
        let (head, final_iterations) = steps.after(|| {
            let problem = Problem::new(&fitted_vectors, labels, set.intents.len(), &set.mean);
            let (parameters, iterations) = problem.fit(choice.strength, choice.parameters.clone());
            (problem.head(&parameters), iterations)
        });
        let all = start.elapsed().as_secs_f64();
        let report = TrainReport {
            rows: set.fitted.len(),
            out_of_scope_rows: set.outside.len(),
            intents: set.intents.len(),
            held_out_rows: judged.labels.len(),
            held_out_accuracy,
            held_out_loss,
            confused: judged.confused(&set.intents, &deciding),
            held_out: judged.held_out(&set.intents, &deciding),
            strength: choice.strength,
            lexical_weight: deciding.mix.lexical_weight,
            temperature: deciding.mix.temperature,
            threshold: deciding.rejection.threshold,
            features: vocabulary.len(),
            iterations: choice.iterations + final_iterations,
            seconds: Seconds { lexical: lexical_seconds, choice: choice_seconds, fit: all - lexical_seconds - choice_seconds, all },
        };
        let exact = set.exact();
        let out_of_scope = settings.out_of_scope.clone();
        let model = Self { intents: set.intents, out_of_scope, exact, vocabulary, lexical, head, examples: fitted_vectors, deciding };
        Ok((model, report))
    }
}

struct Steps<'a> {
    done: AtomicUsize,
    total: usize,
    progress: &'a (dyn Fn(TrainProgress) + Sync),
}

impl Steps<'_> {
    fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(TrainProgress { done, total: self.total });
        result
    }
}
