//! `ip-mask`: the stored form of the addresses on stdin.

use clap::Args;

use super::render::Output;
use super::{Outcome, lines};
use crate::privacy::ip::mask_text;

#[derive(Args)]
pub(super) struct IpMask {}

pub(super) fn run(output: Output) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Fine;
    let mut number = 0_usize;
    lines::for_each(output, |text| {
        number += 1;
        let masked = mask_text(text);
        match (&masked, output.is_json()) {
            (Some(masked), true) => output.json(&serde_json::json!({ "input": text, "output": masked }))?,
            (Some(masked), false) => output.line(masked),
            (None, true) => output.json(&serde_json::json!({ "input": text, "output": null, "error": "not an IP address" }))?,
            (None, false) => output.note(format_args!("error: line {number} is not an IP address")),
        }
        if masked.is_none() {
            outcome = Outcome::Found;
        }
        Ok(())
    })?;
    Ok(outcome)
}
