//! JSON: CLINC150 (`{"train": [[text, intent], …], "oos_train": …}`), a Snips data set (`{"intents": {name: {"utterances": …}}}`) and
//! one intent of the Snips benchmark (`{name: [{"data": [{"text": …}, …]}, …]}`).

use std::borrow::Cow;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Role, RowsError};
use crate::nlu::classifier::Row;

/// What the parts of rows that belong to no intent begin with in CLINC150.
const OUT_OF_SCOPE: &str = "oos_";

/// The rows, and whether the text was not UTF-8: files of the Snips benchmark are Latin-1 in part.
pub(super) fn rows(path: &Path, bytes: &[u8], role: Role, part: Option<&str>) -> Result<(Vec<Row>, bool), RowsError> {
    let utf8 = std::str::from_utf8(bytes).ok();
    // Each byte of Latin-1 is the character of that number.
    let text = utf8.map_or_else(|| Cow::Owned(bytes.iter().copied().map(char::from).collect::<String>()), Cow::Borrowed);
    let value: Value = serde_json::from_str(&text).map_err(|error| RowsError::Json {
        path: path.to_path_buf(),
        line: error.line(),
        column: error.column(),
    })?;
    let reader = Reader { path };
    let Value::Object(fields) = &value else { return Err(reader.form()) };
    let is_part = |value: &Value| value.as_array().is_some_and(|rows| rows.first().is_none_or(Value::is_array));
    let rows = if let Some(intents) = fields.get("intents").and_then(Value::as_object) {
        reader.data_set(intents)
    } else if !fields.is_empty() && fields.values().all(is_part) {
        reader.clinc(fields, role, part)
    } else {
        reader.benchmark(fields)
    };
    Ok((rows?, utf8.is_none()))
}

struct Reader<'a> {
    path: &'a Path,
}

impl Reader<'_> {
    fn form(&self) -> RowsError {
        RowsError::Form { path: self.path.to_path_buf() }
    }

    fn wrong(&self, pointer: String, what: &'static str) -> RowsError {
        RowsError::Pointer { path: self.path.to_path_buf(), pointer, what }
    }

    /// The part of the role, and its rows of no intent; a part that is named, alone.
    fn clinc(&self, fields: &Map<String, Value>, role: Role, part: Option<&str>) -> Result<Vec<Row>, RowsError> {
        let usual = match role {
            Role::Train => "train",
            // Hugging Face's copy of the data says `validation`.
            Role::Valid => ["val", "valid", "validation"].into_iter().find(|name| fields.contains_key(*name)).unwrap_or("val"),
            Role::Test => "test",
        };
        let wanted = part.unwrap_or(usual);
        if !fields.contains_key(wanted) {
            let found: Vec<String> = fields.keys().take(20).map(|name| format!("`{}`", shortened(name))).collect();
            let (path, wanted) = (self.path.to_path_buf(), shortened(wanted));
            return Err(RowsError::Part { path, wanted, found: found.join(", ") });
        }
        let mut rows = Vec::new();
        for name in [Some(wanted.to_owned()), part.is_none().then(|| format!("{OUT_OF_SCOPE}{wanted}"))].into_iter().flatten() {
            for (number, pair) in fields.get(&name).and_then(Value::as_array).into_iter().flatten().enumerate() {
                let pointer = || format!("/{}/{number}", escaped(&name));
                let Some([Value::String(text), Value::String(intent)]) = pair.as_array().map(Vec::as_slice) else {
                    return Err(self.wrong(pointer(), "expected `[text, intent]`, both in quotes"));
                };
                if intent.trim().is_empty() {
                    return Err(self.wrong(pointer(), "the intent is empty"));
                }
                rows.push(Row { text: text.trim().to_owned(), intent: intent.trim().to_owned() });
            }
        }
        Ok(rows)
    }

    fn data_set(&self, intents: &Map<String, Value>) -> Result<Vec<Row>, RowsError> {
        let mut rows = Vec::new();
        for (name, intent) in intents {
            let pointer = format!("/intents/{}/utterances", escaped(name));
            let Some(utterances) = intent.get("utterances").and_then(Value::as_array) else {
                return Err(self.wrong(pointer, "expected a list of utterances"));
            };
            self.utterances(name, utterances, &pointer, &mut rows)?;
        }
        Ok(rows)
    }

    fn benchmark(&self, fields: &Map<String, Value>) -> Result<Vec<Row>, RowsError> {
        let mut rows = Vec::new();
        for (name, utterances) in fields {
            let utterances = utterances.as_array().filter(|list| list.iter().all(|one| one.get("data").is_some()));
            self.utterances(name, utterances.ok_or_else(|| self.form())?, &format!("/{}", escaped(name)), &mut rows)?;
        }
        Ok(rows)
    }

    /// Utterances in pieces, each perhaps a slot: `{"data": [{"text": "play "}, {"text": "jazz", "entity": "genre"}]}`.
    fn utterances(&self, intent: &str, utterances: &[Value], pointer: &str, rows: &mut Vec<Row>) -> Result<(), RowsError> {
        for (number, utterance) in utterances.iter().enumerate() {
            let at = format!("{pointer}/{number}/data");
            let Some(pieces) = utterance.get("data").and_then(Value::as_array) else {
                return Err(self.wrong(at, "expected a list of pieces, each `{\"text\": …}`"));
            };
            let mut text = String::new();
            for (number, piece) in pieces.iter().enumerate() {
                match piece.get("text").and_then(Value::as_str) {
                    Some(piece) => text.push_str(piece),
                    None => return Err(self.wrong(format!("{at}/{number}"), "expected `{\"text\": …}`")),
                }
            }
            rows.push(Row { text: text.trim().to_owned(), intent: intent.to_owned() });
        }
        Ok(())
    }
}

/// A key as a part of a JSON pointer (RFC 6901), cut to what can be read.
fn escaped(key: &str) -> String {
    shortened(key).replace('~', "~0").replace('/', "~1")
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
