//! Stores in folders: making, reopening, and everything that may be wrong with them.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::*;

fn refused(place: &Place, access: Access) -> StoreError {
    place.open(access).expect_err("the store should be refused")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_store_is_whole_after_reopening() {
    let place = Place::used().await;
    let store = place.open(Access::Serve).unwrap();
    let (_, found) = store.conversation(conversation_id(1), &TOKEN).await.unwrap().unwrap();
    assert_eq!(found.state.frames[0].slots, [(slot("name"), text("Ada"))].into());
    let profile = store.profile(&store.subject(&person("ada")), &bot()).await.unwrap();
    assert_eq!(profile, Profile::default());
}

#[tokio::test]
async fn every_file_of_a_store_is_for_its_owner_alone() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    let names = ["data.db", "data.db-shm", "data.db-wal", "keys.db", "store.lock"];
    assert_eq!(place.bytes().iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>(), names);
    for (path, _) in place.bytes() {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    assert_eq!((mode(&place.root()), mode(&place.data())), (0o600, 0o700));
}

#[tokio::test]
async fn a_second_process_is_refused_by_name_and_readers_are_not() {
    let place = Place::new();
    let store = place.open(Access::Serve).unwrap();
    store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    let locked = StoreError::Locked { process: Some(std::process::id()) };
    assert_eq!(refused(&place, Access::Serve), locked);
    assert_eq!(refused(&place, Access::Write), locked);
    let reader = place.open(Access::Read).unwrap();
    assert!(reader.conversation(conversation_id(1), &TOKEN).await.unwrap().is_some());
    let write = reader.commit(turn(&reader, 2, conversation(&person("ada"), &[]))).await;
    assert_eq!(write, Err(StoreError::ReadOnly));
    store.commit(turn(&store, 2, conversation(&person("ada"), &[]))).await.unwrap();
}

#[tokio::test]
async fn another_root_key_is_refused_by_name_and_the_store_stays_untouched() {
    let place = Place::used().await;
    let before = place.bytes();
    let expected = RootKey::read(&place.root(), &place.data()).unwrap().id();
    fs::remove_file(place.root()).unwrap();
    let found = RootKey::create(&place.root()).unwrap().id();
    for access in [Access::Serve, Access::Write, Access::Read] {
        assert_eq!(refused(&place, access), StoreError::WrongRootKey { expected, found });
    }
    assert!(place.bytes() == before);
}

#[test]
fn without_a_folder_or_a_store_nothing_is_made() {
    let place = Place::new();
    assert_eq!(refused(&place, Access::Read), StoreError::NoStore { path: place.data() });
    assert_eq!(refused(&place, Access::Write), StoreError::NoStore { path: place.data() });
    assert!(place.bytes().is_empty());
    fs::remove_dir(place.data()).unwrap();
    assert_eq!(refused(&place, Access::Serve), StoreError::NoFolder { path: place.data() });
    assert!(!place.data().exists());
}

#[tokio::test]
async fn half_a_store_is_refused() {
    for (file, missing) in [("data.db", StoreFile::Data), ("keys.db", StoreFile::Keys)] {
        let place = Place::used().await;
        fs::remove_file(place.data().join(file)).unwrap();
        assert_eq!(refused(&place, Access::Serve), StoreError::Missing { missing });
    }
}

#[tokio::test]
async fn a_store_whose_making_was_cut_short_is_made_anew() {
    // An empty database in WAL mode: what is there before the first migration.
    let only_header = Place::new();
    only_header.sql("data.db", "PRAGMA journal_mode = WAL; CREATE TABLE t (c); DROP TABLE t");
    let (data, keys) = ("data.db", "keys.db");
    let empty = b"".as_slice();
    let header = fs::read(only_header.data().join(data)).unwrap();
    let stages = [vec![(keys, empty)], vec![(keys, empty), (data, empty)], vec![(keys, empty), (data, &header)]];
    for stage in stages {
        let place = Place::new();
        for (name, bytes) in stage {
            fs::write(place.data().join(name), bytes).unwrap();
        }
        let store = place.open(Access::Serve).unwrap();
        store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
    }
    for bytes in [None, Some(empty), Some(&header)] {
        let place = Place::new();
        drop(place.open(Access::Serve).unwrap());
        match bytes {
            Some(bytes) => fs::write(place.data().join(data), bytes).unwrap(),
            None => fs::remove_file(place.data().join(data)).unwrap(),
        }
        let store = place.open(Access::Serve).unwrap();
        store.commit(turn(&store, 1, conversation(&person("ada"), &[]))).await.unwrap();
        drop(store);
        // From the first key on, data that went missing is missed.
        fs::write(place.data().join(data), bytes.unwrap_or_default()).unwrap();
        assert_eq!(refused(&place, Access::Serve), StoreError::Missing { missing: StoreFile::Data });
    }
}

#[tokio::test]
async fn files_of_two_installations_are_refused() {
    let (place, other) = (Place::used().await, Place::new());
    fs::copy(place.root(), other.root()).unwrap();
    drop(other.open(Access::Serve).unwrap());
    fs::copy(place.data().join("data.db"), other.data().join("data.db")).unwrap();
    assert_eq!(refused(&other, Access::Serve), StoreError::Unpaired);
}

#[tokio::test]
async fn damaged_files_are_refused_with_their_name() {
    for (name, file) in [("data.db", StoreFile::Data), ("keys.db", StoreFile::Keys)] {
        let place = Place::used().await;
        let path = place.data().join(name);
        let mut bytes = fs::read(&path).unwrap();
        for byte in &mut bytes[..100] {
            *byte ^= 0x55;
        }
        fs::write(&path, bytes).unwrap();
        assert_eq!(refused(&place, Access::Serve), StoreError::Corrupt { file });
        fs::write(&path, "not a database, but long enough to look at".repeat(10)).unwrap();
        assert_eq!(refused(&place, Access::Serve), StoreError::Corrupt { file });
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_untouched() {
    for (name, file) in [("data.db", StoreFile::Data), ("keys.db", StoreFile::Keys)] {
        let place = Place::used().await;
        place.sql(name, "UPDATE schema_version SET version = 99");
        assert_eq!(refused(&place, Access::Serve), StoreError::NewerSchema { file, found: 99, known: 1 });
        assert_eq!(refused(&place, Access::Read), StoreError::NewerSchema { file, found: 99, known: 1 });
    }
}

fn key_refused(place: &Place) -> RootKeyError {
    RootKey::read(&place.root(), &place.data()).err().expect("the key should be refused")
}

#[test]
fn a_root_key_file_must_be_plain_private_whole_and_outside_the_data_folder() {
    let place = Place::new();
    let path = place.root();
    assert_eq!(RootKey::create(&path).err(), Some(RootKeyError::Exists { path: path.clone() }));

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(key_refused(&place), RootKeyError::Mode { path: path.clone(), mode: 0o644 });
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

    let whole = fs::read_to_string(&path).unwrap();
    for content in ["", "sottovoce-root-key-1:", &whole[..40], &format!("{whole}{whole}"), &whole.replace(':', ";"), "\u{ff}"] {
        fs::write(&path, content).unwrap();
        assert_eq!(key_refused(&place), RootKeyError::Malformed { path: path.clone() }, "{content:?}");
    }
    fs::write(&path, &whole).unwrap();

    let inside = place.data().join("root.key");
    fs::rename(&path, &inside).unwrap();
    assert_eq!(key_refused(&place), RootKeyError::Missing { path: path.clone() });
    let found = RootKey::read(&inside, &place.data()).err();
    assert_eq!(found, Some(RootKeyError::InsideData { path: inside.clone(), data_dir: place.data() }));

    symlink(&inside, &path).unwrap();
    assert_eq!(key_refused(&place), RootKeyError::NotPlain { path });
}
