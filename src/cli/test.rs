//! `test`: runs a bot's conversation tests and prints what was expected and what came.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};

use super::Outcome;
use super::coverage::Coverage;
use super::junit::{Case, Suite};
use super::rehearsal::{Miss, Turn, rehearse};
use super::render::{Format, Output, formats};
use super::setup::{InferenceBounds, Understanding, count, load_bot, tokio_runtime};
use crate::bot::ConversationTest;
use crate::domain::Language;
use crate::http::{replies_json, view_json};
use crate::runtime::Footprint;

#[derive(Args)]
pub(super) struct Arguments {
    /// The bot folder.
    dir: PathBuf,
    /// Only tests whose name holds this text.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Print how much of the flows the tests reach, and each line that none does.
    #[arg(long)]
    coverage: bool,
    /// Exit 1 if fewer percent of the steps ran; prints the coverage too.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// Print what was said in each test.
    #[arg(long)]
    transcript: bool,
    /// How results are printed.
    #[arg(long, value_parser = formats(&[Format::Text, Format::Json, Format::Junit]), default_value = "text")]
    format: Format,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    number.ok_or_else(|| "a number from 0 to 100 is needed".to_owned())
}

/// A test and what came of it.
struct Tested<'a> {
    test: &'a ConversationTest,
    misses: Vec<Miss>,
    /// The language that it began in.
    language: &'a Language,
    /// What was said before the first step, and in the steps.
    said: (Vec<Turn>, Vec<Turn>),
    seconds: f64,
}

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let runtime = tokio_runtime()?;
    let bot = load_bot(output, &arguments.dir)?;
    let tests: Vec<ConversationTest> =
        bot.tests.iter().filter(|test| arguments.name.as_ref().is_none_or(|part| test.name.contains(part))).cloned().collect();
    let mut understanding = runtime.block_on(Understanding::start(output, &bot.encoder, InferenceBounds::reproducible()))?;
    let (brain, _) = understanding.prepare(output, bot, Some(super::models_of_bots()), false)?;
    let brain = Arc::new(brain);
    let bar = output.progress("testing", tests.len() as u64);
    let (mut results, mut trail) = (Vec::new(), BTreeSet::<Footprint>::new());
    for test in &tests {
        let start = Instant::now();
        let rehearsed = runtime.block_on(rehearse(&brain, &understanding.inference, test))?;
        trail.extend(rehearsed.trail);
        let said = (rehearsed.before, rehearsed.turns);
        let language = brain.language(test.given.language.as_ref());
        results.push(Tested { test, language, misses: rehearsed.misses, said, seconds: start.elapsed().as_secs_f64() });
        bar.inc(1);
    }
    bar.finish_and_clear();
    let coverage = Coverage::new(&brain.bot.flows, &trail);
    let failed = results.iter().filter(|tested| !tested.misses.is_empty()).count();
    match arguments.format {
        Format::Json => {
            let tests: Vec<Value> = results.iter().map(|tested| as_json(tested, arguments.transcript)).collect();
            output.json(&json!({"passed": results.len() - failed, "failed": failed, "tests": tests, "coverage": coverage}))?;
        }
        Format::Junit => output.line(Suite { name: brain.bot.name.as_str(), cases: results.iter().map(as_case).collect() }),
        Format::Text | Format::Mermaid | Format::Dot => {
            for tested in &results {
                show(output, tested, arguments.transcript);
            }
            if arguments.coverage || arguments.min_coverage.is_some() {
                coverage.show(output);
            }
            output.line(format_args!("{}, {} passed, {failed} failed", count(results.len(), "test"), results.len() - failed));
        }
    }
    let enough = arguments.min_coverage.is_none_or(|percent| coverage.reaches(percent));
    if let (false, Some(percent)) = (enough, arguments.min_coverage) {
        output.note(format_args!("fewer than {percent} % of the steps are covered"));
    }
    Ok(if failed == 0 && enough { Outcome::Fine } else { Outcome::Found })
}

fn show(output: Output, Tested { test, misses, said, .. }: &Tested, transcript: bool) {
    output.line(format_args!("{} {}", if misses.is_empty() { "ok  " } else { "FAIL" }, test.name));
    let in_words = |message: &Value| match (message["text"].as_str(), message["choice"].as_str()) {
        (Some(text), _) => text.to_owned(),
        (None, choice) => format!("[{}]", choice.unwrap_or_default()),
    };
    // Of a failed test what was said up to the first wrong step is shown in any case.
    let turns = match misses.first() {
        _ if transcript => said.1.as_slice(),
        Some(miss) => said.1.get(..miss.turns).unwrap_or_default(),
        None => &[],
    };
    for turn in turns {
        output.line(format_args!("       you: {}", turn.message.as_ref().map(in_words).unwrap_or_default()));
        for reply in &turn.answer.replies {
            output.line(format_args!("       bot: {}", reply.text));
            for shown in reply.in_words().into_iter().chain(reply.choices.iter().map(|choice| format!("[{}]", choice.title))) {
                output.line(format_args!("            {shown}"));
            }
        }
    }
    // What follows a wrong step is mostly wrong because of it.
    let (first, later): (Vec<&Miss>, Vec<&Miss>) =
        misses.iter().partition(|miss| Some(miss.step) == misses.first().map(|first| first.step));
    for miss in first {
        output.line(format_args!("       {}:{}, step {}", test.span.source.path, miss.line, miss.step));
        output.line(format_args!("       expected  {}", miss.expected));
        output.line(format_args!("       but       {}", miss.actual));
    }
    if !later.is_empty() {
        output.line(format_args!("       and {} not met in later steps", count(later.len(), "expectation")));
    }
}

fn as_json(Tested { test, misses, language, said, .. }: &Tested, transcript: bool) -> Value {
    let mut all = json!({"name": test.name, "file": test.span.source.path, "passed": misses.is_empty(), "failures": misses});
    if transcript {
        let turn = |turn: &Turn| {
            let Turn { message, answer } = turn;
            json!({"message": message, "messages": replies_json(&answer.replies), "conversation": view_json(&answer.view)})
        };
        all["lang"] = json!(language);
        all["turns"] = said.0.iter().chain(&said.1).map(turn).collect();
    }
    all
}

fn as_case<'a>(Tested { test, misses, seconds, .. }: &'a Tested) -> Case<'a> {
    let (line, _) = test.span.line_and_column();
    Case { name: &test.name, file: &test.span.source.path, line, seconds: *seconds, misses }
}
