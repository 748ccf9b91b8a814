//! Stores in folders for tests, and somebody who tampers with them.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::store::tests::{conversation, noon, person, text, turn};
use crate::store::{Access, RootKey, Store, StoreError, StoreFile, StoreSettings, create_folder};

/// A data folder and, beside it, a root key.
pub(crate) struct Place {
    pub(crate) dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        RootKey::create(&place.root()).unwrap();
        create_folder(&place.data()).unwrap();
        place
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("keys/root.key")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn open(&self, access: Access) -> Result<Store, StoreError> {
        let root = RootKey::read(&self.root(), &self.data()).unwrap();
        Store::open(StoreSettings::new(self.data(), root, access), noon())
    }

    /// A store that was served once and holds Ada's conversation.
    pub(crate) async fn used() -> Self {
        let place = Self::new();
        let store = place.open(Access::Serve).unwrap();
        store.commit(turn(&store, 1, conversation(&person("ada"), &[("name", text("Ada"))]))).await.unwrap();
        place
    }

    /// Every file of the data folder with its bytes.
    pub(crate) fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// Leaves the journal of a change that was never committed, as a crash does; gives the journal.
    pub(crate) fn crash_within(&self, file: &str, sql: &str) -> PathBuf {
        let journal = self.data().join(format!("{file}-journal"));
        let half_written = {
            let connection = rusqlite::Connection::open(self.data().join(file)).unwrap();
            // Without syncs the journal has its header at once; with them only when the file itself is about to change.
            connection.execute_batch(&format!("PRAGMA synchronous = OFF; BEGIN; {sql}")).unwrap();
            fs::read(&journal).unwrap()
        };
        fs::write(&journal, half_written).unwrap();
        journal
    }

    /// Somebody with the files and SQL at hand.
    pub(crate) fn sql(&self, file: &str, sql: &str) {
        rusqlite::Connection::open(self.data().join(file)).unwrap().execute_batch(sql).unwrap();
    }
}

impl super::Files {
    /// Lets the data file grow to so many pages and no further, as on a full disk.
    pub(crate) fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.data.0.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).map_err(super::of(StoreFile::Data))
    }
}
