//! Places in a row: `the second one`, `3rd`, `il terzo`, `die 3. Möglichkeit`; the last is -1, the one before it -2.
//!
//! Clear where an article stands before it and nothing but what is chosen behind it ("the second one", "the third, please"); elsewhere ("my
//! second job", "first I'd like") only as an answer.

mod de;
mod en;
mod es;
mod fr;
mod it;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, Word};

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// How one language says places; folded.
pub(super) struct Words {
    /// The place that one word or two say.
    said: fn(&Text<'_>, usize) -> Option<(i32, usize)>,
    /// Places counted from the end.
    from_end: &'static [(&'static str, i32)],
    /// Endings behind digits.
    endings: &'static [&'static str],
    /// Whether a point behind digits makes them a place: "das 3. Angebot".
    has_point: bool,
    articles: &'static [&'static str],
    /// What is chosen, or what it is chosen from, behind the place.
    chosen: &'static [&'static str],
    /// What else may follow, one word each.
    goes_on: &'static [&'static str],
}

/// All places in an utterance; those that a clear date holds ("the 4th of March") only as an answer.
pub(super) fn find(text: &Text<'_>, words: Option<&Words>, dates: &[Found]) -> Vec<Found> {
    let Some(words) = words else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let Some((place, next)) = place(text, at, words) else {
            at += 1;
            continue;
        };
        let has_article = has_article(text, at, words);
        let pointed = words.has_point && text.gap(next - 1).starts_with('.');
        let is_chosen = words.chosen.iter().any(|chosen| text.phrase(next, chosen).is_some()) && (pointed || !text.ends_before(next));
        let ends = if pointed { next >= text.words.len() } else { text.ends_before(next) };
        let is_told = has_article && (is_chosen || ends || words.goes_on.contains(&text.folded(next)));
        let bytes = text.bytes(at..next);
        let is_day =
            dates.iter().any(|date| date.strength > Strength::IfAsked && date.bytes.start < bytes.end && bytes.start < date.bytes.end);
        let strength = if is_told && (is_chosen || !is_day) { Strength::Clear } else { Strength::IfAsked };
        found.push(Found { bytes, value: SlotValue::Number(f64::from(place)), strength });
        at = next;
    }
    found
}

fn has_article(text: &Text<'_>, at: usize, words: &Words) -> bool {
    at.checked_sub(1).is_some_and(|before| words.articles.contains(&text.folded(before))) || text.words.get(at).is_some_and(is_elided)
}

/// `l'ultimo`, `l'avant-dernier`: with its article in it.
fn is_elided(word: &Word<'_>) -> bool {
    let rest = word.text.strip_prefix(['l', 'L']).and_then(|rest| rest.strip_prefix(['\'', '’']));
    rest.is_some_and(|rest| !rest.is_empty())
}

fn place(text: &Text<'_>, at: usize, words: &Words) -> Option<(i32, usize)> {
    let from_end = words.from_end.iter().filter_map(|(phrase, place)| Some((*place, text.phrase(at, phrase)?)));
    from_end.chain((words.said)(text, at)).chain(in_digits(text, at, words)).max_by_key(|(_, next)| *next)
}

/// `3rd`, `2°`, `21st`, `3.` behind an article or alone.
fn in_digits(text: &Text<'_>, at: usize, words: &Words) -> Option<(i32, usize)> {
    let word = text.folded(at);
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let gap = text.gap(at);
    let goes_on_in_digits = || text.folded(at + 1).starts_with(|c: char| c.is_ascii_digit());
    let pointed = words.has_point
        && (gap == "." || gap.starts_with(". ") && !goes_on_in_digits())
        && (has_article(text, at, words) || at == 0 && text.words.len() == 1);
    let marked = ending.is_empty() && (gap.starts_with('°') || pointed);
    let place = if (1..=4).contains(&digits.len()) { digits.parse().ok()? } else { return None };
    // "La 3.ª".
    if ending.is_empty() && gap == "." && text.words.get(at + 1).is_some_and(|word| matches!(word.text, "º" | "ª")) {
        return Some((place, at + 2)).filter(|(place, _)| *place > 0);
    }
    (marked || words.endings.contains(&ending)).then_some((place, at + 1)).filter(|(place, _)| *place > 0)
}

fn listed(text: &Text<'_>, at: usize, list: &[(&str, i32)]) -> Option<(i32, usize)> {
    list.iter().filter_map(|(phrase, place)| Some((*place, text.phrase(at, phrase)?))).max_by_key(|(_, next)| *next)
}
