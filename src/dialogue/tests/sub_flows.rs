//! `run` and `go`: flows that lie on top of each other, and what passes between them.

use super::written::written;
use super::{check, fresh, play};
use crate::flow::Flows;

/// Applies: who it is comes from a sub-flow, which can also be started by itself.
fn applying() -> Flows {
    written(
        "
flows:
  apply:
    start: [apply]
    slots:
      role: {type: role, purpose: application}
      name: {type: person_name, purpose: application}
      email: {type: email, purpose: application}
    steps:
      - {id: consent, consent: application, else: [end]}
      - {id: role, ask: role, say: Which role?}
      - id: who
        run: details
        with: {job: slots.role}
        save: {name: slots.name, email: slots.mail}
      - {id: summary, confirm: apply.summary}
      - say: 'Thank you, {{ slots.name }}.'
  details:
    start: [tell]
    slots:
      job: {type: role}
      name: {type: person_name, purpose: application}
      mail: {type: email, purpose: application}
    steps:
      - {id: consent, consent: application, else: [{go: refused}]}
      - if: slots.job is defined
        then: [{say: 'So you would be our {{ slots.job }}.'}]
      - {id: name, ask: name, say: What is your name?}
      - id: mail
        ask: mail
        say: And your address?
        reject: [{when: 'value is endingwith(\"@example.com\")', say: A real one please.}]
        on_no_match: [An address please., {say: Then not.}, {go: elsewhere, with: {who: slots.name}}]
  refused: {steps: [{say: Then not.}]}
  elsewhere:
    slots: {who: {type: person_name}}
    steps: [{say: 'Please call us, {{ slots.who }}.'}]
messages:
  apply: {summary: '{{ slots.name }}, {{ slots.email }}, {{ slots.role }}?'}
  consent: {application: May I?}
  faq: {parking: Behind the house.}
",
    )
}

#[test]
fn a_sub_flow_returns_what_it_was_told() {
    check(
        &applying(),
        "> apply as a cook
         < May I? [Yes | No]
         > yes
         < So you would be our cook.
         < What is your name?
         > is there parking?
         < Behind the house.
         < What is your name?
         > I'm Ada, ada@posta.example
         < Ada, ada@posta.example, cook? [Yes | No]
         > yes
         < Thank you, Ada.
         .
         ?
         email=\"ada@posta.example\" name=\"Ada\" role=\"cook\"",
    );
}

#[test]
fn a_sub_flow_that_is_started_by_itself_keeps_its_own_values() {
    check(
        &applying(),
        "> tell
         < May I? [Yes | No]
         > yes
         < What is your name?
         > I'm Ada, ada@posta.example
         .
         ?
         mail=\"ada@posta.example\" name=\"Ada\"",
    );
}

#[test]
fn cancel_in_a_sub_flow_cancels_the_flows_that_wait_for_it() {
    check(
        &applying(),
        "> apply as a cook
         < May I? [Yes | No]
         > yes
         < So you would be our cook.
         < What is your name?
         > cancel
         < Do you want to stop here? What you've told me for this won't be sent. [Yes | No]
         > yes
         < Stopped. Nothing was sent. Is there anything else I can do?
         .
         ?
         nothing",
    );
}

#[test]
fn going_leaves_for_good_also_out_of_a_sub_flow() {
    check(
        &applying(),
        "> apply as a cook
         < May I? [Yes | No]
         > yes
         < So you would be our cook.
         < What is your name?
         > I'm Ada
         < And your address?
         > none
         < An address please.
         > none
         < Then not.
         < Please call us, Ada.
         .
         ?
         nothing",
    );
}

#[test]
fn what_the_first_sentence_told_is_not_asked_again_in_a_sub_flow() {
    check(
        &applying(),
        "> apply as a cook, ada@posta.example
         < May I? [Yes | No]
         > yes
         < So you would be our cook.
         < What is your name?
         > I'm Ada
         < Ada, ada@posta.example, cook? [Yes | No]",
    );
}

#[test]
fn what_a_sub_flow_asked_is_corrected_at_the_summary_by_its_own_rules() {
    check(
        &applying(),
        "> apply as a cook
         < May I? [Yes | No]
         > yes
         < So you would be our cook.
         < What is your name?
         > I'm Ada, ada@posta.example
         < Ada, ada@posta.example, cook? [Yes | No]
         > no, bob@posta.example
         < Ada, bob@posta.example, cook? [Yes | No]
         > no, ada@example.com
         < A real one please.
         < Ada, bob@posta.example, cook? [Yes | No]
         > no
         < What should I change? [Role | Name | Email]
         ! change.email
         < And your address?
         > ada@posta.example
         < Ada, ada@posta.example, cook? [Yes | No]",
    );
}

/// Orders something: where it goes is asked by a sub-flow that branches on what it was given.
fn ordering() -> Flows {
    written(
        "
flows:
  apply:
    start: [apply]
    slots: {role: {type: role}, count: {type: number}, name: {type: person_name}, day: {type: date}}
    steps:
      - {id: role, ask: role, say: Which role?}
      - {id: count, ask: count, say: How many?}
      - run: who
        with: {job: slots.role, age: slots.count}
        save: {name: slots.name, day: slots.day}
      - {id: summary, confirm: apply.summary}
      - say: Done.
  who:
    slots: {job: {type: role}, age: {type: number}, name: {type: person_name}, day: {type: date, optional: true}}
    steps:
      - {id: name, ask: name, say: 'Name of the {{ slots.age }}?'}
      - if: slots.job == 'driver'
        then: [{id: day, ask: day, say: Which day?}]
messages:
  apply: {summary: \"{{ slots.count }} {{ slots.role }}: {{ slots.name }}{% if slots.day is defined %}, {{ slots.day }}{% endif %}?\"}
  faq: {parking: Behind the house.}
",
    )
}

#[test]
fn a_corrected_argument_runs_the_sub_flow_again_only_if_a_branch_in_it_read_it() {
    check(
        &ordering(),
        "> apply as a cook
         < How many?
         > 2
         < Name of the 2?
         > I'm Ada
         < 2 cook: Ada? [Yes | No]
         > no, 3
         < 3 cook: Ada? [Yes | No]
         > no, a driver
         < Which day?
         > 2026-03-04
         < 3 driver: Ada, 2026-03-04? [Yes | No]",
    );
}

/// A conversation, then a restart of the server: values without a purpose are gone, places are not. Then the rest of it.
fn check_restarted(flows: &Flows, before: &str, after: &str) {
    let mut state = fresh();
    play(flows, &mut state, before);
    for frame in &mut state.frames {
        frame.slots.retain(|slot, _| flows.flows[&frame.flow].slots[slot].purpose.is_some());
    }
    play(flows, &mut state, after);
}

#[test]
fn a_restart_in_a_sub_flow_loses_no_place() {
    check_restarted(
        &applying(),
        "> apply as a cook\n< May I? [Yes | No]\n> yes\n< So you would be our cook.\n< What is your name?",
        "> I'm Ada, ada@posta.example
         < Ada, ada@posta.example, cook? [Yes | No]
         > yes
         < Thank you, Ada.
         .",
    );
}

#[test]
fn what_a_restart_took_from_a_sub_flow_is_asked_again() {
    check_restarted(
        &ordering(),
        "> apply as a driver\n< How many?\n> 2\n< Name of the 2?\n> I'm Ada\n< Which day?",
        "> 2026-03-04
         < Which role?
         > a driver
         < How many?
         > 2
         < Name of the 2?
         > I'm Ada
         < Which day?
         > 2026-03-04
         < 2 driver: Ada, 2026-03-04? [Yes | No]",
    );
}

/// Asks for an address through a sub-flow with an `on_no_match`.
fn asking_through(on_no_match: &str) -> Flows {
    written(&format!(
        "
flows:
  apply:
    start: [apply]
    slots: {{role: {{type: role}}, email: {{type: email}}}}
    steps:
      - {{id: who, run: details, save: {{email: slots.mail}}}}
      - {{id: role, ask: role, say: Which role?}}
  details:
    slots: {{mail: {{type: email}}}}
    steps:
      - {{id: mail, ask: mail, say: Your address?, max_attempts: 2, on_no_match: {on_no_match}}}
      - {{id: enough, end: }}
"
    ))
}

#[test]
fn a_question_that_is_given_up_ends_the_flows_that_wait_for_it() {
    let asked = "> apply\n< Your address?\n> hm\n< An address please.\n> hm";
    check(&asking_through("[An address please., {say: Please call us.}, end]"), &format!("{asked}\n< Please call us.\n."));
    let nested = "[An address please., {if: 'slots.mail is defined', then: [{say: How odd.}], else: [end]}]";
    check(&asking_through(nested), &format!("{asked}\n."));
    // The designer may say otherwise.
    let goes_on = "[An address please., {say: Never mind.}, {goto: enough}]";
    check(&asking_through(goes_on), &format!("{asked}\n< Never mind.\n< Which role?"));
}
