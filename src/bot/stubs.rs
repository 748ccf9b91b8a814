//! What actions answer in place of a server, in tests and in `chat --stubs`: `create_ticket: {status: 409}`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::Bot;
use super::names::check_known;
use super::read::name;
use crate::diagnostics::{Diagnostic, Findings, Source};
use crate::domain::ActionName;
use crate::yaml::{self, Entry, Kind, Node};

/// What stubbed actions answer, one try after another; the last answer repeats.
pub type Stubs = BTreeMap<ActionName, Vec<ActionStub>>;

/// What a stubbed action answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionStub {
    /// The HTTP status; 200 when not given.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
    /// There is no answer in time.
    pub times_out: bool,
}

/// Reads a file of stubs: the mapping that a test has under `actions`, with or without that key.
pub fn stubs(source: &Arc<Source>, bot: &Bot) -> (Stubs, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let known: BTreeSet<String> = bot.flows.actions.keys().map(ToString::to_string).collect();
    let root = yaml::parse(source, &mut findings);
    let stubs = root.as_ref().map(|root| read_stubs(root.get("actions").unwrap_or(root), &known, &mut findings)).unwrap_or_default();
    (stubs, findings.into_sorted())
}

/// The stubs by action.
pub(super) fn read_stubs(node: &Node, known: &BTreeSet<String>, findings: &mut Findings) -> Stubs {
    let entries = node.expect_map(findings).unwrap_or_default();
    entries.iter().filter_map(|entry| read_action(entry, known, findings)).collect()
}

/// The answer of an action, or a list of them.
fn read_action(entry: &Entry, known: &BTreeSet<String>, findings: &mut Findings) -> Option<(ActionName, Vec<ActionStub>)> {
    let action = name(ActionName::new, &entry.key, &entry.key_span, findings)?;
    check_known("action", &entry.key, known, &entry.key_span, findings);
    let answers = entry.value.list().unwrap_or(std::slice::from_ref(&entry.value));
    if answers.is_empty() {
        return entry.value.expected("at least one answer, such as `{status: 200, body: {}}`", findings);
    }
    Some((action, answers.iter().filter_map(|answer| read_stub(answer, findings)).collect()))
}

fn read_stub(answer: &Node, findings: &mut Findings) -> Option<ActionStub> {
    answer.expect_fields("the answer of an action", &["status", "body", "times_out"], findings)?;
    let times_out = answer.get("times_out").and_then(|node| node.expect_bool(findings)).unwrap_or(false);
    if times_out && (answer.get("status").is_some() || answer.get("body").is_some()) {
        return answer.expected("either `times_out: true`, or a `status` and a `body`", findings);
    }
    let mut status = 200;
    if let Some(node) = answer.get("status") {
        let number = node.scalar().and_then(|text| text.parse().ok()).filter(|status| (100..600).contains(status));
        status = number.or_else(|| node.expected("an HTTP status such as `200`", findings))?;
    }
    let body = answer.get("body").map_or(Value::Null, to_json);
    Some(ActionStub { status, body, times_out })
}

/// A tree as JSON: plain `true`, `false`, `null` and numbers are typed, everything else is text. A number is what JSON
/// writes with digits and a point: `010`, `1e3`, `12:30` and `1_000` are texts, as they stand.
fn to_json(node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar { text, quoted: true } => text.clone().into(),
        Kind::Scalar { text, quoted: false } => match text.as_str() {
            _ if node.is_null() => Value::Null,
            "true" => true.into(),
            "false" => false.into(),
            text => {
                let number = serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() && !text.contains(['e', 'E']));
                number.unwrap_or_else(|| text.into())
            }
        },
        Kind::List(items) => items.iter().map(to_json).collect(),
        Kind::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), to_json(&entry.value))).collect(),
    }
}
