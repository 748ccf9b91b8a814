//! Several runs as one report: means, spread, where the figures come from; as JSON, Markdown and a page of HTML.

mod html;
mod markdown;
mod plot;
mod provenance;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Number, Value};

use super::calibrate::count;
use super::evaluate::{Ambiguous, Confused, Evaluation, OutOfScope, PerIntent, Prediction, pooled};
use super::reject::quantile;
use super::train::TrainReport;

pub use provenance::{DataFile, EncoderFacts, Mode, Provenance};

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
    /// What was said of each row.
    pub predictions: Vec<Prediction>,
}

/// Accuracy by the number of rows that a training has of each intent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LearningPoint {
    /// Rows of each intent, at most.
    pub rows_per_intent: usize,
    /// Rows in all, on average.
    pub rows: usize,
    /// Mean accuracy over the trainings.
    pub accuracy: f64,
    /// Its standard deviation; nothing for a single training.
    pub spread: Option<f64>,
    /// Trainings.
    pub runs: usize,
}

impl LearningPoint {
    /// From the accuracies of trainings on as many rows.
    pub fn of(rows_per_intent: usize, rows: usize, accuracies: &[f64]) -> Self {
        let accuracy = average(accuracies.iter().copied());
        Self { rows_per_intent, rows, accuracy, spread: deviation(accuracies), runs: accuracies.len() }
    }
}

/// What of a bot is no intent that it declares, judged apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Apart {
    /// Examples of intents that ship with the program.
    pub built_in_rows: usize,
    /// Share of them whose likeliest intent is right.
    pub built_in_accuracy: f64,
    /// Questions of the FAQ.
    pub faq_rows: usize,
    /// Share of them that are taken for an intent, which would hide the answer.
    pub faq_taken_for_intent: f64,
    /// Sentences that are no business of the bot's.
    pub off_topic_rows: usize,
    /// Share of them that are taken for an intent.
    pub off_topic_taken_for_intent: f64,
}

/// What a report says beside the runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Whole understandings, encoder included.
    pub latency_us: Latency,
    /// The same by the stage that answered.
    pub stage_latency_us: BTreeMap<String, Latency>,
    /// Seconds spent on sentence vectors of training and test texts that the cache did not hold.
    pub vector_seconds: f64,
    /// The most memory that the process has had, in bytes; nothing where the system does not tell.
    pub peak_rss_bytes: Option<u64>,
    /// Accuracy by rows of each intent, if it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learning_curve: Vec<LearningPoint>,
    /// FAQ and off-topic rows of a bot; nothing for files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<Apart>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// What `eval` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Means over all runs.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// Standard deviation of the accuracy over the runs; nothing for a single one.
    pub accuracy_spread: Option<f64>,
    /// Standard deviation of the macro F1 over the runs; nothing for a single one.
    pub macro_f1_spread: Option<f64>,
    /// Mean seconds of a training, sentence vectors not counted.
    pub train_seconds: Option<f64>,
    /// Latency, memory and where the figures come from.
    #[serde(flatten)]
    pub facts: Facts,
    /// Each run.
    pub runs: Vec<Run>,
}

impl Report {
    /// Joins runs; nothing when there is none.
    pub fn of(runs: Vec<Run>, facts: Facts) -> Option<Self> {
        let evaluation = mean(&runs)?;
        let spread = |figure: fn(&Evaluation) -> f64| deviation(&runs.iter().map(|run| figure(&run.evaluation)).collect::<Vec<_>>());
        let (accuracy_spread, macro_f1_spread) = (spread(|figures| figures.accuracy), spread(|figures| figures.macro_f1));
        let seconds: Vec<f64> = runs.iter().filter_map(|run| Some(run.training.as_ref()?.seconds.all)).collect();
        let train_seconds = (!seconds.is_empty()).then(|| average(seconds.iter().copied()));
        Some(Self { evaluation, accuracy_spread, macro_f1_spread, train_seconds, facts, runs })
    }

    /// The report for programs, numbers to six decimals.
    ///
    /// # Errors
    /// As [`serde_json::to_value`].
    pub fn json(&self) -> serde_json::Result<Value> {
        Ok(six_decimals(serde_json::to_value(self)?))
    }
}

fn six_decimals(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|number| Number::from_f64((number * 1e6).round() / 1e6));
            short.map_or(Value::Null, Value::Number)
        }
        Value::Array(values) => values.into_iter().map(six_decimals).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, six_decimals(value))).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// The sentences of the judged rows, if the report may show them.
#[derive(Clone, Copy)]
pub struct Sentences<'a>(pub Option<&'a [String]>);

impl<'a> Sentences<'a> {
    /// The sentence of a row, by its number from 1.
    fn of(self, row: usize) -> Option<&'a str> {
        self.0?.get(row.checked_sub(1)?).map(String::as_str)
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

/// Rows that are named for a pair of intents.
const EXAMPLES: usize = 3;

fn mean(runs: &[Run]) -> Option<Evaluation> {
    let first = &runs.first()?.evaluation;
    let all = || runs.iter().map(|run| &run.evaluation);
    let of = |figure: fn(&Evaluation) -> f64| average(all().map(figure));
    let oos: Vec<&OutOfScope> = all().filter_map(|evaluation| evaluation.oos.as_ref()).collect();
    let of_oos = |figure: fn(&OutOfScope) -> f64| average(oos.iter().map(|oos| figure(oos)));
    let mut per_intent: BTreeMap<String, Vec<PerIntent>> = BTreeMap::new();
    let mut confused: BTreeMap<(&str, &str), (usize, Vec<usize>)> = BTreeMap::new();
    for evaluation in all() {
        for (name, figures) in &evaluation.intents {
            per_intent.entry(name.clone()).or_default().push(*figures);
        }
        for pair in &evaluation.confused {
            let (rows, examples) = confused.entry((&pair.truth, &pair.taken_for)).or_default();
            *rows += pair.rows;
            let fresh: Vec<usize> = pair.examples.iter().copied().filter(|row| !examples.contains(row)).collect();
            examples.extend(fresh.into_iter().take(EXAMPLES.saturating_sub(examples.len())));
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
        .map(|((truth, taken_for), (rows, examples))| Confused { truth: truth.into(), taken_for: taken_for.into(), rows, examples })
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
        calibration: pooled(all().flat_map(|evaluation| &evaluation.calibration)),
        // Scores can be compared within one model only.
        rejection_curve: first.rejection_curve.clone(),
        stages: first.stages,
        intents: per_intent.iter().map(|(name, figures)| (name.clone(), joined(figures))).collect(),
        confused,
    })
}

#[cfg(test)]
mod tests;
