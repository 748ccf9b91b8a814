use super::*;

fn languages() -> Vec<Language> {
    ["en", "it"].map(|code| Language::new(code).unwrap()).to_vec()
}

fn read_into(mut set: IntentSet, files: &[&str]) -> (IntentSet, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    for (number, text) in files.iter().enumerate() {
        let node = yaml::parse(&Source::new(format!("intents/{number}.yaml"), *text), &mut findings).unwrap();
        set.add(&node, &languages(), &mut findings);
    }
    set.settle(&mut findings);
    (set, findings.into_sorted())
}

fn read(text: &str) -> (IntentSet, Vec<Diagnostic>) {
    read_into(IntentSet::default(), &[text])
}

/// One line a finding: code, place, message; tips about few examples left out.
fn check(files: &[&str], expected: &[&str]) {
    let (_, findings) = read_into(IntentSet::default(), files);
    let line = |found: &Diagnostic| {
        let at = &found.labels[0].span;
        let (line, column) = at.line_and_column();
        assert!(found.help.is_some(), "{} has no way out", found.code);
        format!("{} {}:{line}:{column} {}", found.code, at.source.path, found.message)
    };
    let lines: Vec<String> = findings.iter().filter(|found| found.code != "few-examples").map(line).collect();
    assert_eq!(lines, expected);
}

fn texts(set: &IntentSet, language: &str) -> Vec<String> {
    set.rows(&Language::new(language).unwrap()).into_iter().map(|row| format!("{}: {}", row.intent, row.text)).collect()
}

#[test]
fn a_plain_list_is_in_the_first_language_and_a_mapping_is_by_language() {
    let (set, _) = read("greet:\n  examples: [hi, 'no']\nbye:\n  examples:\n    en: [see you]\n    it: [ciao]\n");
    assert_eq!(texts(&set, "en"), ["bye: see you", "greet: hi", "greet: no"]);
    assert_eq!(texts(&set, "it"), ["bye: ciao"]);
}

#[test]
fn annotations_lose_their_brackets_and_keep_their_places() {
    let (set, findings) = read(
        "book:\n  examples:\n    - 'da [Forlì](city) a [Rome]{\"entity\": \"city\", \"role\": \"goal\", \"value\": \"FCO\"} [soon] :)'\n",
    );
    assert!(findings.iter().all(|found| found.code == "few-examples"), "{findings:?}");
    let example = &set.intents.values().next().unwrap().examples[&languages()[0]][0];
    assert_eq!(example.text, "da Forlì a Rome [soon] :)");
    let [first, second] = example.annotations.as_slice() else { panic!("two annotations") };
    assert_eq!((first.entity.as_str(), first.characters.clone(), first.role.is_none()), ("city", 3..8, true));
    assert_eq!((first.span.text(), first.span.line_and_column()), ("[Forlì](city)", (3, 11)));
    assert_eq!((second.role.as_ref().unwrap().as_str(), second.value.as_deref()), ("goal", Some("FCO")));
    assert_eq!(second.characters, 11..15);
}

#[test]
fn each_malformed_annotation_is_a_finding_with_its_place() {
    check(
        &[r#"book:
  examples:
    - to [Rome(city)
    - in [Rome](city
    - by [Rome](City)
    - 'so [Rome]{"entity": "city"'
    - 'go [Rome]{"entiti": "city"}'
    - 'my [Rome]{"entity": 3}'
    - if [](city)
"#],
        &[
            "invalid-annotation intents/0.yaml:3:10 a `[` without its `]`",
            "invalid-annotation intents/0.yaml:4:10 a `(` without its `)`",
            "invalid-name intents/0.yaml:5:10 `City` cannot be an entity's name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'C')",
            "invalid-annotation intents/0.yaml:6:11 the braces behind `[…]` are not JSON",
            "invalid-annotation intents/0.yaml:7:11 an annotation without `entity`",
            "unknown-key intents/0.yaml:7:11 unknown key `entiti` in an annotation",
            "invalid-annotation intents/0.yaml:8:11 `entity` of an annotation is not text",
            "invalid-annotation intents/0.yaml:9:10 an annotation of no words",
        ],
    );
}

#[test]
fn one_example_in_two_intents_shows_both_places() {
    let (_, findings) = read("a:\n  examples: [Where is it?]\nb:\n  examples: ['where is it']\n");
    let found = findings.iter().find(|found| found.code == "shared-example").unwrap();
    let places: Vec<_> = found.labels.iter().map(|label| (label.span.line_and_column(), label.text.as_str())).collect();
    assert_eq!(places, [((4, 14), "in `b`"), ((2, 14), "in `a`")]);
    assert_eq!(found.message, "the same example stands in the intents `a` and `b`, but for case and punctuation");
}

#[test]
fn the_same_words_in_two_languages_are_no_finding() {
    check(&["a:\n  examples: {en: [no], it: [ciao]}\nb:\n  examples: {it: [no], en: [ciao]}\n"], &[]);
}

#[test]
fn an_intent_named_twice_shows_both_files() {
    let (_, findings) = read_into(IntentSet::default(), &["a:\n  examples: [x]\n", "a:\n  examples: [y]\n"]);
    let found = findings.iter().find(|found| found.code == "duplicate-name").unwrap();
    let files: Vec<&str> = found.labels.iter().map(|label| label.span.source.path.as_str()).collect();
    assert_eq!(files, ["intents/1.yaml", "intents/0.yaml"]);
}

#[test]
fn wrong_shapes_and_names_are_findings() {
    let long = "x".repeat(70);
    check(
        &["Greet:\n  examples: [hi]\n", "a:\n  exmples: [hi]\n", "b:\n  examples: []\n", "c:\n  examples: ['', hi, {a: b}, HI]\n"],
        &[
            "invalid-name intents/0.yaml:1:1 `Greet` cannot be an intent's name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'G')",
            "missing-key intents/1.yaml:1:1 the intent `a` has no `examples`",
            "unknown-key intents/1.yaml:2:3 unknown key `exmples` in the intent `a`",
            "no-examples intents/2.yaml:2:13 the intent `b` has an empty list of examples",
            "empty-example intents/3.yaml:2:14 an example of `c` is empty",
            "wrong-type intents/3.yaml:2:22 expected text, found a mapping",
            "repeated-example intents/3.yaml:2:30 an example of `c` stands twice, but for case and punctuation",
        ],
    );
    let name = format!(
        "invalid-name intents/0.yaml:1:1 `{}…` cannot be an intent's name: a name has at most 64 characters, this one has 70",
        &long[..40]
    );
    check(&[&format!("{long}:\n  examples: [hi]\n")], &[&name]);
    check(
        &["a:\n  examples: {fr: [salut]}\n"],
        &["unknown-language intents/0.yaml:1:1 `fr` is not a language of this bot"]
            .map(|line| line.replace("1:1", "2:14"))
            .each_ref()
            .map(String::as_str),
    );
    check(&["a: {examples: hi}\n"], &["wrong-type intents/0.yaml:1:15 expected a list of sentences, or one for each language, found text"]);
    check(&["- a\n"], &["wrong-type intents/0.yaml:1:1 expected a mapping, found a list"]);
}

#[test]
fn too_few_examples_are_a_tip_for_each_language() {
    let (_, findings) = read("a:\n  examples: {en: [one, two, three, four, five], it: [uno]}\n");
    let messages: Vec<&str> = findings.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["the intent `a` has 1 example in `it`"]);
}

#[test]
fn the_built_in_intents_have_examples_without_findings_and_a_bot_extends_them() {
    let built_in = IntentSet::with_builtin(&languages());
    let names: Vec<&str> = built_in.intents.keys().map(IntentName::as_str).collect();
    assert_eq!(names, ["bot_or_human", "cancel", "forget_me", "help", "human", "my_data", "off_topic", "repeat", "restart"]);
    for language in BUILT_IN.map(|(code, _)| Language::new(code).unwrap()) {
        let built_in = IntentSet::with_builtin(std::slice::from_ref(&language));
        let repairs = || built_in.intents.iter().filter(|(name, _)| name.as_str() != OFF_TOPIC);
        assert_eq!(repairs().count(), 8, "{language}");
        assert!(repairs().all(|(_, intent)| (8..=20).contains(&intent.examples[&language].len())), "{language}");
    }
    let before = built_in.intents["human"].examples[&languages()[0]].len();
    let (set, findings) = read_into(built_in, &["human:\n  examples: [call my recruiter]\n"]);
    assert!(findings.is_empty(), "{findings:?}");
    let human = &set.intents["human"];
    assert_eq!(human.examples[&languages()[0]].len(), before + 1);
    assert!(human.built_in && human.span.source.path == "intents/0.yaml");
    let (_, findings) = read_into(set, &["human:\n  examples: [once more]\n"]);
    assert_eq!(findings.iter().map(|found| found.code).collect::<Vec<_>>(), ["duplicate-name"]);
}

#[test]
fn a_shipped_sentence_of_another_subject_makes_way_where_the_bot_is_about_it() {
    let english = &languages()[0];
    let (set, _) = read_into(
        IntentSet::with_builtin(&languages()),
        &["reserve:\n  examples: [a table please]\noff_topic:\n  examples: [a table for my kitchen]\n"],
    );
    let row = |text: &str, intent: &str| Row { text: text.to_owned(), intent: intent.to_owned() };
    let rows = vec![
        row("a table please", "reserve"),
        row("book a table for two", OFF_TOPIC),
        row("a table for my kitchen", OFF_TOPIC),
        row("tell me a joke", OFF_TOPIC),
    ];
    let vectors = [[1.0, 0.0], [0.8, 0.6], [0.8, 0.6], [0.5, 0.866]].map(|at| TextVectors::everywhere(at.to_vec())).to_vec();
    let (rows, vectors) = set.without_shipped_off_topic_nearby(english, rows, vectors);
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["a table please", "a table for my kitchen", "tell me a joke"]);
    assert_eq!(vectors.len(), 3);
}

#[test]
fn findings_never_repeat_what_an_example_says() {
    let (set, findings) = read("a:\n  examples: ['[Ada Lovelace](', '[Ada Lovelace]{x}', Ada Lovelace, ada lovelace]\n");
    for text in findings.iter().flat_map(|found| [Some(&found.message), found.help.as_ref()]).flatten() {
        assert!(!text.contains("Lovelace"), "{text}");
    }
    assert!(!format!("{set:?}").contains("Lovelace"));
}
