//! How good a classifier is: the figures of `eval`, from predictions on labelled rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::calibrate::count;
use super::classifier::{Classified, Verdict};
use super::random::SplitMix;
use super::reject::quantile;
use crate::domain::Stage;

/// Bins of the expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks").
const BINS: usize = 15;
/// Resamples of the bootstrap interval.
const RESAMPLES: usize = 1_000;
/// Share of in-scope rows that must be accepted where the false-positive rate is read.
const TRUE_POSITIVES: f64 = 0.95;
/// Pairs of intents that are listed as most confused.
const CONFUSED: usize = 20;

/// One row with its prediction.
pub struct Judged {
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
            let (auroc, fpr95) = detection(&inside, &outside);
            OutOfScope { recall, precision, f1: harmonic(precision, recall), auroc, fpr95, threshold }
        }),
        rejected: share(rejected_inside, inside.len()),
        ambiguous: ambiguous(&inside),
        ece: calibration_error(&inside, &right),
        stages: stages(judged),
        intents,
        confused: confused(&inside),
    }
}

fn top(row: &Judged) -> Option<&str> {
    row.classified.ranked.first().map(|(intent, _)| intent.as_str())
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

/// Area under the curve and false-positive rate, in-scope rows being the positives.
fn detection(inside: &[&Judged], outside: &[&Judged]) -> (f64, f64) {
    let scores = |rows: &[&Judged]| {
        let mut scores: Vec<f64> = rows.iter().map(|row| row.classified.score).collect();
        scores.sort_by(f64::total_cmp);
        scores
    };
    let (inside, outside) = (scores(inside), scores(outside));
    let won: f64 = inside
        .iter()
        .map(|score| {
            let below = outside.partition_point(|other| other < score);
            let up_to = outside.partition_point(|other| other <= score);
            f64::midpoint(count(below), count(up_to))
        })
        .sum();
    let auroc = won / (count(inside.len()) * count(outside.len())).max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the list's length")]
    let at = ((1.0 - TRUE_POSITIVES) * count(inside.len())).floor() as usize;
    let threshold = inside.get(at).copied().unwrap_or(f64::INFINITY);
    let accepted = outside.len() - outside.partition_point(|score| *score < threshold);
    (auroc, share(accepted, outside.len()))
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

fn calibration_error(inside: &[&Judged], right: &[bool]) -> f64 {
    let mut bins = vec![(0.0, 0_usize, 0_usize); BINS];
    for (row, right) in inside.iter().zip(right) {
        let confidence = row.classified.ranked.first().map_or(0.0, |(_, confidence)| *confidence);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability times a small number")]
        let bin = ((confidence * count(BINS)) as usize).min(BINS - 1);
        let (sum, rows, hits) = &mut bins[bin];
        *sum += confidence;
        *rows += 1;
        *hits += usize::from(*right);
    }
    bins.iter().map(|(sum, _, hits)| (sum - count(*hits)).abs()).sum::<f64>() / count(inside.len().max(1))
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
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in inside {
        if let Some(taken_for) = top(row).filter(|taken_for| *taken_for != row.truth) {
            *pairs.entry((&row.truth, taken_for)).or_default() += 1;
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(pair, rows)| (std::cmp::Reverse(*rows), *pair));
    let named = |((truth, taken_for), rows): ((&str, &str), usize)| Confused { truth: truth.into(), taken_for: taken_for.into(), rows };
    pairs.into_iter().take(CONFUSED).map(named).collect()
}

#[cfg(test)]
mod tests;
