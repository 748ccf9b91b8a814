//! Weighing answers against interruptions.

use super::build::{ask, ask_slot, at, bot, entity, heard, say, slot, with_flow, with_message};
use super::{check, fresh, now, step};
use crate::dialogue::Input;
use crate::domain::{Decision, Event, FaqHit, IntentName, IntentScore};
use crate::flow::{Ask, Flows, SlotKind, Verb};

/// `apply` asks for a name and an e-mail address, `track` for a number, `tell` for a free text and a role.
fn flows() -> Flows {
    let mut flows = bot();
    for name in ["name", "email", "number", "why", "role"] {
        flows = with_message(flows, &format!("ask.{name}"), &format!("Your {name}?"));
    }
    flows = with_message(flows, "tracked", "Number {{ slots.number }} is here.");
    let apply = vec![at("form", ask(&["name", "email"]), &[])];
    flows = with_flow(flows, "apply", vec![("name", slot(SlotKind::PersonName)), ("email", slot(SlotKind::Email))], apply);
    let track = vec![at("number", ask(&["number"]), &[]), at("told", say("tracked"), &[])];
    flows = with_flow(flows, "track", vec![("number", slot(SlotKind::Number))], track);
    let tell = vec![at("form", ask(&["why", "role"]), &[])];
    with_flow(flows, "tell", vec![("why", slot(SlotKind::Text)), ("role", slot(entity("role")))], tell)
}

#[test]
fn an_faq_question_is_answered_and_the_open_question_comes_again() {
    check(
        &flows(),
        "> apply
         < Your name?
         > where is parking?
         < Park behind the house.
         < Your name?
         > Ada
         < Your email?",
    );
}

#[test]
fn an_faq_question_alone_is_answered() {
    check(
        &flows(),
        "> is there parking
         < Park behind the house.
         .",
    );
}

#[test]
fn an_answer_that_also_asks_is_taken_first() {
    check(
        &flows(),
        "> track
         < Your number?
         > 3, and is there parking?
         < Park behind the house.
         < Number 3 is here.
         .
         > apply
         < Your name?
         > I'm Ada, and where is the parking?
         < Park behind the house.
         < Your email?",
    );
}

#[test]
fn an_answer_to_another_question_that_also_asks_has_the_question_once() {
    check(
        &flows(),
        "> apply
         < Your name?
         > a@b.org, and is there parking?
         < Park behind the house.
         < Your name?",
    );
}

#[test]
fn every_input_says_how_it_was_taken() {
    let mut state = super::fresh();
    let bot = flows();
    let mut taken = Vec::new();
    for said in
        ["", "hm", "apply", "a@b.org, and is there parking?", "a@b.org?", "cancel", "hm", "yes", "is there parking", "apply or track"]
    {
        let done = super::step(&bot, &state, &super::build::heard(said), &super::now());
        done.events.iter().for_each(|event| state.apply(event));
        for event in &done.events {
            if let Event::Weighed { rule, .. } = event {
                taken.push(rule.as_str());
            }
        }
    }
    let expected = ["empty", "miss", "flow", "answer_and_faq", "no_match", "cancel", "no_match", "button", "faq", "clarify"];
    assert_eq!(taken, expected);
}

#[test]
fn a_clear_answer_that_only_mentions_a_topic_is_just_an_answer() {
    check(
        &flows(),
        "> track
         < Your number?
         > parking 3 {0.7}
         < Number 3 is here.
         .",
    );
}

#[test]
fn another_flow_runs_on_top_and_then_the_open_question_comes_again() {
    check(
        &flows(),
        "> apply
         < Your name?
         > I want to track something
         < Your number?
         > 7
         < Number 7 is here.
         < Back to before.
         < Your name?
         > Ada
         < Your email?",
    );
}

#[test]
fn values_in_the_sentence_go_to_the_flow_that_it_starts() {
    check(
        &flows(),
        "> apply
         < Your name?
         > please track 7
         < Number 7 is here.
         < Back to before.
         < Your name?",
    );
}

#[test]
fn the_intent_of_the_running_flow_is_no_interruption() {
    check(
        &flows(),
        "> apply
         < Your name?
         > I want to apply now
         < That is no name.
         < Your name?",
    );
}

#[test]
fn an_unsure_interruption_is_none() {
    check(
        &flows(),
        "> apply
         < Your name?
         > can I track my things {0.5}
         < I don't know that.
         < Your name?
         > Track Smith {0.65}
         < Your email?",
    );
}

#[test]
fn cancel_is_nobodys_name_and_no_free_text() {
    check(
        &flows(),
        "> apply
         < Your name?
         > cancel
         < Stop? [Yes | No]
         > no
         < Going on.
         < Your name?",
    );
    check(
        &flows(),
        "> tell
         < Your why?
         > please cancel that {0.65}
         < Stop? [Yes | No]",
    );
}

#[test]
fn a_free_text_may_mention_topics() {
    check(
        &flows(),
        "> tell
         < Your why?
         > I once managed a parking lot {0.7}
         < Your role? [Driver | Cook]
         ?
         why=\"I once managed a parking lot\"",
    );
    check(
        &flows(),
        "> tell
         < Your why?
         > is there parking?
         < Park behind the house.
         < Your why?",
    );
}

#[test]
fn a_question_that_must_not_be_interrupted_is_not() {
    let asking = Verb::Ask(Ask { slots: vec![ask_slot("email")], max_attempts: 4, interruptible: false });
    let flows = with_flow(flows(), "apply", vec![("email", slot(SlotKind::Email))], vec![at("email", asking, &[])]);
    check(
        &flows,
        "> apply
         < Your email?
         > where is parking?
         < That is no address.
         < Your email?",
    );
}

#[test]
fn a_value_told_beside_a_question_is_kept() {
    check(
        &flows(),
        "> apply
         < Your name?
         > I'm Ada, is there parking? {0.97}
         < Park behind the house.
         < Your email?",
    );
}

#[test]
fn three_flows_may_lie_on_top_of_each_other_and_no_fourth() {
    let mut four = flows();
    four = with_message(four, "ask.count", "How many?");
    four = with_flow(four, "nonsense", vec![("count", slot(SlotKind::Number))], vec![at("count", ask(&["count"]), &[])]);
    check(
        &four,
        "> apply
         < Your name?
         > I'd like to track it
         < Your number?
         > I have to tell you something
         < Your why?
         > and now nonsense
         < First things first.
         < Your why?",
    );
}

#[test]
fn an_empty_message_counts_as_nothing() {
    check(
        &flows(),
        ">
         < That was empty.
         .
         > apply
         < Your name?
         >
         < That was empty.
         < Your name?",
    );
}

/// The classifier knows the questions of the FAQ as well.
#[test]
fn an_intent_that_the_classifier_is_sure_of_wins_over_any_faq_entry() {
    let flows = with_message(flows(), "told", "It is told.");
    let flows = with_flow(flows, "skip", vec![], vec![at("told", say("told"), &[])]);
    for (intent, faq, expected) in [("skip", 0.99, "It is told."), ("apply", 0.99, "Your name?")] {
        let Input::Heard { mut understanding, faq: Some(hit), parts } = heard("parking") else { unreachable!() };
        let name = IntentName::new(intent).unwrap();
        understanding.decision = Decision::Intent(name.clone());
        understanding.ranked = vec![IntentScore { intent: name, confidence: 0.985 }];
        let input = Input::Heard { understanding, faq: Some(FaqHit { confidence: faq, ..hit }), parts };
        let events = step(&flows, &fresh(), &input, &now()).events;
        let said = events.iter().find_map(|event| if let Event::Said { text, .. } = event { Some(text.0.as_str()) } else { None });
        assert_eq!(said, Some(expected), "{intent} {faq}");
    }
}
