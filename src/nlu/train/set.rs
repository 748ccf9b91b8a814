//! Rows by number, and what the heads of the folds say of the rows that they have not seen.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::judged::Judged;
use super::{Examples, STRENGTHS, Steps, TrainError, TrainSettings, UNFITTED_STRENGTH};
use crate::nlu::calibrate::{ABSENT, count, mean_loss};
use crate::nlu::classifier::Row;
use crate::nlu::exact::Exact;
use crate::nlu::features::Vocabulary;
use crate::nlu::folds::{Fold, folds};
use crate::nlu::head::{Parameters, Problem, mean, nearest};
use crate::nlu::lexical::{Dual, Lexical, Task};
use crate::nlu::matrix::Matrix;
use crate::nlu::normalise::normalised;
use crate::nlu::reject::Signals;

/// All rows with numbers for intents; rows of no intent have the number past the last.
pub(super) struct Set<'a> {
    pub(super) intents: Vec<String>,
    pub(super) rows: Vec<&'a Row>,
    pub(super) forms: Vec<String>,
    pub(super) labels: Vec<usize>,
    pub(super) vectors: Matrix,
    pub(super) mean: Vec<f32>,
    /// Rows that the final heads learn from.
    pub(super) fitted: Vec<usize>,
    /// Rows of no intent.
    pub(super) outside: Vec<usize>,
    pub(super) folds: Vec<Fold>,
}

/// The lexical head of one fold: what it says of the held rows, and where its search ended.
pub(super) struct FoldLexical {
    pub(super) decisions: Matrix,
    pub(super) dual: Dual,
}

pub(super) struct Choice {
    pub(super) strength: f64,
    /// Logits of the held rows and after them of the fold's rows of no intent, `[rows x classes]`, one matrix a fold.
    pub(super) logits: Vec<Matrix>,
    /// Where the search of a single fold ended at this strength.
    pub(super) parameters: Option<Parameters>,
    pub(super) iterations: usize,
}

impl<'a> Set<'a> {
    pub(super) fn gather(examples: Examples<'a>, validation: Option<Examples<'a>>, settings: &TrainSettings) -> Result<Self, TrainError> {
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
        let values = vectors.iter().flat_map(|vector| vector.iter().copied()).collect();
        let vectors = Matrix { rows: rows.len(), columns: expected, values };
        let folds = if validation.is_some() {
            let held = (given..rows.len()).filter(|row| labels[*row] != outside_label).collect();
            vec![Fold { fitted: fitted.clone(), held }]
        } else {
            let of_fitted = |of: &[String]| fitted.iter().map(|row| of[*row].clone()).collect::<Vec<_>>();
            let fitted_labels: Vec<usize> = fitted.iter().map(|row| labels[*row]).collect();
            let dealt = folds(&fitted_labels, &of_fitted(&forms), &gathered(&vectors, &fitted), settings.seed);
            let back = |places: Vec<usize>| places.into_iter().map(|place| fitted[place]).collect();
            dealt.into_iter().map(|fold| Fold { fitted: back(fold.fitted), held: back(fold.held) }).collect()
        };
        let mean = mean(&gathered(&vectors, &fitted));
        Ok(Self { intents, rows, forms, labels, vectors, mean, fitted, outside, folds })
    }

    pub(super) fn texts(&self, rows: &[usize]) -> Vec<&'a str> {
        rows.iter().map(|row| self.rows[*row].text.as_str()).collect()
    }

    pub(super) fn labels_of(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().map(|row| self.labels[*row]).collect()
    }

    pub(super) fn vectors_of(&self, rows: &[usize]) -> Matrix {
        gathered(&self.vectors, rows)
    }

    pub(super) fn exact(&self) -> Exact {
        let rows = self.fitted.iter().chain(&self.outside).filter(|row| !self.forms[**row].is_empty());
        Exact::of(rows.map(|row| (self.forms[*row].as_str(), u32::try_from(self.labels[*row]).unwrap_or(u32::MAX))))
    }

    /// How many times the rows of a fold's heads the final heads learn from. One fold of many rows counts as all: there the
    /// best temperature moves less evenly (1.025, 0.997 and 1.07 times on the validation rows of BANKING77, CLINC150 and SNIPS).
    pub(super) fn growth(&self) -> f64 {
        if self.folds.len() < 2 {
            return 1.0;
        }
        let seen: usize = self.folds.iter().map(|fold| fold.fitted.len()).sum();
        count(self.fitted.len() * self.folds.len()) / count(seen)
    }

    /// The classes that a fold can learn.
    fn present(&self, fold: &Fold) -> Present {
        Present::of(&self.labels_of(&fold.fitted), self.intents.len())
    }

    pub(super) fn lexical_of(&self, fold: &Fold, seed: u64) -> FoldLexical {
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
    pub(super) fn carried_dual(&self, lexicals: &[FoldLexical]) -> Option<Dual> {
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
    pub(super) fn choose_strength(&self, steps: &Steps) -> Choice {
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
    pub(super) fn judge(&self, choice: &Choice, lexicals: &[FoldLexical]) -> Judged {
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
        let rows = places.into_iter().map(|(_, row)| row).collect();
        Judged { vector, lexical, labels, signals, outside, rows }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_final_heads_learn_from_a_quarter_more_rows_than_five_folds_but_from_no_more_than_rows_apart_leave() {
        let row = |number: usize| Row { text: format!("sentence {number}"), intent: ["a", "b"][number % 2].to_owned() };
        let rows: Vec<Row> = (0..10).map(row).collect();
        let vectors: Vec<Vec<f32>> = (0..10).map(|at| (0..10).map(|x| if x == at { 1.0 } else { 0.0 }).collect()).collect();
        let examples = Examples { rows: &rows, vectors: &vectors };
        let growth = |validation| Set::gather(examples, validation, &TrainSettings::default()).map(|set| set.growth());
        assert_eq!(growth(None), Ok(1.25));
        assert_eq!(growth(Some(examples)), Ok(1.0));
    }
}
