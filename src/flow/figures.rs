//! The filters `money` and `time`: figures as people write them, `{{ slots.price | money }}`, `{{ slots.at | time }}`; and `clock`:
//! the time of day of `now`, as times are kept and compared.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value, escape_formatter};

use crate::domain::{Money, time_of};

/// How a language writes figures.
struct Manner {
    code: &'static str,
    decimal: char,
    group: char,
    /// Whether a currency's symbol stands before the amount.
    symbol_first: bool,
    /// Whether the day has two halves of twelve hours.
    twelve_hours: bool,
}

const MANNERS: [Manner; 5] = [
    Manner { code: "en", decimal: '.', group: ',', symbol_first: true, twelve_hours: true },
    Manner { code: "de", decimal: ',', group: '.', symbol_first: false, twelve_hours: false },
    Manner { code: "it", decimal: ',', group: '.', symbol_first: false, twelve_hours: false },
    // A narrow no-break space groups (Lexique des règles typographiques de l'Imprimerie nationale).
    Manner { code: "fr", decimal: ',', group: '\u{202f}', symbol_first: false, twelve_hours: false },
    Manner { code: "es", decimal: ',', group: '.', symbol_first: false, twelve_hours: false },
];

fn manner(state: &State) -> Option<&'static Manner> {
    let lang = state.lookup("lang");
    MANNERS.iter().find(|manner| lang.as_ref().and_then(Value::as_str) == Some(manner.code))
}

/// A sum as `€1,200.50` or `1.200,50 €`, in the language of the conversation; in others `1200.50 EUR`. What is no sum stays as it is.
pub(super) fn money(state: &State, value: &Value) -> Value {
    let json = serde_json::to_value(value).unwrap_or_default();
    let Some(money) = Money::from_json(&json) else { return value.clone() };
    let Some(manner) = manner(state) else { return format!("{} {}", money.amount(), money.currency()).into() };
    let amount = money.amount();
    let (whole, decimals) = amount.split_once('.').unwrap_or((&amount, ""));
    let mut written = grouped(whole, manner.group);
    if !decimals.is_empty() {
        written.push(manner.decimal);
        written.push_str(decimals);
    }
    let symbol = money.symbol();
    let is_sign = !symbol.ends_with(|c: char| c.is_ascii_alphabetic());
    let said = if manner.symbol_first && is_sign { format!("{symbol}{written}") } else { format!("{written} {symbol}") };
    said.into()
}

/// Writes a value into a text: a sum of money and an interval as people say them, whatever else as minijinja does.
pub(super) fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.kind() != ValueKind::Map {
        return escape_formatter(out, state, value);
    }
    let said = super::spans::interval_said(state, value).unwrap_or_else(|| money(state, value));
    escape_formatter(out, state, &said)
}

/// Groups of three digits.
fn grouped(digits: &str, mark: char) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// A time as `9:30 am` or `09:30`, in the language of the conversation. What is no time stays as it is.
pub(super) fn time(state: &State, value: &Value) -> Value {
    let Some(time) = value.as_str().and_then(time_of) else { return value.clone() };
    if !manner(state).is_some_and(|manner| manner.twelve_hours) {
        return value.clone();
    }
    let hour = if time.hour() % 12 == 0 { 12 } else { time.hour() % 12 };
    format!("{hour}:{:02} {}", time.minute(), if time.hour() < 12 { "am" } else { "pm" }).into()
}

/// The time of day of `now`, such as `15:04`, to compare times with. What holds none is an error, since a condition is never silently false.
pub(super) fn clock(value: &Value) -> Result<Value, Error> {
    let text = value.as_str().unwrap_or_default();
    if time_of(text).is_some() {
        return Ok(value.clone());
    }
    let moment = text.contains('T').then(|| text.parse::<jiff::civil::DateTime>().ok()).flatten();
    let moment = moment.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this holds no time of day"))?;
    Ok(format!("{:02}:{:02}", moment.hour(), moment.minute()).into())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::flow::expression::{Expression, Scope};

    fn check(expression: &str, lang: &str, value: Value, expected: &Value) {
        let scope = Scope { value: Some(value), lang: lang.into(), ..Scope::default() };
        assert_eq!(Expression::new(expression).unwrap().evaluate(&scope).unwrap(), *expected, "{lang}");
    }

    fn euros(amount: &str) -> Value {
        json!({"amount": amount, "currency": "EUR"})
    }

    #[test]
    fn a_sum_is_written_in_the_language_of_the_conversation() {
        check("value | money", "en", euros("12.50"), &json!("€12.50"));
        check("value | money", "it", euros("12.50"), &json!("12,50 €"));
        check("value | money", "en", euros("1234567.00"), &json!("€1,234,567.00"));
        check("value | money", "it", euros("1200.00"), &json!("1.200,00 €"));
        check("value | money", "fr", euros("1200.00"), &json!("1\u{202f}200,00 €"));
        check("value | money", "es", euros("1200.50"), &json!("1.200,50 €"));
        check("value | money", "en", json!({"amount": "200.00", "currency": "CHF"}), &json!("200.00 CHF"));
        check("value | money", "de", euros("1234567.50"), &json!("1.234.567,50 €"));
        check("value | money", "fi", euros("12.50"), &json!("12.50 EUR"));
        check("value | money", "en", json!("free"), &json!("free"));
    }

    #[test]
    fn a_sum_is_written_so_without_the_filter_too() {
        let mut messages = crate::flow::message::Messages::new(crate::domain::Language::new("en").unwrap());
        let (language, key) = (crate::domain::Language::new("it").unwrap(), crate::domain::MessageKey::new("x.y").unwrap());
        let text = crate::flow::message::Message { variants: vec!["Costa {{ slots.price }}.".into()], ..Default::default() };
        messages.add(&language, &key, text).unwrap();
        let mut scope = Scope { lang: "it".into(), ..Scope::default() };
        scope.slots.insert("price".into(), euros("1200.50"));
        assert_eq!(messages.render(&language, &key, 0, &scope).unwrap(), "Costa 1.200,50 €.");
    }

    #[test]
    fn amounts_are_compared_as_numbers() {
        check("value.amount | float > 100", "en", euros("99.99"), &json!(false));
        check("value.amount | float > 100", "en", euros("100.01"), &json!(true));
    }

    #[test]
    fn times_are_compared_with_the_time_of_now() {
        let scope =
            Scope { value: Some(json!("10:00")), now: "2026-03-02T15:04:05+01:00".into(), today: "2026-03-02".into(), ..Scope::default() };
        let check = |source: &str| Expression::new(source).unwrap().is_true(&scope);
        assert!(check("value < now | clock").unwrap());
        assert!(check("now | clock == \"15:04\" and value | clock == value").unwrap());
        assert!(check("today | clock == \"15:04\"").is_err());
    }

    #[test]
    fn a_time_is_written_in_the_language_of_the_conversation() {
        check("value | time", "en", json!("09:30"), &json!("9:30 am"));
        check("value | time", "en", json!("12:00"), &json!("12:00 pm"));
        check("value | time", "en", json!("00:05"), &json!("12:05 am"));
        check("value | time", "de", json!("15:00"), &json!("15:00"));
        check("value | time", "it", json!("15:00"), &json!("15:00"));
        check("value | time", "en", json!("soon"), &json!("soon"));
        check("value < \"12:00\"", "en", json!("09:30"), &json!(true));
    }
}
