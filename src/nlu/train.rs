//! Training: recipe R and the rejection of nlu.md §1 and §2, from rows and their sentence vectors.
//!
//! Everything that is chosen (C, temperatures, the mix, the threshold, the margin) is chosen on rows that the heads in
//! question have not seen. Same rows and seed give the same model, whatever the number of threads.

use std::collections::BTreeSet;
use std::time::Instant;

use rayon::prelude::*;

use super::calibrate::{ABSENT, Held, Mix, count, mean_loss, rounded};
use super::classifier::{Deciding, IntentModel, Row};
use super::exact::Exact;
use super::features::Vocabulary;
use super::folds::{Fold, folds};
use super::head::{Parameters, Problem, mean, nearest};
use super::lexical::{Dual, Lexical, Task};
use super::matrix::Matrix;
use super::normalise::normalised;
use super::reject::{Rejection, Signals, margin};

/// Strengths that are tried, from strong to weak regularisation (nlu.md §1, recipe R 2).
const STRENGTHS: [f64; 7] = [3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0];
/// The strength when nothing can be held out: the optimum at few rows (nlu.md §1).
const UNFITTED_STRENGTH: f64 = 1000.0;

/// What may be chosen in training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainSettings {
    /// Deals the folds.
    pub seed: u64,
    /// The share of real questions that are asked to rephrase, and the share that are asked which of two was meant.
    pub reject_share: f64,
    /// The label of rows that belong to no intent.
    pub out_of_scope: String,
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self { seed: 0, reject_share: 0.05, out_of_scope: "oos".to_owned() }
    }
}

/// How far the training is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainProgress {
    /// Steps done.
    pub done: usize,
    /// Steps there are, at most.
    pub total: usize,
}

/// What the training found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TrainReport {
    /// Rows of intents.
    pub rows: usize,
    /// Rows of no intent.
    pub out_of_scope_rows: usize,
    /// Intents.
    pub intents: usize,
    /// Rows that were held out and judged by heads that had not seen them.
    pub held_out_rows: usize,
    /// Their share whose likeliest intent was right; nothing when none could be held out.
    pub held_out_accuracy: Option<f64>,
    /// Intents that held-out rows were taken for by mistake: (true, taken for, rows), most frequent first, at most ten.
    pub confused: Vec<(String, String, usize)>,
    /// The chosen inverse strength of regularisation of the head on vectors.
    pub strength: f64,
    /// The chosen weight of the lexical head, 0 to 1.
    pub lexical_weight: f64,
    /// The chosen final temperature.
    pub temperature: f64,
    /// The score below which a sentence is out of scope.
    pub threshold: f64,
    /// Features of the lexical head.
    pub features: usize,
    /// Iterations of the search for the head on vectors, over all fits.
    pub iterations: usize,
    /// Seconds for the lexical head, the choice of strength, the final fit, and all.
    pub seconds: [f64; 4],
}

/// Why there is no model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TrainError {
    /// No row of any intent.
    #[error("there is no example of any intent to learn from")]
    NoRows,
    /// Rows and vectors do not pair up.
    #[error("there are {rows} rows but {vectors} sentence vectors")]
    Unpaired {
        /// Rows given.
        rows: usize,
        /// Vectors given.
        vectors: usize,
    },
    /// A vector has another length than the first, or holds something that is no number.
    #[error("the sentence vector of row {row} is broken: {found} numbers instead of {expected}, or one is not finite")]
    Vector {
        /// The row, from 0.
        row: usize,
        /// Its length.
        found: usize,
        /// The first vector's length.
        expected: usize,
    },
}

/// Rows with their sentence vectors.
#[derive(Clone, Copy)]
pub struct Examples<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// One unit-length vector a row.
    pub vectors: &'a [Vec<f32>],
}

impl IntentModel {
    /// Trains on rows and their sentence vectors.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from or the vectors do not fit the rows.
    pub fn train(
        rows: &[Row],
        vectors: &[Vec<f32>],
        settings: &TrainSettings,
        progress: &(dyn Fn(TrainProgress) + Sync),
    ) -> Result<(Self, TrainReport), TrainError> {
        Self::train_with(Examples { rows, vectors }, None, settings, progress)
    }

    /// Trains on rows, choosing what is to be chosen on other rows instead of folds.
    ///
    /// # Errors
    /// As [`IntentModel::train`].
    pub fn train_with(
        examples: Examples,
        validation: Option<Examples>,
        settings: &TrainSettings,
        progress: &(dyn Fn(TrainProgress) + Sync),
    ) -> Result<(Self, TrainReport), TrainError> {
        let start = Instant::now();
        let set = Set::gather(examples, validation, settings)?;
        let steps = Steps { done: std::sync::atomic::AtomicUsize::new(0), total: set.folds.len() * (STRENGTHS.len() + 1) + 2, progress };
        let fold_lexicals: Vec<FoldLexical> = set.folds.iter().map(|fold| steps.after(|| set.lexical_of(fold, settings.seed))).collect();
        let lexical_seconds = start.elapsed().as_secs_f64();
        let choice = set.choose_strength(&steps);
        let choice_seconds = start.elapsed().as_secs_f64() - lexical_seconds;

        let texts = set.texts(&set.fitted);
        let vocabulary = Vocabulary::of(&texts, set.fitted.len());
        let features = vocabulary.features_of_all(&texts);
        let labels = set.labels_of(&set.fitted);
        let task = Task { rows: &features, features: vocabulary.len(), labels: &labels, classes: set.intents.len(), total: labels.len() };
        let dual = set.carried_dual(&fold_lexicals);
        let (lexical, _) = steps.after(|| Lexical::fit(&task, dual.as_ref(), settings.seed));
        let fitted_vectors = set.vectors_of(&set.fitted);
        let (head, final_iterations) = steps.after(|| {
            let problem = Problem::new(&fitted_vectors, labels, set.intents.len(), &set.mean);
            let (parameters, iterations) = problem.fit(choice.strength, choice.parameters.clone());
            (problem.head(&parameters), iterations)
        });
        let judged = set.judge(&choice, &fold_lexicals);
        let (deciding, held_out_accuracy) = judged.decide(settings);
        let all = start.elapsed().as_secs_f64();
        let report = TrainReport {
            rows: set.fitted.len(),
            out_of_scope_rows: set.outside.len(),
            intents: set.intents.len(),
            held_out_rows: judged.labels.len(),
            held_out_accuracy,
            confused: judged.confused(&set.intents, &deciding),
            strength: choice.strength,
            lexical_weight: deciding.mix.lexical_weight,
            temperature: deciding.mix.temperature,
            threshold: deciding.rejection.threshold,
            features: vocabulary.len(),
            iterations: choice.iterations + final_iterations,
            seconds: [lexical_seconds, choice_seconds, all - lexical_seconds - choice_seconds, all],
        };
        let exact = set.exact();
        let out_of_scope = settings.out_of_scope.clone();
        let model = Self { intents: set.intents, out_of_scope, exact, vocabulary, lexical, head, examples: fitted_vectors, deciding };
        Ok((model, report))
    }
}

struct Steps<'a> {
    done: std::sync::atomic::AtomicUsize,
    total: usize,
    progress: &'a (dyn Fn(TrainProgress) + Sync),
}

impl Steps<'_> {
    fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        (self.progress)(TrainProgress { done, total: self.total });
        result
    }
}

/// All rows with numbers for intents; rows of no intent have the number past the last.
struct Set<'a> {
    intents: Vec<String>,
    rows: Vec<&'a Row>,
    forms: Vec<String>,
    labels: Vec<usize>,
    vectors: Matrix,
    mean: Vec<f32>,
    /// Rows that the final heads learn from.
    fitted: Vec<usize>,
    /// Rows of no intent.
    outside: Vec<usize>,
    folds: Vec<Fold>,
}

/// The lexical head of one fold: what it says of the held rows, and where its search ended.
struct FoldLexical {
    decisions: Matrix,
    dual: Dual,
}

struct Choice {
    strength: f64,
    /// Logits of the held rows and after them of the fold's rows of no intent, `[rows x classes]`, one matrix a fold.
    logits: Vec<Matrix>,
    /// Where the search of a single fold ended at this strength.
    parameters: Option<Parameters>,
    iterations: usize,
}

impl<'a> Set<'a> {
    fn gather(examples: Examples<'a>, validation: Option<Examples<'a>>, settings: &TrainSettings) -> Result<Self, TrainError> {
        let (mut rows, mut vectors): (Vec<&Row>, Vec<&Vec<f32>>) = (Vec::new(), Vec::new());
        for part in [Some(examples), validation].into_iter().flatten() {
            if part.rows.len() != part.vectors.len() {
                return Err(TrainError::Unpaired { rows: part.rows.len(), vectors: part.vectors.len() });
            }
            rows.extend(part.rows);
            vectors.extend(part.vectors);
        }
        let given = examples.rows.len();
        let names: BTreeSet<&str> =
            rows[..given].iter().map(|row| row.intent.as_str()).filter(|name| *name != settings.out_of_scope).collect();
        let intents: Vec<String> = names.into_iter().map(str::to_owned).collect();
        if intents.is_empty() {
            return Err(TrainError::NoRows);
        }
        let expected = vectors.first().map_or(0, |vector| vector.len());
        for (row, vector) in vectors.iter().enumerate() {
            if vector.len() != expected || vector.iter().any(|x| !x.is_finite()) {
                return Err(TrainError::Vector { row, found: vector.len(), expected });
            }
        }
        let outside_label = intents.len();
        let label = |row: &&Row| intents.binary_search(&row.intent).unwrap_or(outside_label);
        let labels: Vec<usize> = rows.iter().map(label).collect();
        let forms: Vec<String> = rows.par_iter().map(|row| normalised(&row.text)).collect();
        let fitted: Vec<usize> = (0..given).filter(|row| labels[*row] != outside_label).collect();
        let is_outside = |row: &usize| rows[*row].intent == settings.out_of_scope;
        let outside = (0..rows.len()).filter(is_outside).collect();
        let folds = if validation.is_some() {
            let held = (given..rows.len()).filter(|row| labels[*row] != outside_label).collect();
            vec![Fold { fitted: fitted.clone(), held }]
        } else {
            let of_fitted = |of: &[String]| fitted.iter().map(|row| of[*row].clone()).collect::<Vec<_>>();
            let dealt = folds(&fitted.iter().map(|row| labels[*row]).collect::<Vec<_>>(), &of_fitted(&forms), settings.seed);
            let back = |places: Vec<usize>| places.into_iter().map(|place| fitted[place]).collect();
            dealt.into_iter().map(|fold| Fold { fitted: back(fold.fitted), held: back(fold.held) }).collect()
        };
        let values = vectors.iter().flat_map(|vector| vector.iter().copied()).collect();
        let vectors = Matrix { rows: rows.len(), columns: expected, values };
        let mean = mean(&gathered(&vectors, &fitted));
        Ok(Self { intents, rows, forms, labels, vectors, mean, fitted, outside, folds })
    }

    fn texts(&self, rows: &[usize]) -> Vec<&'a str> {
        rows.iter().map(|row| self.rows[*row].text.as_str()).collect()
    }

    fn labels_of(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().map(|row| self.labels[*row]).collect()
    }

    fn vectors_of(&self, rows: &[usize]) -> Matrix {
        gathered(&self.vectors, rows)
    }

    fn exact(&self) -> Exact {
        let rows = self.fitted.iter().chain(&self.outside).filter(|row| !self.forms[**row].is_empty());
        Exact::of(rows.map(|row| (self.forms[*row].as_str(), u32::try_from(self.labels[*row]).unwrap_or(u32::MAX))))
    }

    /// The classes that a fold can learn.
    fn present(&self, fold: &Fold) -> Present {
        Present::of(&self.labels_of(&fold.fitted), self.intents.len())
    }

    fn lexical_of(&self, fold: &Fold, seed: u64) -> FoldLexical {
        let texts = self.texts(&fold.fitted);
        let vocabulary = Vocabulary::of(&texts, self.fitted.len());
        let rows = vocabulary.features_of_all(&texts);
        let present = self.present(fold);
        let labels = present.narrow(&self.labels_of(&fold.fitted));
        let task =
            Task { rows: &rows, features: vocabulary.len(), labels: &labels, classes: present.classes.len(), total: self.fitted.len() };
        let (lexical, dual) = Lexical::fit(&task, None, seed);
        let texts = self.texts(&fold.held);
        let decisions: Vec<Vec<f32>> = texts.par_iter().map(|text| lexical.decisions(&vocabulary.features(text))).collect();
        let decisions = Matrix { rows: texts.len(), columns: present.classes.len(), values: decisions.concat() };
        FoldLexical { decisions: present.widen(&decisions), dual }
    }

    /// Where the search over all rows may begin, when there was one fold that knew all classes.
    fn carried_dual(&self, lexicals: &[FoldLexical]) -> Option<Dual> {
        let ([fold], [lexical]) = (self.folds.as_slice(), lexicals) else { return None };
        if lexical.dual.len() != self.intents.len() {
            return None;
        }
        let wide = |dual: &Vec<f32>| {
            let mut of_row = vec![0.0; self.rows.len()];
            for (row, x) in fold.fitted.iter().zip(dual) {
                of_row[*row] = *x;
            }
            self.fitted.iter().map(|row| of_row[*row]).collect()
        };
        Some(lexical.dual.iter().map(wide).collect())
    }

    /// The rows of no intent that a fold judges: each by one fold. No head learns from them.
    fn outside_of(&self, fold: usize) -> impl Iterator<Item = usize> {
        self.outside.iter().copied().skip(fold).step_by(self.folds.len().max(1))
    }

    /// Walks the strengths from strong to weak, each search starting where the last one ended.
    fn choose_strength(&self, steps: &Steps) -> Choice {
        let prepared: Vec<(Present, Problem, Matrix)> = self
            .folds
            .par_iter()
            .enumerate()
            .map(|(number, fold)| {
                let present = self.present(fold);
                let labels = present.narrow(&self.labels_of(&fold.fitted));
                let classes = present.classes.len();
                let problem = Problem::new(&self.vectors_of(&fold.fitted), labels, classes, &self.mean);
                let judged: Vec<usize> = fold.held.iter().copied().chain(self.outside_of(number)).collect();
                (present, problem, self.vectors_of(&judged))
            })
            .collect();
        let mut best = Choice { strength: UNFITTED_STRENGTH, logits: Vec::new(), parameters: None, iterations: 0 };
        let (mut best_loss, mut iterations) = (f64::INFINITY, 0);
        let mut ends: Vec<Option<Parameters>> = vec![None; prepared.len()];
        for strength in STRENGTHS {
            if prepared.is_empty() {
                break;
            }
            let fits: Vec<(Parameters, usize, Matrix)> = prepared
                .par_iter()
                .zip(ends.par_iter_mut())
                .map(|((present, problem, held), end)| {
                    let (parameters, iterations) = steps.after(|| problem.fit(strength, end.take()));
                    let logits = present.widen(&problem.head(&parameters).logits_of_all(held));
                    (parameters, iterations, logits)
                })
                .collect();
            iterations += fits.iter().map(|(_, iterations, _)| iterations).sum::<usize>();
            let (parameters, logits): (Vec<_>, Vec<_>) = fits.into_iter().map(|(end, _, logits)| (end, logits)).unzip();
            let (stacked, labels, _) = self.stack(&logits);
            let loss = mean_loss(&stacked, &labels, 1.0);
            if loss < best_loss - 1e-9 {
                let single = (prepared.len() == 1).then(|| parameters[0].clone());
                (best, best_loss) = (Choice { strength, logits, parameters: single, iterations }, loss);
            } else {
                // The likelihood has one peak over the strengths, and it is behind us.
                break;
            }
            ends = parameters.into_iter().map(Some).collect();
        }
        Choice { iterations, ..best }
    }

    /// The folds' matrices one under the other, without rows whose own class the fold could not learn; with labels and rows.
    fn stack(&self, parts: &[Matrix]) -> (Matrix, Vec<usize>, Vec<(usize, usize)>) {
        let mut stacked = Matrix::zeros(0, self.intents.len());
        let (mut labels, mut places) = (Vec::new(), Vec::new());
        for (number, (fold, part)) in self.folds.iter().zip(parts).enumerate() {
            for (at, row) in fold.held.iter().enumerate() {
                let (label, logits) = (self.labels[*row], part.row(at));
                if logits.get(label).is_some_and(|logit| *logit > ABSENT) {
                    stacked.values.extend(logits);
                    stacked.rows += 1;
                    labels.push(label);
                    places.push((number, *row));
                }
            }
        }
        (stacked, labels, places)
    }

    /// What the folds' heads say of the rows that they have not seen.
    fn judge(&self, choice: &Choice, lexicals: &[FoldLexical]) -> Judged {
        let (vector, labels, places) = self.stack(&choice.logits);
        let decisions: Vec<Matrix> = lexicals.iter().map(|lexical| lexical.decisions.clone()).collect();
        let (lexical, ..) = self.stack(&decisions);
        let fitted: Vec<Matrix> = self.folds.iter().map(|fold| self.vectors_of(&fold.fitted)).collect();
        let signals = places.par_iter().enumerate().filter_map(|(at, (fold, row))| {
            let cosine = nearest(fitted.get(*fold)?, self.vectors.row(*row));
            Some(Signals::of(vector.row(at), cosine))
        });
        let signals = signals.collect();
        let mut outside = Vec::new();
        for (number, (fold, logits)) in self.folds.iter().zip(&choice.logits).enumerate() {
            for (at, row) in self.outside_of(number).enumerate() {
                let cosine = nearest(&fitted[number], self.vectors.row(row));
                outside.push(Signals::of(logits.row(fold.held.len() + at), cosine));
            }
        }
        Judged { vector, lexical, labels, signals, outside }
    }
}

/// Held-out rows as the folds' heads see them.
struct Judged {
    vector: Matrix,
    lexical: Matrix,
    labels: Vec<usize>,
    signals: Vec<Signals>,
    outside: Vec<Signals>,
}

impl Judged {
    fn decide(&self, settings: &TrainSettings) -> (Deciding, Option<f64>) {
        let mix = Mix::fit(&Held { vector: &self.vector, lexical: &self.lexical, labels: &self.labels });
        let rejection = Rejection::fit(&self.signals, &self.outside, settings.reject_share).rounded();
        let mut right = 0;
        let mut margins = Vec::new();
        for (row, label) in self.labels.iter().enumerate() {
            let (first, ahead) = self.first(&mix, row);
            if first == *label {
                right += 1;
                if rejection.score(self.signals[row]) >= rejection.threshold {
                    margins.push(ahead);
                }
            }
        }
        let margin = if self.vector.columns < 2 { 0.0 } else { rounded(margin(margins, settings.reject_share)) };
        let accuracy = (!self.labels.is_empty()).then(|| count(right) / count(self.labels.len()));
        (Deciding { mix, rejection, margin }, accuracy)
    }

    /// The likeliest class, and how far its log-probability is ahead of the next.
    fn first(&self, mix: &Mix, row: usize) -> (usize, f64) {
        let all = mix.log_probabilities(self.vector.row(row), self.lexical.row(row));
        let mut best = (0, f64::NEG_INFINITY);
        let mut second = f64::NEG_INFINITY;
        for (class, value) in all.into_iter().enumerate() {
            if value > best.1 {
                (second, best) = (best.1, (class, value));
            } else if value > second {
                second = value;
            }
        }
        (best.0, best.1 - second)
    }

    fn confused(&self, intents: &[String], deciding: &Deciding) -> Vec<(String, String, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for (row, label) in self.labels.iter().enumerate() {
            let (first, _) = self.first(&deciding.mix, row);
            if first != *label {
                *counts.entry((*label, first)).or_insert(0) += 1;
            }
        }
        let mut pairs: Vec<_> = counts.into_iter().collect();
        pairs.sort_by_key(|(pair, rows)| (std::cmp::Reverse(*rows), *pair));
        pairs.into_iter().take(10).map(|((label, first), rows)| (intents[label].clone(), intents[first].clone(), rows)).collect()
    }
}

/// The classes that have a row to learn from, numbered anew.
struct Present {
    classes: Vec<usize>,
    number: Vec<Option<usize>>,
}

impl Present {
    fn of(labels: &[usize], classes: usize) -> Self {
        let seen: BTreeSet<usize> = labels.iter().copied().collect();
        let mut number = vec![None; classes];
        for (at, class) in seen.iter().enumerate() {
            number[*class] = Some(at);
        }
        Self { classes: seen.into_iter().collect(), number }
    }

    fn narrow(&self, labels: &[usize]) -> Vec<usize> {
        labels.iter().filter_map(|label| self.number[*label]).collect()
    }

    /// Puts columns back to their classes; the others get [`ABSENT`].
    fn widen(&self, narrow: &Matrix) -> Matrix {
        let mut wide = Matrix { rows: narrow.rows, columns: self.number.len(), values: vec![ABSENT; narrow.rows * self.number.len()] };
        for row in 0..narrow.rows {
            for (class, value) in self.classes.iter().zip(narrow.row(row)) {
                wide.row_mut(row)[*class] = *value;
            }
        }
        wide
    }
}

fn gathered(vectors: &Matrix, rows: &[usize]) -> Matrix {
    let values = rows.iter().flat_map(|row| vectors.row(*row).iter().copied()).collect();
    Matrix { rows: rows.len(), columns: vectors.columns, values }
}
