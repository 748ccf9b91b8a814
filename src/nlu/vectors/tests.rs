use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::nlu::encoder::EncodeError;
use crate::nlu::inference::InferenceSettings;

/// Encodes a text as its length, and counts how many texts it was given.
struct Counting {
    fingerprint: &'static str,
    texts: Arc<AtomicUsize>,
}

impl Encoder for Counting {
    fn dimensions(&self) -> usize {
        2
    }

    fn fingerprint(&self) -> &str {
        self.fingerprint
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        self.texts.fetch_add(texts.len(), Ordering::SeqCst);
        Ok(texts.iter().map(|text| vector(text)).collect())
    }
}

fn vector(text: &str) -> Vec<f32> {
    vec![f32::from(u16::try_from(text.len()).unwrap()), 1.0]
}

struct Bench {
    dir: tempfile::TempDir,
    inference: Inference,
    encoded: Arc<AtomicUsize>,
}

impl Bench {
    fn new() -> Self {
        Self::of_encoder("0123456789abcdef0123")
    }

    fn of_encoder(fingerprint: &'static str) -> Self {
        let texts = Arc::new(AtomicUsize::new(0));
        let encoder = Arc::new(Counting { fingerprint, texts: texts.clone() });
        let inference = Inference::start(encoder, InferenceSettings { threads: 2, ..InferenceSettings::default() }).unwrap();
        Self { dir: tempfile::tempdir().unwrap(), inference, encoded: texts }
    }

    fn open(&self) -> VectorCache {
        VectorCache::open(self.dir.path(), self.inference.encoder()).unwrap()
    }

    /// Opens the cache anew, asks for texts, and checks the vectors and how many texts had to be encoded.
    fn check(&self, texts: &[&str], encoded: usize) {
        let before = self.encoded.load(Ordering::SeqCst);
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        let vectors = self.open().vectors(&self.inference, &texts, &|_| ()).unwrap();
        assert_eq!(vectors, texts.iter().map(|text| TextVectors::everywhere(vector(text))).collect::<Vec<_>>());
        assert_eq!(self.encoded.load(Ordering::SeqCst) - before, encoded, "texts encoded");
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("0123456789abcdef.v2.vectors")
    }

    fn spoil(&self, spoil: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = std::fs::read(self.file()).unwrap();
        spoil(&mut bytes);
        std::fs::write(self.file(), bytes).unwrap();
    }
}

#[test]
fn only_new_texts_are_encoded_and_each_once() {
    let bench = Bench::new();
    bench.check(&["one", "three", "one"], 2);
    bench.check(&["three", "", "one"], 1);
    bench.check(&["three", "", "one", "one"], 0);
}

#[test]
fn a_torn_tail_is_encoded_again() {
    let bench = Bench::new();
    bench.check(&["a", "bb", "ccc"], 3);
    bench.spoil(|bytes| bytes.truncate(bytes.len() - 5));
    bench.check(&["a", "bb", "ccc"], 1);
    bench.check(&["a", "bb", "ccc"], 0);
}

#[test]
fn a_wrong_checksum_drops_the_record_and_what_follows() {
    let bench = Bench::new();
    bench.check(&["a"], 1);
    bench.check(&["bb"], 1);
    bench.check(&["ccc"], 1);
    let record = bench.open().record_bytes();
    bench.spoil(|bytes| bytes[HEAD_BYTES + record + KEY_BYTES] ^= 1);
    bench.check(&["a", "bb", "ccc"], 2);
    bench.check(&["a", "bb", "ccc"], 0);
}

#[test]
fn a_file_that_is_no_cache_is_made_anew() {
    let bench = Bench::new();
    for content in ["", "sottovoce-vec-0\n old", "something else"] {
        std::fs::write(bench.file(), content).unwrap();
        bench.check(&["a"], 1);
        bench.check(&["a"], 0);
    }
}

#[test]
fn two_trainings_at_a_time_do_not_spoil_each_other() {
    let bench = Bench::new();
    let (mut first, mut second) = (bench.open(), bench.open());
    first.vectors(&bench.inference, &["a".into()], &|_| ()).unwrap();
    second.vectors(&bench.inference, &["bb".into()], &|_| ()).unwrap();
    bench.check(&["a", "bb"], 0);
}

#[test]
fn another_encoder_has_another_cache() {
    let (bench, other) = (Bench::new(), Bench::of_encoder("fedcba9876543210"));
    bench.check(&["a"], 1);
    VectorCache::open(bench.dir.path(), other.inference.encoder()).unwrap();
    bench.check(&["a"], 0);
    let mixed = bench.open().vectors(&other.inference, &["a".into()], &|_| ());
    assert!(matches!(mixed, Err(CacheError::OtherEncoder { .. })));
}

#[test]
fn progress_ends_at_the_number_of_texts() {
    let bench = Bench::new();
    let texts: Vec<String> = (0..3_000).map(|row: usize| format!("text {}", row % 2_500)).collect();
    let last = AtomicUsize::new(0);
    let done = |finished| assert!(last.swap(finished, Ordering::SeqCst) <= finished);
    let vectors = bench.open().vectors(&bench.inference, &texts, &done).unwrap();
    assert_eq!((vectors.len(), last.load(Ordering::SeqCst)), (3_000, 3_000));
    assert_eq!(bench.open().len(), 2_500);
}

#[test]
fn the_file_holds_no_text() {
    let bench = Bench::new();
    bench.check(&["cancel my order"], 1);
    let bytes = std::fs::read(bench.file()).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"cancel"));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_the_file() {
    let bench = Bench::new();
    let file = bench.dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = VectorCache::open(&file.join("below"), bench.inference.encoder()).unwrap_err();
    assert!(error.to_string().contains("0123456789abcdef.v2.vectors"), "{error}");
}
