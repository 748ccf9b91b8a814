//! Understanding: text to intents with calibrated confidence, and what was meant by it.
//!
//! Cheap and exact before learned: [`normalise`] and the exact stage answer what an example says word for word; else the
//! lexical head (TF-IDF, linear SVM) and the head on sentence vectors (softmax regression) are mixed, calibrated and, where
//! nothing fits, rejected. This room never sees a conversation, a store or the network.

mod calibrate;
pub mod classifier;
mod exact;
mod features;
mod folds;
mod head;
mod lbfgs;
mod lexical;
mod matrix;
mod model;
pub mod normalise;
mod random;
mod reject;
mod train;
