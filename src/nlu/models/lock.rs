//! The lock of an encoder whose files are not pinned: what its first pull gave, kept beside its folder. A folder that is
//! deleted and fetched again is held to it too.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::sources::{KnownEncoder, PinnedFile, pinned_files};
use super::{ModelsError, file_hash};
use crate::diagnostics::{Findings, Source};
use crate::nlu::encoder::FILES;
use crate::yaml;

const HEAD: &str = "\
# What the first `sottovoce models pull` of this encoder gave: its files are not pinned in the program. Later pulls and
# `models verify` hold the files to it. Delete it only to accept other files.
";

/// Where the lock of an encoder is.
pub(super) fn path(encoder: &KnownEncoder, dir: &Path) -> PathBuf {
    dir.join(format!("{}.lock.yaml", encoder.name))
}

/// The files that a lock names; none without a lock.
pub(super) fn read(path: &Path) -> Result<Option<Vec<PinnedFile>>, ModelsError> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|source| ModelsError::File { path: path.into(), source })?,
    };
    let mut findings = Findings::default();
    let root = yaml::parse(&Source::new(path.display().to_string(), text), &mut findings);
    let files = root.and_then(|root| pinned_files(root.get("files")?, &mut findings));
    let reason = || findings.into_sorted().into_iter().next().map_or_else(|| "`files` is missing".to_owned(), |finding| finding.message);
    files.map(Some).ok_or_else(|| ModelsError::Lock { path: path.into(), reason: reason() })
}

/// Writes the lock for the files of a folder.
pub(super) async fn write(path: &Path, folder: &Path) -> Result<(), ModelsError> {
    let mut text = format!("{HEAD}files:\n");
    for name in FILES {
        let file = folder.join(name);
        let (bytes, sha256) = file_hash(&file).await.map_err(|source| ModelsError::File { path: file, source })?;
        // Writing into a text cannot fail.
        let _ = write!(text, "  {name}:\n    bytes: {bytes}\n    sha256: {sha256}\n");
    }
    tokio::fs::write(path, text).await.map_err(|source| ModelsError::File { path: path.into(), source })
}
