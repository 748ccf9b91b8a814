//! Times of day in French: `20h30`, `8 heures et quart`, `midi moins le quart`.

use super::super::number;
use super::super::text::Text;
use super::{Clock, Form, Spelled};

pub(in super::super) static CLOCK: Clock = Clock {
    spelled,
    at: &["a", "vers", "des", "avant", "apres", "jusqua", "entre", "pour", "plutot", "heure"],
    about: &["environ", "vers", "genre", "peu", "pres"],
    is_rough: |_| false,
    on: &["a", "le", "pour", "de", "vers"],
    // Told apart from the afternoon in `spelled`.
    noon: &[],
    midnight: &["minuit"],
    full_hour: &["pile", "precises", "tapantes", "precis"],
    morning: &["du matin", "ce matin", "le matin", "de la nuit", "am"],
    evening: &[
        "du soir",
        "ce soir",
        "le soir",
        "de lapres midi",
        "lapres midi",
        "dans lapres midi",
        "cet apres midi",
        "de laprem",
        "cet aprem",
        "pm",
    ],
    counted: "an ans annee annees jour jours semaine semaines mois minute minutes min mn heure heures h fois personne personnes pers invite \
invites enfant enfants couvert couverts place places nuit nuits euro euros dollars francs km m kg pour",
    lasting: &["dans", "pendant", "durant", "dure", "durent", "prend", "prends", "depuis", "sous", "dici", "faut"],
    goes_on: &[
        "alors",
        "donc",
        "plutot",
        "avec",
        "ok",
        "mais",
        "aussi",
        "au",
        "a",
        "et",
        "ou",
        "le",
        "du",
        "si",
        "ca",
        "cest",
        "pour",
        "jusqua",
        "demain",
        "aujourdhui",
        "environ",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "merci",
        "svp",
        "stp",
        "sil",
        "serait",
        "me",
        "max",
        "maximum",
        "ce",
        "cet",
    ],
};

/// Words before "two hours" that make it a stretch of time.
const STRETCH: [&str; 16] =
    ["dans", "pendant", "durant", "depuis", "en", "sous", "dici", "les", "toutes", "il", "a", "de", "dure", "prend", "faut", "pres"];

/// Words behind "two hours" that make it one.
const OF_WORK: [&str; 8] = ["par", "de", "environ", "semaine", "jour", "max", "avant", "apres"];

/// `neuf heures et demie`, `dix heures moins le quart`, `20 h 30`, `20:30 h`, `midi et quart`.
fn spelled(text: &Text<'_>, at: usize) -> Option<Spelled> {
    if let Some(noon) = noon(text, at) {
        return Some(noon);
    }
    let (hour, next) = hour(text, at)?;
    let form = if hour > 12 { Form::Exact } else { Form::Time };
    let said = |hour, minute, next| Some(Spelled { hour, minute, next, form });
    if let Some(next) = ["heures", "heure", "h", "hrs"].iter().find_map(|unit| text.phrase(next, unit)) {
        // "Pendant deux heures et demie".
        if at.checked_sub(1).is_some_and(|before| CLOCK.lasting.contains(&text.folded(before))) {
            return None;
        }
        if let Some((minutes, next)) = to(text, next) {
            return said(before(hour), 60 - minutes, next);
        }
        if let Some((minutes, next)) = past(text, next).or_else(|| small(text, next).filter(|(minutes, _)| (1..60).contains(minutes))) {
            return said(hour, minutes, next);
        }
        // "Deux heures" may be how long something takes; "de dix heures à midi" begins at ten.
        let opens = text.ends_in(at, &["de"]).is_some() && text.folded(next) == "a";
        return (opens || !is_stretch(text, at)).then_some(Spelled { hour, minute: 0, next, form: Form::Hour });
    }
    // "20h" of work in a week; "20h et demie", "9h moins le quart".
    if text.folded(at).strip_suffix('h').is_some() {
        if let Some((minutes, next)) = to(text, next) {
            return said(before(hour), 60 - minutes, next);
        }
        if let Some((minutes, next)) = past(text, next).or_else(|| small(text, next).filter(|(minutes, _)| (10..60).contains(minutes))) {
            return said(hour, minutes, next);
        }
        let is_work = OF_WORK.iter().any(|word| text.folded(next) == *word && !matches!(*word, "max" | "environ"));
        return (is_work || is_stretch(text, at)).then_some(Spelled { hour, minute: 0, next, form: Form::Hour });
    }
    if text.folded(at).starts_with(|c: char| c.is_ascii_digit()) {
        return with_unit_behind(text, at, hour);
    }
    // "Une" is an article.
    (!matches!(text.folded(at), "un" | "une" | "zero")).then_some(Spelled { hour, minute: 0, next, form: Form::Hour })
}

/// `midi`, `midi et quart`, `midi trente`, `minuit moins dix`; the afternoon and the time "between noon and two" are none.
fn noon(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let hour = match text.folded(at) {
        "midi" => 12,
        "minuit" => 0,
        _ => return None,
    };
    let previous = at.checked_sub(1).map_or("", |previous| text.folded(previous));
    if matches!(previous, "apres" | "lapres" | "dapres") || text.phrase(at, "midi et deux").is_some() {
        return None;
    }
    let said = |hour, minute, next| Some(Spelled { hour, minute, next, form: Form::Exact });
    if let Some((minutes, next)) = to(text, at + 1) {
        return said(if hour == 0 { 23 } else { hour - 1 }, 60 - minutes, next);
    }
    match past(text, at + 1).or_else(|| small(text, at + 1).filter(|(minutes, _)| (5..60).contains(minutes))) {
        Some((minutes, next)) => said(hour, minutes, next),
        None => said(hour, 0, at + 1),
    }
}

/// `20:30h`, `20.30 h`.
fn with_unit_behind(text: &Text<'_>, at: usize, hour: i8) -> Option<Spelled> {
    if !matches!(text.gap(at), ":" | ".") {
        return None;
    }
    let digits = text.folded(at + 1);
    let (digits, next) = match digits.strip_suffix('h') {
        Some(digits) => (digits, at + 2),
        None => (digits, text.phrase(at + 2, "h").or_else(|| text.phrase(at + 2, "heures"))?),
    };
    let minute: i8 = if digits.len() == 2 { digits.parse().ok()? } else { return None };
    (minute < 60).then_some(Spelled { hour, minute, next, form: if hour > 12 { Form::Exact } else { Form::Time } })
}

/// The hour before one.
fn before(hour: i8) -> i8 {
    match hour {
        0 => 23,
        1 => 12,
        hour => hour - 1,
    }
}

/// `et demie`, `et quart`, `et dix`.
fn past(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let parts = [("et demi", 30), ("et demie", 30), ("et quart", 15), ("et un quart", 15), ("trois quarts", 45), ("et trois quarts", 45)];
    let part = parts.into_iter().find_map(|(phrase, minutes)| Some((minutes, text.phrase(at, phrase)?)));
    part.or_else(|| small(text, text.phrase(at, "et")?).filter(|(minutes, _)| matches!(minutes, 5 | 10 | 20 | 25)))
}

/// `moins le quart`, `moins vingt`.
fn to(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let at = text.phrase(at, "moins")?;
    let quarter = ["le quart", "un quart", "quart"].iter().find_map(|quarter| text.phrase(at, quarter)).map(|next| (15, next));
    quarter.or_else(|| small(text, at).filter(|(minutes, _)| (1..60).contains(minutes)))
}

/// "Dans deux heures", "il y a 2 heures", "trois heures par semaine".
fn is_stretch(text: &Text<'_>, at: usize) -> bool {
    let previous = at.checked_sub(1).map_or("", |previous| text.folded(previous));
    let ago = at.checked_sub(3).is_some_and(|from| text.phrase(from, "il y a") == Some(at));
    let at_hour = previous == "a" && !ago || text.ends_in(at, &["a partir de"]).is_some();
    STRETCH.contains(&previous) && !at_hour || ago
}

/// An hour in digits, with its "h" or not, or in words.
fn hour(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.strip_suffix('h').unwrap_or(word);
        let hour: i8 = if digits.len() <= 2 { digits.parse().ok()? } else { return None };
        return (hour < 24).then_some((hour, at + 1));
    }
    small(text, at).filter(|(hour, _)| (0..24).contains(hour))
}

/// A number below sixty, in digits or in words.
fn small(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return if word.len() <= 2 { word.parse().ok().map(|number| (number, at + 1)) } else { None };
    }
    let (number, next) = number::french_below_hundred(text, at)?;
    i8::try_from(number).ok().filter(|number| *number < 60).map(|number| (number, next))
}
