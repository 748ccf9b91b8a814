//! Mistakes in expressions, in templates and in the order of steps: each with its place and its way out, to the letter.

use super::*;

#[test]
fn an_expression_that_does_not_compile_is_shown() {
    check_steps(
        r#"
- if: slots.name ==
  then: [end]
- set: {age: "1 +"}
- ask: name
  reject: [{when: value is, say: m.hello}, {when: value == "x"}]
"#,
        r#"
flows.yaml:13:13 error expression-syntax: this is not an expression: syntax error: unexpected end of input, expected expression (write for example `slots.role == "driver"`, `not slots.licence`, `value is endingwith(".org")`)
flows.yaml:13:13 error read-before-set: `slots.name` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `slots.name is defined and …`)
flows.yaml:15:20 error expression-syntax: this is not an expression: syntax error: unexpected end of input, expected expression (write for example `slots.role == "driver"`, `not slots.licence`, `value is endingwith(".org")`)
flows.yaml:17:25 error expression-syntax: this is not an expression: syntax error: unexpected end of input, expected identifier (write for example `slots.role == "driver"`, `not slots.licence`, `value is endingwith(".org")`)
flows.yaml:17:50 error missing-key: this `reject` rule has no `say` (write `- {when: expression over value, say: message}`)
"#,
    );
}

#[test]
fn an_expression_reads_only_what_there_is() {
    check_steps(
        r#"
- if: nmae == "Ada" and slots.nmae == "Ada" and value > 3
  then: [end]
- ask: name
  reject: [{when: vlaue == "x" or result, say: m.hello}]
- set: {note: slots.name | uper, age: "slots | length"}
- if: slots.name is endswith("a")
  then: [end]
- set: {note: person.salary}
- if: slots.name.endswith("a")
  then: [end]
"#,
        r#"
flows.yaml:13:13 error expression-name: there is no `nmae` here (did you mean `slots.name`?)
flows.yaml:13:31 error expression-name: the flow `book` has no slot `nmae` (did you mean `name`?)
flows.yaml:13:55 error expression-name: there is no `value` here (`value` is what the person offers, in `reject` only)
flows.yaml:16:25 error expression-name: there is no `vlaue` here (did you mean `value`?)
flows.yaml:16:41 error expression-name: there is no `result` here (`result` is what an action answers, in `save` only)
flows.yaml:17:34 error expression-name: there is no filter `uper` (did you mean `upper`?)
flows.yaml:17:46 error expression-name: `slots` is read as a whole (name what is read: `slots.name`)
flows.yaml:18:27 error expression-name: there is no test `endswith` (did you mean `endingwith`?)
flows.yaml:20:21 error expression-name: no flow keeps a `salary` in the person's profile (the profile holds the values of slots that have a `purpose`)
flows.yaml:21:24 error expression-name: values have no method `endswith` (use a test, such as `value is endingwith(".org")`, or a filter, such as `slots.name | lower`)
"#,
    );
}

#[test]
fn a_slot_is_set_before_it_is_read() {
    check_steps(
        r#"
- if: today > "2027-01-01"
  then:
    - ask: name
- say: m.name
- if: slots.age > 3
  then: [{say: m.name}]
- say: "{{ slots.note }} and {{ slots.age }}"
"#,
        "
flows.yaml:17:13 error read-before-set: `slots.age` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `slots.age is defined and …`)
flows.yaml:19:18 error read-before-set: `slots.note` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.note is defined %}…{% endif %}`)
messages/en.yaml:6:17 flows.yaml:16:14 error read-before-set: `slots.name` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.name is defined %}…{% endif %}`)
",
    );
}

#[test]
fn a_guard_or_a_value_on_every_way_is_enough() {
    check_steps(
        r#"
- if: slots.role is defined
  then: [{say: "{{ slots.role }}"}]
- if: slots.age is not defined
  then: [{set: {age: "18"}}]
- set: {note: slots.age ~ " years"}
- say: "{% if slots.day is defined %}{{ slots.day }}{% endif %}{{ slots.name | default('') }}"
- consent: application
  else: [end]
- ask: [name]
- say: m.name
"#,
        "",
    );
}

#[test]
fn what_a_failed_call_or_an_unanswered_question_leaves_unset_is_not_read() {
    check_steps(
        r#"
- ask: name
  on_no_match: [m.bye, {say: m.hello}]
- call: create_application
  with: {name: slots.name}
  save: {note: result.id}
- say: "Number {{ slots.note }}"
"#,
        "
flows.yaml:15:15 flows.yaml:18:25 error read-before-set: when `create_application` fails nothing sets `note`, read later (add `on_failure: [{say: …}, end]` to the step)
flows.yaml:16:22 error read-before-set: `slots.name` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `slots.name is defined and …`)
",
    );
}

#[test]
fn in_reject_the_asked_slot_is_not_the_answer_even_if_guarded() {
    check_steps(
        r#"
- ask: note
  reject:
    - {when: 'slots.note is defined and slots.note == "no"', say: m.bye}
- call: create_application
  save: {note: slots.id}
  on_failure: [end]
- if: slots.note = "a"
  then: [end]
"#,
        r#"
flows.yaml:15:21 error read-before-set: `slots.note` does not hold the new answer yet (in `reject` the new answer is `value`)
flows.yaml:17:22 error expression-name: the flow `book` has no slot `id` (did you mean `result.id`? The answer of the action is `result`)
flows.yaml:19:13 error expression-syntax: this is not an expression: syntax error: unexpected input after expression (compare with two equals signs: `slots.role == "driver"`)
"#,
    );
}

#[test]
fn an_optional_slot_may_stay_unset() {
    check_steps(
        r#"
- ask: comment
- say: "You said {{ slots.comment }}."
"#,
        "
flows.yaml:14:27 error read-before-set: `slots.comment` may not be set here: it is optional (guard it: `{% if slots.comment is defined %}…{% endif %}`)
",
    );
}

#[test]
fn a_comparison_fits_the_type_of_the_slot() {
    check_steps(
        r#"
- ask: [role, licence, age, day, name]
- if: slots.licence == "yes" or slots.age > "18"
  then: [end]
- if: slots.role == "drivr" or slots.role in ["cook", "nurse"]
  then: [end]
- if: slots.day < "tomorrow" or true == slots.name
  then: [end]
- if: slots.age + 1 > 3 and slots.day > today and slots.role == "cook" and slots.licence == true and slots.name ~ "x" == "y"
  then: [end]
- id: asked
  ask: age
  reject: [{when: value == "none", say: m.hello}]
"#,
        r#"
flows.yaml:14:30 error type-mismatch: `slots.licence` is yes or no and can't be compared with a text (write `slots.licence` or `not slots.licence`)
flows.yaml:14:51 error type-mismatch: `slots.age` is a number and can't be compared with a text (write a number without quotes: `slots.age > 3`)
flows.yaml:16:27 error unknown-name: `role` has no value `drivr` (did you mean `driver`?)
flows.yaml:16:61 error unknown-name: `role` has no value `nurse` (known here: `driver`, `cook`)
flows.yaml:18:25 error type-mismatch: `slots.day` is a date and can't be compared with a text (write `slots.day < today` or `slots.day == "2027-03-04"`)
flows.yaml:18:39 error type-mismatch: `slots.name` is a text and can't be compared with yes or no (write a text in quotes: `slots.name == "…"`)
flows.yaml:24:34 error type-mismatch: `value` is a number and can't be compared with a text (write a number without quotes: `value > 3`)
"#,
    );
}

#[test]
fn a_text_needs_quotes_and_a_value_has_no_fields() {
    check_steps(
        r#"
- ask: [role, licence]
- if: slots.role == driver or slots.licence == yes
  then: [end]
- set: {note: IT, name: slots.role.label}
- say: "{{ slots.role.label }} {{ slots.role.upper() }}"
"#,
        r#"
flows.yaml:14:27 error expression-name: there is no `driver` here (a text stands in quotes: `"driver"`)
flows.yaml:14:54 error expression-name: there is no `yes` here (yes and no are `true` and `false`)
flows.yaml:16:21 error expression-name: there is no `IT` here (known here: `slots`, `person`, `lang`, `languages`, `today`, `now`, `bot`, `contact`, `stored`; a text is written `'"IT"'`: YAML takes the outer quotes away, the inner ones make it a text)
flows.yaml:16:31 error expression-name: `slots.role` is a plain value and has no `label` (write `slots.role`)
flows.yaml:17:18 error expression-name: `slots.role` is a plain value and has no `label` (write `slots.role`)
flows.yaml:17:52 error expression-name: values have no method `upper` (use a test, such as `value is endingwith(".org")`, or a filter, such as `slots.name | lower`)
"#,
    );
}

#[test]
fn a_text_reads_slots_of_its_flow() {
    check_steps(
        r#"
- say: m.wrong
- say: "Dear {{ slots.nmae }}, {{ titel }} {{ lang }} {{ contact }}"
"#,
        "
flows.yaml:14:23 error template-variable: the flow `book` has no slot `nmae` (did you mean `name`?)
flows.yaml:14:41 error template-variable: there is no `titel` here (known here: `slots`, `person`, `lang`, `languages`, `today`, `now`, `bot`, `contact`, `stored`)
messages/en.yaml:7:18 flows.yaml:13:14 error template-variable: the flow `book` has no slot `nmae` (did you mean `name`?)
",
    );
}

#[test]
fn only_a_question_with_choices_reads_its_options() {
    check_steps(
        r#"
- ask: role
  say: "One of {{ options }}, please."
  choices: slot
  on_no_match: ["I know {{ options }} only."]
- ask: name
  say: "Who? {{ options }}"
- say: "All of {{ options }}"
"#,
        "
flows.yaml:18:23 error template-variable: there is no `options` here (known here: `slots`, `person`, `lang`, `languages`, `today`, `now`, `bot`, `contact`, `stored`)
flows.yaml:19:25 error template-variable: there is no `options` here (known here: `slots`, `person`, `lang`, `languages`, `today`, `now`, `bot`, `contact`, `stored`)
",
    );
}

#[test]
fn a_slot_that_was_cleared_is_not_set_any_more() {
    check_steps(
        r#"
- ask: [role, name]
- clear: [role, nmae]
- say: "{{ slots.role }} {{ slots.name }}"
- clear: []
- clear: {role: name}
"#,
        "
flows.yaml:14:23 error unknown-name: unknown slot `nmae` in the flow `book` (did you mean `name`?)
flows.yaml:15:18 error read-before-set: `slots.role` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.role is defined %}…{% endif %}`)
flows.yaml:16:16 error wrong-type: `clear` names no slot (write one, or several in brackets: `clear: [role, licence]`)
flows.yaml:17:16 error wrong-type: expected text, found a mapping (write text here)
",
    );
}
