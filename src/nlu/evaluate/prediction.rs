//! What was said of one row, for the machine-readable result.

use serde::{Deserialize, Serialize};

use super::{Judged, confidence, top};
use crate::nlu::classifier::Verdict;

/// Which kind of decision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// One intent.
    Intent,
    /// Two intents were offered.
    Ambiguous,
    /// None of the intents.
    OutOfScope,
}

/// One row of the test data with what was said of it; in JSON a list of the fields in this order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Record", from = "Record")]
pub struct Prediction {
    /// The row's number in the data, from 1.
    pub row: usize,
    /// The label.
    pub truth: String,
    /// The likeliest intent, whatever was decided.
    pub predicted: Option<String>,
    /// Its calibrated probability.
    pub confidence: f64,
    /// The decision.
    pub verdict: Said,
    /// How much speaks for being in scope; nothing where an example was said word for word.
    pub score: Option<f64>,
    /// The stage that answered.
    pub stage: String,
    /// The sentence, if it was asked for.
    pub text: Option<String>,
}

type Record = (usize, String, Option<String>, f64, Said, Option<f64>, String, Option<String>);

impl From<Prediction> for Record {
    fn from(row: Prediction) -> Self {
        (row.row, row.truth, row.predicted, row.confidence, row.verdict, row.score, row.stage, row.text)
    }
}

impl From<Record> for Prediction {
    fn from((row, truth, predicted, confidence, verdict, score, stage, text): Record) -> Self {
        Self { row, truth, predicted, confidence, verdict, score, stage, text }
    }
}

impl std::fmt::Debug for Prediction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prediction(row {}, {} taken for {:?}, {:?})", self.row, self.truth, self.predicted, self.verdict)
    }
}

impl Prediction {
    /// From a judged row, with its sentence only if one is given.
    pub fn of(judged: &Judged, text: Option<String>) -> Self {
        let verdict = match judged.classified.verdict {
            Verdict::Intent(_) => Said::Intent,
            Verdict::Ambiguous(..) => Said::Ambiguous,
            Verdict::OutOfScope => Said::OutOfScope,
        };
        Self {
            row: judged.row,
            truth: judged.truth.clone(),
            predicted: top(judged).map(str::to_owned),
            confidence: confidence(judged),
            verdict,
            score: Some(judged.classified.score).filter(|score| score.is_finite()),
            stage: judged.classified.stage.as_str().to_owned(),
            text,
        }
    }

    /// Whether the likeliest intent is the label.
    pub(super) fn is_right(&self) -> bool {
        self.predicted.as_ref() == Some(&self.truth)
    }

    /// Whether what was decided is right, `out_of_scope` being the label of rows of no intent.
    pub(super) fn is_decided_rightly(&self, out_of_scope: &str) -> bool {
        if self.truth == out_of_scope { self.verdict == Said::OutOfScope } else { self.verdict != Said::OutOfScope && self.is_right() }
    }
}
