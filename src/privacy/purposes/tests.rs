use super::*;
use crate::diagnostics::Source;
use crate::yaml;

fn read(text: &str) -> (Purposes, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let node = yaml::parse(&Source::new("bot.yaml", text), &mut findings).unwrap();
    let languages = [Language::new("en").unwrap(), Language::new("it").unwrap()];
    let purposes = Purposes::read(&node, &languages, &mut findings);
    (purposes, findings.into_sorted())
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

#[test]
fn a_purpose_has_basis_time_and_words() {
    let (purposes, findings) = read(
        "application: {basis: consent, keep: 6 months, why: {en: To apply, it: Per candidarsi}}\nsupport: {basis: contract, keep: 2 years, why: Help}\n",
    );
    assert_eq!(findings, []);
    let name = PurposeName::new("application").unwrap();
    let purpose = purposes.get(&name).unwrap();
    assert_eq!((purpose.basis, purpose.keep), (Basis::Consent, Retention::Months(6)));
    assert_eq!(purpose.why.values().collect::<Vec<_>>(), ["To apply", "Per candidarsi"]);
    assert_eq!(purposes.span(&name).unwrap().text(), "application");
    assert_eq!(purposes.iter().map(|purpose| purpose.keep.to_string()).collect::<Vec<_>>(), ["6 months", "24 months"]);
}

#[test]
fn what_is_missing_is_named_with_its_article() {
    check(
        "application: {}\n",
        &[
            "1:1 missing-key: the purpose `application` does not say `basis` (add its legal basis, such as `basis: consent` (GDPR Art. 6(1)))",
            "1:1 missing-key: the purpose `application` does not say `keep` (add how long values are kept, such as `keep: 6 months` (GDPR Art. 5(1)(e)))",
            "1:1 missing-key: the purpose `application` does not say `why` (add what people are told, such as `why: To handle your application` (GDPR Art. 13(1)(c)))",
        ],
    );
}

#[test]
fn an_unknown_basis_comes_with_the_nearest_one() {
    check(
        "a: {basis: consnt, keep: 6 months, why: x}\n",
        &["1:12 PRV-BASIS: `consnt` is no legal basis (GDPR Art. 6(1)) (did you mean `consent`?)"],
    );
}

#[test]
fn more_than_24_months_needs_a_reason() {
    check(
        "a: {basis: contract, keep: 30 months, why: x}\nb: {basis: contract, keep: 30 months, why: x, reason: The law says so}\n",
        &[
            "1:28 PRV-RET: the purpose `a` keeps data for 30 months, longer than 24 months, without a reason (shorten it, or add `reason:` with why so long is necessary (GDPR Art. 5(1)(e)))",
        ],
    );
}

#[test]
fn a_time_needs_a_unit() {
    check(
        "a: {basis: contract, keep: 6, why: x}\n",
        &["1:28 invalid-duration: `6` is no time to keep data (write a number and a unit: `30 days`, `6 months`, `1 year`)"],
    );
}

#[test]
fn the_names_of_the_store_are_reserved_and_names_are_checked() {
    check(
        "metadata: {basis: contract, keep: 6 months, why: x}\nMy-purpose: {basis: contract, keep: 6 months, why: x}\n",
        &[
            "1:1 reserved-name: `metadata` is the name of a record that every bot has (give the purpose another name)",
            "2:1 invalid-name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'M') (rename the purpose)",
        ],
    );
}

#[test]
fn every_name_that_the_store_refuses_is_refused_here_first() {
    for name in RESERVED_PURPOSES {
        let expected = format!("1:1 reserved-name: `{name}` is the name of a record that every bot has (give the purpose another name)");
        check(&format!("{name}: {{basis: contract, keep: 6 months, why: x}}\n"), &[&expected]);
    }
}

#[test]
fn why_covers_each_language_of_the_bot() {
    check(
        "a: {basis: contract, keep: 6 months, why: {en: x, fr: y}}\n",
        &[
            "1:43 missing-language: `why` is missing in the language `it` (add `it: …`)",
            "1:51 unknown-key: unknown key `fr` in `why` (its languages are the bot's) (known here: `en`, `it`)",
        ],
    );
}
