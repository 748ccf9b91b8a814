//! From flow to flow: sub-flows that return, and leaving for good.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fill;
use super::turn::{Failure, Turn};
use crate::domain::{Event, FlowName, Frame, SlotName, SlotValue};
use crate::flow::{Ask, AskSlot, Edge, Expression, Flow, Go, Node, Run, Scope, Verb};

/// A value on its way from flow to flow.
enum Handed {
    /// Of a slot, as it is.
    Slot(SlotValue),
    /// Of an expression.
    Computed(Value),
}

impl Handed {
    fn into_json(self) -> Value {
        match self {
            Self::Slot(value) => value.to_json(),
            Self::Computed(value) => value,
        }
    }
}

/// A question of a flow that is run, for a slot of the flow that runs it.
pub(super) struct Through<'a> {
    /// The step that runs it.
    pub(super) run: &'a Run,
    /// The step that asks.
    pub(super) ask: &'a Ask,
    /// The question.
    pub(super) asked: &'a AskSlot,
}

/// The question for a slot at a step.
pub(super) fn asked_at<'a>(node: &'a Node, slot: &SlotName) -> Option<(&'a Ask, &'a AskSlot)> {
    let Verb::Ask(ask) = &node.verb else { return None };
    ask.slots.iter().find(|asked| asked.slot == *slot).map(|asked| (ask, asked))
}

/// The slot, if an expression reads one and does nothing else.
fn read_slot(expression: &Expression) -> Option<SlotName> {
    SlotName::new(expression.source().trim().strip_prefix("slots.")?).ok()
}

impl<'a> Turn<'a> {
    /// Starts a sub-flow on top of the flow that runs it.
    pub(super) fn run_flow(&mut self, flow: &Flow, node: &Node, run: &Run) -> Result<(), Failure> {
        let child = self.flow_named(&run.flow)?;
        let mut with = self.handed(&run.with)?;
        self.prefill(flow, node, run, &mut with);
        self.push(Event::FlowCalled { flow: run.flow.clone(), step: child.first_step().clone() });
        self.take_handed(child, with)
    }

    /// Leaves for another flow: the innermost one has ended, and those that wait for it are given up.
    pub(super) fn leave_for(&mut self, go: &Go) -> Result<(), Failure> {
        let next = self.flow_named(&go.flow)?;
        let with = self.handed(&go.with)?;
        if self.state.frame().is_some_and(|frame| frame.called) {
            self.drop_flow();
        } else {
            let keep = self.kept();
            self.push(Event::FlowFinished { keep });
        }
        self.push(Event::FlowStarted { flow: go.flow.clone(), step: next.first_step().clone() });
        self.take_handed(next, with)
    }

    /// Ends a sub-flow: its values go where the `run` step says, and the flow that ran it goes on.
    pub(super) fn return_to_caller(&mut self) {
        if let Err(failure) = self.hand_back() {
            self.fail(&failure);
        }
    }

    fn hand_back(&mut self) -> Result<(), Failure> {
        let caller = self.caller();
        let save = caller.map(|(_, run)| self.values(&run.save)).transpose()?;
        self.push(Event::FlowFinished { keep: BTreeMap::new() });
        // Without its step, which another version of the bot may lack, the flow goes on where it stands.
        let (Some((flow, _)), Some(save)) = (caller, save) else { return Ok(()) };
        self.take_handed(flow, save)?;
        self.push(Event::StepAnswered);
        self.advance(Edge::Next);
        Ok(())
    }

    /// Where a flow that is run asks for a slot of the innermost flow: the step that runs it, the flow's slot, and the question.
    pub(super) fn asked_through(&self, slot: &SlotName) -> Option<Through<'a>> {
        let flow = self.flow()?;
        let mut runs = flow.graph.node_weights().filter_map(|node| if let Verb::Run(run) = &node.verb { Some(run) } else { None });
        runs.find_map(|run| self.asked_by(run, slot).map(|(ask, asked)| Through { run, ask, asked }))
    }

    fn asked_by(&self, run: &Run, slot: &SlotName) -> Option<(&'a Ask, &'a AskSlot)> {
        let flows = self.flows;
        let (_, source) = run.asked.iter().find(|(asked, _)| asked == slot)?;
        let child = flows.flows.get(&run.flow)?;
        let own = child.graph.node_weights().find_map(|node| asked_at(node, source));
        own.or_else(|| {
            let mut runs = child.graph.node_weights().filter_map(|node| if let Verb::Run(run) = &node.verb { Some(run) } else { None });
            runs.find_map(|run| self.asked_by(run, source))
        })
    }

    /// What the texts and rules of a question read that another flow asks for this one: its slots, as far as they are known here.
    pub(super) fn scope_through(&self, through: &Through<'_>) -> Scope {
        let mut scope = self.scope();
        let with = self.values(&through.run.with).unwrap_or_default();
        let handed = with.into_iter().map(|(slot, value)| (slot, value.into_json()));
        let known = through.run.asked.iter().filter_map(|(slot, source)| Some((source.clone(), self.slot(slot)?.to_json())));
        let theirs: Vec<(SlotName, Value)> = handed.chain(known).filter(|(_, value)| !value.is_null()).collect();
        scope.slots.extend(theirs.into_iter().map(|(slot, value)| (slot.as_str().to_owned(), value)));
        scope
    }

    /// After a restart, what a sub-flow was given without a purpose is gone: it is computed again. If that is not possible because the
    /// flow that runs it has lost something itself, that one goes on first, and comes here again.
    pub(super) fn restore(&mut self) -> Result<(), Failure> {
        let Some((_, run)) = self.caller() else { return Ok(()) };
        let Some((child, [.., caller])) = self.state.frames.split_last() else { return Ok(()) };
        let gone = |slot: &SlotName| !child.slots.contains_key(slot) && !child.skipped.contains(slot);
        if run.with.iter().all(|(slot, _)| !gone(slot)) {
            return Ok(());
        }
        if self.lost_by(caller).is_some() {
            self.push(Event::FlowDropped);
            return Ok(());
        }
        let scope = self.scope_of(caller);
        let missing = run.with.iter().filter(|(slot, _)| gone(slot));
        let values: Vec<_> = missing.filter_map(|(slot, expression)| Some((slot.clone(), expression.evaluate(&scope).ok()?))).collect();
        let Some(flow) = self.flow() else { return Ok(()) };
        values.iter().filter(|(_, value)| !value.is_null()).try_for_each(|(slot, value)| self.put(flow, slot, value))
    }

    /// The flow that waits for the innermost one, and its step.
    fn caller(&self) -> Option<(&'a Flow, &'a Run)> {
        let flows = self.flows;
        let (child, below) = self.state.frames.split_last()?;
        let Frame { flow, step, .. } = below.last()?;
        let flow = flows.flows.get(flow)?;
        let Verb::Run(run) = &flow.node(step)?.verb else { return None };
        (run.flow == child.flow).then_some((flow, run))
    }

    pub(super) fn flow_named(&self, name: &FlowName) -> Result<&'a Flow, Failure> {
        let flows = self.flows;
        flows.flows.get(name).ok_or(Failure::NoStep)
    }

    /// What another flow begins with; nothing leaves a slot unset there.
    fn handed(&self, with: &[(SlotName, Expression)]) -> Result<Vec<(SlotName, Handed)>, Failure> {
        let mut values = self.values(with)?;
        values.retain(|(_, value)| !matches!(value, Handed::Computed(Value::Null)));
        Ok(values)
    }

    /// What the flow gets from the sub-flow only and knows already – it was told early, or the step is taken again because something
    /// was corrected – is not asked for again. Who comes back to the step by `goto` is meant to be asked again.
    fn prefill(&mut self, flow: &Flow, node: &Node, run: &Run, with: &mut Vec<(SlotName, Handed)>) {
        let Some(frame) = self.state.frame() else { return };
        if frame.answered.contains(&node.id) {
            self.push(Event::StepReopened);
            return;
        }
        for (slot, source) in run.asked.iter().filter(|(slot, _)| !fill::is_asked_here(flow, slot)) {
            if let Some(value) = frame.slots.get(slot).filter(|_| with.iter().all(|(handed, _)| handed != source)) {
                with.push((source.clone(), Handed::Slot(value.clone())));
            }
        }
    }

    /// What is handed to another flow.
    fn values(&self, assignments: &[(SlotName, Expression)]) -> Result<Vec<(SlotName, Handed)>, Failure> {
        let scope = self.scope();
        let value = |expression: &Expression| match read_slot(expression).and_then(|slot| self.slot(&slot)) {
            Some(value) => Ok(Handed::Slot(value.clone())),
            None => expression.evaluate(&scope).map(Handed::Computed),
        };
        assignments.iter().map(|(slot, expression)| Ok((slot.clone(), value(expression)?))).collect()
    }

    /// Takes what is handed to the innermost flow; nothing leaves a slot unset.
    fn take_handed(&mut self, flow: &Flow, values: Vec<(SlotName, Handed)>) -> Result<(), Failure> {
        for (slot, value) in values {
            match value {
                Handed::Slot(value) if flow.slots.get(&slot).is_some_and(|declared| fill::fits(&declared.kind, &value)) => {
                    self.push(Event::SlotSet { slot, value });
                }
                Handed::Slot(value) => self.put(flow, &slot, &value.to_json())?,
                Handed::Computed(value) => self.put(flow, &slot, &value)?,
            }
        }
        Ok(())
    }
}
