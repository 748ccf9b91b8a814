//! Typed yes and no, in the many ways people write them.
//!
//! [`Strength::Clear`] is an answer without reservation; [`Strength::IfAsked`] one that comes with a question, a condition
//! or a "but", and so is no consent to anything.

mod de;
mod en;
mod es;
mod fr;
mod it;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::Text;

pub(super) use de::PHRASES as GERMAN;
pub(super) use en::PHRASES as ENGLISH;
pub(super) use es::PHRASES as SPANISH;
pub(super) use fr::PHRASES as FRENCH;
pub(super) use it::PHRASES as ITALIAN;

/// The phrases of one language, folded, joined by `, `.
pub(super) struct Phrases {
    /// Phrases that begin like a yes or no and are neither; they win when they are longer.
    pub(super) neither: &'static str,
    /// Ways to say yes, whatever follows.
    pub(super) yes: &'static str,
    /// Ways to say yes that are a statement of their own when more follows: "I have a car", "please send me your list".
    pub(super) yes_or_statement: &'static str,
    /// Ways to say yes before the end or a punctuation mark: else they mean something else ("right now", "I am 25").
    pub(super) yes_at_end: &'static str,
    /// Ways to say no, whatever follows.
    pub(super) no: &'static str,
    /// Ways to say no before the end or a punctuation mark.
    pub(super) no_at_end: &'static str,
    /// Ways to say no that are a statement about something else when a plain yes comes in a sentence after them: "that is not an
    /// answer. Yes, send it", "Nothing! Just send it".
    pub(super) no_or_statement: &'static str,
    /// Words before the answer proper.
    pub(super) fillers: &'static str,
    /// Interjections that may stand before another yes without a mark between them: "fine send it", "course i do".
    pub(super) chained: &'static str,
    /// What may follow a yes and takes nothing back, though it holds a word of [`Self::reservations`]: it names just what was asked.
    pub(super) no_reservation: &'static str,
    /// Doubts: no yes comes with one.
    pub(super) doubts: &'static str,
    /// Words that may go on after a doubt.
    pub(super) after_doubt: &'static str,
    /// Words behind a yes or no that take some of it back.
    pub(super) reservations: &'static str,
}

/// An answer with so many words behind it says something else beside.
const PLAIN_WORDS: usize = 12;

/// The yes or no that an utterance begins with, if it begins with one; so at most one reading.
pub(super) fn find(text: &Text<'_>, phrases: Option<&'static Phrases>) -> Vec<Found> {
    if let Some(found) = thumb(text, phrases) {
        return vec![found];
    }
    phrases.map(|phrases| Reader { text, phrases }.find()).unwrap_or_default()
}

/// What a known phrase says.
enum Reading {
    Answer(Found),
    Neither,
}

/// Reads an utterance in one language.
struct Reader<'t> {
    text: &'t Text<'t>,
    phrases: &'static Phrases,
}

impl Reader<'_> {
    fn find(&self) -> Vec<Found> {
        // "oh no", "so so" begin with what could also be a filler: the unskipped reading goes first.
        if let Some(found) = self.drawn_out() {
            return vec![found];
        }
        for start in 0..=self.fillers_from(0) {
            match self.at(start) {
                Some(Reading::Answer(found)) => {
                    let yes = if self.is_statement(start, &found) { self.last_sentence() } else { None };
                    return vec![yes.filter(|yes| self.is_all_yes(yes)).unwrap_or(found)];
                }
                Some(Reading::Neither) => return Vec::new(),
                None => {}
            }
        }
        self.last_sentence().into_iter().collect()
    }

    /// Whether what begins at an index is a no only as long as no yes comes after it.
    fn is_statement(&self, start: usize, found: &Found) -> bool {
        let ends = |next: usize| self.text.bytes(start..next) == found.bytes;
        listed(self.phrases.no_or_statement).filter_map(|phrase| self.text.phrase(start, phrase)).any(ends)
    }

    /// Whether it is a yes, and every word behind it such as a yes may have: "yes, that is wrong" says something else.
    fn is_all_yes(&self, found: &Found) -> bool {
        let lists = [self.phrases.yes, self.phrases.yes_at_end, self.phrases.fillers];
        let is_yes = |word: &str| lists.iter().any(|list| listed(list).any(|phrase| phrase.split(' ').any(|part| part == word)));
        let mut behind = self.text.words.iter().filter(|word| word.range.start >= found.bytes.end);
        found.value == SlotValue::YesNo(true) && behind.all(|word| is_yes(&word.folded))
    }

    /// A plain yes or no with which the last sentence begins: "That is reassuring, thank you. Yes, do send it."
    fn last_sentence(&self) -> Option<Found> {
        let last = self.text.words.len().checked_sub(1)?;
        let start = (1..=last).rev().find(|word| self.text.gap(word - 1).contains(['.', '!', ';', '\n']))?;
        let fillers = self.fillers_from(start);
        match (start..=start + fillers).find_map(|start| self.at(start)) {
            Some(Reading::Answer(found)) if found.strength == Strength::Clear => Some(found),
            _ => None,
        }
    }

    fn fillers_from(&self, start: usize) -> usize {
        self.text.words.iter().skip(start).take_while(|word| listed(self.phrases.fillers).any(|filler| filler == word.folded)).count()
    }

    /// The longest known phrase at an index.
    fn at(&self, start: usize) -> Option<Reading> {
        let text = self.text;
        let longest_of = |list: &str| listed(list).filter_map(|phrase| text.phrase(start, phrase)).max();
        let at_end = |list: &str| ending(text, list, start).max();
        let stated = longest_of(self.phrases.yes_or_statement);
        let yes = longest_of(self.phrases.yes).max(at_end(self.phrases.yes_at_end)).max(stated).max(self.chained(start));
        let no = longest_of(self.phrases.no).max(at_end(self.phrases.no_at_end));
        // Italian and Spanish write "yes" and the pronoun or "if" alike: the comma tells the yes, "si, puede enviarlo".
        let apart = |phrase: &&str| phrase.starts_with("si ") && text.gap(start).contains(',');
        let neither = listed(self.phrases.neither).filter(|phrase| !apart(phrase)).filter_map(|phrase| text.phrase(start, phrase)).max();
        let longest = yes.max(no).max(neither)?;
        if neither == Some(longest) {
            return Some(Reading::Neither);
        }
        if no != Some(longest) && self.is_doubted(longest) {
            return Some(Reading::Neither);
        }
        // "yes no", "ok but no": only the phrase counts, not what comes after it; "yeah no" is in the list.
        let yes = no != Some(longest);
        let is_statement = stated == Some(longest) && !text.ends_before(longest);
        let strength = if self.is_plain(longest, yes) && !is_statement { Strength::Clear } else { Strength::IfAsked };
        Some(Reading::Answer(Found { bytes: text.bytes(start..longest), value: SlotValue::YesNo(yes), strength }))
    }

    /// Past an interjection that another yes follows: "fine send it", "ya ok whatever".
    fn chained(&self, start: usize) -> Option<usize> {
        let next = listed(self.phrases.chained).filter_map(|phrase| self.text.phrase(start, phrase)).max()?;
        let lists = [self.phrases.yes, self.phrases.yes_at_end, self.phrases.yes_or_statement];
        let is_plain_yes =
            || matches!(self.at(next), Some(Reading::Answer(Found { value: SlotValue::YesNo(true), strength: Strength::Clear, .. })));
        (lists.iter().any(|list| ending(self.text, list, next).next().is_some()) || is_plain_yes()).then_some(next)
    }

    /// "Okay, I'm not sure", "yes, maybe": a doubt that ends what is said about it.
    fn is_doubted(&self, next: usize) -> bool {
        let text = self.text;
        let ends = |next: usize| text.ends_before(next) || listed(self.phrases.after_doubt).any(|word| word == text.folded(next));
        (next..text.words.len()).any(|at| listed(self.phrases.doubts).filter_map(|doubt| text.phrase(at, doubt)).any(ends))
    }

    /// Whether the words from an index on take a yes back.
    fn is_reserved(&self, mut next: usize) -> bool {
        while next < self.text.words.len() {
            if let Some(past) = ending(self.text, self.phrases.no_reservation, next).max() {
                next = past;
            } else if listed(self.phrases.reservations).any(|reservation| reservation == self.text.folded(next)) {
                return true;
            } else {
                next += 1;
            }
        }
        false
    }

    /// Whether nothing in the utterance takes the answer back. A no is plain whatever follows, as long as it is no question:
    /// "no, I don't want that".
    fn is_plain(&self, next: usize, yes: bool) -> bool {
        is_plain_form(self.text, next) && !(yes && self.is_reserved(next))
    }

    /// "yesss", "noooo": a first word with a letter three times in a row, without the repeated letters.
    fn drawn_out(&self) -> Option<Found> {
        let letters: Vec<char> = self.text.folded(0).chars().collect();
        if !letters.windows(3).any(|three| three.iter().all(|letter| Some(letter) == three.first())) {
            return None;
        }
        let mut word = letters;
        word.dedup();
        let word: String = word.into_iter().collect();
        let among = |list: &str| listed(list).any(|phrase| phrase == word);
        let yes = among(self.phrases.yes);
        (yes || among(self.phrases.no)).then(|| Found {
            bytes: self.text.bytes(0..1),
            value: SlotValue::YesNo(yes),
            strength: if self.is_plain(1, yes) { Strength::Clear } else { Strength::IfAsked },
        })
    }
}

/// The phrases of a list that start at an index and end where the utterance or its clause does.
fn ending<'t>(text: &'t Text<'_>, list: &'t str, start: usize) -> impl Iterator<Item = usize> + 't {
    listed(list).filter_map(move |phrase| text.phrase(start, phrase)).filter(|next| text.ends_before(*next))
}

/// No question, and little behind the words before an index in their sentence: what a sentence of its own tells takes nothing back.
fn is_plain_form(text: &Text<'_>, next: usize) -> bool {
    let ends = |word| text.gap(word).contains(['.', '!', ';', '\n']);
    let rest = match next.checked_sub(1) {
        Some(last) if ends(last) => 0,
        _ => (next..text.words.len()).position(ends).map_or(text.words.len().saturating_sub(next), |at| at + 1),
    };
    !text.original.contains(['?', '？', '؟']) && rest < PLAIN_WORDS
}

fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
}

/// A thumb up or down, whatever the skin. In a language without a table, nothing is known of what stands beside it.
fn thumb(text: &Text<'_>, phrases: Option<&'static Phrases>) -> Option<Found> {
    let start = text.original.len() - text.original.trim_start().len();
    let mark = text.original.trim_start().chars().next()?;
    let yes = match mark {
        '👍' | '✅' | '👌' | '✔' => true,
        '👎' | '❌' => false,
        _ => return None,
    };
    let plain = phrases.map_or_else(|| is_plain_form(text, 0), |phrases| Reader { text, phrases }.is_plain(0, yes));
    let strength = if plain { Strength::Clear } else { Strength::IfAsked };
    Some(Found { bytes: start..start + mark.len_utf8(), value: SlotValue::YesNo(yes), strength })
}
