//! The files of a bot, read once into memory in a fixed order.
//!
//! A folder that cannot be a bot is a [`FolderError`]; a file that cannot be read is a finding, so that all are told at once.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostic, Findings, Source, Span};
use crate::domain::Language;
use crate::domain::hex::to_hex;
use crate::privacy::DocumentKind;
use crate::yaml::MAX_FILE_BYTES;

/// The most files that a bot may have.
const MAX_FILES: usize = 2_000;
/// The most bytes that all files together may have.
const MAX_FOLDER_BYTES: usize = 64 << 20;

/// Which part of a bot a file holds, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// `bot.yaml`.
    Bot,
    /// `intents/*.yaml`.
    Intents,
    /// `entities/*.yaml`.
    Entities,
    /// `faq/*.yaml`.
    Faq,
    /// `flows/*.yaml`.
    Flows,
    /// `actions.yaml`.
    Actions,
    /// `messages/<language>.yaml`.
    Messages(Language),
    /// `policies/notice.<language>.md`.
    Notice(Language),
    /// `policies/policy.<language>.md`.
    Policy(Language),
    /// `tests/*.yaml`.
    Tests,
}

/// The parts that are folders of any number of YAML files.
const YAML_FOLDERS: [(&str, Part); 5] =
    [("intents", Part::Intents), ("entities", Part::Entities), ("faq", Part::Faq), ("flows", Part::Flows), ("tests", Part::Tests)];

impl Part {
    /// The part that a path inside the folder holds, if it is one of the layout.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path.split_once('/') {
            None if path == "bot.yaml" => Some(Self::Bot),
            None if path == "actions.yaml" => Some(Self::Actions),
            None => None,
            Some(("messages", file)) => Language::new(file.strip_suffix(".yaml")?).ok().map(Self::Messages),
            Some(("policies", file)) => {
                let (kind, language) = file.strip_suffix(".md")?.split_once('.')?;
                let language = Language::new(language).ok()?;
                if kind == DocumentKind::Notice.as_str() {
                    return Some(Self::Notice(language));
                }
                (kind == DocumentKind::Policy.as_str()).then_some(Self::Policy(language))
            }
            Some((folder, file)) => {
                let name = file.strip_suffix(".yaml")?;
                let part = YAML_FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, part)| part.clone());
                part.filter(|_| !name.is_empty() && !name.contains('/'))
            }
        }
    }
}

/// All files of a bot.
#[derive(Debug)]
pub struct Folder {
    /// The name to show: the path as the caller wrote it.
    pub name: String,
    /// The files of the layout, in reading order; paths are relative and use `/`.
    pub files: Vec<Arc<Source>>,
    /// Files that could not be read or that are not of the layout.
    pub(super) findings: Vec<Diagnostic>,
}

/// Why a folder cannot be read as a bot at all.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is nothing at the path.
    #[error("there is no folder `{}`", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The path leads to something else.
    #[error("`{}` is not a folder", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The folder or one of its parts cannot be listed.
    #[error("cannot list the folder `{}`: {source}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no `bot.yaml`.
    #[error("`{}` has no bot.yaml, so it is not a bot", path.display())]
    NoBot {
        /// The path.
        path: PathBuf,
    },
    /// The folder holds too many files or bytes.
    #[error("`{}` is too large for a bot: at most {MAX_FILES} files and {} MiB are read", path.display(), MAX_FOLDER_BYTES >> 20)]
    TooLarge {
        /// The path.
        path: PathBuf,
    },
}

impl Folder {
    /// Reads the files of the layout; symbolic links are followed, files elsewhere are left alone.
    ///
    /// # Errors
    /// [`FolderError`] when the folder as a whole cannot be a bot.
    pub fn read(directory: &Path) -> Result<Self, FolderError> {
        let at = || directory.to_owned();
        match std::fs::metadata(directory) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(FolderError::NotAFolder { path: at() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FolderError::Missing { path: at() }),
            Err(source) => return Err(FolderError::Unreadable { path: at(), source }),
        }
        let mut reader = Reader { root: directory, findings: Findings::default(), files: Vec::new(), bytes: 0 };
        reader.directory("")?;
        let Reader { files, findings, .. } = reader;
        if !directory.join("bot.yaml").is_file() {
            return Err(FolderError::NoBot { path: at() });
        }
        Ok(Self::new(directory.display().to_string(), files, findings))
    }

    /// A bot whose files are part of the program: pairs of relative path and content.
    pub fn from_embedded<'a>(name: &str, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut findings = Findings::default();
        let mut sources = Vec::new();
        for (path, bytes) in files.into_iter().filter(|(path, _)| !is_ignored(path)) {
            if Part::of(path).is_none() {
                findings.push(unknown_file(path));
            } else if let Some(source) = decode(path, bytes.to_vec(), &mut findings) {
                sources.push(source);
            }
        }
        Self::new(name.to_owned(), sources, findings)
    }

    fn new(name: String, mut files: Vec<Arc<Source>>, findings: Findings) -> Self {
        files.sort_by_cached_key(|source| (Part::of(&source.path), source.path.clone()));
        Self { name, files, findings: findings.into_sorted() }
    }

    /// The hex SHA-256 over all files with their paths: the identity of a bot version.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for source in &self.files {
            for part in [&source.path, &source.text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part.as_bytes());
            }
        }
        to_hex(&hash.finalize())
    }
}

/// Files that may lie in a bot folder without being a part of it.
fn is_ignored(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.')) || path == "README.md"
}

struct Reader<'a> {
    root: &'a Path,
    findings: Findings,
    files: Vec<Arc<Source>>,
    bytes: usize,
}

impl Reader<'_> {
    /// Reads one folder; only those of the layout are entered, so a link that leads back up ends by itself.
    fn directory(&mut self, prefix: &str) -> Result<(), FolderError> {
        let path = self.root.join(prefix);
        let unreadable = |source| FolderError::Unreadable { path: path.clone(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&path).map_err(unreadable)? {
            names.push(entry.map_err(unreadable)?.file_name());
            if names.len() > MAX_FILES {
                return Err(FolderError::TooLarge { path: self.root.to_owned() });
            }
        }
        names.sort();
        for name in names {
            let name = name.to_string_lossy();
            let path = if prefix.is_empty() { name.into_owned() } else { format!("{prefix}/{name}") };
            if is_ignored(&path) {
                continue;
            }
            match std::fs::metadata(self.root.join(&path)) {
                Ok(metadata) if metadata.is_dir() && prefix.is_empty() && is_part_folder(&path) => self.directory(&path)?,
                Ok(metadata) if metadata.is_file() && Part::of(&path).is_some() => self.file(&path)?,
                Ok(_) if Part::of(&path).is_some() => self.findings.push(wrong_kind(&path, "a file")),
                Ok(metadata) if !metadata.is_dir() && is_part_folder(&path) => self.findings.push(wrong_kind(&path, "a folder")),
                Ok(metadata) if metadata.is_dir() && is_part_folder(prefix) => self.findings.push(unread_folder(&path, prefix)),
                Ok(_) => self.findings.push(unknown_file(&path)),
                Err(error) => self.findings.push(unreadable_file(&path, &error)),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str) -> Result<(), FolderError> {
        let mut bytes = Vec::new();
        // One byte more than is read elsewhere, so that a file that is too large is told as such.
        let read = File::open(self.root.join(path)).and_then(|file| file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            self.findings.push(unreadable_file(path, &error));
            return Ok(());
        }
        self.bytes += bytes.len();
        if self.bytes > MAX_FOLDER_BYTES || self.files.len() >= MAX_FILES {
            return Err(FolderError::TooLarge { path: self.root.to_owned() });
        }
        self.files.extend(decode(path, bytes, &mut self.findings));
        Ok(())
    }
}

fn is_part_folder(path: &str) -> bool {
    matches!(path, "messages" | "policies") || YAML_FOLDERS.iter().any(|(name, _)| *name == path)
}

/// A byte order mark is dropped; other invalid UTF-8 is a finding at its place.
fn decode(path: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Arc<Source>> {
    if bytes.len() > MAX_FILE_BYTES {
        let found = Diagnostic::error("file-too-large", format!("`{path}` has more than {} MiB", MAX_FILE_BYTES >> 20), &whole(path, ""));
        findings.push(found.help("split it into several files"));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(Source::new(path, text.strip_prefix('\u{feff}').unwrap_or(&text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let source = Source::new(path, String::from_utf8_lossy(error.as_bytes()));
            let span = Span { source, range: at..at };
            let found = Diagnostic::error("not-utf8", format!("`{path}` is not UTF-8 text"), &span);
            findings.push(found.here("the first byte that is not").help("save the file as UTF-8"));
            None
        }
    }
}

fn whole(path: &str, text: &str) -> Span {
    Span { source: Source::new(path, text), range: 0..0 }
}

fn unreadable_file(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable-file", format!("cannot read `{path}`: {error}"), &whole(path, ""))
        .help("check the file's permissions, or remove the link that leads nowhere")
}

fn wrong_kind(path: &str, kind: &str) -> Diagnostic {
    Diagnostic::error("unreadable-file", format!("`{path}` is not {kind}, so it cannot be read"), &whole(path, ""))
        .help(format!("put {kind} there, or rename it"))
}

fn unread_folder(path: &str, prefix: &str) -> Diagnostic {
    Diagnostic::warning("unknown-file", format!("the files in `{path}` are not read"), &whole(path, ""))
        .help(format!("move them up into `{prefix}/`: a bot has no folders in folders"))
}

fn unknown_file(path: &str) -> Diagnostic {
    let found = Diagnostic::tip("unknown-file", format!("`{path}` is not a part of a bot and is not read"), &whole(path, ""));
    if let Some(stem) = path.strip_suffix(".yml").filter(|stem| Part::of(&format!("{stem}.yaml")).is_some()) {
        return found.help(format!("rename it to `{stem}.yaml`"));
    }
    let parts = [
        "bot.yaml",
        "actions.yaml",
        "intents/",
        "entities/",
        "faq/",
        "flows/",
        "messages/<language>.yaml",
        "policies/notice.<language>.md",
        "policies/policy.<language>.md",
        "tests/",
    ];
    found.help(format!("a bot has {}; a name that begins with a dot is left alone", parts.join(", ")))
}

#[cfg(test)]
mod tests;
