use super::*;
use crate::nlu::evaluate::Said;

fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12_f64.max(1e-9 * expected.abs()), "{found} is not {expected}");
}

/// From `statsmodels` 0.14: `mcnemar([[100, only_a], [only_b, 30]], exact=True)` and `mcnemar(…, exact=False, correction=True)`.
#[test]
fn mcnemar_is_that_of_statsmodels() {
    for (only_a, only_b, exact_p, chi_squared, chi_squared_p) in [
        (3, 11, 0.057_373_046_875, 3.5, 0.061_368_829_139_402_3),
        (20, 45, 0.002_626_376_810_684_037_4, 8.861_538_461_538_462, 0.002_912_420_069_963_7),
        (512, 700, 7.374_030_593_263_888e-8, 28.852_310_231_023_104, 7.811_267_509_791_316e-8),
    ] {
        let test = McNemar::of(only_a, only_b);
        check(test.exact_p, exact_p);
        check(test.chi_squared, chi_squared);
        check(test.chi_squared_p, chi_squared_p);
        check(test.p, if only_a + only_b < 25 { exact_p } else { chi_squared_p });
    }
}

#[test]
fn where_both_are_as_good_nothing_speaks_for_one() {
    for equal in [0, 6, 100] {
        let test = McNemar::of(equal, equal);
        check(test.exact_p, 1.0);
        check(test.chi_squared_p, 1.0);
    }
}

fn row(row: usize, truth: &str, predicted: &str, verdict: Said) -> Prediction {
    let (truth, predicted) = (truth.to_owned(), Some(predicted.to_owned()));
    Prediction { row, truth, predicted, confidence: 0.9, verdict, score: Some(1.0), stage: "full".to_owned(), text: None }
}

fn stored(predictions: Vec<Prediction>) -> Stored {
    let provenance = Origin { judged_rows_sha256: "x".to_owned(), out_of_scope: "oos".to_owned() };
    Stored { provenance, runs: vec![StoredRun { predictions }] }
}

#[test]
fn changed_rows_are_told_with_what_they_were_and_are() {
    let a = stored(vec![row(1, "a", "a", Said::Intent), row(2, "b", "a", Said::Intent), row(3, "oos", "a", Said::Intent)]);
    let b = stored(vec![row(1, "a", "a", Said::Ambiguous), row(2, "b", "b", Said::Intent), row(3, "oos", "a", Said::OutOfScope)]);
    let comparison = compare(&a, &b).unwrap();
    let changed: Vec<_> =
        comparison.changed.iter().map(|row| (row.row, row.a.as_str(), row.b.as_str(), row.a_right, row.b_right)).collect();
    assert_eq!(changed, [(2, "a", "b", false, true), (3, "a", "out_of_scope", false, true)]);
    check(comparison.accuracy.a, 0.5);
    check(comparison.accuracy.difference, 0.5);
    check(comparison.decided_accuracy.a, 1.0 / 3.0);
    check(comparison.decided_accuracy.b, 1.0);
    let (low, high) = comparison.decided_accuracy.interval;
    assert!(low >= 0.0 && high <= 1.0 && low < high);
}

#[test]
fn results_on_other_rows_are_not_compared() {
    let a = stored(vec![row(1, "a", "a", Said::Intent)]);
    let mut other = stored(vec![row(1, "a", "a", Said::Intent)]);
    other.provenance.judged_rows_sha256 = "y".to_owned();
    assert_eq!(compare(&a, &other), Err(CompareError::OtherRows));
    for damaged in [vec![], vec![row(2, "a", "a", Said::Intent)], vec![row(1, "b", "a", Said::Intent)]] {
        assert_eq!(compare(&a, &stored(damaged)), Err(CompareError::Incomplete));
    }
    assert_eq!(compare(&a, &Stored { runs: Vec::new(), ..stored(Vec::new()) }), Err(CompareError::Incomplete));
}
