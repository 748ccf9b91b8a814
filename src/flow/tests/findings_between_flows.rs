//! `switch`, `run`, `go` and `faq`: what `check` finds in them and between flows.

use std::collections::BTreeSet;

use super::*;

fn findings(flows: &str, consents: bool) -> String {
    let mut findings = Findings::default();
    let root = yaml::parse(&Source::new("flows.yaml", flows), &mut findings).unwrap();
    let messages = yaml::parse(&Source::new("en.yaml", "faq.hours: From nine to five."), &mut findings).unwrap();
    let languages = [language("en")];
    let documents = Documents { flows: vec![&root], messages: vec![(languages[0].clone(), &messages)], actions: Vec::new() };
    let mut known = known(&languages);
    if consents {
        known.consents = BTreeSet::from([PurposeName::new("application").unwrap()]);
    }
    compile(&documents, &known, &mut findings);
    let is_advice = |found: &Diagnostic| found.code == "ask-without-id" || found.code == "PRV-MIN2";
    let found: Vec<Diagnostic> = findings.into_sorted().into_iter().filter(|found| !is_advice(found)).collect();
    lines(&found)
}

fn check(flows: &str, expected: &str) {
    assert_eq!(findings(flows, false), expected.trim_start());
}

#[test]
fn cases_are_values_of_the_slot_each_once() {
    check_steps(
        "
- {ask: role, say: m.hello}
- {ask: age, say: m.hello}
- {ask: licence, say: m.hello}
- switch: slots.role
  cases: {driver: [end], cok: [end]}
- switch: slots.age
  cases: {3: [{say: m.hello}], 3.0: [{say: m.hello}], old: [{say: m.hello}]}
- switch: slots.licence
  cases: {yes: [{say: m.hello}], no: [{say: m.hello}]}
  else: [{say: m.bye}]
- switch: slots.role
- switch: slots.role
  cases: {driver: [end], cook: [end]}
- say: m.hello
",
        "
flows.yaml:17:32 error unknown-name: `role` has no value `cok` (did you mean `cook`?)
flows.yaml:19:38 flows.yaml:19:17 error duplicate-name: `3` and `3.0` are the same value (remove one of them)
flows.yaml:19:61 error type-mismatch: `slots.age` is a number and never `old` (write a number, such as `3`)
flows.yaml:22:17 error unreachable-step: no way leads to this `else`: it is either yes or no (remove the `else` or one of the cases)
flows.yaml:23:9 error missing-key: a `switch` step needs `cases` (add `cases:` with the steps for each value: `cases: {car: [{say: …}], van: […]}`)
",
    );
}

#[test]
fn a_switch_over_all_values_sets_what_all_its_cases_set() {
    check_steps(
        "
- {ask: role, say: m.hello}
- switch: slots.role
  cases: {driver: [{ask: age, say: m.hello}], cook: [{set: {age: \"3\"}}]}
- if: slots.age > 3
  then: [end]
- switch: slots.role
  cases: {driver: [{ask: name, say: m.hello}]}
- say: m.name
",
        "
messages/en.yaml:6:17 flows.yaml:20:14 error read-before-set: `slots.name` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.name is defined %}…{% endif %}`)
",
    );
}

#[test]
fn flows_and_slots_that_steps_lead_to_are_known() {
    check(
        "
ask:
  start: apply_for_job
  slots: {name: {type: person_name}, age: {type: number}}
  steps:
    - {ask: name, say: Who?}
    - {run: detials, with: {who: slots.name}}
    - {run: details, with: {whom: slots.name, day: '\"soon\"'}, save: {nmae: slots.who, age: slots.who}}
    - {go: details, with: {who: slots.mane}}
details:
  slots: {who: {type: person_name}, day: {type: date}}
  steps: [{ask: who, say: Who?}, {say: '{{ slots.day }}'}]
",
        "
flows.yaml:7:13 error unknown-name: unknown flow `detials` (did you mean `details`?)
flows.yaml:8:29 error unknown-name: unknown slot `whom` in the flow `details` (did you mean `who`?)
flows.yaml:8:53 error type-mismatch: `day` is a date and can't be set to a text (write `today`, or a date in both quotes: `'\"2027-03-04\"'`)
flows.yaml:8:70 error unknown-name: unknown slot `nmae` in the flow `ask` (did you mean `name`?)
flows.yaml:8:92 error type-mismatch: `age` is a `number` and can't be set to a `person_name` (give both slots the same type)
flows.yaml:9:33 error expression-name: the flow `ask` has no slot `mane` (known here: `age`, `name`)
flows.yaml:12:44 error read-before-set: `slots.day` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.day is defined %}…{% endif %}`)
",
    );
}

#[test]
fn what_a_flow_may_end_without_is_not_set_where_it_is_saved() {
    check(
        "
ask:
  start: apply_for_job
  slots: {name: {type: person_name}, age: {type: number}, twice: {type: number}}
  steps:
    - {run: details, save: {name: slots.who, age: slots.years, twice: slots.years * 2}}
    - {say: '{{ slots.name }}'}
    - {say: '{{ slots.age }}'}
details:
  slots: {who: {type: person_name}, years: {type: number}, sure: {type: yes_no}}
  steps:
    - {ask: [who, sure]}
    - {if: slots.sure, then: [end]}
    - {ask: years, say: How old?}
",
        "
flows.yaml:6:71 error read-before-set: the flow `details` may end without `slots.years` (`slots.years` alone may be saved all the same, or guard it: `slots.years | default(…)`)
flows.yaml:8:17 error read-before-set: `slots.age` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.age is defined %}…{% endif %}`)
",
    );
}

#[test]
fn what_every_step_hands_over_is_set_at_the_beginning() {
    check(
        "
ask:
  start: apply_for_job
  slots: {name: {type: person_name}}
  steps: [{ask: name, say: Who?}, {run: details, with: {who: slots.name}}, {go: details, with: {who: slots.name}}]
details:
  slots: {who: {type: person_name}}
  steps: [{say: 'Hello {{ slots.who }}!'}]
",
        "",
    );
}

#[test]
fn flows_do_not_run_each_other_and_do_not_go_round_without_asking() {
    check(
        "
one: {start: apply_for_job, steps: [{run: two}]}
two: {steps: [{say: Hi!}, {run: one}]}
three: {start: track_order, steps: [{go: four}]}
four: {steps: [{say: Hi!}, {run: five}]}
five: {steps: [{go: three}]}
six: {start: cancel, slots: {name: {type: person_name}}, steps: [{ask: name, say: Who?}, {go: six}]}
",
        "
flows.yaml:3:33 error flow-runs-itself: the flow that is run here runs this one again (use `go`, which does not come back, or a `goto` within one flow)
flows.yaml:6:21 error loop-without-ask: the flows go round from here and ask nothing, so they would never end (put an `ask` or a `confirm` into one of them, or end one with `end`)
",
    );
}

#[test]
fn a_loop_waits_in_a_flow_that_always_asks() {
    check(
        "
one:
  start: apply_for_job
  steps: [{id: again, run: asks}, {goto: again}]
two:
  start: track_order
  steps: [{id: again, run: says}, {goto: again}]
asks: {slots: {name: {type: person_name}}, steps: [{ask: name, say: Who?}]}
says: {steps: [{say: Hi!}]}
",
        "
flows.yaml:7:36 error loop-without-ask: this loop asks nothing, so it would never end (put an `ask` or a `confirm` into the loop, or go to a step outside it)
",
    );
}

#[test]
fn consent_follows_run() {
    let details = "
details:
  slots: {name: {type: person_name, purpose: application}}
  steps: [{ask: name, say: Who?}, {say: '{{ slots.name }}'}]
";
    let found = |steps: &str| findings(&format!("apply:\n  start: apply_for_job\n  steps: {steps}{details}"), true);
    assert_eq!(found("[{consent: application, else: [end]}, {run: details}]"), "");
    let early = |line: u32, column: u32| {
        format!(
            "flows.yaml:{}:17 flows.yaml:{}:11 flows.yaml:3:{column} error PRV-CONSENT: `name` can be asked before the person agreed to the purpose `application` (put `- consent: application` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7))\n",
            line + 1,
            line
        )
    };
    assert_eq!(found("[{run: details}]"), early(5, 17));
    assert_eq!(
        found("[{consent: application}, {run: details}]"),
        "flows.yaml:3:21 error PRV-CONSENT: after a no to the purpose `application` the flow goes on and asks for `name` (add `else: [{say: …}, end]` (GDPR Art. 6(1)(a), 7))\n"
    );
    let asking = |otherwise: &str| {
        found(&format!(
            "[{{run: agree}}, {{run: details}}]\nagree: {{steps: [{{consent: application, else: {otherwise}}}]}}\nno: {{steps: [{{say: No.}}]}}"
        ))
    };
    assert_eq!(asking("[{go: no}]"), "");
    let unused = "flows.yaml:5:1 warning flow-never-started: nothing starts the flow `no` (add `start: [intent]`, a quick reply with `payload: {flow: …}`, or a `run` or `go` step)\n";
    assert_eq!(asking("[end]"), format!("{unused}{}", early(7, 31)));
}

#[test]
fn links_and_pictures_have_words_and_plain_addresses_over_tls() {
    let flows = "flows: {greet: {start: track_order, steps: [{say: m.a}, {say: m.b}, {say: m.c}, {say: m.d}, {say: m.e}, {say: m.link}]}}";
    let messages = "faq.hours: From nine to five.
m:
  a: {text: A, link: {title: Help, url: \"http://a.example/\"}}
  b: {text: B, image: {url: \"https://a.example/b.png\"}}
  c: {text: C, image: {url: \"https://a.example/{{ slots.x }}\", alt: C}}
  d: {text: D, link: {title: D, url: \"https://a.example/\"}, image: {url: \"https://a.example/d\", alt: D}}
  e: {text: E, image: {url: \"https://a.example;script-src *\", alt: E}}
  link: {text: F, link: {title: Write to us, url: \"mailto:a@a.example\"}}
";
    let (_, findings) = Bot::new(flows, messages).compile();
    assert_eq!(
        lines(&findings),
        "messages/en.yaml:3:41 error invalid-url: this address does not begin with `https://`, `mailto:`, `tel:` or is none (write it in full: `https://www.acme.example/help`)
messages/en.yaml:4:23 error missing-key: there is no `alt` (say what it shows: `alt: A blue kettle with a lid`)
messages/en.yaml:5:29 error template-syntax: links and images are plain text, not templates (write it out; the text of the message may hold the value)
messages/en.yaml:6:68 error two-ways: a message has a `link` or an `image`, not both (make them two messages)
messages/en.yaml:7:29 error invalid-url: this address does not begin with `https://` or is none (write it in full: `https://www.acme.example/help`)
"
    );
}

#[test]
fn what_a_restart_takes_is_not_read_after_a_question() {
    check_steps(
        "
- {set: {age: \"3\"}}
- {say: m.hello}
- if: slots.age > 2
  then: [{say: m.bye}]
- {ask: note, say: m.hello}
- if: slots.age > 2
  then: [{say: m.bye}]
",
        "
flows.yaml:17:15 flows.yaml:10:7 tip PRV-MIN2: people are asked for `note`, and nothing reads it (send it with a `call`, show it in the summary, or do not ask for it (GDPR Art. 5(1)(c)))
flows.yaml:18:13 flows.yaml:13:16 warning lost-on-restart: a restart of the server takes `slots.age`, which has no purpose, before it is read here (give the slot a `purpose`, read it before the next question, or guard it: `slots.age is defined`)
",
    );
}
