//! `test`: runs a bot's conversation tests and prints what was expected and what came.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::Outcome;
use super::rehearsal::{Miss, rehearse};
use super::render::Output;
use super::setup::{InferenceBounds, Understanding, count, load_bot, tokio_runtime};
use crate::bot::ConversationTest;

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder.
    dir: PathBuf,
    /// Only tests whose name holds this text.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let runtime = tokio_runtime()?;
    let bot = load_bot(output, &arguments.dir)?;
    let tests: Vec<ConversationTest> =
        bot.tests.iter().filter(|test| arguments.name.as_ref().is_none_or(|part| test.name.contains(part))).cloned().collect();
    let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::default()))?;
    let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
    let brain = Arc::new(brain);
    let bar = output.progress("testing", tests.len() as u64);
    let mut results = Vec::new();
    for test in &tests {
        results.push((test, runtime.block_on(rehearse(&brain, &understanding.inference, test))?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let failed = results.iter().filter(|(_, misses)| !misses.is_empty()).count();
    if output.is_json() {
        let tests: Vec<Value> = results.iter().map(|(test, misses)| as_json(test, misses)).collect();
        output.json(&json!({"passed": results.len() - failed, "failed": failed, "tests": tests}))?;
    } else {
        for (test, misses) in &results {
            show(output, test, misses);
        }
        output.line(format_args!("{}, {} passed, {failed} failed", count(results.len(), "test"), results.len() - failed));
    }
    Ok(if failed == 0 { Outcome::Fine } else { Outcome::Found })
}

fn show(output: Output, test: &ConversationTest, misses: &[Miss]) {
    output.line(format_args!("{} {}", if misses.is_empty() { "ok  " } else { "FAIL" }, test.name));
    for miss in misses {
        output.line(format_args!("       {}:{}, step {}", test.span.source.path, miss.line, miss.step));
        output.line(format_args!("       expected  {}", miss.expected));
        output.line(format_args!("       but       {}", miss.actual));
    }
}

fn as_json(test: &ConversationTest, misses: &[Miss]) -> Value {
    json!({"name": test.name, "file": test.span.source.path, "passed": misses.is_empty(), "failures": misses})
}
