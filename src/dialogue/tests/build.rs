//! Small bots by hand, and an understanding by keywords.

use std::collections::BTreeMap;

use crate::diagnostics::{Source, Span};
use crate::dialogue::Input;
use crate::domain::{
    ActionName, Choice, ChoiceId, Decision, Entity, EntityName, FaqHit, FlowName, IntentName, IntentScore, Language, MessageKey, Parts,
    PurposeName, SlotName, SlotValue, Spoken, Stage, StepId, Strength, Timings, Understanding, Utterance,
};
use crate::flow::{About, Ask, AskSlot, Call, Choices, Edge, Expression, Flow, Flows, Message, Messages, Node, Slot, SlotKind, Verb};

pub(super) fn key(text: &str) -> MessageKey {
    MessageKey::new(text).unwrap()
}

pub(super) fn slot_name(text: &str) -> SlotName {
    SlotName::new(text).unwrap()
}

pub(super) fn expression(text: &str) -> Expression {
    Expression::new(text).unwrap()
}

fn english() -> Language {
    Language::new("en").unwrap()
}

fn span() -> Span {
    Span { source: Source::new("flows/test.yaml", ""), range: 0..0 }
}

/// Short texts for the built-in keys, so that scripts stay readable.
const BUILT_IN: &[(&str, &str)] = &[
    ("builtin.greeting", "Hello!"),
    ("builtin.error", "Something went wrong."),
    ("builtin.empty", "That was empty."),
    ("builtin.fallback.rephrase", "Please rephrase."),
    ("builtin.fallback.last_resort", "Write to {{ contact }}."),
    ("builtin.no_answer", "I don't know that."),
    ("builtin.help", "I can help."),
    ("builtin.human", "People are at {{ contact }}."),
    ("builtin.bot_or_human", "I am a machine."),
    ("builtin.my_data", "{% if stored %}This is stored.{% else %}Nothing is stored.{% endif %}"),
    ("builtin.language.changed", "Now in English."),
    ("builtin.language.unknown", "I speak {{ languages }}."),
    ("builtin.restart", "We start over."),
    ("builtin.cancel.confirm", "Stop?"),
    ("builtin.cancel.repeat", "Stop, yes or no?"),
    ("builtin.cancel.done", "Stopped."),
    ("builtin.cancel.kept", "Going on."),
    ("builtin.nothing_asked", "I asked nothing."),
    ("builtin.cancel.nothing", "Nothing to cancel."),
    ("builtin.clarify", "Which one?"),
    ("builtin.confirm.what_to_change", "What should I change?"),
    ("builtin.confirm.repeat", "Yes or no?"),
    ("builtin.consent.question", "May I use it: {{ why }}?"),
    ("builtin.consent.repeat", "A clear yes or no?"),
    ("builtin.no_match.text", "Some words, please."),
    ("builtin.no_match.person_name", "That is no name."),
    ("builtin.no_match.yes_no", "Yes or no, please."),
    ("builtin.no_match.number", "That is no number."),
    ("builtin.no_match.email", "That is no address."),
    ("builtin.no_match.date", "That is no day."),
    ("builtin.no_match.time", "That is no hour."),
    ("builtin.no_match.integer", "That is no whole number."),
    ("builtin.no_match.entity", "One of: {{ options }}."),
    ("builtin.reject.past", "That day has passed."),
    ("builtin.reject.future", "That day is to come."),
    ("builtin.changed", "Changed."),
    ("builtin.unchanged", "So it is."),
    ("builtin.only_one", "Only one{% if options is defined %}: {{ options }}{% endif %}."),
    ("builtin.resume", "Back to before."),
    ("builtin.choice.stale", "That button is old."),
    ("builtin.too_deep", "First things first."),
    ("builtin.yes", "Yes"),
    ("builtin.no", "No"),
];

/// A bot without flows, with built-in texts and the FAQ answer `faq.parking`.
pub(super) fn bot() -> Flows {
    let mut messages = Messages::new(english());
    for (name, text) in BUILT_IN.iter().copied().chain([("faq.parking", "Park behind the house.")]) {
        messages.add(&english(), &key(name), Message { variants: vec![text.into()], ..Message::default() }).unwrap();
    }
    let about =
        About { bot: "Test".into(), contact: "hr@acme.example".into(), languages: Vec::new(), why: BTreeMap::new(), confirm_cancel: true };
    Flows { flows: BTreeMap::new(), starts: BTreeMap::new(), messages, actions: BTreeMap::new(), about }
}

pub(super) fn with_message(mut flows: Flows, name: &str, text: &str) -> Flows {
    flows.messages.add(&english(), &key(name), Message { variants: vec![text.into()], ..Message::default() }).unwrap();
    flows
}

/// Adds messages.
pub(super) fn texts(mut flows: Flows, texts: &[(&str, &str)]) -> Flows {
    for (name, text) in texts {
        flows = with_message(flows, name, text);
    }
    flows
}

pub(super) fn with_buttons(mut flows: Flows, name: &str, text: &str, buttons: &[(&str, &str)]) -> Flows {
    let quick_replies = buttons.iter().map(|(id, title)| Choice { id: ChoiceId((*id).into()), title: (*title).into() }).collect();
    flows.messages.add(&english(), &key(name), Message { variants: vec![text.into()], quick_replies, ..Message::default() }).unwrap();
    flows
}

/// A slot; change its fields as needed.
pub(super) fn slot(kind: SlotKind) -> Slot {
    Slot { kind, purpose: Some(PurposeName::new("application").unwrap()), optional: false, past: None, future: None }
}

pub(super) fn entity(name: &str) -> SlotKind {
    SlotKind::Entity(EntityName::new(name).unwrap())
}

/// A step with its ways out; without any, it goes on to the next step in the list.
pub(super) struct Written {
    pub(super) id: String,
    pub(super) verb: Verb,
    pub(super) ways: Vec<(Edge, String)>,
}

pub(super) fn at(id: &str, verb: Verb, ways: &[(Edge, &str)]) -> Written {
    Written { id: id.into(), verb, ways: ways.iter().map(|(edge, to)| (*edge, (*to).into())).collect() }
}

/// Adds a flow that the intent of its own name starts. A way to `past` leads to the end of the flow.
pub(super) fn with_flow(mut flows: Flows, name: &str, slots: Vec<(&str, Slot)>, steps: Vec<Written>) -> Flows {
    let name = FlowName::new(name).unwrap();
    flows.starts.insert(IntentName::new(name.as_str()).unwrap(), name.clone());
    let slots = slots.into_iter().map(|(name, slot)| (slot_name(name), slot)).collect();
    // The first step has the index that is the default.
    let (graph, entry, places, giving_up) = Default::default();
    let mut flow = Flow { name: name.clone(), slots, graph, entry, steps: places, giving_up };
    let mut ways = Vec::new();
    for step in steps {
        let id = StepId::new(&step.id).unwrap();
        let onward = if matches!(step.verb, Verb::If(_) | Verb::Confirm(_) | Verb::Consent(_)) { Edge::Yes } else { Edge::Next };
        let place = flow.graph.add_node(Node { id: id.clone(), verb: step.verb, span: span() });
        flow.steps.insert(id, place);
        ways.push((place, onward, step.ways));
    }
    for (position, (from, onward, written)) in ways.iter().enumerate() {
        for (edge, to) in written {
            if let Some(to) = flow.steps.get(to.as_str()) {
                flow.graph.add_edge(*from, *to, *edge);
            }
        }
        if let (None, Some((next, ..))) = (written.iter().find(|(edge, _)| edge == onward), ways.get(position + 1)) {
            flow.graph.add_edge(*from, *next, *onward);
        }
    }
    flows.flows.insert(name, flow);
    flows
}

pub(super) fn say(text: &str) -> Verb {
    Verb::Say(key(text))
}

/// Asks for slots with the messages `ask.<slot>`.
pub(super) fn ask(slots: &[&str]) -> Verb {
    let slots = slots.iter().map(|slot| ask_slot(slot)).collect();
    Verb::Ask(Ask { slots, max_attempts: 4, interruptible: true })
}

pub(super) fn ask_slot(slot: &str) -> AskSlot {
    let choices = if slot.starts_with("role") { Choices::Slot(vec!["driver".into(), "cook".into()]) } else { Choices::None };
    AskSlot { slot: slot_name(slot), say: key(&format!("ask.{slot}")), choices, reject: Vec::new(), on_no_match: Vec::new() }
}

pub(super) fn call(with: &[(&str, &str)], save: &[(&str, &str)]) -> Verb {
    Verb::Call(Call {
        action: ActionName::new("send").unwrap(),
        with: with.iter().map(|(field, source)| ((*field).to_owned(), expression(source))).collect(),
        save: save.iter().map(|(slot, source)| (slot_name(slot), expression(source))).collect(),
    })
}

pub(super) fn set(slot: &str, source: &str) -> Verb {
    Verb::Set(vec![(slot_name(slot), expression(source))])
}

/// Understands by keywords: an intent where one of its words stands, `track or apply` is ambiguous, "parking" is an FAQ question.
/// A number in braces sets the confidence of intent and FAQ hit: `where is parking {0.7}`. A bar stands between what is told and the
/// question beside it: `Ada Lovelace | is there parking?`. A code in front is the language that the words show: `it: sì`.
pub(super) fn heard(text: &str) -> Input {
    let (text, confidence) = match text.split_once(" {") {
        Some((text, confidence)) => (text, confidence.trim_end_matches('}').parse().unwrap()),
        None => (text, 0.9),
    };
    let parts = text.split_once(" | ").map(|(rest, question)| {
        let (question, faq) = understood(question, confidence);
        Box::new(Parts { rest: understood(rest, confidence).0, question, faq })
    });
    let (shown, text) = match text.split_once(": ") {
        Some((code, text)) if code.len() == 2 => (Some(Language::new(code).unwrap()), text),
        _ => (None, text),
    };
    let (mut understanding, faq) = understood(&text.replace(" | ", ", "), confidence);
    let wished = [("in Italian", "it"), ("in English", "en"), ("in German", "de")].into_iter().find(|(words, _)| text.contains(words));
    understanding.spoken = Spoken { shown, wished: wished.map(|(_, code)| Language::new(code).unwrap()) };
    Input::Heard { understanding, faq, parts }
}

pub(super) fn faq_hit(id: &str) -> FaqHit {
    FaqHit { id: id.into(), answer: key(&format!("faq.{id}")), confidence: 0.9 }
}

fn understood(text: &str, confidence: f64) -> (Understanding, Option<FaqHit>) {
    let lower = text.to_lowercase();
    let intents = ["apply", "track", "tell", "cancel", "restart", "help", "human", "bot_or_human", "my_data", "skip", "nonsense"];
    let found: Vec<IntentName> =
        intents.into_iter().filter(|intent| lower.contains(*intent)).map(|intent| IntentName::new(intent).unwrap()).collect();
    let decision = match found.as_slice() {
        [] => Decision::OutOfScope,
        [only] => Decision::Intent(only.clone()),
        [first, second, ..] => Decision::Ambiguous(first.clone(), second.clone()),
    };
    let faq = lower.contains("parking").then(|| FaqHit { id: "parking".into(), answer: key("faq.parking"), confidence });
    let understanding = Understanding {
        utterance: Utterance::new(text).unwrap(),
        language: english(),
        ranked: found.into_iter().map(|intent| IntentScore { intent, confidence }).collect(),
        decision,
        entities: entities(text),
        stage: Stage::Full,
        spoken: Spoken::default(),
        timings: Timings::default(),
    };
    (understanding, faq)
}

/// Words with an @ are addresses, digits numbers, `YYYY-MM-DD` days, `I'm …` a name up to a comma or "and", drivers and cooks roles,
/// yes and no themselves; up to three words may be a name if one was asked for.
fn entities(text: &str) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut push = |kind: &str, value, start: usize, length: usize, strength| {
        let (kind, start) = (EntityName::new(kind).unwrap(), text[..start].chars().count());
        entities.push(Entity { kind, slot: None, value, start, end: start + length, strength });
    };
    let mut place = 0;
    for raw in text.split(' ') {
        let word = raw.trim_matches([',', '.', '?', '!']);
        let length = word.chars().count();
        match word.to_lowercase().as_str() {
            "driver" | "cook" => push("role", SlotValue::Choice(word.to_lowercase()), place, length, Strength::Clear),
            "yes" | "no" => push("yes_no", SlotValue::YesNo(word.eq_ignore_ascii_case("yes")), place, length, Strength::Clear),
            _ if word.contains('@') => push("email", SlotValue::Text(word.into()), place, length, Strength::Clear),
            _ => {
                if let Ok(date) = word.parse() {
                    push("date", SlotValue::Date(date), place, length, Strength::Clear);
                } else if let Ok(number) = word.parse::<f64>() {
                    push("number", SlotValue::Number(number), place, length, Strength::Clear);
                }
            }
        }
        place += raw.len() + 1;
    }
    if let Some(start) = text.find("I'm ") {
        let name = text[start + 4..].split(" and ").next().unwrap_or_default().split(',').next().unwrap_or_default();
        push("person_name", SlotValue::Text(name.into()), start + 4, name.chars().count(), Strength::Clear);
    } else if (1..=3).contains(&text.split_whitespace().count()) && text.chars().all(|c| c.is_alphabetic() || c == ' ') {
        push("person_name", SlotValue::Text(text.into()), 0, text.chars().count(), Strength::IfAsked);
    }
    entities
}
