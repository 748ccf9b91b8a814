//! Refusals, in words, that anything is stored.

use crate::dialogue::{Beside, refuses_storage};
use crate::domain::Language;

fn check(text: &str, expected: Option<Beside>) {
    assert_eq!(refuses_storage(text, &Language::new("en").unwrap()), expected, "{text}");
}

#[test]
fn a_clear_refusal_is_one() {
    for text in [
        "I do not consent to any storage",
        "please don't save anything",
        "no data storing",
        "Don't store.",
        "no storage please",
        "I don't want my data to be kept anywhere",
        "nothing of this should be recorded",
        "hello, please do not keep any of my messages, thank you",
        "go on without saving this conversation",
        "I refuse to have my details stored",
    ] {
        check(text, Some(Beside::Nothing));
    }
}

#[test]
fn more_may_be_said_beside_a_refusal() {
    check("don't save anything, I want to apply as a cook", Some(Beside::More));
}

#[test]
fn what_is_not_clear_refuses_nothing() {
    for text in [
        "no problem, store it",
        "I don't mind if you keep this",
        "why not save everything",
        "will nothing be stored?",
        "don't you store anything",
        "I never kept bees",
        "I have no experience",
        "no",
        "don't save anything but my name",
        "I don't care, keep my data",
        "what do you store",
        "",
    ] {
        check(text, None);
    }
    assert_eq!(refuses_storage("please don't save anything", &Language::new("it").unwrap()), None);
}
