//! What a restart of the server takes: computed values without a purpose are never stored. Answers are asked for again; what a call
//! answered or a `set` computed is not, so whoever reads it after a question must know what to do without it.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::between::All;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::SlotName;
use crate::flow::draft::{FlowDraft, Formula, Spanned, StepDraft, UNSET, VerbDraft};
use crate::flow::graph::Edge;
use crate::flow::scan::{Scan, place};
use crate::flow::skeleton::Skeleton;

pub(super) fn check(all: &All<'_>, findings: &mut Findings) {
    for (flow, skeleton) in all.flows() {
        let mut told: BTreeSet<&SlotName> = BTreeSet::new();
        for node in skeleton.graph.node_indices() {
            for (slot, _) in computed(skeleton.graph[node]) {
                let declared = flow.slots.get(&slot.value);
                if declared.is_none_or(|declared| declared.purpose.is_some()) || told.contains(&slot.value) || is_asked(flow, &slot.value) {
                    continue;
                }
                if let Some(place) = read_after_waiting(flow, skeleton, node, &slot.value, all) {
                    told.insert(&slot.value);
                    let message =
                        format!("a restart of the server takes `slots.{}`, which has no purpose, before it is read here", slot.value);
                    let found = Diagnostic::warning("lost-on-restart", message, &place).and(&slot.span, "computed here, before a question");
                    let guard = format!("`slots.{} is defined`", slot.value);
                    findings.push(found.help(format!("give the slot a `purpose`, read it before the next question, or guard it: {guard}")));
                }
            }
        }
    }
}

/// The slots that a step computes.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other verb computes")]
fn computed(step: &StepDraft) -> Vec<&(Spanned<SlotName>, Formula)> {
    let assignments = match &step.verb {
        VerbDraft::Set(assignments) => assignments,
        VerbDraft::Call(call) => &call.save,
        VerbDraft::Run(passage) => &passage.save,
        _ => return Vec::new(),
    };
    let is_asked_there = |formula: &Formula| matches!(step.verb, VerbDraft::Run(_)) && formula.slot().is_some();
    assignments.iter().filter(|(_, formula)| formula.text.trim() != UNSET && !is_asked_there(formula)).collect()
}

fn is_asked(flow: &FlowDraft, slot: &SlotName) -> bool {
    flow.all_steps()
        .into_iter()
        .any(|step| matches!(&step.verb, VerbDraft::Ask(ask) if ask.slots.iter().any(|asked| asked.slot.value == *slot)))
}

/// Where a slot that a step computes is read after a question, with no step between that computes it anew.
fn read_after_waiting(flow: &FlowDraft, skeleton: &Skeleton<'_>, from: NodeIndex, slot: &SlotName, all: &All<'_>) -> Option<Span> {
    let onward = skeleton.graph.edges(from).filter(|way| *way.weight() == Edge::Next);
    let mut open: Vec<(NodeIndex, bool)> = onward.map(|way| (way.target(), false)).collect();
    let mut seen = BTreeSet::new();
    while let Some((node, waited)) = open.pop() {
        if !seen.insert((node, waited)) {
            continue;
        }
        let step = skeleton.graph[node];
        // A question is said again after a restart.
        let waits = waited || matches!(step.verb, VerbDraft::Ask(_) | VerbDraft::Confirm { .. } | VerbDraft::Consent { .. });
        if let Some(place) = read(flow, step, slot, all).filter(|_| waits) {
            return Some(place);
        }
        if computed(step).iter().all(|(target, _)| target.value != *slot) {
            let waits = waits || matches!(step.verb, VerbDraft::Run(_)) && all.waits(step);
            open.extend(skeleton.graph.neighbors(node).map(|next| (next, waits)));
        }
    }
    None
}

/// Where a step reads a slot without a guard.
fn read(flow: &FlowDraft, step: &StepDraft, slot: &SlotName, all: &All<'_>) -> Option<Span> {
    let find = |scan: &Scan<'_>, text: &str, span: &Span| {
        let readings = scan.readings();
        let found = readings.iter().find(|read| read.root == "slots" && read.name == slot.as_str() && !read.guarded)?;
        Some(place(span, text, &found.range))
    };
    let formulas = step.formulas();
    let in_formula = formulas.iter().find_map(|(formula, _)| find(&Scan::expression(&formula.text), &formula.text, &formula.span));
    in_formula.or_else(|| {
        let drafts = all.index.said(flow, step).into_iter().filter_map(|say| all.index.messages.get(&say.value));
        let mut texts = drafts.flat_map(|by_language| by_language.values()).flat_map(|draft| &draft.texts);
        texts.find_map(|text| find(&Scan::template(&text.value), &text.value, &text.span))
    })
}
