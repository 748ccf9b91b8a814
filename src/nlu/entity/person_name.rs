//! Names of people: after cue phrases ("my name is …"), or as a whole answer.
//!
//! No list of names is used. A cue and words that can be a name make a clear reading, and so do such words beside an
//! e-mail address that is made of them; an answer of one to five such words is a name only when somebody asked for one.
//! Titles ("Dr", "Mrs") are no part of a name.

use std::ops::Range;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, Word, fold};
use super::words::{is_description, is_function_word, is_moment, is_only_description, is_topic};

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// A shorter word stands in an address by chance.
const LETTERS_IN_ADDRESS: usize = 3;

/// Phrases after which only a name makes sense.
const STRONG_CUES: &[&str] = &[
    "my name is",
    "my names",
    "my full name is",
    "the name is",
    "the names",
    "my first name is",
    "my last name is",
    "my surname is",
    "my family name is",
    "name is",
    "names",
    "i am called",
    "im called",
    "i am named",
    "im named",
    "call me",
    "you can call me",
    "i go by",
    "people call me",
    "name",
];

/// Phrases after which a name or anything else may follow.
const WEAK_CUES: &[&str] = &["i am", "im", "this is", "here is"];

/// Openings of a bare answer.
const OPENINGS: &[&str] = &[
    "its",
    "it is",
    "um",
    "uh",
    "uhm",
    "er",
    "erm",
    "hm",
    "hmm",
    "well",
    "ok",
    "okay",
    "sure",
    "yes",
    "of course",
    "so",
    "hi",
    "hello",
    "hey",
    "that would be",
    "thats",
    "that is",
    "im",
    "i am",
    "oh",
    "no",
    "nope",
    "sorry",
    "actually",
];

/// Phrases that begin a clause and are followed by a bare name to its end: "I told you, it's Ada", "regards, Ada".
const SMALL_CUES: &[&str] = &[
    "its",
    "it is",
    "thats",
    "that is",
    "put",
    "just put",
    "put down",
    "just put down",
    "put me down as",
    "write",
    "just write",
    "write down",
    "signed",
    "regards",
    "kind regards",
    "best regards",
    "warm regards",
    "with kind regards",
    "best wishes",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "cheers",
];

/// The same in the middle of a clause.
const SMALL_CUES_INSIDE: &[&str] = &["told you its", "told you it is", "told you thats", "told you", "i said its", "i said it is"];

/// Forms of address before a name; dropped.
const TITLES: &[&str] = &["mr", "mister", "mrs", "ms", "mx", "miss", "dr", "prof", "professor"];

/// Endings of a bare answer.
const ENDINGS: &[&str] = &["please", "here", "thanks", "thank you", "speaking", "thx", "pls"];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "la", "le", "di", "da", "du", "del", "della", "dello", "degli", "dei", "de", "dos", "das", "do",
    "bin", "ibn", "al", "el", "ter", "ten", "y", "e", "st", "san", "zu", "zum", "af", "av", "ben", "bint", "abu", "mac", "mc", "lo", "d",
];

/// All readings of an utterance. `declared` are the bot's own entities: "I'm Truck Driver" is one of them, so no clear name.
/// What stands in `addresses` is no name.
pub(super) fn find(text: &Text<'_>, english: bool, declared: &[Found], addresses: &[Found]) -> Vec<Found> {
    let text = &text.without(addresses);
    let mut found: Vec<Found> = if english { (0..text.words.len()).filter_map(|at| cued(text, at)).collect() } else { Vec::new() };
    found.retain(|name| !declared.iter().any(|entity| entity.bytes.start <= name.bytes.start && name.bytes.end <= entity.bytes.end));
    if found.is_empty() {
        let mut beginnings = (0..text.words.len()).filter_map(|at| past_small_cue(text, at)).chain([past_openings(text)]);
        found.extend(beginnings.find_map(|from| bare(text, from, addresses)));
    }
    found
}

/// The name after a cue phrase at an index.
fn cued(text: &Text<'_>, at: usize) -> Option<Found> {
    let past = |cues: &[&str]| cues.iter().filter_map(|cue| text.phrase(at, cue)).max();
    if let Some(next) = past(STRONG_CUES) {
        // A bare "name" needs a mark or a capital behind it: "Name: Ada", not "name of the company".
        let bare = next == at + 1;
        let marked = text.gap(at).contains([':', '=']) || text.words.get(next).is_some_and(Word::is_capitalised);
        let fits = !bare || marked;
        let next = ["is", "actually", "just"].iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let words = name_at(text, next).filter(|words| fits && !is_description(text.folded(words.start)))?;
        let first = text.words.get(words.start)?;
        let moment = words.len() == 1 && is_moment(&first.folded);
        // "My name is misspelled", "call me asap".
        if moment || is_topic(&first.folded) || (!first.is_capitalised() && is_participle(&first.folded)) {
            return None;
        }
        return Some(named(text, words, Strength::Clear));
    }
    let next = past(WEAK_CUES)?;
    let words = name_at(text, next)?;
    plausible_after_weak_cue(text, &words).then(|| named(text, words, Strength::Clear))
}

/// After "I'm": capitals in a text that has small letters, or two or more words that describe nothing, up to the end.
fn plausible_after_weak_cue(text: &Text<'_>, words: &Range<usize>) -> bool {
    let inside = text.words.get(words.clone()).unwrap_or_default();
    if is_description(text.folded(words.start)) || inside.iter().any(|word| is_only_description(&word.folded)) {
        return false;
    }
    let shouted = !text.original.chars().any(char::is_lowercase);
    let capitals = !shouted && inside.iter().all(|word| word.is_capitalised() || PARTICLES.contains(&word.folded.as_str()));
    if capitals {
        return true;
    }
    let proper = inside.iter().filter(|word| !PARTICLES.contains(&word.folded.as_str())).count();
    let goes_on = ["and", "speaking", "here", "from"].contains(&text.folded(words.end));
    (2..=3).contains(&proper) && (text.ends_before(words.end) || goes_on) && !inside.iter().any(|word| looks_like_verb(&word.folded))
}

/// "feeling sick", "really tired": words that end like verbs and adverbs.
fn looks_like_verb(folded: &str) -> bool {
    is_participle(folded) || folded.len() > 5 && (folded.ends_with("ing") || folded.ends_with("ally") || folded.ends_with("ely"))
}

/// "misspelled", but neither "mohammed" nor "alfred".
fn is_participle(folded: &str) -> bool {
    folded.len() > 5 && folded.ends_with("ed") && !folded.ends_with("med") && !folded.ends_with("fred")
}

/// The words of a name from an index on.
fn name_at(text: &Text<'_>, mut from: usize) -> Option<Range<usize>> {
    while TITLES.contains(&text.folded(from)) && matches!(text.gap(from).trim(), "" | ".") && from + 1 < text.words.len() {
        from += 1;
    }
    let mut end = from;
    while end < text.words.len() && end - from < MAX_WORDS {
        let Some(word) = text.words.get(end) else { break };
        let particle = PARTICLES.contains(&word.folded.as_str());
        if !particle && !is_name_word(word.text, &word.folded) || (end > from && !binds(text.gap(end - 1), text, end - 1)) {
            break;
        }
        end += 1;
    }
    // A name does not end with a small particle ("Ada from la …"), unless that is all there is.
    while end > from + 1 && text.words.get(end - 1).is_some_and(|word| PARTICLES.contains(&word.text)) {
        end -= 1;
    }
    (end > from && text.words.get(from).is_some_and(|word| !PARTICLES.contains(&word.text) || end > from + 1)).then_some(from..end)
}

/// What may stand between two words of a name: a space, a hyphen, a middle dot, a joiner, the point of an initial.
fn binds(gap: &str, text: &Text<'_>, before: usize) -> bool {
    let initial = text.words.get(before).is_some_and(|word| word.text.chars().count() <= 2);
    match gap.trim() {
        "" | "-" | "‐" | "‑" | "・" | "·" | "\u{200c}" | "\u{200d}" => true,
        "." => initial,
        _ => false,
    }
}

fn is_name_word(text: &str, folded: &str) -> bool {
    let letters =
        text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | 'ʼ' | '`') || unicode_normalization::char::is_combining_mark(c));
    let length = text.chars().count();
    letters && length <= 40 && !is_function_word(folded)
}

/// The index past "um, it's".
fn past_openings(text: &Text<'_>) -> usize {
    let mut from = 0;
    while let Some(next) = OPENINGS.iter().filter_map(|opening| text.phrase(from, opening)).max().filter(|next| *next < text.words.len()) {
        from = next;
    }
    from
}

/// The index past a small cue at the beginning of a clause.
fn past_small_cue(text: &Text<'_>, at: usize) -> Option<usize> {
    let past = |cues: &[&str]| cues.iter().filter_map(|cue| text.phrase(at, cue)).max();
    let begins = at == 0 || text.ends_before(at);
    past(SMALL_CUES).filter(|_| begins).or_else(|| past(SMALL_CUES_INSIDE))
}

/// A bare name at an index that is all there is to the end, or stands apart from what follows.
fn bare(text: &Text<'_>, from: usize, addresses: &[Found]) -> Option<Found> {
    let end =
        (from..text.words.len()).find(|at| ENDINGS.iter().any(|ending| text.phrase(*at, ending).is_some())).unwrap_or(text.words.len());
    let words = name_at(text, from)?;
    let inside = text.words.get(words.clone())?;
    let bytes = text.bytes(words.clone());
    let is_proper = |word: &Word<'_>| word.is_capitalised() || PARTICLES.contains(&word.folded.as_str());
    let capitals = inside.iter().all(is_proper);
    let is_plain = !capitals && inside.iter().any(|word| is_only_description(&word.folded) || looks_like_verb(&word.folded));
    let told_of = from > 0 && (is_description(text.folded(words.start)) || is_plain);
    if told_of || is_subject(inside, capitals) || text.is_asked(&bytes) {
        return None;
    }
    if let Some(swapped) = surname_first(text, &words, end) {
        return Some(swapped);
    }
    let rest = text.original.get(bytes.end..)?;
    let next_to = |address: &&Found| text.original.get(bytes.end..address.bytes.start).is_some_and(is_end);
    let address_follows = addresses.iter().any(|address| next_to(&address));
    let whole = words.end == end && (end < text.words.len() || is_end(rest) || address_follows);
    // "Ada Lovelace, and then …": more follows, so the capitals have to tell, or the full stop.
    let several = words.len() >= 2;
    let first_part = several && capitals && (text.ends_before(words.end) || text.folded(words.end) == "and" || address_follows);
    let sentence = several && !is_plain && (address_follows || text.gap(words.end - 1).trim_start().starts_with(['.', '!', ';', '\n']));
    if !(whole || first_part || sentence) {
        return None;
    }
    let clear = several && is_in_address(inside, capitals, text, addresses);
    Some(named(text, words, if clear { Strength::Clear } else { Strength::IfAsked }))
}

/// "Working hours", "asap", "new email": what somebody talks about. A capital may make a family name of one such word.
fn is_subject(words: &[Word<'_>], capitals: bool) -> bool {
    let plain = |word: &Word<'_>| is_topic(&word.folded) || is_moment(&word.folded);
    let all = words.iter().all(|word| plain(word) || is_only_description(&word.folded));
    all && (!capitals || words.iter().any(plain)) || !capitals && words.iter().any(|word| is_topic(&word.folded))
}

/// Whether an address beside is made of the name: `chiara@…` beside "Chiara Rossi". Without capitals each word must be in it.
fn is_in_address(words: &[Word<'_>], capitals: bool, text: &Text<'_>, addresses: &[Found]) -> bool {
    let mut locals = addresses.iter().filter_map(|address| text.original.get(address.bytes.clone())).map(|written| {
        let local = written.split('@').next().unwrap_or_default();
        fold(local).chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    });
    locals.any(|local| {
        let told = |word: &Word<'_>| word.folded.chars().count() >= LETTERS_IN_ADDRESS && local.contains(&word.folded);
        if capitals { words.iter().any(told) } else { words.iter().all(told) }
    })
}

/// After the name: punctuation, a smiley; no address, no number.
fn is_end(rest: &str) -> bool {
    !rest.chars().any(|c| c.is_alphanumeric() || matches!(c, '@' | '/' | '_' | '='))
}

/// `Lovelace, Ada` as `Ada Lovelace`, when nothing else is there.
fn surname_first(text: &Text<'_>, surname: &Range<usize>, end: usize) -> Option<Found> {
    let comma = surname.end < end && text.gap(surname.end - 1).trim() == ",";
    let proper = text.words.get(surname.clone())?.iter().filter(|word| !PARTICLES.contains(&word.folded.as_str())).count();
    let first = name_at(text, surname.end).filter(|first| comma && first.end == end && first.len() <= 2 && proper <= 2)?;
    let value = format!("{} {}", written(text, &first), written(text, surname));
    Some(Found { bytes: text.bytes(surname.start..first.end), value: SlotValue::Text(value), strength: Strength::IfAsked })
}

fn named(text: &Text<'_>, words: Range<usize>, strength: Strength) -> Found {
    let value = written(text, &words);
    Found { bytes: text.bytes(words), value: SlotValue::Text(value), strength }
}

/// The name as the person wrote it, single-spaced; with capitals when there is none.
fn written(text: &Text<'_>, words: &Range<usize>) -> String {
    let name = text.original.get(text.bytes(words.clone())).unwrap_or_default();
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if spaced.chars().any(char::is_uppercase) { spaced } else { title_case(&spaced) }
}

fn title_case(name: &str) -> String {
    let parts: Vec<String> = name
        .split(' ')
        .enumerate()
        .map(|(at, part)| if at > 0 && PARTICLES.contains(&part) { part.to_owned() } else { capitalised(part) })
        .collect();
    parts.join(" ")
}

/// A capital at the start, after a hyphen and after the apostrophe of `o'neill` and `d'angelo`.
fn capitalised(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut start = true;
    for (at, character) in part.chars().enumerate() {
        if start {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
        start = character == '-' || (at == 1 && matches!(character, '\'' | '’'));
    }
    out
}
