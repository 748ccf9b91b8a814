//! The buttons that a bot can offer, by id and title: a test that presses any other presses nothing.
//!
//! Collected from what is written, generously: a button that is offered somewhere counts.

use std::collections::{BTreeMap, BTreeSet};

use super::sections::Sections;
use crate::flow::in_words;
use crate::nlu::entity::EntitySet;
use crate::yaml::{Kind, Node};

/// Buttons of every bot.
const OF_EVERY_BOT: [&str; 8] =
    ["notice.accept", "notice.decline", "consent.yes", "consent.no", "confirm.yes", "confirm.no", "cancel.yes", "cancel.no"];

/// What can be pressed.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// The ids of buttons.
    pub(super) ids: BTreeSet<String>,
    /// Texts that buttons may show.
    pub(super) titles: BTreeSet<String>,
    /// Slots whose type is not known, so that their buttons are not either.
    pub(super) open: BTreeSet<String>,
    /// The values that a slot can have, where they can be listed.
    pub(super) values: BTreeMap<String, BTreeSet<String>>,
}

impl Offered {
    /// The buttons of flows, messages and built-in questions.
    pub(super) fn of(sections: &Sections, entities: &EntitySet, intents: &BTreeSet<String>) -> Self {
        let mut offered = Self { ids: OF_EVERY_BOT.map(str::to_owned).into(), ..Self::default() };
        for intent in intents {
            offered.add("intent", intent);
        }
        let mut unlisted = BTreeSet::new();
        for flow in sections.flows.iter().filter_map(Node::map).flatten() {
            offered.add("flow", &flow.key);
            for slot in flow.value.get("slots").and_then(Node::map).unwrap_or_default() {
                offered.add("change", &slot.key);
                let kind = slot.value.get("type").and_then(Node::scalar).unwrap_or_default();
                if !offered.slot(&slot.key, kind, entities) {
                    unlisted.insert(slot.key.as_str());
                }
            }
            offered.steps(&flow.value);
        }
        offered.values.retain(|slot, _| !unlisted.contains(slot.as_str()));
        for (_, messages) in &sections.messages {
            offered.steps(messages);
            offered.texts(messages);
        }
        let built_in = crate::flow::built_in_texts().into_iter().flat_map(|(_, texts)| texts);
        offered.titles.extend(built_in);
        for entity in entities.entities.values() {
            offered.titles.extend(entity.labels().into_values());
        }
        offered
    }

    /// A button named after what it stands for.
    fn add(&mut self, prefix: &str, name: &str) {
        self.ids.insert(format!("{prefix}.{name}"));
        self.titles.extend([name.to_owned(), in_words(name)]);
    }

    /// The buttons of a slot's values; whether the values can be listed.
    fn slot(&mut self, slot: &str, kind: &str, entities: &EntitySet) -> bool {
        let mut known = self.values.remove(slot).unwrap_or_default();
        let listed = match entities.entities.iter().find(|(name, _)| name.as_str() == kind) {
            Some((_, entity)) => {
                let values = entity.value_names();
                for value in &values {
                    self.add(slot, value);
                }
                known.extend(values.iter().cloned());
                !values.is_empty()
            }
            None if kind == "yes_no" => {
                for word in ["yes", "no"] {
                    self.add(slot, word);
                }
                known.extend(["yes", "no", "true", "false", "on", "off"].map(str::to_owned));
                true
            }
            None => {
                if kind != "text" && !EntitySet::BUILT_IN.contains(&kind) {
                    self.open.insert(slot.to_owned());
                }
                false
            }
        };
        self.values.insert(slot.to_owned(), known);
        listed
    }

    /// Buttons that are written out: `choices` of questions, `quick_replies` of messages, at any depth.
    fn steps(&mut self, node: &Node) {
        let asked = node.get("ask").and_then(Node::scalar);
        if let (Some(slot), Some(choices)) = (asked, node.get("choices")) {
            self.listed(slot, choices);
        }
        for slot in node.get("ask").and_then(Node::map).unwrap_or_default() {
            if let Some(choices) = slot.value.get("choices") {
                self.listed(&slot.key, choices);
            }
        }
        for reply in node.get("quick_replies").and_then(Node::list).unwrap_or_default() {
            self.quick_reply(reply, asked);
        }
        match &node.kind {
            Kind::Scalar { .. } => {}
            Kind::List(items) => items.iter().for_each(|item| self.steps(item)),
            Kind::Map(entries) => entries.iter().for_each(|entry| self.steps(&entry.value)),
        }
    }

    fn listed(&mut self, slot: &str, choices: &Node) {
        for value in choices.list().unwrap_or_default().iter().filter_map(Node::scalar) {
            self.add(slot, value);
        }
    }

    fn quick_reply(&mut self, reply: &Node, asked: Option<&str>) {
        let title = reply.scalar().or_else(|| reply.get("title").and_then(Node::scalar));
        self.titles.extend(title.map(str::to_owned));
        let payload = reply.get("payload").and_then(Node::map).unwrap_or_default();
        for entry in payload {
            if let Some(name) = entry.value.scalar() {
                self.add(&entry.key, name);
            }
        }
        if let Some(value) = reply.get("value").and_then(Node::scalar).or(title) {
            self.add("value", value);
            if let Some(slot) = asked {
                self.add(slot, value);
            }
        }
    }

    /// Every text of the messages may be the title of a button that the bot reworded.
    fn texts(&mut self, node: &Node) {
        match &node.kind {
            Kind::Scalar { text, .. } => self.titles.extend([text.clone()]),
            Kind::List(items) => items.iter().for_each(|item| self.texts(item)),
            Kind::Map(entries) => entries.iter().for_each(|entry| self.texts(&entry.value)),
        }
    }
}
