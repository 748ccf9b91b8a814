//! Lines from stdin, each answered on its own.

use std::io::BufRead;

use anyhow::Context;

use super::render::{Failure, Output};

/// Calls `answer` for each line, without its line end. A line that is not UTF-8 is reported and the others are still
/// answered; then the command fails.
pub(super) fn for_each(output: Output, mut answer: impl FnMut(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut unreadable = 0_usize;
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("stdin could not be read")?;
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        if let Ok(text) = std::str::from_utf8(line) {
            answer(text)?;
            continue;
        }
        unreadable += 1;
        let error = format!("line {} is not UTF-8", number + 1);
        if output.is_json() {
            output.json(&serde_json::json!({ "error": error }))?;
        }
        output.note(format_args!("error: {error}"));
    }
    match unreadable {
        0 => Ok(()),
        1 => Err(Failure::new("1 line is not UTF-8", "convert the input, for example with `iconv -t UTF-8`").into()),
        more => Err(Failure::new(format!("{more} lines are not UTF-8"), "convert the input, for example with `iconv -t UTF-8`").into()),
    }
}
