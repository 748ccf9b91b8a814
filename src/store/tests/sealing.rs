//! What lies on the disk: nothing readable, nothing that can be moved, nothing that was not declared.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::*;

const NAME: &str = "Zyxwvona Qjkhgrüber";
const EMAIL: &str = "zyxwvona@qjkhg.example";
const NOTE: &str = "volatile-zzyzx-note";
const CHANNEL_ID: &str = "visitor-qqzzk-4711";
const UNANSWERED: &str = "where is the flurble of vexnoria";

/// The ways in which a text could lie in a file.
fn disguises(text: &str) -> Vec<Vec<u8>> {
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let percent = text.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect();
    let mut disguises = vec![text.into(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), percent];
    for skipped in 0..3 {
        // Wherever in a longer text it begins, one of three alignments holds the middle of its base64.
        let encoded = STANDARD_NO_PAD.encode(&text.as_bytes()[skipped..]);
        disguises.push(encoded[..encoded.len() - 3].into());
    }
    disguises
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let folded = bytes.to_ascii_lowercase();
    let found = |wanted: &Vec<u8>| folded.windows(wanted.len()).any(|window| window == wanted.to_ascii_lowercase());
    disguises(text).iter().any(found)
}

#[test]
fn the_search_finds_what_is_there() {
    for text in [NAME, EMAIL] {
        for disguise in disguises(text) {
            assert!(holds(&[b"xy", &disguise[..], b"z"].concat(), text));
        }
        assert!(holds(STANDARD_NO_PAD.encode(format!("ab{text}cd")).as_bytes(), text));
    }
}

async fn lines(store: &Store) -> Vec<String> {
    let mut lines = store.dump_keys().await.unwrap();
    lines.extend(store.dump_page(None).await.unwrap().lines);
    lines.iter().map(ToString::to_string).collect()
}

async fn planted() -> Place {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    let who = person(CHANNEL_ID);
    let mut said = conversation(&who, &[("name", text(NAME)), ("note", text(NOTE))]);
    said.state.profile.insert(purpose("contact"), [(slot("email"), text(EMAIL)), (slot("note"), text(NOTE))].into());
    let mut first = turn(&store, 1, said);
    first.evidence.push(evidence(None, true, "2026-11-23T12:00:00Z"));
    store.commit(first).await.unwrap();
    store.add_to_inbox(&bot(), &english(), "2026-W48", UNANSWERED).await.unwrap();
    // While the store is open there are a WAL and a journal, too.
    for (path, bytes) in place.bytes() {
        for text in [NAME, EMAIL, NOTE, CHANNEL_ID, UNANSWERED] {
            assert!(!holds(&bytes, text), "{text} in {}", path.display());
        }
    }
    place
}

#[tokio::test]
async fn no_file_holds_a_planted_value_and_the_dump_only_declared_ones() {
    let place = planted().await;
    for (path, bytes) in place.bytes() {
        for text in [NAME, EMAIL, NOTE, CHANNEL_ID, UNANSWERED, "2026-11-23", "recruitment.ask"] {
            assert!(!holds(&bytes, text), "{text} in {}", path.display());
        }
    }
    let store = place.open(Access::Read).unwrap();
    let dump = lines(&store).await.join("\n");
    for text in [NAME, EMAIL, CHANNEL_ID, UNANSWERED] {
        assert!(dump.contains(text), "{text} should be in the dump");
    }
    assert!(!dump.contains(NOTE), "a volatile slot is in the dump");
}

#[tokio::test]
async fn after_an_erasure_only_inbox_items_are_left() {
    let place = planted().await;
    let store = place.open(Access::Serve).unwrap();
    store.erase_everywhere(&store.subject(&person(CHANNEL_ID)), noon()).await.unwrap().unwrap();
    let dump = lines(&store).await;
    assert_eq!(dump.len(), 1, "{dump:?}");
    assert!(dump[0].contains(UNANSWERED));
    assert_eq!(store.stat().await.unwrap().subjects, 0);
}

#[tokio::test]
async fn an_export_holds_everything_declared_and_no_pseudonym() {
    let place = planted().await;
    let store = place.open(Access::Read).unwrap();
    let subject = store.subject(&person(CHANNEL_ID));
    let export = serde_json::to_string(&store.export(&subject).await.unwrap().unwrap()).unwrap();
    for text in [NAME, EMAIL, CHANNEL_ID] {
        assert!(export.contains(text), "{text} should be in the export");
    }
    assert!(!export.contains(NOTE) && !export.contains(&subject.to_pseudonym()));
    assert!(store.export(&store.subject(&person("eve"))).await.unwrap().is_none());
}

#[tokio::test]
async fn yes_and_no_never_are_sealed_to_equal_sizes() {
    let mut sizes = Vec::new();
    for (agreed, said) in [(true, "oui"), (false, "non, jamais")] {
        let store = Store::in_memory().unwrap();
        let mut answer = conversation(&person("ada"), &[("agreed", SlotValue::YesNo(agreed)), ("name", text(said))]);
        answer.state.consents.insert(purpose("application"), agreed);
        answer.state.profile.insert(purpose("contact"), [(slot("email"), text(said))].into());
        let mut turn = turn(&store, 1, answer);
        turn.evidence.push(evidence(Some("application"), agreed, "2026-11-23T12:00:00Z"));
        store.commit(turn).await.unwrap();
        let lines = store.dump_page(None).await.unwrap().lines;
        let mut of_store: Vec<_> = lines.iter().map(|line| (line["type"].to_string(), line["size_bytes"].to_string())).collect();
        of_store.sort();
        sizes.push(of_store);
    }
    assert_eq!(sizes[0], sizes[1]);
    assert_eq!(sizes[0].len(), 4);
}

/// Two people with a conversation and slots each, tampered with; then the ids of records that the check cannot read.
async fn unreadable_after(sql: &str) -> usize {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    for (number, name) in [(1, "ada"), (2, "eve")] {
        store.commit(turn(&store, number, conversation(&person(name), &[("name", text(name))]))).await.unwrap();
    }
    drop(store);
    place.sql("data.db", sql);
    let store = place.open(Access::Read).unwrap();
    let checked = store.check().await.unwrap();
    assert_eq!(checked.records, 4);
    for number in [1, 2] {
        match store.conversation(conversation_id(number), &TOKEN).await {
            Ok(_) => {}
            Err(StoreError::Unreadable { record }) => assert!(checked.unreadable.contains(&record)),
            Err(error) => panic!("{error}"),
        }
    }
    checked.unreadable.len()
}

#[tokio::test]
async fn moved_relabelled_and_torn_records_are_unreadable_and_the_others_fine() {
    let one = "record_id = x'00000000000000000000000000000001'";
    let other = "record_id = x'00000000000000000000000000000002'";
    let tampered = [
        (format!("UPDATE record SET sealed = (SELECT sealed FROM record WHERE {other}) WHERE {one}"), 1),
        (format!("UPDATE record SET (sealed, key_id) = (SELECT sealed, key_id FROM record WHERE {other}) WHERE {one}"), 1),
        (format!("UPDATE record SET record_version = record_version + 1 WHERE {one}"), 1),
        (format!("UPDATE record SET schema_version = 2 WHERE {one}"), 1),
        (format!("UPDATE record SET record_type = 2 WHERE {one}"), 1),
        (format!("UPDATE record SET record_type = 77 WHERE {one}"), 1),
        (format!("UPDATE record SET record_id = x'00000000000000000000000000000003' WHERE {one}"), 1),
        (format!("UPDATE record SET sealed = substr(sealed, 1, 100) WHERE {one}"), 1),
        ("UPDATE record SET sealed = x'' WHERE record_type = 2".to_owned(), 2),
        ("UPDATE record SET sealed = zeroblob(length(sealed))".to_owned(), 4),
    ];
    for (sql, unreadable) in tampered {
        assert_eq!(unreadable_after(&sql).await, unreadable, "{sql}");
    }
}

#[tokio::test]
async fn swapped_keys_open_nothing() {
    let place = Place::used().await;
    place.sql("keys.db", "UPDATE subject_key SET purpose = CASE purpose WHEN 'recruitment/metadata' THEN 'recruitment/x' ELSE purpose END");
    let store = place.open(Access::Read).unwrap();
    let checked = store.check().await.unwrap();
    // The key that was relabelled and the record under it.
    assert_eq!((checked.records, checked.unreadable.len(), checked.orphans), (2, 2, 0));
    assert!(store.export(&store.subject(&person("ada"))).await.is_err());
}

#[tokio::test]
async fn records_without_a_key_are_found_and_dropped_at_the_next_start() {
    let place = Place::used().await;
    place.sql("keys.db", "DELETE FROM subject_key");
    let checked = place.open(Access::Read).unwrap().check().await.unwrap();
    assert_eq!((checked.records, checked.orphans), (2, 2));
    let store = place.open(Access::Serve).unwrap();
    assert_eq!(store.check().await.unwrap(), Checked::default());
    assert_eq!(store.conversation(conversation_id(1), &TOKEN).await.unwrap(), None);
}

#[tokio::test]
async fn anything_in_clear_is_found() {
    let place = Place::used().await;
    assert_eq!(place.open(Access::Read).unwrap().check().await.unwrap().unsealed, Vec::<String>::new());
    let clear = "ALTER TABLE record ADD COLUMN written_at TEXT; UPDATE record SET sealed = x'416461' WHERE record_type = 1";
    place.sql("data.db", clear);
    let checked = place.open(Access::Read).unwrap().check().await.unwrap();
    let record = conversation_id(1).0;
    assert_eq!(checked.unsealed, ["column record.written_at of the data file".to_owned(), format!("record {record}")]);
}

#[test]
fn nothing_personal_is_printed_for_debugging() {
    let store = Store::in_memory().unwrap();
    let who = person(CHANNEL_ID);
    let subject = store.subject(&who);
    let said = format!("{:?}", turn(&store, 1, conversation(&who, &[("name", text(NAME))])));
    assert!(!said.contains(NAME) && !said.contains(CHANNEL_ID) && !said.contains(&subject.to_pseudonym()));
    let item = super::super::inbox::sighting(&bot(), &english(), "2026-W48", UNANSWERED);
    assert!(!format!("{item:?} {store:?}").contains("flurble"));
}
