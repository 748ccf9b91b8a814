//! The language of the conversation, and how it changes.

use super::build::{ask, at, bot, say, slot, texts, with_flow};
use super::{check, fresh, play};
use crate::domain::{Language, MessageKey, PurposeName};
use crate::flow::message::Message;
use crate::flow::{Edge, Flows, SlotKind, Verb};

fn language(code: &str) -> Language {
    Language::new(code).unwrap()
}

/// A bot for English and Italian that asks for a number and a name; `apply` asks for consent first.
fn bilingual(steps: Vec<super::build::Written>) -> Flows {
    let mut flows = texts(bot(), &[("ask.count", "How many?"), ("ask.name", "Who?"), ("done", "Done."), ("refused", "Then not.")]);
    let italian = [
        ("ask.count", "Quanti?"),
        ("ask.name", "Chi?"),
        ("done", "Fatto."),
        ("builtin.language.changed", "Ora in italiano."),
        ("builtin.fallback.rephrase", "Come?"),
        ("builtin.consent.repeat", "Sì o no?"),
        ("builtin.consent.question", "Posso usarlo: {{ why }}?"),
    ];
    for (key, text) in italian {
        let message = Message { variants: vec![text.into()], ..Message::default() };
        flows.messages.add(&language("it"), &MessageKey::new(key).unwrap(), message).unwrap();
    }
    flows.about.languages = vec![(language("en"), "English".into()), (language("it"), "italiano".into())];
    let why = [(language("en"), "to answer".into()), (language("it"), "per risponderti".into())];
    flows.about.why.insert(PurposeName::new("application").unwrap(), why.into());
    with_flow(flows, "apply", vec![("count", slot(SlotKind::Number)), ("name", slot(SlotKind::PersonName))], steps)
}

fn plain() -> Flows {
    bilingual(vec![at("count", ask(&["count"]), &[]), at("name", ask(&["name"]), &[]), at("done", say("done"), &[])])
}

fn consenting() -> Flows {
    bilingual(vec![
        at("consent", Verb::Consent(PurposeName::new("application").unwrap()), &[(Edge::No, "refused")]),
        at("count", ask(&["count"]), &[]),
        at("stop", Verb::End, &[]),
        at("refused", say("refused"), &[]),
    ])
}

#[test]
fn where_nothing_is_under_way_the_first_words_in_another_language_change_it() {
    check(&plain(), "> it: nonsense\n< Come?\n.\n> it: apply\n< Quanti?\n> 3\n< Chi?");
}

#[test]
fn in_a_flow_it_changes_with_the_second_message_in_another_language() {
    check(&plain(), "> en: apply\n< How many?\n> it: 3\n< Who?\n> Ada\n< Done.\n.");
    check(&plain(), "> en: apply\n< How many?\n> it: no idea\n< That is no number.\n< How many?\n> it: 3\n< Chi?");
}

#[test]
fn words_in_the_old_language_between_them_keep_it() {
    let script =
        "> en: apply\n< How many?\n> it: no idea\n< That is no number.\n< How many?\n> en: not yet\n< That is no number.\n< How many?
        > it: 3\n< Who?";
    check(&plain(), script);
}

#[test]
fn a_wish_changes_it_at_once_and_asks_again() {
    let script = "> apply\n< How many?\n> can we go on in Italian\n< Ora in italiano.\n< Quanti?\n> in English please\n< Now in English.\n< How many?
        > in German\n< I speak English, italiano.\n< How many?";
    check(&plain(), script);
}

#[test]
fn a_button_changes_it_too() {
    check(
        &plain(),
        "> apply\n< How many?\n! language.it\n< Ora in italiano.\n< Quanti?\n! language.xx\n< I speak English, italiano.\n< Quanti?",
    );
}

#[test]
fn consent_is_answered_in_the_language_it_was_asked_in() {
    let script =
        "> en: apply\n< May I use it: to answer? [Yes | No]\n> it: what for\n< A clear yes or no?\n< May I use it: to answer? [Yes | No]
        > it: yes\n< How many?\n> it: 3\n.";
    check(&consenting(), script);
}

#[test]
fn what_is_no_answer_to_a_consent_lets_it_be_asked_in_the_other_language() {
    let script =
        "> en: apply\n< May I use it: to answer? [Yes | No]\n> it: what for\n< A clear yes or no?\n< May I use it: to answer? [Yes | No]
        > it: what for\n< Sì o no?\n< Posso usarlo: per risponderti? [Yes | No]\n> it: yes\n< Quanti?";
    check(&consenting(), script);
}

#[test]
fn nobody_consents_in_the_wish_for_another_language() {
    let script = "> en: apply\n< May I use it: to answer? [Yes | No]\n> yes, in Italian please
        < Ora in italiano.\n< Posso usarlo: per risponderti? [Yes | No]";
    check(&consenting(), script);
}

#[test]
fn a_word_alone_changes_no_language_that_somebody_has_written_in() {
    check(&plain(), "> en: nonsense\n< Please rephrase.\n.\n> it: apply\n< How many?");
    check(&plain(), "> en: nonsense\n< Please rephrase.\n.\n> it: apply now\n< Quanti?");
}

#[test]
fn a_wish_asks_for_the_consent_in_the_other_language() {
    let mut state = fresh();
    play(
        &consenting(),
        &mut state,
        "> apply\n< May I use it: to answer? [Yes | No]\n! language.it\n< Ora in italiano.\n< Posso usarlo: per risponderti? [Yes | No]",
    );
    assert_eq!(state.language, language("it"));
}
