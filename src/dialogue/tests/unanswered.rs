//! Questions that nothing answers.

use super::plain_speech::{NAME, check_from, flows};
use super::{Input, build, fresh, now, play, step};
use crate::domain::{DialogueState, Event};

const SUMMARY: &str = "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]";

#[test]
fn a_question_instead_of_an_answer_is_owned_up_to_and_not_twice_in_a_row() {
    check_from(
        NAME,
        &format!(
            "{SUMMARY}
             > who exactly will see this?
             < I don't know that.
             < cook, Ada? [Yes | No]
             > but who will see this then?
             < Yes or no?
             < cook, Ada? [Yes | No]"
        ),
    );
    check_from(
        NAME,
        "> who reads all that?\n< I don't know that.\n< Your name?\n> I'm Ada\n< Your start?\n> who reads that now?\n< I don't know that.\n< Your start?",
    );
}

#[test]
fn a_question_beside_an_answer_is_owned_up_to_before_the_next() {
    check_from(NAME, "> I'm Ada | who reads all that?\n< I don't know that.\n< Your start?");
    check_from(
        NAME,
        &format!("{SUMMARY}\n> no | who reads all that?\n< I don't know that.\n< What should I change? [Role | Email | Name | Start]"),
    );
}

#[test]
fn a_request_a_doubtful_answer_and_a_question_back_are_none() {
    check_from(NAME, "> could I come on 2026-03-18 ?\n< Your name?");
    check_from(NAME, "> I'm Ada | could it be 2026-03-18 ?\n< cook, Ada? [Yes | No]");
    check_from(NAME, "> what do you mean?\n< That is no name.\n< Your name?");
    check_from(NAME, "> why?\n< That is no name.\n< Your name?");
    check_from(NAME, "> Track Smith? {0.3}\n< That is no name.\n< Your name?");
    check_from(NAME, "> I'm Ada | is that fine?\n< Your start?");
    check_from(NAME, &format!("{SUMMARY}\n> can you make it 2026-03-18 ?\n< cook, Ada? [Yes | No]"));
}

/// What reaches the inbox of unanswered messages.
fn unanswered(said: &str) -> Vec<String> {
    let (flows, mut state): (_, DialogueState) = (flows(), fresh());
    play(&flows, &mut state, NAME);
    let input: Input = build::heard(said);
    let events = step(&flows, &state, &input, &now()).events;
    let words = |event: &Event| if let Event::Unanswered { question } = event { Some(question.as_str().to_owned()) } else { None };
    events.iter().filter_map(words).collect()
}

#[test]
fn the_inbox_gets_the_question_without_what_was_told_beside_it() {
    assert_eq!(unanswered("I'm Ada | who reads all that?"), ["who reads all that?"]);
    assert_eq!(unanswered("who reads all that?"), ["who reads all that?"]);
    assert_eq!(unanswered("My mother is ill. Who reads all that?"), ["Who reads all that?"]);
    assert!(unanswered("does a@b.org get it too, or who does?").is_empty());
    assert!(unanswered("where is parking?").is_empty());
}
