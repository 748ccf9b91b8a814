//! Mistakes in `reject` rules, in what they say, and in comparisons with days and times: each with its place and its way out, to the letter.

use super::*;

#[test]
fn a_weekday_is_one_of_seven_words() {
    check_steps(
        r#"
- ask: day
  reject:
    - {when: value | weekday == "sonday", say: m.hello}
    - {when: 'value | weekday in ["sunday", "lunedì", 1]', say: m.hello}
    - {when: '"monday" != value | weekday and "Friday" == value | weekday', say: m.hello}
- ask: name
  reject: [{when: value | weekday == "monday", say: m.hello}]
- if: today | weekday not in ["saturday", "sunday"] and slots.day | weekday != "monday" and now | weekday == "friday"
  then: [{say: '{% if slots.day | weekday == "mnday" %}Closed.{% endif %}'}]
- switch: slots.day | weekday
  cases: {monday: [end], tuesdy: [end]}
"#,
        r#"
flows.yaml:15:39 error unknown-name: there is no weekday `sonday` (did you mean `"monday"`?)
flows.yaml:16:51 error unknown-name: there is no weekday `lunedì` (in every language they are: `"monday"`, `"tuesday"`, `"wednesday"`, `"thursday"`, `"friday"`, `"saturday"`, `"sunday"`)
flows.yaml:16:61 error unknown-name: there is no weekday `1` (in every language they are: `"monday"`, `"tuesday"`, `"wednesday"`, `"thursday"`, `"friday"`, `"saturday"`, `"sunday"`)
flows.yaml:17:53 error unknown-name: there is no weekday `Friday` (did you mean `"friday"`?)
flows.yaml:19:33 error type-mismatch: `value` is a text and has no weekday (a `date` has one, and so have `today` and `now`)
flows.yaml:21:52 error unknown-name: there is no weekday `mnday` (did you mean `"monday"`?)
flows.yaml:23:32 error unknown-name: there is no weekday `tuesdy` (did you mean `tuesday`?)
"#,
    );
}

#[test]
fn days_are_compared_with_today_and_times_with_the_clock() {
    let flows = "flows:
  book:
    start: apply_for_job
    slots: {day: {type: date}, at: {type: time}, age: {type: number}}
    steps:
      - id: day
        ask: day
        reject: [{when: value < today or value > now, say: m.hello}]
      - id: at
        ask: at
        reject: [{when: slots.day == today and value < now | clock, say: m.hello}, {when: value < now, say: m.hello}]
      - id: age
        ask: age
        reject: [{when: value > today, say: m.hello}]
";
    let messages = "faq.hours: From nine to five.\nm.hello: 'Hello {{ slots.day }} {{ slots.at }} {{ slots.age }}'\n";
    let found: Vec<Diagnostic> = Bot::new(flows, messages).compile().1.into_iter().filter(|found| found.code == "type-mismatch").collect();
    assert_eq!(
        lines(&found),
        "flows.yaml:11:99 error type-mismatch: `value` is a time of day and can't be compared with a day and a time (the time of day is `now | clock`: `value < now | clock`)
flows.yaml:14:33 error type-mismatch: `value` is a number and can't be compared with a day (write a number without quotes: `value > 3`)
"
    );
}

/// A question whose rule says `m.full`, and steps behind it.
fn check_refusing(steps: &str, messages: &str, expected: &str) {
    let flows = format!(
        "flows:
  book:
    start: apply_for_job
    slots: {{day: {{type: date, reject: [{{when: value == today, say: m.full}}]}}}}
    steps:
      - {{id: day, ask: day}}
      - say: 'Until {{{{ slots.day | day }}}}!'
{steps}"
    );
    let messages = format!("faq.hours: From nine to five.\n{messages}");
    assert_eq!(lines(&Bot::new(&flows, &messages).compile().1), expected);
}

#[test]
fn a_text_that_only_reject_rules_say_may_say_the_value() {
    check_refusing("", "m.full: '{{ value | day }} is full.'\nbuiltin.reject.past: '{{ value | day }} has passed.'\n", "");
}

#[test]
fn the_value_is_nowhere_else() {
    let help = "`value` is what a `reject` rule refuses: a text may say it that such rules say and nothing else does";
    check_refusing(
        "      - say: m.full\n      - say: m.other\n",
        "m:\n  full: '{{ value }} is full.'\n  other: '{{ value }}'\nbuiltin.help: '{{ value }}'\n",
        &format!(
            "messages/en.yaml:3:13 error template-variable: there is no `value` here ({help})
messages/en.yaml:4:14 error template-variable: there is no `value` here ({help})
messages/en.yaml:5:19 error template-variable: there is no `value` here ({help})
"
        ),
    );
}

#[test]
fn the_rules_of_a_slot_are_checked_once_and_where_it_is_asked_for() {
    let flows = r#"flows:
  book:
    start: apply_for_job
    slots:
      day: {type: date, reject: [{when: value < 3, say: m.full}, {when: slots.note == "x", say: m.full}]}
      note: {type: text, reject: [{when: value == "x", say: m.full}]}
    steps:
      - {id: day, ask: day}
      - {id: again, ask: {day: {reject: [{when: value == today, say: m.full}]}}}
      - set: {note: '"y"'}
      - {id: late, ask: day}
      - say: '{{ slots.day }} {{ slots.note }}'
"#;
    assert_eq!(
        lines(&Bot::new(flows, "faq.hours: From nine to five.\nm.full: Full.\n").compile().1),
        "flows.yaml:5:49 error type-mismatch: `value` is a date and can't be compared with a number (write `value < today` or `value == \"2027-03-04\"`)
flows.yaml:5:73 error read-before-set: `slots.note` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `slots.note is defined and …`)
flows.yaml:6:42 warning misplaced-key: no step of this flow asks for `note`, so its `reject` rules refuse nothing (move them to the flow that asks for it)
"
    );
}

#[test]
fn an_address_with_values_gets_them_from_each_call_and_nothing_personal() {
    let flows = "flows:
  book:
    start: apply_for_job
    slots: {email: {type: email, purpose: application}, code: {type: text}, fee: {type: money}}
    steps:
      - {id: ask, ask: [code, fee]}
      - consent: application
        else: [end]
      - {id: email, ask: email}
      - {call: move, with: {code: slots.code, mail: slots.email | lower}, on_failure: [end]}
      - {call: move, with: {code: slots.fee}, on_failure: [end]}
";
    let actions = r#"actions:
  move:
    url: https://a.example/appointments/{{ code }}?mail={{ mail }}
    timeout: 3 s
    recipient: {name: A, country: IT, basis: contract}
  away: {url: "https://a.example/x?{{ code }}=1", timeout: 3 s}
"#;
    let bot = Bot { actions, ..Bot::new(flows, "faq.hours: From nine to five.\n") };
    assert_eq!(
        lines(&bot.compile().1),
        "actions.yaml:6:3 warning unused-action: no step calls the action `away` (remove it, or `call` it)
actions.yaml:6:15 error invalid-url: the name of a parameter can't be a value (write it as a segment of the path or the value of a parameter: `https://…/orders/{{ order }}`, with `order` in the `with` of each call)
flows.yaml:10:53 warning PRV-URL: `slots.email` is personal data and stands in an address: servers and proxies write addresses into their logs (send it in the body: take `{{ … }}` out of the `url` (GDPR Art. 5(1)(f), 32))
flows.yaml:11:16 error missing-key: the address of `move` holds `mail`, and this call does not give it (add it to the call: `with: {mail: slots.…}`)
flows.yaml:11:35 error type-mismatch: `code` is a sum of money and can't stand in an address (give its amount alone: `slots.price.amount`)
"
    );
}
