//! Sums of money: `€20`, `12,50 €`, `20 euros and 50 cents`, `venti euro`; a bare number only as an answer, in the currency of the
//! bot's country.
//!
//! In a sum a mark before one or two last digits is the decimal mark, whatever the language; all others group: nobody has thousandths
//! of a euro.

mod de;
mod en;
mod es;
mod fr;
mod it;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{Money, SlotValue, Strength};

use super::Found;
use super::number::{self, Numerals};
use super::text::{Text, constant_pattern};

pub(super) use de::WORDS as GERMAN;
pub(super) use en::WORDS as ENGLISH;
pub(super) use es::WORDS as SPANISH;
pub(super) use fr::WORDS as FRENCH;
pub(super) use it::WORDS as ITALIAN;

/// How one language says money; its words are folded.
pub(super) struct Words {
    /// Words for currencies, with their codes; a dollar is the one of the bot's country.
    currencies: &'static [(&'static str, &'static str)],
    /// Words for a hundredth.
    cents: &'static [&'static str],
    /// Notes and amounts by name, with an article or a number before them, in the money of the country: "a fiver".
    notes: &'static [(&'static str, u32)],
    /// Articles before these.
    articles: &'static [&'static str],
    /// What may stand between whole units and hundredths where no currency does: "doce con cincuenta".
    point: &'static [&'static str],
    /// What joins the two; words joined by `, `.
    and: &'static str,
}

/// Currencies by country, for bare numbers and for what "$" is.
const COUNTRIES: &[(&str, &str)] = &[
    ("AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM VA", "EUR"),
    ("GB", "GBP"),
    ("US", "USD"),
    ("CH LI", "CHF"),
    ("CA", "CAD"),
    ("AU", "AUD"),
    ("NZ", "NZD"),
    ("SE", "SEK"),
    ("NO", "NOK"),
    ("DK", "DKK"),
    ("IS", "ISK"),
    ("PL", "PLN"),
    ("CZ", "CZK"),
    ("HU", "HUF"),
    ("RO", "RON"),
    ("TR", "TRY"),
    ("UA", "UAH"),
    ("RS", "RSD"),
    ("JP", "JPY"),
    ("CN", "CNY"),
    ("IN", "INR"),
    ("BR", "BRL"),
    ("MX", "MXN"),
    ("AR", "ARS"),
    ("ZA", "ZAR"),
    ("KR", "KRW"),
];

/// Digits beside a symbol or a code, in thousands or millions (`£1.2k`, `2 Mio €`), as so many each (`£20pp`), or with hundredths behind the
/// symbol (`20€50`).
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d{1,3}(?:[ .,'’\u{a0}\u{202f}]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?";
    let scale = "(?i:k|mio|mln)";
    let mark = r"€|£|US\$|CA\$|AU\$|NZ\$|\$|¥|₹|₺|₴|₩|(?i:EUR|GBP|USD|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|TRY|UAH|RSD|BRL|MXN|ARS|ZAR|KRW)";
    // "Environ 20" begins with no "RON".
    let space = "[ \u{a0}\u{202f}]?";
    constant_pattern(&format!(
        r"(?:(?P<before>\b(?:{mark})|[€£$¥₹₺₴₩]){space}(?P<first>{number})(?P<times>{scale}|m\b)?(?:pp\b)?)|(?:(?P<last>{number})(?:,[-–—]{{1,2}})?{space}(?:(?P<factor>{scale})\.?{space})?(?P<behind>{mark})(?:(?P<cents>\d\d)\b)?)"
    ))
});

/// All sums in an utterance, but for those inside `taken` readings.
pub(super) fn find(
    text: &Text<'_>,
    words: Option<&Words>,
    numerals: Option<&Numerals>,
    country: Option<&str>,
    taken: &[Found],
) -> Vec<Found> {
    let local = country.and_then(currency_of);
    let mut found = marked(text, local);
    if let Some(words) = words {
        found.extend(worded(text, words, numerals, local));
    }
    if found.is_empty() {
        let numbers = number::find(text, numerals, taken);
        let spoken = words.zip(local).and_then(|(words, local)| spoken(text, &numbers, words, local));
        let bare = || numbers.iter().filter_map(|number| bare(number, local?)).collect();
        found = spoken.map_or_else(bare, |sum| vec![sum]);
    }
    found.retain(|sum| !taken.iter().any(|taken| taken.overlaps(sum)));
    found
}

/// The currency of a country.
fn currency_of(country: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(countries, _)| countries.split(' ').any(|code| code == country)).map(|(_, currency)| *currency)
}

/// A dollar is the one that people have.
fn meant(currency: &'static str, local: Option<&'static str>) -> &'static str {
    local.filter(|local| currency == "USD" && matches!(*local, "CAD" | "AUD" | "NZD")).unwrap_or(currency)
}

fn marked(text: &Text<'_>, local: Option<&'static str>) -> Vec<Found> {
    let sums = MARKED.captures_iter(text.original).filter_map(|captures| {
        let named = |name: &str| captures.name(name).map(|part| part.as_str());
        let mut bytes = captures.get(0)?.range();
        let mut amount = amount(named("first").or_else(|| named("last"))?)?;
        if let Some(scale) = named("times").or_else(|| named("factor")) {
            let factor = if scale.eq_ignore_ascii_case("k") { 1e3 } else { 1e6 };
            amount = plain(amount.parse::<f64>().ok()? * factor);
        } else if !amount.contains('.') && named("behind").is_some_and(|mark| !mark.chars().all(char::is_alphabetic)) {
            let behind = || hundredths_behind(text.original.get(bytes.end..)?);
            if let Some(cents) = named("cents") {
                amount = format!("{amount}.{cents}");
            } else if let Some((cents, length)) = behind() {
                amount = format!("{amount}.{cents}");
                bytes.end += length;
            }
        }
        let mark = named("before").or_else(|| named("behind"))?.to_uppercase();
        let code = match mark.as_str() {
            "€" => "EUR",
            "£" => "GBP",
            "$" => meant("USD", local),
            "US$" => "USD",
            "CA$" => "CAD",
            "AU$" => "AUD",
            "NZ$" => "NZD",
            "¥" => "JPY",
            "₹" => "INR",
            "₺" => "TRY",
            "₴" => "UAH",
            "₩" => "KRW",
            code => code,
        };
        stands_alone(text.original, &bytes).then(|| sum(&amount, code, bytes, Strength::Clear))?
    });
    sums.collect()
}

/// "20 € 50": two digits that end what is said, and how many bytes they take.
fn hundredths_behind(rest: &str) -> Option<(&str, usize)> {
    let spaced = rest.strip_prefix(' ')?;
    let (digits, behind) = spaced.split_at_checked(2)?;
    let ends = behind.is_empty() || behind.starts_with(['.', ',', '!', '?', ';', ')']) && !behind.contains(|c: char| c.is_ascii_digit());
    (ends && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some((digits, 3))
}

/// Nothing that goes on with the digits or letters.
fn stands_alone(original: &str, bytes: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '@' || c == '_';
    let before = original.get(..bytes.start).unwrap_or_default();
    let after = original.get(bytes.end..).unwrap_or_default();
    let goes_on = after.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // "£5-£10" are two sums, "-£10" is none.
    let is_range =
        before.strip_suffix(['-', '−']).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || "€£$".contains(c)));
    let negative = before.ends_with(['-', '−', '+', '/', '.', ',']) && !is_range;
    !before.ends_with(joins) && !negative && !after.starts_with(joins) && !goes_on
}

/// `20 euros and 50 cents`, `venti euro`, `12,50 euro`.
fn worded(text: &Text<'_>, words: &Words, numerals: Option<&Numerals>, local: Option<&'static str>) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let named = words.currencies.iter().filter_map(|(name, code)| Some((*code, text.phrase(at, name)?)));
        let Some((code, past)) = named.max_by_key(|(_, past)| *past) else { continue };
        // "3 pounds of potatoes".
        if text.folded(at).starts_with("pound") && text.folded(past) == "of" {
            continue;
        }
        let Some((start, whole)) = number_before(text, at, numerals) else { continue };
        let (start, whole) = with_point(text, start, &whole, words, numerals).unwrap_or((start, whole));
        let code = meant(code, local);
        let (amount, end) = match cents(text, past, words, numerals) {
            Some((cents, next)) if !whole.contains('.') => (format!("{whole}.{cents:02}"), text.bytes(at..next).end),
            _ => (whole, text.bytes(at..past).end),
        };
        found.extend(sum(&amount, code, start..end, Strength::Clear));
    }
    for at in 0..text.words.len() {
        let small = hundredths(text, at, words, numerals, local).or_else(|| note(text, at, words, numerals, local));
        found.extend(small.filter(|small| !found.iter().any(|sum| sum.overlaps(small))));
    }
    found
}

/// "Dos con cincuenta euros": the number before the hundredths that stand before a currency.
fn with_point(text: &Text<'_>, start: usize, hundredths: &str, words: &Words, numerals: Option<&Numerals>) -> Option<(usize, String)> {
    let first = text.words.partition_point(|word| word.range.end <= start);
    let point = first.checked_sub(1).filter(|point| words.point == ["con"] && text.folded(*point) == "con")?;
    let (start, whole) = number_before(text, point, numerals)?;
    (hundredths.len() == 2 && !whole.contains('.')).then(|| (start, format!("{whole}.{hundredths}")))
}

/// "50 cents", "50p", in the money of the country; without one, nobody knows whose cents they are.
fn hundredths(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>, local: Option<&'static str>) -> Option<Found> {
    let word = text.folded(at);
    let (start, count, name) = match word.find(|c: char| !c.is_ascii_digit()) {
        Some(digits) if digits > 0 => {
            let (count, name) = word.split_at_checked(digits)?;
            (text.words.get(at)?.range.start, count.to_owned(), name)
        }
        // A lone "p" is a page.
        _ if word != "p" && words.cents.contains(&word) => {
            let (start, count) = number_before(text, at, numerals)?;
            (start, count, word)
        }
        _ => return None,
    };
    let count: u32 = count.parse().ok().filter(|_| words.cents.contains(&name))?;
    let code = match (name, local) {
        ("pence" | "penny" | "p", _) => "GBP",
        ("rappen", _) => "CHF",
        (_, Some("GBP" | "CHF")) => "EUR",
        (_, local) => local?,
    };
    sum(&format!("{}.{:02}", count / 100, count % 100), code, start..text.words.get(at)?.range.end, Strength::Clear)
}

/// "A tenner", "two grand".
fn note(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>, local: Option<&'static str>) -> Option<Found> {
    let (name, value) = words.notes.iter().find(|(name, _)| *name == text.folded(at))?;
    // "Two grand pianos".
    if *name == "grand" && !text.ends_before(at + 1) {
        return None;
    }
    let before = at.checked_sub(1)?;
    let has_article = words.articles.contains(&text.folded(before));
    let (start, count) =
        if has_article { (text.words.get(before)?.range.start, "1".to_owned()) } else { number_before(text, at, numerals)? };
    let amount = count.parse::<f64>().ok()? * f64::from(*value);
    sum(&plain(amount), local?, start..text.words.get(at)?.range.end, Strength::Clear)
}

/// The number that ends right before a word: where it begins, and its digits.
fn number_before(text: &Text<'_>, at: usize, numerals: Option<&Numerals>) -> Option<(usize, String)> {
    let last = at.checked_sub(1)?;
    // "20,- Euro".
    if !matches!(text.gap(last).trim(), "" | ",-" | ",--" | ",–" | ",—" | ".-" | ".–") {
        return None;
    }
    if text.folded(last).ends_with(|c: char| c.is_ascii_digit()) {
        let end = text.words.get(last)?.range.end;
        let before = text.original.get(..end)?;
        let start = before
            .rfind(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '\'' | '’'))
            .map_or(0, |place| place + before.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let written = before.get(start..)?;
        let fine = written.starts_with(|c: char| c.is_ascii_digit()) && !before.get(..start)?.ends_with(['-', '−', '+', '/']);
        return amount(written).filter(|_| fine).map(|amount| (start, amount));
    }
    // "2 millones de euros".
    let of =
        last.checked_sub(1).filter(|scale| matches!(text.folded(last), "de" | "di") && number::scale_of(text.folded(*scale)).is_some());
    if of.is_some() {
        return number_before(text, last, numerals);
    }
    // "3 million dollars".
    if let Some(factor) = number::scale_of(text.folded(last))
        && let Some((start, digits)) = number_before(text, last, None)
    {
        return Some((start, plain(digits.parse::<f64>().ok()? * factor)));
    }
    let spelled = numerals?.spelled;
    let start =
        (at.saturating_sub(6)..at).find_map(|from| spelled(text, from).filter(|(_, next)| *next == at).map(|(number, _)| (from, number)));
    start.map(|(from, number)| (text.bytes(from..at).start, plain(number)))
}

/// `and 50 cents`, `e 50`: a number at the end, or with its unit.
fn cents(text: &Text<'_>, at: usize, words: &Words, numerals: Option<&Numerals>) -> Option<(u8, usize)> {
    let from = words.and.split(", ").find_map(|and| text.phrase(at, and)).unwrap_or(at);
    let (number, next) = if let Ok(number) = text.folded(from).parse::<u8>() {
        (number, from + 1)
    } else {
        let (number, next) =
            (numerals?.spelled)(text, from).filter(|(number, _)| number.fract() == 0.0 && (0.0..100.0).contains(number))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and below 100, as just checked")]
        (number as u8, next)
    };
    if number > 99 || at > 0 && !text.gap(at - 1).chars().all(char::is_whitespace) {
        return None;
    }
    if words.cents.contains(&text.folded(next)) {
        return Some((number, next + 1));
    }
    // "12 Euro 50" at the end, too.
    (number >= 10 && text.ends_before(next)).then_some((number, next))
}

/// "Twelve fifty", "20 con 50": two numbers beside each other and nothing else, as units and hundredths.
fn spoken(text: &Text<'_>, numbers: &[Found], words: &Words, currency: &str) -> Option<Found> {
    let [first, second] = numbers else { return None };
    let (SlotValue::Number(units), SlotValue::Number(hundredths)) = (&first.value, &second.value) else { return None };
    let between = text.original.get(first.bytes.end..second.bytes.start)?.trim();
    let in_letters =
        |found: &Found| text.original.get(found.bytes.clone()).is_some_and(|said| !said.contains(|c: char| c.is_ascii_digit()));
    let joined = if between.is_empty() { in_letters(first) && in_letters(second) } else { words.point.contains(&between) };
    let fits = units.fract() == 0.0 && *units > 0.0 && hundredths.fract() == 0.0 && (10.0..100.0).contains(hundredths);
    let bytes = first.bytes.start..second.bytes.end;
    let is_all = text.words.iter().all(|word| bytes.start <= word.range.start && word.range.end <= bytes.end);
    (joined && fits && is_all).then(|| sum(&format!("{units:.0}.{hundredths:.0}"), currency, bytes, Strength::IfAsked))?
}

/// A number alone, in the currency of the country.
fn bare(number: &Found, currency: &str) -> Option<Found> {
    let SlotValue::Number(amount) = number.value else { return None };
    sum(&plain(amount), currency, number.bytes.clone(), Strength::IfAsked)
}

fn sum(amount: &str, currency: &str, bytes: Range<usize>, strength: Strength) -> Option<Found> {
    Some(Found { bytes, value: SlotValue::Money(Money::new(amount, currency).ok()?), strength })
}

fn plain(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number}") }
}

/// Written digits with a decimal point. A mark cannot both group and part the decimals.
fn amount(written: &str) -> Option<String> {
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let mark = written.rfind(['.', ',']).filter(|mark| (1..=2).contains(&written.len().saturating_sub(mark + 1)));
    let Some(mark) = mark else { return Some(digits(written)) };
    let (whole, decimals) = (written.get(..mark)?, written.get(mark + 1..)?);
    (!whole.contains(written.get(mark..=mark)?)).then(|| format!("{}.{decimals}", digits(whole)))
}
