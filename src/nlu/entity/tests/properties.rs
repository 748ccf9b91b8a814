use proptest::prelude::*;

use super::{EntitySet, Strength, read};

const LANGUAGES: [&str; 5] = ["de", "en", "es", "fr", "it"];

/// What the extractors look for.
const FRAGMENTS: &[&str] = &[
    "my name is",
    "+39 333",
    "0039",
    "(0)",
    "1234567",
    "€",
    "12,50",
    "euros",
    "and 50 cents",
    "half past",
    "from",
    "to",
    "between",
    "dal",
    "al",
    "tomorrow",
    "two weeks",
    "an hour and a half",
    "in half an hour",
    "the second one",
    "l'ultimo",
    "un'ora e mezza",
    "P2W",
    "2026-05-12T09:00Z",
    "www.example.org/a)",
    "https://example.com",
    "DE89 3704 0044 0532 0130 00",
    "10-12",
    "3 million",
    "9:30",
    "p.m.",
    "alle",
    "nove",
    "e mezza",
    "meno un quarto",
    "fra due settimane",
    "il 15",
    "l'8",
    "marzo",
    "mi chiamo",
    "non so",
    "sì",
    "duecentotre",
    "un milione",
    "fine",
    "settimana",
    "prossima",
    "je m'appelle",
    "dans 15 jours",
    "lundi",
    "en huit",
    "quatre-vingt",
    "dix",
    "heures",
    "moins le quart",
    "et demie",
    "midi",
    "il y a",
    "mi-",
    "me llamo",
    "el lunes",
    "que viene",
    "dentro de",
    "treinta",
    "y",
    "cinco",
    "mil",
    "las",
    "y media",
    "menos cuarto",
    "diez para las",
    "9'30",
    "sí",
    "morgen",
    "am 12. Mai",
    "um halb drei",
    "Viertel nach",
    "vom 4. bis 8.",
    "März",
    "zwischen",
    "und dem",
    "eine Dreiviertelstunde",
    "in anderthalb Stunden",
    "der zweite",
    "das 3.",
    "von zehn bis zwölf",
    "Uhr",
    "nach Ostern",
    "2. Weihnachtstag",
    "du 4 au 8 mars",
    "entre 10h et midi",
    "la vingt et unième",
    "une demi-heure",
    "jusqu'au",
    "le jour de Noël",
    "del 4 al 8 de marzo",
    "hora y media",
    "la 3.ª",
    "por la mañana",
    "10h-12h",
    "it's",
    "signed",
    "Maria",
    "Rossi",
    "O'Neill",
    "van der",
    "Dr.",
    "王小明",
    "محمد",
    "e\u{301}",
    "👍",
    "maria@posta.example",
    "yes",
    "for that purpose only",
    "and no",
    "not sure",
    "no problem",
    "maybe",
    "don't know",
    "the",
    "first",
    "last",
    "Monday",
    "in",
    "February",
    "mid",
    "after",
    "Christmas",
    "Easter",
    "week",
    "in 3 weeks'",
    "time",
    "notice",
    "99999",
    "1/2/2027",
    "29",
    "15th",
    "end of",
    "next month",
    "?",
    "!",
    ".",
    ",",
    "-",
    " ",
    "\n",
    "ß",
    "İ",
    "\u{200d}",
];

/// Fragments that the extractors look for, and what may stand between them.
fn utterances() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(FRAGMENTS);
    let joined = prop::collection::vec((fragment, prop::sample::select(vec![" ", "", ", ", ". ", "'", "? "])), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(fragment, gap)| [fragment, gap]).collect::<String>());
    prop_oneof![3 => joined, 1 => any::<String>()]
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_every_place_lies_inside_it(text in utterances(), language in prop::sample::select(LANGUAGES.to_vec())) {
        let characters = text.chars().count();
        for entity in read(&EntitySet::default(), language, &text) {
            prop_assert!(entity.start < entity.end && entity.end <= characters);
            let part: String = text.chars().skip(entity.start).take(entity.end - entity.start).collect();
            prop_assert!(!part.trim().is_empty());
        }
    }

    #[test]
    fn readings_of_a_type_never_overlap_but_for_other_values_of_the_same_words(text in utterances(), language in prop::sample::select(LANGUAGES.to_vec())) {
        let all = read(&EntitySet::default(), language, &text);
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1).filter(|other| other.kind == one.kind) {
                let apart = one.end <= other.start || other.end <= one.start;
                let same_words = (one.start, one.end) == (other.start, other.end) && one.value != other.value;
                prop_assert!(apart || same_words, "{} {}..{} and {}..{}", one.kind, one.start, one.end, other.start, other.end);
            }
        }
        let places: Vec<_> = all.iter().map(|entity| (entity.start, std::cmp::Reverse(entity.end))).collect();
        prop_assert!(places.is_sorted());
        prop_assert!(all == read(&EntitySet::default(), language, &text));
    }
}

/// Up to 100 kB, and an address at the very end: everything before it was read, in whatever shape. What is full of values is shorter, since
/// each takes long without optimization; that longer text costs as much for each part is told by the test of `text::parts`.
#[test]
fn texts_of_100_kb_are_read_to_their_end() {
    let mixed = FRAGMENTS.join(" ");
    for (language, part, bytes) in
        [("en", "🦊", 100_000), ("fr", "שלום עולם ", 100_000), ("de", "a", 100_000), ("it", "1 ", 10_000), ("es", &mixed, 10_000)]
    {
        let text = format!("{}\nada@example.org", part.repeat(bytes / part.len()));
        let all = read(&EntitySet::default(), language, &text);
        let last = all.last().map(|entity| (entity.kind.as_str(), entity.end));
        assert_eq!(last, Some(("email", text.chars().count())), "{language} {part:?}");
    }
}

#[test]
fn nothing_is_read_in_text_without_words() {
    for language in LANGUAGES {
        for text in ["", " ", "\n", "…", "🦊🦊🦊", "👩‍👩‍👧‍👦🇮🇹", "\u{202e}\u{202c}", "؟", "¿?", "\u{301}", "--–—", "''’", "()[]{}"]
        {
            assert!(read(&EntitySet::default(), language, text).is_empty(), "{language} {text:?}");
        }
    }
}

/// What is in another script is left alone, and what stands beside it is read all the same.
#[test]
fn text_from_right_to_left_hides_no_value() {
    for language in LANGUAGES {
        let clear = |text: &str| read(&EntitySet::default(), language, text).into_iter().filter(|found| found.strength == Strength::Clear);
        let kinds = |text: &str| clear(text).map(|found| found.kind.to_string()).collect::<Vec<_>>();
        assert_eq!(kinds("שלום, ada@example.org תודה"), ["email"], "{language}");
        assert_eq!(kinds("مرحبا https://example.org شكرا"), ["url"], "{language}");
        assert_eq!(kinds("שלום עולם"), Vec::<String>::new(), "{language}");
    }
}
