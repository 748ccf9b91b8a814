//! `faq`: what a bot answers by itself.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Outcome;
use super::render::Output;
use super::setup::{InferenceBounds, Understanding, load_bot, spoken, tokio_runtime};
use crate::faq::{FaqIndex, RankedEntry};
use crate::nlu::taps::TextVectors;

#[derive(Subcommand)]
pub(super) enum Faq {
    /// Ranks a bot's FAQ entries for a question.
    Search(Search),
    /// Measures FAQ search on queries whose answer is known.
    Eval(super::faq_eval::Eval),
}

#[derive(Args)]
pub(super) struct Search {
    /// The bot folder.
    dir: PathBuf,
    /// The question.
    question: String,
    /// Its language; the bot's first when none is named.
    #[arg(long)]
    lang: Option<String>,
    /// How many entries are shown.
    #[arg(long, default_value_t = 5)]
    limit: usize,
}

pub(super) fn run(command: &Faq, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Faq::Search(arguments) => search(output, arguments),
        Faq::Eval(arguments) => super::faq_eval::run(arguments, output),
    }
}

fn search(output: Output, arguments: &Search) -> anyhow::Result<Outcome> {
    let bot = load_bot(output, &arguments.dir)?;
    let language = spoken(&bot.languages, arguments.lang.as_deref())?;
    let runtime = tokio_runtime()?;
    let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
    let texts = FaqIndex::texts(&bot.faq, &language);
    let vectors = TextVectors::last_of(understanding.vectors(output, &texts)?);
    let index = FaqIndex::build(&bot.faq, &language, &vectors)?;
    let question = runtime.block_on(understanding.inference.encode(arguments.question.clone()))?;
    let ranked = index.search(&arguments.question, &question.vector, arguments.limit)?;
    let answer = index.answer(&arguments.question, &question.vector)?;
    if output.is_json() {
        let words = |entry: &RankedEntry| index.shared_words(&entry.question, &arguments.question).join(" ");
        let entries: Vec<serde_json::Value> = ranked.iter().map(|entry| entry_json(entry, &words(entry))).collect();
        let answer = answer.map(|hit| hit.id);
        output.json(&serde_json::json!({ "question": arguments.question, "lang": language, "answer": answer, "ranked": entries }))?;
        return Ok(Outcome::Fine);
    }
    for entry in &ranked {
        output.line(format_args!("{:>5.1} %  {}  ({})", entry.confidence * 100.0, entry.id, entry.question));
    }
    match answer {
        Some(hit) => output.line(format_args!("answer: {}", hit.answer)),
        None => output.line("answer: none fits well enough"),
    }
    Ok(Outcome::Fine)
}

/// An entry with why it stands where it does: the cosines of the closest question and of the answer, and the question's words that were asked.
fn entry_json(entry: &RankedEntry, words: &str) -> serde_json::Value {
    serde_json::json!({
        "id": entry.id,
        "answer": entry.answer,
        "confidence": entry.confidence,
        "score": entry.score,
        "cosine": entry.cosine,
        "answer_cosine": entry.answer_cosine,
        "lexical": entry.lexical,
        "shared_words": words,
        "question": entry.question,
    })
}
