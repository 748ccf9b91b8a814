//! Mistakes in steps: each with its place and its way out, to the letter.

use super::*;

#[test]
fn an_unknown_key_is_answered_with_the_nearest_one() {
    check_steps(
        r#"
- ask: name
  chioces: [a]
- if: slots.name == "Ada"
  than: [end]
  then: [end]
"#,
        "
flows.yaml:14:9 error unknown-key: unknown key `chioces` in an `ask` step (did you mean `choices`?)
flows.yaml:16:9 error unknown-key: unknown key `than` in an `if` step (did you mean `then`?)
",
    );
}

#[test]
fn a_step_has_one_verb() {
    check_steps(
        "
- say: m.hello
  confirm: m.hello
- id: nothing
- aks: name
- 3
- ask: name
  say: m.hello
",
        "
flows.yaml:14:9 flows.yaml:13:9 error two-verbs: this step has two verbs, `say` and `confirm` (make them two steps: begin the second with `- `)
flows.yaml:15:9 error no-verb: this step has no verb (known here: `say`, `ask`, `confirm`, `if`, `set`, `clear`, `goto`, `call`, `consent`, `switch`, `run`, `go`, `faq`, `end`)
flows.yaml:16:9 error no-verb: this step has no verb (did you mean `ask`?)
flows.yaml:17:9 error wrong-type: expected a step, found text (write a verb and what it needs, such as `say: apply.hello`, or plain `end`)
",
    );
}

#[test]
fn verbs_and_keys_of_later_versions_say_what_to_do_instead() {
    check_steps(
        "
- remind: later
- handover: hr
- ask: name
  on_silence: {after: 10 min, say: m.hello}
- consent: {withdraw: application}
",
        "
flows.yaml:13:9 error not-yet-supported: `remind` is not yet supported (say when the person should write again)
flows.yaml:14:9 error not-yet-supported: `handover` is not yet supported (`say` a message with `{{ contact }}`, then `end`)
flows.yaml:16:9 error not-yet-supported: `on_silence` in an `ask` step is not yet supported (remove it: a question stays open until it is answered)
flows.yaml:17:18 error not-yet-supported: withdrawing a consent in a step is not yet supported (a consent is withdrawn through the API or `sottovoce consent`)
",
    );
}

#[test]
fn unknown_slots_actions_purposes_and_steps_come_with_the_nearest_name() {
    check_steps(
        r#"
- ask: nmae
- set: {aeg: "3"}
- call: create_aplication
  save: {nothing_like_it: result.id}
- consent: aplication
- goto: contakt
- id: contact
  ask: name
- goto: nowhere_at_all
"#,
        "
flows.yaml:13:14 error unknown-name: unknown slot `nmae` in the flow `book` (did you mean `name`?)
flows.yaml:14:15 error unknown-name: unknown slot `aeg` in the flow `book` (did you mean `age`?)
flows.yaml:15:15 error unknown-name: unknown action `create_aplication` (did you mean `create_application`?)
flows.yaml:16:16 error unknown-name: unknown slot `nothing_like_it` in the flow `book` (known here: `age`, `comment`, `day`, `licence`, `name`, `note`, `role`)
flows.yaml:17:18 error PRV-PURPOSE: the purpose `aplication` is not declared (GDPR Art. 5(1)(b)) (did you mean `application`?)
flows.yaml:18:15 error unknown-name: the flow `book` has no step with the id `contakt` (did you mean `contact`?)
flows.yaml:21:15 error unknown-name: the flow `book` has no step with the id `nowhere_at_all` (known here: `contact`)
",
    );
}

#[test]
fn wrong_types_are_findings() {
    check_steps(
        "
- ask: {name: {on_no_match: 3, choices: yes}}
  max_attempts: many
- ask: age
  max_attempts: 0
  interruptible: perhaps
- set: [name]
- call: create_application
  with: name
- if: [slots.name]
  then: end
- end: now
",
        "
flows.yaml:13:47 error wrong-type: expected `slot` or a list of values, found text (write `slot` or a list of values here)
flows.yaml:14:23 error wrong-type: expected a whole number, found text (write a whole number here)
flows.yaml:16:23 error out-of-range: `max_attempts` is from 1 to 20, not 0 (leave it out to ask up to 4 times)
flows.yaml:17:24 error wrong-type: expected `true` or `false`, found text (write `true` or `false` here)
flows.yaml:18:14 error wrong-type: expected a mapping, found a list (write a mapping here)
flows.yaml:20:15 error wrong-type: expected a mapping, found text (write a mapping here)
flows.yaml:21:13 error wrong-type: expected text, found a list (write text here)
flows.yaml:22:15 error wrong-type: expected a list of steps, found text (begin each step with `- `, or write them in brackets: `[{say: hello}, end]`)
flows.yaml:23:14 error wrong-type: `end` needs nothing, found text (write `end` alone, without a colon: `- end`)
",
    );
}

#[test]
fn names_that_are_not_allowed_say_why() {
    check_steps(
        "
- id: Contact
  ask: first-name
- goto: 3.then.1
",
        "
flows.yaml:13:13 error invalid-name: `Contact` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'C') (write it like `apply_for_job`)
flows.yaml:14:14 error invalid-name: `first-name` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found '-') (write it like `apply_for_job`)
flows.yaml:15:15 error invalid-name: `3.then.1` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found '3') (write it like `apply_for_job`)
",
    );
}

#[test]
fn an_id_that_stands_twice_shows_both_places() {
    check_steps(
        "
- id: contact
  ask: name
- id: contact
  ask: age
- ask: [day, day]
",
        "
flows.yaml:15:13 flows.yaml:13:13 error duplicate-name: two steps of this flow have the id `contact` (rename one of them)
flows.yaml:17:20 flows.yaml:17:15 error duplicate-name: the form asks for `day` twice (remove one of them)
",
    );
}

#[test]
fn steps_after_end_or_goto_are_unreachable_and_reported_once() {
    check_steps(
        r#"
- id: first
  ask: name
- if: slots.name == "Ada"
  then:
    - goto: first
    - say: m.hello
    - say: m.bye
  else:
    - end
- say: m.hello
"#,
        "
flows.yaml:18:13 error unreachable-step: no way leads to this `say` step (the step before it always leaves: remove one of them, or give this step an id and `goto` it)
flows.yaml:22:9 error unreachable-step: no way leads to this `say` step (the step before it always leaves: remove one of them, or give this step an id and `goto` it)
",
    );
}

#[test]
fn a_loop_that_asks_nothing_never_ends() {
    check_steps(
        r#"
- id: again
  say: m.hello
- if: now > "2027"
  then: [{goto: again}]
- id: asked
  ask: name
- goto: asked
"#,
        "
flows.yaml:16:17 error loop-without-ask: this loop asks nothing, so it would never end (put an `ask` or a `confirm` into the loop, or go to a step outside it)
",
    );
}

#[test]
fn a_loop_with_a_confirmation_is_fine() {
    check_steps(
        "
- id: again
  say: m.hello
- confirm: m.sure
  no: again
",
        "",
    );
}

#[test]
fn a_text_that_is_not_there_is_missing() {
    check_steps(
        "
- say: m.helo
- say: quite.another
- ask: name
  on_no_match: [m.by]
- confirm: builtin.greetin
",
        "
flows.yaml:13:14 error missing-message: there is no message `m.helo` (did you mean `m.hello`?)
flows.yaml:14:14 error missing-message: there is no message `quite.another` (add `quite.another: …` to messages/en.yaml)
flows.yaml:16:23 error missing-message: there is no message `m.by` (did you mean `m.bye`?)
flows.yaml:17:18 error missing-message: there is no message `builtin.greetin` (did you mean `builtin.greeting`?)
",
    );
}

#[test]
fn a_misspelt_name_is_one_mistake_and_not_two() {
    check_steps(
        "
- ask: nam
- say: m.name
- goto: lst
- say: m.hello
- id: last
  say: m.hello
",
        "
flows.yaml:13:14 error unknown-name: unknown slot `nam` in the flow `book` (did you mean `name`?)
flows.yaml:15:15 error unknown-name: the flow `book` has no step with the id `lst` (did you mean `last`?)
flows.yaml:16:9 error unreachable-step: no way leads to this `say` step (the step before it always leaves: remove one of them, or give this step an id and `goto` it)
",
    );
}

#[test]
fn what_is_nearly_right_is_told_how_it_is_written() {
    check_steps(
        r#"
- ask: slots.name
- say: [m.hello, m.bye]
- if: today > "2027"
  then: {say: m.hello}
- say: {text: Hi, quick_replies: ["{{ slots.name }}"]}
"#,
        "
flows.yaml:13:14 error invalid-name: `slots.name` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found '.') (write `name`, without `slots.`)
flows.yaml:14:15 error wrong-type: a list of texts holds no message keys (write one `say` step for each message, or put the variants into one message)
flows.yaml:16:15 error wrong-type: expected a list of steps, found a mapping (begin each step with `- `, or write them in brackets: `[{say: hello}, end]`)
flows.yaml:17:41 error template-syntax: the title of a button is plain text, not a template (write the words out; the text of the message may hold the value)
",
    );
}

#[test]
fn what_stands_behind_another_mistake_is_found_too() {
    check_steps(
        r#"
- id: first
  say: m.hello
- goto: first
- say: "{{ slots.note }}"
- confirm: m.sure
  say: m.bye
- say: "{{ slots.age }}"
"#,
        "
flows.yaml:15:9 error loop-without-ask: this loop asks nothing, so it would never end (put an `ask` or a `confirm` into the loop, or go to a step outside it)
flows.yaml:16:9 error unreachable-step: no way leads to this `say` step (the step before it always leaves: remove one of them, or give this step an id and `goto` it)
flows.yaml:16:18 error read-before-set: `slots.note` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.note is defined %}…{% endif %}`)
flows.yaml:18:9 flows.yaml:17:9 error two-verbs: this step has two verbs, `confirm` and `say` (make them two steps: begin the second with `- `)
",
    );
}

#[test]
fn choices_are_values_of_the_slot() {
    check_steps(
        "
- ask: role
  choices: [driver, coock]
- ask: name
  choices: slot
- ask: day
  choices: [a, a]
",
        "
flows.yaml:14:27 error unknown-name: `role` has no value `coock` (did you mean `cook`?)
flows.yaml:16:18 error no-choices: the type of this slot has no values to choose from (remove `choices`)
flows.yaml:18:19 error no-choices: a slot of type `date` has no values of its own to choose from (remove `choices`, or declare an entity with these values and make it the slot's type)
flows.yaml:18:22 error choices-collide: two buttons of this question are called `A` (remove one of them, or give the values different labels)
",
    );
}

#[test]
fn a_form_keeps_what_belongs_to_one_slot_with_that_slot() {
    check_steps(
        "
- ask: [name, age]
  say: m.hello
  on_no_match: [m.bye]
- ask: {day: {on_no_match: [end]}, role: {prompt: m.hello}}
- ask: []
- ask: note
  on_no_match: [end, m.bye]
",
        r#"
flows.yaml:14:14 error misplaced-key: `say` belongs to one slot, and this step asks for several (write it under its slot: `ask: {name: {say: …}}`)
flows.yaml:16:34 error misplaced-key: steps for "no match" stand beside `ask`, not under one slot of a form (move `on_no_match` with the steps out of the form)
flows.yaml:16:49 error unknown-key: unknown key `prompt` in a slot of a form (known here: `say`, `choices`, `reject`, `on_no_match`)
flows.yaml:17:14 error wrong-type: this form asks for nothing (name the slots: `ask: [name, email]`)
flows.yaml:19:28 error misplaced-key: a message after the steps of `on_no_match` is never said (put the messages first, or write it as a step: `{say: …}`)
"#,
    );
}

#[test]
fn a_plain_no_leads_to_one_place() {
    check_steps(
        "
- id: first
  ask: name
- confirm: m.sure
  no: first
  else: [end]
",
        r#"
flows.yaml:17:15 flows.yaml:16:13 error two-ways: a "no" can't go to a step and take `else` too (keep one of them; `else` steps may end in a `goto`)
"#,
    );
}

#[test]
fn three_mistakes_in_one_step_are_three_findings() {
    check_steps(
        "
- ask: nmae
  chioces: slot
  reject: [{when: value ==, say: m.hello}]
",
        r#"
flows.yaml:13:14 error unknown-name: unknown slot `nmae` in the flow `book` (did you mean `name`?)
flows.yaml:14:9 error unknown-key: unknown key `chioces` in an `ask` step (did you mean `choices`?)
flows.yaml:15:25 error expression-syntax: this is not an expression: syntax error: unexpected end of input, expected expression (write for example `slots.role == "driver"`, `not slots.licence`, `value is endingwith(".org")`)
"#,
    );
}

#[test]
fn a_choice_without_then_and_a_goto_without_target_are_incomplete() {
    check_steps(
        r#"
- if: today > "2027"
- goto:
- confirm:
- consent:
"#,
        "
flows.yaml:13:9 error missing-key: an `if` step needs `then` (add `then:` with the steps to take when it is true)
flows.yaml:14:13 error wrong-type: expected text, found nothing (write text here)
flows.yaml:15:16 error wrong-type: expected text, found nothing (write text here)
flows.yaml:16:16 error wrong-type: expected text, found nothing (write text here)
",
    );
}
