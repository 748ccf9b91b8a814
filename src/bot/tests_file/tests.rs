use super::super::expectation::{ConsentState, Expected, Wanted};
use super::super::offered::Offered;
use super::*;
use crate::diagnostics::Source;
use crate::yaml;

fn set(names: &[&str]) -> std::collections::BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn read(text: &str) -> (Vec<ConversationTest>, Vec<Diagnostic>) {
    let names = Names {
        languages: set(&["en"]),
        intents: set(&["apply_for_job"]),
        purposes: set(&["application"]),
        messages: set(&["apply.hello", "apply.done"]),
        actions: set(&["create_application"]),
        flows: [("apply".to_owned(), set(&["role", "name", "start_on"]))].into(),
        built_in: set(&["builtin.fallback.rephrase"]),
        sent: [("create_application".to_owned(), set(&["role"]))].into(),
        offered: Offered {
            ids: set(&["confirm.yes", "role.driver"]),
            titles: set(&["Driver", "Yes"]),
            open: set(&["vehicle"]),
            values: [("role".to_owned(), set(&["driver", "cook"]))].into(),
        },
    };
    let (mut findings, mut tests) = (Findings::default(), Vec::new());
    let node = yaml::parse(&Source::new("tests/a.yaml", text), &mut findings).unwrap();
    read_tests(&node, &names, &mut tests, &mut findings);
    (tests, findings.into_sorted())
}

/// The findings as `line:column code: message (help)`.
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = read(text)
        .1
        .iter()
        .map(|found| {
            let (line, column) = found.labels[0].span.line_and_column();
            format!("{line}:{column} {}: {} ({})", found.code, found.message, found.help.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(shown, expected);
}

const WHOLE: &str = r#"
- name: a driver applies
  given: {lang: en, notice: declined, consent: [application], clock: 2026-03-02T09:00:00Z}
  actions: {create_application: {status: 201, body: {id: R-7, count: 3, ok: true, quoted: "3"}}}
  steps:
    - user: I'd like to apply
      expect: [{flow: apply}, {intent: apply_for_job}, {slot: {role: driver, name: ~}}, {asks: start_on}, {bot: apply.hello}]
    - user: {id: m1, text: hello}
      expect: [{bot_text: /thank/}, {same_as_turn: 1}, {notice: shown}, {consent: {application: asked}}, {bot: builtin.fallback.rephrase}]
    - choice: role.driver
    - user: {choice: Driver}
    - wait: 10 min
    - restart: true
    - user: ''
      expect: [{flow: ~}, {flows: [apply]}]
  then: [{called: {create_application: {role: driver}}}, {called: create_application}, {not_called: create_application}, {called_times: {create_application: 1}}, {not_stored: truck driver}]
"#;

#[test]
fn a_whole_test_is_read() {
    let (tests, findings) = read(WHOLE);
    assert_eq!(findings, []);
    let test = &tests[0];
    assert_eq!(test.name, "a driver applies");
    assert_eq!(test.given.notice, NoticeAnswer::Declined);
    assert_eq!(test.given.clock, Some("2026-03-02T09:00:00Z".parse().unwrap()));
    let stub = &test.actions.values().next().unwrap()[0];
    assert_eq!((stub.status, &stub.body), (201, &serde_json::json!({"id": "R-7", "count": 3, "ok": true, "quoted": "3"})));
    let inputs: Vec<&TestInput> = test.steps.iter().map(|step| &step.input).collect();
    let user = |text: &str, id: Option<&str>| TestInput::Text { text: text.into(), id: id.map(str::to_owned) };
    let choice = |choice: &str| TestInput::Choice { choice: choice.into(), id: None };
    let expected = [
        &user("I'd like to apply", None),
        &user("hello", Some("m1")),
        &choice("role.driver"),
        &choice("Driver"),
        &TestInput::Wait(Duration::from_mins(10)),
        &TestInput::Restart,
        &user("", None),
    ];
    assert_eq!(inputs, expected);
    assert_eq!(test.then.len(), 5);
    let first: Vec<&Expected> = test.steps[0].expect.iter().map(|expectation| &expectation.expected).collect();
    assert!(matches!(first[2], Expected::Slots(slots) if slots[1].1 == Wanted::Nothing));
    assert_eq!(test.steps[0].expect[0].span.text(), "flow: apply");
    assert!(matches!(test.steps[1].expect[3].expected, Expected::Consent(_, ConsentState::Asked)));
}

#[test]
fn names_are_checked_against_the_bot() {
    check(
        "- name: x\n  given: {lang: it, consent: [aplication]}\n  actions: {create: {}}\n  steps:\n    - user: a\n      expect: [{bot: apply.helo}, {asks: rol}, {slot: {nam: x}}, {flow: aply}, {intent: apply_for_jobs}]\n",
        &[
            "2:17 unknown-name: there is no language `it` (known here: `en`)",
            "2:31 unknown-name: there is no purpose `aplication` (did you mean `application`?)",
            "3:13 unknown-name: there is no action `create` (did you mean `create_application`?)",
            "6:22 unknown-name: there is no message `apply.helo` (did you mean `apply.hello`?)",
            "6:42 unknown-name: there is no slot `rol` (did you mean `role`?)",
            "6:56 unknown-name: there is no slot `nam` (did you mean `name`?)",
            "6:73 unknown-name: there is no flow `aply` (did you mean `apply`?)",
            "6:89 unknown-name: there is no intent `apply_for_jobs` (did you mean `apply_for_job`?)",
        ],
    );
}

#[test]
fn what_an_action_answers_is_a_number_only_if_it_looks_like_one() {
    let (tests, findings) = read(
        "- name: x\n  actions: {create_application: {body: {a: 010, b: 1e3, c: 12:30, d: no, e: 1.10, f: -3, g: 2027-03-04, h: 1_000, i: '7', j: 0}}}\n  steps: [{user: no}]\n",
    );
    assert_eq!(findings, []);
    let body = &tests[0].actions.values().next().unwrap()[0].body;
    let expected = serde_json::json!({"a": "010", "b": "1e3", "c": "12:30", "d": "no", "e": 1.10, "f": -3, "g": "2027-03-04", "h": "1_000", "i": "7", "j": 0});
    assert_eq!(body, &expected);
    assert_eq!(tests[0].steps[0].input, TestInput::Text { text: "no".into(), id: None });
}

#[test]
fn buttons_values_and_fields_are_checked_against_the_bot() {
    check(
        "- name: x\n  steps:\n    - choice: role.drver\n    - user: {choice: Perhaps}\n      expect: [{slot: {role: drver}}, {bot: builtin.fallback.rephrese}]\n  then: [{called: {create_application: {rol: cook, name: x}}}]\n",
        &[
            "3:15 unknown-choice: the bot never offers a button `role.drver` (did you mean `role.driver`?)",
            "4:22 unknown-choice: the bot never offers a button `Perhaps` (write the title of a button, or its id, such as `confirm.yes`, `<slot>.<value>`, `flow.<name>`)",
            "5:30 unknown-name: `role` has no value `drver` (did you mean `driver`?)",
            "5:45 unknown-name: there is no message `builtin.fallback.rephrese` (did you mean `builtin.fallback.rephrase`?)",
            "6:41 unknown-name: no `call` sends `rol` to the action `create_application` (did you mean `role`?)",
            "6:52 unknown-name: no `call` sends `name` to the action `create_application` (known here: `role`)",
        ],
    );
    check(
        "- name: x\n  steps:\n    - choice: vehicle.van\n    - choice: Yes\n    - user: {choice: Driver}\n      expect: [{slot: {role: ~, name: drver}}, {asks: role}]\n  then: [{called: {create_application: {role: cook}}}, {called: create_application}]\n",
        &[],
    );
}

#[test]
fn unknown_words_come_with_the_nearest_one() {
    check(
        "- nam: x\n  name: x\n  steps: [{usr: a}, {user: a, expect: [{bott: apply.done}]}]\n",
        &[
            "1:3 unknown-key: unknown key `nam` in a test (did you mean `name`?)",
            "3:12 unknown-key: unknown key `usr` in a step of a test (did you mean `user`?)",
            "3:41 unknown-key: unknown key `bott` in an expectation (did you mean `bot`?)",
        ],
    );
}

#[test]
fn words_of_later_versions_say_so() {
    check(
        "- name: x\n  given: {desk: open}\n  steps:\n    - desk: {release: true}\n    - user: {file: cv.pdf}\n    - user: a\n      expect: [{repair: correction}, {handover: hr}]\n  then: [{masked_in: {log: Ada}}]\n",
        &[
            "2:11 not-yet-supported: `desk` under `given` is not supported yet (remove it for now)",
            "4:7 not-yet-supported: the test step `desk` is not supported yet (remove it for now)",
            "5:14 not-yet-supported: the test step `file` is not supported yet (remove it for now)",
            "7:17 not-yet-supported: the expectation `repair` is not supported yet (remove it for now)",
            "7:39 not-yet-supported: the expectation `handover` is not supported yet (remove it for now)",
            "8:11 not-yet-supported: the expectation `masked_in` is not supported yet (remove it for now)",
        ],
    );
}

#[test]
fn values_of_the_wrong_kind_say_what_is_wanted() {
    check(
        "- name: x\n  given: {notice: yes, clock: today}\n  steps:\n    - wait: 10\n    - user: a\n      wait: 1 s\n    - user: a\n      expect: [{bot_text: thanks}, {bot_text: /(/}, {consent: {application: maybe}}, {notice: hidden}, {same_as_turn: 2}]\n",
        &[
            "2:19 wrong-type: expected `accepted`, `declined` or `unanswered`, found text (write `accepted`, `declined` or `unanswered` here)",
            "2:31 wrong-type: expected an instant such as `2026-03-02T09:00:00Z`, found text (write an instant such as `2026-03-02T09:00:00Z` here)",
            "4:13 invalid-duration: `10` is no duration (write a number and a unit: `30 s`, `10 min`, `2 h`, `3 days`)",
            "6:7 two-inputs: one step of a test does two things (make two steps of it)",
            "8:27 wrong-type: expected a pattern between slashes, such as `/thank you/`, found text (write a pattern between slashes, such as `/thank you/` here)",
            "8:47 invalid-pattern: `(` is not a pattern: unclosed group (write a backslash before a character that stands for itself)",
            "8:77 wrong-type: expected `yes`, `no` or `asked`, found text (write `yes`, `no` or `asked` here)",
            "8:95 wrong-type: expected `shown`, found text (write `shown` here)",
            "8:119 unknown-name: turn 2 is not before this one (turns are counted from 1; name an earlier one)",
        ],
    );
}

#[test]
fn a_test_has_a_name_of_its_own_and_steps() {
    check(
        "- name: x\n  steps: [{user: a}]\n- name: x\n  steps: [{user: a}]\n- given: {}\n",
        &[
            "3:9 duplicate-name: two tests have the name `x` (say in the name what only this test shows)",
            "5:3 missing-key: a test has no `name` (add `name:` with a sentence that says what it shows)",
            "5:3 missing-key: a test has no `steps` (add `steps:` with at least one `user:`)",
        ],
    );
}

#[test]
fn an_action_may_answer_otherwise_each_time() {
    let text = "- name: x\n  actions: {create_application: [{status: 503}, {body: {id: R-7}}]}\n  steps: [{user: hello}]\n";
    let (tests, findings) = read(text);
    assert_eq!(findings, []);
    let stubs: Vec<u16> = tests[0].actions.values().flatten().map(|stub| stub.status).collect();
    assert_eq!(stubs, [503, 200]);
    let found = "2:33 wrong-type: expected at least one answer, such as `{status: 200, body: {}}`, found a list (write at least one answer, such as `{status: 200, body: {}}` here)";
    check("- name: x\n  actions: {create_application: []}\n  steps: [{user: hello}]\n", &[found]);
}
