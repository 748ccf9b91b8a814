use super::*;
use crate::domain::Stage;

fn row(truth: &str, top: &str, confidence: f64, score: f64) -> Judged {
    let verdict = if score < 0.0 { Verdict::OutOfScope } else { Verdict::Intent(top.to_owned()) };
    let ranked = vec![(top.to_owned(), confidence), ("other".to_owned(), 1.0 - confidence)];
    Judged { row: 1, truth: truth.to_owned(), classified: Classified { ranked, verdict, stage: Stage::Full, score } }
}

fn figures() -> Evaluation {
    let judged = [
        row("a", "a", 0.9, 2.0),
        row("a", "a", 0.9, -1.0),
        row("a", "b", 0.9, 1.0),
        row("b", "b", 0.9, 3.0),
        row("oos", "a", 0.5, -2.0),
        row("oos", "b", 0.5, 1.5),
    ];
    evaluate(&judged, "oos", 0.0, 1)
}

fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn the_three_accuracies_differ_in_what_a_rejection_is() {
    let figures = figures();
    check(figures.accuracy, 3.0 / 4.0);
    check(figures.in_scope_accuracy, 2.0 / 4.0);
    check(figures.decided_accuracy, 3.0 / 6.0);
    check(figures.rejected, 1.0 / 4.0);
}

#[test]
fn out_of_scope_is_judged_as_detection() {
    let oos = figures().oos.unwrap();
    check(oos.recall, 0.5);
    check(oos.precision, 0.5);
    // In scope −1, 1, 2, 3 against out of scope −2, 1.5: of eight pairs six are in order.
    check(oos.auroc, 6.0 / 8.0);
    // All in-scope rows score at least −1; one of two others does.
    check(oos.fpr95, 0.5);
}

#[test]
fn each_intent_has_precision_recall_and_f1() {
    let figures = figures();
    check(figures.intents["a"].precision, 1.0);
    check(figures.intents["a"].recall, 2.0 / 3.0);
    check(figures.intents["b"].precision, 0.5);
    check(figures.macro_f1, f64::midpoint(0.8, 2.0 / 3.0));
    assert_eq!(figures.confused, [Confused { truth: "a".into(), taken_for: "b".into(), rows: 1, examples: vec![1] }]);
}

#[test]
fn calibration_compares_what_was_said_with_what_was_right() {
    check(figures().ece, 0.9 - 0.75);
}

#[test]
fn the_interval_holds_the_accuracy_and_is_the_same_each_time() {
    let (low, high) = figures().accuracy_interval;
    assert!(low < 0.75 && 0.75 < high);
    assert_eq!(figures().accuracy_interval, (low, high));
}

#[test]
fn without_rows_there_is_nothing_to_divide_by() {
    let figures = evaluate(&[], "oos", 0.0, 1);
    check(figures.accuracy, 0.0);
    assert!(figures.oos.is_none() && figures.ece.is_finite());
}

/// Sixty rows by a congruence: truth, prediction, confidence and score without a table of them.
fn reference_rows() -> Vec<Judged> {
    let mut state = 7_u64;
    let mut next = || {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        f64::from(u32::try_from(state).unwrap()) / f64::from(1_u32 << 31)
    };
    let four_digits = |number: f64| (number * 1e4).round() / 1e4;
    (0..60_usize)
        .map(|number| {
            let truth = if number % 5 > 0 { ["a", "b", "c"][number % 3] } else { "oos" };
            let (u, v) = (next(), next());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number below 300")]
            let predicted = if truth != "oos" && v < 0.7 { truth } else { ["a", "b", "c"][(v * 300.0) as usize % 3] };
            let score = u * 4.0 - 1.5 - if truth == "oos" { 1.0 } else { 0.0 };
            row(truth, predicted, four_digits(0.34 + 0.65 * u), four_digits(score))
        })
        .collect()
}

/// `f1_score(…, average="macro")`, `roc_auc_score` and `precision_recall_fscore_support` of scikit-learn 1.7 on the same rows, and the
/// calibration error as `sum(abs(c[b == k].sum() - h[b == k].sum()) for k in range(15)) / len(c)` with
/// `b = numpy.minimum((c * 15).astype(int), 14)`.
#[test]
fn figures_are_those_of_scikit_learn() {
    let figures = evaluate(&reference_rows(), "oos", 0.0, 1);
    check(figures.macro_f1, 0.766_339_869_281_045_7);
    let oos = figures.oos.unwrap();
    check(oos.auroc, 0.831_597_222_222_222_2);
    check(figures.ece, 0.225_106_249_999_999_98);
    check(oos.precision, 0.370_370_370_370_370_35);
    check(oos.recall, 0.833_333_333_333_333_4);
    check(oos.f1, 0.512_820_512_820_512_8);
}

#[test]
fn the_rejection_curve_runs_from_nothing_to_everything_past_what_was_decided() {
    let curve = evaluate(&reference_rows(), "oos", 0.0, 1).rejection_curve.unwrap();
    let (first, last) = (curve.points[0], curve.points[curve.points.len() - 1]);
    assert_eq!((first.in_scope_accepted, first.oos_accepted, first.recall), (1.0, 1.0, 0.0));
    assert_eq!((last.in_scope_accepted, last.oos_accepted, last.recall), (0.0, 0.0, 1.0));
    check(curve.chosen.recall, 10.0 / 12.0);
    check(curve.chosen.in_scope_accepted, 31.0 / 48.0);
    assert!(curve.points.windows(2).all(|pair| pair[0].recall <= pair[1].recall));
    assert!(figures_without_outside().rejection_curve.is_none());
}

fn figures_without_outside() -> Evaluation {
    evaluate(&[row("a", "a", 0.9, 2.0)], "oos", 0.0, 1)
}

#[test]
fn bins_of_several_runs_are_pooled_by_their_rows() {
    let bins = |judged: &[Judged]| evaluate(judged, "oos", 0.0, 1).calibration;
    let (one, two) = (bins(&[row("a", "a", 0.9, 2.0)]), bins(&[row("a", "b", 0.9, 2.0), row("a", "b", 0.5, 2.0)]));
    let pooled = calibration::pooled(one.iter().chain(&two));
    assert_eq!(pooled.iter().map(|bin| (bin.rows, bin.accuracy)).collect::<Vec<_>>(), [(1, 0.0), (2, 0.5)]);
}
