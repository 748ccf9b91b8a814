//! Buttons of questions: values that the slot can have, titles that can be told apart.

use super::Index;
use super::names::entity_value;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::Language;
use crate::flow::draft::{AskSlotDraft, ChoicesDraft, FlowDraft, QuickReplyEffect, VerbDraft};
use crate::flow::graph::SlotKind;
use crate::flow::message::in_words;

pub(super) fn check(index: &Index<'_>, findings: &mut Findings) {
    for flow in &index.drafts.flows {
        for step in flow.all_steps() {
            let VerbDraft::Ask(ask) = &step.verb else { continue };
            for asked in &ask.slots {
                if let Some(kind) = index.kind(flow, &asked.slot.value) {
                    titles(asked, &kind, index, findings);
                    quick_replies(asked, flow, &kind, index, findings);
                }
            }
        }
    }
}

/// Two buttons of a question with the same title can't be told apart.
fn titles(asked: &AskSlotDraft, kind: &SlotKind, index: &Index<'_>, findings: &mut Findings) {
    let values: Vec<(&str, &Span)> = match (&asked.choices, kind) {
        (Some(ChoicesDraft::Listed(values)), _) => values.iter().map(|value| (value.value.as_str(), &value.span)).collect(),
        (Some(ChoicesDraft::Slot(span)), SlotKind::Entity(entity)) => {
            let values = index.known.entities.get(entity).map(|known| known.values.as_slice()).unwrap_or_default();
            values.iter().map(|value| (value.as_str(), span)).collect()
        }
        (Some(ChoicesDraft::Slot(_)) | None, _) => return,
    };
    for language in index.known.languages {
        let titles: Vec<String> = values.iter().map(|(value, _)| title(value, kind, language, index)).collect();
        for (nth, (title, (_, span))) in titles.iter().zip(&values).enumerate() {
            let same = |other: &&String| other.to_lowercase() == title.to_lowercase();
            if titles.iter().take(nth).find(same).is_some() {
                let found = Diagnostic::error("choices-collide", format!("two buttons of this question are called `{title}`"), span);
                findings.push(found.help("remove one of them, or give the values different labels"));
            }
        }
    }
}

fn title(value: &str, kind: &SlotKind, language: &Language, index: &Index<'_>) -> String {
    let SlotKind::Entity(entity) = kind else { return in_words(value) };
    let labels = index.known.entities.get(entity).map(|known| &known.labels);
    labels.and_then(|labels| labels.get(&(language.clone(), value.to_owned())).cloned()).unwrap_or_else(|| in_words(value))
}

/// A quick reply of a question answers it, so its value is one of the slot's.
fn quick_replies(asked: &AskSlotDraft, flow: &FlowDraft, kind: &SlotKind, index: &Index<'_>, findings: &mut Findings) {
    let question = index.question(flow, asked);
    let drafts = question.iter().filter_map(|key| index.messages.get(&key.value)).flat_map(|by_language| by_language.values());
    for reply in drafts.flat_map(|draft| &draft.quick_replies) {
        if let QuickReplyEffect::Value(value) = &reply.effect {
            entity_value(value, kind, index, findings);
        }
    }
}
