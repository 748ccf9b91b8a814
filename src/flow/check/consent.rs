//! A purpose whose basis is consent: nobody is asked for its slots before the person agreed.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::Index;
use super::between::All;
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::{FlowName, PurposeName, SlotName};
use crate::flow::draft::{FlowDraft, SlotDraft, Spanned, StepDraft, VerbDraft};
use crate::flow::graph::Edge;
use crate::flow::skeleton::Skeleton;

pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    let all = All { index, skeletons };
    for purpose in &index.known.consents {
        let mut entered: Vec<Entered<'_>> =
            all.flows().filter(|(flow, _)| all.is_started(flow)).map(|(flow, skeleton)| Entered { flow, skeleton, from: None }).collect();
        let mut next = 0;
        while let Some(Entered { flow, skeleton, from }) = entered.get(next).copied() {
            let reached = asked_too_early(flow, skeleton, from, purpose, &all, findings);
            for (flow, skeleton, from) in reached {
                if entered.iter().all(|known| !std::ptr::eq(known.flow, flow)) {
                    entered.push(Entered { flow, skeleton, from: Some(from) });
                }
            }
            next += 1;
        }
    }
}

/// A flow that can be entered before the person agreed, and the step of another flow that leads there, if people do not start it.
#[derive(Clone, Copy)]
struct Entered<'a> {
    flow: &'a FlowDraft,
    skeleton: &'a Skeleton<'a>,
    from: Option<&'a Spanned<FlowName>>,
}

type Way<'a> = (&'a FlowDraft, &'a Skeleton<'a>, &'a Spanned<FlowName>);

/// The flow that a step leads to.
fn way<'a>(step: &'a StepDraft, all: &All<'a>) -> Option<Way<'a>> {
    let (VerbDraft::Run(passage) | VerbDraft::Go(passage)) = &step.verb else { return None };
    let (flow, skeleton) = all.other(passage)?;
    Some((flow, skeleton, passage.flow.as_ref()?))
}

/// Findings about a flow that is entered before the person agreed; the flows that it leads to before they did.
fn asked_too_early<'a>(
    flow: &'a FlowDraft,
    skeleton: &'a Skeleton<'a>,
    from: Option<&Spanned<FlowName>>,
    purpose: &PurposeName,
    all: &All<'a>,
    findings: &mut Findings,
) -> Vec<Way<'a>> {
    let index = all.index;
    let before_any = reached_without(skeleton, skeleton.entry.into_iter().collect(), purpose, all);
    for node in &before_any {
        let step = skeleton.graph[*node];
        for (asked, slot) in asked_for(step, flow, purpose) {
            let message = format!("`{}` can be asked before the person agreed to the purpose `{purpose}`", asked.value);
            let found = Diagnostic::error("PRV-CONSENT", message, &asked.span).here("asked here");
            let mut found = found.and(&slot.span, format!("kept for `{purpose}`, whose basis is consent"));
            if let Some(from) = from {
                found = found.and(&from.span, "this step leads here");
            }
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
        let after_no = reached_without(skeleton, refused, purpose, all);
        let mut slots: Vec<String> = Vec::new();
        for node in after_no.difference(&before_any) {
            let step = skeleton.graph[*node];
            let here = asked_for(step, flow, purpose).map(|(asked, _)| &asked.value);
            let there = way(step, all).map(|(flow, skeleton, _)| asked_in(flow, skeleton, purpose, all)).unwrap_or_default();
            for name in here.chain(there).map(|slot| format!("`{slot}`")) {
                if !slots.contains(&name) {
                    slots.push(name);
                }
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
    before_any.iter().filter_map(|node| way(skeleton.graph[*node], all)).collect()
}

/// The slots of a purpose that a flow asks for, itself and at once, when it is entered without the consent.
fn asked_in<'a>(flow: &'a FlowDraft, skeleton: &'a Skeleton<'a>, purpose: &'a PurposeName, all: &All<'a>) -> Vec<&'a SlotName> {
    let reached = reached_without(skeleton, skeleton.entry.into_iter().collect(), purpose, all);
    reached.into_iter().flat_map(|node| asked_for(skeleton.graph[node], flow, purpose)).map(|(asked, _)| &asked.value).collect()
}

/// Whether a flow can end, and the one that runs it go on, without the consent; a no is none.
fn ends_without(flow: &FlowDraft, skeleton: &Skeleton<'_>, purpose: &PurposeName, all: &All<'_>) -> bool {
    // A flow that runs itself has a finding already.
    if all.runs_itself(flow) {
        return false;
    }
    let mut reached = reached_without(skeleton, skeleton.entry.into_iter().collect(), purpose, all);
    let asks = |node: &NodeIndex| matches!(&skeleton.graph[*node].verb, VerbDraft::Consent { purpose: Some(asked), .. } if asked.value == *purpose);
    let asking: Vec<NodeIndex> = reached.iter().copied().filter(asks).collect();
    if asking.iter().any(|node| skeleton.last_ways(*node).contains(&Edge::No)) {
        return true;
    }
    let refused = asking.iter().flat_map(|node| skeleton.graph.edges(*node)).filter(|way| *way.weight() == Edge::No);
    reached.extend(reached_without(skeleton, refused.map(|way| way.target()).collect(), purpose, all));
    reached.iter().filter(|node| !asks(node)).any(|node| !skeleton.last_ways(*node).is_empty())
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
fn reached_without(skeleton: &Skeleton<'_>, mut open: Vec<NodeIndex>, purpose: &PurposeName, all: &All<'_>) -> BTreeSet<NodeIndex> {
    let mut reached = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !reached.insert(node) {
            continue;
        }
        let step = skeleton.graph[node];
        let answers = match &step.verb {
            // A misspelt purpose has its finding already, and may be this one.
            VerbDraft::Consent { purpose: asked, .. } => {
                asked.as_ref().is_none_or(|asked| asked.value == *purpose || !all.index.known.purposes.contains(&asked.value))
            }
            VerbDraft::Run(passage) => all.other(passage).is_some_and(|(flow, skeleton)| !ends_without(flow, skeleton, purpose, all)),
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
