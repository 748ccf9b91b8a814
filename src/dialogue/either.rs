//! "A colour and a haircut": two values for what holds one. Neither is taken in silence.

use super::fill::Filling;
use super::hear::Heard;
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Entity, ReplyKind, SlotName, SlotValue};
use crate::flow::{Scope, SlotKind};

/// A slot, and the values of which one is meant for it.
pub(super) struct Either {
    slot: SlotName,
    values: [SlotValue; 2],
}

impl Heard<'_> {
    /// Takes from what was read the values beside which another one stands that may as well be meant.
    pub(super) fn either(&self, fillings: &mut Vec<Filling>) -> Vec<Either> {
        let found: Vec<Either> = fillings.iter().filter_map(|filling| self.other_than(filling, fillings)).collect();
        fillings.retain(|filling| found.iter().all(|either| either.slot != filling.slot));
        found
    }

    fn other_than(&self, filling: &Filling, fillings: &[Filling]) -> Option<Either> {
        if !matches!(filling.value, SlotValue::Choice(_) | SlotValue::Date(_) | SlotValue::Time(_) | SlotValue::Number(_)) {
            return None;
        }
        let entities = &self.understanding.entities;
        let taken = entities.iter().find(|entity| entity.value == filling.value)?;
        let is_used = |entity: &Entity| fillings.iter().any(|filling| filling.value == entity.value);
        let is_other = |entity: &&Entity| entity.kind == taken.kind && entity.strength == taken.strength && !is_used(entity);
        let other = entities.iter().filter(is_other).find(|entity| self.joins(taken, entity))?;
        let mut values = [taken, other];
        values.sort_by_key(|entity| entity.start);
        Some(Either { slot: filling.slot.clone(), values: values.map(|entity| entity.value.clone()) })
    }

    fn joins(&self, one: &Entity, other: &Entity) -> bool {
        let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
        let Some(length) = second.start.checked_sub(first.end) else { return false };
        let between: String = self.understanding.utterance.as_str().chars().skip(first.end).take(length).collect();
        self.language().is_some_and(|words| words.joins(&between))
    }
}

impl Turn<'_> {
    /// Says that only one can be taken; the question comes when it is due.
    pub(super) fn say_either(&mut self, either: &Either) -> Result<(), Failure> {
        let kind = self.flow().and_then(|flow| flow.slots.get(&either.slot)).map(|slot| &slot.kind);
        let label = |value: &SlotValue| match (kind, value) {
            (Some(SlotKind::Entity(entity)), SlotValue::Choice(value)) => {
                Some(self.flows.messages.label_of(entity, &self.state.language, value))
            }
            _ => None,
        };
        let options = either.values.iter().map(label).collect::<Option<Vec<String>>>().map(|labels| labels.join(", "));
        let scope = Scope { options, ..self.scope() };
        if let Some(key) = Text::OnlyOne.message_key() {
            self.say_with(&key, ReplyKind::Text, Vec::new(), &scope)?;
        }
        Ok(())
    }
}
