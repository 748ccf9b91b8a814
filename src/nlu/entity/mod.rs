//! Values in what people say: entities that a bot declares, and built-in types.
//!
//! Extraction is linear in the length of the utterance and never fails. Readings that are not clear by themselves are included: the
//! dialogue decides.
//!
//! # Which of overlapping readings stay
//!
//! 1. Of one type, the longest; of equally long ones the clearer; of equally clear ones the first. Two values of the very same words both
//!    stay (a day without a year is the next such day, and as an answer the latest).
//! 2. What can be nothing else uses its words up: in web addresses, IBANs and e-mail addresses, declared values, clear days, telephone
//!    numbers, sums and hours no number is found, and in those before an element of this list none of those behind it.
//! 3. What is made of others stands beside them: a moment beside its day and hour, an interval beside its ends, a duration beside its number;
//!    a slot of the larger type takes the whole, and its parts are for no other slot (`dialogue::reader`). A duration that a day, hour or moment holds,
//!    and an ordinal that a day holds, are only answers.
//! 4. Entities are in the order of their first character, longer ones before shorter ones; places are in Unicode code points.
//!
//! The words of the built-in types stand in one table for each language (see `language`). In other languages only what needs no
//! words is found: e-mail addresses, digits, dates in digits, a bare name.

mod date;
mod declared;
mod duration;
mod email;
mod iban;
mod interval;
mod language;
mod lookup;
mod moment;
mod money;
mod number;
mod ordinal;
mod pattern;
mod person_name;
mod phone;
mod role;
mod slip;
mod text;
mod time;
mod url;
mod yes_no;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Zoned;

use crate::domain::message::MAX_UTTERANCE_CHARACTERS;
use crate::domain::{Entity, EntityName, Language, SlotValue, Strength};
use crate::nlu::intents::IntentSet;

pub use declared::{EntityKind, EntitySet, EntityType, EntityValue};

use lookup::Lookup;
use text::Text;

/// What an utterance is read in.
#[derive(Debug, Clone)]
pub struct ExtractContext {
    /// The conversation's language.
    pub language: Language,
    /// This moment, where the bot is.
    pub now: Zoned,
}

/// One reading of a part of an utterance.
#[derive(Clone, PartialEq)]
struct Found {
    /// Its bytes in the utterance.
    bytes: Range<usize>,
    value: SlotValue,
    strength: Strength,
}

impl Found {
    fn overlaps(&self, other: &Self) -> bool {
        self.bytes.start < other.bytes.end && other.bytes.start < self.bytes.end
    }

    fn holds(&self, other: &Self) -> bool {
        self.bytes.start <= other.bytes.start && other.bytes.end <= self.bytes.end
    }
}

/// A declared type, ready to search for.
enum Declared {
    Values(Lookup),
    Pattern { pattern: pattern::Pattern, upper: bool },
}

/// With its sign and the code of its country, a phone number that nobody takes for a count has more characters than this.
const PHONE_DIGITS: usize = 10;

/// What is read at once: readings are compared with each other within it, so that time is linear in what is longer. No utterance
/// has more characters, of at most four bytes each.
const PART_BYTES: usize = 4 * MAX_UTTERANCE_CHARACTERS;

/// Everything that finds a bot's entities; built once per bot version.
pub struct Extractors {
    declared: Vec<(EntityName, Declared)>,
    built_in: BuiltIn,
    roles: role::Roles,
    /// The country whose phone numbers and currency need no prefix, ISO 3166-1.
    country: Option<String>,
}

/// The names of the built-in types.
struct BuiltIn {
    person_name: Option<EntityName>,
    yes_no: Option<EntityName>,
    number: Option<EntityName>,
    email: Option<EntityName>,
    date: Option<EntityName>,
    phone: Option<EntityName>,
    money: Option<EntityName>,
    time: Option<EntityName>,
    datetime: Option<EntityName>,
    duration: Option<EntityName>,
    interval: Option<EntityName>,
    ordinal: Option<EntityName>,
    url: Option<EntityName>,
    iban: Option<EntityName>,
}

/// Whether a text is, in a language, a yes or a no and nothing else: then it shows no other language, whatever else its words mean
/// there ("fine", Italian for "end").
pub fn is_yes_or_no(text: &str, language: &Language) -> bool {
    let text = Text::new(text);
    let read = yes_no::find(&text, language::Words::of(language).map(|words| words.yes_no));
    let inside =
        |word: &text::Word<'_>| read.iter().any(|found| found.bytes.start <= word.range.start && word.range.end <= found.bytes.end);
    !read.is_empty() && text.words.iter().all(inside)
}

impl Extractors {
    /// Prepares the declared types and the built-in ones. Phone numbers without a prefix are those of the `country` (ISO 3166-1), and
    /// sums without a currency are in its money; without a country there are none.
    pub fn new(set: &EntitySet, country: Option<&str>) -> Self {
        let declared = set.entities.iter().map(|(name, entity)| {
            let search = match &entity.kind {
                EntityKind::Values { values, fuzzy } => Declared::Values(Lookup::new(values, *fuzzy)),
                EntityKind::Pattern { pattern, upper } => Declared::Pattern { pattern: pattern::Pattern::new(pattern), upper: *upper },
            };
            (name.clone(), search)
        });
        let name = |text: &str| EntityName::new(text).ok();
        let built_in = BuiltIn {
            person_name: name("person_name"),
            yes_no: name("yes_no"),
            number: name("number"),
            email: name("email"),
            date: name("date"),
            phone: name("phone"),
            money: name("money"),
            time: name("time"),
            datetime: name("datetime"),
            duration: name("duration"),
            interval: name("interval"),
            ordinal: name("ordinal"),
            url: name("url"),
            iban: name("iban"),
        };
        Self { declared: declared.collect(), built_in, roles: role::Roles::default(), country: country.map(str::to_owned) }
    }

    /// Learns from the examples of the intents which words tell the role of a value.
    #[must_use]
    pub fn with_roles(self, intents: &IntentSet) -> Self {
        Self { roles: role::Roles::learn(intents), ..self }
    }

    /// All entities in an utterance, by place. What is longer than an utterance may be is read in parts of that length.
    pub fn extract(&self, text: &str, context: &ExtractContext) -> Vec<Entity> {
        let mut entities = Vec::new();
        let mut before = 0;
        for part in text::parts(text, PART_BYTES) {
            let read = self.read(part, context).into_iter();
            entities.extend(read.map(|entity| Entity { start: entity.start + before, end: entity.end + before, ..entity }));
            before += part.chars().count();
        }
        entities
    }

    fn read(&self, text: &str, context: &ExtractContext) -> Vec<Entity> {
        let words = language::Words::of(&context.language);
        let (numerals, dates) = (words.map(|words| words.number), words.map(|words| words.date));
        let (text, today, language) = (Text::new(text), context.now.date(), &context.language);
        let mut declared = Vec::new();
        for (name, search) in &self.declared {
            let found = longest(match search {
                Declared::Values(lookup) => lookup.find(&text),
                Declared::Pattern { pattern, upper } => pattern.find(&text, *upper),
            });
            declared.extend(found.into_iter().map(|found| (name, found)));
        }
        let mut taken: Vec<Found> = declared.iter().map(|(_, found)| found.clone()).collect();
        let email = longest(email::find(&text));
        let (url, iban) = (longest(url::find(&text, &email)), longest(iban::find(&text)));
        taken.extend(url.iter().filter(|url| url.strength == Strength::Clear).chain(&iban).cloned());
        let mut date = only_told(longest(date::find(&text, today, dates, language)), &text);
        let yes_no = yes_no::find(&text, words.map(|words| words.yes_no));
        taken.extend(email.iter().chain(date.iter().filter(|found| !date::is_notice(&text, found, dates))).cloned());
        let country = self.country.as_deref();
        let phone = longest(phone::find(&text, country, words.map_or(&[], |words| words.phone), &taken));
        // A code or number of the bot's own stands beside a name as a telephone number does.
        let codes = declared.iter().map(|(_, found)| found).filter(|found| matches!(&found.value, SlotValue::Text(code) if is_code(code)));
        let addresses: Vec<Found> = email.iter().chain(&phone).chain(codes).cloned().collect();
        let names = person_name::find(&text, words.map(|words| words.person_name), &declared, &addresses);
        // "My name is Vera": whoever else is called Vera is not meant.
        for (_, found) in declared.iter_mut().filter(|(_, found)| names.said.iter().any(|name| name.holds(found))) {
            found.strength = Strength::IfAsked;
        }
        let mut person_name = longest(names.found);
        // "Name: Asap Tyrell" asks for nothing at once.
        date.retain(|date| {
            date.strength > Strength::IfAsked || !person_name.iter().any(|name| name.strength == Strength::Clear && name.overlaps(date))
        });
        taken.extend(phone.iter().filter(|found| found.strength == Strength::Clear).cloned());
        let money = only_told(longest(money::find(&text, words.map(|words| words.money), numerals, country, &taken)), &text);
        let sums = money.iter().filter(|found| found.strength > Strength::IfAsked);
        let may_be_hour = |found: &&Found| !date::ends_in_bare_number(&text, found, today, dates);
        let untimed: Vec<Found> = taken.iter().filter(may_be_hour).chain(sums).cloned().collect();
        let time = only_told(longest(time::find(&text, words.map(|words| words.time), &untimed)), &text);
        // A sum is a number, too, for a slot that asks for one; an hour is none.
        taken.extend(time.iter().filter(|found| found.strength > Strength::IfAsked).cloned());
        let mut number = only_told(longest(number::find(&text, numerals, &taken)), &text);
        // Nine digits or more that may be a phone number are hardly how many come.
        let numbers_to_call =
            || phone.iter().filter(|found| matches!(&found.value, SlotValue::Text(digits) if digits.len() > PHONE_DIGITS));
        for found in number.iter_mut().filter(|found| numbers_to_call().any(|phone| phone.overlaps(found))) {
            found.strength = Strength::IfAsked;
        }
        let mut duration = only_told(longest(duration::find(&text, words.map(|words| words.duration), numerals)), &text);
        let datetime =
            only_told(longest(moment::find(&text, &context.now, words.map(|words| words.moment), &date, &time, &duration)), &text);
        duration::weigh(&mut duration, &[date.as_slice(), &time, &datetime].concat());
        let interval =
            only_told(longest(interval::find(&text, &context.now, words.map(|words| words.interval), [&date, &time, &datetime])), &text);
        let ordinal = longest(ordinal::find(&text, words.map(|words| words.ordinal), &date));
        // "The 2nd one" tells no day.
        let places: Vec<&Found> = ordinal.iter().filter(|place| place.strength == Strength::Clear).collect();
        for day in date.iter_mut().filter(|day| places.iter().any(|place| place.overlaps(day))) {
            day.strength = Strength::IfAsked;
        }
        // "Fine", "ten years", "mid April" are no names, even where one was asked for.
        let clear = date.iter().chain(&number).chain(&time).chain(&money).filter(|found| found.strength > Strength::IfAsked);
        let others: Vec<&Found> = clear.chain(&yes_no).collect();
        person_name.retain(|name| name.strength == Strength::Clear || !others.iter().any(|other| other.overlaps(name)));
        let mut entities = Vec::new();
        for (name, found) in declared {
            push(&mut entities, Some(name), &text, &[found]);
        }
        push(&mut entities, self.built_in.email.as_ref(), &text, &email);
        push(&mut entities, self.built_in.date.as_ref(), &text, &date);
        push(&mut entities, self.built_in.number.as_ref(), &text, &number);
        push(&mut entities, self.built_in.phone.as_ref(), &text, &phone);
        push(&mut entities, self.built_in.money.as_ref(), &text, &money);
        push(&mut entities, self.built_in.time.as_ref(), &text, &time);
        push(&mut entities, self.built_in.datetime.as_ref(), &text, &datetime);
        push(&mut entities, self.built_in.duration.as_ref(), &text, &duration);
        push(&mut entities, self.built_in.interval.as_ref(), &text, &interval);
        push(&mut entities, self.built_in.ordinal.as_ref(), &text, &ordinal);
        push(&mut entities, self.built_in.url.as_ref(), &text, &url);
        push(&mut entities, self.built_in.iban.as_ref(), &text, &iban);
        push(&mut entities, self.built_in.person_name.as_ref(), &text, &person_name);
        push(&mut entities, self.built_in.yes_no.as_ref(), &text, &yes_no);
        entities.sort_by_key(|entity| (entity.start, std::cmp::Reverse(entity.end)));
        self.roles.tell(&text, language, &mut entities);
        entities
    }
}

/// Whether a value that a pattern found can be no word.
fn is_code(value: &str) -> bool {
    value.contains(|c: char| c.is_ascii_digit())
}

/// A day or number in a question is mostly asked about, not told: "does somebody answer within a week?"
fn only_told(mut found: Vec<Found>, text: &Text<'_>) -> Vec<Found> {
    for found in found.iter_mut().filter(|found| found.strength == Strength::Clear && text.is_asked(&found.bytes)) {
        found.strength = Strength::InQuestion;
    }
    found
}

fn push(entities: &mut Vec<Entity>, name: Option<&EntityName>, text: &Text<'_>, found: &[Found]) {
    let Some(name) = name else { return };
    for found in found {
        let (start, end) = text.code_points(&found.bytes);
        entities.push(Entity { kind: name.clone(), slot: None, value: found.value.clone(), start, end, strength: found.strength });
    }
}

/// Of overlapping readings the longest, then the clearer, then the first; two readings of the very same words stay
/// (a date without a year has a next and a latest day).
fn longest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (std::cmp::Reverse(found.bytes.len()), std::cmp::Reverse(found.strength), found.bytes.start));
    // By first byte; no two lists overlap, so that only the last one before a candidate's end can overlap with it.
    let mut kept: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
    for candidate in found {
        match kept.range_mut(..candidate.bytes.end).next_back().map(|(_, held)| held) {
            Some(held) if held.iter().any(|kept| kept.overlaps(&candidate)) => {
                if held.iter().all(|kept| kept.bytes == candidate.bytes && kept.value != candidate.value) {
                    held.push(candidate);
                }
            }
            _ => kept.entry(candidate.bytes.start).or_default().push(candidate),
        }
    }
    kept.into_values().flatten().collect()
}
