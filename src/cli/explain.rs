//! How a message was understood and where the conversation stands, for `chat --explain`: lines for people, JSON for programs.

use serde_json::{Map, Value, json};

use crate::domain::{Decision, FaqHit, Frame, Understanding};
use crate::runtime::{Footprint, Observation, understanding_json};

/// What a message was taken to mean.
pub(super) type Heard = (Understanding, Option<FaqHit>);

/// The most intents that are listed.
const LISTED: usize = 5;

/// What was understood, a line for each fact.
pub(super) fn understood(understanding: &Understanding, faq: Option<&FaqHit>) -> Vec<String> {
    let ranked = understanding.ranked.iter().take(LISTED).map(|score| format!("{} {:.2}", score.intent, score.confidence));
    let decision = match &understanding.decision {
        Decision::Intent(intent) => format!("intent {intent}"),
        Decision::Ambiguous(first, second) => format!("doubt between {first} and {second}"),
        Decision::OutOfScope => "out of scope".to_owned(),
    };
    let entities = understanding.entities.iter().map(|entity| format!("{} {}", entity.kind, entity.value.to_json()));
    let took = understanding.timings.total_us;
    vec![
        format!("stage: {} ({}, {took} µs)", understanding.stage.as_str(), understanding.language),
        format!("ranked: {}", listed(ranked)),
        format!("decision: {decision}"),
        format!("entities: {}", listed(entities)),
        format!("faq: {}", faq.map_or_else(|| "none".to_owned(), |hit| format!("{} {:.2}", hit.id, hit.confidence))),
    ]
}

/// What the turn did and where the conversation stands, a line for each fact.
pub(super) fn stands(seen: &Observation) -> Vec<String> {
    let stack = seen.state.frames.iter().map(|frame| format!("{} at {}", frame.flow, frame.step));
    let mut lines = vec![
        format!("taken as: {}", listed(rules(seen).map(str::to_owned))),
        format!("steps: {}", listed(steps(seen))),
        format!("stack: {}", listed(stack)),
        format!("open question: {}", seen.view.open_question.as_deref().unwrap_or("none")),
    ];
    lines.extend(slots(seen));
    lines.push(format!("may be stored: {}", if seen.view.stored { "yes" } else { "no" }));
    lines
}

/// The slots of the flows under way and the values of those that ended, a line each.
pub(super) fn slots(seen: &Observation) -> Vec<String> {
    let of_frame = |frame: &Frame| -> Vec<String> {
        frame.slots.iter().map(|(slot, value)| format!("slot {}.{slot}: {}", frame.flow, value.to_json())).collect()
    };
    let mut lines: Vec<String> = seen.state.frames.iter().flat_map(of_frame).collect();
    for (purpose, values) in &seen.state.profile {
        lines.extend(values.iter().map(|(slot, value)| format!("kept for {purpose}: {slot} {}", value.to_json())));
    }
    lines
}

/// The same for programs.
pub(super) fn slots_json(seen: &Observation) -> Value {
    let of_frame = |frame: &Frame| {
        let values: Map<String, Value> = frame.slots.iter().map(|(slot, value)| (slot.to_string(), value.to_json())).collect();
        json!({"flow": frame.flow, "step": frame.step, "slots": values})
    };
    let stack: Vec<Value> = seen.state.frames.iter().map(of_frame).collect();
    let mut kept = Map::new();
    for (purpose, values) in &seen.state.profile {
        let values: Map<String, Value> = values.iter().map(|(slot, value)| (slot.to_string(), value.to_json())).collect();
        kept.insert(purpose.to_string(), values.into());
    }
    json!({"stack": stack, "kept": kept})
}

/// Everything about a turn, for programs.
pub(super) fn turn_json(heard: Option<&Heard>, seen: &Observation) -> Value {
    let understood = heard.map(|(understanding, faq)| understanding_json(understanding, faq.as_ref()));
    let mut all = json!({"understood": understood, "taken_as": rules(seen).collect::<Vec<_>>(), "steps": steps(seen).collect::<Vec<_>>()});
    if let (Some(all), Value::Object(slots)) = (all.as_object_mut(), slots_json(seen)) {
        all.extend(slots);
    }
    all
}

/// The rules by which the last turn took what was said.
fn rules(seen: &Observation) -> impl Iterator<Item = &'static str> {
    seen.trail.iter().filter_map(|trace| if let Footprint::Taken(rule) = trace { Some(rule.as_str()) } else { None })
}

/// The steps that the last turn ran.
fn steps(seen: &Observation) -> impl Iterator<Item = String> {
    seen.trail.iter().filter_map(|trace| if let Footprint::Ran { flow, step } = trace { Some(format!("{flow}/{step}")) } else { None })
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        DialogueState, FlowName, IntentName, IntentScore, Language, Rule, SlotName, SlotValue, Spoken, Stage, StepId, Timings, Utterance,
    };
    use crate::runtime::View;

    #[test]
    fn what_was_understood_is_said_line_by_line() {
        let intent = IntentName::new("apply").unwrap();
        let understanding = Understanding {
            utterance: Utterance::new("I want to apply").unwrap(),
            language: Language::new("en").unwrap(),
            spoken: Spoken::default(),
            ranked: vec![IntentScore { intent: intent.clone(), confidence: 0.987 }],
            decision: Decision::Intent(intent),
            entities: Vec::new(),
            stage: Stage::Exact,
            timings: Timings { total_us: 12, ..Timings::default() },
        };
        let lines = ["stage: exact (en, 12 µs)", "ranked: apply 0.99", "decision: intent apply", "entities: none", "faq: none"];
        assert_eq!(understood(&understanding, None), lines);
    }

    #[test]
    fn where_the_conversation_stands_is_said_line_by_line() {
        let state = DialogueState::new(Language::new("en").unwrap(), 0);
        let language = state.language.clone();
        let view = View { flow: None, open_question: None, stored: false, language };
        let mut seen = Observation { view, state, ended: None, decision: None, trail: Vec::new() };
        assert_eq!(stands(&seen), ["taken as: none", "steps: none", "stack: none", "open question: none", "may be stored: no"]);
        let step = StepId::new("0").unwrap();
        for name in ["apply", "ask_about_pay"] {
            let flow = FlowName::new(name).unwrap();
            seen.state.frames.push(Frame::new(flow.clone(), step.clone()));
            seen.trail.push(Footprint::Ran { flow, step: step.clone() });
        }
        seen.trail.push(Footprint::Taken(Rule::Flow));
        seen.state.frames[1].slots.insert(SlotName::new("role").unwrap(), SlotValue::Choice("driver".into()));
        seen.view.open_question = Some("name".into());
        seen.view.stored = true;
        let lines = [
            "taken as: flow",
            "steps: apply/0, ask_about_pay/0",
            "stack: apply at 0, ask_about_pay at 0",
            "open question: name",
            "slot ask_about_pay.role: \"driver\"",
            "may be stored: yes",
        ];
        assert_eq!(stands(&seen), lines);
        assert_eq!(turn_json(None, &seen)["stack"][1], json!({"flow": "ask_about_pay", "step": "0", "slots": {"role": "driver"}}));
    }
}
