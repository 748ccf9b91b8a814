//! Numbered migrations with a version row; an older program refuses a newer schema.

use rusqlite::{Connection, OptionalExtension};

use super::of;
use crate::store::StoreError;
use crate::store::error::StoreFile;

const DATA: &[&str] = &[include_str!("migrations/data_0001.sql")];
const KEYS: &[&str] = &[include_str!("migrations/keys_0001.sql")];

const CREATE_VERSION: &str = "CREATE TABLE schema_version (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  version INTEGER NOT NULL
) STRICT; INSERT INTO schema_version VALUES (1, 0);";

fn migrations(file: StoreFile) -> &'static [&'static str] {
    match file {
        StoreFile::Data => DATA,
        StoreFile::Keys => KEYS,
    }
}

fn newest(file: StoreFile) -> u32 {
    u32::try_from(migrations(file).len()).unwrap_or(u32::MAX)
}

/// The schema version of a file; 0 for an empty one.
pub(super) fn version(connection: &Connection, file: StoreFile) -> Result<u32, StoreError> {
    let has_row = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
    let known: Option<i64> = connection.query_row(has_row, [], |row| row.get(0)).optional().map_err(of(file))?;
    if known.is_none() {
        return Ok(0);
    }
    connection.query_row("SELECT version FROM schema_version", [], |row| row.get(0)).map_err(of(file))
}

/// Refuses a schema newer than this program; one that is older, too, when it may not be written.
pub(super) fn check(connection: &Connection, file: StoreFile, may_write: bool) -> Result<u32, StoreError> {
    let (found, known) = (version(connection, file)?, newest(file));
    if found > known {
        return Err(StoreError::NewerSchema { file, found, known });
    }
    if found < known && !may_write {
        return Err(StoreError::OlderSchema { file, found });
    }
    Ok(found)
}

/// Brings a file up to date in one transaction, together with `populate`, which runs when the file is new.
pub(super) fn migrate(
    connection: &Connection,
    file: StoreFile,
    populate: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let found = version(connection, file)?;
    if found == newest(file) {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction().map_err(of(file))?;
    if found == 0 {
        transaction.execute_batch(CREATE_VERSION).map_err(of(file))?;
    }
    for migration in migrations(file).iter().skip(found as usize) {
        transaction.execute_batch(migration).map_err(of(file))?;
    }
    transaction.execute("UPDATE schema_version SET version = ?1", [newest(file)]).map_err(of(file))?;
    if found == 0 {
        populate(&transaction)?;
    }
    transaction.commit().map_err(of(file))
}
