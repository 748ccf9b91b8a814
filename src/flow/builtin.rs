//! The texts that the bot says by itself: keys under `builtin.`, embedded from one `builtin.<language>.yaml` for each language.
//!
//! A new language is a file with the same keys, listed in [`TEXTS`]; a test compares the keys.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{MessageDraft, QuickReplyDraft};
use super::message::{Message, Messages};
use super::read::messages;
use crate::diagnostics::{Findings, Source};
use crate::domain::{Choice, Language, MessageKey};
use crate::yaml;

/// What the keys of built-in texts begin with.
pub(super) const PREFIX: &str = "builtin.";

/// The texts by language; the first is said in languages that have none.
const TEXTS: [(&str, &str); 5] = [
    ("en", include_str!("builtin.en.yaml")),
    ("de", include_str!("builtin.de.yaml")),
    ("it", include_str!("builtin.it.yaml")),
    ("fr", include_str!("builtin.fr.yaml")),
    ("es", include_str!("builtin.es.yaml")),
];

/// Adds the built-in texts; a finding in them would be a mistake of ours, and a test sees to it that there is none.
pub(super) fn add(messages: &mut Messages, findings: &mut Findings) -> BTreeSet<MessageKey> {
    let mut keys = BTreeSet::new();
    for (at, draft) in all(findings) {
        let language = (at > 0).then_some(&draft.language);
        // A syntax error has its own finding in the checks of templates.
        let _ = messages.add_builtin(language, &draft.key.value, message(&draft));
        keys.insert(draft.key.value);
    }
    keys
}

/// Whether there are built-in texts in a language.
pub(super) fn speaks(language: &Language) -> bool {
    TEXTS.iter().any(|(code, _)| *code == language.as_str())
}

/// All built-in texts, each with the place of its language in [`TEXTS`].
fn all(findings: &mut Findings) -> Vec<(usize, MessageDraft)> {
    let mut all = Vec::new();
    for (at, (code, text)) in TEXTS.iter().enumerate() {
        let (Ok(language), source) = (Language::new(code), Source::new(format!("builtin.{code}.yaml"), *text)) else { continue };
        let drafts = yaml::parse(&source, findings).map(|node| messages(&language, &node, findings)).unwrap_or_default();
        all.extend(drafts.into_iter().map(|draft| (at, draft)));
    }
    all
}

/// The built-in texts by key, with the variants of each in every language.
pub fn built_in_texts() -> Vec<(String, Vec<String>)> {
    let mut by_key: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, draft) in all(&mut Findings::default()) {
        by_key.entry(draft.key.value.to_string()).or_default().extend(draft.texts.into_iter().map(|text| text.value));
    }
    by_key.into_iter().collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_texts_without_findings() {
        let mut findings = Findings::default();
        let all = all(&mut findings);
        assert_eq!(findings.into_sorted(), []);
        let keys = |place: usize| all.iter().filter(|(at, _)| *at == place).map(|(_, draft)| draft.key.value.as_str()).collect::<Vec<_>>();
        for (at, (code, _)) in TEXTS.iter().enumerate() {
            assert_eq!(keys(at), keys(0), "{code}");
        }
    }

    #[test]
    fn the_texts_of_a_language_read_the_same_names() {
        let all = all(&mut Findings::default());
        let names = |draft: &MessageDraft| crate::flow::expression::template_names(&draft.texts[0].value).unwrap();
        for (_, draft) in &all {
            let (_, first) = all.iter().find(|(at, first)| *at == 0 && first.key.value == draft.key.value).unwrap();
            assert_eq!(names(draft), names(first), "{} in {}", draft.key.value, draft.language);
        }
    }
}
