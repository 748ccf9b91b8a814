//! Lines that somebody types, with editing and a history on a terminal; plain lines from a pipe.

use std::io::{BufRead, IsTerminal, Lines, StdinLock};

use anyhow::Context;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

/// Where lines come from. The history is in memory only: what people try out is nobody else's business.
pub(super) enum Prompt {
    /// Somebody at a terminal.
    Terminal(Box<DefaultEditor>),
    /// A pipe or a file: nothing is prompted.
    Pipe(Lines<StdinLock<'static>>),
}

impl Prompt {
    /// A terminal if stdin and stdout are one.
    pub(super) fn open() -> anyhow::Result<Self> {
        if std::io::stdin().is_terminal() && super::render::stdout_is_terminal() {
            let editor = DefaultEditor::new().context("the terminal can't be used")?;
            return Ok(Self::Terminal(Box::new(editor)));
        }
        Ok(Self::Pipe(std::io::stdin().lock().lines()))
    }

    /// Whether somebody is there to read hints.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// The next line; none at the end of the input, and after Ctrl-C or Ctrl-D.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<String>> {
        match self {
            Self::Pipe(lines) => lines.next().transpose().context("stdin could not be read as UTF-8 lines"),
            Self::Terminal(editor) => match editor.readline("> ") {
                Ok(line) => {
                    editor.add_history_entry(&line)?;
                    Ok(Some(line))
                }
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => Ok(None),
                Err(error) => Err(error).context("the terminal could not be read"),
            },
        }
    }
}
