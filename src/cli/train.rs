//! `sottovoce train DIR`: fits a bot's intent classifiers and keeps them where the server does.
//! `sottovoce train --data F --out DIR`: fits one on a file of labelled sentences; it opens no other data.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use super::check::Found;
use super::render::Output;
use super::sentences::Sentences;
use super::setup::{InferenceBounds, Understanding, load_bot, tokio_runtime};
use super::{Outcome, advice, models_of_bots};
use crate::nlu::classifier::{Early, Examples, FORMAT_VERSION, IntentModel, Stamp, TrainReport, TrainSettings};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::nlu::names::name_rows;
use crate::nlu::rows::{self, Role, data_hash, expect_two_intents};
use crate::runtime::{Trained, model_folder, training_rows};

/// What `train` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The bot folder; its models are kept in `data/bots`, where `serve` looks for them.
    #[arg(value_name = "DIR", required_unless_present = "data", conflicts_with_all = ["data", "out"])]
    dir: Option<PathBuf>,
    /// Labelled sentences instead of a bot: CSV with the columns `text` and `intent`, JSON of CLINC150 or Snips, YAML of Rasa.
    #[arg(long, value_name = "FILE", requires = "out")]
    data: Option<PathBuf>,
    /// The part of a JSON file of CLINC150 to train on, instead of `train` and `oos_train`.
    #[arg(long, value_name = "NAME", requires = "data")]
    train_part: Option<String>,
    /// The folder that the model of that file is written to.
    #[arg(long, value_name = "MODEL_DIR", requires = "data")]
    out: Option<PathBuf>,
    /// The encoder: a name, or a folder.
    #[arg(long, value_name = "DIR_OR_NAME", default_value = DEFAULT_ENCODER, conflicts_with = "dir")]
    encoder: String,
    /// Deals the folds; the same data and seed give the same model.
    #[arg(long, default_value_t = 0, conflicts_with = "dir")]
    seed: u64,
    /// The intent of rows that belong to no intent.
    #[arg(long, value_name = "INTENT", default_value = "oos", conflicts_with = "dir")]
    oos_label: String,
}

/// Trains and saves.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    match (&arguments.dir, &arguments.data, &arguments.out) {
        (Some(dir), ..) => bot(dir, output),
        (None, Some(data), Some(out)) => file(arguments, data, out, output),
        // The argument parser lets nothing else through.
        _ => anyhow::bail!("a bot folder, or --data and --out, are needed"),
    }
}

/// Trains all languages of a bot.
fn bot(dir: &Path, output: Output) -> anyhow::Result<Outcome> {
    let bot = load_bot(output, dir)?;
    let mut understanding = tokio_runtime()?.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::reproducible()))?;
    let models = models_of_bots();
    let start = Instant::now();
    let (brain, reports) = understanding.prepare(output, bot, Some(models.clone()), true)?;
    let training: f64 = reports.iter().map(|(_, trained)| trained.report.seconds.all).sum();
    let vector_seconds = start.elapsed().as_secs_f64() - training;
    let mut languages = serde_json::Map::new();
    for (language, Trained { report, review }) in &reports {
        let model = model_folder(&models, &brain.bot, language, &data_hash(&training_rows(&brain.bot, language)));
        let todo = advice::findings(&brain.bot, language, review);
        if output.is_json() {
            let mut json = json(report, &model)?;
            for (name, tally) in [("own", review.own), ("built_in", review.built_in), ("faq", review.faq), ("off_topic", review.off_topic)]
            {
                json["held_out"][name] = serde_json::to_value(tally)?;
            }
            json["todo"] = todo.iter().map(|finding| serde_json::to_value(Found::new(finding))).collect::<Result<_, _>>()?;
            languages.insert(language.to_string(), json);
        } else {
            output.line(format_args!(
                "{} ({language}): {} sentences of {} intents and FAQ entries",
                brain.bot.name, report.rows, report.intents
            ));
            for line in advice::tallies(review) {
                output.line(line);
            }
            chosen(report, output);
            output.line(format_args!("model: {}", model.display()));
            if todo.is_empty() {
                output.line("nothing to do: no intents are mixed up, no example is out of place");
            } else {
                output.line(format_args!("\nTo do in {} ({language}), the most useful first:", brain.bot.name));
                output.line(advice::list(&todo));
            }
        }
    }
    if output.is_json() {
        output.json(&serde_json::json!({ "bot": brain.bot.name, "languages": languages, "numbers": understanding.numbers.to_string(), "vector_seconds": vector_seconds }))?;
    } else {
        output.line(format_args!("sentence vectors ({}) {vector_seconds:.1} s, training {training:.1} s", understanding.numbers));
    }
    Ok(Outcome::Fine)
}

/// Trains on a file of labelled sentences.
fn file(arguments: &Arguments, data: &Path, out: &Path, output: Output) -> anyhow::Result<Outcome> {
    let rows = rows::read(data, Role::Train, arguments.train_part.as_deref())?.rows;
    expect_two_intents(data, &rows, &arguments.oos_label)?;
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let vectors = sentences.vectors(&rows)?;
    let names = name_rows(&rows, &[&arguments.oos_label]);
    let name_vectors = sentences.vectors(&names)?;
    let settings = TrainSettings { seed: arguments.seed, out_of_scope: arguments.oos_label.clone(), ..TrainSettings::default() };
    let bar = output.progress("training", 1);
    let trained = IntentModel::train(
        Examples { rows: &rows, vectors: &vectors, names: &names, name_vectors: &name_vectors },
        &settings,
        &|progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
        },
    );
    bar.finish_and_clear();
    let (model, report) = trained?;
    let stamp = Stamp { format: FORMAT_VERSION, encoder: sentences.fingerprint().to_owned(), data: data_hash(&rows) };
    model.save(out, &stamp)?;
    if output.is_json() {
        let mut json = json(&report, out)?;
        json["numbers"] = sentences.numbers().to_string().into();
        json["vector_seconds"] = sentences.seconds.into();
        output.json(&json)?;
    } else {
        show(&report, output);
        output.line(format_args!("model: {}", out.display()));
        let Sentences { seconds, .. } = sentences;
        output.line(format_args!("sentence vectors ({}) {seconds:.1} s, training {:.1} s", sentences.numbers(), report.seconds.all));
    }
    Ok(Outcome::Fine)
}

fn json(report: &TrainReport, model: &Path) -> anyhow::Result<serde_json::Value> {
    let mut json = serde_json::to_value(report).context("the report is no JSON")?;
    json["model"] = model.display().to_string().into();
    Ok(json)
}

fn show(report: &TrainReport, output: Output) {
    output.line(format_args!("{} examples of {} intents, {} of no intent", report.rows, report.intents, report.out_of_scope_rows));
    match report.held_out_accuracy {
        Some(accuracy) => output.line(format_args!("cross-validated accuracy: {:.2} % of {} rows", 100.0 * accuracy, report.held_out_rows)),
        None => output.line("too few examples to hold some out: nothing was fitted beyond the examples"),
    }
    for (truth, taken_for, rows) in &report.confused {
        output.line(format_args!("  {rows} × {truth} taken for {taken_for}"));
    }
    chosen(report, output);
}

fn chosen(report: &TrainReport, output: Output) {
    output.line(format_args!(
        "chosen on held-out rows: C {}, weight of words {:.2}, of the middle layer {:.1}, threshold {:.3}, names of intents {}",
        report.strength,
        report.lexical_weight,
        report.middle_weight,
        report.threshold,
        if report.uses_names { "used" } else { "not used" }
    ));
    if report.early != Early::default() {
        let percent = |share: f64| 100.0 * share;
        let (words, inner) = (percent(report.early.lexical), percent(report.early.inner));
        output.line(format_args!("of held-out rows {words:.0} % need no encoder, {inner:.0} % a third or two thirds of it"));
    }
    output.line("about one in twenty real questions will be asked to rephrase");
}
