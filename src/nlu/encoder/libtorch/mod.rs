//! A second encoder, on libtorch: the same weights and the same vectors as the default one's, also on a graphics card, and fine-tuning.
//! Only in builds with the feature `rust-bert`.

mod finetune;
mod network;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tch::{Cuda, Device};

use super::config::Config;
use super::passes::{Asked, Passes, Visit};
use super::reader::Reader;
use super::weights::Weights;
use super::{CONFIG_FILE, EncodeError, EncodedBatch, Encoder, Exit, LoadError, Reading, TOKENIZER_FILE, WEIGHTS_FILE, fingerprint};
use crate::domain::hex::to_hex;
pub use finetune::{FinetuneError, FinetuneProgress, FinetuneSettings, Method, finetune};
use network::Network;

/// BERT on libtorch. Its vectors differ from the default encoder's by less than 1e-4, so that it has the same fingerprint: a bot's models
/// serve with both.
pub struct LibtorchEncoder {
    reader: Reader,
    // libtorch has threads of its own; its tensors must not be used from several of ours at once.
    network: Mutex<Network>,
    dimensions: usize,
    layers: usize,
    fingerprint: String,
    exact_fingerprint: String,
    device: Device,
}

impl LibtorchEncoder {
    /// Loads an encoder from a folder with [`FILES`](super::FILES), onto the first graphics card if `cuda` is set.
    ///
    /// # Errors
    /// [`LoadError`] names the file and what is wrong with it; [`LoadError::Libtorch`] when there is no graphics card.
    pub fn load(dir: &Path, cuda: bool) -> Result<Self, LoadError> {
        let config = Config::read(&dir.join(CONFIG_FILE))?;
        let reading = Reading::of(dir)?;
        let device = device(cuda)?;
        let network = Network::load(&config, reading.pooling, &mut Weights::open(&dir.join(WEIGHTS_FILE))?, device)?;
        let reader = Reader::load(&dir.join(TOKENIZER_FILE), &config, &reading)?;
        let (dimensions, layers) = (config.hidden, network.layers());
        let fingerprint = fingerprint(dir, &reading)?;
        let exact_fingerprint = to_hex(&Sha256::digest(format!("{fingerprint} libtorch {device:?}")));
        Ok(Self { reader, network: Mutex::new(network), dimensions, layers, fingerprint, exact_fingerprint, device })
    }

    fn forward(&self, batch: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>) -> Result<(), EncodeError> {
        // A forward pass that panicked has changed nothing.
        self.network.lock().unwrap_or_else(PoisonError::into_inner).forward(batch, asked, visit)
    }
}

impl Encoder for LibtorchEncoder {
    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn exact_fingerprint(&self) -> &str {
        &self.exact_fingerprint
    }

    fn layers(&self) -> usize {
        self.layers
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        self.encode_until(texts, &[]).map(|batch| batch.vectors)
    }

    fn encode_until(&self, texts: &[&str], exits: &[Option<Exit>]) -> Result<EncodedBatch, EncodeError> {
        let forward = |batch: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>| self.forward(batch, asked, visit);
        Passes { reader: &self.reader, layers: self.layers, forward: &forward }.until(texts, exits)
    }

    fn encode_layers(&self, texts: &[&str], layers: &[usize]) -> Result<Vec<Vec<Vec<f32>>>, EncodeError> {
        let forward = |batch: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>| self.forward(batch, asked, visit);
        Passes { reader: &self.reader, layers: self.layers, forward: &forward }.layers(texts, layers)
    }
}

impl std::fmt::Debug for LibtorchEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LibtorchEncoder({} dimensions, {:?}, {})", self.dimensions, self.device, self.fingerprint)
    }
}

/// The processor, or the first graphics card.
fn device(cuda: bool) -> Result<Device, LoadError> {
    if !cuda {
        return Ok(Device::Cpu);
    }
    let missing = || LoadError::Libtorch { reason: "it finds no graphics card that it can compute on".to_owned() };
    Cuda::is_available().then_some(Device::Cuda(0)).ok_or_else(missing)
}
