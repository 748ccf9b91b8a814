//! Which rows are held out: five folds, or one fifth when there are many rows.

use std::collections::HashMap;

use super::random::SplitMix;

/// Folds of small data.
const FOLDS: usize = 5;
/// Above this many rows one fold is enough.
const MANY_ROWS: usize = 2_000;

/// Row numbers to fit on and to judge on.
pub(super) struct Fold {
    pub(super) fitted: Vec<usize>,
    pub(super) held: Vec<usize>,
}

/// Deals the rows of each class out evenly. `forms` are the normalised texts: equal ones stay together, else a row would be
/// judged by its own copy.
pub(super) fn folds(labels: &[usize], forms: &[String], seed: u64) -> Vec<Fold> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    SplitMix::new(seed).shuffle(&mut order);
    order.sort_by_key(|row| labels[*row]);
    let mut of_form: HashMap<&str, usize> = HashMap::new();
    let mut of_row = vec![0; labels.len()];
    let mut next = 0;
    for row in order {
        of_row[row] = *of_form.entry(&forms[row]).or_insert_with(|| {
            next += 1;
            next % FOLDS
        });
    }
    let count = if labels.len() > MANY_ROWS { 1 } else { FOLDS };
    let split = |fold: usize| {
        let (held, fitted) = (0..labels.len()).partition(|row| of_row[*row] == fold);
        Fold { fitted, held }
    };
    (0..count).map(split).filter(|fold| !fold.held.is_empty() && !fold.fitted.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: usize, classes: usize) -> Vec<Fold> {
        let labels: Vec<usize> = (0..rows).map(|row| row % classes).collect();
        let forms: Vec<String> = (0..rows).map(|row| row.to_string()).collect();
        folds(&labels, &forms, 3)
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
        for fold in folds(&[0; 20], &forms, 1) {
            assert!(fold.held.iter().all(|row| fold.fitted.iter().all(|other| forms[*row] != forms[*other])));
        }
    }

    #[test]
    fn a_single_row_has_nothing_to_be_judged_by() {
        assert!(check(1, 1).is_empty());
    }
}
