//! Money in Spanish.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    currencies: &[
        ("euro", "EUR"),
        ("euros", "EUR"),
        ("pavos", "EUR"),
        ("libra", "GBP"),
        ("libras", "GBP"),
        ("dolar", "USD"),
        ("dolares", "USD"),
        ("dolares canadienses", "CAD"),
        ("dolares australianos", "AUD"),
        ("francos", "CHF"),
        ("francos suizos", "CHF"),
        ("yen", "JPY"),
        ("yenes", "JPY"),
    ],
    cents: &["centimo", "centimos", "cent", "cents", "centavos"],
    notes: &[],
    articles: &[],
    point: &["con"],
    and: "con, y",
};
