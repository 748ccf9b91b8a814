//! Values into slots: which entity of an utterance belongs to which slot of a flow.

use jiff::civil::Date;
use serde_json::Value;

use super::hear::Heard;
use super::texts::Text;
use super::wording::names_day_and_part;
use crate::domain::{Entity, Frame, Money, SlotName, SlotValue, Strength, is_phone, time_of};
use crate::flow::{Flow, Node, Slot, SlotKind, Verb};

/// A value for a slot, read from an utterance or a button.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filling {
    /// The slot.
    pub(super) slot: SlotName,
    /// The value; it fits the slot's kind.
    pub(super) value: SlotValue,
    /// How clearly it was said.
    pub(super) strength: Strength,
}

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

/// Beyond this not every whole number has its own place in 64 bits of floating point: 2^53.
const LARGEST_INTEGER: f64 = 9_007_199_254_740_992.0;

/// Whether a slot of this kind may hold the value.
pub(super) fn fits(kind: &SlotKind, value: &SlotValue) -> bool {
    match kind {
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email => matches!(value, SlotValue::Text(_)),
        SlotKind::Phone => matches!(value, SlotValue::Text(number) if is_phone(number)),
        SlotKind::Integer => matches!(value, SlotValue::Number(number) if number.fract() == 0.0 && number.abs() <= LARGEST_INTEGER),
        SlotKind::Money => matches!(value, SlotValue::Money(_)),
        SlotKind::Time => matches!(value, SlotValue::Time(_)),
        SlotKind::YesNo => matches!(value, SlotValue::YesNo(_)),
        SlotKind::Number => matches!(value, SlotValue::Number(number) if number.is_finite()),
        SlotKind::Date => matches!(value, SlotValue::Date(_)),
        // Listed values are choices; a pattern keeps the written form.
        SlotKind::Entity(_) => matches!(value, SlotValue::Choice(_) | SlotValue::Text(_)),
    }
}

/// The name of the entity type that fills a slot of this kind; text takes whole answers only.
fn entity_of(kind: &SlotKind) -> Option<&str> {
    match kind {
        SlotKind::Text => None,
        SlotKind::PersonName => Some("person_name"),
        SlotKind::YesNo => Some("yes_no"),
        // A whole number is a number that fits.
        SlotKind::Number | SlotKind::Integer => Some("number"),
        SlotKind::Phone => Some("phone"),
        SlotKind::Money => Some("money"),
        SlotKind::Time => Some("time"),
        SlotKind::Email => Some("email"),
        SlotKind::Date => Some("date"),
        SlotKind::Entity(name) => Some(name.as_str()),
    }
}

/// A value computed by an expression, as a slot of this kind holds it.
pub(super) fn from_json(kind: &SlotKind, json: &Value) -> Option<SlotValue> {
    match (kind, json) {
        (SlotKind::Text | SlotKind::PersonName | SlotKind::Email, Value::String(text)) => Some(SlotValue::Text(text.clone())),
        // An action's reference number is as good a text as any.
        (SlotKind::Text, Value::Number(number)) => Some(SlotValue::Text(number.to_string())),
        (SlotKind::Entity(_), Value::String(text)) => Some(SlotValue::Choice(text.clone())),
        (SlotKind::Date, Value::String(text)) => text.parse().ok().map(SlotValue::Date),
        (SlotKind::YesNo, Value::Bool(yes)) => Some(SlotValue::YesNo(*yes)),
        (SlotKind::Number | SlotKind::Integer, Value::Number(number)) => {
            number.as_f64().map(SlotValue::Number).filter(|number| fits(kind, number))
        }
        (SlotKind::Phone, Value::String(text)) => Some(SlotValue::Text(text.clone())).filter(|number| fits(kind, number)),
        (SlotKind::Time, Value::String(text)) => time_of(text).map(SlotValue::Time),
        (SlotKind::Money, json) => Money::from_json(json).map(SlotValue::Money),
        _ => None,
    }
}

/// The value of a button, as a slot of this kind holds it.
pub(super) fn from_choice(kind: &SlotKind, value: &str) -> Option<SlotValue> {
    match kind {
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email => Some(SlotValue::Text(value.to_owned())),
        SlotKind::Entity(_) => Some(SlotValue::Choice(value.to_owned())),
        SlotKind::Date => value.parse().ok().map(SlotValue::Date),
        SlotKind::Number | SlotKind::Integer => value.parse().ok().map(SlotValue::Number).filter(|number| fits(kind, number)),
        SlotKind::Phone => Some(SlotValue::Text(value.to_owned())).filter(|number| fits(kind, number)),
        SlotKind::Time => time_of(value).map(SlotValue::Time),
        SlotKind::Money => value.split_once(' ').and_then(|(amount, currency)| Money::new(amount, currency).ok()).map(SlotValue::Money),
        SlotKind::YesNo => match value {
            "yes" | "true" => Some(SlotValue::YesNo(true)),
            "no" | "false" => Some(SlotValue::YesNo(false)),
            _ => None,
        },
    }
}

/// The slots that some step asks for, in the order of the text, each once.
pub(super) fn asked_slots(flow: &Flow) -> Vec<&SlotName> {
    let mut nodes: Vec<&Node> = flow.graph.node_weights().collect();
    nodes.sort_by_key(|node| place(flow, node));
    let mut slots = Vec::new();
    for node in nodes {
        for slot in asked_by(node) {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
    }
    slots
}

/// The slots that a step asks for, itself or through the flow that it runs.
pub(super) fn asked_by(node: &Node) -> Vec<&SlotName> {
    if let Verb::Run(run) = &node.verb {
        return run.asked.iter().map(|(slot, _)| slot).collect();
    }
    if let Verb::Ask(ask) = &node.verb { ask.slots.iter().map(|asked| &asked.slot).collect() } else { Vec::new() }
}

/// Whether a step of the flow itself asks for a slot.
pub(super) fn is_asked_here(flow: &Flow, slot: &SlotName) -> bool {
    flow.graph.node_weights().any(|node| matches!(&node.verb, Verb::Ask(ask) if ask.slots.iter().any(|asked| asked.slot == *slot)))
}

/// Where a step stands in the text; steps written in one place in the order they were compiled in.
pub(super) fn place(flow: &Flow, node: &Node) -> (usize, Option<usize>) {
    (node.span.range.start, flow.steps.get(&node.id).map(|index| index.index()))
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
}

/// Reads an utterance's entities as values of a flow's slots.
pub(super) fn read(flow: &Flow, frame: &Frame, said: Said, aim: Aim) -> Vec<Filling> {
    let mut reader = Reader { flow, frame, aim, said, taken: Vec::new(), fillings: Vec::new() };
    let mut ordered: Vec<&Entity> = said.entities.iter().collect();
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
    reader.fillings
}

struct Reader<'r> {
    flow: &'r Flow,
    frame: &'r Frame,
    aim: Aim<'r>,
    said: Said<'r>,
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
        self.flow
            .slots
            .get(slot)
            .is_some_and(|declared| entity_of(&declared.kind) == Some(entity.kind.as_str()) && fits(&declared.kind, &entity.value))
    }

    fn take(&mut self, entity: &'r Entity) {
        let overlaps = |(start, end): &(usize, usize)| entity.start < *end && *start < entity.end;
        if self.taken.iter().any(overlaps) && !self.is_other_half(entity) {
            return;
        }
        if let Some(slot) = self.slot_for(entity) {
            self.taken.push((entity.start, entity.end));
            let value = self.reading_for(slot, entity);
            // The extractor reads a yes only where an utterance begins with one: as an answer, that is clear.
            let strength = if is_yes_no(entity) { Strength::Clear } else { entity.strength };
            self.fillings.push(Filling { slot: slot.clone(), value, strength });
        }
    }

    /// "Wednesday at 3 pm" in answer to the question for the day: an hour or a day that stands beside the answer replaces the one that was
    /// told before, where only one slot can be meant.
    fn take_changes(&mut self, entities: &[&'r Entity]) {
        let Some(asked) = self.asked().filter(|asked| self.is_filled_now(asked)) else { return };
        for entity in entities {
            let taken = self.taken.iter().any(|(start, end)| entity.start < *end && *start < entity.end);
            let is_moment = matches!(entity.value, SlotValue::Date(_) | SlotValue::Time(_));
            if taken || !is_moment || entity.strength != Strength::Clear {
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
            Aim::Opening => entity.strength == Strength::InQuestion && matches!(entity.value, SlotValue::Date(_) | SlotValue::Time(_)),
            Aim::Unset | Aim::Asked(_) | Aim::Correction => false,
        };
        if entity.strength != Strength::Clear && !told || is_yes_no(entity) {
            return None;
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

    /// Whether no reading of these words is what is known already.
    fn is_another_day_or_number(&self, entity: &Entity) -> bool {
        let same_words = |other: &&Entity| (other.start, other.end) == (entity.start, entity.end);
        let is_known = |reading: &Entity| self.frame.slots.values().any(|known| *known == reading.value);
        matches!(entity.value, SlotValue::Date(_) | SlotValue::Number(_) | SlotValue::Time(_) | SlotValue::Money(_))
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
            Aim::Correction | Aim::Request => old.is_some_and(|old| *old != entity.value),
            Aim::Asked(asked) if asked == slot => true,
            Aim::Asked(_) | Aim::Unset | Aim::Opening => old.is_none(),
        };
        free && !self.is_filled_now(slot)
    }
}

/// Which rule for days a value breaks; today is neither past nor future.
pub(super) fn broken_rule(slot: &Slot, value: &SlotValue, today: Date) -> Option<Text> {
    let SlotValue::Date(day) = value else { return None };
    if slot.past == Some(false) && *day < today {
        Some(Text::DatePast)
    } else if slot.future == Some(false) && *day > today {
        Some(Text::DateFuture)
    } else {
        None
    }
}

/// Whether some step computes the slot.
fn is_computed(flow: &Flow, slot: &SlotName) -> bool {
    flow.graph.node_weights().any(|node| computes(node, slot))
}

/// Whether a step computes the slot.
pub(super) fn computes(node: &Node, slot: &SlotName) -> bool {
    match &node.verb {
        Verb::Set(assignments) => assignments.iter().any(|(target, _)| target == slot),
        Verb::Call(call) => call.save.iter().any(|(target, _)| target == slot),
        Verb::Run(run) => run.save.iter().any(|(target, _)| target == slot && run.asked.iter().all(|(asked, _)| asked != slot)),
        Verb::Say(_)
        | Verb::Ask(_)
        | Verb::Confirm(_)
        | Verb::If(_)
        | Verb::Goto
        | Verb::Consent(_)
        | Verb::Switch(_)
        | Verb::Go(_)
        | Verb::Faq(_)
        | Verb::End => false,
    }
}

fn is_yes_no(entity: &Entity) -> bool {
    entity.kind.as_str() == "yes_no"
}

/// Shorter parts of a slot's name ("on", "the") stand beside all kinds of values.
const TELLING_LETTERS: usize = 4;

/// Whether a word is a telling part of a slot's name, singular or plural.
pub(super) fn has_telling_part(slot: &SlotName, word: &str) -> bool {
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    slot.as_str().split('_').any(|part| part.len() >= TELLING_LETTERS && singular(part) == singular(word))
}

/// Whether the words name a slot: all words of its name stand among them.
pub(super) fn is_named(slot: &SlotName, words: &[String]) -> bool {
    slot.as_str().split('_').all(|part| words.iter().any(|word| word == part))
}

/// Whether the words name a type of slot; in languages without words for it the slot's own name and button remain.
pub(super) fn names_kind(kind: &SlotKind, heard: &Heard) -> bool {
    if let SlotKind::Entity(entity) = kind {
        return entity.as_str().split('_').all(|part| heard.words.iter().any(|word| word == part));
    }
    let has_words = !matches!(kind, SlotKind::Text | SlotKind::YesNo);
    has_words && heard.language().is_some_and(|known| heard.words.iter().any(|word| known.names_kind(kind.as_str(), word)))
}

/// Lower case, letters and digits only, in words: how typed text is compared with titles and names.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
