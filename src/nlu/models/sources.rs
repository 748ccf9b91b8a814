//! `models/sources.yaml`: the known encoders, their files by SHA-256, and where they can be had.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Findings, Source};
use crate::nlu::encoder;
use crate::yaml::{self, Entry, Node};

/// The known encoders, the default one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The encoders.
    pub encoders: Vec<PinnedEncoder>,
}

/// An encoder by pinned SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedEncoder {
    /// Its name, which is its folder's name.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// The licence of its weights.
    pub licence: String,
    /// Its files.
    pub files: Vec<PinnedFile>,
    /// Where it can be had, in the order of trial.
    pub origins: Vec<Origin>,
}

/// A file by SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Where an encoder can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A web folder: the address without the file's name.
    Https(String),
    /// A Python package that carries the files.
    Pip {
        /// Name and version, such as `package==1.0`.
        requirement: String,
        /// The folder of the files inside the package.
        folder: String,
    },
}

impl PinnedEncoder {
    /// The size of all its files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

impl Sources {
    /// The sources that are embedded in the binary.
    ///
    /// # Errors
    /// Findings, if the build embedded a broken file; a test sees to it that it did not.
    pub fn embedded() -> Result<Self, Vec<Diagnostic>> {
        Self::parse(&Source::new("models/sources.yaml", include_str!("../../../models/sources.yaml")))
    }

    /// Reads a sources file.
    ///
    /// # Errors
    /// All findings.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Findings::default();
        let root = yaml::parse(source, &mut findings);
        let encoders = root.as_ref().and_then(|root| {
            root.expect_fields("the sources", &["encoders"], &mut findings)?;
            required(root, "encoders", &mut findings)?.expect_map(&mut findings)
        });
        let encoders: Vec<_> = encoders.unwrap_or_default().iter().filter_map(|entry| pinned_encoder(entry, &mut findings)).collect();
        if findings.has_errors() { Err(findings.into_sorted()) } else { Ok(Self { encoders }) }
    }

    /// The encoder of this name.
    pub fn get(&self, name: &str) -> Option<&PinnedEncoder> {
        self.encoders.iter().find(|encoder| encoder.name == name)
    }

    /// The default encoder.
    pub fn default_encoder(&self) -> Option<&PinnedEncoder> {
        self.encoders.first()
    }
}

fn required<'a>(node: &'a Node, key: &str, findings: &mut Findings) -> Option<&'a Node> {
    let value = node.get(key);
    if value.is_none() {
        findings.push(Diagnostic::error("missing-key", format!("`{key}` is missing"), &node.span));
    }
    value
}

fn required_text(node: &Node, key: &str, findings: &mut Findings) -> Option<String> {
    required(node, key, findings)?.expect_text(findings).map(str::to_owned)
}

fn pinned_encoder(entry: &Entry, findings: &mut Findings) -> Option<PinnedEncoder> {
    let fine = entry.key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) && !entry.key.starts_with('.');
    if !fine {
        let message = format!("`{}` cannot be a folder's name", entry.key);
        findings.push(Diagnostic::error("encoder-name", message, &entry.key_span).help("use letters, digits, `-`, `_` and `.`"));
    }
    let node = &entry.value;
    node.expect_fields("an encoder", &["description", "licence", "files", "sources"], findings)?;
    let files = required(node, "files", findings)?;
    files.expect_fields("the files of an encoder", &encoder::FILES, findings)?;
    let files = encoder::FILES.iter().filter_map(|name| pinned_file(name, required(files, name, findings)?, findings)).collect();
    let origins = required(node, "sources", findings)?.expect_list(findings)?;
    Some(PinnedEncoder {
        name: entry.key.clone(),
        description: required_text(node, "description", findings)?,
        licence: required_text(node, "licence", findings)?,
        files,
        origins: origins.iter().filter_map(|node| origin(node, findings)).collect(),
    })
}

fn pinned_file(name: &str, node: &Node, findings: &mut Findings) -> Option<PinnedFile> {
    node.expect_fields("a file", &["bytes", "sha256"], findings)?;
    let bytes = required(node, "bytes", findings)?.expect_count(findings)?;
    let sha256 = required(node, "sha256", findings)?;
    let digits = sha256.expect_text(findings)?;
    if digits.len() != 64 || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return sha256.expected("a SHA-256 of 64 lower-case hexadecimal digits", findings);
    }
    Some(PinnedFile { name: name.to_owned(), bytes: bytes.into(), sha256: digits.to_owned() })
}

fn origin(node: &Node, findings: &mut Findings) -> Option<Origin> {
    if node.get("https").is_some() {
        node.expect_fields("an https source", &["https"], findings)?;
        return required_text(node, "https", findings).map(Origin::Https);
    }
    node.expect_fields("a source", &["https", "pip", "folder"], findings)?;
    Some(Origin::Pip { requirement: required_text(node, "pip", findings)?, folder: required_text(node, "folder", findings)? })
}
