//! The filter `day`: a day as people say it, `{{ slots.start_on | day }}`; and `weekday`: the day of the week, as conditions compare it.

use jiff::civil::{Date, Weekday};
use minijinja::{Error, ErrorKind, State, Value};

/// The names of days and months, from Monday and from January.
struct Names {
    /// How a day is written, with these for its parts: `{day}`, `{n}`, `{month}`, `{year}`.
    form: &'static str,
    /// The first of a month.
    first: &'static str,
    days: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Names = Names {
    form: "{day} {n} {month} {year}",
    first: "1",
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
};

const GERMAN: Names = Names {
    form: "{day}, {n}. {month} {year}",
    first: "1",
    days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    months: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
};

const ITALIAN: Names = Names {
    form: "{day} {n} {month} {year}",
    first: "1",
    days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
};

const FRENCH: Names = Names {
    form: "{day} {n} {month} {year}",
    first: "1er",
    days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
};

const SPANISH: Names = Names {
    form: "{day} {n} de {month} de {year}",
    first: "1",
    days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
};

/// `2026-12-27` as `Sunday 27 December 2026`, in the language of the conversation.
///
/// In a language whose names it doesn't know the date stays as it is, and so does what is no date.
pub(super) fn day(state: &State, value: &Value) -> Value {
    let lang = state.lookup("lang");
    let names = match lang.as_ref().and_then(Value::as_str) {
        Some("en") => &ENGLISH,
        Some("de") => &GERMAN,
        Some("it") => &ITALIAN,
        Some("fr") => &FRENCH,
        Some("es") => &SPANISH,
        _ => return value.clone(),
    };
    let said = value.as_str().and_then(|text| text.parse().ok()).and_then(|date| said(date, names));
    said.map_or_else(|| value.clone(), Value::from)
}

/// The weekdays as conditions write them, from Monday, whatever the language of the conversation.
pub(super) const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The weekday of a day or of `now`, one of [`WEEKDAYS`]. What is no day has none: an error, since a condition is never silently false.
pub(super) fn weekday(value: &Value) -> Result<Value, Error> {
    let date: Option<Date> = value.as_str().and_then(|text| text.parse().ok());
    let name = date.and_then(|date| WEEKDAYS.get(since_monday(date)?));
    name.map(|name| Value::from(*name)).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "only a day has a weekday"))
}

fn since_monday(date: Date) -> Option<usize> {
    usize::try_from(date.weekday().since(Weekday::Monday)).ok()
}

fn said(date: Date, names: &Names) -> Option<String> {
    let day = names.days.get(since_monday(date)?)?;
    let month = names.months.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
    let n = if date.day() == 1 { names.first.to_owned() } else { date.day().to_string() };
    let year = date.year().to_string();
    Some(
        [("{day}", *day), ("{n}", &n), ("{month}", month), ("{year}", &year)]
            .iter()
            .fold(names.form.to_owned(), |said, (part, text)| said.replace(part, text)),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::expression::{Expression, Scope};

    fn check(lang: &str, value: serde_json::Value, expected: &serde_json::Value) {
        let scope = Scope { value: Some(value), lang: lang.into(), ..Scope::default() };
        assert_eq!(Expression::new("value | day").unwrap().evaluate(&scope).unwrap(), *expected, "{lang}");
    }

    #[test]
    fn a_day_is_said_in_the_language_of_the_conversation() {
        check("en", json!("2026-12-27"), &json!("Sunday 27 December 2026"));
        check("en", json!("2027-02-01"), &json!("Monday 1 February 2027"));
        check("de", json!("2027-03-04"), &json!("Donnerstag, 4. März 2027"));
        check("it", json!("2027-01-04"), &json!("lunedì 4 gennaio 2027"));
        check("fr", json!("2027-02-01"), &json!("lundi 1er février 2027"));
        check("fr", json!("2027-08-15"), &json!("dimanche 15 août 2027"));
        check("es", json!("2027-01-06"), &json!("miércoles 6 de enero de 2027"));
        check("fi", json!("2027-01-04"), &json!("2027-01-04"));
    }

    #[test]
    fn a_weekday_is_the_same_word_in_every_language() {
        let check = |source: &str, value: &str, expected: bool| {
            for lang in ["en", "it", "fi"] {
                let scope =
                    Scope { value: Some(json!(value)), lang: lang.into(), now: "2026-03-02T23:30:00+01:00".into(), ..Scope::default() };
                assert_eq!(Expression::new(source).unwrap().is_true(&scope).unwrap(), expected, "{source} {lang}");
            }
        };
        check("value | weekday == \"sunday\"", "2026-12-27", true);
        check("value | weekday in [\"sunday\", \"monday\"]", "2026-12-28", true);
        check("value | weekday not in [\"sunday\", \"monday\"]", "2026-12-28", false);
        check("now | weekday == \"monday\"", "", true);
    }

    #[test]
    fn what_is_no_day_has_no_weekday() {
        let scope = Scope { value: Some(json!("cook")), ..Scope::default() };
        assert!(Expression::new("value | weekday == \"monday\"").unwrap().is_true(&scope).is_err());
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        check("en", json!("cook"), &json!("cook"));
        check("en", json!(3), &json!(3));
    }
}
