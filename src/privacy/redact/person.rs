//! Names of people, where the words say that a name follows.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Find, Kind, constant_pattern};

/// After these only a name makes sense.
static STRONG_CUE: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)\b(?:my (?:full |first |last |sur)?name(?: is|'s)|the name(?: is|'s)|(?:full |first |last |sur)?name *[:=]|i(?: am|'m) called|call me|mi chiamo|il mio nome è|je m'appelle|mon nom est|ich hei(?:ss|ß)e|mein name ist|me llamo|mi nombre es)\s+([\p{L}][\p{L}\p{M}'.-]*(?: +[\p{L}][\p{L}\p{M}'.-]*){0,3})",
    )
});
/// After these a name or anything else: capitals decide.
static WEAK_CUE: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"\b(?:(?i:I'm|I am|im|this is|io sono|je suis|ich bin|soy)|(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Sig|Sigra|Dott|Herr|Frau|Mme|Mlle|Don|Doña)\.?) +(\p{Lu}[\p{L}\p{M}'-]+(?: +(?:(?:de|van|von|der|di|da|del|della|la|le|bin|al) +)?\p{Lu}[\p{L}\p{M}'.-]*){0,3})",
    )
});

/// Words that end a name or show that there is none.
const NOT_A_NAME: &str = "a about an and at but by for from here i in is it looking me my not of on or so speaking that the this to very what \
where who with you your important required unknown none missing wrong spelled misspelled incorrect e et und y o sono ho je et ich";

/// Words with a capital that say what somebody is.
const DESCRIPTION: &str = "american australian austrian belgian brazilian british canadian catholic chinese christian danish dutch english european \
french german greek hindu indian interested irish italian japanese jewish looking mexican muslim norwegian polish portuguese romanian russian scottish \
spanish swedish swiss turkish ukrainian welsh monday tuesday wednesday thursday friday saturday sunday ok okay sorry sure available ready";

pub(super) fn find(text: &str) -> Vec<Find> {
    let strong = STRONG_CUE.captures_iter(text).filter_map(|captures| after_strong_cue(&captures));
    let weak = WEAK_CUE.captures_iter(text).filter_map(|captures| after_weak_cue(&captures));
    strong.chain(weak).collect()
}

/// The capitalised words; or the first two words when there is no capital.
fn after_strong_cue(captures: &Captures<'_>) -> Option<Find> {
    let name = captures.get(1)?;
    let mut end = 0;
    let capital = name.as_str().starts_with(char::is_uppercase);
    for (count, (at, word)) in placed_words(name.as_str()).enumerate() {
        let small = !word.starts_with(char::is_uppercase);
        let too_much = if capital { small && !is_particle(word) } else { count == 2 };
        if too_much || is_in(NOT_A_NAME, word) {
            break;
        }
        end = at + word.trim_end_matches(['.', '\'', '-']).len();
    }
    (end > 1).then(|| Find::new(name.start()..name.start() + end, Kind::Person))
}

fn after_weak_cue(captures: &Captures<'_>) -> Option<Find> {
    let name = captures.get(1)?;
    let written = name.as_str().trim_end_matches(['.', '\'', '-']);
    let first = written.split(' ').next().unwrap_or_default();
    // "I'M LOOKING FOR": capitals say nothing there.
    let shouted = written.len() > 3 && !written.chars().any(char::is_lowercase);
    let described = is_in(DESCRIPTION, first) || is_in(NOT_A_NAME, first);
    (!shouted && !described).then(|| Find::new(name.start()..name.start() + written.len(), Kind::Person))
}

fn placed_words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    name.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    })
}

fn is_particle(word: &str) -> bool {
    is_in("de van von der den di da del della la le bin al el du dos", word)
}

fn is_in(list: &str, word: &str) -> bool {
    let lower = word.trim_end_matches(['.', ',']).to_lowercase();
    list.split_ascii_whitespace().any(|entry| entry == lower)
}
