use std::path::{Path, PathBuf};

use super::*;
use crate::nlu::encoder::{BertEncoder, Encoder};

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert")
}

/// The tiny encoder in integers; nothing on a processor that cannot, which must then say so.
fn in_integers() -> Option<BertEncoder> {
    match BertEncoder::load_in(&tiny(), NumbersChoice::Only(Numbers::Int8)) {
        Ok(encoder) => Some(encoder),
        Err(error) => {
            assert!(Int8Products::new().may_saturate(), "{error}");
            assert_eq!(
                error.to_string(),
                "this processor has no instructions for exact products of 8-bit integers: its encoder computes in f32"
            );
            None
        }
    }
}

const TEXTS: [&str; 5] = ["hello", "a pizza", "want a pizza", "hello hello want", ""];

#[test]
fn integers_give_nearly_the_vectors_of_floating_point() {
    let float = BertEncoder::load(&tiny()).unwrap();
    let Some(int8) = in_integers() else { return };
    for (one, other) in float.encode(&TEXTS).unwrap().iter().zip(int8.encode(&TEXTS).unwrap()) {
        let cosine: f32 = one.iter().zip(&other).map(|(one, other)| one * other).sum();
        assert!(cosine > 0.999 && cosine < 1.000_01, "{cosine}");
        assert_ne!(one, &other);
    }
}

#[test]
fn in_integers_too_a_text_has_one_vector_whoever_its_neighbours_are() {
    let Some(int8) = in_integers() else { return };
    let together = int8.encode(&TEXTS).unwrap();
    for (text, vector) in TEXTS.iter().zip(&together) {
        assert_eq!(&int8.encode(&[text]).unwrap()[0], vector, "{text}");
    }
}

#[test]
fn models_fit_both_numbers_and_kept_vectors_one() {
    let float = BertEncoder::load(&tiny()).unwrap();
    assert_eq!((float.numbers(), float.probe()), (Numbers::F32, None));
    let Some(int8) = in_integers() else { return };
    assert_eq!((int8.numbers(), int8.probe()), (Numbers::Int8, None));
    assert_eq!(int8.exact_fingerprint().len(), 64);
    assert_eq!(int8.fingerprint(), float.fingerprint());
    assert_eq!(float.exact_fingerprint(), float.fingerprint());
    assert_ne!(int8.exact_fingerprint(), float.exact_fingerprint());
}

#[test]
fn the_choice_of_the_machine_follows_what_was_measured() {
    let encoder = BertEncoder::load_in(&tiny(), NumbersChoice::Auto).unwrap();
    let saves_enough = encoder.probe().is_some_and(|probe| probe.ratio() <= 0.8);
    assert_eq!(encoder.numbers() == Numbers::Int8, saves_enough);
    assert_eq!(encoder.probe().is_none(), Int8Products::new().may_saturate());
    let alike = BertEncoder::load_in(&tiny(), NumbersChoice::Only(encoder.numbers())).unwrap();
    assert_eq!(encoder.exact_fingerprint(), alike.exact_fingerprint());
}

#[test]
fn a_choice_is_one_of_three_words() {
    let read = |text: &str| text.parse::<NumbersChoice>().map_err(|error| error.to_string());
    assert_eq!(read("auto"), Ok(NumbersChoice::Auto));
    for numbers in [Numbers::F32, Numbers::Int8] {
        assert_eq!(read(&numbers.to_string()), Ok(NumbersChoice::Only(numbers)));
    }
    assert_eq!(read("fp16"), Err("`fp16` is none of `auto`, `f32`, `int8`".into()));
}
