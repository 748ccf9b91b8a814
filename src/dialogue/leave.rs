//! Branches that a change leaves behind: what was told in them is forgotten.

use std::collections::BTreeSet;

use super::fill;
use super::retake::{Walk, is_branch};
use super::turn::Turn;
use crate::domain::{Event, SlotName, StepId};
use crate::flow::{Flow, Node};

impl Turn<'_> {
    /// Forgets what only steps of branches told that are no longer taken: it is neither summed up nor sent. Who takes such a branch
    /// again is asked again. Returns the slots.
    ///
    /// A value that a branch is taken without ("ask for it if it is not there") stays: without it, its question would be on the way.
    pub(super) fn leave_branches(&mut self, flow: &Flow, place: &Node, changed: &BTreeSet<SlotName>) -> Vec<SlotName> {
        let Some(walk) = self.trial(flow, place, changed, &[]) else { return Vec::new() };
        let left = left_behind(flow, &walk);
        let told_by = |slot: &SlotName, node: &Node| fill::asked_by(node).contains(&slot) || fill::computes(node, slot);
        let only_there = |slot: &&SlotName| {
            let mut telling = flow.graph.node_weights().filter(|node| told_by(slot, node)).peekable();
            telling.peek().is_some() && telling.all(|node| left.contains(&node.id))
        };
        let Some(frame) = self.state.frame() else { return Vec::new() };
        let mut forgotten: Vec<SlotName> = frame.slots.keys().filter(only_there).cloned().collect();
        if forgotten.is_empty() {
            return forgotten;
        }
        let Some(without) = self.trial(flow, place, changed, &forgotten) else { return Vec::new() };
        forgotten.retain(|slot| !without.seen.iter().filter_map(|step| flow.node(step)).any(|node| told_by(slot, node)));
        let Some(frame) = self.state.frame().filter(|_| !forgotten.is_empty()) else { return forgotten };
        let asks = |step: &StepId| flow.node(step).is_some_and(|node| forgotten.iter().any(|slot| told_by(slot, node)));
        let before = frame.answered.iter().filter(|step| !asks(step)).cloned().collect();
        // Where it stands, with fewer questions answered.
        let here = Event::Rewound { step: frame.step.clone(), before };
        self.push(here);
        for slot in &forgotten {
            self.push(Event::SlotCleared { slot: slot.clone() });
        }
        forgotten
    }

    /// The way that would be taken without some slots, tried on a copy; none if it cannot be told.
    fn trial(&self, flow: &Flow, place: &Node, changed: &BTreeSet<SlotName>, without: &[SlotName]) -> Option<Walk> {
        let mut copy = Turn::new(self.flows, &self.state, self.now);
        for slot in without {
            copy.push(Event::SlotCleared { slot: slot.clone() });
        }
        copy.walk(flow, place, &mut changed.iter().chain(without).cloned().collect()).ok().flatten()
    }
}

/// The steps of the branches that a way passes by: those that no other way leads to from the steps on it.
fn left_behind(flow: &Flow, walk: &Walk) -> BTreeSet<StepId> {
    let (branches, others): (Vec<&Node>, Vec<&Node>) =
        walk.seen.iter().filter_map(|step| flow.node(step)).partition(|node| is_branch(node));
    let kept = beyond(flow, &others, &walk.seen);
    beyond(flow, &branches, &walk.seen).into_iter().filter(|step| !kept.contains(step)).collect()
}

/// The steps that some steps lead to, without those on the way.
fn beyond(flow: &Flow, from: &[&Node], way: &BTreeSet<StepId>) -> BTreeSet<StepId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&StepId> = from.iter().map(|node| &node.id).collect();
    while let Some(step) = open.pop() {
        for next in flow.onward(step).map(|node| &node.id) {
            if !way.contains(next) && found.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    found
}
