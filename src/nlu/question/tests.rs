//! What is taken for a question beside something else.

use super::splits;
use crate::domain::Language;

/// The first way to split, as `rest | question`; nothing where the utterance is one thing.
fn check(text: &str, expected: &str) {
    check_in("en", text, expected);
}

fn check_in(language: &str, text: &str, expected: &str) {
    let first = splits(text, &Language::new(language).unwrap()).into_iter().next();
    assert_eq!(first.map_or(String::new(), |split| format!("{} | {}", split.rest, split.question)), expected, "{text}");
}

#[test]
fn a_question_behind_an_answer_is_found() {
    check("my mail is a@b.example, and do you pay overtime?", "my mail is a@b.example | do you pay overtime?");
    check("my mail is a@b.example and do you pay overtime", "my mail is a@b.example | do you pay overtime");
    check("Lena Berg, do I get a uniform?", "Lena Berg | do I get a uniform?");
    check("next Monday - also, how much do you pay?", "next Monday | how much do you pay?");
    check("yes. by the way, is there parking", "yes | is there parking");
    check("ok, 3.5, but what's the price?", "ok, 3.5 | what's the price?");
    check("a cook. tell me about overtime", "a cook | tell me about overtime");
}

#[test]
fn a_question_before_an_answer_is_found() {
    check("do you pay overtime? my mail is a@b.example", "my mail is a@b.example | do you pay overtime?");
}

#[test]
fn a_request_may_stand_before_a_question() {
    check("could you make it 18 January, and is there parking?", "could you make it 18 January | is there parking?");
}

#[test]
fn one_thing_is_not_split() {
    for text in [
        "",
        "?",
        "do you pay overtime?",
        "could you make it 18 January?",
        "Ada Lovelace",
        "a@b.example",
        "and what",
        "hm, why",
        "by the way, is there parking?",
        "ok and is there parking?",
    ] {
        check(text, "");
    }
}

#[test]
fn in_italian_what_looks_like_a_statement_asks_by_its_mark() {
    check_in("it", "Ada Lovelace. Posso parcheggiare da voi?", "Ada Lovelace | Posso parcheggiare da voi?");
    check_in("it", "Ada Lovelace, e quanto si guadagna", "Ada Lovelace | quanto si guadagna");
    check_in("it", "Ada Lovelace e c'è il parcheggio?", "Ada Lovelace | c'è il parcheggio?");
    check_in("it", "lunedì prossimo, posso parcheggiare da voi?", "lunedì prossimo | posso parcheggiare da voi?");
    check_in("it", "lunedì prossimo, posso iniziare anche prima", "");
    check_in("it", "un cuoco. vorrei sapere quanto pagate", "un cuoco | vorrei sapere quanto pagate");
    check_in("it", "posso iniziare lunedì?", "");
    check_in("it", "la mia mail è a@b.example, e gli straordinari li pagate?", "la mia mail è a@b.example | gli straordinari li pagate?");
    check_in("it", "la mia mail è a@b.example, e gli straordinari li pagate", "");
}

#[test]
fn in_german_the_verb_or_the_mark_asks() {
    check_in("de", "Lena Fischer, und wozu brauchen Sie meine Nummer?", "Lena Fischer | wozu brauchen Sie meine Nummer?");
    check_in("de", "nächsten Montag, gibt es Parkplätze?", "nächsten Montag | gibt es Parkplätze?");
    check_in("de", "Ada Lovelace. Bekomme ich ein Leihrad?", "Ada Lovelace | Bekomme ich ein Leihrad?");
    check_in("de", "a@b.example und wie lange dauert das", "a@b.example | wie lange dauert das");
    check_in("de", "ein Platten. ich wollte fragen was das kostet", "ein Platten | ich wollte fragen was das kostet");
    check_in("de", "haben Sie sonntags auf? meine Mail ist a@b.example", "meine Mail ist a@b.example | haben Sie sonntags auf?");
    check_in("de", "um halb drei - übrigens, was kostet das?", "um halb drei | was kostet das?");
    check_in("de", "ja passt, aber nehmt ihr auch Karte?", "ja passt | nehmt ihr auch Karte?");
    for text in [
        "kann ich am Montag kommen?",
        "ja, aber erst nächste Woche",
        "Ada Lovelace und Karl",
        "hm, warum",
        "ich habe ein Rennrad, brauche eine neue Kette",
    ] {
        check_in("de", text, "");
    }
}

#[test]
fn in_other_languages_a_question_is_a_sentence_with_its_mark() {
    check_in("fr", "Ada Lovelace. Je peux me garer chez vous ?", "Ada Lovelace | Je peux me garer chez vous ?");
    check_in("fr", "Ada Lovelace, do you pay", "");
}
