//! A purpose whose basis is consent: nobody is asked for its slots before the person agreed.

use std::collections::HashSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::Index;
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::PurposeName;
use crate::flow::draft::{FlowDraft, VerbDraft};
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
    let early = reached_without(skeleton, purpose, index);
    let mut asks: Vec<NodeIndex> = early.into_iter().collect();
    asks.sort_unstable();
    for node in asks {
        let VerbDraft::Ask(ask) = &skeleton.graph[node].verb else { continue };
        for asked in &ask.slots {
            let Some(slot) = flow.slots.get(&asked.slot.value) else { continue };
            if slot.purpose.as_ref().is_none_or(|kept| kept.value != *purpose) {
                continue;
            }
            let message = format!("`{}` can be asked before the person agreed to the purpose `{purpose}`", asked.slot.value);
            let found = Diagnostic::error("PRV-CONSENT", message, &asked.slot.span).here("asked here");
            let found = found.and(&slot.span, format!("kept for `{purpose}`, whose basis is consent"));
            let help = format!("put `- consent: {purpose}` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7)");
            findings.push(found.help(help));
        }
    }
}

/// The steps that can be reached without a yes to the purpose.
fn reached_without(skeleton: &Skeleton<'_>, purpose: &PurposeName, index: &Index<'_>) -> HashSet<NodeIndex> {
    let mut reached = HashSet::new();
    let mut open: Vec<NodeIndex> = skeleton.entry.into_iter().collect();
    while let Some(node) = open.pop() {
        if !reached.insert(node) {
            continue;
        }
        let step = skeleton.graph[node];
        let agrees = match &step.verb {
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
            | VerbDraft::End => false,
        };
        let ways = skeleton.graph.edges(node).filter(|way| !(agrees && *way.weight() == Edge::Yes));
        open.extend(ways.map(|way| way.target()));
    }
    reached
}
