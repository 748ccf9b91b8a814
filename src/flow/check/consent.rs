//! A purpose whose basis is consent: nobody is asked for its slots before the person agreed.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::Index;
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::{PurposeName, SlotName};
use crate::flow::draft::{FlowDraft, SlotDraft, Spanned, StepDraft, VerbDraft};
use crate::flow::graph::Edge;
use crate::flow::skeleton::Skeleton;

pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    for (flow, skeleton) in index.drafts.flows.iter().zip(skeletons) {
        for purpose in &index.known.consents {
            asked_too_early(flow, skeleton, purpose, index, findings);
        }
    }
}

fn asked_too_early(flow: &FlowDraft, skeleton: &Skeleton<'_>, purpose: &PurposeName, index: &Index<'_>, findings: &mut Findings) {
    let before_any = reached_without(skeleton, skeleton.entry.into_iter().collect(), purpose, index);
    for node in &before_any {
        let step = skeleton.graph[*node];
        for (asked, slot) in asked_for(step, flow, purpose) {
            let message = format!("`{}` can be asked before the person agreed to the purpose `{purpose}`", asked.value);
            let found = Diagnostic::error("PRV-CONSENT", message, &asked.span).here("asked here");
            let found = found.and(&slot.span, format!("kept for `{purpose}`, whose basis is consent"));
            let help = format!(
                "put `- consent: {purpose}` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7){}",
                another_purpose(flow, index)
            );
            findings.push(found.help(help));
        }
        let VerbDraft::Consent { purpose: Some(asked), otherwise } = &step.verb else { continue };
        if asked.value != *purpose {
            continue;
        }
        let refused = skeleton.graph.edges(*node).filter(|way| *way.weight() == Edge::No).map(|way| way.target()).collect();
        let after_no = reached_without(skeleton, refused, purpose, index);
        let mut slots: Vec<String> = Vec::new();
        for (asked, _) in after_no.difference(&before_any).flat_map(|node| asked_for(skeleton.graph[*node], flow, purpose)) {
            let name = format!("`{}`", asked.value);
            if !slots.contains(&name) {
                slots.push(name);
            }
        }
        if !slots.is_empty() {
            let message = format!("after a no to the purpose `{purpose}` the flow goes on and asks for {}", slots.join(", "));
            let found = Diagnostic::error("PRV-CONSENT", message, &asked.span);
            findings.push(found.help(if otherwise.is_some() {
                "end its `else` with `end` (GDPR Art. 6(1)(a), 7)"
            } else {
                "add `else: [{say: …}, end]` (GDPR Art. 6(1)(a), 7)"
            }));
        }
    }
}

/// The slots of a purpose that a step asks for.
fn asked_for<'a>(
    step: &'a StepDraft,
    flow: &'a FlowDraft,
    purpose: &'a PurposeName,
) -> impl Iterator<Item = (&'a Spanned<SlotName>, &'a SlotDraft)> {
    let slots = if let VerbDraft::Ask(ask) = &step.verb { ask.slots.as_slice() } else { &[] };
    slots.iter().filter_map(|asked| {
        let slot = flow.slots.get(&asked.slot.value)?;
        slot.purpose.as_ref().filter(|kept| kept.value == *purpose)?;
        Some((&asked.slot, slot))
    })
}

/// The purpose of other slots of the flow, when that needs no consent.
fn another_purpose(flow: &FlowDraft, index: &Index<'_>) -> String {
    let purposes = flow.slots.values().filter_map(|slot| slot.purpose.as_ref());
    let mut others =
        purposes.filter(|purpose| index.known.purposes.contains(&purpose.value) && !index.known.consents.contains(&purpose.value));
    others.next().map_or_else(String::new, |other| format!(", or give it the purpose `{}`, as the other slots here", other.value))
}

/// The steps that can be reached from some before the question for the purpose is answered.
fn reached_without(skeleton: &Skeleton<'_>, mut open: Vec<NodeIndex>, purpose: &PurposeName, index: &Index<'_>) -> BTreeSet<NodeIndex> {
    let mut reached = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !reached.insert(node) {
            continue;
        }
        let step = skeleton.graph[node];
        let answers = match &step.verb {
            // A misspelt purpose has its finding already, and may be this one.
            VerbDraft::Consent { purpose: asked, .. } => {
                asked.as_ref().is_none_or(|asked| asked.value == *purpose || !index.known.purposes.contains(&asked.value))
            }
            // It may have been meant as the consent step.
            VerbDraft::Unreadable => continue,
            VerbDraft::Say(_)
            | VerbDraft::Ask(_)
            | VerbDraft::Confirm { .. }
            | VerbDraft::If { .. }
            | VerbDraft::Set(_)
            | VerbDraft::Goto(_)
            | VerbDraft::Call(_)
            | VerbDraft::Switch { .. }
            | VerbDraft::Run(_)
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::End => false,
        };
        if !answers {
            open.extend(skeleton.graph.neighbors(node));
        }
    }
    reached
}
