//! Two results on the same rows: which rows changed, and whether the difference is more than chance.

use serde::{Deserialize, Serialize};

use super::{Prediction, quantile, share};
use crate::nlu::calibrate::count;
use crate::nlu::random::SplitMix;

/// Resamples of the bootstrap interval.
const RESAMPLES: usize = 2_000;
/// Below this many rows that only one of the two has right, the exact test counts, else the one by chi-squared.
const FEW: usize = 25;

/// What of `eval.json` a comparison needs.
#[derive(Debug, Deserialize)]
pub struct Stored {
    /// What was judged.
    pub provenance: Origin,
    /// Each run, at least one.
    pub runs: Vec<StoredRun>,
}

/// What was judged.
#[derive(Debug, Deserialize)]
pub struct Origin {
    /// Hex SHA-256 over sentences and labels of the rows judged.
    pub judged_rows_sha256: String,
    /// The label of rows of no intent.
    pub out_of_scope: String,
}

/// One run.
#[derive(Debug, Deserialize)]
pub struct StoredRun {
    /// What was said of each row.
    pub predictions: Vec<Prediction>,
}

/// Why two results cannot be compared.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CompareError {
    /// They judge other rows.
    #[error("the two results judge different rows; run both on the same test file")]
    OtherRows,
    /// One has no run, or its runs have not one prediction for each row.
    #[error("one of the two results has no predictions, or not one for each row; run `sottovoce eval` again")]
    Incomplete,
}

/// Two results side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Rows judged.
    pub rows: usize,
    /// Runs of both that are compared pair by pair; more than one are averaged a row, for the differences.
    pub runs: usize,
    /// Top-ranked intent against label, in-scope rows.
    pub accuracy: Paired,
    /// All rows, out of scope as one more class.
    pub decided_accuracy: Paired,
    /// Rows whose top-ranked intent or decision changed in the first runs.
    pub changed: Vec<Changed>,
}

/// One figure of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paired {
    /// Of the first result.
    pub a: f64,
    /// Of the second.
    pub b: f64,
    /// Second less first.
    pub difference: f64,
    /// 95 % interval of the difference, by a bootstrap over pairs.
    pub interval: (f64, f64),
    /// `McNemar`'s test on the first runs.
    pub mcnemar: McNemar,
}

/// `McNemar`'s test (1947): of the rows that only one of the two has right, is one's share more than half?
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Rows that only the first has right.
    pub only_a: usize,
    /// Rows that only the second has right.
    pub only_b: usize,
    /// Two-sided probability by the binomial distribution.
    pub exact_p: f64,
    /// The statistic with continuity correction (Edwards 1948).
    pub chi_squared: f64,
    /// Its probability, one degree of freedom.
    pub chi_squared_p: f64,
    /// The one of both that counts: the exact one below 25 such rows.
    pub p: f64,
}

/// A row that is said to be something else now.
#[derive(Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Its number, from 1.
    pub row: usize,
    /// The label.
    pub truth: String,
    /// What the first said: the likeliest intent, or `out_of_scope`.
    pub a: String,
    /// What the second says.
    pub b: String,
    /// Whether the first was right.
    pub a_right: bool,
    /// Whether the second is.
    pub b_right: bool,
    /// The sentence, if a result has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl std::fmt::Debug for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Changed(row {}, {}: {} to {})", self.row, self.truth, self.a, self.b)
    }
}

/// Compares two results on the same rows.
///
/// # Errors
/// [`CompareError`] when they do not judge the same rows.
pub fn compare(a: &Stored, b: &Stored) -> Result<Comparison, CompareError> {
    if a.provenance.judged_rows_sha256 != b.provenance.judged_rows_sha256 || a.provenance.out_of_scope != b.provenance.out_of_scope {
        return Err(CompareError::OtherRows);
    }
    let out_of_scope = a.provenance.out_of_scope.as_str();
    let runs: Vec<(&[Prediction], &[Prediction])> =
        a.runs.iter().zip(&b.runs).map(|(a, b)| (a.predictions.as_slice(), b.predictions.as_slice())).collect();
    let first = runs.first().ok_or(CompareError::Incomplete)?;
    let is_same = |(a, b): (&Prediction, &Prediction)| (a.row, &a.truth) == (b.row, &b.truth);
    for run in &runs {
        let whole = run.0.len() == first.0.len() && run.1.len() == first.0.len();
        if !whole || run.0.is_empty() || !run.0.iter().zip(run.1).all(is_same) || !run.0.iter().zip(first.0).all(is_same) {
            return Err(CompareError::Incomplete);
        }
    }
    let inside = |row: &Prediction| row.truth != out_of_scope;
    Ok(Comparison {
        rows: first.0.len(),
        runs: runs.len(),
        accuracy: paired(&runs, inside, Prediction::is_right),
        decided_accuracy: paired(&runs, |_| true, |row| row.is_decided_rightly(out_of_scope)),
        changed: first.0.iter().zip(first.1).filter_map(|(a, b)| changed(a, b, out_of_scope)).collect(),
    })
}

fn paired(runs: &[(&[Prediction], &[Prediction])], counts: impl Fn(&Prediction) -> bool, right: impl Fn(&Prediction) -> bool) -> Paired {
    // How many runs have each row right, row by row.
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for (a, b) in runs {
        let rows = a.iter().zip(*b).filter(|(a, _)| counts(a));
        for (number, (a, b)) in rows.enumerate() {
            if hits.len() <= number {
                hits.push((0, 0));
            }
            if let Some((in_a, in_b)) = hits.get_mut(number) {
                *in_a += usize::from(right(a));
                *in_b += usize::from(right(b));
            }
        }
    }
    let trials = hits.len() * runs.len();
    let (a, b) = hits.iter().fold((0, 0), |(a, b), (in_a, in_b)| (a + in_a, b + in_b));
    let (a, b) = (share(a, trials), share(b, trials));
    let mut random = SplitMix::new(0);
    let mut differences: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..hits.len()).filter_map(|_| hits.get(random.below(hits.len())));
            let (a, b) = drawn.fold((0, 0), |(a, b), (in_a, in_b)| (a + in_a, b + in_b));
            share(b, trials) - share(a, trials)
        })
        .collect();
    differences.sort_by(f64::total_cmp);
    let interval = (quantile(&differences, 0.025), quantile(&differences, 0.975));
    let first = runs.first().into_iter().flat_map(|(a, b)| a.iter().zip(*b)).filter(|(a, _)| counts(a));
    let (only_a, only_b) = first.fold((0, 0), |(only_a, only_b), (a, b)| match (right(a), right(b)) {
        (true, false) => (only_a + 1, only_b),
        (false, true) => (only_a, only_b + 1),
        _ => (only_a, only_b),
    });
    Paired { a, b, difference: b - a, interval, mcnemar: McNemar::of(only_a, only_b) }
}

impl McNemar {
    /// From the numbers of rows that only one of the two has right.
    fn of(only_a: usize, only_b: usize) -> Self {
        let apart = only_a + only_b;
        let exact_p = (2.0 * binomial_up_to(only_a.min(only_b), apart)).min(1.0);
        let distance = (count(only_a.abs_diff(only_b)) - 1.0).max(0.0);
        let chi_squared = if apart == 0 { 0.0 } else { distance * distance / count(apart) };
        // The chi-squared distribution of one degree of freedom is that of a squared normal variable.
        let chi_squared_p = libm::erfc((chi_squared / 2.0).sqrt());
        Self { only_a, only_b, exact_p, chi_squared, chi_squared_p, p: if apart < FEW { exact_p } else { chi_squared_p } }
    }
}

/// How likely at most `successes` of `trials` fair coins are.
fn binomial_up_to(successes: usize, trials: usize) -> f64 {
    // Logarithms: 2 to the power of some thousand rows is past the numbers.
    let mut ways = 0.0_f64;
    let mut sum = 0.0;
    for taken in 0..=successes {
        if taken > 0 {
            ways += (count(trials - taken + 1) / count(taken)).ln();
        }
        sum += (ways - count(trials) * std::f64::consts::LN_2).exp();
    }
    sum
}

fn changed(a: &Prediction, b: &Prediction, out_of_scope: &str) -> Option<Changed> {
    let said = |row: &Prediction| match row.verdict {
        super::Said::OutOfScope => "out_of_scope".to_owned(),
        super::Said::Intent | super::Said::Ambiguous => row.predicted.clone().unwrap_or_default(),
    };
    let (before, after) = (said(a), said(b));
    (before != after).then(|| Changed {
        row: a.row,
        truth: a.truth.clone(),
        a: before,
        b: after,
        a_right: a.is_decided_rightly(out_of_scope),
        b_right: b.is_decided_rightly(out_of_scope),
        text: a.text.clone().or_else(|| b.text.clone()),
    })
}

#[cfg(test)]
mod tests;
