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

/// `ada at example dot org`, `ada (at) example (dot) org`, `ada chiocciola example punto org`: the words of all languages, which no
/// other language has in such a place.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)\b([a-z0-9_%+-]+(?:(?:\.| ?[(\[]dot[)\]] ?| dot | punto )[a-z0-9_%+-]+)*)(?: at | chiocciola | ?[(\[](?:at|chiocciola)[)\]] ?)([a-z0-9-]+(?:(?:\.| ?[(\[]dot[)\]] ?| dot | punto )[a-z0-9-]+)*(?:\.| ?[(\[]dot[)\]] ?| dot | punto )[a-z]{2,})\b",
    )
});

static DOT: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"(?i) ?[(\[]dot[)\]] ?| dot | punto "));

/// The longest address, in characters (RFC 5321 §4.5.3.1.3: a path has 256 octets with its brackets).
const MAX_LENGTH: usize = 254;

/// All addresses in an utterance.
pub(super) fn find(text: &Text<'_>) -> Vec<Found> {
    let written = WRITTEN.captures_iter(text.original).filter_map(|captures| address(&captures, text.original));
    let spelled = SPELLED.captures_iter(text.original).filter_map(|captures| address(&captures, text.original));
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
    let local = DOT.replace_all(local.as_str(), ".");
    let host = DOT.replace_all(host.as_str(), ".").to_lowercase();
    let value = format!("{local}@{host}");
    let plausible = !local.ends_with(['.', '\'']) && !value.contains("..") && value.chars().count() <= MAX_LENGTH;
    plausible.then_some(Found { bytes, value: SlotValue::Text(value), strength: Strength::Clear })
}
