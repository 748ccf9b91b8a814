//! The root key: one file, in neither store, that opens everything.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::SealError;
use super::cipher::Secret;
use super::keys::cut;
use crate::domain::hex::{from_hex, to_hex};

/// How a root key file begins; 64 hexadecimal digits and a line end follow.
const PREFIX: &str = "sottovoce-root-key-1:";

/// The root key of one epoch; wiped when dropped, never printed.
pub struct RootKey {
    id: RootKeyId,
    wrap: Secret,
}

/// Names a root key without telling anything of it: a keyed hash of a fixed text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RootKeyId([u8; 16]);

impl RootKeyId {
    pub(in crate::store) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(in crate::store) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKeyId({self})")
    }
}

/// Why a root key file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootKeyError {
    /// There is no such file.
    #[error("there is no root key at {}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file is there already.
    #[error("{} is there already, and a root key is never overwritten", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The path is a symbolic link or no plain file.
    #[error("the root key {} must be a plain file, not a link", path.display())]
    NotPlain {
        /// The file.
        path: PathBuf,
    },
    /// Others than the owner may read or write it.
    #[error("the root key {} has mode {mode:04o}, it must be 0600", path.display())]
    Mode {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error("the root key {} belongs to user {owner}, this process runs as user {process}", path.display())]
    Owner {
        /// The file.
        path: PathBuf,
        /// The user it belongs to.
        owner: u32,
        /// The user of this process.
        process: u32,
    },
    /// It lies inside the data folder, so that a copy of the folder would open itself.
    #[error("the root key {} lies inside the data folder {}", path.display(), data_dir.display())]
    InsideData {
        /// The file.
        path: PathBuf,
        /// The data folder.
        data_dir: PathBuf,
    },
    /// It holds something else, or is cut.
    #[error("{} holds no root key", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot use the root key {}: {kind}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// The machine's random source failed.
    #[error("the machine's random source failed")]
    Random,
}

impl RootKey {
    fn from_secret(secret: &Secret) -> Self {
        let id = RootKeyId(cut(&secret.derive("sottovoce.root-id.v1").mac(b"id")));
        Self { id, wrap: secret.derive("sottovoce.root-wrap.v1") }
    }

    #[cfg(test)]
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self::from_secret(&Secret::new(bytes))
    }

    /// A key that lives as long as the process, for stores in memory.
    pub(in crate::store) fn throw_away() -> Result<Self, SealError> {
        Ok(Self::from_secret(&Secret::random()?))
    }

    /// Reads the key from its file, which must be plain, owned by this process's user, of mode 0600 and outside the data folder.
    ///
    /// # Errors
    /// [`RootKeyError`] names the rule that the file breaks.
    pub fn read(path: &Path, data_dir: &Path) -> Result<Self, RootKeyError> {
        let io = |error: io::Error| {
            let (path, kind) = (path.to_owned(), error.kind());
            if kind == io::ErrorKind::NotFound { RootKeyError::Missing { path } } else { RootKeyError::Io { path, kind } }
        };
        let before = fs::symlink_metadata(path).map_err(io)?;
        if !before.is_file() {
            return Err(RootKeyError::NotPlain { path: path.to_owned() });
        }
        let file = File::open(path).map_err(io)?;
        let opened = file.metadata().map_err(io)?;
        if (before.dev(), before.ino()) != (opened.dev(), opened.ino()) {
            return Err(RootKeyError::NotPlain { path: path.to_owned() });
        }
        check_owner_and_mode(path, &opened)?;
        check_place(path, data_dir)?;
        // One byte more than a key file has tells a longer file.
        let mut text = Zeroizing::new(String::with_capacity(128));
        let length = u64::try_from(PREFIX.len() + 64 + 2).unwrap_or(u64::MAX);
        let malformed = || RootKeyError::Malformed { path: path.to_owned() };
        file.take(length).read_to_string(&mut text).map_err(|_| malformed())?;
        let digits = text.strip_prefix(PREFIX).map(|rest| rest.strip_suffix('\n').unwrap_or(rest));
        let bytes = digits.and_then(from_hex).ok_or_else(malformed)?;
        Ok(Self::from_secret(&Secret::new(bytes)))
    }

    /// Makes a new key file of mode 0600, with its folder (0700) where that is missing; never overwrites.
    ///
    /// # Errors
    /// [`RootKeyError`] says why there is no new key.
    pub fn create(path: &Path) -> Result<Self, RootKeyError> {
        let io = |error: io::Error| {
            let (path, kind) = (path.to_owned(), error.kind());
            if kind == io::ErrorKind::AlreadyExists { RootKeyError::Exists { path } } else { RootKeyError::Io { path, kind } }
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
        }
        let secret = Zeroizing::new(super::random::bytes::<32>().map_err(|_| RootKeyError::Random)?);
        let digits = Zeroizing::new(to_hex(&*secret));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(io)?;
        for part in [PREFIX.as_bytes(), digits.as_bytes(), b"\n"] {
            file.write_all(part).map_err(io)?;
        }
        file.sync_all().map_err(io)?;
        // The name too: with a key that is gone after a power cut, whatever was sealed with it is gone.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
        Ok(Self::from_secret(&Secret::new(*secret)))
    }

    /// The name of the key.
    pub fn id(&self) -> RootKeyId {
        self.id
    }

    pub(super) fn wrap_key(&self) -> &Secret {
        &self.wrap
    }
}

fn check_owner_and_mode(path: &Path, file: &fs::Metadata) -> Result<(), RootKeyError> {
    let mode = file.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(RootKeyError::Mode { path: path.to_owned(), mode });
    }
    // The process's user, where the system tells it as a file; std has no other way to ask.
    if let Ok(process) = fs::metadata("/proc/self")
        && process.uid() != file.uid()
    {
        return Err(RootKeyError::Owner { path: path.to_owned(), owner: file.uid(), process: process.uid() });
    }
    Ok(())
}

fn check_place(path: &Path, data_dir: &Path) -> Result<(), RootKeyError> {
    // A data folder that is not there yet holds nothing.
    let (Ok(real_path), Ok(real_dir)) = (path.canonicalize(), data_dir.canonicalize()) else { return Ok(()) };
    if real_path.starts_with(&real_dir) {
        return Err(RootKeyError::InsideData { path: path.to_owned(), data_dir: data_dir.to_owned() });
    }
    Ok(())
}
