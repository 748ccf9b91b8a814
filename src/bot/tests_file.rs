//! Conversation tests as data: what is given, what the person does, what must come of it. The runner is elsewhere.

use std::time::Duration;

use jiff::Timestamp;

use super::expectation::{Expectation, read_expectations};
use super::names::{Names, check_known};
use super::read::{duration, name_in, needed, not_yet};
use super::stubs::{Stubs, read_stubs};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{Language, PurposeName};
use crate::yaml::{Entry, Node};

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
    pub actions: Stubs,
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
    let actions = node.get("actions").map(|node| read_stubs(node, &names.actions, findings)).unwrap_or_default();
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
