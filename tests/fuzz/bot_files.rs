//! A bot folder as an author might leave it: YAML and Markdown to a bot or to findings with places, which are then drawn.
//!
//! The input is files one after the other: a line `=== PATH`, then what stands in the file. What comes before the first is `bot.yaml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sottovoce::bot::{self, Folder};
use sottovoce::diagnostics::render;

fuzz_target!(|bytes: &[u8]| {
    let mut files: Vec<(&str, Vec<u8>)> = vec![("bot.yaml", Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let path = line.strip_prefix(b"=== ").and_then(|path| std::str::from_utf8(path).ok());
        match (path, files.last_mut()) {
            (Some(path), _) => files.push((path.trim(), Vec::new())),
            (None, Some((_, content))) => content.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files.retain(|(_, content)| !content.is_empty());
    let folder = Folder::from_embedded("fuzzed", files.iter().map(|(path, content)| (*path, content.as_slice())));
    let loaded = bot::load(&folder);
    for finding in &loaded.findings {
        assert!(!render(finding, false).is_empty());
    }
});
