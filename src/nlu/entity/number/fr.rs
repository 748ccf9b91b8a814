//! French number words, joined by hyphens or spaces: `soixante-dix`, `quatre-vingt-dix-neuf`, and those of Belgium and Switzerland:
//! `septante`, `huitante`, `nonante`.

use super::super::text::Text;
use super::{Numerals, half};

pub(in super::super) static NUMERALS: Numerals = Numerals {
    decimal_comma: true,
    none: &[
        "aucun",
        "aucune",
        "aucun an",
        "aucune annee",
        "aucune experience",
        "rien",
        "rien du tout",
        "pas du tout",
        "neant",
        "pas dexperience",
        "sans experience",
        "je nai pas dexperience",
        "je nai aucune experience",
        "jai pas dexperience",
        "je nen ai pas",
        "jen ai pas",
        "je nen ai aucun",
        "je nen ai aucune",
        "pas un seul",
        "pas une seule",
    ],
    not_none: &["idee", "envie", "importance"],
    // "Neuf" is also "new".
    pronouns: &["un", "une", "neuf"],
    counted: &[
        "an",
        "ans",
        "annee",
        "annees",
        "mois",
        "semaine",
        "semaines",
        "jour",
        "jours",
        "heure",
        "heures",
        "nuit",
        "nuits",
        "nuitee",
        "nuitees",
        "personne",
        "personnes",
        "couvert",
        "couverts",
        "adulte",
        "adultes",
        "enfant",
        "enfants",
        "fois",
        "euro",
        "euros",
        "piece",
        "pieces",
        "place",
        "places",
        "seule",
        "seul",
    ],
    spelled,
};

const UNITS: [&str; 17] = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
    "seize",
];

/// The tens, and the most that may follow them: `soixante-dix-neuf`.
const TENS: [(&str, u32, u32); 9] = [
    ("vingt", 20, 9),
    ("trente", 30, 9),
    ("quarante", 40, 9),
    ("cinquante", 50, 9),
    ("soixante", 60, 19),
    ("septante", 70, 9),
    ("huitante", 80, 9),
    ("octante", 80, 9),
    ("nonante", 90, 9),
];

/// Amounts that are no numerals.
const AMOUNTS: [(&str, u32); 11] = [
    ("une demi douzaine", 6),
    ("une dizaine", 10),
    ("une douzaine", 12),
    ("une quinzaine", 15),
    ("une vingtaine", 20),
    ("une trentaine", 30),
    ("une quarantaine", 40),
    ("une cinquantaine", 50),
    ("une soixantaine", 60),
    ("une centaine", 100),
    ("un millier", 1000),
];

/// The number that is spelled in words from an index on, and the index past it.
fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    let amount = AMOUNTS.iter().find_map(|(phrase, number)| Some((*number, text.phrase(at, phrase)?)));
    if let Some((number, next)) = amount {
        return Some((f64::from(number), text.phrase(next, "de").unwrap_or(next)));
    }
    let (number, next) = whole(text, at).filter(|(_, next)| !is_article(text, at, *next))?;
    if let Some(after) = ["et demi", "et demie"].iter().find_map(|half| text.phrase(next, half)) {
        return Some((f64::from(number) + half(text, next), after));
    }
    // "Deux virgule cinq".
    if let Some((tenths, after)) =
        text.phrase(next, "virgule").and_then(|from| below_hundred(text, from)).filter(|(tenths, _)| *tenths < 10)
    {
        return Some((f64::from(number) + f64::from(tenths) / 10.0, after));
    }
    Some((f64::from(number), next))
}

/// "Un", "une" before what nobody counts: "j'ai un doute".
fn is_article(text: &Text<'_>, at: usize, next: usize) -> bool {
    let halved = ["et demi", "et demie", "virgule"].iter().any(|half| text.phrase(next, half).is_some());
    let counts = text.ends_before(next) || halved || NUMERALS.counted.contains(&text.folded(next));
    next == at + 1 && matches!(text.folded(at), "un" | "une") && !counts
}

/// A whole number below a thousand millions.
fn whole(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (number, next) = below_million(text, at)?;
    if number >= 1000 || !matches!(text.folded(next), "million" | "millions") {
        return Some((number, next));
    }
    let rest = joined(text, next + 1).then(|| below_million(text, next + 1)).flatten();
    Some(rest.map_or((number * 1_000_000, next + 1), |(rest, after)| (number * 1_000_000 + rest, after)))
}

fn below_million(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (thousands, next) = if text.folded(at) == "mille" { (1, at) } else { below_thousand(text, at)? };
    if text.folded(next) != "mille" || next > at && !joined(text, next) {
        return Some((thousands, next));
    }
    let rest = joined(text, next + 1).then(|| below_thousand(text, next + 1)).flatten().filter(|(rest, _)| *rest > 0);
    Some(rest.map_or((thousands * 1000, next + 1), |(rest, after)| (thousands * 1000 + rest, after)))
}

fn below_thousand(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (hundreds, next) = if text.folded(at) == "cent" { (1, at) } else { below_hundred(text, at)? };
    let is_hundred = matches!(text.folded(next), "cent" | "cents") && (next == at || joined(text, next));
    if !is_hundred || !(1..10).contains(&hundreds) {
        return Some((hundreds, next));
    }
    let rest = joined(text, next + 1).then(|| below_hundred(text, next + 1)).flatten().filter(|(rest, _)| *rest > 0);
    Some(rest.map_or((hundreds * 100, next + 1), |(rest, after)| (hundreds * 100 + rest, after)))
}

/// A number below a hundred in words, and the index past it.
pub(in super::super) fn below_hundred(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (ten, most, next) = match text.folded(at) {
        "quatre" if matches!(text.folded(at + 1), "vingt" | "vingts") && joined(text, at + 1) => (80, 19, at + 2),
        "dix" => return Some(teen(text, at + 1).map_or((10, at + 1), |unit| (10 + unit, at + 2))),
        word => match TENS.iter().find(|(name, ..)| *name == word) {
            Some((_, ten, most)) => (*ten, *most, at + 1),
            None => return unit(word).map(|unit| (unit, at + 1)),
        },
    };
    if !joined(text, next) {
        return Some((ten, next));
    }
    let with_and = text.folded(next) == "et";
    let from = if with_and { next + 1 } else { next };
    let rest = match text.folded(from) {
        "dix" if most > 9 => Some(teen(text, from + 1).map_or((10, from + 1), |unit| (10 + unit, from + 2))),
        word => unit(word).map(|unit| (unit, from + 1)),
    };
    // "Et" stands before one and eleven only: "vingt et deux" are two numbers.
    let rest = rest.filter(|(rest, _)| (1..=most).contains(rest) && (!with_and || matches!(rest, 1 | 11)));
    Some(rest.map_or((ten, next), |(rest, after)| (ten + rest, after)))
}

/// The unit of `dix-sept`, `dix-huit`, `dix-neuf`.
fn teen(text: &Text<'_>, at: usize) -> Option<u32> {
    joined(text, at).then(|| unit(text.folded(at)))?.filter(|unit| (7..10).contains(unit))
}

fn unit(word: &str) -> Option<u32> {
    let word = if word == "une" { "un" } else { word };
    UNITS.iter().position(|entry| *entry == word).and_then(|unit| u32::try_from(unit).ok())
}

/// Whether only spaces or a hyphen stand before the word at an index.
fn joined(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|last| text.gap(last).chars().all(|mark| mark.is_whitespace() || matches!(mark, '-' | '‐' | '‑')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_words() {
        for (written, number) in [
            ("zéro", 0),
            ("seize", 16),
            ("dix-sept", 17),
            ("dix neuf", 19),
            ("vingt et un", 21),
            ("vingt-et-une", 21),
            ("trente-deux", 32),
            ("soixante-dix", 70),
            ("soixante et onze", 71),
            ("soixante-dix-sept", 77),
            ("quatre-vingts", 80),
            ("quatre vingt un", 81),
            ("quatre-vingt-onze", 91),
            ("quatre-vingt-dix-neuf", 99),
            ("septante", 70),
            ("septante-cinq", 75),
            ("huitante-trois", 83),
            ("nonante-neuf", 99),
            ("cent", 100),
            ("cent un", 101),
            ("deux cents", 200),
            ("deux cent cinquante", 250),
            ("mille", 1000),
            ("mille deux cents", 1200),
            ("deux mille vingt-sept", 2027),
            ("trois cent mille", 300_000),
            ("deux millions", 2_000_000),
        ] {
            let text = Text::new(written);
            assert_eq!(whole(&text, 0), Some((number, text.words.len())), "{written}");
        }
        for written in ["", "cents", "et", "vingtaine", "demi", "million"] {
            assert_eq!(whole(&Text::new(written), 0), None, "{written}");
        }
        assert_eq!(whole(&Text::new("vingt et deux"), 0), Some((20, 1)));
        assert_eq!(whole(&Text::new("deux cinq"), 0), Some((2, 1)));
    }
}
