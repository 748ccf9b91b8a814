//! `parse`: what an utterance means to a bot or a model, as JSON.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use super::sentences::Sentences;
use super::setup::{InferenceBounds, Understanding, load_bot, tokio_runtime};
use crate::domain::{Clock, Language, Spoken, SystemClock, Utterance};
use crate::nlu::classifier::{IntentModel, Verdict};
use crate::nlu::models::DEFAULT_ENCODER;
use crate::runtime::{Brain, understanding_json};

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder, then the text; `-` reads lines from stdin. With --model, the text alone.
    #[arg(required = true, num_args = 1..=2, value_name = "DIR TEXT")]
    what: Vec<String>,
    /// A model made by `train --data`, instead of a bot folder.
    #[arg(long)]
    model: Option<PathBuf>,
    /// The encoder that the model was trained with: a name, or a folder.
    #[arg(long, value_name = "DIR_OR_NAME", default_value = DEFAULT_ENCODER)]
    encoder: String,
    /// The language of the text.
    #[arg(long)]
    lang: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    match (&arguments.model, arguments.what.as_slice()) {
        (Some(model), [text]) => {
            let sentences = Sentences::open(&arguments.encoder, output)?;
            let model = Arc::new(IntentModel::load(model, sentences.fingerprint())?.0);
            for text in texts(text) {
                output.json(&classify(&model, &sentences, &text?)?)?;
            }
        }
        (None, [dir, text]) => {
            let runtime = tokio_runtime()?;
            let bot = load_bot(output, dir.as_ref())?;
            let language = arguments.lang.as_deref().map(Language::new).transpose()?;
            let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
            let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
            for text in texts(text) {
                let json = runtime.block_on(parse(&brain, &understanding, &text?, language.as_ref()))?;
                output.json(&json)?;
            }
        }
        _ => {
            return Err(
                Failure::new("a folder and a text are needed", "`sottovoce parse DIR \"text\"`, or `--model MODEL_DIR \"text\"`").into()
            );
        }
    }
    Ok(Outcome::Fine)
}

/// The text itself, or the lines of stdin, each as soon as it is there.
fn texts(text: &str) -> Box<dyn Iterator<Item = anyhow::Result<String>>> {
    if text == "-" {
        Box::new(std::io::stdin().lock().lines().map(|line| line.context("stdin could not be read as UTF-8 lines")))
    } else {
        Box::new(std::iter::once(Ok(text.to_owned())))
    }
}

async fn parse(brain: &Brain, understanding: &Understanding, text: &str, language: Option<&Language>) -> anyhow::Result<serde_json::Value> {
    let utterance = Utterance::new(text)?;
    let spoken = if language.is_some() { Spoken::default() } else { brain.spoken(text, brain.default_language()) };
    let (understood, faq) =
        brain.understand(&understanding.inference, &utterance, spoken, brain.language(language), SystemClock.now()).await?;
    Ok(understanding_json(&understood, faq.as_ref()))
}

/// A text as a bare model sees it; labels of CSV files need not be names, so this is not an understanding.
fn classify(model: &Arc<IntentModel>, sentences: &Sentences, text: &str) -> anyhow::Result<serde_json::Value> {
    let utterance = Utterance::new(text)?;
    let start = std::time::Instant::now();
    let classified = sentences.classify(model, utterance.as_str())?;
    let total = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let (kind, intent) = match &classified.verdict {
        Verdict::Intent(intent) => ("intent", Some(intent)),
        Verdict::Ambiguous(first, _) => ("ambiguous", Some(first)),
        Verdict::OutOfScope => ("out_of_scope", None),
    };
    let ranked: Vec<_> = classified.ranked.iter().map(|(intent, confidence)| json!({"intent": intent, "confidence": confidence})).collect();
    Ok(json!({
        "text": utterance.as_str(),
        "lang": null,
        "decision": {"kind": kind, "intent": intent},
        "ranked": ranked,
        "entities": [],
        "timings_us": {"total": total},
        "stage": classified.stage.as_str(),
    }))
}
