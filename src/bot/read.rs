//! Small readers that the parts of a bot share: names, needed keys, durations.

use std::fmt::Display;
use std::time::Duration;

use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::NameError;
use crate::yaml::Node;

/// A checked name; a finding if the text is none.
pub(super) fn name<T>(make: impl Fn(&str) -> Result<T, NameError>, text: &str, span: &Span, findings: &mut Findings) -> Option<T> {
    let checked = make(text);
    if let Err(error) = &checked {
        findings.push(Diagnostic::error("invalid-name", format!("`{text}` is no name here: {error}"), span).help("rename it"));
    }
    checked.ok()
}

/// The checked name that a scalar holds; a finding if it holds none.
pub(super) fn name_in<T>(make: impl Fn(&str) -> Result<T, NameError>, node: &Node, findings: &mut Findings) -> Option<T> {
    let text = node.expect_text(findings)?;
    name(make, text, &node.span, findings)
}

/// The value under a key; a finding at `place` if the key is missing.
pub(super) fn needed<'a>(node: &'a Node, key: &str, what: &str, place: &Span, help: &str, findings: &mut Findings) -> Option<&'a Node> {
    let value = node.get(key);
    if value.is_none() && !node.has_misspelt(key) {
        findings.push(Diagnostic::error("missing-key", format!("{what} has no `{key}`"), place).help(help));
    }
    value
}

/// A finding about something that the format knows and this version does not do yet.
pub(super) fn not_yet(what: impl Display, span: &Span) -> Diagnostic {
    Diagnostic::error("not-yet-supported", format!("{what} is not supported yet"), span).help("remove it for now")
}

/// A duration such as `10 min`; a finding if the scalar is none.
pub(super) fn duration(node: &Node, findings: &mut Findings) -> Option<Duration> {
    let text = node.expect_text(findings)?;
    let duration = parse_duration(text);
    if duration.is_none() {
        let found = Diagnostic::error("invalid-duration", format!("`{text}` is no duration"), &node.span);
        findings.push(found.help("write a number and a unit: `30 s`, `10 min`, `2 h`, `3 days`"));
    }
    duration
}

fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = text.trim().split_once(char::is_whitespace)?;
    let number: u64 = number.parse::<u32>().ok()?.into();
    let seconds = match unit.trim() {
        "s" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "day" | "days" => 86_400,
        _ => return None,
    };
    Some(Duration::from_secs(number * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_whole_number_and_a_unit() {
        assert_eq!(parse_duration("10 min"), Some(Duration::from_mins(10)));
        assert_eq!(parse_duration("2 days"), Some(Duration::from_hours(48)));
        for text in ["", "10", "min", "-1 s", "1.5 h", "10 moons", "99999999999 s"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
