//! AES-256-GCM: padding, nonces, record bytes, wrapped keys.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::keys::DataKey;
use super::labels::{RecordLabel, SUITE};
use super::random::{self, RandomError};
use super::{MAX_PLAINTEXT_BYTES, PADDING_STEP_BYTES, SealError};

pub(super) const NONCE_BYTES: usize = 12;
pub(super) const TAG_BYTES: usize = 16;
const KEY_ID_BYTES: usize = 16;
const LENGTH_BYTES: usize = 4;

/// What a record's bytes are longer than its padded plaintext.
pub(in crate::store) const RECORD_OVERHEAD_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/// 256 secret bits: wiped when dropped, never printed, never serialised.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Secret([u8; 32]);

impl Secret {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn random() -> Result<Self, SealError> {
        let mut secret = Self([0; 32]);
        random::fill(&mut secret.0).map_err(|RandomError| SealError::Random)?;
        Ok(secret)
    }

    /// The key for one use: HKDF-SHA-256 (RFC 5869) without salt, the label as info.
    pub(super) fn derive(&self, label: &str) -> Self {
        let mut derived = Self([0; 32]);
        // HKDF-SHA-256 gives up to 8,160 bytes; 32 always fit.
        let _ = hkdf_sha256(&self.0, None, label.as_bytes(), &mut derived.0);
        derived
    }

    /// HMAC-SHA-256 (RFC 2104).
    pub(super) fn mac(&self, message: &[u8]) -> [u8; 32] {
        hmac_sha256(&self.0, message)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.0.into())
    }

    /// Ciphertext and tag under a given nonce.
    pub(super) fn encrypt(&self, nonce: [u8; NONCE_BYTES], label: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let payload = Payload { msg: plaintext, aad: label };
        let too_long = |_| SealError::TooLong { size_bytes: plaintext.len() };
        self.cipher().encrypt(&Nonce::from(nonce), payload).map_err(too_long)
    }

    /// The plaintext, if ciphertext, tag, nonce and label belong together.
    pub(super) fn decrypt(&self, nonce: [u8; NONCE_BYTES], label: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let payload = Payload { msg: sealed, aad: label };
        let plaintext = self.cipher().decrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::Open)?;
        Ok(Zeroizing::new(plaintext))
    }

    /// A key wrapped under this one: `suite(1) | nonce(12) | ciphertext(32) | tag(16)`.
    pub(super) fn wrap(&self, sealer: &mut Sealer, label: &[u8], key: &Self) -> Result<Vec<u8>, SealError> {
        let nonce = sealer.nonce()?;
        let mut wrapped = vec![SUITE];
        wrapped.extend_from_slice(&nonce);
        wrapped.extend(self.encrypt(nonce, label, &key.0)?);
        Ok(wrapped)
    }

    pub(super) fn unwrap(&self, label: &[u8], wrapped: &[u8]) -> Result<Self, SealError> {
        let rest = wrapped.strip_prefix(&[SUITE]).ok_or(SealError::Open)?;
        let (nonce, sealed) = rest.split_first_chunk().ok_or(SealError::Open)?;
        let plaintext = self.decrypt(*nonce, label, sealed)?;
        let mut key = Self([0; 32]);
        if plaintext.len() != key.0.len() {
            return Err(SealError::Open);
        }
        key.0.copy_from_slice(&plaintext);
        Ok(key)
    }
}

/// HKDF-SHA-256 (RFC 5869); at most 8,160 bytes.
pub(super) fn hkdf_sha256(material: &[u8], salt: Option<&[u8]>, info: &[u8], derived: &mut [u8]) -> Result<(), SealError> {
    let size_bytes = derived.len();
    Hkdf::<Sha256>::new(salt, material).expand(info, derived).map_err(|_| SealError::TooLong { size_bytes })
}

/// HMAC-SHA-256 (RFC 2104).
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length.
    match <Hmac<Sha256> as KeyInit>::new_from_slice(key) {
        Ok(mac) => mac.chain_update(message).finalize().into_bytes().into(),
        Err(_) => [0; 32],
    }
}

/// Draws nonces and seals with them; a source that fails or repeats itself makes it refuse.
pub(in crate::store) struct Sealer {
    draw: fn(&mut [u8]) -> Result<(), RandomError>,
    last: [u8; NONCE_BYTES],
}

impl Sealer {
    pub(in crate::store) fn new() -> Self {
        Self::with_source(random::fill)
    }

    pub(super) fn with_source(draw: fn(&mut [u8]) -> Result<(), RandomError>) -> Self {
        Self { draw, last: [0; NONCE_BYTES] }
    }

    fn nonce(&mut self) -> Result<[u8; NONCE_BYTES], SealError> {
        let mut nonce = [0; NONCE_BYTES];
        (self.draw)(&mut nonce).map_err(|RandomError| SealError::Random)?;
        // Two equal draws in a row happen once in 2^96: the source is stuck, and one repeat gives the key away.
        if nonce == self.last {
            return Err(SealError::Random);
        }
        self.last = nonce;
        Ok(nonce)
    }

    /// Record bytes: `suite(1) | key_id(16) | nonce(12) | ciphertext | tag(16)`.
    pub(in crate::store) fn seal(&mut self, key: &DataKey, label: &RecordLabel, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let padded = pad(plaintext)?;
        let nonce = self.nonce()?;
        let sealed = key.seal.encrypt(nonce, &label.to_bytes(), &padded)?;
        let mut record = Vec::with_capacity(padded.len() + RECORD_OVERHEAD_BYTES);
        record.push(SUITE);
        record.extend_from_slice(label.key_id.as_bytes());
        record.extend_from_slice(&nonce);
        record.extend(sealed);
        Ok(record)
    }
}

/// The plaintext of a record, if bytes, key and label belong together.
pub(super) fn open(key: &DataKey, label: &RecordLabel, record: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let rest = record.strip_prefix(&[SUITE]).ok_or(SealError::Open)?;
    let rest = rest.strip_prefix(label.key_id.as_bytes()).ok_or(SealError::Open)?;
    let (nonce, sealed) = rest.split_first_chunk().ok_or(SealError::Open)?;
    let mut padded = key.seal.decrypt(*nonce, &label.to_bytes(), sealed)?;
    unpad(&mut padded)?;
    Ok(padded)
}

/// The length (32 bits, big-endian), the plaintext, zeros up to the next step.
fn pad(plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let too_long = SealError::TooLong { size_bytes: plaintext.len() };
    if plaintext.len() > MAX_PLAINTEXT_BYTES {
        return Err(too_long);
    }
    let length = u32::try_from(plaintext.len()).map_err(|_| too_long)?;
    let size = (LENGTH_BYTES + plaintext.len()).next_multiple_of(PADDING_STEP_BYTES);
    // The capacity is exact: growing would leave an unwiped copy behind.
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plaintext);
    padded.resize(size, 0);
    Ok(padded)
}

fn unpad(padded: &mut Vec<u8>) -> Result<(), SealError> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_BYTES>().ok_or(SealError::Open)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > rest.len() {
        return Err(SealError::Open);
    }
    padded.drain(..LENGTH_BYTES);
    padded.truncate(length);
    Ok(())
}
