//! What a conversation test expects after a step, and at its end.

use std::fmt;

use regex::Regex;
use serde_json::Value;

use super::names::{Names, check_known};
use super::read::{name, name_in, not_yet};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{ActionName, FlowName, IntentName, Language, MessageKey, PurposeName, SlotName};
use crate::yaml::{Entry, Kind, Node};

/// One expectation.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What must hold.
    pub expected: Expected,
    /// Where it is written; its text is how the author put it.
    pub span: Span,
}

/// What must hold.
#[derive(Debug, Clone)]
pub enum Expected {
    /// A reply of the turn is this message.
    Bot(MessageKey),
    /// The text of a reply of the turn matches.
    BotText(Regex),
    /// The open question wants this slot.
    Asks(SlotName),
    /// The slots have these values; after a flow's end, its last values count.
    Slots(Vec<(SlotName, Wanted)>),
    /// The innermost flow; none when no flow is open.
    Flow(Option<FlowName>),
    /// The flows under way, innermost last.
    Flows(Vec<FlowName>),
    /// The language that the conversation goes on in.
    Language(Language),
    /// The intent that was decided on.
    Intent(IntentName),
    /// The action was called with at least these fields.
    Called(ActionName, Wanted),
    /// The action was not called.
    NotCalled(ActionName),
    /// The action was called so often.
    CalledTimes(ActionName, u32),
    /// The privacy notice is among the replies.
    NoticeShown,
    /// How a purpose stands.
    Consent(PurposeName, ConsentState),
    /// The replies are those of an earlier turn, counted from 1.
    SameAsTurn(u32),
    /// This text is nowhere in the store.
    NotStored(String),
}

/// How the consent to a purpose stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// Given.
    Yes,
    /// Refused.
    No,
    /// The question is open.
    Asked,
}

/// A value that a test wants, compared with plain JSON by what the author meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// No value.
    Nothing,
    /// Text, a number, yes or no.
    Scalar(String),
    /// Exactly these items.
    List(Vec<Wanted>),
    /// At least these fields.
    Fields(Vec<(String, Wanted)>),
}

impl Wanted {
    /// Reads a wanted value; `null` wants nothing.
    pub(super) fn read(node: &Node) -> Self {
        match &node.kind {
            Kind::Scalar { .. } if node.is_null() => Self::Nothing,
            Kind::Scalar { text, .. } => Self::Scalar(text.clone()),
            Kind::List(items) => Self::List(items.iter().map(Self::read).collect()),
            Kind::Map(entries) => Self::Fields(entries.iter().map(|entry| (entry.key.clone(), Self::read(&entry.value))).collect()),
        }
    }

    /// Whether a value is as wanted: `yes` means true, `3.0` equals 3, further fields of an object are fine.
    pub fn matches(&self, actual: Option<&Value>) -> bool {
        match (self, actual) {
            (Self::Nothing, actual) => actual.is_none_or(Value::is_null),
            (Self::Scalar(text), Some(Value::String(actual))) => text == actual,
            (Self::Scalar(text), Some(Value::Number(actual))) => text.parse().is_ok_and(|number: f64| Some(number) == actual.as_f64()),
            (Self::Scalar(text), Some(Value::Bool(true))) => matches!(text.as_str(), "true" | "yes" | "on"),
            (Self::Scalar(text), Some(Value::Bool(false))) => matches!(text.as_str(), "false" | "no" | "off"),
            (Self::List(wanted), Some(Value::Array(actual))) => {
                wanted.len() == actual.len() && wanted.iter().zip(actual).all(|(wanted, actual)| wanted.matches(Some(actual)))
            }
            (Self::Fields(wanted), Some(Value::Object(actual))) => wanted.iter().all(|(key, wanted)| wanted.matches(actual.get(key))),
            (Self::Scalar(_) | Self::List(_) | Self::Fields(_), _) => false,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Scalar(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Fields(fields) => {
                f.write_str("{")?;
                for (index, (key, value)) in fields.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

/// The words of expectations.
const WORDS: [&str; 15] = [
    "bot",
    "bot_text",
    "asks",
    "slot",
    "flow",
    "flows",
    "lang",
    "intent",
    "called",
    "not_called",
    "called_times",
    "notice",
    "consent",
    "same_as_turn",
    "not_stored",
];
/// Words whose machinery comes with later versions.
const LATER: [&str; 5] = ["repair", "handover", "reminder", "masked_in", "expired_after"];

/// Reads a list of expectations; those with a mistake are left out. `turns` is how many turns came before.
pub(super) fn read_expectations(node: &Node, turns: usize, names: &Names, findings: &mut Findings) -> Vec<Expectation> {
    let known: Vec<&str> = WORDS.into_iter().chain(LATER).collect();
    let mut expectations = Vec::new();
    for item in node.expect_list(findings).unwrap_or_default() {
        for entry in item.expect_fields("an expectation", &known, findings).unwrap_or_default() {
            if LATER.contains(&entry.key.as_str()) {
                findings.push(not_yet(format!("the expectation `{}`", entry.key), &entry.key_span));
            }
            let from = entry.key_span.range.start;
            let span = Span { range: from..entry.value.span.range.end.max(entry.key_span.range.end), ..entry.key_span.clone() };
            let expected = Reader { names, turns, findings }.expected(entry);
            expectations.extend(expected.into_iter().map(|expected| Expectation { expected, span: span.clone() }));
        }
    }
    expectations
}

struct Reader<'a> {
    names: &'a Names,
    turns: usize,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn expected(&mut self, entry: &Entry) -> Vec<Expected> {
        let value = &entry.value;
        let one = match entry.key.as_str() {
            "bot" => self.message(value).map(Expected::Bot),
            "bot_text" => self.pattern(value).map(Expected::BotText),
            "asks" => self.slot_in(value).map(Expected::Asks),
            "slot" => self.slots(value).map(Expected::Slots),
            "flow" if value.is_null() => Some(Expected::Flow(None)),
            "flow" => self.flow(value).map(|flow| Expected::Flow(Some(flow))),
            "flows" => {
                let items = value.expect_list(self.findings).unwrap_or_default();
                Some(Expected::Flows(items.iter().filter_map(|item| self.flow(item)).collect()))
            }
            "lang" => self.language(value).map(Expected::Language),
            "intent" => self.intent(value).map(Expected::Intent),
            "called" => return self.called(value),
            "not_called" => self.action_in(value).map(Expected::NotCalled),
            "called_times" => return self.called_times(value),
            "notice" => match value.scalar() {
                Some("shown") => Some(Expected::NoticeShown),
                _ => value.expected("`shown`", self.findings),
            },
            "consent" => return self.consent(value),
            "same_as_turn" => self.turn(value).map(Expected::SameAsTurn),
            "not_stored" => value.expect_text(self.findings).map(|text| Expected::NotStored(text.to_owned())),
            _ => None,
        };
        one.into_iter().collect()
    }

    fn message(&mut self, node: &Node) -> Option<MessageKey> {
        let key = name_in(MessageKey::new, node, self.findings)?;
        let known = if key.as_str().starts_with("builtin.") { &self.names.built_in } else { &self.names.messages };
        check_known("message", key.as_str(), known, &node.span, self.findings);
        Some(key)
    }

    fn pattern(&mut self, node: &Node) -> Option<Regex> {
        let text = node.expect_text(self.findings)?;
        let Some(pattern) = text.strip_prefix('/').and_then(|text| text.strip_suffix('/')) else {
            return node.expected("a pattern between slashes, such as `/thank you/`", self.findings);
        };
        Regex::new(pattern)
            .map_err(|error| {
                let what = error.to_string();
                let what = what.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let found = Diagnostic::error("invalid-pattern", format!("`{pattern}` is not a pattern: {what}"), &node.span);
                self.findings.push(found.help("write a backslash before a character that stands for itself"));
            })
            .ok()
    }

    fn slot(&mut self, text: &str, span: &Span) -> Option<SlotName> {
        let slot = name(SlotName::new, text, span, self.findings)?;
        check_known("slot", text, &self.names.slots(), span, self.findings);
        Some(slot)
    }

    fn slot_in(&mut self, node: &Node) -> Option<SlotName> {
        let text = node.expect_text(self.findings)?;
        self.slot(text, &node.span)
    }

    fn slots(&mut self, node: &Node) -> Option<Vec<(SlotName, Wanted)>> {
        let entries = node.expect_map(self.findings)?;
        Some(entries.iter().filter_map(|entry| self.slot_value(entry)).collect())
    }

    fn slot_value(&mut self, entry: &Entry) -> Option<(SlotName, Wanted)> {
        let slot = self.slot(&entry.key, &entry.key_span)?;
        let wanted = Wanted::read(&entry.value);
        if let (Wanted::Scalar(value), Some(known)) = (&wanted, self.names.offered.values.get(&entry.key))
            && !known.contains(value)
        {
            let found = Diagnostic::error("unknown-name", format!("`{slot}` has no value `{value}`"), &entry.value.span);
            self.findings.push(found.did_you_mean(value, known.iter().map(String::as_str)));
        }
        Some((slot, wanted))
    }

    fn flow(&mut self, node: &Node) -> Option<FlowName> {
        let flow = name_in(FlowName::new, node, self.findings)?;
        let known = self.names.flows.keys().cloned().collect();
        check_known("flow", flow.as_str(), &known, &node.span, self.findings);
        Some(flow)
    }

    fn language(&mut self, node: &Node) -> Option<Language> {
        let language = name_in(Language::new, node, self.findings)?;
        check_known("language", language.as_str(), &self.names.languages, &node.span, self.findings);
        Some(language)
    }

    fn intent(&mut self, node: &Node) -> Option<IntentName> {
        let intent = name_in(IntentName::new, node, self.findings)?;
        check_known("intent", intent.as_str(), &self.names.intents, &node.span, self.findings);
        Some(intent)
    }

    fn action(&mut self, text: &str, span: &Span) -> Option<ActionName> {
        let action = name(ActionName::new, text, span, self.findings)?;
        check_known("action", text, &self.names.actions, span, self.findings);
        Some(action)
    }

    fn action_in(&mut self, node: &Node) -> Option<ActionName> {
        let text = node.expect_text(self.findings)?;
        self.action(text, &node.span)
    }

    /// `called: apply` or `called: {apply: {role: driver}}`.
    fn called(&mut self, node: &Node) -> Vec<Expected> {
        if node.map().is_none() {
            let action = self.action_in(node);
            return action.map(|action| Expected::Called(action, Wanted::Fields(Vec::new()))).into_iter().collect();
        }
        let entries = node.map().unwrap_or_default();
        let mut read = |entry: &Entry| {
            let action = self.action(&entry.key, &entry.key_span)?;
            let fields = entry.value.expect_map(self.findings)?;
            if let Some(sent) = self.names.sent.get(&entry.key) {
                for field in fields.iter().filter(|field| !sent.contains(&field.key)) {
                    let message = format!("no `call` sends `{}` to the action `{action}`", field.key);
                    let found = Diagnostic::error("unknown-name", message, &field.key_span);
                    self.findings.push(found.did_you_mean(&field.key, sent.iter().map(String::as_str)));
                }
            }
            Some(Expected::Called(action, Wanted::read(&entry.value)))
        };
        entries.iter().filter_map(&mut read).collect()
    }

    fn called_times(&mut self, node: &Node) -> Vec<Expected> {
        let entries = node.expect_map(self.findings).unwrap_or_default();
        let mut read = |entry: &Entry| {
            let action = self.action(&entry.key, &entry.key_span)?;
            Some(Expected::CalledTimes(action, entry.value.expect_count(self.findings)?))
        };
        entries.iter().filter_map(&mut read).collect()
    }

    fn consent(&mut self, node: &Node) -> Vec<Expected> {
        let entries = node.expect_map(self.findings).unwrap_or_default();
        let mut read = |entry: &Entry| {
            let purpose = name(PurposeName::new, &entry.key, &entry.key_span, self.findings)?;
            check_known("purpose", &entry.key, &self.names.purposes, &entry.key_span, self.findings);
            let state = match entry.value.scalar() {
                Some("yes" | "true") => ConsentState::Yes,
                Some("no" | "false") => ConsentState::No,
                Some("asked") => ConsentState::Asked,
                _ => return entry.value.expected("`yes`, `no` or `asked`", self.findings),
            };
            Some(Expected::Consent(purpose, state))
        };
        entries.iter().filter_map(&mut read).collect()
    }

    fn turn(&mut self, node: &Node) -> Option<u32> {
        let turn = node.expect_count(self.findings)?;
        if turn == 0 || turn as usize >= self.turns {
            let found = Diagnostic::error("unknown-name", format!("turn {turn} is not before this one"), &node.span);
            self.findings.push(found.help("turns are counted from 1; name an earlier one"));
            return None;
        }
        Some(turn)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostics::Source;
    use crate::yaml;

    fn matches(wanted: &str, actual: &Value) -> bool {
        let mut findings = Findings::default();
        let node = yaml::parse(&Source::new("t.yaml", wanted), &mut findings).unwrap();
        Wanted::read(&node).matches(Some(actual))
    }

    #[test]
    fn a_wanted_value_is_what_the_author_meant() {
        assert!(matches("yes", &json!(true)) && matches("no", &json!(false)) && !matches("yes", &json!(false)));
        assert!(matches("3", &json!(3)) && matches("3.0", &json!(3)) && !matches("3", &json!("three")));
        assert!(matches("2026-03-04", &json!("2026-03-04")) && matches("no", &json!("no")));
        assert!(matches("~", &Value::Null) && Wanted::Nothing.matches(None) && !matches("~", &json!(0)));
    }

    #[test]
    fn wanted_fields_are_a_part_and_wanted_items_are_all() {
        assert!(matches("{a: 1}", &json!({"a": 1, "b": 2})) && !matches("{c: 1}", &json!({"a": 1})));
        assert!(matches("[1, x]", &json!([1, "x"])) && !matches("[1]", &json!([1, 2])));
    }
}
