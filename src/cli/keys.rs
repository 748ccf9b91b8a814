//! `keys init|check`: the root key and what it opens.

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::render::{Failure, Output};
use super::store::{StoreFlag, explain, read_root_key, wait};
use crate::domain::{Clock, SystemClock};
use crate::store::{Access, CheckedKeys, RootKey, RootKeyError, Store, StoreError, StoreSettings, create_folder};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Makes a root key, where `SOTTOVOCE_ROOT_KEY_FILE` says, and an empty data folder.
    Init {
        #[command(flatten)]
        store: StoreFlag,
    },
    /// Reads the root key and opens every key of the store with it.
    Check {
        #[command(flatten)]
        store: StoreFlag,
    },
}

pub(super) fn run(command: &Command, output: Output) -> anyhow::Result<Outcome> {
    match command {
        Command::Init { store } => init(store, output),
        Command::Check { store } => check(store, output),
    }
}

fn init(store: &StoreFlag, output: Output) -> anyhow::Result<Outcome> {
    let (path, data_dir) = (crate::config::root_key_file(), store.data_dir().to_owned());
    if path.starts_with(&data_dir) {
        let help = "set SOTTOVOCE_ROOT_KEY_FILE to a path outside of it";
        return Err(Failure::new(RootKeyError::InsideData { path, data_dir }.to_string(), help).into());
    }
    let help = "an existing root key is checked by `sottovoce keys check`";
    let key = RootKey::create(&path).map_err(|error| Failure::new(error.to_string(), help))?;
    create_folder(&data_dir).map_err(explain)?;
    if output.is_json() {
        output.json(&json!({ "root_key": key.id().to_string(), "file": path, "data": data_dir }))?;
    } else {
        output.line(format_args!("made root key {} in {}", key.id(), path.display()));
        output.note("keep a copy apart from the data: who loses the key loses the data, who has both has everything");
    }
    Ok(Outcome::Fine)
}

fn check(store: &StoreFlag, output: Output) -> anyhow::Result<Outcome> {
    let data_dir = store.data_dir();
    let root = read_root_key(&crate::config::root_key_file(), data_dir)?;
    let id = root.id();
    let checked = match Store::open(StoreSettings::new(data_dir, root, Access::Read), SystemClock.now()) {
        Ok(store) => wait(store.check_keys())?,
        // A root key without a store is fine: nothing was sealed yet.
        Err(StoreError::NoStore { .. } | StoreError::NoFolder { .. }) => CheckedKeys::default(),
        Err(error) => return Err(explain(error)),
    };
    let CheckedKeys { keys, unreadable } = checked;
    if output.is_json() {
        output.json(&json!({ "root_key": id.to_string(), "keys": keys, "unreadable": unreadable.len() }))?;
    } else {
        output.line(format_args!("root key {id} opens {} of {keys} keys", keys - unreadable.len() as u64));
    }
    for key in &unreadable {
        output.note(format_args!("unreadable key: {key}"));
    }
    Ok(if unreadable.is_empty() { Outcome::Fine } else { Outcome::Found })
}
