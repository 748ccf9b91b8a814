//! Sums of money: `€20`, `12,50 €`, `20 euros and 50 cents`, `venti euro`; a bare number only as an answer, in the currency of the
//! bot's country.
//!
//! In a sum a mark before one or two last digits is the decimal mark, whatever the language; all others group: nobody has thousandths
//! of a euro.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{Money, SlotValue, Strength};

use super::Found;
use super::number::{self, Numerals};
use super::text::{Text, constant_pattern};

/// How one language says money; its words are folded.
pub(super) struct Words {
    /// Words for currencies, with their codes; a dollar is the one of the bot's country.
    currencies: &'static [(&'static str, &'static str)],
    /// Words for a hundredth.
    cents: &'static [&'static str],
    /// What joins the two; words joined by `, `.
    and: &'static str,
}

pub(super) static ENGLISH: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        ("pound", "GBP"),
        ("pounds", "GBP"),
        ("quid", "GBP"),
        ("dollar", "USD"),
        ("dollars", "USD"),
        ("bucks", "USD"),
        ("francs", "CHF"),
        ("yen", "JPY"),
        ("rupees", "INR"),
    ],
    cents: &["cent", "cents", "pence", "penny", "p"],
    and: "and",
};

pub(super) static GERMAN: Words = Words {
    // "Pfund" is mostly a weight.
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        ("euronen", "EUR"),
        ("tacken", "EUR"),
        ("ocken", "EUR"),
        ("oecken", "EUR"),
        ("dollar", "USD"),
        ("dollars", "USD"),
        ("franken", "CHF"),
        ("stutz", "CHF"),
        ("yen", "JPY"),
        ("zloty", "PLN"),
    ],
    cents: &["cent", "cents", "ct", "rappen"],
    and: "und",
};

pub(super) static ITALIAN: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euri", "EUR"),
        ("sterlina", "GBP"),
        ("sterline", "GBP"),
        ("dollaro", "USD"),
        ("dollari", "USD"),
        ("franchi", "CHF"),
        ("yen", "JPY"),
    ],
    cents: &["centesimo", "centesimi", "cent"],
    and: "e",
};

pub(super) static FRENCH: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        // "Une vingtaine d'euros".
        ("deuros", "EUR"),
        ("balles", "EUR"),
        ("dollar", "USD"),
        ("dollars", "USD"),
        ("franc", "CHF"),
        ("francs", "CHF"),
        // "Livres" alone are books.
        ("livres sterling", "GBP"),
        ("yen", "JPY"),
        ("yens", "JPY"),
    ],
    cents: &["centime", "centimes", "cents", "cts"],
    and: "et",
};

pub(super) static SPANISH: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        ("pavos", "EUR"),
        ("libra", "GBP"),
        ("libras", "GBP"),
        ("dolar", "USD"),
        ("dolares", "USD"),
        ("francos", "CHF"),
        ("yen", "JPY"),
        ("yenes", "JPY"),
    ],
    cents: &["centimo", "centimos", "cent", "cents", "centavos"],
    and: "con, y",
};

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

/// Digits beside a symbol or a code.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d{1,3}(?:[ .,'’\u{a0}\u{202f}]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?";
    let mark =
        r"€|£|\$|¥|₹|₺|₴|₩|(?i:EUR|GBP|USD|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|TRY|UAH|RSD|BRL|MXN|ARS|ZAR|KRW)";
    // "Environ 20" begins with no "RON".
    constant_pattern(&format!("(?:(\\b(?:{mark})|[€£$¥₹₺₴₩])[ \u{a0}\u{202f}]?({number}))|(?:({number})[ \u{a0}\u{202f}]?({mark}))"))
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
        found.extend(numbers.iter().filter_map(|number| bare(number, local?)));
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
        let bytes = captures.get(0)?.range();
        let digits = captures.get(2).or_else(|| captures.get(3))?.as_str();
        let mark = captures.get(1).or_else(|| captures.get(4))?.as_str().to_uppercase();
        let code = match mark.as_str() {
            "€" => "EUR",
            "£" => "GBP",
            "$" => meant("USD", local),
            "¥" => "JPY",
            "₹" => "INR",
            "₺" => "TRY",
            "₴" => "UAH",
            "₩" => "KRW",
            code => code,
        };
        stands_alone(text.original, &bytes).then(|| sum(&amount(digits)?, code, bytes, Strength::Clear))?
    });
    sums.collect()
}

/// Nothing that goes on with the digits or letters.
fn stands_alone(original: &str, bytes: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '@' || c == '_';
    let before = original.get(..bytes.start).unwrap_or_default();
    let after = original.get(bytes.end..).unwrap_or_default();
    let goes_on = after.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let negative = before.ends_with(['-', '−', '+', '/', '.', ',']);
    !before.ends_with(joins) && !negative && !after.starts_with(joins) && !goes_on
}

/// `20 euros and 50 cents`, `venti euro`, `12,50 euro`.
fn worded(text: &Text<'_>, words: &Words, numerals: Option<&Numerals>, local: Option<&'static str>) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let named = words.currencies.iter().filter_map(|(name, code)| Some((*code, text.phrase(at, name)?)));
        let Some((code, past)) = named.max_by_key(|(_, past)| *past) else { continue };
        let Some((start, whole)) = number_before(text, at, numerals) else { continue };
        let code = meant(code, local);
        let (amount, end) = match cents(text, past, words, numerals) {
            Some((cents, next)) if !whole.contains('.') => (format!("{whole}.{cents:02}"), text.bytes(at..next).end),
            _ => (whole, text.bytes(at..past).end),
        };
        found.extend(sum(&amount, code, start..end, Strength::Clear));
    }
    found
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
