//! `sottovoce finetune`: an encoder learns from the examples of a bot or of a CSV file. Only in builds with the feature `rust-bert`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use clap::ValueEnum;
use indicatif::ProgressBar;
use serde::Serialize;

use super::Outcome;
use super::render::{Failure, Output};
use super::setup::{count, load_bot, tokio_runtime};
use crate::nlu::classifier::{Examples, IntentModel, Row, TrainSettings};
use crate::nlu::encoder::{BertEncoder, Encoder, FinetuneProgress, FinetuneSettings, Method, finetune};
use crate::nlu::evaluate::{Judged, evaluate};
use crate::nlu::inference::{Inference, InferenceSettings};
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::models::DEFAULT_ENCODER;
use crate::nlu::names::name_rows;
use crate::nlu::rows::{data_hash, dealt, expect_two_intents, read_csv};
use crate::nlu::taps::TextVectors;

/// One row in so many is held out to see what the learning is worth.
const HELD_OUT: usize = 5;
/// What is written beside the weights, so that it can be told later what they come from.
const RECORD_FILE: &str = "finetune.json";

/// What `finetune` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The bot folder whose examples, in all its languages, are learnt from.
    #[arg(value_name = "DIR", required_unless_present = "data", conflicts_with_all = ["data", "encoder", "oos_label"])]
    dir: Option<PathBuf>,
    /// A CSV file with the columns `text` and `intent`, instead of a bot.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// The folder of the new encoder; it must not be there yet.
    #[arg(long, value_name = "ENCODER_DIR")]
    out: PathBuf,
    /// Rows to judge on. Without them a fifth of the examples is held out first, and then everything is learnt from.
    #[arg(long, value_name = "FILE")]
    test: Option<PathBuf>,
    /// The encoder to begin with: a name, or a folder.
    #[arg(long, value_name = "DIR_OR_NAME", default_value = DEFAULT_ENCODER)]
    encoder: String,
    /// How to learn; without it, by contrast from up to 2,000 examples.
    #[arg(long, value_enum)]
    method: Option<Learning>,
    /// How often to go through all examples; without it, what suits the method.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    epochs: Option<u16>,
    /// The highest learning rate.
    #[arg(long, value_name = "RATE", default_value_t = 5e-5)]
    learning_rate: f64,
    /// Deals the batches; the same data and seed give the same weights on the same machine.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The intent of rows that belong to no intent; the encoder does not learn from them.
    #[arg(long, value_name = "INTENT", default_value = "oos")]
    oos_label: String,
    /// Compute on the graphics card.
    #[arg(long)]
    cuda: bool,
}

/// How to learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Learning {
    /// By comparing examples with each other: for few.
    Contrastive,
    /// By comparing examples with intents: for many.
    CrossEntropy,
}

/// What a classifier makes of rows that it has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Figures {
    rows: usize,
    /// The share of rows whose likeliest intent is right.
    accuracy: f64,
    /// The mean negative log-likelihood.
    loss: f64,
    /// Rows of an intent; a rejection counts as wrong.
    in_scope_accuracy: f64,
    ece: f64,
}

/// What came of it.
#[derive(Debug, Serialize)]
struct Report {
    /// The fingerprint of the encoder to begin with.
    from: String,
    /// The hash of the rows that were learnt from.
    data: String,
    rows: usize,
    intents: usize,
    method: Method,
    epochs: usize,
    learning_rate: f64,
    seed: u64,
    before: Figures,
    after: Figures,
    seconds: f64,
}

/// Learns, judges and writes.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    if std::fs::read_dir(&arguments.out).is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!("{} is not empty", arguments.out.display());
        return Err(Failure::new(message, "give a new folder with `--out`, or remove this one").into());
    }
    if !(arguments.learning_rate > 0.0 && arguments.learning_rate < 1.0) {
        return Err(Failure::new("`--learning-rate` is not between 0 and 1", "write for example `--learning-rate 5e-5`").into());
    }
    let (rows, encoder) = arguments.rows(output)?;
    let from = tokio_runtime()?.block_on(super::models::folder(&encoder, output))?;
    let start = Instant::now();
    let (learnt, held) = match &arguments.test {
        Some(test) => (rows.clone(), read_csv(test)?),
        None => held_out(&from, &rows, output)?,
    };
    let settings = arguments.settings(&rows);
    let before = arguments.judge(&from, &learnt, &held, output)?;
    arguments.learn(&from, &learnt, &settings, output)?;
    let after = arguments.judge(&arguments.out, &learnt, &held, output)?;
    if arguments.test.is_none() {
        arguments.learn(&from, &rows, &settings, output)?;
    }
    let FinetuneSettings { method, epochs, learning_rate, seed, .. } = settings;
    let report = Report {
        from: BertEncoder::load(&from)?.fingerprint().to_owned(),
        data: data_hash(&rows),
        rows: rows.len(),
        intents: intents(&rows).len(),
        method,
        epochs,
        learning_rate,
        seed,
        before,
        after,
        seconds: start.elapsed().as_secs_f64(),
    };
    let record = arguments.out.join(RECORD_FILE);
    std::fs::write(&record, serde_json::to_string_pretty(&report)? + "\n").with_context(|| format!("cannot write {}", record.display()))?;
    report.show(&arguments.out, output)?;
    Ok(if report.is_better() { Outcome::Fine } else { Outcome::Found })
}

impl Arguments {
    /// What there is to learn from, and the encoder to begin with.
    fn rows(&self, output: Output) -> anyhow::Result<(Vec<Row>, String)> {
        match (&self.dir, &self.data) {
            (Some(dir), _) => {
                let bot = load_bot(output, dir)?;
                Ok((bot.languages.iter().flat_map(|language| bot.intents.rows(language)).collect(), bot.encoder))
            }
            (None, Some(data)) => {
                let rows = read_csv(data)?;
                expect_two_intents(data, &rows, &self.oos_label)?;
                Ok((rows, self.encoder.clone()))
            }
            // The argument parser lets nothing else through.
            (None, None) => anyhow::bail!("a bot folder or --data is needed"),
        }
    }

    fn settings(&self, rows: &[Row]) -> FinetuneSettings {
        let method = match self.method {
            None => Method::of(rows.len()),
            Some(Learning::Contrastive) => Method::Contrastive,
            Some(Learning::CrossEntropy) => Method::CrossEntropy,
        };
        let epochs = self.epochs.map_or(method.epochs(), usize::from);
        FinetuneSettings { method, epochs, learning_rate: self.learning_rate, seed: self.seed, cuda: self.cuda }
    }

    /// Fine-tunes on rows, with a progress bar; rows of no intent are left out.
    fn learn(&self, from: &Path, rows: &[Row], settings: &FinetuneSettings, output: Output) -> anyhow::Result<()> {
        let known: Vec<&str> = intents(rows).into_iter().filter(|intent| *intent != self.oos_label && *intent != OFF_TOPIC).collect();
        // A name says what its intent is about, in two words more to learn from.
        let names = name_rows(rows, &[&self.oos_label, OFF_TOPIC]);
        let labelled =
            rows.iter().chain(&names).filter_map(|row| Some((row.text.as_str(), known.binary_search(&row.intent.as_str()).ok()?)));
        let bar = output.progress("learning", 0);
        let progress = |progress: FinetuneProgress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
        };
        let learnt = finetune(from, &labelled.collect::<Vec<_>>(), settings, &self.out, &progress);
        bar.finish_and_clear();
        Ok(learnt?)
    }

    /// Trains a classifier on rows and judges it on others, by the default encoder.
    fn judge(&self, encoder: &Path, learnt: &[Row], held: &[Row], output: Output) -> anyhow::Result<Figures> {
        let bar = output.progress("judging", 0);
        let encode = encoding(encoder, &bar)?;
        let names = name_rows(learnt, &[&self.oos_label, OFF_TOPIC]);
        let (vectors, name_vectors, held_vectors) = (encode(learnt)?, encode(&names)?, encode(held)?);
        let examples = Examples { rows: learnt, vectors: &vectors, names: &names, name_vectors: &name_vectors };
        let (seed, out_of_scope) = (self.seed, self.oos_label.clone());
        // A bot is judged as it will be trained.
        let settings = TrainSettings { seed, out_of_scope, middle_layer: self.dir.is_none(), ..TrainSettings::default() };
        let (model, _) = IntentModel::train(examples, &settings, &|progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
        })?;
        bar.finish_and_clear();
        let judged: Vec<Judged> = (1..)
            .zip(held.iter().zip(&held_vectors))
            .map(|(number, (row, vectors))| Judged {
                row: number,
                truth: row.intent.clone(),
                classified: model.classify(&row.text, vectors),
            })
            .collect();
        let evaluation = evaluate(&judged, &self.oos_label, model.threshold(), self.seed);
        let (accuracy, in_scope_accuracy, ece) = (evaluation.accuracy, evaluation.in_scope_accuracy, evaluation.ece);
        Ok(Figures { rows: held.len(), accuracy, loss: loss(&judged, &self.oos_label), in_scope_accuracy, ece })
    }
}

impl Report {
    fn is_better(&self) -> bool {
        self.after.accuracy >= self.before.accuracy && self.after.loss < self.before.loss
    }

    fn show(&self, out: &Path, output: Output) -> anyhow::Result<()> {
        if output.is_json() {
            let mut json = serde_json::to_value(self)?;
            json["encoder"] = out.display().to_string().into();
            output.json(&json)?;
        } else {
            output.line(format_args!(
                "learnt from {} of {} in {:.0} s",
                count(self.rows, "example"),
                count(self.intents, "intent"),
                self.seconds
            ));
            for (when, figures) in [("before", &self.before), ("after", &self.after)] {
                let Figures { rows, accuracy, loss, in_scope_accuracy, ece } = figures;
                output.line(format_args!(
                    "{when:>6}: accuracy {:.2} % of {rows} rows not learnt from, loss {loss:.3}, with rejections {:.2} %, ECE {:.1} %",
                    100.0 * accuracy,
                    100.0 * in_scope_accuracy,
                    100.0 * ece
                ));
            }
            output.line(format_args!("encoder: {}", out.display()));
        }
        if !self.is_better() {
            output.note("the new encoder is no better on these rows: keep the one it began with, or give it more examples");
        }
        Ok(())
    }
}

/// A default encoder that makes vectors of rows; they go past the cache, which would keep those of encoders that are gone.
fn encoding(encoder: &Path, bar: &ProgressBar) -> anyhow::Result<impl Fn(&[Row]) -> anyhow::Result<Vec<TextVectors>>> {
    let inference = Inference::start(Arc::new(BertEncoder::load(encoder)?), InferenceSettings::default())?;
    let bar = bar.clone();
    Ok(move |rows: &[Row]| {
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        bar.set_length(texts.len() as u64);
        Ok(TextVectors::of_all(&inference, &texts, &|done| bar.set_position(done as u64))?)
    })
}

/// The rows to learn from and a fold to judge on.
fn held_out(encoder: &Path, rows: &[Row], output: Output) -> anyhow::Result<(Vec<Row>, Vec<Row>)> {
    let bar = output.progress("encoding", 0);
    let vectors = encoding(encoder, &bar)?(rows)?;
    bar.finish_and_clear();
    let too_few = || Failure::new("there are too few examples to hold some out", "write more, or give rows to judge on with `--test`");
    let held = dealt(rows, &vectors, HELD_OUT).into_iter().next().ok_or_else(too_few)?;
    let (mut learnt, mut judged) = (Vec::new(), Vec::new());
    for (number, row) in rows.iter().enumerate() {
        if held.binary_search(&number).is_ok() { judged.push(row.clone()) } else { learnt.push(row.clone()) }
    }
    Ok((learnt, judged))
}

/// The mean negative log-likelihood of the rows that have an intent.
fn loss(judged: &[Judged], out_of_scope: &str) -> f64 {
    let of_row = |judged: &Judged| {
        let probability = judged.classified.ranked.iter().find(|(intent, _)| *intent == judged.truth).map_or(0.0, |(_, share)| *share);
        -probability.max(f64::from(f32::EPSILON)).ln()
    };
    let losses: Vec<f64> = judged.iter().filter(|judged| judged.truth != out_of_scope).map(of_row).collect();
    #[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^52")]
    let count = losses.len().max(1) as f64;
    losses.iter().sum::<f64>() / count
}

/// The intents of rows, in order.
fn intents(rows: &[Row]) -> BTreeSet<&str> {
    rows.iter().map(|row| row.intent.as_str()).collect()
}
