//! Times of day in German: `halb drei` is 2:30, `viertel neun` 8:15 in the east and south, `Viertel nach acht` everywhere.

use super::super::number;
use super::super::text::Text;
use super::{Clock, Form, Spelled};

pub(in super::super) static CLOCK: Clock = Clock {
    spelled,
    at: &["um", "gegen", "ab", "bis", "vor", "nach", "von"],
    about: &["circa", "ca", "etwa", "ungefahr", "ungefaehr", "so", "punkt", "rund", "schlag"],
    is_rough: |_| false,
    on: &["am", "um", "gegen", "so gegen", "so um", "ab", "dann um", "bitte um", "am besten um", "am besten"],
    noon: &["punkt mittag"],
    midnight: &["mitternacht"],
    full_hour: &["uhr"],
    morning: &[
        "morgens",
        "fruh",
        "frueh",
        "am morgen",
        "am fruhen morgen",
        "am fruehen morgen",
        "in der fruh",
        "in der frueh",
        "in der fruhe",
        "in der fruehe",
        "fruhmorgens",
        "heute morgen",
        "vormittags",
        "vormittag",
        "am vormittag",
        "heute vormittag",
    ],
    evening: &[
        "nachmittags",
        "nachmittag",
        "am nachmittag",
        "heute nachmittag",
        "am fruhen nachmittag",
        "am spaten nachmittag",
        "am spaeten nachmittag",
        "abends",
        "abend",
        "am abend",
        "am fruhen abend",
        "am spaten abend",
        "am spaeten abend",
        "heute abend",
    ],
    counted: COUNTED,
    lasting: &["in", "dauert", "dauern", "seit", "binnen", "braucht", "brauche", "brauchen"],
    goes_on: &[
        "uhr",
        "rum",
        "herum",
        "und",
        "oder",
        "bitte",
        "morgen",
        "heute",
        "ubermorgen",
        "uebermorgen",
        "am",
        "bis",
        "an",
        "ware",
        "waere",
        "geht",
        "gehts",
        "passt",
        "wurde",
        "wuerde",
        "ist",
        "kann",
        "konnte",
        "koennte",
        "ginge",
        "klappt",
        "mit",
        "fur",
        "fuer",
        "dann",
        "danke",
        "ok",
        "okay",
        "wenn",
        "falls",
        "aber",
        "also",
        "lieber",
        "statt",
        "eventuell",
        "vielleicht",
        "da",
        "ich",
        "wir",
        "bei",
        "in",
        "gerne",
        "gern",
        "vorbei",
        "kommen",
        "machen",
        "weil",
        "nachmittags",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "sonnabend",
        "lg",
    ],
};

/// What is counted, so that the number before it is no hour.
const COUNTED: &str = "jahr jahre jahren tag tage tagen woche wochen monat monate monaten minute minuten min sekunden stunde stunden std mal leute \
leuten person personen gast gaste gaesten gaste gasten kind kinder kindern erwachsene nacht nachte naechte euro cent franken dollar prozent stuck \
stueck grad kilo kg gramm liter meter km zimmer platze plaetze tische rader raeder gang gange gaenge zoll";

/// Words behind an hour around noon.
const NOON: [&str; 4] = ["mittags", "am mittag", "heute mittag", "um die mittagszeit"];
/// Words behind an hour around midnight.
const NIGHT: [&str; 4] = ["nachts", "in der nacht", "heute nacht", "heut nacht"];

/// `halb drei`, `Viertel nach acht`, `viertel neun`, `zehn vor neun`, `20 Uhr 15`, `8uhr`, `acht`; each with "mittags" or "nachts" behind.
fn spelled(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let said = half(text, at)
        .or_else(|| quarter(text, at))
        .or_else(|| minutes_from(text, at))
        .or_else(|| on_the_hour(text, at))
        .or_else(|| plain(text, at));
    let phrase = |next: usize, phrases: &[&str]| phrases.iter().filter_map(|phrase| text.phrase(next, phrase)).max();
    let digits = || number_of(text.folded(at)).map(|hour| Spelled { hour, minute: 0, next: at + 1, form: Form::Hour });
    let Some(said_or_digits) = said.or_else(digits).filter(|said| said.hour <= 12) else { return said };
    let past_full_hour = phrase(said_or_digits.next, CLOCK.full_hour).unwrap_or(said_or_digits.next);
    // "Halb eins mittags", "11 Uhr mittags" lie before one; "11 nachts" before midnight.
    let (hour, next) = match (phrase(past_full_hour, &NOON), phrase(past_full_hour, &NIGHT), said_or_digits.hour) {
        (Some(next), _, hour @ 10..=12) => (hour, next),
        (_, Some(next), 12) => (0, next),
        (Some(next), _, hour @ 1..=4) | (None, Some(next), hour @ 8..=11) => (hour + 12, next),
        (_, Some(next), hour) => (hour, next),
        _ => return said,
    };
    Some(Spelled { hour, next, form: Form::Exact, ..said_or_digits })
}

/// `halb drei`, `fünf vor halb drei`.
fn half(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let (minutes, from) = text.phrase(at, "halb").map(|next| (30, next)).or_else(|| {
        let (minutes, next) = small(text, at).filter(|(minutes, _)| (1..=10).contains(minutes))?;
        let next = ["min", "minuten"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let before = text.phrase(next, "vor halb").map(|next| (30 - minutes, next));
        before.or_else(|| Some((30 + minutes, text.phrase(next, "nach halb")?)))
    })?;
    let (hour, next) = hour(text, from)?;
    Some(timed(before(hour), minutes, past_uhr(text, next)))
}

/// `Viertel nach acht`, `viertel vor acht`, `viertel neun` (8:15), `drei viertel neun` (8:45), `Viertel ab acht` as in Switzerland.
fn quarter(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let three = ["dreiviertel", "drei viertel"].iter().find_map(|part| text.phrase(at, part));
    if let Some(next) = three {
        let (hour, next) = hour(text, next)?;
        return Some(timed(before(hour), 45, past_uhr(text, next)));
    }
    let next = text.phrase(at, "viertel")?;
    let past = ["nach", "ab"].iter().find_map(|word| text.phrase(next, word));
    let to = text.phrase(next, "vor");
    let (hour, next) = hour(text, past.or(to).unwrap_or(next))?;
    let (hour, minutes) = match (past, to) {
        (Some(_), _) => (hour, 15),
        (None, Some(_)) => (before(hour), 45),
        (None, None) => (before(hour), 15),
    };
    Some(timed(hour, minutes, past_uhr(text, next)))
}

/// `zehn nach acht`, `5 vor 12`, `20 Minuten nach 9`.
fn minutes_from(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let (minutes, next) = small(text, at).filter(|(minutes, _)| (1..=29).contains(minutes))?;
    let unit = ["minuten", "min"].iter().find_map(|word| text.phrase(next, word));
    if unit.is_none() && !matches!(minutes, 5 | 10 | 15 | 20 | 25) {
        return None;
    }
    let from = unit.unwrap_or(next);
    let (past, from) = text.phrase(from, "nach").map(|next| (true, next)).or_else(|| Some((false, text.phrase(from, "vor")?)))?;
    let (hour, next) = hour(text, from)?;
    // "10 vor 3 Tagen", "5 nach 2 Stunden".
    if is_counted(text, next) {
        return None;
    }
    let (hour, minutes) = if past { (hour, minutes) } else { (before(hour), 60 - minutes) };
    Some(timed(hour, minutes, past_uhr(text, next)))
}

/// `20 Uhr 15`, `acht Uhr dreißig`, `8uhr30`, `9.30 Uhr`, `9:30h`, `0 Uhr`.
fn on_the_hour(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let of = |hour: i8, minute: i8, next: usize| {
        // The 24th hour ends the day.
        let exact = hour == 0 || hour > 12 || text.folded(at).starts_with('0');
        let fits = (0..=24).contains(&hour) && (0..60).contains(&minute) && (hour < 24 || minute == 0);
        fits.then_some(Spelled { hour: hour % 24, minute, next, form: if exact { Form::Exact } else { Form::Time } })
    };
    if let Some((hour, minute)) = text.folded(at).split_once("uhr") {
        let hour = number_of(hour)?;
        if !minute.is_empty() {
            return of(hour, number_of(minute).filter(|_| minute.len() == 2)?, at + 1);
        }
        let minutes = minutes_behind(text, at + 1);
        return minutes.map_or_else(|| of(hour, 0, at + 1), |(minute, next)| of(hour, minute, next));
    }
    if let (Some(hour), "." | ":") = (number_of(text.folded(at)), text.gap(at)) {
        let written = text.folded(at + 1);
        let digits = written.strip_suffix("uhr").or_else(|| written.strip_suffix('h'));
        let minute = number_of(digits.unwrap_or(written)).filter(|_| digits.unwrap_or(written).len() == 2)?;
        let next = if digits.is_some() { at + 2 } else { text.phrase(at + 2, "uhr").or_else(|| text.phrase(at + 2, "h"))? };
        return of(hour, minute, next);
    }
    let (hour, next) = small(text, at).or_else(|| (text.folded(at) == "ein").then_some((1, at + 1)))?;
    let next = text.phrase(next, "uhr")?;
    minutes_behind(text, next).map_or_else(|| of(hour, 0, next), |(minute, next)| of(hour, minute, next))
}

/// The minutes behind "Uhr": two digits, or a word; nothing that is counted.
fn minutes_behind(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let joined = at.checked_sub(1).is_some_and(|last| text.gap(last).chars().all(char::is_whitespace));
    let at = text.phrase(at, "und").filter(|next| text.folded(*next + 1).starts_with("minute")).unwrap_or(at);
    let word = text.folded(at);
    let digits = word.starts_with(|c: char| c.is_ascii_digit());
    let (minute, next) = small(text, at).filter(|(minute, _)| (1..60).contains(minute) && joined && (!digits || word.len() == 2))?;
    // "Um 10 Uhr ein Termin" and "10 Uhr 30 Personen" tell no minutes.
    let article = matches!(word, "ein" | "eine" | "einen" | "einem" | "einer");
    let next = text.phrase(next, "minuten").unwrap_or(next);
    (!article && !is_counted(text, next) && !text.gap(next - 1).starts_with(['.', ':', '/', '-', '%', '€'])
        || !article && text.ends_before(next))
    .then_some((minute, next))
}

/// `acht`.
fn plain(text: &Text<'_>, at: usize) -> Option<Spelled> {
    let in_words = !text.folded(at).starts_with(|c: char| c.is_ascii_digit());
    let (hour, next) = hour(text, at).filter(|_| in_words)?;
    Some(Spelled { hour, minute: 0, next, form: Form::Hour })
}

fn timed(hour: i8, minute: i8, next: usize) -> Spelled {
    Spelled { hour, minute, next, form: Form::Time }
}

/// The hour before; before one comes twelve.
fn before(hour: i8) -> i8 {
    if hour == 1 { 12 } else { hour - 1 }
}

fn past_uhr(text: &Text<'_>, next: usize) -> usize {
    text.phrase(next, "uhr").unwrap_or(next)
}

fn is_counted(text: &Text<'_>, next: usize) -> bool {
    !text.ends_before(next) && COUNTED.split_ascii_whitespace().any(|noun| noun == text.folded(next))
}

/// An hour of twelve, in digits or in words.
fn hour(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    small(text, at).filter(|(hour, _)| (1..=12).contains(hour) && !text.folded(at).starts_with("ein") || text.folded(at) == "eins")
}

/// A small number in digits or one word.
fn small(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let word = text.folded(at);
    let number = number_of(word).or_else(|| number::german_word(word).and_then(|number| i8::try_from(number).ok()))?;
    (0..60).contains(&number).then_some((number, at + 1))
}

fn number_of(digits: &str) -> Option<i8> {
    if digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}
