//! Why the store cannot do something. Facts in fields; never content, key bytes or SQL values.

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::seal::random::RandomError;
use super::seal::{RootKeyId, SealError};
use crate::domain::{ConversationId, PurposeName};

/// One of the store's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFile {
    /// Sealed records.
    Data,
    /// Wrapped keys.
    Keys,
}

impl std::fmt::Display for StoreFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Data => "data",
            Self::Keys => "keys",
        })
    }
}

/// Why the store cannot do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The data folder is not there.
    #[error("there is no data folder {}", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// There is no store to read.
    #[error("there is no store in {}", path.display())]
    NoStore {
        /// The data folder.
        path: PathBuf,
    },
    /// The system refused a file operation.
    #[error("cannot use {}: {kind}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// Folder or file cannot be written.
    #[error("the {file} file of the store, or its folder, cannot be written")]
    NotWritable {
        /// The file.
        file: StoreFile,
    },
    /// The store was made with another root key.
    #[error("the store was made with root key {expected}, the key file holds {found}")]
    WrongRootKey {
        /// The root key of the store.
        expected: RootKeyId,
        /// The root key handed in.
        found: RootKeyId,
    },
    /// One file of the pair is missing while the other one is in use.
    #[error("the {missing} file of the store is missing")]
    Missing {
        /// The missing file.
        missing: StoreFile,
    },
    /// The two files belong to different installations.
    #[error("the data and keys files of the store belong to different installations")]
    Unpaired,
    /// A newer version of the program wrote the file.
    #[error("the {file} file has schema {found}, this program knows up to {known}: use a newer version")]
    NewerSchema {
        /// The file.
        file: StoreFile,
        /// Its schema.
        found: u32,
        /// The newest schema known here.
        known: u32,
    },
    /// The file needs a migration, which reading commands do not do.
    #[error("the {file} file has the older schema {found}: start the server once to bring it up to date")]
    OlderSchema {
        /// The file.
        file: StoreFile,
        /// Its schema.
        found: u32,
    },
    /// The file is damaged or no database.
    #[error("the {file} file of the store is damaged")]
    Corrupt {
        /// The file.
        file: StoreFile,
    },
    /// Another process holds the store.
    #[error("the store is in use by process {}", process.map_or_else(|| "unknown".to_owned(), |id| id.to_string()))]
    Locked {
        /// Its process id, if it could be read.
        process: Option<u32>,
    },
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The disk failed: what was written is not known to be durable.
    #[error("the disk failed under the {file} file of the store (database error {code})")]
    DiskFailed {
        /// The file.
        file: StoreFile,
        /// `SQLite`'s extended result code.
        code: i32,
    },
    /// The write was undone because another one in the same batch failed; it may be tried again.
    #[error("the write was undone together with another one, try again")]
    Undone,
    /// The database refused.
    #[error("the {file} file of the store answered with database error {code}")]
    Database {
        /// The file.
        file: StoreFile,
        /// `SQLite`'s extended result code.
        code: i32,
    },
    /// A record or key that does not open, or does not hold what it should.
    #[error("record {record} cannot be read")]
    Unreadable {
        /// The record (or the key, by its id).
        record: Uuid,
    },
    /// A tenant key that does not open.
    #[error("the tenant's keys cannot be read")]
    TenantKeys,
    /// A purpose with a name that the store uses itself.
    #[error("the purpose name `{purpose}` is reserved")]
    ReservedPurpose {
        /// The purpose.
        purpose: PurposeName,
    },
    /// Somebody else wrote the conversation since it was read.
    #[error("conversation {conversation} was changed by somebody else")]
    Conflict {
        /// The conversation.
        conversation: ConversationId,
    },
    /// The conversation was erased since it was read.
    #[error("conversation {conversation} is gone")]
    Gone {
        /// The conversation.
        conversation: ConversationId,
    },
    /// The queue is full.
    #[error("the store is overloaded")]
    Overloaded,
    /// The store stopped, because a write could not be made durable or a thread died.
    #[error("the store has stopped")]
    Stopped,
    /// The store is open for reading only.
    #[error("the store is open for reading only")]
    ReadOnly,
    /// The record is too long.
    #[error("a record of {size_bytes} bytes is too long")]
    TooLong {
        /// Its size.
        size_bytes: usize,
    },
    /// The machine's random source failed.
    #[error("the machine's random source failed")]
    Random,
}

impl StoreError {
    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: path.to_owned(), kind: error.kind() }
    }

    /// A failure to seal or open this record.
    pub(super) fn of_record(record: Uuid) -> impl FnOnce(SealError) -> Self {
        move |error| match error {
            SealError::Random => Self::Random,
            SealError::TooLong { size_bytes } => Self::TooLong { size_bytes },
            SealError::Open => Self::Unreadable { record },
        }
    }
}

/// The seal fails without a record only while tenant keys are made or opened.
impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Random => Self::Random,
            SealError::TooLong { size_bytes } => Self::TooLong { size_bytes },
            SealError::Open => Self::TenantKeys,
        }
    }
}

impl From<RandomError> for StoreError {
    fn from(_: RandomError) -> Self {
        Self::Random
    }
}
