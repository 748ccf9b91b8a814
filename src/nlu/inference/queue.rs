//! The queue between callers and inference threads.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use tokio::sync::oneshot;

use super::{Encoded, Exit, InferenceError};

/// The most tokens that wait together for one forward pass: a larger batch is hardly faster per text, and its first
/// caller waits for the last.
const REQUEST_TOKENS: usize = 128;

/// The most tokens that sentence encoders usually read of a text.
const LONGEST_TOKENS: usize = 256;

/// One text that a caller waits for.
pub(super) struct Request {
    /// The text.
    pub(super) text: String,
    /// Where it may leave the encoder early.
    pub(super) exit: Option<Exit>,
    /// Where the vector goes.
    pub(super) reply: oneshot::Sender<Result<Encoded, InferenceError>>,
}

/// The places of a batch's texts, and for each its vectors by layer.
pub(super) type BulkAnswer = (Vec<usize>, Result<Vec<Vec<Vec<f32>>>, InferenceError>);

/// A batch of training data.
pub(super) struct Bulk {
    /// The texts.
    pub(super) texts: Vec<String>,
    /// Their places in the caller's list.
    pub(super) places: Vec<usize>,
    /// The layers whose vectors are wanted.
    pub(super) layers: Arc<[usize]>,
    /// Where the vectors go.
    pub(super) reply: mpsc::Sender<BulkAnswer>,
}

/// What a thread does next.
pub(super) enum Work {
    /// Texts to encode together, each for its caller.
    Requests(Vec<Request>),
    /// The only text that there is to encode: nobody else needs the other cores.
    Alone(Request),
    /// A batch of training data.
    Bulk(Bulk),
}

/// A bounded queue of requests, and behind it training data, which waits in its caller's memory anyway.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    capacity: usize,
}

#[derive(Default)]
struct State {
    requests: VecDeque<Request>,
    bulk: VecDeque<Bulk>,
    /// Threads that wait for work.
    idle: usize,
    /// Threads that have work.
    working: usize,
    closed: bool,
}

impl Queue {
    /// A queue for so many requests.
    pub(super) fn new(capacity: usize) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), capacity }
    }

    /// Adds a request, unless the queue is full.
    pub(super) fn push(&self, request: Request) -> Result<(), InferenceError> {
        let mut state = self.lock();
        if state.requests.len() >= self.capacity {
            // Only a full queue is worth a look at who has left.
            state.requests.retain(|request| !request.reply.is_closed());
        }
        let waiting = state.requests.len();
        if waiting >= self.capacity {
            return Err(InferenceError::Overloaded { waiting });
        }
        state.requests.push_back(request);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Adds training data.
    pub(super) fn push_bulk(&self, batches: Vec<Bulk>) {
        self.lock().bulk.extend(batches);
        self.changed.notify_all();
    }

    /// Ends the threads once they have done what they do now; who still waits is told.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.requests.clear();
        state.bulk.clear();
        drop(state);
        self.changed.notify_all();
    }

    /// Waits for work; nothing once the queue is closed. What was taken is to be [`Queue::done`].
    pub(super) fn take(&self) -> Option<Work> {
        let mut state = self.lock();
        state.idle += 1;
        let work = loop {
            if state.closed {
                break None;
            }
            if let Some(work) = state.next() {
                break Some(work);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        state.idle -= 1;
        state.working += usize::from(work.is_some());
        work
    }

    /// A thread has done what it took.
    pub(super) fn done(&self) {
        self.lock().working -= 1;
    }

    /// Nothing that could panic runs under the lock, so a poisoned one is still whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next(&mut self) -> Option<Work> {
        // Threads that wait are about to be woken for the rest, this one among them.
        let share = self.requests.len().div_ceil(self.idle.max(1));
        let mut taken: Vec<Request> = Vec::new();
        let mut room = REQUEST_TOKENS;
        while taken.len() < share {
            let Some(request) = self.requests.pop_front() else { break };
            if request.reply.is_closed() {
                continue;
            }
            let tokens = tokens(&request.text);
            if tokens > room && !taken.is_empty() {
                self.requests.push_front(request);
                break;
            }
            room = room.saturating_sub(tokens);
            taken.push(request);
        }
        let alone = taken.len() == 1 && self.requests.is_empty() && self.bulk.is_empty() && self.working == 0;
        match taken.pop() {
            Some(request) if alone => Some(Work::Alone(request)),
            Some(last) => {
                taken.push(last);
                Some(Work::Requests(taken))
            }
            None => self.bulk.pop_front().map(Work::Bulk),
        }
    }
}

/// About how many tokens of a text are read: English has some 4.5 bytes to a token, and two tokens stand around the text.
/// Batches have no padding, so a wrong guess only makes a batch a little larger or smaller.
pub(crate) fn tokens(text: &str) -> usize {
    (text.len() / 4 + 2).min(LONGEST_TOKENS)
}
