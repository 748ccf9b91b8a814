//! Places in a row in German: `der zweite`, `die 3. Möglichkeit`, `das einundzwanzigste`.

use super::super::number;
use super::super::text::Text;
use super::Words;

pub(in super::super) static WORDS: Words = Words {
    said,
    from_end: &[
        ("letzte", -1),
        ("letzten", -1),
        ("letzter", -1),
        ("letztes", -1),
        ("letztere", -1),
        ("letzteren", -1),
        ("letzteres", -1),
        ("allerletzte", -1),
        ("allerletzten", -1),
        ("vorletzte", -2),
        ("vorletzten", -2),
        ("vorletzter", -2),
        ("vorletztes", -2),
        ("zweitletzte", -2),
        ("zweitletzten", -2),
        ("drittletzte", -3),
        ("drittletzten", -3),
        ("drittletztes", -3),
    ],
    endings: &["te", "ten", "ter", "tes", "ste", "sten", "ster", "stes", "er", "en"],
    has_point: true,
    articles: &["der", "die", "das", "den", "dem"],
    chosen: &[
        "option",
        "wahl",
        "moglichkeit",
        "moeglichkeit",
        "antwort",
        "vorschlag",
        "angebot",
        "variante",
        "auswahl",
        "ergebnis",
        "eintrag",
        "termin",
        "zeile",
        "auf der liste",
        "in der liste",
        "aus der liste",
        "von oben",
        "von unten",
        "von links",
        "von rechts",
        "davon",
        "von denen",
    ],
    goes_on: &[
        "bitte", "danke", "und", "oder", "ware", "waere", "ist", "passt", "klingt", "gefallt", "gefaellt", "geht", "sieht", "nehme",
        "dann", "lieber", "von", "aus", "in", "auf", "ware", "wars", "wird",
    ],
};

/// Stems of those that are not made of their number.
const STEMS: [(&str, i32); 6] = [("erst", 1), ("dritt", 3), ("siebt", 7), ("siebent", 7), ("acht", 8), ("hundertst", 100)];

/// `zweite`, `dritten`, `einundzwanzigstes`.
fn said(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let word = text.folded(at);
    let stem = ["er", "en", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    if let Some((_, place)) = STEMS.iter().find(|(written, _)| *written == stem) {
        return Some((*place, at + 1));
    }
    // Below twenty a "t" makes a place of the number, above an "st"; "tausendste" is no place in a list.
    let above = stem.strip_suffix("st").and_then(number::german_word).filter(|place| (20..1000).contains(place));
    let place = above.or_else(|| stem.strip_suffix('t').and_then(number::german_word).filter(|place| (2..20).contains(place)))?;
    Some((i32::try_from(place).ok()?, at + 1))
}
