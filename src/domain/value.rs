//! What a slot can hold.

use std::fmt;

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::duration::Duration;
use super::interval::Interval;
use super::money::Money;

/// The value of a slot, already normalised; its `Debug` never shows the content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum SlotValue {
    /// Free text, a person's name, an e-mail address, a phone number (E.164), a web address, an IBAN.
    Text(String),
    /// A number.
    Number(f64),
    /// A yes (`true`) or no (`false`).
    YesNo(bool),
    /// A calendar day.
    Date(Date),
    /// A sum of money.
    Money(Money),
    /// A time of day, to the minute.
    Time(Time),
    /// A day and a time of day, where the conversation is.
    DateTime(Zoned),
    /// A length of time.
    Duration(Duration),
    /// What lies between two days, times or moments.
    Interval(Interval),
    /// The canonical name of a declared entity value, such as `driver`.
    Choice(String),
}

impl SlotValue {
    /// Whether it is a yes or a no.
    pub fn is_yes_no(&self) -> bool {
        matches!(self, Self::YesNo(_))
    }

    /// The value as plain JSON, as expressions, actions and tests see it: text, number, boolean, `YYYY-MM-DD`, `HH:MM`,
    /// `{"amount": "12.50", "currency": "EUR"}`, RFC 3339 with the zone's offset, ISO 8601 (`P2W`), or `{"from": …, "to": …}`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Choice(text) => text.clone().into(),
            Self::Number(number) => json_number(*number),
            Self::YesNo(yes) => (*yes).into(),
            Self::Date(date) => date.to_string().into(),
            Self::Money(money) => money.to_json(),
            Self::Time(time) => clock_time(*time).into(),
            Self::DateTime(at) => moment(at).into(),
            Self::Duration(duration) => duration.to_string().into(),
            Self::Interval(interval) => interval.to_json(),
        }
    }
}

/// A time of day written as `HH:MM`.
pub fn time_of(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let number =
        |digits: &str| if digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

/// A time of day as `HH:MM`.
pub(super) fn clock_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A moment as RFC 3339 with the offset of its zone.
pub(super) fn moment(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A moment written as RFC 3339 with an offset, to the second, in a zone of that offset.
pub fn moment_of(text: &str) -> Option<Zoned> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    pieces.date().to_datetime(pieces.time()?).to_zoned(TimeZone::fixed(offset)).ok()
}

/// Whether a text is a phone number as it is kept (E.164): a plus sign and 7 to 15 digits.
pub fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whole numbers print as `3`, not `3.0`.
fn json_number(number: f64) -> serde_json::Value {
    #[expect(clippy::cast_possible_truncation, reason = "the value is whole and far inside the range of i64")]
    if number.fract() == 0.0 && number.abs() < 9e15 { (number as i64).into() } else { number.into() }
}

impl fmt::Debug for SlotValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_plain_json_for_authors_and_hidden_from_debug() {
        assert_eq!(SlotValue::Number(3.0).to_json(), serde_json::json!(3));
        assert_eq!(SlotValue::Number(0.5).to_json(), serde_json::json!(0.5));
        assert_eq!(SlotValue::Date(jiff::civil::date(2026, 3, 4)).to_json(), serde_json::json!("2026-03-04"));
        assert_eq!(SlotValue::Time(jiff::civil::time(9, 5, 0, 0)).to_json(), serde_json::json!("09:05"));
        let price = SlotValue::Money(Money::new("12.5", "EUR").unwrap());
        assert_eq!(price.to_json(), serde_json::json!({"amount": "12.50", "currency": "EUR"}));
        assert_eq!(format!("{:?} {price:?}", SlotValue::Text("Ada".into())), "[redacted] [redacted]");
    }

    #[test]
    fn a_stored_value_comes_back_as_it_was() {
        for value in [
            SlotValue::Number(0.5),
            SlotValue::Money(Money::new("12.50", "GBP").unwrap()),
            SlotValue::Time(jiff::civil::time(23, 59, 0, 0)),
            SlotValue::Text("+393331234567".into()),
            SlotValue::DateTime("2026-03-05T10:00+01:00[Europe/Rome]".parse().unwrap()),
            SlotValue::Duration("PT1H30M".parse().unwrap()),
            SlotValue::Interval(Interval::Dates(jiff::civil::date(2026, 3, 9), jiff::civil::date(2026, 3, 13))),
        ] {
            let stored = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<SlotValue>(&stored).unwrap(), value);
        }
    }

    #[test]
    fn a_moment_has_the_offset_of_its_zone() {
        let at: Zoned = "2026-07-05T10:00+02:00[Europe/Rome]".parse().unwrap();
        assert_eq!(SlotValue::DateTime(at.clone()).to_json(), serde_json::json!("2026-07-05T10:00:00+02:00"));
        assert_eq!(moment_of("2026-07-05T10:00:00+02:00"), Some(at));
        assert!(moment_of("2026-07-05T10:00:00").is_none() && moment_of("2026-07-05").is_none() && moment_of("soon").is_none());
    }

    #[test]
    fn times_and_phone_numbers_have_one_form() {
        assert_eq!(time_of("09:30"), Some(jiff::civil::time(9, 30, 0, 0)));
        for wrong in ["9:30", "24:00", "09:60", "09:30:00", "0930", "+9:30", ""] {
            assert_eq!(time_of(wrong), None, "{wrong}");
        }
        assert!(is_phone("+393331234567") && !is_phone("393331234567") && !is_phone("+39 333") && !is_phone("+39"));
    }
}
