//! How long something lasts.

use jiff::fmt::temporal::SpanPrinter;
use jiff::{Span, SpanFieldwise};
use serde::{Deserialize, Serialize};

/// A length of time, as it was said: two weeks are not fourteen days. Its `Debug` never shows it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Duration(SpanFieldwise);

/// No length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no length of time in ISO 8601, such as `P2W` or `PT1H30M`")]
pub struct NoDuration;

impl Duration {
    /// The length of a span that is neither negative nor nothing at all.
    pub fn new(span: Span) -> Option<Self> {
        (span.is_positive()).then_some(Self(span.fieldwise()))
    }

    /// The span of its units.
    pub fn span(self) -> Span {
        self.0.0
    }
}

impl std::fmt::Display for Duration {
    /// ISO 8601: `P2W`, `PT1H30M`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&SpanPrinter::new().span_to_string(&self.span()))
    }
}

impl std::str::FromStr for Duration {
    type Err = NoDuration;

    fn from_str(text: &str) -> Result<Self, NoDuration> {
        // Else jiff's own, friendly form would be read as well.
        let span = if text.starts_with('P') { text.parse().map_err(|_| NoDuration)? } else { return Err(NoDuration) };
        Self::new(span).ok_or(NoDuration)
    }
}

impl TryFrom<String> for Duration {
    type Error = NoDuration;

    fn try_from(text: String) -> Result<Self, NoDuration> {
        text.parse()
    }
}

impl From<Duration> for String {
    fn from(duration: Duration) -> Self {
        duration.to_string()
    }
}

impl std::fmt::Debug for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_duration_is_kept_in_the_units_it_was_said_in() {
        for (span, written) in [
            (2.weeks(), "P2W"),
            (14.days(), "P14D"),
            (1.hour().minutes(30), "PT1H30M"),
            (1.year().months(6), "P1Y6M"),
            (90.seconds(), "PT90S"),
        ] {
            let duration = Duration::new(span).unwrap();
            assert_eq!(duration.to_string(), written);
            assert_eq!(written.parse(), Ok(duration));
            assert_eq!(serde_json::from_str::<Duration>(&serde_json::to_string(&duration).unwrap()).unwrap(), duration);
        }
        assert_ne!(Duration::new(2.weeks()), Duration::new(14.days()));
        for wrong in ["", "2 weeks", "-P1D", "P", "PT0S", "2h"] {
            assert_eq!(wrong.parse::<Duration>(), Err(NoDuration), "{wrong}");
        }
        assert_eq!(format!("{:?}", Duration::new(1.day())), "Some([redacted])");
    }
}
