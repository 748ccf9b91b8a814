//! `store check|dump|stat`, and how every command opens the store.

use std::future::Future;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use crate::config::StoreAddress;
use crate::domain::{Clock, SystemClock};
use crate::store::{Access, RootKey, Store, StoreError, StoreSettings};

/// Where the store lies.
#[derive(Args)]
pub(super) struct StoreFlag {
    /// Where the store lies: `sqlite:` and its data folder.
    #[arg(long, value_name = "URL", default_value = "sqlite:./data")]
    store: StoreAddress,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Opens every key and record; exits 1 when one cannot be read or has lost its key.
    Check {
        #[command(flatten)]
        store: StoreFlag,
        /// Also exits 1 when anything lies in clear that should not.
        #[arg(long)]
        assert_sealed: bool,
    },
    /// Prints every key row and record as JSON lines.
    Dump {
        #[command(flatten)]
        store: StoreFlag,
        /// Says that you want to see stored values.
        #[arg(long)]
        decrypt: bool,
    },
    /// Counts people, keys and records.
    Stat {
        #[command(flatten)]
        store: StoreFlag,
    },
}

impl StoreFlag {
    /// The data folder.
    pub(super) fn data_dir(&self) -> &Path {
        &self.store.data_dir
    }

    /// Opens the store with the root key of the configuration.
    pub(super) fn open(&self, access: Access) -> anyhow::Result<Store> {
        open(&self.store.data_dir, &crate::config::root_key_file(), access, SystemClock.now())
    }
}

/// Opens a store with the root key in a file.
pub(super) fn open(data_dir: &Path, root_key_file: &Path, access: Access, now: Timestamp) -> anyhow::Result<Store> {
    let root = read_root_key(root_key_file, data_dir)?;
    let settings = StoreSettings::new(data_dir, root, access);
    #[cfg(feature = "test-clock")]
    let settings = StoreSettings { synchronous: crate::config::test_synchronous(), ..settings };
    Store::open(settings, now).map_err(explain)
}

/// Reads a root key.
pub(super) fn read_root_key(file: &Path, data_dir: &Path) -> anyhow::Result<RootKey> {
    let help = "`sottovoce keys init` makes a root key; SOTTOVOCE_ROOT_KEY_FILE says where it lies";
    RootKey::read(file, data_dir).map_err(|error| Failure::new(error.to_string(), help).into())
}

/// Adds the way out to what the store says.
pub(super) fn explain(error: StoreError) -> anyhow::Error {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other errors say by themselves how to go on, or leave no way")]
    let help = match &error {
        StoreError::NoFolder { .. } => "`sottovoce keys init` makes the data folder and the root key",
        StoreError::NoStore { .. } => "`sottovoce serve` makes the store when it starts",
        StoreError::Locked { .. } => {
            "stop that process first, or ask the server: the routes under /v1/tenants/default erase people, purge the inbox and sweep while it runs"
        }
        StoreError::WrongRootKey { .. } => "SOTTOVOCE_ROOT_KEY_FILE must name the key that the store was made with",
        StoreError::Corrupt { .. } | StoreError::Missing { .. } | StoreError::Unpaired => {
            "restore the data file from a backup, beside the newest keys file"
        }
        StoreError::NotWritable { .. } | StoreError::Io { .. } => "check owner, mode and free space of the data folder",
        _ => return error.into(),
    };
    Failure::new(error.to_string(), help).into()
}

/// Waits for the store.
pub(super) fn wait<T>(answer: impl Future<Output = Result<T, StoreError>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().context("cannot start the runtime")?;
    runtime.block_on(answer).map_err(explain)
}

/// Reads a personal value from stdin; on the command line it would stand in process lists and shell histories.
pub(super) fn read_personal(flag: &str, given: &str) -> anyhow::Result<String> {
    if given != "-" {
        let message = format!("{flag} is personal data and not taken from the command line");
        return Err(Failure::new(message, format!("give `{flag} -` and write the value to stdin")).into());
    }
    let mut text = String::new();
    // One byte more than anybody's id or sentence has is enough to refuse it.
    let read = std::io::stdin().take(1 << 16).read_to_string(&mut text);
    read.map_err(|_| Failure::new("stdin is no text", "write the value in UTF-8"))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Failure::new("stdin is empty", format!("write the value of {flag} to stdin")).into());
    }
    Ok(text.to_owned())
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Command::Check { store, assert_sealed } => check(store, *assert_sealed, output),
        Command::Dump { store, decrypt } => dump(store, *decrypt, output),
        Command::Stat { store } => stat(store, output),
    }
}

fn check(store: &StoreFlag, assert_sealed: bool, output: Output) -> anyhow::Result<Outcome> {
    let checked = wait(store.open(Access::Read)?.check())?;
    let (records, unreadable, orphans) = (checked.records, checked.unreadable.len(), checked.orphans);
    if output.is_json() {
        output.json(&json!({ "records": records, "unreadable": unreadable, "orphans": orphans, "unsealed": checked.unsealed }))?;
    } else {
        output.line(format_args!("{records} records, {unreadable} unreadable, {orphans} without a key"));
    }
    for record in &checked.unreadable {
        output.note(format_args!("unreadable: {record}"));
    }
    for place in &checked.unsealed {
        output.note(format_args!("in clear: {place}"));
    }
    let sealed = checked.unsealed.is_empty() || !assert_sealed;
    Ok(if unreadable == 0 && orphans == 0 && sealed { Outcome::Fine } else { Outcome::Found })
}

fn dump(store: &StoreFlag, decrypt: bool, output: Output) -> anyhow::Result<Outcome> {
    if !decrypt {
        return Err(Failure::new("a dump shows personal data", "say `store dump --decrypt` if you mean it").into());
    }
    let store = store.open(Access::Read)?;
    for line in wait(store.dump_keys())? {
        output.json(&line)?;
    }
    let mut after = None;
    loop {
        let page = wait(store.dump_page(after))?;
        for line in &page.lines {
            output.json(line)?;
        }
        if page.next.is_none() {
            return Ok(Outcome::Fine);
        }
        after = page.next;
    }
}

fn stat(store: &StoreFlag, output: Output) -> anyhow::Result<Outcome> {
    let stat = wait(store.open(Access::Read)?.stat())?;
    if output.is_json() {
        output.json(&stat)?;
    } else {
        output.line(format_args!(
            "{} people, {} keys, {} records, {} sealed bytes",
            stat.subjects, stat.keys, stat.records, stat.sealed_bytes
        ));
        for (kind, records) in &stat.by_type {
            output.line(format_args!("{records:>8} {kind}"));
        }
    }
    Ok(Outcome::Fine)
}
