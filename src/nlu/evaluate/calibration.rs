//! How far stated confidence is from the share of right answers.

use serde::Serialize;

use super::{Judged, confidence, share};
use crate::nlu::calibrate::count;

/// Bins of the expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks").
const BINS: usize = 15;

/// In-scope rows whose confidence lies in one interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest confidence.
    pub low: f64,
    /// The highest, which belongs to the next bin.
    pub high: f64,
    /// How many rows.
    pub rows: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub accuracy: f64,
}

/// Equal bins of confidence; those without a row are left out.
pub(super) fn bins(inside: &[&Judged], right: &[bool]) -> Vec<Bin> {
    let mut bins = vec![(0.0, 0_usize, 0_usize); BINS];
    for (row, right) in inside.iter().zip(right) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability times a small number")]
        let bin = ((confidence(row) * count(BINS)) as usize).min(BINS - 1);
        if let Some((sum, rows, hits)) = bins.get_mut(bin) {
            *sum += confidence(row);
            *rows += 1;
            *hits += usize::from(*right);
        }
    }
    let edge = |bin: usize| count(bin) / count(BINS);
    let filled = bins.into_iter().enumerate().filter(|(_, (_, rows, _))| *rows > 0);
    filled
        .map(|(bin, (sum, rows, hits))| {
            let (low, high) = (edge(bin), edge(bin + 1));
            Bin { low, high, rows, confidence: sum / count(rows), accuracy: share(hits, rows) }
        })
        .collect()
}

/// Expected calibration error: the mean distance of confidence and accuracy, each bin by its rows.
pub(super) fn error(bins: &[Bin]) -> f64 {
    let rows = bins.iter().map(|bin| bin.rows).sum::<usize>();
    let apart: f64 = bins.iter().map(|bin| count(bin.rows) * (bin.confidence - bin.accuracy).abs()).sum();
    apart / count(rows.max(1))
}

/// The bins of several runs as one.
pub(in crate::nlu) fn pooled<'a>(runs: impl Iterator<Item = &'a Bin>) -> Vec<Bin> {
    let mut pooled: Vec<Bin> = Vec::new();
    for bin in runs {
        match pooled.iter_mut().find(|known| known.low.total_cmp(&bin.low).is_eq()) {
            Some(known) => {
                let rows = known.rows + bin.rows;
                let joined = |a: f64, b: f64| (a * count(known.rows) + b * count(bin.rows)) / count(rows);
                let (confidence, accuracy) = (joined(known.confidence, bin.confidence), joined(known.accuracy, bin.accuracy));
                *known = Bin { rows, confidence, accuracy, ..*known };
            }
            None => pooled.push(*bin),
        }
    }
    pooled.sort_by(|a, b| a.low.total_cmp(&b.low));
    pooled
}
