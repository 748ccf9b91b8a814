//! What is due goes at its instant, and nothing goes before it.

use std::sync::Arc;

use super::*;
use crate::domain::Retention;

/// The bot of these tests keeps everything 24 months, the purpose `application` 6 and `contact` for longer than the rest.
fn terms() -> Terms {
    let purposes = [(purpose("application"), Retention::Months(6)), (purpose("contact"), Retention::Months(36))].into();
    let bots = [(bot(), BotTerms { everything: Retention::Months(24), purposes })].into();
    Terms { bots, otherwise: Retention::Months(24), inbox: Retention::Months(6) }
}

fn order(now: &str, mode: SweepMode) -> SweepOrder {
    SweepOrder { terms: Arc::new(terms()), now: at(now), mode }
}

async fn sweep_with(store: &Store, order: SweepOrder) -> Swept {
    store.sweep(&order, None).await.unwrap()
}

async fn sweep(store: &Store, now: &str) -> Swept {
    sweep_with(store, order(now, SweepMode::Guarded)).await
}

/// A person's conversation, with a value for each purpose, whose last message came at an instant.
async fn say(store: &Store, number: u128, who: &str, when: &str) {
    let mut said = conversation(&person(who), &[("name", text("Ada")), ("email", text("ada@posta.example"))]);
    said.last_inbound = at(when);
    let known = store.conversation(conversation_id(number), &TOKEN).await.unwrap();
    said.revision = known.map_or_else(Revision::default, |(_, known)| known.revision);
    let proof = evidence(Some("application"), true, when);
    store.commit(TurnCommit { evidence: vec![proof], now: at(when), ..turn(store, number, said) }).await.unwrap();
}

/// The purposes that are kept of a person.
async fn purposes_of(store: &Store, who: &str) -> Vec<String> {
    let pseudonym = store.subject(&person(who)).to_pseudonym();
    let known = store.subjects().await.unwrap().into_iter().find(|subject| subject.pseudonym == pseudonym);
    known.map(|subject| subject.purposes).unwrap_or_default()
}

#[tokio::test]
async fn c1_a_person_is_kept_until_the_last_second_and_goes_at_the_due_instant() {
    // Last message; the last second before everything is due; the due instant.
    let cases = [
        ("2024-11-23T12:00:00Z", "2026-11-23T11:59:59Z", "2026-11-23T12:00:00Z"),
        ("2024-02-29T12:00:00Z", "2026-02-28T11:59:59Z", "2026-02-28T12:00:00Z"),
        ("2098-02-28T00:00:00Z", "2100-02-27T23:59:59Z", "2100-02-28T00:00:00Z"),
        ("2026-01-31T23:59:59Z", "2028-01-31T23:59:58Z", "2028-01-31T23:59:59Z"),
        // 02:30 in Rome twice, and never: in UTC every second is there once.
        ("2026-10-25T00:30:00Z", "2028-10-25T00:29:59Z", "2028-10-25T00:30:00Z"),
        ("2026-03-29T01:30:00Z", "2028-03-29T01:29:59Z", "2028-03-29T01:30:00Z"),
    ];
    for (last, before, due) in cases {
        let store = Store::in_memory().unwrap();
        say(&store, 1, "ada", last).await;
        let kept = sweep(&store, before).await;
        assert_eq!((kept.examined, kept.erased, kept.kept), (1, 0, 1), "{before}");
        assert_eq!(purposes_of(&store, "ada").await, ["recruitment/contact", "recruitment/evidence", "recruitment/metadata"], "{before}");
        let gone = sweep(&store, due).await;
        assert_eq!((gone.examined, gone.erased, gone.kept, gone.records), (1, 1, 0, 3), "{due}");
        assert_eq!(store.stat().await.unwrap(), Stat::default(), "{due}");
        assert_eq!(store.conversation(conversation_id(1), &TOKEN).await.unwrap(), None, "{due}");
        assert_eq!(sweep(&store, due).await, Swept::default(), "{due}");
    }
}

#[tokio::test]
async fn r66_a_purpose_goes_on_its_own_day_and_the_conversation_stays() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2026-08-31T10:00:00Z").await;
    assert_eq!(sweep(&store, "2027-02-28T09:59:59Z").await.purposes["recruitment/application"].erased, 0);
    let swept = sweep(&store, "2027-02-28T10:00:00Z").await;
    assert_eq!((swept.erased, swept.kept, swept.people_due), (0, 1, 1));
    assert_eq!(swept.purposes["recruitment/application"], SweptPurpose { examined: 1, erased: 1 });
    assert_eq!(swept.purposes["recruitment/evidence"], SweptPurpose { examined: 1, erased: 0 });
    let (_, left) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(left.state.frames[0].slots, [(slot("email"), text("ada@posta.example"))].into());
    let checked = store.check().await.unwrap();
    assert_eq!((checked.orphans, checked.unreadable.len()), (0, 0));
    // The conversation goes on as if the value had never been told.
    say(&store, 1, "ada", "2027-03-01T10:00:00Z").await;
    assert_eq!(purposes_of(&store, "ada").await.len(), 4);
}

#[tokio::test]
async fn c2_nothing_goes_early_whatever_the_clock_does() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2026-11-23T12:00:00Z").await;
    for now in ["2025-11-23T12:00:00Z", "2026-11-23T11:59:59Z", "1970-01-01T00:00:00Z", "2027-05-23T11:59:59Z"] {
        let swept = sweep(&store, now).await;
        assert_eq!((swept.erased, swept.people_due), (0, 0), "{now}");
    }
    // A message under a clock that was set back a year does not make the last one older.
    say(&store, 1, "ada", "2025-11-23T12:00:00Z").await;
    let (_, known) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(known.last_inbound, at("2026-11-23T12:00:00Z"));
    assert_eq!(sweep(&store, "2028-11-23T11:59:59Z").await.erased, 0);
    assert_eq!(sweep(&store, "2028-11-23T12:00:00Z").await.erased, 1);
}

#[tokio::test]
async fn a_later_message_moves_the_time_of_all_conversations_at_the_bot_and_of_no_other_bot() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2024-01-10T00:00:00Z").await;
    say(&store, 2, "ada", "2025-06-10T00:00:00Z").await;
    let mut elsewhere = conversation(&person("ada"), &[]);
    (elsewhere.bot, elsewhere.last_inbound) = (BotName::new("gone").unwrap(), at("2024-01-10T00:00:00Z"));
    store.commit(turn(&store, 3, elsewhere)).await.unwrap();
    // A bot that is not at work any more keeps people as long as the default says.
    let swept = sweep(&store, "2026-01-10T00:00:00Z").await;
    assert_eq!((swept.examined, swept.erased, swept.people), (2, 1, 1));
    assert_eq!(swept.unknown_bots, ["gone".to_owned()].into());
    assert!(store.conversation(conversation_id(1), &TOKEN).await.unwrap().is_some());
    assert!(store.conversation(conversation_id(3), &TOKEN).await.unwrap().is_none());
    assert_eq!(sweep(&store, "2027-06-10T00:00:00Z").await.erased, 1);
}

#[tokio::test]
async fn c11_the_terms_are_those_of_the_sweep() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2026-01-10T00:00:00Z").await;
    let mut shortened = order("2026-02-10T00:00:00Z", SweepMode::Guarded);
    assert_eq!(sweep_with(&store, shortened.clone()).await.people_due, 0);
    let mut terms = terms();
    terms.bots.get_mut(&bot()).unwrap().everything = Retention::Days(31);
    shortened.terms = Arc::new(terms);
    assert_eq!(sweep_with(&store, shortened).await.erased, 1);
}

#[tokio::test]
async fn a_purpose_that_its_bot_does_not_declare_any_more_goes_with_the_person() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2026-01-10T00:00:00Z").await;
    let mut renamed = order("2027-12-31T00:00:00Z", SweepMode::Guarded);
    let bots = [(bot(), BotTerms { everything: Retention::Months(24), purposes: BTreeMap::new() })].into();
    renamed.terms = Arc::new(Terms { bots, ..terms() });
    assert_eq!(sweep_with(&store, renamed).await.people_due, 0);
    assert_eq!(purposes_of(&store, "ada").await.len(), 4);
}

#[tokio::test]
async fn a_dry_run_counts_and_erases_nothing() {
    let store = Store::in_memory().unwrap();
    say(&store, 1, "ada", "2024-01-10T00:00:00Z").await;
    let before = store.stat().await.unwrap();
    let swept = sweep_with(&store, order("2026-11-23T12:00:00Z", SweepMode::DryRun)).await;
    assert_eq!((swept.examined, swept.erased, swept.kept, swept.dry_run, swept.records), (1, 1, 0, true, 0));
    assert_eq!(swept.purposes.values().map(|counts| counts.erased).sum::<u64>(), 4);
    assert_eq!(store.stat().await.unwrap(), before);
}

#[tokio::test]
async fn c3_a_sweep_of_most_people_stops_before_it_begins_and_needs_a_confirmation() {
    let store = Store::in_memory().unwrap();
    for number in 0..202 {
        // 101 are due in January 2026, the other half a year later.
        let when = if number < 101 { "2024-01-10T00:00:00Z" } else { "2025-01-10T00:00:00Z" };
        say(&store, number, &format!("person {number}"), when).await;
    }
    let keep_all = |mode| {
        let bots = [(bot(), BotTerms { everything: Retention::Months(24), purposes: BTreeMap::new() })].into();
        SweepOrder { terms: Arc::new(Terms { bots, ..terms() }), ..order("2026-02-01T00:00:00Z", mode) }
    };
    let before = store.stat().await.unwrap();
    let stopped = sweep_with(&store, keep_all(SweepMode::Guarded)).await;
    assert!(stopped.needs_confirmation);
    assert_eq!((stopped.people, stopped.people_due, stopped.erased, stopped.kept), (202, 101, 0, 202));
    assert_eq!(store.stat().await.unwrap(), before);
    // One more of the others, and it is less than half.
    say(&store, 500, "one more", "2025-01-10T00:00:00Z").await;
    let swept = sweep_with(&store, keep_all(SweepMode::Guarded)).await;
    assert_eq!((swept.needs_confirmation, swept.erased), (false, 101));
    let mut later = keep_all(SweepMode::Guarded);
    later.now = at("2027-02-01T00:00:00Z");
    assert!(sweep_with(&store, later.clone()).await.needs_confirmation);
    let confirmed = sweep_with(&store, SweepOrder { mode: SweepMode::Confirmed, ..later }).await;
    assert_eq!((confirmed.needs_confirmation, confirmed.erased, confirmed.kept), (false, 102, 0));
}

#[tokio::test]
async fn a_hundred_people_are_erased_without_asking() {
    let store = Store::in_memory().unwrap();
    for number in 0..100 {
        say(&store, number, &format!("person {number}"), "2024-01-10T00:00:00Z").await;
    }
    let progress = std::sync::Mutex::new(Vec::new());
    let order = order("2026-02-01T00:00:00Z", SweepMode::Guarded);
    let swept = store.sweep(&order, Some(&|done, total| progress.lock().unwrap().push((done, total)))).await.unwrap();
    assert_eq!((swept.erased, swept.needs_confirmation), (100, false));
    assert!(progress.into_inner().unwrap().contains(&(100, 100)));
}

#[tokio::test]
async fn unanswered_messages_go_six_months_after_the_week_of_the_last_sighting() {
    let store = Store::in_memory().unwrap();
    let see = |week: &'static str, text: &'static str| {
        let store = store.clone();
        async move { store.add_to_inbox(&bot(), &english(), week, text).await.unwrap() }
    };
    // 2026-W48 ends with Sunday 29 November. Twenty sightings leave the buffer, the last two wait in it.
    for _ in 0..19 {
        see("2026-W48", "may I bring my llama").await;
    }
    see("2026-W47", "do you pay in shells").await;
    see("2026-W48", "is there a sauna").await;
    see("2026-W49", "may I bring my llama").await;
    let texts = || async { store.inbox().await.unwrap().into_iter().map(|item| item.text).collect::<Vec<_>>() };
    let swept = sweep(&store, "2027-05-23T00:00:00Z").await;
    assert_eq!((swept.inbox, texts().await), (1, vec!["may I bring my llama".into(), "is there a sauna".into()]));
    assert_eq!(sweep_with(&store, order("2027-06-07T00:00:00Z", SweepMode::DryRun)).await.inbox, 3);
    assert_eq!(sweep(&store, "2027-05-29T23:59:59Z").await.inbox, 0);
    // The early sightings of the llama are a row of their own until the buffer is written.
    assert_eq!(sweep(&store, "2027-05-30T00:00:00Z").await.inbox, 2);
    assert_eq!(texts().await, ["may I bring my llama"]);
    assert_eq!(sweep(&store, "2027-06-07T00:00:00Z").await.inbox, 1);
    assert_eq!(texts().await, Vec::<String>::new());
    see("2027-W24", "may I bring my llama").await;
    assert_eq!(texts().await, ["may I bring my llama"]);
}

#[tokio::test]
async fn receipts_and_what_crashes_left_behind_go_too() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    say(&store, 1, "ada", "2026-11-23T12:00:00Z").await;
    say(&store, 2, "eve", "2026-11-23T12:00:00Z").await;
    say(&store, 3, "bob", "2026-11-23T12:00:00Z").await;
    store.erase(&store.subject(&person("bob")), &bot(), noon()).await.unwrap().unwrap();
    // Keys without records, and records without a key.
    place.sql(
        "data.db",
        "DELETE FROM record WHERE key_id IN (SELECT key_id FROM record WHERE record_id = x'00000000000000000000000000000002')",
    );
    let pseudonym = store.subject(&person("ada")).to_pseudonym();
    place.sql("keys.db", &format!("DELETE FROM subject_key WHERE pseudonym = x'{pseudonym}' AND purpose = 'recruitment/contact'"));
    let dry = sweep_with(&store, order("2026-12-24T00:00:00Z", SweepMode::DryRun)).await;
    assert_eq!((dry.orphans, dry.receipts, dry.erased), (1, 1, 0));
    let swept = sweep(&store, "2026-12-24T00:00:00Z").await;
    assert_eq!((swept.orphans, swept.receipts, swept.erased, swept.kept), (1, 1, 0, 2));
    assert_eq!(store.check().await.unwrap().orphans, 0);
    // Only when nothing at all lies under a person's keys do the keys go.
    place.sql("data.db", "DELETE FROM record WHERE record_id <> x'00000000000000000000000000000001'");
    place.sql("data.db", "DELETE FROM record");
    let swept = sweep(&store, "2026-12-24T00:00:00Z").await;
    assert_eq!((swept.examined, swept.orphans), (0, 7));
    assert_eq!(store.stat().await.unwrap(), Stat::default());
}

#[tokio::test]
async fn whoever_cannot_be_read_or_is_on_hold_is_kept_and_counted() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    for (number, who) in [(1, "ada"), (2, "eve"), (3, "bob")] {
        say(&store, number, who, "2024-01-10T00:00:00Z").await;
    }
    place.sql("data.db", "UPDATE record SET sealed = zeroblob(length(sealed)) WHERE record_id = x'00000000000000000000000000000001'");
    let pseudonym = store.subject(&person("eve")).to_pseudonym();
    place.sql("keys.db", &format!("UPDATE subject_key SET hold = 1 WHERE pseudonym = x'{pseudonym}'"));
    let swept = sweep(&store, "2026-11-23T12:00:00Z").await;
    assert_eq!((swept.examined, swept.erased, swept.kept, swept.held, swept.unreadable), (3, 1, 1, 1, 1));
    assert_eq!((purposes_of(&store, "ada").await.len(), purposes_of(&store, "eve").await.len()), (4, 4));
}

#[tokio::test]
async fn c5_a_sweep_runs_beside_turns_and_a_turn_under_way_is_gone_or_moves_the_time() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    for number in 0..60 {
        say(&store, number, &format!("person {number}"), "2024-01-10T00:00:00Z").await;
    }
    let (_, known) = store.conversation(conversation_id(7), &TOKEN).await.unwrap().unwrap();
    let swept = {
        let store = store.clone();
        tokio::spawn(async move { sweep(&store, "2026-02-01T00:00:00Z").await })
    };
    let late = StoredConversation { last_inbound: at("2026-02-01T00:00:00Z"), ..known };
    let written = store.commit(turn(&store, 7, late)).await;
    let swept = swept.await.unwrap();
    match written {
        Ok(_) => assert_eq!((swept.erased, store.stat().await.unwrap().subjects), (59, 1)),
        Err(StoreError::Gone { .. }) => assert_eq!((swept.erased, store.stat().await.unwrap().subjects), (60, 0)),
        Err(error) => panic!("{error}"),
    }
    assert_eq!(store.check().await.unwrap().orphans, 0);
}

#[tokio::test]
async fn a_reader_may_only_count() {
    let place = Place::used().await;
    let reader = place.open(Access::Read).unwrap();
    assert_eq!(reader.sweep(&order("2030-01-01T00:00:00Z", SweepMode::Guarded), None).await, Err(StoreError::ReadOnly));
    assert_eq!(sweep_with(&reader, order("2030-01-01T00:00:00Z", SweepMode::DryRun)).await.erased, 1);
}
