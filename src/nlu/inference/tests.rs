use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::nlu::encoder::{BertEncoder, Decider};

/// An encoder that a test steers: it reports what it is given and waits for leave.
struct Steered {
    seen: Sender<Vec<String>>,
    leave: Mutex<Receiver<()>>,
}

impl Encoder for Steered {
    fn dimensions(&self) -> usize {
        1
    }

    fn fingerprint(&self) -> &'static str {
        "steered"
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        self.seen.send(texts.iter().map(ToString::to_string).collect()).unwrap();
        let _ = self.leave.lock().unwrap().recv();
        assert!(!texts.contains(&"panic"), "as asked");
        if texts.contains(&"refuse") {
            return Err(EncodeError::Tokenize { characters: 6 });
        }
        Ok(texts.iter().map(|text| vec![if text.starts_with('-') { -1.0 } else { 1.0 }]).collect())
    }
}

/// A running inference with one thread, what it sees, and the leave to go on.
fn steered(queue: usize, deadline: Duration) -> (Inference, Receiver<Vec<String>>, Sender<()>) {
    let ((report, sees), (go, leave)) = (channel(), channel());
    let encoder = Arc::new(Steered { seen: report, leave: Mutex::new(leave) });
    (Inference::start(encoder, InferenceSettings { threads: 1, queue, deadline, recent_bytes: 0 }).unwrap(), sees, go)
}

const LONG: Duration = Duration::from_mins(1);

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Sends texts in order and gives the tasks that wait for them.
async fn send(inference: &Inference, texts: &[&str]) -> Vec<tokio::task::JoinHandle<Result<Encoded, InferenceError>>> {
    let mut tasks = Vec::new();
    for text in texts {
        let (inference, text) = (inference.clone(), (*text).to_owned());
        tasks.push(tokio::spawn(async move { inference.encode(text).await }));
        tokio::task::yield_now().await;
    }
    tasks
}

#[test]
fn a_full_queue_answers_at_once() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(1, LONG);
        let mut tasks = send(&inference, &["first"]).await;
        assert_eq!(sees.recv().unwrap(), ["first"]);
        tasks.extend(send(&inference, &["second"]).await);
        let refused = inference.encode("third".into()).await;
        assert!(matches!(refused, Err(InferenceError::Overloaded { waiting: 1 })), "{refused:?}");
        drop(go);
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap().vector, [1.0]);
        }
    });
}

#[test]
fn what_waits_is_encoded_together_within_the_token_budget() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(10, LONG);
        let long = "x".repeat(492);
        let tasks = send(&inference, &["first"]).await;
        assert_eq!(sees.recv().unwrap(), ["first"]);
        let more = send(&inference, &["a", "b", &long, "c"]).await;
        drop(go);
        assert_eq!(sees.recv().unwrap(), ["a", "b"]);
        assert_eq!(sees.recv().unwrap(), [long.as_str(), "c"]);
        for task in tasks.into_iter().chain(more) {
            assert!(task.await.unwrap().is_ok());
        }
    });
}

#[test]
fn callers_who_left_are_skipped() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(2, LONG);
        let first = send(&inference, &["first"]).await;
        assert_eq!(sees.recv().unwrap(), ["first"]);
        let left = send(&inference, &["left", "left too"]).await;
        for task in left {
            task.abort();
            assert!(task.await.unwrap_err().is_cancelled());
        }
        // The queue of two has room again.
        let stayed = send(&inference, &["stayed", "stayed too"]).await;
        drop(go);
        assert_eq!(sees.recv().unwrap(), ["stayed", "stayed too"]);
        for task in first.into_iter().chain(stayed) {
            assert!(task.await.unwrap().is_ok());
        }
    });
}

#[test]
fn the_deadline_ends_the_wait_though_the_encoder_hangs() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(2, Duration::from_millis(1));
        let late = inference.encode("late".into()).await;
        assert!(matches!(late, Err(InferenceError::DeadlineExceeded { .. })), "{late:?}");
        drop((go, sees));
    });
}

#[test]
fn a_text_whose_deadline_has_passed_is_not_encoded() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(10, Duration::from_millis(1));
        // Until the thread is at the encoder, and stays there.
        while sees.try_recv().is_err() {
            assert!(inference.encode("first".into()).await.is_err());
        }
        let late = inference.encode("second".into()).await;
        assert!(matches!(late, Err(InferenceError::DeadlineExceeded { .. })), "{late:?}");
        drop(go);
        while inference.encode("last".into()).await.is_err() {}
        drop(inference);
        assert!(sees.iter().flatten().all(|text| text != "second"));
    });
}

/// Reports how many threads its products have, and waits for leave.
struct Measured {
    threads: Sender<usize>,
    leave: Mutex<Receiver<()>>,
}

impl Encoder for Measured {
    fn dimensions(&self) -> usize {
        1
    }

    fn fingerprint(&self) -> &'static str {
        "measured"
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        self.threads.send(rayon::current_num_threads()).unwrap();
        let _ = self.leave.lock().unwrap().recv();
        Ok(vec![vec![1.0]; texts.len()])
    }
}

#[test]
fn a_text_that_is_alone_has_two_threads_and_the_next_one_its_own() {
    for (threads, expected) in [(2, [2, 1]), (1, [1, 1])] {
        runtime().block_on(async {
            let ((report, seen), (go, leave)) = (channel(), channel());
            let encoder = Arc::new(Measured { threads: report, leave: Mutex::new(leave) });
            let inference =
                Inference::start(encoder, InferenceSettings { threads, deadline: LONG, ..InferenceSettings::default() }).unwrap();
            let alone = send(&inference, &["alone"]).await;
            let first = seen.recv().unwrap();
            let beside = send(&inference, &["beside", "beside too"]).await;
            drop(go);
            assert_eq!([first, seen.recv().unwrap()], expected);
            for task in alone.into_iter().chain(beside) {
                assert!(task.await.unwrap().is_ok());
            }
        });
    }
}

#[test]
fn a_panic_fails_its_text_and_neither_its_neighbours_nor_the_thread() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(10, LONG);
        let first = send(&inference, &["first"]).await;
        assert_eq!(sees.recv().unwrap(), ["first"]);
        let tasks = send(&inference, &["good", "panic", "refuse", "-good"]).await;
        drop((go, first));
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        let shown: Vec<String> = results
            .iter()
            .map(|result| result.as_ref().map_or_else(ToString::to_string, |encoded| format!("{:?}", encoded.vector)))
            .collect();
        assert_eq!(shown, ["[1.0]", "the encoder failed on this batch", "the tokenizer could not read a text of 6 characters", "[-1.0]"]);
        assert!(inference.encode("after".into()).await.is_ok());
    });
}

#[test]
fn training_data_comes_back_in_order_with_its_progress() {
    let (inference, sees, go) = steered(1, LONG);
    drop(go);
    // More than one batch, more than the queue holds, and of mixed lengths.
    let texts: Vec<String> = (0..300).map(|row| format!("{}{}", if row % 3 == 0 { "-" } else { "" }, "word ".repeat(row % 7))).collect();
    let (progress, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let done = |finished| {
        assert!(progress.swap(finished, Ordering::SeqCst) < finished);
        calls.fetch_add(1, Ordering::SeqCst);
    };
    let vectors = inference.encode_all(&texts, &done).unwrap();
    assert_eq!(progress.load(Ordering::SeqCst), 300);
    assert!(calls.load(Ordering::SeqCst) > 1);
    for (text, vector) in texts.iter().zip(vectors) {
        assert_eq!(vector, [if text.starts_with('-') { -1.0 } else { 1.0 }]);
    }
    assert!(sees.iter().take(calls.load(Ordering::SeqCst)).all(|batch| !batch.is_empty()));
    assert!(inference.encode_all(&[], &done).unwrap().is_empty());
}

#[test]
fn training_stops_at_the_first_failure() {
    let (inference, _sees, go) = steered(1, LONG);
    drop(go);
    assert!(matches!(inference.encode_all(&["panic".into()], &|_| ()), Err(InferenceError::Panicked)));
    let refused = inference.encode_all(&["refuse".into()], &|_| ());
    assert!(matches!(refused, Err(InferenceError::Encode(EncodeError::Tokenize { characters: 6 }))));
}

#[test]
fn a_message_goes_before_training() {
    runtime().block_on(async {
        let (inference, sees, go) = steered(10, LONG);
        let texts: Vec<String> = (0..3).map(|row| format!("{row}{}", "x".repeat(1_000))).collect();
        let trainer = inference.clone();
        let training = std::thread::spawn(move || trainer.encode_all(&texts, &|_| ()).map(|vectors| vectors.len()));
        assert!(sees.recv().unwrap()[0].starts_with('0'));
        let message = send(&inference, &["hello"]).await;
        drop(go);
        assert_eq!(sees.recv().unwrap(), ["hello"]);
        for task in message {
            assert!(task.await.unwrap().is_ok());
        }
        assert_eq!(training.join().unwrap().unwrap(), 3);
    });
}

#[test]
fn the_threads_end_with_the_last_handle() {
    let (inference, sees, go) = steered(1, LONG);
    drop((inference, go));
    // The encoder, and with it its end of the channel, goes when the thread has ended.
    assert!(sees.recv().is_err());
}

#[test]
fn debug_shows_no_vector() {
    let encoded = Encoded { vector: vec![0.25], layer: 6, passed: Vec::new(), tokenize_us: 1, encode_us: 2 };
    assert_eq!(format!("{encoded:?}"), "Encoded([redacted], 1 µs + 2 µs)");
}

#[test]
fn a_text_may_leave_the_encoder_early_and_its_neighbour_not() {
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert");
    let encoder = BertEncoder::load(&tiny).unwrap();
    let text = "hello".to_owned();
    let inner = encoder.encode_layers(&[&text], &[1, 2]).unwrap().remove(0);
    let settings = InferenceSettings { threads: 1, queue: 10, deadline: LONG, recent_bytes: 0 };
    let inference = Inference::start(Arc::new(encoder), settings).unwrap();
    runtime().block_on(async {
        let exit = Exit::new(Decider::new(), &[1], |_, vector| vector.len() == 36);
        let (early, whole) = tokio::join!(inference.encode_until(text.clone(), Some(exit)), inference.encode(text.clone()));
        let (early, whole) = (early.unwrap(), whole.unwrap());
        assert_eq!((early.layer, whole.layer), (1, 2));
        assert_eq!((&early.vector, &whole.vector), (&inner[0], &inner[1]));
        let broken = Exit::new(Decider::new(), &[1], |_, _| panic!("as asked"));
        assert!(matches!(inference.encode_until(text.clone(), Some(broken)).await, Err(InferenceError::Panicked)));
    });
    assert_eq!(inference.encode_all_layers(&[text.clone(), text], &[1, 2], &|_| ()).unwrap(), [inner.clone(), inner]);
    let refused = inference.encode_all_layers(&["hello".into()], &[3], &|_| ());
    assert!(matches!(refused, Err(InferenceError::Encode(EncodeError::UnknownLayer { layer: 3, layers: 2 }))), "{refused:?}");
}

#[test]
fn the_same_words_are_encoded_once_while_their_vector_is_kept() {
    let ((report, sees), (go, leave)) = (channel(), channel());
    let encoder = Arc::new(Steered { seen: report, leave: Mutex::new(leave) });
    let settings = InferenceSettings { threads: 1, queue: 2, deadline: LONG, recent_bytes: 10_000 };
    let inference = Inference::start(encoder, settings).unwrap();
    drop(go);
    runtime().block_on(async {
        for text in ["-again", "-again", "other"] {
            assert_eq!(inference.encode(text.into()).await.unwrap().vector, [if text == "other" { 1.0 } else { -1.0 }]);
        }
        // What failed is tried again.
        assert!(inference.encode("refuse".into()).await.is_err());
        assert!(inference.encode("refuse".into()).await.is_err());
        inference.forget_recent();
        inference.encode("-again".into()).await.unwrap();
    });
    let texts: Vec<String> = sees.try_iter().flatten().collect();
    assert_eq!(texts, ["-again", "other", "refuse", "refuse", "-again"]);
}

#[test]
fn what_is_kept_of_a_text_is_all_that_the_encoder_said() {
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert");
    let settings = InferenceSettings { threads: 1, queue: 10, deadline: LONG, recent_bytes: 100_000 };
    let inference = Inference::start(Arc::new(BertEncoder::load(&tiny).unwrap()), settings).unwrap();
    let decider = Decider::new();
    runtime().block_on(async {
        for leaves in [false, true] {
            // Whoever decides, decides the same each time: the second one is not asked.
            let exit = |leaves| Some(Exit::new(decider, &[1], move |_, _| leaves));
            let text = format!("hello {leaves}");
            let encoded = inference.encode_until(text.clone(), exit(leaves)).await.unwrap();
            let known = inference.encode_until(text, exit(!leaves)).await.unwrap();
            assert_eq!((encoded.layer, encoded.passed.len()), if leaves { (1, 0) } else { (2, 1) });
            assert_eq!((known.vector, known.layer, known.passed), (encoded.vector, encoded.layer, encoded.passed));
        }
    });
}
