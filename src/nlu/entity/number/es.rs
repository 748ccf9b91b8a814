//! Spanish number words: `veintiuno`, `treinta y cinco`, `mil doscientos`.

use super::super::text::Text;
use super::{Numerals, half};

pub(in super::super) static NUMERALS: Numerals = Numerals {
    decimal_comma: true,
    none: &[
        "ninguno",
        "ninguna",
        "ningun ano",
        "ninguna experiencia",
        "nada",
        "nada de nada",
        "no tengo",
        "no tengo ninguno",
        "no tengo ninguna",
        "no tengo experiencia",
        "sin experiencia",
        "ni uno",
        "ni una",
    ],
    not_none: &["idea", "gana", "ganas"],
    pronouns: &["un", "una", "uno"],
    counted: &[
        "ano",
        "anos",
        "mes",
        "meses",
        "semana",
        "semanas",
        "dia",
        "dias",
        "hora",
        "horas",
        "noche",
        "noches",
        "persona",
        "personas",
        "comensal",
        "comensales",
        "adulto",
        "adultos",
        "nino",
        "ninos",
        "vez",
        "veces",
        "euro",
        "euros",
        "pieza",
        "piezas",
        "plaza",
        "plazas",
        "sola",
        "solo",
    ],
    spelled,
};

const BELOW_THIRTY: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [(&str, u32); 9] = [
    ("diez", 10),
    ("veinte", 20),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("setenta", 70),
    ("ochenta", 80),
    ("noventa", 90),
];
const HUNDREDS: [(&str, u32); 10] = [
    ("cien", 100),
    ("ciento", 100),
    ("doscientos", 200),
    ("trescientos", 300),
    ("cuatrocientos", 400),
    ("quinientos", 500),
    ("seiscientos", 600),
    ("setecientos", 700),
    ("ochocientos", 800),
    ("novecientos", 900),
];

/// Amounts that are no numerals.
const AMOUNTS: [(&str, u32); 11] = [
    ("un par", 2),
    ("media docena", 6),
    ("una decena", 10),
    ("una docena", 12),
    ("una quincena", 15),
    ("una veintena", 20),
    ("una treintena", 30),
    ("una cincuentena", 50),
    ("un centenar", 100),
    ("un millar", 1000),
    ("medio millon", 500_000),
];

/// The number that is spelled in words from an index on, and the index past it.
fn spelled(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    let amount = AMOUNTS.iter().find_map(|(phrase, number)| Some((*number, text.phrase(at, phrase)?)));
    if let Some((number, next)) = amount {
        return Some((f64::from(number), text.phrase(next, "de").unwrap_or(next)));
    }
    let (number, next) = whole(text, at).filter(|(_, next)| !is_article(text, at, *next))?;
    if let Some(after) = ["y medio", "y media"].iter().find_map(|half| text.phrase(next, half)) {
        return Some((f64::from(number) + half(text, next), after));
    }
    // "Dos coma cinco".
    if let Some((tenths, after)) = text.phrase(next, "coma").and_then(|from| below_hundred(text, from)).filter(|(tenths, _)| *tenths < 10) {
        return Some((f64::from(number) + f64::from(tenths) / 10.0, after));
    }
    Some((f64::from(number), next))
}

/// "Un", "una" before what nobody counts: "tengo una duda".
fn is_article(text: &Text<'_>, at: usize, next: usize) -> bool {
    let halved = ["y medio", "y media", "coma"].iter().any(|half| text.phrase(next, half).is_some());
    let counts = text.ends_before(next) || halved || NUMERALS.counted.contains(&text.folded(next));
    next == at + 1 && matches!(text.folded(at), "un" | "una") && !counts
}

/// A whole number below a thousand millions.
fn whole(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (number, next) = below_million(text, at)?;
    if number >= 1000 || !matches!(text.folded(next), "millon" | "millones") {
        return Some((number, next));
    }
    let rest = joined(text, next + 1).then(|| below_million(text, next + 1)).flatten();
    Some(rest.map_or((number * 1_000_000, next + 1), |(rest, after)| (number * 1_000_000 + rest, after)))
}

fn below_million(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (thousands, next) = if text.folded(at) == "mil" { (1, at) } else { below_thousand(text, at)? };
    if text.folded(next) != "mil" || next > at && !joined(text, next) {
        return Some((thousands, next));
    }
    let rest = joined(text, next + 1).then(|| below_thousand(text, next + 1)).flatten().filter(|(rest, _)| *rest > 0);
    Some(rest.map_or((thousands * 1000, next + 1), |(rest, after)| (thousands * 1000 + rest, after)))
}

fn below_thousand(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let word = text.folded(at);
    let hundred = HUNDREDS
        .iter()
        .find(|(name, _)| *name == word || word.strip_suffix("as").is_some_and(|stem| name.strip_suffix("os") == Some(stem)));
    let Some((name, hundreds)) = hundred else { return below_hundred(text, at) };
    // "Cien" stands alone or before "mil".
    let rest = (*name != "cien" && joined(text, at + 1)).then(|| below_hundred(text, at + 1)).flatten().filter(|(rest, _)| *rest > 0);
    Some(rest.map_or((*hundreds, at + 1), |(rest, after)| (hundreds + rest, after)))
}

/// A number below a hundred in words, and the index past it.
pub(in super::super) fn below_hundred(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let word = text.folded(at);
    let ten = TENS.iter().find(|(name, _)| *name == word).map(|(_, ten)| *ten);
    if let Some(ten) = ten
        && let Some(unit) =
            (text.folded(at + 1) == "y" && joined(text, at + 1) && joined(text, at + 2)).then(|| unit(text.folded(at + 2))).flatten()
    {
        return Some((ten + unit, at + 3));
    }
    let number = ten.or_else(|| below_thirty(word)).or_else(|| {
        // "Treintaicinco", as many write it.
        TENS.iter().filter(|(_, ten)| *ten >= 30).find_map(|(name, ten)| {
            let rest = word.strip_prefix(name)?;
            unit(rest.strip_prefix('i').or_else(|| rest.strip_prefix('y'))?).map(|unit| ten + unit)
        })
    });
    number.map(|number| (number, at + 1))
}

fn unit(word: &str) -> Option<u32> {
    below_thirty(word).filter(|unit| (1..10).contains(unit))
}

fn below_thirty(word: &str) -> Option<u32> {
    let word = match word {
        "un" | "una" => "uno",
        "veintiun" | "veintiuna" => "veintiuno",
        word => word,
    };
    BELOW_THIRTY.iter().position(|entry| *entry == word).and_then(|number| u32::try_from(number).ok())
}

/// Whether only spaces or a hyphen stand before the word at an index.
fn joined(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|last| text.gap(last).chars().all(|mark| mark.is_whitespace() || mark == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_words() {
        for (written, number) in [
            ("cero", 0),
            ("dieciséis", 16),
            ("diez y seis", 16),
            ("veintiuno", 21),
            ("veintiún", 21),
            ("veintitrés", 23),
            ("veinte y cinco", 25),
            ("treinta y uno", 31),
            ("treinta y una", 31),
            ("treintaicinco", 35),
            ("noventa y nueve", 99),
            ("cien", 100),
            ("ciento uno", 101),
            ("ciento veinte", 120),
            ("doscientas", 200),
            ("quinientos cincuenta y cinco", 555),
            ("mil", 1000),
            ("mil doscientos", 1200),
            ("dos mil veintisiete", 2027),
            ("cien mil", 100_000),
            ("un millón", 1_000_000),
            ("tres millones doscientos mil", 3_200_000),
        ] {
            let text = Text::new(written);
            assert_eq!(whole(&text, 0), Some((number, text.words.len())), "{written}");
        }
        for written in ["", "y", "veintena", "medio", "millón", "centésimo", "mila"] {
            assert_eq!(whole(&Text::new(written), 0), None, "{written}");
        }
        assert_eq!(whole(&Text::new("dos cinco"), 0), Some((2, 1)));
        assert_eq!(whole(&Text::new("cien dos"), 0), Some((100, 1)));
    }
}
