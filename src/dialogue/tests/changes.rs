//! Changes of what was told, in the words that people use, and questions that only sound like one.

use super::build::heard;
use super::plain_speech::{NAME, check_from, flows};
use super::{fresh, now, play, step};
use crate::dialogue::Input;
use crate::domain::{Decision, FaqHit, IntentName, IntentScore, Language};

const SUMMARY: &str = "> I'm Ada, 2026-03-04\n< cook, Ada? [Yes | No]";

/// What comes out at the summary where the sentence resembles something else almost for certain.
fn said_at_summary(text: &str) -> Vec<String> {
    said_in("en", text)
}

fn said_in(language: &str, text: &str) -> Vec<String> {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, NAME);
    play(&flows, &mut state, SUMMARY);
    let Input::Heard { mut understanding, parts, .. } = heard(text) else { unreachable!() };
    understanding.language = Language::new(language).unwrap();
    let intent = IntentName::new("track").unwrap();
    understanding.decision = Decision::Intent(intent.clone());
    understanding.ranked = vec![IntentScore { intent, confidence: 0.99 }];
    let faq = Some(FaqHit { id: "parking".into(), answer: super::build::key("faq.parking"), confidence: 0.94 });
    let done = step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now());
    done.events.iter().for_each(|event| state.apply(event));
    let mut said: Vec<String> = Vec::new();
    super::report(&done, &mut said);
    said.push(super::known(&state));
    said
}

#[test]
fn a_wish_is_a_change_whatever_its_form() {
    for text in [
        "change it to 2026-03-18",
        "could you make it 2026-03-18 ?",
        "can we do 2026-03-18 instead",
        "make that 2026-03-18",
        "how about 2026-03-18 ?",
        "sorry, could I start 2026-03-18 ?",
        "actually 2026-03-18",
        "the start should be 2026-03-18",
        "would it be possible to move that to 2026-03-18 ?",
    ] {
        let expected = ["< cook, Ada? [Yes | No]", "email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""];
        assert_eq!(said_at_summary(text), expected, "{text}");
    }
}

#[test]
fn a_bare_day_lies_in_the_month_that_was_told() {
    let (flows, mut state) = (flows(), fresh());
    play(&flows, &mut state, NAME);
    play(&flows, &mut state, "> I'm Ada, 2026-05-04\n< cook, Ada? [Yes | No]");
    let Input::Heard { mut understanding, .. } = heard("no, the 14th") else { unreachable!() };
    let day = crate::domain::Entity {
        kind: crate::domain::EntityName::new("date").unwrap(),
        slot: None,
        value: crate::domain::SlotValue::Date(jiff::civil::date(2026, 3, 14)),
        start: 4,
        end: 12,
        strength: crate::domain::Strength::Clear,
    };
    understanding.entities.push(day);
    let done = step(&flows, &state, &Input::Heard { understanding, faq: None, parts: None }, &now());
    done.events.iter().for_each(|event| state.apply(event));
    assert!(super::known(&state).contains("start=\"2026-05-14\""), "{}", super::known(&state));
}

#[test]
fn a_wish_in_italian_is_a_change_whatever_its_form() {
    for text in [
        "no, intendevo 2026-03-18",
        "anzi 2026-03-18",
        "scusa, 2026-03-18",
        "puoi mettere 2026-03-18 ?",
        "potrei iniziare 2026-03-18 invece ?",
        "che ne dite di 2026-03-18 ?",
        "cambia la data in 2026-03-18",
        "mi potrebbe mettere 2026-03-18 , per cortesia ?",
        "Benissimo. Non è che potrebbe segnarmi per 2026-03-18 , invece ?",
    ] {
        let expected = ["< cook, Ada? [Yes | No]", "email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""];
        assert_eq!(said_in("it", text), expected, "{text}");
    }
    assert_eq!(said_in("it", "quanto guadagna un driver ?").first().map(String::as_str), Some("< It is on its way."));
    assert_eq!(said_in("it", "cambia la data").first().map(String::as_str), Some("< Your start?"));
}

#[test]
fn a_change_in_german_words() {
    for text in [
        "lieber 2026-03-18",
        "nein, doch lieber 2026-03-18",
        "könnten Sie das auf 2026-03-18 ändern ?",
        "ginge auch 2026-03-18 ?",
        "wie wäre es mit 2026-03-18 ?",
        "bitte statt dessen den 2026-03-18 eintragen",
        "sorry, ich meinte 2026-03-18",
        "das Datum ist falsch, es muss 2026-03-18 heißen",
        "können wir das auf 2026-03-18 verschieben ?",
        "machen wir 2026-03-18 , geht das ?",
    ] {
        let expected = ["< cook, Ada? [Yes | No]", "email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""];
        assert_eq!(said_in("de", text), expected, "{text}");
    }
    assert_eq!(said_in("de", "was verdient ein driver ?").first().map(String::as_str), Some("< It is on its way."));
    assert_eq!(said_in("de", "Datum ändern").first().map(String::as_str), Some("< Your start?"));
}

#[test]
fn a_role_is_changed_in_a_command() {
    for text in ["the role should be driver", "actually driver", "make me a driver", "can you put driver instead ?"] {
        let said = said_at_summary(text);
        assert_eq!(said.first().map(String::as_str), Some("< Your licence? [Yes | No]"), "{text}");
    }
}

#[test]
fn a_question_about_a_value_changes_nothing() {
    check_from(NAME, &format!("{SUMMARY}\n> would a driver track more ? {{0.7}}\n< It is on its way.\n< cook, Ada? [Yes | No]"));
    for text in ["would a driver earn more ?", "is a driver there on 2026-03-18 ?", "what does a driver get"] {
        let said = said_at_summary(text);
        assert_eq!(said.first().map(String::as_str), Some("< It is on its way."), "{text}");
        assert_eq!(said.last().map(String::as_str), Some("email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-04\""), "{text}");
    }
}

#[test]
fn a_question_about_changing_sends_nothing_and_changes_nothing() {
    for text in ["can I change it later?", "can I change the email later?", "is my email in there?"] {
        check_from(NAME, &format!("{SUMMARY}\n> {text}\n< I don't know that.\n< cook, Ada? [Yes | No]"));
    }
    check_from(NAME, &format!("{SUMMARY}\n> could you change the email?\n< Your email?"));
}

#[test]
fn after_a_no_any_value_is_the_change() {
    let asked = format!("{SUMMARY}\n> no\n< What should I change? [Role | Email | Name | Start]");
    check_from(NAME, &format!("{asked}\n> I want to track the start from 2026-03-18 on, please {{0.99}}\n< cook, Ada? [Yes | No]"));
}

#[test]
fn a_wish_in_the_middle_of_a_form_is_a_change_too() {
    check_from(NAME, "> could you make the email c@d.org?\n< Changed.\n< Your name?\n?\nemail=\"c@d.org\" role=\"cook\"");
    check_from(NAME, "> would a driver be better ?\n< I don't know that.\n< Your name?");
}

#[test]
fn a_refusal_of_storing_is_a_no_to_the_question_for_consent() {
    for text in ["I do not consent to any storage", "please don't save anything", "I want nothing of mine kept"] {
        check_from(super::plain_speech::CONSENT, &format!("> {text}\n< Not then.\n."));
    }
    check_from(super::plain_speech::CONSENT, "> will nothing be kept?\n< I don't know that.\n< May I use it: Application? [Yes | No]");
}

/// The extractor takes a day in a question for asked about, not told.
#[test]
fn a_day_in_a_request_is_told_and_a_day_in_a_question_is_not() {
    for (text, start) in [("could you make it 2026-03-18 ?", "2026-03-18"), ("is somebody there on 2026-03-18 ?", "2026-03-04")] {
        let (flows, mut state) = (flows(), fresh());
        play(&flows, &mut state, NAME);
        play(&flows, &mut state, SUMMARY);
        let Input::Heard { mut understanding, faq, parts } = heard(text) else { unreachable!() };
        for entity in &mut understanding.entities {
            entity.strength = crate::domain::Strength::IfAsked;
        }
        let done = step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now());
        done.events.iter().for_each(|event| state.apply(event));
        assert!(super::known(&state).contains(start), "{text}");
    }
}

#[test]
fn what_begins_like_a_question_and_commands_is_a_change() {
    for text in ["no, do it on 2026-03-18", "do that on 2026-03-18", "well, have it on 2026-03-18 please"] {
        let expected = ["< cook, Ada? [Yes | No]", "email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""];
        assert_eq!(said_at_summary(text), expected, "{text}");
    }
    assert_eq!(said_at_summary("do you do it on 2026-03-18").first().map(String::as_str), Some("< It is on its way."));
}

#[test]
fn who_asks_for_the_thing_itself_wants_it_otherwise() {
    for (language, text) in [
        ("en", "can I have it on 2026-03-18 ?"),
        ("en", "wait, could we come 2026-03-18 ?"),
        ("de", "kann ich es am 2026-03-18 haben ?"),
        ("de", "Moment, könnte ich auch 2026-03-18 kommen ?"),
        ("it", "posso averlo 2026-03-18 ?"),
        ("it", "scusi, potrei venire 2026-03-18 ?"),
    ] {
        let expected = ["< cook, Ada? [Yes | No]", "email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""];
        assert_eq!(said_in(language, text), expected, "{text}");
    }
    assert_eq!(said_at_summary("can I have a desk on 2026-03-18 ?").first().map(String::as_str), Some("< It is on its way."));
}

#[test]
fn several_slots_named_are_asked_one_after_the_other() {
    let asked = format!("{SUMMARY}\n> no\n< What should I change? [Role | Email | Name | Start]\n> the start and the name\n< Your name?");
    let known = "email=\"a@b.org\" name=\"Eva Doe\" role=\"cook\" start=\"2026-03-19\"";
    check_from(NAME, &format!("{asked}\n> Eva Doe\n< Your start?\n> 2026-03-19\n< cook, Eva Doe? [Yes | No]\n?\n{known}"));
    let start_first = "> 2026-03-19\n< Changed.\n< Your name?\n> Eva Doe\n< cook, Eva Doe? [Yes | No]";
    check_from(NAME, &format!("{asked}\n{start_first}\n?\n{known}"));
    // What is told at once is not asked for.
    check_from(NAME, &format!("{asked}\n> I'm Eva Doe, 2026-03-19\n< Changed.\n< cook, Eva Doe? [Yes | No]\n?\n{known}"));
    check_from(
        NAME,
        &format!(
            "{SUMMARY}\n> change email and role please\n< Your role? [Driver | Cook]\n> driver\n< Your licence? [Yes | No]\n> yes\n< Your email?\n> c@d.org\n< driver, Ada? [Yes | No]"
        ),
    );
}

#[test]
fn a_change_to_what_is_known_already_is_answered_as_such() {
    for text in ["can you put cook instead ?", "make it 2026-03-04"] {
        check_from(NAME, &format!("{SUMMARY}\n> {text}\n< So it is.\n< cook, Ada? [Yes | No]"));
    }
    check_from(
        NAME,
        &format!(
            "{SUMMARY}\n> no, cook\n< What should I change? [Role | Email | Name | Start]\n> cook\n< So it is.\n< cook, Ada? [Yes | No]"
        ),
    );
    check_from(NAME, &format!("{SUMMARY}\n> would a cook earn more ?\n< I don't know that.\n< cook, Ada? [Yes | No]"));
}

/// "2026-03-18, 9.30": the extractor is sure of a number only.
#[test]
fn of_values_alone_each_is_part_of_the_change() {
    use super::build::{ask, at, bot, slot, with_flow, with_message};
    use crate::domain::{Entity, EntityName, SlotValue, Strength};
    use crate::flow::{SlotKind, Verb};
    let texts = [("ask.start", "Your start?"), ("ask.time", "When?"), ("sum", "{{ slots.start }} {{ slots.time }}?")];
    let flows = texts.iter().fold(bot(), |flows, (key, text)| with_message(flows, key, text));
    let slots = vec![("start", slot(SlotKind::Date)), ("time", slot(SlotKind::Time))];
    let flows = with_flow(
        flows,
        "apply",
        slots,
        vec![at("form", ask(&["start", "time"]), &[]), at("sum", Verb::Confirm(super::build::key("sum")), &[])],
    );
    for (text, expected) in
        [("2026-03-18, 9.30", "start=\"2026-03-18\" time=\"09:30\""), ("2026-03-18, for 9.30", "start=\"2026-03-18\" time=\"10:00\"")]
    {
        let mut state = fresh();
        play(&flows, &mut state, "> apply 2026-03-04\n< When?");
        let hour = |text: &str, hour, minute, strength| {
            let (start, end) = text.find(' ').map_or((0, text.len()), |_| (text.len() - 4, text.len()));
            Entity {
                kind: EntityName::new("time").unwrap(),
                slot: None,
                value: SlotValue::Time(jiff::civil::time(hour, minute, 0, 0)),
                start,
                end,
                strength,
            }
        };
        for (text, time) in [("10:00", hour("10:00", 10, 0, Strength::Clear)), (text, hour(text, 9, 30, Strength::IfAsked))] {
            let Input::Heard { mut understanding, faq, parts } = heard(text) else { unreachable!() };
            understanding.entities.push(time);
            step(&flows, &state, &Input::Heard { understanding, faq, parts }, &now()).events.iter().for_each(|event| state.apply(event));
        }
        assert_eq!(super::known(&state), expected, "{text}");
    }
}

#[test]
fn a_day_that_could_be_is_a_change_at_a_summary() {
    for text in ["can be 2026-03-18 ?", "could it be 2026-03-18 ?", "ye send. actualy wait can u put 2026-03-18"] {
        let said = said_at_summary(text);
        assert_eq!(said.last().map(String::as_str), Some("email=\"a@b.org\" name=\"Ada\" role=\"cook\" start=\"2026-03-18\""), "{text}");
    }
}
