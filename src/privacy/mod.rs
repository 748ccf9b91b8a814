//! Data protection: what is cut out of texts and addresses before anything is kept.

pub mod ip;
pub mod redact;
