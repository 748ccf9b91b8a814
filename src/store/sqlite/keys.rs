//! Statements on the keys file.

use rusqlite::{Connection, OptionalExtension, Params, Row, named_params};
use uuid::Uuid;

use super::{from_column, of, to_column};
use crate::store::StoreError;
use crate::store::error::StoreFile;
use crate::store::seal::{KeyId, Pseudonym, RootKeyId, TenantKeyKind, WrappedKey};

/// The keys file.
pub(in crate::store) struct KeysFile(pub(super) Connection);

/// Which installation this is, and which root key opens it.
pub(in crate::store) struct Installation {
    pub(in crate::store) id: [u8; 16],
    pub(in crate::store) root_epoch: u32,
    pub(in crate::store) root_id: RootKeyId,
}

/// A tenant's key as it lies in the file.
pub(in crate::store) struct TenantKeyRow {
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) generation: u32,
    pub(in crate::store) epoch: u32,
    pub(in crate::store) key: WrappedKey,
}

/// A person's key for one purpose as it lies in the file.
pub(in crate::store) struct SubjectKeyRow {
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) pseudonym: Pseudonym,
    /// `bot/purpose`.
    pub(in crate::store) purpose: String,
    pub(in crate::store) generation: u32,
    pub(in crate::store) epoch: u32,
    /// It may not be swept before a person decides. Nothing sets it yet.
    pub(in crate::store) hold: bool,
    pub(in crate::store) key: WrappedKey,
}

/// The receipt of an erasure as it lies in the file.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) struct ReceiptRow {
    pub(in crate::store) receipt_id: Uuid,
    /// Days since 1970-01-01, UTC.
    pub(in crate::store) erased_day: i32,
    pub(in crate::store) erased_keys: u64,
    pub(in crate::store) erased_records: u64,
}

fn error(error: rusqlite::Error) -> StoreError {
    of(StoreFile::Keys)(error)
}

fn read_wrapped(row: &Row<'_>) -> rusqlite::Result<WrappedKey> {
    Ok(WrappedKey { wrapped: row.get("wrapped")?, commitment: row.get("commitment")? })
}

fn read_subject_key(row: &Row<'_>) -> rusqlite::Result<SubjectKeyRow> {
    Ok(SubjectKeyRow {
        key_id: KeyId::from_bytes(row.get("key_id")?),
        pseudonym: Pseudonym::from_bytes(row.get("pseudonym")?),
        purpose: row.get("purpose")?,
        generation: row.get("generation")?,
        epoch: row.get("epoch")?,
        hold: row.get("hold")?,
        key: read_wrapped(row)?,
    })
}

fn select_subject_key(condition: &str) -> String {
    format!("SELECT key_id, pseudonym, purpose, generation, epoch, hold, wrapped, commitment FROM subject_key {condition}")
}

impl KeysFile {
    /// Names the installation and its root key.
    pub(super) fn set_installation(connection: &Connection, installation: &Installation) -> Result<(), StoreError> {
        let params = (&installation.id, installation.root_epoch, installation.root_id.as_bytes());
        connection.execute("INSERT INTO installation VALUES (1, ?1, ?2, ?3)", params).map(drop).map_err(error)
    }

    /// Which installation this is, and which root key opens it.
    pub(super) fn installation(&self) -> Result<Installation, StoreError> {
        let sql = "SELECT installation_id, root_epoch, root_id FROM installation";
        let read =
            |row: &Row<'_>| Ok(Installation { id: row.get(0)?, root_epoch: row.get(1)?, root_id: RootKeyId::from_bytes(row.get(2)?) });
        self.0.query_row(sql, [], read).map_err(error)
    }

    /// Writes a tenant's key.
    pub(super) fn add_tenant_key(connection: &Connection, tenant: &str, kind: TenantKeyKind, row: &TenantKeyRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO tenant_key (tenant, kind, epoch, generation, key_id, wrapped, commitment)
            VALUES (:tenant, :kind, :epoch, :generation, :key_id, :wrapped, :commitment)";
        let params = named_params! {
            ":tenant": tenant,
            ":kind": kind.as_str(),
            ":epoch": row.epoch,
            ":generation": row.generation,
            ":key_id": row.key_id.as_bytes(),
            ":wrapped": row.key.wrapped,
            ":commitment": row.key.commitment,
        };
        connection.execute(sql, params).map(drop).map_err(error)
    }

    /// The newest key of a tenant and kind.
    pub(super) fn tenant_key(&self, tenant: &str, kind: TenantKeyKind) -> Result<Option<TenantKeyRow>, StoreError> {
        let sql = "SELECT key_id, generation, epoch, wrapped, commitment FROM tenant_key
            WHERE tenant = :tenant AND kind = :kind ORDER BY epoch DESC, generation DESC LIMIT 1";
        let read = |row: &Row<'_>| {
            Ok(TenantKeyRow {
                key_id: KeyId::from_bytes(row.get("key_id")?),
                generation: row.get("generation")?,
                epoch: row.get("epoch")?,
                key: read_wrapped(row)?,
            })
        };
        self.0.query_row(sql, named_params! { ":tenant": tenant, ":kind": kind.as_str() }, read).optional().map_err(error)
    }

    /// Whether no person has a key yet.
    pub(super) fn is_unused(&self) -> Result<bool, StoreError> {
        self.0.query_row("SELECT NOT EXISTS (SELECT 1 FROM subject_key)", [], |row| row.get(0)).map_err(error)
    }

    /// One key of a person, by its id.
    pub(in crate::store) fn get(&self, tenant: &str, key_id: KeyId) -> Result<Option<SubjectKeyRow>, StoreError> {
        let sql = select_subject_key("WHERE key_id = :key_id AND tenant = :tenant");
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        let params = named_params! { ":key_id": key_id.as_bytes(), ":tenant": tenant };
        statement.query_row(params, read_subject_key).optional().map_err(error)
    }

    /// A person's newest key for a purpose.
    pub(in crate::store) fn newest(&self, tenant: &str, pseudonym: &Pseudonym, purpose: &str) -> Result<Option<SubjectKeyRow>, StoreError> {
        let sql =
            select_subject_key("WHERE tenant = :tenant AND pseudonym = :pseudonym AND purpose = :purpose ORDER BY generation DESC LIMIT 1");
        let mut statement = self.0.prepare_cached(&sql).map_err(error)?;
        let params = named_params! { ":tenant": tenant, ":pseudonym": pseudonym.as_bytes(), ":purpose": purpose };
        statement.query_row(params, read_subject_key).optional().map_err(error)
    }

    /// All keys of a person, by purpose.
    pub(in crate::store) fn of_subject(&self, tenant: &str, pseudonym: &Pseudonym) -> Result<Vec<SubjectKeyRow>, StoreError> {
        let sql = select_subject_key("WHERE tenant = :tenant AND pseudonym = :pseudonym ORDER BY purpose, generation");
        self.list(&sql, named_params! { ":tenant": tenant, ":pseudonym": pseudonym.as_bytes() })
    }

    /// All keys of all persons, by person and purpose.
    pub(in crate::store) fn all(&self, tenant: &str) -> Result<Vec<SubjectKeyRow>, StoreError> {
        let sql = select_subject_key("WHERE tenant = :tenant ORDER BY pseudonym, purpose, generation");
        self.list(&sql, named_params! { ":tenant": tenant })
    }

    fn list(&self, sql: &str, params: impl Params) -> Result<Vec<SubjectKeyRow>, StoreError> {
        let mut statement = self.0.prepare_cached(sql).map_err(error)?;
        statement.query_map(params, read_subject_key).and_then(Iterator::collect).map_err(error)
    }

    /// Writes a new key of a person.
    pub(in crate::store) fn add(&self, tenant: &str, row: &SubjectKeyRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO subject_key (key_id, tenant, pseudonym, purpose, generation, epoch, wrapped, commitment)
            VALUES (:key_id, :tenant, :pseudonym, :purpose, :generation, :epoch, :wrapped, :commitment)";
        let params = named_params! {
            ":key_id": row.key_id.as_bytes(),
            ":tenant": tenant,
            ":pseudonym": row.pseudonym.as_bytes(),
            ":purpose": row.purpose,
            ":generation": row.generation,
            ":epoch": row.epoch,
            ":wrapped": row.key.wrapped,
            ":commitment": row.key.commitment,
        };
        self.0.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(error)
    }

    /// Destroys a key.
    pub(in crate::store) fn delete(&self, tenant: &str, key_id: KeyId) -> Result<(), StoreError> {
        let sql = "DELETE FROM subject_key WHERE key_id = :key_id AND tenant = :tenant";
        let params = named_params! { ":key_id": key_id.as_bytes(), ":tenant": tenant };
        self.0.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(error)
    }

    /// The receipt kept under a hash.
    pub(in crate::store) fn receipt(&self, tenant: &str, subject_hash: &[u8; 32]) -> Result<Option<ReceiptRow>, StoreError> {
        let sql = "SELECT receipt_id, erased_day, erased_keys, erased_records FROM receipt
            WHERE subject_hash = :subject_hash AND tenant = :tenant";
        let read = |row: &Row<'_>| {
            Ok(ReceiptRow {
                receipt_id: Uuid::from_bytes(row.get(0)?),
                erased_day: row.get(1)?,
                erased_keys: from_column(row.get(2)?),
                erased_records: from_column(row.get(3)?),
            })
        };
        let params = named_params! { ":subject_hash": subject_hash, ":tenant": tenant };
        self.0.query_row(sql, params, read).optional().map_err(error)
    }

    /// Keeps a receipt, in place of an earlier one.
    pub(in crate::store) fn put_receipt(&self, tenant: &str, subject_hash: &[u8; 32], row: &ReceiptRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO receipt (subject_hash, tenant, receipt_id, erased_day, erased_keys, erased_records)
            VALUES (:subject_hash, :tenant, :receipt_id, :erased_day, :erased_keys, :erased_records)
            ON CONFLICT (subject_hash) DO UPDATE SET receipt_id = excluded.receipt_id, erased_day = excluded.erased_day,
                erased_keys = excluded.erased_keys, erased_records = excluded.erased_records";
        let params = named_params! {
            ":subject_hash": subject_hash,
            ":tenant": tenant,
            ":receipt_id": row.receipt_id.as_bytes(),
            ":erased_day": row.erased_day,
            ":erased_keys": to_column(row.erased_keys),
            ":erased_records": to_column(row.erased_records),
        };
        self.0.execute(sql, params).map(drop).map_err(error)
    }

    /// How many receipts there are of days before this one.
    pub(in crate::store) fn receipts_before(&self, day: i32) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM receipt WHERE erased_day < ?1";
        self.0.query_row(sql, [day], |row| row.get(0).map(from_column)).map_err(error)
    }

    /// Drops receipts of days before this one and says how many they were.
    pub(in crate::store) fn drop_receipts_before(&self, day: i32) -> Result<u64, StoreError> {
        self.0.execute("DELETE FROM receipt WHERE erased_day < ?1", [day]).map(|dropped| dropped as u64).map_err(error)
    }

    /// How many persons have a key.
    pub(in crate::store) fn count_people(&self, tenant: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(DISTINCT pseudonym) FROM subject_key WHERE tenant = ?1";
        self.0.query_row(sql, [tenant], |row| row.get(0).map(from_column)).map_err(error)
    }

    /// Up to `limit` persons whose pseudonyms come after `after`, in order.
    pub(in crate::store) fn people(&self, tenant: &str, after: Option<Pseudonym>, limit: u32) -> Result<Vec<Pseudonym>, StoreError> {
        let sql =
            "SELECT DISTINCT pseudonym FROM subject_key WHERE tenant = :tenant AND pseudonym > :after ORDER BY pseudonym LIMIT :limit";
        let mut statement = self.0.prepare_cached(sql).map_err(error)?;
        let after: &[u8] = after.as_ref().map_or(&[], |pseudonym| pseudonym.as_bytes());
        let params = named_params! { ":tenant": tenant, ":after": after, ":limit": limit };
        statement.query_map(params, |row| row.get(0).map(Pseudonym::from_bytes)).and_then(Iterator::collect).map_err(error)
    }
}
