//! The threads that encode: a bounded queue in front, so that overload is an answer and never a growing wait.
//!
//! Each thread is its own one-thread rayon pool: rten's products would otherwise all meet in the global pool. What waits
//! is encoded together, up to a budget of tokens and shared fairly with idle threads; a text that is alone is encoded by two
//! threads at once. Callers who left are skipped; a panic in a forward pass is an error to its callers, and the thread goes on.
//! People's messages go before training.

mod queue;
mod recent;

#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

use super::encoder::{EncodeError, EncodedBatch, Encoder, Exit};
pub(crate) use queue::tokens;
use queue::{Bulk, Queue, Request, Work};
use recent::Recent;

/// The most tokens of a training batch: smaller than a forward pass may be, so that a person's message waits no longer
/// than about 50 ms behind it.
const BULK_TOKENS: usize = 256;

/// The threads that share the products of a text that is alone.
const WIDTH: usize = 2;

/// How inference runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InferenceSettings {
    /// The number of threads, at least 1.
    pub threads: usize,
    /// The most texts that may wait.
    pub queue: usize,
    /// The longest that a caller waits.
    pub deadline: Duration,
    /// The bytes of vectors that are kept in memory, for ten minutes at the most; 0 keeps none.
    pub recent_bytes: usize,
}

impl Default for InferenceSettings {
    /// One thread per core; 256 texts wait (about a second of work on two cores); 10 seconds; no vectors are kept.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { threads, queue: 256, deadline: Duration::from_secs(10), recent_bytes: 0 }
    }
}

/// Why a text was not encoded.
#[derive(Debug, thiserror::Error)]
pub enum InferenceError {
    /// The queue is full: the caller should try again later.
    #[error("{waiting} texts are waiting to be understood; try again in a moment")]
    Overloaded {
        /// How many wait.
        waiting: usize,
    },
    /// The deadline passed.
    #[error("the text was not encoded within {} ms", deadline.as_millis())]
    DeadlineExceeded {
        /// The deadline.
        deadline: Duration,
    },
    /// The forward pass panicked; the thread goes on.
    #[error("the encoder failed on this batch")]
    Panicked,
    /// The encoder refused the text.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The threads have ended.
    #[error("the inference threads have ended")]
    Stopped,
    /// A thread could not be started.
    #[error("cannot start inference thread {thread}: {source}")]
    Start {
        /// Which one.
        thread: usize,
        /// Why.
        source: std::io::Error,
    },
}

/// A text's vector and what it took.
#[derive(Clone)]
pub struct Encoded {
    /// The unit-length sentence vector. It tells much of its text: personal data as the text is.
    pub vector: Vec<f32>,
    /// The layer after which the text left the encoder, counted from 1.
    pub layer: usize,
    /// Its vectors after the layers where it might have left, in their order.
    pub passed: Vec<Vec<f32>>,
    /// Text to token ids, in microseconds, for the batch that the text was in.
    pub tokenize_us: u64,
    /// Token ids to vector, in microseconds, for the batch that the text was in.
    pub encode_us: u64,
}

impl std::fmt::Debug for Encoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Encoded([redacted], {} µs + {} µs)", self.tokenize_us, self.encode_us)
    }
}

/// A handle on the inference threads; they end when the last handle is dropped.
#[derive(Clone)]
pub struct Inference {
    shared: Arc<Shared>,
    settings: InferenceSettings,
}

struct Shared {
    encoder: Arc<dyn Encoder>,
    queue: Arc<Queue>,
    /// Vectors of the last minutes, and what keeps the thread alive that removes old ones.
    recent: Option<(Arc<Recent>, mpsc::Sender<()>)>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl Inference {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`InferenceError::Start`] when the system gives no thread.
    pub fn start(encoder: Arc<dyn Encoder>, settings: InferenceSettings) -> Result<Self, InferenceError> {
        let settings = InferenceSettings { threads: settings.threads.max(1), ..settings };
        let queue = Arc::new(Queue::new(settings.queue));
        let recent = Recent::start(settings.recent_bytes).map_err(|source| InferenceError::Start { thread: settings.threads, source })?;
        let shared = Arc::new(Shared { encoder, queue, recent });
        let wide = (settings.threads >= WIDTH).then(wide_pool).flatten().map(Arc::new);
        for thread in 0..settings.threads {
            let (encoder, queue, wide) = (shared.encoder.clone(), shared.queue.clone(), wide.clone());
            let builder = std::thread::Builder::new().name(format!("inference-{thread}"));
            let started = builder.spawn(move || run(&*encoder, &queue, wide.as_deref()));
            // On failure `shared` is dropped, which ends the threads that did start.
            started.map_err(|source| InferenceError::Start { thread, source })?;
        }
        Ok(Self { shared, settings })
    }

    /// The encoder.
    pub fn encoder(&self) -> &dyn Encoder {
        &*self.shared.encoder
    }

    /// Encodes one text. Dropping the future takes the text out of the queue.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] at once when the queue is full, [`InferenceError::DeadlineExceeded`] when the
    /// vector is not there in time, and what the encoder says.
    pub async fn encode(&self, text: String) -> Result<Encoded, InferenceError> {
        self.encode_until(text, None).await
    }

    /// As [`Inference::encode`], but the text may leave the encoder early. The exit is asked on an inference thread, so it must be quick
    /// and must not wait.
    ///
    /// # Errors
    /// As [`Inference::encode`]; [`InferenceError::Panicked`] when the exit panics.
    pub async fn encode_until(&self, text: String, exit: Option<Exit>) -> Result<Encoded, InferenceError> {
        let recent = self.shared.recent.as_ref().map(|(recent, _)| (recent, recent.key(&text, exit.as_ref())));
        if let Some(known) = recent.as_ref().and_then(|(recent, key)| recent.get(key, Instant::now())) {
            return Ok(known);
        }
        let (reply, answer) = oneshot::channel();
        self.shared.queue.push(Request { text, exit, reply })?;
        let deadline = self.settings.deadline;
        let encoded = match tokio::time::timeout(deadline, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(InferenceError::Stopped),
            Err(_) => Err(InferenceError::DeadlineExceeded { deadline }),
        }?;
        if let Some((recent, key)) = recent {
            recent.keep(key, &encoded, Instant::now());
        }
        Ok(encoded)
    }

    /// Removes the vectors of what people wrote in the last minutes, if any are kept: nothing says whose they are, so whoever is to be
    /// forgotten is forgotten with all others.
    pub fn forget_recent(&self) {
        if let Some((recent, _)) = &self.shared.recent {
            recent.forget();
        }
    }

    /// Encodes many texts on all threads, in order: for training data. Blocks, without a deadline; `done` hears how many
    /// texts are done so far. People's messages go first.
    ///
    /// # Errors
    /// The first thing that the encoder says, or [`InferenceError::Panicked`].
    pub fn encode_all(&self, texts: &[String], done: &(dyn Fn(usize) + Sync)) -> Result<Vec<Vec<f32>>, InferenceError> {
        let vectors = self.encode_all_layers(texts, &[self.encoder().layers()], done)?;
        Ok(vectors.into_iter().filter_map(|layers| layers.into_iter().next()).collect())
    }

    /// As [`Inference::encode_all`], for each text its vectors after each of the given layers, counted from 1.
    ///
    /// # Errors
    /// As [`Inference::encode_all`]; [`EncodeError::UnknownLayer`].
    pub fn encode_all_layers(
        &self,
        texts: &[String],
        layers: &[usize],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<Vec<Vec<f32>>>, InferenceError> {
        let (reply, answers) = mpsc::channel();
        self.shared.queue.push_bulk(bulk_batches(texts, layers, &reply));
        drop(reply);
        let mut vectors = vec![Vec::new(); texts.len()];
        let mut finished = 0;
        while let Ok((places, result)) = answers.recv() {
            finished += places.len();
            for (place, layers) in places.into_iter().zip(result?) {
                vectors[place] = layers;
            }
            done(finished);
        }
        if finished == texts.len() { Ok(vectors) } else { Err(InferenceError::Stopped) }
    }
}

impl std::fmt::Debug for Inference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inference").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Cuts texts into batches of about [`BULK_TOKENS`], the longest texts first, so that no long batch is left for the end.
fn bulk_batches(texts: &[String], layers: &[usize], reply: &mpsc::Sender<queue::BulkAnswer>) -> Vec<Bulk> {
    let layers: Arc<[usize]> = layers.into();
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(texts[*place].len()));
    let mut batches: Vec<Bulk> = Vec::new();
    let mut room = 0;
    for place in order {
        let text = &texts[place];
        let tokens = tokens(text);
        if tokens > room || batches.is_empty() {
            batches.push(Bulk { texts: Vec::new(), places: Vec::new(), layers: layers.clone(), reply: reply.clone() });
            room = BULK_TOKENS;
        }
        room = room.saturating_sub(tokens);
        if let Some(batch) = batches.last_mut() {
            batch.texts.push(text.clone());
            batch.places.push(place);
        }
    }
    batches
}

/// The pool of a text that is alone; without it such a text is encoded as any other.
fn wide_pool() -> Option<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(WIDTH).thread_name(|thread| format!("inference-wide-{thread}")).build();
    pool.inspect_err(|error| tracing::warn!(%error, "a text that is alone is encoded on one thread")).ok()
}

/// What an inference thread does, until the queue is closed.
fn run(encoder: &dyn Encoder, queue: &Queue, wide: Option<&ThreadPool>) {
    // The thread itself becomes the pool, so that products neither leave it nor wake another.
    let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    if let Err(error) = &pool {
        tracing::warn!(%error, "no own pool for an inference thread: products share the global one");
    }
    while let Some(work) = queue.take() {
        match work {
            Work::Requests(requests) => answer(encoder, requests),
            Work::Alone(request) => match wide {
                Some(wide) => wide.install(|| answer(encoder, vec![request])),
                None => answer(encoder, vec![request]),
            },
            Work::Bulk(Bulk { texts, places, layers, reply }) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                // The trainer may have stopped at an earlier error.
                let _ = reply.send((places, guarded(|| encoder.encode_layers(&texts, &layers))));
            }
        }
        queue.done();
    }
}

fn answer(encoder: &dyn Encoder, requests: Vec<Request>) {
    let texts: Vec<&str> = requests.iter().map(|request| request.text.as_str()).collect();
    let exits: Vec<Option<Exit>> = requests.iter().map(|request| request.exit.clone()).collect();
    match guarded(|| encoder.encode_until(&texts, &exits)) {
        Ok(EncodedBatch { vectors, layers, passed, tokenize, forward }) => {
            let (tokenize_us, encode_us) = (microseconds(tokenize), microseconds(forward));
            for (((request, vector), layer), passed) in requests.into_iter().zip(vectors).zip(layers).zip(passed) {
                // A caller may leave at any time.
                let _ = request.reply.send(Ok(Encoded { vector, layer, passed, tokenize_us, encode_us }));
            }
        }
        // One text must not fail its neighbours: each is tried again alone.
        Err(_) if requests.len() > 1 => requests.into_iter().for_each(|request| answer(encoder, vec![request])),
        Err(error) => {
            if let Some(request) = requests.into_iter().next() {
                let _ = request.reply.send(Err(error));
            }
        }
    }
}

/// Encodes, with a panic as an error. The encoder is only read, so nothing half-done is seen afterwards.
fn guarded<T>(encode: impl FnOnce() -> Result<T, EncodeError>) -> Result<T, InferenceError> {
    let result = std::panic::catch_unwind(AssertUnwindSafe(encode));
    Ok(result.map_err(|_| InferenceError::Panicked)??)
}

fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
