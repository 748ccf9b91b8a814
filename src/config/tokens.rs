//! API tokens: what other systems show to be let in, kept as hashes in a file of the data folder.
//!
//! The command line rewrites the file whole, under a lock, and the server reads it again when it has changed: so a token
//! works, and stops working, at once, with no restart and whether a server runs or not. When a token was used last is not kept:
//! it would take a write for each request, and would say when which system was at work.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::hex::{from_hex, to_hex};

/// What tokens begin with, so that people and scanners for secrets know one when they see it.
pub const TOKEN_PREFIX: &str = "sottovoce_";

const FILE: &str = "tokens.json";
const LOCK: &str = "tokens.lock";
/// A file of some thousand tokens; a longer one is not ours.
const MAX_BYTES: u64 = 1 << 20;

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// Begin conversations.
    #[serde(rename = "chat")]
    Chat,
    /// Have single sentences understood.
    #[serde(rename = "parse")]
    Parse,
    /// Find people and export what is kept of them.
    #[serde(rename = "subjects:read")]
    SubjectsRead,
    /// Erase people.
    #[serde(rename = "subjects:erase")]
    SubjectsErase,
    /// Read unanswered messages.
    #[serde(rename = "inbox:read")]
    InboxRead,
    /// Remove unanswered messages.
    #[serde(rename = "inbox:purge")]
    InboxPurge,
    /// Erase what is past its time.
    #[serde(rename = "sweep")]
    Sweep,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 7] =
        [Self::Chat, Self::Parse, Self::SubjectsRead, Self::SubjectsErase, Self::InboxRead, Self::InboxPurge, Self::Sweep];

    /// What a token may do when nothing else is said: talk, and see nothing of people.
    pub const DEFAULT: [Self; 2] = [Self::Chat, Self::Parse];

    /// The name that people write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Parse => "parse",
            Self::SubjectsRead => "subjects:read",
            Self::SubjectsErase => "subjects:erase",
            Self::InboxRead => "inbox:read",
            Self::InboxPurge => "inbox:purge",
            Self::Sweep => "sweep",
        }
    }
}

/// A token as it is kept: everything but the token.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiToken {
    /// What it is called when it is listed or revoked; random, and no part of the token.
    pub id: String,
    /// What its owner wrote down about it.
    pub name: Option<String>,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// The day it was made, UTC.
    pub created: Date,
    /// From when on it is not accepted any more.
    pub expires: Option<Timestamp>,
    /// SHA-256 of the token, in hexadecimal digits. Hashing it once is enough: nobody can try 2^256 tokens, so there is
    /// nothing that a slow hash, made for passwords that people think of, would slow down.
    sha256: String,
}

impl ApiToken {
    /// A token as it will be kept. `token` holds 256 random bits.
    pub fn new(id: String, token: &str, name: Option<String>, scopes: BTreeSet<Scope>, now: Timestamp, expires: Option<Timestamp>) -> Self {
        let created = now.to_zoned(TimeZone::UTC).date();
        Self { id, name, scopes, created, expires, sha256: to_hex(&hash(token)) }
    }

    /// Whether it is not accepted any more.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Why the tokens can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The system refused.
    #[error("cannot use {}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Others than the owner may read or write the file, or it is none.
    #[error("{} must be a plain file of mode 0600", path.display())]
    NotPrivate {
        /// The file.
        path: PathBuf,
    },
    /// It holds something else than tokens.
    #[error("{} holds no tokens that this version can read", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
}

/// The file as it is written. A version that this program does not know is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    version: u32,
    tokens: Vec<ApiToken>,
}

const VERSION: u32 = 1;

/// Reads the tokens of a data folder; none where no file is.
///
/// # Errors
/// The file can't be read, is open to others, or holds something else.
pub fn read_tokens(data_dir: &Path) -> Result<Vec<ApiToken>, TokenError> {
    let path = data_dir.join(FILE);
    let io = |error| TokenError::Io { path: path.clone(), error };
    let before = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        before => before.map_err(io)?,
    };
    // Whoever may write the file may let anybody in.
    if !before.is_file() || before.mode() & 0o077 != 0 {
        return Err(TokenError::NotPrivate { path });
    }
    let mut text = String::new();
    File::open(&path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text)).map_err(io)?;
    match serde_json::from_str(&text) {
        Ok(Content { version: VERSION, tokens }) => Ok(tokens),
        _ => Err(TokenError::Malformed { path }),
    }
}

/// Changes the tokens of a data folder, all at once: a reader sees the file as it was or as it is, never half of it.
///
/// # Errors
/// As [`read_tokens`]; or the file can't be written, and then it is as it was.
pub fn change_tokens<T>(data_dir: &Path, change: impl FnOnce(&mut Vec<ApiToken>) -> T) -> Result<T, TokenError> {
    let (path, new) = (data_dir.join(FILE), data_dir.join(format!("{FILE}.new")));
    let io = |error| TokenError::Io { path: path.clone(), error };
    let private = |truncate| OpenOptions::new().mode(0o600).write(true).create(true).truncate(truncate).to_owned();
    // Let go when the file is closed, also when the process is killed.
    let lock = private(false).open(data_dir.join(LOCK)).map_err(io)?;
    lock.lock().map_err(io)?;
    let mut tokens = read_tokens(data_dir)?;
    let changed = change(&mut tokens);
    let text = serde_json::to_string_pretty(&Content { version: VERSION, tokens }).map_err(|error| io(error.into()))?;
    let mut file = private(true).open(&new).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
    fs::rename(&new, &path).map_err(io)?;
    File::open(data_dir).and_then(|folder| folder.sync_all()).map_err(io)?;
    Ok(changed)
}

/// The tokens of a data folder at hand, as they stand in the file now.
pub struct TokenBook {
    data_dir: PathBuf,
    read: Mutex<Option<(Stamp, Arc<Vec<ApiToken>>)>>,
}

/// Tells one state of the file from another: each is a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    changed: (i64, i64),
    mode: u32,
    length: u64,
}

impl TokenBook {
    /// The tokens of a data folder.
    pub fn new(data_dir: PathBuf) -> Self {
        Self { data_dir, read: Mutex::default() }
    }

    /// The token that somebody shows, if it is known and not expired.
    pub fn find(&self, shown: &str, now: Timestamp) -> Option<ApiToken> {
        let shown = hash(shown);
        let tokens = self.tokens();
        let is_shown = |token: &&ApiToken| from_hex::<32>(&token.sha256).is_some_and(|known| bool::from(known.ct_eq(&shown)));
        tokens.iter().find(is_shown).filter(|token| !token.is_expired(now)).cloned()
    }

    /// A file that cannot be read lets nobody in, and says so once.
    fn tokens(&self) -> Arc<Vec<ApiToken>> {
        let stamp = match fs::symlink_metadata(self.data_dir.join(FILE)) {
            Ok(file) => Stamp { inode: file.ino(), changed: (file.ctime(), file.ctime_nsec()), mode: file.mode(), length: file.len() },
            Err(_) => Stamp { inode: 0, changed: (0, 0), mode: 0, length: 0 },
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, tokens)) = &*read
            && *known == stamp
        {
            return tokens.clone();
        }
        let tokens = Arc::new(read_tokens(&self.data_dir).unwrap_or_else(|error| {
            tracing::error!(%error, "no API token is accepted");
            Vec::new()
        }));
        *read = Some((stamp, tokens.clone()));
        tokens
    }
}

#[cfg(test)]
mod tests;
