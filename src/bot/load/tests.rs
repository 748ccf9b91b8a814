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
    assert_eq!((bot.tests.len(), 1, bot.flows.flows.len()), (1, 1, 1));
}

#[test]
fn ten_mistakes_three_of_them_in_one_step_are_ten_findings() {
    check(
        &[
            ("bot.yaml", "timezone", "timezon"),
            ("bot.yaml", ", contact: privacy@acme.example", ""),
            ("policies/notice.en.md", "version: 1\n", ""),
            ("intents/jobs.yaml", "[driver](role)", "[driver](rol)"),
            ("flows/apply.yaml", "start: [apply_for_job]", "start: [apply_for_jobs]"),
            ("flows/apply.yaml", "email: {type: email, purpose: application}", "email: {type: email, purpose: aplication}"),
            ("flows/apply.yaml", "        choices: slot\n", "        choices: slots\n        say: apply.which\n        chioces: 3\n"),
            ("faq/general.yaml", "answer: faq.opening_hours", "answer: faq.opening_hour"),
            ("messages/en.yaml", "{{ slots.role }}", "{{ slots.rol }}"),
            ("tests/apply.yaml", "asks: role", "asks: rolle"),
        ],
        &[],
    );
}
