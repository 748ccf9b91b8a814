//! Vectors of sentences that were encoded in the last minutes, for operators who turn it on: the same words are not encoded twice.
//!
//! A sentence vector is personal data as its text is, so little is kept, for a short while, in memory only: no text, only a hash of it
//! under a key that is drawn at each start; a bound in bytes; no vector for longer than ten minutes; and all go when anybody is erased,
//! since nothing says whose they are.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use zeroize::Zeroize;

use super::Exit;

/// How long a vector is used.
const USED_FOR: Duration = Duration::from_mins(9);
/// How often those that are past it are removed: together ten minutes.
const SWEPT_EVERY: Duration = Duration::from_mins(1);
/// What a vector costs besides its numbers: key, places in map and queue, both with spare room. Rather too much than too little.
const BYTES_BESIDE: usize = 256;

/// A text under an exit: the same text leaves elsewhere by another one.
pub(super) type Key = [u64; 2];

/// Recent vectors, within a bound.
pub(super) struct Recent {
    /// Each draws keys of its own; two of 64 bits make collisions as unlikely as errors of the memory.
    hashers: [RandomState; 2],
    bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    vectors: HashMap<Key, Vector>,
    /// The oldest first.
    order: VecDeque<(Key, Instant)>,
    bytes: usize,
}

/// A vector that is overwritten when it goes.
struct Vector {
    values: Vec<f32>,
    layer: usize,
    since: Instant,
}

impl Drop for Vector {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}

impl Recent {
    /// Keeps so many bytes at the most; nothing at 0. The end of the sender ends the thread that removes what is too old.
    pub(super) fn start(bytes: usize) -> std::io::Result<Option<(Arc<Self>, mpsc::Sender<()>)>> {
        if bytes == 0 {
            return Ok(None);
        }
        let recent = Arc::new(Self::new(bytes));
        let (alive, ended) = mpsc::channel::<()>();
        let swept = recent.clone();
        std::thread::Builder::new().name("recent-vectors".into()).spawn(move || {
            while ended.recv_timeout(SWEPT_EVERY) == Err(RecvTimeoutError::Timeout) {
                swept.sweep(Instant::now());
            }
        })?;
        Ok(Some((recent, alive)))
    }

    fn new(bytes: usize) -> Self {
        Self { hashers: [RandomState::new(), RandomState::new()], bytes, kept: Mutex::default() }
    }

    /// What a text is known by.
    pub(super) fn key(&self, text: &str, exit: Option<&Exit>) -> Key {
        let exit = exit.map(Exit::id);
        self.hashers.each_ref().map(|hasher| hasher.hash_one((text, exit)))
    }

    /// The vector of a text and the layer after which it left the encoder.
    pub(super) fn get(&self, key: &Key, now: Instant) -> Option<(Vec<f32>, usize)> {
        let kept = self.lock();
        let vector = kept.vectors.get(key).filter(|vector| now.saturating_duration_since(vector.since) < USED_FOR)?;
        Some((vector.values.clone(), vector.layer))
    }

    /// Keeps a vector; the oldest make room.
    pub(super) fn keep(&self, key: Key, values: &[f32], layer: usize, now: Instant) {
        let size = size(values);
        let mut kept = self.lock();
        // Two callers may have sent the same text at a time.
        if size > self.bytes || kept.vectors.contains_key(&key) {
            return;
        }
        while kept.bytes + size > self.bytes && kept.remove_oldest() {}
        kept.vectors.insert(key, Vector { values: values.to_vec(), layer, since: now });
        kept.order.push_back((key, now));
        kept.bytes += size;
    }

    /// Removes everything.
    pub(super) fn forget(&self) {
        *self.lock() = Kept::default();
    }

    /// Removes what is too old.
    fn sweep(&self, now: Instant) {
        let mut kept = self.lock();
        while kept.order.front().is_some_and(|(_, since)| now.saturating_duration_since(*since) >= USED_FOR) {
            kept.remove_oldest();
        }
    }

    /// Nothing that could panic runs under the lock, so a poisoned one is still whole.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Removes the oldest; tells whether there was one.
    fn remove_oldest(&mut self) -> bool {
        let Some((key, _)) = self.order.pop_front() else { return false };
        if let Some(vector) = self.vectors.remove(&key) {
            self.bytes = self.bytes.saturating_sub(size(&vector.values));
        }
        true
    }
}

fn size(values: &[f32]) -> usize {
    size_of_val(values) + BYTES_BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for two vectors of four numbers.
    const TWO: usize = 2 * (4 * 4 + BYTES_BESIDE);

    fn values(number: f32) -> Vec<f32> {
        vec![number; 4]
    }

    /// Bytes, vectors, places in the queue.
    fn sizes(recent: &Recent) -> (usize, usize, usize) {
        let kept = recent.lock();
        (kept.bytes, kept.vectors.len(), kept.order.len())
    }

    #[test]
    fn a_text_is_known_by_a_key_that_is_drawn_anew_and_by_its_exit() {
        let (one, other) = (Recent::new(TWO), Recent::new(TWO));
        assert_eq!(one.key("hello", None), one.key("hello", None));
        assert_ne!(one.key("hello", None), one.key("hello!", None));
        assert_ne!(one.key("hello", None), other.key("hello", None));
        let exit = Exit::new(&[1], |_, _| true);
        assert_ne!(one.key("hello", Some(&exit)), one.key("hello", None));
        assert_eq!(one.key("hello", Some(&exit)), one.key("hello", Some(&exit.clone())));
        assert_ne!(one.key("hello", Some(&exit)), one.key("hello", Some(&Exit::new(&[1], |_, _| true))));
    }

    #[test]
    fn the_oldest_make_room_within_the_bound() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        let keys = [[1, 1], [2, 2], [3, 3]];
        for (key, number) in keys.iter().zip([1.0, 2.0, 3.0]) {
            recent.keep(*key, &values(number), 6, now);
            recent.keep(*key, &values(9.0), 6, now);
        }
        let found = keys.map(|key| recent.get(&key, now).map(|(values, layer)| (values[0], layer)));
        assert_eq!(found, [None, Some((2.0, 6)), Some((3.0, 6))]);
        assert_eq!(sizes(&recent), (TWO, 2, 2));
        recent.keep([4, 4], &[0.0; 1_000], 6, now);
        assert_eq!(recent.get(&[4, 4], now), None);
    }

    #[test]
    fn no_vector_is_used_or_kept_past_its_time() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        recent.keep([1, 1], &values(1.0), 2, now);
        let later = now + USED_FOR;
        recent.keep([2, 2], &values(2.0), 2, later);
        assert_eq!(recent.get(&[1, 1], later), None);
        recent.sweep(later);
        assert_eq!(sizes(&recent), (TWO / 2, 1, 1));
        assert_eq!(USED_FOR + SWEPT_EVERY, Duration::from_mins(10));
    }

    #[test]
    fn forgetting_leaves_nothing() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        recent.keep([1, 1], &values(1.0), 2, now);
        recent.forget();
        assert_eq!((recent.get(&[1, 1], now), sizes(&recent)), (None, (0, 0, 0)));
    }

    #[test]
    fn nothing_is_kept_at_zero_bytes() {
        assert!(Recent::start(0).unwrap().is_none());
    }
}
