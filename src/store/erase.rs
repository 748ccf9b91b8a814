//! Erasure: the keys are destroyed, then the records deleted. The receipt is the same for a repeated erasure.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::StoreError;
use super::model::{Receipt, SubjectHandle};
use super::seal::{KeyId, KeyRing, random};
use super::sqlite::{Files, ReceiptRow};
use super::vault::{Reading, Work};
use crate::domain::BotName;
use crate::domain::hex::to_hex;

/// How many days a receipt is kept; after that the person is simply unknown.
const RECEIPT_DAYS: i32 = 30;

/// Erases a person at one bot, or at all bots of the tenant. None when nothing is and was known of the person.
pub(super) fn erase(
    work: &mut Work<'_>,
    subject: SubjectHandle,
    bot: Option<&BotName>,
    now: Timestamp,
) -> Result<Option<Receipt>, StoreError> {
    let reading = &work.reading;
    let (files, tenant) = (reading.files, reading.tenant);
    let subject_hash = subject_hash(reading.ring, subject, bot);
    let mut keys = files.keys.of_subject(tenant, &subject.0)?;
    keys.retain(|key| bot.is_none_or(|bot| key.purpose.split('/').next() == Some(bot.as_str())));
    if keys.is_empty() {
        let row = files.keys.receipt(tenant, &subject_hash)?;
        return Ok(row.map(|row| receipt(reading.ring, bot, &row)));
    }
    let mut row = ReceiptRow { receipt_id: random::uuid()?, erased_day: day(now), erased_keys: 0, erased_records: 0 };
    for key in keys {
        row.erased_keys += 1;
        row.erased_records += destroy(reading, key.key_id)?;
    }
    files.keys.put_receipt(tenant, &subject_hash, &row)?;
    Ok(Some(receipt(reading.ring, bot, &row)))
}

/// Destroys a key, then deletes what lies under it, and says how many records that were.
pub(super) fn destroy(reading: &Reading<'_>, key_id: KeyId) -> Result<u64, StoreError> {
    // The batch commits the keys file first: from then on the records cannot be read, whatever happens to them.
    reading.files.keys.delete(reading.tenant, key_id)?;
    reading.files.data.delete_of_key(reading.tenant, key_id)
}

/// How many receipts are past their time.
pub(super) fn old_receipts(files: &Files, now: Timestamp) -> Result<u64, StoreError> {
    files.keys.receipts_before(day(now) - RECEIPT_DAYS)
}

/// Drops receipts past their time and says how many they were.
pub(super) fn drop_old_receipts(files: &Files, now: Timestamp) -> Result<u64, StoreError> {
    files.keys.drop_receipts_before(day(now) - RECEIPT_DAYS)
}

fn subject_hash(ring: &KeyRing, subject: SubjectHandle, bot: Option<&BotName>) -> [u8; 32] {
    ring.keyed_hash("sottovoce.receipt.v1", &[subject.0.as_bytes(), bot.map_or("", BotName::as_str).as_bytes()])
}

fn receipt(ring: &KeyRing, bot: Option<&BotName>, row: &ReceiptRow) -> Receipt {
    let parts: [&[u8]; 5] = [
        row.receipt_id.as_bytes(),
        bot.map_or("", BotName::as_str).as_bytes(),
        &row.erased_day.to_be_bytes(),
        &row.erased_keys.to_be_bytes(),
        &row.erased_records.to_be_bytes(),
    ];
    Receipt {
        receipt: row.receipt_id,
        bot: bot.cloned(),
        erased_on: date_of(row.erased_day),
        keys: row.erased_keys,
        records: row.erased_records,
        mac: to_hex(&ring.keyed_hash("sottovoce.receipt-mac.v1", &parts)),
    }
}

const EPOCH: Date = date(1970, 1, 1);

/// Days since 1970-01-01, UTC.
fn day(now: Timestamp) -> i32 {
    let date = now.to_zoned(TimeZone::UTC).date();
    // Dates of jiff lie within the years -9999 to 9999: under four million days.
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

fn date_of(day: i32) -> Date {
    EPOCH.checked_add(jiff::Span::new().try_days(day).unwrap_or_default()).unwrap_or(EPOCH)
}
