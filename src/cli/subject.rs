//! `subject list|show|export|erase`: the people the store knows, by pseudonym or by channel id.

use clap::{Args, Subcommand};
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use super::store::{StoreFlag, read_personal, wait};
use crate::domain::{BotName, ChannelAddress, Clock, SystemClock};
use crate::store::{Access, Store, SubjectHandle, SubjectSummary};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists pseudonyms with their purposes.
    List {
        #[command(flatten)]
        store: StoreFlag,
    },
    /// Prints the pseudonym of a channel id and what is kept under it.
    Show {
        #[command(flatten)]
        store: StoreFlag,
        #[command(flatten)]
        address: Address,
    },
    /// Prints everything kept on a person as JSON.
    Export {
        #[command(flatten)]
        store: StoreFlag,
        #[command(flatten)]
        person: Person,
    },
    /// Erases everything kept on a person and prints the receipt; a repetition prints the same.
    Erase {
        #[command(flatten)]
        store: StoreFlag,
        #[command(flatten)]
        person: Person,
        /// Only at this bot.
        #[arg(long)]
        bot: Option<String>,
    },
}

/// A person as a channel knows them.
#[derive(Args)]
pub(super) struct Address {
    /// The channel, such as `web` or `api`.
    #[arg(long)]
    channel: String,
    /// The channel's id of the person: always `-`, the value is read from stdin.
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    id: String,
}

/// A person, by pseudonym or as a channel knows them.
#[derive(Args)]
pub(super) struct Person {
    /// The pseudonym: 32 hexadecimal digits.
    #[arg(required_unless_present = "channel", conflicts_with = "channel")]
    pseudonym: Option<String>,
    /// The channel, such as `web` or `api`.
    #[arg(long, requires = "id")]
    channel: Option<String>,
    /// The channel's id of the person: always `-`, the value is read from stdin.
    #[arg(long, value_name = "-", requires = "channel", allow_hyphen_values = true)]
    id: Option<String>,
}

impl Address {
    fn subject(&self, store: &Store) -> anyhow::Result<SubjectHandle> {
        subject_of(store, &self.channel, &self.id)
    }
}

impl Person {
    fn subject(&self, store: &Store) -> anyhow::Result<SubjectHandle> {
        match (&self.pseudonym, &self.channel, &self.id) {
            (None, Some(channel), Some(id)) => subject_of(store, channel, id),
            (pseudonym, ..) => {
                let subject = pseudonym.as_deref().and_then(SubjectHandle::from_pseudonym);
                let help = "`sottovoce subject list` shows the pseudonyms";
                subject.ok_or_else(|| Failure::new("a pseudonym has 32 hexadecimal digits", help).into())
            }
        }
    }
}

fn subject_of(store: &Store, channel: &str, id: &str) -> anyhow::Result<SubjectHandle> {
    let id = read_personal("--id", id)?;
    Ok(store.subject(&ChannelAddress { channel: channel.to_owned(), id }))
}

fn unknown() -> anyhow::Error {
    Failure::new("nothing is known of this person", "`sottovoce subject list` shows who is known").into()
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Command::List { store } => list(store, output),
        Command::Show { store, address } => show(store, address, output),
        Command::Export { store, person } => {
            let store = store.open(Access::Read)?;
            let subject = person.subject(&store)?;
            let export = wait(store.export(&subject))?.ok_or_else(unknown)?;
            if output.is_json() {
                output.json(&export)?;
            } else {
                output.line(serde_json::to_string_pretty(&export)?);
            }
            Ok(Outcome::Fine)
        }
        Command::Erase { store, person, bot } => erase(store, person, bot.as_deref(), output),
    }
}

fn list(store: &StoreFlag, output: Output) -> anyhow::Result<Outcome> {
    let subjects = wait(store.open(Access::Read)?.subjects())?;
    if output.is_json() {
        output.json(&json!({ "subjects": subjects }))?;
    } else {
        for subject in subjects {
            output.line(format_args!("{}  {} records  {}", subject.pseudonym, subject.records, subject.purposes.join(" ")));
        }
    }
    Ok(Outcome::Fine)
}

fn show(store: &StoreFlag, address: &Address, output: Output) -> anyhow::Result<Outcome> {
    let store = store.open(Access::Read)?;
    let subject = address.subject(&store)?;
    let SubjectSummary { pseudonym, purposes, records } = wait(store.summary(&subject))?;
    if output.is_json() {
        output.json(&json!({ "pseudonym": pseudonym, "purposes": purposes, "records": records }))?;
    } else {
        output.line(format_args!("{pseudonym}  {records} records  {}", purposes.join(" ")));
    }
    Ok(Outcome::Fine)
}

fn erase(store: &StoreFlag, person: &Person, bot: Option<&str>, output: Output) -> anyhow::Result<Outcome> {
    let bot = bot.map(BotName::new).transpose()?;
    let store = store.open(Access::Write)?;
    let subject = person.subject(&store)?;
    let now = SystemClock.now();
    let receipt = match &bot {
        Some(bot) => wait(store.erase(&subject, bot, now)),
        None => wait(store.erase_everywhere(&subject, now)),
    };
    let receipt = receipt?.ok_or_else(unknown)?;
    if output.is_json() {
        output.json(&receipt)?;
    } else {
        let (keys, records) = (receipt.keys, receipt.records);
        output.line(format_args!("erased on {}: {keys} keys, {records} records; receipt {}", receipt.erased_on, receipt.receipt));
    }
    Ok(Outcome::Fine)
}
