//! Values of slots: which fit which slot, which a rule refuses, and how slots are named.

use jiff::civil::Date;
use serde_json::Value;

use super::hear::Heard;
use super::texts::Text;
use crate::domain::{Duration, Interval, Money, SlotName, SlotValue, Strength, is_iban, is_phone, moment_of, time_of};
use crate::flow::{Flow, Node, Slot, SlotKind, Verb};

/// A value for a slot, read from an utterance or a button.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filling {
    /// The slot.
    pub(super) slot: SlotName,
    /// The value; it fits the slot's kind.
    pub(super) value: SlotValue,
    /// How clearly it was said.
    pub(super) strength: Strength,
}

/// Beyond this not every whole number has its own place in 64 bits of floating point: 2^53.
const LARGEST_INTEGER: f64 = 9_007_199_254_740_992.0;

/// Whether a slot of this kind may hold the value.
pub(super) fn fits(kind: &SlotKind, value: &SlotValue) -> bool {
    match kind {
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url => matches!(value, SlotValue::Text(_)),
        SlotKind::Iban => matches!(value, SlotValue::Text(code) if is_iban(code)),
        SlotKind::Phone => matches!(value, SlotValue::Text(number) if is_phone(number)),
        SlotKind::Integer | SlotKind::Ordinal => {
            matches!(value, SlotValue::Number(number) if number.fract() == 0.0 && number.abs() <= LARGEST_INTEGER)
        }
        SlotKind::Money => matches!(value, SlotValue::Money(_)),
        SlotKind::Time => matches!(value, SlotValue::Time(_)),
        SlotKind::YesNo => value.is_yes_no(),
        SlotKind::Number => matches!(value, SlotValue::Number(number) if number.is_finite()),
        SlotKind::Date => matches!(value, SlotValue::Date(_)),
        SlotKind::DateTime => matches!(value, SlotValue::DateTime(_)),
        SlotKind::Duration => matches!(value, SlotValue::Duration(_)),
        SlotKind::Interval => matches!(value, SlotValue::Interval(_)),
        // Listed values are choices; a pattern keeps the written form.
        SlotKind::Entity(_) => matches!(value, SlotValue::Choice(_) | SlotValue::Text(_)),
    }
}

/// The name of the entity type that fills a slot of this kind; text takes whole answers only.
pub(super) fn entity_of(kind: &SlotKind) -> Option<&str> {
    match kind {
        SlotKind::Text => None,
        SlotKind::PersonName => Some("person_name"),
        SlotKind::YesNo => Some("yes_no"),
        // A whole number is a number that fits.
        SlotKind::Number | SlotKind::Integer => Some("number"),
        SlotKind::Phone => Some("phone"),
        SlotKind::Money => Some("money"),
        SlotKind::Time => Some("time"),
        SlotKind::Email => Some("email"),
        SlotKind::Date => Some("date"),
        SlotKind::DateTime => Some("datetime"),
        SlotKind::Duration => Some("duration"),
        SlotKind::Interval => Some("interval"),
        SlotKind::Ordinal => Some("ordinal"),
        SlotKind::Url => Some("url"),
        SlotKind::Iban => Some("iban"),
        SlotKind::Entity(name) => Some(name.as_str()),
    }
}

/// A value computed by an expression, as a slot of this kind holds it.
pub(super) fn from_json(kind: &SlotKind, json: &Value) -> Option<SlotValue> {
    match (kind, json) {
        (SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url, Value::String(text)) => {
            Some(SlotValue::Text(text.clone()))
        }
        // An action's reference number is as good a text as any.
        (SlotKind::Text, Value::Number(number)) => Some(SlotValue::Text(number.to_string())),
        (SlotKind::Entity(_), Value::String(text)) => Some(SlotValue::Choice(text.clone())),
        (SlotKind::Date, Value::String(text)) => text.parse().ok().map(SlotValue::Date),
        (SlotKind::YesNo, Value::Bool(yes)) => Some(SlotValue::YesNo(*yes)),
        (SlotKind::Number | SlotKind::Integer | SlotKind::Ordinal, Value::Number(number)) => {
            number.as_f64().map(SlotValue::Number).filter(|number| fits(kind, number))
        }
        (SlotKind::Phone | SlotKind::Iban, Value::String(text)) => Some(SlotValue::Text(text.clone())).filter(|number| fits(kind, number)),
        (SlotKind::Time, Value::String(text)) => time_of(text).map(SlotValue::Time),
        (SlotKind::Money, json) => Money::from_json(json).map(SlotValue::Money),
        (SlotKind::DateTime, Value::String(text)) => moment_of(text).map(SlotValue::DateTime),
        (SlotKind::Duration, Value::String(text)) => text.parse().ok().map(SlotValue::Duration),
        (SlotKind::Interval, json) => Interval::from_json(json).map(SlotValue::Interval),
        _ => None,
    }
}

/// The value of a button, as a slot of this kind holds it.
pub(super) fn from_choice(kind: &SlotKind, value: &str) -> Option<SlotValue> {
    match kind {
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url => Some(SlotValue::Text(value.to_owned())),
        SlotKind::Entity(_) => Some(SlotValue::Choice(value.to_owned())),
        SlotKind::Date => value.parse().ok().map(SlotValue::Date),
        SlotKind::Number | SlotKind::Integer | SlotKind::Ordinal => {
            value.parse().ok().map(SlotValue::Number).filter(|number| fits(kind, number))
        }
        SlotKind::Phone | SlotKind::Iban => Some(SlotValue::Text(value.to_owned())).filter(|number| fits(kind, number)),
        SlotKind::Time => time_of(value).map(SlotValue::Time),
        SlotKind::Money => value.split_once(' ').and_then(|(amount, currency)| Money::new(amount, currency).ok()).map(SlotValue::Money),
        SlotKind::DateTime => moment_of(value).map(SlotValue::DateTime),
        SlotKind::Duration => value.parse::<Duration>().ok().map(SlotValue::Duration),
        SlotKind::Interval => None,
        SlotKind::YesNo => match value {
            "yes" | "true" => Some(SlotValue::YesNo(true)),
            "no" | "false" => Some(SlotValue::YesNo(false)),
            _ => None,
        },
    }
}

/// The slots that some step asks for, in the order of the text, each once.
pub(super) fn asked_slots(flow: &Flow) -> Vec<&SlotName> {
    let mut nodes: Vec<&Node> = flow.graph.node_weights().collect();
    nodes.sort_by_key(|node| place(flow, node));
    let mut slots = Vec::new();
    for node in nodes {
        for slot in asked_by(node) {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
    }
    slots
}

/// The slots that a step asks for, itself or through the flow that it runs.
pub(super) fn asked_by(node: &Node) -> Vec<&SlotName> {
    if let Verb::Run(run) = &node.verb {
        return run.asked.iter().map(|(slot, _)| slot).collect();
    }
    if let Verb::Ask(ask) = &node.verb { ask.slots.iter().map(|asked| &asked.slot).collect() } else { Vec::new() }
}

/// Whether a step of the flow itself asks for a slot.
pub(super) fn is_asked_here(flow: &Flow, slot: &SlotName) -> bool {
    flow.graph.node_weights().any(|node| matches!(&node.verb, Verb::Ask(ask) if ask.slots.iter().any(|asked| asked.slot == *slot)))
}

/// Where a step stands in the text; steps written in one place in the order they were compiled in.
pub(super) fn place(flow: &Flow, node: &Node) -> (usize, Option<usize>) {
    (node.span.range.start, flow.steps.get(&node.id).map(|index| index.index()))
}

/// Which rule for days a value breaks; today is neither past nor future.
pub(super) fn broken_rule(slot: &Slot, value: &SlotValue, today: Date) -> Option<Text> {
    let (first, last) = match value {
        SlotValue::Date(day) => (*day, *day),
        SlotValue::DateTime(at) => (at.date(), at.date()),
        SlotValue::Interval(Interval::Dates(from, to)) => (*from, *to),
        SlotValue::Interval(Interval::Moments(from, to)) => (from.date(), to.date()),
        SlotValue::Interval(Interval::Times(..))
        | SlotValue::Text(_)
        | SlotValue::Number(_)
        | SlotValue::YesNo(_)
        | SlotValue::Money(_)
        | SlotValue::Time(_)
        | SlotValue::Duration(_)
        | SlotValue::Choice(_) => return None,
    };
    if slot.past == Some(false) && first < today {
        Some(Text::DatePast)
    } else if slot.future == Some(false) && last > today {
        Some(Text::DateFuture)
    } else {
        None
    }
}

/// Whether some step computes the slot.
pub(super) fn is_computed(flow: &Flow, slot: &SlotName) -> bool {
    flow.graph.node_weights().any(|node| computes(node, slot))
}

/// Whether a step computes the slot.
pub(super) fn computes(node: &Node, slot: &SlotName) -> bool {
    match &node.verb {
        Verb::Set(assignments) => assignments.iter().any(|(target, _)| target == slot),
        Verb::Call(call) => call.save.iter().any(|(target, _)| target == slot),
        Verb::Run(run) => run.save.iter().any(|(target, _)| target == slot && run.asked.iter().all(|(asked, _)| asked != slot)),
        Verb::Say(_)
        | Verb::Ask(_)
        | Verb::Confirm(_)
        | Verb::If(_)
        | Verb::Goto
        | Verb::Consent(_)
        | Verb::Switch(_)
        | Verb::Go(_)
        | Verb::Faq(_)
        | Verb::End => false,
    }
}

/// Shorter parts of a slot's name ("on", "the") stand beside all kinds of values.
const TELLING_LETTERS: usize = 4;

/// Whether a word is a telling part of a slot's name, singular or plural.
pub(super) fn has_telling_part(slot: &SlotName, word: &str) -> bool {
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    slot.as_str().split('_').any(|part| part.len() >= TELLING_LETTERS && singular(part) == singular(word))
}

/// Whether the words name a slot: all words of its name stand among them.
pub(super) fn is_named(slot: &SlotName, words: &[String]) -> bool {
    slot.as_str().split('_').all(|part| words.iter().any(|word| word == part))
}

/// Whether the words name a type of slot; in languages without words for it the slot's own name and button remain.
pub(super) fn names_kind(kind: &SlotKind, heard: &Heard) -> bool {
    if let SlotKind::Entity(entity) = kind {
        return entity.as_str().split('_').all(|part| heard.words.iter().any(|word| word == part));
    }
    let has_words = !matches!(kind, SlotKind::Text | SlotKind::YesNo);
    has_words && heard.language().is_some_and(|known| heard.words.iter().any(|word| known.names_kind(kind.as_str(), word)))
}

/// Lower case, letters and digits only, in words: how typed text is compared with titles and names.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
