use super::*;

#[tokio::test]
async fn a_committed_turn_is_read_back_without_volatile_slots() {
    let store = Store::in_memory().unwrap();
    let ada = person("ada");
    let said = conversation(&ada, &[("name", text("Ada")), ("email", text("ada@example.org")), ("note", text("secret"))]);
    let revision = store.commit(turn(&store, 1, said.clone())).await.unwrap();

    let (subject, mut found) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(subject, store.subject(&ada));
    assert_eq!(std::mem::take(&mut found.revision), revision);
    let mut expected = said;
    expected.state.frames[0].slots.remove(&slot("note"));
    assert_eq!(found, expected);
}

#[tokio::test]
async fn an_unknown_id_and_a_wrong_token_look_alike() {
    let store = Store::in_memory().unwrap();
    store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    assert_eq!(store.conversation(conversation_id(2), &TOKEN).await.unwrap(), None);
    assert_eq!(store.conversation(conversation_id(1), &[8; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn a_record_that_is_no_conversation_is_no_conversation() {
    let store = Store::in_memory().unwrap();
    store.commit(turn(&store, 1, conversation(&person("ada"), &[("name", text("Ada"))]))).await.unwrap();
    let records = |reading: &vault::Reading<'_>| reading.files.data.page(TENANT, None, 100);
    for row in store.0.threads.read(records).await.unwrap() {
        let found = store.conversation(ConversationId(row.record_id), &TOKEN).await.unwrap();
        assert_eq!(found.is_some(), row.record_type == seal::RecordType::Conversation.code());
    }
}

#[tokio::test]
async fn a_slot_that_lost_its_purpose_or_value_is_deleted() {
    let store = Store::in_memory().unwrap();
    let mut said = conversation(&person("ada"), &[("name", text("Ada")), ("email", text("ada@example.org"))]);
    said.revision = store.commit(turn(&store, 1, said.clone())).await.unwrap();
    let mut next = turn(&store, 1, said);
    next.purposes.remove(&(flow(), slot("email")));
    store.commit(next).await.unwrap();
    let (_, found) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(found.state.frames[0].slots, [(slot("name"), text("Ada"))].into());
}

#[tokio::test]
async fn a_stale_turn_is_a_conflict_and_changes_nothing() {
    let store = Store::in_memory().unwrap();
    let said = conversation(&person("ada"), &[("name", text("Ada"))]);
    store.commit(turn(&store, 1, said.clone())).await.unwrap();
    let stale = conversation(&person("ada"), &[("name", text("Eve"))]);
    let conflict = StoreError::Conflict { conversation: conversation_id(1) };
    assert_eq!(store.commit(turn(&store, 1, stale)).await, Err(conflict));
    let (_, found) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(found.state.frames, said.state.frames);
}

#[tokio::test]
async fn finished_flows_values_are_known_in_a_persons_next_conversation() {
    let store = Store::in_memory().unwrap();
    let ada = person("ada");
    let mut said = conversation(&ada, &[]);
    said.state.frames.clear();
    said.state.profile.insert(purpose("application"), [(slot("name"), text("Ada")), (slot("note"), text("secret"))].into());
    let mut first = turn(&store, 1, said);
    first.evidence =
        vec![evidence(Some("application"), false, "2026-11-23T11:00:00Z"), evidence(Some("application"), true, "2026-11-23T12:00:00Z")];
    first.evidence.push(evidence(None, true, "2026-11-23T10:00:00Z"));
    store.commit(first).await.unwrap();

    let profile = store.profile(&store.subject(&ada), &bot()).await.unwrap();
    assert_eq!(profile.values, [(purpose("application"), [(slot("name"), text("Ada"))].into())].into());
    assert_eq!(profile.consents, [(purpose("application"), true)].into());
    assert_eq!(profile.notice, Some(evidence(None, true, "2026-11-23T10:00:00Z")));
    assert_eq!(store.profile(&store.subject(&person("eve")), &bot()).await.unwrap(), Profile::default());
}

#[tokio::test]
async fn a_purpose_named_like_a_built_in_one_is_refused() {
    let store = Store::in_memory().unwrap();
    let mut bad = turn(&store, 1, conversation(&person("ada"), &[("name", text("Ada"))]));
    bad.purposes.insert((flow(), slot("name")), purpose("evidence"));
    assert_eq!(store.commit(bad).await, Err(StoreError::ReservedPurpose { purpose: purpose("evidence") }));
}

#[tokio::test]
async fn only_the_last_fifty_answered_messages_are_kept() {
    let store = Store::in_memory().unwrap();
    let mut said = conversation(&person("ada"), &[]);
    said.answered = (0..60).map(|turn| AnsweredMessage { mac: [1; 16], turn, replies: Vec::new() }).collect();
    store.commit(turn(&store, 1, said)).await.unwrap();
    let (_, found) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(found.answered.iter().map(|message| message.turn).collect::<Vec<_>>(), (10..60).collect::<Vec<_>>());
}
