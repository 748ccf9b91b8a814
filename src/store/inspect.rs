//! What operators see: lists, exports, dumps, checks. All of it needs the root key, since nothing lies in clear.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::StoreError;
use super::inbox::{InboxBuffer, inbox_key};
use super::model::SubjectHandle;
use super::records::{ConversationRecord, EvidenceRecord, InboxRecord, ProfileRecord, SlotsRecord, Stored, without_padding};
use super::seal::{KeyId, RecordType};
use super::sqlite::{RecordRow, SubjectKeyRow};
use super::vault::{OwnedKey, Reading, key_name};

/// Records read in one go.
const PAGE: u32 = 500;

/// A person as operators list them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectSummary {
    /// The pseudonym, 32 hexadecimal digits.
    pub pseudonym: String,
    /// `bot/purpose` of each key.
    pub purposes: Vec<String>,
    /// How many records lie under the keys.
    pub records: u64,
}

/// Everything the store holds on a person.
#[derive(Clone, Serialize)]
pub struct Export {
    /// The bots' purposes, each with its records.
    pub purposes: Vec<ExportedPurpose>,
}

/// One purpose of an export.
#[derive(Clone, Serialize)]
pub struct ExportedPurpose {
    /// The bot.
    pub bot: String,
    /// The purpose, declared by the bot or built in.
    pub purpose: String,
    /// The records.
    pub records: Vec<ExportedRecord>,
}

/// One record of an export.
#[derive(Clone, Serialize)]
pub struct ExportedRecord {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it holds.
    pub value: Value,
}

/// One stored thing in a dump: a JSON object.
pub struct DumpPage {
    /// The records, by id.
    pub lines: Vec<Value>,
    /// Where the next page starts; none after the last.
    pub next: Option<Uuid>,
}

/// What a check of the store found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Records looked at.
    pub records: u64,
    /// Records and keys that do not open.
    pub unreadable: Vec<Uuid>,
    /// Records whose key is gone.
    pub orphans: u64,
    /// Clear columns that should not be there, and records that are not sealed and padded.
    pub unsealed: Vec<String>,
}

/// What a check of the keys found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedKeys {
    /// Keys of people.
    pub keys: u64,
    /// Those that do not open.
    pub unreadable: Vec<Uuid>,
}

/// Counts, without opening anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stat {
    /// People with at least one key.
    pub subjects: u64,
    /// Keys of people.
    pub keys: u64,
    /// Records.
    pub records: u64,
    /// Bytes of sealed records.
    pub sealed_bytes: u64,
    /// Records by type.
    pub by_type: BTreeMap<&'static str, u64>,
}

/// All people, by pseudonym.
pub(super) fn subjects(reading: &Reading<'_>) -> Result<Vec<SubjectSummary>, StoreError> {
    let mut subjects: BTreeMap<String, SubjectSummary> = BTreeMap::new();
    for row in reading.files.keys.all(reading.tenant)? {
        let pseudonym = row.pseudonym.to_hex();
        let records = reading.files.data.of_key(reading.tenant, row.key_id)?.len() as u64;
        let empty = || SubjectSummary { pseudonym: pseudonym.clone(), purposes: Vec::new(), records: 0 };
        let subject = subjects.entry(pseudonym.clone()).or_insert_with(empty);
        subject.purposes.push(row.purpose);
        subject.records += records;
    }
    Ok(subjects.into_values().collect())
}

/// One person, without opening anything.
pub(super) fn summary(reading: &Reading<'_>, subject: SubjectHandle) -> Result<SubjectSummary, StoreError> {
    let mut summary = SubjectSummary { pseudonym: subject.0.to_hex(), purposes: Vec::new(), records: 0 };
    for row in reading.files.keys.of_subject(reading.tenant, &subject.0)? {
        summary.records += reading.files.data.of_key(reading.tenant, row.key_id)?.len() as u64;
        summary.purposes.push(row.purpose);
    }
    Ok(summary)
}

/// Everything on one person; none for a stranger.
pub(super) fn export(reading: &Reading<'_>, subject: SubjectHandle) -> Result<Option<Export>, StoreError> {
    let mut purposes = Vec::new();
    for row in reading.files.keys.of_subject(reading.tenant, &subject.0)? {
        let key = reading.open_key(&row)?;
        let mut records = Vec::new();
        for record in reading.files.data.of_key(reading.tenant, row.key_id)? {
            let (kind, value) = value_of(reading, &key, &record)?;
            records.push(ExportedRecord { id: record.record_id, kind, value });
        }
        let (bot, purpose) = row.purpose.split_once('/').unwrap_or((&row.purpose, ""));
        purposes.push(ExportedPurpose { bot: bot.to_owned(), purpose: purpose.to_owned(), records });
    }
    Ok((!purposes.is_empty()).then_some(Export { purposes }))
}

/// The keys file as dump lines: whose keys there are, never the keys.
pub(super) fn dump_keys(reading: &Reading<'_>) -> Result<Vec<Value>, StoreError> {
    let line = |row: SubjectKeyRow| {
        json!({ "kind": "key", "key": key_name(row.key_id), "pseudonym": row.pseudonym.to_hex(), "purpose": row.purpose,
                "generation": row.generation, "epoch": row.epoch })
    };
    Ok(reading.files.keys.all(reading.tenant)?.into_iter().map(line).collect())
}

/// A page of the data file as dump lines; what does not open says so.
pub(super) fn dump_page(reading: &Reading<'_>, after: Option<Uuid>) -> Result<DumpPage, StoreError> {
    let rows = reading.files.data.page(reading.tenant, after, PAGE)?;
    let next = if rows.len() < PAGE as usize { None } else { rows.last().map(|row| row.record_id) };
    let lines = rows.iter().map(|row| dump_line(reading, row)).collect::<Result<_, _>>()?;
    Ok(DumpPage { lines, next })
}

fn dump_line(reading: &Reading<'_>, row: &RecordRow) -> Result<Value, StoreError> {
    let kind = RecordType::from_code(row.record_type).map_or("unknown", RecordType::as_str);
    let mut line = json!({ "kind": "record", "id": row.record_id, "type": kind, "key": key_name(row.key_id),
        "version": row.record_version, "size_bytes": row.sealed.len() });
    let (name, value) = match owner(reading, row) {
        Ok(None) => ("orphan", Value::Bool(true)),
        Ok(Some(key)) => {
            line["purpose"] = key.purpose.as_str().into();
            match value_of(reading, &key, row) {
                Ok((_, value)) => ("value", value),
                Err(StoreError::Unreadable { .. }) => ("unreadable", Value::Bool(true)),
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Unreadable { .. }) => ("unreadable", Value::Bool(true)),
        Err(error) => return Err(error),
    };
    line[name] = value;
    Ok(line)
}

/// Opens every key.
pub(super) fn check_keys(reading: &Reading<'_>) -> Result<CheckedKeys, StoreError> {
    let keys = reading.files.keys.all(reading.tenant)?;
    let unreadable = keys.iter().filter(|row| reading.open_key(row).is_err()).map(|row| key_name(row.key_id)).collect();
    Ok(CheckedKeys { keys: keys.len() as u64, unreadable })
}

/// Opens every key and every record, and looks for anything that lies in clear.
pub(super) fn check(reading: &Reading<'_>) -> Result<Checked, StoreError> {
    let mut checked = Checked { unsealed: reading.files.unknown_columns()?, ..Checked::default() };
    let mut unreadable: BTreeSet<Uuid> = check_keys(reading)?.unreadable.into_iter().collect();
    let mut after = None;
    loop {
        let rows = reading.files.data.page(reading.tenant, after, PAGE)?;
        for row in &rows {
            checked.records += 1;
            if !row.is_sealed_and_padded() {
                checked.unsealed.push(format!("record {}", row.record_id));
            }
            let opened = owner(reading, row).and_then(|key| key.map(|key| value_of(reading, &key, row)).transpose());
            match opened {
                Ok(Some(_)) => {}
                Ok(None) => checked.orphans += 1,
                Err(StoreError::Unreadable { .. }) => drop(unreadable.insert(row.record_id)),
                Err(error) => return Err(error),
            }
        }
        match rows.last() {
            Some(row) => after = Some(row.record_id),
            None => break,
        }
    }
    checked.unreadable = unreadable.into_iter().collect();
    Ok(checked)
}

/// Counts both files.
pub(super) fn stat(reading: &Reading<'_>) -> Result<Stat, StoreError> {
    let keys = reading.files.keys.all(reading.tenant)?;
    let subjects: BTreeSet<_> = keys.iter().map(|row| row.pseudonym).collect();
    let mut stat = Stat { subjects: subjects.len() as u64, keys: keys.len() as u64, ..Stat::default() };
    for (code, records, bytes) in reading.files.data.counts(reading.tenant)? {
        stat.records += records;
        stat.sealed_bytes += bytes;
        let kind = RecordType::from_code(code).map_or("unknown", RecordType::as_str);
        *stat.by_type.entry(kind).or_default() += records;
    }
    Ok(stat)
}

/// Up to `limit` keys that records lie under, from `after` on, and those among them that are gone: a crash came between
/// erasing the key and deleting its records.
pub(super) fn orphans(reading: &Reading<'_>, after: Option<KeyId>, limit: usize) -> Result<(Option<KeyId>, Vec<KeyId>), StoreError> {
    let page = reading.files.data.key_ids(reading.tenant, after, u32::try_from(limit).unwrap_or(u32::MAX))?;
    let last = page.last().copied();
    let mut gone = Vec::new();
    for key_id in page {
        if is_gone(reading, key_id)? {
            gone.push(key_id);
        }
    }
    Ok((last, gone))
}

/// Deletes the records under these keys, as far as the keys are gone, and says how many they were.
pub(super) fn drop_orphans(reading: &Reading<'_>, keys: &[KeyId]) -> Result<u64, StoreError> {
    let mut dropped = 0;
    for key_id in keys {
        if is_gone(reading, *key_id)? {
            dropped += reading.files.data.delete_of_key(reading.tenant, *key_id)?;
        }
    }
    Ok(dropped)
}

fn is_gone(reading: &Reading<'_>, key_id: KeyId) -> Result<bool, StoreError> {
    Ok(key_id != reading.ring.inbox().id && reading.files.keys.get(reading.tenant, key_id)?.is_none())
}

/// The key that a record lies under, the inbox's included; none for an orphan.
fn owner(reading: &Reading<'_>, row: &RecordRow) -> Result<Option<OwnedKey>, StoreError> {
    let inbox = inbox_key(reading);
    if row.key_id == inbox.data.id { Ok(Some(inbox)) } else { reading.key_of(row) }
}

/// A record as JSON, padding left out.
fn value_of(reading: &Reading<'_>, key: &OwnedKey, row: &RecordRow) -> Result<(&'static str, Value), StoreError> {
    fn typed<T: Stored>(reading: &Reading<'_>, key: &OwnedKey, row: &RecordRow) -> Result<Value, StoreError> {
        let record: T = reading.open(key, row)?;
        let value = serde_json::to_value(record).map_err(|_| StoreError::Unreadable { record: row.record_id })?;
        Ok(without_padding(value))
    }
    let kind = RecordType::from_code(row.record_type).ok_or(StoreError::Unreadable { record: row.record_id })?;
    let value = match kind {
        RecordType::Conversation => typed::<ConversationRecord>(reading, key, row),
        RecordType::Slots => typed::<SlotsRecord>(reading, key, row),
        RecordType::Profile => typed::<ProfileRecord>(reading, key, row),
        RecordType::Evidence => typed::<EvidenceRecord>(reading, key, row),
        RecordType::Inbox => typed::<InboxRecord>(reading, key, row),
        RecordType::InboxBuffer => typed::<InboxBuffer>(reading, key, row),
    }?;
    Ok((kind.as_str(), value))
}
