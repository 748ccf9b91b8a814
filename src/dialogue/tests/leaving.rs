//! Branches that a change at the summary leaves behind.

use super::build::{ask, at, bot, call, entity, expression, key, set, slot, slot_name, texts, with_flow};
use super::{check, plain_speech};
use crate::dialogue::tests::build::Written;
use crate::domain::FlowName;
use crate::flow::{Edge, Flows, Run, SlotKind, Verb};

const SUMMARY: &str = "> I'm Ada, 2026-03-04\n< driver, Ada? [Yes | No]";
const BACK: &str = "> a@b.org\n< Your name?";

#[test]
fn what_a_left_branch_was_told_is_forgotten_and_asked_again_on_return() {
    let before = format!("{}\n> yes\n< Your email?\n{BACK}\n{SUMMARY}", plain_speech::LICENCE);
    let cook = "> make it cook\n< cook, Ada? [Yes | No]\n?\nemail=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-04\"";
    let driver = "> make it driver\n< Your licence? [Yes | No]\n> no\n< driver, Ada? [Yes | No]";
    plain_speech::check_from(&before, &format!("{cook}\n{driver}"));
}

/// Asks for role and the rest, sums up and sends all of it.
fn with_branches(steps: Vec<Written>) -> Flows {
    let flows = texts(
        bot(),
        &[
            ("ask.role", "Your role?"),
            ("ask.licence", "Your licence?"),
            ("ask.count", "How many?"),
            ("ask.start", "Your start?"),
            ("sum", "Send?"),
        ],
    );
    let slots = vec![
        ("role", slot(entity("role"))),
        ("licence", slot(SlotKind::YesNo)),
        ("count", slot(SlotKind::Number)),
        ("start", slot(SlotKind::Date)),
        ("vans", slot(SlotKind::Number)),
    ];
    let all = [("licence", "slots.licence"), ("count", "slots.count"), ("vans", "slots.vans")];
    let sent = all.map(|(field, source)| (field, format!("{source} if {source} is defined else none")));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(field, source)| (*field, source.as_str())).collect();
    let end = vec![at("sum", Verb::Confirm(key("sum")), &[]), at("send", call(&sent, &[]), &[])];
    with_flow(flows, "apply", slots, steps.into_iter().chain(end).collect())
}

fn is_driver() -> Verb {
    Verb::If(expression("slots.role == \"driver\""))
}

#[test]
fn what_was_computed_in_it_is_forgotten_too_and_what_both_branches_ask_for_stays() {
    let flows = with_branches(vec![
        at("role", ask(&["role"]), &[]),
        at("branch", is_driver(), &[(Edge::No, "cooks")]),
        at("drivers", ask(&["licence", "count"]), &[]),
        at("vans", set("vans", "slots.count * 2"), &[(Edge::Next, "sum")]),
        at("cooks", ask(&["count"]), &[]),
    ]);
    check(
        &flows,
        "> apply
         < Your role? [Driver | Cook]
         > driver
         < Your licence? [Yes | No]
         > yes
         < How many?
         > 3
         < Send? [Yes | No]
         > make it cook
         < Send? [Yes | No]
         > yes
         call send {\"licence\":null,\"count\":3,\"vans\":null}",
    );
}

#[test]
fn what_another_branch_asks_instead_is_asked_and_the_rest_forgotten() {
    let flows = with_branches(vec![
        at("role", ask(&["role"]), &[]),
        at("branch", is_driver(), &[(Edge::No, "cooks")]),
        at("drivers", ask(&["licence"]), &[(Edge::Next, "start")]),
        at("cooks", ask(&["count"]), &[]),
        at("start", ask(&["start"]), &[]),
    ]);
    check(
        &flows,
        "> apply
         < Your role? [Driver | Cook]
         > driver
         < Your licence? [Yes | No]
         > yes
         < Your start?
         > 2026-03-04
         < Send? [Yes | No]
         > make it cook
         < How many?
         > 3
         < Send? [Yes | No]
         > yes
         call send {\"licence\":null,\"count\":3,\"vans\":null}",
    );
}

#[test]
fn what_is_asked_only_if_it_is_not_there_stays() {
    let flows = with_branches(vec![
        at("role", ask(&["role"]), &[]),
        at("known", Verb::If(expression("slots.count is defined")), &[(Edge::Yes, "sum"), (Edge::No, "count")]),
        at("count", ask(&["count"]), &[]),
    ]);
    check(
        &flows,
        "> apply
         < Your role? [Driver | Cook]
         > driver
         < How many?
         > 3
         < Send? [Yes | No]
         > make it cook
         < Send? [Yes | No]
         > yes
         call send {\"licence\":null,\"count\":3,\"vans\":null}",
    );
}

#[test]
fn what_a_flow_that_is_run_was_told_is_forgotten_with_its_branch() {
    let run = Run {
        flow: FlowName::new("counting").unwrap(),
        with: Vec::new(),
        save: vec![(slot_name("count"), expression("slots.count"))],
        asked: vec![(slot_name("count"), slot_name("count"))],
    };
    let flows = with_branches(vec![
        at("role", ask(&["role"]), &[]),
        at("branch", is_driver(), &[(Edge::No, "sum")]),
        at("counting", Verb::Run(run), &[]),
    ]);
    let flows = with_flow(flows, "counting", vec![("count", slot(SlotKind::Number))], vec![at("count", ask(&["count"]), &[])]);
    check(
        &flows,
        "> apply
         < Your role? [Driver | Cook]
         > driver
         < How many?
         > 3
         < Send? [Yes | No]
         > make it cook
         < Send? [Yes | No]
         > make it driver
         < How many?
         > 4
         < Send? [Yes | No]
         > make it cook
         < Send? [Yes | No]
         > yes
         call send {\"licence\":null,\"count\":null,\"vans\":null}",
    );
}
