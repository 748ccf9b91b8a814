//! What the checks know of a flow that another one runs: what it begins with, and what it leaves behind.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::Index;
use super::order::{Set, at_end};
use crate::domain::{FlowName, SlotName};
use crate::flow::draft::{FlowDraft, PassageDraft, QuickReplyEffect, StepDraft, UNSET, VerbDraft};
use crate::flow::skeleton::Skeleton;

/// All flows with their graphs.
pub(super) struct All<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) skeletons: &'a [Skeleton<'a>],
}

impl<'a> All<'a> {
    pub(super) fn flows(&self) -> impl Iterator<Item = (&'a FlowDraft, &'a Skeleton<'a>)> + use<'a> {
        self.index.drafts.flows.iter().zip(self.skeletons)
    }

    /// The flow that a `run` or `go` step leads to, with its graph.
    pub(super) fn other(&self, passage: &PassageDraft) -> Option<(&'a FlowDraft, &'a Skeleton<'a>)> {
        let other = self.index.passage(passage)?;
        self.flows().find(|(flow, _)| std::ptr::eq(*flow, other))
    }

    /// Whether people can start a flow: by an intent or a button. One that nothing leads to counts as one.
    pub(super) fn is_started(&self, flow: &FlowDraft) -> bool {
        let name = &flow.name.value;
        let replies = self.index.drafts.messages.iter().flat_map(|message| &message.quick_replies);
        let pressed = replies.into_iter().any(|reply| matches!(&reply.effect, QuickReplyEffect::Flow(started) if started.value == *name));
        !flow.start.is_empty() || pressed || self.entries(flow).next().is_none()
    }

    /// The steps that lead to a flow, each with the flow that it stands in.
    pub(super) fn entries<'s>(&'s self, flow: &'s FlowDraft) -> impl Iterator<Item = (&'a FlowDraft, &'a PassageDraft)> + use<'a, 's> {
        let steps = self.index.drafts.flows.iter().flat_map(|from| from.all_steps().into_iter().map(move |step| (from, step)));
        let passages =
            steps.filter_map(
                |(from, step)| {
                    if let VerbDraft::Run(passage) | VerbDraft::Go(passage) = &step.verb { Some((from, passage)) } else { None }
                },
            );
        passages.filter(move |(_, passage)| passage.flow.as_ref().is_some_and(|name| name.value == flow.name.value))
    }

    /// The slots that are set when a flow begins, whoever starts it.
    pub(super) fn begins_with(&self, flow: &'a FlowDraft) -> Set<'a> {
        if self.is_started(flow) {
            return Set::new();
        }
        let handed = self.entries(flow).map(|(_, passage)| handed(passage));
        handed.reduce(|all, one| all.intersection(&one).copied().collect()).unwrap_or_default()
    }

    /// The flow that a step runs, and what is certainly set there when it ends; all of it, if it never does.
    pub(super) fn ended(&self, passage: &'a PassageDraft) -> Option<(&'a FlowName, Set<'a>)> {
        let (flow, skeleton) = self.other(passage)?;
        // A flow that runs itself has a finding already.
        let ended = if self.runs_itself(flow) { None } else { at_end(flow, skeleton, handed(passage), self) };
        let all = || flow.slots.keys().map(SlotName::as_str).collect();
        Some((&flow.name.value, ended.unwrap_or_else(all)))
    }

    /// The steps that a flow can come to without waiting for the person.
    pub(super) fn silent_steps(&self, flow: &FlowDraft) -> Vec<&'a StepDraft> {
        let Some((_, skeleton)) = self.flows().find(|(known, _)| std::ptr::eq(*known, flow)) else { return Vec::new() };
        self.silent_nodes(skeleton).into_iter().map(|node| skeleton.graph[node]).collect()
    }

    fn silent_nodes(&self, skeleton: &Skeleton<'a>) -> BTreeSet<NodeIndex> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<NodeIndex> = skeleton.entry.into_iter().collect();
        while let Some(node) = open.pop() {
            if reached.insert(node) && !self.waits(skeleton.graph[node]) {
                open.extend(skeleton.graph.neighbors(node));
            }
        }
        reached
    }

    /// Whether a step always waits for the person before the flow goes on: a question does, and a flow that always asks one.
    pub(super) fn waits(&self, step: &StepDraft) -> bool {
        match &step.verb {
            VerbDraft::Ask(_) | VerbDraft::Confirm { .. } => true,
            VerbDraft::Run(passage) => self.other(passage).is_some_and(|(flow, skeleton)| {
                // A flow that runs itself has a finding already.
                self.runs_itself(flow)
                    || !self
                        .silent_nodes(skeleton)
                        .into_iter()
                        .any(|node| !self.waits(skeleton.graph[node]) && !skeleton.last_ways(node).is_empty())
            }),
            VerbDraft::Say(_)
            | VerbDraft::If { .. }
            | VerbDraft::Set(_)
            | VerbDraft::Goto(_)
            | VerbDraft::Call(_)
            | VerbDraft::Consent { .. }
            | VerbDraft::Switch { .. }
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => false,
        }
    }

    /// Whether a flow runs itself, by itself or by others.
    pub(super) fn runs_itself(&self, flow: &FlowDraft) -> bool {
        let mut reached = BTreeSet::new();
        let mut open = self.runs(flow);
        while let Some(next) = open.pop() {
            if std::ptr::eq(next, flow) {
                return true;
            }
            if reached.insert(&next.name.value) {
                open.extend(self.runs(next));
            }
        }
        false
    }

    /// The flows that a flow runs.
    fn runs(&self, flow: &FlowDraft) -> Vec<&'a FlowDraft> {
        let passages =
            flow.all_steps().into_iter().filter_map(|step| if let VerbDraft::Run(passage) = &step.verb { Some(passage) } else { None });
        passages.filter_map(|passage| self.index.passage(passage)).collect()
    }
}

/// The slots that a step sets in the flow that it leads to.
fn handed(passage: &PassageDraft) -> Set<'_> {
    passage.with.iter().filter(|(_, formula)| formula.text.trim() != UNSET).map(|(slot, _)| slot.value.as_str()).collect()
}
