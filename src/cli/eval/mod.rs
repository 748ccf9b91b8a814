//! `sottovoce eval`: trains on one file and judges on another, judges a stored model, or a bot on its own examples.
//! `sottovoce eval compare`: two results side by side.

mod compare;
mod folds;
mod judge;
mod part;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;

use self::folds::{bot, file};
use self::judge::{Times, judged, run_of};
use self::part::{Files, Part};
use super::Outcome;
use super::render::{Failure, Output};
use super::sentences::Sentences;
use crate::nlu::classifier::{IntentModel, Row, TrainSettings};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::nlu::report::{self, Apart, DataFile, EncoderFacts, Facts, LearningPoint, Mode, Provenance, Report, Run};
use crate::nlu::rows::{Role, data_hash, expect_two_intents};

/// Rows of each intent that a learning curve tries.
const CURVE: [usize; 11] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];
/// Folds when none are named.
const FOLDS: u8 = 5;

/// What `eval` is told.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// A bot folder: its examples are judged in folds, each by a training on the others.
    #[arg(value_name = "DIR", conflicts_with_all = ["train", "model", "test", "valid", "seeds", "shots", "without_oos", "encoder", "oos_label"])]
    dir: Option<PathBuf>,
    /// How many folds the examples of a bot or of the training files are dealt into [default: 5].
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(2..=50), conflicts_with_all = ["model", "test", "valid", "seeds", "shots"])]
    folds: Option<u8>,
    /// The language of the bot to judge; without it, its first.
    #[arg(long, value_name = "LANGUAGE", requires = "dir")]
    lang: Option<String>,
    /// The rows to train on: CSV with the columns `text` and `intent`, JSON of CLINC150 or Snips, YAML of Rasa; several are joined.
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present_any = ["model", "dir"], conflicts_with = "model")]
    train: Vec<PathBuf>,
    /// A model folder that `train` has written.
    #[arg(long, value_name = "MODEL_DIR")]
    model: Option<PathBuf>,
    /// The rows to judge on.
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present_any = ["dir", "folds"])]
    test: Vec<PathBuf>,
    /// Rows to choose settings on, instead of rows held out of the training files.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "model")]
    valid: Vec<PathBuf>,
    /// The part of a JSON file of CLINC150 to train on, instead of `train` and `oos_train`.
    #[arg(long, value_name = "NAME", requires = "train")]
    train_part: Option<String>,
    /// The part to judge on, instead of `test` and `oos_test`.
    #[arg(long, value_name = "NAME", requires = "test")]
    test_part: Option<String>,
    /// The part to choose settings on, instead of `val` and `oos_val`.
    #[arg(long, value_name = "NAME", requires = "valid")]
    valid_part: Option<String>,
    /// How many trainings, with seeds from 0; the means are reported.
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000), conflicts_with = "model")]
    seeds: u64,
    /// Train on this many rows of each intent, drawn by seed.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "model")]
    shots: Option<u64>,
    /// Measure too how accuracy grows with the rows of each intent: 1, 2, 5, 10, 20, …
    #[arg(long, conflicts_with_all = ["model", "shots"])]
    curve: bool,
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
    /// A folder for `eval.json`, `eval.md` and `eval.html`.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Keep the sentences of the test file in these and in the JSON; they may be personal.
    #[arg(long)]
    with_texts: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Two results on the same rows: what changed, and whether the difference is more than chance.
    Compare(compare::Arguments),
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

    /// With the names of its intents, unless they are not to be learnt from.
    fn named(&self, part: Part, sentences: &mut Sentences) -> anyhow::Result<Part> {
        if self.without_names { Ok(part) } else { part.with_names(&self.oos_label, sentences) }
    }

    fn is_in_training(&self, row: &Row) -> bool {
        !self.without_oos || row.intent != self.oos_label
    }

    /// The sentence of a judged row where the result may keep it.
    fn kept_text(&self, rows: &[Row], number: usize) -> Option<String> {
        let row = rows.get(number.checked_sub(1)?)?;
        // A bot's examples are what its designer wrote.
        (self.with_texts || self.dir.is_some()).then(|| row.text.clone())
    }

    /// Rows of each intent to try, less than all.
    fn curve_points(&self, largest: usize) -> Vec<usize> {
        if self.curve { CURVE.into_iter().filter(|shots| *shots < largest).collect() } else { Vec::new() }
    }
}

/// What a way of judging gives.
struct Results {
    runs: Vec<Run>,
    times: Times,
    learning_curve: Vec<LearningPoint>,
    apart: Option<Apart>,
    vector_seconds: f64,
    title: String,
    encoder: EncoderFacts,
    files: Vec<DataFile>,
    /// The rows judged, in their order.
    rows: Vec<Row>,
    mode: Mode,
}

/// Trains, judges and reports; or compares.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    if let Some(Command::Compare(arguments)) = &arguments.command {
        return compare::run(arguments, output);
    }
    for (name, share) in [("--reject-share", arguments.reject_share), ("--offer-share", arguments.offer_share)] {
        if !(0.0..0.5).contains(&share) {
            return Err(Failure::new(format!("`{name}` is not between 0 and 0.5"), format!("write for example `{name} 0.05`")).into());
        }
    }
    let results = match (&arguments.dir, &arguments.model) {
        (Some(dir), _) => bot(arguments, dir, output)?,
        (None, Some(model)) => stored(arguments, model, output)?,
        (None, None) if arguments.test.is_empty() => file(arguments, output)?,
        (None, None) => trained(arguments, output)?,
    };
    let texts: Vec<String> = results.rows.iter().map(|row| row.text.clone()).collect();
    let report = reported(arguments, results)?;
    if let Some(dir) = &arguments.report {
        let write = |name: &str, text: String| {
            fs::write(dir.join(name), text).with_context(|| format!("cannot write {}", dir.join(name).display()))
        };
        fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
        let kept = report::Sentences((arguments.with_texts || arguments.dir.is_some()).then_some(&texts));
        write("eval.json", report.json()?.to_string())?;
        write("eval.md", report.markdown(kept))?;
        write("eval.html", report.html(kept))?;
    }
    if output.is_json() {
        output.json(&report.json()?)?;
    } else {
        output.line(report.markdown(report::Sentences(Some(&texts))).trim_end());
    }
    Ok(Outcome::Fine)
}

fn reported(arguments: &Arguments, results: Results) -> anyhow::Result<Report> {
    let provenance = Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: results.title,
        encoder: results.encoder,
        files: results.files,
        judged_rows_sha256: data_hash(&results.rows),
        mode: results.mode,
        reject_share: arguments.reject_share,
        offer_share: arguments.offer_share,
        out_of_scope: arguments.oos_label.clone(),
        without_oos: arguments.without_oos,
        with_names: !arguments.without_names,
        early_exit: !arguments.whole,
    };
    let facts = Facts {
        latency_us: results.times.all(),
        stage_latency_us: results.times.by_stage(),
        vector_seconds: results.vector_seconds,
        peak_rss_bytes: peak_memory(),
        learning_curve: results.learning_curve,
        apart: results.apart,
        provenance,
    };
    Report::of(results.runs, facts).context("no run")
}

/// Judges a stored model.
fn stored(arguments: &Arguments, model: &std::path::Path, output: Output) -> anyhow::Result<Results> {
    let test = Files::read(&arguments.test, Role::Test, arguments.test_part.as_deref(), output)?;
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let (model, stamp) = IntentModel::load(model, sentences.fingerprint())?;
    let model = Arc::new(model);
    let (files, test) = (test.facts, Part::encoded(test.rows, &mut sentences)?);
    let sentence = |number| arguments.kept_text(&test.rows, number);
    let run = run_of(&judged(&model, &test), None, &arguments.oos_label, model.threshold(), 0, &sentence);
    Ok(Results {
        runs: vec![run],
        times: Times::take(&model, &test, &sentences)?,
        learning_curve: Vec::new(),
        apart: None,
        vector_seconds: sentences.seconds,
        title: names(&files, "test"),
        encoder: encoder_facts(&arguments.encoder, &sentences),
        files,
        rows: test.rows,
        mode: Mode::Model { data_sha256: stamp.data, format: stamp.format },
    })
}

/// Trains on files and judges on others.
fn trained(arguments: &Arguments, output: Output) -> anyhow::Result<Results> {
    let keep = |row: &Row| arguments.is_in_training(row);
    let train = Files::read(&arguments.train, Role::Train, arguments.train_part.as_deref(), output)?.keeping(keep);
    let valid = Files::read(&arguments.valid, Role::Valid, arguments.valid_part.as_deref(), output)?.keeping(keep);
    let test = Files::read(&arguments.test, Role::Test, arguments.test_part.as_deref(), output)?;
    if let Some(path) = arguments.train.first() {
        expect_two_intents(path, &train.rows, &arguments.oos_label)?;
    }
    let files: Vec<DataFile> = [train.facts, valid.facts, test.facts].concat();
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let all = arguments.named(Part::encoded(train.rows, &mut sentences)?, &mut sentences)?;
    let validation = if arguments.valid.is_empty() { None } else { Some(Part::encoded(valid.rows, &mut sentences)?) };
    let test = Part::encoded(test.rows, &mut sentences)?;
    let points = arguments.curve_points(all.largest_intent());
    let bar = output.progress("training", 1);
    let trainings = arguments.seeds * (1 + points.len() as u64);
    let mut done = 0;
    let mut train = |part: &Part, seed: u64| {
        let trained =
            IntentModel::train_with(part.examples(), validation.as_ref().map(Part::examples), &arguments.settings(seed), &|progress| {
                bar.set_length(trainings * progress.total as u64);
                bar.set_position(done * progress.total as u64 + progress.done as u64);
            });
        done += 1;
        trained
    };
    let sentence = |number| arguments.kept_text(&test.rows, number);
    let (mut runs, mut last) = (Vec::new(), None);
    for seed in 0..arguments.seeds {
        let sample = arguments.shots.map(|shots| all.sample(usize::try_from(shots).unwrap_or(usize::MAX), seed));
        let (model, report) = train(sample.as_ref().unwrap_or(&all), seed)?;
        runs.push(run_of(&judged(&model, &test), Some(report), &arguments.oos_label, model.threshold(), seed, &sentence));
        last = Some(Arc::new(model));
    }
    let mut learning_curve = Vec::new();
    for shots in points {
        let (mut accuracies, mut rows) = (Vec::new(), 0);
        for seed in 0..arguments.seeds {
            let sample = all.sample(shots, seed);
            let (model, _) = train(&sample, seed)?;
            rows = sample.rows.len();
            accuracies.push(accuracy(&judged(&model, &test), &arguments.oos_label));
        }
        learning_curve.push(LearningPoint::of(shots, rows, &accuracies));
    }
    bar.finish_and_clear();
    if arguments.curve {
        let accuracies: Vec<f64> = runs.iter().map(|run| run.evaluation.accuracy).collect();
        learning_curve.push(LearningPoint::of(all.largest_intent(), all.rows.len(), &accuracies));
    }
    Ok(Results {
        runs,
        times: last.map(|model| Times::take(&model, &test, &sentences)).transpose()?.unwrap_or_default(),
        learning_curve,
        apart: None,
        vector_seconds: sentences.seconds,
        title: names(&files, "test"),
        encoder: encoder_facts(&arguments.encoder, &sentences),
        files,
        rows: test.rows,
        mode: Mode::TrainTest { seeds: arguments.seeds, shots: arguments.shots },
    })
}

/// The share of in-scope rows whose likeliest intent is right.
fn accuracy(judged: &[crate::nlu::evaluate::Judged], out_of_scope: &str) -> f64 {
    crate::nlu::evaluate::evaluate(judged, out_of_scope, 0.0, 0).accuracy
}

/// The names of the files of a role.
fn names(files: &[DataFile], role: &str) -> String {
    let names: Vec<&str> = files.iter().filter(|file| file.role == role).map(|file| file.name.as_str()).collect();
    names.join(", ")
}

/// The encoder's name without the folders above it, and its fingerprint.
fn encoder_facts(encoder: &str, sentences: &Sentences) -> EncoderFacts {
    let name = encoder.trim_end_matches('/').rsplit('/').next().unwrap_or(encoder).to_owned();
    EncoderFacts { name, fingerprint: sentences.fingerprint().to_owned(), numbers: sentences.numbers().to_string() }
}

/// The peak of resident memory, where `/proc` tells it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let fields: BTreeMap<&str, &str> = status.lines().filter_map(|line| line.split_once(':')).collect();
    let kilobytes: u64 = fields.get("VmHWM")?.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
