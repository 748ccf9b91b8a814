//! Places in a row in French: `le deuxième`, `la 3e option`, `la vingt et unième`.

use super::super::text::Text;
use super::{Words, listed};

pub(in super::super) static WORDS: Words = Words {
    said,
    from_end: &[
        ("dernier", -1),
        ("derniere", -1),
        ("tout dernier", -1),
        ("toute derniere", -1),
        ("avant dernier", -2),
        ("avant derniere", -2),
        ("lavant dernier", -2),
        ("lavant derniere", -2),
        ("antepenultieme", -3),
        ("lantepenultieme", -3),
    ],
    endings: &["er", "ere", "re", "e", "eme", "ieme", "nd", "nde", "d", "de"],
    has_point: false,
    articles: &["le", "la", "au"],
    chosen: &[
        "option",
        "choix",
        "reponse",
        "proposition",
        "creneau",
        "horaire",
        "solution",
        "ligne",
        "resultat",
        "offre",
        "formule",
        "rendez vous",
        "rdv",
        "suggestion",
        "possibilite",
        "de la liste",
        "dans la liste",
        "sur la liste",
        "en partant de la fin",
        "en partant du haut",
        "des deux",
        "des trois",
    ],
    goes_on: &[
        "merci", "svp", "stp", "sil", "et", "ou", "me", "mirait", "convient", "serait", "va", "est", "plutot", "alors", "donc", "ca",
        "irait", "parait", "semble", "si", "mais",
    ],
};

/// What stands behind the tens, too, "premier" and "second" apart.
const PLACES: [(&str, i32); 24] = [
    ("unieme", 1),
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
    ("trentieme", 30),
    ("quarantieme", 40),
    ("cinquantieme", 50),
    ("soixantieme", 60),
];

const ALONE: [(&str, i32); 7] =
    [("premier", 1), ("premiere", 1), ("second", 2), ("seconde", 2), ("quatre vingtieme", 80), ("nonantieme", 90), ("centieme", 100)];

/// Before a place, and the highest place that may stand behind.
const TENS: [(&str, i32, i32); 9] = [
    ("vingt", 20, 9),
    ("trente", 30, 9),
    ("quarante", 40, 9),
    ("cinquante", 50, 9),
    ("soixante", 60, 19),
    ("septante", 70, 9),
    ("huitante", 80, 9),
    ("quatre vingt", 80, 19),
    ("nonante", 90, 9),
];

/// `première`, `dix-septième`, `vingt et unième`, `soixante-douzième`.
fn said(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let tens = TENS.iter().find_map(|(phrase, ten, most)| Some((*ten, *most, text.phrase(at, phrase)?)));
    let compound = tens.and_then(|(ten, most, next)| {
        let from = text.phrase(next, "et").unwrap_or(next);
        listed(text, from, &PLACES).filter(|(place, _)| (1..=most).contains(place)).map(|(place, next)| (ten + place, next))
    });
    // "Unième" never stands alone.
    compound.or_else(|| listed(text, at, &ALONE)).or_else(|| listed(text, at, &PLACES).filter(|(place, _)| *place > 1))
}
