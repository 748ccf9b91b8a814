use super::*;

fn row(truth: &str, top: &str, confidence: f64, score: f64) -> Judged {
    let verdict = if score < 0.0 { Verdict::OutOfScope } else { Verdict::Intent(top.to_owned()) };
    let ranked = vec![(top.to_owned(), confidence), ("other".to_owned(), 1.0 - confidence)];
    Judged { truth: truth.to_owned(), classified: Classified { ranked, verdict, stage: Stage::Full, score } }
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
    assert_eq!(figures.confused, [Confused { truth: "a".into(), taken_for: "b".into(), rows: 1 }]);
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
