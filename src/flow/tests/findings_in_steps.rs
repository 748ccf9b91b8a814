//! Mistakes in steps: each with its place and its way out, to the letter.

use super::*;

/// The flow that the steps stand in; the first step is on line 13.
const FLOW: &str = "flows:
  book:
    start: apply_for_job
    slots:
      role: {type: role}
      name: {type: person_name}
      age: {type: number}
      day: {type: date}
      licence: {type: yes_no}
      note: {type: text}
      comment: {type: text, optional: true}
    steps:
";

const MESSAGES: &str = "faq.hours: From nine to five.
m:
  hello: Hello!
  bye: Bye!
  sure: Sure?
  name: Dear {{ slots.name }}!
  wrong: Dear {{ slots.nmae }}!
";

const ACTIONS: &str = "actions: {create_application: {url: https://a.example, timeout: 3 s}}";

/// Checks the findings of steps, but for what is only unused.
fn check(steps: &str, expected: &str) {
    let indented: String = steps.trim_start().lines().map(|line| format!("      {line}\n")).collect();
    let flows = format!("{FLOW}{indented}");
    let bot = Bot { actions: ACTIONS, ..Bot::new(&flows, MESSAGES) };
    let is_advice = |found: &Diagnostic| found.code.starts_with("unused-") || found.code == "ask-without-id";
    let findings: Vec<Diagnostic> = bot.compile().1.into_iter().filter(|found| !is_advice(found)).collect();
    assert_eq!(lines(&findings), expected.trim_start());
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest_one() {
    check(
        r#"
- ask: name
  chioces: [a]
- if: slots.name == "Ada"
  than: [end]
  then: [end]
"#,
        "",
    );
}

#[test]
fn a_step_has_one_verb() {
    check(
        "
- say: m.hello
  confirm: m.hello
- id: nothing
- aks: name
- 3
- ask: name
  say: m.hello
",
        "",
    );
}

#[test]
fn verbs_and_keys_of_later_versions_say_what_to_do_instead() {
    check(
        "
- switch: slots.role
  cases: {}
- run: other
- handover: hr
- ask: name
  on_silence: {after: 10 min, say: m.hello}
- consent: {withdraw: application}
",
        "",
    );
}

#[test]
fn unknown_slots_actions_purposes_and_steps_come_with_the_nearest_name() {
    check(
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
        "",
    );
}

#[test]
fn wrong_types_are_findings() {
    check(
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
        "",
    );
}

#[test]
fn names_that_are_not_allowed_say_why() {
    check(
        "
- id: Contact
  ask: first-name
- goto: 3.then.1
",
        "",
    );
}

#[test]
fn an_id_that_stands_twice_shows_both_places() {
    check(
        "
- id: contact
  ask: name
- id: contact
  ask: age
- ask: [day, day]
",
        "",
    );
}

#[test]
fn steps_after_end_or_goto_are_unreachable_and_reported_once() {
    check(
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
        "",
    );
}

#[test]
fn a_loop_that_asks_nothing_never_ends() {
    check(
        r#"
- id: again
  say: m.hello
- if: now > "2027"
  then: [{goto: again}]
- id: asked
  ask: name
- goto: asked
"#,
        "",
    );
}

#[test]
fn a_loop_with_a_confirmation_is_fine() {
    check(
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
    check(
        "
- say: m.helo
- say: quite.another
- ask: name
  on_no_match: [m.by]
- confirm: builtin.greetin
",
        "",
    );
}

#[test]
fn an_expression_that_does_not_compile_is_shown() {
    check(
        r#"
- if: slots.name ==
  then: [end]
- set: {age: "1 +"}
- ask: name
  reject: [{when: value is, say: m.hello}, {when: value == "x"}]
"#,
        "",
    );
}

#[test]
fn an_expression_reads_only_what_there_is() {
    check(
        r#"
- if: nmae == "Ada" and slots.nmae == "Ada" and value > 3
  then: [end]
- ask: name
  reject: [{when: vlaue == "x" or result, say: m.hello}]
- set: {note: slots.name | uper, age: "slots | length"}
- if: slots.name is endswith("a")
  then: [end]
- set: {note: person.salary}
"#,
        "",
    );
}

#[test]
fn a_slot_is_set_before_it_is_read() {
    check(
        r#"
- if: today > "2027-01-01"
  then:
    - ask: name
- say: m.name
- if: slots.age > 3
  then: [{say: m.name}]
- say: "{{ slots.note }} and {{ slots.age }}"
"#,
        "",
    );
}

#[test]
fn a_guard_or_a_value_on_every_way_is_enough() {
    check(
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
    check(
        r#"
- ask: name
  on_no_match: [m.bye, {say: m.hello}]
- call: create_application
  with: {name: slots.name}
  save: {note: result.id}
- say: "Number {{ slots.note }}"
"#,
        "",
    );
}

#[test]
fn an_optional_slot_may_stay_unset() {
    check(
        r#"
- ask: comment
- say: "You said {{ slots.comment }}."
"#,
        "",
    );
}

#[test]
fn a_misspelt_slot_is_one_mistake_and_not_two() {
    check(
        "
- ask: nam
- say: m.name
",
        "",
    );
}

#[test]
fn a_comparison_fits_the_type_of_the_slot() {
    check(
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
        "",
    );
}

#[test]
fn choices_are_values_of_the_slot() {
    check(
        "
- ask: role
  choices: [driver, coock]
- ask: name
  choices: slot
- ask: day
  choices: [a, a]
",
        "",
    );
}

#[test]
fn a_form_keeps_what_belongs_to_one_slot_with_that_slot() {
    check(
        "
- ask: [name, age]
  say: m.hello
  on_no_match: [m.bye]
- ask: {day: {on_no_match: [end]}, role: {prompt: m.hello}}
- ask: []
- ask: note
  on_no_match: [end, m.bye]
",
        "",
    );
}

#[test]
fn a_plain_no_leads_to_one_place() {
    check(
        "
- id: first
  ask: name
- confirm: m.sure
  no: first
  else: [end]
",
        "",
    );
}

#[test]
fn three_mistakes_in_one_step_are_three_findings() {
    check(
        "
- ask: nmae
  chioces: slot
  reject: [{when: value ==, say: m.hello}]
",
        "",
    );
}

#[test]
fn a_text_reads_slots_of_its_flow() {
    check(
        r#"
- say: m.wrong
- say: "Dear {{ slots.nmae }}, {{ titel }} {{ lang }} {{ contact }}"
"#,
        "",
    );
}

#[test]
fn a_choice_without_then_and_a_goto_without_target_are_incomplete() {
    check(
        r#"
- if: today > "2027"
- goto:
- confirm:
- consent:
"#,
        "",
    );
}
