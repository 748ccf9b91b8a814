//! CSV: a column `text` and one of `intent`, `label`, `category`.

use std::path::Path;

use super::RowsError;
use crate::nlu::classifier::Row;

/// Names of the column that holds the intent.
const LABELS: [&str; 3] = ["intent", "label", "category"];

pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, RowsError> {
    let named = || path.to_path_buf();
    let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes);
    #[expect(clippy::wildcard_enum_match_arm, reason = "the crate's errors are non-exhaustive")]
    let failed = |error: ::csv::Error| {
        let what = match error.kind() {
            ::csv::ErrorKind::Utf8 { .. } => "the text is not UTF-8; save the file as UTF-8",
            ::csv::ErrorKind::UnequalLengths { .. } => {
                "the line has another number of columns than the header; quote texts that hold a comma"
            }
            _ => "this is not CSV; check the quotes",
        };
        RowsError::Record { path: named(), line: error.position().map_or(0, ::csv::Position::line), what }
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
        let line = record.position().map_or(0, ::csv::Position::line);
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        if cell(label).is_empty() {
            return Err(RowsError::Record { path: named(), line, what: "the intent is empty" });
        }
        rows.push(Row { text: cell(text).to_owned(), intent: cell(label).to_owned() });
    }
    if rows.is_empty() { Err(RowsError::Empty { path: named() }) } else { Ok(rows) }
}
