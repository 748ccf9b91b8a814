//! From flow to flow: sub-flows that return, and leaving for good.

use std::collections::BTreeMap;

use serde_json::Value;

use super::turn::{Failure, Turn};
use crate::domain::{Event, FlowName, Frame, SlotName};
use crate::flow::{Edge, Expression, Flow, Go, Run, Scope, Verb};

impl<'a> Turn<'a> {
    /// Starts a sub-flow on top of the flow that runs it.
    pub(super) fn run_flow(&mut self, run: &Run) -> Result<(), Failure> {
        let child = self.flow_named(&run.flow)?;
        let with = self.values(&run.with, &self.scope())?;
        self.push(Event::FlowCalled { flow: run.flow.clone(), step: child.first_step().clone() });
        self.begin_with(child, &with)
    }

    /// Leaves for another flow: the innermost one has ended, and those that wait for it are given up.
    pub(super) fn leave_for(&mut self, go: &Go) -> Result<(), Failure> {
        let next = self.flow_named(&go.flow)?;
        let with = self.values(&go.with, &self.scope())?;
        if self.state.frame().is_some_and(|frame| frame.called) {
            self.drop_flow();
        } else {
            let keep = self.kept();
            self.push(Event::FlowFinished { keep });
        }
        self.push(Event::FlowStarted { flow: go.flow.clone(), step: next.first_step().clone() });
        self.begin_with(next, &with)
    }

    /// Ends a sub-flow: its values go where the `run` step says, and the flow that ran it goes on.
    pub(super) fn return_to_caller(&mut self) {
        if let Err(failure) = self.hand_back() {
            self.fail(&failure);
        }
    }

    fn hand_back(&mut self) -> Result<(), Failure> {
        let caller = self.caller();
        let save = caller.map(|(_, run)| self.values(&run.save, &self.scope())).transpose()?;
        self.push(Event::FlowFinished { keep: BTreeMap::new() });
        // Without its step, which another version of the bot may lack, the flow goes on where it stands.
        let (Some((flow, _)), Some(save)) = (caller, save) else { return Ok(()) };
        for (slot, value) in &save {
            self.put(flow, slot, value)?;
        }
        self.push(Event::StepAnswered);
        self.advance(Edge::Next);
        Ok(())
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

    fn flow_named(&self, name: &FlowName) -> Result<&'a Flow, Failure> {
        let flows = self.flows;
        flows.flows.get(name).ok_or(Failure::NoStep)
    }

    fn values(&self, assignments: &[(SlotName, Expression)], scope: &Scope) -> Result<Vec<(SlotName, Value)>, Failure> {
        assignments.iter().map(|(slot, expression)| Ok((slot.clone(), expression.evaluate(scope)?))).collect()
    }

    /// Gives the flow that has just begun what is handed over; what is nothing stays unset.
    fn begin_with(&mut self, flow: &Flow, values: &[(SlotName, Value)]) -> Result<(), Failure> {
        values.iter().filter(|(_, value)| !value.is_null()).try_for_each(|(slot, value)| self.put(flow, slot, value))
    }
}
