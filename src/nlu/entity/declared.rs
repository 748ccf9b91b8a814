//! The entities that a bot declares, from the `entities:` sections of its YAML.

use std::collections::{BTreeMap, HashMap};

use regex::{Regex, RegexBuilder};

use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{EntityName, Language};
use crate::yaml::{Entry, Kind, Node};

use super::lookup::{folded_words, singular};

/// The keys of an entity.
const ENTITY_FIELDS: &[&str] = &["values", "fuzzy", "pattern", "example", "upper"];
/// The keys of a value.
const VALUE_FIELDS: &[&str] = &["labels", "synonyms"];
/// The largest compiled pattern, in bytes; searching is linear in the text whatever the pattern.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// The entities that a bot declares.
#[derive(Debug, Default)]
pub struct EntitySet {
    /// By name.
    pub entities: BTreeMap<EntityName, EntityType>,
}

/// One declared entity.
#[derive(Debug)]
pub struct EntityType {
    /// Where its name stands.
    pub span: Span,
    /// What it matches.
    pub kind: EntityKind,
}

/// What a declared entity matches.
#[derive(Debug)]
pub enum EntityKind {
    /// A list of values.
    Values {
        /// In the author's order.
        values: Vec<EntityValue>,
        /// Whether one slip of the pen in a word is forgiven.
        fuzzy: bool,
    },
    /// A pattern, without regard to case.
    Pattern {
        /// The compiled pattern.
        pattern: Regex,
        /// Whether values are kept in capitals and without inner spaces.
        upper: bool,
    },
}

/// One value of a list.
#[derive(Debug)]
pub struct EntityValue {
    /// Its canonical name, as expressions see it.
    pub name: String,
    /// What buttons show.
    pub labels: BTreeMap<Language, String>,
    /// Other ways to write it.
    pub synonyms: Vec<String>,
}

impl EntityValue {
    /// All texts that mean the value: its name, its synonyms and its labels.
    pub(super) fn ways_to_write(&self) -> impl Iterator<Item = String> + '_ {
        std::iter::once(&self.name).chain(&self.synonyms).chain(self.labels.values()).cloned()
    }
}

impl EntityType {
    /// The canonical names of its values, in the author's order; none for a pattern.
    pub fn value_names(&self) -> Vec<String> {
        self.values().iter().map(|value| value.name.clone()).collect()
    }

    /// The labels of its values, by language and canonical name.
    pub fn labels(&self) -> BTreeMap<(Language, String), String> {
        let labels = self
            .values()
            .iter()
            .flat_map(|value| value.labels.iter().map(|(language, label)| ((language.clone(), value.name.clone()), label.clone())));
        labels.collect()
    }

    fn values(&self) -> &[EntityValue] {
        match &self.kind {
            EntityKind::Values { values, .. } => values,
            EntityKind::Pattern { .. } => &[],
        }
    }
}

impl EntitySet {
    /// The built-in types, which need no declaration.
    pub const BUILT_IN: &[&str] = &[
        "person_name",
        "yes_no",
        "number",
        "integer",
        "ordinal",
        "email",
        "phone",
        "date",
        "time",
        "datetime",
        "duration",
        "interval",
        "money",
        "url",
        "iban",
    ];

    /// Reads one `entities:` section; every mistake is a finding.
    pub fn add(&mut self, section: &Node, languages: &[Language], findings: &mut Findings) {
        for entry in section.expect_map(findings).unwrap_or_default() {
            let Some(name) = name(entry, findings) else { continue };
            if let Some(first) = self.entities.get(&name) {
                let message = format!("the entity `{name}` is declared twice");
                let found = Diagnostic::error("duplicate-name", message, &entry.key_span).here("again here");
                findings.push(found.and(&first.span, "first here").help("merge the two, or rename one"));
                continue;
            }
            if let Some(kind) = kind(&name, entry, languages, findings) {
                self.entities.insert(name, EntityType { span: entry.key_span.clone(), kind });
            }
        }
    }
}

fn name(entry: &Entry, findings: &mut Findings) -> Option<EntityName> {
    if EntitySet::BUILT_IN.contains(&entry.key.as_str()) {
        let message = format!("`{}` is a built-in entity", entry.key);
        findings.push(
            Diagnostic::error("built-in-name", message, &entry.key_span).help("choose another name; built-in entities need no declaration"),
        );
        return None;
    }
    match EntityName::new(&entry.key) {
        Ok(name) => Some(name),
        Err(error) => {
            let message = format!("`{}` is not a name: {error}", entry.key);
            findings.push(Diagnostic::error("invalid-name", message, &entry.key_span).help("use a name such as `order_number`"));
            None
        }
    }
}

fn kind(name: &EntityName, entry: &Entry, languages: &[Language], findings: &mut Findings) -> Option<EntityKind> {
    let node = &entry.value;
    let fields = node.expect_fields(&format!("the entity `{name}`"), ENTITY_FIELDS, findings)?;
    let field = |key: &str| fields.iter().find(|field| field.key == key);
    match (field("values"), field("pattern")) {
        (Some(values), None) => {
            misplaced(fields, &["example", "upper"], "pattern", findings);
            let fuzzy = field("fuzzy").is_some_and(|fuzzy| fuzziness(&fuzzy.value, findings));
            let values = read_values(&values.value, languages, findings)?;
            report_shared_words(&values, findings);
            Some(EntityKind::Values { values: values.into_iter().map(|read| read.value).collect(), fuzzy })
        }
        (None, Some(pattern)) => {
            misplaced(fields, &["fuzzy"], "values", findings);
            let upper = field("upper").is_some_and(|upper| upper.value.expect_bool(findings) == Some(true));
            read_pattern(&pattern.value, field("example").map(|example| &example.value), upper, findings)
        }
        (Some(values), Some(pattern)) => {
            let message = format!("the entity `{name}` has both `values` and `pattern`");
            let found = Diagnostic::error("entity-kind", message, &pattern.key_span).and(&values.key_span, "values here");
            findings.push(found.help("keep one of them, or make two entities"));
            None
        }
        // An unknown key has its own finding, and is probably the misspelled one.
        (None, None) if fields.iter().any(|field| !ENTITY_FIELDS.contains(&field.key.as_str())) => None,
        (None, None) => {
            let message = format!("the entity `{name}` has neither `values` nor `pattern`");
            findings.push(Diagnostic::error("entity-kind", message, &entry.key_span).help("list its `values:`, or give a `pattern:`"));
            None
        }
    }
}

fn misplaced(fields: &[Entry], keys: &[&str], goes_with: &str, findings: &mut Findings) {
    for field in fields.iter().filter(|field| keys.contains(&field.key.as_str())) {
        let message = format!("`{}` only works with `{goes_with}`", field.key);
        findings.push(Diagnostic::error("misplaced-key", message, &field.key_span).help(format!("remove `{}`", field.key)));
    }
}

fn fuzziness(node: &Node, findings: &mut Findings) -> bool {
    match node.expect_count(findings) {
        Some(0) | None => false,
        Some(1) => true,
        Some(more) => {
            let message = format!("`fuzzy: {more}` forgives too much");
            findings.push(Diagnostic::error("out-of-range", message, &node.span).help("use `fuzzy: 1` (one slip a word) or `fuzzy: 0`"));
            false
        }
    }
}

/// A value, and where each of its written forms stands.
struct ReadValue {
    value: EntityValue,
    places: Vec<(String, Span)>,
}

fn read_values(node: &Node, languages: &[Language], findings: &mut Findings) -> Option<Vec<ReadValue>> {
    let values: Vec<ReadValue> = match &node.kind {
        Kind::Map(entries) => entries.iter().filter_map(|entry| read_value(entry, languages, findings)).collect(),
        Kind::List(items) => {
            let mut names = Vec::new();
            for item in items {
                if let Some(name) = item.expect_text(findings) {
                    names.push(bare_value(name, &item.span));
                }
            }
            names
        }
        Kind::Scalar { .. } => return node.expected("a list or mapping of values", findings),
    };
    if values.is_empty() {
        findings.push(
            Diagnostic::error("empty-list", "an entity needs at least one value", &node.span)
                .help("list the values, each with its synonyms"),
        );
        return None;
    }
    Some(values)
}

fn bare_value(name: &str, span: &Span) -> ReadValue {
    let value = EntityValue { name: name.to_owned(), labels: BTreeMap::new(), synonyms: Vec::new() };
    ReadValue { places: vec![(value.name.clone(), span.clone())], value }
}

fn read_value(entry: &Entry, languages: &[Language], findings: &mut Findings) -> Option<ReadValue> {
    let mut read = bare_value(&entry.key, &entry.key_span);
    match &entry.value.kind {
        Kind::List(_) => add_synonyms(&mut read, &entry.value, findings),
        Kind::Map(_) => {
            let fields = entry.value.expect_fields(&format!("the value `{}`", entry.key), VALUE_FIELDS, findings)?;
            for field in fields {
                match field.key.as_str() {
                    "synonyms" => add_synonyms(&mut read, &field.value, findings),
                    "labels" => add_labels(&mut read, &field.value, languages, findings),
                    _ => {}
                }
            }
        }
        Kind::Scalar { .. } if entry.value.is_null() => {}
        Kind::Scalar { .. } => return entry.value.expected("a list of synonyms, or `labels` and `synonyms`", findings),
    }
    Some(read)
}

fn add_synonyms(read: &mut ReadValue, node: &Node, findings: &mut Findings) {
    let Some(items) = node.expect_list(findings) else { return };
    for item in items {
        if let Some(text) = item.expect_text(findings) {
            read.value.synonyms.push(text.to_owned());
            read.places.push((text.to_owned(), item.span.clone()));
        }
    }
}

fn add_labels(read: &mut ReadValue, node: &Node, languages: &[Language], findings: &mut Findings) {
    for entry in node.expect_map(findings).unwrap_or_default() {
        let Some(language) = languages.iter().find(|language| language.as_str() == entry.key) else {
            let found = Diagnostic::error("unknown-language", format!("`{}` is not a language of this bot", entry.key), &entry.key_span);
            findings.push(found.did_you_mean(&entry.key, languages.iter().map(Language::as_str)));
            continue;
        };
        if let Some(text) = entry.value.expect_text(findings) {
            read.value.labels.insert(language.clone(), text.to_owned());
            read.places.push((text.to_owned(), entry.value.span.clone()));
        }
    }
}

/// A finding for each text that means two values (both places shown) or nothing at all.
fn report_shared_words(values: &[ReadValue], findings: &mut Findings) {
    let mut owners: HashMap<String, (&str, &Span)> = HashMap::new();
    for read in values {
        for (text, span) in &read.places {
            let words = folded_words(text);
            if words.is_empty() {
                let message = format!("`{text}` has no letter or digit, so nothing matches it");
                findings.push(Diagnostic::error("empty-synonym", message, span).help("write a word that people say"));
                continue;
            }
            let key = words.iter().map(|word| singular(word)).collect::<Vec<_>>().join(" ");
            match owners.get(&key) {
                Some((owner, first)) if *owner != read.value.name => {
                    let message = format!("`{text}` means both `{owner}` and `{}`", read.value.name);
                    let found = Diagnostic::error("shared-synonym", message, span).here(format!("for `{}` here", read.value.name));
                    findings.push(found.and(first, format!("for `{owner}` here")).help("keep it under one value"));
                }
                Some(_) => {}
                None => {
                    owners.insert(key, (&read.value.name, span));
                }
            }
        }
    }
}

fn read_pattern(node: &Node, example: Option<&Node>, upper: bool, findings: &mut Findings) -> Option<EntityKind> {
    let text = node.expect_text(findings)?;
    let pattern = match compile(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            let message = format!("this pattern does not compile: {}", reason(&error));
            findings.push(
                Diagnostic::error("invalid-pattern", message, &node.span)
                    .help("patterns are regular expressions without look-around and back-references, such as '[A-Z]-\\d{3,6}'"),
            );
            return None;
        }
    };
    if pattern.is_match("") {
        let found = Diagnostic::error("invalid-pattern", "this pattern also matches nothing at all", &node.span);
        findings.push(found.help("let it need at least one character, such as `+` for `*`"));
        return None;
    }
    if let Some((written, node)) = example.and_then(|node| Some((node.expect_text(findings)?, node))) {
        let whole = compile(&format!("^(?:{text})$"));
        let compact: String = written.split_whitespace().collect();
        if !whole.is_ok_and(|whole| whole.is_match(written) || whole.is_match(&compact)) {
            let message = format!("the example `{written}` does not match the pattern");
            findings.push(Diagnostic::error("invalid-example", message, &node.span).help("change the example or the pattern"));
        }
    }
    Some(EntityKind::Pattern { pattern, upper })
}

/// Compiles an author's pattern: without regard to case, bounded in size.
pub(super) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).size_limit(MAX_PATTERN_BYTES).build()
}

/// The last line of the regex crate's message, which says what is wrong; the lines before it draw the pattern.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
