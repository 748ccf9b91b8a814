//! The command line: argv to plain data, then one file per command.
//!
//! Data on stdout, all else on stderr; exit 0 fine, 1 findings or failed tests, 2 could not run.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod advice;
mod chat;
mod check;
mod completions;
mod coverage;
mod eval;
mod explain;
mod faq;
mod faq_eval;
#[cfg(feature = "rust-bert")]
mod finetune;
mod graph;
mod inbox;
mod ip_mask;
mod junit;
mod keys;
mod lines;
mod models;
mod new;
mod parse;
mod prompt;
mod redact;
mod rehearsal;
mod render;
mod selftest;
mod sentences;
mod serve;
mod settings;
mod setup;
mod store;
mod subject;
mod sweep;
mod test;
#[cfg(feature = "test-clock")]
mod test_clock;
mod token;
mod train;
mod typed;
mod url_check;

use render::{Format, Output};

/// A self-hosted chatbot engine that says what it does with people's data and can prove it.
#[derive(Parser)]
#[command(name = "sottovoce", version, max_term_width = 100)]
struct Arguments {
    /// How results are printed.
    #[arg(long, value_parser = render::formats(&[Format::Text, Format::Json]), default_value = "text", global = true)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

/// Where commands keep the models of bots: beside the server's data.
fn models_of_bots() -> PathBuf {
    PathBuf::from("./data/bots")
}

#[derive(Subcommand)]
enum Command {
    /// Fetches the encoder, trains the example bots and serves them with a chat page.
    Demo(serve::DemoArguments),
    /// Serves the bots of a folder.
    Serve(serve::ServeArguments),
    /// Makes a bot folder to begin with.
    New(new::Arguments),
    /// Prints everything that is wrong with a bot folder.
    Check(check::Check),
    /// Runs a bot's conversation tests.
    Test(test::Arguments),
    /// Draws a bot's flows.
    Graph(graph::Arguments),
    /// Talks to a bot in the terminal; nothing is stored.
    Chat(chat::Arguments),
    /// Fits the intent classifier of a bot, or on a CSV file.
    Train(train::Arguments),
    /// Prints what an utterance means, as JSON.
    Parse(parse::Arguments),
    /// Measures an intent classifier on labelled rows.
    Eval(Box<eval::Arguments>),
    /// Lets an encoder learn from the examples of a bot, or of a CSV file.
    #[cfg(feature = "rust-bert")]
    Finetune(finetune::Arguments),
    /// Sentence encoders.
    #[command(subcommand)]
    Models(models::Models),
    /// The root key.
    #[command(subcommand)]
    Keys(keys::Command),
    /// The people the store knows.
    #[command(subcommand)]
    Subject(subject::Command),
    /// The sealed store.
    #[command(subcommand)]
    Store(store::Command),
    /// Erases what is past its time.
    Sweep(sweep::Sweep),
    /// The settings of the server.
    #[command(subcommand)]
    Config(settings::Config),
    /// Tokens for the API.
    #[command(subcommand)]
    Token(token::Command),
    /// Unanswered messages, redacted and linked to nobody.
    #[command(subcommand)]
    Inbox(inbox::Command),
    /// The questions a bot answers by itself.
    #[command(subcommand)]
    Faq(faq::Faq),
    /// Cuts personal data out of the lines on stdin.
    Redact(redact::Redact),
    /// Masks the IP addresses on stdin, one a line.
    IpMask(ip_mask::IpMask),
    /// Checks of the program itself.
    #[command(subcommand)]
    Selftest(selftest::Command),
    /// Says whether actions may call the addresses on stdin, one a line; sends nothing.
    UrlCheck(url_check::UrlCheck),
    /// Prints what a shell needs to complete these commands.
    Completions(completions::Completions),
    /// Prints the man page of the program, or of a command.
    Man(completions::Man),
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
    crate::telemetry::start(crate::config::log_filter().as_deref());
    let result: anyhow::Result<Outcome> = match arguments.command {
        Command::Demo(arguments) => serve::demo(arguments, output),
        Command::Serve(arguments) => serve::serve(arguments, output),
        Command::New(arguments) => new::run(&arguments, output),
        Command::Check(command) => command.run(output),
        Command::Test(arguments) => test::run(&arguments, output),
        Command::Graph(arguments) => graph::run(&arguments, output),
        Command::Chat(arguments) => chat::run(&arguments, output),
        Command::Train(arguments) => train::run(&arguments, output),
        Command::Parse(arguments) => parse::run(&arguments, output),
        Command::Eval(arguments) => eval::run(&arguments, output),
        #[cfg(feature = "rust-bert")]
        Command::Finetune(arguments) => finetune::run(&arguments, output),
        Command::Models(command) => models::run(command, output),
        Command::Keys(command) => keys::run(&command, output),
        Command::Subject(command) => subject::run(&command, output),
        Command::Store(command) => store::run(&command, output),
        Command::Sweep(command) => command.run(output),
        Command::Inbox(command) => inbox::run(&command, output),
        Command::Faq(command) => faq::run(&command, output),
        Command::Redact(command) => redact::run(&command, output),
        Command::IpMask(_) => ip_mask::run(output),
        Command::Config(command) => settings::run(command, output),
        Command::UrlCheck(arguments) => url_check::run(arguments, output),
        Command::Token(command) => token::run(&command, output),
        Command::Selftest(command) => selftest::run(&command, output),
        Command::Completions(arguments) => completions::completions(&arguments, output),
        Command::Man(arguments) => completions::man(&arguments, output),
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The commands that run something, by their words.
    fn leaves(command: &clap::Command, words: &str, found: &mut Vec<(String, clap::Command)>) {
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            let words = format!("{words} {}", below.get_name());
            if below.has_subcommands() { leaves(below, &words, found) } else { found.push((words.trim().to_owned(), below.clone())) }
        }
    }

    #[test]
    fn every_command_knows_the_format_json() {
        let mut command = Arguments::command();
        command.build();
        let mut found = Vec::new();
        leaves(&command, "", &mut found);
        assert!(found.len() > 30, "{} commands", found.len());
        for (words, command) in &found {
            let format = command.get_arguments().find(|argument| argument.get_id() == "format");
            let values = format.map(clap::Arg::get_possible_values).unwrap_or_default();
            assert!(values.iter().any(|value| value.get_name() == "json"), "`{words}` has no --format json");
        }
    }
}
