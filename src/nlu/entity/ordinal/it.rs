//! Places in a row in Italian.

use super::super::number;
use super::super::text::Text;
use super::{Words, is_elided};

pub(in super::super) static WORDS: Words = Words {
    said,
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
    has_point: false,
    articles: &["il", "lo", "la", "quello", "quella"],
    chosen: &["opzione", "scelta", "voce", "risposta", "proposta", "soluzione", "della", "dellelenco"],
    goes_on: &["grazie", "va", "per", "che", "e", "o", "mi"],
};

/// Stems of the Italian ones that are not made of their number.
const PLACES: [(&str, i32); 10] = [
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

/// `terza`, `l'undicesimo`, `ventitreesima`.
fn said(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let word = text.folded(at);
    let bare = word.strip_prefix('l').filter(|_| text.words.get(at).is_some_and(is_elided)).unwrap_or(word);
    let stem = bare.strip_suffix(['o', 'a', 'i', 'e'])?;
    if let Some((_, place)) = PLACES.iter().find(|(word, _)| *word == stem) {
        return Some((*place, at + 1));
    }
    let number = stem.strip_suffix("esim").filter(|number| !number.is_empty())?;
    let place = ["", "o", "i", "e", "a"].iter().find_map(|vowel| number::italian_word(&format!("{number}{vowel}")))?;
    Some((i32::try_from(place).ok()?, at + 1))
}
