//! Single verbs, as designers write them.

use super::check;
use super::written::written;
use crate::flow::Flows;

#[test]
fn a_switch_takes_the_case_of_the_value_or_else() {
    let flows = written(
        "
flows:
  apply:
    start: [apply]
    slots: {role: {type: role}, licence: {type: yes_no}, age: {type: number}}
    steps:
      - {id: role, ask: role, say: Which role?}
      - switch: slots.role
        cases:
          driver:
            - {id: licence, ask: licence, say: A licence?}
            - switch: slots.licence
              cases: {yes: [{say: Good.}]}
              else: [{say: No driver then., id: no_driver}, end]
      - {id: age, ask: age, say: How old?}
      - switch: slots.age
        cases: {18: [{say: Just.}], 19.5: [{say: Never said.}]}
        else: [{say: Another age.}]
",
    );
    check(&flows, "> apply as a driver\n< A licence? [Yes | No]\n> yes\n< Good.\n< How old?\n> 18\n< Just.\n.");
    check(&flows, "> apply as a driver\n< A licence? [Yes | No]\n> no\n< No driver then.\n.");
    check(&flows, "> apply as a cook\n< How old?\n> 19\n< Another age.\n.");
}

#[test]
fn faq_answers_a_question_of_the_flow_or_takes_else() {
    let flows = written(
        "
flows:
  tell:
    start: [tell]
    slots: {matter: {type: text}}
    steps:
      - {id: matter, ask: matter, say: What is it about?}
      - faq: slots.matter
        else: [{say: I'll pass it on.}]
      - say: Anything else?
messages: {faq: {parking: Behind the house.}}
",
    );
    check(&flows, "> tell\n< What is it about?\n> the cars\nfaq the cars\n= parking\n< Behind the house.\n< Anything else?\n.");
    check(&flows, "> tell\n< What is it about?\n> a poem\nfaq a poem\n=\n< I'll pass it on.\n< Anything else?\n.");
}

/// Asks for an order and looks it up; `otherwise` is what the call does without an answer.
fn tracking(otherwise: &str) -> Flows {
    written(&format!(
        "
flows:
  track:
    start: [track]
    slots: {{order: {{type: number}}, state: {{type: text}}}}
    steps:
      - {{id: order, ask: order, say: Which order?}}
      - id: look
        call: find_order
        with: {{order: slots.order}}
        save: {{state: result.state}}
{otherwise}
      - say: 'It is {{{{ slots.state }}}}.'
actions: {{find_order: {{url: 'https://a.example/orders', timeout: 3 s}}}}
"
    ))
}

#[test]
fn a_call_can_tell_a_status_from_an_outage() {
    let flows = tracking(
        "        on_status:
          404: [{say: No such order.}, {goto: order}]
        on_failure: [{say: The desk is away.}, end]",
    );
    check(
        &flows,
        "> track 3
         call find_order {\"order\":3}
         - 404
         < No such order.
         < Which order?
         > 4
         call find_order {\"order\":4}
         - 503
         < The desk is away.
         .",
    );
    check(&flows, "> track\n< Which order?\n> 3\ncall find_order {\"order\":3}\n-\n< The desk is away.\n.");
}

#[test]
fn a_question_that_is_given_up_a_second_time_takes_its_own_way_out() {
    let flows = tracking(
        "        on_failure:
          - set: {order: none}
          - id: another
            ask: order
            say: Not found. Which other?
            on_no_match: [A number please., {say: Write to us.}, end]
          - goto: look",
    );
    check(
        &flows,
        "> track 3
         call find_order {\"order\":3}
         -
         < Not found. Which other?
         > 4
         call find_order {\"order\":4}
         -
         < Not found. Which other?
         > what
         < A number please.
         > what
         < Write to us.
         .",
    );
}

#[test]
fn a_look_up_is_done_again_when_what_it_read_changes_and_any_other_call_is_not() {
    let flows = |reads_only: bool| {
        written(&format!(
            "
flows:
  track:
    start: [track]
    slots: {{order: {{type: number}}, state: {{type: text}}, role: {{type: role}}}}
    steps:
      - {{id: order, ask: order, say: Which order?}}
      - call: find_order
        with: {{order: slots.order}}
        save: {{state: result.state}}
        on_status: {{404: [{{say: No such order.}}, {{goto: order}}]}}
        on_failure: [end]
      - {{id: role, ask: role, say: Which role?}}
      - {{confirm: track.sure}}
messages: {{track: {{sure: \"{{{{ slots.order }}}}{{% if slots.state is defined %}} {{{{ slots.state }}}}{{% endif %}}?\"}}, faq: {{parking: Here.}}}}
actions: {{find_order: {{url: 'https://a.example/orders', timeout: 3 s, reads_only: {reads_only}}}}}
"
        ))
    };
    let begins =
        "> track 3\ncall find_order {\"order\":3}\n+ {\"state\": \"here\"}\n< Which role?\n> cook\n< 3 here? [Yes | No]\n> no, 4\n";
    check(&flows(false), &format!("{begins}< 4 here? [Yes | No]"));
    check(&flows(true), &format!("{begins}call find_order {{\"order\":4}}\n+ {{\"state\": \"away\"}}\n< 4 away? [Yes | No]"));
    check(&flows(true), &format!("{begins}call find_order {{\"order\":4}}\n- 404\n< No such order.\n< Which order?"));
}
