//! The encoder on libtorch beside the default one, and what fine-tuning is worth, on real weights.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sottovoce::config::models_dir;
use sottovoce::nlu::classifier::Row;
use sottovoce::nlu::encoder::{BertEncoder, Encoder, FILES, FinetuneSettings, LibtorchEncoder, Method, finetune};
use sottovoce::nlu::models::{DEFAULT_ENCODER, Sources, ensure};
use sottovoce::nlu::rows::read_csv;
use sottovoce::outbound::Outbound;

/// What both encoders may differ by in any number of a unit-length vector.
const PARITY: f32 = 1e-4;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The default encoder's folder, fetched as `models pull` does.
fn default_encoder() -> PathBuf {
    let (sources, dir) = (Sources::embedded().unwrap(), models_dir());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(ensure(DEFAULT_ENCODER, &dir, &sources, None, &Outbound::default(), &|_| ())).unwrap()
}

/// Short and long, of several scripts, empty, and longer than the encoder reads.
fn texts() -> Vec<String> {
    let rows = std::fs::read_to_string(fixture("../docs/data/test.csv")).unwrap();
    let rows = rows.lines().skip(1).filter_map(|line| line.rsplit_once(',')).map(|(text, _)| text.to_owned());
    let odd = ["", "é\u{301}\u{200d}", "漢字かな", "ich möchte einen Termin", "\u{1f600}"].map(str::to_owned);
    rows.chain(odd).chain(["want a pizza ".repeat(300)]).collect()
}

fn close(one: &[f32], other: &[f32]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| (one - other).abs() < PARITY)
}

/// Compares all layers of both encoders.
fn check(dir: &Path) {
    let (ours, theirs) = (BertEncoder::load(dir).unwrap(), LibtorchEncoder::load(dir, false).unwrap());
    let about = |encoder: &dyn Encoder| (encoder.dimensions(), encoder.layers(), encoder.fingerprint().to_owned());
    assert_eq!(about(&ours), about(&theirs));
    let texts = texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let layers: Vec<usize> = (1..=ours.layers()).collect();
    let (expected, found) = (ours.encode_layers(&texts, &layers).unwrap(), theirs.encode_layers(&texts, &layers).unwrap());
    for ((text, expected), found) in texts.iter().zip(&expected).zip(&found) {
        assert!(expected.iter().zip(found).all(|(one, other)| close(one, other)), "{} characters", text.len());
    }
    assert!(theirs.encode(&[]).unwrap().is_empty());
    assert!(theirs.encode_layers(&texts, &[0]).is_err());
}

#[test]
fn the_vectors_of_both_encoders_are_the_same() {
    check(&default_encoder());
}

#[test]
fn other_tokenizers_and_poolings_give_the_same_vectors_too() {
    check(&fixture("tiny-bert"));
    let dir = unigram(|config| config.replace("1e-05", "1e-12"));
    check(dir.path());
    std::fs::write(dir.path().join("sottovoce.json"), r#"{"pooling": "cls", "prefix": "want ", "max_tokens": 12}"#).unwrap();
    check(dir.path());
}

/// A copy of the encoder with a Unigram tokenizer, with another configuration.
fn unigram(change: impl FnOnce(String) -> String) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in FILES {
        std::fs::copy(fixture("tiny-unigram").join(file), dir.path().join(file)).unwrap();
    }
    let path = dir.path().join("config.json");
    let config = change(std::fs::read_to_string(&path).unwrap());
    std::fs::write(path, config).unwrap();
    dir
}

#[test]
fn what_rust_bert_would_compute_otherwise_is_refused() {
    let dir = unigram(|config| config);
    let error = LibtorchEncoder::load(dir.path(), false).map(|_| ()).unwrap_err().to_string();
    let expected = "DIR/config.json: `layer_norm_eps` is 0.00001, supported: 1e-12, with rust-bert";
    assert_eq!(error.replace(&dir.path().display().to_string(), "DIR"), expected);
}

#[test]
fn a_graphics_card_is_taken_or_said_to_be_missing() {
    let loaded = LibtorchEncoder::load(&fixture("tiny-bert"), true).map(|_| ());
    let missing = "libtorch cannot take the encoder: it finds no graphics card that it can compute on".to_owned();
    let expected = if tch::Cuda::is_available() { Ok(()) } else { Err(missing) };
    assert_eq!(loaded.map_err(|error| error.to_string()), expected);
}

fn rows(file: &str) -> Vec<Row> {
    read_csv(&fixture("../docs/data").join(file)).unwrap()
}

/// Rows with the numbers of their intents.
fn numbered(rows: &[Row]) -> Vec<(&str, usize)> {
    let intents: BTreeSet<&str> = rows.iter().map(|row| row.intent.as_str()).collect();
    let number = |row: &Row| intents.iter().position(|intent| *intent == row.intent).unwrap();
    rows.iter().map(|row| (row.text.as_str(), number(row))).collect()
}

/// How surprised the means of the training rows' intents are by the test rows, in the default encoder's vectors.
fn held_out_loss(encoder: &Path) -> f64 {
    let encoder = BertEncoder::load(encoder).unwrap();
    let (train, test) = (rows("train.csv"), rows("test.csv"));
    let encode = |rows: &[(&str, usize)]| encoder.encode(&rows.iter().map(|(text, _)| *text).collect::<Vec<_>>()).unwrap();
    let (train, test) = (numbered(&train), numbered(&test));
    let mut means = vec![vec![0.0_f32; encoder.dimensions()]; 7];
    for (vector, (_, intent)) in encode(&train).iter().zip(&train) {
        means[*intent].iter_mut().zip(vector).for_each(|(mean, value)| *mean += value);
    }
    let cosine = |one: &[f32], other: &[f32]| {
        let product = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(one, other)| f64::from(one * other)).sum::<f64>();
        product(one, other) / product(other, other).sqrt()
    };
    let loss = |(vector, (_, intent)): (&Vec<f32>, &(&str, usize))| {
        let scores: Vec<f64> = means.iter().map(|mean| cosine(vector, mean) / 0.1).collect();
        scores.iter().map(|score| score.exp()).sum::<f64>().ln() - scores[*intent]
    };
    encode(&test).iter().zip(&test).map(loss).sum::<f64>() / f64::from(u32::try_from(test.len()).unwrap())
}

fn tuned(from: &Path, settings: FinetuneSettings) -> (tempfile::TempDir, Vec<f64>) {
    let (dir, losses) = (tempfile::tempdir().unwrap(), std::cell::RefCell::new(Vec::new()));
    let rows = rows("train.csv");
    finetune(from, &numbered(&rows), &settings, dir.path(), &|progress| losses.borrow_mut().push(progress.loss)).unwrap();
    (dir, losses.into_inner())
}

const SETTINGS: FinetuneSettings = FinetuneSettings { method: Method::Contrastive, epochs: 2, learning_rate: 5e-5, seed: 3, cuda: false };

#[test]
fn what_is_learnt_helps_with_sentences_that_were_not_learnt_from() {
    let encoder = default_encoder();
    let before = held_out_loss(&encoder);
    for method in [Method::Contrastive, Method::CrossEntropy] {
        let (dir, _) = tuned(&encoder, FinetuneSettings { method, epochs: 6, learning_rate: 1e-4, ..SETTINGS });
        let after = held_out_loss(dir.path());
        assert!(after < 0.8 * before, "{method:?}: {before} before, {after} after");
    }
}

#[test]
fn the_same_rows_and_seed_give_the_same_weights() {
    let tuned = |seed| {
        let (dir, losses) = tuned(&fixture("tiny-bert"), FinetuneSettings { seed, ..SETTINGS });
        (BertEncoder::load(dir.path()).unwrap().fingerprint().to_owned(), losses)
    };
    assert_eq!(tuned(3), tuned(3));
    assert_ne!(tuned(3).0, tuned(4).0);
    // The same vectors on libtorch as by default, with the new weights too.
    check(self::tuned(&fixture("tiny-bert"), SETTINGS).0.path());
}

#[test]
fn one_intent_is_nothing_to_learn() {
    let dir = tempfile::tempdir().unwrap();
    let error = finetune(&fixture("tiny-bert"), &[("a", 0), ("b", 0), ("c", 1)], &SETTINGS, dir.path(), &|_| ()).unwrap_err();
    let expected = "there is too little to learn from: 1 intents have two examples or more, at least two are needed";
    assert_eq!(error.to_string(), expected);
}
