//! `completions` and `man`: documents that are made from the definitions of the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Outcome;
use super::render::{Failure, Output};

#[derive(Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Args)]
pub(super) struct Man {
    /// The command, such as `models pull`; the whole program when none is named.
    command: Vec<String>,
}

/// Prints the completions of a shell.
pub(super) fn completions(arguments: &Completions, output: Output) -> anyhow::Result<Outcome> {
    let mut command = super::Arguments::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    output.line(String::from_utf8(script)?.trim_end());
    Ok(Outcome::Fine)
}

/// Prints the man page of the program, or of the command that is named.
pub(super) fn man(arguments: &Man, output: Output) -> anyhow::Result<Outcome> {
    let mut command = super::Arguments::command();
    command.build();
    for name in &arguments.command {
        let found = command.find_subcommand(name).cloned();
        command = found.ok_or_else(|| Failure::new(format!("there is no command `{name}`"), "`sottovoce help` lists all commands"))?;
    }
    let mut page = Vec::new();
    let source = concat!("sottovoce ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).source(source).render(&mut page)?;
    output.line(String::from_utf8(page)?.trim_end());
    Ok(Outcome::Fine)
}
