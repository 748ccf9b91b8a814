//! The head for few rows: softmax regression on sentence vectors and words together.
//!
//! Minimises Σ cross-entropy + |W|²/(2C) over weights on all features of a text at once: its vectors in the encoder and its TF-IDF
//! terms. The best weights are sums over the rows (Kimeldorf and Wahba 1971, "Some results on Tchebycheffian spline functions"), so the
//! search moves one coefficient a row and class, and sees features only through the rows' scalar products: few rows make few numbers,
//! however many terms there are. A point of the search is `[coefficients | their products with the kernel | bias]`; with both halves
//! at hand an inner product is a plain sum, and a step costs one product of matrices.

use rayon::prelude::*;

use super::encoder::product::{Left, Right};
use super::features::Sparse;
use super::head::{Head, error_of};
use super::lbfgs::{Space, Stop, flat, largest, minimise, product};
use super::lexical::Lexical;
use super::matrix::Matrix;

/// Converged: the largest entry of the gradient of the mean loss.
const GRADIENT: f64 = 2e-6;
/// The same while strengths and weights are compared: what they gain differs by far more.
const GRADIENT_OF_TRIALS: f64 = 2e-5;
const ITERATIONS: usize = 500;

/// How much the kinds of features count beside the last layer's vectors, as factors of scalar products.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weights {
    /// The middle layer's vectors.
    pub(super) middle: f32,
    /// The words.
    pub(super) words: f32,
}

/// The features of some rows.
pub(super) struct Features {
    /// `[rows x dimensions]`, the last layer's vectors.
    pub(super) last: Matrix,
    /// `[rows x dimensions]`, the middle layer's.
    pub(super) middle: Matrix,
    pub(super) words: Vec<Sparse>,
}

/// The scalar products of rows with the rows that are learnt from, one matrix `[rows x learnt]` for each kind of features.
pub(super) struct Products {
    last: Matrix,
    middle: Matrix,
    words: Matrix,
}

impl Products {
    pub(super) fn of(rows: &Features, learnt: &Features, terms: usize) -> Self {
        Self {
            last: products(&rows.last, &learnt.last),
            middle: products(&rows.middle, &learnt.middle),
            words: shared_words(rows, learnt, terms),
        }
    }

    /// The kernel.
    fn weighted(&self, weights: Weights) -> Matrix {
        let of_inner = self.middle.values.iter().zip(&self.words.values);
        let values =
            self.last.values.iter().zip(of_inner).map(|(last, (middle, words))| last + weights.middle * middle + weights.words * words);
        Matrix { rows: self.last.rows, columns: self.last.columns, values: values.collect() }
    }
}

fn products(rows: &Matrix, learnt: &Matrix) -> Matrix {
    let turned = learnt.transposed();
    rows.product(&turned)
}

fn shared_words(rows: &Features, learnt: &Features, terms: usize) -> Matrix {
    let line = |row: &Sparse| {
        let mut wide = vec![0.0_f32; terms];
        for (term, x) in row {
            wide[*term as usize] = *x;
        }
        learnt.words.iter().map(move |other| other.iter().map(|(term, x)| x * wide[*term as usize]).sum()).collect::<Vec<f32>>()
    };
    let values: Vec<Vec<f32>> = rows.words.par_iter().map(line).collect();
    Matrix { rows: rows.words.len(), columns: learnt.words.len(), values: values.concat() }
}

/// Coefficients `[rows x classes]`, the same times the kernel, and a bias a class: where one search ended and the next may begin.
pub(super) type Coefficients = Vec<f64>;

/// A fitted head over the rows it was learnt from.
pub(super) struct Joint {
    pub(super) coefficients: Coefficients,
    pub(super) iterations: usize,
    rows: usize,
    classes: usize,
    weights: Weights,
}

/// What to fit.
pub(super) struct Task<'a> {
    /// The rows' scalar products with each other.
    pub(super) products: &'a Products,
    /// One a row, below `classes`.
    pub(super) labels: &'a [usize],
    pub(super) classes: usize,
    pub(super) weights: Weights,
    /// C.
    pub(super) strength: f64,
    /// Whether it is one of many that are only compared.
    pub(super) is_trial: bool,
}

impl Joint {
    /// Fits, from where an earlier search over the same rows and classes ended, or from 0.
    pub(super) fn fit(task: &Task, start: Option<&Coefficients>) -> Self {
        let Task { labels, classes, weights, .. } = *task;
        let rows = labels.len();
        let size = rows * classes;
        let kernel = task.products.weighted(weights);
        let left = Left::of(&kernel.values, rows, rows);
        let start = match start.filter(|start| start.len() == 2 * size + classes) {
            // The kernel is another one now.
            Some(start) => {
                let mut start = start.clone();
                let times_kernel = times(&left, &start[..size], rows, classes);
                start[size..2 * size].copy_from_slice(&times_kernel);
                start
            }
            None => vec![0.0; 2 * size + classes],
        };
        let inner = |a: &[f64], b: &[f64]| product(&a[..size], &b[size..2 * size]) + product(&a[2 * size..], &b[2 * size..]);
        let steepest = |gradient: &[f64]| largest(&gradient[size..]);
        let space = Space { product: &inner, size: &steepest, divide: &flat };
        let gradient = if task.is_trial { GRADIENT_OF_TRIALS } else { GRADIENT };
        let stop = Stop { gradient, fall: 0.0, iterations: ITERATIONS };
        let minimum = minimise(space, start, stop, |at, gradient| evaluate(task, &left, at, gradient));
        Self { coefficients: minimum.at, iterations: minimum.iterations, rows, classes, weights }
    }

    /// Logits `[others x classes]` of rows, by their scalar products with those it was learnt from.
    pub(super) fn logits(&self, others: &Products) -> Matrix {
        let kernel = others.weighted(self.weights);
        let mut logits = kernel.product(&self.matrix());
        let bias = &self.coefficients[2 * self.rows * self.classes..];
        for row in logits.values.chunks_mut(self.classes.max(1)) {
            for (logit, bias) in row.iter_mut().zip(bias) {
                *logit += narrow(*bias);
            }
        }
        logits
    }

    /// The weights of all features: of the vectors (last layer, then middle), and of the terms.
    pub(super) fn heads(&self, learnt: &Features, terms: usize) -> (Head, Lexical) {
        let coefficients = self.matrix();
        let mut weights = learnt.last.transposed().product(&coefficients).values;
        if self.weights.middle > 0.0 {
            weights.extend(learnt.middle.transposed().product(&coefficients).values.iter().map(|x| x * self.weights.middle));
        }
        let bias = self.coefficients[2 * self.rows * self.classes..].iter().map(|x| narrow(*x)).collect();
        let head = Head { weights: Matrix { rows: weights.len() / self.classes.max(1), columns: self.classes, values: weights }, bias };
        if self.weights.words <= 0.0 {
            return (head, Lexical::silent(self.classes));
        }
        let mut of_terms = Matrix::zeros(terms, self.classes);
        for (row, words) in learnt.words.iter().enumerate() {
            for (term, x) in words {
                for (weight, coefficient) in of_terms.row_mut(*term as usize).iter_mut().zip(coefficients.row(row)) {
                    *weight += self.weights.words * x * coefficient;
                }
            }
        }
        (head, Lexical { weights: of_terms, bias: vec![0.0; self.classes] })
    }

    fn matrix(&self) -> Matrix {
        let values = self.coefficients[..self.rows * self.classes].iter().map(|x| narrow(*x)).collect();
        Matrix { rows: self.rows, columns: self.classes, values }
    }
}

/// Mean loss with penalty, and its gradient in the space of the features, as a point.
fn evaluate(task: &Task, kernel: &Left, at: &[f64], gradient: &mut [f64]) -> f64 {
    let Task { labels, classes, strength, .. } = *task;
    let (rows, size) = (labels.len(), labels.len() * classes);
    #[expect(clippy::cast_precision_loss, reason = "few rows")]
    let count = rows.max(1) as f64;
    let penalty = 1.0 / (strength * count);
    let (coefficients, products, bias) = (&at[..size], &at[size..2 * size], &at[2 * size..]);
    let mut errors: Vec<f32> = products.iter().map(|x| narrow(*x)).collect();
    let narrow_bias: Vec<f32> = bias.iter().map(|x| narrow(*x)).collect();
    let mut loss = 0.0;
    let mut of_bias = vec![0.0_f64; classes];
    for (row, label) in errors.chunks_mut(classes.max(1)).zip(labels) {
        loss += error_of(row, &narrow_bias, *label);
        for (sum, x) in of_bias.iter_mut().zip(row.iter()) {
            *sum += f64::from(*x) / count;
        }
    }
    for ((g, error), x) in gradient.iter_mut().zip(&errors).zip(coefficients) {
        *g = f64::from(*error) / count + penalty * x;
    }
    let times_kernel = times(kernel, &gradient[..size], rows, classes);
    gradient[size..2 * size].copy_from_slice(&times_kernel);
    gradient[2 * size..].copy_from_slice(&of_bias);
    loss / count + 0.5 * penalty * product(coefficients, products)
}

fn times(kernel: &Left, coefficients: &[f64], rows: usize, classes: usize) -> Vec<f64> {
    // Gradients become small; as they are, the kernel's arithmetic would lose them.
    let scale = largest(coefficients);
    if scale <= 0.0 {
        return vec![0.0; coefficients.len()];
    }
    let scaled: Vec<f32> = coefficients.iter().map(|x| narrow(x / scale)).collect();
    kernel.product(&Right::of(&scaled, rows, classes)).into_iter().map(|x| f64::from(x) * scale).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "products are made in f32")]
fn narrow(x: f64) -> f32 {
    x as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::features::Vocabulary;
    use crate::nlu::head::{Problem, mean};

    const TEXTS: [&str; 6] = ["lost my card", "card is lost", "open an account", "i want an account", "exchange rate", "rate of exchange"];
    const LABELS: [usize; 6] = [0, 0, 1, 1, 2, 2];

    fn features() -> (Vocabulary, Features) {
        let vocabulary = Vocabulary::of(&TEXTS, 6);
        let words = vocabulary.features_of_all(&TEXTS);
        let vector = |at: usize| [f32::from(u8::try_from(at % 3).unwrap()), 1.0, 0.3 * f32::from(u8::try_from(at).unwrap())];
        let last = Matrix { rows: 6, columns: 3, values: (0..6).flat_map(vector).collect() };
        let middle = Matrix { rows: 6, columns: 3, values: (0..6).flat_map(|at| vector(5 - at)).collect() };
        (vocabulary, Features { last, middle, words })
    }

    fn fitted(weights: Weights, strength: f64) -> (Vocabulary, Features, Joint) {
        let (vocabulary, features) = features();
        let products = Products::of(&features, &features, vocabulary.len());
        let task = Task { products: &products, labels: &LABELS, classes: 3, weights, strength, is_trial: false };
        let joint = Joint::fit(&task, None);
        (vocabulary, features, joint)
    }

    #[test]
    fn without_words_and_inner_layer_it_is_the_head_on_vectors() {
        let (_, features, joint) = fitted(Weights { middle: 0.0, words: 0.0 }, 10.0);
        let centre = mean(&features.last);
        let problem = Problem::new(&features.last, LABELS.to_vec(), 3, &centre);
        let plain = problem.head(&problem.fit(10.0, None).0);
        let (head, _) = joint.heads(&features, 0);
        for row in 0..6 {
            let (a, b) = (head.logits(features.last.row(row).iter()), plain.logits(features.last.row(row).iter()));
            // Logits are the same but for a shift of all.
            assert!((1..3).all(|class| ((a[class] - a[0]) - (b[class] - b[0])).abs() < 0.02), "{a:?} {b:?}");
        }
    }

    #[test]
    fn its_weights_say_what_its_coefficients_say() {
        let (vocabulary, features, joint) = fitted(Weights { middle: 0.5, words: 0.4 }, 100.0);
        let products = Products::of(&features, &features, vocabulary.len());
        let (head, lexical) = joint.heads(&features, vocabulary.len());
        let logits = joint.logits(&products);
        for row in 0..6 {
            let of_vectors = head.logits(features.last.row(row).iter().chain(features.middle.row(row)));
            let of_words = lexical.decisions(&features.words[row]);
            for class in 0..3 {
                assert!((logits.row(row)[class] - of_vectors[class] - of_words[class]).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn a_search_may_begin_where_another_ended() {
        let weights = Weights { middle: 0.5, words: 0.4 };
        let (vocabulary, features, joint) = fitted(weights, 100.0);
        let products = Products::of(&features, &features, vocabulary.len());
        let task = Task { products: &products, labels: &LABELS, classes: 3, weights, strength: 100.0, is_trial: false };
        let again = Joint::fit(&task, Some(&joint.coefficients));
        assert!(again.iterations < joint.iterations);
        let (a, b) = (joint.logits(&products), again.logits(&products));
        assert!(a.values.iter().zip(&b.values).all(|(a, b)| (a - b).abs() < 0.05));
    }
}
