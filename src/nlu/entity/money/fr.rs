//! Money in French.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
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
        ("francs suisses", "CHF"),
        ("dollars canadiens", "CAD"),
        ("dollars australiens", "AUD"),
        // "Livres" alone are books.
        ("livres sterling", "GBP"),
        ("yen", "JPY"),
        ("yens", "JPY"),
    ],
    cents: &["centime", "centimes", "cents", "cts"],
    notes: &[],
    articles: &[],
    point: &[],
    and: "et",
};
