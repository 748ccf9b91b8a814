//! Places in a row: `the second one`, `3rd`, `il terzo`; the last is -1, the one before it -2.
//!
//! Clear where an article stands before it and nothing but what is chosen behind it ("the second one", "the third, please"); elsewhere ("my
//! second job", "first I'd like") only as an answer.

use crate::domain::{Language, SlotValue, Strength};

use super::Found;
use super::number;
use super::text::Text;

/// How one language says places; folded.
struct Words {
    code: &'static str,
    /// The place that one word or two say.
    said: fn(&Text<'_>, usize) -> Option<(i32, usize)>,
    /// Places counted from the end.
    from_end: &'static [(&'static str, i32)],
    /// Endings behind digits.
    endings: &'static [&'static str],
    articles: &'static [&'static str],
    /// What is chosen, behind the place.
    chosen: &'static [&'static str],
    /// What else may follow.
    goes_on: &'static [&'static str],
}

static ALL: [Words; 5] = [
    Words {
        code: "en",
        said: english,
        from_end: &[
            ("last", -1),
            ("second to last", -2),
            ("second last", -2),
            ("next to last", -2),
            ("penultimate", -2),
            ("last but one", -2),
            ("third to last", -3),
        ],
        endings: &["st", "nd", "rd", "th"],
        articles: &["the", "number"],
        chosen: &["one", "option", "choice", "item", "entry", "result", "answer", "suggestion", "slot"],
        goes_on: &["please", "thanks", "then", "is", "sounds", "looks", "would", "works", "and", "or", "on", "in", "from"],
    },
    Words {
        code: "it",
        said: italian,
        from_end: &[
            ("ultimo", -1),
            ("ultima", -1),
            ("ultimi", -1),
            ("ultime", -1),
            ("lultimo", -1),
            ("lultima", -1),
            ("penultimo", -2),
            ("penultima", -2),
            ("terzultimo", -3),
            ("terzultima", -3),
        ],
        endings: &["o", "a", "mo", "ma", "esimo", "esima"],
        articles: &["il", "lo", "la", "quello", "quella"],
        chosen: &["opzione", "scelta", "voce", "risposta", "proposta", "soluzione", "della", "dellelenco"],
        goes_on: &["grazie", "va", "per", "che", "e", "o", "mi"],
    },
    Words {
        code: "fr",
        said: |text, at| listed(text, at, &FRENCH),
        from_end: &[("dernier", -1), ("derniere", -1), ("avant dernier", -2), ("avant derniere", -2)],
        endings: &["er", "ere", "e", "eme", "nd", "nde"],
        articles: &["le", "la", "celui", "celle"],
        chosen: &["option", "choix", "reponse", "proposition"],
        goes_on: &["merci", "svp", "de", "et", "ou", "me"],
    },
    Words {
        code: "de",
        said: german,
        from_end: &[
            ("letzte", -1),
            ("letzten", -1),
            ("letzter", -1),
            ("letztes", -1),
            ("vorletzte", -2),
            ("vorletzten", -2),
            ("vorletztes", -2),
        ],
        endings: &[],
        articles: &["der", "die", "das", "den", "dem"],
        chosen: &["option", "wahl", "moglichkeit", "antwort", "vorschlag"],
        goes_on: &["bitte", "danke", "und", "oder", "ware", "ist", "passt"],
    },
    Words {
        code: "es",
        said: |text, at| listed(text, at, &SPANISH),
        from_end: &[("ultimo", -1), ("ultima", -1), ("penultimo", -2), ("penultima", -2)],
        endings: &["o", "a", "er", "ero", "era", "do", "da", "ro", "ra", "to", "ta"],
        articles: &["el", "la", "lo"],
        chosen: &["opcion", "respuesta", "propuesta"],
        goes_on: &["gracias", "por", "de", "y", "o", "me"],
    },
];

const FRENCH: [(&str, i32); 24] = [
    ("premier", 1),
    ("premiere", 1),
    ("second", 2),
    ("seconde", 2),
    ("deuxieme", 2),
    ("troisieme", 3),
    ("quatrieme", 4),
    ("cinquieme", 5),
    ("sixieme", 6),
    ("septieme", 7),
    ("huitieme", 8),
    ("neuvieme", 9),
    ("dixieme", 10),
    ("onzieme", 11),
    ("douzieme", 12),
    ("treizieme", 13),
    ("quatorzieme", 14),
    ("quinzieme", 15),
    ("seizieme", 16),
    ("dix septieme", 17),
    ("dix huitieme", 18),
    ("dix neuvieme", 19),
    ("vingtieme", 20),
    ("centieme", 100),
];

const SPANISH: [(&str, i32); 25] = [
    ("primero", 1),
    ("primera", 1),
    ("primer", 1),
    ("segundo", 2),
    ("segunda", 2),
    ("tercero", 3),
    ("tercera", 3),
    ("tercer", 3),
    ("cuarto", 4),
    ("cuarta", 4),
    ("quinto", 5),
    ("quinta", 5),
    ("sexto", 6),
    ("sexta", 6),
    ("septimo", 7),
    ("septima", 7),
    ("octavo", 8),
    ("octava", 8),
    ("noveno", 9),
    ("novena", 9),
    ("decimo", 10),
    ("decima", 10),
    ("undecimo", 11),
    ("duodecimo", 12),
    ("vigesimo", 20),
];

const GERMAN: [(&str, i32); 21] = [
    ("erst", 1),
    ("zweit", 2),
    ("dritt", 3),
    ("viert", 4),
    ("funft", 5),
    ("sechst", 6),
    ("siebt", 7),
    ("siebent", 7),
    ("acht", 8),
    ("neunt", 9),
    ("zehnt", 10),
    ("elft", 11),
    ("zwolft", 12),
    ("dreizehnt", 13),
    ("vierzehnt", 14),
    ("funfzehnt", 15),
    ("sechzehnt", 16),
    ("siebzehnt", 17),
    ("achtzehnt", 18),
    ("neunzehnt", 19),
    ("zwanzigst", 20),
];

const ENGLISH: [(&str, i32); 30] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
    ("fortieth", 40),
    ("fiftieth", 50),
    ("sixtieth", 60),
    ("seventieth", 70),
    ("eightieth", 80),
    ("ninetieth", 90),
    ("hundredth", 100),
    ("thousandth", 1000),
    ("millionth", 1_000_000),
];

/// Stems of the Italian ones that are not made of their number.
const ITALIAN: [(&str, i32); 10] = [
    ("prim", 1),
    ("second", 2),
    ("terz", 3),
    ("quart", 4),
    ("quint", 5),
    ("sest", 6),
    ("settim", 7),
    ("ottav", 8),
    ("non", 9),
    ("decim", 10),
];

/// All places in an utterance; those that a clear date holds ("the 4th of March") only as an answer.
pub(super) fn find(text: &Text<'_>, language: &Language, dates: &[Found]) -> Vec<Found> {
    let Some(words) = ALL.iter().find(|words| words.code == language.as_str()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let Some((place, next)) = place(text, at, words) else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map_or("", |before| text.folded(before));
        let has_article = words.articles.contains(&before) || text.folded(at).starts_with("lultim");
        let goes_on = text.folded(next);
        let is_chosen = words.chosen.contains(&goes_on) && !text.ends_before(next);
        let is_told = has_article && (is_chosen || text.ends_before(next) || words.goes_on.contains(&goes_on));
        let bytes = text.bytes(at..next);
        let is_day =
            dates.iter().any(|date| date.strength > Strength::IfAsked && date.bytes.start < bytes.end && bytes.start < date.bytes.end);
        let strength = if is_told && (is_chosen || !is_day) { Strength::Clear } else { Strength::IfAsked };
        found.push(Found { bytes, value: SlotValue::Number(f64::from(place)), strength });
        at = next;
    }
    found
}

fn place(text: &Text<'_>, at: usize, words: &Words) -> Option<(i32, usize)> {
    let from_end = words.from_end.iter().filter_map(|(phrase, place)| Some((*place, text.phrase(at, phrase)?)));
    let in_digits = || {
        let word = text.folded(at);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = word.get(digits.len()..)?;
        let marked = ending.is_empty() && text.gap(at).starts_with('°');
        let place = if (1..=4).contains(&digits.len()) { digits.parse().ok()? } else { return None };
        (marked || words.endings.contains(&ending)).then_some((place, at + 1)).filter(|(place, _)| *place > 0)
    };
    from_end.chain((words.said)(text, at)).chain(in_digits()).max_by_key(|(_, next)| *next)
}

fn listed(text: &Text<'_>, at: usize, list: &[(&str, i32)]) -> Option<(i32, usize)> {
    list.iter().filter_map(|(phrase, place)| Some((*place, text.phrase(at, phrase)?))).max_by_key(|(_, next)| *next)
}

/// `second`, `twenty-first`, `hundredth`.
fn english(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(ten) = TENS.iter().position(|ten| *ten == text.folded(at)) {
        let unit = listed(text, at + 1, &ENGLISH).filter(|(unit, _)| *unit < 10)?;
        return Some((i32::try_from(ten * 10 + 20).ok()? + unit.0, unit.1));
    }
    listed(text, at, &ENGLISH)
}

/// `terza`, `undicesimo`, `ventitreesima`.
fn italian(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let stem = text.folded(at).strip_suffix(['o', 'a', 'i', 'e'])?;
    if let Some((_, place)) = ITALIAN.iter().find(|(word, _)| *word == stem) {
        return Some((*place, at + 1));
    }
    let number = stem.strip_suffix("esim").filter(|number| !number.is_empty())?;
    let place = ["", "o", "i", "e", "a"].iter().find_map(|vowel| number::italian_word(&format!("{number}{vowel}")))?;
    Some((i32::try_from(place).ok()?, at + 1))
}

/// `zweite`, `dritten`.
fn german(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let word = text.folded(at);
    let stem = ["er", "en", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    GERMAN.iter().find(|(ordinal, _)| *ordinal == stem).map(|(_, place)| (*place, at + 1))
}
