//! Data minimisation: what a person is asked for, something reads.

use std::collections::BTreeSet;

use super::Index;
use crate::diagnostics::{Diagnostic, Findings};
use crate::flow::draft::{FlowDraft, VerbDraft};
use crate::flow::scan::{Reading, Scan};

pub(super) fn check(index: &Index<'_>, findings: &mut Findings) {
    // Another flow may read a value from the profile, as `person.…`.
    let of_profile: BTreeSet<String> =
        index.drafts.flows.iter().flat_map(|flow| read(flow, index)).filter(|(root, _)| root == "person").map(|(_, name)| name).collect();
    for flow in &index.drafts.flows {
        let mut of_flow: BTreeSet<String> = read(flow, index).into_iter().map(|(_, name)| name).collect();
        let saved = index
            .drafts
            .flows
            .iter()
            .flat_map(FlowDraft::all_steps)
            .filter_map(|step| if let VerbDraft::Run(passage) = &step.verb { Some(passage) } else { None });
        let saved = saved.filter(|passage| index.passage(passage).is_some_and(|other| std::ptr::eq(other, flow)));
        let saved = saved.flat_map(|passage| &passage.save).flat_map(|(_, formula)| Scan::expression(&formula.text).readings());
        of_flow.extend(saved.map(|read| read.name.to_owned()));
        let mut told = BTreeSet::new();
        for step in flow.all_steps() {
            let VerbDraft::Ask(ask) = &step.verb else { continue };
            for asked in &ask.slots {
                let name = asked.slot.value.as_str();
                if of_flow.contains(name) || of_profile.contains(name) || !told.insert(name) {
                    continue;
                }
                let Some(slot) = flow.slots.get(&asked.slot.value) else { continue };
                let message = format!("people are asked for `{name}`, and nothing reads it");
                let found = Diagnostic::tip("PRV-MIN2", message, &asked.slot.span).and(&slot.span, "declared here");
                findings.push(found.help("send it with a `call`, show it in the summary, or do not ask for it (GDPR Art. 5(1)(c))"));
            }
        }
    }
}

/// What the conditions, calls and texts of a flow read: `slots` or `person`, and the name.
fn read(flow: &FlowDraft, index: &Index<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |readings: Vec<Reading<'_>>| all.extend(readings.iter().map(|read| (read.root.to_owned(), read.name.to_owned())));
    for step in flow.all_steps() {
        for (formula, _) in step.formulas() {
            add(Scan::expression(&formula.text).readings());
        }
        for say in index.said(flow, step) {
            let drafts = index.messages.get(&say.value).into_iter().flat_map(|by_language| by_language.values());
            for text in drafts.flat_map(|draft| &draft.texts) {
                add(Scan::template(&text.value).readings());
            }
        }
    }
    all
}
