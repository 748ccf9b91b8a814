//! Consent, summaries and calls.

use super::build::{ask, at, bot, call, entity, say, slot, texts, with_flow};
use super::{check, fresh};
use crate::domain::PurposeName;
use crate::flow::{Edge, Flows, SlotKind, Verb};

fn consent() -> Verb {
    Verb::Consent(PurposeName::new("application").unwrap())
}

/// Asks for consent, then a number; refusal is answered and ends.
fn consenting() -> Flows {
    let mut flows = texts(bot(), &[("ask.count", "How many?"), ("refused", "Then not."), ("done", "Done.")]);
    flows.about.why.insert(PurposeName::new("application").unwrap(), [(fresh().language, "to answer you".into())].into());
    let steps = vec![
        at("consent", consent(), &[(Edge::No, "refused")]),
        at("count", ask(&["count"]), &[]),
        at("done", say("done"), &[]),
        at("stop", Verb::End, &[]),
        at("refused", say("refused"), &[]),
    ];
    with_flow(flows, "apply", vec![("count", slot(SlotKind::Number))], steps)
}

#[test]
fn consent_is_asked_once_and_typed_words_count_like_buttons() {
    check(
        &consenting(),
        "> apply
         < May I use it: to answer you? [Yes | No]
         > yes, fine
         < How many?
         > 3
         < Done.
         .
         > apply
         < How many?
         > 4
         < Done.
         .
         ?
         count=4",
    );
    check(
        &consenting(),
        "> apply
         < May I use it: to answer you? [Yes | No]
         ! consent.yes
         < How many?",
    );
}

#[test]
fn refusal_takes_the_other_way_and_nothing_is_kept() {
    check(
        &consenting(),
        "> apply for 3
         < May I use it: to answer you? [Yes | No]
         ! consent.no
         < Then not.
         .
         ?
         nothing
         > apply
         < May I use it: to answer you? [Yes | No]",
    );
}

#[test]
fn no_clear_yes_is_a_no() {
    check(
        &consenting(),
        "> apply
         < May I use it: to answer you? [Yes | No]
         > hm
         < A clear yes or no?
         < May I use it: to answer you? [Yes | No]
         > hm
         < A clear yes or no?
         < May I use it: to answer you? [Yes | No]
         > hm
         < A clear yes or no?
         < May I use it: to answer you? [Yes | No]
         > hm
         < Then not.
         .",
    );
}

/// Role and number, a summary, a call.
fn sending(no: &[(Edge, &str)]) -> Flows {
    let flows = texts(
        bot(),
        &[
            ("ask.role", "Which role?"),
            ("ask.count", "How many?"),
            ("sum", "{{ slots.count }} times {{ slots.role }}?"),
            ("done", "Sent as {{ slots.reference }}."),
            ("later", "Try later."),
        ],
    );
    let steps = vec![
        at("role", ask(&["role"]), &[]),
        at("count", ask(&["count"]), &[]),
        at("sum", Verb::Confirm(super::build::key("sum")), no),
        at("send", call(&[("role", "slots.role"), ("n", "slots.count + 1")], &[("reference", "result.id")]), &[(Edge::Failure, "later")]),
        at("done", say("done"), &[]),
        at("stop", Verb::End, &[]),
        at("later", say("later"), &[]),
    ];
    let slots = vec![("role", slot(entity("role"))), ("count", slot(SlotKind::Number)), ("reference", slot(SlotKind::Text))];
    with_flow(flows, "apply", slots, steps)
}

#[test]
fn a_call_sends_only_what_is_named_and_saves_the_answer() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > yes
         call send {\"role\":\"cook\",\"n\":3}
         + {\"id\":\"R-7\"}
         < Sent as R-7.
         .
         ?
         count=2 reference=\"R-7\" role=\"cook\"",
    );
}

#[test]
fn a_failed_call_takes_its_way_out() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         ! confirm.yes
         call send {\"role\":\"cook\",\"n\":3}
         -
         < Try later.
         .",
    );
}

#[test]
fn an_answer_that_cannot_be_saved_ends_the_flow() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > yes
         call send {\"role\":\"cook\",\"n\":3}
         + {\"id\":[1]}
         failed at send: slot `reference` cannot hold the value computed for it
         < Something went wrong.
         .",
    );
}

#[test]
fn a_loop_of_calls_ends_in_an_apology() {
    let steps = vec![at("send", call(&[], &[]), &[(Edge::Next, "send"), (Edge::Failure, "send")])];
    let flows = with_flow(bot(), "apply", vec![], steps);
    let rounds = "\n-\ncall send {}".repeat(9);
    let script = format!(
        "> apply
         call send {{}}{rounds}
         -
         failed at send: the turn called 10 actions without waiting for the person
         < Something went wrong.
         ."
    );
    check(&flows, &script);
}

#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    check(
        &sending(&[]),
        "> apply
         < Which role? [Driver | Cook]
         + {\"id\":\"R-7\"}
         ?
         nothing",
    );
}

#[test]
fn a_plain_no_to_a_summary_asks_what_to_change() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > no
         < What should I change? [Role | Count]
         > the role
         < Which role? [Driver | Cook]
         > driver
         < 2 times driver? [Yes | No]
         > no
         < What should I change? [Role | Count]
         ! change.count
         < How many?
         > 5
         < 5 times driver? [Yes | No]
         > no
         < What should I change? [Role | Count]
         > no
         < 5 times driver? [Yes | No]
         > yes
         call send {\"role\":\"driver\",\"n\":6}",
    );
}

#[test]
fn a_new_value_in_answer_to_a_summary_replaces_the_old_one() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > no, 7
         < 7 times cook? [Yes | No]
         > no
         < What should I change? [Role | Count]
         > driver
         < 7 times driver? [Yes | No]",
    );
}

#[test]
fn a_change_never_leads_past_the_summary() {
    let flows = texts(bot(), &[("ask.role", "Which role?"), ("ask.count", "How many?"), ("sum", "{{ slots.role }}?"), ("done", "Done.")]);
    let steps = vec![
        at("role", ask(&["role"]), &[]),
        at("sum", Verb::Confirm(super::build::key("sum")), &[]),
        at("count", ask(&["count"]), &[]),
        at("done", say("done"), &[]),
    ];
    let slots = vec![("role", slot(entity("role"))), ("count", slot(SlotKind::Number))];
    check(
        &with_flow(flows, "apply", slots, steps),
        "> apply as a cook for 2
         < cook? [Yes | No]
         > no, 3
         < cook? [Yes | No]
         > no, driver
         < driver? [Yes | No]
         > yes
         < Done.
         .",
    );
}

#[test]
fn a_value_computed_from_a_changed_answer_is_computed_again() {
    let flows = texts(bot(), &[("ask.count", "How many?"), ("sum", "{{ slots.total }} euros?")]);
    let steps = vec![
        at("count", ask(&["count"]), &[]),
        at("total", super::build::set("total", "slots.count * 2"), &[]),
        at("sum", Verb::Confirm(super::build::key("sum")), &[]),
    ];
    let slots = vec![("count", slot(SlotKind::Number)), ("total", slot(SlotKind::Number))];
    check(
        &with_flow(flows, "apply", slots, steps),
        "> apply for 2
         < 4 euros? [Yes | No]
         > no
         < What should I change? [Count]
         > 5
         < 10 euros? [Yes | No]
         > no, 7
         < 14 euros? [Yes | No]",
    );
}

#[test]
fn a_plain_no_goes_to_the_step_that_the_author_named() {
    check(
        &sending(&[(Edge::No, "count")]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > no
         < How many?
         > 3
         < 3 times cook? [Yes | No]",
    );
}

#[test]
fn a_summary_wants_a_yes_or_a_no() {
    check(
        &sending(&[]),
        "> apply as a cook for 2
         < 2 times cook? [Yes | No]
         > hm
         < Yes or no?
         < 2 times cook? [Yes | No]",
    );
}

/// After a failed call: shall it be sent again? `before` stands before that question.
fn retrying(before: Vec<super::build::Written>) -> Flows {
    let flows =
        texts(bot(), &[("ask.count", "How many?"), ("ask.again", "Shall I try again?"), ("done", "Sent."), ("later", "Try later.")]);
    let mut steps = vec![
        at("count", ask(&["count"]), &[]),
        at("send", call(&[("n", "slots.count")], &[]), &[(Edge::Next, "done"), (Edge::Failure, "failed")]),
        at("done", say("done"), &[(Edge::Next, "past")]),
        at("failed", Verb::Goto, &[]),
    ];
    steps.extend(before);
    steps.push(at("again", ask(&["again"]), &[]));
    steps.push(at("retry", Verb::If(super::build::expression("slots.again")), &[(Edge::Yes, "send"), (Edge::No, "later")]));
    steps.push(at("later", say("later"), &[]));
    with_flow(flows, "apply", vec![("count", slot(SlotKind::Number)), ("again", slot(SlotKind::YesNo))], steps)
}

const RETRIES: &str = "> apply for 3
    call send {\"n\":3}
    -
    < Shall I try again? [Yes | No]
    > yes
    call send {\"n\":3}
    -
    < Shall I try again? [Yes | No]
    > yes
    call send {\"n\":3}
    -
    < Shall I try again? [Yes | No]
    > no
    < Try later.
    .";

#[test]
fn a_failed_call_may_be_tried_again_and_again() {
    check(&retrying(vec![]), RETRIES);
}

#[test]
fn a_slot_that_a_flow_unset_is_asked_again() {
    check(&retrying(vec![at("forget", super::build::set("again", "none"), &[])]), RETRIES);
    // Another step that asks for it asks, too, and what was unset is not taken for lost.
    let flows = texts(bot(), &[("ask.count", "How many?"), ("once.more", "How many, really?"), ("sum", "{{ slots.count }}?")]);
    let mut really = super::build::ask_slot("count");
    really.say = super::build::key("once.more");
    let steps = vec![
        at("count", ask(&["count"]), &[]),
        at("forget", super::build::set("count", "none"), &[]),
        at("really", Verb::Ask(crate::flow::Ask { slots: vec![really], max_attempts: 4, interruptible: true }), &[]),
        at("sum", Verb::Confirm(super::build::key("sum")), &[]),
    ];
    let flows = with_flow(flows, "apply", vec![("count", slot(SlotKind::Number))], steps);
    check(&flows, "> apply for 3\n< How many, really?\n> 4\n< 4? [Yes | No]");
}
