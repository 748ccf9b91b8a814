//! Data protection: what a bot says about personal data (its purposes, notices and policies), and what is cut out of
//! texts and addresses before anything is kept.
//!
//! This room reads and checks what the controller declares. It stores nothing and decides nothing about a person.

mod documents;
pub mod ip;
mod purposes;
pub mod redact;
mod retention;

pub use documents::{Document, DocumentKind, MAX_NOTICE_CHARACTERS, Notice, Policy};
pub use purposes::Purposes;
pub(crate) use purposes::{check_within, read_keep};
pub use retention::{DEFAULT_RETENTION, is_longer_than_default, parse_retention};
