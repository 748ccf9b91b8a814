//! Out-of-scope detection over all thresholds.

use serde::Serialize;

use super::{Judged, share};
use crate::nlu::calibrate::count;
use crate::nlu::classifier::Verdict;

/// Share of in-scope rows that must be accepted where the false-positive rate is read.
const TRUE_POSITIVES: f64 = 0.95;
/// Points of a curve, at most: as many as a picture can show.
const POINTS: usize = 200;

/// What rejection at one threshold does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Operating {
    /// Scores below it are rejected; nothing for the decisions that were made.
    pub threshold: Option<f64>,
    /// Share of in-scope rows that are accepted.
    pub in_scope_accepted: f64,
    /// Share of out-of-scope rows that are accepted.
    pub oos_accepted: f64,
    /// Share of rejections that are out of scope; 1 when nothing is rejected.
    pub precision: f64,
    /// Share of out-of-scope rows that are rejected.
    pub recall: f64,
}

/// Rejection over all thresholds, from the lowest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RejectionCurve {
    /// At most 200 points, from "nothing is rejected" to "everything is".
    pub points: Vec<Operating>,
    /// What the model decided.
    pub chosen: Operating,
}

fn scores(rows: &[&Judged]) -> Vec<f64> {
    let mut scores: Vec<f64> = rows.iter().map(|row| row.classified.score).collect();
    scores.sort_by(f64::total_cmp);
    scores
}

/// Area under the curve and false-positive rate, in-scope rows being the positives.
pub(super) fn detection(inside: &[&Judged], outside: &[&Judged]) -> (f64, f64) {
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

fn operating(threshold: Option<f64>, (inside, outside): (usize, usize), (in_rejected, out_rejected): (usize, usize)) -> Operating {
    let rejected = in_rejected + out_rejected;
    Operating {
        threshold,
        in_scope_accepted: share(inside - in_rejected, inside),
        oos_accepted: share(outside - out_rejected, outside),
        precision: if rejected == 0 { 1.0 } else { share(out_rejected, rejected) },
        recall: share(out_rejected, outside),
    }
}

/// The curve; nothing without rows of both kinds.
pub(super) fn curve(inside: &[&Judged], outside: &[&Judged]) -> Option<RejectionCurve> {
    if inside.is_empty() || outside.is_empty() {
        return None;
    }
    let rejected = |rows: &[&Judged]| rows.iter().filter(|row| row.classified.verdict == Verdict::OutOfScope).count();
    let sizes = (inside.len(), outside.len());
    let chosen = operating(None, sizes, (rejected(inside), rejected(outside)));
    let (inside, outside) = (scores(inside), scores(outside));
    let mut thresholds: Vec<f64> = inside.iter().chain(&outside).copied().filter(|score| score.is_finite()).collect();
    thresholds.sort_by(f64::total_cmp);
    thresholds.dedup();
    let step = thresholds.len().div_ceil(POINTS - 2).max(1);
    let at = |threshold: f64| {
        let below = |scores: &[f64]| scores.partition_point(|score| *score < threshold);
        operating(Some(threshold), sizes, (below(&inside), below(&outside)))
    };
    let everything = operating(None, sizes, sizes);
    let points = thresholds.iter().step_by(step).map(|threshold| at(*threshold)).chain([everything]).collect();
    Some(RejectionCurve { points, chosen })
}
