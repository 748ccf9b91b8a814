//! `sottovoce train --data F --out DIR`: fits an intent classifier on a CSV file. It opens no other data.

use std::path::PathBuf;

use super::render::Output;
use super::sentences::Sentences;
use super::{DEFAULT_ENCODER, Outcome};
use crate::nlu::classifier::{FORMAT_VERSION, IntentModel, Stamp, TrainReport, TrainSettings};
use crate::nlu::rows::{data_hash, expect_two_intents, read_csv};

/// What `train` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A CSV file with the columns `text` and `intent`.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// The folder that the model is written to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The encoder: a name, or a folder.
    #[arg(long, value_name = "DIR_OR_NAME", default_value = DEFAULT_ENCODER)]
    encoder: String,
    /// Deals the folds; the same data and seed give the same model.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The intent of rows that belong to no intent.
    #[arg(long, value_name = "INTENT", default_value = "oos")]
    oos_label: String,
}

/// Trains and saves.
pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let rows = read_csv(&arguments.data)?;
    expect_two_intents(&arguments.data, &rows, &arguments.oos_label)?;
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let vectors = sentences.vectors(&rows)?;
    let settings = TrainSettings { seed: arguments.seed, out_of_scope: arguments.oos_label.clone(), ..TrainSettings::default() };
    let bar = output.progress("training", 1);
    let trained = IntentModel::train(&rows, &vectors, &settings, &|progress| {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    });
    bar.finish_and_clear();
    let (model, report) = trained?;
    let stamp = Stamp { format: FORMAT_VERSION, encoder: sentences.fingerprint().to_owned(), data: data_hash(&rows) };
    model.save(&arguments.out, &stamp)?;
    if output.is_json() {
        let mut json = serde_json::to_value(&report)?;
        json["vector_seconds"] = sentences.seconds.into();
        json["model"] = arguments.out.display().to_string().into();
        output.json(&json)?;
    } else {
        show(&report, sentences.seconds, output);
        output.line(format_args!("model: {}", arguments.out.display()));
    }
    Ok(Outcome::Fine)
}

fn show(report: &TrainReport, vector_seconds: f64, output: Output) {
    output.line(format_args!("{} examples of {} intents, {} of no intent", report.rows, report.intents, report.out_of_scope_rows));
    match report.held_out_accuracy {
        Some(accuracy) => output.line(format_args!("cross-validated accuracy: {:.2} % of {} rows", 100.0 * accuracy, report.held_out_rows)),
        None => output.line("too few examples to hold some out: nothing was fitted beyond the examples"),
    }
    for (truth, taken_for, rows) in &report.confused {
        output.line(format_args!("  {rows} × {truth} taken for {taken_for}"));
    }
    let (strength, weight) = (report.strength, report.lexical_weight);
    output.line(format_args!("chosen on held-out rows: C {strength}, weight of words {weight:.2}, threshold {:.3}", report.threshold));
    output.line("about one in twenty real questions will be asked to rephrase");
    output.line(format_args!("sentence vectors {vector_seconds:.1} s, training {:.1} s", report.seconds[3]));
}
