//! The texts that the bot says by itself, in English: keys under `builtin.`, embedded from `builtin.yaml`.

use std::collections::BTreeSet;

use super::draft::{MessageDraft, QuickReplyDraft};
use super::message::{Message, Messages};
use super::read::messages;
use crate::diagnostics::{Findings, Source};
use crate::domain::{Choice, Language, MessageKey};
use crate::yaml;

/// What the keys of built-in texts begin with.
pub(super) const PREFIX: &str = "builtin.";

/// Adds the built-in texts; a finding in them would be a mistake of ours, and a test sees to it that there is none.
pub(super) fn add(messages: &mut Messages, language: &Language, findings: &mut Findings) -> BTreeSet<MessageKey> {
    let drafts = drafts(language, findings);
    for draft in &drafts {
        // A syntax error has its own finding in the checks of templates.
        let _ = messages.add_builtin(&draft.key.value, message(draft));
    }
    drafts.into_iter().map(|draft| draft.key.value).collect()
}

fn drafts(language: &Language, findings: &mut Findings) -> Vec<MessageDraft> {
    let source = Source::new("builtin.yaml", include_str!("builtin.yaml"));
    yaml::parse(&source, findings).map(|node| messages(language, &node, findings)).unwrap_or_default()
}

/// The built-in texts by key, with the variants of each.
pub fn built_in_texts() -> Vec<(String, Vec<String>)> {
    let Ok(english) = Language::new("en") else { return Vec::new() };
    let texts = |draft: MessageDraft| draft.texts.into_iter().map(|text| text.value).collect();
    drafts(&english, &mut Findings::default()).into_iter().map(|draft| (draft.key.value.to_string(), texts(draft))).collect()
}

/// The message that a draft describes.
pub(super) fn message(draft: &MessageDraft) -> Message {
    let choice = |reply: &QuickReplyDraft| Choice { id: reply.effect.id(), title: reply.title.value.clone() };
    Message {
        variants: draft.texts.iter().map(|text| text.value.clone()).collect(),
        quick_replies: draft.quick_replies.iter().map(choice).collect(),
        attachment: draft.attachment.clone(),
    }
}
