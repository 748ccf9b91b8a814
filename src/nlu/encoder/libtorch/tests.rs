//! What cannot be asked from outside; the rest is in `tests/it/libtorch.rs`.

use super::super::{BertEncoder, Decider};
use super::*;

#[test]
fn sentences_leave_after_the_layer_after_which_they_leave_by_default() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert");
    let (ours, theirs) = (BertEncoder::load(&dir).unwrap(), LibtorchEncoder::load(&dir, false).unwrap());
    let texts = ["want a pizza", "when are you open", "", "where is my order", "yes", "I want to speak to somebody"];
    let exits: Vec<Option<Exit>> =
        (0..texts.len()).map(|text| (text % 3 == 0).then(|| Exit::new(Decider::new(), &[1], |_, _| true))).collect();
    let (expected, found) = (ours.encode_until(&texts, &exits).unwrap(), theirs.encode_until(&texts, &exits).unwrap());
    assert_eq!(found.layers, expected.layers);
    assert_eq!(expected.layers[..3], [1, ours.layers(), ours.layers()]);
    let numbers = expected.vectors.concat().into_iter().zip(found.vectors.concat());
    assert!(numbers.into_iter().all(|(one, other)| (one - other).abs() < 1e-4));
}
