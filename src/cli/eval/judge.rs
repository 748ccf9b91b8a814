//! Judging rows with a classifier, and timing whole understandings.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use super::part::Part;
use crate::cli::sentences::Sentences;
use crate::nlu::classifier::{IntentModel, Row, TrainReport};
use crate::nlu::evaluate::{Judged, Prediction, evaluate};
use crate::nlu::report::{Latency, Run};
use crate::nlu::taps::TextVectors;

/// Test rows whose whole understanding is timed, encoder included.
const TIMED: usize = 200;

/// Intents that are kept of each row: no figure needs more, and a thousand for each of many rows would fill the memory.
const KEPT: usize = 2;

/// What the classifier says of each row.
pub(super) fn judged(model: &IntentModel, test: &Part) -> Vec<Judged> {
    let judge = |(number, row, vectors): (usize, &Row, &TextVectors)| {
        let mut classified = model.classify(&row.text, vectors);
        classified.ranked.truncate(KEPT);
        classified.ranked.shrink_to_fit();
        Judged { row: number, truth: row.intent.clone(), classified }
    };
    test.iter().map(judge).collect()
}

/// A run from judged rows; `text` gives a row's sentence where it may be kept.
pub(super) fn run_of(
    judged: &[Judged],
    training: Option<TrainReport>,
    out_of_scope: &str,
    threshold: f64,
    seed: u64,
    text: &dyn Fn(usize) -> Option<String>,
) -> Run {
    let predictions = judged.iter().map(|row| Prediction::of(row, text(row.row))).collect();
    Run { seed, training, evaluation: evaluate(judged, out_of_scope, threshold, seed), predictions }
}

/// Times of whole understandings, in microseconds, by the stage that answered.
#[derive(Default)]
pub(super) struct Times {
    of_stage: BTreeMap<String, Vec<f64>>,
}

impl Times {
    /// Understands rows spread over the test set as a person's message would be, one after the other.
    pub(super) fn take(model: &Arc<IntentModel>, test: &Part, sentences: &Sentences) -> anyhow::Result<Self> {
        let mut times = Self::default();
        for row in test.rows.iter().step_by(test.rows.len().div_ceil(TIMED).max(1)) {
            let start = Instant::now();
            let classified = sentences.classify(model, &row.text)?;
            let taken = start.elapsed().as_secs_f64() * 1e6;
            times.of_stage.entry(classified.stage.as_str().to_owned()).or_default().push(taken);
        }
        Ok(times)
    }

    /// Over all stages.
    pub(super) fn all(&self) -> Latency {
        Latency::of(self.of_stage.values().flatten().copied().collect())
    }

    /// By stage.
    pub(super) fn by_stage(&self) -> BTreeMap<String, Latency> {
        self.of_stage.iter().map(|(stage, times)| (stage.clone(), Latency::of(times.clone()))).collect()
    }
}
