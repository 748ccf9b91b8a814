//! Pseudonyms: what a person is called at rest.

use std::fmt;

use super::SealError;
use crate::domain::hex::{from_hex, to_hex};

/// A person at a tenant: the first 16 bytes of a keyed hash of the channel address. It is still personal data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct Pseudonym([u8; 16]);

impl Pseudonym {
    pub(in crate::store) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Self::to_hex`] wrote.
    pub(in crate::store) fn from_hex(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }

    pub(in crate::store) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// 32 hexadecimal digits, for operators.
    pub(in crate::store) fn to_hex(self) -> String {
        to_hex(&self.0)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl TryFrom<&[u8]> for Pseudonym {
    type Error = SealError;
    fn try_from(bytes: &[u8]) -> Result<Self, SealError> {
        bytes.try_into().map(Self).map_err(|_| SealError::Open)
    }
}
