//! Fetching encoders: several sources, every file checked by its pinned SHA-256, the folder put in place whole.

mod fetch;
mod sources;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::encoder;
use crate::domain::hex::to_hex;
use crate::outbound::Outbound;
use fetch::Workshop;
pub use sources::{Origin, PinnedEncoder, PinnedFile, Sources};

/// The encoder when none is named: the first of `models/sources.yaml`.
pub const DEFAULT_ENCODER: &str = "all-MiniLM-L6-v2";

/// Why an encoder cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// Nobody has pinned an encoder of this name.
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
        /// The size of all files.
        bytes: u64,
    },
    /// So many bytes of all files have arrived from it.
    Arrived {
        /// The bytes so far.
        bytes: u64,
    },
    /// A source failed; the next one is asked, if there is one.
    Failed(Attempt),
}

/// How an encoder stands in the models folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// All files are there and are the pinned ones.
    Whole,
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

/// How an encoder stands in the models folder `dir`, by the SHA-256 of every file.
///
/// # Errors
/// [`ModelsError::File`] when a file that is there cannot be read.
pub async fn standing(encoder: &PinnedEncoder, dir: &Path) -> Result<Standing, ModelsError> {
    let folder = dir.join(&encoder.name);
    if !folder.is_dir() {
        return Ok(Standing::Absent);
    }
    let differs = difference(encoder, &folder).await?;
    Ok(differs.map_or(Standing::Whole, |(file, reason)| Standing::Damaged { file, reason }))
}

/// Sees to it that an encoder is in the models folder `dir`, whole, and gives its folder. If it has to be fetched, the
/// files come from `from`, if given, else from the pinned sources in order.
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
    if standing(encoder, dir).await? == Standing::Whole {
        return Ok(folder);
    }
    let workshop = Workshop::open(encoder, dir)?;
    let origins: Vec<fetch::Origin<'_>> = match from {
        Some(from) => vec![fetch::Origin::Folder(from)],
        None => encoder.origins.iter().map(fetch::Origin::Pinned).collect(),
    };
    let mut attempts = Vec::new();
    for origin in origins {
        progress(Progress::Asking { origin: origin.to_string(), bytes: encoder.bytes() });
        let reason = match workshop.fetch(&origin, outbound, &|bytes| progress(Progress::Arrived { bytes })).await {
            Err(reason) => reason,
            Ok(()) => match difference(encoder, workshop.files()).await? {
                None => return workshop.install(&folder).map(|()| folder),
                Some((file, reason)) => format!("{file} {reason}"),
            },
        };
        let attempt = Attempt { origin: origin.to_string(), reason };
        progress(Progress::Failed(attempt.clone()));
        attempts.push(attempt);
    }
    Err(ModelsError::NotFetched { name: name.to_owned(), attempts })
}

/// Folders of the models folder that hold an encoder's files and are not pinned: people's own encoders.
///
/// # Errors
/// [`ModelsError::File`] when the models folder is there and cannot be read.
pub fn unpinned(dir: &Path, sources: &Sources) -> Result<Vec<String>, ModelsError> {
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

/// The first file of a folder that is not the pinned one, and how it differs.
async fn difference(encoder: &PinnedEncoder, folder: &Path) -> Result<Option<(String, String)>, ModelsError> {
    for file in &encoder.files {
        let path = folder.join(&file.name);
        let reason = match file_hash(&path).await {
            Ok((bytes, _)) if bytes != file.bytes => format!("has {bytes} bytes, expected {}", file.bytes),
            Ok((_, sha256)) if sha256 != file.sha256 => format!("has SHA-256 {sha256}, expected {}", file.sha256),
            Ok(_) => continue,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => "is missing".to_owned(),
            Err(source) => return Err(ModelsError::File { path, source }),
        };
        return Ok(Some((file.name.clone(), reason)));
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
