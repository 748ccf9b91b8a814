//! Which rows are held out: five folds, or one fifth when there are many rows. Near copies stay together.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::matrix::{Matrix, dot};
use super::random::SplitMix;

/// Folds of small data.
const FOLDS: usize = 5;
/// Above this many rows one fold is enough.
const MANY_ROWS: usize = 2_000;
/// Rows of one class whose sentence vectors have at least this cosine count as copies.
const NEAR: f32 = 0.9;
/// Rows that a row is compared with, at most: enough for bots, and it bounds the time for huge classes.
const COMPARED: usize = 512;

/// Row numbers to fit on and to judge on.
pub(super) struct Fold {
    pub(super) fitted: Vec<usize>,
    pub(super) held: Vec<usize>,
}

/// Deals the rows of each class out evenly, five folds of small data, one of large data.
///
/// `forms` are the normalised texts. Equal ones stay together, and so do near copies by their `vectors`: a row that is
/// judged by its own copy says nothing of what people will write.
pub(super) fn folds(labels: &[usize], forms: &[String], vectors: &Matrix, seed: u64) -> Vec<Fold> {
    let used = if labels.len() > MANY_ROWS { 1 } else { FOLDS };
    dealt(labels, forms, vectors, FOLDS, seed)
        .into_iter()
        .take(used)
        .filter(|fold| !fold.held.is_empty() && !fold.fitted.is_empty())
        .collect()
}

/// As [`folds`], with a given number of folds.
pub(super) fn dealt(labels: &[usize], forms: &[String], vectors: &Matrix, count: usize, seed: u64) -> Vec<Fold> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    SplitMix::new(seed).shuffle(&mut order);
    let mut of_class: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in order {
        of_class.entry(labels[row]).or_default().push(row);
    }
    let classes: Vec<Vec<usize>> = of_class.into_values().collect();
    let groups: Vec<Vec<Vec<usize>>> = classes.par_iter().map(|rows| grouped(rows, forms, vectors)).collect();
    let mut of_form: HashMap<&str, usize> = HashMap::new();
    let mut of_row = vec![0; labels.len()];
    for (class, groups) in groups.iter().enumerate() {
        let mut held = vec![0; count];
        for group in groups {
            // Ties begin at another fold for each class, so that none gets all remainders.
            let emptiest = (1..=count).map(|turn| (class + turn) % count).min_by_key(|fold| held[*fold]).unwrap_or(0);
            for row in group {
                let fold = *of_form.entry(&forms[*row]).or_insert(emptiest);
                of_row[*row] = fold;
                held[fold] += 1;
            }
        }
    }
    let split = |fold: usize| {
        let (held, fitted) = (0..labels.len()).partition(|row| of_row[*row] == fold);
        Fold { fitted, held }
    };
    (0..count).map(split).collect()
}

/// Rows of one class in groups of near copies, each around the first of its rows; no chains of ever less similar rows.
fn grouped(rows: &[usize], forms: &[String], vectors: &Matrix) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for row in rows {
        let alike = |first: usize| forms[first] == forms[*row] || dot(vectors.row(first), vectors.row(*row)) >= NEAR;
        let group = groups.iter_mut().take(COMPARED).find(|group| group.first().is_some_and(|first| alike(*first)));
        match group {
            Some(group) => group.push(*row),
            None => groups.push(vec![*row]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows whose vectors have nothing in common.
    fn apart(rows: usize) -> Matrix {
        let mut vectors = Matrix::zeros(rows, rows);
        for row in 0..rows {
            vectors.row_mut(row)[row] = 1.0;
        }
        vectors
    }

    fn check(rows: usize, classes: usize) -> Vec<Fold> {
        let labels: Vec<usize> = (0..rows).map(|row| row % classes).collect();
        let forms: Vec<String> = (0..rows).map(|row| row.to_string()).collect();
        folds(&labels, &forms, &apart(rows), 3)
    }

    #[test]
    fn small_data_is_held_out_in_five_folds_that_cover_each_row_once() {
        let folds = check(50, 5);
        let mut held: Vec<usize> = folds.iter().flat_map(|fold| fold.held.clone()).collect();
        held.sort_unstable();
        assert_eq!(held, (0..50).collect::<Vec<_>>());
        assert!(folds.iter().all(|fold| (0..5).all(|class| fold.held.iter().filter(|row| *row % 5 == class).count() == 2)));
    }

    #[test]
    fn large_data_holds_out_one_fifth() {
        let folds = check(2_500, 10);
        assert_eq!((folds.len(), folds[0].held.len()), (1, 500));
    }

    #[test]
    fn copies_of_a_row_are_held_out_together() {
        let forms: Vec<String> = (0..20).map(|row| (row % 4).to_string()).collect();
        for fold in folds(&[0; 20], &forms, &apart(20), 1) {
            assert!(fold.held.iter().all(|row| fold.fitted.iter().all(|other| forms[*row] != forms[*other])));
        }
    }

    #[test]
    fn near_copies_of_a_row_are_held_out_together() {
        let forms: Vec<String> = (0..20).map(|row| row.to_string()).collect();
        let mut vectors = Matrix::zeros(20, 10);
        for row in 0..20 {
            vectors.row_mut(row)[row / 2] = 1.0;
        }
        for fold in folds(&[0; 20], &forms, &vectors, 1) {
            assert!(fold.held.iter().all(|row| fold.fitted.iter().all(|other| row / 2 != other / 2)));
        }
    }

    #[test]
    fn a_single_row_has_nothing_to_be_judged_by() {
        assert!(check(1, 1).is_empty());
    }
}
