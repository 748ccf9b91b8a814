//! The bots in `flows` are documentation, so some promises of them are held here: enough to learn from, and tests that ask afresh.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sottovoce::bot::{self, Folder, TestInput, TestStep};
use sottovoce::diagnostics::{Findings, Source};
use sottovoce::domain::Language;
use sottovoce::nlu::intents::IntentSet;
use sottovoce::nlu::normalise;
use sottovoce::yaml::{self, Node};

const BOTS: [&str; 2] = ["recruitment", "shop"];

fn bot_folder(bot: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("flows").join(bot)
}

/// The trees of all YAML files in a folder of a bot.
fn trees(bot: &str, folder: &str) -> Vec<Node> {
    let folder = bot_folder(bot).join(folder);
    let mut findings = Findings::default();
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let trees: Vec<Node> = paths
        .filter_map(|path| yaml::parse(&Source::new(path.to_str().unwrap(), fs::read_to_string(&path).unwrap()), &mut findings))
        .collect();
    assert!(!findings.has_errors(), "{:?}", findings.into_sorted());
    trees
}

/// The values under a top key of all files of a folder.
fn sections<'t>(trees: &'t [Node], key: &str) -> Vec<&'t Node> {
    trees.iter().filter_map(|tree| tree.get(key)).collect()
}

/// Lower case, letters and digits, single spaces, annotations away: what counts as the same wording.
fn normalised(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    let words = plain.to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn texts(list: Option<&Node>) -> Vec<String> {
    list.and_then(Node::list).unwrap_or_default().iter().filter_map(Node::scalar).map(normalised).collect()
}

/// The languages that a bot writes its messages in.
fn languages(bot: &str) -> Vec<String> {
    let files = fs::read_dir(bot_folder(bot).join("messages")).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// Examples of the bot's own intents; those that every bot has come with examples of their own.
fn examples(bot: &str, language: &str) -> BTreeMap<String, Vec<String>> {
    let built_in = IntentSet::with_builtin(&[Language::new(language).unwrap()]);
    let trees = trees(bot, "intents");
    let entries = sections(&trees, "intents").into_iter().filter_map(Node::map).flatten();
    let own = entries.filter(|intent| !built_in.intents.contains_key(intent.key.as_str()));
    own.map(|intent| (intent.key.clone(), texts(intent.value.get("examples").and_then(|examples| examples.get(language))))).collect()
}

/// Questions by FAQ entry.
fn questions(bot: &str, language: &str) -> BTreeMap<String, Vec<String>> {
    let trees = trees(bot, "faq");
    let entries = sections(&trees, "faq").into_iter().filter_map(Node::list).flatten();
    let id = |entry: &Node| entry.get("id").and_then(Node::scalar).unwrap().to_owned();
    entries.map(|entry| (id(entry), texts(entry.get("questions").and_then(|questions| questions.get(language))))).collect()
}

/// Sentences by what they are for.
type Taught = BTreeMap<String, Vec<String>>;

/// Every bot in every language that it speaks, with what it learns from.
fn taught() -> impl Iterator<Item = (String, Taught, Taught)> {
    let spoken = BOTS.into_iter().flat_map(|bot| languages(bot).into_iter().map(move |language| (bot, language)));
    spoken.map(|(bot, language)| (format!("{bot} in {language}"), examples(bot, &language), questions(bot, &language)))
}

#[test]
fn there_is_enough_to_learn_from() {
    for (bot, examples, questions) in taught() {
        assert!(examples.len() >= 12 && questions.len() >= 15, "{bot}: {} intents, {} FAQ entries", examples.len(), questions.len());
        let thin: Vec<_> = examples.iter().filter(|(_, examples)| examples.len() < 12).map(|(intent, _)| intent).collect();
        assert!(thin.is_empty(), "{bot}: fewer than 12 examples: {thin:?}");
        let lone: Vec<_> = questions.iter().filter(|(_, questions)| questions.len() < 3).map(|(id, _)| id).collect();
        assert!(lone.is_empty(), "{bot}: fewer than 3 questions: {lone:?}");
    }
}

#[test]
fn no_wording_is_taught_twice() {
    for (bot, examples, questions) in taught() {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = examples.values().chain(questions.values()).flatten().filter(|text| !seen.insert(*text)).collect();
        assert!(twice.is_empty(), "{bot}: {twice:?}");
    }
}

#[test]
fn the_conversation_tests_ask_in_words_of_their_own() {
    for bot in BOTS {
        let taught: BTreeSet<String> = languages(bot)
            .iter()
            .flat_map(|language| [examples(bot, language), questions(bot, language)])
            .flat_map(|by_name| by_name.into_values().flatten())
            .collect();
        let trees = trees(bot, "tests");
        let tests: Vec<&Node> = sections(&trees, "tests").into_iter().filter_map(Node::list).flatten().collect();
        assert!(tests.len() >= 12, "{bot}: {} conversation tests", tests.len());
        let steps = tests.iter().filter_map(|test| test.get("steps").and_then(Node::list)).flatten();
        let said = steps.filter_map(|step| step.get("user")).filter_map(|user| user.scalar().or_else(|| user.get("text")?.scalar()));
        let shared: Vec<&str> = said.filter(|said| taught.contains(&normalised(said))).collect();
        assert!(shared.is_empty(), "{bot}: also among the examples: {shared:?}");
    }
}

#[test]
fn of_what_tests_say_at_least_three_tenths_is_no_example_in_any_language() {
    for name in BOTS {
        let loaded = bot::load(&Folder::read(&bot_folder(name)).unwrap());
        let bot = loaded.bot.unwrap();
        let examples = bot.intents.intents.values().flat_map(|intent| intent.examples.values().flatten().map(|example| &example.text));
        let questions = bot.faq.entries.iter().flat_map(|entry| entry.questions.values().flatten().map(|question| &question.text));
        let taught: BTreeSet<String> = examples.chain(questions).map(|text| normalise::normalised(text)).collect();
        for language in &bot.languages {
            let spoken = bot.tests.iter().filter(|test| test.given.language.as_ref().unwrap_or(&bot.languages[0]) == language);
            let said: Vec<&String> = spoken.flat_map(|test| &test.steps).filter_map(text_of).collect();
            let fresh = said.iter().filter(|text| !taught.contains(&normalise::normalised(text))).count();
            assert!(!said.is_empty() && fresh * 10 >= said.len() * 3, "{name} in {language}: {fresh} of {} are fresh", said.len());
        }
    }
}

fn text_of(step: &TestStep) -> Option<&String> {
    if let TestInput::Text { text, .. } = &step.input { Some(text) } else { None }
}

#[test]
fn the_notice_is_short() {
    for (bot, language) in BOTS.into_iter().flat_map(|bot| languages(bot).into_iter().map(move |language| (bot, language))) {
        let text = fs::read_to_string(bot_folder(bot).join(format!("policies/notice.{language}.md"))).unwrap();
        let body = text.splitn(3, "---").nth(2).unwrap().trim();
        assert!(body.chars().count() <= 500, "{bot} in {language}: {} characters", body.chars().count());
    }
}
