//! The graph of a flow over its drafts: which step follows which. The checks walk it, and `compile` turns its nodes
//! into steps that run.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::{DiGraph, NodeIndex};

use super::draft::{FlowDraft, Spanned, StepDraft, VerbDraft};
use super::graph::Edge;
use crate::diagnostics::{Diagnostic, Findings, closest};
use crate::domain::StepId;

/// The graph of one flow.
#[derive(Debug)]
pub(super) struct Skeleton<'a> {
    pub(super) graph: DiGraph<&'a StepDraft, Edge>,
    /// The first step; none if the flow has no steps.
    pub(super) entry: Option<NodeIndex>,
    pub(super) steps: HashMap<StepId, NodeIndex>,
    /// The `end` steps inside `on_no_match`, which end the flows that wait as well.
    pub(super) giving_up: BTreeSet<StepId>,
    /// Whether a step goes to one that does not exist (there is a finding), so that ways are missing.
    pub(super) has_gaps: bool,
}

/// A way to a step that is named.
struct Jump<'a> {
    from: NodeIndex,
    way: Edge,
    to: &'a Spanned<StepId>,
}

struct Builder<'a, 'f> {
    skeleton: Skeleton<'a>,
    jumps: Vec<Jump<'a>>,
    /// Whether the steps are those of an `on_no_match`.
    unanswered: bool,
    findings: &'f mut Findings,
}

impl<'a> Skeleton<'a> {
    /// Builds the graph; findings for ids that stand twice and for steps that do not exist.
    pub(super) fn new(flow: &'a FlowDraft, findings: &mut Findings) -> Self {
        let skeleton = Self { graph: DiGraph::new(), entry: None, steps: HashMap::new(), giving_up: BTreeSet::new(), has_gaps: false };
        let mut builder = Builder { skeleton, jumps: Vec::new(), unanswered: false, findings };
        builder.skeleton.entry = builder.block(&flow.steps, None);
        builder.jump(flow);
        builder.skeleton
    }
}

impl Skeleton<'_> {
    /// The ways out of a step on which the flow ends, and one that waits for it goes on.
    pub(super) fn last_ways(&self, node: NodeIndex) -> Vec<Edge> {
        let mut ways = match &self.graph[node].verb {
            VerbDraft::Goto(_) | VerbDraft::Go(_) => Vec::new(),
            VerbDraft::End if self.giving_up.contains(&self.graph[node].id) => Vec::new(),
            // Without its no, it asks what to change.
            VerbDraft::Confirm { .. } => vec![Edge::Yes],
            VerbDraft::If { .. } | VerbDraft::Consent { .. } | VerbDraft::Faq { .. } => vec![Edge::Yes, Edge::No],
            VerbDraft::Switch { cases, .. } => (0..cases.len()).map(Edge::Case).chain([Edge::No]).collect(),
            VerbDraft::Call(call) => {
                call.on_status.iter().map(|(status, _)| Edge::Status(status.value)).chain([Edge::Next, Edge::Failure]).collect()
            }
            VerbDraft::Ask(ask) if ask.no_match_steps.is_some() => vec![Edge::Next, Edge::NoMatch],
            VerbDraft::Ask(_) | VerbDraft::Say(_) | VerbDraft::Set(_) | VerbDraft::Run(_) | VerbDraft::End | VerbDraft::Unreadable => {
                vec![Edge::Next]
            }
        };
        ways.retain(|way| !self.graph.edges(node).any(|edge| edge.weight() == way));
        ways
    }
}

impl<'a> Builder<'a, '_> {
    /// Adds the steps of a block; returns the first, or what follows an empty block.
    fn block(&mut self, steps: &'a [StepDraft], after: Option<NodeIndex>) -> Option<NodeIndex> {
        let nodes: Vec<NodeIndex> = steps.iter().map(|step| self.add(step)).collect();
        for (index, (step, node)) in steps.iter().zip(&nodes).enumerate() {
            let next = nodes.get(index + 1).copied().or(after);
            self.ways(step, *node, next);
        }
        nodes.first().copied().or(after)
    }

    fn add(&mut self, step: &'a StepDraft) -> NodeIndex {
        let node = self.skeleton.graph.add_node(step);
        if self.unanswered && matches!(step.verb, VerbDraft::End) {
            self.skeleton.giving_up.insert(step.id.clone());
        }
        let first = self.skeleton.steps.get(&step.id).map(|first| self.skeleton.graph[*first]);
        match (first, &step.id_span) {
            (Some(first), Some(span)) => {
                let message = format!("two steps of this flow have the id `{}`", step.id);
                let found = Diagnostic::error("duplicate-name", message, span).here("again here");
                let found = found.and(first.id_span.as_ref().unwrap_or(&first.span), "first here");
                self.findings.push(found.help("rename one of them"));
            }
            _ => {
                self.skeleton.steps.insert(step.id.clone(), node);
            }
        }
        node
    }

    fn ways(&mut self, step: &'a StepDraft, node: NodeIndex, next: Option<NodeIndex>) {
        match &step.verb {
            VerbDraft::Say(_) | VerbDraft::Set(_) | VerbDraft::Run(_) | VerbDraft::Unreadable => self.way(node, Edge::Next, next),
            VerbDraft::Ask(ask) => {
                self.way(node, Edge::Next, next);
                if let Some(steps) = &ask.no_match_steps {
                    let inside = std::mem::replace(&mut self.unanswered, true);
                    let first = self.block(steps, next);
                    self.unanswered = inside;
                    self.way(node, Edge::NoMatch, first);
                }
            }
            VerbDraft::Confirm { no, otherwise, .. } => {
                self.way(node, Edge::Yes, next);
                if let Some(steps) = otherwise {
                    let first = self.block(steps, next);
                    self.way(node, Edge::No, first);
                } else if let Some(to) = no {
                    self.jumps.push(Jump { from: node, way: Edge::No, to });
                }
            }
            VerbDraft::If { then, otherwise, .. } => {
                let first = self.block(then, next);
                self.way(node, Edge::Yes, first);
                let first = self.block(otherwise.as_deref().unwrap_or_default(), next);
                self.way(node, Edge::No, first);
            }
            VerbDraft::Goto(to) => match to {
                Some(to) => self.jumps.push(Jump { from: node, way: Edge::Next, to }),
                None => self.skeleton.has_gaps = true,
            },
            VerbDraft::Call(call) => {
                self.way(node, Edge::Next, next);
                let first = self.block(call.on_failure.as_deref().unwrap_or_default(), next);
                self.way(node, Edge::Failure, first);
                for (status, steps) in &call.on_status {
                    let first = self.block(steps, next);
                    self.way(node, Edge::Status(status.value), first);
                }
            }
            VerbDraft::Switch { cases, otherwise, .. } => {
                for (nth, (_, steps)) in cases.iter().enumerate() {
                    let first = self.block(steps, next);
                    self.way(node, Edge::Case(nth), first);
                }
                let first = self.block(otherwise.as_deref().unwrap_or_default(), next);
                self.way(node, Edge::No, first);
            }
            VerbDraft::Consent { otherwise, .. } | VerbDraft::Faq { otherwise, .. } => {
                self.way(node, Edge::Yes, next);
                let first = self.block(otherwise.as_deref().unwrap_or_default(), next);
                self.way(node, Edge::No, first);
            }
            VerbDraft::Go(_) | VerbDraft::End => {}
        }
    }

    fn way(&mut self, from: NodeIndex, way: Edge, to: Option<NodeIndex>) {
        if let Some(to) = to {
            self.skeleton.graph.add_edge(from, to, way);
        }
    }

    fn jump(&mut self, flow: &FlowDraft) {
        for Jump { from, way, to } in std::mem::take(&mut self.jumps) {
            if let Some(target) = self.skeleton.steps.get(&to.value) {
                self.skeleton.graph.add_edge(from, *target, way);
                continue;
            }
            let mut ids: Vec<&str> =
                flow.all_steps().into_iter().filter(|step| step.id_span.is_some()).map(|step| step.id.as_str()).collect();
            ids.sort_unstable();
            let message = format!("the flow `{}` has no step with the id `{}`", flow.name.value, to.value);
            let mut found = Diagnostic::error("unknown-name", message, &to.span).did_you_mean(to.value.as_str(), ids.iter().copied());
            if ids.is_empty() {
                found = found.help(format!("give the step an id: `id: {}`", to.value));
            }
            self.findings.push(found);
            // A misspelt id stands for the one that is meant, so that one mistake is one finding.
            let meant = closest(to.value.as_str(), &ids).and_then(|id| self.skeleton.steps.get(id));
            match meant {
                Some(target) => {
                    self.skeleton.graph.add_edge(from, *target, way);
                }
                None => self.skeleton.has_gaps = true,
            }
        }
    }
}
