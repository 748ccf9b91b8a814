//! Getting an encoder's files from one source into a folder beside their place, and moving that folder there.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::sources::{self, KnownEncoder, PinnedFile};
use super::{ModelsError, Outbound};
use crate::nlu::encoder::FILES;

/// The longest that pip may take: 90 MB at 1.2 Mbit/s.
const PIP_TIMEOUT: Duration = Duration::from_mins(10);

/// The most bytes of a file whose size is not pinned: twice the largest of the small multilingual encoders.
const MAX_UNPINNED_BYTES: u64 = 1_000_000_000;

/// A source to ask now.
pub(super) enum Origin<'a> {
    /// One that is listed with the encoder.
    Known(&'a sources::Origin),
    /// A folder that the person gave.
    Folder(&'a Path),
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(sources::Origin::Https(address)) => f.write_str(address),
            Self::Known(sources::Origin::Pip { requirement, .. }) => write!(f, "Python package {requirement}"),
            Self::Folder(path) => write!(f, "folder {}", path.display()),
        }
    }
}

/// A hidden folder beside the encoder's place, so that the move at the end is one rename; removed when dropped.
pub(super) struct Workshop<'a> {
    pins: Option<&'a [PinnedFile]>,
    path: PathBuf,
    files: PathBuf,
}

impl<'a> Workshop<'a> {
    /// Makes the folder; `pins` bound the sizes of what is fetched.
    pub(super) fn open(encoder: &KnownEncoder, pins: Option<&'a [PinnedFile]>, dir: &Path) -> Result<Self, ModelsError> {
        let path = dir.join(format!(".{}.{}", encoder.name, std::process::id()));
        let workshop = Self { pins, files: path.join("files"), path };
        workshop.clear().map_err(|source| ModelsError::File { path: workshop.path.clone(), source })?;
        Ok(workshop)
    }

    /// Where the files arrive.
    pub(super) fn files(&self) -> &Path {
        &self.files
    }

    /// Empties the folder: what an earlier source left, or a process of the same id that was killed.
    fn clear(&self) -> std::io::Result<()> {
        if self.path.exists() {
            std::fs::remove_dir_all(&self.path)?;
        }
        std::fs::create_dir_all(&self.files)
    }

    /// Gets all files from a source, unchecked. An error is the reason, for people.
    pub(super) async fn fetch(&self, origin: &Origin<'_>, outbound: &Outbound, arrived: &(dyn Fn(u64) + Sync)) -> Result<(), String> {
        self.clear().map_err(|error| error.to_string())?;
        match origin {
            Origin::Known(sources::Origin::Https(address)) => self.https(address, outbound, arrived).await,
            Origin::Known(sources::Origin::Pip { requirement, folder }) => self.pip(requirement, folder).await,
            Origin::Folder(folder) => self.take(folder).await,
        }
    }

    async fn https(&self, address: &str, outbound: &Outbound, arrived: &(dyn Fn(u64) + Sync)) -> Result<(), String> {
        let mut before = 0;
        // In order, the small files first: a source that cannot be reached fails at once and for all.
        for name in FILES {
            let (from, to) = (format!("{address}/{name}"), self.files.join(name));
            let pin = self.pins.and_then(|pins| pins.iter().find(|pin| pin.name == name));
            let limit = pin.map_or(MAX_UNPINNED_BYTES, |pin| pin.bytes);
            let fetched = outbound.fetch(&from, &to, limit, &|bytes| arrived(before + bytes)).await;
            fetched.map_err(|error| format!("{name}: {error}"))?;
            before += tokio::fs::metadata(&to).await.map_err(|error| format!("{name}: {error}"))?.len();
        }
        Ok(())
    }

    async fn pip(&self, requirement: &str, folder: &str) -> Result<(), String> {
        let wheels = self.path.join("wheels");
        // Only a wheel: a source package would run its own code to say what it needs.
        let options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--quiet", "--dest"];
        self.python(&[&["-m", "pip", "download"], &options[..], &[&wheels.to_string_lossy(), requirement]].concat()).await?;
        let mut entries = std::fs::read_dir(&wheels).map_err(|error| error.to_string())?;
        let wheel = entries.find_map(|entry| entry.ok().filter(|entry| entry.path().extension().is_some_and(|end| end == "whl")));
        let wheel = wheel.ok_or("pip downloaded no wheel")?.path();
        let unpacked = self.path.join("unpacked");
        self.python(&["-m", "zipfile", "-e", &wheel.to_string_lossy(), &unpacked.to_string_lossy()]).await?;
        self.take(&unpacked.join(folder)).await
    }

    /// Runs Python in the workshop: it would otherwise take modules from wherever the person happens to be.
    async fn python(&self, arguments: &[&str]) -> Result<(), String> {
        let mut command = tokio::process::Command::new("python3");
        command.args(arguments).current_dir(&self.path).stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(PIP_TIMEOUT, command.output()).await;
        let output = output.map_err(|_| format!("python3 took longer than {} minutes", PIP_TIMEOUT.as_secs() / 60))?;
        let output = output.map_err(|error| format!("python3 cannot be started: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        Err(format!("python3 {}: {}", arguments[..2].join(" "), last.unwrap_or("failed without a word")))
    }

    /// Takes the files out of a folder.
    async fn take(&self, folder: &Path) -> Result<(), String> {
        for name in FILES {
            let from = folder.join(name);
            let copied = tokio::fs::copy(&from, self.files.join(name)).await;
            copied.map_err(|error| format!("cannot read {}: {error}", from.display()))?;
        }
        Ok(())
    }

    /// Moves the files to their place; what was there is replaced.
    pub(super) fn install(self, place: &Path) -> Result<(), ModelsError> {
        let failed = |source| ModelsError::File { path: place.into(), source };
        if place.exists() {
            std::fs::rename(place, self.path.join("replaced")).map_err(failed)?;
        }
        std::fs::rename(&self.files, place).map_err(failed)
    }
}

impl Drop for Workshop<'_> {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            tracing::warn!(folder = %self.path.display(), %error, "a temporary folder is left");
        }
    }
}
