//! The key hierarchy: tenant keys under the root, data keys under the tenant's.

use std::fmt;
use std::sync::Arc;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::cipher::{self, Secret};
use super::labels::{Parts, RecordLabel, SUITE};
use super::random::{self, RandomError};
use super::{Pseudonym, RootKey, SealError, Sealer};
use crate::domain::ChannelAddress;
use crate::domain::hex::to_hex;

/// The id of a key: 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct KeyId([u8; 16]);

impl KeyId {
    pub(in crate::store) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(in crate::store) fn random() -> Result<Self, SealError> {
        random::bytes().map(Self).map_err(|RandomError| SealError::Random)
    }

    pub(in crate::store) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

/// A key as it lies in the keys file: wrapped, with a commitment, so that one key id has one key.
pub(in crate::store) struct WrappedKey {
    pub(in crate::store) wrapped: Vec<u8>,
    /// HMAC-SHA-256 of the key id under the key's commitment key.
    pub(in crate::store) commitment: [u8; 32],
}

/// A key that seals records, ready for use.
pub(in crate::store) struct DataKey {
    pub(in crate::store) id: KeyId,
    pub(in crate::store) generation: u32,
    pub(super) seal: Secret,
}

impl DataKey {
    pub(super) fn new(id: KeyId, generation: u32, key: &Secret) -> Self {
        Self { id, generation, seal: key.derive("sottovoce.seal.v1") }
    }

    /// The plaintext of a record, if bytes, key and label belong together.
    pub(in crate::store) fn open(&self, label: &RecordLabel, record: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        cipher::open(self, label, record)
    }
}

fn commitment(id: KeyId, key: &Secret) -> [u8; 32] {
    key.derive("sottovoce.commit.v1").mac(&id.0)
}

fn check_commitment(id: KeyId, key: &Secret, expected: &[u8; 32]) -> Result<(), SealError> {
    if bool::from(commitment(id, key).ct_eq(expected)) { Ok(()) } else { Err(SealError::Open) }
}

/// What a tenant key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum TenantKeyKind {
    /// Wraps data keys (`KEK_t`).
    Wrap,
    /// Makes pseudonyms and other keyed hashes (`PK_t`).
    Pseudonym,
    /// Seals the inbox (`UK_t`).
    Inbox,
}

impl TenantKeyKind {
    pub(in crate::store) const ALL: [Self; 3] = [Self::Wrap, Self::Pseudonym, Self::Inbox];

    /// The name in labels and in the keys file.
    pub(in crate::store) fn as_str(self) -> &'static str {
        match self {
            Self::Wrap => "wrap",
            Self::Pseudonym => "pseudonym",
            Self::Inbox => "inbox",
        }
    }
}

/// What a wrapped tenant key is bound to.
pub(in crate::store) struct TenantKeyLabel<'a> {
    pub(in crate::store) kind: TenantKeyKind,
    pub(in crate::store) tenant: &'a str,
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) generation: u32,
    /// The epoch of the root key.
    pub(in crate::store) epoch: u32,
}

impl TenantKeyLabel<'_> {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        Parts::new("sottovoce.tenant-key.v1")
            .bytes(&[SUITE])
            .text(self.kind.as_str())
            .text(self.tenant)
            .bytes(self.key_id.as_bytes())
            .number(self.generation)
            .number(self.epoch)
            .into_bytes()
    }
}

/// What a wrapped data key is bound to.
pub(in crate::store) struct SubjectKeyLabel<'a> {
    pub(in crate::store) tenant: &'a str,
    pub(in crate::store) pseudonym: &'a Pseudonym,
    /// `bot/purpose`.
    pub(in crate::store) purpose: &'a str,
    pub(in crate::store) key_id: KeyId,
    pub(in crate::store) generation: u32,
    /// The epoch of the tenant's wrap key.
    pub(in crate::store) epoch: u32,
}

impl SubjectKeyLabel<'_> {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        Parts::new("sottovoce.subject-key.v1")
            .bytes(&[SUITE])
            .text(self.tenant)
            .bytes(self.pseudonym.as_bytes())
            .text(self.purpose)
            .bytes(self.key_id.as_bytes())
            .number(self.generation)
            .number(self.epoch)
            .into_bytes()
    }
}

/// Makes a tenant key and wraps it under the root.
pub(in crate::store) fn create_tenant_key(root: &RootKey, sealer: &mut Sealer, label: &TenantKeyLabel) -> Result<WrappedKey, SealError> {
    let key = Secret::random()?;
    let wrapped = root.wrap_key().wrap(sealer, &label.to_bytes(), &key)?;
    Ok(WrappedKey { wrapped, commitment: commitment(label.key_id, &key) })
}

/// A tenant's keys, open in memory while the store is.
pub(in crate::store) struct KeyRing {
    pub(super) wrap: Secret,
    wrap_epoch: u32,
    pseudonym: Secret,
    inbox: Arc<DataKey>,
}

impl KeyRing {
    /// Opens a tenant's keys: `find` gives the newest key of a kind with its label.
    pub(in crate::store) fn open<'a, E: From<SealError>>(
        root: &RootKey,
        mut find: impl FnMut(TenantKeyKind) -> Result<(TenantKeyLabel<'a>, WrappedKey), E>,
    ) -> Result<Self, E> {
        let mut open = |kind| -> Result<(TenantKeyLabel<'a>, Secret), E> {
            let (label, key) = find(kind)?;
            let secret = root.wrap_key().unwrap(&label.to_bytes(), &key.wrapped)?;
            check_commitment(label.key_id, &secret, &key.commitment)?;
            Ok((label, secret))
        };
        let (wrap_label, wrap) = open(TenantKeyKind::Wrap)?;
        let (_, pseudonym) = open(TenantKeyKind::Pseudonym)?;
        let (inbox_label, inbox) = open(TenantKeyKind::Inbox)?;
        let inbox = Arc::new(DataKey::new(inbox_label.key_id, inbox_label.generation, &inbox));
        Ok(Self { wrap: wrap.derive("sottovoce.wrap.v1"), wrap_epoch: wrap_label.epoch, pseudonym, inbox })
    }

    /// The epoch that new data keys are wrapped under.
    pub(in crate::store) fn epoch(&self) -> u32 {
        self.wrap_epoch
    }

    /// The key of the inbox.
    pub(in crate::store) fn inbox(&self) -> Arc<DataKey> {
        self.inbox.clone()
    }

    /// The pseudonym of a channel address: HMAC-SHA-256 over `len | channel | len | id`, cut to 16 bytes.
    pub(in crate::store) fn pseudonym(&self, address: &ChannelAddress) -> Pseudonym {
        let message = Parts::default().text(&address.channel).text(&address.id).into_bytes();
        Pseudonym::from_bytes(cut(&self.pseudonym.mac(&message)))
    }

    /// A keyed hash for one use, over a length-prefixed list of parts.
    pub(in crate::store) fn keyed_hash(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let message = parts.iter().fold(Parts::new(label), |list, part| list.bytes(part)).into_bytes();
        self.pseudonym.derive("sottovoce.hash.v1").mac(&message)
    }

    /// Makes a data key and wraps it under the tenant's wrap key.
    pub(in crate::store) fn create_data_key(
        &self,
        sealer: &mut Sealer,
        label: &SubjectKeyLabel,
    ) -> Result<(DataKey, WrappedKey), SealError> {
        let key = Secret::random()?;
        let wrapped = self.wrap.wrap(sealer, &label.to_bytes(), &key)?;
        let row = WrappedKey { wrapped, commitment: commitment(label.key_id, &key) };
        Ok((DataKey::new(label.key_id, label.generation, &key), row))
    }

    /// Opens a data key.
    pub(in crate::store) fn open_data_key(&self, label: &SubjectKeyLabel, key: &WrappedKey) -> Result<DataKey, SealError> {
        let secret = self.wrap.unwrap(&label.to_bytes(), &key.wrapped)?;
        check_commitment(label.key_id, &secret, &key.commitment)?;
        Ok(DataKey::new(label.key_id, label.generation, &secret))
    }
}

/// The first 16 bytes of a hash.
pub(in crate::store) fn cut(hash: &[u8; 32]) -> [u8; 16] {
    let mut cut = [0; 16];
    cut.copy_from_slice(&hash[..16]);
    cut
}
