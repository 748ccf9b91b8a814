//! The names of intents as sentences: `card_arrival` says what its examples are about, in two words more to learn from.

use std::collections::BTreeSet;

use super::classifier::Row;

/// One row for each intent whose name has words: its words, in small letters, as a sentence of it. `skipped` are labels that name nothing
/// that people would say.
pub fn name_rows(rows: &[Row], skipped: &[&str]) -> Vec<Row> {
    let labels: BTreeSet<&str> = rows.iter().map(|row| row.intent.as_str()).filter(|label| !skipped.contains(label)).collect();
    labels.into_iter().filter_map(|label| Some(Row { text: words(label)?, intent: label.to_owned() })).collect()
}

/// `card_arrival`, `card-arrival`, `CardArrival` and `faq/card_arrival` are all "card arrival".
fn words(label: &str) -> Option<String> {
    let name = label.rsplit('/').next().unwrap_or(label);
    let mut text = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        let starts_word = letter.is_uppercase() && after_small;
        if starts_word || !letter.is_alphanumeric() {
            text.push(' ');
        }
        text.extend(letter.is_alphanumeric().then_some(letter).into_iter().flat_map(char::to_lowercase));
        after_small = letter.is_lowercase();
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().any(char::is_alphabetic).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_word_by_word_however_it_is_written() {
        for (label, expected) in [
            ("card_arrival", Some("card arrival")),
            ("faq/opening-hours", Some("opening hours")),
            ("AddToPlaylist", Some("add to playlist")),
            ("GDPR_request", Some("gdpr request")),
            ("reverted_card_payment?", Some("reverted card payment")),
            ("Öffnungszeiten", Some("öffnungszeiten")),
            ("4711", None),
            ("", None),
        ] {
            assert_eq!(words(label).as_deref(), expected);
        }
    }

    #[test]
    fn each_intent_has_one_row_but_those_that_name_nothing() {
        let row = |intent: &str| Row { text: "x".into(), intent: intent.into() };
        let rows = name_rows(&[row("b_c"), row("a"), row("a"), row("oos"), row("1")], &["oos"]);
        let found: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.intent.as_str())).collect();
        assert_eq!(found, [("a", "a"), ("b c", "b_c")]);
    }
}
