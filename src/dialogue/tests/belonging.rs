//! Which of the values of an utterance belong to which slot, and which to none.

use super::build::{ask, ask_slot, at, bot, entity, expression, heard, key, slot, with_flow, with_message};
use super::{fresh, known, now, play, step};
use crate::dialogue::Input;
use crate::domain::{Entity, EntityName, Interval, SlotValue, Strength};
use crate::flow::{Ask, Edge, Flows, SlotKind, Verb};

fn with_questions(mut flows: Flows, slots: &[&str]) -> Flows {
    for name in slots {
        flows = with_message(flows, &format!("ask.{name}"), &format!("Your {name}?"));
    }
    flows
}

/// An utterance with entities by hand: kind, value, the words that say it, strength.
fn with_entities(text: &str, said: &[(&str, SlotValue, &str, Strength)]) -> Input {
    let Input::Heard { mut understanding, faq, parts } = heard(text) else { unreachable!() };
    let entity = |(kind, value, words, strength): &(&str, SlotValue, &str, Strength)| {
        let start = text[..text.find(words).unwrap()].chars().count();
        let kind = EntityName::new(kind).unwrap();
        Entity { kind, slot: None, value: value.clone(), start, end: start + words.chars().count(), strength: *strength }
    };
    understanding.entities = said.iter().map(entity).collect();
    Input::Heard { understanding, faq, parts }
}

fn day(day: i8) -> SlotValue {
    SlotValue::Date(jiff::civil::date(2026, 3, day))
}

fn hour(hour: i8) -> SlotValue {
    SlotValue::Time(jiff::civil::time(hour, 0, 0, 0))
}

/// What is known after an utterance, the flow `apply` having been begun by the words before, if there are any.
#[track_caller]
fn check_known(flows: &Flows, before: &str, input: &Input, expected: &str) {
    let mut state = fresh();
    play(flows, &mut state, before);
    step(flows, &state, input, &now()).events.iter().for_each(|event| state.apply(event));
    assert_eq!(known(&state), expected);
}

#[test]
fn day_and_hour_in_the_question_that_begins_a_flow_are_told_but_no_number() {
    let flows = with_questions(bot(), &["day", "time", "years"]);
    let slots = vec![("day", slot(SlotKind::Date)), ("time", slot(SlotKind::Time)), ("years", slot(SlotKind::Integer))];
    let flows = with_flow(flows, "apply", slots, vec![at("form", ask(&["day", "time", "years"]), &[])]);
    let said = |strength| {
        let values = [("date", day(9), "Monday"), ("time", hour(11), "11"), ("number", SlotValue::Number(2.0), "2")];
        values.map(|(kind, value, words)| (kind, value, words, strength))
    };
    let text = "may I apply on Monday at 11 with 2 years?";
    let opening = |strength| with_entities(text, &said(strength));
    check_known(&flows, "", &opening(Strength::InQuestion), "day=\"2026-03-09\" time=\"11:00\"");
    check_known(&flows, "", &opening(Strength::IfAsked), "nothing");
    // In the form, both are what is asked for; an hour alone may be asked about.
    let question = with_entities("is Monday at 11 free?", &said(Strength::InQuestion)[..2]);
    check_known(&flows, "> apply\n< Your day?", &question, "day=\"2026-03-09\" time=\"11:00\"");
    let question = with_entities("are you open at 11?", &said(Strength::InQuestion)[1..2]);
    check_known(&flows, "> apply\n< Your day?", &question, "nothing");
}

fn number(number: f64) -> SlotValue {
    SlotValue::Number(number)
}

fn text(text: &str) -> SlotValue {
    SlotValue::Text(text.to_owned())
}

fn choice(value: &str) -> SlotValue {
    SlotValue::Choice(value.to_owned())
}

/// `apply` asks for the role, drivers for their age, which must be plausible, and everybody for name and phone in a form.
fn by_role() -> Flows {
    let flows = with_message(with_questions(bot(), &["role", "age", "name", "phone"]), "odd", "An odd age.");
    let mut age = ask_slot("age");
    age.reject = vec![(expression("value > 99"), key("odd"))];
    let age = Verb::Ask(Ask { slots: vec![age], max_attempts: 4, interruptible: true });
    let slots = vec![
        ("role", slot(entity("role"))),
        ("age", slot(SlotKind::Integer)),
        ("name", slot(SlotKind::PersonName)),
        ("phone", slot(SlotKind::Phone)),
    ];
    let steps = vec![
        at("role", ask(&["role"]), &[]),
        at("branch", Verb::If(expression("slots.role == \"driver\"")), &[(Edge::No, "form")]),
        at("age", age, &[]),
        at("form", ask(&["name", "phone"]), &[]),
    ];
    with_flow(flows, "apply", slots, steps)
}

const PHONE: &str = "+393331234567";

#[test]
fn a_branch_that_is_not_taken_is_offered_nothing() {
    let flows = by_role();
    let as_cook = "> apply as a cook\n< Your name?";
    let digits = with_entities("333 it is", &[("number", number(333.0), "333", Strength::Clear)]);
    check_known(&flows, as_cook, &digits, "role=\"cook\"");
    // The same sentence may decide the branch.
    for (role, expected) in [("driver", "age=30 role=\"driver\""), ("cook", "role=\"cook\"")] {
        let opening = format!("30, apply as {role}");
        let said = [("number", number(30.0), "30", Strength::Clear), ("role", choice(role), role, Strength::Clear)];
        check_known(&flows, "", &with_entities(&opening, &said), expected);
    }
    // Nothing is known yet: both ways are open.
    check_known(&flows, "", &with_entities("apply at 30", &[("number", number(30.0), "30", Strength::Clear)]), "age=30");
}

#[test]
fn digits_of_a_phone_number_are_no_age() {
    let said = [("number", number(333.0), "333", Strength::Clear), ("phone", text(PHONE), "333 123 4567", Strength::IfAsked)];
    let input = with_entities("apply as a driver, 333 123 4567", &said);
    check_known(&by_role(), "", &input, "nothing");
    let input = with_entities("333 123 4567", &said);
    check_known(&by_role(), "> apply as a driver\n< Your age?", &input, "role=\"driver\"");
}

#[test]
fn a_form_takes_name_and_phone_from_one_answer_in_any_order() {
    let said =
        [("person_name", text("Ada Rossi"), "Ada Rossi", Strength::IfAsked), ("phone", text(PHONE), "333 123 4567", Strength::IfAsked)];
    let as_cook = "> apply as a cook\n< Your name?";
    let both = format!("name=\"Ada Rossi\" phone=\"{PHONE}\" role=\"cook\"");
    let profile = |input: &Input, before: &str, expected: &str| check_known(&by_role(), before, input, expected);
    profile(&with_entities("Ada Rossi, 333 123 4567", &said), as_cook, &both);
    profile(&with_entities("333 123 4567, Ada Rossi", &said), as_cook, &both);
    profile(&with_entities("333 123 4567", &said[1..]), as_cook, &format!("phone=\"{PHONE}\" role=\"cook\""));
    // Where nothing of the form is asked, digits are only digits.
    profile(&with_entities("333 123 4567", &said[1..]), "> apply\n< Your role? [Driver | Cook]", "nothing");
}

#[test]
fn my_name_is_tells_a_name_and_no_listed_value() {
    let flows = with_questions(bot(), &["role", "name"]);
    let slots = vec![("role", slot(entity("role"))), ("name", slot(SlotKind::PersonName))];
    let flows = with_flow(flows, "apply", slots, vec![at("form", ask(&["role", "name"]), &[])]);
    let said = [("person_name", text("Cook"), "Cook", Strength::Clear), ("role", choice("cook"), "Cook", Strength::IfAsked)];
    let input = with_entities("my name is Cook", &said);
    check_known(&flows, "> apply\n< Your role? [Driver | Cook]", &input, "name=\"Cook\"");
    check_known(&flows, "> apply as a driver\n< Your name?", &input, "name=\"Cook\" role=\"driver\"");
}

#[test]
fn a_choice_between_two_is_none() {
    let flows = with_questions(bot(), &["day", "time", "role"]);
    let slots = vec![("day", slot(SlotKind::Date)), ("time", slot(SlotKind::Time)), ("role", slot(entity("role")))];
    let flows = with_flow(flows, "apply", slots, vec![at("form", ask(&["day", "time", "role"]), &[])]);
    let asked = "> apply\n< Your day?";
    let clear = Strength::Clear;
    let (thursday, friday) = (("date", day(5), "Thursday", clear), ("date", day(6), "Friday", clear));
    let times = [("time", hour(14), "2", Strength::IfAsked), ("time", hour(15), "3", Strength::IfAsked), ("time", hour(16), "4", clear)];
    check_known(&flows, asked, &with_entities("Thursday or on Friday", &[thursday.clone(), friday.clone()]), "nothing");
    check_known(
        &flows,
        asked,
        &with_entities("Thursday or, if all else fails, Friday", &[thursday.clone(), friday.clone()]),
        "day=\"2026-03-05\"",
    );
    check_known(&flows, "", &with_entities("apply, Thursday", std::slice::from_ref(&thursday)), "day=\"2026-03-05\"");
    let (two, three, four) = (times[0].clone(), times[1].clone(), times[2].clone());
    let hour_asked = "> apply 2026-03-06\n< Your time?";
    check_known(&flows, hour_asked, &with_entities("2 or 3", &[two.clone(), three.clone()]), "day=\"2026-03-06\"");
    check_known(&flows, hour_asked, &with_entities("2, 3 or 4", &[two.clone(), three.clone(), four.clone()]), "day=\"2026-03-06\"");
    check_known(&flows, hour_asked, &with_entities("3 or so", std::slice::from_ref(&three)), "day=\"2026-03-06\" time=\"15:00\"");
    let moments = [thursday.clone(), three, friday.clone(), four];
    check_known(&flows, asked, &with_entities("Thursday at 3 or Friday at 4", &moments), "nothing");
    let march = [("number", number(4.0), "4", clear), ("date", day(5), "5 March", clear)];
    check_known(&flows, asked, &with_entities("4 or 5 March", &march), "nothing");
    let roles = [("role", choice("cook"), "cook", clear), ("role", choice("driver"), "driver", clear), thursday];
    check_known(&flows, asked, &with_entities("Thursday, as a cook or a driver", &roles), "day=\"2026-03-05\"");
}

#[test]
fn a_name_beside_the_answer_replaces_another_and_no_longer_form_of_itself() {
    let phone = ("phone", text(PHONE), "333 123 4567", Strength::IfAsked);
    let before = "> apply as a cook\n< Your name?\n> Ada Rossi\n< Your phone?";
    for (said, expected) in [("Sarah Wolf", "Sarah Wolf"), ("Ada", "Ada Rossi")] {
        let mut state = fresh();
        play(&by_role(), &mut state, before);
        let utterance = format!("my name is {said}, 333 123 4567");
        let input = with_entities(&utterance, &[phone.clone(), ("person_name", text(said), said, Strength::Clear)]);
        step(&by_role(), &state, &input, &now()).events.iter().for_each(|event| state.apply(event));
        assert!(known(&state).contains(&format!("\"{expected}\"")), "{said}: {}", known(&state));
    }
}

fn interval(from: i8, to: i8) -> SlotValue {
    SlotValue::Interval(Interval::Dates(jiff::civil::date(2026, 3, from), jiff::civil::date(2026, 3, to)))
}

#[test]
fn an_interval_fills_its_own_slot_or_two_and_one_day_is_asked_again() {
    let said = |text: &str| {
        let values = [
            ("interval", interval(9, 13), "from Monday to Friday", Strength::Clear),
            ("date", day(9), "Monday", Strength::Clear),
            ("date", day(13), "Friday", Strength::Clear),
        ];
        with_entities(text, &values)
    };
    let flow = |slots: &[(&str, SlotKind)]| {
        let names: Vec<&str> = slots.iter().map(|(name, _)| *name).collect();
        let kinds = slots.iter().map(|(name, kind)| (*name, slot(kind.clone()))).collect();
        with_flow(with_questions(bot(), &names), "apply", kinds, vec![at("form", ask(&names), &[])])
    };
    let text = "from Monday to Friday";
    let whole = flow(&[("when", SlotKind::Interval), ("day", SlotKind::Date)]);
    check_known(&whole, "> apply\n< Your when?", &said(text), "when={\"from\":\"2026-03-09\",\"to\":\"2026-03-13\"}");
    let two = flow(&[("first", SlotKind::Date), ("last", SlotKind::Date)]);
    check_known(&two, "> apply\n< Your first?", &said(text), "first=\"2026-03-09\" last=\"2026-03-13\"");
    let one = flow(&[("day", SlotKind::Date), ("name", SlotKind::PersonName)]);
    check_known(&one, "> apply\n< Your day?", &said(text), "nothing");
}
