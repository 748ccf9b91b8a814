//! Understanding: text to sentence vectors, intents and entities.
//!
//! Reading order: [`encoder`] (text to vector), [`inference`] (the threads that run it), [`vectors`] (the cache for
//! training data), [`models`] (fetching encoders by pinned SHA-256); then [`classifier`], cheap and exact before learned:
//! what an example says word for word ([`normalise`]), else a lexical head (TF-IDF, linear SVM) and a head on sentence
//! vectors (softmax regression), mixed, calibrated and, where nothing fits, rejected. [`entity`] finds values,
//! [`question`] the question that stands beside an answer, [`language`] which language somebody writes.

mod calibrate;
mod cascade;
pub mod classifier;
mod curvature;
pub mod encoder;
pub mod entity;
pub mod evaluate;
mod exact;
mod features;
mod folds;
mod head;
pub mod inference;
pub mod intents;
mod joint;
pub mod language;
mod lbfgs;
mod lexical;
mod matrix;
mod model;
pub mod models;
pub mod names;
pub mod normalise;
pub mod question;
mod random;
mod reject;
pub mod report;
pub mod review;
pub mod rows;
pub mod taps;
mod train;
pub mod vectors;
