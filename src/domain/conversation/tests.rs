use super::*;

fn state_in_flow() -> DialogueState {
    let mut state = DialogueState::new(Language::new("en").unwrap(), 0);
    state.apply(&Event::FlowStarted { flow: FlowName::new("apply").unwrap(), step: StepId::new("0").unwrap() });
    for (slot, value) in [("name", "Ada"), ("note", "x")] {
        state.apply(&Event::SlotSet { slot: SlotName::new(slot).unwrap(), value: SlotValue::Text(value.into()) });
    }
    state
}

#[test]
fn a_finished_flow_leaves_only_values_with_a_purpose() {
    let mut state = state_in_flow();
    let (name, purpose) = (SlotName::new("name").unwrap(), PurposeName::new("application").unwrap());
    state.apply(&Event::FlowFinished { keep: [(name.clone(), purpose.clone())].into() });
    assert!(state.frames.is_empty());
    assert_eq!(state.profile[&purpose].keys().collect::<Vec<_>>(), [&name]);
}

#[test]
fn a_dropped_flow_leaves_nothing() {
    let mut state = state_in_flow();
    state.apply(&Event::FlowDropped);
    assert!(state.frames.is_empty() && state.profile.is_empty());
}

#[test]
fn a_new_turn_starts_its_counters_anew() {
    let mut state = state_in_flow();
    state.apply(&Event::StepRan);
    state.apply(&Event::TurnStarted);
    assert_eq!((state.turn, state.turn_use.steps), (1, 0));
}
