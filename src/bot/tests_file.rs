//! Conversation tests as data: what is given, what the person does, what must come of it. The runner is elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::expectation::{Expectation, read_expectations};
use super::names::{Names, check_known};
use super::read::{duration, name, name_in, needed, not_yet};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{ActionName, Language, PurposeName};
use crate::yaml::{Entry, Kind, Node};

/// A conversation with expectations.
#[derive(Debug, Clone)]
pub struct ConversationTest {
    /// What it shows, in the author's words; unique in the bot.
    pub name: String,
    /// Where its name is written.
    pub span: Span,
    /// What holds before the first step.
    pub given: Given,
    /// What actions answer, one call after another; the last answer repeats. An action without a stub fails.
    pub actions: BTreeMap<ActionName, Vec<ActionStub>>,
    /// What happens, in order.
    pub steps: Vec<TestStep>,
    /// What must hold at the end.
    pub then: Vec<Expectation>,
}

/// What holds before the first step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The language; the bot's first when not given.
    pub language: Option<Language>,
    /// How the notice was answered.
    pub notice: NoticeAnswer,
    /// The purposes agreed to.
    pub consent: Vec<PurposeName>,
    /// The instant at which the test begins.
    pub clock: Option<Timestamp>,
}

/// How the notice was answered before the test begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeAnswer {
    /// The conversation may be stored.
    #[default]
    Accepted,
    /// The conversation may not be stored.
    Declined,
    /// Not yet: the first message is answered by the notice.
    Unanswered,
}

/// What a stubbed action answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionStub {
    /// The HTTP status; 200 when not given.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
}

/// One step of a test.
#[derive(Debug, Clone)]
pub struct TestStep {
    /// What happens.
    pub input: TestInput,
    /// What must come of it.
    pub expect: Vec<Expectation>,
}

/// What happens in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestInput {
    /// The person writes something, perhaps under a message id of the caller.
    Text {
        /// What is written.
        text: String,
        /// The caller's message id.
        id: Option<String>,
    },
    /// The person presses the button with this id or title.
    Choice {
        /// The button's id or title.
        choice: String,
        /// The caller's message id.
        id: Option<String>,
    },
    /// Time passes.
    Wait(Duration),
    /// The process is started anew.
    Restart,
}

/// Reads the list under `tests:`; findings say what is wrong, and tests with a mistake are kept as far as they were read.
pub(super) fn read_tests(section: &Node, names: &Names, tests: &mut Vec<ConversationTest>, findings: &mut Findings) {
    for item in section.expect_list(findings).unwrap_or_default() {
        let Some(test) = read_test(item, names, findings) else { continue };
        if let Some(first) = tests.iter().find(|known| known.name == test.name) {
            let found = Diagnostic::error("duplicate-name", format!("two tests have the name `{}`", test.name), &test.span);
            findings.push(found.here("again here").and(&first.span, "first here").help("say in the name what only this test shows"));
        } else {
            tests.push(test);
        }
    }
}

fn read_test(node: &Node, names: &Names, findings: &mut Findings) -> Option<ConversationTest> {
    let fields = node.expect_fields("a test", &["name", "given", "actions", "steps", "then"], findings)?;
    let place = fields.first().map_or(&node.span, |field| &field.key_span);
    let name_node = needed(node, "name", "a test", place, "add `name:` with a sentence that says what it shows", findings);
    let name = name_node.and_then(|node| node.expect_text(findings));
    let given = node.get("given").map(|given| read_given(given, names, findings)).unwrap_or_default();
    let mut actions = BTreeMap::new();
    for entry in node.get("actions").and_then(|node| node.expect_map(findings)).unwrap_or_default() {
        actions.extend(read_stubs(entry, names, findings));
    }
    let mut steps = Vec::new();
    let mut turns = 0;
    let list = needed(node, "steps", "a test", place, "add `steps:` with at least one `user:`", findings);
    for item in list.and_then(|node| node.expect_list(findings)).unwrap_or_default() {
        steps.extend(read_step(item, &mut turns, names, findings));
    }
    let then = node.get("then").map(|then| read_expectations(then, turns + 1, names, findings)).unwrap_or_default();
    let span = name_node.map_or(place, |node| &node.span).clone();
    Some(ConversationTest { name: name?.to_owned(), span, given, actions, steps, then })
}

fn read_given(node: &Node, names: &Names, findings: &mut Findings) -> Given {
    const LATER: [&str; 3] = ["desk", "profile", "history"];
    let mut given = Given::default();
    let known = ["lang", "notice", "consent", "clock", "desk", "profile", "history"];
    for entry in node.expect_fields("`given`", &known, findings).unwrap_or_default() {
        let value = &entry.value;
        match entry.key.as_str() {
            "lang" => {
                given.language = name_in(Language::new, value, findings);
                if let Some(language) = &given.language {
                    check_known("language", language.as_str(), &names.languages, &value.span, findings);
                }
            }
            "notice" => match value.scalar() {
                Some("accepted") => given.notice = NoticeAnswer::Accepted,
                Some("declined") => given.notice = NoticeAnswer::Declined,
                Some("unanswered") => given.notice = NoticeAnswer::Unanswered,
                _ => value.expected("`accepted`, `declined` or `unanswered`", findings).unwrap_or_default(),
            },
            "consent" => {
                for item in value.expect_list(findings).unwrap_or_default() {
                    let Some(purpose) = name_in(PurposeName::new, item, findings) else { continue };
                    check_known("purpose", purpose.as_str(), &names.purposes, &item.span, findings);
                    given.consent.push(purpose);
                }
            }
            "clock" => {
                let instant = value.scalar().and_then(|text| text.parse().ok());
                given.clock = instant.or_else(|| value.expected("an instant such as `2026-03-02T09:00:00Z`", findings));
            }
            later if LATER.contains(&later) => findings.push(not_yet(format!("`{later}` under `given`"), &entry.key_span)),
            _ => {}
        }
    }
    given
}

/// The answer of an action, or a list of them.
fn read_stubs(entry: &Entry, names: &Names, findings: &mut Findings) -> Option<(ActionName, Vec<ActionStub>)> {
    let action = name(ActionName::new, &entry.key, &entry.key_span, findings)?;
    check_known("action", &entry.key, &names.actions, &entry.key_span, findings);
    let answers = entry.value.list().unwrap_or(std::slice::from_ref(&entry.value));
    if answers.is_empty() {
        return entry.value.expected("at least one answer, such as `{status: 200, body: {}}`", findings);
    }
    Some((action, answers.iter().filter_map(|answer| read_stub(answer, findings)).collect()))
}

fn read_stub(answer: &Node, findings: &mut Findings) -> Option<ActionStub> {
    answer.expect_fields("the answer of an action", &["status", "body"], findings)?;
    let mut status = 200;
    if let Some(node) = answer.get("status") {
        let number = node.scalar().and_then(|text| text.parse().ok()).filter(|status| (100..600).contains(status));
        status = number.or_else(|| node.expected("an HTTP status such as `200`", findings))?;
    }
    let body = answer.get("body").map_or(Value::Null, to_json);
    Some(ActionStub { status, body })
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

/// The words that say what happens in a step.
const INPUTS: [&str; 4] = ["user", "choice", "wait", "restart"];
/// Words whose machinery comes with later versions.
const LATER_INPUTS: [&str; 4] = ["payload", "event", "file", "desk"];

fn read_step(node: &Node, turns: &mut usize, names: &Names, findings: &mut Findings) -> Option<TestStep> {
    let known: Vec<&str> = INPUTS.into_iter().chain(LATER_INPUTS).chain(["expect"]).collect();
    let fields = node.expect_fields("a step of a test", &known, findings)?;
    let inputs: Vec<&Entry> = fields.iter().filter(|field| INPUTS.contains(&field.key.as_str())).collect();
    let later: Vec<&Entry> = fields.iter().filter(|field| LATER_INPUTS.contains(&field.key.as_str())).collect();
    for entry in &later {
        findings.push(not_yet(format!("the test step `{}`", entry.key), &entry.key_span));
    }
    let input = match inputs.as_slice() {
        [] if INPUTS.iter().any(|input| node.has_misspelt(input)) => None,
        [] if later.is_empty() => {
            let place = fields.first().map_or(&node.span, |field| &field.key_span);
            let found = Diagnostic::error("missing-key", "a step of a test does not say what happens", place);
            findings.push(found.help("add `user:` with what the person writes, or `choice:`, `wait:`, `restart:`"));
            None
        }
        [] => None,
        [input] => read_input(input, names, findings),
        [_, second, ..] => {
            let found = Diagnostic::error("two-inputs", "one step of a test does two things", &second.key_span);
            findings.push(found.help("make two steps of it"));
            None
        }
    };
    let is_turn = fields.iter().any(|field| matches!(field.key.as_str(), "user" | "choice"));
    *turns += usize::from(is_turn);
    let expect = node.get("expect").map(|expect| read_expectations(expect, *turns, names, findings)).unwrap_or_default();
    Some(TestStep { input: input?, expect })
}

fn read_input(entry: &Entry, names: &Names, findings: &mut Findings) -> Option<TestInput> {
    let value = &entry.value;
    match entry.key.as_str() {
        "wait" => duration(value, findings).map(TestInput::Wait),
        "restart" if value.expect_bool(findings)? => Some(TestInput::Restart),
        "restart" => value.expected("`true`", findings),
        "choice" => read_choice(value, names, findings).map(|choice| TestInput::Choice { choice, id: None }),
        _ if value.map().is_some() => read_message(value, names, findings),
        // An empty message is a message too.
        _ => match value.scalar() {
            Some(text) => Some(TestInput::Text { text: text.to_owned(), id: None }),
            None => value.expected("text", findings),
        },
    }
}

/// The id or title of a button; a finding if the bot never offers such a one.
fn read_choice(node: &Node, names: &Names, findings: &mut Findings) -> Option<String> {
    let choice = node.expect_text(findings)?;
    let offered = &names.offered;
    let of_unknown_kind = choice.split_once('.').is_some_and(|(slot, _)| offered.open.contains(slot));
    if !offered.ids.contains(choice) && !offered.titles.contains(choice) && !of_unknown_kind {
        let found = Diagnostic::warning("unknown-choice", format!("the bot never offers a button `{choice}`"), &node.span);
        let known: Vec<&str> = offered.ids.iter().chain(&offered.titles).map(String::as_str).collect();
        findings.push(match crate::diagnostics::closest(choice, &known) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")),
            None => found.help("write the title of a button, or its id, such as `confirm.yes`, `<slot>.<value>`, `flow.<name>`"),
        });
    }
    Some(choice.to_owned())
}

/// `user: {id: m1, text: …}` or `user: {choice: …}`.
fn read_message(node: &Node, names: &Names, findings: &mut Findings) -> Option<TestInput> {
    let fields = node.expect_fields("`user`", &["id", "text", "choice", "payload", "event", "file"], findings)?;
    for entry in fields.iter().filter(|field| LATER_INPUTS.contains(&field.key.as_str())) {
        findings.push(not_yet(format!("the test step `{}`", entry.key), &entry.key_span));
    }
    let choice = node.get("choice").and_then(|node| read_choice(node, names, findings));
    let mut text = |key: &str| node.get(key).and_then(|node| node.expect_text(findings)).map(str::to_owned);
    let (id, written) = (text("id"), text("text"));
    match (written, choice) {
        (Some(text), None) => Some(TestInput::Text { text, id }),
        (None, Some(choice)) => Some(TestInput::Choice { choice, id }),
        _ if fields.iter().any(|field| LATER_INPUTS.contains(&field.key.as_str())) => None,
        _ => node.expected("either `text` or `choice`", findings),
    }
}

#[cfg(test)]
mod tests;
