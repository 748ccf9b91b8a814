//! Italian number words, which are written together: `ventuno`, `milleduecento`.

use super::super::text::Text;
use super::{Numerals, half};

pub(in super::super) static NUMERALS: Numerals = Numerals {
    decimal_comma: true,
    none: &[
        "nessuno",
        "nessuna",
        "niente",
        "nulla",
        "nessuna esperienza",
        "nessun anno",
        "non ho esperienza",
        "non ne ho",
        "neanche uno",
        "neanche una",
    ],
    not_none: &["idea", "voglia", "importanza"],
    pronouns: &["uno", "una", "sei"],
    counted: &[
        "anno",
        "anni",
        "mese",
        "mesi",
        "settimana",
        "settimane",
        "giorno",
        "giorni",
        "ora",
        "ore",
        "notte",
        "notti",
        "persona",
        "persone",
        "volta",
        "volte",
        "euro",
        "pezzi",
    ],
    spelled,
};

const UNITS: [&str; 20] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];
const TENS: [&str; 8] = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

/// Amounts that are no numerals.
const AMOUNTS: [(&str, u32); 8] = [
    ("un paio", 2),
    ("mezza dozzina", 6),
    ("una decina", 10),
    ("una dozzina", 12),
    ("una quindicina", 15),
    ("una ventina", 20),
    ("una trentina", 30),
    ("mezzo milione", 500_000),
];

/// The number that is spelled in words from an index on, and the index past it.
fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    let amount = AMOUNTS.iter().find_map(|(phrase, number)| Some((*number, text.phrase(at, phrase)?)));
    if let Some((number, next)) = amount {
        return Some((f64::from(number), text.phrase(next, "di").unwrap_or(next)));
    }
    let (mut number, mut next) = match million(text, at) {
        Some((millions, next)) => (millions * 1_000_000, next),
        None if text.folded(at) == "una" => (1, at + 1),
        None => (word(text.folded(at))?, at + 1),
    };
    // "Duecento cinquanta", "mille e duecento": what follows must fit below.
    while let Some((more, after)) = further(text, next, number) {
        number += more;
        next = after;
    }
    let behind = ["e mezzo", "e mezza"].iter().find_map(|half| text.phrase(next, half));
    Some(behind.map_or((f64::from(number), next), |after| (f64::from(number) + half(text, next), after)))
}

fn million(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let count = if text.folded(at) == "un" { 1 } else { word(text.folded(at)).filter(|count| *count < 1000)? };
    matches!(text.folded(at + 1), "milione" | "milioni").then_some((count, at + 2))
}

fn further(text: &Text<'_>, next: usize, number: u32) -> Option<(u32, usize)> {
    let room = [1_000_000, 1000, 100].into_iter().find(|scale| number >= *scale && number.is_multiple_of(*scale))?;
    let joined = next.checked_sub(1).is_some_and(|last| text.gap(last).chars().all(|mark| mark.is_whitespace() || mark == '-'));
    let from = text.phrase(next, "e").filter(|_| room > 100).unwrap_or(next);
    let more = word(text.folded(from)).filter(|more| joined && (1..room).contains(more))?;
    Some((more, from + 1))
}

/// A number written as one word, below a million.
pub(in super::super) fn word(word: &str) -> Option<u32> {
    if let Some((before, after)) = word.split_once("mila") {
        let rest = if after.is_empty() { Some(0) } else { below_thousand(after) };
        return Some(below_thousand(before).filter(|count| *count > 1)? * 1000 + rest?);
    }
    match word.strip_prefix("mille") {
        Some("") => Some(1000),
        Some(rest) => below_thousand(rest).map(|rest| 1000 + rest),
        None => below_thousand(word),
    }
}

fn below_thousand(word: &str) -> Option<u32> {
    let Some((before, after)) = word.split_once("cent") else { return below_hundred(word) };
    let hundreds = if before.is_empty() { 1 } else { below_hundred(before).filter(|count| (2..10).contains(count))? };
    // "Centotto" drops the o.
    let rest = match after.strip_prefix('o') {
        Some("") => 0,
        Some(rest) => below_hundred(rest).or_else(|| below_hundred(after))?,
        None => below_hundred(after)?,
    };
    Some(hundreds * 100 + rest)
}

fn below_hundred(word: &str) -> Option<u32> {
    let unit = |word: &str| UNITS.iter().position(|entry| *entry == word).and_then(|index| u32::try_from(index).ok());
    if let Some(number) = unit(word) {
        return Some(number);
    }
    TENS.iter().zip(2_u32..).find_map(|(name, ten)| {
        let stem = name.get(..name.len() - 1)?;
        let rest = word.strip_prefix(stem)?;
        let vowel = name.get(stem.len()..)?;
        // "Ventuno", "ventun" and "ventotto" drop the vowel.
        let one = match rest {
            _ if rest == vowel => Some(0),
            "uno" | "un" => Some(1),
            "otto" => Some(8),
            _ => unit(rest.strip_prefix(vowel)?).filter(|one| (2..10).contains(one) && *one != 8),
        };
        Some(ten * 10 + one?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_numbers() {
        for (written, number) in [
            ("ventuno", 21),
            ("ventotto", 28),
            ("ventitre", 23),
            ("novantanove", 99),
            ("cento", 100),
            ("centouno", 101),
            ("centotto", 108),
            ("centottanta", 180),
            ("duecentotrentacinque", 235),
            ("mille", 1000),
            ("milleduecento", 1200),
            ("duemilaventisette", 2027),
            ("centomila", 100_000),
        ] {
            assert_eq!(word(written), Some(number), "{written}");
        }
        for written in ["", "centesimo", "mila", "unomila", "ventidieci", "trentacento", "seicento sei", "accento"] {
            assert_eq!(word(written), None, "{written}");
        }
    }
}
