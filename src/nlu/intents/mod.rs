//! What people say, from the YAML sections `intents:`: examples of each intent by language, with annotated values.
//!
//! All findings are collected. Messages name intents and places, never what an example says.

mod annotation;

use std::collections::{BTreeMap, BTreeSet};

pub use annotation::Annotation;
pub(super) use annotation::without_annotations;

use super::classifier::Row;
use super::matrix::dot;
use super::normalise::{MAX_CHARACTERS, normalised};
use super::review::FEW_EXAMPLES;
use super::taps::TextVectors;
use crate::diagnostics::{Diagnostic, Findings, Source, Span};
use crate::domain::{IntentName, Language};
use crate::yaml::{self, Entry, Node};

/// Keys of an intent.
const INTENT_KEYS: [&str; 1] = ["examples"];
/// The examples that ship with the program, by language: the built-in repair intents.
const BUILT_IN: [(&str, &str); 5] = [
    ("en", include_str!("builtin.en.yaml")),
    ("de", include_str!("builtin.de.yaml")),
    ("it", include_str!("builtin.it.yaml")),
    ("fr", include_str!("builtin.fr.yaml")),
    ("es", include_str!("builtin.es.yaml")),
];

/// The built-in intent of what is no bot's business, a class of its own in training that is decided as out of scope; a bot may add its
/// own examples. A bot of few intents has too little to tell the rest of the world from.
pub const OFF_TOPIC: &str = "off_topic";

/// Sentences of at least this cosine are taken to be of one subject: with all-MiniLM-L6-v2 two ways to ask for the same mostly lie above it.
const NEARBY: f32 = 0.6;

/// What the paths of their sources begin with; a bot's paths are relative and never do.
const BUILT_IN_PATH: &str = "<built in>/";

/// All intents of a bot.
#[derive(Debug, Clone, Default)]
pub struct IntentSet {
    /// By name.
    pub intents: BTreeMap<IntentName, Intent>,
}

/// One intent.
#[derive(Debug, Clone)]
pub struct Intent {
    /// Where its name stands: the bot's own place, if it names a built-in one.
    pub span: Span,
    /// What people say for it.
    pub examples: BTreeMap<Language, Vec<Example>>,
    /// Whether it ships with the program; the bot may have added examples.
    pub built_in: bool,
}

/// One sentence.
#[derive(Clone, PartialEq)]
pub struct Example {
    /// The sentence as a person says it, without brackets.
    pub text: String,
    /// The values in it.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    pub span: Span,
}

impl std::fmt::Debug for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Example([redacted], {} annotations)", self.annotations.len())
    }
}

impl Intent {
    /// Whether it is a built-in intent that the bot has not named yet; it may be named again, in a further language or by the bot.
    fn is_as_shipped(&self) -> bool {
        self.span.source.path.starts_with(BUILT_IN_PATH)
    }
}

impl IntentSet {
    /// A set that holds the built-in repair intents with their examples in these languages; a bot extends one by naming it.
    pub fn with_builtin(languages: &[Language]) -> Self {
        let mut set = Self::default();
        for (code, text) in BUILT_IN {
            let Some(language) = languages.iter().find(|language| language.as_str() == code) else { continue };
            let mut findings = Findings::default();
            if let Some(node) = yaml::parse(&Source::new(format!("{BUILT_IN_PATH}intents.{code}.yaml"), text), &mut findings) {
                set.add(&node, std::slice::from_ref(language), &mut findings);
            }
        }
        for intent in set.intents.values_mut() {
            intent.built_in = true;
        }
        set
    }

    /// Adds a section `intents:`; a plain list of examples is in the first language.
    pub fn add(&mut self, section: &Node, languages: &[Language], findings: &mut Findings) {
        let Some(entries) = section.expect_map(findings) else { return };
        for entry in entries {
            let name = match IntentName::new(&entry.key) {
                Ok(name) => name,
                Err(error) => {
                    let found = Diagnostic::error(
                        "invalid-name",
                        format!("`{}` cannot be an intent's name: {error}", shortened(&entry.key)),
                        &entry.key_span,
                    );
                    findings.push(found.help("name it in lower case, such as `track_order`"));
                    continue;
                }
            };
            self.add_intent(name, entry, languages, findings);
        }
    }

    fn add_intent(&mut self, name: IntentName, entry: &Entry, languages: &[Language], findings: &mut Findings) {
        if let Some(known) = self.intents.get(&name).filter(|known| !known.is_as_shipped()) {
            let found = Diagnostic::error("duplicate-name", format!("there are two intents `{name}`"), &entry.key_span);
            findings
                .push(found.here("again here").and(&known.span, "first here").help("rename one, or put all examples under one of them"));
            return;
        }
        let examples = examples(&name, entry, languages, findings);
        if let Some(built_in) = self.intents.get_mut(&name) {
            built_in.span = entry.key_span.clone();
            for (language, more) in examples {
                built_in.examples.entry(language).or_default().extend(more);
            }
        } else {
            few(&name, entry, &examples, languages, findings);
            self.intents.insert(name, Intent { span: entry.key_span.clone(), examples, built_in: false });
        }
    }

    /// What needs the whole set: a built-in example that the bot has too, normalised, makes way for the bot's; one that
    /// stands in two intents of the bot, or twice in one, is a finding. Call once, after the last section.
    pub fn settle(&mut self, findings: &mut Findings) {
        self.yield_to_the_bot();
        let mut seen: BTreeMap<(&Language, String), (&IntentName, &Span)> = BTreeMap::new();
        for (name, intent) in &self.intents {
            for (language, examples) in &intent.examples {
                for example in examples {
                    let key = (language, normalised(&example.text));
                    let Some((other, place)) = seen.get(&key) else {
                        seen.insert(key, (name, &example.span));
                        continue;
                    };
                    findings.push(shared(name, other, &example.span, place));
                }
            }
        }
    }

    fn yield_to_the_bot(&mut self) {
        let key = |language: &Language, example: &Example| (language.clone(), normalised(&example.text));
        let examples = self.intents.values().flat_map(|intent| &intent.examples);
        let all = examples.flat_map(|(language, examples)| examples.iter().map(move |example| (language, example)));
        let own: BTreeSet<_> = all.filter(|(_, example)| !is_built_in(example)).map(|(language, example)| key(language, example)).collect();
        for (language, examples) in self.intents.values_mut().flat_map(|intent| &mut intent.examples) {
            examples.retain(|example| !is_built_in(example) || !own.contains(&key(language, example)));
        }
    }

    /// Rows and their vectors without the shipped examples of [`OFF_TOPIC`] that resemble something the bot is about (a
    /// cosine of at least 0.6): at a restaurant "book a table for two" is on topic.
    pub fn without_shipped_off_topic_nearby(
        &self,
        language: &Language,
        rows: Vec<Row>,
        vectors: Vec<TextVectors>,
    ) -> (Vec<Row>, Vec<TextVectors>) {
        let off_topic = self.intents.iter().find(|(name, _)| name.as_str() == OFF_TOPIC);
        let examples = off_topic.and_then(|(_, intent)| intent.examples.get(language)).into_iter().flatten();
        let shipped: BTreeSet<&str> = examples.filter(|example| is_built_in(example)).map(|example| example.text.as_str()).collect();
        let about: Vec<&Vec<f32>> =
            rows.iter().zip(&vectors).filter(|(row, _)| row.intent != OFF_TOPIC).map(|(_, vectors)| &vectors.last).collect();
        // The vectors have unit length: their product is the cosine.
        let is_near = |vector: &[f32]| about.iter().any(|other| dot(vector, other) >= NEARBY);
        let may_go = |row: &Row| row.intent == OFF_TOPIC && shipped.contains(row.text.as_str());
        let stays: Vec<bool> = rows.iter().zip(&vectors).map(|(row, vectors)| !may_go(row) || !is_near(&vectors.last)).collect();
        rows.into_iter().zip(vectors).zip(stays).filter(|(_, stays)| *stays).map(|(row, _)| row).unzip()
    }

    /// The training rows of one language.
    pub fn rows(&self, language: &Language) -> Vec<Row> {
        let of_intent = |(name, intent): (&IntentName, &Intent)| {
            let examples = intent.examples.get(language).cloned().unwrap_or_default();
            examples.into_iter().map(|example| Row { text: example.text, intent: name.to_string() }).collect::<Vec<_>>()
        };
        self.intents.iter().flat_map(of_intent).collect()
    }
}

fn is_built_in(example: &Example) -> bool {
    example.span.source.path.starts_with(BUILT_IN_PATH)
}

fn shared(name: &IntentName, other: &IntentName, span: &Span, place: &Span) -> Diagnostic {
    if name == other {
        let message = format!("an example of `{name}` stands twice, but for case and punctuation");
        return Diagnostic::tip("repeated-example", message, span).here("again here").and(place, "first here").help("remove one of them");
    }
    let message = format!("the same example stands in the intents `{other}` and `{name}`, but for case and punctuation");
    let found = Diagnostic::error("shared-example", message, span).here(format!("in `{name}`")).and(place, format!("in `{other}`"));
    found.help("leave it where it belongs; the classifier cannot tell the two apart by it")
}

fn few(name: &IntentName, entry: &Entry, examples: &BTreeMap<Language, Vec<Example>>, languages: &[Language], findings: &mut Findings) {
    for language in languages {
        let count = examples.get(language).map_or(0, Vec::len);
        if count < FEW_EXAMPLES {
            let message = format!("the intent `{name}` has {count} example{} in `{language}`", if count == 1 { "" } else { "s" });
            let found = Diagnostic::tip("few-examples", message, &entry.key_span);
            findings.push(found.help(format!("write at least {FEW_EXAMPLES}, ten or more are better: different words, short and long")));
        }
    }
}

/// The examples of an intent: under `examples:`, a list in the first language or a mapping by language.
fn examples(name: &IntentName, entry: &Entry, languages: &[Language], findings: &mut Findings) -> BTreeMap<Language, Vec<Example>> {
    let mut examples = BTreeMap::new();
    let what = format!("the intent `{name}`");
    let Some(fields) = entry.value.expect_fields(&what, &INTENT_KEYS, findings) else { return examples };
    let Some(field) = fields.iter().find(|field| field.key == "examples") else {
        let found = Diagnostic::error("missing-key", format!("the intent `{name}` has no `examples`"), &entry.key_span);
        findings.push(found.help("write `examples:` with a list of sentences"));
        return examples;
    };
    if let (Some(items), Some(first)) = (field.value.list(), languages.first()) {
        examples.insert(first.clone(), sentences(name, items, &field.value.span, findings));
        return examples;
    }
    let Some(by_language) = field.value.map() else {
        return field.value.expected("a list of sentences, or one for each language", findings).unwrap_or(examples);
    };
    for part in by_language {
        let Some(language) = languages.iter().find(|language| language.as_str() == part.key) else {
            let message = format!("`{}` is not a language of this bot", shortened(&part.key));
            let found = Diagnostic::error("unknown-language", message, &part.key_span);
            findings.push(found.did_you_mean(&part.key, languages.iter().map(Language::as_str)));
            continue;
        };
        if let Some(items) = part.value.expect_list(findings) {
            examples.insert(language.clone(), sentences(name, items, &part.value.span, findings));
        }
    }
    examples
}

fn sentences(name: &IntentName, items: &[Node], list: &Span, findings: &mut Findings) -> Vec<Example> {
    if items.is_empty() {
        let found = Diagnostic::error("no-examples", format!("the intent `{name}` has an empty list of examples"), list);
        findings.push(found.help("write what people would say, one sentence an item"));
    }
    items.iter().filter_map(|item| sentence(name, item, findings)).collect()
}

fn sentence(name: &IntentName, item: &Node, findings: &mut Findings) -> Option<Example> {
    if item.scalar().is_some_and(|text| text.trim().is_empty()) {
        let found = Diagnostic::error("empty-example", format!("an example of `{name}` is empty"), &item.span);
        findings.push(found.help("write a sentence, or remove the item"));
        return None;
    }
    if item.map().is_some() {
        let found = Diagnostic::error("wrong-type", "expected text, found a mapping", &item.span);
        findings.push(found.help("put a sentence with `: ` or `{…}` in quotes"));
        return None;
    }
    let written = item.expect_text(findings)?;
    let (text, annotations) = annotation::read(written, &item.span, findings);
    let text = text.trim().to_owned();
    if text.chars().count() > MAX_CHARACTERS {
        let message = format!("an example of `{name}` has more than {MAX_CHARACTERS} characters");
        findings.push(Diagnostic::error("long-example", message, &item.span).help("an example is one sentence; split it"));
        return None;
    }
    if text.is_empty() {
        let found = Diagnostic::error("empty-example", format!("an example of `{name}` is empty but for brackets"), &item.span);
        findings.push(found.help("write a sentence, or remove the item"));
        return None;
    }
    Some(Example { text, annotations, span: item.span.clone() })
}

/// At most forty characters of a text, for messages.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
