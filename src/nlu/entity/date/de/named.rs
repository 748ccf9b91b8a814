//! Dates with the name of a month, and days of the month: `4. März`, `am 15.`, `am 3.4`, `Ende Mai`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::number;
use super::super::super::text::Text;
use super::super::{Day, Part, Said, after_only, dated, phrases, undated, year};
use super::relative::{self, Which};

const MONTHS: [&[&str]; 12] = [
    &["januar", "janner", "jaenner", "jan", "janr", "janur"],
    &["februar", "feber", "feb", "febr", "febuar", "feburar"],
    &["marz", "maerz", "mrz", "mar"],
    &["april", "apr", "aprill"],
    &["mai"],
    &["juni", "jun", "juno"],
    &["juli", "jul", "julei"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["oktober", "okt", "october", "oct"],
    &["november", "nov"],
    &["dezember", "dez", "december", "dec"],
];

/// Prepositions and articles with which a day of the month is told; the last four may stand before anything that is numbered.
const ARTICLES: [&str; 16] = [
    "am", "zum", "vom", "ab dem", "ab den", "bis zum", "bis am", "seit dem", "auf den", "ab", "bis", "erst am", "der", "den", "dem", "des",
];

/// What is numbered without being a day: "zum 2. Mal", "am 3. Platz".
const NUMBERED: &str = "mal male stock platz tag tages tage versuch termin kapitel klasse person woche wochen monat monate monats jahr jahre jahres \
quartal semester etage reihe schritt punkt teil weihnachtstag weihnachtsfeiertag feiertag advent geburtstag kind rad auto bezirk gang runde mann frau \
stunde stunden uhr mahnung rate euro minuten prozent personen leute grad";

/// Words with which a sentence goes on behind a day of the month.
const GOES_ON: &str = "um ab gegen bis und oder bitte wenn falls ich wir da dann geht gehts ginge passt ware waere kann konnte koennte wurde wuerde \
ist morgens frueh fruh vormittags mittags nachmittags abends nachmittag abend mit fur fuer bei in danke vielen wegen kommen vorbei lieber anstatt \
statt habe hab hatte haette sind soll sollte also aber gruss lg";

/// The date in words that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let readings = [
        day_and_month(text, at),
        pointed(text, at),
        day_of_month(text, at, today),
        weekday_of_month(text, at, today),
        week_of_month(text, at),
        part_of_month(text, at),
        month_alone(text, at),
    ];
    readings.into_iter().flatten().max_by_key(|said| said.next)
}

/// `4. März`, `am ersten Mai`, `den 8.3. 2027`, `15ten April 2027`; `10. bis 12. März` begins on the tenth.
fn day_and_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = ARTICLES.iter().filter_map(|article| text.phrase(at, article)).max().unwrap_or(at);
    let (day, next) = day(text, at)?;
    after_only(text, next, &['.', '-', '–', '/'])?;
    let next = range_end(text, next).unwrap_or(next);
    let (month, next) = month(text, next)?;
    match after_only(text, next, &['.', ',', '-', '/']).and_then(|()| year(text, next)) {
        Some((year, next)) => Said::clear(dated(year, month, day), next),
        None => Said::clear(undated(month, day), next),
    }
}

/// Past the last day of a range: the `bis 12.` of `10. bis 12. März`.
fn range_end(text: &Text<'_>, next: usize) -> Option<usize> {
    let dash = || next.checked_sub(1).is_some_and(|last| text.gap(last).contains(['-', '–']));
    let from = ["bis zum", "bis"].iter().find_map(|word| text.phrase(next, word)).or_else(|| dash().then_some(next))?;
    day(text, from).map(|(_, next)| next)
}

/// `am 3.4`: day and month in digits with no point behind, where nothing but a day can stand.
fn pointed(text: &Text<'_>, at: usize) -> Option<Said> {
    let from = ["am", "zum", "vom", "den", "dem"].iter().find_map(|word| text.phrase(at, word))?;
    let number = |at: usize| if text.folded(at).len() <= 2 { text.folded(at).parse::<i8>().ok() } else { None };
    let goes_on = text.gap(from + 1).starts_with('.') || text.folded(from + 2) == "uhr";
    let (day, month) = (number(from)?, number(from + 1).filter(|_| matches!(text.gap(from), "." | ". ") && !goes_on)?);
    Said::clear(undated(month, day), from + 2)
}

/// `am 15.`, `der 15.`, `zum ersten des nächsten Monats`, `ab dem 3`: clear where nothing else is numbered.
fn day_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (from, article) =
        ARTICLES.iter().filter_map(|article| Some((text.phrase(at, article)?, *article))).max_by_key(|(next, _)| *next)?;
    let (day, next) = day(text, from)?;
    after_only(text, next, &['.', ',', '!', '?', ':', ';', '(', ')', '…'])?;
    // "Vom 10. bis 12. März" is no tenth of just any month, "am 10.4." no tenth.
    let is_cut =
        text.gap(next - 1).starts_with('.') && text.words.get(next).is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
    if is_cut && matches!(text.gap(next - 1), "." | ". ") {
        return None;
    }
    if let Some((ahead, next)) = near_month(text, next) {
        let month = today.first_of_month().checked_add(ahead.months()).ok()?;
        return Said::clear(dated(month.year(), month.month(), day), next);
    }
    let monthly = Some(Day::Monthly { day });
    let of_month = ["des monats", "im monat", "eines monats", "jeden monats"];
    if let Some(next) = of_month.iter().find_map(|phrase| text.phrase(next, phrase)) {
        return Said::clear(monthly, next);
    }
    let word = text.folded(from);
    let ordinal = text.gap(next - 1).starts_with('.') || word.ends_with("ten") || word.ends_with("te") || word.ends_with("ter");
    let ends = text.ends_before(next) && !text.gap(next - 1).starts_with('.') || next >= text.words.len();
    let following = text.folded(next);
    let listed = |list: &str| list.split_ascii_whitespace().any(|entry| entry == following);
    if listed(NUMBERED) && !ends {
        return None;
    }
    let in_digits = word.starts_with(|c: char| c.is_ascii_digit());
    let only_day = !matches!(article, "der" | "den" | "dem" | "des" | "ab" | "bis");
    match () {
        // "Der erste", "ab 3", "bis 5" are mostly not days.
        () if !in_digits && (!only_day || !ordinal) || !only_day && !ordinal => None,
        () if ordinal && (ends || listed(GOES_ON)) => Said::clear(monthly, next),
        () if !in_digits => None,
        () => Said::if_asked(monthly, next),
    }
}

/// `des nächsten Monats`, `nächsten Monats`, `dieses Monats`: how far it is.
fn near_month(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let at = ["des", "im"].iter().find_map(|word| text.phrase(at, word)).unwrap_or(at);
    let which = relative::which(text.folded(at)).filter(|_| matches!(text.folded(at + 1), "monats" | "monat"))?;
    let ahead = match which {
        Which::This => 0,
        Which::Next => 1,
        Which::AfterNext => 2,
        Which::Last => return None,
    };
    Some((ahead, at + 2))
}

/// `der erste Montag im Februar`, `am letzten Freitag des nächsten Monats`.
fn weekday_of_month(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = ["am", "der", "den", "jeder", "ab dem"].iter().filter_map(|word| text.phrase(at, word)).max().unwrap_or(at);
    let nth = match ordinal(text.folded(at)) {
        Some(nth @ 1..=5) => nth,
        None if text.folded(at).starts_with("letzt") => -1,
        _ => return None,
    };
    let (weekday, _) = weekday(text.folded(at + 1))?;
    let next = ["im", "des", "in"].iter().find_map(|word| text.phrase(at + 2, word)).unwrap_or(at + 2);
    let in_month = |first: Date| first.nth_weekday_of_month(nth, weekday).ok();
    let this = ["monat", "monats"].iter().find_map(|word| text.phrase(next, word)).map(|next| (0, next));
    if let Some((ahead, next)) = near_month(text, at + 2).or_else(|| near_month(text, next)).or(this) {
        let day = in_month(today.first_of_month().checked_add(ahead.months()).ok()?);
        return Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next);
    }
    let (month, next) = month(text, next)?;
    let of_year = |year: i16| Date::new(year, month, 1).ok().and_then(in_month);
    let mut coming = (0..=8).filter_map(|ahead| of_year(today.year().checked_add(ahead)?)).filter(|day| *day >= today);
    let (day, next) = year(text, next).map_or_else(|| (coming.next(), next), |(year, next)| (of_year(year), next));
    Said::clear(Some(day.map_or(Day::Nothing, Day::Fixed)), next)
}

/// "Die erste Woche im Januar", "erste Januarwoche", "zweite Maihälfte" are no day, and nor is the January in them.
fn week_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let at = ["in der", "der", "die"].iter().filter_map(|word| text.phrase(at, word)).max().unwrap_or(at);
    let word = text.folded(at);
    if ordinal(word).is_none_or(|nth| nth > 5) && !word.starts_with("letzt") {
        return None;
    }
    let compound =
        |ending: &str| text.folded(at + 1).strip_suffix(ending).is_some_and(|name| MONTHS.iter().any(|names| names.contains(&name)));
    if ["woche", "halfte", "haelfte"].into_iter().any(compound) {
        return Said::clear(Some(Day::Vague), at + 2);
    }
    let next = text.phrase(at + 1, "woche").or_else(|| text.phrase(at + 1, "halfte")).or_else(|| text.phrase(at + 1, "haelfte"))?;
    let behind = ["im", "des", "in"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let next = month(text, behind).map(|(_, next)| next).or_else(|| near_month(text, behind).map(|(_, next)| next)).unwrap_or(next);
    Said::clear(Some(Day::Vague), next)
}

/// `Ende März`, `Anfang April 2027`, `Mitte Mai`.
fn part_of_month(text: &Text<'_>, at: usize) -> Option<Said> {
    let (part, next) = part(text, at)?;
    let next = ["des monats", "im", "vom"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (month, next) = month(text, next)?;
    let (year, next) = year(text, next).map_or((None, next), |(year, next)| (Some(year), next));
    Said::clear(phrases::part_of_month(part, month, year), next)
}

/// `Ende`, `gegen Mitte`, `ab Anfang`, and the index past it.
pub(super) fn part(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    let before = ["gegen", "ab", "bis", "seit", "zu", "zum", "zur", "am", "so", "etwa", "bis zum", "so gegen", "ab ca", "erst"];
    let at = before.iter().filter_map(|word| text.phrase(at, word)).max().unwrap_or(at);
    let part = match text.folded(at) {
        "ende" => Part::End,
        "mitte" => Part::Middle,
        "anfang" | "beginn" => Part::Start,
        _ => return None,
    };
    Some((part, at + 1))
}

/// `März 2027` and `im März` mean its first day, and only as an answer.
fn month_alone(text: &Text<'_>, at: usize) -> Option<Said> {
    let (month, next) = month(text, at)?;
    // "30. Februar" is no February.
    if at.checked_sub(1).is_some_and(|before| day(text, before).is_some()) {
        return None;
    }
    let abbreviated = text.folded(at).len() <= 4 && !matches!(text.folded(at), "marz" | "mai" | "juni" | "juli");
    match year(text, next) {
        Some((year, next)) => Said::if_asked(dated(year, month, 1), next),
        None if abbreviated => None,
        None => Said::if_asked(undated(month, 1), next),
    }
}

fn month(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    Some((i8::try_from(index + 1).ok()?, at + 1))
}

/// A day of the month: `4`, `15ten`, `ersten`, `einundzwanzigster`.
fn day(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = word.get(digits.len()..)?;
        let day: i8 = if digits.len() <= 2 && matches!(ending, "" | "te" | "ten" | "ter" | "tes" | "ste" | "sten" | "ster") {
            digits.parse().ok()?
        } else {
            return None;
        };
        return (1..=31).contains(&day).then_some((day, at + 1));
    }
    ordinal(word).filter(|day| *day <= 31).map(|day| (day, at + 1))
}

/// `erster`, `dritten`, `zwanzigste`.
fn ordinal(word: &str) -> Option<i8> {
    let stem = ["en", "er", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    let number = match stem {
        "erst" => 1,
        "dritt" => 3,
        "siebt" => 7,
        "acht" => 8,
        _ => {
            let ten = stem.strip_suffix("st").and_then(number::german_word).filter(|number| *number >= 20);
            ten.or_else(|| stem.strip_suffix('t').and_then(number::german_word).filter(|number| (2..20).contains(number)))?
        }
    };
    i8::try_from(number).ok()
}

/// The weekday of a name or its abbreviation, and whether the name is whole. "Freitagabend" and "Montagmorgen" are days, too; "montags" is
/// each of them.
pub(super) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    const PARTS: [&str; 8] = ["vormittag", "nachmittag", "mittag", "abend", "morgen", "nacht", "fruh", "frueh"];
    let whole = |word: &str| match word {
        "montag" | "monntag" | "motag" => Some(Weekday::Monday),
        "dienstag" | "dinstag" | "diensttag" | "dienstach" => Some(Weekday::Tuesday),
        "mittwoch" | "mitwoch" | "mittwoche" => Some(Weekday::Wednesday),
        "donnerstag" | "donerstag" | "donnerstach" | "donnertag" => Some(Weekday::Thursday),
        "freitag" | "freitach" | "feitag" => Some(Weekday::Friday),
        "samstag" | "sammstag" | "samstach" | "sonnabend" => Some(Weekday::Saturday),
        "sonntag" | "sontag" | "sonntach" => Some(Weekday::Sunday),
        _ => None,
    };
    let day = whole(word).or_else(|| PARTS.iter().find_map(|part| word.strip_suffix(part).and_then(whole)));
    if let Some(day) = day {
        return Some((day, true));
    }
    let abbreviated = match word {
        "mo" => Weekday::Monday,
        "di" => Weekday::Tuesday,
        "mi" => Weekday::Wednesday,
        "do" => Weekday::Thursday,
        "fr" => Weekday::Friday,
        "sa" => Weekday::Saturday,
        "so" => Weekday::Sunday,
        _ => return None,
    };
    Some((abbreviated, false))
}
