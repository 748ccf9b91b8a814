//! `sottovoce check`: all findings of a bot folder.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::render::{Failure, Output};
use super::{Outcome, advice, models_of_bots};
use crate::bot::{self, Folder, FolderError, Loaded};
use crate::diagnostics::{Diagnostic, Severity, render};

/// What `check` is asked to do.
#[derive(clap::Args)]
pub(super) struct Check {
    /// The bot folder.
    dir: PathBuf,
}

impl Check {
    /// Prints all findings. Tips alone are fine.
    pub(super) fn run(&self, output: Output) -> anyhow::Result<Outcome> {
        let folder = read_folder(&self.dir)?;
        let Loaded { bot, findings } = bot::load(&folder);
        let todo = bot.map(|bot| advice::kept(&bot, &models_of_bots())).unwrap_or_default();
        if output.is_json() {
            output.json(&Report { findings: findings.iter().chain(&todo).map(Found::new).collect() })?;
        } else {
            let colour = output.colour_on_stdout();
            for finding in &findings {
                output.line(render(finding, colour));
            }
            if !todo.is_empty() {
                output.line("What the last training of these very examples advises, the most useful first:");
                output.line(advice::list(&todo));
            }
            output.line(summary(&findings, &folder.name));
        }
        let fine = findings.iter().all(|finding| finding.severity == Severity::Tip);
        Ok(if fine { Outcome::Fine } else { Outcome::Found })
    }
}

/// The files of a bot; a failure with a way out if there is none.
pub(super) fn read_folder(dir: &Path) -> anyhow::Result<Folder> {
    Folder::read(dir).map_err(|error| {
        let help = match &error {
            FolderError::Missing { .. } => "check the path",
            FolderError::NotAFolder { .. } => "name the folder that holds bot.yaml",
            FolderError::Unreadable { .. } => "check the folder's permissions",
            FolderError::NoBot { .. } => "name the folder that holds bot.yaml, or write one that begins with `sottovoce: 1`",
            FolderError::TooLarge { .. } => "move everything that is no part of the bot out of the folder",
        };
        Failure::new(error.to_string(), help).into()
    })
}

/// How many findings of each kind, in one line.
fn summary(findings: &[Diagnostic], folder: &str) -> String {
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Tip, "tip")].map(|(severity, name)| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { format!("no findings in {folder}") } else { format!("{} in {folder}", counts.join(", ")) }
}

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Found<'a>>,
}

/// A finding as programs read it.
#[derive(Serialize)]
pub(super) struct Found<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<&'a str>,
}

impl<'a> Found<'a> {
    pub(super) fn new(finding: &'a Diagnostic) -> Self {
        let span = finding.labels.first().map(|label| &label.span);
        let place = span.map(crate::diagnostics::Span::line_and_column);
        Self {
            code: finding.code,
            severity: finding.severity.as_str(),
            message: &finding.message,
            file: span.map(|span| span.source.path.as_str()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            help: finding.help.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Source, Span};

    fn span() -> Span {
        Span { source: Source::new("flows/a.yaml", "a: 1\nb: 2\n"), range: 5..6 }
    }

    #[test]
    fn the_last_line_counts_what_was_found() {
        assert_eq!(summary(&[], "flows/recruitment"), "no findings in flows/recruitment");
        let (error, warning) = (Diagnostic::error("x", "x", &span()), Diagnostic::warning("x", "x", &span()));
        assert_eq!(summary(&[error.clone(), error, warning], "mine"), "2 errors, 1 warning in mine");
    }

    #[test]
    fn programs_read_code_severity_message_place_and_help() {
        let found = Diagnostic::error("unknown-key", "unknown key `b`", &span()).help("did you mean `a`?");
        let json = serde_json::to_string(&Report { findings: vec![Found::new(&found)] }).unwrap();
        let expected = r#"{"findings":[{"code":"unknown-key","severity":"error","message":"unknown key `b`","file":"flows/a.yaml","line":2,"column":1,"help":"did you mean `a`?"}]}"#;
        assert_eq!(json, expected);
    }

    #[test]
    fn a_folder_that_is_no_bot_comes_with_a_way_out() {
        let directory = tempfile::tempdir().unwrap();
        let error = read_folder(directory.path()).unwrap_err();
        let failure = error.downcast_ref::<Failure>().unwrap();
        assert!(failure.message.ends_with("has no bot.yaml, so it is not a bot"), "{}", failure.message);
        assert_eq!(failure.help, "name the folder that holds bot.yaml, or write one that begins with `sottovoce: 1`");
    }
}
