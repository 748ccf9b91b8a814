//! The binary: argv → [`sottovoce::cli::run`] → exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    sottovoce::cli::run(std::env::args_os())
}
