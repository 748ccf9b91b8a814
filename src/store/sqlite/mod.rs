//! Two SQLite files: sealed records in `data.db`, wrapped keys in `keys.db`. The only place with SQL.
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

pub(super) use data::{DataFile, RecordRow};
pub(super) use keys::{KeysFile, ReceiptRow, SubjectKeyRow};
pub(super) use lock::Lock;
pub use open::{Access, StoreSettings, create_folder};
pub(super) use open::{Opened, open, open_in_memory};

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
