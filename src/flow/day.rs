//! The filter `day`: a day as people say it, `{{ slots.start_on | day }}`.

use jiff::civil::{Date, Weekday};
use minijinja::{State, Value};

/// The names of days and months, from Monday and from January.
struct Names {
    days: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Names = Names {
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
};

const ITALIAN: Names = Names {
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

/// `2026-12-27` as `Sunday 27 December 2026`, in the language of the conversation.
///
/// In a language whose names it doesn't know the date stays as it is, and so does what is no date.
pub(super) fn day(state: &State, value: &Value) -> Value {
    let lang = state.lookup("lang");
    let names = match lang.as_ref().and_then(Value::as_str) {
        Some("en") => &ENGLISH,
        Some("it") => &ITALIAN,
        _ => return value.clone(),
    };
    let said = value.as_str().and_then(|text| text.parse().ok()).and_then(|date| said(date, names));
    said.map_or_else(|| value.clone(), Value::from)
}

fn said(date: Date, names: &Names) -> Option<String> {
    let day = names.days.get(usize::try_from(date.weekday().since(Weekday::Monday)).ok()?)?;
    let month = names.months.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
    Some(format!("{day} {} {month} {}", date.day(), date.year()))
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
        check("it", json!("2027-01-04"), &json!("lunedì 4 gennaio 2027"));
        check("fi", json!("2027-01-04"), &json!("2027-01-04"));
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        check("en", json!("cook"), &json!("cook"));
        check("en", json!(3), &json!(3));
    }
}
