//! `parse`: what an utterance means to a bot or a model, as JSON.

use std::io::BufRead;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::Outcome;
use super::render::{Failure, Output};
use super::setup::{InferenceBounds, Understanding, load_bot, tokio_runtime};
use crate::domain::{Clock, Language, SystemClock, Utterance};
use crate::runtime::{Brain, understanding_json};

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder, then the text; `-` reads lines from stdin. With --model, the text alone.
    #[arg(required = true, num_args = 1..=2, value_name = "DIR TEXT")]
    what: Vec<String>,
    /// A model made by `train --data`, instead of a bot folder.
    #[arg(long)]
    model: Option<PathBuf>,
    /// The language of the text.
    #[arg(long)]
    lang: Option<String>,
}

pub(super) fn run(output: Output, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let runtime = tokio_runtime()?;
    match (&arguments.model, arguments.what.as_slice()) {
        (Some(model), [text]) => {
            for text in texts(text)? {
                output.json(&super::train::parse_with_model(output, &runtime, model, &text)?)?;
            }
        }
        (None, [dir, text]) => {
            let bot = load_bot(output, dir.as_ref())?;
            let language = arguments.lang.as_deref().map(Language::new).transpose()?;
            let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
            let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
            for text in texts(text)? {
                let json = runtime.block_on(parse(&brain, &understanding, &text, language.as_ref()))?;
                output.json(&json)?;
            }
        }
        _ => {
            return Err(Failure::new("a folder and a text are needed", "`sottovoce parse DIR \"text\"`, or `--model MODEL_DIR \"text\"`").into());
        }
    }
    Ok(Outcome::Fine)
}

/// The text itself, or the lines of stdin.
fn texts(text: &str) -> anyhow::Result<Vec<String>> {
    if text != "-" {
        return Ok(vec![text.to_owned()]);
    }
    std::io::stdin().lock().lines().collect::<Result<_, _>>().context("stdin could not be read as UTF-8 lines")
}

async fn parse(brain: &Brain, understanding: &Understanding, text: &str, language: Option<&Language>) -> anyhow::Result<serde_json::Value> {
    let utterance = Utterance::new(text)?;
    let (understood, faq) = brain.understand(&understanding.inference, &utterance, brain.language(language), SystemClock.now()).await?;
    Ok(understanding_json(&understood, faq.as_ref()))
}
