use jiff::civil::{Date, date};

use super::*;
use crate::diagnostics::{Findings, Source};

/// A Wednesday.
const TODAY: Date = date(2026, 3, 4);

fn set(yaml: &str) -> EntitySet {
    let mut findings = Findings::default();
    let mut set = EntitySet::default();
    if let Some(node) = crate::yaml::parse(&Source::new("entities/all.yaml", yaml), &mut findings) {
        set.add(&node, &[Language::new("en").unwrap(), Language::new("it").unwrap()], &mut findings);
    }
    assert_eq!(findings.into_sorted(), []);
    set
}

fn read(set: &EntitySet, language: &str, text: &str) -> Vec<Entity> {
    let context = ExtractContext { language: Language::new(language).unwrap(), today: TODAY };
    Extractors::new(set).extract(text, &context)
}

/// The readings of one kind as `value` (clear) or `value?` (if asked), by place.
fn readings(set: &EntitySet, kind: &str, text: &str) -> Vec<String> {
    let of_kind = read(set, "en", text).into_iter().filter(|entity| entity.kind.as_str() == kind);
    let shown = of_kind.map(|entity| {
        let value = entity.value.to_json();
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{value}{}", if entity.strength == Strength::Clear { "" } else { "?" })
    });
    shown.collect()
}

#[track_caller]
fn check(kind: &str, cases: &[(&str, &[&str])]) {
    let set = EntitySet::default();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let actual = readings(&set, kind, text);
            (actual != *expected).then(|| format!("{text:?}: expected {expected:?}, read {actual:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn check_declared(yaml: &str, kind: &str, cases: &[(&str, &[&str])]) {
    let set = set(yaml);
    for (text, expected) in cases {
        assert_eq!(readings(&set, kind, text), *expected, "{text:?}");
    }
}

/// Each is read as the value, with or without reservation.
#[track_caller]
fn check_yes_no(said: &[&str], value: &str) {
    let set = EntitySet::default();
    for text in said {
        let read = readings(&set, "yes_no", text);
        assert_eq!(read.iter().map(|read| read.trim_end_matches('?')).collect::<Vec<_>>(), [value], "{text:?}");
    }
}

#[test]
fn a_yes_with_a_question_or_a_condition_is_not_without_reservation() {
    check(
        "yes_no",
        &[
            ("yes", &["true"]),
            ("ok yes i agree", &["true"]),
            ("Sure, that's fine with me.", &["true"]),
            ("Fine then, I'll risk it. Yes.", &["true"]),
            ("That is reassuring, thank you. Yes, do send it.", &["true"]),
            ("I sent it twice. Yes, but only once by mail.", &[]),
            ("no, I don't want that", &["false"]),
            ("no, not yet", &["false"]),
            ("no wait. internship yes or no?", &["false?"]),
            ("Okay but if I say yes and later I'm not taken, you delete it?", &["true?"]),
            ("Yes, if I can have 20 hours", &["true?"]),
            ("I can start on 4 March 2027", &["true?"]),
            ("I have a car and want to drive", &["true?"]),
            ("Please send me your open positions", &["true?"]),
            ("I do", &["true"]),
            ("Yes is good. But in february better?", &["true?"]),
            ("Sounds fine, but I prefer my surname spelled Petrová", &["true?"]),
        ],
    );
}

#[test]
fn a_day_in_a_question_is_asked_about_and_not_told() {
    check("date", &[("I can start on 4 March 2027.", &["2027-03-04"]), ("Does somebody answer by 4 March 2027?", &["2027-03-04?"])]);
}

#[test]
fn yes_in_many_ways() {
    let said = [
        "yes",
        "Yes!",
        "yep",
        "yeah sure",
        "sure thing",
        "of course I do",
        "yes I have one",
        "I do",
        "ok",
        "y",
        "absolutely",
        "um, yes",
        "that's right",
        "no problem",
        "why not",
        "I have a licence",
        "sounds good",
        "I think so",
        "👍",
        "Yes, since 2015",
        "go ahead",
        "oh yes",
        "yesss!",
        "please send it",
        "I do, yes",
        "right.",
        "well, of course",
        "I’ve got one",
    ];
    check_yes_no(&said, "true");
}

#[test]
fn no_in_many_ways() {
    let said = [
        "no",
        "No.",
        "nope",
        "nah",
        "not really",
        "I don't",
        "I dont have one",
        "I do not",
        "no thanks",
        "of course not",
        "absolutely not",
        "not yet",
        "I'm afraid not",
        "never",
        "no way!",
        "I have no licence",
        "I haven’t",
        "sorry, no",
        "I don't think so",
        "no, I never learned",
        "n",
        "👎",
        "I'd rather not",
        "unfortunately not",
        "yeah no",
        "oh no",
        "noooo",
        "unfortunately I don't",
        "don't send it",
    ];
    check_yes_no(&said, "false");
}

#[test]
fn neither_yes_nor_no() {
    let said = [
        "no idea",
        "I'm not sure".trim_start_matches("I'm "),
        "right now",
        "I have a question",
        "I don't know",
        "Ada Lovelace",
        "",
        "  ",
        "never mind",
        "I am 25",
        "maybe",
        "what?",
        "north",
        "yesterday",
        "truck driver",
        "I'd rather not say",
    ];
    check("yes_no", &said.map(|text| (text, &[] as &[&str])));
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
        ],
    );
}

#[test]
fn absolute_dates() {
    check(
        "date",
        &[
            ("2026-03-09", &["2026-03-09"]),
            ("04.05.2026", &["2026-05-04"]),
            ("4/5/26", &["2026-05-04"]),
            ("3/25/2026", &["2026-03-25"]),
            ("I start on 4/5", &["2026-05-04", "2025-05-04?"]),
            ("4 May 2027", &["2027-05-04"]),
            ("May 4th, 2027", &["2027-05-04"]),
            ("the 4th of May", &["2026-05-04", "2025-05-04?"]),
            ("4 March", &["2026-03-04"]),
            ("March 3rd", &["2027-03-03", "2026-03-03?"]),
            ("Monday, 9 March", &["2026-03-09", "2025-03-09?"]),
            ("twenty-first of June", &["2026-06-21", "2025-06-21?"]),
            ("the 15th", &["2026-03-15", "2026-02-15?"]),
            ("the first of next month", &["2026-04-01"]),
            ("end of March", &["2026-03-31", "2025-03-31?"]),
            ("29 February", &["2028-02-29", "2024-02-29?"]),
            ("31/02/2026", &[]),
            ("24/7", &[]),
            ("192.168.10.20", &[]),
            ("you may 5 times", &[]),
            ("I may come", &[]),
        ],
    );
}

#[test]
fn relative_dates() {
    check(
        "date",
        &[
            ("today", &["2026-03-04"]),
            ("Tomorrow!", &["2026-03-05"]),
            ("the day after tomorrow", &["2026-03-06"]),
            ("next Monday", &["2026-03-09"]),
            ("next Wednesday", &["2026-03-11"]),
            ("this Wednesday", &["2026-03-04"]),
            ("this Friday", &["2026-03-06"]),
            ("on Monday", &["2026-03-09", "2026-03-02?"]),
            ("last Monday", &["2026-03-02"]),
            ("in two weeks", &["2026-03-18"]),
            ("in 10 days", &["2026-03-14"]),
            ("in a month", &["2026-04-04"]),
            ("two weeks from now", &["2026-03-18"]),
            ("3 days ago", &["2026-03-01"]),
            ("next week", &["2026-03-09"]),
            ("Tuesday next week", &["2026-03-10"]),
            ("next month", &["2026-04-01"]),
            ("end of month", &["2026-03-31"]),
            ("at the end of the month", &["2026-03-31"]),
            ("a week on Friday", &["2026-03-13"]),
            ("Friday week", &["2026-03-13"]),
            ("I moved here last year", &["2025-03-04?"]),
            ("asap", &["2026-03-04?"]),
            ("I can start immediately", &["2026-03-04"]),
            ("right away", &["2026-03-04?"]),
            ("I worked there for 3 years", &[]),
        ],
    );
}

#[test]
fn names_after_a_cue_are_clear() {
    check(
        "person_name",
        &[
            ("my name is Ada Lovelace", &["Ada Lovelace"]),
            ("My name's ada lovelace and I'd like a job", &["Ada Lovelace"]),
            ("I'm Ada Lovelace and can start on 4 March", &["Ada Lovelace"]),
            ("I am Ada", &["Ada"]),
            ("hi, i'm ada lovelace", &["Ada Lovelace"]),
            ("call me Al", &["Al"]),
            ("This is Conor O'Neill speaking", &["Conor O'Neill"]),
            ("Name: Jean-Luc de la Tour", &["Jean-Luc de la Tour"]),
            ("I'm J. R. Smith from Rome", &["J. R. Smith"]),
            ("my name is ludwig van beethoven", &["Ludwig van Beethoven"]),
            ("the name's Łucja Żółć", &["Łucja Żółć"]),
        ],
    );
}

#[test]
fn what_somebody_is_or_does_is_no_name() {
    let said = [
        "I'm interested",
        "I'm a driver",
        "I'm looking for a job",
        "I'm 25",
        "I am Italian",
        "I'm not sure",
        "I'M LOOKING FOR A JOB",
        "I'm in Rome",
        "i'm really tired",
        "I'm feeling sick today",
        "I'm very happy",
        "this is great",
        "name of the company",
        "I'm from Rome",
        "this is not working",
        "I'm Available now",
    ];
    check("person_name", &said.map(|text| (text, &[] as &[&str])));
}

#[test]
fn a_whole_answer_is_a_name_if_asked() {
    check(
        "person_name",
        &[
            ("Ada Lovelace", &["Ada Lovelace?"]),
            ("ada lovelace", &["Ada Lovelace?"]),
            ("it's Ada.", &["Ada?"]),
            ("um, Ada Lovelace please", &["Ada Lovelace?"]),
            ("Lovelace, Ada", &["Ada Lovelace?"]),
            ("Ada Lovelace, ada@example.org", &["Ada Lovelace?"]),
            ("siobhan o'neill", &["Siobhan O'Neill?"]),
            ("ADA LOVELACE", &["ADA LOVELACE?"]),
            ("María José Carreño Quiñones", &["María José Carreño Quiñones?"]),
            ("Will Baker", &["Will Baker?"]),
            ("no, it's Ada", &["Ada?"]),
            ("no", &[]),
            ("fine", &[]),
            ("ten years", &[]),
            ("why?", &[]),
            ("Ada Lovelace?", &[]),
            ("what do you mean", &[]),
            ("I'd rather not", &[]),
            ("ada@example.org", &[]),
            ("42", &[]),
            ("skip", &[]),
            ("", &[]),
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
    assert_eq!(readings(&set, "person_name", "I'm Truck Driver"), ["Truck Driver?"]);
    assert_eq!(readings(&set, "person_name", "I'm Ada Cook"), ["Ada Cook"]);
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
    assert_eq!(shown, ["number 1200.5", "date \"2026-05-04\"", "email \"ada@example.org\""]);
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
