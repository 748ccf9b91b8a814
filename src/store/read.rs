//! Reading a conversation and a person's profile.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq;

use super::model::{Evidence, Profile, Revision, StoredConversation, SubjectHandle};
use super::records::{ConversationRecord, EvidenceRecord, PaddedValue, ProfileRecord, SlotsRecord};
use super::seal::Pseudonym;
use super::vault::Reading;
use super::{EVIDENCE, METADATA, StoreError, code};
use crate::domain::{BotName, ConversationId, PurposeName, SlotName, SlotValue};

type Values = BTreeMap<PurposeName, BTreeMap<SlotName, SlotValue>>;

/// A stored conversation with its values. Unknown, erased and wrong token look alike.
pub(super) fn conversation(
    reading: &Reading<'_>,
    id: ConversationId,
    token_hash: &[u8; 32],
) -> Result<Option<(SubjectHandle, StoredConversation)>, StoreError> {
    let Some(row) = reading.files.data.get(reading.tenant, id.0)? else { return Ok(None) };
    let Some(key) = reading.key_of(&row)? else { return Ok(None) };
    let (Some(pseudonym), true) = (key.pseudonym, key.purpose.ends_with(METADATA)) else { return Ok(None) };
    // A slot or profile record's id is not a conversation's: its type tells before it is opened.
    if row.record_type != super::seal::RecordType::Conversation.code() {
        return Ok(None);
    }
    let record: ConversationRecord = reading.open(&key, &row)?;
    if !bool::from(record.token_hash.0.ct_eq(token_hash)) {
        return Ok(None);
    }
    let slot_records = record.slots.clone();
    let mut conversation = record.into_conversation(Revision(row.record_version));
    for record_id in slot_records.into_values() {
        // A purpose's key may have been destroyed: then its slots are simply not known any more.
        let Some(row) = reading.files.data.get(reading.tenant, record_id)? else { continue };
        let Some(key) = reading.key_of(&row)? else { continue };
        let slots: SlotsRecord = reading.open(&key, &row)?;
        for (depth, values) in slots.frames {
            if let Some(frame) = conversation.state.frames.get_mut(depth) {
                frame.slots.extend(values.into_iter().map(|(slot, value)| (slot, value.into_value())));
            }
        }
    }
    conversation.state.profile = profile_values(reading, &pseudonym, &conversation.bot)?;
    Ok(Some((SubjectHandle(pseudonym), conversation)))
}

/// What a bot knows of a person.
pub(super) fn profile(reading: &Reading<'_>, subject: SubjectHandle, bot: &BotName) -> Result<Profile, StoreError> {
    let mut profile = Profile { values: profile_values(reading, &subject.0, bot)?, ..Profile::default() };
    let Some(key) = reading.key_for(&subject.0, &code(bot, EVIDENCE))? else { return Ok(profile) };
    let mut evidence: Vec<Evidence> =
        reading.records::<EvidenceRecord>(&key)?.into_iter().map(|(_, record)| Evidence::from(record)).collect();
    evidence.sort_by_key(|evidence| evidence.at);
    for evidence in evidence {
        match &evidence.purpose {
            Some(purpose) => drop(profile.consents.insert(purpose.clone(), evidence.granted)),
            None => profile.notice = Some(evidence),
        }
    }
    Ok(profile)
}

fn profile_values(reading: &Reading<'_>, pseudonym: &Pseudonym, bot: &BotName) -> Result<Values, StoreError> {
    let mut values = Values::new();
    for row in reading.files.keys.of_subject(reading.tenant, pseudonym)? {
        let purpose = row.purpose.strip_prefix(bot.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let Some(purpose) = purpose.and_then(|purpose| PurposeName::new(purpose).ok()) else { continue };
        let key = reading.open_key(&row)?;
        for (_, record) in reading.records::<ProfileRecord>(&key)? {
            let opened = record.values.into_iter().map(|(slot, value)| (slot, PaddedValue::into_value(value)));
            values.entry(purpose.clone()).or_default().extend(opened);
        }
    }
    Ok(values)
}
