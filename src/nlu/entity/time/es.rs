//! Times of day in Spanish: `las tres y media de la tarde`, `las 5 menos cuarto`, `20:30 h`, `9 pm`, `un cuarto para las ocho`.

use super::super::number;
use super::super::text::Text;
use super::{Clock, Form, Spelled, en};

pub(in super::super) static CLOCK: Clock = Clock {
    spelled,
    at: &["las", "la", "alas", "ala"],
    about: &["sobre", "hacia"],
    is_rough: |_| false,
    on: &["a", "el", "del", "sobre las", "a las", "a eso de las", "hacia las", "para las"],
    noon: &["mediodia", "medio dia"],
    midnight: &["medianoche", "media noche"],
    full_hour: &["en punto", "clavadas"],
    morning: &["de la manana", "por la manana", "en la manana", "de la madrugada", "de madrugada", "am"],
    evening: &[
        "de la tarde",
        "por la tarde",
        "en la tarde",
        "de la noche",
        "por la noche",
        "en la noche",
        "del mediodia",
        "de mediodia",
        "del medio dia",
        "de la tardecita",
        "pm",
    ],
    counted: "ano anos dia dias semana semanas mes meses minuto minutos min hora horas vez veces persona personas pers invitado invitados \
comensal comensales nino ninos nina ninas adulto adultos noche noches euro euros dolares pesos km m kg",
    lasting: &["en", "durante", "dura", "duran", "lleva", "hace"],
    goes_on: &[
        "entonces",
        "mejor",
        "con",
        "ok",
        "vale",
        "pero",
        "tambien",
        "al",
        "a",
        "y",
        "o",
        "u",
        "el",
        "del",
        "si",
        "esta",
        "estaria",
        "seria",
        "va",
        "para",
        "hasta",
        "manana",
        "hoy",
        "aproximadamente",
        "mas",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
        "gracias",
        "porfa",
        "por",
        "me",
        "en",
        "de",
        "que",
        "pls",
    ],
};

/// A time as it was said; at twelve "de la noche" is midnight and "de la mañana" is noon.
fn spelled(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let said = said(text, at);
    let (hour, minute, next) = match &said {
        Some(said) => (said.hour, said.minute, said.next),
        None => (hour(text, at)?.0, 0, at + 1),
    };
    let twelve = |hour: i8| move |next| Spelled { hour, minute, next, form: Form::Exact };
    let noon = || text.phrase(next, "de la manana").map(twelve(12));
    let told = if hour == 12 { text.phrase(next, "de la noche").map(twelve(0)).or_else(noon) } else { None };
    told.or(said)
}

/// `tres y media`, `cinco menos cuarto`, `8 y 30`, `20:30h`, `9'30`, `9 p. m.`, `diez para las ocho`.
fn said(text: &Text<'_>, at: usize) -> Option<Spelled> {
    if let Some(said) = to_the_hour(text, at).or_else(|| en::with_suffix(text, at)).or_else(|| with_unit(text, at)) {
        return Some(said);
    }
    let (hour, next) = hour(text, at)?;
    let of = |hour, minute, next| Spelled { hour, minute, next, form: if hour > 12 { Form::Exact } else { Form::Time } };
    if let Some((minutes, next)) = text.phrase(next, "menos").and_then(|next| minutes(text, next)) {
        let before = match hour {
            0 => 23,
            1 => 12,
            hour => hour - 1,
        };
        return Some(of(before, 60 - minutes, next));
    }
    if let Some((minutes, after)) = text.phrase(next, "y").and_then(|next| minutes(text, next)) {
        // "Dos y medio" may be a number, "tres y veinte" two of them.
        let certain = matches!(text.folded(after - 1), "media" | "cuarto") || is_told(text, at);
        let said = of(hour, minutes, after);
        return Some(if certain { said } else { Spelled { form: Form::Number, ..said } });
    }
    if let Some(after) = ["horas", "hs", "hrs", "h"].iter().find_map(|unit| text.phrase(next, unit)) {
        // "Dos horas" may be how long something takes.
        let plain = Spelled { hour, minute: 0, next: after, form: Form::Hour };
        return if is_told(text, at) { Some(of(hour, 0, after)) } else { (text.folded(next) != "horas").then_some(plain) };
    }
    if text.folded(at).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((minutes, after)) = small(text, next).filter(|(minutes, _)| (10..60).contains(minutes) && is_told(text, at)) {
        return Some(of(hour, minutes, after));
    }
    let is_article = matches!(text.folded(at), "un" | "una" | "uno" | "cero") && !is_told(text, at);
    (!is_article).then_some(Spelled { hour, minute: 0, next, form: Form::Hour })
}

/// Whether "las" or "la" stands before an hour.
fn is_told(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| CLOCK.at.contains(&text.folded(before)))
}

/// `diez para las ocho`, `un cuarto para la una`, `faltan 20 para las 9`.
fn to_the_hour(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let (minutes, next) = minutes(text, at).filter(|(minutes, _)| matches!(minutes, 5 | 10 | 15 | 20 | 25))?;
    let next = text.phrase(next, "minutos").unwrap_or(next);
    let next = text.phrase(next, "para las").or_else(|| text.phrase(next, "para la"))?;
    let (hour, next) = hour(text, next).filter(|(hour, _)| (1..=12).contains(hour))?;
    Some(Spelled { hour: if hour == 1 { 12 } else { hour - 1 }, minute: 60 - minutes, next, form: Form::Time })
}

/// `20:30h`, `20.30 h`, `21h`, `9'30`.
fn with_unit(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let word = text.words.get(at)?.text;
    let said = |hour: i8, minute: i8, next, form| (hour < 24 && minute < 60).then_some(Spelled { hour, minute, next, form });
    if let Some((hour, minute)) = word.split_once(['\'', '’', '´']) {
        let (hour, minute) = (number_of(hour)?, number_of(minute.trim_end_matches('h')).filter(|_| minute.len() >= 2)?);
        return said(hour, minute, at + 1, Form::Number);
    }
    let hour = number_of(word)?;
    if !matches!(text.gap(at), ":" | ".") {
        return None;
    }
    let digits = text.folded(at + 1);
    let (digits, next) = match digits.strip_suffix("hs").or_else(|| digits.strip_suffix("hrs")).or_else(|| digits.strip_suffix('h')) {
        Some(digits) => (digits, at + 2),
        None => (digits, ["h", "hs", "hrs", "horas"].iter().find_map(|unit| text.phrase(at + 2, unit))?),
    };
    said(hour, number_of(digits).filter(|_| digits.len() == 2)?, next, if hour > 12 { Form::Exact } else { Form::Time })
}

fn number_of(digits: &str) -> Option<i8> {
    if digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn minutes(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let parts = [("media", 30), ("un cuarto", 15), ("cuarto", 15), ("tres cuartos", 45)];
    let part = parts.into_iter().filter_map(|(part, minutes)| Some((minutes, text.phrase(at, part)?))).max_by_key(|(_, next)| *next);
    part.or_else(|| small(text, at).filter(|(minutes, _)| (5..60).contains(minutes)))
}

/// An hour in digits or in words.
fn hour(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    small(text, at).filter(|(hour, _)| (0..24).contains(hour))
}

/// A number below sixty, in digits or in words; "tres y media" holds two.
fn small(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return number_of(word).map(|number| (number, at + 1));
    }
    // "Diez y cinco" is five past ten, and no fifteen.
    let (number, next) = if text.folded(at + 1) == "y" && word == "diez" { (10, at + 1) } else { number::spanish_below_hundred(text, at)? };
    i8::try_from(number).ok().filter(|number| *number < 60).map(|number| (number, next))
}
