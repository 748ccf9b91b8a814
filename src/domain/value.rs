//! What a slot can hold.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The value of a slot, already normalised; its `Debug` never shows the content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum SlotValue {
    /// Free text, a person's name, an e-mail address.
    Text(String),
    /// A number.
    Number(f64),
    /// A yes (`true`) or no (`false`).
    YesNo(bool),
    /// A calendar day.
    Date(Date),
    /// The canonical name of a declared entity value, such as `driver`.
    Choice(String),
}

impl SlotValue {
    /// The value as plain JSON, as expressions, actions and tests see it: text, number, boolean, or `YYYY-MM-DD`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Choice(text) => text.clone().into(),
            Self::Number(number) => json_number(*number),
            Self::YesNo(yes) => (*yes).into(),
            Self::Date(date) => date.to_string().into(),
        }
    }
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
        assert_eq!(format!("{:?}", SlotValue::Text("Ada".into())), "[redacted]");
    }
}
