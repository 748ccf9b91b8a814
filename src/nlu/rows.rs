//! Labelled sentences from CSV files: a column `text` and one of `intent`, `label`, `category`.

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

/// Names of the column that holds the intent.
const LABELS: [&str; 3] = ["intent", "label", "category"];

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

/// Reads all rows of a CSV file.
///
/// # Errors
/// [`RowsError`] names the file, the line and what is wrong.
pub fn read_csv(path: &Path) -> Result<Vec<Row>, RowsError> {
    let named = || path.to_path_buf();
    let bytes = std::fs::read(path).map_err(|cause| RowsError::File { path: named(), cause })?;
    // Spreadsheets write a byte-order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    #[expect(clippy::wildcard_enum_match_arm, reason = "the crate's errors are non-exhaustive")]
    let failed = |error: csv::Error| {
        let what = match error.kind() {
            csv::ErrorKind::Utf8 { .. } => "the text is not UTF-8; save the file as UTF-8",
            csv::ErrorKind::UnequalLengths { .. } => {
                "the line has another number of columns than the header; quote texts that hold a comma"
            }
            _ => "this is not CSV; check the quotes",
        };
        RowsError::Record { path: named(), line: error.position().map_or(0, csv::Position::line), what }
    };
    let headers = reader.headers().map_err(failed)?.clone();
    if headers.is_empty() {
        return Err(RowsError::Empty { path: named() });
    }
    let place = |names: &[&str]| headers.iter().position(|header| names.contains(&header.trim().to_lowercase().as_str()));
    let missing = |column| {
        let found: Vec<String> = headers.iter().map(|header| format!("`{}`", header.chars().take(40).collect::<String>())).collect();
        RowsError::Column { path: named(), column, found: found.join(", ") }
    };
    let text = place(&["text"]).ok_or_else(|| missing("text"))?;
    let label = place(&LABELS).ok_or_else(|| missing("intent"))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        if cell(label).is_empty() {
            return Err(RowsError::Record { path: named(), line, what: "the intent is empty" });
        }
        rows.push(Row { text: cell(text).to_owned(), intent: cell(label).to_owned() });
    }
    if rows.is_empty() { Err(RowsError::Empty { path: named() }) } else { Ok(rows) }
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
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<Row>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rows.csv");
        std::fs::write(&path, bytes).unwrap();
        read_csv(&path).map_err(|error| error.to_string().replace(&format!("{}/", dir.path().display()), ""))
    }

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(read(bytes).unwrap_err(), expected);
    }

    #[test]
    fn columns_are_found_by_name_with_mark_quotes_and_line_breaks() {
        let rows = read(b"\xef\xbb\xbfid,Label,text\r\n1,greet,\"hi, \"\"you\"\"\r\nthere\"\r\n").unwrap();
        assert_eq!(rows, [Row { text: "hi, \"you\"\r\nthere".to_owned(), intent: "greet".to_owned() }]);
    }

    #[test]
    fn each_bad_file_is_one_clear_error() {
        check(b"", "rows.csv has no rows; each line after the header is one sentence and its intent");
        check(b"text,intent\n", "rows.csv has no rows; each line after the header is one sentence and its intent");
        let columns =
            "rows.csv has no column `intent`; its columns are `text`, `class`; the first line must name the columns, such as `text,intent`";
        check(b"text,class\nhi,greet\n", columns);
        check(b"text,intent\nok,a\n\xff\xfe,b\n", "rows.csv, line 3: the text is not UTF-8; save the file as UTF-8");
        let lengths = "rows.csv, line 2: the line has another number of columns than the header; quote texts that hold a comma";
        check(b"text,intent\nwell, hi,greet\n", lengths);
        check(b"text,intent\nhi,\n", "rows.csv, line 2: the intent is empty");
    }

    #[test]
    fn one_intent_is_nothing_to_tell_apart() {
        let row = |intent: &str| Row { text: "x".to_owned(), intent: intent.to_owned() };
        let check = |rows: &[Row]| expect_two_intents(Path::new("t.csv"), rows, "oos").is_ok();
        assert!(!check(&[row("a"), row("a"), row("oos")]) && !check(&[row("oos")]) && check(&[row("a"), row("b")]));
    }

    #[test]
    fn the_hash_tells_where_a_cell_ends() {
        let row = |text: &str, intent: &str| [Row { text: text.to_owned(), intent: intent.to_owned() }];
        assert_ne!(data_hash(&row("ab", "c")), data_hash(&row("a", "bc")));
    }
}
