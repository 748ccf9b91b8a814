//! E-mail addresses and phone numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Find, Kind, constant_pattern};

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}._%+'-]*\s?@\s?(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+\p{L}[\p{L}\p{M}]+",
    )
});
/// `ada at example dot org`, `ada (at) example.org`, `ada arobase exemple point fr`.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)\b[a-z0-9_+-]+(?:(?:\.| ?[(\[{](?:dot|punto|point|punkt)[)\]}] ?| (?:dot|punto|point|punkt) )[a-z0-9_+-]+)*(?: ?[(\[{](?:at|arobase|chiocciola|ät)[)\]}] ?| (?:arobase|chiocciola|ät) | at )[a-z0-9-]+(?:(?:\.| ?[(\[{](?:dot|punto|point|punkt)[)\]}] ?| (?:dot|punto|point|punkt) )[a-z0-9-]+)*(?:\.| ?[(\[{](?:dot|punto|point|punkt)[)\]}] ?| (?:dot|punto|point|punkt) )[a-z]{2,}\b",
    )
});
/// `at` alone is too common: then the end has to be spelled, too, or be a usual one.
static BARE_AT: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"(?i) at .*(?: dot |[(\[{]dot)|\.(?:com|org|net|it|fr|de|es|uk|eu|io)$"));

static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"(?:\+ ?|\b00)?\(?\d(?:[ ().\-/]{0,3}\d){5,20}(?: ?(?:x|ext\.?) ?\d{1,6}\b)?"));
static CONTEXT: LazyLock<Regex> = LazyLock::new(|| {
    constant_pattern(
        r"(?i)\b(?:phone|telephone|tel|mobile|mob|cell|cellphone|call|calling|ring|whatsapp|sms|text me|fax|reach|contact number|telefono|cellulare|cell|chiam\p{L}*|numero|t[eé]l[eé]phone|t[eé]l|portable|num[eé]ro|appel\p{L}*|telefon|handy|rufnummer|m[oó]vil|tel[eé]fono|ll[aá]m\p{L}*)\b[^\d\x{e000}]{0,30}$",
    )
});
static DATE_LIKE: LazyLock<Regex> =
    LazyLock::new(|| constant_pattern(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d{2})(?:[ ]\d{1,2})?$"));
static YEARS: LazyLock<Regex> = LazyLock::new(|| constant_pattern(r"^(?:(?:19|20)\d{2}[ \-/]*)+$"));

/// How many bytes before a number are searched for a word like "phone".
const CONTEXT_BYTES: usize = 60;

pub(super) fn find(text: &str) -> Vec<Find> {
    let mut finds: Vec<Find> = EMAIL.find_iter(text).map(|at| Find::new(at.range(), Kind::EmailAddress)).collect();
    let spelled = SPELLED.find_iter(text).filter(|at| !at.as_str().contains(" at ") || BARE_AT.is_match(at.as_str()));
    finds.extend(spelled.map(|at| Find::new(at.range(), Kind::EmailAddress)));
    finds.extend(DIGITS.find_iter(text).filter_map(|at| phone(text, at.range())));
    finds
}

/// A phone number, by its form or by the words before it.
fn phone(text: &str, bytes: Range<usize>) -> Option<Find> {
    let written = text.get(bytes.clone())?;
    let without_extension = written.split(['x', 'e']).next().unwrap_or(written);
    let digits = without_extension.bytes().filter(u8::is_ascii_digit).count();
    let before = text.get(..bytes.start)?;
    let after = text.get(bytes.end..)?;
    let cut = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@'))
        || after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@'))
        || is_decimal(before, after);
    if cut || !(7..=15).contains(&digits) || DATE_LIKE.is_match(written) || YEARS.is_match(written) || is_dotted_quad(written) {
        return None;
    }
    let international = written.starts_with('+') || (written.starts_with("00") && digits >= 10);
    let groups = without_extension.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    let national = (9..=12).contains(&digits) && (written.starts_with('0') || written.starts_with("(0")) && (groups > 1 || digits >= 10);
    let american = digits == 10 && groups >= 3 || digits == 11 && written.starts_with('1') && groups >= 3;
    let bracketed = written.starts_with('(') && digits >= 9;
    let local = digits == 7 && groups == 2 && written.contains('-');
    let said = || CONTEXT.is_match(tail(before));
    (international || national || american || bracketed || local || said()).then(|| Find::new(bytes, Kind::PhoneNumber))
}

/// `3.5` and `1,200`: the digits are a part of a longer number.
fn is_decimal(before: &str, after: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    before.strip_suffix([',', '.']).is_some_and(|rest| rest.ends_with(digit))
        || after.strip_prefix([',', '.', ':']).is_some_and(|rest| rest.starts_with(digit))
}

fn is_dotted_quad(written: &str) -> bool {
    let parts: Vec<&str> = written.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u16>().is_ok_and(|octet| octet <= 255) && part.len() <= 3)
}

/// The last bytes of a text, from a character's start on.
fn tail(before: &str) -> &str {
    let from = before.len().saturating_sub(CONTEXT_BYTES);
    (from..=before.len()).find_map(|at| before.get(at..)).unwrap_or_default()
}
