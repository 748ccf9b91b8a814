//! Unanswered messages: counted, unlinked, removable.

use super::*;

async fn add(store: &Store, week: &str, said: &str) {
    store.add_to_inbox(&bot(), &english(), week, said).await.unwrap();
}

async fn listed(store: &Store) -> Vec<(String, u64)> {
    store.inbox().await.unwrap().into_iter().map(|item| (item.text, item.count)).collect()
}

#[tokio::test]
async fn the_same_text_is_counted_and_not_repeated() {
    let store = Store::in_memory().unwrap();
    for (week, said) in [("2026-W48", "where is it"), ("2026-W47", "who"), ("2026-W49", "where is it")] {
        add(&store, week, said).await;
    }
    assert_eq!(listed(&store).await, [("where is it".to_owned(), 2), ("who".to_owned(), 1)]);
    let item = store.inbox().await.unwrap().remove(0);
    assert_eq!((item.first_week.as_str(), item.last_week.as_str()), ("2026-W48", "2026-W49"));
}

#[tokio::test]
async fn items_are_written_twenty_at_a_time_and_counted_across_restarts() {
    let place = Place::new();
    for round in 1..=3_u64 {
        let store = place.open(Access::Serve).unwrap();
        for number in 0..20 {
            add(&store, "2026-W48", &format!("question {:02}", number % 10)).await;
            if number == 18 && round == 1 {
                assert_eq!(store.stat().await.unwrap().by_type, [("inbox_buffer", 1)].into());
            }
        }
        let expected: Vec<_> = (0..10).map(|number| (format!("question {number:02}"), 2 * round)).collect();
        assert_eq!(listed(&store).await, expected);
        assert_eq!(store.stat().await.unwrap().by_type, [("inbox", 10), ("inbox_buffer", 1)].into());
        assert!(store.check().await.unwrap().unreadable.is_empty());
    }
}

#[tokio::test]
async fn a_text_is_removed_wherever_it_waits() {
    let store = Store::in_memory().unwrap();
    for number in 0..20 {
        add(&store, "2026-W48", &format!("stored {number}")).await;
    }
    add(&store, "2026-W48", "My Secret in the buffer").await;
    assert_eq!(store.purge_inbox("my secret").await.unwrap(), 1);
    assert_eq!(store.purge_inbox("STORED 1").await.unwrap(), 11);
    assert_eq!(store.purge_inbox("my secret").await.unwrap(), 0);
    assert_eq!(listed(&store).await.len(), 9);
    add(&store, "2026-W48", "stored 1").await;
    assert_eq!(listed(&store).await.len(), 10);
}

#[tokio::test]
async fn items_have_no_owner() {
    let store = Store::in_memory().unwrap();
    for _ in 0..20 {
        add(&store, "2026-W48", "where is it").await;
    }
    assert_eq!(store.dump_keys().await.unwrap(), Vec::<serde_json::Value>::new());
    for line in store.dump_page(None).await.unwrap().lines {
        assert_eq!(line["purpose"], "");
    }
}
