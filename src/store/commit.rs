//! One turn, written whole or not at all.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::model::{Revision, StoredConversation, TurnCommit};
use super::records::{ConversationRecord, EvidenceRecord, PaddedValue, ProfileRecord, SlotsRecord, pad_values};
use super::seal::random;
use super::vault::{OwnedKey, Work};
use super::{EVIDENCE, METADATA, RESERVED_PURPOSES, StoreError, code};
use crate::domain::{PurposeName, SlotName, SlotValue};

/// The values that may be stored: by purpose, by depth in the stack, by slot.
type Values<'a> = BTreeMap<&'a PurposeName, BTreeMap<usize, BTreeMap<&'a SlotName, &'a SlotValue>>>;

/// Writes a turn and gives the revision that it made.
pub(super) fn commit(work: &mut Work<'_>, turn: &TurnCommit) -> Result<Revision, StoreError> {
    let reserved = |purpose: &&PurposeName| RESERVED_PURPOSES.contains(&purpose.as_str());
    if let Some(purpose) = turn.purposes.values().chain(turn.conversation.state.profile.keys()).find(reserved) {
        return Err(StoreError::ReservedPurpose { purpose: purpose.clone() });
    }
    let before = check_revision(work, turn)?;
    let slots = write_slots(work, turn, before.slots)?;
    write_profile(work, turn)?;
    let bot = &turn.conversation.bot;
    if !turn.evidence.is_empty() {
        let key = work.key_or_new(&turn.subject.0, &code(bot, EVIDENCE))?;
        for evidence in &turn.evidence {
            work.put(&key, random::uuid()?, 0, &EvidenceRecord::from(evidence))?;
        }
    }
    let key = work.key_or_new(&turn.subject.0, &code(bot, METADATA))?;
    let mut record = ConversationRecord::new(&turn.conversation, slots);
    // A clock that was set back makes nobody's last message older than it was.
    record.last_inbound = before.last_inbound.map_or(record.last_inbound, |before| before.max(record.last_inbound));
    work.put(&key, turn.id.0, turn.conversation.revision.0, &record).map(Revision)
}

/// What of a stored conversation its next turn goes on from.
#[derive(Default)]
struct Before {
    slots: BTreeMap<PurposeName, Uuid>,
    last_inbound: Option<Timestamp>,
}

/// Makes sure that the turn continues what is stored.
fn check_revision(work: &Work<'_>, turn: &TurnCommit) -> Result<Before, StoreError> {
    let reading = &work.reading;
    let StoredConversation { revision, bot, .. } = &turn.conversation;
    let (gone, conflict) = (StoreError::Gone { conversation: turn.id }, StoreError::Conflict { conversation: turn.id });
    let Some(row) = reading.files.data.get(reading.tenant, turn.id.0)? else {
        // Never stored before, or erased since it was read: only the first may be written.
        return if *revision == Revision::default() { Ok(Before::default()) } else { Err(gone) };
    };
    let Some(key) = reading.key_of(&row)? else { return Err(gone) };
    if row.record_version != revision.0 || key.pseudonym != Some(turn.subject.0) || key.purpose != code(bot, METADATA) {
        return Err(conflict);
    }
    let stored: ConversationRecord = reading.open(&key, &row)?;
    Ok(Before { slots: stored.slots, last_inbound: Some(stored.last_inbound) })
}

/// Writes one record per purpose and deletes those of purposes that have no value left.
fn write_slots(
    work: &mut Work<'_>,
    turn: &TurnCommit,
    mut before: BTreeMap<PurposeName, Uuid>,
) -> Result<BTreeMap<PurposeName, Uuid>, StoreError> {
    let mut after = BTreeMap::new();
    for (purpose, frames) in values_to_store(turn) {
        let key = work.key_or_new(&turn.subject.0, &code(&turn.conversation.bot, purpose.as_str()))?;
        let (record_id, version) = match before.remove(purpose) {
            Some(id) => (id, version_of(work, id)?),
            None => (random::uuid()?, 0),
        };
        let frames = frames.into_iter().map(|(depth, values)| (depth, pad_values(values))).collect();
        work.put(&key, record_id, version, &SlotsRecord { conversation: turn.id.0, frames, updated: turn.now })?;
        after.insert(purpose.clone(), record_id);
    }
    for record_id in before.into_values() {
        work.reading.files.data.delete(work.reading.tenant, record_id)?;
    }
    Ok(after)
}

fn version_of(work: &Work<'_>, record_id: Uuid) -> Result<u64, StoreError> {
    Ok(work.reading.files.data.get(work.reading.tenant, record_id)?.map_or(0, |row| row.record_version))
}

fn values_to_store(turn: &TurnCommit) -> Values<'_> {
    let mut values = Values::new();
    for (depth, frame) in turn.conversation.state.frames.iter().enumerate() {
        for (slot, value) in &frame.slots {
            if let Some(purpose) = turn.purposes.get(&(frame.flow.clone(), slot.clone())) {
                values.entry(purpose).or_default().entry(depth).or_default().insert(slot, value);
            }
        }
    }
    values
}

/// Lays the turn's profile values over those that the person's other conversations left; unchanged records stay.
fn write_profile(work: &mut Work<'_>, turn: &TurnCommit) -> Result<(), StoreError> {
    let may_store = |purpose: &PurposeName, slot: &SlotName| {
        turn.purposes.iter().any(|((_, named), named_purpose)| named == slot && named_purpose == purpose)
    };
    for (purpose, values) in &turn.conversation.state.profile {
        let values: BTreeMap<_, _> = values.iter().filter(|(slot, _)| may_store(purpose, slot)).collect();
        if values.is_empty() {
            continue;
        }
        let key = work.key_or_new(&turn.subject.0, &code(&turn.conversation.bot, purpose.as_str()))?;
        let (record_id, version, stored) = stored_profile(work, &key)?;
        let mut merged = stored.clone();
        merged.extend(values.into_iter().map(|(slot, value)| (slot.clone(), value.clone())));
        if merged != stored {
            work.put(&key, record_id, version, &ProfileRecord { values: pad_values(&merged), updated: turn.now })?;
        }
    }
    Ok(())
}

type StoredProfile = (Uuid, u64, BTreeMap<SlotName, SlotValue>);

fn stored_profile(work: &Work<'_>, key: &OwnedKey) -> Result<StoredProfile, StoreError> {
    match work.reading.records::<ProfileRecord>(key)?.into_iter().next() {
        None => Ok((random::uuid()?, 0, BTreeMap::new())),
        Some((row, record)) => {
            let values = record.values.into_iter().map(|(slot, value)| (slot, PaddedValue::into_value(value))).collect();
            Ok((row.record_id, row.record_version, values))
        }
    }
}
