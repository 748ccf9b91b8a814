//! After a change of what was said before: branches that the new value takes otherwise, and values computed from it.

use std::collections::BTreeSet;

use super::fill;
use super::turn::{Failure, Turn};
use crate::domain::{Event, SlotName, StepId};
use crate::flow::{Ask, Edge, Expression, Flow, Node, Run, Verb};

/// Where the way from a changed answer leads.
enum Way {
    /// On to this step.
    On(StepId),
    /// Back to the place it stands at, by the same branches or others that ask nothing new.
    Same,
    /// To a step that needs the person, or to the end.
    Elsewhere,
    /// To a look-up of what has changed.
    Again,
}

/// The way from a changed answer on.
pub(super) struct Walk {
    /// The steps on it.
    pub(super) seen: BTreeSet<StepId>,
    /// The last of them.
    last: StepId,
    /// Where the last branch on it begins.
    branch: Option<StepId>,
    /// Where it leads from there.
    way: Way,
}

/// Whether the way on from a step depends on values alone.
pub(super) fn is_branch(node: &Node) -> bool {
    matches!(node.verb, Verb::If(_) | Verb::Switch(_))
}

impl Turn<'_> {
    /// Follows the flow from the changed answers to the summary or question it stands at, without a word. If another branch asks something new
    /// or ends the flow, the flow goes on from there; questions that are answered are not asked again. A call is never run twice
    /// for this, and the walk ends before it, unless it only looks something up: that is done again.
    pub(super) fn retake(&mut self, changed: &[SlotName]) -> Result<(), Failure> {
        let Some((flow, place)) = self.node() else { return Ok(()) };
        let mut changed: BTreeSet<SlotName> = changed.iter().cloned().collect();
        changed.extend(self.leave_branches(flow, place, &changed));
        let Some(Walk { way, last, branch, .. }) = self.walk(flow, place, &mut changed)? else { return Ok(()) };
        match way {
            Way::On(_) | Way::Same => {}
            Way::Again => self.rewind(flow, last),
            Way::Elsewhere => self.rewind(flow, branch.unwrap_or(last)),
        }
        Ok(())
    }

    /// The way from the first question whose answer has changed; none if nothing before the place depends on it.
    pub(super) fn walk(&mut self, flow: &Flow, place: &Node, changed: &mut BTreeSet<SlotName>) -> Result<Option<Walk>, Failure> {
        // A slot that is asked for only after that place changes nothing before it.
        let asking = first_asking(flow, changed).filter(|node| fill::place(flow, node) < fill::place(flow, place));
        let Some(mut node) = asking else { return Ok(None) };
        let mut walk = Walk { seen: BTreeSet::new(), last: node.id.clone(), branch: None, way: Way::Same };
        while walk.seen.insert(node.id.clone()) {
            walk.last = node.id.clone();
            walk.way = self.way_on(flow, node, place, changed)?;
            let Way::On(next) = &walk.way else { break };
            if is_branch(node) {
                walk.branch = Some(next.clone());
            }
            let Some(next) = flow.node(next) else { break };
            node = next;
        }
        Ok(Some(walk))
    }

    fn rewind(&mut self, flow: &Flow, step: StepId) {
        let to = flow.node(&step).map(|node| fill::place(flow, node));
        let before = flow.graph.node_weights().filter(|node| Some(fill::place(flow, node)) < to).map(|node| node.id.clone()).collect();
        self.push(Event::Rewound { step, before });
    }

    fn way_on(&mut self, flow: &Flow, node: &Node, place: &Node, changed: &mut BTreeSet<SlotName>) -> Result<Way, Failure> {
        let edge = match &node.verb {
            _ if node.id == place.id => return Ok(Way::Same),
            Verb::Call(call) => match self.flows.actions.get(&call.action) {
                Some(action) if action.reads_only => {
                    if call.with.iter().any(|(_, expression)| reads(expression, changed)) {
                        return Ok(Way::Again);
                    }
                    Edge::Next
                }
                _ => return Ok(Way::Same),
            },
            Verb::End | Verb::Go(_) => return Ok(Way::Elsewhere),
            Verb::Ask(ask) if !self.has_answers(ask) => return Ok(Way::Elsewhere),
            Verb::If(condition) => {
                if condition.is_true(&self.scope())? {
                    Edge::Yes
                } else {
                    Edge::No
                }
            }
            Verb::Consent(purpose) if self.state.consents.get(purpose) != Some(&true) => Edge::No,
            // What the FAQ answered stays answered.
            Verb::Confirm(_) | Verb::Consent(_) | Verb::Faq(_) => Edge::Yes,
            Verb::Set(assignments) => {
                for (slot, expression) in assignments {
                    if reads(expression, changed) {
                        self.assign(flow, std::slice::from_ref(&(slot.clone(), expression.clone())), Self::scope)?;
                        changed.insert(slot.clone());
                    }
                }
                Edge::Next
            }
            Verb::Switch(switch) => switch.way(&switch.subject.defined(&self.scope())?),
            Verb::Run(run) if !self.has_run(node, run) => return Ok(Way::Elsewhere),
            Verb::Run(run) => match self.way_over(run, changed)? {
                Over::Untouched => Edge::Next,
                Over::Again => return Ok(Way::Elsewhere),
                Over::Called => return Ok(Way::Same),
            },
            Verb::Ask(_) | Verb::Say(_) | Verb::Goto => Edge::Next,
        };
        Ok(flow.follow(&node.id, edge).cloned().map_or(Way::Elsewhere, Way::On))
    }

    fn has_run(&self, node: &Node, run: &Run) -> bool {
        let Some(frame) = self.state.frame() else { return false };
        let known = |slot: &SlotName| frame.slots.contains_key(slot) || frame.skipped.contains(slot);
        if run.asked.is_empty() { frame.answered.contains(&node.id) } else { run.asked.iter().all(|(slot, _)| known(slot)) }
    }

    /// Whether a flow that was run has to be run again: only if something in it depends on what has changed.
    fn way_over(&self, run: &Run, changed: &BTreeSet<SlotName>) -> Result<Over, Failure> {
        let child = self.flow_named(&run.flow)?;
        let handed = run.with.iter().filter(|(_, expression)| reads(expression, changed)).map(|(slot, _)| slot);
        let told = run.asked.iter().filter(|(slot, _)| changed.contains(slot)).map(|(_, source)| source);
        let theirs: BTreeSet<SlotName> = handed.chain(told).cloned().collect();
        Ok(match child.graph.node_weights().any(|node| depends(&node.verb, &theirs)) {
            false => Over::Untouched,
            true if self.calls(child) => Over::Called,
            true => Over::Again,
        })
    }

    /// Whether a flow calls anything, itself or through the flows that it runs.
    fn calls(&self, flow: &Flow) -> bool {
        flow.graph.node_weights().any(|node| {
            if let Verb::Run(run) = &node.verb {
                return self.flow_named(&run.flow).is_ok_and(|child| self.calls(child));
            }
            matches!(&node.verb, Verb::Call(call) if !self.flows.actions.get(&call.action).is_some_and(|action| action.reads_only))
        })
    }

    fn has_answers(&self, ask: &Ask) -> bool {
        self.next_slot(ask).is_none()
    }
}

/// What a change means for a flow that was run.
enum Over {
    /// Nothing.
    Untouched,
    /// It takes another way.
    Again,
    /// It takes another way, and has called something: it is not run twice.
    Called,
}

/// Whether what a step does depends on slots: a branch, a computed value, what another flow begins with.
fn depends(verb: &Verb, slots: &BTreeSet<SlotName>) -> bool {
    match verb {
        Verb::If(condition) => reads(condition, slots),
        Verb::Switch(switch) => reads(&switch.subject, slots),
        Verb::Set(assignments) => assignments.iter().any(|(_, expression)| reads(expression, slots)),
        Verb::Call(call) => call.with.iter().any(|(_, expression)| reads(expression, slots)),
        Verb::Run(run) => run.with.iter().any(|(_, expression)| reads(expression, slots)),
        Verb::Go(go) => go.with.iter().any(|(_, expression)| reads(expression, slots)),
        Verb::Faq(question) => reads(question, slots),
        Verb::Say(_) | Verb::Ask(_) | Verb::Confirm(_) | Verb::Goto | Verb::Consent(_) | Verb::End => false,
    }
}

/// The first step, in the order of the text, that asks for one of the slots.
fn first_asking<'f>(flow: &'f Flow, slots: &BTreeSet<SlotName>) -> Option<&'f Node> {
    let asks = |node: &&Node| fill::asked_by(node).iter().any(|slot| slots.contains(*slot));
    flow.graph.node_weights().filter(asks).min_by_key(|node| fill::place(flow, node))
}

fn reads(expression: &Expression, slots: &BTreeSet<SlotName>) -> bool {
    expression.names().iter().any(|name| name.strip_prefix("slots.").is_some_and(|slot| slots.contains(slot)))
}
