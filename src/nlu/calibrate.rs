//! Temperatures and the weight of the mix, by the likelihood of held-out rows.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::matrix::Matrix;

/// The logit of a class that a fold could not learn because all its rows were held out.
pub(super) const ABSENT: f32 = -1e4;
/// Weights of the lexical head that are tried: 0 to 1 in these many steps.
const WEIGHT_STEPS: u32 = 20;
/// Rows that a thread takes at least: fewer are sooner done than handed over.
const ROWS_A_THREAD: usize = 256;
/// Natural logarithms of the temperatures that are searched.
const TEMPERATURES: (f64, f64) = (-4.0, 3.0);
/// By which power of the number of rows the best temperature grows.
///
/// At the same C more rows make larger logits, so heads that learn from all rows would be surer than the held-out rows
/// warrant. Learning curves are power laws (Cortes et al. 1994, "Learning Curves: Asymptotic Values and Rate of
/// Convergence"); for the best temperature of rows held out of 2/5, 3/5 and 4/5 of a training set, the power was 0.11
/// and 0.14 (BANKING77, 5 and 10 rows a class), 0.18 and 0.18 (CLINC150), 0.19 (xSID, 5).
const GROWTH: f64 = 0.15;

/// How what vectors and words say becomes one probability a class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Mix {
    pub(super) vector_temperature: f64,
    pub(super) lexical_temperature: f64,
    /// Weight of the lexical head's log-probabilities, 0 to 1; nothing where vectors and words are one head, whose logits add up.
    pub(super) lexical_weight: Option<f64>,
    /// Applied to the mix.
    pub(super) temperature: f64,
}

/// Logits of held-out rows under heads that have not seen them.
pub(super) struct Held<'a> {
    pub(super) vector: &'a Matrix,
    pub(super) lexical: &'a Matrix,
    pub(super) labels: &'a [usize],
}

impl Mix {
    /// What is used when nothing could be held out: little weight for words, no sharpening.
    const UNFITTED: Self = Self { vector_temperature: 1.0, lexical_temperature: 0.2, lexical_weight: Some(0.1), temperature: 1.0 };

    /// Fits the temperature of one head on vectors and words.
    pub(super) fn joint(logits: &Matrix, labels: &[usize]) -> Self {
        let temperature = if labels.is_empty() || logits.columns < 2 { 1.0 } else { best_temperature(logits, labels) };
        Self { vector_temperature: 1.0, lexical_temperature: 1.0, lexical_weight: None, temperature }.rounded()
    }

    /// Fits all four numbers. Ties go to the smaller weight.
    pub(super) fn fit(held: &Held) -> Self {
        if held.labels.is_empty() || held.vector.columns < 2 {
            return Self::UNFITTED;
        }
        let vector_temperature = best_temperature(held.vector, held.labels);
        let lexical_temperature = best_temperature(held.lexical, held.labels);
        let mut best = Self { vector_temperature, lexical_temperature, ..Self::UNFITTED };
        let mut best_loss = f64::INFINITY;
        for step in 0..=WEIGHT_STEPS {
            let candidate = Self { lexical_weight: Some(f64::from(step) / f64::from(WEIGHT_STEPS)), temperature: 1.0, ..best };
            let mixed = candidate.mixed_of_all(held);
            let loss = mean_loss(&mixed, held.labels, best_temperature(&mixed, held.labels));
            if loss < best_loss - 1e-9 {
                (best, best_loss) = (candidate, loss);
            }
        }
        let temperature = best_temperature(&best.mixed_of_all(held), held.labels);
        Self { temperature, ..best }.rounded()
    }

    /// The mix for heads that learn from `ratio` times the rows of those that it was fitted with.
    pub(super) fn for_more_rows(self, ratio: f64) -> Self {
        Self { temperature: self.temperature * ratio.powf(GROWTH), ..self }.rounded()
    }

    /// With numbers that a JSON file gives back unchanged.
    fn rounded(self) -> Self {
        Self {
            vector_temperature: rounded(self.vector_temperature),
            lexical_temperature: rounded(self.lexical_temperature),
            lexical_weight: self.lexical_weight.map(rounded),
            temperature: rounded(self.temperature),
        }
    }

    /// Log-probabilities of one row.
    pub(super) fn log_probabilities(&self, vector: &[f32], lexical: &[f32]) -> Vec<f64> {
        log_softmax(&self.mixed(vector, lexical), self.temperature)
    }

    fn mixed(&self, vector: &[f32], lexical: &[f32]) -> Vec<f32> {
        let Some(weight) = self.lexical_weight else {
            return vector.iter().zip(lexical).map(|(a, b)| a + b).collect();
        };
        let vector = log_softmax(vector, self.vector_temperature);
        let lexical = log_softmax(lexical, self.lexical_temperature);
        #[expect(clippy::cast_possible_truncation, reason = "logits are f32")]
        let mix = |(a, b): (f64, f64)| ((1.0 - weight) * a + weight * b) as f32;
        vector.into_iter().zip(lexical).map(mix).collect()
    }

    fn mixed_of_all(&self, held: &Held) -> Matrix {
        let rows = 0..held.labels.len();
        let values = rows.flat_map(|row| self.mixed(held.vector.row(row), held.lexical.row(row))).collect();
        Matrix { rows: held.vector.rows, columns: held.vector.columns, values }
    }
}

/// Logarithms of the softmax of logits divided by a temperature.
pub(super) fn log_softmax(logits: &[f32], temperature: f64) -> Vec<f64> {
    let scaled: Vec<f64> = logits.iter().map(|x| f64::from(*x) / temperature).collect();
    let highest = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scaled.iter().map(|x| (x - highest).exp()).sum();
    let shift = highest + sum.ln();
    scaled.into_iter().map(|x| x - shift).collect()
}

/// Mean negative log-likelihood of the labels.
pub(super) fn mean_loss(logits: &Matrix, labels: &[usize], temperature: f64) -> f64 {
    let loss = |(row, label): (usize, &usize)| {
        let logits = logits.row(row);
        let scaled = |x: f32| f64::from(x) / temperature;
        let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f64 = logits.iter().map(|x| (scaled(*x) - scaled(highest)).exp()).sum();
        total.ln() + scaled(highest) - scaled(logits.get(*label).copied().unwrap_or(ABSENT))
    };
    // Added in one order, whatever the number of threads.
    let losses: Vec<f64> = labels.par_iter().with_min_len(ROWS_A_THREAD).enumerate().map(loss).collect();
    losses.iter().sum::<f64>() / count(labels.len())
}

/// The temperature of the best likelihood, by golden sections: the loss has one minimum.
pub(super) fn best_temperature(logits: &Matrix, labels: &[usize]) -> f64 {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = TEMPERATURES;
    let loss = |at: f64| mean_loss(logits, labels, at.exp());
    let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut left_loss, mut right_loss) = (loss(left), loss(right));
    while high - low > 1e-3 {
        if left_loss <= right_loss {
            (high, right, right_loss) = (right, left, left_loss);
            left = high - ratio * (high - low);
            left_loss = loss(left);
        } else {
            (low, left, left_loss) = (left, right, right_loss);
            right = low + ratio * (high - low);
            right_loss = loss(right);
        }
    }
    f64::midpoint(low, high).exp()
}

/// The number to twelve digits: few enough for a JSON reader to give back the very same one.
pub(super) fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// A count as a number.
pub(super) fn count(items: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    let count = items as f64;
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[[f32; 2]]) -> Matrix {
        Matrix { rows: rows.len(), columns: 2, values: rows.concat() }
    }

    #[test]
    fn a_head_that_is_right_three_times_in_four_says_three_quarters() {
        let logits = matrix(&[[9.0, 0.0]; 4]);
        let labels = [0, 0, 0, 1];
        let temperature = best_temperature(&logits, &labels);
        let said = log_softmax(&[9.0, 0.0], temperature)[0].exp();
        assert!((said - 0.75).abs() < 1e-3, "{said}");
    }

    #[test]
    fn the_mix_prefers_the_head_that_is_right() {
        let (good, bad) = (matrix(&[[1.0, 0.0], [0.0, 1.0], [1.0, 0.2]]), matrix(&[[0.0, 1.0], [1.0, 0.0], [0.3, 1.0]]));
        let labels = [0, 1, 0];
        let vector = Mix::fit(&Held { vector: &good, lexical: &bad, labels: &labels });
        let lexical = Mix::fit(&Held { vector: &bad, lexical: &good, labels: &labels });
        assert!(vector.lexical_weight < Some(0.1) && lexical.lexical_weight > vector.lexical_weight);
        for (row, label) in labels.iter().enumerate() {
            let said = lexical.log_probabilities(bad.row(row), good.row(row));
            assert!(said[*label] > said[1 - *label]);
        }
    }

    #[test]
    fn heads_of_more_rows_are_trusted_less_than_their_larger_logits_say() {
        let fitted = Mix { temperature: 0.8, ..Mix::UNFITTED };
        let grown = fitted.for_more_rows(1.25);
        assert!((grown.temperature / fitted.temperature - 1.034).abs() < 1e-3);
        assert_eq!(Mix { temperature: 0.8, ..grown }, fitted);
        assert_eq!(fitted.for_more_rows(1.0), fitted);
    }

    #[test]
    fn without_held_out_rows_the_mix_is_the_default() {
        let none = Matrix::zeros(0, 2);
        assert_eq!(Mix::fit(&Held { vector: &none, lexical: &none, labels: &[] }), Mix::UNFITTED);
    }

    #[test]
    fn probabilities_add_up_to_one_even_with_a_class_that_a_fold_has_not_seen() {
        let mix = Mix { lexical_weight: Some(0.0), ..Mix::UNFITTED };
        let all = mix.log_probabilities(&[1.0, 2.0, ABSENT], &[0.1, -0.2, ABSENT]);
        assert!((all.iter().map(|x| x.exp()).sum::<f64>() - 1.0).abs() < 1e-6);
    }
}
