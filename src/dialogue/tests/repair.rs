//! Cancel, restart, help, clarification, and the ladder when nothing fits.

use super::build::{ask, at, bot, heard, key, slot, with_buttons, with_flow, with_message};
use super::{check, fresh, now, step};
use crate::dialogue::texts::Text;
use crate::dialogue::{Input, Outcome, describe, greet, open_choices, rerender};
use crate::domain::{Event, ReplyKind};
use crate::flow::{Edge, Flows, SlotKind, Verb};

fn flows() -> Flows {
    let mut flows = bot();
    for name in ["count", "number"] {
        flows = with_message(flows, &format!("ask.{name}"), &format!("Your {name}?"));
    }
    flows = with_flow(flows, "apply", vec![("count", slot(SlotKind::Number))], vec![at("count", ask(&["count"]), &[])]);
    with_flow(flows, "track", vec![("number", slot(SlotKind::Number))], vec![at("number", ask(&["number"]), &[])])
}

#[test]
fn cancel_asks_first_and_then_drops_everything() {
    check(
        &flows(),
        "> apply
         < Your count?
         > track
         < Your number?
         > cancel
         < Stop? [Yes | No]
         > hm
         < Stop, yes or no?
         < Stop? [Yes | No]
         > cancel
         < Stopped.
         .
         ?
         nothing",
    );
    check(
        &flows(),
        "> apply
         < Your count?
         > cancel
         < Stop? [Yes | No]
         ! cancel.no
         < Going on.
         < Your count?
         > cancel
         < Stop? [Yes | No]
         ! cancel.yes
         < Stopped.
         .",
    );
}

#[test]
fn there_may_be_nothing_to_cancel() {
    check(
        &flows(),
        "> cancel
         < Nothing to cancel.
         .",
    );
}

#[test]
fn restart_begins_anew() {
    check(
        &flows(),
        "> apply
         < Your count?
         > restart
         < We start over.
         .",
    );
}

#[test]
fn help_a_person_and_the_question_what_the_bot_is_are_answered_in_between() {
    check(
        &flows(),
        "> help
         < I can help.
         .
         > apply
         < Your count?
         > help
         < I can help.
         < Your count?
         > a human
         < People are at hr@acme.example.
         < Your count?",
    );
}

#[test]
fn two_likely_intents_become_buttons() {
    check(
        &flows(),
        "> apply or track
         < Which one? [Apply | Track]
         ! intent.track
         < Your number?",
    );
    check(
        &with_message(flows(), "intent.apply", "A job"),
        "> apply or track
         < Which one? [A job | Track]
         > a job
         < Your count?",
    );
    check(
        &flows(),
        "> apply or track
         < Which one? [Apply | Track]
         > where is parking
         < Park behind the house.
         .",
    );
}

#[test]
fn of_two_likely_intents_only_those_that_do_something_count() {
    check(
        &flows(),
        "> apply or skip
         < Your count?",
    );
}

#[test]
fn the_second_miss_names_the_contact_and_any_answer_starts_the_ladder_anew() {
    check(
        &flows(),
        "> hm
         < Please rephrase.
         .
         > hm
         < Write to hr@acme.example.
         .
         > help
         < I can help.
         .
         > hm
         < Please rephrase.
         .",
    );
}

#[test]
fn a_miss_is_an_event_for_the_inbox() {
    let done = step(&flows(), &fresh(), &heard("hm"), &now());
    assert_eq!(done.events.iter().filter(|event| **event == Event::Missed).count(), 1);
    assert_eq!(done.outcome, Outcome::Finished);
}

#[test]
fn buttons_of_messages_start_flows_and_give_values() {
    let flows = with_buttons(flows(), "ask.count", "Your count?", &[("value.2", "A pair"), ("flow.track", "Track")]);
    let flows = with_buttons(flows, "greeting", "Hi!", &[("intent.apply", "Apply")]);
    check(
        &flows,
        "! intent.apply
         < Your count? [A pair | Track]
         ! flow.track
         < Your number?
         > 4
         < Back to before.
         < Your count? [A pair | Track]
         > a pair
         .
         ?
         count=2 number=4",
    );
    let greeting = greet(&flows, &fresh(), &now());
    assert!(matches!(&greeting.events[..], [Event::Said { key, kind: ReplyKind::Text, .. }] if key.as_str() == "greeting"));
}

#[test]
fn an_faq_answer_that_fails_leaves_the_flow_alone() {
    check(
        &with_message(flows(), "faq.parking", "{{ nothing }}"),
        "> apply
         < Your count?
         > is there parking
         < Something went wrong.
         < Your count?",
    );
}

#[test]
fn a_failing_flow_on_top_gives_way_to_the_one_below() {
    let broken = vec![at("broken", Verb::If(super::build::expression("slots.x == 1")), &[(Edge::No, "past")])];
    check(
        &with_flow(flows(), "track", vec![], broken),
        "> apply
         < Your count?
         > track
         failed at broken: undefined value
         < Something went wrong.
         < Back to before.
         < Your count?",
    );
}

#[test]
fn a_repeated_answer_is_rendered_again_with_its_buttons() {
    let (flows, mut state) = (flows(), fresh());
    let done = step(&flows, &state, &heard("apply"), &now());
    done.events.iter().for_each(|event| state.apply(event));
    let said = |event: &Event| {
        let Event::Said { key, variant, text, choices, .. } = event else { return None };
        Some((key.clone(), *variant, text.0.clone(), choices.clone()))
    };
    let (said_key, variant, text, choices) = done.events.iter().find_map(said).unwrap();
    assert_eq!(rerender(&flows, &state, &said_key, variant, &now()).unwrap(), text);
    assert_eq!(open_choices(&flows, &state, &now()), choices);
    assert!(rerender(&flows, &state, &key("no.such"), 0, &now()).is_err());
    let place = describe(&state);
    assert_eq!((place.flow.unwrap().as_str(), place.open_question.unwrap().as_str()), ("apply", "count"));
}

#[test]
fn every_built_in_text_has_a_proper_key() {
    for text in Text::ALL {
        assert!(text.message_key().is_some(), "{}", text.key());
    }
}

#[test]
fn who_tells_what_the_flow_wants_to_know_goes_on_with_it() {
    let stop = "> cancel\n< Stop? [Yes | No]\n> ";
    let name = |rest: &str| super::plain_speech::check_from(super::plain_speech::NAME, &format!("{stop}{rest}"));
    name("no, 2026-03-04\n< Going on.\n< Your name?\n?\nemail=\"a@b.org\" role=\"cook\" start=\"2026-03-04\"");
    name("I'm Ada\n< Going on.\n< Your start?");
    name("c@d.org\n< Going on.\n< Changed.\n< Your name?");
    // What may be a name is none here, and a yes stops whatever stands beside it.
    name("Ada Lovelace\n< Stop, yes or no?\n< Stop? [Yes | No]");
    name("yes, 2026-03-04\n< Stopped.\n.");
    let summary = "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]";
    super::plain_speech::check_from(
        super::plain_speech::NAME,
        &format!(
            "{summary}\n{stop}make it 2026-03-18\n< Going on.\n< cook, Ada? [Yes | No]\n?\nemail=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""
        ),
    );
}

#[test]
fn a_mere_yes_or_no_is_no_repair() {
    let resembling = |text: &str, intent: &str| {
        let Input::Heard { mut understanding, faq, parts } = super::build::heard(text) else { unreachable!() };
        let intent = crate::domain::IntentName::new(intent).unwrap();
        understanding.decision = crate::domain::Decision::Intent(intent.clone());
        understanding.ranked = vec![crate::domain::IntentScore { intent, confidence: 0.91 }];
        Input::Heard { understanding, faq, parts }
    };
    let flows = super::plain_speech::flows();
    let said = |script: &str, input: &Input| {
        let mut state = super::fresh();
        if !script.is_empty() {
            super::play(&flows, &mut state, script);
        }
        let mut transcript = Vec::new();
        super::report(&super::step(&flows, &state, input, &super::now()), &mut transcript);
        transcript
    };
    assert_eq!(said("", &resembling("yes", "bot_or_human")), ["< I asked nothing.", "."]);
    assert_eq!(said("", &resembling("no", "cancel")), ["< I asked nothing.", "."]);
    assert_eq!(said("", &resembling("no thanks, drop that", "cancel")), ["< Nothing to cancel.", "."]);
    assert_eq!(said(super::plain_speech::ROLE, &resembling("no", "cancel")), ["< One of: Driver, Cook.", "< Your role? [Driver | Cook]"]);
}
