//! Names of people: after cue phrases ("my name is …"), or as a whole answer.
//!
//! No list of names is used. A cue and words that can be a name make a clear reading, and so do such words beside an
//! e-mail address that is made of them; an answer of one to five such words is a name only when somebody asked for one.
//! Titles ("Dr", "Mrs") are no part of a name.

mod clause;
mod de;
mod en;
mod es;
mod fr;
mod it;

use std::ops::Range;

use crate::domain::{EntityName, SlotValue, Strength};

use super::Found;
use super::text::{Text, Word, fold};

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// A shorter word stands in an address by chance.
const LETTERS_IN_ADDRESS: usize = 3;

/// What names stand beside in one language, and what no name holds; folded.
pub(super) struct Words {
    /// Whether all nouns begin with a capital, so that one alone tells no name: "ich bin Kunde".
    capital_nouns: bool,
    /// Phrases after which only a name makes sense.
    strong_cues: &'static [&'static str],
    /// Such of one word, which want a mark or a capital behind them: "Name: Ada".
    bare_cues: &'static [&'static str],
    /// Words between a cue and the name.
    after_cue: &'static [&'static str],
    /// Phrases after which a name or anything else may follow.
    weak_cues: &'static [&'static str],
    /// Words before which make something else of such a phrase: "ci sono corsi" is no "sono Ada".
    never_after: &'static str,
    /// Whether a word before a weak cue is many things, of which it tells: "le mansioni sono".
    is_plural: fn(&str) -> bool,
    /// Words with which a sentence goes on behind the name after a weak cue.
    goes_on: &'static [&'static str],
    /// Openings of a bare answer.
    openings: &'static [&'static str],
    /// Phrases that begin a clause and are followed by a bare name to its end: "I told you, it's Ada", "regards, Ada".
    small_cues: &'static [&'static str],
    /// The same in the middle of a clause.
    small_cues_inside: &'static [&'static str],
    /// Forms of address before a name; dropped.
    titles: &'static [&'static str],
    /// Endings of a bare answer.
    endings: &'static [&'static str],
    /// The word that joins a name with what follows: "Ada Lovelace and …".
    and: &'static str,
    /// Small words in names that are also plain words of the language: no name begins with one in small letters, after a weak cue.
    articles: &'static str,
    /// Words that no name holds.
    function: &'static str,
    /// Words that say what somebody is, does or feels, not what they are called ("I'm interested").
    description: &'static str,
    /// Descriptions that are also family names: "I'm Ada Cook".
    surname: &'static str,
    /// Words that people talk about or talk with, not names, unless a capitalised name stands beside them ("Maria Sales").
    topic: &'static str,
    /// Words for "at once" and the like: no name alone, though one may begin with them ("Asap Tyrell").
    moment: &'static str,
    /// Plain words one slip away from words that bots look for; they are never taken for a misspelling.
    lookalike: &'static str,
    /// Whether a word in small letters tells somebody what to do, so that the name before it has ended: "ada lovelace contact me at".
    is_command: fn(&str) -> bool,
    /// Whether a word in small letters is built like a participle: "misspelled".
    is_participle: fn(&str) -> bool,
    /// Whether it is built like another form of a verb, or like an adverb: "really tired".
    is_verb_or_adverb: fn(&str) -> bool,
}

impl Words {
    fn is_function_word(&self, folded: &str) -> bool {
        has(self.function, folded)
    }

    fn is_description(&self, folded: &str) -> bool {
        has(self.description, folded)
    }

    /// Whether the word can only describe: it is no family name either.
    fn is_only_description(&self, folded: &str) -> bool {
        self.is_description(folded) && !has(self.surname, folded)
    }

    fn is_topic(&self, folded: &str) -> bool {
        has(self.topic, folded)
    }

    fn is_moment(&self, folded: &str) -> bool {
        has(self.moment, folded)
    }

    fn looks_like_verb(&self, folded: &str) -> bool {
        (self.is_participle)(folded) || (self.is_verb_or_adverb)(folded)
    }

    /// Whether the word is a plain word that looks like others.
    pub(super) fn is_lookalike(&self, folded: &str) -> bool {
        has(self.lookalike, folded) || self.is_function_word(folded)
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry == word)
}

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "la", "le", "di", "da", "du", "del", "della", "dello", "degli", "dei", "de", "dos", "das", "do",
    "bin", "ibn", "al", "el", "ter", "ten", "y", "e", "st", "san", "zu", "zum", "af", "av", "ben", "bint", "abu", "mac", "mc", "lo", "d",
    "des", "los", "las",
];

/// The names of an utterance.
pub(super) struct Names {
    /// All readings.
    pub(super) found: Vec<Found>,
    /// Those after a phrase that only a name can follow.
    pub(super) said: Vec<Found>,
}

/// All readings of an utterance. `declared` are the bot's own entities: "I'm Truck Driver" is one of them, so no clear name, but "my name is
/// Cook" is one. What stands in `addresses` (phone numbers among them) is no name.
pub(super) fn find(text: &Text<'_>, words: Option<&Words>, declared: &[(&EntityName, Found)], addresses: &[Found]) -> Names {
    let text = &text.without(addresses);
    let cued = |words| (0..text.words.len()).filter_map(|at| cued(text, at, words)).collect();
    let mut cued: Vec<(Found, Cue)> = words.map(cued).unwrap_or_default();
    cued.retain(|(name, cue)| *cue == Cue::Strong || !declared.iter().any(|(_, entity)| entity.holds(name)));
    let said = cued.iter().filter(|(_, cue)| *cue == Cue::Strong).map(|(name, _)| name.clone()).collect();
    let mut found: Vec<Found> = cued.into_iter().map(|(name, _)| name).collect();
    if found.is_empty() {
        // In a language without words of its own, a bare name is found beside the best known ones.
        let words = words.unwrap_or(&ENGLISH);
        let mut beginnings = (0..text.words.len()).filter_map(|at| past_small_cue(text, at, words)).chain([past_openings(text, words)]);
        found.extend(beginnings.find_map(|from| bare(text, from, addresses, words)));
        let sentence = || clause::name(text, words).map(|name| about_a_name(text, name, words));
        if found.is_empty() {
            found.extend(sentence());
        }
    }
    Names { found, said }
}

/// The name in a sentence of its own: clear where a name is what is talked about.
fn about_a_name(text: &Text<'_>, name: Range<usize>, words: &Words) -> Found {
    let strength = if clause::is_named(text, name.start, words) { Strength::Clear } else { Strength::IfAsked };
    named(text, name, strength)
}

/// What a cue phrase is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// Only a name can follow.
    Strong,
    /// Anything may.
    Weak,
}

/// The name after a cue phrase at an index.
fn cued(text: &Text<'_>, at: usize, language: &Words) -> Option<(Found, Cue)> {
    let past = |cues: &[&str]| cues.iter().filter_map(|cue| text.phrase(at, cue)).max();
    if let Some(next) = past(language.strong_cues).max(past(language.bare_cues)) {
        // A bare "name" needs a mark or a capital behind it: "Name: Ada", not "name of the company".
        let bare = past(language.bare_cues) == Some(next);
        let marked = text.gap(at).contains([':', '=']) || text.words.get(next).is_some_and(Word::is_capitalised);
        let fits = !bare || marked;
        let next = language.after_cue.iter().find_map(|word| text.phrase(next, word)).unwrap_or(next);
        let words = name_at(text, next, language).filter(|words| fits && !language.is_description(text.folded(words.start)))?;
        let words = without_what_follows(text, words, language);
        let first = text.words.get(words.start)?;
        // "Me llamo la atención": a particle alone is no name.
        if words.len() == 1 && PARTICLES.contains(&first.text) {
            return None;
        }
        let moment = words.len() == 1 && language.is_moment(&first.folded);
        // "My name is misspelled", "call me asap".
        if moment || language.is_topic(&first.folded) || (!first.is_capitalised() && (language.is_participle)(&first.folded)) {
            return None;
        }
        return Some((named(text, words, Strength::Clear), Cue::Strong));
    }
    let before = at.checked_sub(1).map_or("", |before| text.folded(before));
    let next = past(language.weak_cues).filter(|_| !has(language.never_after, before))?;
    let words = name_at(text, next, language)?;
    if clause::is_no_cue(text, at, next, language) {
        return None;
    }
    // "Hier spricht Frau Lovelace", "this is dr strange": behind a title stands a name.
    let titled = words.start > next && !language.is_description(text.folded(words.start));
    let doubtful = language.capital_nouns && is_one_word(text, &words) && !titled;
    let strength = if doubtful { Strength::IfAsked } else { Strength::Clear };
    (titled || plausible_after_weak_cue(text, &words, language)).then(|| (named(text, words, strength), Cue::Weak))
}

/// Whether a name is one word, joined by hyphens or not: "Ada", "Anna-Lena"; particles do not count.
fn is_one_word(text: &Text<'_>, words: &Range<usize>) -> bool {
    let proper = words.clone().filter(|at| !PARTICLES.contains(&text.folded(*at)));
    let joined = |at: &usize| at.checked_sub(1).is_some_and(|before| before >= words.start && text.gap(before) == "-");
    proper.filter(|at| !joined(at)).count() < 2
}

/// "rosa conti scrivetemi a …", "Rosa Conti tel …": in small letters, a command, a description or a topic behind a name is no part of it.
fn without_what_follows(text: &Text<'_>, words: Range<usize>, language: &Words) -> Range<usize> {
    let follows = |at: &usize| {
        text.words.get(*at).is_some_and(|word| {
            let described = *at > words.start + 1 && language.is_only_description(&word.folded);
            !word.is_capitalised() && (described || (language.is_command)(&word.folded) || language.is_topic(&word.folded))
        })
    };
    let end = (words.start + 1..words.end).find(follows).unwrap_or(words.end);
    words.start..end
}

/// After "I'm": capitals in a text that has small letters, or two or more words that describe nothing, up to the end.
fn plausible_after_weak_cue(text: &Text<'_>, words: &Range<usize>, language: &Words) -> bool {
    let inside = text.words.get(words.clone()).unwrap_or_default();
    let article = inside.first().is_some_and(|first| has(language.articles, first.text));
    if article || language.is_description(text.folded(words.start)) || inside.iter().any(|word| language.is_only_description(&word.folded))
    {
        return false;
    }
    let shouted = !text.original.chars().any(char::is_lowercase);
    let capitals = !shouted && inside.iter().all(|word| word.is_capitalised() || PARTICLES.contains(&word.folded.as_str()));
    if capitals {
        return true;
    }
    let proper = inside.iter().filter(|word| !PARTICLES.contains(&word.folded.as_str())).count();
    let goes_on = language.goes_on.contains(&text.folded(words.end));
    (2..=3).contains(&proper)
        && (text.ends_before(words.end) || goes_on)
        && !inside.iter().any(|word| language.looks_like_verb(&word.folded))
}

/// The words of a name from an index on.
fn name_at(text: &Text<'_>, mut from: usize, language: &Words) -> Option<Range<usize>> {
    let past_title = |from: usize| {
        let next = language.titles.iter().filter_map(|title| text.phrase(from, title)).max()?;
        (matches!(text.gap(next - 1).trim(), "" | ".") && next < text.words.len()).then_some(next)
    };
    while let Some(next) = past_title(from) {
        from = next;
    }
    let mut end = from;
    while end < text.words.len() && end - from < MAX_WORDS {
        let Some(word) = text.words.get(end) else { break };
        let particle = PARTICLES.contains(&word.folded.as_str());
        if !particle && !is_name_word(word.text, &word.folded, language) || (end > from && !binds(text.gap(end - 1), text, end - 1)) {
            break;
        }
        end += 1;
    }
    // A name does not end with a small particle ("Ada from la …"), unless that is all there is.
    while end > from + 1 && text.words.get(end - 1).is_some_and(|word| PARTICLES.contains(&word.text)) {
        end -= 1;
    }
    let lone = |word: &Word<'_>| PARTICLES.contains(&word.folded.as_str()) && (!word.is_capitalised() || word.text.chars().count() == 1);
    (end > from && text.words.get(from).is_some_and(|word| end > from + 1 || !lone(word))).then_some(from..end)
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

fn is_name_word(text: &str, folded: &str, language: &Words) -> bool {
    let letters =
        text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | 'ʼ' | '`') || unicode_normalization::char::is_combining_mark(c));
    let length = text.chars().count();
    letters && length <= 40 && !language.is_function_word(folded)
}

/// The index past "um, it's".
fn past_openings(text: &Text<'_>, language: &Words) -> usize {
    let mut from = 0;
    while let Some(next) =
        language.openings.iter().filter_map(|opening| text.phrase(from, opening)).max().filter(|next| *next < text.words.len())
    {
        from = next;
    }
    from
}

/// The index past a small cue at the beginning of a clause.
fn past_small_cue(text: &Text<'_>, at: usize, language: &Words) -> Option<usize> {
    let past = |cues: &[&str]| cues.iter().filter_map(|cue| text.phrase(at, cue)).max();
    let begins = at == 0 || text.ends_before(at);
    past(language.small_cues).filter(|_| begins).or_else(|| past(language.small_cues_inside))
}

/// A bare name at an index that is all there is to the end, or stands apart from what follows.
fn bare(text: &Text<'_>, from: usize, addresses: &[Found], language: &Words) -> Option<Found> {
    let end = (from..text.words.len())
        .find(|at| language.endings.iter().any(|ending| text.phrase(*at, ending).is_some()))
        .unwrap_or(text.words.len());
    if is_negated(text, from) {
        return None;
    }
    let mut words = name_at(text, from, language)?;
    let address_follows = is_before_address(text, words.end, addresses, language);
    let is_plain_topic = |at: usize| text.words.get(at).is_some_and(|word| !word.is_capitalised() && language.is_topic(&word.folded));
    while address_follows && words.len() > 1 && is_plain_topic(words.end - 1) {
        words.end -= 1;
    }
    let inside = text.words.get(words.clone())?;
    let bytes = text.bytes(words.clone());
    let is_proper = |word: &Word<'_>| word.is_capitalised() || PARTICLES.contains(&word.folded.as_str());
    let capitals = inside.iter().all(is_proper);
    let is_plain =
        !capitals && inside.iter().any(|word| language.is_only_description(&word.folded) || language.looks_like_verb(&word.folded));
    let article = inside.first().is_some_and(|first| has(language.articles, first.text));
    let told_of = from > 0 && (article || language.is_description(text.folded(words.start)) || is_plain);
    if told_of || is_subject(inside, capitals, language) || text.is_asked(&bytes) {
        return None;
    }
    if let Some(swapped) = surname_first(text, &words, end, language) {
        return Some(swapped);
    }
    let rest = text.original.get(bytes.end..)?;
    // "Ada Lovelace, and then …": more follows, so the capitals have to tell, or the full stop.
    let several = words.len() >= 2;
    let whole = words.end == end && (end < text.words.len() || is_end(rest)) || address_follows && (several || capitals);
    let first_part = several && capitals && (text.ends_before(words.end) || text.folded(words.end) == language.and || address_follows);
    let sentence = several && !is_plain && (address_follows || text.gap(words.end - 1).trim_start().starts_with(['.', '!', ';', '\n']));
    if !(whole || first_part || sentence) {
        return None;
    }
    let clear = several && is_in_address(inside, capitals, text, addresses);
    Some(named(text, words, if clear { Strength::Clear } else { Strength::IfAsked }))
}

/// "No clue": without a mark behind it, a "no" belongs to the word in small letters that follows.
fn is_negated(text: &Text<'_>, from: usize) -> bool {
    let Some(before) = from.checked_sub(1) else { return false };
    let is_no = text.folded(before) == "no" && text.gap(before).trim().is_empty();
    let shouted = !text.original.chars().any(char::is_lowercase);
    is_no && (shouted || !text.words.get(from).is_some_and(Word::is_capitalised))
}

/// Whether an address or a phone number stands behind a word, with nothing between but what names it: "Ada Rossi tel …".
fn is_before_address(text: &Text<'_>, next: usize, addresses: &[Found], language: &Words) -> bool {
    let end = text.bytes(0..next).end;
    let leads_to = |address: &&Found| {
        let between = text.words.iter().skip(next).take_while(|word| word.range.start < address.bytes.start);
        end <= address.bytes.start && between.into_iter().all(|word| language.is_topic(&word.folded))
    };
    addresses.iter().any(|address| leads_to(&address))
}

/// "Working hours", "asap", "new email": what somebody talks about. A capital may make a family name of one such word.
fn is_subject(words: &[Word<'_>], capitals: bool, language: &Words) -> bool {
    let plain = |word: &Word<'_>| language.is_topic(&word.folded) || language.is_moment(&word.folded);
    let all = words.iter().all(|word| plain(word) || language.is_only_description(&word.folded));
    all && (!capitals || words.iter().any(plain)) || !capitals && words.iter().any(|word| language.is_topic(&word.folded))
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
fn surname_first(text: &Text<'_>, surname: &Range<usize>, end: usize, language: &Words) -> Option<Found> {
    let comma = surname.end < end && text.gap(surname.end - 1).trim() == ",";
    let proper = text.words.get(surname.clone())?.iter().filter(|word| !PARTICLES.contains(&word.folded.as_str())).count();
    let is_topic =
        |first: &Range<usize>| text.words.get(first.clone()).is_some_and(|words| words.iter().any(|word| language.is_topic(&word.folded)));
    let first = name_at(text, surname.end, language).filter(|first| comma && first.end == end && first.len() <= 2 && proper <= 2)?;
    if is_topic(&first) {
        return None;
    }
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
