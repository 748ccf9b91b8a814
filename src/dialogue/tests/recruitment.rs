//! A job application as a designer writes it, compiled, with the built-in texts that people read.

use super::build::heard;
use super::written::written;
use super::{check, fresh, now, step};
use crate::dialogue::texts::Text;
use crate::flow::Flows;

const BOT: &str = r#"
flows:
  apply:
    description: Take a job application
    start: [apply]
    slots:
      role: {type: role, purpose: application}
      licence: {type: yes_no, purpose: application}
      email: {type: email, purpose: application}
      name: {type: person_name, purpose: application}
      start_on: {type: date, purpose: application, past: false}
      reference: {type: text}
    steps:
      - consent: application
        else: [{say: apply.no_consent}, end]
      - say: apply.hello
      - id: role
        ask: role
        say: apply.which_role
        choices: slot
      - if: slots.role == "driver"
        then:
          - id: licence
            ask: licence
            say: apply.licence
          - if: not slots.licence
            then: [{say: apply.licence_needed}, end]
      - id: contact
        ask: email
        reject:
          - when: value is endingwith("@example.com")
            say: apply.real_email
        on_no_match: [apply.email_again, {say: apply.call_us}, end]
      - id: form
        ask: [name, start_on]
      - confirm: apply.summary
      - call: create_application
        with: {role: slots.role, email: slots.email}
        save: {reference: result.id}
        on_failure: [{say: apply.try_later}, end]
      - say: apply.done
  hours:
    start: [track]
    steps: [{say: apply.hours}]
messages:
  apply:
    no_consent: Then I can't take your application.
    hello: Welcome!
    which_role: Which role?
    licence: Do you have a licence?
    licence_needed: You need one.
    real_email: A real one, please.
    email_again: An address, please.
    call_us: Please call us.
    summary: "{{ slots.name }}, {{ slots.role }}, {{ slots.email }}, from {{ slots.start_on }}?"
    try_later: Please try later.
    done: Done, {{ slots.reference }}.
    hours: We open at nine.
  faq: {parking: Behind the house.}
actions:
  create_application: {method: POST, url: "https://hr.acme.example/applications", timeout: 5 s, recipient: {name: Acme HR, country: IT, basis: contract}}
"#;

fn bot() -> Flows {
    written(BOT)
}

#[test]
fn a_driver_applies() {
    check(
        &bot(),
        "> I'd like to apply as a driver
         < May I use what you tell me for this purpose: to handle your application? You can withdraw your consent at any time. [Yes | No]
         > yes
         < Welcome!
         < Do you have a licence? [Yes | No]
         > yes
         < What is your e-mail address?
         > ada@example.com
         < A real one, please.
         < What is your e-mail address?
         > ada@acme.example, I'm Ada Lovelace
         < Start on: on which day?
         > hm
         < I didn't find a day. Please write one like this: 4 March, next Monday, or 2027-03-04.
         < Start on: on which day?
         > we could say 2026-03-01
         < That day has passed. Please choose a day that is still to come.
         < Start on: on which day?
         > 2026-03-04, and is there parking?
         < Behind the house.
         < Ada Lovelace, driver, ada@acme.example, from 2026-03-04? [Yes | No]
         > no, from 2026-03-09
         < Ada Lovelace, driver, ada@acme.example, from 2026-03-09? [Yes | No]
         > no, the e-mail address is wrong
         < What is your e-mail address?
         > ada@lovelace.example
         < Ada Lovelace, driver, ada@lovelace.example, from 2026-03-09? [Yes | No]
         > change the day
         < Start on: on which day?
         > 2026-04-01
         < Ada Lovelace, driver, ada@lovelace.example, from 2026-04-01? [Yes | No]
         > no
         < What should I change? [Role | Licence | Email | Name | Start on]
         > nonsense
         < What should I change? [Role | Licence | Email | Name | Start on]
         > my name
         < What is your name?
         > Ada King
         < Ada King, driver, ada@lovelace.example, from 2026-04-01? [Yes | No]
         > yes
         call create_application {\"role\":\"driver\",\"email\":\"ada@lovelace.example\"}
         + {\"id\": \"R-7\"}
         < Done, R-7.
         .
         ?
         email=\"ada@lovelace.example\" licence=true name=\"Ada King\" role=\"driver\" start_on=\"2026-04-01\"",
    );
}

#[test]
fn a_change_at_the_summary_takes_the_other_branch() {
    let to_the_summary = "> apply
         < May I use what you tell me for this purpose: to handle your application? You can withdraw your consent at any time. [Yes | No]
         > yes
         < Welcome!
         < Which role? [Driver | Cook]
         > cook
         < What is your e-mail address?
         > ada@acme.example, I'm Ada, 2026-03-04
         < Ada, cook, ada@acme.example, from 2026-03-04? [Yes | No]";
    check(
        &bot(),
        &format!(
            "{to_the_summary}
             > no, as a driver
             < Do you have a licence? [Yes | No]
             > yes
             < Ada, driver, ada@acme.example, from 2026-03-04? [Yes | No]
             > the licence
             < Do you have a licence? [Yes | No]
             > no
             < You need one.
             ."
        ),
    );
    check(
        &bot(),
        &format!(
            "{to_the_summary}
             > no, the role
             < Which role? [Driver | Cook]
             > driver
             < Do you have a licence? [Yes | No]
             > yes
             < Ada, driver, ada@acme.example, from 2026-03-04? [Yes | No]
             > no, cook
             < Ada, cook, ada@acme.example, from 2026-03-04? [Yes | No]"
        ),
    );
}

#[test]
fn a_cook_is_not_asked_for_a_licence_and_may_refuse_or_give_up() {
    check(
        &bot(),
        "> apply
         < May I use what you tell me for this purpose: to handle your application? You can withdraw your consent at any time. [Yes | No]
         ! consent.no
         < Then I can't take your application.
         .
         > apply
         < May I use what you tell me for this purpose: to handle your application? You can withdraw your consent at any time. [Yes | No]
         ! consent.yes
         < Welcome!
         < Which role? [Driver | Cook]
         > chef
         < I didn't recognise that. You can choose: Driver, Cook.
         < Which role? [Driver | Cook]
         > cook
         < What is your e-mail address?
         > no idea
         < An address, please.
         > when do you open? I want to track that
         < We open at nine.
         < What is your e-mail address?
         > no idea
         < An address, please.
         > really not
         < Please call us.
         .",
    );
}

#[test]
fn the_built_in_texts_are_all_there_and_can_be_said_without_a_flow() {
    let (flows, mut state) = (bot(), fresh());
    for text in Text::ALL {
        let key = text.message_key().unwrap();
        assert!(flows.messages.get(&state.language, &key).is_some(), "{key}");
    }
    for said in ["", "hm", "help", "a human", "cancel", "restart", "bot_or_human", "my_data"] {
        let done = step(&flows, &state, &heard(said), &now());
        done.events.iter().for_each(|event| state.apply(event));
        assert!(done.events.iter().any(|event| matches!(event, crate::domain::Event::Said { .. })), "{said}");
    }
}
