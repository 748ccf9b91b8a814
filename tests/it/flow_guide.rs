//! `docs/flows.md` is what bot designers learn from: its blocks together are a bot without findings, and its list of codes is whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sottovoce::bot::{self, Folder};
use sottovoce::diagnostics::render;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn guide() -> String {
    fs::read_to_string(root().join("docs/flows.md")).unwrap()
}

/// The files in the guide's fenced blocks: the first line of each names the file, in YAML as a comment, which stays.
fn files(guide: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for part in guide.split("\n```").skip(1).step_by(2) {
        let (kind, body) = part.split_once('\n').unwrap();
        let (first, rest) = body.split_once('\n').unwrap();
        match kind {
            "yaml" => files.push((first.trim_start_matches("# ").to_owned(), format!("{body}\n"))),
            "markdown" => files.push((first.to_owned(), format!("{rest}\n"))),
            other => panic!("a block of `{other}` is not checked by this test"),
        }
    }
    files
}

/// All words in backticks.
fn marked(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The codes of findings in the source of the rooms that read bots; tests of rooms left out.
fn codes_in_source() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut folders: Vec<_> = ["bot", "flow", "faq", "nlu", "privacy"].iter().map(|room| root().join("src").join(room)).collect();
    let mut texts = vec![fs::read_to_string(root().join("src/yaml.rs")).unwrap()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
                texts.push(fs::read_to_string(&path).unwrap());
            }
        }
    }
    for text in &texts {
        // Tests that stand in the file end it; those in a file of their own are only named, wherever.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for start in ["self.error(", "Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::tip("] {
            let found = code.split(start).skip(1).filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
            codes.extend(found.map(str::to_owned));
        }
    }
    codes
}

#[test]
fn the_blocks_of_the_guide_are_a_bot_without_findings() {
    let files = files(&guide());
    assert_eq!(files.len(), 12, "{:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>());
    let folder = Folder::from_embedded("the guide", files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let loaded = bot::load(&folder);
    let findings: Vec<String> = loaded.findings.iter().map(|finding| render(finding, false)).collect();
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    assert!(loaded.bot.is_some());
}

#[test]
fn the_guide_lists_the_code_of_every_finding_about_a_bot() {
    let guide = guide();
    let list = guide.split("## What `check` finds").nth(1).unwrap();
    let listed = marked(list);
    let codes = codes_in_source();
    assert!(codes.len() > 60, "{codes:?}");
    let elsewhere = ["encoder-name"]; // a finding about models/sources.yaml, not about a bot
    let missing: Vec<&String> =
        codes.iter().filter(|code| !listed.contains(code.as_str()) && !elsewhere.contains(&code.as_str())).collect();
    assert!(missing.is_empty(), "not in the guide: {missing:?}");
}
