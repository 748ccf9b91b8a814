//! Mistakes that compile and mean something else: literals that decide nothing, values that a slot never has, braces
//! that are said aloud. Each with what looks alike and is fine.

use super::*;

#[test]
fn a_literal_alone_decides_nothing() {
    check_steps(
        r#"
- ask: [role, licence, age]
- if: slots.role == "cook" or "driver"
  then: [end]
- if: slots.role != "cook" and "driver"
  then: [end]
- if: not slots.role == "cook" and (slots.licence or 5)
  then: [end]
- if: '"driver"'
  then: [end]
- if: not true
  then: [end]
- if: slots.role == ("cook" or "driver")
  then: [end]
- if: slots.age > 17 and 65
  then: [end]
- id: again
  ask: name
  reject: [{when: value == "x" or "y", say: m.hello}]
- say: 'So{% if slots.role == "cook" or "driver" %}!{% elif "x" %}?{% endif %}'
"#,
        r#"
flows.yaml:14:37 error constant-condition: `or "driver"` compares nothing: "driver" alone always counts the same (write `slots.role == "driver"`, or `slots.role in ["cook", "driver"]`)
flows.yaml:16:38 error constant-condition: `and "driver"` compares nothing: "driver" alone always counts the same (write `slots.role != "driver"`, or `slots.role not in ["cook", "driver"]`)
flows.yaml:18:60 error constant-condition: `or 5` compares nothing: 5 alone always counts the same (write the whole comparison, such as `slots.role == "driver"`, or remove it)
flows.yaml:20:14 error constant-condition: `"driver"` says nothing about the conversation: this condition always comes out the same (write what it depends on, such as `slots.role == "driver"`, or remove the condition)
flows.yaml:22:17 error constant-condition: `true` says nothing about the conversation: this condition always comes out the same (write what it depends on, such as `slots.role == "driver"`, or remove the condition)
flows.yaml:24:28 error constant-condition: `"cook" or "driver"` is one value, not a choice of two (list them: `slots.role in ["cook", "driver"]`)
flows.yaml:26:32 error constant-condition: `and 65` compares nothing: 65 alone always counts the same (write the whole comparison: `slots.age > 65`)
flows.yaml:30:41 error constant-condition: `or "y"` compares nothing: "y" alone always counts the same (write the whole comparison, such as `slots.role == "driver"`, or remove it)
flows.yaml:31:47 error constant-condition: `or "driver"` compares nothing: "driver" alone always counts the same (write `slots.role == "driver"`, or `slots.role in ["cook", "driver"]`)
flows.yaml:31:67 error constant-condition: `"x"` says nothing about the conversation: this condition always comes out the same (write what it depends on, such as `slots.role == "driver"`, or remove the condition)
"#,
    );
}

#[test]
fn what_always_or_never_holds_is_told() {
    check_steps(
        r#"
- ask: [role]
- if: slots.role != "cook" or slots.role != "driver"
  then: [end]
- if: slots.role == "cook" and slots.role == "driver"
  then: [end]
"#,
        r#"
flows.yaml:14:51 error constant-condition: `slots.role != "cook" or slots.role != "driver"` always holds (`and` is meant between the two)
flows.yaml:16:52 error constant-condition: `slots.role == "cook" and slots.role == "driver"` never holds (`or` is meant between the two)
"#,
    );
}

#[test]
fn literals_that_are_compared_or_are_defaults_are_fine() {
    check_steps(
        r#"
- ask: [role, age, licence, note]
- if: slots.role == "cook" or slots.role == "driver" or slots.role in ["cook", "driver"]
  then: [end]
- if: (slots.note or "none") == "none" and not (slots.licence and slots.age > 3)
  then: [end]
- if: '"driver" == slots.role or 18 <= slots.age'
  then: [end]
- if: '"or" in slots.note and slots.comment | default(false)'
  then: [end]
- set: {comment: slots.note or "none", name: '"Ada" if slots.licence else slots.note'}
- if: slots.role != "cook" and slots.role != "driver" or slots.age == 1 or slots.age == 2
  then: [end]
- say: "{{ slots.note or 'nothing' }}{% if slots.note or slots.licence %}.{% endif %}"
"#,
        "",
    );
}

#[test]
fn a_slot_is_set_to_what_it_can_hold() {
    check_steps(
        r#"
- ask: [licence]
- set: {role: '"drivr"', age: '"18"', licence: '"yes"', day: '"tomorrow"', name: 3}
- set: {role: '"cook" if slots.licence else "waiter"', note: 010, comment: 1e3}
- set: {day: 2027-03-04}
- if: slots.day > 2027-03-04 and slots.role not in ["nurse"]
  then: [end]
- say: 'Hi {% if slots.role == "nurse" %}nurse{% endif %}'
"#,
        r#"
flows.yaml:14:22 error unknown-name: `role` has no value `drivr` (did you mean `driver`?)
flows.yaml:14:38 error type-mismatch: `age` is a number and can't be set to a text (write a number without inner quotes, such as `3`)
flows.yaml:14:55 error type-mismatch: `licence` is yes or no and can't be set to a text (write `true` or `false`, without inner quotes)
flows.yaml:14:69 error type-mismatch: `day` is a date and can't be set to a text (write `today`, or a date in both quotes: `'"2027-03-04"'`)
flows.yaml:14:88 error type-mismatch: `name` is a text and can't be set to a number (write a text in both quotes: `'"…"'`)
flows.yaml:15:51 error unknown-name: `role` has no value `waiter` (known here: `driver`, `cook`)
flows.yaml:15:68 error type-mismatch: `010` is a number here, and is not kept as it is written (a text is written `'"010"'`: YAML takes the outer quotes away, the inner ones make it a text)
flows.yaml:15:82 error type-mismatch: `1e3` is a number here, and is not kept as it is written (a text is written `'"1e3"'`: YAML takes the outer quotes away, the inner ones make it a text)
flows.yaml:16:20 error type-mismatch: `2027-03-04` is a subtraction here, not a date (a date stands in double quotes: `"2027-03-04"`)
flows.yaml:17:25 error type-mismatch: `2027-03-04` is a subtraction here, not a date (a date stands in double quotes: `"2027-03-04"`)
flows.yaml:17:59 error unknown-name: `role` has no value `nurse` (known here: `driver`, `cook`)
flows.yaml:19:38 error unknown-name: `role` has no value `nurse` (known here: `driver`, `cook`)
"#,
    );
}

#[test]
fn a_slot_may_be_set_to_its_own_kind_of_literal_and_to_what_is_calculated() {
    check_steps(
        r#"
- ask: [licence, age]
- set: {role: '"cook"', age: 18, licence: "false", day: '"2027-03-04"', name: '"Ada"', note: 12, comment: 0.5}
- set: {role: '"driver" if slots.age > 18 else "cook"', age: "slots.age - 3 - 2", day: today}
- set: {age: "18 if slots.licence else 0", note: '"a" ~ slots.age'}
- say: "{{ slots.age }} {{ slots.role }} {{ slots.day }}"
"#,
        "",
    );
}

#[test]
fn a_date_that_can_only_be_today_is_told() {
    let flows = "flows:
  book:
    start: apply_for_job
    slots:
      today: {type: date, past: false, future: false}
      later: {type: date, past: false, future: true}
      born: {type: date, future: false}
    steps:
      - {id: ask, ask: [today, later, born]}
      - say: '{{ slots.today }} {{ slots.later }} {{ slots.born }}'
";
    assert_eq!(
        lines(&Bot::new(flows, "faq.hours: From nine to five.\n").compile().1),
        "flows.yaml:5:48 warning only-today: the slot `today` accepts no day but today (remove one of `past: false` and `future: false`, or do not ask: `set` the slot to `today`)\n"
    );
}

#[test]
fn single_braces_around_a_value_are_told() {
    check_steps(
        r#"
- ask: name
- say: "Dear {slots.name}, { name }, {contact}, {person.email}"
- say: ["Hi {name}!", "{%if slots.name%}{name}{%endif%} {slots.name}}"]
"#,
        "
flows.yaml:14:20 warning single-braces: `{slots.name}` is said as it stands here (a value stands in double braces: `{{ slots.name }}`)
flows.yaml:14:34 warning single-braces: `{ name }` is said as it stands here (a value stands in double braces: `{{ slots.name }}`)
flows.yaml:14:44 warning single-braces: `{contact}` is said as it stands here (a value stands in double braces: `{{ contact }}`)
flows.yaml:14:55 warning single-braces: `{person.email}` is said as it stands here (a value stands in double braces: `{{ person.email }}`)
flows.yaml:15:19 warning single-braces: `{name}` is said as it stands here (a value stands in double braces: `{{ slots.name }}`)
flows.yaml:15:47 warning single-braces: `{name}` is said as it stands here (a value stands in double braces: `{{ slots.name }}`)
flows.yaml:15:63 warning single-braces: `{slots.name}` is said as it stands here (a value stands in double braces: `{{ slots.name }}`)
",
    );
}

#[test]
fn other_braces_are_words() {
    check_steps(
        r#"
- ask: name
- say: "Put it in {curly} braces, {\"name\": 1}, {a.b}, {}, { or {{ slots.name }} {# {name} #} {{ '{name}' }}"
"#,
        "",
    );
}
