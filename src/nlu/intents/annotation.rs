//! Values marked in an example: `[text](entity)` or `[text]{"entity": "city", "role": "from"}`.

use std::ops::Range;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Findings, Source, Span};
use crate::domain::{EntityName, SlotName};

/// Keys of the long form.
const KEYS: [&str; 3] = ["entity", "role", "value"];

/// One marked value.
#[derive(Clone, PartialEq)]
pub struct Annotation {
    /// The type.
    pub entity: EntityName,
    /// The slot that it is for (`role`).
    pub role: Option<SlotName>,
    /// What the marked words stand for, if they are not the value itself (`value`).
    pub value: Option<String>,
    /// Place of the words in the example's text, in Unicode code points.
    pub characters: Range<usize>,
    /// Where it stands in the file; the whole example when the file has it escaped.
    pub span: Span,
}

impl std::fmt::Debug for Annotation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Annotation({} at {:?})", self.entity, self.characters)
    }
}

/// Takes the brackets out. What is no annotation stays as it is; what looks like one but is malformed is a finding.
pub(super) fn read(written: &str, span: &Span, findings: &mut Findings) -> (String, Vec<Annotation>) {
    let leading = written.len() - written.trim_start().len();
    let mut rest = &written[leading..];
    let mut text = String::new();
    let mut annotations = Vec::new();
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let from = &rest[open..];
        let marked = from.find(']').map(|close| (&from[1..close], &from[close + 1..]));
        let Some((words, after)) = marked else {
            let found = Diagnostic::error("invalid-annotation", "a `[` without its `]`", &place(from, span));
            findings.push(found.help("write `[words](entity)`"));
            text.push_str(from);
            return (text, annotations);
        };
        let (entity, after) = match after.chars().next() {
            Some('(') => short(after, from, span, findings),
            Some('{') => long(after, from, span, findings),
            _ => (None, after),
        };
        let length = from.len() - after.len();
        let start = text.chars().count();
        let whole = &from[..length];
        // Brackets with nothing behind them are punctuation that a person may type.
        text.push_str(if length == words.len() + 2 { whole } else { words });
        if let Some(Named { entity, role, value }) = entity {
            if words.trim().is_empty() {
                let found = Diagnostic::error("invalid-annotation", "an annotation of no words", &place(whole, span));
                findings.push(found.help("put the words between `[` and `]`"));
            } else {
                let characters = start..start + words.chars().count();
                annotations.push(Annotation { entity, role, value, characters, span: place(whole, span) });
            }
        }
        rest = after;
    }
    text.push_str(rest);
    (text, annotations)
}

/// An example as a person says it, without its brackets; malformed ones stay as they are.
pub(in crate::nlu) fn without_annotations(written: &str) -> String {
    let span = Span { source: Source::new("", written), range: 0..written.len() };
    read(written, &span, &mut Findings::default()).0.trim().to_owned()
}

struct Named {
    entity: EntityName,
    role: Option<SlotName>,
    value: Option<String>,
}

/// `(entity)`: what it names, and what follows.
fn short<'a>(after: &'a str, from: &str, span: &Span, findings: &mut Findings) -> (Option<Named>, &'a str) {
    let Some(close) = after.find(')') else {
        let found = Diagnostic::error("invalid-annotation", "a `(` without its `)`", &place(from, span));
        findings.push(found.help("write `[words](entity)`"));
        return (None, after);
    };
    let (name, after) = (&after[1..close], &after[close + 1..]);
    // Rasa's older form `[words](entity:value)`.
    let (name, value) = name.split_once(':').map_or((name, None), |(name, value)| (name, Some(value.trim().to_owned())));
    (entity_name(name.trim(), from, span, findings).map(|entity| Named { entity, role: None, value }), after)
}

/// `{"entity": …}`: what it names, and what follows.
fn long<'a>(after: &'a str, from: &str, span: &Span, findings: &mut Findings) -> (Option<Named>, &'a str) {
    let mut values = serde_json::Deserializer::from_str(after).into_iter::<serde_json::Map<String, Value>>();
    let Some(Ok(fields)) = values.next() else {
        let found = Diagnostic::error("invalid-annotation", "the braces behind `[…]` are not JSON", &place(from, span));
        findings.push(found.help("write `[words]{\"entity\": \"city\", \"role\": \"from\"}`"));
        return (None, after);
    };
    let after = after.get(values.byte_offset()..).unwrap_or_default();
    let mut text_of = |key: &str| match fields.get(key) {
        Some(Value::String(text)) => Some(text.as_str()),
        Some(_) => {
            let found = Diagnostic::error("invalid-annotation", format!("`{key}` of an annotation is not text"), &place(from, span));
            findings.push(found.help("put it in double quotes"));
            None
        }
        None => None,
    };
    let (entity, role, value) = (text_of("entity"), text_of("role"), text_of("value").map(str::to_owned));
    for key in fields.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let message = format!("unknown key `{}` in an annotation", super::shortened(key));
        findings.push(Diagnostic::error("unknown-key", message, &place(from, span)).did_you_mean(key, KEYS));
    }
    let Some(entity) = entity else {
        if !fields.contains_key("entity") {
            let found = Diagnostic::error("invalid-annotation", "an annotation without `entity`", &place(from, span));
            findings.push(found.help("write `[words]{\"entity\": \"city\"}`"));
        }
        return (None, after);
    };
    let role = role.and_then(|role| match SlotName::new(role) {
        Ok(role) => Some(role),
        Err(error) => {
            let message = format!("`{}` cannot be a slot's name: {error}", super::shortened(role));
            findings
                .push(Diagnostic::error("invalid-name", message, &place(from, span)).help("`role` names the slot that the value is for"));
            None
        }
    });
    (entity_name(entity, from, span, findings).map(|entity| Named { entity, role, value }), after)
}

fn entity_name(name: &str, from: &str, span: &Span, findings: &mut Findings) -> Option<EntityName> {
    match EntityName::new(name) {
        Ok(name) => Some(name),
        Err(error) => {
            let message = format!("`{}` cannot be an entity's name: {error}", super::shortened(name));
            findings.push(
                Diagnostic::error("invalid-name", message, &place(from, span)).help("write `[words](entity)`, such as `[Rome](city)`"),
            );
            None
        }
    }
}

/// Where a part of the example stands in the file: found by its text, since quotes and escapes may lie before it.
fn place(part: &str, span: &Span) -> Span {
    match span.text().find(part) {
        Some(at) => span.part(at..at + part.len()),
        None => span.clone(),
    }
}
