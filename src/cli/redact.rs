//! `redact`: lines on stdin without the personal data in them.

use clap::Args;

use super::render::{Format, Output};
use super::{Outcome, lines};
use crate::domain::Language;
use crate::privacy::redact::redact;

#[derive(Args)]
pub(super) struct Redact {
    /// The same as `--format json`.
    #[arg(long)]
    json: bool,
    /// The language of the texts; for now all detectors run on texts of every language.
    #[arg(long, value_parser = |text: &str| Language::new(text))]
    lang: Option<Language>,
}

pub(super) fn run(arguments: &Redact, output: Output) -> anyhow::Result<Outcome> {
    let output = if arguments.json { Output::new(Format::Json) } else { output };
    lines::for_each(output, |text| {
        let redacted = redact(text);
        if output.is_json() {
            output.json(&redacted)?;
        } else {
            output.line(redacted.text);
        }
        Ok(())
    })?;
    Ok(Outcome::Fine)
}
