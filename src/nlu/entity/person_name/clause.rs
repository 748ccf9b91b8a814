//! Names in a sentence of their own behind other words: "I told you before. Ada Lovelace", "the name is wrong: Ada Lovelace".

use std::ops::Range;

use super::super::text::{Text, Word};
use super::{PARTICLES, Words, has, is_subject, name_at};

/// Two or more words that have the form of a name, and all of a sentence behind a full stop or a colon. Capitals have to tell it: in
/// small letters any two words could be one.
pub(super) fn name(text: &Text<'_>, language: &Words) -> Option<Range<usize>> {
    let begins = |at: &usize| {
        let gap = at.checked_sub(1).map_or("", |before| text.gap(before));
        gap.contains(['.', ':', ';', '!', '…', '\n'])
    };
    (1..text.words.len()).filter(begins).find_map(|at| {
        let words = name_at(text, at, language)?;
        let inside = text.words.get(words.clone())?;
        let is_proper = |word: &Word<'_>| word.is_capitalised() || PARTICLES.contains(&word.folded.as_str());
        let shouted = !text.original.chars().any(char::is_lowercase);
        let is_plain = has(language.articles, inside.first()?.text) || inside.iter().any(|word| language.is_only_description(&word.folded));
        let whole = words.len() >= 2 && text.ends_before(words.end) && inside.iter().all(is_proper);
        (whole && !shouted && !is_plain && !is_subject(inside, true, language) && !text.is_asked(&text.bytes(words.clone())))
            .then_some(words)
    })
}

/// Whether a name is what the words before an index are about: "no, the name is wrong".
pub(super) fn is_named(text: &Text<'_>, before: usize, language: &Words) -> bool {
    text.words.iter().take(before).any(|word| language.bare_cues.contains(&word.folded.as_str()))
}

/// Whether a weak cue at `at..next` stands apart from what follows, or tells of something else: "le mansioni sono … accoglienza".
pub(super) fn is_no_cue(text: &Text<'_>, at: usize, next: usize, language: &Words) -> bool {
    let apart = next.checked_sub(1).is_some_and(|last| text.gap(last).contains(['.', '…', '?', '!', ';', ',']));
    let before = at.checked_sub(1).filter(|before| !text.gap(*before).contains(['.', ',', ';', ':', '!', '?', '…', '\n']));
    let told_of = before.map_or("", |before| text.folded(before));
    let greets = language.openings.iter().chain(language.endings).any(|words| words.split(' ').any(|word| word == told_of));
    apart || !greets && (language.is_plural)(told_of)
}
