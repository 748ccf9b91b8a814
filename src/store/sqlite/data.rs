//! Statements on the data file.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use super::{from_column, of, to_column};
use crate::store::StoreError;
use crate::store::error::StoreFile;
use crate::store::seal::{KeyId, PADDING_STEP_BYTES, RECORD_OVERHEAD_BYTES};

/// The data file.
pub(in crate::store) struct DataFile(pub(super) Connection);

/// A record as it lies in the file.
#[derive(Clone)]
pub(in crate::store) struct RecordRow {
    pub(in crate::store) record_id: Uuid,
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) record_type: u32,
    pub(in crate::store) record_version: u64,
    pub(in crate::store) schema_version: u32,
    pub(in crate::store) sealed: Vec<u8>,
}

const COLUMNS: &str = "record_id, key_id, record_type, record_version, schema_version, sealed";

fn error(error: rusqlite::Error) -> StoreError {
    of(StoreFile::Data)(error)
}

fn read(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow {
        record_id: Uuid::from_bytes(row.get("record_id")?),
        key_id: KeyId::from_bytes(row.get("key_id")?),
        record_type: row.get("record_type")?,
        record_version: from_column(row.get("record_version")?),
        schema_version: row.get("schema_version")?,
        sealed: row.get("sealed")?,
    })
}

impl RecordRow {
    /// Whether the bytes have the length of a sealed and padded record.
    pub(in crate::store) fn is_sealed_and_padded(&self) -> bool {
        let padded = self.sealed.len().checked_sub(RECORD_OVERHEAD_BYTES);
        padded.is_some_and(|size| size > 0 && size.is_multiple_of(PADDING_STEP_BYTES))
    }
}

impl DataFile {
    /// Names the installation that the file belongs to.
    pub(super) fn set_installation(connection: &Connection, id: &[u8; 16]) -> Result<(), StoreError> {
        connection.execute("INSERT INTO installation VALUES (1, ?1)", [id]).map(drop).map_err(error)
    }

    /// The installation that the file belongs to.
    pub(super) fn installation(&self) -> Result<[u8; 16], StoreError> {
        self.0.query_row("SELECT installation_id FROM installation", [], |row| row.get(0)).map_err(error)
    }

    /// One record.
    pub(in crate::store) fn get(&self, tenant: &str, record_id: Uuid) -> Result<Option<RecordRow>, StoreError> {
        let sql = select("WHERE record_id = :record_id AND tenant = :tenant");
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        let params = named_params! { ":record_id": record_id.as_bytes(), ":tenant": tenant };
        statement.query_row(params, read).optional().map_err(error)
    }

    /// All records under a key, by id.
    pub(in crate::store) fn of_key(&self, tenant: &str, key_id: KeyId) -> Result<Vec<RecordRow>, StoreError> {
        let sql = select("WHERE tenant = :tenant AND key_id = :key_id ORDER BY record_id");
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        let params = named_params! { ":tenant": tenant, ":key_id": key_id.as_bytes() };
        statement.query_map(params, read).and_then(Iterator::collect).map_err(error)
    }

    /// Up to `limit` records with ids above `after`, by id.
    pub(in crate::store) fn page(&self, tenant: &str, after: Option<Uuid>, limit: u32) -> Result<Vec<RecordRow>, StoreError> {
        let sql = select("WHERE tenant = :tenant AND record_id > :after ORDER BY record_id LIMIT :limit");
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        let after: &[u8] = after.as_ref().map_or(&[], |id| id.as_bytes());
        let params = named_params! { ":tenant": tenant, ":after": after, ":limit": limit };
        statement.query_map(params, read).and_then(Iterator::collect).map_err(error)
    }

    /// Writes a record, over an earlier version of it.
    pub(in crate::store) fn put(&self, tenant: &str, row: &RecordRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO record (record_id, tenant, key_id, record_type, record_version, schema_version, sealed)
            VALUES (:record_id, :tenant, :key_id, :record_type, :record_version, :schema_version, :sealed)
            ON CONFLICT (record_id) DO UPDATE SET key_id = excluded.key_id, record_version = excluded.record_version,
                schema_version = excluded.schema_version, sealed = excluded.sealed
            WHERE tenant = excluded.tenant AND record_type = excluded.record_type";
        let params = named_params! {
            ":record_id": row.record_id.as_bytes(),
            ":tenant": tenant,
            ":key_id": row.key_id.as_bytes(),
            ":record_type": row.record_type,
            ":record_version": to_column(row.record_version),
            ":schema_version": row.schema_version,
            ":sealed": row.sealed,
        };
        self.0.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(error)
    }

    /// Deletes a record, if it is there.
    pub(in crate::store) fn delete(&self, tenant: &str, record_id: Uuid) -> Result<(), StoreError> {
        let sql = "DELETE FROM record WHERE record_id = :record_id AND tenant = :tenant";
        let params = named_params! { ":record_id": record_id.as_bytes(), ":tenant": tenant };
        self.0.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(error)
    }

    /// Deletes all records under a key and says how many they were.
    pub(in crate::store) fn delete_of_key(&self, tenant: &str, key_id: KeyId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM record WHERE tenant = :tenant AND key_id = :key_id";
        let params = named_params! { ":tenant": tenant, ":key_id": key_id.as_bytes() };
        let deleted = self.0.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map_err(error)?;
        Ok(deleted as u64)
    }

    /// Up to `limit` keys that records lie under, with ids above `after`, in order.
    pub(in crate::store) fn key_ids(&self, tenant: &str, after: Option<KeyId>, limit: u32) -> Result<Vec<KeyId>, StoreError> {
        let sql = "SELECT DISTINCT key_id FROM record WHERE tenant = :tenant AND key_id > :after ORDER BY key_id LIMIT :limit";
        let mut statement = self.0.prepare_cached(sql).map_err(error)?;
        let after: &[u8] = after.as_ref().map_or(&[], |id| id.as_bytes());
        let params = named_params! { ":tenant": tenant, ":after": after, ":limit": limit };
        statement.query_map(params, |row| row.get(0).map(KeyId::from_bytes)).and_then(Iterator::collect).map_err(error)
    }

    /// How many records of each type there are, and how many bytes they have.
    pub(in crate::store) fn counts(&self, tenant: &str) -> Result<Vec<(u32, u64, u64)>, StoreError> {
        let sql = "SELECT record_type, count(*), total(length(sealed)) FROM record WHERE tenant = :tenant GROUP BY record_type";
        let mut statement = self.0.prepare_cached(sql).map_err(error)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of lengths is whole and positive")]
        let read = |row: &Row<'_>| Ok((row.get(0)?, from_column(row.get(1)?), row.get::<_, f64>(2)? as u64));
        statement.query_map(named_params! { ":tenant": tenant }, read).and_then(Iterator::collect).map_err(error)
    }
}

fn select(condition: &str) -> String {
    format!("SELECT {COLUMNS} FROM record {condition}")
}
