use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::super::{BertEncoder, Encoder, FILES};
use super::*;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let dir = folder(files);
    let read = Reading::of(dir.path()).map(|reading| reading.to_string());
    let said = read.unwrap_or_else(|error| error.to_string().replace(&format!("{}/", dir.path().display()), "DIR/"));
    assert_eq!(said, expected);
}

#[test]
fn the_files_of_sentence_transformers_are_understood_and_our_own_comes_first() {
    let (mean, cls) = (
        r#"{"word_embedding_dimension": 384, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true, "include_prompt": true}"#,
        r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false, "pooling_mode_max_tokens": false}"#,
    );
    let length = ("sentence_bert_config.json", r#"{"max_seq_length": 512, "do_lower_case": false}"#);
    check(&[], "mean, up to 256 tokens");
    check(&[(POOLING_FILE, mean)], "mean, up to 256 tokens");
    check(&[(POOLING_FILE, cls), length], "first token, up to 512 tokens");
    check(&[(POOLING_FILE, r#"{"embedding_dimension": 8, "pooling_mode": "cls"}"#)], "first token, up to 256 tokens");
    check(&[("sentence_bert_config.json", r#"{"max_seq_length": null}"#)], "mean, up to 256 tokens");
    let own = ("sottovoce.json", r#"{"pooling": "mean", "prefix": "query: ", "max_tokens": 128}"#);
    check(&[(POOLING_FILE, cls), length, own], "mean, prefix \"query: \", up to 128 tokens");
    check(&[(POOLING_FILE, cls), length, ("sottovoce.json", "{}")], "first token, up to 512 tokens");
}

#[test]
fn a_reading_that_is_not_built_in_is_refused() {
    check(
        &[(POOLING_FILE, r#"{"pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": true}"#)],
        "DIR/1_Pooling/config.json: `pooling_mode` is [\"mean_tokens\", \"max_tokens\"], supported: one of \"mean\", \"cls\"",
    );
    check(
        &[(POOLING_FILE, r#"{"pooling_mode": "lasttoken"}"#)],
        "DIR/1_Pooling/config.json: `pooling_mode` is [\"lasttoken\"], supported: one of \"mean\", \"cls\"",
    );
    let modules =
        r#"[{"idx": 0, "type": "sentence_transformers.models.Transformer"}, {"idx": 2, "type": "sentence_transformers.models.Dense"}]"#;
    check(&[("modules.json", modules)], "DIR/modules.json: `type` is \"Dense\", supported: \"Transformer\", \"Pooling\", \"Normalize\"");
    check(&[("sottovoce.json", r#"{"max_tokens": 2}"#)], "DIR/sottovoce.json: `max_tokens` is 2, supported: 3 and more");
    check(
        &[("sentence_bert_config.json", r#"{"max_seq_length": 0}"#)],
        "DIR/sentence_bert_config.json: `max_seq_length` is 0, supported: 3 and more",
    );
    check(
        &[("sottovoce.json", r#"{"prefx": "query: "}"#)],
        "DIR/sottovoce.json does not say how texts are read: unknown field `prefx`, expected one of `pooling`, `prefix`, `max_tokens` at line 1 column 8",
    );
}

#[test]
fn what_is_written_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let reading = Reading { pooling: Pooling::Cls, prefix: "query: \"x\" ".into(), max_tokens: 99 };
    reading.write(dir.path()).unwrap();
    assert_eq!(Reading::of(dir.path()).unwrap(), reading);
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A copy of a tiny encoder with a reading of its own.
fn copy(name: &str, model_type: &str, reading: &str) -> tempfile::TempDir {
    let dir = folder(&[("sottovoce.json", reading)]);
    for file in FILES {
        std::fs::copy(fixture(name).join(file), dir.path().join(file)).unwrap();
    }
    let config = std::fs::read_to_string(dir.path().join("config.json")).unwrap();
    std::fs::write(dir.path().join("config.json"), config.replace(r#""bert""#, &format!("{model_type:?}"))).unwrap();
    dir
}

/// A row of `vectors.json`, made by others' code: `make.py` beside it says how.
#[derive(Deserialize)]
struct Reference {
    model_type: String,
    reading: serde_json::Value,
    text: String,
    tokens: Vec<u32>,
    vector: Vec<f32>,
}

#[test]
fn a_unigram_tokenizer_and_each_reading_give_the_vectors_of_the_transformers_library() {
    let references: Vec<Reference> = serde_json::from_slice(&std::fs::read(fixture("tiny-unigram/vectors.json")).unwrap()).unwrap();
    let mut read = std::collections::BTreeSet::new();
    for Reference { model_type, reading, text, tokens, vector } in references {
        let dir = copy("tiny-unigram", &model_type, &reading.to_string());
        let encoder = BertEncoder::load(dir.path()).unwrap();
        assert_eq!(encoder.reader.tokens(&text).unwrap(), tokens, "{model_type} {reading} {text:?}");
        let found = encoder.encode(&[&text]).unwrap().remove(0);
        let difference = found.iter().zip(&vector).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
        assert!(found.len() == vector.len() && difference < 1e-5, "{model_type} {reading} {text:?}: {difference}");
        read.insert((model_type, reading.to_string()));
    }
    assert_eq!(read.len(), 5);
}

#[test]
fn the_fingerprint_covers_the_reading_and_spares_the_usual_one() {
    let fingerprint = |reading: &str| BertEncoder::load(copy("tiny-bert", "bert", reading).path()).unwrap().fingerprint().to_owned();
    let usual = BertEncoder::load(&fixture("tiny-bert")).unwrap().fingerprint().to_owned();
    assert_eq!(fingerprint(r#"{"pooling": "mean", "prefix": "", "max_tokens": 256}"#), usual);
    let others = [r#"{"pooling": "cls"}"#, r#"{"prefix": "a "}"#, r#"{"prefix": "a"}"#, r#"{"max_tokens": 12}"#];
    let different: std::collections::BTreeSet<String> = others.iter().map(|reading| fingerprint(reading)).chain([usual]).collect();
    assert_eq!(different.len(), 5);
}
