//! Fetching encoders: several sources, every file checked by its SHA-256, the folder put in place whole.
//!
//! The SHA-256 is pinned in `models/sources.yaml`, or kept in a lock by the encoder's first pull.

mod fetch;
mod lock;
mod sources;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::encoder::{self, BertEncoder, Reading};
use crate::domain::hex::to_hex;
use crate::outbound::Outbound;
use fetch::Workshop;
pub use sources::{KnownEncoder, Origin, PinnedFile, Sources};

/// The encoder when none is named: the first of `models/sources.yaml`.
pub const DEFAULT_ENCODER: &str = "all-MiniLM-L6-v2";

/// Why an encoder cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// No encoder of this name is in the list.
    #[error("no encoder `{name}` is known; known: {}", known.join(", "))]
    Unknown {
        /// The name asked for.
        name: String,
        /// The known names.
        known: Vec<String>,
    },
    /// No source gave the files; each says why.
    #[error("could not fetch `{name}`{}", list(attempts))]
    NotFetched {
        /// The encoder.
        name: String,
        /// What was tried.
        attempts: Vec<Attempt>,
    },
    /// The lock of an encoder cannot be understood.
    #[error("{} is no lock: {reason}", path.display())]
    Lock {
        /// The lock.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file or folder cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// One source that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The source, for people.
    pub origin: String,
    /// Why it failed.
    pub reason: String,
}

fn list(attempts: &[Attempt]) -> String {
    attempts.iter().flat_map(|Attempt { origin, reason }| ["\n  ", origin, ": ", reason]).collect()
}

/// What happens during [`ensure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A source is asked.
    Asking {
        /// The source, for people.
        origin: String,
        /// The size of all files, where it is known.
        bytes: Option<u64>,
    },
    /// So many bytes of all files have arrived from it.
    Arrived {
        /// The bytes so far.
        bytes: u64,
    },
    /// A source failed; the next one is asked, if there is one.
    Failed(Attempt),
    /// Nothing was known of the files before; from now on they are held to this lock.
    Locked {
        /// The lock.
        lock: PathBuf,
    },
}

/// How an encoder stands in the models folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// All files are there and are the pinned ones.
    Whole,
    /// All files are there and are those of the first pull.
    Locked,
    /// All files are there, and nothing is known of them yet.
    Unlocked,
    /// There is no folder.
    Absent,
    /// A file is missing or differs.
    Damaged {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
}

/// How an encoder stands in the models folder `dir`, by the SHA-256 of every file and by how it is read.
///
/// # Errors
/// [`ModelsError`] when a file that is there cannot be read, or the lock is none.
pub async fn standing(encoder: &KnownEncoder, dir: &Path) -> Result<Standing, ModelsError> {
    standing_by(encoder, pins(encoder, dir)?.as_deref(), &dir.join(&encoder.name)).await
}

async fn standing_by(encoder: &KnownEncoder, pins: Option<&[PinnedFile]>, folder: &Path) -> Result<Standing, ModelsError> {
    if !folder.is_dir() {
        return Ok(Standing::Absent);
    }
    if let Some((file, reason)) = difference(pins, folder).await? {
        return Ok(Standing::Damaged { file, reason });
    }
    let reading = Reading::of(folder).map_or_else(|error| error.to_string(), |reading| reading.to_string());
    let expected = encoder.reading.to_string();
    Ok(match (&encoder.files, pins) {
        // What was never pulled here has had no chance to get the file that says how it is read.
        (_, None) => Standing::Unlocked,
        _ if reading != expected => {
            Standing::Damaged { file: "sottovoce.json".into(), reason: format!("says {reading}, expected {expected}") }
        }
        (Some(_), _) => Standing::Whole,
        (None, _) => Standing::Locked,
    })
}

/// The files as they must be: pinned, or locked by the first pull.
fn pins(encoder: &KnownEncoder, dir: &Path) -> Result<Option<Vec<PinnedFile>>, ModelsError> {
    encoder.files.clone().map_or_else(|| lock::read(&lock::path(encoder, dir)), |files| Ok(Some(files)))
}

/// The size of all files of an encoder, where it is known.
///
/// # Errors
/// [`ModelsError`] when the lock cannot be read.
pub fn bytes(encoder: &KnownEncoder, dir: &Path) -> Result<Option<u64>, ModelsError> {
    Ok(pins(encoder, dir)?.map(|pins| pins.iter().map(|pin| pin.bytes).sum()))
}

/// Sees to it that an encoder is in the models folder `dir`, whole, and gives its folder. If it has to be fetched, the
/// files come from `from`, if given, else from the known sources in order. Files that nothing is known of must load as
/// an encoder, and are locked.
///
/// # Errors
/// [`ModelsError`] when the encoder is unknown, no source gives its files, or the folder cannot be written.
pub async fn ensure(
    name: &str,
    dir: &Path,
    sources: &Sources,
    from: Option<&Path>,
    outbound: &Outbound,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<PathBuf, ModelsError> {
    let unknown =
        || ModelsError::Unknown { name: name.to_owned(), known: sources.encoders.iter().map(|encoder| encoder.name.clone()).collect() };
    let encoder = sources.get(name).ok_or_else(unknown)?;
    let folder = dir.join(&encoder.name);
    let pins = pins(encoder, dir)?;
    let standing = standing_by(encoder, pins.as_deref(), &folder).await?;
    if matches!(standing, Standing::Whole | Standing::Locked) {
        return Ok(folder);
    }
    let workshop = Workshop::open(encoder, pins.as_deref(), dir)?;
    let origins: Vec<fetch::Origin<'_>> = match from {
        Some(from) => vec![fetch::Origin::Folder(from)],
        // Files that somebody put in place by hand are taken first: no need to ask anybody for them.
        None if standing == Standing::Unlocked => {
            [fetch::Origin::Folder(&folder)].into_iter().chain(encoder.origins.iter().map(fetch::Origin::Known)).collect()
        }
        None => encoder.origins.iter().map(fetch::Origin::Known).collect(),
    };
    let bytes = bytes(encoder, dir)?;
    let mut attempts = Vec::new();
    for origin in origins {
        progress(Progress::Asking { origin: origin.to_string(), bytes });
        let reason = match workshop.fetch(&origin, outbound, &|bytes| progress(Progress::Arrived { bytes })).await {
            Err(reason) => reason,
            Ok(()) => match fault(encoder, pins.as_deref(), workshop.files()).await? {
                None => {
                    if pins.is_none() {
                        let lock = lock::path(encoder, dir);
                        lock::write(&lock, workshop.files()).await?;
                        progress(Progress::Locked { lock });
                    }
                    return workshop.install(&folder).map(|()| folder);
                }
                Some(reason) => reason,
            },
        };
        let attempt = Attempt { origin: origin.to_string(), reason };
        progress(Progress::Failed(attempt.clone()));
        attempts.push(attempt);
    }
    Err(ModelsError::NotFetched { name: name.to_owned(), attempts })
}

/// Why fetched files cannot be taken; the reading is set right on the way.
async fn fault(encoder: &KnownEncoder, pins: Option<&[PinnedFile]>, files: &Path) -> Result<Option<String>, ModelsError> {
    if let Some((file, reason)) = difference(pins, files).await? {
        let lock = if encoder.files.is_none() { ", as its first pull gave" } else { "" };
        return Ok(Some(format!("{file} {reason}{lock}")));
    }
    if encoder.reading != Reading::default() {
        encoder.reading.write(files).map_err(|source| ModelsError::File { path: files.into(), source })?;
    }
    // A web page in place of the files must not become what all later pulls are held to.
    Ok(if pins.is_none() { BertEncoder::load(files).err().map(|error| error.to_string()) } else { None })
}

/// Folders of the models folder that hold an encoder's files and are not in the list: people's own encoders.
///
/// # Errors
/// [`ModelsError::File`] when the models folder is there and cannot be read.
pub fn own(dir: &Path, sources: &Sources) -> Result<Vec<String>, ModelsError> {
    let failed = |source| ModelsError::File { path: dir.into(), source };
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let whole = encoder::FILES.iter().all(|file| entry.path().join(file).is_file());
        if whole && !name.starts_with('.') && sources.get(&name).is_none() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The first file of a folder that is missing, or is not as it must be, and how it differs.
async fn difference(pins: Option<&[PinnedFile]>, folder: &Path) -> Result<Option<(String, String)>, ModelsError> {
    for name in encoder::FILES {
        let path = folder.join(name);
        if !path.is_file() {
            return Ok(Some((name.into(), "is missing".into())));
        }
        let Some(pin) = pins.and_then(|pins| pins.iter().find(|pin| pin.name == name)) else { continue };
        let reason = match file_hash(&path).await {
            Ok((bytes, _)) if bytes != pin.bytes => format!("has {bytes} bytes, expected {}", pin.bytes),
            Ok((_, sha256)) if sha256 != pin.sha256 => format!("has SHA-256 {sha256}, expected {}", pin.sha256),
            Ok(_) => continue,
            Err(source) => return Err(ModelsError::File { path, source }),
        };
        return Ok(Some((name.into(), reason)));
    }
    Ok(None)
}

/// The size and SHA-256 of a file.
async fn file_hash(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut hash = Sha256::new();
    let (mut buffer, mut bytes) = (vec![0; 1 << 20], 0);
    loop {
        match file.read(&mut buffer).await? {
            0 => return Ok((bytes, to_hex(&hash.finalize()))),
            length => {
                hash.update(&buffer[..length]);
                bytes += length as u64;
            }
        }
    }
}
