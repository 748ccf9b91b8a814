//! Places in a row in English.

use super::super::text::Text;
use super::{Words, listed};

pub(in super::super) static WORDS: Words = Words {
    said,
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
    has_point: false,
    articles: &["the", "number"],
    chosen: &["one", "option", "choice", "item", "entry", "result", "answer", "suggestion", "slot"],
    goes_on: &["please", "thanks", "then", "is", "sounds", "looks", "would", "works", "and", "or", "on", "in", "from"],
};

const PLACES: [(&str, i32); 30] = [
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

/// `second`, `twenty-first`, `hundredth`.
fn said(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(ten) = TENS.iter().position(|ten| *ten == text.folded(at)) {
        let unit = listed(text, at + 1, &PLACES).filter(|(unit, _)| *unit < 10)?;
        return Some((i32::try_from(ten * 10 + 20).ok()? + unit.0, unit.1));
    }
    listed(text, at, &PLACES)
}
