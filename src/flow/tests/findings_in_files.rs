//! Mistakes in flows, messages and actions: each with its place and its way out, to the letter.

use super::*;

/// Checks the findings of a bot.
fn check(flows: &str, messages: &[(&'static str, &str)], actions: &str, expected: &str) {
    let bot = Bot { flows, messages: messages.to_vec(), actions };
    assert_eq!(lines(&bot.compile().1), expected.trim_start());
}

/// A flow that says `m.hello`.
const GREET: &str = "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}]
";

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
      short: text
  repair.cancel: {steps: []}
",
        &[("en", "faq.hours: From nine to five.
")],
        "",
        "
flows.yaml:2:3 error invalid-name: `Book` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'B') (write it like `apply_for_job`)
flows.yaml:6:12 error missing-key: a flow needs at least one step (add a step, such as `- say: hello`)
flows.yaml:7:3 error missing-key: the flow `greet` has no `steps` (add `steps:` with a list of steps)
flows.yaml:8:5 error unknown-key: unknown key `stat` in a flow (did you mean `start`?)
flows.yaml:10:20 error unknown-name: unknown slot type `persn_name` (did you mean `person_name`?)
flows.yaml:10:41 error PRV-PURPOSE: the purpose `aplication` is not declared (GDPR Art. 5(1)(b)) (did you mean `application`?)
flows.yaml:10:53 error unknown-key: unknown key `optinal` in a slot (did you mean `optional`?)
flows.yaml:11:28 error not-yet-supported: `list` in a slot is not yet supported (ask for one value at a time)
flows.yaml:12:7 error missing-key: the slot `note` has no `type` (add `type:`, for example `type: text`)
flows.yaml:13:33 error misplaced-key: `past` and `future` are rules for dates, and this slot is of type `text` (remove it, or make the slot a `date`)
flows.yaml:14:7 error invalid-name: `What` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'W') (write it like `apply_for_job`)
flows.yaml:15:14 error wrong-type: expected a mapping, found text: the slot `short` (write `short: {type: text}`)
flows.yaml:16:3 error not-yet-supported: a flow of one's own for a repair is not yet supported (reword its texts instead: they are the messages `builtin.…`)
",
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
        &[("en", "faq.hours: From nine to five.
m.hello: Hi
m: {hello: Hello}
")],
        "",
        "
flows.yaml:3:21 error unknown-name: unknown intent `apply_for_jb` (did you mean `apply_for_job`?)
flows.yaml:6:12 flows.yaml:3:13 error intent-starts-two-flows: the intent `cancel` starts two flows, `greet` and `book` (remove one of them, or give the flows intents of their own)
messages/en.yaml:3:5 messages/en.yaml:2:1 error duplicate-name: there are two messages named `m.hello` (rename or remove one of them)
",
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
        "
flows.yaml:4:50 warning missing-message: this text is missing in `it` (write it by language: `{en: …, it: …}`)
flows.yaml:4:88 error unknown-name: the bot has no language `fr` (known here: `en`, `it`)
messages/en.yaml:1:1 faq.yaml:1:9 warning missing-message: the message `faq.hours` is missing in `it` (add it to messages/it.yaml)
messages/en.yaml:2:1 flows.yaml:4:19 warning missing-message: the message `m.hello` is missing in `it` (add it to messages/it.yaml)
messages/it.yaml:1:1 flows.yaml:4:35 error missing-message: the message `m.ciao` is missing in `en` (add it to messages/en.yaml)
",
    );
}

#[test]
fn figures_are_compared_with_what_they_are() {
    check(
        r#"flows:
  book:
    start: cancel
    slots: {seats: {type: integer}, phone: {type: phone}, price: {type: money}, at: {type: time}}
    steps:
      - id: all
        ask:
          seats: {reject: [{when: value > 8, say: m.no}, {when: value == "8", say: m.no}]}
          phone: {reject: [{when: value == "0333", say: m.no}, {when: value == "+393331234567", say: m.no}]}
          price: {reject: [{when: value > 100, say: m.no}, {when: value.amount > 100, say: m.no}, {when: value.amount | float > 100, say: m.no}, {when: value.currency != "EUR", say: m.no}]}
          at: {reject: [{when: value < "9:00", say: m.no}, {when: value < "09:00", say: m.no}]}
      - if: slots.price.amount == "20.00" and slots.seats > 2
        then: [{say: m.sum}]
      - if: slots.price.cents == 20
        then: [{say: m.sum}]
"#,
        &[(
            "en",
            "faq.hours: From nine to five.
m.no: No.
m.sum: '{{ slots.price | money }} for {{ slots.seats }} at {{ slots.at | time }}, {{ slots.phone }}'
",
        )],
        "",
        r#"
flows.yaml:8:74 error type-mismatch: `value` is a whole number and can't be compared with a text (write a whole number without quotes: `value > 3`)
flows.yaml:9:44 error type-mismatch: `value` is a phone number and can't be compared with a text (write it with its country: `value is startingwith("+39")`)
flows.yaml:10:43 error type-mismatch: `value` is a sum of money and can't be compared with a number (compare its amount: `value.amount | float > 100`, or its currency: `value.currency == "EUR"`)
flows.yaml:10:82 error type-mismatch: `value.amount` is a text and can't be compared with a number (make a number of it: `value.amount | float > 100`)
flows.yaml:11:40 error type-mismatch: `value` is a time of day and can't be compared with a text (write it as `value < "09:30"`)
flows.yaml:14:13 error expression-name: `slots.price` is a plain value and has no `cents` (write `slots.price`)
"#,
    );
}

#[test]
fn a_language_without_built_in_texts_is_told() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: faq.hours}]
",
        &[("en", "faq.hours: From nine to five.
"), ("fi", "faq.hours: Yhdeksästä viiteen.
")],
        "",
        "
messages/fi.yaml:1:1 warning built-in-text-missing: 78 built-in texts are not there in `fi` (write them in messages/fi.yaml, first `builtin.ask.date`; until then English is said)
",
    );
}

#[test]
fn templates_are_checked_where_they_stand() {
    check(
        GREET,
        &[("en", r#"faq.hours: "Hi {{ slots.name }}"
m:
  hello: "{{ slots.name }"
  other: "{% if %}"
  third: >
    Folded {{ tday }}
    text {{ today | uper }}
builtin:
  greting: Hi
  help: "{{ slot }} {{ options }} {{ nothing }}"
"#)],
        "",
        "
messages/en.yaml:1:19 error template-variable: `slots.name` may not be there: this message is said outside of flows too (guard it: `{% if slots.name is defined %}…{% endif %}`)
messages/en.yaml:3:10 error template-syntax: the template of `m.hello` does not compile: syntax error: unexpected `}`, expected end of variable block (write values as `{{ slots.name }}` and conditions as `{% if … %}…{% endif %}`)
messages/en.yaml:4:3 warning unused-message: nothing says the message `m.other` (remove it, or `say` it)
messages/en.yaml:4:10 error template-syntax: the template of `m.other` does not compile: syntax error: unexpected end of block (write values as `{{ slots.name }}` and conditions as `{% if … %}…{% endif %}`)
messages/en.yaml:5:3 warning unused-message: nothing says the message `m.third` (remove it, or `say` it)
messages/en.yaml:6:15 error template-variable: there is no `tday` here (did you mean `today`?)
messages/en.yaml:7:21 error expression-name: there is no filter `uper` (did you mean `upper`?)
messages/en.yaml:9:3 error unknown-name: there is no built-in text `builtin.greting` (did you mean `builtin.greeting`?)
messages/en.yaml:10:38 error template-variable: there is no `nothing` here (known here: `slots`, `person`, `lang`, `languages`, `today`, `now`, `bot`, `contact`, `stored`, `slot`, `options`, `why`)
",
    );
}

#[test]
fn message_bodies_are_checked_key_by_key() {
    check(
        GREET,
        &[("en", "faq.hours: From nine to five.
m:
  hello: {text: Hi, quick_repies: []}
  both: {text: Hi, variants: [Hi]}
  none: {quick_replies: [Yes, yes]}
  gallery: {cards: []}
  empty: []
  nothing:
  Bad: Hi
  replies: {text: Hi, quick_replies: [{titel: x}, {title: a, value: b, payload: {intent: c}}, {title: d, payload: {intent: cancl}}, {title: e, payload: {flow: great}}, {title: f, payload: g}]}
")],
        "",
        "
messages/en.yaml:3:21 error unknown-key: unknown key `quick_repies` in a message (did you mean `quick_replies`?)
messages/en.yaml:4:30 error two-ways: a message has `text` or `variants`, not both (put all texts into `variants`)
messages/en.yaml:5:9 error missing-key: this message has no `text` (add `text: …`)
messages/en.yaml:6:12 error missing-key: this message has no `text` (add `text: …`)
messages/en.yaml:6:13 error not-yet-supported: `cards` in a message is not yet supported (write the cards as text, with `quick_replies`)
messages/en.yaml:7:10 error wrong-type: a message needs at least one text (write a text)
messages/en.yaml:8:10 error wrong-type: expected text, found nothing (write text here)
messages/en.yaml:9:3 error invalid-name: `m.Bad` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'B') (write it like `apply_for_job`)
messages/en.yaml:10:3 warning unused-message: nothing says the message `m.replies` (remove it, or `say` it)
messages/en.yaml:10:39 error missing-key: this quick reply has no `title` (add `title: …`)
messages/en.yaml:10:40 error unknown-key: unknown key `titel` in a quick reply (did you mean `title`?)
messages/en.yaml:10:81 error two-ways: a quick reply has `value` or `payload`, not both (`value` answers the question; `payload` starts something else)
messages/en.yaml:10:124 error unknown-name: unknown intent `cancl` (did you mean `cancel`?)
messages/en.yaml:10:160 error unknown-name: unknown flow `great` (did you mean `greet`?)
messages/en.yaml:10:189 error wrong-type: expected a mapping, found text (write a mapping here)
",
    );
}

#[test]
fn actions_are_checked_key_by_key() {
    check(
        GREET,
        &[("en", "faq.hours: From nine to five.
m.hello: Hi
")],
        r#"actions:
  Send: {url: https://a.example}
  no_url: {method: FETCH, timout: 3 s}
  far: {url: "https://{{ slots.host }}/x", timeout: 31 s}
  file: {url: "file:///etc/passwd", timeout: soon}
  user: {url: "https://me:pw@a.example/"}
  path: {url: "https://a.example/{{ slots.id }}", retries: {attempts: 3, backoff: 20 s}}
  heads: {url: "http://127.0.0.1:9000/x", headers: {Authorization: Bearer abc, "X Y": a, X-Key: {secrt: A}}}
  who: {url: "https://a.example", recipient: {name: A, country: Italy, basis: contrct}}
  whom: {url: "https://a.example", recipient: {name: A}}
"#,
        "
actions.yaml:2:3 error invalid-name: `Send` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'S') (write it like `apply_for_job`)
actions.yaml:3:3 error missing-key: the action `no_url` has no `url` (add `url: https://…`)
actions.yaml:3:3 warning unused-action: no step calls the action `no_url` (remove it, or `call` it)
actions.yaml:3:20 error unknown-name: `FETCH` is not a method that actions use (known here: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`)
actions.yaml:3:27 error unknown-key: unknown key `timout` in an action (did you mean `timeout`?)
actions.yaml:4:3 warning unused-action: no step calls the action `far` (remove it, or `call` it)
actions.yaml:4:14 error invalid-url: the host of an action can't be a template (write the host out, and send values in `with`)
actions.yaml:4:53 error out-of-range: the time-out of an action is at most 30 s and more than 0 (people wait for the answer: 5 s is a good value)
actions.yaml:5:3 warning unused-action: no step calls the action `file` (remove it, or `call` it)
actions.yaml:5:15 error invalid-url: the address of an action begins with `https://` or `http://` (write it in full: `https://hr.acme.example/applications`)
actions.yaml:5:46 error wrong-type: expected a duration such as `5 s` or `500 ms`, found text (write a duration such as `5 s` or `500 ms` here)
actions.yaml:6:3 tip action-without-timeout: the action `user` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:6:3 warning unused-action: no step calls the action `user` (remove it, or `call` it)
actions.yaml:6:15 error invalid-url: the address of an action can't hold a user name (use `headers: {Authorization: {secret: NAME}}`)
actions.yaml:7:3 tip action-without-timeout: the action `path` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:7:3 warning unused-action: no step calls the action `path` (remove it, or `call` it)
actions.yaml:7:15 error invalid-url: only the name of a field stands in the braces of an address (write it as a segment of the path or the value of a parameter: `https://…/orders/{{ order }}`, with `order` in the `with` of each call)
actions.yaml:7:60 error out-of-range: with all its tries this call can take 75 s; at most 30 s (shorten `timeout` or `backoff`, or try less often: people wait for the answer)
actions.yaml:8:3 tip action-without-timeout: the action `heads` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:8:3 warning unused-action: no step calls the action `heads` (remove it, or `call` it)
actions.yaml:8:68 error inline-secret: the value of `Authorization` is a secret and must not stand in the bot (write `Authorization: {secret: NAME}` and set NAME in the environment or the secret file)
actions.yaml:8:80 error invalid-name: `X Y` is not the name of a header (write it like `X-Tenant`)
actions.yaml:8:97 error wrong-type: expected text or `{secret: NAME}`, found a mapping (write text or `{secret: NAME}` here)
actions.yaml:8:98 error unknown-key: unknown key `secrt` in the value of a header (did you mean `secret`?)
actions.yaml:9:3 tip action-without-timeout: the action `who` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:9:3 warning unused-action: no step calls the action `who` (remove it, or `call` it)
actions.yaml:9:65 error invalid-name: `Italy` is not a country code (write two capital letters, such as `IT`)
actions.yaml:9:79 error unknown-name: unknown legal basis `contrct` (did you mean `contract`?)
actions.yaml:10:3 tip action-without-timeout: the action `whom` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:10:3 warning unused-action: no step calls the action `whom` (remove it, or `call` it)
actions.yaml:10:47 error PRV-TRF: this recipient has no `country` (write `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(c), (e), (f)))
actions.yaml:10:47 error PRV-TRF: this recipient has no `basis` (write `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(c), (e), (f)))
",
    );
}

#[test]
fn a_secret_never_stands_in_the_bot() {
    check(
        "flows:
  greet:
    start: cancel
    steps: [{say: m.hello}, {call: a, id: a}, {call: b, id: b}, {call: c, id: c}]
",
        &[("en", "faq.hours: From nine to five.\nm.hello: Hi\n")],
        r#"actions:
  a: {url: "https://a.example/x?page=1&token=abc", timeout: 3 s, headers: {X-Auth-Token: abc, X-Tenant: Bearer abc}}
  b: {url: "https://a.example/x", timeout: 3 s, headers: {Authorization: {secret: Bearer abc}}}
  c: {url: "https://a.example/x?sort_key=name&v=2", timeout: 3 s, headers: {Authorization: {secret: HR_TOKEN}, X-Plan: Basic plan, Idempotency-Key: a1}}
"#,
        "
actions.yaml:2:12 error inline-secret: `token` in the address is a secret and must not stand in the bot (send it as a header, `headers: {Authorization: {secret: NAME}}`, and set NAME in the environment or the secret file)
actions.yaml:2:90 error inline-secret: the value of `X-Auth-Token` is a secret and must not stand in the bot (write `X-Auth-Token: {secret: NAME}` and set NAME in the environment or the secret file)
actions.yaml:2:105 error inline-secret: the value of `X-Tenant` is a secret and must not stand in the bot (write `X-Tenant: {secret: NAME}` and set NAME in the environment or the secret file)
actions.yaml:3:83 error invalid-name: this is not the name of a secret (write the name of a variable of the environment, such as `HR_TOKEN`, and put the secret there)
",
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
        &[("en", "faq.hours: From nine to five.
m: {hello: Hi, bye: Bye}
greeting: Hi, I am a machine.
")],
        "actions:
  send: {url: https://a.example}
  never: {url: https://a.example, timeout: 3 s}
",
        "
actions.yaml:2:3 tip action-without-timeout: the action `send` has no time-out, so 5 s are used (add `timeout: 5 s`: people wait for the answer)
actions.yaml:3:3 warning unused-action: no step calls the action `never` (remove it, or `call` it)
flows.yaml:2:3 warning flow-never-started: nothing starts the flow `greet` (add `start: [intent]`, a quick reply with `payload: {flow: …}`, or a `run` or `go` step)
flows.yaml:3:13 warning unused-slot: the flow `greet` never uses its slot `name` (remove it, or `ask` for it)
messages/en.yaml:2:16 warning unused-message: nothing says the message `m.bye` (remove it, or `say` it)
",
    );
}

#[test]
fn a_step_that_can_not_be_read_uses_what_it_names() {
    check(
        "flows:
  greet:
    start: cancel
    slots: {name: {type: text}, age: {type: number}}
    steps:
      - say: m.hello
        run: other
        with: {call: send, name: slots.name}
  other: {steps: [{say: m.helo}]}
",
        &[(
            "en",
            "faq.hours: From nine to five.
m: {hello: Hi, bye: Bye}
",
        )],
        "actions:
  send: {url: https://a.example, timeout: 3 s}
",
        "
flows.yaml:4:33 warning unused-slot: the flow `greet` never uses its slot `age` (remove it, or `ask` for it)
flows.yaml:7:9 flows.yaml:6:9 error two-verbs: this step has two verbs, `say` and `run` (make them two steps: begin the second with `- `)
flows.yaml:9:25 error missing-message: there is no message `m.helo` (did you mean `m.hello`?)
messages/en.yaml:2:16 warning unused-message: nothing says the message `m.bye` (remove it, or `say` it)
",
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
fn a_button_answers_with_a_value_of_the_slot() {
    check(
        r#"flows:
  book:
    start: cancel
    slots: {role: {type: role, purpose: application}}
    steps:
      - id: role
        ask: role
        choices: slot
      - say: "Noted: {{ role }}"
"#,
        &[
            (
                "en",
                "faq.hours: From nine to five.
book.ask_role: {text: Which?, quick_replies: [{title: Driver, value: drivr}]}
",
            ),
            (
                "it",
                "faq.hours: From nine to five.
builtin.yes: Sì
book.ask_role: Quale?
",
            ),
        ],
        "",
        "
flows.yaml:9:14 warning missing-message: this text is missing in `it` (write it by language: `{en: …, it: …}`)
flows.yaml:9:25 error template-variable: there is no `role` here (did you mean `slots.role`?)
messages/en.yaml:2:70 error unknown-name: `role` has no value `drivr` (did you mean `driver`?)
",
    );
}

#[test]
fn an_answer_of_the_faq_is_a_message() {
    check(
        GREET,
        &[(
            "en",
            "m.hello: Hi
",
        )],
        "",
        "
faq.yaml:1:9 error missing-message: there is no message `faq.hours` (add `faq.hours: …` to messages/en.yaml)
",
    );
}
