//! The settings file and the flags over it; `config defaults|show`, which print them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::Outcome;
use super::render::{Failure, Output};
use crate::config::{DEFAULTS, Settings, Shown, StoreAddress};
use crate::diagnostics::{self, Findings};

/// What a server is told on the command line.
#[derive(Args, Default)]
pub(super) struct SettingsFlags {
    /// The settings file; without it `sottovoce.yaml`, if there is one.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The folder whose folders are bots.
    #[arg(long, value_name = "DIR")]
    pub(super) bots: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
    /// The store, such as `sqlite:./data`.
    #[arg(long)]
    pub(super) store: Option<StoreAddress>,
}

#[derive(Subcommand)]
pub(super) enum Config {
    /// Prints a settings file with all defaults and what they mean.
    Defaults,
    /// Prints each setting of `serve` with where it comes from; secrets are hidden.
    Show {
        #[command(flatten)]
        flags: SettingsFlags,
    },
}

impl SettingsFlags {
    /// The settings: defaults, the file, the environment, these flags.
    pub(super) fn read(self, output: Output) -> anyhow::Result<Settings> {
        let mut settings = read_settings(output, self.config.as_deref())?;
        if let Some(bots) = self.bots {
            settings.bots = bots;
            settings.set_by_flag("bots", "--bots");
        }
        if let Some(listen) = self.listen {
            settings.listen = listen;
            settings.set_by_flag("listen", "--listen");
        }
        if let Some(store) = self.store {
            settings.store = store;
            settings.set_by_flag("store", "--store");
        }
        Ok(settings)
    }
}

pub(super) fn run(command: Config, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Config::Defaults if output.is_json() => output.json(&as_json(&Settings::default().shown()))?,
        Config::Defaults => output.line(DEFAULTS.trim_end()),
        Config::Show { flags } => {
            let shown = flags.read(output)?.shown();
            if output.is_json() {
                output.json(&as_json(&shown))?;
            } else {
                for Shown { key, value, origin } in &shown {
                    output.line(format_args!("{key}: {}  # {origin}", as_text(value)));
                }
            }
        }
    }
    Ok(Outcome::Fine)
}

fn as_json(shown: &[Shown]) -> Value {
    let rows = shown.iter().map(|row| json!({"key": row.key, "value": row.value, "from": row.origin.to_string()}));
    json!({"settings": rows.collect::<Vec<_>>()})
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

pub(super) fn read_settings(output: Output, file: Option<&Path>) -> anyhow::Result<Settings> {
    let path = file.unwrap_or(Path::new("sottovoce.yaml"));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Some((path, text)),
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let message = format!("the settings in {} can't be read: {error}", path.display());
            return Err(Failure::new(message, "name a readable UTF-8 file with --config").into());
        }
    };
    let mut findings = Findings::default();
    let settings = Settings::read(text, &mut findings);
    let stop = findings.has_errors();
    for finding in findings.into_sorted() {
        output.note(diagnostics::render(&finding, output.colour()));
    }
    if stop { Err(Failure::new("the settings have mistakes", "mend what is shown above").into()) } else { Ok(settings) }
}
