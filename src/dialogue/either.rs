//! "A colour and a haircut", "Thursday or Friday": two values for what holds one. Neither is taken in silence.

use super::choice::{alternatives, may_be_chosen};
use super::fill::Filling;
use super::hear::Heard;
use super::reader::{Aim, Said};
use super::texts::Text;
use super::turn::{Failure, Turn};
use crate::domain::{Entity, Frame, Interval, ReplyKind, SlotName, SlotValue, Strength};
use crate::flow::{Flow, Scope, SlotKind};

/// A slot, and the values of which one is meant for it.
pub(super) struct Either {
    pub(super) slot: SlotName,
    values: [SlotValue; 2],
    /// How clear the value was that would have been taken.
    pub(super) strength: Strength,
}

impl Turn<'_> {
    /// Reads values, and takes from them those beside which another one stands that may as well be meant.
    pub(super) fn read_one_each(&self, flow: &Flow, frame: &Frame, heard: &Heard, aim: Aim) -> (Vec<Filling>, Vec<Either>) {
        let said = self.said(heard);
        let mut fillings = self.read(flow, frame, said, aim);
        let mut found: Vec<Either> = fillings.iter().filter_map(|filling| other_than(filling, &fillings, &said)).collect();
        for (first, second) in alternatives(&said) {
            // What the slot would be without the other one.
            let alone: Vec<Entity> = said.entities.iter().filter(|entity| *entity != second).cloned().collect();
            let alone = self.read(flow, frame, Said { entities: &alone, ..said }, aim);
            let filling = alone.into_iter().find(|filling| filling.value == first.value);
            let fresh = filling.filter(|filling| found.iter().all(|either| either.slot != filling.slot));
            found.extend(fresh.map(|filling| Either {
                slot: filling.slot,
                values: [first.value.clone(), second.value.clone()],
                strength: filling.strength,
            }));
        }
        let ends = fillings.iter().filter_map(|filling| end_of_interval(filling, &fillings, frame, &said));
        let fresh: Vec<Either> = ends.filter(|end| found.iter().all(|either| either.slot != end.slot)).collect();
        found.extend(fresh);
        fillings.retain(|filling| found.iter().all(|either| either.slot != filling.slot));
        (fillings, found)
    }

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

/// The value joined to one that was read, if it is for no other slot.
fn other_than(filling: &Filling, fillings: &[Filling], said: &Said) -> Option<Either> {
    let taken = said.entities.iter().filter(|entity| may_be_chosen(entity)).find(|entity| entity.value == filling.value)?;
    let is_used = |entity: &Entity| fillings.iter().any(|filling| filling.value == entity.value);
    let is_other = |entity: &&Entity| entity.kind == taken.kind && entity.strength == taken.strength && !is_used(entity);
    let other = said.entities.iter().filter(is_other).find(|entity| are_joined(taken, entity, said))?;
    let mut values = [taken, other];
    values.sort_by_key(|entity| entity.start);
    Some(Either { slot: filling.slot.clone(), values: values.map(|entity| entity.value.clone()), strength: filling.strength })
}

/// "From Monday to Friday" for a slot that holds one day: both ends, unless the other one has a slot of its own, or is what is known already
/// ("move it from Monday to Friday").
fn end_of_interval(filling: &Filling, fillings: &[Filling], frame: &Frame, said: &Said) -> Option<Either> {
    let intervals = said.entities.iter().filter(|entity| entity.strength > Strength::IfAsked).filter_map(|entity| {
        let SlotValue::Interval(interval) = &entity.value else { return None };
        Some((entity, interval))
    });
    let is_in = |interval: &Entity, part: &Entity| interval.start <= part.start && part.end <= interval.end;
    let mut held = intervals.filter(|(interval, _)| said.entities.iter().any(|part| part.value == filling.value && is_in(interval, part)));
    let (place, interval) = held.next()?;
    let same_sort = |value: &SlotValue| std::mem::discriminant(value) == std::mem::discriminant(&filling.value);
    let values = ends(interval, &filling.value).filter(|[from, to]| from != to)?;
    let is_known = frame.slots.values().any(|known| values.contains(known));
    let others = fillings.iter().filter(|other| other.slot != filling.slot && same_sort(&other.value));
    let has_other = others.into_iter().any(|other| said.entities.iter().any(|part| part.value == other.value && is_in(place, part)));
    (!is_known && !has_other).then(|| Either { slot: filling.slot.clone(), values, strength: filling.strength })
}

/// The ends of an interval as values of the same sort as one.
fn ends(interval: &Interval, value: &SlotValue) -> Option<[SlotValue; 2]> {
    match (interval, value) {
        (Interval::Dates(from, to), SlotValue::Date(_)) => Some([SlotValue::Date(*from), SlotValue::Date(*to)]),
        (Interval::Times(from, to), SlotValue::Time(_)) => Some([SlotValue::Time(*from), SlotValue::Time(*to)]),
        (Interval::Moments(from, to), SlotValue::Date(_)) => Some([SlotValue::Date(from.date()), SlotValue::Date(to.date())]),
        (Interval::Moments(from, to), SlotValue::Time(_)) => Some([SlotValue::Time(from.time()), SlotValue::Time(to.time())]),
        (Interval::Moments(from, to), SlotValue::DateTime(_)) => Some([SlotValue::DateTime(from.clone()), SlotValue::DateTime(to.clone())]),
        _ => None,
    }
}

fn are_joined(one: &Entity, other: &Entity, said: &Said) -> bool {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    // A comma lists values that are chosen from a list; days, hours and numbers it mostly makes more exact: "early May, after the feast".
    let listed = matches!(one.value, SlotValue::Choice(_)) || said.between(first.end, second.start).trim() != ",";
    first.end <= second.start && listed && said.language.is_some_and(|words| words.joins(&said.between(first.end, second.start)))
}
