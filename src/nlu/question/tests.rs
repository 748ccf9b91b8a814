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
fn french_questions_stand_beside_answers() {
    check_in("fr", "Ada Lovelace, et vous ouvrez à quelle heure ?", "Ada Lovelace | vous ouvrez à quelle heure ?");
    check_in("fr", "deux personnes. c'est combien ?", "deux personnes | c'est combien ?");
    check_in(
        "fr",
        "samedi prochain, est-ce que je peux venir avec mon chien ?",
        "samedi prochain | est-ce que je peux venir avec mon chien ?",
    );
    check_in("fr", "la poterie. je voudrais savoir combien ça coûte", "la poterie | je voudrais savoir combien ça coûte");
    check_in("fr", "trois, et il y a un parking ?", "trois | il y a un parking ?");
    check_in("fr", "Ada Lovelace, combien coûte la poterie", "Ada Lovelace | combien coûte la poterie");
    check_in("fr", "samedi. Puis-je payer sur place ?", "samedi | Puis-je payer sur place ?");
    check_in("fr", "on peut faire samedi ?", "");
    check_in("fr", "Luc Moreau, qui habite à Rennes", "");
    check_in("fr", "samedi ou dimanche", "");
}

#[test]
fn spanish_questions_stand_beside_answers() {
    check_in("es", "Ada Lovelace, ¿a qué hora abren?", "Ada Lovelace | a qué hora abren?");
    check_in("es", "dos personas. ¿cuánto cuesta el menú?", "dos personas | cuánto cuesta el menú?");
    check_in("es", "el sábado, y se puede ir con perro?", "el sábado | se puede ir con perro?");
    check_in("es", "cuatro. quería saber si hay aparcamiento", "cuatro | quería saber si hay aparcamiento");
    check_in("es", "tres, y tienen tronas?", "tres | tienen tronas?");
    check_in("es", "Ada Lovelace, cuánto cuesta el menú", "Ada Lovelace | cuánto cuesta el menú");
    check_in("es", "el sábado. Hay terraza?", "el sábado | Hay terraza?");
    check_in("es", "puede ser el sábado?", "");
    check_in("es", "Rosa Gil, que vive en Madrid", "");
    check_in("es", "el sábado o el domingo", "");
}

#[test]
fn in_other_languages_a_question_is_a_sentence_with_its_mark() {
    check_in("fi", "Ada Lovelace. Voinko pysäköidä siellä?", "Ada Lovelace | Voinko pysäköidä siellä?");
    check_in("fr", "Ada Lovelace, do you pay", "");
}
