//! What a person wrote, up to the sentence vector: cleaning, normalised forms, language, the question beside an answer, tokens, encoder.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sottovoce::domain::{Language, Utterance};
use sottovoce::nlu::encoder::{BertEncoder, Encoder};
use sottovoce::nlu::language::{LanguageDetector, wished_beside, wished_for};
use sottovoce::nlu::normalise::{lowered, normalised};
use sottovoce::nlu::question::splits;

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| ["en", "de", "it", "fr", "es", "nl"].map(|code| Language::new(code).expect("a language")).into());

static DETECTOR: LazyLock<LanguageDetector> = LazyLock::new(|| {
    let known = ["where is my order", "wo ist meine Bestellung", "dov'è il mio ordine", "où est ma commande", "dónde está mi pedido"];
    LanguageDetector::new(LANGUAGES.iter().zip(known).map(|(language, text)| (language, vec![text.to_owned()])))
});

/// One for each kind of tokenizer.
static ENCODERS: LazyLock<[BertEncoder; 2]> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    ["tiny-bert", "tiny-unigram"].map(|name| BertEncoder::load(&fixtures.join(name)).expect("a tiny encoder"))
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // The encoder reads examples, too, which no limit has cut.
    for encoder in &*ENCODERS {
        for vector in encoder.encode(&[&text, "hello"]).expect("any text has a vector") {
            let length: f32 = vector.iter().map(|x| x * x).sum();
            assert!((length - 1.0).abs() < 1e-3, "a vector of length {length}");
        }
    }
    let form = normalised(&text);
    // Compatibility forms can hold what is itself cut or folded once more; a plain text is settled at once.
    assert!(!form.is_ascii() || normalised(&form) == form, "normalised once more it is another");
    assert!(!lowered(&text).chars().any(char::is_control));
    let Ok(utterance) = Utterance::new(&text) else { return };
    DETECTOR.detect(utterance.as_str());
    wished_for(utterance.as_str());
    wished_beside(utterance.as_str());
    for language in &*LANGUAGES {
        splits(utterance.as_str(), language);
    }
});
