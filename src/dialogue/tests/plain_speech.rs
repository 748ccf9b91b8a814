//! How people really write: a yes or no with more behind it, a change of mind in mid-form, thanks in between, all facts at once.

use super::build::{ask, ask_slot, at, bot, entity, expression, heard, key, say, slot, slot_name, with_flow, with_message};
use super::{check, fresh, now, play, step};
use crate::dialogue::Input;
use crate::domain::{Decision, Event, IntentName, IntentScore, PurposeName, Question};
use crate::flow::{Ask, Edge, Flows, Slot, SlotKind, Verb};

/// `apply` asks for consent, then role, licence (drivers only), e-mail address, name and start, and sums up; `track` only says
/// something, `tell` asks for a text.
pub(super) fn flows() -> Flows {
    let mut flows = bot();
    for name in ["role", "licence", "email", "name", "start", "why"] {
        flows = with_message(flows, &format!("ask.{name}"), &format!("Your {name}?"));
    }
    for (name, text) in [("summary", "{{ slots.role }}, {{ slots.name }}?"), ("refused", "Not then."), ("tracked", "It is on its way.")] {
        flows = with_message(flows, name, text);
    }
    let slots = vec![
        ("role", slot(entity("role"))),
        ("licence", slot(SlotKind::YesNo)),
        ("email", slot(SlotKind::Email)),
        ("name", slot(SlotKind::PersonName)),
        ("start", Slot { past: Some(false), ..slot(SlotKind::Date) }),
    ];
    let mut email = ask_slot("email");
    email.reject = vec![(expression("value is endingwith(\"@made.up\")"), key("refused"))];
    let email = Verb::Ask(Ask { slots: vec![email], max_attempts: 4, interruptible: true });
    let steps = vec![
        at("may_we", Verb::Consent(PurposeName::new("application").unwrap()), &[(Edge::No, "no")]),
        at("role", ask(&["role"]), &[]),
        at("branch", Verb::If(expression("slots.role == \"driver\"")), &[(Edge::No, "contact")]),
        at("licence", ask(&["licence"]), &[]),
        at("contact", email, &[]),
        at("form", ask(&["name", "start"]), &[]),
        at("summary", Verb::Confirm(key("summary")), &[(Edge::Yes, "past")]),
        at("no", say("refused"), &[]),
    ];
    flows = with_flow(flows, "apply", slots, steps);
    flows = with_flow(flows, "track", vec![], vec![at("told", say("tracked"), &[])]);
    with_flow(flows, "tell", vec![("why", slot(SlotKind::Text))], vec![at("why", ask(&["why"]), &[])])
}

/// From a point on: the script up to there is played first.
pub(super) fn check_from(before: &str, script: &str) {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, before);
    play(&flows, &mut state, script);
}

pub(super) const CONSENT: &str = "> apply
    < May I use it: Application? [Yes | No]";
pub(super) const ROLE: &str = "> apply
    < May I use it: Application? [Yes | No]
    > yes
    < Your role? [Driver | Cook]";
pub(super) const LICENCE: &str = "> apply
    < May I use it: Application? [Yes | No]
    > yes
    < Your role? [Driver | Cook]
    > driver
    < Your licence? [Yes | No]";
pub(super) const NAME: &str = "> apply
    < May I use it: Application? [Yes | No]
    > yes
    < Your role? [Driver | Cook]
    > cook
    < Your email?
    > a@b.org
    < Your name?";

#[test]
fn a_no_at_the_start_is_an_answer_whatever_it_resembles() {
    check_from(CONSENT, "> no, I will not do that, nonsense {0.99}\n< Not then.\n.");
    check_from(CONSENT, "> no, track nothing {0.97}\n< Not then.\n.");
    check_from(LICENCE, "> no, I track that one {0.99}\n< Your email?\n?\nlicence=false role=\"driver\"");
    check_from(LICENCE, "> yes if that is no nonsense, tell {0.99}\n< Your email?\n?\nlicence=true role=\"driver\"");
}

#[test]
fn a_no_that_drops_everything_in_so_many_words_is_heard() {
    check_from(LICENCE, "> no, please cancel all of this {0.97}\n< Stop? [Yes | No]");
}

#[test]
fn the_question_whether_to_stop_is_answered_by_its_first_word() {
    check_from(LICENCE, "> cancel\n< Stop? [Yes | No]\n> no, don't cancel {0.99}\n< Going on.\n< Your licence? [Yes | No]");
    check_from(LICENCE, "> cancel\n< Stop? [Yes | No]\n> yes, cancel it {0.99}\n< Stopped.\n.");
}

#[test]
fn nobody_agrees_in_a_question() {
    check_from(CONSENT, "> yes but is there parking?\n< Park behind the house.\n< May I use it: Application? [Yes | No]");
    check_from(CONSENT, "> yes but where do I track it?\n< It is on its way.\n< May I use it: Application? [Yes | No]");
    check_from(
        NAME,
        "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]\n> yes, and is there parking?\n< Park behind the house.\n< cook, Ada? [Yes | No]",
    );
}

#[test]
fn a_yes_or_no_with_a_question_behind_it_gets_both() {
    check_from(LICENCE, "> yes, and is there parking?\n< Park behind the house.\n< Your email?");
    check_from(LICENCE, "> yes, and can I track it?\n< It is on its way.\n< Your email?\n?\nlicence=true role=\"driver\"");
}

/// "Over video if you don't mind" resembles "never mind".
#[test]
fn a_clear_answer_is_not_dropped_for_a_likeness() {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, ROLE);
    let Input::Heard { mut understanding, faq, parts } = heard("as a cook, if it is all the same") else { unreachable!() };
    for repair in ["cancel", "restart"] {
        let intent = IntentName::new(repair).unwrap();
        understanding.decision = Decision::Intent(intent.clone());
        understanding.ranked = vec![IntentScore { intent, confidence: 0.99 }];
        let input = Input::Heard { understanding: understanding.clone(), faq: faq.clone(), parts: parts.clone() };
        let events = step(&flows, &state, &input, &now()).events;
        assert!(events.iter().any(|event| matches!(event, Event::SlotSet { slot, .. } if *slot == slot_name("role"))), "{repair}");
    }
    check_from(ROLE, "> cook? cancel that {0.97}\n< Stop? [Yes | No]");
}

#[test]
fn what_was_told_before_can_be_corrected_in_mid_form() {
    check_from(NAME, "> sorry, it is c@d.org\n< Changed.\n< Your name?\n?\nemail=\"c@d.org\" role=\"cook\"");
    check_from(NAME, "> sorry, it is c@made.up\n< Not then.\n< Your name?\n?\nemail=\"a@b.org\" role=\"cook\"");
    check_from(NAME, "> I'm Ada\n< Your start?\n> I'm Grace\n< Changed.\n< Your start?\n?\nemail=\"a@b.org\" name=\"Grace\" role=\"cook\"");
    // The same value again is no change, and a value in a question is none either.
    check_from(NAME, "> c'est a@b.org !!!\n< That is no name.\n< Your name?");
    check_from(NAME, "> parking a@b.org {0.7}\n< That is no name.\n< Your name?");
    // An address is given and not talked about.
    check_from(NAME, "> track c@d.org {0.94}\n< Changed.\n< Your name?");
    check_from(NAME, "> would a driver be better ?\n< I don't know that.\n< Your name?\n?\nemail=\"a@b.org\" role=\"cook\"");
}

#[test]
fn a_value_alone_asks_nothing() {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, LICENCE);
    let Input::Heard { mut understanding, faq, parts } = heard("cook") else { unreachable!() };
    let intent = IntentName::new("track").unwrap();
    understanding.decision = Decision::Intent(intent.clone());
    understanding.ranked = vec![IntentScore { intent, confidence: 0.99 }];
    let events = step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now()).events;
    assert!(events.iter().any(|event| matches!(event, Event::SlotSet { slot, .. } if *slot == slot_name("role"))));
}

#[test]
fn what_only_resembles_a_restart_is_asked_about() {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, NAME);
    let Input::Heard { mut understanding, faq, parts } = heard("change the start of it!") else { unreachable!() };
    let intent = IntentName::new("restart").unwrap();
    understanding.decision = Decision::Intent(intent.clone());
    understanding.ranked = vec![IntentScore { intent, confidence: 0.99 }];
    let done = step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now());
    done.events.iter().for_each(|event| state.apply(event));
    assert_eq!(state.question, Some(Question::CancelFlow));
}

#[test]
fn a_slot_named_at_the_summary_is_what_is_to_change() {
    check_from(NAME, "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]\n> track the email {0.8}\n< Your email?");
}

#[test]
fn a_correction_in_mid_form_takes_the_other_branch() {
    check_from(
        NAME,
        "> no, rather a driver!
         < Changed.
         < Your licence? [Yes | No]
         > yes
         < Your name?
         ?
         email=\"a@b.org\" licence=true role=\"driver\"",
    );
    check_from(LICENCE, "> rather a cook!\n< Changed.\n< Your email?");
}

#[test]
fn an_answer_in_between_needs_no_way_back() {
    check_from(NAME, "> I want to track it\n< It is on its way.\n< Your name?");
    // Whoever had to be asked something was away for longer.
    check_from(NAME, "> let me tell you why\n< Your why?\n> because\n< Back to before.\n< Your name?");
}

#[test]
fn several_facts_speak_for_an_unsure_intent() {
    let (flows, state) = (flows(), fresh());
    let begun = |text: &str, decision: Decision, confidence: f64| {
        let Input::Heard { mut understanding, faq, parts } = heard(text) else { unreachable!() };
        understanding.ranked = vec![IntentScore { intent: IntentName::new("apply").unwrap(), confidence }];
        understanding.decision = decision;
        let events = step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now()).events;
        events.iter().any(|event| matches!(event, Event::FlowStarted { flow, .. } if flow.as_str() == "apply"))
    };
    let two = || Decision::Ambiguous(IntentName::new("apply").unwrap(), IntentName::new("tell").unwrap());
    assert!(begun("I'm Ada, a@b.org, a cook", Decision::OutOfScope, 0.4));
    assert!(begun("I'm Ada, a@b.org, a cook", two(), 0.4));
    assert!(!begun("I'm Ada, a@b.org, a cook", Decision::OutOfScope, 0.2));
    assert!(!begun("my aunt is a cook", Decision::OutOfScope, 0.4));
    assert!(!begun("my aunt is a cook", two(), 0.4));
}

#[test]
fn a_bot_may_cancel_without_asking() {
    let mut flows = flows();
    flows.about.confirm_cancel = false;
    let (mut state, apply) = (fresh(), CONSENT);
    play(&flows, &mut state, apply);
    play(&flows, &mut state, "> cancel\n< Stopped.\n.");
}

#[test]
fn a_question_asked_again_has_its_buttons_once() {
    check_from(CONSENT, "> hm\n< A clear yes or no?\n< May I use it: Application? [Yes | No]");
    check_from(NAME, "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]\n> hm\n< Yes or no?\n< cook, Ada? [Yes | No]");
}

#[test]
fn the_ladder_never_falls_silent() {
    check(
        &flows(),
        "> hm
         < Please rephrase.
         .
         > hm
         < Write to hr@acme.example.
         .
         > hm
         < Write to hr@acme.example.
         .",
    );
}

#[test]
fn of_two_values_for_what_holds_one_neither_is_taken_in_silence() {
    check_from(ROLE, "> a cook and a driver\n< Only one: Cook, Driver.\n< Your role? [Driver | Cook]\n> cook\n< Your email?");
    check_from(ROLE, "> cook or driver, a@b.org\n< Only one: Cook, Driver.\n< Your role? [Driver | Cook]\n?\nemail=\"a@b.org\"");
    check_from(NAME, "> I'm Ada, 2026-03-04 or 2026-03-05\n< Only one.\n< Your start?");
    // The second takes the first back, or both are the same.
    check_from(ROLE, "> cook, sorry, driver\n< Your licence? [Yes | No]");
    check_from(ROLE, "> cook, cook\n< Your email?");
    let beginning = "> apply as a cook or a driver\n< Only one: Cook, Driver.\n< May I use it: Application? [Yes | No]";
    check(&flows(), &format!("{beginning}\n> yes\n< Your role? [Driver | Cook]"));
}
