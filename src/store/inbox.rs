//! The inbox: unanswered messages, redacted before they come here, linked to nobody.
//!
//! A new item first waits in one sealed buffer. When enough are in it they are written together under random ids, so
//! that neither the place nor the time of a row tells whose turn it came from.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::StoreError;
use super::model::InboxItem;
use super::records::{InboxRecord, Stored};
use super::seal::{RecordType, random};
use super::sqlite::RecordRow;
use super::vault::{OwnedKey, Reading, Work};
use crate::domain::{BotName, Language, Retention};

/// Sightings that are shuffled together.
const SHUFFLED_TOGETHER: u64 = 20;

/// The buffer is padded to this many bytes, so that its growth tells little.
const BUFFER_STEP_BYTES: usize = 4_096;

/// Where the writing thread finds things: the buffer, and each item's record by a keyed hash of bot, language and text.
pub(super) struct InboxIndex {
    buffer: Option<Uuid>,
    items: BTreeMap<[u8; 32], Uuid>,
}

/// Items that wait to be shuffled.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct InboxBuffer {
    items: Vec<InboxRecord>,
    pad: String,
}

impl Stored for InboxBuffer {
    const TYPE: RecordType = RecordType::InboxBuffer;
}

impl InboxBuffer {
    fn pad(&mut self) {
        self.pad.clear();
        let length = serde_json::to_vec(self).map_or(0, |json| json.len());
        self.pad = " ".repeat(length.next_multiple_of(BUFFER_STEP_BYTES) - length);
    }

    fn sightings(&self) -> u64 {
        self.items.iter().map(|item| item.count).sum()
    }
}

/// Adds a redacted text, or counts it once more.
pub(super) fn add(work: &mut Work<'_>, item: InboxItem) -> Result<(), StoreError> {
    let key = inbox_key(&work.reading);
    let index = match work.inbox.take() {
        Some(index) => index,
        None => read_index(&work.reading, &key)?,
    };
    let index = work.inbox.insert(index);
    let (buffer_id, version, mut buffer) = match index.buffer {
        Some(id) => read_buffer(&work.reading, &key, id)?,
        None => (random::uuid()?, 0, InboxBuffer::default()),
    };
    index.buffer = Some(buffer_id);
    merge(&mut buffer.items, item.into());
    if buffer.sightings() >= SHUFFLED_TOGETHER {
        let items = std::mem::take(&mut buffer.items);
        shuffle_out(work, &key, items)?;
    }
    buffer.pad();
    work.put(&key, buffer_id, version, &buffer).map(drop)
}

/// All items, those in the buffer included, the most frequent first.
pub(super) fn list(reading: &Reading<'_>) -> Result<Vec<InboxItem>, StoreError> {
    let key = inbox_key(reading);
    let mut items: Vec<InboxRecord> = reading.records::<InboxRecord>(&key)?.into_iter().map(|(_, item)| item).collect();
    for (_, buffer) in reading.records::<InboxBuffer>(&key)? {
        buffer.items.into_iter().for_each(|item| merge(&mut items, item));
    }
    let mut items: Vec<InboxItem> = items.into_iter().map(InboxItem::from).collect();
    items.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.bot, &a.language, &a.text).cmp(&(&b.bot, &b.language, &b.text))));
    Ok(items)
}

/// Removes all items whose text holds `text`, in any case, and says how many they were.
pub(super) fn purge(work: &mut Work<'_>, text: &str) -> Result<u64, StoreError> {
    let key = inbox_key(&work.reading);
    let wanted = text.to_lowercase();
    let matches = |item: &InboxRecord| item.text.to_lowercase().contains(&wanted);
    let mut removed = 0;
    for (row, item) in work.reading.records::<InboxRecord>(&key)? {
        if matches(&item) {
            work.reading.files.data.delete(work.reading.tenant, row.record_id)?;
            removed += 1;
        }
    }
    Ok(removed + remove_buffered(work, matches)?)
}

/// Items past their time.
pub(super) struct DueItems {
    pub(super) ids: Vec<Uuid>,
    buffered: u64,
}

impl DueItems {
    pub(super) fn total(&self) -> u64 {
        self.ids.len() as u64 + self.buffered
    }
}

/// The items that were last seen so long ago that they go.
pub(super) fn due(reading: &Reading<'_>, keep: Retention, now: Timestamp) -> Result<DueItems, StoreError> {
    let key = inbox_key(reading);
    let items = reading.records::<InboxRecord>(&key)?.into_iter().filter(|(_, item)| is_due(item, keep, now));
    let buffers = reading.records::<InboxBuffer>(&key)?;
    let buffered = buffers.iter().flat_map(|(_, buffer)| &buffer.items).filter(|item| is_due(item, keep, now)).count();
    Ok(DueItems { ids: items.map(|(row, _)| row.record_id).collect(), buffered: buffered as u64 })
}

/// Removes those of these items that are due and says how many they were.
pub(super) fn expire(work: &mut Work<'_>, ids: &[Uuid], keep: Retention, now: Timestamp) -> Result<u64, StoreError> {
    let (reading, key) = (&work.reading, inbox_key(&work.reading));
    let mut removed = 0;
    for id in ids {
        let Some(row) = reading.files.data.get(reading.tenant, *id)? else { continue };
        if is_due(&reading.open::<InboxRecord>(&key, &row)?, keep, now) {
            reading.files.data.delete(reading.tenant, *id)?;
            removed += 1;
        }
    }
    *work.inbox = None;
    Ok(removed)
}

/// Removes the items that are due from the buffer and says how many they were.
pub(super) fn expire_buffered(work: &mut Work<'_>, keep: Retention, now: Timestamp) -> Result<u64, StoreError> {
    remove_buffered(work, |item| is_due(item, keep, now))
}

/// Whether the week of the last sighting ended so long ago. A week that cannot be read is never due: ours always can.
fn is_due(item: &InboxRecord, keep: Retention, now: Timestamp) -> bool {
    end_of_week(&item.last_week).and_then(|end| keep.after(end)).is_some_and(|due| due <= now)
}

/// The instant at which an ISO week such as `2026-W48` is over, in UTC.
fn end_of_week(week: &str) -> Option<Timestamp> {
    let (year, week) = week.split_once("-W")?;
    let sunday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Sunday).ok()?.date();
    Some(sunday.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn remove_buffered(work: &mut Work<'_>, goes: impl Fn(&InboxRecord) -> bool) -> Result<u64, StoreError> {
    let key = inbox_key(&work.reading);
    let mut removed = 0;
    for (row, mut buffer) in work.reading.records::<InboxBuffer>(&key)? {
        let before = buffer.items.len();
        buffer.items.retain(|item| !goes(item));
        if buffer.items.len() < before {
            removed += (before - buffer.items.len()) as u64;
            buffer.pad();
            work.put(&key, row.record_id, row.record_version, &buffer)?;
        }
    }
    *work.inbox = None;
    Ok(removed)
}

/// The key of the inbox as the owner of nobody's records.
pub(super) fn inbox_key(reading: &Reading<'_>) -> OwnedKey {
    OwnedKey { data: reading.ring.inbox(), pseudonym: None, purpose: String::new() }
}

fn read_index(reading: &Reading<'_>, key: &OwnedKey) -> Result<InboxIndex, StoreError> {
    let buffer = reading.records::<InboxBuffer>(key)?.first().map(|(row, _)| row.record_id);
    let items = reading.records::<InboxRecord>(key)?;
    let items = items.iter().map(|(row, item)| (hash(reading, item), row.record_id)).collect();
    Ok(InboxIndex { buffer, items })
}

fn read_buffer(reading: &Reading<'_>, key: &OwnedKey, id: Uuid) -> Result<(Uuid, u64, InboxBuffer), StoreError> {
    match reading.files.data.get(reading.tenant, id)? {
        Some(row) => Ok((id, row.record_version, reading.open(key, &row)?)),
        None => Ok((id, 0, InboxBuffer::default())),
    }
}

/// Writes buffered items in the order of their random ids.
fn shuffle_out(work: &mut Work<'_>, key: &OwnedKey, items: Vec<InboxRecord>) -> Result<(), StoreError> {
    let mut rows: BTreeMap<Uuid, (u64, InboxRecord)> = BTreeMap::new();
    for item in items {
        let hash = hash(&work.reading, &item);
        let known = work.inbox.as_ref().and_then(|index| index.items.get(&hash).copied());
        let row: Option<RecordRow> = match known {
            Some(id) => work.reading.files.data.get(work.reading.tenant, id)?,
            None => None,
        };
        let (id, version, item) = match row {
            Some(row) => {
                let mut stored = vec![work.reading.open::<InboxRecord>(key, &row)?];
                merge(&mut stored, item.clone());
                (row.record_id, row.record_version, stored.pop().unwrap_or(item))
            }
            None => (random::uuid()?, 0, item),
        };
        if let Some(index) = work.inbox {
            index.items.insert(hash, id);
        }
        rows.insert(id, (version, item));
    }
    for (id, (version, item)) in rows {
        work.put(key, id, version, &item)?;
    }
    Ok(())
}

fn hash(reading: &Reading<'_>, item: &InboxRecord) -> [u8; 32] {
    let InboxRecord { bot, language, text, .. } = item;
    reading.ring.keyed_hash("sottovoce.inbox.v1", &[bot.as_str().as_bytes(), language.as_str().as_bytes(), text.as_bytes()])
}

/// Counts an item that is there already, or adds it.
fn merge(items: &mut Vec<InboxRecord>, item: InboxRecord) {
    let same = |known: &&mut InboxRecord| (&known.bot, &known.language, &known.text) == (&item.bot, &item.language, &item.text);
    match items.iter_mut().find(same) {
        Some(known) => {
            known.count += item.count;
            // ISO weeks sort as text.
            known.last_week = item.last_week.max(std::mem::take(&mut known.last_week));
        }
        None => items.push(item),
    }
}

impl From<InboxItem> for InboxRecord {
    fn from(item: InboxItem) -> Self {
        let InboxItem { bot, language, first_week, last_week, count, text } = item;
        Self { bot, language, first_week, last_week, count, text }
    }
}

impl From<InboxRecord> for InboxItem {
    fn from(record: InboxRecord) -> Self {
        let InboxRecord { bot, language, first_week, last_week, count, text } = record;
        Self { bot, language, first_week, last_week, count, text }
    }
}

/// A single sighting.
pub(super) fn sighting(bot: &BotName, language: &Language, iso_week: &str, text: &str) -> InboxItem {
    InboxItem {
        bot: bot.clone(),
        language: language.clone(),
        first_week: iso_week.to_owned(),
        last_week: iso_week.to_owned(),
        count: 1,
        text: text.to_owned(),
    }
}
