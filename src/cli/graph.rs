//! `sottovoce graph`: a bot's flows as diagrams.

use std::path::PathBuf;

use serde::Serialize;

use super::Outcome;
use super::render::{Failure, Format, Output, formats};
use super::setup::load_bot;
use crate::domain::FlowName;
use crate::flow::Flows;
use crate::flow::chart::{Chart, Dot, Mermaid};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The bot folder.
    dir: PathBuf,
    /// The flow; all when none is named.
    flow: Option<String>,
    /// The flow, as an option.
    #[arg(long = "flow", value_name = "NAME", conflicts_with = "flow")]
    named: Option<String>,
    /// What is drawn.
    #[arg(long, value_parser = formats(&[Format::Mermaid, Format::Dot, Format::Json]), default_value = "mermaid")]
    format: Format,
}

/// The charts as programs read them.
#[derive(Serialize)]
struct Report {
    flows: Vec<Chart>,
}

pub(super) fn run(arguments: &Arguments, output: Output) -> anyhow::Result<Outcome> {
    let bot = load_bot(output, &arguments.dir)?;
    let charts = match arguments.flow.as_ref().or(arguments.named.as_ref()) {
        Some(name) => vec![chart(&bot.flows, name)?],
        None => bot.flows.charts(),
    };
    match arguments.format {
        Format::Json => output.json(&Report { flows: charts })?,
        Format::Dot => output.line(Dot(&charts)),
        Format::Mermaid | Format::Text | Format::Junit => output.line(Mermaid(&charts)),
    }
    Ok(Outcome::Fine)
}

fn chart(flows: &Flows, name: &str) -> anyhow::Result<Chart> {
    let found = FlowName::new(name).ok().and_then(|name| flows.chart(&name));
    found.ok_or_else(|| {
        let names: Vec<&str> = flows.flows.keys().map(FlowName::as_str).collect();
        Failure::new(format!("the bot has no flow `{name}`"), format!("it has {}", names.join(", "))).into()
    })
}
