//! The purposes of a bot: why values are kept, on which legal basis, for how long.

use std::collections::BTreeMap;

use super::retention::{is_longer, is_longer_than_default, parse_retention};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::privacy::RESERVED_PURPOSES;
use crate::domain::{Basis, Language, Purpose, PurposeName, Retention};
use crate::yaml::{Entry, Node};

/// Values of a purpose go with the person: at the latest when everything about the person does.
pub(crate) fn check_within(purposes: &Node, all: Retention, findings: &mut Findings) {
    for entry in purposes.map().unwrap_or_default() {
        let Some(node) = entry.value.get("keep") else { continue };
        let Some(keep) = node.scalar().and_then(parse_retention).filter(|keep| is_longer(*keep, all)) else { continue };
        // Without a reason it has a finding already.
        if is_longer_than_default(keep) && entry.value.get("reason").is_none() {
            continue;
        }
        let message =
            format!("the purpose `{}` keeps data for {keep}, and everything about a person goes {all} after the last message", entry.key);
        let found = Diagnostic::warning("PRV-RET", message, &node.span);
        findings.push(found.help(format!("shorten it, or write `end_user_retention: {keep}` under `privacy` (GDPR Art. 5(1)(e))")));
    }
}

/// The purposes that a bot declares under `privacy.purposes`.
#[derive(Debug, Clone, Default)]
pub struct Purposes {
    by_name: BTreeMap<PurposeName, Purpose>,
    /// Every name that is declared, also with a mistake, so that a mistake is not followed by "no such purpose".
    declared: BTreeMap<PurposeName, Span>,
}

impl Purposes {
    /// Reads the mapping under `privacy.purposes`; purposes with a mistake are left out.
    pub fn read(section: &Node, languages: &[Language], findings: &mut Findings) -> Self {
        let mut purposes = Self::default();
        for entry in section.expect_map(findings).unwrap_or_default() {
            let Some(name) = read_name(entry, findings) else { continue };
            purposes.declared.insert(name.clone(), entry.key_span.clone());
            if let Some(purpose) = read_purpose(&name, entry, languages, findings) {
                purposes.by_name.insert(name, purpose);
            }
        }
        purposes
    }

    /// The purpose of a name.
    pub fn get(&self, name: &PurposeName) -> Option<&Purpose> {
        self.by_name.get(name)
    }

    /// Where a purpose is declared.
    pub fn span(&self, name: &PurposeName) -> Option<&Span> {
        self.declared.get(name)
    }

    /// All purposes, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Purpose> {
        self.by_name.values()
    }

    /// All declared names, in order.
    pub fn names(&self) -> impl Iterator<Item = &PurposeName> {
        self.declared.keys()
    }
}

fn read_purpose(name: &PurposeName, entry: &Entry, languages: &[Language], findings: &mut Findings) -> Option<Purpose> {
    entry.value.expect_fields("a purpose", &["basis", "keep", "why", "reason"], findings)?;
    let mut required = |key: &str, help: &str| {
        let value = entry.value.get(key);
        if value.is_none() && !entry.value.has_misspelt(key) {
            let message = format!("the purpose `{}` does not say `{key}`", entry.key);
            findings.push(Diagnostic::error("missing-key", message, &entry.key_span).help(help));
        }
        value
    };
    let basis = required("basis", "add its legal basis, such as `basis: consent` (GDPR Art. 6(1))");
    let keep = required("keep", "add how long values are kept, such as `keep: 6 months` (GDPR Art. 5(1)(e))");
    let why = required("why", "add what people are told, such as `why: To handle your application` (GDPR Art. 13(1)(c))");
    let basis = basis.and_then(|node| read_basis(node, findings));
    let keep = keep.and_then(|node| read_keep(node, &format!("the purpose `{}`", entry.key), entry.value.get("reason"), findings));
    let why = why.and_then(|node| read_why(node, languages, findings));
    Some(Purpose { name: name.clone(), basis: basis?, keep: keep?, why: why? })
}

fn read_name(entry: &Entry, findings: &mut Findings) -> Option<PurposeName> {
    if RESERVED_PURPOSES.contains(&entry.key.as_str()) {
        let message = format!("`{}` is the name of a record that every bot has", entry.key);
        findings.push(Diagnostic::error("reserved-name", message, &entry.key_span).help("give the purpose another name"));
        return None;
    }
    PurposeName::new(&entry.key)
        .map_err(|error| findings.push(Diagnostic::error("invalid-name", error.to_string(), &entry.key_span).help("rename the purpose")))
        .ok()
}

fn read_basis(node: &Node, findings: &mut Findings) -> Option<Basis> {
    let text = node.expect_text(findings)?;
    let found = Basis::ALL.into_iter().find(|basis| basis.as_str() == text);
    if found.is_none() {
        let message = format!("`{text}` is no legal basis (GDPR Art. 6(1))");
        findings.push(Diagnostic::error("PRV-BASIS", message, &node.span).did_you_mean(text, Basis::ALL.map(Basis::as_str)));
    }
    found
}

/// Reads how long something is kept; longer than 24 months needs a written reason.
pub(crate) fn read_keep(node: &Node, what: &str, reason: Option<&Node>, findings: &mut Findings) -> Option<Retention> {
    let text = node.expect_text(findings)?;
    let Some(keep) = parse_retention(text) else {
        let found = Diagnostic::error("invalid-duration", format!("`{text}` is no time to keep data"), &node.span);
        findings.push(found.help("write a number and a unit: `30 days`, `6 months`, `1 year`"));
        return None;
    };
    let reason = reason.and_then(|reason| reason.expect_text(findings));
    if is_longer_than_default(keep) && reason.is_none() {
        let message = format!("{what} keeps data for {keep}, longer than 24 months, without a reason");
        findings.push(
            Diagnostic::error("PRV-RET", message, &node.span)
                .here("longer than 24 months")
                .help("shorten it, or add `reason:` with why so long is necessary (GDPR Art. 5(1)(e))"),
        );
    }
    Some(keep)
}

/// One text for all languages, or a text for each.
fn read_why(node: &Node, languages: &[Language], findings: &mut Findings) -> Option<BTreeMap<Language, String>> {
    if node.map().is_none() {
        let text = node.expect_text(findings)?;
        return Some(languages.iter().map(|language| (language.clone(), text.to_owned())).collect());
    }
    let known: Vec<&str> = languages.iter().map(Language::as_str).collect();
    let entries = node.expect_fields("`why` (its languages are the bot's)", &known, findings)?;
    let mut why = BTreeMap::new();
    for entry in entries {
        if let (Ok(language), Some(text)) = (Language::new(&entry.key), entry.value.expect_text(findings)) {
            why.insert(language, text.to_owned());
        }
    }
    for language in languages.iter().filter(|language| !why.contains_key(*language) && node.get(language.as_str()).is_none()) {
        let message = format!("`why` is missing in the language `{language}`");
        findings.push(Diagnostic::error("missing-language", message, &node.span).help(format!("add `{language}: …`")));
    }
    Some(why)
}

#[cfg(test)]
mod tests;
