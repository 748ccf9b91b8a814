use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{BertEncoder, Decider, Encoder, Exit, FILES, LoadError, WEIGHTS_FILE, passes::batches};

/// The tiny random BERT: its reference vectors come from `make.py` beside it.
fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert")
}

#[derive(Deserialize)]
struct Reference {
    text: String,
    tokens: Vec<u32>,
    vector: Vec<f32>,
}

fn references() -> Vec<Reference> {
    serde_json::from_slice(&std::fs::read(tiny().join("vectors.json")).unwrap()).unwrap()
}

fn largest_difference(one: &[f32], other: &[f32]) -> f32 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max)
}

#[test]
fn vectors_equal_an_independent_implementation() {
    let encoder = BertEncoder::load(&tiny()).unwrap();
    assert_eq!(encoder.dimensions(), 36);
    for reference in references() {
        assert_eq!(encoder.reader.tokens(&reference.text).unwrap(), reference.tokens, "{}", reference.text);
        let vectors = encoder.encode(&[&reference.text]).unwrap();
        let difference = largest_difference(&vectors[0], &reference.vector);
        assert!(difference < 1e-5, "{}: {difference}", reference.text);
    }
}

#[test]
fn a_batch_gives_the_vectors_of_its_texts_alone() {
    let encoder = BertEncoder::load(&tiny()).unwrap();
    let references = references();
    // More texts than fit into one forward pass, so that several are cut.
    let texts: Vec<&str> = references.iter().cycle().take(150).map(|reference| reference.text.as_str()).collect();
    let together = encoder.encode(&texts).unwrap();
    assert_eq!(together.len(), texts.len());
    for (text, vector) in texts.iter().zip(&together) {
        let alone = encoder.encode(&[text]).unwrap();
        assert!(largest_difference(&alone[0], vector) < 1e-5, "{text}");
    }
}

#[test]
fn vectors_have_unit_length() {
    let encoder = BertEncoder::load(&tiny()).unwrap();
    for vector in encoder.encode(&["", "hello", "a pizza"]).unwrap() {
        let length: f32 = vector.iter().map(|value| value * value).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
    }
    assert!(encoder.encode(&[]).unwrap().is_empty());
}

#[test]
fn a_text_of_any_length_and_script_is_encoded() {
    let encoder = BertEncoder::load(&tiny()).unwrap();
    let texts = ["want ".repeat(5_000), "\u{0}\u{feff}\u{1f600}".into(), "漢字かな".into(), "é\u{301}\u{200d}".into()];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert!(encoder.encode(&texts).unwrap().iter().flatten().all(|value| value.is_finite()));
}

#[test]
fn sentences_are_cut_into_batches_by_their_tokens() {
    let sentences: Vec<Vec<u32>> = [200, 300, 20, 600, 1].map(|length| vec![0; length]).into();
    let lengths: Vec<Vec<usize>> = batches(&sentences).map(|(_, batch)| batch.iter().map(Vec::len).collect()).collect();
    assert_eq!(lengths, [vec![200, 300], vec![20], vec![600], vec![1]]);
    assert_eq!(batches(&sentences).map(|(first, _)| first).collect::<Vec<_>>(), [0, 2, 3, 4]);
}

#[test]
fn the_fingerprint_changes_with_each_file() {
    let whole = BertEncoder::load(&tiny()).unwrap().fingerprint().to_owned();
    assert_eq!(whole.len(), 64);
    for file in ["config.json", "tokenizer.json"] {
        let dir = copy();
        let path = dir.path().join(file);
        std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + " ").unwrap();
        assert_ne!(BertEncoder::load(dir.path()).unwrap().fingerprint(), whole, "{file}");
    }
}

/// A copy of the tiny encoder that a test may spoil.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in FILES {
        std::fs::copy(tiny().join(file), dir.path().join(file)).unwrap();
    }
    dir
}

/// Spoils one file and checks what loading says; `DIR/` stands for the folder.
fn check(file: &str, spoil: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>, expected: &str) {
    let dir = copy();
    let path = dir.path().join(file);
    match spoil(std::fs::read(&path).unwrap()) {
        Some(bytes) => std::fs::write(&path, bytes).unwrap(),
        None => std::fs::remove_file(&path).unwrap(),
    }
    let error: LoadError = BertEncoder::load(dir.path()).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string().replace(&format!("{}/", dir.path().display()), "DIR/"), expected);
}

/// Replaces a text of the same length, so that a safetensors head keeps its length.
fn replace(from: &'static str, to: &'static str) -> impl FnOnce(Vec<u8>) -> Option<Vec<u8>> {
    move |bytes| {
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        Some([&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat())
    }
}

#[test]
fn each_missing_file_is_named() {
    for file in FILES {
        check(file, |_| None, &format!("cannot read DIR/{file}: No such file or directory (os error 2)"));
    }
}

#[test]
fn weights_that_were_cut_off_are_refused() {
    let length = std::fs::metadata(tiny().join(WEIGHTS_FILE)).unwrap().len();
    check(
        WEIGHTS_FILE,
        |bytes| Some(bytes[..bytes.len() - 1_000].into()),
        &format!(
            "DIR/model.safetensors has {} bytes where its head promises {length}: the download was cut off or altered",
            length - 1_000
        ),
    );
    check(WEIGHTS_FILE, |bytes| Some(bytes[..3].into()), "DIR/model.safetensors is not a safetensors file: it has only 3 bytes");
}

#[test]
fn a_web_page_instead_of_weights_is_refused() {
    check(
        WEIGHTS_FILE,
        |_| Some(b"<!doctype html><title>404</title>".into()),
        "DIR/model.safetensors is not a safetensors file: its head would be 8104636974849335612 bytes long, the file has 33",
    );
}

#[test]
fn tensors_that_do_not_fit_the_configuration_are_named() {
    check(
        WEIGHTS_FILE,
        replace("layer.1.output.dense.weight", "layer.1.output.dense.wEight"),
        "DIR/model.safetensors has no tensor `encoder.layer.1.output.dense.weight`",
    );
    check(
        "config.json",
        replace("\"intermediate_size\": 52", "\"intermediate_size\": 64"),
        "DIR/model.safetensors: tensor `encoder.layer.0.intermediate.dense.weight` has shape [52, 36], expected [64, 36]",
    );
    check(
        WEIGHTS_FILE,
        replace("\"dtype\": \"F32\"", "\"dtype\": \"I32\""),
        "DIR/model.safetensors: tensor `embeddings.word_embeddings.weight` holds I32, supported: F32, F16, BF16",
    );
}

#[test]
fn configurations_of_other_architectures_are_refused() {
    check(
        "config.json",
        replace("\"model_type\": \"bert\"", "\"model_type\": \"mpnet\""),
        "DIR/config.json: `model_type` is \"mpnet\", supported: \"bert\", \"roberta\", \"xlm-roberta\", \"camembert\"",
    );
    check(
        "config.json",
        replace("\"num_attention_heads\": 3", "\"num_attention_heads\": 0"),
        "DIR/config.json: `num_attention_heads` is 0, supported: a divisor of `hidden_size`",
    );
    check(
        "config.json",
        replace("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"relu\""),
        "DIR/config.json: `hidden_act` is \"relu\", supported: \"gelu\", \"gelu_new\", \"gelu_pytorch_tanh\"",
    );
    check(
        "config.json",
        |_| Some(b"{}".into()),
        "DIR/config.json is not a BERT configuration: missing field `model_type` at line 1 column 2",
    );
}

#[test]
fn weights_in_half_precision_are_read() {
    let dir = copy();
    let path = dir.path().join(WEIGHTS_FILE);
    let bytes = std::fs::read(&path).unwrap();
    let weights = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    // BF16 is the upper half of F32.
    let halves: Vec<(String, Vec<usize>, Vec<u8>)> = weights
        .iter()
        .map(|(name, tensor)| {
            (name.to_owned(), tensor.shape().to_vec(), tensor.data().chunks(4).flat_map(|four| [four[2], four[3]]).collect())
        })
        .collect();
    let views = halves
        .iter()
        .map(|(name, shape, data)| (name, safetensors::tensor::TensorView::new(safetensors::Dtype::BF16, shape.clone(), data).unwrap()));
    std::fs::write(&path, safetensors::serialize(views, None).unwrap()).unwrap();
    let encoder = BertEncoder::load(dir.path()).unwrap();
    for reference in references() {
        let vectors = encoder.encode(&[&reference.text]).unwrap();
        let cosine: f32 = vectors[0].iter().zip(&reference.vector).map(|(one, other)| one * other).sum();
        // Eight bits of mantissa, cut off and not rounded.
        assert!(cosine > 0.999, "{}: {cosine}", reference.text);
    }
}

#[test]
fn a_tokenizer_of_another_encoder_is_refused() {
    check(
        "tokenizer.json",
        replace("\"hello\": 31", "\"hello\": 99"),
        "DIR/tokenizer.json knows token 99, but the weights have 40 rows: the files belong to different encoders",
    );
}

/// A copy of the tiny encoder that ends after its first layer: an independent word on what that layer gives.
fn first_layer_only() -> BertEncoder {
    let dir = copy();
    let path = dir.path().join("config.json");
    let config = std::fs::read_to_string(&path).unwrap().replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
    std::fs::write(&path, config).unwrap();
    let encoder = BertEncoder::load(dir.path()).unwrap();
    assert_eq!(encoder.layers(), 1);
    encoder
}

#[test]
fn the_vectors_of_each_layer_come_from_one_pass() {
    let (encoder, shallow) = (BertEncoder::load(&tiny()).unwrap(), first_layer_only());
    assert_eq!(encoder.layers(), 2);
    let references = references();
    let texts: Vec<&str> = references.iter().map(|reference| reference.text.as_str()).collect();
    let layers = encoder.encode_layers(&texts, &[2, 1]).unwrap();
    let (first, last) = (shallow.encode(&texts).unwrap(), encoder.encode(&texts).unwrap());
    for (place, both) in layers.iter().enumerate() {
        assert_eq!(both, &[last[place].clone(), first[place].clone()], "{}", texts[place]);
    }
    let unknown = encoder.encode_layers(&texts, &[0]).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no layer 0: the encoder's layers are 1 to 2");
}

#[test]
fn a_sentence_leaves_where_its_exit_says_and_its_neighbours_go_on() {
    let (encoder, shallow) = (BertEncoder::load(&tiny()).unwrap(), first_layer_only());
    let references = references();
    // More than one forward pass, with exits of all kinds side by side.
    let texts: Vec<&str> = references.iter().cycle().take(150).map(|reference| reference.text.as_str()).collect();
    let (first, last) = (shallow.encode(&texts).unwrap(), encoder.encode(&texts).unwrap());
    let exits: Vec<Option<Exit>> = (0..texts.len() - 1)
        .map(|place| match place % 5 {
            0 => None,
            1 => Some(Exit::new(Decider::new(), &[1], |_, _| false)),
            2 => Some(Exit::new(Decider::new(), &[2], |_, _| true)),
            3 => Some(Exit::new(Decider::new(), &[1, 2], |layer, vector| layer == 1 && vector.len() == 36)),
            _ => Some(Exit::new(Decider::new(), &[], |_, _| true)),
        })
        .collect();
    let batch = encoder.encode_until(&texts, &exits).unwrap();
    for (place, vector) in batch.vectors.iter().enumerate() {
        let early = place % 5 == 3;
        assert_eq!(batch.layers[place], if early { 1 } else { 2 });
        let expected = if early { &first[place] } else { &last[place] };
        assert!(largest_difference(vector, expected) < 1e-6, "{place}");
    }
    // The vector that the exit is shown is the one that comes back.
    let shown = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = shown.clone();
    let exit = Exit::new(Decider::new(), &[1], move |_, vector| {
        keep.lock().unwrap().extend_from_slice(vector);
        true
    });
    let batch = encoder.encode_until(&texts[..1], &[Some(exit)]).unwrap();
    assert_eq!(batch.vectors[0], *shown.lock().unwrap());
}
