//! The FAQ of a bot, from the `faq:` sections of its YAML.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{IntentName, Language, MessageKey};
use crate::yaml::{Entry, Kind, Node};

const FIELDS: &[&str] = &["id", "questions", "answer", "tags"];

/// All FAQ entries of a bot.
#[derive(Debug, Default)]
pub struct FaqSet {
    /// In the author's order.
    pub entries: Vec<FaqEntry>,
}

/// One answer and the ways to ask for it.
#[derive(Debug)]
pub struct FaqEntry {
    /// Its id, unique in the bot.
    pub id: String,
    /// Where the id stands.
    pub id_span: Span,
    /// The questions, by language.
    pub questions: BTreeMap<Language, Vec<Question>>,
    /// The message that answers.
    pub answer: MessageKey,
    /// Where the answer's key stands.
    pub answer_span: Span,
    /// What the answer says, by language, for search: it often has words of a question that nobody thought of. Empty until whoever knows the
    /// messages has put it in.
    pub answer_texts: BTreeMap<Language, String>,
}

/// One way to ask.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl FaqSet {
    /// Reads one `faq:` section; every mistake is a finding. Questions written as a plain list are in the first language.
    pub fn add(&mut self, section: &Node, languages: &[Language], findings: &mut Findings) {
        for node in section.expect_list(findings).unwrap_or_default() {
            let Some(entry) = read_entry(node, languages, findings) else { continue };
            if let Some(first) = self.entries.iter().find(|other| other.id == entry.id) {
                let message = format!("the FAQ entry `{}` stands twice", entry.id);
                let found = Diagnostic::error("duplicate-name", message, &entry.id_span).here("again here");
                findings.push(found.and(&first.id_span, "first here").help("merge the two, or rename one"));
                continue;
            }
            self.report_repeated_questions(&entry, findings);
            self.entries.push(entry);
        }
    }

    /// A question that two entries answer cannot be decided; one that stands twice in an entry is a slip.
    fn report_repeated_questions(&self, entry: &FaqEntry, findings: &mut Findings) {
        for (language, questions) in &entry.questions {
            let mut seen: HashMap<String, (&str, &Span)> = HashMap::new();
            for other in &self.entries {
                for question in other.questions.get(language).into_iter().flatten() {
                    seen.entry(normalised(&question.text)).or_insert((&other.id, &question.span));
                }
            }
            for question in questions {
                let key = normalised(&question.text);
                if let Some((owner, first)) = seen.get(&key) {
                    findings.push(repeated(entry, question, owner, first));
                } else {
                    seen.insert(key, (&entry.id, &question.span));
                }
            }
        }
    }
}

fn repeated(entry: &FaqEntry, question: &Question, owner: &str, first: &Span) -> Diagnostic {
    if owner == entry.id {
        let message = format!("`{}` asks `{}` twice", entry.id, question.text);
        return Diagnostic::warning("duplicate-question", message, &question.span).and(first, "first here").help("remove one of them");
    }
    let message = format!("`{}` is asked by both `{owner}` and `{}`", question.text, entry.id);
    let found = Diagnostic::error("duplicate-question", message, &question.span).here(format!("for `{}` here", entry.id));
    found.and(first, format!("for `{owner}` here")).help("keep it under the entry that answers it")
}

/// Questions that differ in case, accents, spaces or punctuation only are the same.
fn normalised(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_entry(node: &Node, languages: &[Language], findings: &mut Findings) -> Option<FaqEntry> {
    let fields = node.expect_fields("an FAQ entry", FIELDS, findings)?;
    let field = |key: &str| fields.iter().find(|field| field.key == key);
    let id = required(field("id"), "id", "an FAQ entry", node, findings).and_then(|id| read_id(id, findings));
    let questions = required(field("questions"), "questions", "an FAQ entry", node, findings)
        .and_then(|questions| read_questions(questions, languages, findings));
    let answer = required(field("answer"), "answer", "an FAQ entry", node, findings).and_then(|answer| read_answer(answer, findings));
    if let Some(tags) = field("tags") {
        check_tags(&tags.value, findings);
    }
    let ((id, id_span), (answer, answer_span), questions) = (id?, answer?, questions?);
    for language in languages.iter().filter(|language| !questions.contains_key(*language)) {
        let message = format!("the FAQ entry `{id}` has no questions in `{language}`");
        findings.push(Diagnostic::warning("missing-language", message, &id_span).help(format!("add `{language}: […]` under `questions`")));
    }
    Some(FaqEntry { id, id_span, questions, answer, answer_span, answer_texts: BTreeMap::new() })
}

fn required<'a>(field: Option<&'a Entry>, key: &str, what: &str, node: &Node, findings: &mut Findings) -> Option<&'a Node> {
    if field.is_none() && !node.has_misspelt(key) {
        let message = format!("`{key}` is missing in {what}");
        findings.push(Diagnostic::error("missing-key", message, &node.span).help(format!("add `{key}:`")));
    }
    field.map(|field| &field.value)
}

fn read_id(node: &Node, findings: &mut Findings) -> Option<(String, Span)> {
    let text = node.expect_text(findings)?;
    if let Err(error) = IntentName::new(text) {
        let message = format!("`{text}` is not a name: {error}");
        findings.push(Diagnostic::error("invalid-name", message, &node.span).help("use a name such as `opening_hours`"));
        return None;
    }
    Some((text.to_owned(), node.span.clone()))
}

fn read_answer(node: &Node, findings: &mut Findings) -> Option<(MessageKey, Span)> {
    let text = node.expect_text(findings)?;
    let Ok(key) = MessageKey::new(text) else {
        let found = Diagnostic::error("invalid-message-key", "the answer is not a message key", &node.span);
        findings.push(found.help("put the text in `messages/<lang>.yaml`, and its key, such as `faq.opening_hours`, here"));
        return None;
    };
    Some((key, node.span.clone()))
}

/// Tags are for the author's eyes alone, but a list of texts.
fn check_tags(node: &Node, findings: &mut Findings) {
    for item in node.expect_list(findings).unwrap_or_default() {
        item.expect_text(findings);
    }
}

fn read_questions(node: &Node, languages: &[Language], findings: &mut Findings) -> Option<BTreeMap<Language, Vec<Question>>> {
    let mut questions = BTreeMap::new();
    match &node.kind {
        Kind::List(_) => {
            let first = languages.first()?;
            questions.insert(first.clone(), read_list(node, findings));
        }
        Kind::Map(entries) => {
            for entry in entries {
                let Some(language) = languages.iter().find(|language| language.as_str() == entry.key) else {
                    let message = format!("`{}` is not a language of this bot", entry.key);
                    let found = Diagnostic::error("unknown-language", message, &entry.key_span);
                    findings.push(found.did_you_mean(&entry.key, languages.iter().map(Language::as_str)));
                    continue;
                };
                questions.insert(language.clone(), read_list(&entry.value, findings));
            }
        }
        Kind::Scalar { .. } => return node.expected("a list of questions, or lists by language", findings),
    }
    Some(questions)
}

fn read_list(node: &Node, findings: &mut Findings) -> Vec<Question> {
    let items = node.expect_list(findings);
    if items.is_some_and(<[Node]>::is_empty) {
        findings.push(
            Diagnostic::error("empty-list", "an FAQ entry needs at least one question", &node.span).help("write how people ask for it"),
        );
    }
    let mut questions = Vec::new();
    for item in items.unwrap_or_default() {
        let Some(text) = item.expect_text(findings) else { continue };
        if normalised(text).is_empty() {
            findings
                .push(Diagnostic::error("empty-question", "this question has no words", &item.span).help("write how people ask for it"));
        } else {
            questions.push(Question { text: text.to_owned(), span: item.span.clone() });
        }
    }
    questions
}
