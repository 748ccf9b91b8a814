//! The names that a bot declares, as written: known even while flows do not compile, so that tests can be checked too.

use std::collections::{BTreeMap, BTreeSet};

use super::offered::Offered;
use super::sections::Sections;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::yaml::Node;

/// What conversation tests may name.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) languages: BTreeSet<String>,
    pub(super) intents: BTreeSet<String>,
    pub(super) purposes: BTreeSet<String>,
    pub(super) messages: BTreeSet<String>,
    /// The keys of built-in texts.
    pub(super) built_in: BTreeSet<String>,
    pub(super) actions: BTreeSet<String>,
    /// The fields that calls send to an action.
    pub(super) sent: BTreeMap<String, BTreeSet<String>>,
    /// The buttons.
    pub(super) offered: Offered,
    /// Flows with their slots.
    pub(super) flows: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    /// Collects flows, slots, actions and message keys from the sections.
    pub(super) fn of(sections: &Sections) -> Self {
        let mut names = Self::default();
        for flow in sections.flows.iter().filter_map(|node| node.map()).flatten() {
            let slots = flow.value.get("slots").and_then(Node::map).unwrap_or_default();
            names.flows.entry(flow.key.clone()).or_default().extend(slots.iter().map(|slot| slot.key.clone()));
            collect_sent(&flow.value, &mut names.sent);
        }
        for action in sections.actions.iter().filter_map(|node| node.map()).flatten() {
            names.actions.insert(action.key.clone());
        }
        for (_, node) in &sections.messages {
            collect_keys(node, "", &mut names.messages);
        }
        names
    }

    /// All slots of all flows.
    pub(super) fn slots(&self) -> BTreeSet<String> {
        self.flows.values().flatten().cloned().collect()
    }
}

/// Message keys are dotted, written flat or nested; a mapping is a message when it holds one of a message's own keys.
fn collect_keys(node: &Node, prefix: &str, keys: &mut BTreeSet<String>) {
    const OWN: [&str; 5] = ["text", "variants", "quick_replies", "cards", "image"];
    match node.map() {
        Some(entries) if prefix.is_empty() || !entries.iter().any(|entry| OWN.contains(&entry.key.as_str())) => {
            for entry in entries {
                let key = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
                collect_keys(&entry.value, &key, keys);
            }
        }
        Some(_) | None => {
            keys.insert(prefix.to_owned());
        }
    }
}

/// The fields under `with` of `call` steps, at any depth.
fn collect_sent(node: &Node, sent: &mut BTreeMap<String, BTreeSet<String>>) {
    if let Some(action) = node.get("call").and_then(Node::scalar) {
        let fields = node.get("with").and_then(Node::map).unwrap_or_default();
        sent.entry(action.to_owned()).or_default().extend(fields.iter().map(|field| field.key.clone()));
    }
    node.list().unwrap_or_default().iter().for_each(|item| collect_sent(item, sent));
    node.map().unwrap_or_default().iter().for_each(|entry| collect_sent(&entry.value, sent));
}

/// A finding unless the name is among the known ones.
pub(super) fn check_known(kind: &str, name: &str, known: &BTreeSet<String>, span: &Span, findings: &mut Findings) {
    if known.contains(name) {
        return;
    }
    let found = Diagnostic::error("unknown-name", format!("there is no {kind} `{name}`"), span);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    // A long list of message keys helps nobody.
    let helps = crate::diagnostics::closest(name, &known).is_some() || (1..=12).contains(&known.len());
    findings.push(if helps { found.did_you_mean(name, known) } else { found.help(format!("declare the {kind}, or correct the name")) });
}
