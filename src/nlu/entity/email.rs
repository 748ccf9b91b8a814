//! E-mail addresses: the syntax that real providers give out, not all of RFC 5322.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, constant_pattern};

/// `ada@example.org`, also with one space beside the `@`.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"([\p{L}\p{N}_][\p{L}\p{M}\p{N}._%+'-]*) ?@ ?((?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+\p{L}[\p{L}\p{M}]+)",
    )
});

/// `ada at example dot org`, `ada (ät) example (punkt) org`, `ada chiocciola example punto org`: the words of all languages, which no other
/// language has in such a place. "At" is too common a word to stand before "point" and "punto".
static SPELLED: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let spelled = |at: &str, dot: &str| {
        let at = format!(r"(?: (?:{at}) | ?[(\[](?:{at})[)\]] ?)");
        let dot = format!(r"(?:\.| ?[(\[](?:{dot})[)\]] ?| (?:{dot}) )");
        let mark = format!(" (?:{UNDERSCORE}|{HYPHEN}) ");
        let local = format!(r"[\p{{L}}\p{{N}}_%+-]+(?:(?:{dot}|{mark})[\p{{L}}\p{{N}}_%+-]+)*");
        let host = format!(r"[\p{{L}}\p{{N}}-]+(?:(?:{dot}|{mark})[\p{{L}}\p{{N}}-]+)*{dot}\p{{L}}{{2,}}");
        constant_pattern(&format!(r"(?i)\b({local}){at}({host})\b"))
    };
    [spelled("at|ät", "dot|punkt"), spelled("arobase|arroba|chiocciola|klammeraffe", DOTS)]
});

const DOTS: &str = "dot|punkt|point|punto";
const UNDERSCORE: &str = "underscore|unterstrich|tiret (?:du )?bas|gui[oó]n bajo|trattino basso";
const HYPHEN: &str = "hyphen|dash|minus|bindestrich|tiret|gui[oó]n|trattino";

/// What stands for a mark, spelled out.
static MARKS: LazyLock<[(Regex, &'static str); 3]> = LazyLock::new(|| {
    [
        (constant_pattern(&format!(r"(?i) ?[(\[](?:{DOTS})[)\]] ?| (?:{DOTS}) ")), "."),
        (constant_pattern(&format!("(?i) (?:{UNDERSCORE}) ")), "_"),
        (constant_pattern(&format!("(?i) (?:{HYPHEN}) ")), "-"),
    ]
});

/// The longest address, in characters (RFC 5321 §4.5.3.1.3: a path has 256 octets with its brackets).
const MAX_LENGTH: usize = 254;

/// All addresses in an utterance.
pub(super) fn find(text: &Text<'_>) -> Vec<Found> {
    let written = WRITTEN.captures_iter(text.original).filter_map(|captures| address(&captures, text.original));
    let spelled = SPELLED.iter().flat_map(|spelled| spelled.captures_iter(text.original));
    let spelled = spelled.filter_map(|captures| address(&captures, text.original));
    written.chain(spelled).collect()
}

fn address(captures: &Captures<'_>, original: &str) -> Option<Found> {
    let (local, host) = (captures.get(1)?, captures.get(2)?);
    let bytes: Range<usize> = local.start()..host.end();
    // `ada@example.org@x` and `ada@example.org-` go on: no address.
    let rest = original.get(bytes.end..)?;
    if rest.starts_with(['@', '_']) || rest.strip_prefix(['.', '-']).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) {
        return None;
    }
    let written = |part: &str| MARKS.iter().fold(part.to_owned(), |part, (mark, sign)| mark.replace_all(&part, *sign).into_owned());
    let (local, host) = (written(local.as_str()), written(host.as_str()).to_lowercase());
    // "I am at work dot dot dot".
    if host.split('.').any(|label| DOTS.split('|').any(|dot| dot == label)) {
        return None;
    }
    let value = format!("{local}@{host}");
    let plausible = !local.ends_with(['.', '\'']) && !value.contains("..") && value.chars().count() <= MAX_LENGTH;
    plausible.then_some(Found { bytes, value: SlotValue::Text(value), strength: Strength::Clear })
}
