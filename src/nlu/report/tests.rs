use super::*;
use crate::domain::Stage;
use crate::nlu::classifier::{Classified, Verdict};
use crate::nlu::evaluate::{Judged, evaluate};

fn run(seed: u64, right: usize) -> Run {
    let row = |number: usize| {
        let top = if number < right { "a" } else { "b" };
        let ranked = vec![(top.to_owned(), 0.75)];
        let classified = Classified { ranked, verdict: Verdict::Intent(top.to_owned()), stage: Stage::Full, score: 1.0 };
        Judged { row: number + 1, truth: "a".to_owned(), classified }
    };
    let judged: Vec<Judged> = (0..4).map(row).collect();
    let predictions = judged.iter().map(|row| Prediction::of(row, None)).collect();
    Run { seed, training: None, evaluation: evaluate(&judged, "oos", 0.0, seed), predictions }
}

fn facts() -> Facts {
    let latency = Latency::of(vec![1000.0, 3000.0]);
    Facts {
        latency_us: latency,
        stage_latency_us: [("full".to_owned(), latency)].into(),
        vector_seconds: 0.0,
        peak_rss_bytes: Some(5_000_000),
        learning_curve: vec![LearningPoint::of(1, 2, &[0.5, 0.6]), LearningPoint::of(8, 9, &[0.75])],
        apart: None,
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            title: "test.csv".to_owned(),
            encoder: EncoderFacts { name: "tiny".to_owned(), fingerprint: "ab12".to_owned(), numbers: "f32".to_owned() },
            files: vec![DataFile { role: "test", name: "test.csv".to_owned(), sha256: "cd34".to_owned(), rows: 4 }],
            judged_rows_sha256: "ef56".to_owned(),
            mode: Mode::TrainTest { seeds: 2, shots: Some(1) },
            reject_share: 0.05,
            offer_share: 0.03,
            out_of_scope: "oos".to_owned(),
            without_oos: false,
            with_names: true,
            early_exit: true,
        },
    }
}

fn report() -> Report {
    Report::of(vec![run(0, 2), run(1, 4)], facts()).unwrap()
}

/// Sentences that a page must not be broken by.
fn texts() -> Vec<String> {
    ["plain", "a | bar <b>&\"'", "line\nbreak", "</title><script>alert(1)</script>"].map(str::to_owned).into()
}

#[test]
fn several_runs_give_their_mean_and_spread() {
    let report = report();
    assert!((report.evaluation.accuracy - 0.75).abs() < 1e-12);
    assert!((report.accuracy_spread.unwrap() - 0.125_f64.sqrt()).abs() < 1e-12);
    assert_eq!(report.evaluation.confused[0].rows, 2);
    assert!(Report::of(Vec::new(), facts()).is_none());
}

#[test]
fn json_has_the_fields_that_checks_read() {
    let json = report().json().unwrap();
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
    assert_eq!(json["runs"][0]["predictions"][1].to_string(), r#"[2,"a","a",0.75,"intent",1.0,"full",null]"#);
    assert_eq!(json["accuracy_spread"], 0.353_553);
}

#[test]
fn markdown_names_figures_confusions_intents_and_origin() {
    let page = report().markdown(Sentences(Some(&texts())));
    for line in [
        "# Evaluation: test.csv",
        "| latency, ms: mean / p50 / p95 / p99 | 2.00 / 2.00 / 2.90 / 2.98 |",
        "| a | b | 2 | “line break”; “&lt;/title>&lt;script>alert(1)&lt;/script>” |",
        "| 75.00 ± 35.36 | 83.33 ± 23.57 | 25.00 | 2.00 |",
        "| test file | test.csv, 4 rows, cd34 |",
        "| peak memory, MB | 5 |",
    ] {
        assert!(page.contains(line), "{line}");
    }
}

#[test]
fn sentences_stand_in_a_report_only_where_they_may() {
    let sentences = texts();
    for page in [report().markdown(Sentences(None)), report().html(Sentences(None))] {
        assert!(sentences.iter().all(|sentence| !page.contains(sentence.as_str())));
        assert!(page.contains("row 3"));
    }
}

#[test]
fn the_page_needs_nothing_from_outside_and_no_sentence_breaks_it() {
    let page = report().html(Sentences(Some(&texts())));
    for outside in ["http://", "https://", "<script", "<link", "<img", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    // Every picture has a name and a description, every table a caption, and what is opened is closed.
    let count = |what: &str| page.matches(what).count();
    assert_eq!(count("<svg"), count("<desc id="));
    assert_eq!(count("<table>"), count("<caption>"));
    for element in ["table", "tr", "td", "svg", "figure", "div", "main", "text", "title"] {
        assert_eq!(count(&format!("<{element}>")) + count(&format!("<{element} ")), count(&format!("</{element}>")), "{element}");
    }
    assert!(page.contains("@media print") && page.contains("prefers-color-scheme: dark"));
}

#[test]
fn a_page_of_nothing_is_still_a_page() {
    let empty = Run { seed: 0, training: None, evaluation: evaluate(&[], "oos", 0.0, 0), predictions: Vec::new() };
    let report = Report::of(vec![empty], Facts { learning_curve: Vec::new(), ..facts() }).unwrap();
    assert!(!report.html(Sentences(None)).contains("NaN") && !report.markdown(Sentences(None)).contains("NaN"));
}
