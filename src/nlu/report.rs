//! Several runs as one report: means, spread, JSON and Markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::calibrate::count;
use super::evaluate::{Ambiguous, Confused, Evaluation, OutOfScope, PerIntent, Stages};
use super::reject::quantile;
use super::train::TrainReport;

/// How long whole understandings took, in microseconds, encoder included.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Latency {
    /// How many were timed.
    pub rows: usize,
    /// The mean.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
}

impl Latency {
    /// From single times in microseconds.
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / count(times.len().max(1));
        let at = |share| quantile(&times, share);
        Self { rows: times.len(), mean, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }
}

/// One training with its evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// The seed.
    pub seed: u64,
    /// What the training found; nothing when a stored model was judged.
    pub training: Option<TrainReport>,
    /// The figures.
    pub evaluation: Evaluation,
}

/// What `eval` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Means over all runs.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// Standard deviation of the accuracy over the runs; nothing for a single one.
    pub accuracy_spread: Option<f64>,
    /// Whole understandings, encoder included.
    pub latency_us: Latency,
    /// Mean seconds of a training, sentence vectors not counted.
    pub train_seconds: Option<f64>,
    /// Seconds spent on sentence vectors of training and test texts that the cache did not hold.
    pub vector_seconds: f64,
    /// The most memory that the process has had, in bytes; nothing where the system does not tell.
    pub peak_rss_bytes: Option<u64>,
    /// Each run.
    pub runs: Vec<Run>,
}

impl Report {
    /// Joins runs; nothing when there is none.
    pub fn of(runs: Vec<Run>, latency_us: Latency, vector_seconds: f64, peak_rss_bytes: Option<u64>) -> Option<Self> {
        let evaluation = mean(&runs)?;
        let accuracies: Vec<f64> = runs.iter().map(|run| run.evaluation.accuracy).collect();
        let seconds: Vec<f64> = runs.iter().filter_map(|run| Some(run.training.as_ref()?.seconds.all)).collect();
        let train_seconds = (!seconds.is_empty()).then(|| average(seconds.iter().copied()));
        Some(Self { evaluation, accuracy_spread: deviation(&accuracies), latency_us, train_seconds, vector_seconds, peak_rss_bytes, runs })
    }

    /// The report for people.
    pub fn markdown(&self, title: &str) -> String {
        let figures = &self.evaluation;
        let mut page = format!("# Evaluation: {title}\n\n| figure | value |\n|---|---|\n");
        let mut line = |name: &str, value: String| {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "| {name} | {value} |");
        };
        line("rows", figures.rows.to_string());
        line("runs", self.runs.len().to_string());
        let spread = self.accuracy_spread.map_or(String::new(), |spread| format!(" ± {:.2} over runs", 100.0 * spread));
        let (low, high) = figures.accuracy_interval;
        line("accuracy", format!("{}{spread} (95 % interval {} to {})", percent(figures.accuracy), percent(low), percent(high)));
        line("macro F1", percent(figures.macro_f1));
        line("in-scope accuracy, rejections wrong", percent(figures.in_scope_accuracy));
        line("decided accuracy, out of scope as a class", percent(figures.decided_accuracy));
        line("in-scope rows rejected", percent(figures.rejected));
        line(
            "in-scope rows with two offers",
            format!("{} (one right: {})", percent(figures.ambiguous.share), percent(figures.ambiguous.one_is_right)),
        );
        line("calibration error", percent(figures.ece));
        if let Some(oos) = &figures.oos {
            line(
                "out of scope: recall / precision / F1",
                format!("{} / {} / {}", percent(oos.recall), percent(oos.precision), percent(oos.f1)),
            );
            line("out of scope: AUROC / FPR95", format!("{} / {}", percent(oos.auroc), percent(oos.fpr95)));
        }
        let Stages { exact, lexical, early_exit, full } = figures.stages;
        line("stages: exact / lexical / early exit / full", format!("{exact} / {lexical} / {early_exit} / {full}"));
        let Latency { mean, p50, p95, p99, .. } = self.latency_us;
        line("latency, ms: mean / p50 / p95 / p99", format!("{} / {} / {} / {}", ms(mean), ms(p50), ms(p95), ms(p99)));
        if let Some(seconds) = self.train_seconds {
            line("training, s (vectors cached)", format!("{seconds:.1}"));
        }
        if let Some(bytes) = self.peak_rss_bytes {
            line("peak memory, MB", (bytes / 1_000_000).to_string());
        }
        page.push_str("\n## Most confused\n\n| intent | taken for | rows |\n|---|---|---|\n");
        for Confused { truth, taken_for, rows } in &figures.confused {
            let _ = writeln!(page, "| {truth} | {taken_for} | {rows} |");
        }
        page.push_str("\n## Intents\n\n| intent | rows | precision | recall | F1 |\n|---|---|---|---|---|\n");
        for (name, PerIntent { rows, precision, recall, f1 }) in &figures.intents {
            let _ = writeln!(page, "| {name} | {rows} | {} | {} | {} |", percent(*precision), percent(*recall), percent(*f1));
        }
        page
    }
}

fn percent(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

fn ms(us: f64) -> String {
    format!("{:.2}", us / 1000.0)
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, items) = values.fold((0.0, 0_usize), |(sum, items), value| (sum + value, items + 1));
    sum / count(items.max(1))
}

/// The sample's standard deviation.
fn deviation(values: &[f64]) -> Option<f64> {
    let mean = average(values.iter().copied());
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (values.len() > 1).then(|| (squares / count(values.len() - 1)).sqrt())
}

fn mean(runs: &[Run]) -> Option<Evaluation> {
    let first = &runs.first()?.evaluation;
    let all = || runs.iter().map(|run| &run.evaluation);
    let of = |figure: fn(&Evaluation) -> f64| average(all().map(figure));
    let oos: Vec<&OutOfScope> = all().filter_map(|evaluation| evaluation.oos.as_ref()).collect();
    let of_oos = |figure: fn(&OutOfScope) -> f64| average(oos.iter().map(|oos| figure(oos)));
    let mut per_intent: BTreeMap<String, Vec<PerIntent>> = BTreeMap::new();
    let mut confused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for evaluation in all() {
        for (name, figures) in &evaluation.intents {
            per_intent.entry(name.clone()).or_default().push(*figures);
        }
        for pair in &evaluation.confused {
            *confused.entry((&pair.truth, &pair.taken_for)).or_default() += pair.rows;
        }
    }
    let joined = |figures: &Vec<PerIntent>| PerIntent {
        rows: figures.first().map_or(0, |figures| figures.rows),
        precision: average(figures.iter().map(|figures| figures.precision)),
        recall: average(figures.iter().map(|figures| figures.recall)),
        f1: average(figures.iter().map(|figures| figures.f1)),
    };
    let mut confused: Vec<Confused> = confused
        .into_iter()
        .map(|((truth, taken_for), rows)| Confused { truth: truth.into(), taken_for: taken_for.into(), rows })
        .collect();
    confused.sort_by_key(|pair| std::cmp::Reverse(pair.rows));
    Some(Evaluation {
        rows: first.rows,
        accuracy: of(|evaluation| evaluation.accuracy),
        accuracy_interval: (of(|evaluation| evaluation.accuracy_interval.0), of(|evaluation| evaluation.accuracy_interval.1)),
        decided_accuracy: of(|evaluation| evaluation.decided_accuracy),
        in_scope_accuracy: of(|evaluation| evaluation.in_scope_accuracy),
        macro_f1: of(|evaluation| evaluation.macro_f1),
        oos: (!oos.is_empty()).then(|| OutOfScope {
            recall: of_oos(|oos| oos.recall),
            precision: of_oos(|oos| oos.precision),
            f1: of_oos(|oos| oos.f1),
            auroc: of_oos(|oos| oos.auroc),
            fpr95: of_oos(|oos| oos.fpr95),
            threshold: of_oos(|oos| oos.threshold),
        }),
        rejected: of(|evaluation| evaluation.rejected),
        ambiguous: Ambiguous {
            share: of(|evaluation| evaluation.ambiguous.share),
            one_is_right: of(|evaluation| evaluation.ambiguous.one_is_right),
        },
        ece: of(|evaluation| evaluation.ece),
        stages: first.stages,
        intents: per_intent.iter().map(|(name, figures)| (name.clone(), joined(figures))).collect(),
        confused,
    })
}

#[cfg(test)]
mod tests;
