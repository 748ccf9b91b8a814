//! Ways through a flow: steps that none leads to, and loops in which nobody is asked.

use std::collections::HashSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::Dfs;

use super::between::All;
use crate::diagnostics::{Diagnostic, Findings};
use crate::flow::draft::{FlowDraft, StepDraft, VerbDraft};
use crate::flow::skeleton::Skeleton;

pub(super) fn check(flow: &FlowDraft, skeleton: &Skeleton<'_>, all: &All<'_>, findings: &mut Findings) {
    if !skeleton.has_gaps {
        unreachable(flow, skeleton, findings);
    }
    loops(skeleton, all, findings);
}

/// Of steps that are cut off together, only the first is reported: the one after a step that can be reached.
fn unreachable(flow: &FlowDraft, skeleton: &Skeleton<'_>, findings: &mut Findings) {
    let mut reached: HashSet<*const StepDraft> = HashSet::new();
    if let Some(entry) = skeleton.entry {
        let mut search = Dfs::new(&skeleton.graph, entry);
        while let Some(node) = search.next(&skeleton.graph) {
            reached.insert(std::ptr::from_ref(skeleton.graph[node]));
        }
    }
    cut_off(&flow.steps, &reached, findings);
}

fn cut_off(steps: &[StepDraft], reached: &HashSet<*const StepDraft>, findings: &mut Findings) {
    let mut before_reached = true;
    for step in steps {
        let is_reached = reached.contains(&std::ptr::from_ref(step));
        if !is_reached && before_reached {
            let message = format!("no way leads to this `{}` step", step.verb.as_str());
            let help = "the step before it always leaves: remove one of them, or give this step an id and `goto` it";
            findings.push(Diagnostic::error("unreachable-step", message, &step.span).help(help));
        }
        if is_reached {
            for steps in step.blocks() {
                cut_off(steps, reached, findings);
            }
        }
        before_reached = is_reached;
    }
}

/// A loop needs a step that waits for the person: `ask` or `confirm`.
fn loops(skeleton: &Skeleton<'_>, all: &All<'_>, findings: &mut Findings) {
    let waits = |node: NodeIndex| all.waits(skeleton.graph[node]);
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
