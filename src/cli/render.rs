//! The only place that writes to stdout and stderr.
#![expect(clippy::unused_self, reason = "whoever writes holds an `Output`: what is printed stays in sight of the format")]

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// How results are printed. Every command knows `text` and `json`; one that knows more declares a `--format` of its own
/// with [`formats`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A Mermaid diagram.
    Mermaid,
    /// A Graphviz diagram.
    Dot,
    /// A `JUnit` report, as continuous integration reads it.
    Junit,
}

/// Reads one of these formats. clap holds the global `--format` and a command's own under one name, so both must have
/// one type.
pub(super) fn formats(allowed: &[Format]) -> impl TypedValueParser<Value = Format> + use<> {
    let names: Vec<PossibleValue> = allowed.iter().filter_map(Format::to_possible_value).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::from_str(&name, false))
}

/// Where a command writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    format: Format,
}

/// A failure with a way out: printed as `error: …` and `help: …`.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    /// What went wrong, in lower case without a full stop.
    pub(super) message: String,
    /// How to go on.
    pub(super) help: String,
}

impl Failure {
    /// A failure with its way out.
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Output {
    pub(super) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether results are wanted as JSON.
    pub(super) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Whether stderr may show colour.
    pub(super) fn colour(self) -> bool {
        std::io::stderr().is_terminal() && !crate::config::no_colour()
    }

    /// Whether stdout may show colour.
    pub(super) fn colour_on_stdout(self) -> bool {
        stdout_is_terminal() && !crate::config::no_colour()
    }

    /// A line of data, on stdout. A closed pipe is no error: the reader has seen enough.
    pub(super) fn line(self, text: impl std::fmt::Display) {
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// Data as one line of JSON, on stdout.
    pub(super) fn json(self, value: &impl Serialize) -> anyhow::Result<()> {
        self.line(serde_json::to_string(value)?);
        Ok(())
    }

    /// A remark, on stderr.
    pub(super) fn note(self, text: impl std::fmt::Display) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Why the command could not run, on stderr.
    pub(super) fn failure(self, error: &anyhow::Error) {
        self.note(format_args!("error: {error:#}"));
        if let Some(failure) = error.chain().find_map(|cause| cause.downcast_ref::<Failure>()) {
            self.note(format_args!("help: {}", failure.help));
        }
    }

    /// A progress bar on stderr; hidden when stderr is no terminal.
    pub(super) fn progress(self, what: &'static str, total: u64) -> ProgressBar {
        let bar = ProgressBar::new(total).with_message(what);
        let style = ProgressStyle::with_template("{msg:>12} [{bar:30}] {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        bar
    }
}

/// Whether somebody reads stdout as it is written.
pub(super) fn stdout_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Prints what clap has to say: help and version on stdout with exit 0, misuse on stderr with exit 2.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let fine = !error.use_stderr();
    let _ = error.print();
    if fine { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
