//! Flows and their slots.

use std::collections::BTreeMap;

use super::{Reader, fields, key_name, not_yet};
use crate::diagnostics::Diagnostic;
use crate::domain::{FlowName, IntentName, PurposeName, SlotName};
use crate::flow::draft::{FlowDraft, SlotDraft, Spanned, StepDraft};
use crate::yaml::{Entry, Node};

const FLOW_KEYS: &[&str] = &["description", "start", "slots", "steps"];
const SLOT_KEYS: &[&str] = &["type", "purpose", "optional", "past", "future", "reject"];
/// Keys of slots that a later version reads, with what to do until then.
const LATER_SLOT_KEYS: &[(&str, &str)] = &[
    ("list", "ask for one value at a time"),
    ("unit", "name the slot after its unit"),
    ("upper", "write the value as the person did"),
    ("accept", "ask for a link in a `text` slot"),
    ("max_size", "ask for a link in a `text` slot"),
];

impl Reader<'_> {
    /// The flows under a `flows:` key.
    pub(super) fn flows(&mut self, node: &Node) -> Vec<FlowDraft> {
        let entries = node.expect_map(self.findings).unwrap_or_default();
        let mut flows = Vec::new();
        for entry in entries {
            match self.flow(entry) {
                Some(flow) => flows.push(flow),
                None => self.unread(&entry.value),
            }
        }
        flows
    }

    fn flow(&mut self, entry: &Entry) -> Option<FlowDraft> {
        if entry.key.starts_with("repair.") {
            let help = "reword its texts instead: they are the messages `builtin.…`";
            self.findings.push(not_yet("a flow of one's own for a repair", &entry.key_span, help));
            return None;
        }
        let name = key_name(entry, FlowName::new, self.findings);
        entry.value.expect_fields("a flow", FLOW_KEYS, self.findings)?;
        let get = |key| entry.value.get(key);
        // For the author's eyes alone, but a text.
        get("description").and_then(|node| node.expect_text(self.findings));
        let start = get("start").map(|node| self.start(node)).unwrap_or_default();
        let slots = get("slots").map(|node| self.slots(node)).unwrap_or_default();
        self.rules = slots.iter().map(|(name, slot)| (name.clone(), slot.reject.clone())).collect();
        let place = name.as_ref().map_or(&entry.key_span, |name| &name.span).clone();
        let steps = if let Some(node) = get("steps") {
            self.flow_steps(node)
        } else {
            self.error("missing-key", format!("the flow `{}` has no `steps`", entry.key), &place, "add `steps:` with a list of steps");
            Vec::new()
        };
        Some(FlowDraft { name: name?, start, slots, steps })
    }

    /// The steps of a flow; at least one.
    fn flow_steps(&mut self, node: &Node) -> Vec<StepDraft> {
        if node.list().is_some_and(<[Node]>::is_empty) {
            self.error("missing-key", "a flow needs at least one step", &node.span, "add a step, such as `- say: hello`");
        }
        self.steps(node, "", 0)
    }

    /// One intent or several.
    fn start(&mut self, node: &Node) -> Vec<Spanned<IntentName>> {
        let single = std::slice::from_ref(node);
        let items = if node.scalar().is_some() { single } else { node.expect_list(self.findings).unwrap_or_default() };
        items.iter().filter_map(|item| self.name(item, IntentName::new)).collect()
    }

    fn slots(&mut self, node: &Node) -> BTreeMap<SlotName, SlotDraft> {
        let entries = node.expect_map(self.findings).unwrap_or_default();
        entries.iter().filter_map(|entry| self.slot(entry)).collect()
    }

    fn slot(&mut self, entry: &Entry) -> Option<(SlotName, SlotDraft)> {
        let name = key_name(entry, SlotName::new, self.findings);
        if let Some(text) = entry.value.scalar().filter(|_| !entry.value.is_null()) {
            let message = format!("expected a mapping, found text: the slot `{}`", entry.key);
            self.error("wrong-type", message, &entry.value.span, &format!("write `{}: {{type: {text}}}`", entry.key));
            return None;
        }
        fields(&entry.value, "a slot", SLOT_KEYS, LATER_SLOT_KEYS, self.findings)?;
        let get = |key| entry.value.get(key);
        let kind = if let Some(node) = get("type") {
            node.expect_text(self.findings).map(|text| Spanned { value: text.to_owned(), span: node.span.clone() })
        } else {
            let help = "add `type:`, for example `type: text`";
            self.error("missing-key", format!("the slot `{}` has no `type`", entry.key), &entry.key_span, help);
            None
        };
        let purpose = get("purpose").and_then(|node| self.name(node, PurposeName::new));
        let mut flag = |key| get(key).and_then(|node| node.expect_bool(self.findings));
        let (optional, past, future) = (flag("optional").unwrap_or(false), flag("past"), flag("future"));
        let rule = if past.is_some() { get("past") } else { get("future") };
        if let (Some(rule), Some(kind)) =
            (rule, kind.as_ref().filter(|kind| !matches!(kind.value.as_str(), "date" | "datetime" | "interval")))
        {
            let message = format!("`past` and `future` are rules for dates, and this slot is of type `{}`", kind.value);
            self.error("misplaced-key", message, &rule.span, "remove it, or make the slot a `date`");
        }
        if let (Some(false), Some(false), Some(rule)) = (past, future, get("future")) {
            let message = format!("the slot `{}` accepts no day but today", entry.key);
            let found = Diagnostic::warning("only-today", message, &rule.span);
            self.findings.push(found.help("remove one of `past: false` and `future: false`, or do not ask: `set` the slot to `today`"));
        }
        let reject = get("reject").map(|node| self.reject(node)).unwrap_or_default();
        Some((name?.value, SlotDraft { span: entry.key_span.clone(), kind, purpose, optional, past, future, reject }))
    }
}
