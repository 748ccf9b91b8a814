use super::*;

/// Rows as (intent, text, direction of the vector in degrees); the direction is what the sentence is about.
fn rows(examples: &[(&str, &str, f32)]) -> (Vec<Row>, Vec<TextVectors>) {
    let row = |(intent, text, _): &(&str, &str, f32)| Row { text: (*text).to_owned(), intent: (*intent).to_owned() };
    let vector =
        |(_, _, degrees): &(&str, &str, f32)| TextVectors::everywhere(vec![degrees.to_radians().cos(), degrees.to_radians().sin()]);
    (examples.iter().map(row).collect(), examples.iter().map(vector).collect())
}

fn kind(class: &str) -> Kind {
    match class {
        "help" => Kind::BuiltIn,
        "off_topic" => Kind::OffTopic,
        class if class.starts_with("faq/") => Kind::Faq,
        _ => Kind::Own,
    }
}

fn held(row: usize, said: &str, confidence: f64, own: f64) -> HeldOut {
    HeldOut { row, said: said.to_owned(), confidence, own }
}

fn sentence(class: &str, text: &str) -> Sentence {
    Sentence { class: class.to_owned(), text: text.to_owned() }
}

fn check(examples: &[(&str, &str, f32)], held_out: &[HeldOut], expected: &[Advice]) {
    let (rows, vectors) = rows(examples);
    let review = Review::of(&rows, &vectors, held_out, &kind);
    let advice: Vec<Advice> = review.advice.into_iter().filter(|advice| !matches!(advice, Advice::Few { .. })).collect();
    assert_eq!(advice, expected);
}

#[test]
fn intents_that_are_taken_for_each_other_are_told_with_the_surest_example_and_what_it_is_like() {
    let examples = [("book", "b0", 0.0), ("book", "b1", 50.0), ("cancel", "c0", 100.0), ("cancel", "c1", 150.0), ("help", "h", 230.0)];
    let confused = Advice::Confused { rows: 2, example: sentence("book", "b1"), like: sentence("cancel", "c0") };
    check(&examples, &[held(1, "cancel", 0.7, 0.2), held(2, "book", 0.5, 0.4), held(0, "book", 0.9, 0.9)], &[confused]);
    // Of a built-in intent and the bot's own, the example that the designer can change is told.
    let built_in = Advice::Confused { rows: 2, example: sentence("cancel", "c1"), like: sentence("help", "h") };
    check(&examples, &[held(4, "cancel", 0.9, 0.1), held(3, "help", 0.5, 0.4)], &[built_in]);
    // One slip is no mix-up, and two built-in intents or what is off topic are not the designer's to mend.
    check(&examples, &[held(1, "cancel", 0.5, 0.4)], &[]);
    check(&examples, &[held(1, "off_topic", 0.5, 0.4), held(0, "off_topic", 0.5, 0.4)], &[]);
    check(&examples, &[held(4, "off_topic", 0.5, 0.4), held(4, "off_topic", 0.5, 0.4)], &[]);
}

#[test]
fn examples_of_two_intents_that_say_nearly_the_same_are_told_once() {
    let examples = [("faq/hours", "f", 10.0), ("book", "b0", 0.0), ("book", "b1", 5.0), ("help", "h0", 90.0), ("help", "h1", 91.0)];
    let near = |text: &str| Advice::Near { example: sentence("book", text), like: sentence("faq/hours", "f") };
    check(&examples, &[], &[near("b1"), near("b0")]);
    check(&[("off_topic", "o", 0.0), ("book", "b", 1.0)], &[], &[]);
    // Intents that are mixed up are listed already.
    let confused = Advice::Confused { rows: 2, example: sentence("book", "b1"), like: sentence("faq/hours", "f") };
    check(&examples, &[held(1, "faq/hours", 0.5, 0.4), held(2, "faq/hours", 0.6, 0.3)], &[confused]);
}

#[test]
fn an_example_that_everything_speaks_against_is_out_of_place() {
    let examples = [("book", "b0", 0.0), ("book", "b1", 120.0), ("cancel", "c0", 155.0), ("cancel", "c1", 230.0)];
    let moved = Advice::OutOfPlace { example: sentence("book", "b1"), taken_for: "cancel".into(), like: Some(sentence("cancel", "c0")) };
    check(&examples, &[held(1, "cancel", 0.9, 0.02)], &[moved]);
    check(&examples, &[held(1, "cancel", 0.9, 0.2), held(0, "cancel", 0.55, 0.01)][..1], &[]);
    let alone = Advice::OutOfPlace { example: sentence("book", "b1"), taken_for: "off_topic".into(), like: None };
    check(&examples, &[held(1, "off_topic", 0.9, 0.02)], &[alone]);
}

#[test]
fn intents_of_few_examples_and_those_that_are_mostly_missed_need_more() {
    let mut examples: Vec<(&str, &str, f32)> = vec![("few", "f", 0.0), ("help", "h", 50.0)];
    examples.extend([("missed", "m", 100.0); 8]);
    examples.extend([("fine", "x", 200.0); 8]);
    let (rows, vectors) = rows(&examples);
    let held_out: Vec<HeldOut> = (2..18).map(|row| held(row, if row < 5 { "missed" } else { "fine" }, 0.5, 0.3)).collect();
    let review = Review::of(&rows, &vectors, &held_out, &kind);
    let few: Vec<&Advice> = review.advice.iter().filter(|advice| matches!(advice, Advice::Few { .. })).collect();
    let of = |intent: &str, examples, understood| Advice::Few { intent: intent.to_owned(), examples, understood };
    assert_eq!(few, [&of("few", 1, 0), &of("missed", 8, 3)]);
}

#[test]
fn what_is_no_intent_is_right_when_it_is_taken_for_none() {
    let examples = [("book", "b", 0.0), ("faq/a", "f", 90.0), ("off_topic", "o", 180.0), ("help", "h", 270.0)];
    let (rows, vectors) = rows(&examples);
    let held_out = [held(0, "book", 0.9, 0.9), held(1, "off_topic", 0.9, 0.1), held(2, "help", 0.9, 0.1), held(3, "book", 0.9, 0.1)];
    let review = Review::of(&rows, &vectors, &held_out, &kind);
    let tally = |rows, right| Tally { rows, right };
    assert_eq!((review.own, review.faq, review.off_topic, review.built_in), (tally(1, 1), tally(1, 1), tally(1, 0), tally(1, 0)));
}

#[test]
fn a_review_is_kept_beside_its_model_and_a_damaged_one_is_none() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Review::load(dir.path()).is_none());
    let (rows, vectors) = rows(&[("book", "b", 0.0), ("faq/a", "f", 1.0)]);
    let review = Review::of(&rows, &vectors, &[], &kind);
    review.save(dir.path()).unwrap();
    assert_eq!(Review::load(dir.path()), Some(review));
    std::fs::write(dir.path().join(FILE), "{").unwrap();
    assert!(Review::load(dir.path()).is_none());
}

#[test]
fn nothing_to_review_gives_no_advice() {
    assert!(Review::of(&[], &[], &[], &kind).advice.is_empty());
    check(&[("a", "x", 0.0)], &[held(7, "b", 1.0, 0.0)], &[]);
}
