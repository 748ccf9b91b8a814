//! The command line: argv to plain data, then one file per command.
//!
//! Data on stdout, all else on stderr; exit 0 fine, 1 findings or failed tests, 2 could not run.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod check;
mod eval;
mod models;
mod render;
mod sentences;
mod train;

use render::{Format, Output};

/// A self-hosted chatbot engine that says what it does with people's data and can prove it.
#[derive(Parser)]
#[command(name = "sottovoce", version, max_term_width = 100)]
struct Arguments {
    /// How results are printed.
    #[arg(long, value_enum, default_value = "text", global = true)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

/// The encoder when none is named.
const DEFAULT_ENCODER: &str = "all-MiniLM-L6-v2";

#[derive(Subcommand)]
enum Command {
    /// Prints everything that is wrong with a bot folder.
    Check(check::Check),
    /// Fits the intent classifier on a CSV file.
    Train(train::Arguments),
    /// Measures an intent classifier on labelled rows.
    Eval(eval::Arguments),
    /// Encoders by pinned SHA-256.
    #[command(subcommand)]
    Models(models::Models),
}

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well: exit 0.
    Fine,
    /// Findings or failed tests: exit 1.
    Found,
}

/// Runs the command line and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return render::usage(&error),
    };
    let output = Output::new(arguments.format);
    let result: anyhow::Result<Outcome> = match arguments.command {
        Command::Check(command) => command.run(output),
        Command::Train(arguments) => train::run(&arguments, output),
        Command::Eval(arguments) => eval::run(&arguments, output),
        Command::Models(command) => models::run(command, output),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) => {
            output.failure(&error);
            ExitCode::from(2)
        }
    }
}
