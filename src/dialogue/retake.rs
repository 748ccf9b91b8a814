//! After a change of what was said before: branches that the new value takes otherwise, and values computed from it.

use std::collections::BTreeSet;

use super::fill;
use super::turn::{Failure, Turn};
use crate::domain::{Event, SlotName, StepId};
use crate::flow::{Ask, Edge, Expression, Flow, Node, Verb};

/// Where the way from a changed answer leads.
enum Way {
    /// On to this step.
    On(StepId),
    /// Back to the place it stands at, by the same branches or others that ask nothing new.
    Same,
    /// To a step that needs the person, or to the end.
    Elsewhere,
}

impl Turn<'_> {
    /// Follows the flow from the changed answers to the summary or question it stands at, without a word. If another branch asks something new
    /// or ends the flow, the flow goes on from there; questions that are answered are not asked again. A call is never run twice
    /// for this: the walk ends before it.
    pub(super) fn retake(&mut self, changed: &[SlotName]) -> Result<(), Failure> {
        let Some((flow, place)) = self.node() else { return Ok(()) };
        let mut changed: BTreeSet<SlotName> = changed.iter().cloned().collect();
        // A slot that is asked for only after that place changes nothing before it.
        let asking = first_asking(flow, &changed).filter(|node| fill::place(flow, node) < fill::place(flow, place));
        let Some(mut step) = asking.map(|node| node.id.clone()) else { return Ok(()) };
        let mut seen = BTreeSet::new();
        let mut branch = None;
        while seen.insert(step.clone()) {
            let Some(node) = flow.node(&step) else { return Ok(()) };
            let way = self.way_on(flow, node, place, &mut changed)?;
            match way {
                Way::On(next) => {
                    if matches!(node.verb, Verb::If(_) | Verb::Switch(_)) {
                        branch = Some(next.clone());
                    }
                    step = next;
                }
                Way::Same => return Ok(()),
                Way::Elsewhere => {
                    self.push(Event::Rewound { step: branch.unwrap_or(step) });
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn way_on(&mut self, flow: &Flow, node: &Node, place: &Node, changed: &mut BTreeSet<SlotName>) -> Result<Way, Failure> {
        let edge = match &node.verb {
            _ if node.id == place.id => return Ok(Way::Same),
            Verb::Call(_) => return Ok(Way::Same),
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
            Verb::Confirm(_) | Verb::Consent(_) => Edge::Yes,
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
            // What was answered stays answered.
            Verb::Faq(_) => Edge::Yes,
            Verb::Run(_) => Edge::Next,
            Verb::Ask(_) | Verb::Say(_) | Verb::Goto => Edge::Next,
        };
        Ok(flow.follow(&node.id, edge).cloned().map_or(Way::Elsewhere, Way::On))
    }

    fn has_answers(&self, ask: &Ask) -> bool {
        self.next_slot(ask).is_none()
    }
}

/// The first step, in the order of the text, that asks for one of the slots.
fn first_asking<'f>(flow: &'f Flow, slots: &BTreeSet<SlotName>) -> Option<&'f Node> {
    let asks = |node: &&Node| matches!(&node.verb, Verb::Ask(ask) if ask.slots.iter().any(|asked| slots.contains(&asked.slot)));
    flow.graph.node_weights().filter(asks).min_by_key(|node| fill::place(flow, node))
}

fn reads(expression: &Expression, slots: &BTreeSet<SlotName>) -> bool {
    expression.names().iter().any(|name| name.strip_prefix("slots.").is_some_and(|slot| slots.contains(slot)))
}
