//! German number words, which are written together and turn tens and units round: `einundzwanzig`, `zweitausenddreihundert`.

use super::super::text::Text;
use super::Numerals;

pub(in super::super) static NUMERALS: Numerals = Numerals {
    decimal_comma: true,
    none: &[
        "keine",
        "keinen",
        "keiner",
        "keins",
        "keines",
        "gar keine",
        "gar keinen",
        "gar keins",
        "gar nichts",
        "uberhaupt keine",
        "uberhaupt keinen",
        "ueberhaupt keine",
        "ueberhaupt keinen",
        "noch keine",
        "bisher keine",
        "leider keine",
        "keine erfahrung",
        "ich habe keine",
        "ich hab keine",
        "hab keine",
        "nichts",
    ],
    not_none: &["ahnung", "idee", "lust", "zeit", "antwort", "angabe"],
    pronouns: &["ein", "eine", "einen", "einer", "einem", "eines", "eins", "null"],
    counted: &[
        "jahr", "jahre", "monat", "monate", "woche", "wochen", "tag", "tage", "stunde", "stunden", "nacht", "nachte", "naechte", "person",
        "personen", "leute", "kind", "kinder", "mal", "euro", "cent", "franken", "dollar", "stuck", "stueck", "punkte", "grad",
    ],
    spelled,
};

const UNITS: [&str; 20] = [
    "null", "eins", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf", "dreizehn", "vierzehn",
    "funfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
];
const TENS: [&str; 8] = ["zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

/// Spellings of the same words without umlauts, and those that people get wrong.
const SPELLINGS: [(&str, &str); 8] = [
    ("fuenf", "funf"),
    ("zwoelf", "zwolf"),
    ("dreizig", "dreissig"),
    ("dreisig", "dreissig"),
    ("sechszehn", "sechzehn"),
    ("sechszig", "sechzig"),
    ("siebenzehn", "siebzehn"),
    ("siebenzig", "siebzig"),
];

/// Amounts that are no numerals. "Ein paar" are a few.
const AMOUNTS: [(&str, f64); 21] = [
    ("ein halbes dutzend", 6.0),
    ("halbes dutzend", 6.0),
    ("ein dutzend", 12.0),
    ("anderthalb", 1.5),
    ("eineinhalb", 1.5),
    ("einundeinhalb", 1.5),
    ("ein einhalb", 1.5),
    ("ein halb", 0.5),
    ("ein halbes", 0.5),
    ("eine halbe", 0.5),
    ("einen halben", 0.5),
    ("einer halben", 0.5),
    ("zu zweit", 2.0),
    ("zu dritt", 3.0),
    ("zu viert", 4.0),
    ("zu funft", 5.0),
    ("zu fuenft", 5.0),
    ("zu sechst", 6.0),
    ("zu siebt", 7.0),
    ("zu acht", 8.0),
    ("zu zehnt", 10.0),
];

/// The number that is spelled in words from an index on, and the index past it.
fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    let amount = AMOUNTS.iter().filter_map(|(phrase, number)| Some((*number, text.phrase(at, phrase)?))).max_by_key(|(_, next)| *next);
    // "Die halbe Stunde": a half hour is no half thing.
    if let Some(amount) = amount.filter(|(_, next)| !text.folded(*next).starts_with("stunde")) {
        return Some(amount);
    }
    if let Some(whole) = text.folded(at).strip_suffix("einhalb").and_then(word).filter(|whole| *whole > 1) {
        return Some((f64::from(whole) + 0.5, at + 1));
    }
    if let Some(times) = text.folded(at).strip_suffix("mal").and_then(word).filter(|times| *times > 1) {
        return Some((f64::from(times), at + 1));
    }
    if is_article(text, at) {
        return None;
    }
    let (mut number, mut next) = scaled(text, at).or_else(|| apart(text, at)).or_else(|| Some((word(text.folded(at))?, at + 1)))?;
    // "Zwei tausend fünf hundert", "eine Million zweihunderttausend": what follows must fit below.
    while let Some((more, after)) = further(text, next, number) {
        number += more;
        next = after;
    }
    let number = f64::from(number);
    if let Some((decimals, after)) = text.phrase(next, "komma").and_then(|from| decimals(text, from)) {
        return Some((number + decimals, after));
    }
    let half = ["und ein halb", "und ein halbes", "und eine halbe", "einhalb"].iter().filter_map(|half| text.phrase(next, half)).max();
    Some(half.map_or((number, next), |after| (number + 0.5, after)))
}

/// "So ein Dings halt" counts nothing; "ein Jahr", "eine Million", "nur einen" and "ein Fahrrad, bitte" do.
fn is_article(text: &Text<'_>, at: usize) -> bool {
    if !matches!(text.folded(at), "ein" | "eine" | "einen" | "einer" | "einem" | "eines") {
        return false;
    }
    let following = text.folded(at + 1);
    let counts = NUMERALS.counted.contains(&following) || matches!(following, "million" | "milliarde" | "und" | "hundert" | "tausend");
    let vague = matches!(following, "paar" | "bisschen" | "wenig" | "mal" | "anderer" | "anderes" | "andere" | "anderen" | "weiteres");
    let ends = text.ends_before(at + 1) || text.ends_before(at + 2);
    vague || !counts && !ends
}

/// `2 Millionen`, `zwei tausend`, `drei hundert`, `5 Tsd`.
fn scaled(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let digits = text.folded(at).parse::<u32>().ok();
    let count = digits.or_else(|| word(text.folded(at))).filter(|count| (1..1000).contains(count))?;
    let scale = match text.folded(at + 1) {
        "hundert" if digits.is_none() && count < 20 => 100,
        "tausend" | "tsd" => 1000,
        "million" | "millionen" | "mio" => 1_000_000,
        _ => return None,
    };
    joined(text, at + 1).then_some((count * scale, at + 2))
}

/// `ein und zwanzig`.
fn apart(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let unit = word(text.folded(at)).filter(|unit| (1..10).contains(unit))?;
    let tens = text.phrase(at + 1, "und").and_then(|next| word(text.folded(next)))?;
    ((20..100).contains(&tens) && tens.is_multiple_of(10) && joined(text, at + 1) && joined(text, at + 2)).then_some((tens + unit, at + 3))
}

fn further(text: &Text<'_>, next: usize, number: u32) -> Option<(u32, usize)> {
    let room = [1_000_000, 1000, 100].into_iter().find(|scale| number >= *scale && number.is_multiple_of(*scale))?;
    if !joined(text, next) {
        return None;
    }
    let from = text.phrase(next, "und").filter(|_| room > 100).unwrap_or(next);
    let (more, after) = scaled(text, from).or_else(|| apart(text, from)).or_else(|| Some((word(text.folded(from))?, from + 1)))?;
    // "Zweihundert eine Frau" has an article, "hundert 5" digits.
    let plain = !matches!(text.folded(from), "ein" | "eine" | "einen" | "einer" | "einem" | "eines") || after > from + 1;
    ((1..room).contains(&more) && plain).then_some((more, after))
}

/// Nothing but space or a hyphen stands before the word at an index.
fn joined(text: &Text<'_>, next: usize) -> bool {
    next.checked_sub(1).is_some_and(|last| text.gap(last).chars().all(|mark| mark.is_whitespace() || mark == '-'))
}

/// `fünf`, `sieben fünf` behind "Komma".
fn decimals(text: &Text<'_>, from: usize) -> Option<(f64, usize)> {
    let digit = |at: usize| word(text.folded(at)).filter(|digit| *digit < 10).map(f64::from);
    let tenths = digit(from)?;
    Some(digit(from + 1).map_or((tenths / 10.0, from + 1), |hundredths| (tenths / 10.0 + hundredths / 100.0, from + 2)))
}

/// The number that a word is; "ein" in all its forms is one.
pub(in super::super) fn word(folded: &str) -> Option<u32> {
    if folded.is_empty() || folded.len() > 60 || folded.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let spelled = SPELLINGS.iter().fold(folded.to_owned(), |word, (written, meant)| word.replace(written, meant));
    below_million(&spelled)
}

fn below_million(word: &str) -> Option<u32> {
    match word.split_once("tausend") {
        Some((before, after)) => {
            let thousands = if before.is_empty() { 1 } else { below_thousand(before).filter(|count| *count > 0)? };
            Some(thousands * 1000 + rest(after, below_thousand)?)
        }
        None => below_thousand(word),
    }
}

fn below_thousand(word: &str) -> Option<u32> {
    match word.split_once("hundert") {
        Some((before, after)) => {
            // "Neunzehnhundert" is a year.
            let hundreds = if before.is_empty() { 1 } else { below_hundred(before).filter(|count| (1..20).contains(count))? };
            Some(hundreds * 100 + rest(after, below_hundred)?)
        }
        None => below_hundred(word),
    }
}

/// What stands behind "hundert" or "tausend": nothing, or a number with or without "und" before it.
fn rest(after: &str, below: fn(&str) -> Option<u32>) -> Option<u32> {
    if after.is_empty() {
        return Some(0);
    }
    below(after).or_else(|| below(after.strip_prefix("und")?)).filter(|rest| *rest > 0)
}

fn below_hundred(word: &str) -> Option<u32> {
    let tens = |word: &str| TENS.iter().zip(2_u32..).find(|(name, _)| **name == word).map(|(_, ten)| ten * 10);
    let unit = |word: &str| match word {
        "ein" | "eine" | "einen" | "einer" | "einem" | "eines" => Some(1),
        "zwo" => Some(2),
        _ => UNITS.iter().position(|entry| *entry == word).and_then(|index| u32::try_from(index).ok()),
    };
    unit(word).or_else(|| tens(word)).or_else(|| {
        let (one, ten) = word.split_once("und")?;
        let one = unit(one).filter(|count| (1..10).contains(count) && one != "eins")?;
        Some(tens(ten)? + one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_numbers() {
        for (written, number) in [
            ("einundzwanzig", 21),
            ("funfunddreissig", 35),
            ("fuenfundfuenfzig", 55),
            ("zwolf", 12),
            ("zwoelf", 12),
            ("siebzehn", 17),
            ("neunundneunzig", 99),
            ("hundert", 100),
            ("einhundertundeins", 101),
            ("hundertzwanzig", 120),
            ("zweihundertfunfunddreissig", 235),
            ("tausend", 1000),
            ("eintausendzweihundert", 1200),
            ("zweitausendsiebenundzwanzig", 2027),
            ("neunzehnhundertachtundachtzig", 1988),
            ("hunderttausend", 100_000),
        ] {
            assert_eq!(word(written), Some(number), "{written}");
        }
        for written in
            ["", "und", "hundertste", "zwanzigund", "einsundzwanzig", "undzwanzig", "zweiundelf", "tausendfach", "jahrhundert", "hund"]
        {
            assert_eq!(word(written), None, "{written}");
        }
    }
}
