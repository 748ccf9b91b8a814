//! Rows by number, and what the heads of the folds say of the rows that they have not seen.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::judged::Judged;
use super::{Examples, TrainError, TrainSettings};
use crate::nlu::calibrate::{ABSENT, count};
use crate::nlu::classifier::Row;
use crate::nlu::exact::Exact;
use crate::nlu::folds::{Fold, folds};
use crate::nlu::head::nearest;
use crate::nlu::matrix::Matrix;
use crate::nlu::normalise::normalised;
use crate::nlu::reject::Signals;
use crate::nlu::taps::TextVectors;

/// All rows with numbers for intents; rows of no intent have the number past the last.
pub(super) struct Set<'a> {
    pub(super) intents: Vec<String>,
    pub(super) rows: Vec<&'a Row>,
    pub(super) forms: Vec<String>,
    pub(super) labels: Vec<usize>,
    /// Vectors after the last layer, a third, and two thirds of the layers.
    pub(super) vectors: Matrix,
    pub(super) early: Matrix,
    pub(super) middle: Matrix,
    /// Rows that the final heads learn from.
    pub(super) fitted: Vec<usize>,
    /// Rows of no intent.
    pub(super) outside: Vec<usize>,
    /// The names of intents.
    pub(super) names: Vec<usize>,
    pub(super) folds: Vec<Fold>,
}

impl<'a> Set<'a> {
    pub(super) fn gather(examples: Examples<'a>, validation: Option<Examples<'a>>, settings: &TrainSettings) -> Result<Self, TrainError> {
        let (mut rows, mut vectors): (Vec<&Row>, Vec<&TextVectors>) = (Vec::new(), Vec::new());
        let of = |part: Examples<'a>| (part.rows, part.vectors);
        let parts = [Some(of(examples)), validation.map(of), Some((examples.names, examples.name_vectors))];
        for (part_rows, part_vectors) in parts.into_iter().flatten() {
            if part_rows.len() != part_vectors.len() {
                return Err(TrainError::Unpaired { rows: part_rows.len(), vectors: part_vectors.len() });
            }
            rows.extend(part_rows);
            vectors.extend(part_vectors);
        }
        let given = examples.rows.len();
        let names: BTreeSet<&str> =
            rows[..given].iter().map(|row| row.intent.as_str()).filter(|name| *name != settings.out_of_scope).collect();
        let intents: Vec<String> = names.into_iter().map(str::to_owned).collect();
        if intents.is_empty() {
            return Err(TrainError::NoRows);
        }
        let expected = vectors.first().map_or(0, |vectors| vectors.last.len());
        for (row, vectors) in vectors.iter().enumerate() {
            for vector in vectors.all() {
                if vector.len() != expected || vector.iter().any(|x| !x.is_finite()) {
                    return Err(TrainError::Vector { row, found: vector.len(), expected });
                }
            }
        }
        let outside_label = intents.len();
        let label = |row: &&Row| intents.binary_search(&row.intent).unwrap_or(outside_label);
        let labels: Vec<usize> = rows.iter().map(label).collect();
        let forms: Vec<String> = rows.par_iter().map(|row| normalised(&row.text)).collect();
        let fitted: Vec<usize> = (0..given).filter(|row| labels[*row] != outside_label).collect();
        let judged = rows.len() - examples.names.len();
        let is_outside = |row: &usize| rows[*row].intent == settings.out_of_scope;
        let outside = (0..judged).filter(is_outside).collect();
        let names = (judged..rows.len()).filter(|row| labels[*row] != outside_label).collect();
        let matrix = |of: fn(&TextVectors) -> &Vec<f32>| {
            let values = vectors.iter().flat_map(|vectors| of(vectors).iter().copied()).collect();
            Matrix { rows: rows.len(), columns: expected, values }
        };
        let (early, middle, vectors) = (matrix(|all| &all.early), matrix(|all| &all.middle), matrix(|all| &all.last));
        let folds = if validation.is_some() {
            let held = (given..judged).filter(|row| labels[*row] != outside_label).collect();
            vec![Fold { fitted: fitted.clone(), held }]
        } else {
            let of_fitted = |of: &[String]| fitted.iter().map(|row| of[*row].clone()).collect::<Vec<_>>();
            let fitted_labels: Vec<usize> = fitted.iter().map(|row| labels[*row]).collect();
            let dealt = folds(&fitted_labels, &of_fitted(&forms), &vectors.gathered(&fitted), settings.seed);
            let back = |places: Vec<usize>| places.into_iter().map(|place| fitted[place]).collect();
            dealt.into_iter().map(|fold| Fold { fitted: back(fold.fitted), held: back(fold.held) }).collect()
        };
        Ok(Self { intents, rows, forms, labels, vectors, early, middle, fitted, outside, names, folds })
    }

    pub(super) fn texts(&self, rows: &[usize]) -> Vec<&'a str> {
        rows.iter().map(|row| self.rows[*row].text.as_str()).collect()
    }

    pub(super) fn labels_of(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().map(|row| self.labels[*row]).collect()
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

    /// The rows of no intent that a fold judges: each by one fold. No head learns from them.
    pub(super) fn outside_of(&self, fold: usize) -> impl Iterator<Item = usize> {
        self.outside.iter().copied().skip(fold).step_by(self.folds.len().max(1))
    }

    /// The folds' matrices one under the other, without rows whose own class the fold could not learn; with labels and rows.
    pub(super) fn stack(&self, parts: &[Matrix]) -> (Matrix, Vec<usize>, Vec<(usize, usize)>) {
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

    /// What the folds' heads say of the rows that they have not seen: `vector` and `lexical` are their logits, one matrix a fold, of the
    /// held rows and after them of the fold's rows of no intent.
    pub(super) fn judge(&self, vector: &[Matrix], lexical: &[Matrix]) -> Judged {
        let (stacked, labels, places) = self.stack(vector);
        let (words, ..) = self.stack(lexical);
        let fitted: Vec<Matrix> = self.folds.iter().map(|fold| self.vectors.gathered(&fold.fitted)).collect();
        let signals = places.par_iter().enumerate().filter_map(|(at, (fold, row))| {
            let cosine = nearest(fitted.get(*fold)?, self.vectors.row(*row));
            Some(Signals::of(stacked.row(at), cosine, words.row(at)))
        });
        let signals = signals.collect();
        let mut outside = Vec::new();
        for (number, ((fold, logits), decisions)) in self.folds.iter().zip(vector).zip(lexical).enumerate() {
            for (at, row) in self.outside_of(number).enumerate() {
                let cosine = nearest(&fitted[number], self.vectors.row(row));
                let at = fold.held.len() + at;
                outside.push(Signals::of(logits.row(at), cosine, decisions.row(at)));
            }
        }
        let rows = places.into_iter().map(|(_, row)| row).collect();
        Judged { vector: stacked, lexical: words, labels, signals, outside, rows }
    }
}

/// The classes that have a row to learn from, numbered anew.
pub(super) struct Present {
    pub(super) classes: Vec<usize>,
    number: Vec<Option<usize>>,
}

impl Present {
    pub(super) fn of(labels: &[usize], classes: usize) -> Self {
        let seen: BTreeSet<usize> = labels.iter().copied().collect();
        let mut number = vec![None; classes];
        for (at, class) in seen.iter().enumerate() {
            number[*class] = Some(at);
        }
        Self { classes: seen.into_iter().collect(), number }
    }

    pub(super) fn narrow(&self, labels: &[usize]) -> Vec<usize> {
        labels.iter().filter_map(|label| self.number[*label]).collect()
    }

    /// Puts columns back to their classes; the others get [`ABSENT`].
    pub(super) fn widen(&self, narrow: &Matrix) -> Matrix {
        let mut wide = Matrix { rows: narrow.rows, columns: self.number.len(), values: vec![ABSENT; narrow.rows * self.number.len()] };
        for row in 0..narrow.rows {
            for (class, value) in self.classes.iter().zip(narrow.row(row)) {
                wide.row_mut(row)[*class] = *value;
            }
        }
        wide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_final_heads_learn_from_a_quarter_more_rows_than_five_folds_but_from_no_more_than_rows_apart_leave() {
        let row = |number: usize| Row { text: format!("sentence {number}"), intent: ["a", "b"][number % 2].to_owned() };
        let rows: Vec<Row> = (0..10).map(row).collect();
        let axis = |at: usize| (0..10).map(|x| if x == at { 1.0 } else { 0.0 }).collect::<Vec<f32>>();
        let vectors: Vec<TextVectors> = (0..10).map(|at| TextVectors { early: axis(at), middle: axis(at), last: axis(at) }).collect();
        let examples = Examples::unnamed(&rows, &vectors);
        let growth = |validation| Set::gather(examples, validation, &TrainSettings::default()).map(|set| set.growth());
        assert_eq!(growth(None), Ok(1.25));
        assert_eq!(growth(Some(examples)), Ok(1.0));
    }
}
