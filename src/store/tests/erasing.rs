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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_readable_after_a_receipt_whatever_was_written_meanwhile() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    for number in 0..50 {
        let mut said = conversation(&person("ada"), &[("name", text("Ada"))]);
        said.revision = store.commit(turn(&store, number, said.clone())).await.unwrap();
        let late = turn(&store, number, said);
        let (subject, bot) = (late.subject, bot());
        let writer = {
            let store = store.clone();
            tokio::spawn(async move { store.commit(late).await })
        };
        let receipt = store.erase(&subject, &bot, noon()).await.unwrap().unwrap();
        assert!(receipt.keys >= 2);
        let written = writer.await.unwrap();
        assert!(matches!(written, Ok(_) | Err(StoreError::Gone { .. })), "{written:?}");
        assert_eq!(store.conversation(conversation_id(number), &TOKEN).await.unwrap(), None);
        assert_eq!(store.stat().await.unwrap(), Stat::default());
    }
}

#[tokio::test]
async fn erasing_everywhere_reaches_every_bot_and_has_its_own_receipt() {
    let store = Store::in_memory().unwrap();
    let ada = store.subject(&person("ada"));
    store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    let mut elsewhere = conversation(&person("ada"), &[]);
    elsewhere.bot = BotName::new("shop").unwrap();
    store.commit(turn(&store, 2, elsewhere)).await.unwrap();
    let receipt = store.erase_everywhere(&ada, noon()).await.unwrap().unwrap();
    assert_eq!((receipt.keys, receipt.records, receipt.bot.clone()), (2, 2, None));
    assert_eq!(store.erase_everywhere(&ada, noon()).await.unwrap(), Some(receipt));
}

#[tokio::test]
async fn a_receipt_is_kept_for_thirty_days_and_then_the_person_is_unknown() {
    let place = Place::used().await;
    let open = |now: &str| {
        let root = RootKey::read(&place.root(), &place.data()).unwrap();
        Store::open(StoreSettings::new(place.data(), root, Access::Serve), at(now)).unwrap()
    };
    let store = open("2026-11-23T12:00:00Z");
    let ada = store.subject(&person("ada"));
    let receipt = store.erase(&ada, &bot(), noon()).await.unwrap();
    drop(store);
    for (now, expected) in [("2026-12-23T23:59:59Z", receipt), ("2026-12-24T00:00:00Z", None)] {
        assert_eq!(open(now).erase(&ada, &bot(), noon()).await.unwrap(), expected, "{now}");
    }
}
