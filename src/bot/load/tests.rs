use super::super::folder::Folder;
use super::*;
use crate::diagnostics::Severity;

/// A small bot without a mistake.
const FILES: [(&str, &str); 8] = [
    (
        "bot.yaml",
        "\
sottovoce: 1
bot: recruitment
languages: [en]
timezone: Europe/Rome
controller: {name: Acme Srl, contact: privacy@acme.example, country: IT}
privacy:
  purposes:
    application: {basis: consent, keep: 6 months, why: To handle your application}
",
    ),
    (
        "intents/jobs.yaml",
        "\
intents:
  apply_for_job:
    examples:
      en:
        - I want to apply for a job
        - \"can I apply as a [driver](role)\"
        - I am looking for work
        - do you hire cooks
        - I'd like to send an application
",
    ),
    ("entities/roles.yaml", "entities:\n  role: {values: {driver: [truck driver], cook: [chef]}}\n"),
    (
        "faq/general.yaml",
        "\
faq:
  - id: opening_hours
    questions: {en: [when are you open, opening times]}
    answer: faq.opening_hours
",
    ),
    (
        "flows/apply.yaml",
        "\
flows:
  apply:
    description: Take a job application
    start: [apply_for_job]
    slots:
      role: {type: role, purpose: application}
      email: {type: email, purpose: application}
    steps:
      - consent: application
        else: [{say: apply.no_consent}, end]
      - id: role
        ask: role
        say: apply.which_role
        choices: slot
      - id: email
        ask: email
        say: apply.email
        reject:
          - {when: value is endingwith(\"@example.com\"), say: apply.real_email}
      - confirm: apply.summary
      - call: create_application
        with: {role: slots.role, email: slots.email}
        on_failure: [{say: apply.try_later}, end]
      - say: apply.done
",
    ),
    (
        "actions.yaml",
        "\
actions:
  create_application:
    url: https://hr.acme.example/applications
    timeout: 5 s
    recipient: {name: Acme HR, country: IT, basis: consent}
",
    ),
    (
        "messages/en.yaml",
        "\
apply:
  no_consent: Then I can't take your application.
  which_role: Which role?
  email: What is your e-mail address?
  real_email: Please give me an address that you read.
  summary: '{{ slots.role }}, {{ slots.email }}: is that right?'
  try_later: Please try again later.
  done: Thank you!
faq:
  opening_hours: From 9 to 5.
",
    ),
    (
        "tests/apply.yaml",
        "\
tests:
  - name: a driver applies
    actions: {create_application: {status: 200}}
    steps:
      - user: I'd like to apply
        expect: [{flow: apply}, {consent: {application: asked}}]
      - choice: consent.yes
        expect: [{asks: role}, {bot: apply.which_role}]
",
    ),
];

const DOCUMENTS: [(&str, &str); 2] = [
    ("policies/notice.en.md", "---\nversion: 1\ndate: 2026-03-01\n---\nMay I keep this conversation? privacy@acme.example\n"),
    ("policies/policy.en.md", "---\nversion: 1\ndate: 2026-03-01\n---\n# Your data\n\nWrite to privacy@acme.example.\n"),
];

/// Loads the bot after texts in its files were exchanged: (file, text, instead); an empty text adds or replaces the file.
fn load_with(changes: &[(&str, &str, &str)]) -> Loaded {
    let mut files: BTreeMap<&str, String> = FILES.iter().chain(&DOCUMENTS).map(|(path, text)| (*path, (*text).to_owned())).collect();
    for (path, text, instead) in changes {
        if text.is_empty() {
            files.insert(path, (*instead).to_owned());
            continue;
        }
        let file = files.get_mut(path).unwrap();
        assert!(file.contains(text), "{path}: {text}");
        *file = file.replacen(text, instead, 1);
    }
    load(&Folder::from_embedded("recruitment", files.iter().map(|(path, text)| (*path, text.as_bytes()))))
}

/// The findings as `file:line:column code: message (help)`.
fn check(changes: &[(&str, &str, &str)], expected: &[&str]) {
    let loaded = load_with(changes);
    let shown: Vec<String> = loaded
        .findings
        .iter()
        .map(|found| {
            let span = &found.labels[0].span;
            let (line, column) = span.line_and_column();
            let help = found.help.as_deref().unwrap_or_default();
            format!("{}:{line}:{column} {}: {} ({help})", span.source.path, found.code, found.message)
        })
        .collect();
    assert_eq!(shown, expected);
    let errors = loaded.findings.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(loaded.bot.is_none(), errors, "there is a bot exactly if there is no error");
}

#[test]
fn a_bot_without_a_mistake_has_no_findings() {
    check(&[], &[]);
    let bot = load_with(&[]).bot.unwrap();
    assert_eq!((bot.name.as_str(), bot.hash.len()), ("recruitment", 64));
    assert_eq!(bot.notices.len() + bot.policies.len(), 2);
    assert_eq!((bot.tests.len(), bot.faq.entries.len(), bot.flows.flows.len()), (1, 1, 1));
    assert_eq!(bot.faq.entries[0].answer_texts, [(Language::new("en").unwrap(), "From 9 to 5.".to_owned())].into());
}

#[test]
fn ten_mistakes_three_of_them_in_one_step_are_ten_findings() {
    check(
        &[
            ("bot.yaml", "timezone", "timezon"),
            ("bot.yaml", ", contact: privacy@acme.example", ""),
            ("policies/notice.en.md", "version: 1\n", ""),
            ("flows/apply.yaml", "start: [apply_for_job]", "start: [apply_for_jobs]"),
            ("flows/apply.yaml", "email: {type: email, purpose: application}", "email: {type: email, purpose: aplication}"),
            (
                "flows/apply.yaml",
                "say: apply.which_role\n        choices: slot",
                "say: apply.which_rol\n        choices: slots\n        rejects: []",
            ),
            ("messages/en.yaml", "{{ slots.role }}", "{{ slots.rol }}"),
            ("tests/apply.yaml", "asks: role", "asks: rolle"),
        ],
        &[
            "bot.yaml:4:1 unknown-key: unknown key `timezon` in bot.yaml (did you mean `timezone`?)",
            "bot.yaml:5:13 PRV-ROLE: the controller has no contact for requests about personal data (add `contact: privacy@acme.example` (GDPR Art. 12(2), 13(1)(a)))",
            "flows/apply.yaml:4:13 unknown-name: unknown intent `apply_for_jobs` (did you mean `apply_for_job`?)",
            "flows/apply.yaml:7:37 PRV-PURPOSE: the purpose `aplication` is not declared (GDPR Art. 5(1)(b)) (did you mean `application`?)",
            "flows/apply.yaml:13:14 missing-message: there is no message `apply.which_rol` (did you mean `apply.which_role`?)",
            "flows/apply.yaml:14:18 wrong-type: expected `slot` or a list of values, found text (write `slot` or a list of values here)",
            "flows/apply.yaml:15:9 unknown-key: unknown key `rejects` in an `ask` step (did you mean `reject`?)",
            "messages/en.yaml:6:16 template-variable: the flow `apply` has no slot `rol` (did you mean `role`?)",
            "policies/notice.en.md:1:1 front-matter: the notice has no `version` (add `version: 1` between the two `---` lines (GDPR Art. 7(1): a consent must name the text it was given to))",
            "tests/apply.yaml:8:25 unknown-name: there is no slot `rolle` (did you mean `role`?)",
        ],
    );
}

#[test]
fn parts_are_checked_against_each_other() {
    check(
        &[("faq/general.yaml", "faq.opening_hours", "faq.opening_hour")],
        &["faq/general.yaml:4:13 missing-message: there is no message `faq.opening_hour` (did you mean `faq.opening_hours`?)"],
    );
    check(
        &[("actions.yaml", ", country: IT", "")],
        &[
            "actions.yaml:5:16 PRV-TRF: this recipient has no `country` (write `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(c), (e), (f)))",
        ],
    );
    check(
        &[("flows/apply.yaml", ", email: slots.email}", "}"), ("messages/en.yaml", ", {{ slots.email }}", "")],
        &[
            "flows/apply.yaml:16:14 PRV-MIN2: people are asked for `email`, and nothing reads it (send it with a `call`, show it in the summary, or do not ask for it (GDPR Art. 5(1)(c)))",
        ],
    );
}

#[test]
fn a_purpose_with_a_mistake_is_one_finding() {
    check(
        &[("bot.yaml", "basis: consent", "basis: consnt")],
        &["bot.yaml:8:26 PRV-BASIS: `consnt` is no legal basis (GDPR Art. 6(1)) (did you mean `consent`?)"],
    );
}

#[test]
fn intents_entities_and_faq_fit_together() {
    check(
        &[("intents/jobs.yaml", "[driver](role)", "[driver](rol)"), ("faq/general.yaml", "opening times", "I am looking for WORK!")],
        &[
            "faq/general.yaml:3:41 question-is-example: a question of `opening_hours` is also an example of the intent `apply_for_job` (leave it where it belongs: what is both is always taken for the intent)",
            "intents/jobs.yaml:6:29 unknown-name: there is no entity `rol` (did you mean `role`?)",
        ],
    );
    check(
        &[("intents/jobs.yaml", "[driver](role)", "[driver]{\\\"entity\\\": \\\"role\\\", \\\"role\\\": \\\"rolle\\\"}")],
        &["intents/jobs.yaml:6:11 unknown-name: there is no slot `rolle` (did you mean `role`?)"],
    );
    let annotated = |instead: &str, expected: &[&str]| check(&[("intents/jobs.yaml", "[driver](role)", instead)], expected);
    annotated(
        "[waiter](role)",
        &[
            "intents/jobs.yaml:6:29 unknown-value: `waiter` is no value of `role`, and an example teaches no new ones (add it to the values or synonyms of `role`, or remove the brackets)",
        ],
    );
    annotated(
        "[drivr](role)",
        &[
            "intents/jobs.yaml:6:29 unknown-value: `drivr` is no value of `role`, and an example teaches no new ones (did you mean `driver`? Else add it to the values or synonyms of `role`)",
        ],
    );
    annotated("[driver](role:drivr)", &["intents/jobs.yaml:6:29 unknown-name: `role` has no value `drivr` (did you mean `driver`?)"]);
    annotated(
        "[lorry man](role:driver)",
        &[
            "intents/jobs.yaml:6:29 unknown-value: `lorry man` is no value of `role`, and an example teaches no new ones (add `lorry man` to the synonyms of `driver`)",
        ],
    );
    // Other forms of the words, a synonym with its value, and built-in types are fine.
    annotated("[Truck Drivers](role) or a [chef](role:cook)", &[]);
    annotated("driver from [next Monday](date), I am [Ada](person_name)", &[]);
    check(
        &[(
            "intents/jobs.yaml",
            "intents:\n",
            "intents:\n  praise: {examples: {en: [well done, great, nice one, I like it, that was good]}}\n",
        )],
        &[
            "intents/jobs.yaml:2:3 unused-intent: the intent `praise` starts nothing (add `start: [praise]` to a flow, or remove the intent)",
        ],
    );
    // A built-in example makes way for the bot's.
    check(&[("intents/jobs.yaml", "- I am looking for work", "- cancel")], &[]);
}

#[test]
fn consent_comes_before_the_first_question_on_every_path() {
    // No step at all; a refusal that goes on; a way around the step.
    check(
        &[
            ("flows/apply.yaml", "      - consent: application\n        else: [{say: apply.no_consent}, end]\n", ""),
            ("messages/en.yaml", "  no_consent: Then I can't take your application.\n", ""),
        ],
        &[
            "flows/apply.yaml:10:14 PRV-CONSENT: `role` can be asked before the person agreed to the purpose `application` (put `- consent: application` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7))",
            "flows/apply.yaml:14:14 PRV-CONSENT: `email` can be asked before the person agreed to the purpose `application` (put `- consent: application` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7))",
        ],
    );
    check(
        &[("flows/apply.yaml", "[{say: apply.no_consent}, end]", "[{say: apply.no_consent}]")],
        &[
            "flows/apply.yaml:9:18 PRV-CONSENT: after a no to the purpose `application` the flow goes on and asks for `role`, `email` (end its `else` with `end` (GDPR Art. 6(1)(a), 7))",
        ],
    );
    check(
        &[(
            "flows/apply.yaml",
            "      - consent: application",
            "      - if: today > \"2026\"\n        then: [{goto: email}]\n      - consent: application",
        )],
        &[
            "flows/apply.yaml:18:14 PRV-CONSENT: `email` can be asked before the person agreed to the purpose `application` (put `- consent: application` before it on every path, with an `else:` that ends (GDPR Art. 6(1)(a), 7))",
            "messages/en.yaml:6:16 read-before-set: `slots.role` may not be set here: on some way to this step nothing sets it (`ask` for it or `set` it before on every way, or guard it: `{% if slots.role is defined %}…{% endif %}`)",
        ],
    );
}

#[test]
fn a_slip_in_one_file_is_not_a_finding_for_each_thing_in_it() {
    check(
        &[("messages/en.yaml", "apply:", "apply: [")],
        &[
            "messages/en.yaml:3:13 yaml-syntax: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}' (check indentation, quotes and colons near here)",
        ],
    );
    check(
        &[("intents/jobs.yaml", "intents:", "intents: {")],
        &[
            "intents/jobs.yaml:3:13 yaml-syntax: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}' (check indentation, quotes and colons near here)",
        ],
    );
    check(
        &[("bot.yaml", "sottovoce: 1", "sottovoce: [1")],
        &[
            "bot.yaml:2:4 yaml-syntax: this is not YAML: illegal placement of ':' indicator (check indentation, quotes and colons near here)",
        ],
    );
}

#[test]
fn a_misspelt_part_of_a_file_is_one_finding() {
    check(
        &[("flows/apply.yaml", "flows:", "flos:")],
        &["flows/apply.yaml:1:1 unknown-key: unknown key `flos` in flows/apply.yaml (did you mean `flows`?)"],
    );
    check(&[("bot.yaml", "", "- a\n- b\n")], &["bot.yaml:1:1 wrong-type: expected a mapping, found a list (write a mapping here)"]);
    check(
        &[("flows/apply.yaml", "start: [apply_for_job]", "start: [skip, apply_for_job]")],
        &[
            "flows/apply.yaml:4:13 not-yet-supported: starting a flow with the built-in intent `skip` is not yet supported (declare an intent of your own, with examples, and start with that)",
        ],
    );
    check(
        &[("actions.yaml", "timeout: 5 s", "timeout: 5")],
        &["actions.yaml:4:14 wrong-type: `5` has no unit (write `5 s` for seconds or `5 ms` for thousandths of a second)"],
    );
}

#[test]
fn a_bot_can_be_one_file() {
    let mut one = FILES[0].1.to_owned();
    for (path, text) in &FILES[1..] {
        if *path == "messages/en.yaml" {
            one.push_str("messages:\n  en:\n");
            text.lines().for_each(|line| one.extend(["    ", line, "\n"]));
        } else {
            one.push_str(text);
        }
    }
    let files = [("bot.yaml", one.as_str()), DOCUMENTS[0], DOCUMENTS[1]];
    let loaded = load(&Folder::from_embedded("one", files.iter().map(|(path, text)| (*path, text.as_bytes()))));
    assert_eq!(loaded.findings, []);
    assert_eq!(loaded.bot.unwrap().flows.flows.len(), 1);
}

#[test]
fn hostile_files_are_findings() {
    let deep = "[".repeat(100_000);
    for path in ["bot.yaml", "flows/apply.yaml", "messages/en.yaml", "tests/apply.yaml", "policies/notice.en.md"] {
        for text in [&deep, "a: &x [*x]", "- - - -", "{", "null", "\u{0}", "---\n---\n---\n"] {
            assert!(load_with(&[(path, "", text)]).bot.is_none() || path.starts_with("tests"), "{path}: {text:.20}");
        }
    }
}
