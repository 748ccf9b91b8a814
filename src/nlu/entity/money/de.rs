//! Money in German.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
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
        ("pfund sterling", "GBP"),
        ("yen", "JPY"),
        ("zloty", "PLN"),
    ],
    cents: &["cent", "cents", "ct", "rappen"],
    notes: &[
        ("zehner", 10),
        ("zwanziger", 20),
        ("funfziger", 50),
        ("fuenfziger", 50),
        ("fuffi", 50),
        ("hunderter", 100),
        ("hunni", 100),
        ("tausender", 1000),
    ],
    articles: &["ein", "einen", "einem", "nen", "n"],
    point: &[],
    and: "und",
};
