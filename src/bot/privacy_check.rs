//! Checks of data protection that need more than one part of a bot. Each finding names the GDPR article and the fix.
//!
//! They look at what is written, not at what was compiled, so that they are told beside all other mistakes.

use std::net::IpAddr;

use super::sections::Sections;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::Language;
use crate::privacy::DocumentKind;
use crate::yaml::{Entry, Node};

/// Slot types that hold data about a person by themselves.
const PERSONAL_TYPES: [&str; 5] = ["person_name", "email", "phone", "iban", "file"];

/// The European Economic Area: member states of the EU, and Iceland, Liechtenstein and Norway, ISO 3166-1.
const EUROPEAN_ECONOMIC_AREA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT",
    "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What can carry a transfer to another country (GDPR Art. 45, 46(2)(c), 47, 45 for the Data Privacy Framework, 49).
const TRANSFER_BASES: [&str; 5] = ["adequacy", "scc", "bcr", "dpf", "derogation"];

/// Runs all of them.
pub(super) fn check(sections: &Sections, languages: &[(Language, Span)], findings: &mut Findings) {
    missing_documents(sections, languages, findings);
    personal_slots(sections, findings);
    transfers(sections, findings);
    open_lines(sections, findings);
}

fn missing_documents(sections: &Sections, languages: &[(Language, Span)], findings: &mut Findings) {
    for (language, span) in languages {
        for (kind, article) in [(DocumentKind::Notice, "GDPR Art. 13(1)"), (DocumentKind::Policy, "GDPR Art. 12(1), 13")] {
            if sections.documents.iter().any(|(found, written, _)| *found == kind && written == language) {
                continue;
            }
            let name = kind.as_str();
            let message = format!("there is no privacy {name} in `{language}`");
            let help = format!("write policies/{name}.{language}.md, `version` and `date` on top ({article})");
            findings.push(Diagnostic::error("PRV-NOTICE", message, span).help(help));
        }
    }
}

/// Each flow's name with the declarations of its slots.
fn slots(sections: &Sections) -> impl Iterator<Item = (&str, &Entry)> {
    let flows = sections.flows.iter().filter_map(Node::map).flatten();
    flows.flat_map(|flow| {
        let slots = flow.value.get("slots").and_then(Node::map).unwrap_or_default();
        slots.iter().map(|slot| (flow.key.as_str(), slot))
    })
}

fn personal_slots(sections: &Sections, findings: &mut Findings) {
    for (flow, slot) in slots(sections) {
        let Some(kind) = slot.value.get("type").and_then(Node::scalar).filter(|kind| PERSONAL_TYPES.contains(kind)) else { continue };
        if slot.value.get("purpose").is_none() {
            let message = format!("the slot `{}` of `{flow}` holds personal data (`{kind}`) and has no purpose", slot.key);
            let found = Diagnostic::warning("PRV-MIN1", message, &slot.key_span).here("asked for, but why?");
            findings.push(found.help("add `purpose:` with one of `privacy.purposes`, or do not ask for it (GDPR Art. 5(1)(b), (c))"));
        }
    }
}

fn transfers(sections: &Sections, findings: &mut Findings) {
    for action in sections.actions.iter().filter_map(Node::map).flatten() {
        let Some(recipient) = action.value.get("recipient") else {
            let message = format!("the action `{}` does not say who receives the data", action.key);
            let found = Diagnostic::warning("PRV-TRF", message, &action.key_span);
            findings.push(found.help("add `recipient: {name: Acme HR, country: IT, basis: contract}` (GDPR Art. 13(1)(e), (f))"));
            continue;
        };
        let Some((country, span)) = recipient.get("country").and_then(|node| Some((node.scalar()?, &node.span))) else { continue };
        if EUROPEAN_ECONOMIC_AREA.contains(&country) || !super::settings::is_country(country) {
            continue;
        }
        let transfer = recipient.get("transfer");
        let named = transfer.and_then(Node::scalar);
        if named.is_some_and(|named| TRANSFER_BASES.contains(&named)) {
            continue;
        }
        let (message, place) = match named {
            Some(named) => (format!("`{named}` cannot carry a transfer to `{country}`, outside the European Economic Area"), transfer),
            None => (
                format!(
                    "the action `{}` sends data to `{country}`, outside the European Economic Area, without saying on which ground",
                    action.key
                ),
                None,
            ),
        };
        let found = Diagnostic::error("PRV-TRF", message, place.map_or(span, |node| &node.span));
        let list: Vec<String> = TRANSFER_BASES.iter().map(|basis| format!("`{basis}`")).collect();
        findings.push(found.help(format!("add `transfer:` to the recipient, one of {} (GDPR Art. 44 to 49)", list.join(", "))));
    }
}

/// What leaves this machine is encrypted.
fn open_lines(sections: &Sections, findings: &mut Findings) {
    for action in sections.actions.iter().filter_map(Node::map).flatten() {
        let Some((node, text)) = action.value.get("url").and_then(|node| Some((node, node.scalar()?))) else { continue };
        let Some(rest) = text.strip_prefix("http://") else { continue };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains(['{', '@']) || is_this_machine(host) {
            continue;
        }
        let message = format!("the action `{}` sends data to `{host}` unencrypted", action.key);
        let found = Diagnostic::warning("PRV-TLS", message, &node.span);
        findings.push(found.help("write `https://`; only this machine itself may be called without (GDPR Art. 32(1)(a))"));
    }
}

/// Whether a host, perhaps with a port, is a name or an address of the machine itself (RFC 6761 section 6.3, RFC 1122, RFC 4291).
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
