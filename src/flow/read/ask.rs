//! `ask` steps: one slot or a form.

use super::{Reader, checked};
use crate::diagnostics::Diagnostic;
use crate::domain::{MessageKey, SlotName};
use crate::flow::DEFAULT_ATTEMPTS;
use crate::flow::draft::{AskDraft, AskSlotDraft, ChoicesDraft, Formula, Rules, Spanned, StepDraft};
use crate::yaml::{Kind, Node};

/// The most that `max_attempts` may say.
const MOST_ATTEMPTS: u32 = 20;
/// Keys of one slot in a form written as a mapping.
const FORM_KEYS: &[&str] = &["say", "choices", "reject", "on_no_match"];
const REJECT_KEYS: &[&str] = &["when", "say"];

/// What stands beside `ask` (a single question) or under a slot (a form).
#[derive(Default)]
struct Details {
    say: Option<Spanned<MessageKey>>,
    choices: Option<ChoicesDraft>,
    reject: Rules,
    on_no_match: Vec<Spanned<MessageKey>>,
    no_match_steps: Option<Vec<StepDraft>>,
}

impl Reader<'_> {
    pub(super) fn ask(&mut self, step: &Node, value: &Node, path: &str, level: usize) -> AskDraft {
        let mut no_match_steps = None;
        let mut slots = match &value.kind {
            Kind::Scalar { .. } => {
                let slot = self.name(value, SlotName::new);
                let details = self.details(step, path, level);
                no_match_steps = details.no_match_steps;
                let (say, choices, reject, on_no_match) = (details.say, details.choices, details.reject, details.on_no_match);
                slot.map(|slot| AskSlotDraft { slot, say, choices, reject, on_no_match }).into_iter().collect()
            }
            Kind::List(items) => {
                let names: Vec<_> = items.iter().filter_map(|item| self.name(item, SlotName::new)).collect();
                let mut form = Vec::new();
                for slot in names {
                    form.push(AskSlotDraft { slot, say: None, choices: None, reject: Vec::new(), on_no_match: Vec::new() });
                }
                no_match_steps = self.form(step, &mut form, path, level);
                form
            }
            Kind::Map(entries) => {
                let mut form: Vec<AskSlotDraft> = entries.iter().filter_map(|entry| self.form_slot(entry, path, level)).collect();
                no_match_steps = self.form(step, &mut form, path, level).or(no_match_steps);
                form
            }
        };
        for asked in &mut slots {
            // What the slot refuses wherever it is asked for comes first.
            asked.reject.splice(0..0, self.rules.get(&asked.slot.value).into_iter().flatten().cloned());
        }
        if slots.is_empty() && value.scalar().is_none() {
            self.error("wrong-type", "this form asks for nothing", &value.span, "name the slots: `ask: [name, email]`");
        }
        self.repeated(&slots);
        let max_attempts = step.get("max_attempts").and_then(|node| self.attempts(node)).unwrap_or(DEFAULT_ATTEMPTS);
        let interruptible = step.get("interruptible").and_then(|node| node.expect_bool(self.findings)).unwrap_or(true);
        AskDraft { slots, max_attempts, interruptible, no_match_steps }
    }

    fn attempts(&mut self, node: &Node) -> Option<u32> {
        let attempts = node.expect_count(self.findings)?;
        if (1..=MOST_ATTEMPTS).contains(&attempts) {
            return Some(attempts);
        }
        let message = format!("`max_attempts` is from 1 to {MOST_ATTEMPTS}, not {attempts}");
        self.error("out-of-range", message, &node.span, "leave it out to ask up to 4 times");
        None
    }

    fn repeated(&mut self, slots: &[AskSlotDraft]) {
        for (index, slot) in slots.iter().enumerate() {
            let earlier = slots.iter().take(index).find(|other| other.slot.value == slot.slot.value);
            if let Some(earlier) = earlier {
                let message = format!("the form asks for `{}` twice", slot.slot.value);
                let found = Diagnostic::error("duplicate-name", message, &slot.slot.span).here("again here");
                self.findings.push(found.and(&earlier.slot.span, "first here").help("remove one of them"));
            }
        }
    }

    /// What stands beside a form: `on_no_match` is for every slot that has none of its own, the rest belongs to slots.
    fn form(&mut self, step: &Node, form: &mut [AskSlotDraft], path: &str, level: usize) -> Option<Vec<StepDraft>> {
        for key in ["say", "choices", "reject"] {
            if let Some(node) = step.get(key) {
                let message = format!("`{key}` belongs to one slot, and this step asks for several");
                let help = format!("write it under its slot: `ask: {{name: {{{key}: …}}}}`");
                self.error("misplaced-key", message, &node.span, &help);
            }
        }
        let (keys, steps) = self.on_no_match(step.get("on_no_match")?, path, level);
        for slot in form.iter_mut().filter(|slot| slot.on_no_match.is_empty()) {
            slot.on_no_match.clone_from(&keys);
        }
        steps
    }

    fn form_slot(&mut self, entry: &crate::yaml::Entry, path: &str, level: usize) -> Option<AskSlotDraft> {
        let slot = checked(&entry.key, &entry.key_span, SlotName::new, self.findings);
        let mut details = Details::default();
        if !entry.value.is_null() && entry.value.expect_fields("a slot of a form", FORM_KEYS, self.findings).is_some() {
            details = self.details(&entry.value, path, level);
        }
        if details.no_match_steps.is_some() {
            let message = "steps for \"no match\" stand beside `ask`, not under one slot of a form";
            let place = entry.value.get("on_no_match").map_or(&entry.key_span, |node| &node.span);
            self.error("misplaced-key", message, place, "move `on_no_match` with the steps out of the form");
        }
        let Details { say, choices, reject, on_no_match, .. } = details;
        Some(AskSlotDraft { slot: slot?, say, choices, reject, on_no_match })
    }

    fn details(&mut self, node: &Node, path: &str, level: usize) -> Details {
        let say = node.get("say").and_then(|say| self.say(say));
        let choices = node.get("choices").and_then(|choices| self.choices(choices));
        let reject = node.get("reject").map(|reject| self.reject(reject)).unwrap_or_default();
        let (on_no_match, no_match_steps) = match node.get("on_no_match") {
            Some(list) => self.on_no_match(list, path, level),
            None => (Vec::new(), None),
        };
        Details { say, choices, reject, on_no_match, no_match_steps }
    }

    fn choices(&mut self, node: &Node) -> Option<ChoicesDraft> {
        match &node.kind {
            Kind::Scalar { text, .. } if text == "slot" => Some(ChoicesDraft::Slot(node.span.clone())),
            Kind::List(items) => {
                let texts = items.iter().filter_map(|item| {
                    let value = item.expect_text(self.findings)?.to_owned();
                    Some(Spanned { value, span: item.span.clone() })
                });
                Some(ChoicesDraft::Listed(texts.collect()))
            }
            Kind::Scalar { .. } | Kind::Map(_) => node.expected("`slot` or a list of values", self.findings),
        }
    }

    pub(super) fn reject(&mut self, node: &Node) -> Rules {
        let items = node.expect_list(self.findings).unwrap_or_default();
        items.iter().filter_map(|item| self.reject_rule(item)).collect()
    }

    fn reject_rule(&mut self, node: &Node) -> Option<(Formula, Spanned<MessageKey>)> {
        node.expect_fields("a `reject` rule", REJECT_KEYS, self.findings)?;
        let when = node.get("when").map(|when| self.formula(when));
        let say = node.get("say").map(|say| self.say(say));
        for (key, found) in [("when", when.is_some()), ("say", say.is_some())] {
            if !found {
                let help = "write `- {when: expression over value, say: message}`";
                self.error("missing-key", format!("this `reject` rule has no `{key}`"), &node.span, help);
            }
        }
        Some((when??, say??))
    }

    /// Messages by attempt, then the steps to take, if any.
    fn on_no_match(&mut self, node: &Node, path: &str, level: usize) -> (Vec<Spanned<MessageKey>>, Option<Vec<StepDraft>>) {
        let single = std::slice::from_ref(node);
        let items = if node.scalar().is_some() { single } else { node.expect_list(self.findings).unwrap_or_default() };
        let is_step = |item: &Node| item.map().is_some() || item.scalar() == Some("end");
        let first_step = items.iter().position(is_step).unwrap_or(items.len());
        let messages = items.iter().take(first_step).filter_map(|item| self.say(item)).collect();
        if let Some(late) = items.iter().skip(first_step).find(|item| !is_step(item)) {
            let help = "put the messages first, or write it as a step: `{say: …}`";
            self.error("misplaced-key", "a message after the steps of `on_no_match` is never said", &late.span, help);
        }
        let last_step = items.iter().rposition(is_step).map_or(0, |last| last + 1);
        let leading = items.get(..last_step).unwrap_or_default();
        let readable = leading.iter().skip(first_step).all(is_step);
        let steps = if readable { self.steps_from(first_step, leading, &format!("{path}.on_no_match"), level + 1) } else { Vec::new() };
        (messages, (!leading.is_empty()).then_some(steps))
    }
}
