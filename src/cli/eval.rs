//! `sottovoce eval`: trains on one file and judges on another, judges a stored model, or a bot on its own examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;

use super::Outcome;
use super::render::{Failure, Output};
use super::sentences::Sentences;
use super::setup::load_bot;
use crate::domain::Language;
use crate::nlu::classifier::{Examples, IntentModel, Row, TrainReport, TrainSettings};
use crate::nlu::evaluate::{Judged, evaluate};
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::models::DEFAULT_ENCODER;
use crate::nlu::names::name_rows;
use crate::nlu::report::{Latency, Report, Run};
use crate::nlu::rows::{dealt, expect_two_intents, read_csv, sampled};
use crate::nlu::taps::TextVectors;

/// Test rows whose whole understanding is timed, encoder included.
const TIMED: usize = 200;

/// What `eval` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A bot folder: its examples are judged in folds, each by a training on the others.
    #[arg(value_name = "DIR", conflicts_with_all = ["train", "model", "test", "valid", "seeds", "shots", "without_oos", "encoder", "oos_label"])]
    dir: Option<PathBuf>,
    /// How many folds a bot's examples are dealt into.
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50), requires = "dir")]
    folds: u8,
    /// The language of the bot to judge; without it, its first.
    #[arg(long, value_name = "LANGUAGE", requires = "dir")]
    lang: Option<String>,
    /// The rows to train on: a CSV file with the columns `text` and `intent`.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["model", "dir"], conflicts_with = "model")]
    train: Option<PathBuf>,
    /// A model folder that `train` has written.
    #[arg(long, value_name = "MODEL_DIR")]
    model: Option<PathBuf>,
    /// The rows to judge on.
    #[arg(long, value_name = "FILE", required_unless_present = "dir")]
    test: Option<PathBuf>,
    /// Rows to choose settings on, instead of rows held out of the training file.
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    valid: Option<PathBuf>,
    /// How many trainings, with seeds from 0; the means are reported.
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000), conflicts_with = "model")]
    seeds: u64,
    /// Train on this many rows of each intent, drawn by seed.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "model")]
    shots: Option<u64>,
    /// The intent of rows that belong to no intent.
    #[arg(long, value_name = "INTENT", default_value = "oos")]
    oos_label: String,
    /// Leave rows that belong to no intent out of training and validation.
    #[arg(long, conflicts_with = "model")]
    without_oos: bool,
    /// The share of real questions that may be asked to rephrase.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, conflicts_with = "model")]
    reject_share: f64,
    /// The share of real questions that may be asked which of two intents was meant.
    #[arg(long, value_name = "SHARE", default_value_t = 0.03, conflicts_with = "model")]
    offer_share: f64,
    /// Send every sentence through the whole encoder, without early exits.
    #[arg(long, conflicts_with = "model")]
    whole: bool,
    /// Do not learn from the names of the intents.
    #[arg(long, conflicts_with = "model")]
    without_names: bool,
    /// The encoder: a name, or a folder.
    #[arg(long, value_name = "DIR_OR_NAME", default_value = DEFAULT_ENCODER)]
    encoder: String,
    /// A folder for `eval.json` and `eval.md`.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
}

/// Rows with their vectors.
struct Part {
    rows: Vec<Row>,
    vectors: Vec<TextVectors>,
    names: Vec<Row>,
    name_vectors: Vec<TextVectors>,
}

impl Part {
    fn read(path: &Path, keep: impl Fn(&Row) -> bool, sentences: &mut Sentences) -> anyhow::Result<Self> {
        Self::of(read_csv(path)?.into_iter().filter(keep).collect(), sentences)
    }

    fn of(rows: Vec<Row>, sentences: &mut Sentences) -> anyhow::Result<Self> {
        let vectors = sentences.vectors(&rows)?;
        Ok(Self { rows, vectors, names: Vec::new(), name_vectors: Vec::new() })
    }

    /// With the names of its intents, to be learnt from.
    fn with_names(self, skipped: &str, sentences: &mut Sentences) -> anyhow::Result<Self> {
        let names = name_rows(&self.rows, &[skipped, OFF_TOPIC]);
        let name_vectors = sentences.vectors(&names)?;
        Ok(Self { names, name_vectors, ..self })
    }

    fn examples(&self) -> Examples<'_> {
        Examples { rows: &self.rows, vectors: &self.vectors, names: &self.names, name_vectors: &self.name_vectors }
    }

    /// The same names with no rows.
    fn empty(&self) -> Self {
        Self { rows: Vec::new(), vectors: Vec::new(), names: self.names.clone(), name_vectors: self.name_vectors.clone() }
    }

    fn sample(&self, shots: u64, seed: u64) -> Self {
        let chosen = sampled(&self.rows, usize::try_from(shots).unwrap_or(usize::MAX), seed);
        let (rows, vectors) = chosen.into_iter().map(|row| (self.rows[row].clone(), self.vectors[row].clone())).unzip();
        Self { rows, vectors, ..self.empty() }
    }

    /// The rows of these numbers, and the others.
    fn split(&self, numbers: &[usize]) -> (Self, Self) {
        let (mut these, mut others) = (self.empty(), self.empty());
        for (number, (row, vector)) in self.rows.iter().zip(&self.vectors).enumerate() {
            let part = if numbers.binary_search(&number).is_ok() { &mut these } else { &mut others };
            part.rows.push(row.clone());
            part.vectors.push(vector.clone());
        }
        (these, others)
    }
}

impl Arguments {
    fn settings(&self, seed: u64) -> TrainSettings {
        TrainSettings {
            seed,
            reject_share: self.reject_share,
            offer_share: self.offer_share,
            out_of_scope: self.oos_label.clone(),
            early_exit: !self.whole,
            // A bot is judged as it will be trained.
            middle_layer: self.dir.is_none(),
        }
    }
}

/// Trains, judges and reports.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    for (name, share) in [("--reject-share", arguments.reject_share), ("--offer-share", arguments.offer_share)] {
        if !(0.0..0.5).contains(&share) {
            return Err(Failure::new(format!("`{name}` is not between 0 and 0.5"), format!("write for example `{name} 0.05`")).into());
        }
    }
    let (runs, latency, seconds, title) = match (&arguments.dir, &arguments.test) {
        (Some(dir), _) => bot(arguments, dir, output)?,
        (None, Some(test)) => files(arguments, test, output)?,
        (None, None) => return Err(Failure::new("there is nothing to judge on", "give a bot folder or `--test FILE`").into()),
    };
    let report = Report::of(runs, latency, seconds, peak_memory()).context("no run")?;
    if let Some(dir) = &arguments.report {
        let write = |name: &str, text: String| {
            fs::write(dir.join(name), text).with_context(|| format!("cannot write {}", dir.join(name).display()))
        };
        fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
        write("eval.json", serde_json::to_string_pretty(&report)?)?;
        write("eval.md", report.markdown(&title))?;
    }
    if output.is_json() {
        output.json(&report)?;
    } else {
        output.line(report.markdown(&title).trim_end());
    }
    Ok(Outcome::Fine)
}

/// Runs, latency, seconds spent on vectors, and what was judged.
type Results = (Vec<Run>, Latency, f64, String);

/// Judges on a file, by trainings or by a stored model.
fn files(arguments: &Arguments, test: &Path, output: Output) -> anyhow::Result<Results> {
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let (runs, latency) = match (&arguments.train, &arguments.model) {
        (Some(train), _) => trained(arguments, train, test, &mut sentences, output)?,
        (None, Some(model)) => {
            let model = Arc::new(IntentModel::load(model, sentences.fingerprint())?.0);
            let test = Part::read(test, |_| true, &mut sentences)?;
            let run = run_of(&judged(&model, &test), None, arguments, model.threshold(), 0);
            (vec![run], timed(&model, &test, &sentences)?)
        }
        (None, None) => return Err(Failure::new("there is nothing to judge", "give `--train FILE` or `--model DIR`").into()),
    };
    Ok((runs, latency, sentences.seconds, test.display().to_string()))
}

/// Judges each fold of a bot's examples by a training on the others; all folds are one run.
fn bot(arguments: &Arguments, dir: &Path, output: Output) -> anyhow::Result<Results> {
    let bot = load_bot(output, dir)?;
    let wished = arguments.lang.as_deref().map(Language::new).transpose()?;
    let language = wished.as_ref().unwrap_or(bot.default_language());
    if !bot.languages.contains(language) {
        return Err(Failure::new(format!("{} does not speak {language}", bot.name), "name one of its `languages` with --lang").into());
    }
    let rows = bot.intents.rows(language);
    let mut sentences = Sentences::open(&bot.encoder, output)?;
    let mut all = Part::of(rows, &mut sentences)?;
    if !arguments.without_names {
        all = all.with_names(&arguments.oos_label, &mut sentences)?;
    }
    let bar = output.progress("training", 1);
    let (mut everything, mut last) = (Vec::new(), None);
    for (number, held) in (0..).zip(dealt(&all.rows, &all.vectors, arguments.folds.into())) {
        let (test, train) = all.split(&held);
        let (model, _) = IntentModel::train_with(train.examples(), None, &arguments.settings(0), &|progress| {
            bar.set_length(u64::from(arguments.folds) * progress.total as u64);
            bar.set_position(number * progress.total as u64 + progress.done as u64);
        })?;
        everything.extend(judged(&model, &test));
        last = Some((Arc::new(model), test));
    }
    bar.finish_and_clear();
    let Some((model, test)) = last else {
        return Err(Failure::new("there are too few examples to hold some out", "write at least two examples an intent").into());
    };
    let run = run_of(&everything, None, arguments, model.threshold(), 0);
    let title = format!("{} ({language}), {} folds of its own examples", bot.name, arguments.folds);
    Ok((vec![run], timed(&model, &test, &sentences)?, sentences.seconds, title))
}

fn trained(
    arguments: &Arguments,
    train: &Path,
    test: &Path,
    sentences: &mut Sentences,
    output: Output,
) -> anyhow::Result<(Vec<Run>, Latency)> {
    let keep = |row: &Row| !arguments.without_oos || row.intent != arguments.oos_label;
    let mut all = Part::read(train, keep, sentences)?;
    if !arguments.without_names {
        all = all.with_names(&arguments.oos_label, sentences)?;
    }
    expect_two_intents(train, &all.rows, &arguments.oos_label)?;
    let validation = arguments.valid.as_ref().map(|path| Part::read(path, keep, sentences)).transpose()?;
    let test = Part::read(test, |_| true, sentences)?;
    let bar = output.progress("training", arguments.seeds);
    let mut runs = Vec::new();
    let mut last = None;
    for seed in 0..arguments.seeds {
        let sample = arguments.shots.map(|shots| all.sample(shots, seed));
        let (examples, validation) = (sample.as_ref().unwrap_or(&all).examples(), validation.as_ref().map(Part::examples));
        let (model, report) = IntentModel::train_with(examples, validation, &arguments.settings(seed), &|progress| {
            bar.set_length(arguments.seeds * progress.total as u64);
            bar.set_position(seed * progress.total as u64 + progress.done as u64);
        })?;
        runs.push(run_of(&judged(&model, &test), Some(report), arguments, model.threshold(), seed));
        last = Some(Arc::new(model));
    }
    bar.finish_and_clear();
    let latency = last.map(|model| timed(&model, &test, sentences)).transpose()?.unwrap_or_default();
    Ok((runs, latency))
}

fn judged(model: &IntentModel, test: &Part) -> Vec<Judged> {
    let classify =
        |(row, vectors): (&Row, &TextVectors)| Judged { truth: row.intent.clone(), classified: model.classify(&row.text, vectors) };
    test.rows.iter().zip(&test.vectors).map(classify).collect()
}

fn run_of(judged: &[Judged], training: Option<TrainReport>, arguments: &Arguments, threshold: f64, seed: u64) -> Run {
    Run { seed, training, evaluation: evaluate(judged, &arguments.oos_label, threshold, seed) }
}

/// Understands rows spread over the test set as a person's message would be, one after the other.
fn timed(model: &Arc<IntentModel>, test: &Part, sentences: &Sentences) -> anyhow::Result<Latency> {
    let mut times = Vec::new();
    for row in test.rows.iter().step_by(test.rows.len().div_ceil(TIMED).max(1)) {
        let start = Instant::now();
        sentences.classify(model, &row.text)?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok(Latency::of(times))
}

/// The peak of resident memory, where `/proc` tells it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let fields: BTreeMap<&str, &str> = status.lines().filter_map(|line| line.split_once(':')).collect();
    let kilobytes: u64 = fields.get("VmHWM")?.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
