//! Values into slots: which entity of an utterance belongs to which slot of a flow.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::choice::undecided;
use super::fill::{Filling, asked_by, asked_slots, broken_rule, entity_of, fits, has_telling_part, is_computed, is_named, plain_words};
use super::wording::{Words, names_day_and_part};
use crate::domain::{Entity, Frame, SlotName, SlotValue, Strength};
use crate::flow::{Flow, Slot};

/// Which slots may be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim<'s> {
    /// Unset slots, from what is clear by itself.
    Unset,
    /// The same in the words that began the flow: a day and an hour in them are told although they have the form of a question ("could I
    /// come on Friday at 11?"). A number is not: it may be a condition ("do I need 5 years?").
    Opening,
    /// The slot that is asked for, from any reading; unset ones from what is clear.
    Asked(&'s SlotName),
    /// Slots that hold another value, from what is clear: a correction.
    Correction,
    /// The same in a request: its days and numbers are told although it has the form of a question.
    Request,
}

/// What values are read from.
#[derive(Clone, Copy)]
pub(super) struct Said<'s> {
    /// The entities of the utterance.
    pub(super) entities: &'s [Entity],
    /// Its text, for telling two slots of one type apart by the words beside a value.
    pub(super) text: &'s str,
    /// Its plain words, for telling them apart by name.
    pub(super) words: &'s [String],
    /// Today, where the bot is.
    pub(super) today: Date,
    /// The words of its language.
    pub(super) language: Option<&'static Words>,
}

impl Said<'_> {
    /// The text between two places.
    pub(super) fn between(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }
}

/// Reads an utterance's entities as values of a flow's slots, in the order of asking. Nothing is for a slot that is `closed`.
pub(super) fn read(flow: &Flow, frame: &Frame, said: Said, aim: Aim, closed: &BTreeSet<SlotName>) -> Vec<Filling> {
    let mut reader = Reader { flow, frame, aim, said, closed, taken: Vec::new(), fillings: Vec::new() };
    let undecided = undecided(&said);
    let mut ordered: Vec<&Entity> = said.entities.iter().filter(|entity| !undecided.contains(&(entity.start, entity.end))).collect();
    // What was asked for comes first, then what is clear, then what says more: in digits ("15.2.27" before "the 15th"), in
    // letters; equal ones stay in the order of speech.
    ordered.sort_by_key(|entity| {
        let asked = reader.asked().is_some_and(|slot| reader.accepts(slot, entity));
        let length = entity.end.saturating_sub(entity.start);
        let digits = said.text.chars().skip(entity.start).take(length).filter(char::is_ascii_digit).count();
        (!asked, std::cmp::Reverse(entity.strength), std::cmp::Reverse(digits), std::cmp::Reverse(length))
    });
    for entity in &ordered {
        reader.take(entity);
    }
    reader.take_changes(&ordered);
    let order = reader.in_order();
    let mut fillings = reader.fillings;
    // A rule for the hour may read the day that is told with it.
    fillings.sort_by_key(|filling| order.iter().position(|slot| **slot == filling.slot));
    fillings
}

struct Reader<'r> {
    flow: &'r Flow,
    frame: &'r Frame,
    aim: Aim<'r>,
    said: Said<'r>,
    closed: &'r BTreeSet<SlotName>,
    taken: Vec<(usize, usize)>,
    fillings: Vec<Filling>,
}

impl<'r> Reader<'r> {
    fn asked(&self) -> Option<&'r SlotName> {
        match self.aim {
            Aim::Asked(slot) => Some(slot),
            Aim::Unset | Aim::Opening | Aim::Correction | Aim::Request => None,
        }
    }

    fn accepts(&self, slot: &SlotName, entity: &Entity) -> bool {
        let is_kind = |declared: &Slot| entity_of(&declared.kind) == Some(entity.kind.as_str()) && fits(&declared.kind, &entity.value);
        (!self.closed.contains(slot) || self.asked() == Some(slot)) && self.flow.slots.get(slot).is_some_and(is_kind)
    }

    /// Whether the flow has a slot for an entity.
    fn wants(&self, entity: &Entity) -> bool {
        self.flow.slots.keys().any(|slot| self.accepts(slot, entity))
    }

    fn take(&mut self, entity: &'r Entity) {
        let overlaps = |(start, end): &(usize, usize)| entity.start < *end && *start < entity.end;
        if self.taken.iter().any(overlaps) && !self.is_other_half(entity) || self.is_part(entity) {
            return;
        }
        if let Some(slot) = self.slot_for(entity) {
            self.taken.push((entity.start, entity.end));
            let value = self.reading_for(slot, entity);
            // The extractor reads a yes only where an utterance begins with one: as an answer, that is clear. So is a phone number in a form.
            let is_known = entity.value.is_yes_no() || is_phone(entity) && self.asked() != Some(slot);
            let strength = if is_known { Strength::Clear } else { entity.strength };
            self.fillings.push(Filling { slot: slot.clone(), value, strength });
        }
    }

    /// "333" of "333 123 4567", "20" of "20 euros": part of something longer that the flow has a slot for. The digits of a phone number
    /// are nothing else; a sum is a number, too, where one is asked for.
    fn is_part(&self, entity: &Entity) -> bool {
        let length = |entity: &Entity| entity.end.saturating_sub(entity.start);
        let is_asked = self.asked().is_some_and(|asked| self.accepts(asked, entity));
        let holds = |longer: &&Entity| longer.start <= entity.start && entity.end <= longer.end && length(longer) > length(entity);
        let is_more = |longer: &Entity| matches!(longer.kind.as_str(), "money" | "datetime" | "duration" | "interval" | "ordinal");
        let has_place = |longer: &Entity| (is_phone(longer) || is_more(longer) && !is_asked) && self.wants(longer);
        self.said.entities.iter().filter(holds).any(has_place) || self.is_told_as_name(entity)
    }

    /// "My name is Vera" tells of no hairdresser called Vera, where the flow wants a name. The extractor leaves a listed value in a name
    /// unclear only if the words say that it is a name.
    fn is_told_as_name(&self, entity: &Entity) -> bool {
        let holds = |name: &Entity| name.start <= entity.start && entity.end <= name.end;
        let is_name = |name: &Entity| name.kind.as_str() == "person_name" && name.strength == Strength::Clear;
        let others = self.said.entities.iter().filter(|name| is_name(name) && holds(name) && name.kind != entity.kind);
        entity.strength == Strength::IfAsked && others.into_iter().any(|name| self.wants(name))
    }

    /// "Wednesday at 3 pm" in answer to the question for the day: an hour or a day, and a name, that stands beside the answer replaces the
    /// one that was told before, where only one slot can be meant.
    fn take_changes(&mut self, entities: &[&'r Entity]) {
        let Some(asked) = self.asked().filter(|asked| self.is_filled_now(asked)) else { return };
        for entity in entities {
            let taken = self.taken.iter().any(|(start, end)| entity.start < *end && *start < entity.end);
            let may_replace = is_when(entity) || self.is_another_name(entity);
            if taken || !may_replace || entity.strength != Strength::Clear {
                continue;
            }
            let told = |slot: &SlotName| self.frame.slots.get(slot).is_some_and(|old| *old != entity.value);
            let may_change = |slot: &&SlotName| *slot != asked && self.accepts(slot, entity) && told(slot) && !self.is_filled_now(slot);
            let mut changed = self.in_order().into_iter().filter(may_change);
            if let (Some(slot), None) = (changed.next(), changed.next()) {
                let value = self.reading_for(slot, entity);
                self.taken.push((entity.start, entity.end));
                self.fillings.push(Filling { slot: slot.clone(), value, strength: Strength::Clear });
            }
        }
    }

    /// A name that is not only a part of the one that is known ("I'm Ada" of Ada Rossi).
    fn is_another_name(&self, entity: &Entity) -> bool {
        let SlotValue::Text(name) = &entity.value else { return false };
        let words = plain_words(name);
        let is_part =
            |known: &SlotValue| matches!(known, SlotValue::Text(known) if words.iter().all(|word| plain_words(known).contains(word)));
        entity.kind.as_str() == "person_name" && !self.frame.slots.values().any(is_part)
    }

    /// "Domattina", "tonight": one word for a day and a part of it, and both are told.
    fn is_other_half(&self, entity: &Entity) -> bool {
        let length = entity.end.saturating_sub(entity.start);
        let word: String = self.said.text.chars().skip(entity.start).take(length).collect();
        let told = self.fillings.iter().any(|filling| std::mem::discriminant(&filling.value) == std::mem::discriminant(&entity.value));
        !told && matches!(entity.value, SlotValue::Date(_) | SlotValue::Choice(_)) && names_day_and_part(&word)
    }

    /// A day without a year has two readings, the next such day and the latest: the one that the slot's rule allows is meant.
    fn reading_for(&self, slot: &SlotName, entity: &Entity) -> SlotValue {
        let Some(declared) = self.flow.slots.get(slot) else { return entity.value.clone() };
        let same_words = |other: &&Entity| other.kind == entity.kind && (other.start, other.end) == (entity.start, entity.end);
        let allowed = |value: &&SlotValue| broken_rule(declared, value, self.said.today).is_none();
        let readings = std::iter::once(entity).chain(self.said.entities.iter().filter(same_words)).map(|reading| &reading.value);
        let same_month = self.in_month_told(slot, entity).filter(|day| allowed(&day));
        same_month.unwrap_or_else(|| readings.into_iter().find(allowed).unwrap_or(&entity.value).clone())
    }

    /// "No, the 14th": a bare day of the month that corrects a date lies in the month of that date.
    fn in_month_told(&self, slot: &SlotName, entity: &Entity) -> Option<SlotValue> {
        let (Some(SlotValue::Date(told)), SlotValue::Date(said)) = (self.frame.slots.get(slot), &entity.value) else { return None };
        let words: String = self.said.text.chars().skip(entity.start).take(entity.end.saturating_sub(entity.start)).collect();
        let mut numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let day: i8 = numbers.next()?.parse().ok()?;
        let letters: String = words.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        let is_bare =
            matches!(letters.as_str(), "st" | "nd" | "rd" | "th" | "thest" | "thend" | "therd" | "theth" | "il" | "l" | "al" | "dal");
        let alone = is_bare && numbers.next().is_none() && day == said.day();
        Date::new(told.year(), told.month(), day).ok().filter(|_| alone).map(SlotValue::Date)
    }

    /// The asked slot first, else the one the words name, else the first unset one in the order of asking.
    fn slot_for(&self, entity: &Entity) -> Option<&'r SlotName> {
        if let Some(named) = &entity.slot
            && let Some((named, _)) = self.flow.slots.get_key_value(named)
            && self.accepts(named, entity)
        {
            return self.is_free(named, entity).then_some(named);
        }
        let beside = self.named_beside(entity);
        if let Some(asked) = self.asked()
            && self.accepts(asked, entity)
            && !self.is_filled_now(asked)
            && beside.is_none_or(|beside| beside == asked)
        {
            return Some(asked);
        }
        // A yes belongs to the question that is open, and to no other.
        let told = match self.aim {
            Aim::Request => self.is_another_day_or_number(entity),
            Aim::Opening => entity.strength == Strength::InQuestion && is_when(entity),
            Aim::Unset | Aim::Asked(_) | Aim::Correction => false,
        };
        if entity.strength != Strength::Clear && !told || entity.value.is_yes_no() {
            return self.in_form(entity);
        }
        if let Some(beside) = beside {
            return self.is_free(beside, entity).then_some(beside);
        }
        let mut candidates = self.in_order().into_iter().filter(|slot| self.accepts(slot, entity) && self.is_free(slot, entity));
        match self.aim {
            Aim::Unset | Aim::Opening | Aim::Asked(_) => candidates.next(),
            Aim::Correction | Aim::Request => {
                let candidates: Vec<_> = candidates.collect();
                let named = candidates.iter().copied().find(|slot| is_named(slot, self.said.words));
                named.or(if candidates.len() == 1 { candidates.first().copied() } else { None })
            }
        }
    }

    /// "Ada Rossi, 333 123 4567", "is Monday at 11 free?": the question for one slot of a form is the question for all of them. A phone
    /// number is known by its digits; a name, and a day or hour in a question, counts beside the answer only.
    fn in_form(&self, entity: &Entity) -> Option<&'r SlotName> {
        let asked = self.asked()?;
        let is_answer = match entity.kind.as_str() {
            "phone" => true,
            "person_name" => self.is_filled_now(asked),
            "date" | "time" | "datetime" | "interval" => self.is_filled_now(asked) && entity.strength == Strength::InQuestion,
            _ => false,
        };
        let form = self.flow.node(&self.frame.step).map(asked_by).unwrap_or_default();
        let mut others = form.iter().copied().filter(|slot| *slot != asked && self.accepts(slot, entity) && self.is_free(slot, entity));
        if is_answer && form.contains(&asked) { others.next() } else { None }
    }

    /// Whether no reading of these words is what is known already.
    fn is_another_day_or_number(&self, entity: &Entity) -> bool {
        let same_words = |other: &&Entity| (other.start, other.end) == (entity.start, entity.end);
        let is_known = |reading: &Entity| self.frame.slots.values().any(|known| *known == reading.value);
        (is_when(entity) || matches!(entity.value, SlotValue::Number(_) | SlotValue::Money(_) | SlotValue::Duration(_)))
            && !self.said.entities.iter().filter(same_words).any(is_known)
    }

    /// "3 nights, 2 guests": of several slots of one type, the one whose name stands right after the value, or right before it.
    fn named_beside(&self, entity: &Entity) -> Option<&'r SlotName> {
        let accepting: Vec<&SlotName> = self.in_order().into_iter().filter(|slot| self.accepts(slot, entity)).collect();
        if accepting.len() < 2 {
            return None;
        }
        let before: String = self.said.text.chars().take(entity.start).collect();
        let after: String = self.said.text.chars().skip(entity.end).collect();
        let neighbours = [plain_words(&after).into_iter().next(), plain_words(&before).into_iter().next_back()];
        neighbours.into_iter().flatten().find_map(|word| accepting.iter().copied().find(|slot| has_telling_part(slot, &word)))
    }

    /// The slots that people can fill: those that are asked for, in that order, then those that are neither asked for nor computed.
    fn in_order(&self) -> Vec<&'r SlotName> {
        let mut slots = asked_slots(self.flow);
        if !matches!(self.aim, Aim::Correction | Aim::Request) {
            let rest: Vec<_> = self.flow.slots.keys().filter(|slot| !slots.contains(slot) && !is_computed(self.flow, slot)).collect();
            slots.extend(rest);
        }
        slots
    }

    fn is_filled_now(&self, slot: &SlotName) -> bool {
        self.fillings.iter().any(|filling| filling.slot == *slot)
    }

    fn is_free(&self, slot: &SlotName, entity: &Entity) -> bool {
        let old = self.frame.slots.get(slot);
        let free = match self.aim {
            // "No, the 15th": told in the month of the day before, it may be that very day.
            Aim::Correction | Aim::Request => old.is_some_and(|old| *old != entity.value && *old != self.reading_for(slot, entity)),
            Aim::Asked(asked) if asked == slot => true,
            Aim::Asked(_) | Aim::Unset | Aim::Opening => old.is_none(),
        };
        free && !self.is_filled_now(slot)
    }
}

/// A day, an hour, or both.
pub(super) fn is_when(entity: &Entity) -> bool {
    matches!(entity.value, SlotValue::Date(_) | SlotValue::Time(_) | SlotValue::DateTime(_) | SlotValue::Interval(_))
}

fn is_phone(entity: &Entity) -> bool {
    entity.kind.as_str() == "phone"
}
