use super::*;

#[tokio::test]
async fn erasing_twice_gives_the_same_receipt_and_leaves_nothing() {
    let store = Store::in_memory().unwrap();
    let ada = store.subject(&person("ada"));
    store.commit(turn(&store, 1, conversation(&person("ada"), &[("name", text("Ada"))]))).await.unwrap();
    let receipt = store.erase(&ada, &bot(), noon()).await.unwrap().unwrap();
    assert_eq!((receipt.keys, receipt.records, receipt.erased_on), (2, 2, jiff::civil::date(2026, 11, 23)));
    assert_eq!(store.erase(&ada, &bot(), at("2026-12-01T00:00:00Z")).await.unwrap(), Some(receipt));
    assert_eq!(store.conversation(conversation_id(1), &TOKEN).await.unwrap(), None);
    assert_eq!(store.profile(&ada, &bot()).await.unwrap(), Profile::default());
}

#[tokio::test]
async fn nothing_is_known_of_a_stranger() {
    let store = Store::in_memory().unwrap();
    assert_eq!(store.erase(&store.subject(&person("eve")), &bot(), noon()).await.unwrap(), None);
}

#[tokio::test]
async fn a_turn_that_was_under_way_while_its_person_was_erased_is_gone() {
    let store = Store::in_memory().unwrap();
    let mut said = conversation(&person("ada"), &[("name", text("Ada"))]);
    said.revision = store.commit(turn(&store, 1, said.clone())).await.unwrap();
    store.erase(&store.subject(&person("ada")), &bot(), noon()).await.unwrap();
    let late = turn(&store, 1, said);
    assert_eq!(store.commit(late).await, Err(StoreError::Gone { conversation: conversation_id(1) }));
    assert_eq!(store.erase(&store.subject(&person("ada")), &bot(), noon()).await.unwrap().unwrap().keys, 2);
}

#[tokio::test]
async fn erasing_at_one_bot_leaves_the_other_bots() {
    let store = Store::in_memory().unwrap();
    store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    let mut elsewhere = conversation(&person("ada"), &[]);
    elsewhere.bot = BotName::new("recruitment2").unwrap();
    store.commit(turn(&store, 2, elsewhere)).await.unwrap();
    store.erase(&store.subject(&person("ada")), &bot(), noon()).await.unwrap().unwrap();
    assert!(store.conversation(conversation_id(1), &TOKEN).await.unwrap().is_none());
    assert!(store.conversation(conversation_id(2), &TOKEN).await.unwrap().is_some());
}
