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

use super::{Encoded, Exit};

/// How long a vector is used.
const USED_FOR: Duration = Duration::from_mins(9);
/// How often those that are past it are removed: together ten minutes.
const SWEPT_EVERY: Duration = Duration::from_mins(1);
/// What a vector costs besides its numbers: key, places in map and queue, both with spare room. Rather too much than too little.
const BYTES_BESIDE: usize = 256;

/// A text under who decides where it leaves: by another it may leave elsewhere.
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
    vectors: HashMap<Key, Known>,
    /// The oldest first.
    order: VecDeque<(Key, Instant)>,
    bytes: usize,
}

/// What the encoder said, overwritten when it goes.
struct Known {
    encoded: Encoded,
    since: Instant,
}

impl Drop for Known {
    fn drop(&mut self) {
        self.encoded.vector.zeroize();
        self.encoded.passed.zeroize();
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
        let decider = exit.map(Exit::decider);
        self.hashers.each_ref().map(|hasher| hasher.hash_one((text, decider)))
    }

    /// What the encoder said of a text; now it took no time.
    pub(super) fn get(&self, key: &Key, now: Instant) -> Option<Encoded> {
        let kept = self.lock();
        let known = kept.vectors.get(key).filter(|known| now.saturating_duration_since(known.since) < USED_FOR)?;
        Some(Encoded { tokenize_us: 0, encode_us: 0, ..known.encoded.clone() })
    }

    /// Keeps what the encoder said; the oldest make room.
    pub(super) fn keep(&self, key: Key, encoded: &Encoded, now: Instant) {
        let size = size(encoded);
        let mut kept = self.lock();
        // Two callers may have sent the same text at a time.
        if size > self.bytes || kept.vectors.contains_key(&key) {
            return;
        }
        while kept.bytes + size > self.bytes && kept.remove_oldest() {}
        kept.vectors.insert(key, Known { encoded: encoded.clone(), since: now });
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
        if let Some(known) = self.vectors.remove(&key) {
            self.bytes = self.bytes.saturating_sub(size(&known.encoded));
        }
        true
    }
}

fn size(encoded: &Encoded) -> usize {
    let all = std::iter::once(&encoded.vector).chain(&encoded.passed);
    all.map(|vector| size_of_val(vector.as_slice()) + size_of_val(vector)).sum::<usize>() + BYTES_BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::encoder::Decider;

    /// Room for two texts with a vector of four numbers where each left and one where it passed.
    const TWO: usize = 2 * (2 * (4 * 4 + size_of::<Vec<f32>>()) + BYTES_BESIDE);

    fn encoded(number: f32) -> Encoded {
        Encoded { vector: vec![number; 4], layer: 6, passed: vec![vec![-number; 4]], tokenize_us: 7, encode_us: 9 }
    }

    /// Bytes, vectors, places in the queue.
    fn sizes(recent: &Recent) -> (usize, usize, usize) {
        let kept = recent.lock();
        (kept.bytes, kept.vectors.len(), kept.order.len())
    }

    #[test]
    fn a_text_is_known_by_a_key_that_is_drawn_anew_and_by_who_decides_where_it_leaves() {
        let (one, other) = (Recent::new(TWO), Recent::new(TWO));
        assert_eq!(one.key("hello", None), one.key("hello", None));
        assert_ne!(one.key("hello", None), one.key("hello!", None));
        assert_ne!(one.key("hello", None), other.key("hello", None));
        let (decider, another) = (Decider::new(), Decider::new());
        let key = |decider| one.key("hello", Some(&Exit::new(decider, &[1], |_, _| true)));
        assert_ne!(key(decider), one.key("hello", None));
        assert_eq!(key(decider), key(decider));
        assert_ne!(key(decider), key(another));
    }

    #[test]
    fn the_oldest_make_room_within_the_bound() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        let keys = [[1, 1], [2, 2], [3, 3]];
        for (key, number) in keys.iter().zip([1.0, 2.0, 3.0]) {
            recent.keep(*key, &encoded(number), now);
            recent.keep(*key, &encoded(9.0), now);
        }
        let found = keys.map(|key| recent.get(&key, now).map(|known| (known.vector[0], known.passed[0][0], known.layer, known.encode_us)));
        assert_eq!(found, [None, Some((2.0, -2.0, 6, 0)), Some((3.0, -3.0, 6, 0))]);
        assert_eq!(sizes(&recent), (TWO, 2, 2));
        recent.keep([4, 4], &Encoded { vector: vec![0.0; 1_000], ..encoded(4.0) }, now);
        assert!(recent.get(&[4, 4], now).is_none());
    }

    #[test]
    fn no_vector_is_used_or_kept_past_its_time() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        recent.keep([1, 1], &encoded(1.0), now);
        let later = now + USED_FOR;
        recent.keep([2, 2], &encoded(2.0), later);
        assert!(recent.get(&[1, 1], later).is_none());
        recent.sweep(later);
        assert_eq!(sizes(&recent), (TWO / 2, 1, 1));
        assert_eq!(USED_FOR + SWEPT_EVERY, Duration::from_mins(10));
    }

    #[test]
    fn forgetting_leaves_nothing() {
        let (recent, now) = (Recent::new(TWO), Instant::now());
        recent.keep([1, 1], &encoded(1.0), now);
        recent.forget();
        assert!(recent.get(&[1, 1], now).is_none());
        assert_eq!(sizes(&recent), (0, 0, 0));
    }

    #[test]
    fn nothing_is_kept_at_zero_bytes() {
        assert!(Recent::start(0).unwrap().is_none());
    }
}
