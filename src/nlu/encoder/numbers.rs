//! What the encoder computes in: chosen when it is loaded, by a measurement on this machine, unless it is said.

#[cfg(test)]
mod tests;

use std::str::FromStr;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::config::Config;
use super::int8::Int8Products;
use super::network::{Layer, Scratch, Sentence};
use super::weights::Weights;
use super::{EncodeError, LoadError};
use crate::domain::hex::to_hex;

/// What an encoder's products with its weights are computed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// 32-bit floating point.
    F32,
    /// 8-bit integers with 32-bit sums; embeddings, attention, normalisation and activation stay in floating point.
    Int8,
}

impl Numbers {
    /// What an encoder's exact fingerprint is in these numbers: vectors of the one are near those of the other, but are not the same.
    pub(super) fn fingerprint(self, files: &str) -> String {
        match self {
            Self::F32 => files.to_owned(),
            Self::Int8 => to_hex(&Sha256::digest(format!("{files} int8 1"))),
        }
    }
}

impl std::fmt::Display for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::Int8 => "int8",
        })
    }
}

/// How the numbers are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumbersChoice {
    /// What is clearly faster on this machine.
    #[default]
    Auto,
    /// These.
    Only(Numbers),
}

/// A choice of numbers that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is none of `auto`, `f32`, `int8`")]
pub struct NumbersChoiceError(String);

impl FromStr for NumbersChoice {
    type Err = NumbersChoiceError;

    fn from_str(text: &str) -> Result<Self, NumbersChoiceError> {
        match text {
            "auto" => Ok(Self::Auto),
            "f32" => Ok(Self::Only(Numbers::F32)),
            "int8" => Ok(Self::Only(Numbers::Int8)),
            other => Err(NumbersChoiceError(other.to_owned())),
        }
    }
}

/// What one layer took on this machine, at the best of several runs on one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// In floating point.
    pub f32: Duration,
    /// In integers.
    pub int8: Duration,
}

/// The tokens of a short question.
const PROBED_TOKENS: usize = 9;
const PROBED_RUNS: usize = 16;
/// Integers must save a fifth: less is not worth other vectors, and a choice that hangs on noise would change from start to start.
const WORTH_IT: f64 = 0.8;

impl Probe {
    /// The time in integers by that in floating point.
    pub fn ratio(&self) -> f64 {
        self.int8.as_secs_f64() / self.f32.as_secs_f64()
    }

    fn run(config: &Config, weights: &mut Weights) -> Result<Option<Self>, LoadError> {
        let layers = [Layer::load(weights, 0, config, Numbers::F32)?, Layer::load(weights, 0, config, Numbers::Int8)?];
        // A thread of its own: what runs on the caller's pool would be spread over its threads.
        let measured = rayon::ThreadPoolBuilder::new().num_threads(1).build().map(|pool| pool.install(|| measure(config, &layers)));
        match measured {
            Ok(Ok([f32, int8])) => Ok(Some(Self { f32, int8 })),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the encoder's numbers could not be measured");
                Ok(None)
            }
            Err(error) => {
                tracing::warn!(%error, "no thread to measure the encoder's numbers on");
                Ok(None)
            }
        }
    }
}

/// The shortest time of each layer, run by turns so that whatever else the machine does falls on both.
fn measure(config: &Config, layers: &[Layer; 2]) -> Result<[Duration; 2], EncodeError> {
    let sentences = [Sentence { number: 0, tokens: PROBED_TOKENS }];
    let mut scratch = Scratch::default();
    let mut shortest = [Duration::MAX; 2];
    for _ in 0..PROBED_RUNS {
        for (layer, shortest) in layers.iter().zip(&mut shortest) {
            scratch.hidden = (0..PROBED_TOKENS * config.hidden).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
            let started = Instant::now();
            layer.run(config, &sentences, &mut scratch)?;
            *shortest = started.elapsed().min(*shortest);
        }
    }
    Ok(shortest)
}

/// Chooses, and tells what was measured for it.
pub(super) fn choose(choice: NumbersChoice, config: &Config, weights: &mut Weights) -> Result<(Numbers, Option<Probe>), LoadError> {
    // Without instructions made for it, products of 8-bit integers overflow in between.
    let exact = !Int8Products::new().may_saturate();
    match choice {
        NumbersChoice::Only(Numbers::Int8) if !exact => Err(LoadError::Int8),
        NumbersChoice::Only(numbers) => Ok((numbers, None)),
        NumbersChoice::Auto if !exact => Ok((Numbers::F32, None)),
        NumbersChoice::Auto => {
            let probe = Probe::run(config, weights)?;
            let worth_it = probe.is_some_and(|probe| probe.ratio() <= WORTH_IT);
            Ok((if worth_it { Numbers::Int8 } else { Numbers::F32 }, probe))
        }
    }
}
