//! Addresses with values in them: each call gives them, and none of them is personal.

use super::Index;
use crate::diagnostics::{Diagnostic, Findings};
use crate::flow::address;
use crate::flow::draft::{CallDraft, FlowDraft, Formula, VerbDraft};
use crate::flow::graph::SlotKind;
use crate::flow::scan::{Scan, place};

pub(super) fn check(flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    for step in flow.all_steps() {
        if let VerbDraft::Call(call) = &step.verb {
            self::call(call, flow, index, findings);
        }
    }
}

fn call(call: &CallDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    let Some(name) = &call.action else { return };
    let Some(action) = index.drafts.actions.iter().find(|draft| draft.action.name == name.value) else { return };
    for field in address::fields(&action.action.url).unwrap_or_default() {
        if let Some((_, formula)) = call.with.iter().find(|(known, _)| known == field) {
            value(formula, field, flow, index, findings);
        } else {
            let message = format!("the address of `{}` holds `{field}`, and this call does not give it", name.value);
            findings.push(
                Diagnostic::error("missing-key", message, &name.span).help(format!("add it to the call: `with: {{{field}: slots.…}}`")),
            );
        }
    }
}

fn value(formula: &Formula, field: &str, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    if formula.slot().and_then(|slot| index.kind(flow, &slot)) == Some(SlotKind::Money) {
        let found = Diagnostic::error("type-mismatch", format!("`{field}` is a sum of money and can't stand in an address"), &formula.span);
        findings.push(found.help("give its amount alone: `slots.price.amount`"));
    }
    for read in Scan::expression(&formula.text).readings() {
        let kept = flow.slots.iter().any(|(name, slot)| name.as_str() == read.name && slot.purpose.is_some());
        if read.root == "person" || kept {
            let at = place(&formula.span, &formula.text, &read.range);
            let message = format!(
                "`{}.{}` is personal data and stands in an address: servers and proxies write addresses into their logs",
                read.root, read.name
            );
            let found = Diagnostic::warning("PRV-URL", message, &at);
            findings.push(found.help("send it in the body: take `{{ … }}` out of the `url` (GDPR Art. 5(1)(f), 32)"));
        }
    }
}
