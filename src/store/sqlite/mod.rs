//! Two `SQLite` files: sealed records in `data.db`, wrapped keys in `keys.db`. The only place with SQL.
//!
//! No transaction spans both files. A batch commits keys first: a new key is durable before its records, and an
//! erased key is gone before its records, so that every crash ends in "present and readable" or "gone".

use rusqlite::Connection;

use super::StoreError;
use super::error::StoreFile;

mod data;
mod keys;
mod lock;
mod migrate;
mod open;
#[cfg(test)]
pub(super) mod testing;

pub(super) use data::{DataFile, RecordRow};
pub(super) use keys::{KeysFile, ReceiptRow, SubjectKeyRow};
pub(super) use lock::Lock;
pub use open::{Access, StoreSettings, create_folder};
pub(super) use open::{Opened, open, open_in_memory};

/// Every column of the data file: all but `sealed` are clear, and none is finer than a day.
const CLEAR_IN_DATA: &[&str] = &[
    "installation.installation_id",
    "installation.only_row",
    "record.expiry_day",
    "record.key_id",
    "record.record_id",
    "record.record_type",
    "record.record_version",
    "record.schema_version",
    "record.sealed",
    "record.tenant",
    "schema_version.only_row",
    "schema_version.version",
];

/// Every column of the keys file: all but `wrapped` are clear or hashes, and none is finer than a day.
const CLEAR_IN_KEYS: &[&str] = &[
    "installation.installation_id",
    "installation.only_row",
    "installation.root_epoch",
    "installation.root_id",
    "receipt.erased_day",
    "receipt.erased_keys",
    "receipt.erased_records",
    "receipt.receipt_id",
    "receipt.subject_hash",
    "receipt.tenant",
    "schema_version.only_row",
    "schema_version.version",
    "subject_key.commitment",
    "subject_key.epoch",
    "subject_key.expiry_day",
    "subject_key.generation",
    "subject_key.head",
    "subject_key.head_counter",
    "subject_key.hold",
    "subject_key.key_id",
    "subject_key.pseudonym",
    "subject_key.purpose",
    "subject_key.tenant",
    "subject_key.wrapped",
    "tenant_key.commitment",
    "tenant_key.epoch",
    "tenant_key.generation",
    "tenant_key.key_id",
    "tenant_key.kind",
    "tenant_key.tenant",
    "tenant_key.wrapped",
];

/// Both files, as one thread sees them.
pub(super) struct Files {
    pub(super) data: DataFile,
    pub(super) keys: KeysFile,
}

impl Files {
    /// Begins a batch in both files.
    pub(super) fn begin(&self) -> Result<(), StoreError> {
        self.both("BEGIN")
    }

    /// Whether the batch is still open: on some errors, such as a full disk, `SQLite` rolls all of it back by itself.
    pub(super) fn is_in_batch(&self) -> bool {
        !self.keys.0.is_autocommit() && !self.data.0.is_autocommit()
    }

    /// Marks a place inside a batch to return to.
    pub(super) fn mark(&self) -> Result<(), StoreError> {
        self.both("SAVEPOINT job")
    }

    /// Keeps what was done since the mark.
    pub(super) fn keep(&self) -> Result<(), StoreError> {
        self.both("RELEASE job")
    }

    /// Undoes what was done since the mark.
    pub(super) fn undo(&self) -> Result<(), StoreError> {
        self.both("ROLLBACK TO job")?;
        self.both("RELEASE job")
    }

    /// Makes a batch durable: keys first, then data.
    pub(super) fn commit(&self) -> Result<(), StoreError> {
        run(&self.keys.0, StoreFile::Keys, "COMMIT")?;
        run(&self.data.0, StoreFile::Data, "COMMIT")
    }

    /// Gives a batch up, as far as it is still open.
    pub(super) fn roll_back(&self) {
        for connection in [&self.keys.0, &self.data.0] {
            if !connection.is_autocommit() {
                // Nothing is left to try when even this fails; SQLite rolls back at the next open.
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
    }

    /// Runs a read on one state of the data file, whatever is written meanwhile.
    pub(super) fn snapshot(&self, read: impl FnOnce()) {
        // Where a snapshot fails, each statement of the read fails by itself and says why.
        let _ = run(&self.data.0, StoreFile::Data, "BEGIN");
        read();
        self.roll_back();
    }

    /// Columns that no list of clear columns names: a store with any is not this program's work.
    pub(super) fn unknown_columns(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT t.name || '.' || c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
            WHERE t.type = 'table' ORDER BY 1";
        let mut unknown = Vec::new();
        for (file, connection, clear) in [(StoreFile::Keys, &self.keys.0, CLEAR_IN_KEYS), (StoreFile::Data, &self.data.0, CLEAR_IN_DATA)] {
            let mut statement = connection.prepare(sql).map_err(of(file))?;
            let columns = statement.query_map([], |row| row.get(0)).map_err(of(file))?;
            for column in columns {
                let column: String = column.map_err(of(file))?;
                if !clear.contains(&column.as_str()) {
                    unknown.push(format!("column {column} of the {file} file"));
                }
            }
        }
        Ok(unknown)
    }

    fn both(&self, sql: &str) -> Result<(), StoreError> {
        run(&self.keys.0, StoreFile::Keys, sql)?;
        run(&self.data.0, StoreFile::Data, sql)
    }
}

fn run(connection: &Connection, file: StoreFile, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(drop).map_err(of(file))
}

/// What a database error means for this file.
fn of(file: StoreFile) -> impl Fn(rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    move |error| {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            // A column of another type than the schema's: somebody edited the file.
            return StoreError::Corrupt { file };
        };
        #[expect(clippy::wildcard_enum_match_arm, reason = "the remaining codes of SQLite are told apart by number")]
        match failure.code {
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => StoreError::Corrupt { file },
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => StoreError::NotWritable { file },
            ErrorCode::DiskFull => StoreError::Full,
            ErrorCode::SystemIoFailure => StoreError::DiskFailed { file, code: failure.extended_code },
            _ => StoreError::Database { file, code: failure.extended_code },
        }
    }
}

/// A count as a column holds it; none of ours comes near the limit.
fn to_column(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from its column. A negative one was put there by hand, and the record it stands in will not open.
fn from_column(column: i64) -> u64 {
    column.unsigned_abs()
}
