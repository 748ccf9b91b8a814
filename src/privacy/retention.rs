//! How long something is kept, as authors write it: `30 days`, `6 months`, `2 years`.

use crate::domain::Retention;

/// How long a person's data is kept after the last message unless a shorter time is set.
pub const DEFAULT_RETENTION: Retention = Retention::Months(24);

/// The longest month; 24 of these days are compared with 24 months, so that `730 days` is not longer than two years.
const LONGEST_MONTH_DAYS: u32 = 31;

/// Reads a retention: a whole number above 0 and `days`, `weeks`, `months` or `years`. Nothing if it is not one.
pub fn parse_retention(text: &str) -> Option<Retention> {
    let (number, unit) = text.trim().split_once(char::is_whitespace)?;
    let number: u16 = number.parse().ok().filter(|number| *number > 0)?;
    match unit.trim() {
        "day" | "days" => Some(Retention::Days(number)),
        "week" | "weeks" => number.checked_mul(7).map(Retention::Days),
        "month" | "months" => Some(Retention::Months(number)),
        "year" | "years" => number.checked_mul(12).map(Retention::Months),
        _ => None,
    }
}

/// Whether it is longer than [`DEFAULT_RETENTION`], so that the controller must write down why.
pub fn is_longer_than_default(retention: Retention) -> bool {
    longest_days(retention) > longest_days(DEFAULT_RETENTION)
}

fn longest_days(retention: Retention) -> u32 {
    match retention {
        Retention::Days(days) => days.into(),
        Retention::Months(months) => u32::from(months) * LONGEST_MONTH_DAYS,
    }
}

/// Whether one time is longer than another; months count as a twelfth of 365 days, so that a year is 365 days.
pub(super) fn is_longer(retention: Retention, than: Retention) -> bool {
    let days_by_twelve = |retention| match retention {
        Retention::Days(days) => u32::from(days) * 12,
        Retention::Months(months) => u32::from(months) * 365,
    };
    days_by_twelve(retention) > days_by_twelve(than)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_write_days_weeks_months_and_years() {
        assert_eq!(parse_retention("30 days"), Some(Retention::Days(30)));
        assert_eq!(parse_retention("1 day"), Some(Retention::Days(1)));
        assert_eq!(parse_retention("2 weeks"), Some(Retention::Days(14)));
        assert_eq!(parse_retention("6 months"), Some(Retention::Months(6)));
        assert_eq!(parse_retention("1 year"), Some(Retention::Months(12)));
    }

    #[test]
    fn anything_else_is_no_retention() {
        for text in ["", "6", "months", "0 days", "-1 days", "6months", "6 moons", "99999 days", "9999 years", "6 months or so"] {
            assert_eq!(parse_retention(text), None, "{text}");
        }
    }

    #[test]
    fn more_than_24_months_is_long() {
        for (text, long) in [("24 months", false), ("2 years", false), ("730 days", false), ("25 months", true), ("3 years", true)] {
            assert_eq!(parse_retention(text).map(is_longer_than_default), Some(long), "{text}");
        }
    }
}
