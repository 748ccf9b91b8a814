//! "2 or 3", "Thursday or Friday": whoever leaves the choice open has told neither, and is asked.

use super::fill::plain_words;
use super::reader::Said;
use super::wording::{Words, listed};
use crate::domain::{Entity, EntityName, SlotValue};

/// A place in an utterance, in code points.
pub(super) type Place = (usize, usize);

/// The most words between two values of a choice, values of other types left out: "Friday at 9 or perhaps on Saturday".
const WORDS_BETWEEN: usize = 4;

/// The pairs of values between which nothing was chosen; none in a language whose words are not known.
pub(super) fn alternatives<'s>(said: &Said<'s>) -> Vec<(&'s Entity, &'s Entity)> {
    let Some(words) = said.language else { return Vec::new() };
    pairs(said).filter(|(first, second)| are_joined(first, second, said, words)).collect()
}

/// The places of all values between which nothing was chosen.
pub(super) fn undecided(said: &Said) -> Vec<Place> {
    let mut open: Vec<Place> = alternatives(said).into_iter().flat_map(|(first, second)| [place(first), place(second)]).collect();
    // "2, 3 or 4".
    let mut before = 0;
    while before < open.len() {
        before = open.len();
        let listed = pairs(said).find(|(first, second)| {
            first.kind == second.kind
                && open.contains(&place(second))
                && !open.contains(&place(first))
                && said.between(first.end, second.start).trim() == ","
        });
        open.extend(listed.map(|(first, _)| place(first)));
    }
    open
}

fn pairs<'s>(said: &Said<'s>) -> impl Iterator<Item = (&'s Entity, &'s Entity)> + use<'s> {
    let entities = said.entities;
    let values = move || entities.iter().filter(|entity| may_be_chosen(entity));
    values().flat_map(move |first| values().map(move |second| (first, second)))
}

fn place(entity: &Entity) -> Place {
    (entity.start, entity.end)
}

/// Somebody may have two telephones, and one is as good as the other.
pub(super) fn may_be_chosen(entity: &Entity) -> bool {
    !matches!(entity.value, SlotValue::Text(_) | SlotValue::YesNo(_))
}

/// Whether nothing but "or" and small words stand between two values of a type. The "4" of "4 or 5 March" is a day, too.
fn are_joined(first: &Entity, second: &Entity, said: &Said, words: &Words) -> bool {
    let half_date = matches!((&first.value, &second.value), (SlotValue::Number(_), SlotValue::Date(_)));
    if first.end > second.start || first.kind != second.kind && !half_date || is_same(first, second, said) {
        return false;
    }
    let told =
        |at: usize| said.entities.iter().any(|entity| entity.kind.as_str() != "person_name" && (entity.start..entity.end).contains(&at));
    let length = second.start.saturating_sub(first.end);
    let letters = said.text.chars().enumerate().skip(first.end).take(length);
    let between: String = letters.map(|(at, letter)| if told(at) { ' ' } else { letter }).collect();
    let small = plain_words(&between);
    let is_or = |word: &String| listed(words.or, word);
    small.len() <= WORDS_BETWEEN
        && small.iter().any(is_or)
        && small.iter().all(|word| is_or(word) || listed(words.beside_or, word))
        && !between.contains(['.', '!', '?', ';', '\n'])
}

/// Whether two places say one value: "half past nine or 9:30".
fn is_same(first: &Entity, second: &Entity, said: &Said) -> bool {
    let readings =
        |of: Place, kind: &EntityName| said.entities.iter().filter(move |entity| entity.kind == *kind && place(entity) == of).collect();
    let (ones, others): (Vec<&Entity>, Vec<&Entity>) = (readings(place(first), &first.kind), readings(place(second), &second.kind));
    ones.iter().any(|one| others.iter().any(|other| one.value == other.value))
}
