use super::*;
use crate::domain::Stage;
use crate::nlu::classifier::{Classified, Verdict};
use crate::nlu::evaluate::{Judged, evaluate};

fn run(seed: u64, right: usize) -> Run {
    let row = |number: usize| {
        let top = if number < right { "a" } else { "b" };
        let ranked = vec![(top.to_owned(), 0.75)];
        let classified = Classified { ranked, verdict: Verdict::Intent(top.to_owned()), stage: Stage::Full, score: 1.0 };
        Judged { truth: "a".to_owned(), classified }
    };
    let judged: Vec<Judged> = (0..4).map(row).collect();
    Run { seed, training: None, evaluation: evaluate(&judged, "oos", 0.0, seed) }
}

fn report() -> Report {
    Report::of(vec![run(0, 2), run(1, 4)], Latency::of(vec![1000.0, 3000.0]), 0.0, Some(5_000_000)).unwrap()
}

#[test]
fn several_runs_give_their_mean_and_spread() {
    let report = report();
    assert!((report.evaluation.accuracy - 0.75).abs() < 1e-12);
    assert!((report.accuracy_spread.unwrap() - 0.125_f64.sqrt()).abs() < 1e-12);
    assert_eq!(report.evaluation.confused[0].rows, 2);
    assert!(Report::of(Vec::new(), Latency::default(), 0.0, None).is_none());
}

#[test]
fn json_has_the_fields_that_checks_read() {
    let json = serde_json::to_value(report()).unwrap();
    let fields = [
        "rows",
        "accuracy",
        "decided_accuracy",
        "in_scope_accuracy",
        "macro_f1",
        "oos",
        "ece",
        "latency_us",
        "train_seconds",
        "peak_rss_bytes",
        "stages",
    ];
    assert!(fields.iter().all(|field| json.get(field).is_some()));
    assert!(["mean", "p50", "p95", "p99"].iter().all(|field| json["latency_us"][field].is_f64()));
    assert_eq!(json["stages"]["full"], 4);
}

#[test]
fn markdown_names_figures_confusions_and_intents() {
    let page = report().markdown("test.csv");
    for line in [
        "# Evaluation: test.csv",
        "| latency, ms: mean / p50 / p95 / p99 | 2.00 / 2.00 / 2.90 / 2.98 |",
        "| a | b | 2 |",
        "| peak memory, MB | 5 |",
    ] {
        assert!(page.contains(line), "{line}");
    }
}
