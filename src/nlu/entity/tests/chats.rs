//! What people write in chats, embedded, misspelled and spoken: the tables in `tests/entities`, one file for each language.
//!
//! `[money]` begins the cases of a type, `sentence => reading | reading` is one of them, with `?` behind what is only an answer and nothing
//! behind `=>` where nothing may be found. `[integer]` is read in a conversation, by `tests/it/integers.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use super::{EntitySet, ExtractContext, Extractors, Strength, count, now, shown};
use crate::domain::{Language, SlotValue};

/// A sentence and its readings.
type Case = (String, Vec<String>);

/// The cases of a language, by type.
pub(super) fn tables(language: &str) -> BTreeMap<String, Vec<Case>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/entities").join(language).with_extension("txt");
    let mut tables = BTreeMap::<String, Vec<Case>>::new();
    let mut kind = String::new();
    for line in std::fs::read_to_string(file).unwrap().lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(named) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            named.clone_into(&mut kind);
        } else {
            let (text, readings) = line.rsplit_once(" =>").unwrap_or_else(|| panic!("{language}: no `=>` in {line:?}"));
            let readings = readings.split('|').map(str::trim).filter(|reading| !reading.is_empty()).map(str::to_owned);
            tables.entry(kind.clone()).or_default().push((text.to_owned(), readings.collect()));
        }
    }
    tables
}

/// Each case of a language, where the bot is in a country. A sum is written `12.50 EUR` here.
#[track_caller]
pub(super) fn check_chats(language: &str, country: &str) {
    let extractors = Extractors::new(&EntitySet::default(), Some(country));
    let context = ExtractContext { language: Language::new(language).unwrap(), now: now() };
    let mut wrong = Vec::new();
    for (kind, cases) in tables(language).into_iter().filter(|(kind, _)| kind != "integer") {
        for (text, expected) in cases {
            count(language, &kind, &text);
            let found = extractors.extract(&text, &context).into_iter().filter(|entity| entity.kind.as_str() == kind);
            let read: Vec<String> = found
                .map(|entity| match &entity.value {
                    SlotValue::Money(sum) => {
                        format!("{} {}{}", sum.amount(), sum.currency(), if entity.strength == Strength::Clear { "" } else { "?" })
                    }
                    _ => shown(&entity),
                })
                .collect();
            if read != expected {
                wrong.push(format!("{language} {kind} {text:?}: expected {expected:?}, read {read:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn chats_in_english() {
    check_chats("en", "GB");
}

#[test]
fn chats_in_german() {
    check_chats("de", "DE");
}

#[test]
fn chats_in_french() {
    check_chats("fr", "FR");
}

#[test]
fn chats_in_spanish() {
    check_chats("es", "ES");
}

#[test]
fn chats_in_italian() {
    check_chats("it", "IT");
}
