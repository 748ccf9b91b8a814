//! One turn at work: a copy of the state, the events so far, and the ways to say something.

use std::collections::BTreeMap;

use jiff::Zoned;
use serde_json::{Map, Value};

use super::texts::Text;
use super::unanswered::Unanswered;
use super::variant::choose;
use crate::domain::conversation::Rendered;
use crate::domain::{Choice, DialogueState, Event, Frame, MessageKey, ReplyKind, Rule, SlotName, SlotValue};
use crate::flow::{ExpressionError, Flow, Flows, Node, Scope, SlotKind};

/// Why a flow cannot go on. The texts name no values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// An expression or a template failed.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// A value does not fit the slot that it was computed for.
    #[error("slot `{slot}` cannot hold the value computed for it")]
    WrongKind {
        /// The slot.
        slot: SlotName,
    },
    /// The question that is open has no step any more.
    #[error("there is no step for the open question")]
    NoStep,
    /// The turn called more actions than it may.
    #[error("the turn called {calls} actions without waiting for the person")]
    Calls {
        /// How many it called.
        calls: u32,
    },
    /// The turn ran more steps than it may.
    #[error("the turn ran {steps} steps without waiting for the person")]
    Budget {
        /// How many it ran.
        steps: u32,
    },
}

/// A turn under way. Every event is applied to the copy as it is pushed.
pub(super) struct Turn<'a> {
    pub(super) flows: &'a Flows,
    pub(super) state: DialogueState,
    pub(super) now: &'a Zoned,
    /// A question in what was heard that nothing answers.
    pub(super) unanswered: Option<Unanswered>,
    events: Vec<Event>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(flows: &'a Flows, state: &DialogueState, now: &'a Zoned) -> Self {
        Self { flows, state: state.clone(), now, unanswered: None, events: Vec::new() }
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// Records how the input was taken, and owns up to a question beside it that nothing answers: before the next one is asked.
    pub(super) fn weighed(&mut self, rule: Rule, answer: Option<f64>, interruption: Option<f64>) {
        self.push(Event::Weighed { rule, answer, interruption });
        self.own_up(rule);
    }

    pub(super) fn push(&mut self, event: Event) {
        self.state.apply(&event);
        self.events.push(event);
    }

    /// The innermost flow under way, if this bot version has it.
    pub(super) fn flow(&self) -> Option<&'a Flow> {
        let flows = self.flows;
        self.state.frame().and_then(|frame| flows.flows.get(&frame.flow))
    }

    /// The step that the innermost flow stands at, if this bot version has it.
    pub(super) fn node(&self) -> Option<(&'a Flow, &'a Node)> {
        let flow = self.flow()?;
        let node = flow.node(&self.state.frame()?.step)?;
        Some((flow, node))
    }

    /// The value of a slot of the innermost flow.
    pub(super) fn slot(&self, slot: &SlotName) -> Option<&SlotValue> {
        self.state.frame()?.slots.get(slot)
    }

    /// What expressions and templates can read now.
    pub(super) fn scope(&self) -> Scope {
        Scope { slots: self.state.frame().map(|frame| json_of(&frame.slots)).unwrap_or_default(), ..self.scope_without_slots() }
    }

    /// What expressions can read in a flow that waits.
    pub(super) fn scope_of(&self, frame: &Frame) -> Scope {
        Scope { slots: json_of(&frame.slots), ..self.scope_without_slots() }
    }

    fn scope_without_slots(&self) -> Scope {
        Scope {
            person: self.state.profile.values().flat_map(json_of).collect(),
            lang: self.state.language.as_str().to_owned(),
            today: self.now.date().to_string(),
            now: self.now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            bot: self.flows.about.bot.clone(),
            contact: self.flows.about.contact.clone(),
            stored: self.state.stored,
            labels: self.labels(),
            languages: self.flows.about.languages.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", "),
            ..Scope::default()
        }
    }

    /// The labels of the listed values that are known: of the flow's slots, and of the profile's, which any flow may have filled.
    fn labels(&self) -> BTreeMap<String, String> {
        let of = |flow: &Flow, (slot, value): (&SlotName, &SlotValue)| match (flow.slots.get(slot).map(|slot| &slot.kind), value) {
            (Some(SlotKind::Entity(entity)), SlotValue::Choice(value)) => {
                Some((value.clone(), self.flows.messages.label_of(entity, &self.state.language, value)))
            }
            _ => None,
        };
        let profile = self.state.profile.values().flatten();
        let of_profile = profile.filter_map(|known| self.flows.flows.values().find_map(|flow| of(flow, known)));
        let frame = self.flow().into_iter().zip(self.state.frame());
        // The flow's own come last: they count.
        of_profile.chain(frame.flat_map(|(flow, frame)| frame.slots.iter().filter_map(move |known| of(flow, known)))).collect()
    }

    /// Says a message with its quick replies.
    pub(super) fn say(&mut self, key: &MessageKey) -> Result<(), ExpressionError> {
        self.say_with(key, ReplyKind::Text, Vec::new(), &self.scope())
    }

    /// Says an answer, if it was not said in this turn already. If its text fails, the flow goes on all the same.
    pub(super) fn say_once(&mut self, key: &MessageKey) {
        if !self.state.turn_use.said.contains(key) && self.say(key).is_err() {
            self.say_builtin(Text::Error);
        }
    }

    /// Says a message with buttons before its own quick replies.
    pub(super) fn say_with(
        &mut self,
        key: &MessageKey,
        kind: ReplyKind,
        mut choices: Vec<Choice>,
        scope: &Scope,
    ) -> Result<(), ExpressionError> {
        let flows = self.flows;
        let message = flows.messages.get(&self.state.language, key);
        let variant = choose(self.state.seed, self.state.turn, key, message.map_or(1, |message| message.variants.len()));
        let text = flows.messages.render(&self.state.language, key, variant, scope)?;
        choices.extend(message.into_iter().flat_map(|message| message.quick_replies.iter().cloned()));
        let attachment = message.and_then(|message| message.attachment.clone());
        let variant = u32::try_from(variant).unwrap_or(u32::MAX);
        self.push(Event::Said { key: key.clone(), variant, kind, text: Rendered(text), choices, attachment });
        Ok(())
    }

    /// Says a built-in text, once a turn. The compiled flows hold all of them; one that a bot's own wording broke is left out.
    pub(super) fn say_builtin(&mut self, text: Text) {
        if let Some(key) = text.message_key().filter(|key| !self.state.turn_use.said.contains(key)) {
            let _ = self.say(&key);
        }
    }

    /// The words of a built-in text, for a button.
    pub(super) fn words(&self, text: Text) -> String {
        let rendered = text.message_key().map(|key| self.flows.messages.render(&self.state.language, &key, 0, &self.scope()));
        rendered.and_then(Result::ok).unwrap_or_else(|| text.key().to_owned())
    }

    /// Gives up the innermost flow because it cannot go on: the log hears why, the person that something went wrong.
    pub(super) fn fail(&mut self, failure: &Failure) {
        self.log_failure(failure);
        self.say_builtin(Text::Error);
        self.drop_flow();
        self.say_resumed();
    }

    /// Gives up the innermost flow and those that wait for it.
    pub(super) fn drop_flow(&mut self) {
        while let Some(frame) = self.state.frame() {
            let called = frame.called;
            self.push(Event::FlowDropped);
            if !called {
                break;
            }
        }
    }

    /// Gives up all flows because the turn cannot go on.
    pub(super) fn fail_all(&mut self, failure: &Failure) {
        self.log_failure(failure);
        self.say_builtin(Text::Error);
        self.drop_all();
    }

    fn log_failure(&mut self, failure: &Failure) {
        if let Some(Frame { flow, step, .. }) = self.state.frame() {
            let (flow, step) = (flow.clone(), step.clone());
            self.push(Event::FlowFailed { flow, step, what: failure.to_string() });
        }
    }

    /// Says that an outer flow goes on, if there is one.
    pub(super) fn say_resumed(&mut self) {
        if self.state.frame().is_some() {
            self.say_builtin(Text::Resume);
        }
    }

    /// Gives up all flows, without a word.
    pub(super) fn drop_all(&mut self) {
        if self.state.question.is_some() {
            self.push(Event::QuestionClosed);
        }
        while self.state.frame().is_some() {
            self.push(Event::FlowDropped);
        }
    }
}

fn json_of(slots: &std::collections::BTreeMap<SlotName, SlotValue>) -> Map<String, Value> {
    slots.iter().map(|(slot, value)| (slot.as_str().to_owned(), value.to_json())).collect()
}
