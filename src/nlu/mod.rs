//! Understanding: text to sentence vectors, intents and entities.
//!
//! Reading order: [`encoder`] (text to vector), [`inference`] (the threads that run it), [`vectors`] (the cache for
//! training data), [`models`] (fetching encoders by pinned SHA-256).

pub mod encoder;
pub mod inference;
pub mod models;
pub mod vectors;
