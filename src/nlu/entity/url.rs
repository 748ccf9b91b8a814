//! Web addresses: with a scheme, with `www.`, or a bare host under a well-known domain. Kept with a scheme (`https://` where none was
//! said), scheme and host in small letters.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::{Text, constant_pattern};

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)(?:(https?|ftp)://)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]+|localhost)(:\d{1,5})?([/?#][^\s<>\x22]*)?",
    )
});

/// Ends of hosts that nothing else in a sentence ends in; others need a scheme or `www.`.
const ENDS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "info", "biz", "eu", "io", "dev", "app", "shop", "online", "site", "blog", "example", "it", "fr",
    "de", "es", "uk", "ch", "at", "be", "nl", "pt", "pl", "se", "no", "dk", "fi", "ie", "us", "ca", "au", "nz", "jp", "cn", "br", "in",
];

/// Ends that are also words: a full stop without a space behind it ("call me.in case") would make an address.
const WORDS: &[&str] = &["it", "at", "be", "no", "us", "in", "de", "es", "se", "is", "app", "site", "online", "shop"];

/// All addresses in an utterance, but for the hosts of e-mail addresses.
pub(super) fn find(text: &Text<'_>, email: &[Found]) -> Vec<Found> {
    let found = ADDRESS.captures_iter(text.original).filter_map(|captures| {
        let (whole, host) = (captures.get(0)?, captures.get(2)?);
        let before = text.original.get(..whole.start())?;
        if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '_' | '-' | '.' | '/' | '\\')) {
            return None;
        }
        let written = trimmed(whole.as_str());
        let after = text.original.get(whole.start() + written.len()..)?;
        let scheme = captures.get(1).map(|scheme| scheme.as_str().to_lowercase());
        let host_name = host.as_str().to_lowercase();
        let end = host_name.rsplit('.').next()?;
        let has_path = captures.get(4).is_some();
        let is_known = ENDS.contains(&end) && host_name.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_sure = scheme.is_some() || host_name.starts_with("www.") && host_name.matches('.').count() > 1;
        // "example.it" may be two sentences; with a path, with more points, or at the end it is none.
        let is_word = WORDS.contains(&end)
            && !has_path
            && host_name.matches('.').count() == 1
            && before.ends_with(|c: char| c.is_alphabetic() || c == ' ')
            && after.starts_with(' ');
        if !is_sure && (!is_known || host.as_str().chars().any(char::is_uppercase) && WORDS.contains(&end)) || after.starts_with('@') {
            return None;
        }
        let rest = written.get(host.end() - whole.start()..).unwrap_or_default();
        let value = format!("{}://{host_name}{rest}", scheme.as_deref().unwrap_or("https"));
        let strength = if is_sure || !is_word { Strength::Clear } else { Strength::IfAsked };
        Some(Found { bytes: whole.start()..whole.start() + written.len(), value: SlotValue::Text(value), strength })
    });
    found.filter(|found| !email.iter().any(|email| email.overlaps(found))).collect()
}

/// Without the punctuation of the sentence around it; a closing bracket stays where one was opened.
fn trimmed(written: &str) -> &str {
    let mut kept = written;
    loop {
        let without = kept.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '”', '’', '…', '»']);
        let closes =
            without.ends_with(')') && without.matches(')').count() > without.matches('(').count() || without.ends_with([']', '}', '>']);
        let without = if closes { without.get(..without.len() - 1).unwrap_or(without) } else { without };
        if without == kept {
            return kept;
        }
        kept = without;
    }
}
