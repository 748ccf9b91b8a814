//! Records through keys: what a store thread reads and writes with. Nothing leaves here that did not open.

use std::sync::Arc;

use uuid::Uuid;

use super::StoreError;
use super::inbox::InboxIndex;
use super::records::Stored;
use super::seal::{DataKey, KeyId, KeyRing, Pseudonym, RecordLabel, Sealer, SubjectKeyLabel};
use super::sqlite::{Files, RecordRow, SubjectKeyRow};

/// A key with whom and what it is for; nobody's for the inbox.
pub(super) struct OwnedKey {
    pub(super) data: Arc<DataKey>,
    pub(super) pseudonym: Option<Pseudonym>,
    /// `bot/purpose`.
    pub(super) purpose: String,
}

impl OwnedKey {
    fn label<'a>(&'a self, tenant: &'a str, row: &RecordRow, record_type: super::seal::RecordType) -> RecordLabel<'a> {
        RecordLabel {
            tenant,
            pseudonym: self.pseudonym.as_ref(),
            purpose: &self.purpose,
            record_type,
            record_id: row.record_id,
            record_version: row.record_version,
            schema_version: row.schema_version,
            key_id: self.data.id,
            generation: self.data.generation,
        }
    }
}

/// What a thread reads with.
pub(super) struct Reading<'a> {
    pub(super) files: &'a Files,
    pub(super) ring: &'a KeyRing,
    pub(super) tenant: &'a str,
}

/// What the writing thread works with, inside one job of a batch.
pub(super) struct Work<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) sealer: &'a mut Sealer,
    /// Forgotten whenever a job or batch fails, and read again.
    pub(super) inbox: &'a mut Option<InboxIndex>,
}

impl Reading<'_> {
    /// Opens a person's key.
    pub(super) fn open_key(&self, row: &SubjectKeyRow) -> Result<OwnedKey, StoreError> {
        let label = key_label(self.tenant, row);
        let data = self.ring.open_data_key(&label, &row.key).map_err(StoreError::of_record(key_name(row.key_id)))?;
        Ok(OwnedKey { data: Arc::new(data), pseudonym: Some(row.pseudonym), purpose: row.purpose.clone() })
    }

    /// The key that a record lies under, if it still exists.
    pub(super) fn key_of(&self, row: &RecordRow) -> Result<Option<OwnedKey>, StoreError> {
        self.files.keys.get(self.tenant, row.key_id)?.map(|key| self.open_key(&key)).transpose()
    }

    /// A person's newest key for a purpose, if there is one.
    pub(super) fn key_for(&self, pseudonym: &Pseudonym, purpose: &str) -> Result<Option<OwnedKey>, StoreError> {
        self.files.keys.newest(self.tenant, pseudonym, purpose)?.map(|key| self.open_key(&key)).transpose()
    }

    /// Opens a record.
    pub(super) fn open<T: Stored>(&self, key: &OwnedKey, row: &RecordRow) -> Result<T, StoreError> {
        let unreadable = || StoreError::Unreadable { record: row.record_id };
        if row.record_type != T::TYPE.code() || row.schema_version != T::SCHEMA {
            return Err(unreadable());
        }
        let label = key.label(self.tenant, row, T::TYPE);
        let plaintext = key.data.open(&label, &row.sealed).map_err(StoreError::of_record(row.record_id))?;
        serde_json::from_slice(&plaintext).map_err(|_| unreadable())
    }

    /// A person's records of one kind under one key, in the order of their ids.
    pub(super) fn records<T: Stored>(&self, key: &OwnedKey) -> Result<Vec<(RecordRow, T)>, StoreError> {
        let rows = self.files.data.of_key(self.tenant, key.data.id)?;
        let rows = rows.into_iter().filter(|row| row.record_type == T::TYPE.code());
        rows.map(|row| self.open(key, &row).map(|record| (row, record))).collect()
    }
}

impl Work<'_> {
    /// A person's newest key for a purpose; made where there is none.
    pub(super) fn key_or_new(&mut self, pseudonym: &Pseudonym, purpose: &str) -> Result<OwnedKey, StoreError> {
        if let Some(key) = self.reading.key_for(pseudonym, purpose)? {
            return Ok(key);
        }
        let Reading { files, ring, tenant } = &self.reading;
        let label = SubjectKeyLabel { tenant, pseudonym, purpose, key_id: KeyId::random()?, generation: 1, epoch: ring.epoch() };
        let (data, key) = ring.create_data_key(self.sealer, &label)?;
        let SubjectKeyLabel { key_id, generation, epoch, .. } = label;
        let row = SubjectKeyRow { key_id, pseudonym: *pseudonym, purpose: purpose.to_owned(), generation, epoch, hold: false, key };
        files.keys.add(tenant, &row)?;
        Ok(OwnedKey { data: Arc::new(data), pseudonym: Some(*pseudonym), purpose: row.purpose })
    }

    /// Seals and writes the next version of a record and gives that version.
    pub(super) fn put<T: Stored>(&mut self, key: &OwnedKey, record_id: Uuid, version_before: u64, record: &T) -> Result<u64, StoreError> {
        let plaintext = serde_json::to_vec(record).map(zeroize::Zeroizing::new);
        let plaintext = plaintext.map_err(|_| StoreError::Unreadable { record: record_id })?;
        let mut row = RecordRow {
            record_id,
            key_id: key.data.id,
            record_type: T::TYPE.code(),
            record_version: version_before + 1,
            schema_version: T::SCHEMA,
            sealed: Vec::new(),
        };
        let label = key.label(self.reading.tenant, &row, T::TYPE);
        row.sealed = self.sealer.seal(&key.data, &label, &plaintext).map_err(StoreError::of_record(record_id))?;
        self.reading.files.data.put(self.reading.tenant, &row)?;
        Ok(row.record_version)
    }
}

fn key_label<'a>(tenant: &'a str, row: &'a SubjectKeyRow) -> SubjectKeyLabel<'a> {
    SubjectKeyLabel {
        tenant,
        pseudonym: &row.pseudonym,
        purpose: &row.purpose,
        key_id: row.key_id,
        generation: row.generation,
        epoch: row.epoch,
    }
}

/// A key's id in an error.
pub(super) fn key_name(id: KeyId) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}
