//! The seal: keys, record bytes, pseudonyms and randomness. The layouts here are final; fixtures hold them.
//!
//! Root key → tenant keys (wrap, pseudonym, inbox) → one random data key per (tenant, pseudonym, `bot/purpose`) → records.
//! Nothing is derived from a tenant key by the person's id: a key that can be derived again cannot be destroyed.

pub mod random;

mod cipher;
mod keys;
mod labels;
mod pseudonym;
mod root;
mod vectors;

pub(super) use cipher::{RECORD_OVERHEAD_BYTES, Sealer};
pub(super) use keys::{DataKey, KeyId, KeyRing, SubjectKeyLabel, TenantKeyKind, TenantKeyLabel, WrappedKey, create_tenant_key, cut};
pub(super) use labels::{RecordLabel, RecordType};
pub(super) use pseudonym::Pseudonym;
pub use root::{RootKey, RootKeyError, RootKeyId};
pub use vectors::{GroupReport, Sizes, VectorError, VectorReport, check_vectors};

/// Why sealing or opening failed; never holds content, key bytes or the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The machine's random source failed or repeated itself.
    #[error("the machine's random source failed")]
    Random,
    /// The plaintext is longer than [`MAX_PLAINTEXT_BYTES`].
    #[error("a record has at most {MAX_PLAINTEXT_BYTES} bytes, this one has {size_bytes}")]
    TooLong {
        /// Its size.
        size_bytes: usize,
    },
    /// The bytes do not open under this key and label.
    #[error("the bytes do not open under this key and label")]
    Open,
}

/// The longest plaintext of one record.
pub const MAX_PLAINTEXT_BYTES: usize = 1 << 20;

/// Plaintexts are padded to a multiple of this, so that lengths say little.
pub const PADDING_STEP_BYTES: usize = 64;

#[cfg(test)]
mod tests;
