use super::*;
use crate::diagnostics::Source;
use crate::yaml;

const WHOLE: &str = "\
sottovoce: 1
bot: recruitment
languages: [en, it]
timezone: Europe/Rome
controller: {name: Acme Srl, contact: privacy@acme.example, dpo: dpo@acme.example, country: IT}
contact: jobs@acme.example
privacy:
  purposes:
    application: {basis: consent, keep: 6 months, why: To handle your application}
  history: off
  end_user_retention: 12 months
nlu: {encoder: all-MiniLM-L6-v2}
timeouts: {flow: 10 min, conversation: 1 h}
channels: {web: {origins: ['https://acme.example', 'http://127.0.0.1:8080']}}
repair: {cancel: {confirm: false}}
";

fn read(text: &str) -> (Settings, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let root = yaml::parse(&Source::new("bot.yaml", text), &mut findings).unwrap();
    let settings = Settings::read(&root, &mut findings);
    (settings, findings.into_sorted())
}

/// The findings, as `line:column code: message (help)`, after one line of a good file was exchanged.
fn check(line: &str, instead: &str, expected: &[&str]) {
    assert!(WHOLE.contains(line), "{line}");
    let shown: Vec<String> = read(&WHOLE.replacen(line, instead, 1))
        .1
        .iter()
        .map(|found| {
            let (line, column) = found.labels[0].span.line_and_column();
            format!("{line}:{column} {}: {} ({})", found.code, found.message, found.help.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn everything_in_the_file_is_read() {
    let (settings, findings) = read(WHOLE);
    assert_eq!(findings, []);
    assert_eq!(settings.name.as_ref().map(BotName::as_str), Some("recruitment"));
    assert_eq!(settings.languages().iter().map(Language::as_str).collect::<Vec<_>>(), ["en", "it"]);
    assert_eq!(settings.time_zone.as_ref().and_then(TimeZone::iana_name), Some("Europe/Rome"));
    assert_eq!(settings.controller.as_ref().map(|controller| controller.name.as_str()), Some("Acme Srl"));
    assert_eq!(settings.contact.as_deref(), Some("jobs@acme.example"));
    assert_eq!(settings.purposes.iter().count(), 1);
    assert_eq!(settings.web_origins, ["https://acme.example", "http://127.0.0.1:8080"]);
    assert!(!settings.confirm_cancel);
}

#[test]
fn what_is_not_written_has_a_strict_default() {
    let (settings, findings) = read("sottovoce: 1\nbot: x\nlanguages: [en]\ncontroller: {name: A, contact: a@b.example}\n");
    assert_eq!(findings, []);
    assert_eq!(settings.encoder, "all-MiniLM-L6-v2");
    assert_eq!(settings.contact.as_deref(), Some("a@b.example"));
    assert!(settings.web_origins.is_empty() && settings.confirm_cancel);
}

#[test]
fn the_version_of_the_format_is_checked() {
    check(
        "sottovoce: 1",
        "sottovoce: 2",
        &["1:12 format-version: this build reads bots of format 1, not `2` (write `sottovoce: 1` as the first line)"],
    );
    check("sottovoce: 1\n", "", &["1:1 missing-key: bot.yaml has no `sottovoce` (write `sottovoce: 1` as the first line)"]);
}

#[test]
fn name_and_languages_are_needed_and_checked() {
    check("bot: recruitment\n", "", &["1:1 missing-key: bot.yaml has no `bot` (add `bot: my_bot`)"]);
    check(
        "bot: recruitment",
        "bot: My Bot",
        &["2:6 invalid-name: `My Bot` is no name here: names start with a letter a–z and hold a–z, 0–9 and _ (found 'M') (rename it)"],
    );
    check("[en, it]", "[]", &["3:12 missing-language: a bot speaks at least one language (write `[en]`)"]);
    check("[en, it]", "en", &["3:12 wrong-type: expected a list of languages, found text (write `[en]`)"]);
    check(
        "[en, it]",
        "[en, en, english]",
        &[
            "3:17 duplicate-name: the language `en` stands twice (remove one of them)",
            "3:21 invalid-name: `english` is no name here: a language is a two-letter code such as `en` (rename it)",
        ],
    );
}

#[test]
fn an_unknown_key_comes_with_the_nearest_one() {
    check("timezone:", "timezon:", &["4:1 unknown-key: unknown key `timezon` in bot.yaml (did you mean `timezone`?)"]);
}

#[test]
fn a_misspelt_key_is_not_missing_too() {
    check("controller:", "controler:", &["5:1 unknown-key: unknown key `controler` in bot.yaml (did you mean `controller`?)"]);
    check("languages:", "langauges:", &["3:1 unknown-key: unknown key `langauges` in bot.yaml (did you mean `languages`?)"]);
    check("keep: 6", "kep: 6", &["9:35 unknown-key: unknown key `kep` in a purpose (did you mean `keep`?)"]);
}

#[test]
fn an_unknown_time_zone_comes_with_the_nearest_one() {
    check("Europe/Rome", "Europe/Roma", &["4:11 unknown-time-zone: there is no time zone `Europe/Roma` (did you mean `Europe/Rome`?)"]);
    check(
        "Europe/Rome",
        "here",
        &["4:11 unknown-time-zone: there is no time zone `here` (write a name of the IANA list, such as `Europe/Rome`)"],
    );
}

#[test]
fn a_controller_with_a_contact_is_needed() {
    check(
        "controller: {name: Acme Srl, contact: privacy@acme.example, dpo: dpo@acme.example, country: IT}\n",
        "",
        &[
            "1:1 PRV-ROLE: bot.yaml does not say who the controller is (add `controller: {name: Acme Srl, contact: privacy@acme.example, country: IT}` (GDPR Art. 13(1)(a)))",
        ],
    );
    check(
        "{name: Acme Srl, contact: privacy@acme.example, dpo: dpo@acme.example, country: IT}",
        "{country: Italy}",
        &[
            "5:13 PRV-ROLE: the controller has no name (add `name: Acme Srl` (GDPR Art. 13(1)(a)))",
            "5:13 PRV-ROLE: the controller has no contact for requests about personal data (add `contact: privacy@acme.example` (GDPR Art. 12(2), 13(1)(a)))",
            "5:23 invalid-country: `Italy` is no country code (write two capital letters, such as `IT`)",
        ],
    );
}

#[test]
fn people_are_kept_for_at_most_24_months_without_a_reason() {
    check(
        "end_user_retention: 12 months",
        "end_user_retention: 30 months",
        &[
            "11:23 PRV-RET: `end_user_retention` keeps data for 30 months, longer than 24 months, without a reason (shorten it, or add `reason:` with why so long is necessary (GDPR Art. 5(1)(e)))",
        ],
    );
    check("end_user_retention: 12 months", "end_user_retention: 30 months\n  reason: The law says so", &[]);
}

#[test]
fn a_purpose_ends_with_the_person() {
    check(
        "keep: 6 months",
        "keep: 13 months",
        &[
            "9:41 PRV-RET: the purpose `application` keeps data for 13 months, and everything about a person goes 12 months after the last message (shorten it, or write `end_user_retention: 13 months` under `privacy` (GDPR Art. 5(1)(e)))",
        ],
    );
    check("keep: 6 months", "keep: 12 months", &[]);
    check("keep: 6 months", "keep: 1 year", &[]);
    check("keep: 6 months", "keep: 365 days", &[]);
}

#[test]
fn what_comes_later_says_so() {
    check(
        "history: off",
        "history: on",
        &["10:12 not-yet-supported: keeping message texts (`history`) is not supported yet (write `history: off`, or leave it out)"],
    );
    check(
        "repair: {cancel: {confirm: false}}",
        "repair: {clarify: {offer: 3}}\nqueues: {}",
        &[
            "15:10 not-yet-supported: the setting `repair.clarify` is not supported yet (remove it for now)",
            "16:9 not-yet-supported: handover to `queues` is not supported yet (remove it for now)",
        ],
    );
}

#[test]
fn an_origin_is_what_a_browser_sends() {
    for good in ["https://acme.example", "http://localhost:3000"] {
        assert!(is_origin(good), "{good}");
    }
    for bad in [
        "*",
        "acme.example",
        "https://acme.example/",
        "https://",
        "https://ACME.example",
        "https://a:b",
        "ftp://a.example",
        "https://u@a.example",
    ] {
        assert!(!is_origin(bad), "{bad}");
    }
    check(
        "'https://acme.example'",
        "'*'",
        &[
            "14:28 invalid-origin: `*` is not the origin of a web page (write scheme and host without a path, such as `https://acme.example`)",
        ],
    );
}

#[test]
fn a_duration_has_a_unit() {
    check(
        "{flow: 10 min, ",
        "{flow: 10, ",
        &["13:18 invalid-duration: `10` is no duration (write a number and a unit: `30 s`, `10 min`, `2 h`, `3 days`)"],
    );
}
