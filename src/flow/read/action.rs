//! HTTP actions.

use super::{fields, key_name, secret};
use crate::diagnostics::{Diagnostic, Findings, closest};
use crate::domain::{ActionName, Basis};
use crate::flow::address;
use crate::flow::draft::ActionDraft;
use crate::flow::graph::{Action, HeaderValue, Retries};
use crate::yaml::{Entry, Node};

const ACTION_KEYS: &[&str] = &["method", "url", "headers", "timeout", "retries", "reads_only", "recipient"];
const RETRIES_KEYS: &[&str] = &["attempts", "backoff"];
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
/// `transfer`, the ground for sending data to a third country, is checked by the bot room with the other privacy checks.
const RECIPIENT_KEYS: &[&str] = &["name", "country", "basis", "transfer"];

/// When a call is given up, unless `timeout` says otherwise.
const DEFAULT_TIMEOUT_MS: u32 = 5_000;
/// How often a call is tried and how long the first pause is, unless `retries` says otherwise.
const DEFAULT_ATTEMPTS: u32 = 3;
const DEFAULT_BACKOFF_MS: u32 = 200;
const MOST_ATTEMPTS: u32 = 5;
/// The longest time-out.
const LONGEST_TIMEOUT_MS: u32 = 30_000;

/// The actions under an `actions:` key.
pub(super) fn actions(node: &Node, findings: &mut Findings) -> Vec<ActionDraft> {
    let entries = node.expect_map(findings).unwrap_or_default();
    entries.iter().filter_map(|entry| action(entry, findings)).collect()
}

fn action(entry: &Entry, findings: &mut Findings) -> Option<ActionDraft> {
    let name = key_name(entry, ActionName::new, findings);
    let node = &entry.value;
    fields(node, "an action", ACTION_KEYS, &[], findings)?;
    let method = node.get("method").map_or_else(|| Some("POST".to_owned()), |method| self::method(method, findings));
    let url = if let Some(url) = node.get("url") {
        self::url(url, findings)
    } else {
        let message = format!("the action `{}` has no `url`", entry.key);
        findings.push(Diagnostic::error("missing-key", message, &entry.key_span).help("add `url: https://…`"));
        None
    };
    let headers = node.get("headers").map(|headers| self::headers(headers, findings)).unwrap_or_default();
    // A misspelt key has a finding already.
    let has_timeout = node.map().unwrap_or_default().iter().any(|field| closest(&field.key, &["timeout"]).is_some());
    let timeout = node.get("timeout").and_then(|timeout| timeout_ms(timeout, findings));
    if let Some(recipient) = node.get("recipient") {
        check_recipient(recipient, findings);
    }
    let retries = node.get("retries").and_then(|retries| self::retries(retries, findings)).unwrap_or_default();
    let reads_only = node.get("reads_only").and_then(|flag| flag.expect_bool(findings));
    let action = Action {
        name: name?.value,
        reads_only: reads_only.unwrap_or(method.as_deref() == Some("GET")),
        retries,
        method: method.unwrap_or_default(),
        url: url.unwrap_or_default(),
        headers,
        timeout_ms: timeout.unwrap_or(DEFAULT_TIMEOUT_MS),
    };
    if let Some(retries) = node.get("retries").filter(|_| action.budget_ms() > LONGEST_TIMEOUT_MS) {
        let message = format!("with all its tries this call can take {} s; at most 30 s", action.budget_ms().div_ceil(1_000));
        let found = Diagnostic::error("out-of-range", message, &retries.span);
        findings.push(found.help("shorten `timeout` or `backoff`, or try less often: people wait for the answer"));
    }
    Some(ActionDraft { span: entry.key_span.clone(), has_timeout, action })
}

/// How often a call is tried again.
fn retries(node: &Node, findings: &mut Findings) -> Option<Retries> {
    node.expect_fields("retries", RETRIES_KEYS, findings)?;
    let attempts = match node.get("attempts") {
        None => DEFAULT_ATTEMPTS,
        Some(attempts) => match attempts.expect_count(findings)? {
            count @ 2..=MOST_ATTEMPTS => count,
            _ => return attempts.expected("a number of tries from 2 to 5, the first one counted", findings),
        },
    };
    let backoff_ms = node.get("backoff").map_or(Some(DEFAULT_BACKOFF_MS), |backoff| timeout_ms(backoff, findings))?;
    Some(Retries { attempts, backoff_ms })
}

fn method(node: &Node, findings: &mut Findings) -> Option<String> {
    let text = node.expect_text(findings)?;
    let upper = text.to_ascii_uppercase();
    if METHODS.contains(&upper.as_str()) {
        return Some(upper);
    }
    let found = Diagnostic::error("unknown-name", format!("`{text}` is not a method that actions use"), &node.span);
    findings.push(found.did_you_mean(&upper, METHODS.iter().copied()));
    None
}

fn refuse(node: &Node, findings: &mut Findings, message: &str, help: &str) -> Option<String> {
    findings.push(Diagnostic::error("invalid-url", message, &node.span).help(help));
    None
}

/// Whether white space stands in an address, outside of braces.
fn has_space(text: &str) -> bool {
    text.split("{{").any(|part| part.rsplit("}}").next().unwrap_or(part).contains(char::is_whitespace))
}

/// `https://host/…`: the host is literal, so that it can be checked against the allow list when the bot is loaded.
fn url(node: &Node, findings: &mut Findings) -> Option<String> {
    let text = node.expect_text(findings)?;
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return refuse(
            node,
            findings,
            "the address of an action begins with `https://` or `http://`",
            "write it in full: `https://hr.acme.example/applications`",
        );
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('{') {
        return refuse(node, findings, "the host of an action can't be a template", "write the host out, and send values in `with`");
    }
    if host.contains('@') {
        return refuse(node, findings, "the address of an action can't hold a user name", "use `headers: {Authorization: {secret: NAME}}`");
    }
    if let Err(misplaced) = address::fields(text) {
        let help = "write it as a segment of the path or the value of a parameter: `https://…/orders/{{ order }}`, with `order` in the `with` of each call";
        return refuse(node, findings, &misplaced.to_string(), help);
    }
    let literal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || host.starts_with(':') || !host.chars().all(literal) || has_space(text) {
        return refuse(node, findings, "this is not an address", "write it like `https://hr.acme.example/applications`");
    }
    if let Some(parameter) = secret::in_query(text) {
        let found = Diagnostic::error(
            "inline-secret",
            format!("`{parameter}` in the address is a secret and must not stand in the bot"),
            &node.span,
        );
        findings.push(
            found.help(
                "send it as a header, `headers: {Authorization: {secret: NAME}}`, and set NAME in the environment or the secret file",
            ),
        );
    }
    Some(text.to_owned())
}

fn headers(node: &Node, findings: &mut Findings) -> Vec<(String, HeaderValue)> {
    let entries = node.expect_map(findings).unwrap_or_default();
    entries.iter().filter_map(|entry| header(entry, findings)).collect()
}

fn header(entry: &Entry, findings: &mut Findings) -> Option<(String, HeaderValue)> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if entry.key.is_empty() || !entry.key.chars().all(is_token) {
        let found = Diagnostic::error("invalid-name", format!("`{}` is not the name of a header", entry.key), &entry.key_span);
        findings.push(found.help("write it like `X-Tenant`"));
        return None;
    }
    let value = match entry.value.map() {
        Some(_) => {
            entry.value.expect_fields("the value of a header", &["secret"], findings)?;
            let Some(secret) = entry.value.get("secret") else {
                return entry.value.expected("text or `{secret: NAME}`", findings);
            };
            let name = secret.expect_text(findings)?;
            if !is_variable(name) {
                // Not shown: it may be the secret itself.
                let found = Diagnostic::error("invalid-name", "this is not the name of a secret", &secret.span);
                findings.push(found.help("write the name of a variable of the environment, such as `HR_TOKEN`, and put the secret there"));
                return None;
            }
            HeaderValue::Secret(name.to_owned())
        }
        None if secret::names_a_secret(&entry.key) || entry.value.scalar().is_some_and(secret::is_a_secret) => {
            let message = format!("the value of `{}` is a secret and must not stand in the bot", entry.key);
            let found = Diagnostic::error("inline-secret", message, &entry.value.span);
            findings
                .push(found.help(format!("write `{}: {{secret: NAME}}` and set NAME in the environment or the secret file", entry.key)));
            return None;
        }
        None => {
            let text = entry.value.expect_text(findings)?;
            if text.chars().any(char::is_control) {
                return entry.value.expected("one line of text", findings);
            }
            HeaderValue::Plain(text.to_owned())
        }
    };
    Some((entry.key.clone(), value))
}

/// Whether a variable of the environment can have this name.
fn is_variable(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `500 ms` or `5 s`.
fn timeout_ms(node: &Node, findings: &mut Findings) -> Option<u32> {
    let text = node.expect_text(findings)?;
    let (number, per_unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => match text.strip_suffix("min") {
            Some(number) => (number, 60_000),
            None => (text.strip_suffix('s').unwrap_or("?"), 1_000),
        },
    };
    if text.trim().parse::<f64>().is_ok() {
        let found = Diagnostic::error("wrong-type", format!("`{text}` has no unit"), &node.span);
        findings.push(found.help(format!("write `{text} s` for seconds or `{text} ms` for thousandths of a second")));
        return None;
    }
    let Some(count) = number.trim().parse::<u32>().ok() else {
        return node.expected("a duration such as `5 s` or `500 ms`", findings);
    };
    if let Some(timeout @ 1..=LONGEST_TIMEOUT_MS) = count.checked_mul(per_unit) {
        return Some(timeout);
    }
    let found = Diagnostic::error("out-of-range", "the time-out of an action is at most 30 s and more than 0", &node.span);
    findings.push(found.help("people wait for the answer: 5 s is a good value"));
    None
}

/// Who receives the data: no call needs it, but people are told.
fn check_recipient(node: &Node, findings: &mut Findings) {
    if node.expect_fields("a recipient", RECIPIENT_KEYS, findings).is_none() {
        return;
    }
    let mut field = |key: &str| {
        if let Some(value) = node.get(key) {
            return value.expect_text(findings).map(|text| (text, &value.span));
        }
        let message = format!("this recipient has no `{key}`");
        let help = "write `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(c), (e), (f))";
        findings.push(Diagnostic::error("PRV-TRF", message, &node.span).help(help));
        None
    };
    let (_, country, basis) = (field("name"), field("country"), field("basis"));
    if let Some((text, span)) = country
        && !(text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()))
    {
        let found = Diagnostic::error("invalid-name", format!("`{text}` is not a country code"), span);
        findings.push(found.help("write two capital letters, such as `IT`"));
    }
    if let Some((text, span)) = basis
        && !Basis::ALL.iter().any(|known| known.as_str() == text)
    {
        let found = Diagnostic::error("unknown-name", format!("unknown legal basis `{text}`"), span);
        findings.push(found.did_you_mean(text, Basis::ALL.map(Basis::as_str)));
    }
}
