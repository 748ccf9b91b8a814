//! Names: what stands twice, and what is not there.

use super::Index;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::{EntityName, IntentName, MessageKey, PurposeName, SlotName};
use crate::flow::compile::slot_kind;
use crate::flow::draft::{AskDraft, ChoicesDraft, FlowDraft, QuickReplyEffect, Spanned, StepDraft, VerbDraft};
use crate::flow::graph::SlotKind;

/// The slot types of this version; declared entities are types too.
pub(super) const SLOT_TYPES: &[&str] = &["text", "person_name", "yes_no", "number", "integer", "email", "phone", "date", "time", "money"];
/// Slot types of a later version, with what to use until then.
const LATER_TYPES: &[(&str, &str)] = &[
    ("datetime", "use a `date` and a `time`"),
    ("duration", "use `number`, and name the unit in the question"),
    ("url", "use `text`"),
    ("iban", "use `text`"),
    ("ordinal", "use an entity with the values to choose from"),
    ("file", "ask for a link in a `text` slot"),
];

/// Built-in intents of a later version.
const LATER_INTENTS: [&str; 5] = ["skip", "back", "correct", "yes", "no"];

pub(super) fn check(index: &Index<'_>, findings: &mut Findings) {
    twice(index.drafts.flows.iter().map(|flow| (flow.name.value.as_str(), &flow.name.span)), "flow", findings);
    twice(index.drafts.actions.iter().map(|action| (action.action.name.as_str(), &action.span)), "action", findings);
    for language in index.known.languages {
        let of_language = index.drafts.messages.iter().filter(|message| message.language == *language);
        twice(of_language.map(|message| (message.key.value.as_str(), &message.key.span)), "message", findings);
    }
    starts(index, findings);
    for flow in &index.drafts.flows {
        slots(flow, index, findings);
        for step in flow.all_steps() {
            Step { flow, index, findings }.check(step);
        }
    }
    quick_replies(index, findings);
}

fn twice<'a>(names: impl Iterator<Item = (&'a str, &'a Span)>, what: &str, findings: &mut Findings) {
    let mut seen = std::collections::HashMap::new();
    for (name, span) in names {
        if let Some(first) = seen.insert(name, span) {
            let found = Diagnostic::error("duplicate-name", format!("there are two {what}s named `{name}`"), span).here("again here");
            findings.push(found.and(first, "first here").help("rename or remove one of them"));
            seen.insert(name, first);
        }
    }
}

pub(super) fn unknown<'a>(what: &str, written: &str, span: &Span, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::error("unknown-name", format!("unknown {what} `{written}`"), span).did_you_mean(written, known)
}

/// Every start is an intent, and an intent starts at most one flow.
fn starts(index: &Index<'_>, findings: &mut Findings) {
    let mut seen = std::collections::HashMap::new();
    for flow in &index.drafts.flows {
        for intent in &flow.start {
            if !index.known.intents.contains(&intent.value) && LATER_INTENTS.contains(&intent.value.as_str()) {
                let message = format!("starting a flow with the built-in intent `{}` is not yet supported", intent.value);
                let found = Diagnostic::error("not-yet-supported", message, &intent.span);
                findings.push(found.help("declare an intent of your own, with examples, and start with that"));
            } else if !index.known.intents.contains(&intent.value) {
                let known = index.known.intents.iter().map(IntentName::as_str);
                findings.push(unknown("intent", intent.value.as_str(), &intent.span, known));
            }
            let Some((first, first_span)) = seen.insert(intent.value.clone(), (&flow.name.value, &intent.span)) else { continue };
            let message = format!("the intent `{}` starts two flows, `{first}` and `{}`", intent.value, flow.name.value);
            let found = Diagnostic::error("intent-starts-two-flows", message, &intent.span).here("again here");
            findings.push(found.and(first_span, "first here").help("remove one of them, or give the flows intents of their own"));
        }
    }
}

fn slots(flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    for slot in flow.slots.values() {
        if let Some(purpose) = &slot.purpose {
            self::purpose(purpose, index, findings);
        }
        let Some(kind) = slot.kind.as_ref().filter(|kind| slot_kind(&kind.value, index.known).is_none()) else { continue };
        let later = LATER_TYPES.iter().find(|(name, _)| *name == kind.value);
        findings.push(if let Some((name, instead)) = later {
            Diagnostic::error("not-yet-supported", format!("slots of type `{name}` are not yet supported"), &kind.span).help(*instead)
        } else {
            let entities = index.known.entities.keys().map(EntityName::as_str);
            unknown("slot type", &kind.value, &kind.span, SLOT_TYPES.iter().copied().chain(entities))
        });
    }
}

/// A purpose must be declared: without one there is no basis, no time limit, nothing to tell people.
fn purpose(purpose: &Spanned<PurposeName>, index: &Index<'_>, findings: &mut Findings) {
    if index.known.purposes.contains(&purpose.value) {
        return;
    }
    let message = format!("the purpose `{}` is not declared (GDPR Art. 5(1)(b))", purpose.value);
    let found = Diagnostic::error("PRV-PURPOSE", message, &purpose.span).here("no such purpose");
    let known: Vec<&str> = index.known.purposes.iter().map(PurposeName::as_str).collect();
    let near = crate::diagnostics::closest(purpose.value.as_str(), &known).is_some();
    findings.push(if near {
        found.did_you_mean(purpose.value.as_str(), known)
    } else {
        found.help("declare it in bot.yaml under `privacy.purposes`")
    });
}

/// The names in one step.
struct Step<'a, 'f> {
    flow: &'a FlowDraft,
    index: &'a Index<'a>,
    findings: &'f mut Findings,
}

impl Step<'_, '_> {
    fn check(&mut self, step: &StepDraft) {
        match &step.verb {
            VerbDraft::Ask(ask) => self.ask(ask),
            VerbDraft::Set(assignments) => assignments.iter().for_each(|(slot, _)| self.slot(slot)),
            VerbDraft::Call(call) => {
                call.save.iter().for_each(|(slot, _)| self.slot(slot));
                let actions = &self.index.drafts.actions;
                let unknown_action = call.action.as_ref().filter(|name| actions.iter().all(|action| action.action.name != name.value));
                if let Some(name) = unknown_action {
                    let known = actions.iter().map(|action| action.action.name.as_str());
                    let found = unknown("action", name.value.as_str(), &name.span, known);
                    let help = "declare it under `actions:` in actions.yaml";
                    self.findings.push(if actions.is_empty() { found.help(help) } else { found });
                }
            }
            VerbDraft::Consent { purpose: Some(purpose), .. } => {
                self::purpose(purpose, self.index, self.findings);
            }
            // Steps that are gone to are found when the graph is built, messages in `texts`, flows in `passages`.
            VerbDraft::Consent { purpose: None, .. }
            | VerbDraft::Say(_)
            | VerbDraft::Confirm { .. }
            | VerbDraft::If { .. }
            | VerbDraft::Goto(_)
            | VerbDraft::Switch { .. }
            | VerbDraft::Run(_)
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => {}
        }
    }

    fn slot(&mut self, slot: &Spanned<SlotName>) {
        slot_of(self.flow, slot, self.findings);
    }

    fn ask(&mut self, ask: &AskDraft) {
        for asked in &ask.slots {
            self.slot(&asked.slot);
            let kind = self.flow.slots.get(&asked.slot.value).and_then(|slot| slot.kind.as_ref());
            let Some(kind) = kind.and_then(|kind| slot_kind(&kind.value, self.index.known)) else { continue };
            match (&asked.choices, &kind) {
                (
                    Some(ChoicesDraft::Listed(values)),
                    SlotKind::PersonName
                    | SlotKind::YesNo
                    | SlotKind::Email
                    | SlotKind::Date
                    | SlotKind::Phone
                    | SlotKind::Money
                    | SlotKind::Interval
                    | SlotKind::Url
                    | SlotKind::Iban,
                ) => {
                    let Some(first) = values.first() else { continue };
                    let message = format!("a slot of type `{}` has no values of its own to choose from", kind.as_str());
                    let found = Diagnostic::error("no-choices", message, &first.span);
                    self.findings.push(found.help("remove `choices`, or declare an entity with these values and make it the slot's type"));
                }
                (Some(ChoicesDraft::Listed(values)), _) => {
                    for value in values {
                        entity_value(value, &kind, self.index, self.findings);
                    }
                }
                (Some(ChoicesDraft::Slot(span)), kind) => self.choices_of_slot(span, kind),
                (None, _) => {}
            }
        }
    }

    fn choices_of_slot(&mut self, span: &Span, kind: &SlotKind) {
        let has_values = if let SlotKind::Entity(entity) = kind {
            self.index.known.entities.get(entity).is_some_and(|entity| !entity.values.is_empty())
        } else {
            *kind == SlotKind::YesNo
        };
        if !has_values {
            let found = Diagnostic::error("no-choices", "the type of this slot has no values to choose from", span);
            self.findings.push(found.help(if matches!(kind, SlotKind::Text | SlotKind::Number | SlotKind::Integer | SlotKind::Time) {
                "remove `choices`, list them: `choices: [one, two]`, or declare an entity with `values`"
            } else {
                "remove `choices`"
            }));
        }
    }
}

/// A slot that is named is one of the flow's.
pub(super) fn slot_of(flow: &FlowDraft, slot: &Spanned<SlotName>, findings: &mut Findings) {
    if flow.slots.contains_key(&slot.value) {
        return;
    }
    let message = format!("unknown slot `{}` in the flow `{}`", slot.value, flow.name.value);
    let found = Diagnostic::error("unknown-name", message, &slot.span);
    let known: Vec<&str> = flow.slots.keys().map(SlotName::as_str).collect();
    let found = found.did_you_mean(slot.value.as_str(), known.iter().copied());
    let help = format!("declare it: `slots: {{{}: {{type: text}}}}`", slot.value);
    findings.push(if known.is_empty() { found.help(help) } else { found });
}

/// A value offered for an entity must be one of its values.
pub(super) fn entity_value(value: &Spanned<String>, kind: &SlotKind, index: &Index<'_>, findings: &mut Findings) {
    let SlotKind::Entity(entity) = kind else { return };
    let Some(known) = index.known.entities.get(entity).filter(|known| !known.values.is_empty()) else { return };
    if !known.values.contains(&value.value) {
        let message = format!("`{entity}` has no value `{}`", value.value);
        let found = Diagnostic::error("unknown-name", message, &value.span);
        findings.push(found.did_you_mean(&value.value, known.values.iter().map(String::as_str)));
    }
}

fn quick_replies(index: &Index<'_>, findings: &mut Findings) {
    for reply in index.drafts.messages.iter().flat_map(|message| &message.quick_replies) {
        match &reply.effect {
            QuickReplyEffect::Value(_) => {}
            QuickReplyEffect::Intent(intent) => {
                if !index.known.intents.contains(&intent.value) {
                    let known = index.known.intents.iter().map(IntentName::as_str);
                    findings.push(unknown("intent", intent.value.as_str(), &intent.span, known));
                }
            }
            QuickReplyEffect::Flow(flow) => {
                if !index.flows.contains_key(&flow.value) {
                    let known = index.flows.keys().map(|known| known.as_str());
                    findings.push(unknown("flow", flow.value.as_str(), &flow.span, known));
                }
            }
        }
    }
}

/// Whether a key is one that the bot itself may define.
pub(super) fn is_built_in(key: &MessageKey) -> bool {
    key.as_str().starts_with(crate::flow::builtin::PREFIX)
}
