//! `run` and `go`: flows that lie on top of each other, and what passes between them.

use super::check;
use super::written::written;
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
      - {id: consent, consent: application, else: [end]}
      - if: slots.job is defined
        then: [{say: 'So you would be our {{ slots.job }}.'}]
      - {id: name, ask: name, say: What is your name?}
      - id: mail
        ask: mail
        say: And your address?
        reject: [{when: 'value is endingwith(\"@example.com\")', say: A real one please.}]
        on_no_match: [An address please., {say: Then not.}, {go: elsewhere, with: {who: slots.name}}]
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
