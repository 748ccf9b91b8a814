//! What nobody plans for: texts of any length, script and emptiness, and data that says one thing ten thousand times.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sottovoce::domain::Language;
use sottovoce::nlu::classifier::{Examples, IntentModel, TrainSettings};
use sottovoce::nlu::encoder::{BertEncoder, Encoder};
use sottovoce::nlu::entity::{EntitySet, ExtractContext, Extractors};
use sottovoce::nlu::inference::{Inference, InferenceSettings};
use sottovoce::nlu::normalise::normalised;
use sottovoce::nlu::question::splits;
use sottovoce::nlu::rows::read_csv;
use sottovoce::nlu::vectors::VectorCache;

fn encoder() -> BertEncoder {
    BertEncoder::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert")).unwrap()
}

/// Nothing, marks alone, other scripts and directions, bytes that were mended, and 100 kB of each kind of character.
fn texts() -> Vec<String> {
    let short = [
        "",
        " ",
        "\u{0}",
        "\r\n\t",
        "?!…",
        "👍",
        "🧑‍🚀👩‍👩‍👧‍👦🏳️‍🌈🇮🇹❤️",
        "أريد أن أحجز طاولة لشخصين غدا",
        "אני רוצה להזמין שולחן לשניים",
        "call \u{202e}0039 333 1234567\u{202c} ‏מחר‏",
        "e\u{301}\u{301}\u{301}",
        "ＦＵＬＬ　ｗｉｄｔｈ　１２３",
        "預約明天下午三點",
        "\u{feff}hello\u{200d}\u{200b}",
        "\u{10ffff}\u{e000}",
        "İıßŒǅ",
    ];
    let mended = String::from_utf8_lossy(b"caf\xe9 \xff\xfe\xc3\x28 \xf0\x9f").into_owned();
    let long = ["a", "a ", "1", "👍", "ü", "\u{301}", "你", "@", ".", "no ", "1.", "ا"];
    let long = long.iter().map(|part| part.repeat(100_000 / part.len()));
    short.iter().map(ToString::to_string).chain([mended]).chain(long).collect()
}

#[test]
fn every_text_has_a_vector_of_unit_length_and_a_normalised_form() {
    let encoder = encoder();
    for text in texts() {
        let vector = encoder.encode(&[&text]).unwrap().remove(0);
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-4, "{length}");
        assert!(!normalised(&text).chars().any(char::is_control));
    }
}

#[test]
fn values_found_in_any_text_lie_inside_it() {
    let extractors = Extractors::new(&EntitySet::default(), Some("IT"));
    for language in ["en", "de", "it", "fr", "es", "nl"] {
        let language = Language::new(language).unwrap();
        let context = ExtractContext { language: language.clone(), now: Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC) };
        // As much as a message may have; what else reads examples of any length.
        for text in texts().iter().map(|text| text.chars().take(2_000).collect::<String>()) {
            let characters = text.chars().count();
            for entity in extractors.extract(&text, &context) {
                assert!(entity.start < entity.end && entity.end <= characters);
            }
            splits(&text, &language);
        }
    }
}

/// Trains on sentences and their intents, and says what another sentence is taken for, with its probability.
fn learnt(rows: impl Iterator<Item = (String, &'static str)>, asked: &str) -> (String, f64) {
    let home = tempfile::tempdir().unwrap();
    let mut sheet = String::from("text,intent\n");
    for (text, intent) in rows {
        writeln!(sheet, "\"{text}\",{intent}").unwrap();
    }
    let path = home.path().join("rows.csv");
    std::fs::write(&path, sheet).unwrap();
    let rows = read_csv(&path).unwrap();
    let inference = Inference::start(Arc::new(encoder()), InferenceSettings::default()).unwrap();
    let mut cache = VectorCache::open(home.path(), inference.encoder()).unwrap();
    let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).chain([asked.to_owned()]).collect();
    let mut vectors = cache.vectors(&inference, &texts, &|_| ()).unwrap();
    let asked_vectors = vectors.pop().unwrap();
    let examples = Examples::unnamed(&rows, &vectors);
    let (model, _) = IntentModel::train(examples, &TrainSettings::default(), &|_| ()).unwrap();
    let said = model.classify(asked, &asked_vectors);
    assert!(said.ranked.iter().all(|(_, probability)| probability.is_finite()), "{:?}", said.ranked);
    said.ranked.into_iter().next().unwrap()
}

#[test]
fn ten_thousand_identical_examples_are_one_that_counts_much() {
    let said =
        learnt((0..10_001).map(|row| if row == 0 { ("bye now".into(), "leave") } else { ("pay the bill".into(), "pay") }), "pay the bill");
    assert_eq!(said.0, "pay");
}

#[test]
fn ten_thousand_identical_examples_of_two_intents_leave_it_open_which_is_meant() {
    let rows = (0..10_000).map(|row| ("pay the bill".into(), if row % 2 == 0 { "pay" } else { "bill" }));
    let (_, probability) = learnt(rows, "pay the bills");
    assert!((0.4..0.6).contains(&probability), "{probability}");
}

#[test]
fn examples_of_any_length_and_script_can_be_learnt() {
    let texts: Vec<String> = texts().into_iter().map(|text| text.replace('"', " ")).collect();
    let rows = texts.iter().cycle().take(4 * texts.len()).enumerate().map(|(at, text)| (text.clone(), if at % 3 == 0 { "a" } else { "b" }));
    learnt(rows, "👍 👍");
}
