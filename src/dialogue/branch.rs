//! Branches that are not taken ask for nothing, so nothing that is said is for them.

use std::collections::BTreeSet;

use super::fill::{self, Filling};
use super::reader::{self, Aim, Said};
use super::turn::Turn;
use crate::domain::{Frame, SlotName, StepId};
use crate::flow::{Edge, Expression, Flow, Node, Scope, Verb};

impl Turn<'_> {
    /// Reads an utterance as values of a flow's slots. A value may decide a branch, and with it where the others belong: the utterance is
    /// read again until nothing in it is for a branch that is not taken.
    pub(super) fn read(&self, flow: &Flow, frame: &Frame, said: Said, aim: Aim) -> Vec<Filling> {
        let mut closed = self.closed(flow, frame, &[]);
        loop {
            let fillings = reader::read(flow, frame, said, aim, &closed);
            let now_closed = self.closed(flow, frame, &fillings);
            let before = closed.len();
            closed.extend(fillings.iter().map(|filling| &filling.slot).filter(|slot| now_closed.contains(*slot)).cloned());
            if closed.len() == before {
                return fillings;
            }
        }
    }

    /// The slots that are asked for only on branches which what is known does not take. A condition on something that is not known yet
    /// leaves both ways open.
    fn closed(&self, flow: &Flow, frame: &Frame, fillings: &[Filling]) -> BTreeSet<SlotName> {
        let mut decided = frame.clone();
        decided.slots.extend(fillings.iter().map(|filling| (filling.slot.clone(), filling.value.clone())));
        let scope = self.scope_of(&decided);
        let is_known = |expression: &Expression| {
            expression.names().iter().all(|name| match name.strip_prefix("slots.") {
                Some(slot) => scope.slots.contains_key(slot.split('.').next().unwrap_or_default()),
                None => name != "slots",
            })
        };
        let mut reached: BTreeSet<&StepId> = BTreeSet::new();
        let mut ahead = vec![flow.first_step(), &frame.step];
        while let Some(step) = ahead.pop() {
            let Some(node) = flow.node(step).filter(|_| reached.insert(step)) else { continue };
            match decided_way(node, &scope, is_known) {
                Some(way) => ahead.extend(flow.follow(step, way)),
                None => ahead.extend(flow.onward(step).map(|node| &node.id)),
            }
        }
        let open: BTreeSet<&SlotName> = reached.into_iter().filter_map(|step| flow.node(step)).flat_map(fill::asked_by).collect();
        fill::asked_slots(flow).into_iter().filter(|slot| !open.contains(slot)).cloned().collect()
    }
}

/// The way out of a branch whose condition can be told; nothing else decides where a flow goes before it is there.
fn decided_way(node: &Node, scope: &Scope, is_known: impl Fn(&Expression) -> bool) -> Option<Edge> {
    if let Verb::If(condition) = &node.verb {
        let yes = is_known(condition).then(|| condition.is_true(scope).ok())??;
        return Some(if yes { Edge::Yes } else { Edge::No });
    }
    let Verb::Switch(switch) = &node.verb else { return None };
    is_known(&switch.subject).then(|| switch.subject.defined(scope).ok())?.map(|value| switch.way(&value))
}
