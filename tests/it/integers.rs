//! Whole numbers in answer to a question, in every language: the `[integer]` tables of `tests/entities`, each case a conversation of its own.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::talking::run;

/// A bot of one language that asks for a number of guests.
fn home(language: &str, country: &str, tests: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let bot = home.path().join("bot");
    for folder in ["policies", "messages", "tests"] {
        fs::create_dir_all(bot.join(folder)).unwrap();
    }
    let page = "---\nversion: 1\ndate: 2026-11-01\n---\n# Notice\n\nA machine of Acme Srl, privacy@acme.example.\n";
    for name in ["notice", "policy"] {
        fs::write(bot.join(format!("policies/{name}.{language}.md")), page).unwrap();
    }
    fs::write(bot.join(format!("messages/{language}.yaml")), "ask_guests: '1 2 3?'\ndone: '{{ slots.guests }}'\nsun: '*'\n").unwrap();
    fs::write(
        bot.join("bot.yaml"),
        format!(
            "sottovoce: 1
bot: guests
languages: [{language}]
timezone: Europe/Rome
controller: {{name: Acme Srl, contact: privacy@acme.example, country: {country}}}
contact: desk@acme.example
nlu: {{encoder: tiny-bert}}
intents:
  table: {{examples: {{{language}: [table table table, table table, table please]}}}}
  weather: {{examples: {{{language}: [weather weather weather, weather weather, weather please]}}}}
flows:
  table:
    start: [table]
    slots: {{guests: {{type: integer}}}}
    steps:
      - {{id: guests, ask: guests, say: ask_guests}}
      - say: done
  weather:
    start: [weather]
    steps: [{{say: sun}}]
"
        ),
    )
    .unwrap();
    fs::write(bot.join("tests/all.yaml"), tests).unwrap();
    home
}

#[track_caller]
fn check(language: &str, country: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/entities").join(language).with_extension("txt");
    let table = fs::read_to_string(file).unwrap();
    let cases = table.lines().skip_while(|line| *line != "[integer]").skip(1).take_while(|line| !line.starts_with('['));
    let mut tests = String::from("tests:\n");
    for case in cases.filter(|line| !line.is_empty()) {
        let (said, number) = case.rsplit_once(" =>").unwrap();
        let number = if number.trim().is_empty() { "null" } else { number.trim() };
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let (name, said) = (quoted(case), quoted(said));
        writeln!(
            tests,
            "  - name: {name}\n    steps: [{{user: table please}}, {{user: {said}}}]\n    then: [{{slot: {{guests: {number}}}}}]"
        )
        .unwrap();
    }
    let home = home(language, country, &tests);
    let (code, stdout, stderr) = run(home.path(), &["test", "bot"], "");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
}

#[test]
fn whole_numbers_in_english() {
    check("en", "GB");
}

#[test]
fn whole_numbers_in_german() {
    check("de", "DE");
}

#[test]
fn whole_numbers_in_french() {
    check("fr", "FR");
}

#[test]
fn whole_numbers_in_spanish() {
    check("es", "ES");
}

#[test]
fn whole_numbers_in_italian() {
    check("it", "IT");
}
