//! Places in a row in Spanish: `el segundo`, `la 3.ª opción`, `el vigésimo primero`.

use super::super::text::Text;
use super::{Words, listed};

pub(in super::super) static WORDS: Words = Words {
    said,
    from_end: &[
        ("ultimo", -1),
        ("ultima", -1),
        ("ultimos", -1),
        ("ultimas", -1),
        ("penultimo", -2),
        ("penultima", -2),
        ("antepenultimo", -3),
        ("antepenultima", -3),
    ],
    endings: &["o", "a", "er", "ero", "era", "do", "da", "ro", "ra", "to", "ta", "mo", "ma", "vo", "va", "no", "na"],
    has_point: false,
    articles: &["el", "la", "lo", "al"],
    chosen: &[
        "opcion",
        "respuesta",
        "propuesta",
        "alternativa",
        "sugerencia",
        "resultado",
        "linea",
        "cita",
        "hora libre",
        "hueco",
        "de la lista",
        "en la lista",
        "de todos",
        "de todas",
        "de los dos",
        "de las dos",
        "empezando por el final",
        "por favor",
        "porfa",
    ],
    goes_on: &[
        "gracias", "y", "o", "me", "esta", "estaria", "seria", "va", "es", "parece", "vale", "ok", "mejor", "entonces", "que", "si", "pero",
    ],
};

const PLACES: [(&str, i32); 30] = [
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
    ("undecima", 11),
    ("duodecimo", 12),
    ("duodecima", 12),
    ("centesimo", 100),
    ("centesima", 100),
    ("milesimo", 1000),
    ("milesima", 1000),
];

/// Stems of the tens.
const TENS: [(&str, i32); 9] = [
    ("decim", 10),
    ("vigesim", 20),
    ("trigesim", 30),
    ("cuadragesim", 40),
    ("quincuagesim", 50),
    ("sexagesim", 60),
    ("septuagesim", 70),
    ("octogesim", 80),
    ("nonagesim", 90),
];

/// `segunda`, `decimotercero`, `vigésimo primero`.
fn said(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let tens = TENS.iter().find_map(|(stem, ten)| Some((*ten, text.folded(at).strip_prefix(stem)?)));
    let unit = |unit: &str| PLACES.iter().find(|(word, place)| *word == unit && *place < 10).map(|(_, place)| *place);
    tens.and_then(|(ten, rest)| match rest {
        "o" | "a" => unit(text.folded(at + 1)).map(|unit| (ten + unit, at + 2)).or(Some((ten, at + 1))),
        joined => joined.strip_prefix(['o', 'a']).and_then(unit).map(|unit| (ten + unit, at + 1)),
    })
    .or_else(|| listed(text, at, &PLACES))
}
