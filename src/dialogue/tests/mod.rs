//! Conversations as specs: what goes in (`> said`, `! pressed`, `+ answer of an action`, `- action failed` with its status, `= FAQ entry found`, `? slots`) and, line by
//! line, what comes out (`< said [Buttons]`, `call …`, `.` when nothing is under way any more).

mod belonging;
mod beside;
mod build;
mod changes;
mod consent_and_call;
mod filling;
mod first_path;
mod hearing;
mod language;
mod leaving;
mod plain_speech;
mod properties;
mod recruitment;
mod repair;
mod rules;
mod storing;
mod sub_flows;
mod unanswered;
mod verbs;
mod written;

use jiff::Zoned;

use super::{Input, Need, Outcome, Step, step};
use crate::domain::{Choice, ChoiceId, DialogueState, Event, Language, SlotValue};
use crate::flow::Flows;

/// Monday, 2 March 2026, 10:00 in Rome.
pub(super) fn now() -> Zoned {
    jiff::civil::date(2026, 3, 2).at(10, 0, 0, 0).in_tz("UTC").unwrap()
}

pub(super) fn fresh() -> DialogueState {
    DialogueState::new(Language::new("en").unwrap(), 7)
}

/// Plays a conversation and compares everything that comes out with the script.
pub(super) fn check(flows: &Flows, script: &str) {
    play(flows, &mut fresh(), script);
}

/// As [`check`], from a state on.
pub(super) fn play(flows: &Flows, state: &mut DialogueState, script: &str) {
    let script: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut transcript = Vec::new();
    for line in script.iter().filter(|line| line.starts_with(['>', '!', '+', '-', '=', '?'])) {
        transcript.push((*line).to_owned());
        let rest = line[1..].trim();
        let input = match line.as_bytes()[0] {
            b'>' => build::heard(rest),
            b'!' => Input::Pressed(ChoiceId(rest.to_owned())),
            b'+' => Input::ActionDone(Ok(serde_json::from_str(rest).unwrap())),
            b'=' => Input::FaqDone((!rest.is_empty()).then(|| build::faq_hit(rest))),
            b'-' => Input::ActionDone(Err(super::ActionFailed { status: rest.parse().ok() })),
            _ => {
                transcript.push(known(state));
                continue;
            }
        };
        let done = step(flows, state, &input, &now());
        done.events.iter().for_each(|event| state.apply(event));
        report(&done, &mut transcript);
    }
    assert_eq!(transcript.join("\n"), script.join("\n"));
}

fn report(done: &Step, transcript: &mut Vec<String>) {
    for event in &done.events {
        if let Event::Said { text, choices, .. } = event {
            transcript.push(format!("< {}{}", text.0, titles(choices)));
        } else if let Event::FlowFailed { step, what, .. } = event {
            transcript.push(format!("failed at {step}: {what}"));
        }
    }
    match &done.outcome {
        Outcome::Listen => {}
        Outcome::Need(Need::Action { action, body, .. }) => {
            transcript.push(format!("call {action} {}", serde_json::to_string(body).unwrap()));
        }
        Outcome::Need(Need::Faq { question }) => transcript.push(format!("faq {}", question.as_str())),
        Outcome::Finished => transcript.push(".".to_owned()),
    }
}

fn titles(choices: &[Choice]) -> String {
    let titles: Vec<&str> = choices.iter().map(|choice| choice.title.as_str()).collect();
    if titles.is_empty() { String::new() } else { format!(" [{}]", titles.join(" | ")) }
}

/// The innermost flow's slots, else the profile.
fn known(state: &DialogueState) -> String {
    let show = |(slot, value): (&crate::domain::SlotName, &SlotValue)| format!("{slot}={}", value.to_json());
    let shown: Vec<String> = match state.frame() {
        Some(frame) => frame.slots.iter().map(show).collect(),
        None => state.profile.values().flatten().map(show).collect(),
    };
    if shown.is_empty() { "nothing".to_owned() } else { shown.join(" ") }
}
