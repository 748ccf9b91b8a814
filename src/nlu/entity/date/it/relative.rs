//! Dates counted from today: `domani`, `lunedì prossimo`, `fra due settimane`, `fine mese`, `subito`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::number;
use super::super::super::text::Text;
use super::super::phrases;
use super::super::{Day, Part, Said, Unit, counted_from, end_of_year, later, next_monday};
use super::named::{part, weekday};
use crate::domain::Strength;

/// Days by name, and how far they are.
const DAYS: &[(&str, i32)] = &[
    ("oggi", 0),
    ("in giornata", 0),
    ("stasera", 0),
    ("stamattina", 0),
    ("stamani", 0),
    ("oggi a otto", 7),
    ("una settimana oggi", 7),
    ("oggi a quindici", 14),
    ("domani a otto", 8),
    ("domani", 1),
    ("domattina", 1),
    ("dopodomani", 2),
    ("dopo domani", 2),
    ("domani laltro", 2),
    ("ieri", -1),
    ("laltroieri", -2),
    ("altroieri", -2),
    ("laltro ieri", -2),
    ("ieri laltro", -2),
    ("avantieri", -2),
];

/// Ways to say "at once".
const AT_ONCE: &[&str] = &[
    "subito",
    "da subito",
    "anche subito",
    "fin da subito",
    "sin da subito",
    "immediatamente",
    "il prima possibile",
    "prima possibile",
    "al piu presto",
    "quanto prima",
    "appena possibile",
    "non appena possibile",
    "adesso",
    "da adesso",
    "anche adesso",
    "ora",
    "da ora",
    "anche ora",
    "quando volete",
    "quando vuole",
    "quando vuoi",
    "quando preferite",
    "in qualsiasi momento",
    "in qualunque momento",
    "qualsiasi giorno",
    "qualunque giorno",
    "asap",
];

/// Words that make "at once" a date even when nobody asked for one.
pub(super) const BEGIN: &[&str] = &[
    "iniziare",
    "inizio",
    "inizierei",
    "iniziero",
    "comincio",
    "cominciare",
    "comincerei",
    "partire",
    "parto",
    "disponibile",
    "libero",
    "libera",
    "lavorare",
    "venire",
    "vengo",
    "arrivare",
    "arrivo",
    "trasferirmi",
    "assumere",
    "attaccare",
];

/// The relative date that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [
        phrases::by_name(text, at, today, DAYS),
        phrases::at_once(text, at, today, AT_ONCE, BEGIN),
        counted(text, at, today),
        notice(text, at, today),
        near(text, at, today),
        part_of(text, at, today),
        on_weekday(text, at, today),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// `fra due settimane`, `entro un mese`, `due giorni fa`, `dieci giorni da oggi`.
fn counted(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let preposition = ["fra", "tra", "entro", "di qui a", "da qui a"].iter().find_map(|word| text.phrase(at, word));
    let from = preposition.unwrap_or(at);
    let from = ["circa", "piu o meno"].iter().find_map(|word| text.phrase(from, word)).unwrap_or(from);
    let (count, next) = count(text, from)?;
    let unit = unit(text.folded(next))?;
    if let Some(after) = text.phrase(next + 1, "fa") {
        return Said::clear(counted_from(today, -count, unit), after);
    }
    let after = ["da oggi", "da adesso", "da ora"].iter().find_map(|phrase| text.phrase(next + 1, phrase));
    let told = preposition.is_some() || after.is_some();
    if told { Said::clear(counted_from(today, count, unit), after.unwrap_or(next + 1)) } else { None }
}

fn count(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    super::super::count(text, at, &number::ITALIAN, &["un", "una", "uno"])
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "giorno" | "giorni" | "gg" => Some(Unit::Days),
        "settimana" | "settimane" | "sett" => Some(Unit::Weeks),
        "mese" | "mesi" => Some(Unit::Months),
        "anno" | "anni" => Some(Unit::Years),
        _ => None,
    }
}

/// `due settimane di preavviso`, `preavviso di un mese`: the day on which a notice given today is over, as an answer.
fn notice(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    if let Some(next) = text.phrase(at, "preavviso") {
        let next = ["e di", "di", "e"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let (count, next) = count(text, next)?;
        return Said::if_asked(counted_from(today, count, unit(text.folded(next))?), next + 1);
    }
    let (count, next) = count(text, at)?;
    let unit = unit(text.folded(next))?;
    Said::if_asked(counted_from(today, count, unit), text.phrase(next + 1, "di preavviso")?)
}

/// Which of the weeks, months or days is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Next,
    This,
    Last,
}

fn which(text: &Text<'_>, at: usize) -> Option<(Which, usize)> {
    let word = match text.folded(at) {
        "prossimo" | "prossima" | "prox" | "venturo" | "ventura" | "entrante" => Which::Next,
        "questo" | "questa" | "sto" => Which::This,
        "scorso" | "scorsa" | "passato" | "passata" => Which::Last,
        _ => return text.phrase(at, "che viene").map(|next| (Which::Next, next)),
    };
    Some((word, at + 1))
}

/// `lunedì prossimo`, `il prossimo lunedì`, `la settimana prossima`, `questo venerdì`, `il mese scorso`.
fn near(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let articles = ["il", "la", "nel", "nella", "dalla", "dal", "della", "del"];
    let at = articles.iter().find_map(|article| text.phrase(at, article)).unwrap_or(at);
    // The noun stands before or behind.
    let (which, noun, next) = match which(text, at) {
        Some((which, noun)) => (which, noun, noun + 1),
        None => which(text, at + 1).filter(|(which, _)| *which != Which::This).map(|(which, next)| (which, at, next))?,
    };
    if let Some(next) = text.phrase(noun, "fine settimana").filter(|_| noun != at) {
        return Said::clear(weekend(which, today).map(Day::Fixed), next);
    }
    let first_of_next_month = || today.first_of_month().checked_add(1.month()).ok();
    match (text.folded(noun), which) {
        ("settimana", Which::Next) => on_day_of_week(text, next, next_monday(today)?),
        ("mese", Which::Next) => Said::clear(first_of_next_month().map(Day::Fixed), next),
        ("anno" | "lanno" | "dallanno", Which::Next) => Said::clear(end_of_year(today).tomorrow().ok().map(Day::Fixed), next),
        ("weekend", which) => Said::clear(weekend(which, today).map(Day::Fixed), next),
        ("settimana", Which::Last) => Said::if_asked(today.checked_sub(1.week()).ok().map(Day::Fixed), next),
        ("mese", Which::Last) => Said::if_asked(today.checked_sub(1.month()).ok().map(Day::Fixed), next),
        ("anno" | "lanno", Which::Last) => Said::if_asked(today.checked_sub(1.year()).ok().map(Day::Fixed), next),
        (word, which) => {
            let (weekday, _) = weekday(word)?;
            let day = match which {
                Which::Next => today.nth_weekday(1, weekday).ok()?,
                // From today on: said on a Friday, "questo venerdì" is today.
                Which::This => today.yesterday().ok()?.nth_weekday(1, weekday).ok()?,
                Which::Last => today.nth_weekday(-1, weekday).ok()?,
            };
            Said::clear(Some(Day::Fixed(day)), next)
        }
    }
}

fn weekend(which: Which, today: Date) -> Option<Date> {
    match which {
        Which::Next => today.nth_weekday(1, Weekday::Saturday).ok(),
        Which::This => today.yesterday().ok()?.nth_weekday(1, Weekday::Saturday).ok(),
        Which::Last => today.nth_weekday(-1, Weekday::Saturday).ok(),
    }
}

/// Behind "la settimana prossima": nothing, or the weekday in it.
fn on_day_of_week(text: &Text<'_>, next: usize, monday: Date) -> Option<Said> {
    let day_at = ["di", "il"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    match weekday(text.folded(day_at)).filter(|(_, whole)| *whole) {
        Some((weekday, _)) => Said::clear(later(monday, i32::from(weekday.to_monday_zero_offset()).days()), day_at + 1),
        None => Said::clear(Some(Day::Fixed(monday)), next),
    }
}

/// `fine mese`, `alla fine della prossima settimana`, `inizio del mese prossimo`, `metà mese`, `fine anno`.
fn part_of(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (part, next) = part(text, at)?;
    let of = ["della", "del", "dell", "di"].iter().find_map(|word| text.phrase(next, word));
    let next = of.unwrap_or(next);
    let before = which(text, next);
    let noun = before.map_or(next, |(_, noun)| noun);
    let behind = if before.is_some() { None } else { which(text, noun + 1) };
    let coming = before.or(behind).is_some_and(|(which, _)| which == Which::Next);
    let beyond = behind.map_or(noun + 1, |(_, next)| next);
    let next_month = || today.first_of_month().checked_add(1.month()).ok();
    let day = match (text.folded(noun), coming, part) {
        // "Fine settimana" is the weekend.
        ("settimana", false, Part::End) if of.is_none() => weekend(Which::This, today),
        ("settimana", true, Part::End) if of.is_none() => weekend(Which::Next, today),
        ("mese", false, Part::End) => Some(today.last_of_month()),
        // "The start of the month" looks ahead.
        ("mese", _, Part::Start) => next_month(),
        ("mese", false, Part::Middle) => return Said::clear(Some(Day::Monthly { day: 15 }), beyond),
        ("mese", true, Part::Middle) => next_month()?.checked_add(14.days()).ok(),
        ("mese", true, Part::End) => next_month().map(Date::last_of_month),
        ("settimana", false, Part::End) => today.yesterday().ok()?.nth_weekday(1, Weekday::Friday).ok(),
        ("settimana", true, Part::End) => next_monday(today)?.checked_add(4.days()).ok(),
        ("settimana", true, Part::Middle) => next_monday(today)?.checked_add(2.days()).ok(),
        ("settimana", _, Part::Start) => next_monday(today),
        ("anno" | "lanno" | "dellanno", false, Part::End) => Some(end_of_year(today)),
        ("anno" | "lanno" | "dellanno", true, Part::End) => end_of_year(today).checked_add(1.year()).ok(),
        ("anno" | "lanno" | "dellanno", true, Part::Middle) => Date::new(today.year().checked_add(1)?, 7, 1).ok(),
        ("anno" | "lanno" | "dellanno", _, Part::Start) => end_of_year(today).tomorrow().ok(),
        _ => None,
    };
    Said::clear(day.map(Day::Fixed), beyond)
}

/// `lunedì`, `martedì della prossima settimana`, `venerdì a otto`; abbreviations only as an answer.
fn on_weekday(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (day, whole) = weekday(text.folded(at))?;
    if let Some(next) = ["a otto", "fra una settimana", "tra una settimana"].iter().find_map(|phrase| text.phrase(at + 1, phrase)) {
        return Said::clear(later(today.nth_weekday(1, day).ok()?, 1.week()), next);
    }
    let weeks = [
        "della settimana prossima",
        "della settimana prox",
        "della prossima settimana",
        "della prox settimana",
        "della settimana che viene",
        "settimana prossima",
        "settimana prox",
        "prossima settimana",
        "prox settimana",
    ];
    if let Some(next) = weeks.iter().find_map(|phrase| text.phrase(at + 1, phrase)) {
        return Said::clear(later(next_monday(today)?, i32::from(day.to_monday_zero_offset()).days()), next);
    }
    if let Some(said) = tied(text, at, day, today) {
        return Some(said);
    }
    let said = if whole { Said::clear } else { Said::if_asked };
    said(Some(Day::Weekly(day)), at + 1)
}

/// "Il martedì dopo la fiera", "il venerdì prima del 6 gennaio": it hangs on another day, and is none where that is not known. "Martedì
/// dopo le 15" and "dopo pranzo" tell an hour.
fn tied(text: &Text<'_>, at: usize, day: Weekday, today: Date) -> Option<Said> {
    let (nth, next) = [("dopo", 1), ("prima", -1)].iter().find_map(|(word, nth)| Some((*nth, text.phrase(at + 1, word)?)))?;
    let said = super::said(text, next, today).filter(|said| !matches!(said.day, Day::Weekly(_)));
    if let Some(other) = said.as_ref().and_then(|said| said.day.next(today)) {
        return Said::clear(other.nth_weekday(nth, day).ok().map(Day::Fixed), said.map_or(next, |said| said.next));
    }
    let is_article =
        matches!(text.folded(next), "il" | "la" | "lo" | "i" | "le" | "gli" | "di" | "del" | "della" | "dello" | "delle" | "dei");
    let noun = if is_article { next + 1 } else { next };
    let hour = matches!(
        text.folded(noun),
        "" | "pranzo" | "cena" | "lavoro" | "mezzogiorno" | "scuola" | "colazione" | "una" | "mattina" | "possibile"
    ) || text.folded(noun).starts_with(|c: char| c.is_ascii_digit())
        || number::italian_word(text.folded(noun)).is_some();
    let article = at.checked_sub(1).is_some_and(|before| text.folded(before) == "il");
    (!hour && article && !text.ends_before(next)).then_some(Said { day: Day::Nothing, next: noun + 1, strength: Strength::Clear })
}
