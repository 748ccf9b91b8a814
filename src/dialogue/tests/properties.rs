//! Whatever the flows and whatever is said: no panic, the budget holds, outcome and state agree, values fit their slots.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::build::{
    Written, ask, at, bot, call, entity, expression, heard, key, say, set, slot, slot_name, with_buttons, with_flow, with_message,
};
use super::{fresh, now, step};
use crate::dialogue::{ActionFailed, CALL_BUDGET, Input, Need, Outcome, STEP_BUDGET, fill};
use crate::domain::{ChoiceId, DialogueState, Event, PurposeName};
use crate::flow::{Edge, Flows, Slot, SlotKind, Verb};

const SLOTS: &[&str] = &["name", "email", "start", "count", "why", "role", "licence"];
const FLOWS: &[&str] = &["apply", "track", "tell", "human"];
const MOST_STEPS: usize = 7;

fn slots() -> Vec<(&'static str, Slot)> {
    let kinds = [SlotKind::PersonName, SlotKind::Email, SlotKind::Date, SlotKind::Number, SlotKind::Text, entity("role"), SlotKind::YesNo];
    let declare = |(index, kind)| Slot { optional: index % 3 == 0, past: (index == 2).then_some(false), ..slot(kind) };
    SLOTS.iter().copied().zip(kinds.into_iter().enumerate().map(declare)).collect()
}

fn form() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(SLOTS.to_vec(), 1..=3)
}

fn name_of(position: usize) -> String {
    format!("s{position}")
}

/// A step as drawn; it prints well when a case fails.
#[derive(Debug, Clone)]
enum Sketch {
    Say(&'static str),
    Ask(Vec<&'static str>),
    Confirm,
    If(&'static str),
    Set(&'static str, &'static str),
    Goto,
    Call,
    Consent,
    End,
}

impl Sketch {
    fn verb(&self) -> Verb {
        match self {
            Self::Say(text) => say(text),
            Self::Ask(slots) => ask(slots),
            Self::Confirm => Verb::Confirm(key("plain")),
            Self::If(source) => Verb::If(expression(source)),
            Self::Set(slot, source) => set(slot, source),
            Self::Goto => Verb::Goto,
            Self::Call => call(&[("why", "slots.why is defined")], &[("count", "result.id")]),
            Self::Consent => Verb::Consent(PurposeName::new("application").unwrap()),
            Self::End => Verb::End,
        }
    }
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let conditions = vec!["slots.count > 3", "true", "slots.role is defined", "slots.name"];
    let assignments =
        vec![("count", "slots.count + 1"), ("count", "\"x\""), ("start", "today"), ("role", "none"), ("why", "now"), ("never", "1")];
    prop_oneof![
        2 => prop::sample::select(vec!["plain", "broken", "buttons"]).prop_map(Sketch::Say),
        5 => form().prop_map(Sketch::Ask),
        2 => Just(Sketch::Confirm),
        2 => prop::sample::select(conditions).prop_map(Sketch::If),
        2 => prop::sample::select(assignments).prop_map(|(slot, source)| Sketch::Set(slot, source)),
        2 => Just(Sketch::Goto),
        2 => Just(Sketch::Call),
        2 => Just(Sketch::Consent),
        1 => Just(Sketch::End),
    ]
}

type FlowSketch = Vec<(Sketch, BTreeMap<Edge, usize>)>;

fn flow_sketch() -> impl Strategy<Value = FlowSketch> {
    let edge = prop::sample::select(vec![Edge::Next, Edge::Yes, Edge::No, Edge::Failure, Edge::NoMatch]);
    let ways = prop::collection::btree_map(edge, 0..MOST_STEPS + 2, 0..4);
    prop::collection::vec((sketch(), ways), 1..MOST_STEPS)
}

fn build(sketches: &[FlowSketch]) -> Flows {
    let mut flows = with_message(bot(), "plain", "A text with {{ lang }}.");
    flows = with_message(flows, "broken", "{{ slots.never }}");
    flows = with_buttons(flows, "buttons", "Choose.", &[("value.3", "Three"), ("intent.track", "Track"), ("flow.tell", "Tell")]);
    for name in SLOTS {
        flows = with_buttons(flows, &format!("ask.{name}"), "Well?", &[("value.3", "Three")]);
    }
    for (name, sketch) in FLOWS.iter().zip(sketches) {
        let written = sketch.iter().enumerate().map(|(position, (sketch, ways))| Written {
            ways: ways.iter().map(|(edge, to)| (*edge, name_of(*to))).collect(),
            ..at(&name_of(position), sketch.verb(), &[])
        });
        flows = with_flow(flows, name, slots(), written.collect());
    }
    flows
}

fn input() -> impl Strategy<Value = Input> {
    let said = vec![
        "",
        "apply",
        "track it",
        "tell me",
        "a human",
        "help",
        "cancel",
        "restart",
        "skip",
        "hm",
        "yes",
        "no",
        "I'm Ada Lovelace",
        "Ada",
        "ada@example.org",
        "3",
        "2026-03-04",
        "1999-01-01",
        "driver",
        "cook, 4, yes, I'm Bob, b@c.de",
        "is there parking?",
        "3, and is there parking?",
        "apply or track",
        "apply as a cook from 2026-05-01",
        "the count",
        "three",
        "\u{1F980}\u{1F980} ?",
    ];
    let pressed = vec![
        "",
        ".",
        "x",
        "confirm.yes",
        "confirm.no",
        "consent.yes",
        "consent.no",
        "cancel.yes",
        "cancel.no",
        "change.count",
        "change.x",
        "role.driver",
        "role.x",
        "licence.yes",
        "licence.no",
        "licence.",
        "value.3",
        "value.x",
        "intent.track",
        "intent.cancel",
        "intent.X",
        "flow.tell",
        "flow.x",
        "notice.accept",
    ];
    prop_oneof![
        6 => prop::sample::select(said).prop_map(heard),
        3 => prop::sample::select(pressed).prop_map(|id| Input::Pressed(ChoiceId(id.into()))),
        1 => prop::sample::select(vec![Ok(serde_json::json!({"id": 3})), Ok(serde_json::json!(null)), Err(ActionFailed { status: None })])
            .prop_map(Input::ActionDone),
    ]
}

fn assert_sound(flows: &Flows, state: &DialogueState, outcome: &Outcome) {
    assert!(state.turn_use.steps <= STEP_BUDGET);
    assert!(state.turn_use.calls.values().sum::<u32>() <= CALL_BUDGET);
    assert!(state.frames.len() <= 3);
    match outcome {
        Outcome::Listen => assert!(state.question.is_some()),
        Outcome::Finished => assert!(state.question.is_none() && state.frames.is_empty()),
        Outcome::Need(Need::Action { flow, step, .. }) => {
            let frame = state.frame().unwrap();
            assert!(state.question.is_none() && frame.flow == *flow && frame.step == *step);
            assert!(matches!(flows.flows[flow].node(step).unwrap().verb, Verb::Call(_)));
        }
        Outcome::Need(Need::Faq { .. }) => assert!(state.question.is_none()),
    }
    for frame in &state.frames {
        let flow = &flows.flows[&frame.flow];
        assert!(flow.node(&frame.step).is_some());
        assert!(frame.slots.iter().all(|(slot, value)| fill::fits(&flow.slots[slot].kind, value)));
    }
    let kept = state.profile.values().flatten();
    assert!(kept.into_iter().all(|(slot, _)| SLOTS.contains(&slot.as_str())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_conversation_over_any_flows_is_sound(sketches in prop::collection::vec(flow_sketch(), FLOWS.len()), inputs in prop::collection::vec((input(), prop::option::weighted(0.1, 0..SLOTS.len())), 1..25)) {
        let flows = build(&sketches);
        let mut state = fresh();
        for (input, lost) in inputs {
            let before = state.clone();
            let done = step(&flows, &state, &input, &now());
            // The caller's state is untouched until it applies the events, and the same input does the same again.
            prop_assert_eq!(&state, &before);
            prop_assert!(done == step(&flows, &state, &input, &now()));
            done.events.iter().for_each(|event| state.apply(event));
            assert_sound(&flows, &state, &done.outcome);
            let weighed = done.events.iter().filter(|event| matches!(event, Event::Weighed { .. })).count();
            prop_assert_eq!(weighed, usize::from(!matches!(input, Input::ActionDone(_))));
            // A restart may lose volatile values.
            if let Some(lost) = lost {
                state.apply(&Event::SlotCleared { slot: slot_name(SLOTS[lost]) });
            }
        }
    }
}
