//! Head A: softmax regression on sentence vectors.
//!
//! Minimises Σ cross-entropy + |W|²/(2C) over weights W `[dimensions x classes]` and an unpenalised bias, to convergence.

use rayon::prelude::*;

use super::curvature::Curvature;
use super::encoder::product::{Left, Right};
use super::lbfgs::{Space, Stop, largest, minimise, product};
use super::matrix::{Matrix, dot};

/// Rows that are worked on at once: their panels fit the second-level cache.
const CHUNK: usize = 256;
/// Sums are made in this many parts whatever the number of threads, so that they round the same way.
const PARTS: usize = 8;
/// Converged: the fall of the mean loss with penalty that is still expected. Held-out likelihood then differs by less than 0.001 from
/// that of searches that took twice as long (rows of BANKING77 held out of its training file, C 10 to 300).
const FALL: f64 = 1e-6;
/// The same for few rows, where searches from two starts else end apart.
const FALL_OF_FEW: f64 = 1e-7;
/// Above this many rows there are not few.
const FEW_ROWS: f64 = 2_000.0;
const ITERATIONS: usize = 1000;

/// A fitted head.
#[derive(Clone, PartialEq)]
pub(super) struct Head {
    /// `[dimensions x classes]`.
    pub(super) weights: Matrix,
    /// One number a class.
    pub(super) bias: Vec<f32>,
}

impl Head {
    /// Logits of one vector, one a class. Of a vector that is longer than what it learnt from, the rest does not count.
    pub(super) fn logits<'v>(&self, vector: impl Iterator<Item = &'v f32>) -> Vec<f32> {
        let mut logits = self.bias.clone();
        for (x, weights) in vector.zip(self.weights.values.chunks(self.weights.columns.max(1))) {
            for (logit, weight) in logits.iter_mut().zip(weights) {
                *logit += x * weight;
            }
        }
        logits
    }

    /// Logits `[rows x classes]` of many vectors.
    pub(super) fn logits_of_all(&self, vectors: &Matrix) -> Matrix {
        let mut logits = vectors.product(&self.weights);
        for row in logits.values.chunks_mut(self.weights.columns.max(1)) {
            for (logit, bias) in row.iter_mut().zip(&self.bias) {
                *logit += bias;
            }
        }
        logits
    }
}

/// The mean vector; searches work on vectors without it, which are better conditioned and have the same minimum.
pub(super) fn mean(vectors: &Matrix) -> Vec<f32> {
    let mut sums = vec![0.0_f64; vectors.columns];
    for row in vectors.values.chunks(vectors.columns.max(1)) {
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += f64::from(*x);
        }
    }
    let count = as_f64(vectors.rows.max(1));
    #[expect(clippy::cast_possible_truncation, reason = "f32 is the arithmetic of the head")]
    let mean = |sum: f64| (sum / count) as f32;
    sums.into_iter().map(mean).collect()
}

fn centred(vectors: &Matrix, mean: &[f32]) -> Vec<f32> {
    vectors.values.chunks(mean.len().max(1)).flat_map(|row| row.iter().zip(mean).map(|(x, mean)| x - mean)).collect()
}

fn as_f64(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    let count = count as f64;
    count
}

/// Rows and labels, packed for the search.
pub(super) struct Problem<'a> {
    mean: &'a [f32],
    labels: Vec<usize>,
    chunks: Vec<Chunk>,
    /// Of the centred vectors `[dimensions x dimensions]`.
    moments: Vec<f64>,
    dimensions: usize,
    classes: usize,
    count: f64,
}

struct Chunk {
    /// `[rows x dimensions]`.
    vectors: Left,
    /// `[dimensions x rows]`.
    transposed: Left,
    from: usize,
    rows: usize,
}

/// The mean of the products of each two of a row's numbers.
fn moments(chunks: &[Chunk], centred: &[f32], dimensions: usize, count: f64) -> Vec<f64> {
    let sum_of = |chunks: &[Chunk]| {
        let mut sum = vec![0.0; dimensions * dimensions];
        for chunk in chunks {
            let values = &centred[chunk.from * dimensions..(chunk.from + chunk.rows) * dimensions];
            chunk.transposed.add_product(&Right::of(values, chunk.rows, dimensions), &mut sum);
        }
        sum
    };
    let sums: Vec<Vec<f32>> = chunks.par_chunks(chunks.len().div_ceil(PARTS).max(1)).map(sum_of).collect();
    let mut moments = vec![0.0; dimensions * dimensions];
    for sum in &sums {
        for (to, x) in moments.iter_mut().zip(sum) {
            *to += f64::from(*x) / count;
        }
    }
    moments
}

/// Weights `[dimensions x classes]` and bias `[classes]` of centred vectors: where one search ended and the next may begin.
pub(super) type Parameters = Vec<f64>;

impl<'a> Problem<'a> {
    /// `labels` are below `classes`, one a row.
    pub(super) fn new(vectors: &Matrix, labels: Vec<usize>, classes: usize, mean: &'a [f32]) -> Self {
        let dimensions = vectors.columns;
        let centred = centred(vectors, mean);
        let chunks = centred.par_chunks(CHUNK * dimensions.max(1)).enumerate().map(|(index, values)| {
            let rows = values.len() / dimensions.max(1);
            let vectors = Left::of(values, rows, dimensions);
            Chunk { vectors, transposed: Left::transposed(values, rows, dimensions), from: index * CHUNK, rows }
        });
        let (chunks, count): (Vec<Chunk>, f64) = (chunks.collect(), as_f64(labels.len().max(1)));
        let moments = moments(&chunks, &centred, dimensions, count);
        Self { mean, labels, chunks, moments, dimensions, classes, count }
    }

    /// Fits at one C, from `start` or from 0.
    pub(super) fn fit(&self, c: f64, start: Option<Parameters>) -> (Parameters, usize) {
        let size = (self.dimensions + 1) * self.classes;
        let start = start.filter(|start| start.len() == size).unwrap_or_else(|| vec![0.0; size]);
        let penalty = 1.0 / (c * self.count);
        let curvature = Curvature::of(&self.moments, self.dimensions, self.classes, penalty);
        let divide = |gradient: &mut [f64]| curvature.divide(gradient);
        let space = Space { product: &product, size: &largest, divide: &divide };
        let fall = if self.count > FEW_ROWS { FALL } else { FALL_OF_FEW };
        let stop = Stop { gradient: 0.0, fall, iterations: ITERATIONS };
        let minimum = minimise(space, start, stop, |at, gradient| self.evaluate(at, penalty, gradient));
        (minimum.at, minimum.iterations)
    }

    /// Mean loss with penalty, and its gradient.
    fn evaluate(&self, at: &[f64], penalty: f64, gradient: &mut [f64]) -> f64 {
        let narrow = narrowed(at);
        let (weights, bias) = narrow.split_at(self.dimensions * self.classes);
        let weights = Right::of(weights, self.dimensions, self.classes);
        let per_part = self.chunks.len().div_ceil(PARTS).max(1);
        let parts: Vec<Part> = self.chunks.par_chunks(per_part).map(|chunks| self.part(chunks, &weights, bias)).collect();
        let split = self.dimensions * self.classes;
        let mut value = 0.0;
        for (g, x) in gradient.iter_mut().zip(&at[..split]) {
            *g = penalty * x;
            value += 0.5 * penalty * x * x;
        }
        gradient[split..].fill(0.0);
        for part in &parts {
            value += part.loss / self.count;
            for (g, x) in gradient.iter_mut().zip(part.gradient.iter().chain(&part.bias)) {
                *g += f64::from(*x) / self.count;
            }
        }
        value
    }

    fn part(&self, chunks: &[Chunk], weights: &Right, bias: &[f32]) -> Part {
        let mut part = Part { loss: 0.0, gradient: vec![0.0; self.dimensions * self.classes], bias: vec![0.0; self.classes] };
        for chunk in chunks {
            let mut errors = chunk.vectors.product(weights);
            let labels = &self.labels[chunk.from..chunk.from + chunk.rows];
            for (row, label) in errors.chunks_mut(self.classes.max(1)).zip(labels) {
                part.loss += error_of(row, bias, *label);
                for (sum, x) in part.bias.iter_mut().zip(row.iter()) {
                    *sum += x;
                }
            }
            chunk.transposed.add_product(&Right::of(&errors, chunk.rows, self.classes), &mut part.gradient);
        }
        part
    }

    /// The head for vectors as they come, not centred.
    pub(super) fn head(&self, parameters: &Parameters) -> Head {
        let narrow = narrowed(parameters);
        let (weights, bias) = narrow.split_at(self.dimensions * self.classes);
        let weights = Matrix { rows: self.dimensions, columns: self.classes, values: weights.to_vec() };
        let shift = Head { weights: weights.clone(), bias: vec![0.0; self.classes] }.logits(self.mean.iter());
        let bias = bias.iter().zip(&shift).map(|(bias, shift)| bias - shift).collect();
        Head { weights, bias }
    }
}

struct Part {
    loss: f64,
    gradient: Vec<f32>,
    bias: Vec<f32>,
}

/// Turns a row of products into softmax minus one-hot, in place; gives the cross-entropy.
pub(super) fn error_of(row: &mut [f32], bias: &[f32], label: usize) -> f64 {
    for (logit, bias) in row.iter_mut().zip(bias) {
        *logit += bias;
    }
    let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let target = row[label];
    let mut sum = 0.0;
    for logit in row.iter_mut() {
        *logit = exponential(*logit - highest);
    }
    for value in row.iter() {
        sum += value;
    }
    for value in row.iter_mut() {
        *value /= sum;
    }
    row[label] -= 1.0;
    f64::from(sum).ln() + f64::from(highest - target)
}

/// e^x for x ≤ 0 to about 1e-7, as plain arithmetic that the compiler vectorises (Cephes `expf`: reduction and polynomial).
#[inline]
fn exponential(x: f32) -> f32 {
    // Adding 1.5 · 2^23 rounds to a whole number that then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut y = 1.987_569_2e-4;
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5.0e-1] {
        y = y * r + coefficient;
    }
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    (y * r * r + r + 1.0) * power
}

fn narrowed(values: &[f64]) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "products are made in f32")]
    let narrow = |x: &f64| *x as f32;
    values.iter().map(narrow).collect()
}

/// The largest cosine between a unit vector and any row of unit vectors.
pub(super) fn nearest(rows: &Matrix, vector: &[f32]) -> f32 {
    rows.values.chunks(rows.columns.max(1)).map(|row| dot(row, vector)).fold(-1.0, f32::max)
}

#[cfg(test)]
mod tests;
