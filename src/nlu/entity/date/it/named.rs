//! Dates with the name of a month, and days of the month: `4 marzo`, `il 15`, `fine maggio`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::number;
use super::super::super::text::Text;
use super::super::{Day, Part, Said, after_only, dated, phrases, undated, year};

const MONTHS: [&[&str]; 12] = [
    &["gennaio", "gen", "genn"],
    &["febbraio", "feb", "febb"],
    &["marzo", "mar"],
    &["aprile", "apr"],
    &["maggio", "mag", "magg"],
    &["giugno", "giu"],
    &["luglio", "lug"],
    &["agosto", "ago"],
    &["settembre", "set", "sett"],
    &["ottobre", "ott"],
    &["novembre", "nov"],
    &["dicembre", "dic"],
];

/// The months that lie some way from this one, behind "del" or alone.
const NEAR_MONTHS: [(&str, i32); 9] = [
    ("mese prossimo", 1),
    ("prossimo mese", 1),
    ("mese che viene", 1),
    ("mese entrante", 1),
    ("mese venturo", 1),
    ("questo mese", 0),
    ("corrente mese", 0),
    ("mese corrente", 0),
    ("mese in corso", 0),
];

/// Articles and prepositions with which a day of the month is told, joined by an apostrophe or not.
const ELISIONS: [&str; 6] = ["dall", "dell", "all", "nell", "sull", "l"];

/// The date in words that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [
        day_and_month(text, at),
        day_of_month(text, at, today),
        weekday_of_month(text, at, today),
        week_of_month(text, at),
        part_of_month(text, at),
        month_alone(text, at),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// `4 marzo`, `il primo di marzo`, `l'8 marzo 2027`, `ventuno aprile`.
fn day_and_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = ["il", "dal", "al", "del", "nel", "il giorno", "giorno", "del giorno", "dal giorno", "al giorno"]
        .iter()
        .filter_map(|article| text.phrase(at, article))
        .max()
        .unwrap_or(at);
    let (day, next) = day(text, at)?;
    after_only(text, next, &['.', '-', '/', '°', 'º'])?;
    let next = ["di", "del mese di"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (month, next) = month(text, next)?;
    match after_only(text, next, &['.', ',', '-', '/']).and_then(|()| year_behind(text, next)) {
        Some((year, next)) => Said::clear(dated(year, month, day).or(Some(Day::Nothing)), next),
        // Il 31 aprile is no day, and nor is the April in it.
        None => Said::clear(undated(month, day).or(Some(Day::Nothing)), next),
    }
}

/// `2027`, `del 2027`.
fn year_behind(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    year(text, text.phrase(at, "del").unwrap_or(at))
}

/// `il 15`, `il primo del mese prossimo`, `dal 3`: clear where nothing else is counted.
fn day_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let articles = ["il giorno", "giorno", "il", "dal", "al", "entro il", "nel giorno"];
    let article = articles.iter().filter_map(|article| text.phrase(at, article)).max();
    let from = article.unwrap_or(at);
    let elided = ELISIONS
        .iter()
        .any(|elision| text.folded(from).strip_prefix(elision).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    let (day, next) = day(text, from)?;
    let behind = ["del", "di", "dello stesso"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    if let Some((ahead, next)) = near_month(text, behind) {
        let month = today.first_of_month().checked_add(ahead.months()).ok()?;
        return Said::clear(dated(month.year(), month.month(), day), next);
    }
    let day = Some(Day::Monthly { day });
    if let Some(next) = text.phrase(next, "del mese") {
        return Said::clear(day, next);
    }
    // "Il primo", "il tre" are mostly not days.
    let in_digits = text.folded(from).ends_with(|c: char| c.is_ascii_digit());
    if !in_digits || article.is_none() && !elided {
        return None;
    }
    let counts = text.gap(next - 1).trim_start().starts_with(['%', '€', '$', '£', '/', ':', '.', ',']) && !text.ends_before(next);
    let goes_on = [
        "va",
        "mattina",
        "pomeriggio",
        "sera",
        "se",
        "e",
        "o",
        "mi",
        "per",
        "posso",
        "potrei",
        "sarebbe",
        "in",
        "grazie",
        "invece",
        "anziche",
    ];
    match () {
        () if counts => None,
        () if text.ends_before(next) || goes_on.contains(&text.folded(next)) => Said::clear(day, next),
        () => Said::if_asked(day, next),
    }
}

fn near_month(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    NEAR_MONTHS.iter().find_map(|(phrase, ahead)| Some((*ahead, text.phrase(at, phrase)?)))
}

/// `il primo lunedì di febbraio`, `l'ultimo venerdì del mese prossimo`.
fn weekday_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = text.phrase(at, "il").or_else(|| text.phrase(at, "la")).unwrap_or(at);
    let nth = match text.folded(at) {
        "primo" | "prima" => 1,
        "secondo" | "seconda" => 2,
        "terzo" | "terza" => 3,
        "quarto" | "quarta" => 4,
        "quinto" | "quinta" => 5,
        "ultimo" | "lultimo" | "ultima" | "lultima" => -1,
        _ => return None,
    };
    let (weekday, _) = weekday(text.folded(at + 1))?;
    let next = ["del mese di", "di", "del", "a", "in"].iter().find_map(|word| text.phrase(at + 2, word))?;
    let in_month = |first: Date| first.nth_weekday_of_month(nth, weekday).ok();
    let near = near_month(text, next).or_else(|| Some((0, text.phrase(next, "mese")?)));
    if let Some((ahead, next)) = near {
        let day = in_month(today.first_of_month().checked_add(ahead.months()).ok()?);
        return Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next);
    }
    let (month, next) = month(text, next)?;
    let of_year = |year: i16| Date::new(year, month, 1).ok().and_then(in_month);
    let mut coming = (0..=8).filter_map(|ahead| of_year(today.year().checked_add(ahead)?)).filter(|day| *day >= today);
    let (day, next) = year_behind(text, next).map_or_else(|| (coming.next(), next), |(year, next)| (of_year(year), next));
    Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next)
}

/// "La prima settimana di gennaio" is no day, and nor is the January in it.
fn week_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = text.phrase(at, "la").or_else(|| text.phrase(at, "nella")).unwrap_or(at);
    if !matches!(text.folded(at), "prima" | "seconda" | "terza" | "quarta" | "ultima" | "lultima" | "nellultima") {
        return None;
    }
    let next = text.phrase(at + 1, "settimana")?;
    let behind = ["del mese di", "di", "del"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let next = month(text, behind).or_else(|| near_month(text, behind).map(|(_, next)| (0, next))).map_or(next, |(_, next)| next);
    Said::clear(Some(Day::Vague), next)
}

/// `fine marzo`, `a metà maggio 2027`, `all'inizio di aprile`.
fn part_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let (part, next) = part(text, at)?;
    let next = ["del mese di", "di"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (month, next) = month(text, next)?;
    let (year, next) = year_behind(text, next).map_or((None, next), |(year, next)| (Some(year), next));
    Said::clear(phrases::part_of_month(part, month, year), next)
}

/// `alla fine`, `metà`, `inizio`, and the index past it.
pub(super) fn part(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    let at = ["verso", "per", "a", "alla", "la", "da", "dalla", "entro", "entro la"]
        .iter()
        .filter_map(|word| text.phrase(at, word))
        .max()
        .unwrap_or(at);
    let part = match text.folded(at) {
        "fine" => Part::End,
        "meta" => Part::Middle,
        "inizio" | "linizio" | "allinizio" | "dallinizio" | "inizi" | "primi" => Part::Start,
        _ => return None,
    };
    Some((part, at + 1))
}

/// `marzo 2026` and `marzo` mean its first day, and only as an answer.
fn month_alone(text: &Text<'_>, at: usize) -> Option<Said> {
    let (month, next) = month(text, at)?;
    let abbreviated = text.folded(at).len() <= 4;
    match year_behind(text, next) {
        Some((year, next)) => Said::if_asked(Some(Day::Around { year: Some(year), month, day: 1 }), next),
        // "mar" is a Tuesday, too; "ago" and "set" are words.
        None if abbreviated => None,
        None => Said::if_asked(Some(Day::Around { year: None, month, day: 1 }), next),
    }
}

fn month(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    Some((i8::try_from(index + 1).ok()?, at + 1))
}

/// A day of the month: `4`, `1°`, `l'8`, `primo`, `ventuno`.
fn day(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let word = ELISIONS.iter().filter_map(|elision| word.strip_prefix(elision)).find(|rest| is_day(rest)).unwrap_or(word);
    if word == "primo" {
        return Some((1, at + 1));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.strip_suffix('o').unwrap_or(word);
        let day: i8 = if digits.len() <= 2 { digits.parse().ok()? } else { return None };
        return (1..=31).contains(&day).then_some((day, at + 1));
    }
    let day = number::italian_word(word).and_then(|number| i8::try_from(number).ok())?;
    (2..=31).contains(&day).then_some((day, at + 1))
}

/// What may stand behind an elided article: "l'8", "l'undici".
fn is_day(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit()) || matches!(rest, "otto" | "undici")
}

/// The weekday of a name or its abbreviation, and whether the name is whole.
pub(super) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let (weekday, whole) = match word {
        "lunedi" => (Weekday::Monday, true),
        "martedi" => (Weekday::Tuesday, true),
        "mercoledi" => (Weekday::Wednesday, true),
        "giovedi" => (Weekday::Thursday, true),
        "venerdi" => (Weekday::Friday, true),
        "sabato" => (Weekday::Saturday, true),
        "domenica" => (Weekday::Sunday, true),
        "lun" => (Weekday::Monday, false),
        "mar" => (Weekday::Tuesday, false),
        "mer" => (Weekday::Wednesday, false),
        "gio" => (Weekday::Thursday, false),
        "ven" => (Weekday::Friday, false),
        "sab" => (Weekday::Saturday, false),
        "dom" => (Weekday::Sunday, false),
        _ => return None,
    };
    Some((weekday, whole))
}
