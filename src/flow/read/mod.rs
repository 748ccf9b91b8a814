//! YAML trees to drafts: keys, types and names are checked here, references between things in `check`. Every mistake
//! is a finding; reading goes on after each.

mod action;
mod ask;
mod attachment;
mod branch;
mod flow;
mod message;
mod secret;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Drafts, Formula, MessageDraft, Rules, Spanned};
use super::expression::{Expression, excess};
use super::scan::{Scan, Token};
use super::{Documents, Known};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{Language, NameError, SlotName};
use crate::yaml::{Entry, Kind, Node};

pub(super) use message::messages;

/// Reads flows, messages and actions.
pub(super) fn read(documents: &Documents<'_>, known: &Known<'_>, findings: &mut Findings) -> Drafts {
    let mut drafts = Drafts::default();
    for (language, node) in &documents.messages {
        drafts.messages.extend(messages(language, node, findings));
    }
    for node in &documents.actions {
        drafts.actions.extend(action::actions(node, findings));
    }
    let mut reader = Reader {
        languages: known.languages,
        findings,
        inline: Vec::new(),
        texts: 0,
        unread_words: BTreeSet::new(),
        rules: BTreeMap::new(),
    };
    for node in &documents.flows {
        drafts.flows.extend(reader.flows(node));
    }
    drafts.unread_words = std::mem::take(&mut reader.unread_words);
    drafts.messages.append(&mut reader.inline);
    drafts
}

/// What reading flows needs at hand.
struct Reader<'a> {
    languages: &'a [Language],
    findings: &'a mut Findings,
    /// Messages written in steps.
    inline: Vec<MessageDraft>,
    /// How many of them, for their keys.
    texts: u32,
    /// The words in flows and steps that could not be read.
    unread_words: BTreeSet<String>,
    /// The `reject` rules that the slots of the flow have by themselves.
    rules: BTreeMap<SlotName, Rules>,
}

impl Reader<'_> {
    fn error(&mut self, code: &'static str, message: impl Into<String>, span: &Span, help: &str) {
        self.findings.push(Diagnostic::error(code, message, span).help(help));
    }

    /// Remembers the words of something that could not be read.
    fn unread(&mut self, node: &Node) {
        match &node.kind {
            Kind::Scalar { text, .. } => {
                let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')));
                self.unread_words.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            }
            Kind::List(items) => items.iter().for_each(|item| self.unread(item)),
            Kind::Map(entries) => {
                for entry in entries {
                    self.unread_words.insert(entry.key.clone());
                    self.unread(&entry.value);
                }
            }
        }
    }

    fn name<T>(&mut self, node: &Node, make: fn(&str) -> Result<T, NameError>) -> Option<Spanned<T>> {
        let text = node.expect_text(self.findings)?;
        checked(text, &node.span, make, self.findings)
    }

    /// An expression, compiled; a finding if it does not compile.
    fn formula(&mut self, node: &Node) -> Option<Formula> {
        let text = node.expect_text(self.findings)?;
        if let Some(excess) = excess(text) {
            self.error("out-of-range", excess, &node.span, "split it: `set` a slot to a part of it first, or nest `if` steps");
            return Some(Formula { text: String::new(), span: node.span.clone(), expression: None });
        }
        let expression = Expression::new(text)
            .map_err(|error| {
                let found = Diagnostic::error("expression-syntax", format!("this is not an expression: {error}"), &node.span);
                let compares = Scan::expression(text).pieces.iter().any(|piece| piece.token == Token::Sign("="));
                if compares {
                    self.findings.push(found.help("compare with two equals signs: `slots.role == \"driver\"`"));
                    return;
                }
                self.findings
                    .push(found.help("write for example `slots.role == \"driver\"`, `not slots.licence`, `value is endingwith(\".org\")`"));
            })
            .ok();
        Some(Formula { text: text.to_owned(), span: node.span.clone(), expression })
    }
}

/// A checked name; a finding if the text is none.
fn checked<T>(text: &str, span: &Span, make: fn(&str) -> Result<T, NameError>, findings: &mut Findings) -> Option<Spanned<T>> {
    match make(text) {
        Ok(value) => Some(Spanned { value, span: span.clone() }),
        Err(error) => {
            let found = Diagnostic::error("invalid-name", format!("`{text}` is not a name: {error}"), span);
            findings.push(match text.strip_prefix("slots.") {
                Some(slot) => found.help(format!("write `{slot}`, without `slots.`")),
                None => found.help("write it like `apply_for_job`"),
            });
            None
        }
    }
}

/// The checked name in a key.
fn key_name<T>(entry: &Entry, make: fn(&str) -> Result<T, NameError>, findings: &mut Findings) -> Option<Spanned<T>> {
    checked(&entry.key, &entry.key_span, make, findings)
}

/// The entries of a mapping; a finding for each key that is not known, or known only to a later version (with what to
/// do until then). `what` names the thing, such as "a slot".
fn fields<'n>(node: &'n Node, what: &str, known: &[&str], later: &[(&str, &str)], findings: &mut Findings) -> Option<&'n [Entry]> {
    let entries = node.expect_map(findings)?;
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let later = later.iter().find(|(key, _)| *key == entry.key);
        findings.push(if let Some((key, instead)) = later {
            not_yet(&format!("`{key}` in {what}"), &entry.key_span, instead)
        } else {
            let message = format!("unknown key `{}` in {what}", entry.key);
            Diagnostic::error("unknown-key", message, &entry.key_span).did_you_mean(&entry.key, known.iter().copied())
        });
    }
    Some(entries)
}

/// A finding about something that a later version reads.
fn not_yet(what: &str, span: &Span, instead: &str) -> Diagnostic {
    Diagnostic::error("not-yet-supported", format!("{what} is not yet supported"), span).help(instead)
}
