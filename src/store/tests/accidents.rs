//! Full disks, full queues, crashes between the two files, torn journals.

use std::fs;
use std::sync::mpsc::channel;
use std::task::{Context, Waker};

use super::*;

async fn say(store: &Store, number: u128) -> Result<Revision, StoreError> {
    store.commit(turn(store, number, conversation(&person(&format!("person {number}")), &[("name", text("Ada"))]))).await
}

async fn is_there(store: &Store, number: u128) -> bool {
    store.conversation(conversation_id(number), &TOKEN).await.unwrap().is_some()
}

#[tokio::test]
async fn a_full_queue_is_said_at_once_and_what_waits_is_done() {
    let store = Store::in_memory().unwrap();
    let (go_on, wait) = channel::<()>();
    let (started, has_started) = channel::<()>();
    let context = &mut Context::from_waker(Waker::noop());
    let block = move |_: &mut vault::Work<'_>| {
        started.send(()).unwrap();
        wait.recv().map_err(|_| StoreError::Stopped)
    };
    let mut blocked = Box::pin(store.0.threads.write(block));
    assert!(blocked.as_mut().poll(context).is_pending());
    has_started.recv().unwrap();
    let mut waiting = Vec::new();
    for _ in 0..threads::QUEUE {
        let mut job = Box::pin(store.0.threads.write(|_| Ok(())));
        assert!(job.as_mut().poll(context).is_pending());
        waiting.push(job);
    }
    assert_eq!(say(&store, 1).await, Err(StoreError::Overloaded));
    go_on.send(()).unwrap();
    blocked.await.unwrap();
    for job in waiting {
        job.await.unwrap();
    }
    say(&store, 1).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_said_and_overcome() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    say(&store, 1).await.unwrap();
    let pages = |limit: u32| {
        let store = store.clone();
        async move { store.0.threads.write(move |work| work.reading.files.limit_pages(limit)).await.unwrap() }
    };
    pages(1).await;
    let mut number = 2;
    let full = loop {
        match say(&store, number).await {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(full, StoreError::Full);
    assert!(is_there(&store, 1).await && is_there(&store, number - 1).await && !is_there(&store, number).await);
    store.erase(&store.subject(&person("person 1")), &bot(), noon()).await.unwrap().unwrap();
    assert!(!is_there(&store, 1).await);
    pages(1_000_000).await;
    say(&store, number).await.unwrap();
    assert_eq!(store.check().await.unwrap().orphans, 0);
}

#[tokio::test]
async fn a_store_whose_writing_thread_died_says_that_it_cannot_write() {
    let store = Store::in_memory().unwrap();
    say(&store, 1).await.unwrap();
    assert!(store.can_write());
    let died = store.0.threads.write::<()>(|_| panic!("the thread of this test dies")).await;
    assert_eq!(died, Err(StoreError::Stopped));
    // Told only when the thread has let go of its queue.
    assert_eq!(say(&store, 2).await, Err(StoreError::Stopped));
    assert!(!store.can_write());
}

#[tokio::test]
async fn a_failing_turn_does_not_touch_the_others_of_its_batch() {
    let store = Store::in_memory().unwrap();
    say(&store, 1).await.unwrap();
    let answers = tokio::join!(say(&store, 2), say(&store, 1), say(&store, 3));
    assert!(answers.0.is_ok() && answers.2.is_ok());
    assert_eq!(answers.1, Err(StoreError::Conflict { conversation: conversation_id(1) }));
    for number in 1..=3 {
        assert!(is_there(&store, number).await);
    }
}

/// The closed files of a store before and after something, mixed as a crash between the two commits leaves them.
async fn crash_between_the_files(place: &Place, change: impl AsyncFnOnce(&Store)) {
    let data = place.data().join("data.db");
    let before = fs::read(&data).unwrap();
    let store = place.open(Access::Serve).unwrap();
    change(&store).await;
    drop(store);
    fs::write(&data, before).unwrap();
}

#[tokio::test]
async fn a_crash_after_a_new_key_and_before_its_record_leaves_no_trace_of_the_turn() {
    let place = Place::used().await;
    crash_between_the_files(&place, async |store| assert_ne!(say(store, 2).await.unwrap(), Revision::default())).await;
    let store = place.open(Access::Serve).unwrap();
    assert!(is_there(&store, 1).await && !is_there(&store, 2).await);
    assert_eq!(store.check().await.unwrap(), Checked { records: 2, ..Checked::default() });
    say(&store, 2).await.unwrap();
}

#[tokio::test]
async fn a_crash_after_a_destroyed_key_and_before_its_records_leaves_nothing_readable() {
    let place = Place::used().await;
    let erase = async |store: &Store| drop(store.erase(&store.subject(&person("ada")), &bot(), noon()).await.unwrap());
    crash_between_the_files(&place, erase).await;
    assert_eq!(place.open(Access::Read).unwrap().check().await.unwrap().orphans, 2);
    let store = place.open(Access::Serve).unwrap();
    assert!(!is_there(&store, 1).await);
    assert_eq!(store.check().await.unwrap(), Checked::default());
}

#[tokio::test]
async fn a_torn_wal_opens_with_all_turns_before_the_tear() {
    const FRAME: usize = 4_096 + 24;
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    for number in 1..=5 {
        say(&store, number).await.unwrap();
    }
    let [data, wal, keys] = ["data.db", "data.db-wal", "keys.db"].map(|name| fs::read(place.data().join(name)).unwrap());
    drop(store);
    let mut found_before = 0;
    let tears = (wal.len() - 3 * FRAME..wal.len()).step_by(509).chain([wal.len()]);
    for length in tears {
        let torn = Place::new();
        fs::copy(place.root(), torn.root()).unwrap();
        for (name, bytes) in [("data.db", &data[..]), ("data.db-wal", &wal[..length]), ("keys.db", &keys[..])] {
            fs::write(torn.data().join(name), bytes).unwrap();
        }
        let store = torn.open(Access::Serve).unwrap();
        let mut found = 0;
        for number in 1..=5 {
            // A later turn is never there without the earlier ones.
            if is_there(&store, number).await {
                found += 1;
                assert_eq!(found, number);
            }
        }
        assert!(found >= found_before, "{found} turns with {length} bytes of WAL");
        assert!(store.check().await.unwrap().unreadable.is_empty());
        found_before = found;
    }
    assert_eq!(found_before, 5);
}

#[tokio::test]
async fn a_reading_command_after_a_crash_rolls_back_what_was_half_written() {
    let place = Place::used().await;
    let journal = place.crash_within("keys.db", "UPDATE installation SET root_epoch = root_epoch + 1");
    let store = place.open(Access::Read).unwrap();
    assert!(store.check().await.unwrap().unreadable.is_empty());
    assert!(is_there(&store, 1).await && !journal.exists());
}
