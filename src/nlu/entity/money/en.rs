//! Money in English.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        ("pound", "GBP"),
        ("pounds", "GBP"),
        ("quid", "GBP"),
        ("dollar", "USD"),
        ("dollars", "USD"),
        ("canadian dollars", "CAD"),
        ("australian dollars", "AUD"),
        ("bucks", "USD"),
        ("francs", "CHF"),
        ("swiss francs", "CHF"),
        ("yen", "JPY"),
        ("rupees", "INR"),
    ],
    cents: &["cent", "cents", "pence", "penny", "p"],
    notes: &[("fiver", 5), ("fivers", 5), ("tenner", 10), ("tenners", 10), ("grand", 1000)],
    articles: &["a", "one"],
    point: &[],
    and: "and",
};
