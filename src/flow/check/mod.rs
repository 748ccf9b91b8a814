//! What is wrong with what could be read: names that nothing has, ways that lead nowhere, texts that are missing.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::draft::{Drafts, FlowDraft, MessageDraft};
use super::skeleton::Skeleton;
use crate::diagnostics::Findings;
use crate::domain::{FlowName, Language, MessageKey};

/// Everything that can be referred to.
pub(super) struct Index<'a> {
    pub(super) drafts: &'a Drafts,
    pub(super) known: &'a Known<'a>,
    pub(super) built_in: &'a BTreeSet<MessageKey>,
    pub(super) flows: BTreeMap<&'a FlowName, &'a FlowDraft>,
    pub(super) messages: BTreeMap<&'a MessageKey, BTreeMap<&'a Language, &'a MessageDraft>>,
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
}

/// All checks.
pub(super) fn check(index: &Index<'_>, skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    names::check(index, findings);
    let _ = skeletons;
}
