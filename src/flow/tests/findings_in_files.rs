//! Mistakes in flows, messages and actions: each with its place and its way out, to the letter.

use super::*;

/// Checks the findings of a bot.
fn check(flows: &str, messages: &[(&'static str, &str)], actions: &str, expected: &str) {
    let bot = Bot { flows, messages: messages.to_vec(), actions };
    assert_eq!(lines(&bot.compile().1), expected.trim_start());
}

#[test]
fn flows_and_slots_are_checked_key_by_key() {
    check(
        "flows:
  Book:
    steps: [end]
  empty:
    start: [cancel]
    steps: []
  greet:
    stat: [apply_for_job]
    slots:
      name: {type: persn_name, purpose: aplication, optinal: true}
      age: {type: integer, list: true}
      note: {past: false}
      day: {type: text, future: no}
      What: {type: text}
  repair.cancel: {steps: []}
",
        &[(
            "en",
            "faq.hours: From nine to five.
",
        )],
        "",
        "",
    );
}

#[test]
fn an_intent_starts_one_flow_and_names_stand_once() {
    check(
        "flows:
  greet:
    start: [cancel, apply_for_jb]
    steps: [{say: m.hello}]
  book:
    start: cancel
    steps: [end]
",
        &[(
            "en",
            "faq.hours: From nine to five.
m.hello: Hi
m: {hello: Hello}
",
        )],
        "",
        "",
    );
}

#[test]
fn a_message_missing_in_a_language_shows_where_it_is() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}, {say: m.ciao}, {say: Good bye!}, {say: {en: Bye, it: Ciao, fr: Salut}}]
",
        &[
            (
                "en",
                "faq.hours: From nine to five.
m.hello: Hi
",
            ),
            (
                "it",
                "m.ciao: Ciao
",
            ),
        ],
        "",
        "",
    );
}

#[test]
fn templates_are_checked_where_they_stand() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
",
        &[(
            "en",
            r#"faq.hours: "Hi {{ slots.name }}"
m:
  hello: "{{ slots.name }"
  other: "{% if %}"
  third: >
    Folded {{ tday }}
    text {{ today | uper }}
builtin:
  greting: Hi
  help: "{{ slot }} {{ options }} {{ nothing }}"
"#,
        )],
        "",
        "",
    );
}

#[test]
fn message_bodies_are_checked_key_by_key() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
",
        &[("en", "faq.hours: From nine to five.
m:
  hello: {text: Hi, quick_repies: []}
  both: {text: Hi, variants: [Hi]}
  none: {quick_replies: [Yes, yes]}
  cards: {cards: []}
  empty: []
  nothing:
  Bad: Hi
  replies: {text: Hi, quick_replies: [{titel: x}, {title: a, value: b, payload: {intent: c}}, {title: d, payload: {intent: cancl}}, {title: e, payload: {flow: great}}, {title: f, payload: g}]}
")],
        "",
        "",
    );
}

#[test]
fn actions_are_checked_key_by_key() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
",
        &[(
            "en",
            "faq.hours: From nine to five.
m.hello: Hi
",
        )],
        r#"actions:
  Send: {url: https://a.example}
  no_url: {method: FETCH, timout: 3 s}
  far: {url: "https://{{ slots.host }}/x", timeout: 31 s}
  file: {url: "file:///etc/passwd", timeout: soon}
  user: {url: "https://me:pw@a.example/"}
  path: {url: "https://a.example/{{ slots.id }}", retries: {attempts: 3}}
  heads: {url: "http://127.0.0.1:9000/x", headers: {Authorization: Bearer abc, "X Y": a, X-Key: {secrt: A}}}
  who: {url: "https://a.example", recipient: {name: A, country: Italy, basis: contrct}}
  whom: {url: "https://a.example", recipient: {name: A}}
"#,
        "",
    );
}

#[test]
fn what_is_never_used_is_a_warning() {
    check(
        "flows:
  greet:
    slots: {name: {type: text}}
    steps:
      - say: m.hello
      - {call: send, id: send}
",
        &[(
            "en",
            "faq.hours: From nine to five.
m: {hello: Hi, bye: Bye}
greeting: Hi, I am a machine.
",
        )],
        "actions:
  send: {url: https://a.example}
  never: {url: https://a.example, timeout: 3 s}
",
        "",
    );
}

#[test]
fn a_quick_reply_can_start_a_flow() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
  other:
    steps: [{say: m.hello}]
",
        &[(
            "en",
            "faq.hours: From nine to five.
m.hello: {text: Hi, quick_replies: [{title: Go, payload: {flow: other}}]}
",
        )],
        "",
        "",
    );
}

#[test]
fn an_answer_of_the_faq_is_a_message() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
",
        &[(
            "en",
            "m.hello: Hi
",
        )],
        "",
        "",
    );
}
