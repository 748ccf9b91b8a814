//! Addresses of machines, URLs that carry secrets, passwords and keys.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Find, Kind, constant_pattern, stands_alone};

static URL: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r#"(?i)\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>"'\x{e000}]+"#));
static SECRET_PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)[?&#;](?:[a-z0-9_.-]*(?:token|secret|passw(?:or)?d|passwort|signature|session|api_?key|apikey|auth|credential|jwt|otp|ticket|e?mail|phone)[a-z0-9_.-]*|key|pwd|pw|pass|sig|sid|code|user|username|login|invite|reset|hash|nonce|state)=[^&\s]",
    )
});
static LONG_SEGMENT: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"[/=][A-Za-z0-9_~.-]{20,}"));
static IPV4: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"\d{1,3}(?:\.\d{1,3}){3}"));
static IPV6: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:(?:\.\d{1,3}){3})?"));
static MAC: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}")
});
static KEY: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bAKIA[A-Z0-9]{12,}|\bxox[abprs]-[A-Za-z0-9-]{10,}",
    )
});
static PASSWORD: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)\b(?:password|passwort|passphrase|passcode|pwd|pin|mot de passe)(?: code)?(?: is| e| est| ist)?\s*[:=]?\s+([^\s\x{e000}]*[\d!$%&*#][^\s\x{e000}]*)|\b(?:password|passwort|pwd|pin)\s*[:=]\s*([^\s\x{e000}]+)",
    )
});

pub(super) fn find(text: &str) -> Vec<Find> {
    let mut finds: Vec<Find> = URL.find_iter(text).filter_map(|url| secret_url(text, url.range())).collect();
    finds.extend(
        IPV4.find_iter(text).map(|at| at.range()).filter(|bytes| is_ipv4(text, bytes)).map(|bytes| Find::new(bytes, Kind::IpAddress)),
    );
    finds.extend(IPV6.find_iter(text).filter_map(|at| ipv6(text, at.range())));
    finds.extend(
        MAC.find_iter(text).map(|at| at.range()).filter(|bytes| stands_alone(text, bytes)).map(|bytes| Find::new(bytes, Kind::MacAddress)),
    );
    finds.extend(KEY.find_iter(text).map(|at| Find::new(at.range(), Kind::Secret)));
    let passwords =
        PASSWORD.captures_iter(text).filter_map(|captures| captures.get(1).or_else(|| captures.get(2)).map(|secret| secret.range()));
    finds.extend(passwords.filter(|bytes| bytes.len() >= 4).map(|bytes| Find::new(bytes, Kind::Secret)));
    finds
}

/// The whole URL, if it carries a user, a secret parameter or a long random part.
fn secret_url(text: &str, bytes: Range<usize>) -> Option<Find> {
    let written = text.get(bytes.clone())?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}']);
    let after_scheme = written.split_once("://").map_or(written, |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    let long_random = LONG_SEGMENT.find_iter(after_scheme).any(|part| {
        let digits = part.as_str().chars().filter(char::is_ascii_digit).count();
        let letters = part.as_str().chars().filter(char::is_ascii_alphabetic).count();
        digits >= 4 && letters >= 4
    });
    let secret = authority.contains('@') || SECRET_PARAMETER.is_match(after_scheme) || long_random;
    secret.then(|| Find::new(bytes.start..bytes.start + written.len(), Kind::Url))
}

fn is_ipv4(text: &str, bytes: &Range<usize>) -> bool {
    let goes_on = |rest: &str| rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let after = text.get(bytes.end..).unwrap_or_default();
    let before = text.get(..bytes.start).unwrap_or_default();
    let part_of_more = goes_on(after) || before.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    let address = text.get(bytes.clone()).unwrap_or_default();
    // Leading zeros are no address to the standard library, but they are to people.
    let octets = address.split('.').all(|octet| octet.parse::<u16>().is_ok_and(|octet| octet <= 255));
    octets && !part_of_more && stands_alone(text, bytes) && address.parse::<Ipv4Addr>().map_or(true, |address| !address.is_unspecified())
}

/// An address of version 6 with a digit in it; `::` and `::1` are nobody's.
fn ipv6(text: &str, bytes: Range<usize>) -> Option<Find> {
    let written = text.get(bytes.clone())?;
    let address = match written.strip_suffix(':') {
        Some(shorter) if !written.ends_with("::") => shorter,
        _ => written,
    };
    let bytes = bytes.start..bytes.start + address.len();
    let parsed: Ipv6Addr = address.parse().ok()?;
    let nobody = parsed.is_loopback() || parsed.is_unspecified() || address.len() < 4;
    let has_digit = address.bytes().any(|byte| byte.is_ascii_digit());
    let cut = text.get(bytes.end..)?.starts_with(':') && !address.ends_with(':');
    (!nobody && has_digit && !cut && stands_alone(text, &bytes)).then(|| Find::new(bytes, Kind::IpAddress))
}
