//! What lies between two days, two times of day, or two moments.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::value::{clock_time, moment, moment_of, time_of};

/// From one point to another of the same sort; both are part of it. Its `Debug` never shows it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// From a day to the same or a later one.
    Dates(Date, Date),
    /// From a time of day to another; what ends earlier goes on past midnight.
    Times(Time, Time),
    /// From a moment to a later one.
    Moments(Zoned, Zoned),
}

impl Interval {
    /// `{"from": …, "to": …}`, each as a slot of its type is written.
    pub fn to_json(&self) -> serde_json::Value {
        let (from, to) = match self {
            Self::Dates(from, to) => (from.to_string(), to.to_string()),
            Self::Times(from, to) => (clock_time(*from), clock_time(*to)),
            Self::Moments(from, to) => (moment(from), moment(to)),
        };
        serde_json::json!({"from": from, "to": to})
    }

    /// What [`Self::to_json`] wrote.
    pub fn from_json(json: &serde_json::Value) -> Option<Self> {
        let (from, to) = (json.get("from")?.as_str()?, json.get("to")?.as_str()?);
        if let (Some(from), Some(to)) = (time_of(from), time_of(to)) {
            return Some(Self::Times(from, to));
        }
        if let (Some(from), Some(to)) = (moment_of(from), moment_of(to)) {
            return (from <= to).then_some(Self::Moments(from, to));
        }
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then_some(Self::Dates(from, to))
    }
}

impl std::fmt::Debug for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn an_interval_survives_its_json_and_its_storage() {
        let moment = |text: &str| text.parse::<Zoned>().unwrap();
        for (interval, from) in [
            (Interval::Dates(date(2026, 3, 9), date(2026, 3, 13)), "2026-03-09"),
            (Interval::Times(time(22, 0, 0, 0), time(2, 0, 0, 0)), "22:00"),
            (
                Interval::Moments(moment("2026-03-09T10:00+01:00[Europe/Rome]"), moment("2026-03-09T12:00+01:00[Europe/Rome]")),
                "2026-03-09T10:00:00+01:00",
            ),
        ] {
            assert_eq!(interval.to_json()["from"], from);
            assert_eq!(Interval::from_json(&interval.to_json()).as_ref(), Some(&interval));
            assert_eq!(serde_json::from_str::<Interval>(&serde_json::to_string(&interval).unwrap()).unwrap(), interval);
        }
        for wrong in
            [r#"{"from": "2026-03-09"}"#, r#"{"from": "2026-03-09", "to": "2026-03-08"}"#, r#"{"from": "09:00", "to": "2026-03-08"}"#]
        {
            assert!(Interval::from_json(&serde_json::from_str(wrong).unwrap()).is_none(), "{wrong}");
        }
    }
}
