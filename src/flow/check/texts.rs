//! Messages: keys that nothing defines, languages that lack one, and what their templates read.

use std::collections::BTreeSet;
use std::ops::Range;

use super::formulas::{Names, common_names, helpers, reading};
use super::names::is_built_in;
use super::{Index, comparisons, literals, weekdays};
use crate::diagnostics::{Diagnostic, Findings, Span, closest};
use crate::domain::{MessageKey, SlotName};
use crate::flow::draft::{AskSlotDraft, FlowDraft, MessageDraft, Spanned, VerbDraft};
use crate::flow::expression::template_names;
use crate::flow::graph::SlotKind;
use crate::flow::scan::{Scan, place};

/// What templates of built-in texts may read beside the common names.
const BUILT_IN_NAMES: &[&str] = &["slot", OPTIONS, "why"];
/// What a message may read that is said by questions with choices only: their titles.
const OPTIONS: &str = "options";
/// What a message may read that only `reject` rules say: what they refuse.
const VALUE: &str = "value";
/// The built-in texts that refuse a value.
const BUILT_IN_REJECT: &str = "builtin.reject.";
/// How the keys of messages begin that are said by convention, too.
const BY_CONVENTION: &[&str] = &["consent.", "intent.", "slot."];
/// The message that, if the bot has it, is said first.
pub(super) const GREETING: &str = "greeting";

pub(super) fn check(index: &Index<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for flow in &index.drafts.flows {
        for step in flow.all_steps() {
            for say in index.said(flow, step) {
                defined(&say, index, &mut told, findings);
                for draft in index.messages.get(&say.value).into_iter().flat_map(|by_language| by_language.values()) {
                    slots_of_flow(draft, flow, &say.span, findings);
                    comparisons::in_message(draft, flow, index, findings);
                }
            }
        }
    }
    for (key, span) in &index.known.answers {
        defined(&Spanned { value: key.clone(), span: span.clone() }, index, &mut told, findings);
    }
    for draft in &index.drafts.messages {
        if is_built_in(&draft.key.value) && !index.built_in.contains(&draft.key.value) {
            let message = format!("there is no built-in text `{}`", draft.key.value);
            let known = index.built_in.iter().map(MessageKey::as_str);
            findings.push(Diagnostic::error("unknown-name", message, &draft.key.span).did_you_mean(draft.key.value.as_str(), known));
        }
        templates(draft, index, findings);
        titles(draft, findings);
    }
    built_in_languages(index, findings);
}

/// A bot in a language without built-in texts says them by itself.
fn built_in_languages(index: &Index<'_>, findings: &mut Findings) {
    for language in index.known.languages.iter().filter(|language| !crate::flow::builtin::speaks(language)) {
        let has = |key: &&MessageKey| index.messages.get(key).is_some_and(|by_language| by_language.contains_key(language));
        let lacking: Vec<&str> = index.built_in.iter().filter(|key| !has(key)).map(MessageKey::as_str).collect();
        let first = index.drafts.messages.iter().find(|draft| draft.language == *language && !draft.inline);
        if let (Some(first), [example, ..]) = (first, lacking.as_slice()) {
            let message = format!("{} built-in texts are not there in `{language}`", lacking.len());
            let found = Diagnostic::warning("built-in-text-missing", message, &first.key.span);
            findings.push(found.help(format!("write them in messages/{language}.yaml, first `{example}`; until then English is said")));
        }
    }
}

/// The message is there, in every language.
fn defined(say: &Spanned<MessageKey>, index: &Index<'_>, told: &mut BTreeSet<MessageKey>, findings: &mut Findings) {
    if index.built_in.contains(&say.value) {
        return;
    }
    let Some(by_language) = index.messages.get(&say.value) else {
        let found = Diagnostic::error("missing-message", format!("there is no message `{}`", say.value), &say.span);
        let keys = index.messages.keys().copied().chain(index.built_in);
        let keys: Vec<&str> = keys.map(MessageKey::as_str).collect();
        findings.push(match (closest(say.value.as_str(), &keys), index.known.languages.first()) {
            (Some(meant), _) => found.help(format!("did you mean `{meant}`?")),
            (None, Some(language)) => found.help(format!("add `{}: …` to messages/{language}.yaml", say.value)),
            (None, None) => found,
        });
        return;
    };
    if !told.insert(say.value.clone()) {
        return;
    }
    let Some(some) = by_language.values().next() else { return };
    for (nth, language) in index.known.languages.iter().enumerate().filter(|(_, language)| !by_language.contains_key(language)) {
        // Other languages fall back to the default one.
        let found = |message: String| match nth {
            0 => Diagnostic::error("missing-message", message, &some.key.span),
            _ => Diagnostic::warning("missing-message", message, &some.key.span),
        };
        findings.push(if some.inline {
            found(format!("this text is missing in `{language}`"))
                .help(format!("write it by language: `{{{}: …, {language}: …}}`", some.language))
        } else {
            found(format!("the message `{}` is missing in `{language}`", say.value))
                .and(&say.span, "said here")
                .help(format!("add it to messages/{language}.yaml"))
        });
    }
}

/// A message of a flow reads slots of that flow only.
fn slots_of_flow(draft: &MessageDraft, flow: &FlowDraft, said: &Span, findings: &mut Findings) {
    for text in &draft.texts {
        for reading in Scan::template(&text.value).readings().iter().filter(|reading| reading.root == "slots") {
            let known: Vec<&str> = flow.slots.keys().map(SlotName::as_str).collect();
            if known.contains(&reading.name) {
                continue;
            }
            let message = format!("the flow `{}` has no slot `{}`", flow.name.value, reading.name);
            let found = Diagnostic::error("template-variable", message, &place(&text.span, &text.value, &reading.range));
            let found = if draft.inline { found } else { found.and(said, "said here") };
            findings.push(found.did_you_mean(reading.name, known));
        }
    }
}

/// What every template may read, whoever says it.
fn templates(draft: &MessageDraft, index: &Index<'_>, findings: &mut Findings) {
    let key = &draft.key.value;
    let anywhere = is_built_in(key) || key.as_str() == GREETING || index.known.answers.iter().any(|(answer, _)| answer == key);
    let mut known = common_names();
    if is_built_in(key) {
        known.extend(BUILT_IN_NAMES);
    } else if index.offers_choices(key) {
        known.push(OPTIONS);
    }
    if key.as_str().starts_with(BUILT_IN_REJECT) || !anywhere && index.refuses(key) {
        known.push(VALUE);
    }
    let flows = index.drafts.flows.iter().filter(|_| !anywhere);
    let slots: Vec<&str> = flows.flat_map(|flow| flow.slots.keys()).map(SlotName::as_str).collect();
    for text in &draft.texts {
        // A template that does not compile has a finding already.
        let Ok(names) = template_names(&text.value) else { continue };
        let scan = Scan::template(&text.value);
        let names = Names { read: &names, known: &known, slots: &slots, code: "template-variable", whole: "" };
        names.check(&scan, |range| place(&text.span, &text.value, range), index, findings);
        helpers(&scan, |range| place(&text.span, &text.value, range), findings);
        weekdays::check(&scan, |range| place(&text.span, &text.value, range), findings);
        literals::in_template(&scan, |range| place(&text.span, &text.value, range), findings);
        single_braces(text, &known, index, findings);
        for read in scan.readings() {
            let at = place(&text.span, &text.value, &read.range);
            reading(&read, &at, index, findings);
            if anywhere && read.root == "slots" && !read.guarded {
                let message = format!("`slots.{}` may not be there: this message is said outside of flows too", read.name);
                let help = format!("guard it: `{{% if slots.{} is defined %}}…{{% endif %}}`", read.name);
                findings.push(Diagnostic::error("template-variable", message, &at).help(help));
            }
        }
    }
}

/// `{slots.name}`, or `{name}` where a slot has that name: said letter by letter. Other words in single braces are text.
fn single_braces(text: &Spanned<String>, known: &[&str], index: &Index<'_>, findings: &mut Findings) {
    for (range, inner) in braced(&text.value) {
        let name = inner.trim();
        let is_slot = |name: &str| index.drafts.flows.iter().any(|flow| flow.slots.keys().any(|slot| slot.as_str() == name));
        let meant = match name.split_once('.') {
            Some(("slots" | "person", _)) => name.to_owned(),
            None if known.contains(&name) => name.to_owned(),
            None if is_slot(name) => format!("slots.{name}"),
            _ => continue,
        };
        let at = place(&text.span, &text.value, &range);
        let written = text.value.get(range).unwrap_or_default();
        let found = Diagnostic::warning("single-braces", format!("`{written}` is said as it stands here"), &at);
        findings.push(found.help(format!("a value stands in double braces: `{{{{ {meant} }}}}`")));
    }
}

/// The names in single braces, outside the tags of a template: where, and what stands inside.
fn braced(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
        let rest = text.get(open + 1..).unwrap_or_default();
        let tag = [('{', "}}"), ('%', "%}"), ('#', "#}")].into_iter().find(|(sign, _)| rest.starts_with(*sign));
        if let Some((_, close)) = tag {
            from = rest.find(close).map_or(text.len(), |at| open + 1 + at + close.len());
            continue;
        }
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ' '))).unwrap_or(rest.len());
        let (inner, after) = rest.split_at(length);
        if after.starts_with('}') {
            found.push((open..open + length + 2, inner));
        }
        from = open + 1 + length;
    }
    found
}

/// A place that says a message.
struct Saying {
    /// It is a question with choices, or stands beside one.
    offers: bool,
    /// It is a `reject` rule.
    refuses: bool,
}

impl Index<'_> {
    /// Whether a message is said by questions with choices, and by nothing else.
    fn offers_choices(&self, key: &MessageKey) -> bool {
        let mut sayings = self.sayings(key).peekable();
        sayings.peek().is_some() && sayings.all(|saying| saying.offers)
    }

    /// Whether a message is said by `reject` rules, and by nothing else.
    fn refuses(&self, key: &MessageKey) -> bool {
        let mut sayings = self.sayings(key).peekable();
        sayings.peek().is_some() && sayings.all(|saying| saying.refuses) && !BY_CONVENTION.iter().any(|said| key.as_str().starts_with(said))
    }

    /// The places in flows that say a message.
    fn sayings(&self, key: &MessageKey) -> impl Iterator<Item = Saying> {
        let of_flow = move |flow| {
            let flow: &FlowDraft = flow;
            flow.all_steps().into_iter().flat_map(move |step| {
                let VerbDraft::Ask(ask) = &step.verb else {
                    let said = self.said(flow, step).into_iter().filter(|say| say.value == *key);
                    return said.map(|_| Saying { offers: false, refuses: false }).collect::<Vec<_>>();
                };
                let of_slot = |asked: &AskSlotDraft| {
                    let rules = asked.reject.iter().filter(|(_, say)| say.value == *key).count();
                    let all = self.said_for(flow, asked).filter(|say| say.value == *key).count();
                    let offers = self.has_choices(flow, asked);
                    (0..all).map(move |nth| Saying { offers, refuses: nth < rules })
                };
                ask.slots.iter().flat_map(of_slot).collect()
            })
        };
        self.drafts.flows.iter().flat_map(of_flow)
    }

    fn has_choices(&self, flow: &FlowDraft, asked: &AskSlotDraft) -> bool {
        asked.choices.is_some() || self.kind(flow, &asked.slot.value) == Some(SlotKind::YesNo)
    }
}

/// Two buttons of a message with the same title can't be told apart.
fn titles(draft: &MessageDraft, findings: &mut Findings) {
    for (nth, reply) in draft.quick_replies.iter().enumerate() {
        if reply.title.value.contains("{{") {
            let found = Diagnostic::error("template-syntax", "the title of a button is plain text, not a template", &reply.title.span);
            findings.push(found.help("write the words out; the text of the message may hold the value"));
        }
        let same = |title: &str| title.trim().to_lowercase() == reply.title.value.trim().to_lowercase();
        if let Some(first) = draft.quick_replies.iter().take(nth).find(|other| same(&other.title.value)) {
            let message = format!("two buttons of this message are called `{}`", reply.title.value);
            let found = Diagnostic::error("choices-collide", message, &reply.title.span).here("again here");
            findings.push(found.and(&first.title.span, "first here").help("give them different titles"));
        }
    }
}
