//! Checks that need more than one part of a bot and are not about data protection.

use std::collections::{BTreeMap, BTreeSet};

use super::names::check_known;
use super::sections::Sections;
use crate::diagnostics::{Diagnostic, Findings, Span, closest};
use crate::domain::{IntentName, Language};
use crate::faq::FaqSet;
use crate::nlu::entity::{EntitySet, EntityType, ExtractContext, Extractors};
use crate::nlu::intents::{Annotation, Example, IntentSet};
use crate::nlu::normalise::normalised;
use crate::yaml::Node;

/// 1 January 2026: what the words of an example are a value of does not hang on the day.
const SOME_DAY: jiff::Timestamp = jiff::Timestamp::constant(1_767_225_600, 0);

/// Runs all of them. `slots` are the slots of all flows.
pub(super) fn check(
    sections: &Sections,
    intents: &IntentSet,
    entities: &EntitySet,
    faq: &FaqSet,
    slots: &BTreeSet<String>,
    findings: &mut Findings,
) {
    annotations(intents, entities, slots, findings);
    questions_that_are_examples(intents, faq, findings);
    unused_intents(sections, intents, findings);
}

/// An annotation names an entity, and with `role` a slot.
fn annotations(intents: &IntentSet, entities: &EntitySet, slots: &BTreeSet<String>, findings: &mut Findings) {
    let declared = entities.entities.keys().map(ToString::to_string);
    let known: BTreeSet<String> = declared.chain(EntitySet::BUILT_IN.iter().map(ToString::to_string)).collect();
    let extractors = Extractors::new(entities, None);
    for (language, example) in intents
        .intents
        .values()
        .flat_map(|intent| &intent.examples)
        .flat_map(|(language, of)| of.iter().map(move |example| (language, example)))
    {
        for annotation in &example.annotations {
            check_known("entity", annotation.entity.as_str(), &known, &annotation.span, findings);
            if let Some(role) = &annotation.role {
                check_known("slot", role.as_str(), slots, &annotation.span, findings);
            }
            if let Some(entity) = entities.entities.get(&annotation.entity) {
                annotated_value(annotation, entity, example, language, &extractors, findings);
            }
        }
    }
}

/// Annotations teach no words: what is marked is a way to write a value that the entity lists, or fits its pattern.
fn annotated_value(
    annotation: &Annotation,
    entity: &EntityType,
    example: &Example,
    language: &Language,
    extractors: &Extractors,
    findings: &mut Findings,
) {
    let (name, values) = (&annotation.entity, entity.value_names());
    if let Some(value) = annotation.value.as_ref().filter(|value| !values.is_empty() && !values.contains(value)) {
        let found = Diagnostic::error("unknown-name", format!("`{name}` has no value `{value}`"), &annotation.span);
        findings.push(found.did_you_mean(value, values.iter().map(String::as_str)));
        return;
    }
    let words: String = example.text.chars().skip(annotation.characters.start).take(annotation.characters.len()).collect();
    let context = ExtractContext { language: language.clone(), now: SOME_DAY.to_zoned(jiff::tz::TimeZone::UTC) };
    let mut read = extractors.extract(&words, &context).into_iter().filter(|found| found.kind == *name);
    let fits = read.any(|found| annotation.value.as_ref().is_none_or(|value| found.value.to_json() == value.as_str() || values.is_empty()));
    if fits {
        return;
    }
    let message = format!("`{words}` is no value of `{name}`, and an example teaches no new ones");
    let found = Diagnostic::warning("unknown-value", message, &annotation.span);
    let known: Vec<&str> = values.iter().map(String::as_str).collect();
    findings.push(match (&annotation.value, closest(&words, &known)) {
        (Some(value), _) => found.help(format!("add `{words}` to the synonyms of `{value}`")),
        (None, _) if values.is_empty() => found.help("mark words that fit its pattern, or change the pattern"),
        (None, Some(meant)) => found.help(format!("did you mean `{meant}`? Else add it to the values or synonyms of `{name}`")),
        (None, None) => found.help(format!("add it to the values or synonyms of `{name}`, or remove the brackets")),
    });
}

/// A question of the FAQ that is also an example of an intent: the intent would always win, and the answer is never given.
fn questions_that_are_examples(intents: &IntentSet, faq: &FaqSet, findings: &mut Findings) {
    let mut examples: BTreeMap<(&Language, String), (&IntentName, &Span)> = BTreeMap::new();
    for (name, intent) in &intents.intents {
        for (language, of_language) in &intent.examples {
            for example in of_language {
                examples.entry((language, normalised(&example.text))).or_insert((name, &example.span));
            }
        }
    }
    for entry in &faq.entries {
        for (language, questions) in &entry.questions {
            for question in questions {
                let Some((intent, place)) = examples.get(&(language, normalised(&question.text))) else { continue };
                let message = format!("a question of `{}` is also an example of the intent `{intent}`", entry.id);
                let found = Diagnostic::warning("question-is-example", message, &question.span).and(place, "the example");
                findings.push(found.help("leave it where it belongs: what is both is always taken for the intent"));
            }
        }
    }
}

/// An intent of the bot's own that starts no flow and that no button means.
fn unused_intents(sections: &Sections, intents: &IntentSet, findings: &mut Findings) {
    let mut used = BTreeSet::new();
    for flow in sections.flows.iter().filter_map(Node::map).flatten() {
        let start = flow.value.get("start");
        let listed = start.and_then(Node::list).unwrap_or_default().iter();
        used.extend(listed.chain(start).filter_map(Node::scalar));
        pressed(&flow.value, &mut used);
    }
    for (_, node) in &sections.messages {
        pressed(node, &mut used);
    }
    // A name that no intent has may be this one misspelt, and has its finding already.
    if used.iter().any(|name| !intents.intents.contains_key(*name)) {
        return;
    }
    for (name, intent) in intents.intents.iter().filter(|(_, intent)| !intent.built_in) {
        if !used.contains(name.as_str()) {
            let found = Diagnostic::warning("unused-intent", format!("the intent `{name}` starts nothing"), &intent.span);
            findings.push(found.help(format!("add `start: [{name}]` to a flow, or remove the intent")));
        }
    }
}

/// The intents that buttons mean: `payload: {intent: …}`, at any depth.
fn pressed<'a>(node: &'a Node, used: &mut BTreeSet<&'a str>) {
    for item in node.list().unwrap_or_default() {
        pressed(item, used);
    }
    for entry in node.map().unwrap_or_default() {
        if entry.key == "payload" {
            used.extend(entry.value.get("intent").and_then(Node::scalar));
        }
        pressed(&entry.value, used);
    }
}
