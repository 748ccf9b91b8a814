//! What flows compile to.

use super::*;
use crate::domain::{FlowName, StepId};

const APPLY: &str = r#"
flows:
  apply:
    description: Take a job application
    start: [apply_for_job]
    slots:
      role: {type: role, purpose: application}
      name: {type: person_name, purpose: application}
      email: {type: email, purpose: application}
      licence: {type: yes_no, purpose: application}
      start_on: {type: date, purpose: application, past: false}
      reference: {type: text}
      phrase: {type: text, purpose: application}
    steps:
      - consent: application
        else: [{say: apply.no_consent}, end]
      - say: apply.hello
      - ask: role
        say: apply.which_role
        choices: slot
      - if: slots.role == "driver"
        then:
          - ask: licence
            say: apply.licence
          - if: not slots.licence
            then: [{say: apply.licence_needed}, end]
      - id: contact
        ask: email
        reject:
          - when: value is endingwith("@example.com")
            say: apply.real_email
        on_no_match: [apply.email_again, {say: "Never mind then."}, end]
        max_attempts: 2
      - ask: {name: {}, start_on: {on_no_match: apply.date_again}}
      - set: {phrase: slots.name ~ "!"}
      - confirm: apply.summary
        no: contact
      - call: create_application
        with: {role: slots.role, country: '"IT"'}
        save: {reference: result.id}
        on_failure: [{say: apply.try_later}, end]
      - say: {en: "Done: {{ slots.reference }} {{ slots.phrase }}"}
"#;

const MESSAGES: &str = r#"
faq.hours: From nine to five.
apply:
  no_consent: As you wish.
  hello: Welcome!
  which_role: {text: Which role?, quick_replies: [{title: Lorry, value: driver}, {title: Track, payload: {intent: track_order}}]}
  licence: Do you have a licence?
  licence_needed: You need one.
  real_email: A real address, please.
  email_again: Again, please.
  ask_email: Your e-mail?
  date_again: Which day?
  summary: "{{ slots.name }} as {{ slots.role }}, {{ slots.email }}, from {{ slots.start_on }}?"
  try_later: {variants: [Later., Try later.]}
"#;

const ACTIONS: &str = r"
actions:
  create_application:
    method: post
    url: https://hr.acme.example/applications
    headers: {Authorization: {secret: HR_TOKEN}, X-Tenant: acme}
    timeout: 500 ms
    recipient: {name: Acme HR, country: IT, basis: contract}
";

fn apply() -> Flows {
    let (flows, findings) = Bot { flows: APPLY, messages: vec![("en", MESSAGES)], actions: ACTIONS }.compile();
    assert!(findings.iter().all(|found| found.code == "ask-without-id"), "{}", lines(&findings));
    flows.unwrap()
}

fn step(id: &str) -> StepId {
    StepId::new(id).unwrap()
}

/// Checks where a way out of a step leads; "" ends the flow.
fn check_way(from: &str, way: Edge, to: &str) {
    let flows = apply();
    let flow = &flows.flows[&FlowName::new("apply").unwrap()];
    let found = flow.follow(&step(from), way).map_or("", StepId::as_str);
    assert_eq!(found, to, "{way:?} of {from}");
}

#[test]
fn steps_without_id_are_addressed_by_their_path() {
    let flows = apply();
    let flow = &flows.flows[&FlowName::new("apply").unwrap()];
    assert_eq!(flow.first_step().as_str(), "0");
    let verbs =
        [("0.else.1", "end"), ("3.then.1.then.0", "say"), ("contact", "ask"), ("4.on_no_match.1", "say"), ("8.on_failure.1", "end")];
    for (id, verb) in verbs {
        assert_eq!(flow.node(&step(id)).map(|node| node.verb.as_str()), Some(verb), "{id}");
    }
    assert_eq!(flow.node(&step("contact")).unwrap().span.line_and_column(), (28, 9));
}

#[test]
fn every_way_out_of_a_step_leads_where_the_author_meant() {
    check_way("0", Edge::Yes, "1");
    check_way("0", Edge::No, "0.else.0");
    check_way("0.else.1", Edge::Next, "");
    check_way("3", Edge::Yes, "3.then.0");
    check_way("3", Edge::No, "contact");
    check_way("3.then.1", Edge::No, "contact");
    check_way("contact", Edge::Next, "5");
    check_way("contact", Edge::NoMatch, "4.on_no_match.1");
    check_way("5", Edge::NoMatch, "");
    check_way("7", Edge::Yes, "8");
    check_way("7", Edge::No, "contact");
    check_way("8", Edge::Failure, "8.on_failure.0");
    check_way("9", Edge::Next, "");
}

#[test]
fn an_ask_step_knows_its_texts_choices_and_rules() {
    let flows = apply();
    let flow = &flows.flows[&FlowName::new("apply").unwrap()];
    let ask = |id: &str| {
        let Verb::Ask(ask) = &flow.node(&step(id)).unwrap().verb else { panic!("{id} is no `ask`") };
        ask
    };
    let role = &ask("2").slots[0];
    assert_eq!((role.say.as_str(), &role.choices), ("apply.which_role", &Choices::Slot(vec!["driver".into(), "cook".into()])));
    let email = ask("contact");
    assert_eq!((email.slots[0].say.as_str(), email.max_attempts, email.slots[0].reject.len()), ("apply.ask_email", 2, 1));
    assert_eq!(email.slots[0].on_no_match.iter().map(MessageKey::as_str).collect::<Vec<_>>(), ["apply.email_again"]);
    let form = ask("5");
    assert_eq!(form.slots.iter().map(|slot| slot.say.as_str()).collect::<Vec<_>>(), ["builtin.ask.person_name", "builtin.ask.date"]);
    assert_eq!(form.slots[1].on_no_match[0].as_str(), "apply.date_again");
}

#[test]
fn messages_actions_and_starts_are_compiled() {
    let flows = apply();
    let english = language("en");
    let message = |key: &str| flows.messages.get(&english, &MessageKey::new(key).unwrap()).unwrap();
    let ids: Vec<&str> = message("apply.which_role").quick_replies.iter().map(|choice| choice.id.0.as_str()).collect();
    assert_eq!(ids, ["value.driver", "intent.track_order"]);
    assert_eq!(message("apply.try_later").variants.len(), 2);
    assert_eq!(flows.messages.label_of(&EntityName::new("role").unwrap(), &english, "driver"), "Lorry driver");
    assert_eq!(flows.starts.len(), 1);
    let action = flows.actions.values().next().unwrap();
    assert_eq!((action.method.as_str(), action.timeout_ms), ("POST", 500));
    assert_eq!(action.headers[0].1, HeaderValue::Secret("HR_TOKEN".into()));
}

#[test]
fn the_first_words_say_that_this_is_a_machine() {
    let (flows, findings) = Bot::new("flows: {}", "faq.hours: From nine to five.").compile();
    assert_eq!(lines(&findings), "");
    let greeting = MessageKey::new("builtin.greeting").unwrap();
    let text = flows.unwrap().messages.render(&language("en"), &greeting, 0, &Scope::default()).unwrap();
    assert!(text.contains("machine"), "{text}");
}

/// A small xorshift generator: the same mistakes in each run.
fn scrambled(text: &str, mut seed: u64) -> String {
    let mut bytes: Vec<u8> = text.bytes().collect();
    for _ in 0..6 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let at = usize::try_from(seed % bytes.len() as u64).unwrap();
        let end = (at + usize::try_from(seed >> 32).unwrap() % 12).min(bytes.len());
        match seed % 3 {
            0 => drop(bytes.drain(at..end)),
            1 => bytes[at] = b" :-{[\"'\n}a"[usize::try_from(seed >> 40).unwrap() % 10],
            _ => bytes.extend_from_within(at..end),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_scrambled_bot_gives_findings_and_never_panics() {
    for seed in 1..=120 {
        let (flows, messages, actions) = (scrambled(APPLY, seed), scrambled(MESSAGES, seed + 1), scrambled(ACTIONS, seed + 2));
        let (compiled, findings) = Bot { flows: &flows, messages: vec![("en", &messages)], actions: &actions }.compile();
        assert!(compiled.is_some() || !findings.is_empty(), "{flows}");
    }
}

#[test]
fn a_cleared_slot_is_set_to_nothing() {
    let flow = "flows:\n  apply:\n    start: [apply_for_job]\n    slots: {phrase: {type: text}}\n    steps:\n      - {id: say_it, ask: phrase}\n      - {id: forget, clear: phrase}\n";
    let (flows, findings) = Bot::new(flow, "faq.hours: From nine to five.").compile();
    let flows = flows.unwrap_or_else(|| panic!("{}", lines(&findings)));
    let flow = &flows.flows[&FlowName::new("apply").unwrap()];
    let Verb::Set(cleared) = &flow.node(&StepId::new("forget").unwrap()).unwrap().verb else { panic!("not a `set`") };
    let values: Vec<_> = cleared.iter().map(|(slot, value)| (slot.as_str(), value.evaluate(&Scope::default()).unwrap())).collect();
    assert_eq!(values, [("phrase", serde_json::Value::Null)]);
}
