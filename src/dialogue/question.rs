//! Asking: what a question says, which buttons it offers, and asking it again.

use super::fill;
use super::passage::{Through, asked_at};
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Choice, ChoiceId, Event, IntentName, MessageKey, PurposeName, Question, ReplyKind, SlotName};
use crate::flow::message::in_words;
use crate::flow::{Ask, AskSlot, Choices, Node, Scope, SlotKind, Verb};

impl<'a> Turn<'a> {
    /// Says a question with its buttons and waits for the answer.
    pub(super) fn pose(&mut self, question: &Question) -> Result<(), Failure> {
        let lost = if *question == Question::Confirm { self.lost_slot() } else { None };
        let question = &lost.map_or_else(|| question.clone(), |slot| Question::Slot { slot });
        let key = self.question_key(question).ok_or(Failure::NoStep)?;
        let kind = if matches!(question, Question::Consent { .. }) { ReplyKind::Consent } else { ReplyKind::Text };
        let choices = self.offered(question);
        let scope = self.question_scope(question, &choices);
        self.say_with(&key, kind, choices, &scope)?;
        self.push(Event::Asked { question: question.clone() });
        Ok(())
    }

    /// Asks the open question in other words, with the same buttons.
    pub(super) fn ask_in_other_words(&mut self, key: &MessageKey, question: &Question) -> Result<(), Failure> {
        let choices = self.offered(question);
        let scope = self.question_scope(question, &choices);
        Ok(self.say_with(key, ReplyKind::Text, choices, &scope)?)
    }

    /// Says something about a question, without its buttons.
    pub(super) fn say_about(&mut self, key: &MessageKey, question: &Question) -> Result<(), Failure> {
        let scope = self.question_scope(question, &self.offered(question));
        Ok(self.say_with(key, ReplyKind::Text, Vec::new(), &scope)?)
    }

    /// What a question's text can read beside the usual.
    pub(super) fn question_scope(&self, question: &Question, choices: &[Choice]) -> Scope {
        let titles: Vec<&str> = choices.iter().map(|choice| choice.title.as_str()).collect();
        let options = (!titles.is_empty()).then(|| titles.join(", "));
        let mut scope = Scope { options, ..self.scope() };
        match question {
            Question::Slot { slot } => {
                scope.slot = Some(self.slot_in_words(slot));
                if let Some(through) = self.through(slot) {
                    scope.slots = self.scope_through(&through).slots;
                }
            }
            Question::Consent { purpose } => {
                let why = self.flows.about.why.get(purpose).and_then(|why| why.get(&self.state.language));
                scope.why = Some(why.cloned().unwrap_or_else(|| in_words(purpose.as_str())));
            }
            Question::Confirm | Question::WhatToChange | Question::CancelFlow | Question::Clarify { .. } => {}
        }
        scope
    }

    /// Poses the open question again, if one is open.
    pub(super) fn repeat(&mut self) {
        if let Some(question) = self.state.question.clone()
            && let Err(failure) = self.pose(&question)
        {
            self.fail(&failure);
        }
    }

    /// Where a slot is asked for: by the step the flow stands at, else by the first step that asks for it, else by a flow that is run.
    pub(super) fn asked(&self, slot: &SlotName) -> Option<(&'a Ask, &'a AskSlot)> {
        let (flow, node) = self.node()?;
        let own = std::iter::once(node).chain(flow.graph.node_weights()).find_map(|node| asked_at(node, slot));
        own.or_else(|| self.asked_through(slot).map(|through| (through.ask, through.asked)))
    }

    /// The question of a flow that is run, if this one does not ask for the slot itself.
    pub(super) fn through(&self, slot: &SlotName) -> Option<Through<'a>> {
        let flow = self.flow()?;
        if fill::is_asked_here(flow, slot) { None } else { self.asked_through(slot) }
    }

    fn question_key(&self, question: &Question) -> Option<MessageKey> {
        match question {
            Question::Slot { slot } => self.asked(slot).map(|(_, asked)| asked.say.clone()),
            Question::Confirm => match self.node() {
                Some((_, Node { verb: Verb::Confirm(key), .. })) => Some(key.clone()),
                _ => None,
            },
            Question::WhatToChange => Text::WhatToChange.message_key(),
            Question::Consent { purpose } => self.consent_key(purpose),
            Question::CancelFlow => Text::CancelConfirm.message_key(),
            Question::Clarify { .. } => Text::Clarify.message_key(),
        }
    }

    /// A bot may word the question for a purpose itself, as `consent.<purpose>`; else a built-in sentence gives the reason.
    fn consent_key(&self, purpose: &PurposeName) -> Option<MessageKey> {
        let own = MessageKey::new(&format!("consent.{purpose}")).ok().filter(|key| self.has_message(key));
        own.or_else(|| Text::Consent.message_key())
    }

    pub(super) fn has_message(&self, key: &MessageKey) -> bool {
        self.flows.messages.get(&self.state.language, key).is_some()
    }

    /// All buttons that stand under a question: its own and its message's quick replies.
    pub(super) fn buttons(&self, question: &Question) -> Vec<Choice> {
        let mut buttons = self.offered(question);
        if let Some(key) = self.question_key(question)
            && let Some(message) = self.flows.messages.get(&self.state.language, &key)
        {
            buttons.extend(message.quick_replies.iter().cloned());
        }
        buttons
    }

    /// The buttons that the question itself brings.
    fn offered(&self, question: &Question) -> Vec<Choice> {
        match question {
            Question::Slot { slot } => self.slot_choices(slot),
            Question::Confirm => self.yes_and_no("confirm"),
            Question::Consent { .. } => self.yes_and_no("consent"),
            Question::CancelFlow => self.yes_and_no("cancel"),
            Question::WhatToChange => self.changeable().map(|slot| choice("change", slot.as_str(), self.slot_in_words(slot))).collect(),
            Question::Clarify { intents } => intents.iter().map(|intent| self.intent_choice(intent)).collect(),
        }
    }

    fn slot_choices(&self, slot: &SlotName) -> Vec<Choice> {
        let kind = self.flow().and_then(|flow| flow.slots.get(slot)).map(|declared| &declared.kind);
        let (Some(kind), Some((_, asked))) = (kind, self.asked(slot)) else { return Vec::new() };
        let title = |value: &str| {
            if let SlotKind::Entity(entity) = kind {
                self.flows.messages.label_of(entity, &self.state.language, value)
            } else {
                in_words(value)
            }
        };
        match &asked.choices {
            _ if *kind == SlotKind::YesNo => self.yes_and_no(slot.as_str()),
            Choices::Slot(values) | Choices::Listed(values) => {
                values.iter().map(|value| choice(slot.as_str(), value, title(value))).collect()
            }
            Choices::None => Vec::new(),
        }
    }

    fn yes_and_no(&self, prefix: &str) -> Vec<Choice> {
        let button = |word, text| Choice { id: ChoiceId(format!("{prefix}.{word}")), title: self.words(text) };
        vec![button("yes", Text::Yes), button("no", Text::No)]
    }

    /// What a slot is called: the bot's message `slot.<name>`, else its name in words.
    fn slot_in_words(&self, slot: &SlotName) -> String {
        self.worded(&format!("slot.{slot}")).unwrap_or_else(|| in_words(slot.as_str()))
    }

    /// A message as a title.
    fn worded(&self, key: &str) -> Option<String> {
        let key = MessageKey::new(key).ok()?;
        self.flows.messages.render(&self.state.language, &key, 0, &self.scope()).ok()
    }

    /// An intent as a button: the bot's message `intent.<name>` is its title, else its name in words.
    fn intent_choice(&self, intent: &IntentName) -> Choice {
        let worded = self.worded(&format!("intent.{intent}"));
        choice("intent", intent.as_str(), worded.unwrap_or_else(|| in_words(intent.as_str())))
    }

    /// The slots that the person can change: those that hold a value and that some step asks for, in the order of asking.
    pub(super) fn changeable(&self) -> impl Iterator<Item = &'a SlotName> {
        let asked = self.flow().into_iter().flat_map(fill::asked_slots);
        asked.filter(|slot| self.slot(slot).is_some())
    }
}

fn choice(prefix: &str, value: &str, title: String) -> Choice {
    Choice { id: ChoiceId(format!("{prefix}.{value}")), title }
}
