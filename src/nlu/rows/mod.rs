//! Labelled sentences from files: CSV, the JSON of CLINC150 and of Snips, the YAML of Rasa; drawn, dealt and hashed.
//!
//! The form of a file is told by what it holds, not by its name. A bad file is one error that names the file, the place in it and the
//! way out, never what a sentence says.

mod csv;
mod json;
mod rasa;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::classifier::Row;
use super::folds;
use super::matrix::Matrix;
use super::normalise::normalised;
use super::random::SplitMix;
use super::taps::TextVectors;
use crate::domain::hex::to_hex;

/// Why a file gives no rows. Never holds what a cell says.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The file cannot be opened or read.
    #[error("cannot read {path}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why; in the message, so not repeated as its source.
        cause: std::io::Error,
    },
    /// A record is not CSV.
    #[error("{path}, line {line}: {what}")]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 when it is not known.
        line: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// A column is missing.
    #[error("{path} has no column `{column}`; its columns are {found}; the first line must name the columns, such as `text,intent`")]
    Column {
        /// The file.
        path: PathBuf,
        /// The missing column.
        column: &'static str,
        /// The columns that there are.
        found: String,
    },
    /// A JSON file cannot be parsed.
    #[error("{path}, line {line}, column {column}: this is not JSON; check commas, quotes and brackets near here")]
    Json {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Something in a JSON file is not what its place asks for.
    #[error("{path}, at {pointer}: {what}")]
    Pointer {
        /// The file.
        path: PathBuf,
        /// The place, as a JSON pointer (RFC 6901).
        pointer: String,
        /// What is wrong, with the way out.
        what: &'static str,
    },
    /// A JSON file of no form that is read.
    #[error(
        "{path} is JSON of no form that is read; these are: CLINC150 (`{{\"train\": [[text, intent], …], \"test\": …}}`), a Snips data set \
         (`{{\"intents\": {{name: {{\"utterances\": …}}}}}}`) or one intent of the Snips benchmark (`{{name: [{{\"data\": [{{\"text\": …}}]}}]}}`)"
    )]
    Form {
        /// The file.
        path: PathBuf,
    },
    /// A file with several parts has not the one that is wanted.
    #[error("{path} has no part `{wanted}`; its parts are {found}; name one of them with --train-part, --valid-part or --test-part")]
    Part {
        /// The file.
        path: PathBuf,
        /// The part that is wanted.
        wanted: String,
        /// The parts that there are.
        found: String,
    },
    /// Something in a YAML file is wrong.
    #[error("{path}, line {line}: {what}; {help}")]
    Yaml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// How to mend it.
        help: String,
    },
    /// The text of a YAML file is not UTF-8.
    #[error("{path}: the text is not UTF-8; save the file as UTF-8")]
    Encoding {
        /// The file.
        path: PathBuf,
    },
    /// No record after the header.
    #[error("{path} has no rows; each line after the header is one sentence and its intent")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Fewer than two intents: nothing to tell apart.
    #[error("{path} has rows of one intent only (`{intent}`); a classifier needs at least two to tell apart")]
    OneIntent {
        /// The file.
        path: PathBuf,
        /// The intent.
        intent: String,
    },
}

/// What a file is read for: which part of one that has several is meant, unless one is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To learn from.
    Train,
    /// To choose settings on.
    Valid,
    /// To judge on.
    Test,
}

/// What a file of labelled sentences held.
pub struct Labelled {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// Hex SHA-256 of the file's bytes.
    pub sha256: String,
    /// Whether the text was not UTF-8 and was read as Latin-1, as in the benchmark of Snips.
    pub is_latin1: bool,
}

/// Reads labelled sentences; `part` names one part of a file that has several, which else is chosen by `role`.
///
/// # Errors
/// [`RowsError`] names the file, the place in it and what is wrong.
pub fn read(path: &Path, role: Role, part: Option<&str>) -> Result<Labelled, RowsError> {
    let bytes = bytes_of(path)?;
    let sha256 = to_hex(&Sha256::digest(&bytes));
    let text = without_mark(&bytes);
    let (rows, is_latin1) = match form(path, text) {
        Form::Csv => (csv::rows(path, text)?, false),
        Form::Json => json::rows(path, text, role, part)?,
        Form::Yaml => (rasa::rows(path, text)?, false),
    };
    if rows.is_empty() { Err(RowsError::Empty { path: path.to_path_buf() }) } else { Ok(Labelled { rows, sha256, is_latin1 }) }
}

/// Reads all rows of a CSV file.
///
/// # Errors
/// [`RowsError`] names the file, the line and what is wrong.
pub fn read_csv(path: &Path) -> Result<Vec<Row>, RowsError> {
    csv::rows(path, without_mark(&bytes_of(path)?))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, RowsError> {
    std::fs::read(path).map_err(|cause| RowsError::File { path: path.to_path_buf(), cause })
}

/// Spreadsheets write a byte-order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
    Yaml,
}

/// The form of a file, by its ending, else by how it begins.
fn form(path: &Path, bytes: &[u8]) -> Form {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let start = bytes.trim_ascii_start();
    let is_yaml = || start.starts_with(b"---") || start.starts_with(b"nlu:") || start.starts_with(b"version:");
    match ending.as_str() {
        "csv" => Form::Csv,
        "json" => Form::Json,
        "yml" | "yaml" => Form::Yaml,
        _ if start.starts_with(b"{") => Form::Json,
        _ if is_yaml() => Form::Yaml,
        _ => Form::Csv,
    }
}

/// Refuses rows of fewer than two intents.
///
/// # Errors
/// [`RowsError::OneIntent`].
pub fn expect_two_intents(path: &Path, rows: &[Row], out_of_scope: &str) -> Result<(), RowsError> {
    let mut intents = rows.iter().map(|row| &row.intent).filter(|intent| *intent != out_of_scope);
    let Some(first) = intents.next() else { return Err(RowsError::Empty { path: path.to_path_buf() }) };
    if intents.any(|intent| intent != first) {
        return Ok(());
    }
    Err(RowsError::OneIntent { path: path.to_path_buf(), intent: first.clone() })
}

/// Numbers of `shots` rows of each intent, drawn by seed, in the order of the rows.
pub fn sampled(rows: &[Row], shots: usize, seed: u64) -> Vec<usize> {
    let mut of_intent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        of_intent.entry(&row.intent).or_default().push(number);
    }
    let mut random = SplitMix::new(seed);
    let mut chosen: Vec<usize> = Vec::new();
    for mut rows in of_intent.into_values() {
        random.shuffle(&mut rows);
        chosen.extend(rows.into_iter().take(shots));
    }
    chosen.sort_unstable();
    chosen
}

/// Deals rows with their sentence vectors into folds of row numbers, in order; each class evenly, near copies together.
/// Folds without a row are left out, and there are none when all rows would be in one.
pub fn dealt(rows: &[Row], vectors: &[TextVectors], count: usize) -> Vec<Vec<usize>> {
    let intents: BTreeSet<&str> = rows.iter().map(|row| row.intent.as_str()).collect();
    let intents: Vec<&str> = intents.into_iter().collect();
    let labels: Vec<usize> = rows.iter().map(|row| intents.binary_search(&row.intent.as_str()).unwrap_or_default()).collect();
    let forms: Vec<String> = rows.iter().map(|row| normalised(&row.text)).collect();
    let columns = vectors.first().map_or(0, |vectors| vectors.last.len());
    let values = vectors.iter().flat_map(|vectors| vectors.last.iter().copied()).collect();
    let vectors = Matrix { rows: vectors.len(), columns, values };
    let folds = folds::dealt(&labels, &forms, &vectors, count, 0).into_iter();
    folds.filter(|fold| !fold.held.is_empty() && !fold.fitted.is_empty()).map(|fold| fold.held).collect()
}

/// Hex SHA-256 of rows: what a model was trained on.
pub fn data_hash(rows: &[Row]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        for part in [&row.text, &row.intent] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    to_hex(&hash.finalize())
}

#[cfg(test)]
mod tests;
