//! Addresses of actions that hold values of a call: `https://salon.example/appointments/{{ reference }}`.
//!
//! A value fills a segment of the path, a part of one, or the value of a parameter, and never leaves it: whatever could end it is
//! percent-encoded. Scheme, host and port stand in the bot, so that they can be judged when it is loaded.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::graph::Action;

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// Written in the bot.
    Literal(&'a str),
    /// The value of this field of `with`.
    Field(&'a str),
}

/// What stands between braces is no field, or stands where no value may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Misplaced {
    /// An expression, a block, or a brace alone.
    #[error("only the name of a field stands in the braces of an address")]
    NoField,
    /// Behind `#`.
    #[error("what stands behind `#` is never sent")]
    Fragment,
    /// The name of a parameter.
    #[error("the name of a parameter can't be a value")]
    Parameter,
    /// A backslash is a slash to some servers.
    #[error("an address with values has no backslash")]
    Backslash,
}

/// A value that can't stand in an address: none, an empty one, a sum, or one that makes the segment `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a value can't stand in the address of `{action}`")]
pub struct AddressError {
    /// The action.
    pub action: String,
}

/// The fields of `with` that stand in an address, in order.
pub(super) fn fields(url: &str) -> Result<Vec<&str>, Misplaced> {
    let (mut fields, mut before) = (Vec::new(), String::new());
    for part in parts(url)? {
        match part {
            Part::Literal(text) => before.push_str(text),
            Part::Field(name) => {
                let query = before.split_once('?').map(|(_, query)| query);
                let parameter = query.and_then(|query| query.rsplit('&').next());
                if before.contains('#') {
                    return Err(Misplaced::Fragment);
                }
                if parameter.is_some_and(|parameter| !parameter.contains('=')) {
                    return Err(Misplaced::Parameter);
                }
                fields.push(name);
            }
        }
    }
    if !fields.is_empty() && url.contains('\\') { Err(Misplaced::Backslash) } else { Ok(fields) }
}

fn parts(url: &str) -> Result<Vec<Part<'_>>, Misplaced> {
    let (mut parts, mut rest) = (Vec::new(), url);
    while let Some((literal, behind)) = rest.split_once("{{") {
        let (name, behind) = behind.split_once("}}").ok_or(Misplaced::NoField)?;
        let name = name.trim();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name {
            return Err(Misplaced::NoField);
        }
        parts.extend([Part::Literal(literal), Part::Field(name)]);
        rest = behind;
    }
    parts.push(Part::Literal(rest));
    let stray = |part: &Part<'_>| matches!(part, Part::Literal(text) if text.contains(['{', '}']));
    if parts.iter().any(stray) { Err(Misplaced::NoField) } else { Ok(parts) }
}

impl Action {
    /// The address of a call: the fields that stand in it are taken out of those that are sent as the body.
    ///
    /// # Errors
    /// A field is not there, or its value can't stand in an address.
    pub fn address(&self, body: &mut Map<String, Value>) -> Result<String, AddressError> {
        let refused = || AddressError { action: self.name.to_string() };
        let parts = parts(&self.url).map_err(|_| refused())?;
        let mut address = String::new();
        for part in &parts {
            match part {
                Part::Literal(text) => address.push_str(text),
                Part::Field(name) => address.push_str(&encoded(body.get(*name).and_then(written).ok_or_else(refused)?.as_str())),
            }
        }
        if parts.len() > 1 && leaves_its_place(&address) {
            return Err(refused());
        }
        for part in &parts {
            if let Part::Field(name) = part {
                body.remove(*name);
            }
        }
        Ok(address)
    }
}

/// A value as it is written; an empty one would call another address.
#[expect(clippy::wildcard_enum_match_arm, reason = "nothing, lists and mappings have no written form")]
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// All but the unreserved characters (RFC 3986 section 2.3) as percent and two digits for each byte.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Whether a segment of the path is `.` or `..`, which clients resolve, encoded ones too (URL Standard, "double-dot URL path segment").
fn leaves_its_place(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.split('/').skip(3).any(|segment| matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | ".."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::ActionName;

    fn check(url: &str, value: Value, expected: Option<&str>) {
        let action = Action {
            name: ActionName::new("move").unwrap(),
            method: "PUT".into(),
            url: url.into(),
            headers: Vec::new(),
            timeout_ms: 1,
            retries: crate::flow::Retries::default(),
            reads_only: false,
        };
        let mut body = Map::from_iter([("ref".to_owned(), value), ("day".to_owned(), json!("2026-03-02"))]);
        assert_eq!(action.address(&mut body).ok().as_deref(), expected, "{url}");
        if expected.is_some() {
            assert!(!body.contains_key("ref") && body.contains_key("day"));
        }
    }

    #[test]
    fn a_value_fills_a_segment_or_a_parameter_and_never_leaves_it() {
        let url = "https://salon.example/appointments/{{ ref }}";
        check(url, json!("V-123"), Some("https://salon.example/appointments/V-123"));
        check(url, json!("../admin"), Some("https://salon.example/appointments/..%2Fadmin"));
        check(url, json!("a/b?c#d@e:f\\g%2e"), Some("https://salon.example/appointments/a%2Fb%3Fc%23d%40e%3Af%5Cg%252e"));
        check(url, json!("è & è"), Some("https://salon.example/appointments/%C3%A8%20%26%20%C3%A8"));
        check(url, json!(7), Some("https://salon.example/appointments/7"));
        check("https://salon.example/a?ref={{ref}}&x=1", json!("1&x=2"), Some("https://salon.example/a?ref=1%26x%3D2&x=1"));
        check("https://salon.example/a/r-{{ref}}/b", json!(".."), Some("https://salon.example/a/r-../b"));
    }

    #[test]
    fn what_would_call_another_address_is_refused() {
        let url = "https://salon.example/appointments/{{ ref }}";
        for value in [json!("."), json!(".."), json!(""), json!(null), json!({"amount": "1"}), json!(["a"])] {
            check(url, value, None);
        }
        check("https://salon.example/appointments/.{{ ref }}", json!("."), None);
        check("https://salon.example/appointments/%2e{{ ref }}/x", json!("."), None);
        check("https://salon.example/appointments/{{ other }}", json!("a"), None);
    }

    #[test]
    fn a_value_stands_in_the_path_or_in_a_parameter() {
        assert_eq!(fields("https://a.example/{{ x }}/b-{{y}}?c={{ z }}&d=d{{ x }}"), Ok(vec!["x", "y", "z", "x"]));
        assert_eq!(fields("https://a.example/plain"), Ok(vec![]));
        assert_eq!(fields("https://a.example/?{{ x }}=1"), Err(Misplaced::Parameter));
        assert_eq!(fields("https://a.example/?a=1&{{ x }}"), Err(Misplaced::Parameter));
        assert_eq!(fields("https://a.example/#{{ x }}"), Err(Misplaced::Fragment));
        assert_eq!(fields("https://a.example/\\{{ x }}"), Err(Misplaced::Backslash));
        for wrong in ["{{ slots.x }}", "{{ x | lower }}", "{% if x %}", "{x}", "{{ x", "}}", "{{}}"] {
            assert_eq!(fields(&format!("https://a.example/{wrong}")), Err(Misplaced::NoField), "{wrong}");
        }
    }
}
