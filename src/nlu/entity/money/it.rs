//! Money in Italian.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euri", "EUR"),
        ("sterlina", "GBP"),
        ("sterline", "GBP"),
        ("dollaro", "USD"),
        ("dollari", "USD"),
        ("dollari canadesi", "CAD"),
        ("dollari australiani", "AUD"),
        ("franchi", "CHF"),
        ("franchi svizzeri", "CHF"),
        ("yen", "JPY"),
    ],
    cents: &["centesimo", "centesimi", "cent"],
    notes: &[],
    articles: &[],
    point: &["e"],
    and: "e",
};
