//! Messages: `messages/<lang>.yaml` and texts written in steps.
//!
//! Keys are dotted, written flat (`apply.hello: …`) or nested. A mapping with one of the keys of [`BODY_KEYS`] is a
//! message, any other groups messages, as do [`GROUPS`]. A list of texts is short for `variants`.

use super::attachment::attachment;
use super::{Reader, checked, fields, key_name};
use crate::diagnostics::{Diagnostic, Findings};
use crate::domain::{Attachment, FlowName, IntentName, Language, MessageKey};
use crate::flow::draft::{MessageDraft, QuickReplyDraft, QuickReplyEffect, Spanned};
use crate::flow::expression::template_excess;
use crate::yaml::{Entry, Kind, Node};

const BODY_KEYS: &[&str] = &["text", "variants", "quick_replies", "link", "image"];
/// Groups whatever keys they hold: `text` there is a slot type.
const GROUPS: &[&str] = &["builtin.ask", "builtin.no_match"];
/// What a later version can say, with what to do until then.
const LATER_KEYS: &[(&str, &str)] = &[("cards", "write the cards as text, with `quick_replies`")];
const QUICK_REPLY_KEYS: &[&str] = &["title", "value", "payload"];
const PAYLOAD_KEYS: &[&str] = &["intent", "flow"];

/// The messages of one language.
pub(in crate::flow) fn messages(language: &Language, node: &Node, findings: &mut Findings) -> Vec<MessageDraft> {
    let mut drafts = Vec::new();
    if !node.is_null() {
        group(language, "", node, &mut drafts, findings);
    }
    drafts
}

fn group(language: &Language, prefix: &str, node: &Node, drafts: &mut Vec<MessageDraft>, findings: &mut Findings) {
    for entry in node.expect_map(findings).unwrap_or_default() {
        let path = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        if is_message(&path, &entry.value) {
            let key = checked(&path, &entry.key_span, MessageKey::new, findings);
            let Some(body) = body(&entry.value, findings) else { continue };
            let Some(key) = key else { continue };
            drafts.push(body.draft(language, key, false));
        } else {
            group(language, &path, &entry.value, drafts, findings);
        }
    }
}

fn is_message(path: &str, node: &Node) -> bool {
    let later = |key: &str| LATER_KEYS.iter().any(|(later, _)| *later == key);
    match node.map() {
        Some(_) if GROUPS.contains(&path) => false,
        Some(entries) => {
            // Messages in a group may be called `link` or `image`, too.
            let body = |entry: &Entry| match entry.key.as_str() {
                "link" | "image" => entry.value.get("url").is_some(),
                key => BODY_KEYS.contains(&key),
            };
            entries.iter().any(body) || !entries.is_empty() && entries.iter().all(|entry| later(&entry.key))
        }
        None => true,
    }
}

/// What a message is made of.
struct Body {
    texts: Vec<Spanned<String>>,
    quick_replies: Vec<QuickReplyDraft>,
    attachment: Option<Attachment>,
}

impl Body {
    fn of(texts: Vec<Spanned<String>>) -> Self {
        Self { texts, quick_replies: Vec::new(), attachment: None }
    }

    fn draft(self, language: &Language, key: Spanned<MessageKey>, inline: bool) -> MessageDraft {
        let Self { texts, quick_replies, attachment } = self;
        MessageDraft { language: language.clone(), key, texts, quick_replies, attachment, inline }
    }
}

fn body(node: &Node, findings: &mut Findings) -> Option<Body> {
    match &node.kind {
        Kind::Scalar { .. } => Some(Body::of(vec![text(node, findings)?])),
        Kind::List(items) => Some(Body::of(variants(node, items, findings)?)),
        Kind::Map(_) => {
            fields(node, "a message", BODY_KEYS, LATER_KEYS, findings)?;
            let quick_replies = node.get("quick_replies").map(|list| quick_replies(list, findings)).unwrap_or_default();
            let texts = match (node.get("text"), node.get("variants")) {
                (Some(_), Some(second)) => {
                    let found = Diagnostic::error("two-ways", "a message has `text` or `variants`, not both", &second.span);
                    findings.push(found.help("put all texts into `variants`"));
                    return None;
                }
                (Some(one), None) => vec![text(one, findings)?],
                (None, Some(list)) => variants(list, list.expect_list(findings)?, findings)?,
                (None, None) => {
                    findings.push(Diagnostic::error("missing-key", "this message has no `text`", &node.span).help("add `text: …`"));
                    return None;
                }
            };
            Some(Body { texts, quick_replies, attachment: attachment(node, findings) })
        }
    }
}

fn text(node: &Node, findings: &mut Findings) -> Option<Spanned<String>> {
    let mut value = node.expect_text(findings)?.to_owned();
    if let Some(excess) = template_excess(&value) {
        findings.push(Diagnostic::error("out-of-range", excess, &node.span).help("say it in several messages"));
        value.clear();
    }
    Some(Spanned { value, span: node.span.clone() })
}

fn variants(node: &Node, items: &[Node], findings: &mut Findings) -> Option<Vec<Spanned<String>>> {
    if items.is_empty() {
        findings.push(Diagnostic::error("wrong-type", "a message needs at least one text", &node.span).help("write a text"));
    }
    let texts: Vec<_> = items.iter().filter_map(|item| text(item, findings)).collect();
    (!texts.is_empty()).then_some(texts)
}

fn quick_replies(node: &Node, findings: &mut Findings) -> Vec<QuickReplyDraft> {
    let items = node.expect_list(findings).unwrap_or_default();
    items.iter().filter_map(|item| quick_reply(item, findings)).collect()
}

fn quick_reply(node: &Node, findings: &mut Findings) -> Option<QuickReplyDraft> {
    if node.scalar().is_some() {
        let title = text(node, findings)?;
        return Some(QuickReplyDraft { effect: QuickReplyEffect::Value(title.clone()), title });
    }
    node.expect_fields("a quick reply", QUICK_REPLY_KEYS, findings)?;
    let title = node.get("title").map(|title| text(title, findings));
    if title.is_none() {
        findings.push(Diagnostic::error("missing-key", "this quick reply has no `title`", &node.span).help("add `title: …`"));
    }
    let effect = match (node.get("value"), node.get("payload")) {
        (Some(value), None) => text(value, findings).map(QuickReplyEffect::Value),
        (None, Some(payload)) => effect(payload, findings),
        (None, None) => title.clone().flatten().map(QuickReplyEffect::Value),
        (Some(_), Some(payload)) => {
            let found = Diagnostic::error("two-ways", "a quick reply has `value` or `payload`, not both", &payload.span);
            findings.push(found.help("`value` answers the question; `payload` starts something else"));
            None
        }
    };
    Some(QuickReplyDraft { title: title??, effect: effect? })
}

fn effect(node: &Node, findings: &mut Findings) -> Option<QuickReplyEffect> {
    let entries = node.expect_fields("a payload", PAYLOAD_KEYS, findings)?;
    let [entry] = entries else {
        return node.expected("`{intent: …}` or `{flow: …}`", findings);
    };
    let name = entry.value.expect_text(findings)?;
    match entry.key.as_str() {
        "intent" => checked(name, &entry.value.span, IntentName::new, findings).map(QuickReplyEffect::Intent),
        "flow" => checked(name, &entry.value.span, FlowName::new, findings).map(QuickReplyEffect::Flow),
        _ => None,
    }
}

impl Reader<'_> {
    /// A message written in a step: a text in the default language, a mapping by language, or
    /// a message body. It gets a key of its own, `inline.t<number>`.
    pub(super) fn inline_message(&mut self, node: &Node) -> Option<Spanned<MessageKey>> {
        self.texts += 1;
        let key = Spanned { value: MessageKey::new(&format!("inline.t{}", self.texts)).ok()?, span: node.span.clone() };
        let by_language = node.map().filter(|entries| !entries.is_empty() && entries.iter().all(|entry| Language::new(&entry.key).is_ok()));
        match by_language {
            None => {
                let language = self.languages.first()?.clone();
                self.inline_body(&language, &key, node)?;
            }
            Some(entries) => {
                for entry in entries {
                    let language = key_name(entry, Language::new, self.findings)?.value;
                    if self.languages.contains(&language) {
                        self.inline_body(&language, &key, &entry.value)?;
                    } else {
                        let found = Diagnostic::error("unknown-name", format!("the bot has no language `{language}`"), &entry.key_span);
                        self.findings.push(found.did_you_mean(language.as_str(), self.languages.iter().map(Language::as_str)));
                    }
                }
            }
        }
        Some(key)
    }

    fn inline_body(&mut self, language: &Language, key: &Spanned<MessageKey>, node: &Node) -> Option<()> {
        let body = body(node, self.findings)?;
        self.inline.push(body.draft(language, key.clone(), true));
        Some(())
    }
}
