use super::super::folder::Folder;
use super::*;

/// The findings of these checks as `file:line:column code: message (help)`; other findings are left to their own tests.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let folder = Folder::from_embedded("x", files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let mut other = Findings::default();
    let (settings, sections) = Sections::read(&folder, &mut other);
    let mut findings = Findings::default();
    super::check(&sections, &settings.unwrap().languages, &mut findings);
    let shown: Vec<String> = findings
        .into_sorted()
        .iter()
        .map(|found| {
            let span = &found.labels[0].span;
            let (line, column) = span.line_and_column();
            let help = found.help.as_deref().unwrap_or_default();
            format!("{}:{line}:{column} {}: {} ({help})", span.source.path, found.code, found.message)
        })
        .collect();
    assert_eq!(shown, expected);
}

const BOT: (&str, &str) = ("bot.yaml", "languages: [en]\n");
const NOTICE: (&str, &str) = ("policies/notice.en.md", "x");
const POLICY: (&str, &str) = ("policies/policy.en.md", "x");

#[test]
fn each_language_has_a_notice_and_a_policy() {
    check(
        &[("bot.yaml", "languages: [en, it]\n"), NOTICE],
        &[
            "bot.yaml:1:13 PRV-NOTICE: there is no privacy policy in `en` (write policies/policy.en.md, `version` and `date` on top (GDPR Art. 12(1), 13))",
            "bot.yaml:1:17 PRV-NOTICE: there is no privacy notice in `it` (write policies/notice.it.md, `version` and `date` on top (GDPR Art. 13(1)))",
            "bot.yaml:1:17 PRV-NOTICE: there is no privacy policy in `it` (write policies/policy.it.md, `version` and `date` on top (GDPR Art. 12(1), 13))",
        ],
    );
}

#[test]
fn a_personal_slot_has_a_purpose() {
    let flows = "flows:\n  apply:\n    slots:\n      name: {type: person_name}\n      email: {type: email, purpose: application}\n      note: {type: text}\n";
    check(
        &[BOT, NOTICE, POLICY, ("flows/apply.yaml", flows)],
        &[
            "flows/apply.yaml:4:7 PRV-MIN1: the slot `name` of `apply` holds personal data (`person_name`) and has no purpose (add `purpose:` with one of `privacy.purposes`, or do not ask for it (GDPR Art. 5(1)(b), (c)))",
        ],
    );
}

#[test]
fn data_leaves_for_a_known_recipient_and_a_third_country_only_on_a_ground() {
    let actions = "\
actions:
  none: {url: 'https://a.example'}
  home: {url: 'https://a.example', recipient: {name: A, country: IT, basis: contract}}
  bare: {url: 'https://a.example', recipient: {name: A, country: US, basis: contract}}
  void: {url: 'https://a.example', recipient: {name: A, country: US, basis: contract, transfer: privacy-shield}}
  fine: {url: 'https://a.example', recipient: {name: A, country: US, basis: contract, transfer: scc}}
";
    check(
        &[BOT, NOTICE, POLICY, ("actions.yaml", actions)],
        &[
            "actions.yaml:2:3 PRV-TRF: the action `none` does not say who receives the data (add `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(e), (f)))",
            "actions.yaml:4:66 PRV-TRF: the action `bare` sends data to `US`, outside the European Economic Area, without saying on which ground (add `transfer:` to the recipient, one of `adequacy`, `scc`, `bcr`, `dpf`, `derogation` (GDPR Art. 44 to 49))",
            "actions.yaml:5:97 PRV-TRF: `privacy-shield` cannot carry a transfer to `US`, outside the European Economic Area (add `transfer:` to the recipient, one of `adequacy`, `scc`, `bcr`, `dpf`, `derogation` (GDPR Art. 44 to 49))",
        ],
    );
}

#[test]
fn what_leaves_this_machine_is_encrypted() {
    let action = |name: &str, url: &str| format!("  {name}: {{url: '{url}', recipient: {{name: A, country: IT, basis: contract}}}}\n");
    let urls = [
        "https://a.example/",
        "http://127.0.0.1:8081/x",
        "http://localhost:9000",
        "http://[::1]:9000/",
        "http://hr.localhost/",
        "http://a.example/x",
        "http://10.0.0.7:8080/x",
        "http://localhost.evil.example/",
    ];
    let actions: String = urls.iter().enumerate().map(|(nth, url)| action(&format!("a{nth}"), url)).collect();
    check(
        &[BOT, NOTICE, POLICY, ("actions.yaml", &format!("actions:\n{actions}"))],
        &[
            "actions.yaml:7:13 PRV-TLS: the action `a5` sends data to `a.example` unencrypted (write `https://`; only this machine itself may be called without (GDPR Art. 32(1)(a)))",
            "actions.yaml:8:13 PRV-TLS: the action `a6` sends data to `10.0.0.7:8080` unencrypted (write `https://`; only this machine itself may be called without (GDPR Art. 32(1)(a)))",
            "actions.yaml:9:13 PRV-TLS: the action `a7` sends data to `localhost.evil.example` unencrypted (write `https://`; only this machine itself may be called without (GDPR Art. 32(1)(a)))",
        ],
    );
}
