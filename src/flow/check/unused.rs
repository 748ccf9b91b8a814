//! What is written and never used: advice, or a sign of a slip. What could not be read counts as using all its words,
//! and a misspelt name (which has a finding) as using the one that is meant.

use std::collections::BTreeSet;

use super::Index;
use super::names::is_built_in;
use super::texts::GREETING;
use crate::diagnostics::{Diagnostic, Findings, closest};
use crate::domain::SlotName;
use crate::flow::draft::{FlowDraft, PassageDraft, QuickReplyEffect, StepDraft, VerbDraft};
use crate::flow::scan::Scan;

pub(super) fn check(index: &Index<'_>, findings: &mut Findings) {
    flows(index, findings);
    // Of a flow without steps there is a finding already.
    for flow in index.drafts.flows.iter().filter(|flow| !flow.steps.is_empty()) {
        slots(flow, index, findings);
        ids(flow, findings);
    }
    messages(index, findings);
    actions(index, findings);
}

/// The name that is written, or the one that a misspelt one means: it has a finding already.
fn meant<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    known.iter().find(|known| **known == written).copied().or_else(|| closest(written, known))
}

/// The `run` and `go` steps of a flow.
fn passages(flow: &FlowDraft) -> impl Iterator<Item = &PassageDraft> {
    flow.all_steps()
        .into_iter()
        .filter_map(|step| if let VerbDraft::Run(passage) | VerbDraft::Go(passage) = &step.verb { Some(passage) } else { None })
}

/// A flow starts with an intent, a quick reply or a step of another flow.
fn flows(index: &Index<'_>, findings: &mut Findings) {
    let known: Vec<&str> = index.flows.keys().map(|name| name.as_str()).collect();
    let passages = index.drafts.flows.iter().flat_map(passages);
    let entered: BTreeSet<&str> = passages.filter_map(|passage| meant(passage.flow.as_ref()?.value.as_str(), &known)).collect();
    let replies = || index.drafts.messages.iter().flat_map(|message| &message.quick_replies);
    for flow in &index.drafts.flows {
        let name = &flow.name.value;
        let pressed = replies().any(|reply| matches!(&reply.effect, QuickReplyEffect::Flow(started) if started.value == *name));
        let unread = index.drafts.unread_words.contains(name.as_str());
        let pressed = pressed || entered.contains(name.as_str());
        if flow.start.is_empty() && !flow.steps.is_empty() && !pressed && !unread {
            let found = Diagnostic::warning("flow-never-started", format!("nothing starts the flow `{name}`"), &flow.name.span);
            findings.push(found.help("add `start: [intent]`, a quick reply with `payload: {flow: …}`, or a `run` or `go` step"));
        }
    }
}

/// A slot is filled or read.
fn slots(flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    let words = index.drafts.unread_words.iter();
    let mut used: BTreeSet<String> = words.map(|word| word.strip_prefix("slots.").unwrap_or(word).to_owned()).collect();
    for passage in index.drafts.flows.iter().flat_map(passages) {
        if index.passage(passage).is_some_and(|other| std::ptr::eq(other, flow)) {
            used.extend(passage.with.iter().map(|(slot, _)| slot.value.to_string()));
            let saved = passage.save.iter().flat_map(|(_, formula)| Scan::expression(&formula.text).readings());
            used.extend(saved.map(|read| read.name.to_owned()));
        }
    }
    for step in flow.all_steps() {
        match &step.verb {
            VerbDraft::Run(passage) => used.extend(passage.save.iter().map(|(slot, _)| slot.value.to_string())),
            VerbDraft::Ask(ask) => used.extend(ask.slots.iter().map(|asked| asked.slot.value.to_string())),
            VerbDraft::Set(assignments) => used.extend(assignments.iter().map(|(slot, _)| slot.value.to_string())),
            VerbDraft::Call(call) => used.extend(call.save.iter().map(|(slot, _)| slot.value.to_string())),
            VerbDraft::Say(_)
            | VerbDraft::Confirm { .. }
            | VerbDraft::If { .. }
            | VerbDraft::Goto(_)
            | VerbDraft::Switch { .. }
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::Consent { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => {}
        }
        let formulas = step.formulas();
        used.extend(formulas.iter().flat_map(|(formula, _)| Scan::expression(&formula.text).readings()).map(|read| read.name.to_owned()));
        for say in index.said(flow, step) {
            let drafts = index.messages.get(&say.value).into_iter().flat_map(|by_language| by_language.values());
            let texts = drafts.flat_map(|draft| &draft.texts);
            used.extend(texts.flat_map(|text| Scan::template(&text.value).readings()).map(|read| read.name.to_owned()));
        }
    }
    let known: Vec<&str> = flow.slots.keys().map(SlotName::as_str).collect();
    let meant: BTreeSet<&str> = used.iter().filter_map(|written| meant(written, &known)).collect();
    for (name, slot) in flow.slots.iter().filter(|(name, _)| !meant.contains(name.as_str())) {
        let message = format!("the flow `{}` never uses its slot `{name}`", flow.name.value);
        findings.push(Diagnostic::warning("unused-slot", message, &slot.span).help("remove it, or `ask` for it"));
    }
    rules(flow, index, findings);
}

/// The `reject` rules of a slot hold where it is asked for.
fn rules(flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    let asks = |name: &SlotName| {
        let is_asked =
            |step: &&StepDraft| matches!(&step.verb, VerbDraft::Ask(ask) if ask.slots.iter().any(|asked| asked.slot.value == *name));
        flow.all_steps().iter().any(is_asked) || index.drafts.unread_words.contains(name.as_str())
    };
    for (name, slot) in &flow.slots {
        if let Some((when, _)) = slot.reject.first().filter(|_| !asks(name)) {
            let message = format!("no step of this flow asks for `{name}`, so its `reject` rules refuse nothing");
            findings.push(Diagnostic::warning("misplaced-key", message, &when.span).help("move them to the flow that asks for it"));
        }
    }
}

/// Positions of running conversations are kept as step ids: a path changes when steps are added before it.
fn ids(flow: &FlowDraft, findings: &mut Findings) {
    for step in flow.all_steps().into_iter().filter(|step| step.id_span.is_none() && matches!(step.verb, VerbDraft::Ask(_))) {
        let message = format!("this `ask` has no id, so its place is `{}`", step.id);
        let found = Diagnostic::tip("ask-without-id", message, &step.span);
        findings.push(found.help("add `id: …`: conversations under way then find it again in the next version of the flow"));
    }
}

fn messages(index: &Index<'_>, findings: &mut Findings) {
    let mut used: BTreeSet<String> = index.known.answers.iter().map(|(key, _)| key.to_string()).collect();
    used.extend(index.drafts.unread_words.iter().cloned());
    // Said by convention: the question for a purpose, the button of an intent, what a slot is called.
    used.extend(index.known.purposes.iter().map(|purpose| format!("consent.{purpose}")));
    used.extend(index.known.intents.iter().map(|intent| format!("intent.{intent}")));
    for flow in &index.drafts.flows {
        used.extend(flow.slots.keys().map(|slot| format!("slot.{slot}")));
        for step in flow.all_steps() {
            used.extend(index.said(flow, step).into_iter().map(|say| say.value.to_string()));
        }
    }
    let known: Vec<&str> = index.messages.keys().map(|key| key.as_str()).collect();
    let used: BTreeSet<&str> = used.iter().filter_map(|written| meant(written, &known)).collect();
    for (key, by_language) in &index.messages {
        if used.contains(key.as_str()) || is_built_in(key) || key.as_str() == GREETING {
            continue;
        }
        let Some(draft) = index.known.languages.iter().find_map(|language| by_language.get(language)) else { continue };
        let found = Diagnostic::warning("unused-message", format!("nothing says the message `{key}`"), &draft.key.span);
        findings.push(found.help("remove it, or `say` it"));
    }
}

fn actions(index: &Index<'_>, findings: &mut Findings) {
    let steps = index.drafts.flows.iter().flat_map(FlowDraft::all_steps);
    let known: Vec<&str> = index.drafts.actions.iter().map(|draft| draft.action.name.as_str()).collect();
    let called: BTreeSet<_> = steps
        .filter_map(|step| match &step.verb {
            VerbDraft::Call(call) => call.action.as_ref().and_then(|action| meant(action.value.as_str(), &known)),
            VerbDraft::Say(_)
            | VerbDraft::Ask(_)
            | VerbDraft::Confirm { .. }
            | VerbDraft::If { .. }
            | VerbDraft::Set(_)
            | VerbDraft::Goto(_)
            | VerbDraft::Switch { .. }
            | VerbDraft::Run(_)
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::Consent { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => None,
        })
        .collect();
    for draft in &index.drafts.actions {
        let name = &draft.action.name;
        if !called.contains(name.as_str()) && !index.drafts.unread_words.contains(name.as_str()) {
            let found = Diagnostic::warning("unused-action", format!("no step calls the action `{name}`"), &draft.span);
            findings.push(found.help("remove it, or `call` it"));
        }
        if !draft.has_timeout {
            let found =
                Diagnostic::tip("action-without-timeout", format!("the action `{name}` has no time-out, so 5 s are used"), &draft.span);
            findings.push(found.help("add `timeout: 5 s`: people wait for the answer"));
        }
    }
}
