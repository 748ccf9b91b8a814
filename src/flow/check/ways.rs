//! Ways through a flow: steps that none leads to, and loops in which nobody is asked.

use std::collections::HashSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::Dfs;

use crate::diagnostics::{Diagnostic, Findings};
use crate::flow::draft::VerbDraft;
use crate::flow::skeleton::Skeleton;

pub(super) fn check(skeleton: &Skeleton<'_>, findings: &mut Findings) {
    if !skeleton.has_gaps {
        unreachable(skeleton, findings);
    }
    loops(skeleton, findings);
}

/// The steps that some way from the start leads to.
pub(super) fn reached(skeleton: &Skeleton<'_>) -> HashSet<NodeIndex> {
    let mut reached = HashSet::new();
    if let Some(entry) = skeleton.entry {
        let mut search = Dfs::new(&skeleton.graph, entry);
        while let Some(node) = search.next(&skeleton.graph) {
            reached.insert(node);
        }
    }
    reached
}

/// Only the first of the steps that are cut off together is reported: the one that no unreached step leads to.
fn unreachable(skeleton: &Skeleton<'_>, findings: &mut Findings) {
    let reached = reached(skeleton);
    let mut told = reached.clone();
    for node in skeleton.graph.node_indices() {
        let mut before = skeleton.graph.neighbors_directed(node, petgraph::Incoming).filter(|other| *other != node);
        if told.contains(&node) || before.next().is_some() {
            continue;
        }
        report_unreachable(skeleton, node, &mut told, findings);
    }
    // Cut-off loops have no first step.
    for node in skeleton.graph.node_indices() {
        if !told.contains(&node) {
            report_unreachable(skeleton, node, &mut told, findings);
        }
    }
}

fn report_unreachable(skeleton: &Skeleton<'_>, node: NodeIndex, told: &mut HashSet<NodeIndex>, findings: &mut Findings) {
    let step = skeleton.graph[node];
    let found = Diagnostic::error("unreachable-step", format!("no way leads to this `{}` step", step.verb.as_str()), &step.span);
    findings.push(found.help("an `end` or `goto` before it leaves the flow: remove one of them, or give this step an id and `goto` it"));
    let mut search = Dfs::new(&skeleton.graph, node);
    while let Some(node) = search.next(&skeleton.graph) {
        told.insert(node);
    }
}

/// A loop needs a step that waits for the person: `ask` or `confirm`.
fn loops(skeleton: &Skeleton<'_>, findings: &mut Findings) {
    let waits = |node: NodeIndex| matches!(skeleton.graph[node].verb, VerbDraft::Ask(_) | VerbDraft::Confirm { .. });
    let unwatched = skeleton.graph.filter_map(|node, _| (!waits(node)).then_some(node), |_, edge| Some(*edge));
    for component in tarjan_scc(&unwatched) {
        let turns = |node: &NodeIndex| unwatched.contains_edge(*node, *node);
        if component.len() < 2 && !component.iter().any(turns) {
            continue;
        }
        let steps = component.iter().filter_map(|node| unwatched.node_weight(*node)).map(|node| skeleton.graph[*node]);
        let mut steps: Vec<_> = steps.collect();
        steps.sort_by_key(|step| step.span.range.start);
        let jump = steps.iter().rev().find(|step| matches!(step.verb, VerbDraft::Goto(_))).or(steps.first());
        if let Some(step) = jump {
            let found = Diagnostic::error("loop-without-ask", "this loop asks nothing, so it would never end", &step.span);
            let found = found.here("goes round from here");
            findings.push(found.help("put an `ask` or a `confirm` into the loop, or go to a step outside it"));
        }
    }
}
