//! Running steps until the person or an action is needed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::turn::{Failure, Turn};
use super::{ActionResult, CALL_BUDGET, Need, Outcome, STEP_BUDGET, fill};
use crate::domain::{Event, FaqHit, FlowName, PurposeName, Question, SlotName, Utterance};
use crate::flow::{Call, Edge, Expression, Flow, Node, Scope, Verb};

impl Turn<'_> {
    /// Runs the innermost flow until a question is open, an action is needed or nothing is under way.
    pub(super) fn run(&mut self) -> Outcome {
        loop {
            if self.state.question.is_some() {
                return Outcome::Listen;
            }
            if self.state.frame().is_none() {
                return Outcome::Finished;
            }
            let steps = self.state.turn_use.steps;
            if steps >= STEP_BUDGET {
                self.fail_all(&Failure::Budget { steps });
                return Outcome::Finished;
            }
            self.push(Event::StepRan);
            if let Err(failure) = self.restore() {
                self.fail(&failure);
                continue;
            }
            let ran = match (self.lost_slot(), self.node()) {
                (Some(slot), _) => self.pose(&Question::Slot { slot }).map(|()| None),
                (None, Some((flow, node))) => self.run_step(flow, node),
                (None, None) => Err(Failure::NoStep),
            };
            match ran {
                Ok(None) => {}
                Ok(Some(need)) => return Outcome::Need(need),
                Err(failure) => self.fail(&failure),
            }
        }
    }

    fn run_step(&mut self, flow: &Flow, node: &Node) -> Result<Option<Need>, Failure> {
        match &node.verb {
            Verb::Say(key) => {
                // The answer of a small flow may be that of an FAQ entry, too.
                if !(only_says(flow) && self.state.turn_use.said.contains(key)) {
                    self.say(key)?;
                }
                self.advance(Edge::Next);
            }
            Verb::Ask(ask) => self.run_ask(ask)?,
            Verb::Confirm(_) => {
                if !self.ask_to_change()? {
                    self.pose(&Question::Confirm)?;
                }
            }
            Verb::If(condition) => {
                let way = if condition.is_true(&self.scope())? { Edge::Yes } else { Edge::No };
                self.advance(way);
            }
            Verb::Set(assignments) => {
                self.assign(flow, assignments, Self::scope)?;
                self.advance(Edge::Next);
            }
            Verb::Goto => self.advance(Edge::Next),
            Verb::Call(call) => return self.run_call(flow, node, call).map(Some),
            Verb::Consent(purpose) => {
                if self.state.consents.get(purpose) == Some(&true) {
                    self.advance(Edge::Yes);
                } else {
                    self.pose(&Question::Consent { purpose: purpose.clone() })?;
                }
            }
            Verb::Switch(switch) => {
                let value = switch.subject.defined(&self.scope())?;
                self.advance(switch.way(&value));
            }
            Verb::Run(run) => self.run_flow(flow, node, run)?,
            Verb::Go(go) => self.leave_for(go)?,
            Verb::Faq(question) => return self.run_faq(question),
            Verb::End if flow.giving_up.contains(&node.id) && self.state.frame().is_some_and(|frame| frame.called) => {
                self.drop_flow();
                self.say_resumed();
            }
            Verb::End => self.finish_flow(),
        }
        Ok(None)
    }

    /// Follows a way out of the step; where there is none, the flow ends.
    pub(super) fn advance(&mut self, way: Edge) {
        let next = self.node().and_then(|(flow, node)| flow.follow(&node.id, way));
        match next {
            Some(step) => self.push(Event::Moved { step: step.clone() }),
            None => self.finish_flow(),
        }
    }

    /// Ends the innermost flow: values with a purpose are kept, unless the person refused that purpose.
    fn finish_flow(&mut self) {
        if self.state.frame().is_some_and(|frame| frame.called) {
            return self.return_to_caller();
        }
        let only_said = self.flow().is_some_and(only_says);
        let keep = self.kept();
        self.push(Event::FlowFinished { keep });
        // After a mere answer, the open question comes again without ado.
        if !only_said {
            self.say_resumed();
        }
    }

    /// The values of the innermost flow that are kept when it ends, and why.
    pub(super) fn kept(&self) -> BTreeMap<SlotName, PurposeName> {
        let slots = self.flow().into_iter().flat_map(|flow| &flow.slots);
        let purposes = slots.filter_map(|(name, slot)| Some((name.clone(), slot.purpose.clone()?)));
        purposes.filter(|(_, purpose)| self.state.consents.get(purpose) != Some(&false)).collect()
    }

    /// Starts a flow on top of what is under way; `false` if this bot version has no such flow.
    pub(super) fn start_flow(&mut self, name: &FlowName) -> bool {
        let flows = self.flows;
        let Some(flow) = flows.flows.get(name) else { return false };
        if self.state.question.is_some() {
            self.push(Event::QuestionClosed);
        }
        self.push(Event::FlowStarted { flow: name.clone(), step: flow.first_step().clone() });
        true
    }

    fn run_call(&mut self, flow: &Flow, node: &Node, call: &Call) -> Result<Need, Failure> {
        self.may_call()?;
        let scope = self.scope();
        let mut body = Map::new();
        for (field, expression) in &call.with {
            body.insert(field.clone(), expression.evaluate(&scope)?);
        }
        self.push(Event::ActionCalled { action: call.action.clone() });
        Ok(Need::Action { action: call.action.clone(), flow: flow.name.clone(), step: node.id.clone(), body })
    }

    fn may_call(&self) -> Result<(), Failure> {
        let calls = self.state.turn_use.calls.values().sum();
        if calls >= CALL_BUDGET { Err(Failure::Calls { calls }) } else { Ok(()) }
    }

    /// Has a question looked up; one that is too long, or no text, has no answer.
    fn run_faq(&mut self, question: &Expression) -> Result<Option<Need>, Failure> {
        self.may_call()?;
        let value = question.defined(&self.scope())?;
        let Some(question) = value.as_str().and_then(|text| Utterance::new(text).ok()).filter(|question| !question.is_empty()) else {
            self.advance(Edge::No);
            return Ok(None);
        };
        self.push(Event::FaqSearched);
        Ok(Some(Need::Faq { question }))
    }

    /// Takes what the FAQ has for the question that the innermost flow asked it.
    pub(super) fn faq_done(&mut self, hit: Option<&FaqHit>) {
        if !matches!(self.node(), Some((_, Node { verb: Verb::Faq(_), .. }))) {
            return;
        }
        match hit {
            Some(hit) => {
                self.say_faq(hit);
                self.advance(Edge::Yes);
            }
            None => self.advance(Edge::No),
        }
    }

    /// Takes the answer of the action that the innermost flow waits for; any other is of no use any more.
    pub(super) fn action_done(&mut self, result: &ActionResult) {
        let Some((flow, node)) = self.node() else { return };
        let Verb::Call(call) = &node.verb else { return };
        let way = match result {
            Err(failed) => {
                let status = failed.status.map(Edge::Status).filter(|status| flow.follow(&node.id, *status).is_some());
                status.unwrap_or(Edge::Failure)
            }
            Ok(result) => {
                let scope = |turn: &Self| Scope { result: Some(result.clone()), ..turn.scope() };
                if let Err(failure) = self.assign(flow, &call.save, scope) {
                    self.fail(&failure);
                    return;
                }
                Edge::Next
            }
        };
        self.advance(way);
    }

    /// Assigns slots in order; each expression sees the slots set before it. Nothing (`none`) clears a slot.
    pub(super) fn assign(
        &mut self,
        flow: &Flow,
        assignments: &[(SlotName, Expression)],
        scope: impl Fn(&Self) -> Scope,
    ) -> Result<(), Failure> {
        for (slot, expression) in assignments {
            let json = expression.evaluate(&scope(self))?;
            self.put(flow, slot, &json)?;
        }
        Ok(())
    }

    /// Puts a computed value into a slot of the innermost flow.
    pub(super) fn put(&mut self, flow: &Flow, slot: &SlotName, json: &Value) -> Result<(), Failure> {
        if json.is_null() {
            self.push(Event::SlotCleared { slot: slot.clone() });
            // Unset on purpose, so not lost.
            self.push(Event::SlotSkipped { slot: slot.clone() });
            return Ok(());
        }
        let value = flow.slots.get(slot).and_then(|declared| fill::from_json(&declared.kind, json));
        let value = value.ok_or_else(|| Failure::WrongKind { slot: slot.clone() })?;
        self.push(Event::SlotSet { slot: slot.clone(), value });
        Ok(())
    }
}

/// Whether a flow is small talk or a mere answer: it only says something.
pub(super) fn only_says(flow: &Flow) -> bool {
    flow.graph.node_weights().all(|node| matches!(node.verb, Verb::Say(_) | Verb::End))
}
