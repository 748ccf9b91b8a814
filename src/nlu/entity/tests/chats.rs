//! What people write in chats, embedded, misspelled and spoken: the tables in `tests/entities`, one file for each language.
//!
//! `[money]` begins the cases of a type, `sentence => reading | reading` is one of them, with `?` behind what is only an answer and nothing
//! behind `=>` where nothing may be found. `[integer]` is read in a conversation, by `tests/it/integers.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use super::{EntitySet, ExtractContext, Extractors, Strength, counted, is_counted, now, shown};
use super::{codes, date, es, figures, fr, german, intervals, italian, lengths, moments, person_name, yes_no};
use crate::domain::{Language, SlotValue};

/// A sentence and its readings.
type Case = (String, Vec<String>);

/// The cases of a language, by type.
fn tables(language: &str) -> BTreeMap<String, Vec<Case>> {
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
fn check_chats(language: &str, country: &str) {
    let extractors = Extractors::new(&EntitySet::default(), Some(country));
    let context = ExtractContext { language: Language::new(language).unwrap(), now: now() };
    let mut wrong = Vec::new();
    for (kind, cases) in tables(language).into_iter().filter(|(kind, _)| kind != "integer") {
        for (text, expected) in cases.into_iter().filter(|(text, _)| !is_counted(language, &kind, text)) {
            let found = extractors.extract(&text, &context).into_iter().filter(|entity| entity.kind.as_str() == kind);
            let read: Vec<String> = found
                .map(|entity| {
                    let mark = if entity.strength == Strength::Clear { "" } else { "?" };
                    if let SlotValue::Money(sum) = &entity.value {
                        format!("{} {}{mark}", sum.amount(), sum.currency())
                    } else {
                        shown(&entity)
                    }
                })
                .collect();
            if read != expected {
                wrong.push(format!("{language} {kind} {text:?}: expected {expected:?}, read {read:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The languages, and where the bot is.
const COUNTRIES: [(&str, &str); 5] = [("de", "DE"), ("en", "GB"), ("es", "ES"), ("fr", "FR"), ("it", "IT")];

#[test]
fn what_people_write_in_chats_is_read() {
    for (language, country) in COUNTRIES {
        check_chats(language, country);
    }
}

/// What each type and language has at least, here and in the other tables.
const CASES: usize = 40;

#[test]
fn every_type_has_forty_cases_in_every_language() {
    let single = [
        super::TABLES,
        codes::TABLES,
        date::TABLES,
        figures::TABLES,
        german::TABLES,
        german::spans::TABLES,
        intervals::TABLES,
        italian::TABLES,
        italian::figures::TABLES,
        lengths::TABLES,
        moments::TABLES,
        person_name::TABLES,
        yes_no::TABLES,
    ];
    let counts = counted(|| {
        what_people_write_in_chats_is_read();
        single.iter().chain(&es::TABLES).chain(&fr::TABLES).copied().flatten().for_each(|table| table());
    });
    let mut few = Vec::new();
    for (language, _) in COUNTRIES {
        for kind in EntitySet::BUILT_IN {
            let cases = match *kind {
                "integer" => tables(language).get("integer").map_or(0, Vec::len),
                _ => counts.get(&[language, kind].map(str::to_owned)).copied().unwrap_or_default(),
            };
            if cases < CASES {
                few.push(format!("{language} {kind}: {cases}"));
            }
        }
    }
    assert!(few.is_empty(), "{}", few.join("\n"));
}
