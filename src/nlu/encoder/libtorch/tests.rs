use std::path::{Path, PathBuf};

use super::super::{BertEncoder, Decider};
use super::*;
use crate::nlu::models::{DEFAULT_ENCODER, Sources, ensure};
use crate::outbound::Outbound;

/// What both encoders may differ by in any number of a unit-length vector.
const PARITY: f32 = 1e-4;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The default encoder's folder, fetched as `models pull` does.
fn default_encoder() -> PathBuf {
    let (sources, dir) = (Sources::embedded().unwrap(), crate::config::models_dir());
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

/// Compares all layers and all ways out of both encoders.
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
    // Sentences that leave after the first layer, where they may, between others that go on.
    let exits: Vec<Option<Exit>> =
        (0..texts.len()).map(|text| (text % 3 == 0).then(|| Exit::new(Decider::new(), &[1], |_, _| true))).collect();
    let (expected, found) = (ours.encode_until(&texts, &exits).unwrap(), theirs.encode_until(&texts, &exits).unwrap());
    assert_eq!(expected.layers, found.layers);
    assert!(expected.vectors.iter().zip(&found.vectors).all(|(one, other)| close(one, other)));
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
    for file in super::super::FILES {
        std::fs::copy(fixture("tiny-unigram").join(file), dir.path().join(file)).unwrap();
    }
    let path = dir.path().join(CONFIG_FILE);
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
    let loaded = LibtorchEncoder::load(&fixture("tiny-bert"), true).map(|encoder| encoder.device);
    let missing = "libtorch cannot take the encoder: it finds no graphics card that it can compute on".to_owned();
    let expected = if Cuda::is_available() { Ok(Device::Cuda(0)) } else { Err(missing) };
    assert_eq!(loaded.map_err(|error| error.to_string()), expected);
}
