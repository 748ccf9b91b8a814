//! `url-check`: whether actions may call the addresses on stdin, decided without sending a packet.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::render::Output;
use super::settings::SettingsFlags;
use super::{Outcome, lines};
use crate::outbound::Outbound;

#[derive(Args)]
pub(super) struct UrlCheck {
    /// The settings file whose `outbound.allow` counts; without it `sottovoce.yaml`, if there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A private `host:port` that may be called, such as 127.0.0.1:8081, beside those of the settings.
    #[arg(long = "allow", value_name = "HOST:PORT")]
    allowed: Vec<String>,
}

pub(super) fn run(arguments: UrlCheck, output: Output) -> anyhow::Result<Outcome> {
    let settings = SettingsFlags { config: arguments.config, ..SettingsFlags::default() }.read(output)?;
    let outbound = Outbound::new(settings.outbound_allowed.into_iter().chain(arguments.allowed));
    let mut outcome = Outcome::Fine;
    lines::for_each(output, |text| {
        let refused = outbound.decide(text).err().map(|error| error.to_string());
        if refused.is_some() {
            outcome = Outcome::Found;
        }
        if output.is_json() {
            return output.json(&json!({"input": text, "allowed": refused.is_none(), "reason": refused}));
        }
        match refused {
            None => output.line("allowed"),
            Some(reason) => output.line(format_args!("refused: {reason}")),
        }
        Ok(())
    })?;
    Ok(outcome)
}
