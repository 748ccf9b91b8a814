//! A question asked beside an answer: both are heard, in one turn.

use super::build::{at, say, with_flow, with_message};
use super::plain_speech::{CONSENT, LICENCE, NAME, check_from, flows};
use super::{fresh, play};

const SUMMARY: &str = "> apply
    < May I use it: Application? [Yes | No]
    > yes
    < Your role? [Driver | Cook]
    > cook
    < Your email?
    > a@b.org
    < Your name?
    > I'm Ada, 2026-03-04
    < cook, Ada? [Yes | No]";

#[test]
fn an_answer_is_taken_and_the_question_beside_it_is_answered() {
    check_from(NAME, "> Ada Lovelace | is there parking?\n< Park behind the house.\n< Your start?");
    check_from(NAME, "> Ada Lovelace | can I track it? {0.7}\n< It is on its way.\n< Your start?");
    check_from(NAME, "> I'm Ada | can you help me?\n< I can help.\n< Your start?");
    check_from(LICENCE, "> no | is there parking?\n< Park behind the house.\n< Your email?\n?\nlicence=false role=\"driver\"");
}

#[test]
fn a_question_without_its_mark_must_be_surer() {
    check_from(NAME, "> I'm Ada | and the parking {0.8}\n< Your start?");
    check_from(NAME, "> I'm Ada | and the parking {0.9}\n< Park behind the house.\n< Your start?");
}

#[test]
fn a_question_that_nothing_answers_hides_no_answer() {
    check_from(
        NAME,
        "> Ada Lovelace | do you like it?\n< I don't know that.\n< Your start?\n?\nemail=\"a@b.org\" name=\"Ada Lovelace\" role=\"cook\"",
    );
}

#[test]
fn what_the_whole_resembles_is_not_said_when_the_question_alone_is_something_else() {
    check_from(NAME, "> parking, I'm Ada | is that fine?\n< Your start?");
}

#[test]
fn a_value_that_is_only_asked_about_is_none() {
    check_from(
        NAME,
        "> Ada Lovelace | is there parking for a driver?\n< Park behind the house.\n< Your start?\n?\nemail=\"a@b.org\" name=\"Ada Lovelace\" role=\"cook\"",
    );
}

#[test]
fn a_refused_answer_is_asked_again_after_the_question_was_answered() {
    let contact = "> apply
        < May I use it: Application? [Yes | No]
        > yes
        < Your role? [Driver | Cook]
        > cook
        < Your email?";
    check_from(contact, "> a@made.up | is there parking?\n< Not then.\n< Park behind the house.\n< Your email?");
}

#[test]
fn nobody_agrees_beside_a_question() {
    check_from(CONSENT, "> yes | is there parking?\n< Park behind the house.\n< May I use it: Application? [Yes | No]");
    check_from(SUMMARY, "> yes | is there parking?\n< Park behind the house.\n< cook, Ada? [Yes | No]");
    check_from(CONSENT, "> no | is there parking?\n< Park behind the house.\n< Not then.\n.");
}

#[test]
fn at_a_summary_the_question_back_comes_once_and_last() {
    check_from(SUMMARY, "> no | is there parking?\n< Park behind the house.\n< What should I change? [Role | Email | Name | Start]");
    check_from(SUMMARY, "> the email is wrong | is there parking?\n< Park behind the house.\n< Your email?");
    check_from(SUMMARY, "> rather a driver | is there parking?\n< Park behind the house.\n< Your licence? [Yes | No]");
}

#[test]
fn another_flow_is_not_begun_beside_an_answer() {
    check_from(NAME, "> I'm Ada | can I tell you a story?\n< Your start?");
}

#[test]
fn one_answer_is_said_once() {
    let mut flows = with_message(flows(), "faq.parking", "Park behind the house.");
    flows = with_flow(flows, "nonsense", vec![], vec![at("said", say("faq.parking"), &[]), at("again", say("faq.parking"), &[])]);
    let mut state = fresh();
    play(&flows, &mut state, NAME);
    play(&flows, &mut state, "> that is nonsense\n< Park behind the house.\n< Your name?");
    play(&flows, &mut state, "> I'm Ada | is this nonsense?\n< Park behind the house.\n< Your start?");
}
