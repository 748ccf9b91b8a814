//! How good a classifier is: the figures of `eval`, from predictions on labelled rows.

mod calibration;
pub mod compare;
mod prediction;
mod rejection;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use calibration::Bin;
pub(super) use calibration::pooled;
pub use prediction::{Prediction, Said};
pub use rejection::{Operating, RejectionCurve};

use super::calibrate::count;
use super::classifier::{Classified, Verdict};
use super::random::SplitMix;
use super::reject::quantile;
use crate::domain::Stage;

/// Resamples of the bootstrap interval.
const RESAMPLES: usize = 1_000;
/// Pairs of intents that are listed as most confused.
const CONFUSED: usize = 20;
/// Rows that are named for each such pair.
const EXAMPLES: usize = 3;

/// One row with its prediction.
pub struct Judged {
    /// The row's number in the data, from 1.
    pub row: usize,
    /// The label.
    pub truth: String,
    /// The prediction.
    pub classified: Classified,
}

/// All figures of one run on one test set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Rows judged.
    pub rows: usize,
    /// Top-ranked intent against label, rejection ignored, in-scope rows only.
    pub accuracy: f64,
    /// 95 % bootstrap interval of the accuracy.
    pub accuracy_interval: (f64, f64),
    /// All rows, out of scope as one more class.
    pub decided_accuracy: f64,
    /// In-scope rows, a rejection counts as wrong.
    pub in_scope_accuracy: f64,
    /// Mean F1 over the intents of the test set, of the top-ranked intent on in-scope rows.
    pub macro_f1: f64,
    /// Detection of out-of-scope rows; nothing when there are none.
    pub oos: Option<OutOfScope>,
    /// Share of in-scope rows that are rejected.
    pub rejected: f64,
    /// Share of in-scope rows for which two intents are offered, and how often the right one is among them.
    pub ambiguous: Ambiguous,
    /// Expected calibration error of the top-ranked intent on in-scope rows, 0 to 1.
    pub ece: f64,
    /// What the calibration error is made of: equal bins of stated confidence, empty ones left out.
    pub calibration: Vec<Bin>,
    /// Rejection over all thresholds; nothing without out-of-scope rows.
    pub rejection_curve: Option<RejectionCurve>,
    /// Rows by the stage that answered.
    pub stages: Stages,
    /// Precision, recall and F1 of each intent, by name.
    pub intents: BTreeMap<String, PerIntent>,
    /// Pairs of intents that were mixed up, most frequent first.
    pub confused: Vec<Confused>,
}

/// Out-of-scope figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OutOfScope {
    /// Share of out-of-scope rows that were rejected.
    pub recall: f64,
    /// Share of rejections that were out of scope.
    pub precision: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Area under the curve: how often an in-scope row scores above an out-of-scope one.
    pub auroc: f64,
    /// Share of out-of-scope rows accepted where 95 % of the in-scope rows are.
    pub fpr95: f64,
    /// The model's threshold.
    pub threshold: f64,
}

/// Where two intents are offered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ambiguous {
    /// Share of in-scope rows.
    pub share: f64,
    /// Of those, the share whose label is one of the two.
    pub one_is_right: f64,
}

/// Rows by stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Stages {
    /// Word for word an example.
    pub exact: usize,
    /// The lexical head alone.
    pub lexical: usize,
    /// An inner layer of the encoder.
    pub early_exit: usize,
    /// The whole encoder.
    pub full: usize,
}

/// Figures of one intent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PerIntent {
    /// Rows with this label.
    pub rows: usize,
    /// Share of rows taken for it that are of it.
    pub precision: f64,
    /// Share of its rows that are taken for it.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Two intents that were mixed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confused {
    /// The label.
    pub truth: String,
    /// What it was taken for.
    pub taken_for: String,
    /// How many rows.
    pub rows: usize,
    /// The numbers of some of these rows, those that the classifier was surest of first.
    pub examples: Vec<usize>,
}

/// Computes all figures. `out_of_scope` is the label of rows that belong to no intent.
pub fn evaluate(judged: &[Judged], out_of_scope: &str, threshold: f64, seed: u64) -> Evaluation {
    let is_inside = |row: &&Judged| row.truth != out_of_scope;
    let inside: Vec<&Judged> = judged.iter().filter(is_inside).collect();
    let outside: Vec<&Judged> = judged.iter().filter(|row| !is_inside(row)).collect();
    let right: Vec<bool> = inside.iter().map(|row| top(row) == Some(row.truth.as_str())).collect();
    let rejected = |row: &&&Judged| row.classified.verdict == Verdict::OutOfScope;
    let kept_right = inside.iter().zip(&right).filter(|(row, right)| **right && !rejected(row)).count();
    let (rejected_inside, rejected_outside) = (inside.iter().filter(rejected).count(), outside.iter().filter(rejected).count());
    let intents = per_intent(&inside);
    let calibration = calibration::bins(&inside, &right);
    Evaluation {
        rows: judged.len(),
        accuracy: share(right.iter().filter(|right| **right).count(), inside.len()),
        accuracy_interval: bootstrap(&right, seed),
        decided_accuracy: share(kept_right + rejected_outside, judged.len()),
        in_scope_accuracy: share(kept_right, inside.len()),
        macro_f1: intents.values().filter(|figures| figures.rows > 0).map(|figures| figures.f1).sum::<f64>()
            / count(intents.values().filter(|figures| figures.rows > 0).count().max(1)),
        oos: (!outside.is_empty()).then(|| {
            let recall = share(rejected_outside, outside.len());
            let precision = share(rejected_outside, rejected_inside + rejected_outside);
            let (auroc, fpr95) = rejection::detection(&inside, &outside);
            OutOfScope { recall, precision, f1: harmonic(precision, recall), auroc, fpr95, threshold }
        }),
        rejected: share(rejected_inside, inside.len()),
        ambiguous: ambiguous(&inside),
        ece: calibration::error(&calibration),
        calibration,
        rejection_curve: rejection::curve(&inside, &outside),
        stages: stages(judged),
        intents,
        confused: confused(&inside),
    }
}

fn top(row: &Judged) -> Option<&str> {
    row.classified.ranked.first().map(|(intent, _)| intent.as_str())
}

fn confidence(row: &Judged) -> f64 {
    row.classified.ranked.first().map_or(0.0, |(_, confidence)| *confidence)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

fn bootstrap(right: &[bool], seed: u64) -> (f64, f64) {
    let mut random = SplitMix::new(seed);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| share((0..right.len()).filter(|_| right.get(random.below(right.len())).copied().unwrap_or(false)).count(), right.len()))
        .collect();
    means.sort_by(f64::total_cmp);
    (quantile(&means, 0.025), quantile(&means, 0.975))
}

fn ambiguous(inside: &[&Judged]) -> Ambiguous {
    let mut offered = 0;
    let mut right = 0;
    for row in inside {
        if let Verdict::Ambiguous(first, second) = &row.classified.verdict {
            offered += 1;
            right += usize::from(*first == row.truth || *second == row.truth);
        }
    }
    Ambiguous { share: share(offered, inside.len()), one_is_right: share(right, offered) }
}

fn stages(judged: &[Judged]) -> Stages {
    let mut stages = Stages::default();
    for row in judged {
        match row.classified.stage {
            Stage::Exact => stages.exact += 1,
            Stage::Lexical => stages.lexical += 1,
            Stage::EarlyExit => stages.early_exit += 1,
            Stage::Full => stages.full += 1,
        }
    }
    stages
}

fn per_intent(inside: &[&Judged]) -> BTreeMap<String, PerIntent> {
    let names: BTreeSet<&str> = inside.iter().flat_map(|row| [Some(row.truth.as_str()), top(row)]).flatten().collect();
    let figures = |name: &str| {
        let rows = inside.iter().filter(|row| row.truth == name).count();
        let taken = inside.iter().filter(|row| top(row) == Some(name)).count();
        let hits = inside.iter().filter(|row| row.truth == name && top(row) == Some(name)).count();
        let (precision, recall) = (share(hits, taken), share(hits, rows));
        PerIntent { rows, precision, recall, f1: harmonic(precision, recall) }
    };
    names.into_iter().map(|name| (name.to_owned(), figures(name))).collect()
}

fn confused(inside: &[&Judged]) -> Vec<Confused> {
    let mut pairs: BTreeMap<(&str, &str), Vec<&Judged>> = BTreeMap::new();
    for row in inside {
        if let Some(taken_for) = top(row).filter(|taken_for| *taken_for != row.truth) {
            pairs.entry((&row.truth, taken_for)).or_default().push(row);
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(pair, rows)| (std::cmp::Reverse(rows.len()), *pair));
    let named = |((truth, taken_for), mut rows): ((&str, &str), Vec<&Judged>)| {
        rows.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)).then(a.row.cmp(&b.row)));
        let examples = rows.iter().take(EXAMPLES).map(|row| row.row).collect();
        Confused { truth: truth.into(), taken_for: taken_for.into(), rows: rows.len(), examples }
    };
    pairs.into_iter().take(CONFUSED).map(named).collect()
}

#[cfg(test)]
mod tests;
