//! Steps with several ways out by value, and steps that lead to other flows.

use super::Reader;
use crate::diagnostics::Diagnostic;
use crate::domain::FlowName;
use crate::flow::draft::{PassageDraft, Spanned, StepDraft, VerbDraft};
use crate::yaml::{Entry, Node};

/// The statuses that an answer can have and that are not success.
const FAILURES: std::ops::RangeInclusive<u16> = 300..=599;

impl Reader<'_> {
    pub(super) fn switch(&mut self, node: &Node, verb: &Entry, path: &str, level: usize) -> VerbDraft {
        let subject = self.formula(&verb.value);
        let cases = node.get("cases");
        if cases.is_none_or(|cases| cases.map().is_some_and(<[Entry]>::is_empty)) {
            let help = "add `cases:` with the steps for each value: `cases: {car: [{say: …}], van: […]}`";
            self.error("missing-key", "a `switch` step needs `cases`", &verb.key_span, help);
        }
        let entries = cases.and_then(|cases| cases.expect_map(self.findings)).unwrap_or_default();
        let case = |(nth, entry): (usize, &Entry)| {
            // A value that can be part of a path is one; any other is counted, and no name begins with a digit.
            let part = FlowName::new(&entry.key).map_or_else(|_| nth.to_string(), |name| name.to_string());
            let steps = self.steps(&entry.value, &format!("{path}.cases.{part}"), level + 1);
            (Spanned { value: entry.key.clone(), span: entry.key_span.clone() }, steps)
        };
        let cases = entries.iter().enumerate().map(case).collect();
        VerbDraft::Switch { subject, cases, otherwise: self.block(node, "else", path, level) }
    }

    /// The steps of a `call` after an answer of a status.
    pub(super) fn on_status(&mut self, node: &Node, path: &str, level: usize) -> Vec<(Spanned<u16>, Vec<StepDraft>)> {
        let entries = node.get("on_status").and_then(|ways| ways.expect_map(self.findings)).unwrap_or_default();
        let mut ways = Vec::new();
        for entry in entries {
            if let Some(value) = entry.key.parse().ok().filter(|status| FAILURES.contains(status)) {
                let steps = self.steps(&entry.value, &format!("{path}.on_status.{value}"), level + 1);
                ways.push((Spanned { value, span: entry.key_span.clone() }, steps));
            } else {
                let message = format!("`{}` is not the status of a call that failed", entry.key);
                let found = Diagnostic::error("out-of-range", message, &entry.key_span);
                self.findings.push(found.help("write a number from 300 to 599, such as `404`; all others go to `on_failure`"));
            }
        }
        ways
    }

    /// The other flow, and what goes there and comes back.
    pub(super) fn passage(&mut self, node: &Node, value: &Node) -> PassageDraft {
        let flow = self.name(value, FlowName::new);
        let mut formulas = |key: &str| node.get(key).map(|formulas| self.assignments(formulas)).unwrap_or_default();
        PassageDraft { flow, with: formulas("with"), save: formulas("save") }
    }
}
