mod codes;
mod date;
mod es;
mod figures;
mod fr;
mod german;
mod intervals;
mod italian;
mod lengths;
mod lookup;
mod moments;
mod person_name;
mod properties;
mod yes_no;

use jiff::civil::{Date, date};

use super::*;
use crate::diagnostics::{Findings, Source};

/// A Wednesday.
const TODAY: Date = date(2026, 3, 4);

/// Nine o'clock of it in Rome.
fn now() -> Zoned {
    TODAY.at(9, 0, 0, 0).in_tz("Europe/Rome").unwrap()
}

fn set(yaml: &str) -> EntitySet {
    let mut findings = Findings::default();
    let mut set = EntitySet::default();
    if let Some(node) = crate::yaml::parse(&Source::new("entities/all.yaml", yaml), &mut findings) {
        set.add(&node, &["en", "it", "fr", "es"].map(|code| Language::new(code).unwrap()), &mut findings);
    }
    assert_eq!(findings.into_sorted(), []);
    set
}

fn read(set: &EntitySet, language: &str, text: &str) -> Vec<Entity> {
    let context = ExtractContext { language: Language::new(language).unwrap(), now: now() };
    Extractors::new(set, Some("IT")).extract(text, &context)
}

/// The readings of one kind as `value` (clear) or `value?` (if asked), by place.
fn readings(set: &EntitySet, language: &str, kind: &str, text: &str) -> Vec<String> {
    let of_kind = read(set, language, text).into_iter().filter(|entity| entity.kind.as_str() == kind);
    of_kind.map(|entity| shown(&entity)).collect()
}

fn shown(entity: &Entity) -> String {
    let value = entity.value.to_json();
    let ends = value.get("from").zip(value.get("to")).and_then(|(from, to)| Some(format!("{}/{}", from.as_str()?, to.as_str()?)));
    let value = ends.or_else(|| value.as_str().map(str::to_owned)).unwrap_or_else(|| value.to_string());
    format!("{value}{}", if entity.strength == Strength::Clear { "" } else { "?" })
}

#[track_caller]
fn check(kind: &str, cases: &[(&str, &[&str])]) {
    check_in("en", kind, cases);
}

#[track_caller]
fn check_in(language: &str, kind: &str, cases: &[(&str, &[&str])]) {
    let set = EntitySet::default();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let actual = readings(&set, language, kind, text);
            (actual != *expected).then(|| format!("{text:?}: expected {expected:?}, read {actual:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where phone numbers and sums are those of a country.
#[track_caller]
fn check_at(country: &str, language: &str, kind: &str, cases: &[(&str, &[&str])]) {
    let extractors = Extractors::new(&EntitySet::default(), Some(country));
    let context = ExtractContext { language: Language::new(language).unwrap(), now: now() };
    let wrong = cases.iter().filter_map(|(text, expected)| {
        let found = extractors.extract(text, &context).into_iter().filter(|entity| entity.kind.as_str() == kind);
        let actual: Vec<String> = found.map(|entity| shown(&entity)).collect();
        (actual != *expected).then(|| format!("{text:?}: expected {expected:?}, read {actual:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn check_declared(yaml: &str, kind: &str, cases: &[(&str, &[&str])]) {
    check_declared_in("en", yaml, kind, cases);
}

#[track_caller]
fn check_declared_in(language: &str, yaml: &str, kind: &str, cases: &[(&str, &[&str])]) {
    let set = set(yaml);
    for (text, expected) in cases {
        assert_eq!(readings(&set, language, kind, text), *expected, "{text:?}");
    }
}

#[test]
fn email_addresses_end_before_the_punctuation() {
    check(
        "email",
        &[
            ("ada@example.org", &["ada@example.org"]),
            ("mail me at Ada.Lovelace+jobs@Mail.Example.co.uk, thanks", &["Ada.Lovelace+jobs@mail.example.co.uk"]),
            ("(ada@example.org).", &["ada@example.org"]),
            ("<ada@example.org>", &["ada@example.org"]),
            ("email=ada@example.org;", &["ada@example.org"]),
            ("ada@example.org and bob@example.com", &["ada@example.org", "bob@example.com"]),
            ("ada at example dot org", &["ada@example.org"]),
            ("ada dot lovelace (at) example (dot) org", &["ada.lovelace@example.org"]),
            ("rené@exämple.org", &["rené@exämple.org"]),
            ("ada@example", &[]),
            ("ada@@example.org", &[]),
            ("a..b@example.org", &[]),
            ("@example.org", &[]),
            ("I am at home dot", &[]),
        ],
    );
}

#[test]
fn numbers_in_digits_and_words() {
    check(
        "number",
        &[
            ("3 nights", &["3"]),
            ("about 1,200 or 1.5", &["1200", "1.5"]),
            ("1 200 000 people", &["1200000"]),
            ("€1,200.50!", &["1200.5"]),
            ("10k", &["10000"]),
            ("-5", &["-5"]),
            ("three", &["3"]),
            ("twenty-five years", &["25"]),
            ("one hundred and twenty", &["120"]),
            ("two thousand five hundred", &["2500"]),
            ("a couple of years", &["2"]),
            ("one and a half", &["1.5"]),
            ("I have one", &["1?"]),
            ("three or four", &["3", "4"]),
            ("none", &["0?"]),
            ("in April 2027", &[]),
            ("5'10", &[]),
            ("1'200", &["1200"]),
            ("A-1042 and COVID19", &[]),
            ("on 4 March 2026", &[]),
            ("in 10 days", &[]),
            ("ada99@example.org", &[]),
            ("9:30", &[]),
            ("the 1st", &[]),
            ("half a dozen rolls", &["6"]),
            ("half a million", &["500000"]),
            ("minus 5", &["-5"]),
            ("minus five", &["-5"]),
            ("3 million", &["3000000"]),
            ("1.5 million people", &["1500000"]),
        ],
    );
}

const ROLES: &str = "
role:
  values:
    driver: {labels: {en: Driver, it: Autista}, synonyms: [truck driver, lorry driver]}
    cook: [chef, 'aide-cuisinier']
    nurse: []
    cafe_manager: [café boss]
  fuzzy: 1
order_number: {pattern: '[A-Z]-\\d{3,6}', example: A-1042, upper: true}
product_code: {pattern: '[a-z]{2}\\d{4}'}
";

#[test]
fn declared_values_are_found_by_name_synonym_label_and_with_one_slip() {
    check_declared(
        ROLES,
        "role",
        &[
            ("I'd like to apply as a truck driver", &["driver"]),
            ("TRUCK-DRIVERS and nurses", &["driver", "nurse"]),
            ("autista", &["driver"]),
            ("a truk drivr job", &["driver"]),
            ("chefs", &["cook"]),
            ("Aide cuisinier", &["cook"]),
            ("CAFE BOSS", &["cafe_manager"]),
            ("cafe manager", &["cafe_manager"]),
            ("nusre", &["nurse"]),
            ("a purse and a river", &[]),
            ("overdriver", &[]),
            ("a book", &[]),
            ("un artista", &[]),
            ("I drive trucks", &[]),
        ],
    );
}

#[test]
fn the_longest_value_wins() {
    check_declared("size: {values: {large: [], extra_large: [extra large]}}", "size", &[("extra large please", &["extra_large"])]);
}

#[test]
fn patterns_ignore_case_and_inner_spaces() {
    check_declared(
        ROLES,
        "order_number",
        &[("where is a-1042?", &["A-1042"]), ("A - 1042", &["A-1042"]), ("A-10 42, thanks", &["A-1042"]), ("BA-1042", &[]), ("A-12", &[])],
    );
    check_declared(ROLES, "product_code", &[("it is ab1234", &["ab1234"]), ("AB 1234", &["AB 1234"])]);
}

#[test]
fn a_declared_value_is_a_name_only_if_asked() {
    let set = set(ROLES);
    assert_eq!(readings(&set, "en", "person_name", "I'm Truck Driver"), ["Truck Driver?"]);
    assert_eq!(readings(&set, "en", "person_name", "I'm Ada Cook"), ["Ada Cook"]);
}

#[test]
fn places_are_code_points() {
    let all = read(&EntitySet::default(), "en", "👍 já é: ada@example.org");
    let email = all.iter().find(|entity| entity.kind.as_str() == "email").unwrap();
    assert_eq!((email.start, email.end), (8, 23));
}

#[test]
fn other_languages_read_digits_and_addresses() {
    let shown: Vec<String> = read(&EntitySet::default(), "it", "1.200,50 il 04.05.2026 ada@example.org")
        .into_iter()
        .map(|entity| format!("{} {}", entity.kind, entity.value.to_json()))
        .collect();
    assert_eq!(
        shown,
        ["number 1200.5", "money {\"amount\":\"1200.50\",\"currency\":\"EUR\"}", "date \"2026-05-04\"", "email \"ada@example.org\""]
    );
}

/// Code, place and message of each finding.
fn findings(yaml: &str) -> Vec<String> {
    let mut findings = Findings::default();
    let node = crate::yaml::parse(&Source::new("e.yaml", yaml), &mut findings).unwrap();
    EntitySet::default().add(&node, &[Language::new("en").unwrap()], &mut findings);
    let shown = findings.into_sorted().into_iter().map(|found| {
        let places: Vec<String> = found
            .labels
            .iter()
            .map(|label| {
                let (line, column) = label.span.line_and_column();
                format!("{line}:{column}")
            })
            .collect();
        format!("{} {}: {} ({})", found.code, places.join(" "), found.message, found.help.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn every_mistake_in_a_declaration_is_a_finding() {
    let cases: &[(&str, &str)] = &[
        ("role: {values: [a], fuzy: 1}", "unknown-key 1:21: unknown key `fuzy` in the entity `role` (did you mean `fuzzy`?)"),
        (
            "Role: {values: [a]}",
            "invalid-name 1:1: `Role` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'R') (use a name such as `order_number`)",
        ),
        (
            "email: {values: [a]}",
            "built-in-name 1:1: `email` is a built-in entity (choose another name; built-in entities need no declaration)",
        ),
        ("role: {}", "entity-kind 1:1: the entity `role` has neither `values` nor `pattern` (list its `values:`, or give a `pattern:`)"),
        (
            "role: {values: [a], pattern: b}",
            "entity-kind 1:21 1:8: the entity `role` has both `values` and `pattern` (keep one of them, or make two entities)",
        ),
        (
            "role: {values: {cook: [chef], boss: [Chefs]}}",
            "shared-synonym 1:38 1:24: `Chefs` means both `cook` and `boss` (keep it under one value)",
        ),
        (
            "role: {values: {cook: ['…']}}",
            "empty-synonym 1:24: `…` has no letter or digit, so nothing matches it (write a word that people say)",
        ),
        ("role: {values: []}", "empty-list 1:16: an entity needs at least one value (list the values, each with its synonyms)"),
        ("role: {values: 3}", "wrong-type 1:16: expected a list or mapping of values, found text (write a list or mapping of values here)"),
        ("role: {values: {a: {lables: {}}}}", "unknown-key 1:21: unknown key `lables` in the value `a` (did you mean `labels`?)"),
        ("role: {values: {a: {labels: {fr: x}}}}", "unknown-language 1:30: `fr` is not a language of this bot (known here: `en`)"),
        (
            "role: {values: [a], fuzzy: 3}",
            "out-of-range 1:28: `fuzzy: 3` forgives too much (use `fuzzy: 1` (one slip a word) or `fuzzy: 0`)",
        ),
        ("role: {values: [a], upper: true}", "misplaced-key 1:21: `upper` only works with `pattern` (remove `upper`)"),
        (
            "code: {pattern: 'a*'}",
            "invalid-pattern 1:17: this pattern also matches nothing at all (let it need at least one character, such as `+` for `*`)",
        ),
        (
            "code: {pattern: '(a'}",
            "invalid-pattern 1:17: this pattern does not compile: unclosed group (patterns are regular expressions without look-around and back-references, such as '[A-Z]-\\d{3,6}')",
        ),
        (
            "code: {pattern: 'a\\d', example: b1}",
            "invalid-example 1:33: the example `b1` does not match the pattern (change the example or the pattern)",
        ),
    ];
    for (yaml, expected) in cases {
        assert_eq!(findings(yaml), [*expected], "{yaml}");
    }
}
