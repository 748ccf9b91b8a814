//! What is wrong with what could be read: names that nothing has, ways that lead nowhere, texts that are missing.

mod addresses;
mod between;
mod cases;
mod choices;
mod comparisons;
mod consent;
mod formulas;
mod literals;
mod lost;
mod names;
mod order;
mod passages;
mod texts;
mod unread;
mod unused;
mod ways;
mod weekdays;

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::compile::{conventional_question, slot_kind};
use super::draft::{AskSlotDraft, Drafts, FlowDraft, Formula, MessageDraft, PassageDraft, Spanned, StepDraft, VerbDraft};
use super::skeleton::Skeleton;
use crate::diagnostics::Findings;
use crate::domain::{FlowName, Language, MessageKey, SlotName};
use crate::flow::graph::SlotKind;

/// Everything that can be referred to.
pub(super) struct Index<'a> {
    drafts: &'a Drafts,
    known: &'a Known<'a>,
    built_in: &'a BTreeSet<MessageKey>,
    flows: BTreeMap<&'a FlowName, &'a FlowDraft>,
    messages: BTreeMap<&'a MessageKey, BTreeMap<&'a Language, &'a MessageDraft>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(drafts: &'a Drafts, known: &'a Known<'a>, built_in: &'a BTreeSet<MessageKey>) -> Self {
        let flows = drafts.flows.iter().rev().map(|flow| (&flow.name.value, flow)).collect();
        let mut messages: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for message in drafts.messages.iter().rev() {
            messages.entry(&message.key.value).or_default().insert(&message.language, message);
        }
        Self { drafts, known, built_in, flows, messages }
    }

    /// The flow that a `run` or `go` step leads to.
    fn passage(&self, passage: &PassageDraft) -> Option<&'a FlowDraft> {
        self.flows.get(&passage.flow.as_ref()?.value).copied()
    }

    /// What a slot of a flow holds; none for an unknown slot or type.
    fn kind(&self, flow: &FlowDraft, slot: &SlotName) -> Option<SlotKind> {
        slot_kind(&flow.slots.get(slot)?.kind.as_ref()?.value, self.known)
    }

    /// The message that asks for a slot, if it is the bot's own.
    fn question(&self, flow: &FlowDraft, asked: &AskSlotDraft) -> Option<Spanned<MessageKey>> {
        let conventional = || {
            let value = conventional_question(&flow.name.value, &asked.slot.value).filter(|key| self.messages.contains_key(key))?;
            Some(Spanned { value, span: asked.slot.span.clone() })
        };
        asked.say.clone().or_else(conventional)
    }

    /// The messages that are said for a slot of a question, and where they are named.
    fn said_for(&self, flow: &FlowDraft, asked: &AskSlotDraft) -> impl Iterator<Item = Spanned<MessageKey>> {
        let rejections = asked.reject.iter().map(|(_, say)| say.clone());
        self.question(flow, asked).into_iter().chain(rejections).chain(asked.on_no_match.iter().cloned())
    }

    /// The messages that a step names, and where.
    fn said(&self, flow: &FlowDraft, step: &StepDraft) -> Vec<Spanned<MessageKey>> {
        match &step.verb {
            VerbDraft::Say(say) | VerbDraft::Confirm { say, .. } => say.iter().cloned().collect(),
            VerbDraft::Ask(ask) => ask.slots.iter().flat_map(|asked| self.said_for(flow, asked)).collect(),
            VerbDraft::If { .. }
            | VerbDraft::Set(_)
            | VerbDraft::Goto(_)
            | VerbDraft::Call(_)
            | VerbDraft::Consent { .. }
            | VerbDraft::Switch { .. }
            | VerbDraft::Run(_)
            | VerbDraft::Go(_)
            | VerbDraft::Faq { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => Vec::new(),
        }
    }
}

impl StepDraft {
    /// The expressions of the step, each with the name that its scope has beside the common ones.
    fn formulas(&self) -> Vec<(&Formula, Option<&'static str>)> {
        match &self.verb {
            VerbDraft::If { condition: formula, .. }
            | VerbDraft::Switch { subject: formula, .. }
            | VerbDraft::Faq { question: formula, .. } => formula.iter().map(|formula| (formula, None)).collect(),
            // What `run` saves is read in the other flow.
            VerbDraft::Run(passage) | VerbDraft::Go(passage) => passage.with.iter().map(|(_, formula)| (formula, None)).collect(),
            VerbDraft::Set(assignments) => assignments.iter().map(|(_, formula)| (formula, None)).collect(),
            VerbDraft::Call(call) => {
                let with = call.with.iter().map(|(_, formula)| (formula, None));
                with.chain(call.save.iter().map(|(_, formula)| (formula, Some("result")))).collect()
            }
            VerbDraft::Ask(ask) => {
                let rules = ask.slots.iter().flat_map(|asked| &asked.reject);
                rules.map(|(formula, _)| (formula, Some("value"))).collect()
            }
            VerbDraft::Say(_)
            | VerbDraft::Confirm { .. }
            | VerbDraft::Goto(_)
            | VerbDraft::Consent { .. }
            | VerbDraft::End
            | VerbDraft::Unreadable => Vec::new(),
        }
    }
}

/// All checks.
pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    names::check(index, findings);
    consent::check(index, skeletons, findings);
    texts::check(index, findings);
    for (flow, skeleton) in index.drafts.flows.iter().zip(skeletons) {
        formulas::check(flow, index, findings);
        addresses::check(flow, index, findings);
        ways::check(flow, skeleton, &between::All { index, skeletons }, findings);
    }
    order::check(index, skeletons, findings);
    passages::check(index, skeletons, findings);
    choices::check(index, findings);
    unused::check(index, findings);
    // Advice about a flow that does not work yet is noise.
    if !findings.has_errors() {
        unread::check(index, findings);
        lost::check(&between::All { index, skeletons }, findings);
    }
}
