use super::*;
use crate::diagnostics::{Findings, Source};
use crate::domain::Language;

fn languages() -> Vec<Language> {
    ["en", "it"].map(|code| Language::new(code).unwrap()).to_vec()
}

fn load(yaml: &str) -> (FaqSet, Vec<String>) {
    let mut findings = Findings::default();
    let mut set = FaqSet::default();
    let node = crate::yaml::parse(&Source::new("faq/all.yaml", yaml), &mut findings).unwrap();
    set.add(&node, &languages(), &mut findings);
    let shown = findings.into_sorted().into_iter().map(|found| {
        let place = |label: &crate::diagnostics::Label| {
            let (line, column) = label.span.line_and_column();
            format!("{line}:{column}")
        };
        let places: Vec<String> = found.labels.iter().map(place).collect();
        format!("{} {}: {} ({})", found.code, places.join(" "), found.message, found.help.unwrap_or_default())
    });
    (set, shown.collect())
}

const SHOP: &str = "
- {id: hours, questions: {en: [when are you open, opening times], it: [orari di apertura]}, answer: faq.hours}
- {id: parking, questions: {en: [is there a car park, where can I park], it: [dove parcheggio]}, answer: faq.parking, tags: [shop]}
- {id: x900, questions: {en: [does the X900 fit], it: [la X900 va bene]}, answer: faq.x900}
";

/// One axis a topic, tilted a little for each further way to ask.
fn vector(topic: usize, tilt: f32) -> Vec<f32> {
    let mut vector = vec![0.0; 4];
    vector[topic] = (1.0 - tilt * tilt).sqrt();
    vector[3] = tilt;
    vector
}

fn index() -> FaqIndex {
    let (set, findings) = load(SHOP);
    assert_eq!(findings, Vec::<String>::new());
    let english = Language::new("en").unwrap();
    assert_eq!(FaqIndex::texts(&set, &english).len(), 5);
    let vectors = [vector(0, 0.0), vector(0, 0.3), vector(1, 0.0), vector(1, 0.3), vector(2, 0.0)];
    FaqIndex::build(&set, &english, &vectors).unwrap()
}

#[test]
fn the_closest_entry_comes_first_with_its_question_and_a_high_confidence() {
    let ranked = index().search("what are your opening hours", &vector(0, 0.2), 2).unwrap();
    assert_eq!(ranked.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["hours", "parking"]);
    assert_eq!(ranked[0].answer.as_str(), "faq.hours");
    assert!(ranked[0].confidence > 0.9 && ranked[1].confidence < 0.1);
}

#[test]
fn a_rare_word_decides_between_entries_of_equal_meaning() {
    let between = [0.577, 0.577, 0.577, 0.0];
    assert_eq!(index().search("X900?", &between, 1).unwrap()[0].id, "x900");
    assert_eq!(index().search("parked cars", &between, 1).unwrap()[0].id, "parking");
}

#[test]
fn a_rare_code_decides_also_when_the_vectors_disagree() {
    let index = index();
    // The vectors say parking, clearly.
    let parking = [0.2, 0.75, 0.35, 0.52];
    for text in ["X900", "what about the x900?", "Is the X900 in stock?"] {
        assert_eq!(index.search(text, &parking, 1).unwrap()[0].id, "x900", "{text}");
    }
    assert_eq!(index.answer("X900?", &parking).unwrap().unwrap().id, "x900");
    // Among many other words it is circumstance, and a code that no question has says nothing.
    for text in ["Where may I park near your shop while somebody unloads the X900 for customers", "X901", "900 parking 900"] {
        assert_eq!(index.search(text, &parking, 1).unwrap()[0].id, "parking", "{text}");
    }
}

#[test]
fn a_hit_is_explained_by_the_words_that_it_shares() {
    let index = index();
    assert_eq!(index.shared_words("does the X900 fit", "will an x900 be fitting?"), ["X900", "fit"]);
    assert_eq!(index.shared_words("when are you open", "the of and"), Vec::<&str>::new());
}

#[test]
fn entries_are_ranked_by_each_score_alone() {
    let index = index();
    let ranked = |ranking| index.ranked_by(ranking, "where can I park the X900", &vector(0, 0.1)).unwrap();
    assert_eq!(ranked(Ranking::Words), ["parking", "x900"]);
    assert_eq!(ranked(Ranking::Vectors)[0], "hours");
    assert_eq!(ranked(Ranking::Fused).len(), 3);
}

#[test]
fn words_are_stemmed_in_each_language() {
    // Stop words go, forms of a word meet: a question finds its entry by another form of its only rare word.
    for (code, question, text) in [
        ("en", "how are parcels delivered", "the delivery of a parcel"),
        ("it", "come vengono spedite le fatture", "la fattura"),
        ("fr", "comment sont envoyées les commandes", "ma commande"),
        ("de", "wie werden die Rechnungen verschickt", "meine Rechnung"),
        ("es", "cómo se envían las facturas", "la factura"),
    ] {
        let language = Language::new(code).unwrap();
        let mut findings = Findings::default();
        let mut set = FaqSet::default();
        let yaml = format!("- {{id: a, questions: [{question}], answer: faq.a}}\n- {{id: b, questions: [zzz], answer: faq.b}}");
        let node = crate::yaml::parse(&Source::new("faq/all.yaml", yaml), &mut findings).unwrap();
        set.add(&node, std::slice::from_ref(&language), &mut findings);
        let index = FaqIndex::build(&set, &language, &[vector(0, 0.0), vector(1, 0.0)]).unwrap();
        assert_eq!(index.ranked_by(Ranking::Words, text, &vector(2, 0.0)).unwrap(), ["a"], "{code}");
    }
}

#[test]
fn what_no_entry_answers_gets_no_answer() {
    assert_eq!(index().answer("tell me a joke", &[0.1, 0.1, 0.1, 0.98]).unwrap(), None);
    let hit = index().answer("when are you open", &vector(0, 0.0)).unwrap().unwrap();
    assert_eq!((hit.id.as_str(), hit.answer.as_str()), ("hours", "faq.hours"));
}

#[test]
fn a_bot_without_questions_answers_nothing() {
    let empty = FaqIndex::build(&FaqSet::default(), &Language::new("en").unwrap(), &[]).unwrap();
    assert_eq!(empty.search("hello", &[1.0, 0.0], 3).unwrap(), []);
    assert_eq!(empty.answer("", &[]).unwrap(), None);
}

#[test]
fn strange_texts_are_searched_without_failing() {
    for text in ["", "???", "the of and", "AND OR NOT (", "\u{0}\u{202e}", &"parking ".repeat(500)] {
        assert!(index().search(text, &vector(1, 0.0), 9).is_ok(), "{text:?}");
    }
}

#[test]
fn vectors_that_do_not_fit_are_an_error() {
    let (set, _) = load(SHOP);
    let english = Language::new("en").unwrap();
    let error = |vectors: &[Vec<f32>]| FaqIndex::build(&set, &english, vectors).err().unwrap().to_string();
    assert_eq!(error(&[vector(0, 0.0)]), "1 vectors for 5 questions and answers");
    let mut vectors = vec![vector(0, 0.0); 5];
    vectors[4] = vec![1.0];
    assert_eq!(error(&vectors), "a vector of 1 dimensions where 4 were expected");
    assert!(matches!(index().search("x", &[1.0], 1), Err(FaqError::Dimensions { expected: 4, found: 1 })));
}

#[test]
fn every_mistake_is_a_finding() {
    let good = "questions: {en: [a b], it: [c]}, answer: faq.a";
    let cases = [
        (
            "- {id: a, question: [x], answer: faq.a}".to_owned(),
            vec!["unknown-key 1:11: unknown key `question` in an FAQ entry (did you mean `questions`?)"],
        ),
        (
            format!("- {{id: A b, {good}}}"),
            vec![
                "invalid-name 1:8: `A b` is not a name: names start with a letter a–z and hold a–z, 0–9 and _ (found 'A') (use a name such as `opening_hours`)",
            ],
        ),
        (
            format!("- {{id: a, {good}}}\n- {{id: a, questions: {{en: [x], it: [y]}}, answer: faq.a}}"),
            vec!["duplicate-name 2:8 1:8: the FAQ entry `a` stands twice (merge the two, or rename one)"],
        ),
        (
            format!("- {{id: a, {good}}}\n- {{id: b, questions: {{en: ['A, b?'], it: [y]}}, answer: faq.a}}"),
            vec!["duplicate-question 2:28 1:28: `A, b?` is asked by both `a` and `b` (keep it under the entry that answers it)"],
        ),
        (
            "- {id: a, questions: {en: [x, X], it: [y]}, answer: faq.a}".to_owned(),
            vec!["duplicate-question 1:31 1:28: `a` asks `X` twice (remove one of them)"],
        ),
        (
            "- {id: a, questions: {en: [], it: ['?']}, answer: We are open.}".to_owned(),
            vec![
                "empty-list 1:27: an FAQ entry needs at least one question (write how people ask for it)",
                "empty-question 1:36: this question has no words (write how people ask for it)",
                "invalid-message-key 1:51: the answer is not a message key (put the text in `messages/<lang>.yaml`, and its key, such as `faq.opening_hours`, here)",
            ],
        ),
        (
            "- {id: a, questions: [x], answer: faq.a}".to_owned(),
            vec!["missing-language 1:8: the FAQ entry `a` has no questions in `it` (add `it: […]` under `questions`)"],
        ),
        (
            "- {id: a, questions: {en: [x], it: [y], fr: [z]}, answer: faq.a}".to_owned(),
            vec!["unknown-language 1:41: `fr` is not a language of this bot (known here: `en`, `it`)"],
        ),
        ("a: 1".to_owned(), vec!["wrong-type 1:1: expected a list, found a mapping (write a list here)"]),
    ];
    for (yaml, expected) in cases {
        assert_eq!(load(&yaml).1, expected, "{yaml}");
    }
}

/// Six entries of four questions each, which are a little like each other; the answer of each topic lies on the axis that `of` names.
fn answering(of: impl Fn(usize) -> usize) -> FaqIndex {
    let entry = |topic: usize| {
        let questions =
            ["how", "what", "when", "where"].map(|word| format!("{word} {}", ["pim", "pam", "pom", "bim", "bam", "bom"][topic]));
        format!("- {{id: t{topic}, questions: [{}], answer: faq.a}}\n", questions.join(", "))
    };
    let (mut set, _) = load(&(0..6).map(entry).collect::<String>());
    let english = Language::new("en").unwrap();
    set.entries.iter_mut().for_each(|entry| drop(entry.answer_texts.insert(english.clone(), "answer".to_owned())));
    // A part that all share, one of the topic, and one of the question's own.
    let question = |number: usize| along(&[(SHARED, 0.3), (number / 4, 0.4), (OWN + number, 0.866)]);
    let vectors: Vec<Vec<f32>> = (0..24).map(question).chain((0..6).map(|topic| along(&[(of(topic), 1.0)]))).collect();
    FaqIndex::build(&set, &english, &vectors).unwrap()
}

const SHARED: usize = 6;
const ELSEWHERE: usize = 7;
const OWN: usize = 13;

/// A vector along some axes.
fn along(parts: &[(usize, f32)]) -> Vec<f32> {
    let part = |axis| parts.iter().find(|(at, _)| *at == axis).map_or(0.0, |(_, x)| *x);
    (0..OWN + 24).map(part).collect()
}

#[test]
fn answers_count_as_much_as_the_questions_show_that_they_help() {
    let share = |of: fn(usize) -> usize| answering(of).answer_weight().unwrap();
    let (right, unrelated, wrong) = (share(|topic| topic), share(|topic| ELSEWHERE + topic), share(|topic| (topic + 1) % 6));
    assert!(right > unrelated && unrelated > wrong, "{right} {unrelated} {wrong}");
    assert!(right > 0.3 && wrong < 0.3, "without questions that tell it is 0.3");
    assert_eq!(index().answer_weight(), None);
}

#[test]
fn what_no_question_speaks_of_is_found_by_the_answer() {
    let index = answering(|topic| ELSEWHERE + topic);
    for topic in 0..6 {
        let asked = along(&[(SHARED, 0.44), (ELSEWHERE + topic, 0.9)]);
        let found = index.search("hm", &asked, 2).unwrap();
        assert_eq!(found[0].id, format!("t{topic}"));
        assert!(found[0].answer_cosine.is_some_and(|cosine| (cosine - 0.9).abs() < 1e-6));
        assert!((found[0].cosine - found[1].cosine).abs() < 1e-6 && found[0].score > found[1].score + 0.1);
    }
}

#[test]
fn an_answer_that_says_nothing_of_what_was_asked_is_no_reason_against_its_entry() {
    let asked = along(&[(SHARED, 0.3), (2, 0.4), (OWN + 8, 0.866)]);
    let score = |of: fn(usize) -> usize| answering(of).search("hm", &asked, 1).unwrap()[0].score;
    assert!((score(|topic| ELSEWHERE + topic) - 0.95).abs() < 1e-2, "the cosine of 1 at the share of 0.95 that words leave");
}

#[test]
fn an_answer_in_a_language_that_the_entry_is_not_asked_in_is_not_indexed() {
    let (mut set, _) = load("- {id: a, questions: {en: [one]}, answer: faq.a}");
    let [english, italian] = ["en", "it"].map(|code| Language::new(code).unwrap());
    set.entries[0].answer_texts = [(english.clone(), "yes".to_owned()), (italian.clone(), "sì".to_owned())].into();
    assert_eq!(FaqIndex::texts(&set, &english), ["one", "yes"]);
    assert_eq!(FaqIndex::texts(&set, &italian), Vec::<String>::new());
}
