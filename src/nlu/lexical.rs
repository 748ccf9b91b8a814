//! Head B: one-vs-rest linear support vector machines on TF-IDF features.
//!
//! Dual coordinate descent for the squared hinge (Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale
//! Linear SVM", algorithm 3 with shrinking), with a constant feature of 1 as the bias.

use rayon::prelude::*;

use super::features::Sparse;
use super::matrix::Matrix;
use super::random::SplitMix;

/// From this many rows on, the penalty is stronger.
const MANY_ROWS: usize = 2_000;
/// C with few and with many rows.
const C: (f32, f32) = (5.0, 0.5);
/// Converged: the range of projected gradients; LIBLINEAR's default for dual solvers is 0.1.
const RANGE: f32 = 0.01;
const EPOCHS: usize = 200;
/// Machines that are in memory at once beside their weights: each has a number for each row.
const AT_ONCE: usize = 64;

/// The fitted machines.
#[derive(Clone, PartialEq)]
pub(super) struct Lexical {
    /// `[features x classes]`.
    pub(super) weights: Matrix,
    /// One number a class.
    pub(super) bias: Vec<f32>,
}

/// What to fit.
pub(super) struct Task<'a> {
    pub(super) rows: &'a [Sparse],
    pub(super) features: usize,
    /// One a row, below `classes`.
    pub(super) labels: &'a [usize],
    pub(super) classes: usize,
    /// The number of rows of the whole training, which decides the penalty.
    pub(super) total: usize,
}

/// The rows that count for each class, and how much: where one search ended and a search over more rows may begin.
pub(super) type Dual = Vec<Vec<(u32, f32)>>;

impl Lexical {
    /// Fits one machine a class, from `start` or from 0.
    pub(super) fn fit(task: &Task, start: Option<&Dual>, seed: u64) -> (Self, Dual) {
        let Task { rows, features, labels, classes, total } = *task;
        let c = if total >= MANY_ROWS { C.1 } else { C.0 };
        let packed = Packed::of(rows, features);
        let fit = |class: usize| {
            let mut machine = Machine::new(&packed, labels, class, c);
            machine.start(start.and_then(|start| start.get(class)));
            machine.descend(seed.wrapping_add(class as u64));
            (machine.support(), machine.weights)
        };
        let (mut weights, mut bias, mut duals) = (Matrix::zeros(features, classes), Vec::new(), Dual::new());
        for first in (0..classes).step_by(AT_ONCE) {
            let fits: Vec<_> = (first..classes.min(first + AT_ONCE)).into_par_iter().map(fit).collect();
            for (class, (dual, of_class)) in (first..).zip(fits) {
                for (row, weight) in weights.values.chunks_mut(classes).zip(&of_class) {
                    row[class] = *weight;
                }
                bias.push(of_class[features]);
                duals.push(dual);
            }
        }
        (Self { weights, bias }, duals)
    }

    /// Machines that know no feature.
    pub(super) fn silent(classes: usize) -> Self {
        Self { weights: Matrix::zeros(0, classes), bias: vec![0.0; classes] }
    }

    /// Distances from the borders, one a class, positive inside.
    pub(super) fn decisions(&self, features: &Sparse) -> Vec<f32> {
        let mut decisions = self.bias.clone();
        for (feature, x) in features {
            for (decision, weight) in decisions.iter_mut().zip(self.weights.row(*feature as usize)) {
                *decision += x * weight;
            }
        }
        decisions
    }
}

/// All rows one after the other, each with the constant feature at its end.
struct Packed {
    entries: Vec<(u32, f32)>,
    ends: Vec<usize>,
    lengths: Vec<f32>,
    features: usize,
}

impl Packed {
    fn of(rows: &[Sparse], features: usize) -> Self {
        let constant = (u32::try_from(features).unwrap_or(u32::MAX), 1.0);
        let mut packed = Self { entries: Vec::new(), ends: Vec::new(), lengths: Vec::new(), features };
        for row in rows {
            packed.entries.extend(row.iter().copied().chain([constant]));
            packed.ends.push(packed.entries.len());
            packed.lengths.push(row.iter().map(|(_, x)| x * x).sum::<f32>() + 1.0);
        }
        packed
    }

    fn row(&self, row: usize) -> &[(u32, f32)] {
        let from = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[from..self.ends[row]]
    }
}

struct Machine<'a> {
    packed: &'a Packed,
    signs: Vec<f32>,
    diagonal: f32,
    dual: Vec<f32>,
    /// One a feature, then the bias.
    weights: Vec<f32>,
}

impl<'a> Machine<'a> {
    fn new(packed: &'a Packed, labels: &[usize], class: usize, c: f32) -> Self {
        let signs = labels.iter().map(|label| if *label == class { 1.0 } else { -1.0 }).collect();
        Self { packed, signs, diagonal: 0.5 / c, dual: vec![0.0; labels.len()], weights: vec![0.0; packed.features + 1] }
    }

    fn start(&mut self, dual: Option<&Vec<(u32, f32)>>) {
        for (row, x) in dual.into_iter().flatten().map(|(row, x)| (*row as usize, *x)) {
            if let Some(place) = self.dual.get_mut(row) {
                *place = x;
                self.add(row, x * self.signs[row]);
            }
        }
    }

    /// The rows that count.
    fn support(&self) -> Vec<(u32, f32)> {
        (0..).zip(self.dual.iter().copied()).filter(|(_, x)| *x != 0.0).collect()
    }

    fn add(&mut self, row: usize, factor: f32) {
        if factor != 0.0 {
            for (feature, x) in self.packed.row(row) {
                self.weights[*feature as usize] += factor * x;
            }
        }
    }

    fn slope(&self, row: usize) -> f32 {
        let product: f32 = self.packed.row(row).iter().map(|(feature, x)| self.weights[*feature as usize] * x).sum();
        self.signs[row] * product - 1.0 + self.dual[row] * self.diagonal
    }

    fn descend(&mut self, seed: u64) {
        let mut random = SplitMix::new(seed);
        let all: Vec<usize> = (0..self.dual.len()).collect();
        let mut active = all.clone();
        // Rows beyond this slope are set aside until the active ones have converged.
        let mut aside = f32::INFINITY;
        for _ in 0..EPOCHS {
            let (mut highest, mut lowest) = (f32::NEG_INFINITY, f32::INFINITY);
            random.shuffle(&mut active);
            let mut kept = Vec::with_capacity(active.len());
            for row in active.iter().copied() {
                let slope = self.slope(row);
                let at_border = self.dual[row] == 0.0;
                if at_border && slope > aside {
                    continue;
                }
                kept.push(row);
                let projected = if at_border { slope.min(0.0) } else { slope };
                (highest, lowest) = (highest.max(projected), lowest.min(projected));
                if projected != 0.0 {
                    let before = self.dual[row];
                    self.dual[row] = (before - slope / (self.packed.lengths[row] + self.diagonal)).max(0.0);
                    self.add(row, (self.dual[row] - before) * self.signs[row]);
                }
            }
            let complete = kept.len() == all.len();
            active = kept;
            if highest - lowest <= RANGE || active.is_empty() {
                if complete {
                    return;
                }
                active.clone_from(&all);
                aside = f32::INFINITY;
            } else {
                aside = if highest <= 0.0 { f32::INFINITY } else { highest };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::features::Vocabulary;

    const TEXTS: [&str; 6] = ["lost my card", "card is lost", "open an account", "i want an account", "exchange rate", "rate of exchange"];
    const LABELS: [usize; 6] = [0, 0, 1, 1, 2, 2];

    fn fitted(start: Option<&Dual>) -> (Vocabulary, Vec<Sparse>, Lexical, Dual) {
        let vocabulary = Vocabulary::of(&TEXTS, 6);
        let rows = vocabulary.features_of_all(&TEXTS);
        let task = Task { rows: &rows, features: vocabulary.len(), labels: &LABELS, classes: 3, total: 6 };
        let (lexical, dual) = Lexical::fit(&task, start, 1);
        (vocabulary, rows, lexical, dual)
    }

    #[test]
    fn the_optimum_meets_the_conditions_of_the_dual() {
        let (_, rows, lexical, dual) = fitted(None);
        for (row, features) in rows.iter().enumerate() {
            for (class, decision) in lexical.decisions(features).iter().enumerate() {
                let sign = if LABELS[row] == class { 1.0 } else { -1.0 };
                // alpha = 2C · max(0, 1 − margin), from the Lagrangian of the squared hinge.
                let expected = 2.0 * C.0 * (1.0 - sign * decision).max(0.0);
                let found = dual[class].iter().find(|(place, _)| *place as usize == row).map_or(0.0, |(_, x)| *x);
                assert!((found - expected).abs() < 0.15, "{found} {expected}");
            }
        }
    }

    #[test]
    fn a_warm_start_ends_at_the_same_machines() {
        let (.., lexical, dual) = fitted(None);
        let (.., again, _) = fitted(Some(&dual));
        assert!(lexical.weights.values.iter().zip(&again.weights.values).all(|(a, b)| (a - b).abs() < 0.01));
    }

    #[test]
    fn similar_words_are_told_apart_and_unknown_ones_get_the_bias() {
        let (vocabulary, _, lexical, _) = fitted(None);
        let decisions = lexical.decisions(&vocabulary.features("where is the exchange rate"));
        assert!(decisions[2] > decisions[0] && decisions[2] > decisions[1]);
        assert_eq!(lexical.decisions(&vocabulary.features("zzz")), lexical.bias);
    }
}
