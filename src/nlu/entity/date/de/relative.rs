//! Dates counted from today: `übermorgen`, `kommenden Montag`, `in zwei Wochen`, `Montag in acht Tagen`, `Ende des Monats`, `sofort`.

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
    ("heute", 0),
    ("heut", 0),
    ("heute morgen", 0),
    ("heut morgen", 0),
    ("heute fruh", 0),
    ("heute frueh", 0),
    ("morgen", 1),
    ("morgn", 1),
    ("moregn", 1),
    ("morgen fruh", 1),
    ("morgen frueh", 1),
    ("ubermorgen", 2),
    ("uebermorgen", 2),
    ("uber morgen", 2),
    ("ueber morgen", 2),
    ("uberubermorgen", 3),
    ("ueberuebermorgen", 3),
    ("gestern", -1),
    ("vorgestern", -2),
];

/// Ways to say "at once".
const AT_ONCE: &[&str] = &[
    "sofort",
    "ab sofort",
    "per sofort",
    "asap",
    "umgehend",
    "unverzuglich",
    "unverzueglich",
    "jederzeit",
    "so schnell wie moglich",
    "so schnell wie moeglich",
    "so schnell es geht",
    "so bald wie moglich",
    "so bald wie moeglich",
    "sobald wie moglich",
    "sobald wie moeglich",
    "schnellstmoglich",
    "schnellstmoeglich",
    "baldmoglichst",
    "baldmoeglichst",
    "moglichst bald",
    "moeglichst bald",
    "moglichst schnell",
    "moeglichst schnell",
    "egal wann",
    "wann sie wollen",
    "wann sie mochten",
    "ab jetzt",
    "jetzt",
    "jetzt gleich",
    "gleich",
    "am besten gleich",
    "am besten sofort",
];

/// Words that make "at once" a date even when nobody asked for one.
pub(super) const BEGIN: &[&str] = &[
    "anfangen",
    "anzufangen",
    "fange",
    "beginnen",
    "beginne",
    "beginn",
    "starten",
    "starte",
    "start",
    "arbeitsbeginn",
    "eintritt",
    "eintrittsdatum",
    "einsteigen",
    "loslegen",
    "verfugbar",
    "verfuegbar",
    "frei",
    "arbeiten",
    "kommen",
    "komme",
    "vorbeikommen",
    "einziehen",
    "umziehen",
    "anreisen",
];

/// The relative date that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [
        by_name(text, at, today),
        phrases::at_once(text, at, today, AT_ONCE, BEGIN),
        counted(text, at, today),
        notice(text, at, today),
        near(text, at, today),
        part_of(text, at, today),
        compound_part(text, at, today),
        on_weekday(text, at, today),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// `heute`, `übermorgen`, `heute in einer Woche`; "guten Morgen", "am Morgen" and "jeden Morgen" are no tomorrow.
fn by_name(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let said = phrases::by_name(text, at, today, DAYS)?;
    let is_morning = text.folded(at).starts_with("morg");
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    let noun = matches!(
        before,
        "guten"
            | "gut"
            | "gutn"
            | "schonen"
            | "schoenen"
            | "am"
            | "jeden"
            | "jeder"
            | "den"
            | "diesen"
            | "heute"
            | "gestern"
            | "fruhen"
            | "fruehen"
    );
    if is_morning && noun {
        return None;
    }
    // "Morgen, ich hätte gern ..." greets.
    let greets =
        is_morning && at == 0 && said.next == 1 && text.gap(0).contains([',', '!', '.']) && is_greeting_followed_by(text.folded(1));
    if greets {
        return Some(Said { strength: Strength::IfAsked, ..said });
    }
    // "Heute früh ist mir ein Reifen geplatzt" mostly tells what was.
    if said.next > at + 1 && text.folded(at).starts_with("heut") {
        return Some(Said { strength: Strength::IfAsked, ..said });
    }
    let day = said.day.next(today)?;
    match ahead(text, said.next) {
        Some((days, next)) => Said::clear(later(day, days.days()), next),
        None => Some(said),
    }
}

fn is_greeting_followed_by(word: &str) -> bool {
    matches!(
        word,
        "ich"
            | "wir"
            | "hallo"
            | "mein"
            | "meine"
            | "wie"
            | "was"
            | "wer"
            | "wo"
            | "haben"
            | "habt"
            | "hatte"
            | "hatten"
            | "konnten"
            | "konnen"
            | "koennen"
            | "koennten"
            | "gibt"
            | "kann"
            | "bei"
            | "brauche"
            | "hab"
            | "habe"
            | "sind"
            | "ist"
            | "machen"
            | "macht"
    )
}

/// Behind a day: `in acht Tagen`, `in einer Woche`, `über 14 Tage`, `vor`. Eight days are a week, as everybody says.
fn ahead(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let from = ["in", "uber", "ueber"].iter().find_map(|word| text.phrase(at, word))?;
    let (count, next) = count(text, from)?;
    let days = match unit(text.folded(next))? {
        Unit::Days if count == 8 => 7,
        Unit::Days => count,
        Unit::Weeks => count.checked_mul(7)?,
        Unit::Months | Unit::Years => return None,
    };
    (0..=400).contains(&days).then_some((days, next + 1))
}

/// `in zwei Wochen`, `innerhalb von 3 Tagen`, `vor drei Tagen`, `zwei Wochen ab heute`, `in einem halben Jahr`.
fn counted(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let into =
        ["in", "binnen", "innerhalb von", "innerhalb", "spatestens in", "spaetestens in", "fruhestens in", "fruehestens in", "erst in"];
    let preposition = into.iter().filter_map(|word| text.phrase(at, word)).max();
    let ago = text.phrase(at, "vor");
    let from = preposition.or(ago).unwrap_or(at);
    let rough =
        ["ca", "circa", "etwa", "ungefahr", "ungefaehr", "rund", "gut", "knapp", "spatestens", "spaetestens", "so", "so etwa", "so ca"];
    let from = rough.iter().filter_map(|word| text.phrase(from, word)).max().unwrap_or(from);
    let sign = if ago.is_some() { -1 } else { 1 };
    if let Some((months, next)) = part_of_year(text, from).filter(|_| preposition.or(ago).is_some()) {
        return Said::clear(counted_from(today, sign * months, Unit::Months), next);
    }
    let (count, next) = count(text, from)?;
    let unit = unit(text.folded(next))?;
    let after = ["ab heute", "ab jetzt", "von heute an", "von jetzt an"].iter().find_map(|phrase| text.phrase(next + 1, phrase));
    let told = preposition.or(ago).is_some() || after.is_some();
    if told { Said::clear(counted_from(today, sign * count, unit), after.unwrap_or(next + 1)) } else { None }
}

/// `einem halben Jahr`, `anderthalb Jahren`, `einem Vierteljahr`, in months.
fn part_of_year(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let parts = [
        ("einem halben jahr", 6),
        ("einem halben", 6),
        ("nem halben jahr", 6),
        ("einem vierteljahr", 3),
        ("einem dreivierteljahr", 9),
        ("anderthalb jahren", 18),
        ("eineinhalb jahren", 18),
    ];
    let (months, next) = parts.iter().find_map(|(phrase, months)| Some((*months, text.phrase(at, phrase)?)))?;
    (text.folded(next - 1) != "halben").then_some((months, next))
}

fn count(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    super::super::count(text, at, &number::GERMAN, &["ner", "nem", "ne"])
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "tag" | "tage" | "tagen" => Some(Unit::Days),
        "woche" | "wochen" => Some(Unit::Weeks),
        "monat" | "monate" | "monaten" => Some(Unit::Months),
        "jahr" | "jahre" | "jahren" => Some(Unit::Years),
        _ => None,
    }
}

/// `zwei Wochen Kündigungsfrist`, `Kündigungsfrist von 3 Monaten`: the day on which a notice given today is over, as an answer.
fn notice(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let notices = ["kundigungsfrist", "kuendigungsfrist", "frist"];
    if let Some(next) = notices.iter().find_map(|word| text.phrase(at, word)) {
        let is = ["von", "ist", "betragt", "betraegt", "sind", "liegt bei"];
        let next = is.iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let (count, next) = count(text, next)?;
        return Said::if_asked(counted_from(today, count, unit(text.folded(next))?), next + 1);
    }
    let (count, next) = count(text, at)?;
    let unit = unit(text.folded(next))?;
    let past = notices.iter().find_map(|word| text.phrase(next + 1, word))?;
    Said::if_asked(counted_from(today, count, unit), past)
}

/// Which of the weeks, months or days is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    This,
    Next,
    AfterNext,
    Last,
}

/// `nächsten`, `kommender`, `diese`, `übernächstes`, `letzten`.
pub(super) fn which(word: &str) -> Option<Which> {
    let stem = ["en", "er", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    match stem {
        "nachst" | "naechst" | "nakst" | "kommend" | "folgend" => Some(Which::Next),
        "ubernachst" | "uebernaechst" | "ubernaechst" | "uebernachst" => Some(Which::AfterNext),
        "dies" => Some(Which::This),
        "letzt" | "vergangen" | "vorig" | "vergangn" => Some(Which::Last),
        _ => None,
    }
}

/// `nächsten Montag`, `am kommenden Freitag`, `nächste Woche Dienstag`, `übernächste Woche`, `dieses Wochenende`, `nächsten Monat`.
fn near(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let articles = [
        "am", "an", "ab", "ab dem", "ab der", "bis", "bis zum", "bis zur", "den", "die", "der", "das", "im", "in", "in der", "zum", "fur",
        "fuer", "erst",
    ];
    let at = articles.iter().filter_map(|article| text.phrase(at, article)).max().unwrap_or(at);
    if text.folded(at) == "wochenende" {
        return Said::if_asked(weekend(Which::This, today).map(Day::Fixed), at + 1);
    }
    let which = which(text.folded(at))?;
    let noun = at + 1;
    let months = |ahead: i32| today.first_of_month().checked_add(ahead.months()).ok().map(Day::Fixed);
    let year = |ahead: i16| today.year().checked_add(ahead).and_then(|year| Date::new(year, 1, 1).ok()).map(Day::Fixed);
    match (text.folded(noun), which) {
        ("woche", Which::Last) => Said::if_asked(today.checked_sub(1.week()).ok().map(Day::Fixed), noun + 1),
        ("woche", which) => on_day_of_week(text, noun + 1, monday_of(which, today)?, which),
        ("wochenende" | "we" | "weekend", which) => Said::clear(weekend(which, today).map(Day::Fixed), noun + 1),
        ("monat" | "monats", Which::Next) => Said::clear(months(1), noun + 1),
        ("monat" | "monats", Which::AfterNext) => Said::clear(months(2), noun + 1),
        ("monat" | "monats", Which::Last) => Said::if_asked(today.checked_sub(1.month()).ok().map(Day::Fixed), noun + 1),
        ("jahr" | "jahres", Which::Next) => Said::clear(year(1), noun + 1),
        ("jahr" | "jahres", Which::AfterNext) => Said::clear(year(2), noun + 1),
        ("jahr" | "jahres", Which::Last) => Said::if_asked(today.checked_sub(1.year()).ok().map(Day::Fixed), noun + 1),
        (word, which) => {
            let (weekday, whole) = weekday(word)?;
            let day = match which {
                Which::Next => today.nth_weekday(1, weekday).ok()?,
                Which::AfterNext => today.nth_weekday(2, weekday).ok()?,
                // From today on: said on a Friday, "diesen Freitag" is today.
                Which::This => today.yesterday().ok()?.nth_weekday(1, weekday).ok()?,
                Which::Last => today.nth_weekday(-1, weekday).ok()?,
            };
            if whole { Said::clear(Some(Day::Fixed(day)), past_part_of_day(text, noun + 1)) } else { None }
        }
    }
}

fn weekend(which: Which, today: Date) -> Option<Date> {
    match which {
        Which::Next => today.nth_weekday(1, Weekday::Saturday).ok(),
        Which::AfterNext => today.nth_weekday(2, Weekday::Saturday).ok(),
        Which::This => today.yesterday().ok()?.nth_weekday(1, Weekday::Saturday).ok(),
        Which::Last => today.nth_weekday(-1, Weekday::Saturday).ok(),
    }
}

/// The Monday of a week.
fn monday_of(which: Which, today: Date) -> Option<Date> {
    let next = next_monday(today)?;
    match which {
        Which::Next => Some(next),
        Which::AfterNext => next.checked_add(1.week()).ok(),
        Which::This => next.checked_sub(1.week()).ok(),
        Which::Last => None,
    }
}

/// Behind "nächste Woche": nothing, or the weekday in it. "Diese Woche" alone is no day.
fn on_day_of_week(text: &Text<'_>, next: usize, monday: Date, which: Which) -> Option<Said> {
    let day_at = ["am", "den", "gleich am", "ab", "bis"].iter().filter_map(|word| text.phrase(next, word)).max().unwrap_or(next);
    match weekday(text.folded(day_at)).filter(|(_, whole)| *whole) {
        Some((weekday, _)) => {
            let day = later(monday, i32::from(weekday.to_monday_zero_offset()).days());
            Said::clear(day, past_part_of_day(text, day_at + 1))
        }
        None if which == Which::This => None,
        None => Said::clear(Some(Day::Fixed(monday)), next),
    }
}

/// `Ende des Monats`, `Anfang nächster Woche`, `Mitte des Jahres`, `Ende der Woche`.
fn part_of(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (part, next) = part(text, at)?;
    let next = ["des", "der", "vom", "von"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (coming, noun) = match which(text.folded(next)) {
        Some(Which::Next) => (true, next + 1),
        Some(Which::This) => (false, next + 1),
        Some(_) => return None,
        None => (false, next),
    };
    let day = match text.folded(noun) {
        "monat" | "monats" => return of_month(part, coming, today, noun + 1),
        "woche" => match (part, coming) {
            (Part::End, false) => today.yesterday().ok()?.nth_weekday(1, Weekday::Friday).ok(),
            (Part::End, true) => next_monday(today)?.checked_add(4.days()).ok(),
            (Part::Middle, true) => next_monday(today)?.checked_add(2.days()).ok(),
            (Part::Middle, false) => today.yesterday().ok()?.nth_weekday(1, Weekday::Wednesday).ok(),
            (Part::Start, _) => next_monday(today),
        },
        "jahr" | "jahres" => match (part, coming) {
            (Part::End, false) => Some(end_of_year(today)),
            (Part::End, true) => end_of_year(today).checked_add(1.year()).ok(),
            (Part::Middle, true) => Date::new(today.year().checked_add(1)?, 7, 1).ok(),
            (Part::Middle, false) => return Said::clear(Some(Day::Yearly { month: 7, day: 1 }), noun + 1),
            (Part::Start, _) => end_of_year(today).tomorrow().ok(),
        },
        _ => None,
    };
    Said::clear(day.map(Day::Fixed), noun + 1)
}

fn of_month(part: Part, coming: bool, today: Date, next: usize) -> Option<Said> {
    let next_month = || today.first_of_month().checked_add(1.month()).ok();
    let day = match (part, coming) {
        (Part::End, false) => Some(today.last_of_month()),
        (Part::End, true) => next_month().map(Date::last_of_month),
        // "Anfang des Monats" looks ahead.
        (Part::Start, _) => next_month(),
        (Part::Middle, false) => return Said::clear(Some(Day::Monthly { day: 15 }), next),
        (Part::Middle, true) => next_month()?.checked_add(14.days()).ok(),
    };
    Said::clear(day.map(Day::Fixed), next)
}

/// `zum Monatsende`, `Jahresanfang`, `ab Monatsersten`, `zum Jahreswechsel`.
fn compound_part(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = ["zum", "am", "ab", "bis", "bis zum", "ab dem"].iter().filter_map(|word| text.phrase(at, word)).max().unwrap_or(at);
    let next = at + 1;
    match text.folded(at) {
        "monatsende" => of_month(Part::End, false, today, next),
        "monatsanfang" | "monatsbeginn" => of_month(Part::Start, false, today, next),
        "monatsmitte" => of_month(Part::Middle, false, today, next),
        "monatserster" | "monatsersten" => Said::clear(Some(Day::Monthly { day: 1 }), next),
        "jahresende" => Said::clear(Some(Day::Fixed(end_of_year(today))), next),
        "jahresanfang" | "jahresbeginn" | "jahreswechsel" => Said::clear(end_of_year(today).tomorrow().ok().map(Day::Fixed), next),
        _ => None,
    }
}

/// "Freitag Morgen", "Montag früh", "Dienstag Abend": the part of the day is no day of its own.
fn past_part_of_day(text: &Text<'_>, next: usize) -> usize {
    let glued = next.checked_sub(1).is_some_and(|last| text.gap(last).trim().is_empty());
    if glued && matches!(text.folded(next), "morgen" | "fruh" | "frueh") { next + 1 } else { next }
}

/// `Montag`, `Montag in acht Tagen`, `Dienstag nächster Woche`; abbreviations beside a date or a number, or after "am".
fn on_weekday(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (day, whole) = weekday(text.folded(at))?;
    let next = past_part_of_day(text, at + 1);
    if let Some((days, next)) = ahead(text, next) {
        return Said::clear(later(today.nth_weekday(1, day).ok()?, days.days()), next);
    }
    let of_week = text.phrase(next, "der").or_else(|| text.phrase(next, "in der")).unwrap_or(next);
    if let Some(which) = which(text.folded(of_week)).filter(|_| text.folded(of_week + 1) == "woche" && whole) {
        return Said::clear(later(monday_of(which, today)?, i32::from(day.to_monday_zero_offset()).days()), of_week + 2);
    }
    if !whole {
        return abbreviated(text, at, day);
    }
    tied(text, at, next, day, today).or_else(|| Said::clear(Some(Day::Weekly(day)), next))
}

/// "Am Mo", "Fr 9 Uhr", "Mi."; "so" is mostly a "so", "Fr. Müller" a lady.
fn abbreviated(text: &Text<'_>, at: usize, day: Weekday) -> Option<Said> {
    let capital = text.words.get(at).is_some_and(super::super::super::text::Word::is_capitalised);
    let preposition = at.checked_sub(1).is_some_and(|before| matches!(text.folded(before), "am" | "bis" | "ab"));
    let before_digits =
        text.folded(at + 1).starts_with(|c: char| c.is_ascii_digit()) || matches!(text.folded(at + 1), "den" | "der" | "um" | "ab");
    let alone = text.words.len() == 1;
    let tells = preposition || before_digits || alone || is_beside_another(text, at);
    // Only a Sunday looks like a word that stands before digits: "so 10 Uhr".
    let plain = capital || !matches!(day, Weekday::Sunday | Weekday::Saturday) && text.folded(at) != "di";
    if !tells || !plain {
        return None;
    }
    let strength = if preposition && capital { Strength::Clear } else { Strength::IfAsked };
    Some(Said { day: Day::Weekly(day), next: at + 1, strength })
}

/// "Mo-Fr", "do oder fr": of two abbreviations each tells what the other is.
fn is_beside_another(text: &Text<'_>, at: usize) -> bool {
    let joins = |at: usize| matches!(text.folded(at), "bis" | "oder" | "und");
    let is_dash = |before: usize| matches!(text.gap(before).trim(), "-" | "–" | "/");
    let is_day = |at: usize| weekday(text.folded(at)).is_some();
    let behind = is_dash(at) && is_day(at + 1) || joins(at + 1) && is_day(at + 2);
    let before = at.checked_sub(1).is_some_and(|last| is_dash(last) && is_day(last))
        || at.checked_sub(2).is_some_and(|first| joins(first + 1) && is_day(first));
    behind || before
}

/// "Der Dienstag nach der Messe", "am Freitag vor dem 6. Januar": it hangs on another day, and is none where that is not known. "Dienstag
/// nach 15 Uhr" and "nach der Arbeit" tell an hour.
fn tied(text: &Text<'_>, at: usize, next: usize, day: Weekday, today: Date) -> Option<Said> {
    let (nth, next) = [("nach", 1), ("vor", -1)].iter().find_map(|(word, nth)| Some((*nth, text.phrase(next, word)?)))?;
    let other = text.phrase(next, "dem").or_else(|| text.phrase(next, "den")).unwrap_or(next);
    let said = super::said(text, next, today).or_else(|| super::said(text, other, today));
    let said = said.filter(|said| !matches!(said.day, Day::Weekly(_)));
    if let Some(other) = said.as_ref().and_then(|said| said.day.next(today)) {
        return Said::clear(other.nth_weekday(nth, day).ok().map(Day::Fixed), said.map_or(next, |said| said.next));
    }
    let is_article = matches!(text.folded(next), "der" | "dem" | "den" | "meiner" | "meinem" | "unserer" | "unserem");
    let noun = if is_article { next + 1 } else { next };
    let hours = "arbeit feierabend mittag mittagessen mittagspause schule uni essen kita fruhstuck fruehstuck abendessen dienst schicht dienstschluss \
schulschluss buro buero unterricht moglichkeit moeglichkeit ort";
    let hour = hours.split_ascii_whitespace().any(|word| word == text.folded(noun));
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    if hour || !is_article || text.ends_before(next) {
        return None;
    }
    match before {
        "der" | "den" | "dem" => Some(Said { day: Day::Nothing, next: noun + 1, strength: Strength::Clear }),
        _ => Said::if_asked(Some(Day::Weekly(day)), next - 1),
    }
}
