use super::*;
use crate::nlu::random::SplitMix;

/// Sentences of three intents, with vectors that point roughly where their intent does.
fn examples(per_intent: usize) -> (Vec<Row>, Vec<TextVectors>) {
    let words = [
        ("card", ["lost my card", "card is gone", "where is the card"]),
        ("rate", ["exchange rate", "what is the rate", "rate today"]),
        ("top_up", ["top up", "add money", "top up my account"]),
    ];
    let (mut rows, mut vectors) = (Vec::new(), Vec::new());
    for (class, (intent, texts)) in words.iter().enumerate() {
        for number in 0..per_intent {
            let text = format!("{} {number}", texts[number % texts.len()]);
            rows.push(Row { text, intent: (*intent).to_owned() });
            vectors.push(vector(class, rows.len() as u64));
        }
    }
    (rows, vectors)
}

fn vector(class: usize, seed: u64) -> TextVectors {
    let mut random = SplitMix::new(seed);
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let mut vector: Vec<f32> = (0..8).map(|_| random.below(1000) as f32 / 2500.0 - 0.2).collect();
    vector[class] += 1.0;
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    TextVectors::everywhere(vector.iter().map(|x| x / length).collect())
}

fn train(rows: &[Row], vectors: &[TextVectors]) -> (IntentModel, TrainReport) {
    IntentModel::train(Examples::unnamed(rows, vectors), &TrainSettings::default(), &|_| {}).unwrap()
}

#[test]
fn unseen_sentences_find_their_intent_with_probabilities_that_add_up_to_one() {
    let (rows, vectors) = examples(20);
    let (model, report) = train(&rows, &vectors);
    for class in 0..3 {
        let said = model.classify("something else", &vector(class, 900 + class as u64));
        assert_eq!(said.verdict, Verdict::Intent(["card", "rate", "top_up"][class].to_owned()));
        assert!((said.ranked.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(said.ranked.is_sorted_by(|a, b| a.1 >= b.1));
    }
    assert!(report.held_out_accuracy.unwrap() > 0.95);
    assert_eq!((report.held_out_rows, report.intents), (60, 3));
}

#[test]
fn an_example_is_answered_without_a_vector() {
    let (rows, vectors) = examples(4);
    let (model, _) = train(&rows, &vectors);
    let said = model.early("Exchange RATE 0!").unwrap();
    assert_eq!((said.verdict, said.stage), (Verdict::Intent("rate".to_owned()), Stage::Exact));
    assert_eq!((said.ranked.len(), said.ranked[0].clone()), (3, ("rate".to_owned(), 1.0)));
    assert!(model.early("exchange rates 0").is_none());
}

#[test]
fn what_is_far_from_all_examples_is_out_of_scope() {
    let (rows, vectors) = examples(20);
    let (model, _) = train(&rows, &vectors);
    let far = TextVectors::everywhere(vec![-0.577, -0.577, -0.577, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(model.classify("quantum chromodynamics", &far).verdict, Verdict::OutOfScope);
}

#[test]
fn rows_of_no_intent_shape_the_threshold_and_are_no_class() {
    let (mut rows, mut vectors) = examples(20);
    for number in 0..10 {
        rows.push(Row { text: format!("weather {number}"), intent: "oos".to_owned() });
        vectors.push(vector(5, 500 + number));
    }
    let (model, report) = train(&rows, &vectors);
    assert_eq!((report.out_of_scope_rows, model.intents().len()), (10, 3));
    assert_eq!(model.early("weather 3").unwrap().verdict, Verdict::OutOfScope);
    assert_eq!(model.classify("storm", &vector(5, 999)).verdict, Verdict::OutOfScope);
}

#[test]
fn two_intents_that_share_their_vectors_are_offered_both() {
    let (mut rows, mut vectors) = examples(20);
    for number in 0..20 {
        rows.push(Row { text: format!("zz {number}"), intent: "rate_b".to_owned() });
        vectors.push(vectors[20 + number].clone());
    }
    let settings = TrainSettings { offer_share: 0.4, ..TrainSettings::default() };
    let (model, _) = IntentModel::train(Examples::unnamed(&rows, &vectors), &settings, &|_| {}).unwrap();
    let said = model.classify("hm", &vector(1, 77));
    let Verdict::Ambiguous(first, second) = said.verdict else { panic!("{said:?}") };
    assert!([&first, &second].iter().all(|name| name.starts_with("rate")));
}

#[test]
fn tiny_and_odd_sets_can_be_learnt() {
    let row = |text: &str, intent: &str| Row { text: text.to_owned(), intent: intent.to_owned() };
    let check = |rows: &[Row], expected: &str| {
        let vectors: Vec<TextVectors> =
            rows.iter().enumerate().map(|(at, row)| vector(usize::from(row.intent == "b"), at as u64)).collect();
        let (model, _) = train(rows, &vectors);
        let said = model.classify("something unseen", &vectors[0]);
        assert_eq!(said.ranked[0].0, expected);
        assert!(said.ranked.iter().all(|(_, p)| p.is_finite()) && said.score.is_finite());
        assert_ne!(said.verdict, Verdict::OutOfScope);
    };
    check(&[row("hi", "a")], "a");
    check(&[row("hi", "a"), row("hello", "a"), row("hey", "a")], "a");
    check(&[row("hi", "a"), row("bye", "b")], "a");
    check(&[row("hi", "a"), row("hello", "a"), row("bye", "b")], "a");
    check(&[row("hi", "a"), row("hi", "a"), row("hi", "a"), row("bye", "b"), row("bye", "b")], "a");
    check(&[row("", "a"), row("?", "b"), row("", "a")], "a");
}

#[test]
fn broken_input_is_refused() {
    let (rows, mut vectors) = examples(2);
    let train = |rows: &[Row], vectors: &[TextVectors]| {
        IntentModel::train(Examples::unnamed(rows, vectors), &TrainSettings::default(), &|_| {}).err().unwrap()
    };
    assert_eq!(train(&[], &[]), TrainError::NoRows);
    assert_eq!(train(&rows, &vectors[..3]), TrainError::Unpaired { rows: 6, vectors: 3 });
    let only_outside = [Row { text: "x".to_owned(), intent: "oos".to_owned() }];
    assert_eq!(train(&only_outside, &vectors[..1]), TrainError::NoRows);
    vectors[4].last.pop();
    assert_eq!(train(&rows, &vectors), TrainError::Vector { row: 4, found: 7, expected: 8 });
    vectors[4].last.push(f32::NAN);
    assert_eq!(train(&rows, &vectors), TrainError::Vector { row: 4, found: 8, expected: 8 });
}

#[test]
fn settings_may_be_chosen_on_rows_apart() {
    let ((rows, vectors), (other_rows, _)) = (examples(12), examples(6));
    let other_vectors: Vec<TextVectors> = (0..18).map(|row| vector(row / 6, 300 + row as u64)).collect();
    let validation = Examples::unnamed(&other_rows, &other_vectors);
    let examples = Examples::unnamed(&rows, &vectors);
    let (_, report) = IntentModel::train_with(examples, Some(validation), &TrainSettings::default(), &|_| {}).unwrap();
    assert_eq!((report.rows, report.held_out_rows), (36, 18));
}

#[test]
fn debug_output_redacts_the_sentence() {
    let row = Row { text: "my name is Ada".to_owned(), intent: "greet".to_owned() };
    assert_eq!(format!("{row:?}"), "Row([redacted], greet)");
}

#[test]
fn words_of_no_weight_take_no_room_and_a_kept_model_says_the_same() {
    let (mut rows, vectors) = examples(700);
    // Words that say nothing of the intent.
    for (number, row) in rows.iter_mut().enumerate() {
        row.text = format!("{} thing", ["this", "that", "no", "any", "one"][number % 5]) + &format!(" {}", number * 7919 % 2100);
    }
    let (model, report) = train(&rows, &vectors);
    assert_eq!((report.lexical_weight, report.features), (0.0, 0));
    let dir = tempfile::tempdir().unwrap();
    let stamp = crate::nlu::model::Stamp { format: crate::nlu::model::FORMAT_VERSION, encoder: "ab".repeat(32), data: "cd".repeat(32) };
    model.save(dir.path(), &stamp).unwrap();
    let (kept, _) = IntentModel::load(dir.path(), &stamp.encoder).unwrap();
    for class in 0..3 {
        let said = model.classify("that very thing", &vector(class, 700));
        assert_eq!(said.verdict, Verdict::Intent(["card", "rate", "top_up"][class].to_owned()));
        assert_eq!(kept.classify("that very thing", &vector(class, 700)), said);
    }
}

/// Many rows of three intents, the last third of each with words that say nothing.
fn many() -> (IntentModel, TrainReport) {
    let (mut rows, mut vectors) = examples(800);
    for (number, row) in rows.iter_mut().enumerate() {
        if number % 800 >= 530 {
            row.text = format!("zq{} vx{} wk{}", number % 37, number % 41, number % 43);
        } else if number % 10 == 0 {
            // A vector that misleads, so that words count.
            vectors[number] = vector((number / 800 + 1) % 3, number as u64);
        }
    }
    train(&rows, &vectors)
}

#[test]
fn many_rows_get_early_stages_which_say_what_all_stages_say() {
    let (model, report) = many();
    let Early { lexical, inner } = report.early;
    assert!(lexical > 0.5 && inner > 0.05, "{:?}", report.early);
    let check = |text: &str, class: usize, stage: Stage| {
        let vectors = vector(class, 4242);
        let said = model.classify(text, &vectors);
        assert_eq!((said.verdict, said.stage), (Verdict::Intent(["card", "rate", "top_up"][class].to_owned()), stage), "{text}");
        assert!(said.score >= model.threshold());
    };
    check("where is the card then", 0, Stage::Lexical);
    check("zq1 vx2 wk3", 2, Stage::EarlyExit);
    assert_eq!(model.classify("zq1 vx2 wk3", &TextVectors::everywhere(vec![-0.354; 8])).stage, Stage::Full);
}

#[test]
fn without_early_exits_every_sentence_that_is_no_example_goes_through_the_whole_encoder() {
    let (rows, vectors) = examples(800);
    let settings = TrainSettings { early_exit: false, ..TrainSettings::default() };
    let (model, report) = IntentModel::train(Examples::unnamed(&rows, &vectors), &settings, &|_| {}).unwrap();
    assert_eq!(report.early, Early::default());
    assert_eq!(model.classify("where is the card then", &vector(0, 4242)).stage, Stage::Full);
}

#[test]
fn a_text_leaves_the_encoder_at_the_layer_where_it_is_clear() {
    let model = Arc::new(many().0);
    for (text, expected) in [("zq1 vx2 wk3", 2), ("top up zq1", 2)] {
        let reading = Arc::new(model.read(text));
        let exit = model.exit(&reading, 6);
        let clear = vector(2, 4242).last;
        assert!(exit.leaves(expected, &clear), "{text}");
        assert!(!exit.leaves(expected, &[-0.354; 8]));
        let encoded = Encoded { vector: clear, layer: expected, passed: Vec::new(), tokenize_us: 0, encode_us: 0 };
        let said = model.conclude(&reading, &encoded, 6);
        assert_eq!((said.verdict, said.stage), (Verdict::Intent("top_up".to_owned()), Stage::EarlyExit));
    }
}

#[test]
fn names_of_intents_teach_where_examples_are_few() {
    let (rows, vectors) = examples(3);
    let names = crate::nlu::names::name_rows(&rows, &[]);
    let name_vectors: Vec<TextVectors> = (0..3).map(|class| vector(class, 50 + class as u64)).collect();
    let examples = Examples { rows: &rows, vectors: &vectors, names: &names, name_vectors: &name_vectors };
    let (model, report) = IntentModel::train(examples, &TrainSettings::default(), &|_| {}).unwrap();
    assert!(report.uses_names);
    assert_eq!(report.rows, 9);
    assert!(model.early("top up").is_none(), "a name is no example");
}

#[test]
fn a_sentence_of_unknown_words_is_understood_by_the_whole_encoder_alone() {
    let (model, _) = many();
    let strange = model.classify("una card del tutto sconosciuta", &vector(2, 4242));
    assert_eq!((strange.ranked[0].0.as_str(), strange.stage), ("top_up", Stage::Full));
    let known = model.classify("where is the card then", &vector(2, 4242));
    assert_eq!((known.ranked[0].0.as_str(), known.stage), ("card", Stage::Lexical));
}
