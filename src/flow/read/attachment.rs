//! Links and pictures of messages.

use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::Attachment;
use crate::yaml::Node;

const LINK_KEYS: &[&str] = &["url", "title"];
const IMAGE_KEYS: &[&str] = &["url", "alt"];

/// The link or the picture of a message.
pub(super) fn attachment(message: &Node, findings: &mut Findings) -> Option<Attachment> {
    match (message.get("link"), message.get("image")) {
        (Some(_), Some(second)) => {
            let found = Diagnostic::error("two-ways", "a message has a `link` or an `image`, not both", &second.span);
            findings.push(found.help("make them two messages"));
            None
        }
        (Some(link), None) => {
            link.expect_fields("a link", LINK_KEYS, findings)?;
            let (url, title) = (url(link, &["https://", "mailto:", "tel:"], findings), words(link, "title", findings));
            Some(Attachment::Link { url: url?, title: title? })
        }
        (None, Some(image)) => {
            image.expect_fields("an image", IMAGE_KEYS, findings)?;
            let (url, alt) = (url(image, &["https://"], findings), words(image, "alt", findings));
            Some(Attachment::Image { url: url?, alt: alt? })
        }
        (None, None) => None,
    }
}

/// The words beside an address: people who do not see a picture, or hear the page, have nothing else.
fn words(node: &Node, key: &str, findings: &mut Findings) -> Option<String> {
    let Some(value) = node.get(key) else {
        let help = if key == "alt" { "say what it shows: `alt: A blue kettle with a lid`" } else { "add `title: …`, what the link says" };
        findings.push(Diagnostic::error("missing-key", format!("there is no `{key}`"), &node.span).help(help));
        return None;
    };
    let text = value.expect_text(findings)?.trim();
    if text.is_empty() {
        return value.expected("a few words", findings);
    }
    literal(text, value, findings)
}

fn url(node: &Node, schemes: &[&str], findings: &mut Findings) -> Option<String> {
    let Some(value) = node.get("url") else {
        findings.push(Diagnostic::error("missing-key", "there is no `url`", &node.span).help("add `url: https://…`"));
        return None;
    };
    let text = value.expect_text(findings)?;
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let is_address = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        !rest.is_empty()
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\'' | '\\'))
            && (!text.starts_with("https:") || !host.is_empty() && host.chars().all(is_host))
    };
    if text.contains("{{") || text.contains("{%") {
        return literal(text, value, findings);
    }
    if !rest.is_some_and(is_address) {
        let message = format!("this address does not begin with {} or is none", words_of(schemes));
        findings.push(Diagnostic::error("invalid-url", message, &value.span).help("write it in full: `https://www.acme.example/help`"));
        return None;
    }
    Some(text.to_owned())
}

fn words_of(schemes: &[&str]) -> String {
    schemes.iter().map(|scheme| format!("`{scheme}`")).collect::<Vec<_>>().join(", ")
}

/// No value of a person goes into an address, where others would read it.
fn literal(text: &str, node: &Node, findings: &mut Findings) -> Option<String> {
    if text.contains("{{") || text.contains("{%") {
        let found = Diagnostic::error("template-syntax", "links and images are plain text, not templates", &node.span);
        findings.push(found.help("write it out; the text of the message may hold the value"));
        return None;
    }
    Some(text.to_owned())
}
