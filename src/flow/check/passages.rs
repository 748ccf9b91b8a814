//! Ways between flows: `run` and `go` name flows, and slots of these, and do not go round for ever.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Index;
use super::between::All;
use super::names::{slot_of, unknown};
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::FlowName;
use crate::flow::draft::{FlowDraft, PassageDraft, Spanned, VerbDraft};
use crate::flow::skeleton::Skeleton;

pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    let all = All { index, skeletons };
    for flow in &index.drafts.flows {
        for step in flow.all_steps() {
            if let VerbDraft::Run(passage) | VerbDraft::Go(passage) = &step.verb {
                names(passage, flow, index, findings);
            }
        }
    }
    for passage in round_trips(&all, &|flow| runs(flow).collect()) {
        let found = Diagnostic::error("flow-runs-itself", "the flow that is run here runs this one again", &passage.span);
        findings.push(found.help("use `go`, which does not come back, or a `goto` within one flow"));
    }
    for passage in round_trips(&all, &|flow| silent_leaves(flow, &all)) {
        let found =
            Diagnostic::error("loop-without-ask", "the flows go round from here and ask nothing, so they would never end", &passage.span);
        findings.push(found.here("goes round from here").help("put an `ask` or a `confirm` into one of them, or end one with `end`"));
    }
}

type Step<'a> = &'a PassageDraft;

fn runs(flow: &FlowDraft) -> impl Iterator<Item = Step<'_>> {
    flow.all_steps().into_iter().filter_map(|step| if let VerbDraft::Run(passage) = &step.verb { Some(passage) } else { None })
}

/// Of each set of flows that lead to each other by some steps, the last step that does.
fn round_trips<'a>(all: &All<'a>, steps: &dyn Fn(&'a FlowDraft) -> Vec<Step<'a>>) -> Vec<&'a Spanned<FlowName>> {
    let mut graph: DiGraph<&'a FlowDraft, &'a Spanned<FlowName>> = DiGraph::new();
    let nodes: Vec<NodeIndex> = all.flows().map(|(flow, _)| graph.add_node(flow)).collect();
    for from in &nodes {
        for passage in steps(graph[*from]) {
            let to = all.index.passage(passage).and_then(|other| nodes.iter().find(|node| std::ptr::eq(graph[**node], other)));
            if let (Some(to), Some(name)) = (to, &passage.flow) {
                graph.add_edge(*from, *to, name);
            }
        }
    }
    let inside = |component: Vec<NodeIndex>| {
        let edges = graph.edge_references().filter(|edge| component.contains(&edge.source()) && component.contains(&edge.target()));
        edges.map(|edge| *edge.weight()).max_by_key(|name| (name.span.source.path.clone(), name.span.range.start))
    };
    tarjan_scc(&graph).into_iter().filter_map(inside).collect()
}

/// The `go` steps that a flow can come to, itself or in a flow that it runs, without a word to the person.
fn silent_leaves<'a>(flow: &'a FlowDraft, all: &All<'a>) -> Vec<Step<'a>> {
    let mut leaves = Vec::new();
    let mut flows = vec![flow];
    let mut seen: Vec<&FlowDraft> = Vec::new();
    while let Some(flow) = flows.pop() {
        if seen.iter().any(|known| std::ptr::eq(*known, flow)) {
            continue;
        }
        seen.push(flow);
        for step in all.silent_steps(flow) {
            if let VerbDraft::Go(passage) = &step.verb {
                leaves.push(passage);
            } else if let VerbDraft::Run(passage) = &step.verb {
                flows.extend(all.index.passage(passage));
            }
        }
    }
    leaves
}

fn names(passage: &PassageDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    passage.save.iter().for_each(|(slot, _)| slot_of(flow, slot, findings));
    let Some(name) = &passage.flow else { return };
    let Some(other) = index.passage(passage) else {
        let known = index.flows.keys().map(|known| known.as_str());
        findings.push(unknown("flow", name.value.as_str(), &name.span, known));
        return;
    };
    passage.with.iter().for_each(|(slot, _)| slot_of(other, slot, findings));
}
