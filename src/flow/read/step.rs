//! Steps: one verb each.

use super::{Reader, fields, not_yet};
use crate::diagnostics::{Diagnostic, closest};
use crate::domain::{ActionName, FlowName, MessageKey, PurposeName, SlotName, StepId};
use crate::flow::draft::{CallDraft, Formula, Spanned, StepDraft, UNSET, VerbDraft};
use crate::flow::expression::Expression;
use crate::yaml::{Entry, Node};

/// The verbs, each with the keys that a step of it may have beside `id`.
const VERBS: &[(&str, &[&str])] = &[
    ("say", &["say", "id"]),
    ("ask", &["ask", "id", "say", "choices", "reject", "on_no_match", "max_attempts", "interruptible"]),
    ("confirm", &["confirm", "id", "no", "else"]),
    ("if", &["if", "id", "then", "else"]),
    ("set", &["set", "id"]),
    ("clear", &["clear", "id"]),
    ("goto", &["goto", "id"]),
    ("call", &["call", "id", "with", "save", "on_status", "on_failure"]),
    ("consent", &["consent", "id", "else"]),
    ("switch", &["switch", "id", "cases", "else"]),
    ("run", &["run", "id", "with", "save"]),
    ("go", &["go", "id", "with"]),
    ("faq", &["faq", "id", "else"]),
    ("end", &["end", "id"]),
];

/// Verbs that a later version reads, with what to do until then.
const LATER_VERBS: &[(&str, &str)] = &[
    ("remind", "say when the person should write again"),
    ("for_each", "write the steps once for each item"),
    ("handover", "`say` a message with `{{ contact }}`, then `end`"),
    ("right", "`say` a message with `{{ contact }}`; deletion is always offered by the widget and the API"),
];

/// Keys of `ask` steps that a later version reads, with what to do until then.
const LATER_KEYS: &[(&str, &str)] = &[
    ("on_silence", "remove it: a question stays open until it is answered"),
    ("default", "use the steps at the end of `on_no_match`: `on_no_match: [key, {set: {slot: value}}]`"),
    ("skip_if_known", "guard the step: `if: not (slots.x is defined)`"),
    ("on_unavailable", "remove it"),
];

/// The deepest nesting of steps.
const MAX_LEVEL: usize = 16;

impl Reader<'_> {
    /// A list of steps; `path` is the id of the block they stand in, empty for the flow itself.
    pub(super) fn steps(&mut self, node: &Node, path: &str, level: usize) -> Vec<StepDraft> {
        let Some(items) = node.list() else {
            let message = format!("expected a list of steps, found {}", node.describe());
            self.error("wrong-type", message, &node.span, "begin each step with `- `, or write them in brackets: `[{say: hello}, end]`");
            return Vec::new();
        };
        if level > MAX_LEVEL {
            let message = format!("steps are nested more than {MAX_LEVEL} deep");
            self.error("too-deep", message, &node.span, "use `goto` to a step of the flow instead");
            return Vec::new();
        }
        self.steps_from(0, items, path, level)
    }

    /// The steps of a list from an index on.
    pub(super) fn steps_from(&mut self, first: usize, items: &[Node], path: &str, level: usize) -> Vec<StepDraft> {
        let numbered = items.iter().enumerate().skip(first);
        numbered
            .filter_map(|(index, item)| {
                let path = if path.is_empty() { index.to_string() } else { format!("{path}.{index}") };
                self.step(item, &path, level)
            })
            .collect()
    }

    /// The steps under a key of a step.
    pub(super) fn block(&mut self, step: &Node, key: &str, path: &str, level: usize) -> Option<Vec<StepDraft>> {
        let node = step.get(key)?;
        Some(self.steps(node, &format!("{path}.{key}"), level + 1))
    }

    fn step(&mut self, node: &Node, path: &str, level: usize) -> Option<StepDraft> {
        let path_id = StepId::new(path).ok()?;
        if node.scalar() == Some("end") {
            return Some(StepDraft { id: path_id, id_span: None, span: node.span.clone(), verb: VerbDraft::End });
        }
        let Some(entries) = node.map() else {
            let message = format!("expected a step, found {}", node.describe());
            self.unread(node);
            self.error("wrong-type", message, &node.span, "write a verb and what it needs, such as `say: apply.hello`, or plain `end`");
            return None;
        };
        let id = node.get("id").and_then(|id| self.step_id(id));
        let id_span = id.as_ref().map(|id| id.span.clone());
        let (verb, span) = if let Some(entry) = self.verb_of(node, entries) {
            (self.verb(node, entry, path, level), entry.key_span.clone())
        } else {
            self.unread(node);
            (VerbDraft::Unreadable, node.span.clone())
        };
        Some(StepDraft { id: id.map_or(path_id, |id| id.value), id_span, span, verb })
    }

    /// Authors' ids are names, so that they differ from paths, which begin with a digit.
    pub(super) fn step_id(&mut self, node: &Node) -> Option<Spanned<StepId>> {
        self.name(node, |text| FlowName::new(text).and_then(|_| StepId::new(text)))
    }

    /// The entry with the step's verb; a finding if there is none, or more than one, or one of a later version.
    fn verb_of<'n>(&mut self, node: &Node, entries: &'n [Entry]) -> Option<&'n Entry> {
        let is_verb = |entry: &&Entry| VERBS.iter().any(|(verb, _)| *verb == entry.key);
        let later = |entry: &Entry| LATER_VERBS.iter().find(|(verb, _)| *verb == entry.key);
        let mut verbs: Vec<&Entry> = entries.iter().filter(|entry| is_verb(entry) || later(entry).is_some()).collect();
        if verbs.iter().any(|entry| entry.key == "ask") {
            verbs.retain(|entry| entry.key != "say");
        }
        match verbs.as_slice() {
            [] => {
                let found = Diagnostic::error("no-verb", "this step has no verb", &node.span);
                let known = || VERBS.iter().map(|(verb, _)| *verb);
                let slip = |entry: &&Entry| entry.key != "id" && closest(&entry.key, &known().collect::<Vec<_>>()).is_some();
                self.findings.push(match entries.iter().find(slip) {
                    Some(entry) => found.did_you_mean(&entry.key, known()),
                    None => found.did_you_mean("", known()),
                });
                None
            }
            [one] => {
                if let Some((verb, instead)) = later(one) {
                    self.findings.push(not_yet(&format!("`{verb}`"), &one.key_span, instead));
                    return None;
                }
                Some(one)
            }
            [first, second, ..] => {
                let message = format!("this step has two verbs, `{}` and `{}`", first.key, second.key);
                let found = Diagnostic::error("two-verbs", message, &second.key_span).here("the second").and(&first.key_span, "the first");
                self.findings.push(found.help("make them two steps: begin the second with `- `"));
                None
            }
        }
    }

    fn verb(&mut self, node: &Node, entry: &Entry, path: &str, level: usize) -> VerbDraft {
        let known = VERBS.iter().find(|(name, _)| *name == entry.key).map_or(&[][..], |(_, keys)| keys);
        let article = if entry.key.starts_with(['a', 'i', 'e']) { "an" } else { "a" };
        fields(node, &format!("{article} `{}` step", entry.key), known, LATER_KEYS, self.findings);
        let value = &entry.value;
        match entry.key.as_str() {
            "say" => VerbDraft::Say(self.say(value)),
            "ask" => VerbDraft::Ask(self.ask(node, value, path, level)),
            "confirm" => self.confirm(node, value, path, level),
            "if" => {
                let condition = self.formula(value);
                if node.get("then").is_none() {
                    self.error(
                        "missing-key",
                        "an `if` step needs `then`",
                        &entry.key_span,
                        "add `then:` with the steps to take when it is true",
                    );
                }
                let then = self.block(node, "then", path, level).unwrap_or_default();
                VerbDraft::If { condition, then, otherwise: self.block(node, "else", path, level) }
            }
            "set" => VerbDraft::Set(self.assignments(value)),
            "clear" => VerbDraft::Set(self.cleared(value)),
            "goto" => VerbDraft::Goto(self.step_id(value)),
            "call" => VerbDraft::Call(self.call(node, value, path, level)),
            "consent" if value.map().is_some() => {
                let help = "a consent is withdrawn through the API or `sottovoce consent`";
                self.findings.push(not_yet("withdrawing a consent in a step", &value.span, help));
                VerbDraft::Unreadable
            }
            "consent" => {
                let purpose = self.name(value, PurposeName::new);
                VerbDraft::Consent { purpose, otherwise: self.block(node, "else", path, level) }
            }
            "switch" => self.switch(node, entry, path, level),
            "run" => VerbDraft::Run(self.passage(node, value)),
            "go" => VerbDraft::Go(self.passage(node, value)),
            "faq" => VerbDraft::Faq { question: self.formula(value), otherwise: self.block(node, "else", path, level) },
            _ => {
                if !value.is_null() {
                    self.error(
                        "wrong-type",
                        format!("`end` needs nothing, found {}", value.describe()),
                        &value.span,
                        "write `end` alone, without a colon: `- end`",
                    );
                }
                VerbDraft::End
            }
        }
    }

    fn confirm(&mut self, node: &Node, value: &Node, path: &str, level: usize) -> VerbDraft {
        let say = self.say(value);
        let no = node.get("no").and_then(|id| self.step_id(id));
        let otherwise = self.block(node, "else", path, level);
        if let (Some(no), Some(_), Some(block)) = (&no, &otherwise, node.get("else")) {
            let found = Diagnostic::error("two-ways", "a \"no\" can't go to a step and take `else` too", &block.span)
                .and(&no.span, "the step to go to");
            self.findings.push(found.help("keep one of them; `else` steps may end in a `goto`"));
        }
        VerbDraft::Confirm { say, no, otherwise }
    }

    fn call(&mut self, node: &Node, value: &Node, path: &str, level: usize) -> CallDraft {
        let action = self.name(value, ActionName::new);
        let mut with = Vec::new();
        for entry in node.get("with").and_then(|with| with.expect_map(self.findings)).unwrap_or_default() {
            with.extend(self.formula(&entry.value).map(|formula| (entry.key.clone(), formula)));
        }
        let save = node.get("save").map(|save| self.assignments(save)).unwrap_or_default();
        let on_status = self.on_status(node, path, level);
        CallDraft { action, with, save, on_failure: self.block(node, "on_failure", path, level), on_status }
    }

    /// Slots and the expressions that give their values.
    pub(super) fn assignments(&mut self, node: &Node) -> Vec<(Spanned<SlotName>, Formula)> {
        let entries = node.expect_map(self.findings).unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| {
                let slot = super::key_name(entry, SlotName::new, self.findings);
                let formula = self.formula(&entry.value);
                Some((slot?, formula?))
            })
            .collect()
    }

    /// The slots of a `clear` step, each set to nothing.
    fn cleared(&mut self, node: &Node) -> Vec<(Spanned<SlotName>, Formula)> {
        let slots = node.list().map_or_else(|| vec![node], |items| items.iter().collect());
        if slots.is_empty() {
            self.error("wrong-type", "`clear` names no slot", &node.span, "write one, or several in brackets: `clear: [role, licence]`");
        }
        let nothing = |slot: Spanned<SlotName>| {
            let formula = Formula { text: UNSET.to_owned(), span: slot.span.clone(), expression: Expression::new(UNSET).ok() };
            (slot, formula)
        };
        slots.into_iter().filter_map(|slot| self.name(slot, SlotName::new)).map(nothing).collect()
    }

    /// A list in a step holds texts to choose from; keys in it would be said letter by letter.
    fn keys_in_list(&mut self, node: &Node) {
        let is_key = |item: &&Node| item.scalar().is_some_and(|text| text.contains('.') && MessageKey::new(text).is_ok());
        if let Some(item) = node.list().unwrap_or_default().iter().find(is_key) {
            let help = "write one `say` step for each message, or put the variants into one message";
            self.error("wrong-type", "a list of texts holds no message keys", &item.span, help);
        }
    }

    /// A message key, or a text written in the step.
    pub(super) fn say(&mut self, node: &Node) -> Option<Spanned<MessageKey>> {
        if let Some(Ok(value)) = node.scalar().map(MessageKey::new) {
            return Some(Spanned { value, span: node.span.clone() });
        }
        self.keys_in_list(node);
        self.inline_message(node)
    }
}
