//! Dates counted from today: `tomorrow`, `next Monday`, `in two weeks`, `end of month`, `asap`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::super::number;
use super::super::super::text::Text;
use super::super::{Day, Part, Said, Unit, counted_from, end_of_year, later, next_monday, phrases};
use super::named::{part, weekday};
use crate::domain::Strength;

/// Days by name, and how far they are; with the misspellings that everybody makes.
const DAYS: &[(&str, i32)] = &[
    ("today", 0),
    ("tonight", 0),
    ("a week today", 7),
    ("today week", 7),
    ("a week tomorrow", 8),
    ("tomorrow week", 8),
    ("tomorrow in a week", 8),
    ("tomorrow", 1),
    ("tommorow", 1),
    ("tomorow", 1),
    ("tommorrow", 1),
    ("tmrw", 1),
    ("tmr", 1),
    ("2moro", 1),
    ("2morrow", 1),
    ("tomoz", 1),
    ("the day after tmrw", 2),
    ("day after tmrw", 2),
    ("the day after tomorrow", 2),
    ("day after tomorrow", 2),
    ("overmorrow", 2),
    ("yesterday", -1),
    ("the day before yesterday", -2),
    ("day before yesterday", -2),
];

/// Ways to say "at once".
const AT_ONCE: &[&str] = &[
    "asap",
    "as soon as possible",
    "as soon as you like",
    "immediately",
    "immediatly",
    "imediately",
    "immediatley",
    "whenever",
    "any day",
    "right away",
    "rightaway",
    "straight away",
    "straightaway",
    "at once",
    "right now",
    "now",
    "anytime",
    "any time",
    "effective immediately",
];

/// Words that make "now" a date even when nobody asked for one.
pub(super) const BEGIN: &[&str] =
    &["start", "begin", "starting", "available", "free", "join", "work", "working", "come", "arrive", "leave", "commence", "onboard"];

/// The relative date that starts at an index.
pub(super) fn at(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    [
        phrases::by_name(text, at, today, DAYS),
        phrases::at_once(text, at, today, AT_ONCE, BEGIN),
        counted(text, at, today),
        notice(text, at, today),
        after_next(text, at, today),
        next_or_last(text, at, today),
        part_of(text, at, today),
        on_weekday(text, at, today),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|said| said.next)
}

/// `in 10 days`, `within a fortnight`, `two weeks from now`, `3 days ago`.
fn counted(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (preposition, from) = match text.folded(at) {
        "in" | "within" => (true, at + 1),
        _ => (false, at),
    };
    let from = ["about", "around", "roughly"].iter().find_map(|word| text.phrase(from, word)).unwrap_or(from);
    let (count, next) = count(text, from)?;
    let (sign, after) = ["from now", "from today", "later", "ahead"]
        .iter()
        .find_map(|phrase| text.phrase(next + 1, phrase))
        .map(|after| (1, after))
        .or_else(|| text.phrase(next + 1, "ago").map(|after| (-1, after)))
        .unwrap_or((1, next + 1));
    if !preposition && after == next + 1 {
        return None;
    }
    // "In 3 weeks' time."
    let after = text.phrase(after, "time").unwrap_or(after);
    Said::clear(from_today(today, sign * count, text.folded(next)), after)
}

/// The day that lies some days, weeks, months or years away.
fn from_today(today: Date, count: i32, unit: &str) -> Option<Day> {
    let (unit, count) = match unit {
        "day" | "days" => (Unit::Days, count),
        "week" | "weeks" | "wk" | "wks" => (Unit::Weeks, count),
        "fortnight" | "fortnights" => (Unit::Weeks, count.checked_mul(2)?),
        "month" | "months" => (Unit::Months, count),
        "year" | "years" => (Unit::Years, count),
        _ => return None,
    };
    counted_from(today, count, unit)
}

/// `2 weeks' notice`, `my notice period is three months`: the day on which a notice given today is over, as an answer.
fn notice(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    if let Some(next) = text.phrase(at, "notice period") {
        let next = ["is", "of"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let (count, unit) = count(text, next)?;
        return Said::if_asked(from_today(today, count, text.folded(unit)), unit + 1);
    }
    let (count, unit) = count(text, at)?;
    let next = ["notice", "of notice"].iter().find_map(|phrase| text.phrase(unit + 1, phrase))?;
    Said::if_asked(from_today(today, count, text.folded(unit)), next)
}

/// `the week after next`, `the month after next`, `Monday after next`.
fn after_next(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let at = text.phrase(at, "the").unwrap_or(at);
    let next = text.phrase(at + 1, "after next")?;
    let day = match text.folded(at) {
        "week" => later(next_monday(today)?, 1.week()),
        "month" => later(today.first_of_month(), 2.months()),
        word => weekday(word).and_then(|(weekday, _)| week_after(today, weekday)),
    };
    Said::clear(day, next)
}

fn count(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    super::super::count(text, at, &number::ENGLISH, &["a", "an"])
}

/// `next Monday`, `this Friday`, `last week`, `Tuesday next week`.
fn next_or_last(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let word = text.folded(at + 1);
    match text.folded(at) {
        "next" | "coming" => {
            let day = match word {
                "week" => return on_day_of_week(text, at + 2, next_monday(today)?),
                "weekend" => today.nth_weekday(1, Weekday::Saturday).ok().map(Day::Fixed),
                "month" => today.first_of_month().checked_add(1.month()).ok().map(Day::Fixed),
                "year" => Date::new(today.year().checked_add(1)?, 1, 1).ok().map(Day::Fixed),
                word => weekday(word).and_then(|(weekday, _)| today.nth_weekday(1, weekday).ok()).map(Day::Fixed),
            };
            Said::clear(day, at + 2)
        }
        "this" => {
            let saturday = word == "weekend";
            let wanted = if saturday { Weekday::Saturday } else { weekday(word)?.0 };
            // From today on: said on a Friday, "this Friday" is today.
            let day = today.yesterday().ok()?.nth_weekday(1, wanted).ok();
            Said::clear(day.map(Day::Fixed), at + 2)
        }
        "last" | "past" => {
            let around = match word {
                "week" => today.checked_sub(1.week()).ok(),
                "month" => today.checked_sub(1.month()).ok(),
                "year" => today.checked_sub(1.year()).ok(),
                _ => None,
            };
            // "I moved last year" tells of no day unless one was asked for.
            let day = weekday(word).and_then(|(weekday, _)| today.nth_weekday(-1, weekday).ok());
            Said::if_asked(around.map(Day::Fixed), at + 2).or_else(|| Said::clear(day.map(Day::Fixed), at + 2))
        }
        _ => None,
    }
}

/// After "next week": nothing, or the weekday in it.
fn on_day_of_week(text: &Text<'_>, next: usize, monday: Date) -> Option<Said> {
    let day_at = text.phrase(next, "on").unwrap_or(next);
    match weekday(text.folded(day_at)).filter(|(_, whole)| *whole) {
        Some((weekday, _)) => {
            let days = i32::from(weekday.to_monday_zero_offset());
            Said::clear(later(monday, days.days()), day_at + 1)
        }
        None => Said::clear(Some(Day::Fixed(monday)), next),
    }
}

/// `end of month`, `the end of next week`, `beginning of next month`, `mid next month`.
fn part_of(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    let (part, next) = part(text, at)?;
    // "I was late this week": without "of" only what comes.
    let adjective = next.checked_sub(1).is_none_or(|last| text.folded(last) != "of");
    if adjective && !matches!(text.folded(next), "next" | "month") {
        return None;
    }
    let next = ["the", "this"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
    let (coming, next) = text.phrase(next, "next").map_or((false, next), |next| (true, next));
    let next_month = || today.first_of_month().checked_add(1.month()).ok();
    let day = match (text.folded(next), coming, part) {
        ("month", false, Part::End) => Some(today.last_of_month()),
        // "The start of the month" looks ahead.
        ("month", _, Part::Start) => next_month(),
        ("month", false, Part::Middle) => return Said::clear(Some(Day::Monthly { day: 15 }), next + 1),
        ("month", true, Part::Middle) => next_month()?.checked_add(14.days()).ok(),
        ("month", true, Part::End) => next_month().map(Date::last_of_month),
        ("week", false, Part::End) => today.yesterday().ok()?.nth_weekday(1, Weekday::Friday).ok(),
        ("week", true, Part::End) => next_monday(today)?.checked_add(4.days()).ok(),
        ("week", true, Part::Middle) => next_monday(today)?.checked_add(2.days()).ok(),
        ("week", _, Part::Start) => next_monday(today),
        ("year", false, Part::End) => Some(end_of_year(today)),
        ("year", true, Part::End) => end_of_year(today).checked_add(1.year()).ok(),
        ("year", true, Part::Middle) => Date::new(today.year().checked_add(1)?, 7, 1).ok(),
        ("year", _, Part::Start) => end_of_year(today).tomorrow().ok(),
        _ => None,
    };
    Said::clear(day.map(Day::Fixed), next + 1)
}

/// The day a week after the next such weekday.
fn week_after(today: Date, day: Weekday) -> Option<Day> {
    later(today.nth_weekday(1, day).ok()?, 1.week())
}

/// `Monday`, `Tuesday next week`, `Friday week`, `a week on Friday`; abbreviations need "on" or to be asked for.
fn on_weekday(text: &Text<'_>, at: usize, today: Date) -> Option<Said> {
    if let Some(next) = ["a week on", "a week from", "a week this", "a week next"].iter().find_map(|phrase| text.phrase(at, phrase)) {
        return Said::clear(week_after(today, weekday(text.folded(next))?.0), next + 1);
    }
    let (day, whole) = weekday(text.folded(at))?;
    if let Some(next) = text.phrase(at + 1, "week") {
        return Said::clear(week_after(today, day), next);
    }
    if let Some(next) = text.phrase(at + 1, "next week").or_else(|| text.phrase(at + 1, "of next week")) {
        let days = i32::from(day.to_monday_zero_offset());
        return Said::clear(later(next_monday(today)?, days.days()), next);
    }
    if let Some(said) = tied(text, at, day, today) {
        return Some(said);
    }
    let preposition = at.checked_sub(1).is_some_and(|before| matches!(text.folded(before), "on" | "by" | "until" | "till" | "from"));
    let said = if whole || preposition { Said::clear } else { Said::if_asked };
    said(Some(Day::Weekly(day)), at + 1)
}

/// "The Tuesday after the fair", "the Friday before 6 January": it hangs on another day, and is none where that is not known. "Tuesday
/// after 3" and "after lunch" tell an hour.
fn tied(text: &Text<'_>, at: usize, day: Weekday, today: Date) -> Option<Said> {
    let (nth, next) =
        [("after", 1), ("before", -1), ("following", 1)].iter().find_map(|(word, nth)| Some((*nth, text.phrase(at + 1, word)?)))?;
    let said = super::said(text, next, today).filter(|said| !matches!(said.day, Day::Weekly(_)));
    if let Some(other) = said.as_ref().and_then(|said| said.day.next(today)) {
        return Said::clear(other.nth_weekday(nth, day).ok().map(Day::Fixed), said.map_or(next, |said| said.next));
    }
    let article = at.checked_sub(1).is_some_and(|before| text.folded(before) == "the");
    let noun = text.phrase(next, "the").or_else(|| text.phrase(next, "my")).or_else(|| text.phrase(next, "our")).unwrap_or(next);
    let hour = matches!(
        text.folded(noun),
        "" | "lunch" | "work" | "noon" | "school" | "class" | "classes" | "midday" | "breakfast" | "dinner" | "that" | "about" | "around"
    ) || text.folded(noun).starts_with(|c: char| c.is_ascii_digit())
        || (number::ENGLISH.spelled)(text, noun).is_some();
    (!hour && (article || noun > next)).then_some(Said { day: Day::Nothing, next: noun + 1, strength: Strength::Clear })
}
