//! `inbox list|purge`: unanswered messages, redacted and linked to nobody.

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::render::Output;
use super::store::{StoreFlag, read_personal, wait};
use crate::store::Access;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists unanswered messages with how often they were seen.
    List {
        #[command(flatten)]
        store: StoreFlag,
    },
    /// Removes all messages that hold a text.
    Purge {
        #[command(flatten)]
        store: StoreFlag,
        /// The text, whatever its case: always `-`, the value is read from stdin.
        #[arg(long = "match", value_name = "-", allow_hyphen_values = true)]
        text: String,
    },
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Command::List { store } => {
            let items = wait(store.open(Access::Read)?.inbox())?;
            if output.is_json() {
                output.json(&json!({ "items": items }))?;
            } else {
                for item in items {
                    output.line(format_args!("{:>4} {} {} {} {}", item.count, item.last_week, item.bot, item.language, item.text));
                }
            }
        }
        Command::Purge { store, text } => {
            let text = read_personal("--match", text)?;
            let removed = wait(store.open(Access::Write)?.purge_inbox(&text))?;
            if output.is_json() {
                output.json(&json!({ "removed": removed }))?;
            } else {
                output.line(format_args!("{removed} removed"));
            }
        }
    }
    Ok(Outcome::Fine)
}
