//! Leaving the network before its last layer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::EncodeError;

/// Where a sentence may leave the network early, and what decides it: a cascade answers easy sentences from an inner layer.
///
/// What decides sees sentence vectors, so it must keep nothing of them.
#[derive(Clone)]
pub struct Exit {
    decider: Decider,
    layers: Arc<[usize]>,
    leaves: Arc<Leaves>,
}

/// Who decides where sentences leave, by number: exits of the same one decide the same for the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decider(u64);

impl Decider {
    /// One that is no other.
    pub(in crate::nlu) fn new() -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        Self(MADE.fetch_add(1, Ordering::Relaxed))
    }
}

/// Takes a layer and a sentence's vector there; says whether the sentence leaves.
type Leaves = dyn Fn(usize, &[f32]) -> bool + Send + Sync;

impl Exit {
    /// After each of these layers (counted from 1), `leaves` is given the layer and the unit-length vector that the sentence has there;
    /// it says whether that is enough. The last layer is never asked about: there every sentence leaves.
    pub fn new(decider: Decider, layers: &[usize], leaves: impl Fn(usize, &[f32]) -> bool + Send + Sync + 'static) -> Self {
        Self { decider, layers: layers.into(), leaves: Arc::new(leaves) }
    }

    /// Who decides.
    pub(in crate::nlu) fn decider(&self) -> Decider {
        self.decider
    }

    /// Whether it is asked after this layer.
    pub(super) fn stands_after(&self, layer: usize) -> bool {
        self.layers.contains(&layer)
    }

    /// Whether a sentence with this vector leaves after this layer.
    pub(in crate::nlu) fn leaves(&self, layer: usize, vector: &[f32]) -> bool {
        (self.leaves)(layer, vector)
    }
}

impl std::fmt::Debug for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exit(after {:?})", self.layers)
    }
}

/// Refuses layers that the encoder does not have.
pub(super) fn check_layers(asked: &[usize], layers: usize) -> Result<(), EncodeError> {
    match asked.iter().find(|layer| !(1..=layers).contains(layer)) {
        Some(layer) => Err(EncodeError::UnknownLayer { layer: *layer, layers }),
        None => Ok(()),
    }
}
