//! Starting a flow, saying, asking, branching, ending.

use super::build::{ask, at, bot, entity, expression, say, set, slot, with_flow, with_message};
use super::check;
use crate::flow::{Edge, Flows, SlotKind, Verb};

/// Asks for a role, and a driver for a licence.
fn apply() -> Flows {
    let mut flows = bot();
    for (name, text) in [
        ("hello", "Welcome!"),
        ("ask.role", "Which role?"),
        ("ask.licence", "A licence?"),
        ("needed", "You need one."),
        ("done", "Thanks, {{ slots.role }}!"),
    ] {
        flows = with_message(flows, name, text);
    }
    let steps = vec![
        at("hello", say("hello"), &[]),
        at("role", ask(&["role"]), &[]),
        at("driver", Verb::If(expression("slots.role == \"driver\"")), &[(Edge::No, "done")]),
        at("licence", ask(&["licence"]), &[]),
        at("has_one", Verb::If(expression("not slots.licence")), &[(Edge::No, "done")]),
        at("needed", say("needed"), &[]),
        at("stop", Verb::End, &[]),
        at("done", say("done"), &[]),
    ];
    with_flow(flows, "apply", vec![("role", slot(entity("role"))), ("licence", slot(SlotKind::YesNo))], steps)
}

#[test]
fn an_intent_starts_its_flow_and_answers_move_it_on() {
    check(
        &apply(),
        "> I want to apply
         < Welcome!
         < Which role? [Driver | Cook]
         > as a driver
         < A licence? [Yes | No]
         > yes
         < Thanks, driver!
         .
         ?
         licence=true role=\"driver\"",
    );
}

#[test]
fn values_said_with_the_start_are_not_asked_again() {
    check(
        &apply(),
        "> I'd like to apply as a driver
         < Welcome!
         < A licence? [Yes | No]
         > no
         < You need one.
         .",
    );
}

#[test]
fn buttons_and_their_typed_titles_are_exact() {
    check(
        &apply(),
        "> apply
         < Welcome!
         < Which role? [Driver | Cook]
         ! role.cook
         < Thanks, cook!
         .
         > apply
         < Welcome!
         < Which role? [Driver | Cook]
         > DRIVER!
         < A licence? [Yes | No]
         ! licence.yes
         < Thanks, driver!
         .",
    );
}

#[test]
fn an_old_button_is_answered_kindly() {
    check(
        &apply(),
        "! role.cook
         < That button is old.
         .
         > apply as a driver
         < Welcome!
         < A licence? [Yes | No]
         ! role.cook
         < That button is old.
         < A licence? [Yes | No]
         ! licence.maybe
         < That button is old.
         < A licence? [Yes | No]
         ! nonsense
         < That button is old.
         < A licence? [Yes | No]",
    );
}

#[test]
fn a_value_that_was_not_offered_is_no_button() {
    check(
        &apply(),
        "> apply
         < Welcome!
         < Which role? [Driver | Cook]
         ! role.astronaut
         < That button is old.
         < Which role? [Driver | Cook]
         ?
         nothing",
    );
}

#[test]
fn set_computes_and_an_expression_that_fails_ends_the_flow_with_an_apology() {
    let flows = with_message(with_message(bot(), "ask.count", "How many?"), "total", "{{ slots.total }} euros.");
    let steps = vec![
        at("count", ask(&["count"]), &[]),
        at("total", set("total", "slots.count * 2"), &[]),
        at("told", say("total"), &[]),
        at("broken", set("total", "slots.nothing + 1"), &[]),
    ];
    let flows = with_flow(flows, "apply", vec![("count", slot(SlotKind::Number)), ("total", slot(SlotKind::Number))], steps);
    check(
        &flows,
        "> apply
         < How many?
         > 3
         < 6 euros.
         failed at broken: invalid operation
         < Something went wrong.
         .",
    );
}

#[test]
fn a_computed_value_must_fit_its_slot() {
    let steps = vec![at("wrong", set("count", "\"three\""), &[])];
    check(
        &with_flow(bot(), "apply", vec![("count", slot(SlotKind::Number))], steps),
        "> apply
         failed at wrong: slot `count` cannot hold the value computed for it
         < Something went wrong.
         .",
    );
}

#[test]
fn a_loop_that_asks_nothing_ends_in_an_apology() {
    let steps = vec![at("again", Verb::Goto, &[(Edge::Next, "again")])];
    check(
        &with_flow(bot(), "apply", vec![], steps),
        "> apply
         failed at again: the turn ran 250 steps without waiting for the person
         < Something went wrong.
         .",
    );
}

#[test]
fn going_back_to_a_question_asks_it_again() {
    let flows = with_message(with_message(bot(), "ask.count", "How many?"), "too_many", "At most 9.");
    let steps = vec![
        at("count", ask(&["count"]), &[]),
        at("check", Verb::If(expression("slots.count > 9")), &[(Edge::No, "past")]),
        at("told", say("too_many"), &[]),
        at("back", Verb::Goto, &[(Edge::Next, "count")]),
    ];
    check(
        &with_flow(flows, "apply", vec![("count", slot(SlotKind::Number))], steps),
        "> apply for 12
         < At most 9.
         < How many?
         > 5
         .
         ?
         count=5",
    );
}
