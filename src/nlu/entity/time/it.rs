//! Times of day in Italian.

use super::super::number;
use super::super::text::{Text, Word};
use super::{Clock, Form, Spelled};

pub(in super::super) static CLOCK: Clock = Clock {
    spelled,
    at: &["alle", "le", "dalle", "delle", "ore", "allora", "alluna", "luna", "ora"],
    about: &["ore", "circa", "verso"],
    is_rough: |_| false,
    on: &["di", "il", "del"],
    noon: &["mezzogiorno"],
    midnight: &["mezzanotte"],
    full_hour: &["in punto", "precise"],
    morning: &["di mattina", "del mattino", "della mattina", "di notte", "della notte", "stamattina"],
    evening: &["di sera", "della sera", "del pomeriggio", "di pomeriggio", "pomeriggio", "stasera"],
    counted: "anno anni giorno giorni settimana settimane mese mesi minuto minuti ora ore volta volte persona persone ospite ospiti bambino \
bambini bambina bambine notte notti euro dollari sterline",
    lasting: &["in", "tra", "fra", "dura", "durano", "entro"],
    goes_on: &[
        "allora",
        "quindi",
        "invece",
        "con",
        "ok",
        "pero",
        "ma",
        "anche",
        "al",
        "e",
        "o",
        "di",
        "del",
        "della",
        "se",
        "va",
        "vanno",
        "per",
        "alle",
        "fino",
        "domani",
        "oggi",
        "circa",
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
        "grazie",
        "sarebbe",
        "il",
    ],
};

/// `nove e mezza`, `dieci meno un quarto`, `9 e 30`, `l'una`, `mezzogiorno e mezzo`.
fn spelled(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let noon = [("mezzogiorno", 12), ("mezzanotte", 0)].into_iter().find_map(|(word, hour)| Some((hour, text.phrase(at, word)?, true)));
    let (hour, next, named) = noon.or_else(|| hour(text, at).map(|(hour, next)| (hour, next, false)))?;
    let of = |hour, minute, next| Spelled { hour, minute, next, form: if named || hour > 12 { Form::Exact } else { Form::Time } };
    if let Some((minutes, next)) = text.phrase(next, "meno").and_then(|next| minutes(text, next)) {
        let before = match hour {
            0 => 23,
            1 => 12,
            hour => hour - 1,
        };
        return Some(of(before, 60 - minutes, next));
    }
    if let Some((minutes, after)) = text.phrase(next, "e").and_then(|next| minutes(text, next)) {
        // "Due e mezzo" may be a number, "tre e venti" two of them.
        let certain = named || matches!(text.folded(after - 1), "mezza" | "quarto" | "quarti");
        let said = of(hour, minutes, after);
        return Some(if certain { said } else { Spelled { form: Form::Number, ..said } });
    }
    if named || text.folded(at).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Spelled { hour, minute: 0, next, form: if is_one(text, at) { Form::Time } else { Form::Hour } })
}

/// `l'una`, `all'una`; `luna` is the moon.
fn is_one(text: &Text<'_>, at: usize) -> bool {
    let elided = |word: &Word<'_>| word.text.contains(['\'', '’']) && matches!(word.folded.as_str(), "luna" | "alluna" | "dalluna");
    text.words.get(at).is_some_and(elided)
}

fn minutes(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let parts = [("mezza", 30), ("mezzo", 30), ("un quarto", 15), ("quarto", 15), ("tre quarti", 45)];
    let part = parts.into_iter().filter_map(|(part, minutes)| Some((minutes, text.phrase(at, part)?))).max_by_key(|(_, next)| *next);
    part.or_else(|| small(text.folded(at)).filter(|minutes| matches!(minutes, 5..=59)).map(|minutes| (minutes, at + 1)))
}

/// An hour in digits or in words; `l'una` and `all'una` with their article.
fn hour(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if is_one(text, at) {
        return Some((1, at + 1));
    }
    small(word).filter(|hour| (0..24).contains(hour)).map(|hour| (hour, at + 1))
}

fn small(word: &str) -> Option<i8> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return if word.len() <= 2 { word.parse().ok() } else { None };
    }
    number::italian_word(word).and_then(|number| i8::try_from(number).ok()).filter(|number| (0..60).contains(number))
}
