//! Values in what a person wrote: every type, every language, with and without the bot's own lists and patterns.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use sottovoce::bot::{self, Folder};
use sottovoce::domain::{Language, Utterance};
use sottovoce::nlu::entity::{EntitySet, ExtractContext, Extractors, is_yes_or_no};

/// The last one has no words of its own.
static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| ["en", "de", "it", "fr", "es", "nl"].map(|code| Language::new(code).expect("a language")).into());

static EXTRACTORS: LazyLock<Vec<Extractors>> = LazyLock::new(|| {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows/shop")).expect("the example bot");
    let shop = bot::load(&folder).bot.expect("a bot without mistakes");
    let own = |country| Extractors::new(&shop.entities, country).with_roles(&shop.intents);
    let none = EntitySet::default();
    vec![own(Some("IT")), own(Some("DE")), own(None), Extractors::new(&none, Some("US")), Extractors::new(&none, Some("CH"))]
});

/// A day before a leap day, the last second of a year, and the ends of what the calendar knows.
const INSTANTS: [i64; 4] = [1_709_078_400, 1_798_761_599, -377_705_023_201, 253_402_207_200];
const ZONES: [&str; 3] = ["UTC", "Europe/Rome", "Pacific/Apia"];

fuzz_target!(|bytes: &[u8]| {
    let [choice, when, text @ ..] = bytes else { return };
    let text = String::from_utf8_lossy(text);
    let Ok(utterance) = Utterance::new(&text) else { return };
    let text = utterance.as_str();
    let language = &LANGUAGES[usize::from(*choice) % LANGUAGES.len()];
    let extractors = &EXTRACTORS[usize::from(*choice) / LANGUAGES.len() % EXTRACTORS.len()];
    let instant = Timestamp::from_second(INSTANTS[usize::from(*when) % INSTANTS.len()]).expect("an instant");
    let zone = TimeZone::get(ZONES[usize::from(*when) / INSTANTS.len() % ZONES.len()]).expect("a time zone");
    let context = ExtractContext { language: language.clone(), now: instant.to_zoned(zone) };
    let characters = utterance.characters();
    let entities = extractors.extract(text, &context);
    for entity in &entities {
        assert!(entity.start < entity.end && entity.end <= characters, "{} at {}..{}", entity.kind, entity.start, entity.end);
        assert!(!entity.value.to_json().is_null());
    }
    assert_eq!(entities, extractors.extract(text, &context));
    is_yes_or_no(text, language);
});
