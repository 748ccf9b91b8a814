//! Values into slots: forms, types, rules, attempts.

use super::build::{ask, ask_slot, at, bot, entity, expression, heard, key, say, slot, with_flow, with_message};
use super::{check, fresh, known, now, play, step};
use crate::dialogue::Input;
use crate::domain::{Entity, EntityName, Event, SlotValue, Strength};
use crate::flow::{Ask, Edge, Flows, Slot, SlotKind, Verb};

fn with_questions(mut flows: Flows, slots: &[&str]) -> Flows {
    for name in slots {
        flows = with_message(flows, &format!("ask.{name}"), &format!("Your {name}?"));
    }
    flows
}

/// A form for name, e-mail address and start, the start not in the past.
fn form() -> Flows {
    let flows = with_questions(with_message(bot(), "thanks", "Thanks, {{ slots.name }}."), &["name", "email", "start"]);
    let start = Slot { past: Some(false), ..slot(SlotKind::Date) };
    let slots = vec![("name", slot(SlotKind::PersonName)), ("email", slot(SlotKind::Email)), ("start", start)];
    with_flow(flows, "apply", slots, vec![at("form", ask(&["name", "email", "start"]), &[]), at("thanks", say("thanks"), &[])])
}

#[test]
fn a_form_takes_several_answers_from_one_sentence_in_any_order() {
    check(
        &form(),
        "> apply
         < Your name?
         > I'm Ada Lovelace and can start 2026-03-04
         < Your email?
         > ada@example.org
         < Thanks, Ada Lovelace.
         .
         ?
         email=\"ada@example.org\" name=\"Ada Lovelace\" start=\"2026-03-04\"",
    );
}

#[test]
fn an_answer_to_another_question_is_kept_and_is_no_failed_attempt() {
    check(
        &form(),
        "> apply
         < Your name?
         > ada@example.org
         < Your name?
         > 2026-03-04
         < Your name?
         > Ada Lovelace
         < Thanks, Ada Lovelace.
         .",
    );
}

#[test]
fn a_whole_answer_is_a_name_only_when_a_name_was_asked_for() {
    check(
        &form(),
        "> apply
         < Your name?
         > Ada Lovelace
         < Your email?
         > Charles Babbage
         < That is no address.
         < Your email?
         ?
         name=\"Ada Lovelace\"",
    );
}

#[test]
fn a_day_against_the_rule_is_refused_and_today_is_not_past() {
    check(
        &form(),
        "> apply, I'm Ada and my address is ada@example.org, from 2026-03-01
         < That day has passed.
         < Your start?
         > 2026-03-01
         < That day has passed.
         < Your start?
         > 2026-03-02
         < Thanks, Ada.
         .",
    );
}

#[test]
fn a_day_to_come_is_refused_where_only_past_days_count() {
    let born = Slot { future: Some(false), ..slot(SlotKind::Date) };
    let flows = with_flow(with_questions(bot(), &["born"]), "apply", vec![("born", born)], vec![at("born", ask(&["born"]), &[])]);
    check(
        &flows,
        "> apply
         < Your born?
         > 2030-01-01
         < That day is to come.
         < Your born?
         > 1990-01-01
         .",
    );
}

#[test]
fn a_rejected_value_is_never_stored_and_the_question_comes_again() {
    let mut email = ask_slot("email");
    email.reject.push((expression("value is endingwith(\"@example.com\")"), key("real")));
    let flows = with_message(with_questions(bot(), &["email"]), "real", "A real one, please.");
    let steps = vec![at("email", Verb::Ask(Ask { slots: vec![email], max_attempts: 2, interruptible: true }), &[])];
    check(
        &with_flow(flows, "apply", vec![("email", slot(SlotKind::Email))], steps),
        "> apply, ada@example.com
         < A real one, please.
         < Your email?
         > bob@example.com
         < A real one, please.
         < Your email?
         ?
         nothing
         > eve@example.com
         < A real one, please.
         < Write to hr@acme.example.
         .",
    );
}

#[test]
fn each_attempt_has_its_words_and_then_the_way_out_is_taken() {
    let mut email = ask_slot("email");
    email.on_no_match = vec![key("again"), key("example")];
    let mut flows = with_questions(bot(), &["email"]);
    for (name, text) in [("again", "Again?"), ("example", "Like a@b.org."), ("desk", "Call us.")] {
        flows = with_message(flows, name, text);
    }
    let asking = Verb::Ask(Ask { slots: vec![email], max_attempts: 4, interruptible: true });
    let steps = vec![at("email", asking, &[(Edge::NoMatch, "desk")]), at("stop", Verb::End, &[]), at("desk", say("desk"), &[])];
    check(
        &with_flow(flows, "apply", vec![("email", slot(SlotKind::Email))], steps),
        "> apply
         < Your email?
         > what
         < Again?
         > what
         < Like a@b.org.
         > what
         < Call us.
         .",
    );
}

#[test]
fn without_a_way_out_the_last_words_repeat() {
    let mut email = ask_slot("email");
    email.on_no_match = vec![key("again"), key("example")];
    let flows = with_message(with_message(with_questions(bot(), &["email"]), "again", "Again?"), "example", "Like a@b.org.");
    let steps = vec![at("email", Verb::Ask(Ask { slots: vec![email], max_attempts: 4, interruptible: true }), &[])];
    check(
        &with_flow(flows, "apply", vec![("email", slot(SlotKind::Email))], steps),
        "> apply
         < Your email?
         > what
         < Again?
         > what
         < Like a@b.org.
         > what
         < Like a@b.org.
         > what
         < Write to hr@acme.example.
         .",
    );
}

#[test]
fn without_a_way_out_the_last_resort_names_the_contact() {
    check(
        &with_flow(with_questions(bot(), &["role"]), "apply", vec![("role", slot(entity("role")))], vec![at("r", ask(&["role"]), &[])]),
        "> apply
         < Your role? [Driver | Cook]
         > what
         < One of: Driver, Cook.
         < Your role? [Driver | Cook]
         > what
         < One of: Driver, Cook.
         < Your role? [Driver | Cook]
         > what
         < One of: Driver, Cook.
         < Your role? [Driver | Cook]
         > what
         < Write to hr@acme.example.
         .",
    );
}

#[test]
fn an_optional_slot_is_skipped_on_refusal_and_a_needed_one_is_not() {
    let note = Slot { optional: true, ..slot(SlotKind::Number) };
    let flows = with_questions(bot(), &["years", "count"]);
    let slots = vec![("years", note), ("count", slot(SlotKind::Number))];
    check(
        &with_flow(flows, "apply", slots, vec![at("form", ask(&["years", "count"]), &[])]),
        "> apply
         < Your years?
         > skip
         < Your count?
         > skip
         < That is no number.
         < Your count?
         > 2
         .
         ?
         count=2",
    );
}

#[test]
fn of_two_slots_of_one_type_the_words_beside_the_value_decide_then_the_question() {
    let flows = with_questions(bot(), &["nights", "guests"]);
    let slots = vec![("guests", slot(SlotKind::Number)), ("nights", slot(SlotKind::Number))];
    let flows = with_flow(flows, "apply", slots, vec![at("form", ask(&["nights", "guests"]), &[])]);
    check(
        &flows,
        "> apply
         < Your nights?
         > 3
         < Your guests?
         ?
         nights=3
         > 2
         .",
    );
    check(
        &flows,
        "> apply
         < Your nights?
         > 2 guests
         < Your nights?
         ?
         guests=2
         > 1 night
         .
         ?
         guests=2 nights=1",
    );
    check(
        &flows,
        "> apply for 4 guests and 5 nights
         .
         ?
         guests=4 nights=5",
    );
    check(
        &flows,
        "> apply for 4 and 5
         .
         ?
         guests=5 nights=4",
    );
}

#[test]
fn a_free_text_takes_the_whole_answer() {
    let flows = with_questions(bot(), &["why", "start"]);
    let slots = vec![("start", slot(SlotKind::Date)), ("why", slot(SlotKind::Text))];
    check(
        &with_flow(flows, "apply", slots, vec![at("form", ask(&["why", "start"]), &[])]),
        "> apply
         < Your why?
         > I like trains, from 2026-04-01
         .
         ?
         start=\"2026-04-01\" why=\"I like trains, from 2026-04-01\"",
    );
}

#[test]
fn a_yes_belongs_to_the_open_question_only() {
    let flows = with_questions(bot(), &["email", "licence"]);
    let slots = vec![("email", slot(SlotKind::Email)), ("licence", slot(SlotKind::YesNo))];
    check(
        &with_flow(flows, "apply", slots, vec![at("form", ask(&["email", "licence"]), &[])]),
        "> yes, I'd like to apply
         < Your email?
         > yes, a@b.org
         < Your licence? [Yes | No]
         > yes
         .",
    );
}

#[test]
fn values_without_a_purpose_and_of_refused_purposes_are_dropped_at_the_end() {
    let volatile = Slot { purpose: None, ..slot(SlotKind::Number) };
    let flows = with_flow(with_questions(bot(), &["count"]), "apply", vec![("count", volatile)], vec![at("c", ask(&["count"]), &[])]);
    check(
        &flows,
        "> apply
         < Your count?
         > 3
         .
         ?
         nothing",
    );
}

#[test]
fn an_answer_that_a_restart_lost_is_asked_for_again_before_the_flow_goes_on() {
    let flows = with_questions(with_message(bot(), "sum", "{{ slots.name }} at {{ slots.email }}?"), &["name", "email"]);
    let slots = vec![("email", slot(SlotKind::Email)), ("name", slot(SlotKind::PersonName))];
    let steps = vec![
        at("name", ask(&["name"]), &[]),
        at("email", ask(&["email"]), &[]),
        at("sum", Verb::Confirm(key("sum")), &[]),
        at("told", say("sum"), &[]),
    ];
    let flows = with_flow(flows, "apply", slots, steps);
    let mut state = super::fresh();
    super::play(&flows, &mut state, "> apply, I'm Ada, at a@b.org\n< Ada at a@b.org? [Yes | No]");
    state.apply(&Event::SlotCleared { slot: super::build::slot_name("name") });
    super::play(&flows, &mut state, "> hm\n< Yes or no?\n< Your name?\n> Ada\n< Ada at a@b.org? [Yes | No]");
    state.apply(&Event::SlotCleared { slot: super::build::slot_name("name") });
    super::play(&flows, &mut state, "> yes\n< Your name?\n> Ada\n< Ada at a@b.org?\n.");
}

#[test]
fn a_failed_attempt_is_no_unanswered_message() {
    let mut state = super::fresh();
    let flows = form();
    for said in ["apply", "Ada", "hm"] {
        let done = super::step(&flows, &state, &super::build::heard(said), &super::now());
        done.events.iter().for_each(|event| state.apply(event));
        assert!(!done.events.contains(&Event::Missed));
    }
    assert_eq!(state.frame().unwrap().attempts, 1);
}

/// "Domattina" is a day and a part of it in one word; other words are one thing.
#[test]
fn one_word_may_tell_a_day_and_a_part_of_it() {
    let flows = with_questions(bot(), &["day", "half_day"]);
    let slots = vec![("day", slot(SlotKind::Date)), ("half_day", slot(entity("half_day")))];
    let flows = with_flow(flows, "apply", slots, vec![at("form", ask(&["day", "half_day"]), &[])]);
    for (word, expected) in [("domattina", "day=\"2026-03-03\" half_day=\"morning\""), ("mattutino", "day=\"2026-03-03\"")] {
        let mut state = fresh();
        play(&flows, &mut state, "> apply\n< Your day?");
        let Input::Heard { mut understanding, faq, parts } = heard(word) else { unreachable!() };
        let values = [("date", SlotValue::Date(jiff::civil::date(2026, 3, 3))), ("half_day", SlotValue::Choice("morning".to_owned()))];
        understanding.entities = values
            .map(|(kind, value)| {
                let kind = EntityName::new(kind).unwrap();
                Entity { kind, slot: None, value, start: 0, end: 9, strength: Strength::Clear }
            })
            .to_vec();
        step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now()).events.iter().for_each(|event| state.apply(event));
        assert_eq!(known(&state), expected, "{word}");
    }
}

#[test]
fn a_day_in_the_question_that_begins_a_flow_is_told() {
    check(&form(), "> may I apply from 2026-03-04? I'm Ada\n< Your email?\n> a@b.org\n< Thanks, Ada.\n.");
}

#[test]
fn a_day_beside_the_answer_replaces_the_one_that_was_told() {
    let flows = with_questions(with_message(bot(), "done", "{{ slots.count }} from {{ slots.start }}."), &["start", "count"]);
    let slots = vec![("start", slot(SlotKind::Date)), ("count", slot(SlotKind::Number))];
    let steps = vec![at("start", ask(&["start"]), &[]), at("count", ask(&["count"]), &[]), at("done", say("done"), &[])];
    check(
        &with_flow(flows, "apply", slots, steps),
        "> apply
         < Your start?
         > 2026-03-04
         < Your count?
         > 3 from 2026-03-06
         < Changed.
         < 3 from 2026-03-06.
         .",
    );
}

/// A start from April on wants a reason. Counts above nine are refused.
#[test]
fn a_change_beside_a_refused_answer_is_said_and_taken() {
    let flows = with_questions(with_message(bot(), "done", "{{ slots.count }} from {{ slots.start }}."), &["start", "reason", "count"]);
    let slots = vec![("start", slot(SlotKind::Date)), ("reason", slot(SlotKind::Text)), ("count", slot(SlotKind::Number))];
    let mut count = ask_slot("count");
    count.reject = vec![(expression("value > 9"), key("refused"))];
    let count = Verb::Ask(Ask { slots: vec![count], max_attempts: 2, interruptible: true });
    let steps = vec![
        at("start", ask(&["start"]), &[]),
        at("branch", Verb::If(expression("slots.start > \"2026-04\"")), &[(Edge::No, "count")]),
        at("reason", ask(&["reason"]), &[]),
        at("count", count, &[]),
        at("done", say("done"), &[]),
    ];
    let flows = with_flow(with_message(flows, "refused", "At most nine."), "apply", slots, steps);
    let asked = "> apply\n< Your start?\n> 2026-03-04\n< Your count?";
    check(&flows, &format!("{asked}\n> 30 from 2026-03-06\n< Changed.\n< At most nine.\n< Your count?\n> 3\n< 3 from 2026-03-06.\n."));
    check(&flows, &format!("{asked}\n> 30 from 2026-04-06\n< Changed.\n< At most nine.\n< Your reason?\n> later\n< Your count?"));
    let again = "> 30 from 2026-03-06\n< Changed.\n< At most nine.\n< Your count?\n> 30\n< At most nine.\n< Write to hr@acme.example.\n.";
    check(&flows, &format!("{asked}\n{again}"));
}
