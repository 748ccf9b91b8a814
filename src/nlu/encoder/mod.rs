//! Text to sentence vectors: a BERT forward pass on packed weights.
//!
//! [`BertEncoder`] reads `config.json`, `tokenizer.json` and `model.safetensors` as Hugging Face lays them out, for any
//! encoder of the BERT architecture; [`Reading`] says how a text becomes its vector. It packs the weights once, fuses
//! queries, keys and values into one product, and batches without padding: all tokens of all texts are the rows of one
//! matrix, and only attention knows where a text ends. It never keeps a text, and never prints one.

mod attention;
mod config;
mod exit;
mod int8;
#[cfg(feature = "rust-bert")]
mod libtorch;
mod linear;
mod network;
mod numbers;
mod passes;
pub(in crate::nlu) mod product;
mod reader;
mod reading;
mod weights;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::domain::hex::to_hex;
pub use exit::{Decider, Exit};
pub use numbers::{Numbers, NumbersChoice, NumbersChoiceError, Probe};

use config::Config;
use exit::check_layers;
#[cfg(feature = "rust-bert")]
pub use libtorch::{FinetuneError, FinetuneProgress, FinetuneSettings, LibtorchEncoder, Method, finetune};
use network::Network;
use passes::{Asked, Passes, Visit};
use reader::Reader;
pub use reading::{Pooling, Reading};
use weights::Weights;

/// The three files of an encoder, in the order in which the fingerprint reads them.
pub const FILES: [&str; 3] = [CONFIG_FILE, TOKENIZER_FILE, WEIGHTS_FILE];
const CONFIG_FILE: &str = "config.json";
const TOKENIZER_FILE: &str = "tokenizer.json";
const WEIGHTS_FILE: &str = "model.safetensors";

/// Turns texts into unit-length sentence vectors.
pub trait Encoder: Send + Sync {
    /// The length of a sentence vector.
    fn dimensions(&self) -> usize;

    /// The hex SHA-256 over configuration, tokenizer, weights and reading: vectors of equal fingerprints are comparable, also in other
    /// numbers.
    fn fingerprint(&self) -> &str;

    /// The fingerprint with what the vectors are computed in: vectors of equal ones are the same.
    fn exact_fingerprint(&self) -> &str {
        self.fingerprint()
    }

    /// How many layers it has. One that cannot be looked into counts as a single layer.
    fn layers(&self) -> usize {
        1
    }

    /// One unit-length vector per text, in order; runs on the current rayon pool.
    ///
    /// # Errors
    /// [`EncodeError`] when a text cannot be tokenized or the tokens do not fit the weights.
    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError>;

    /// As [`Encoder::encode`], but a text may leave early: `exits` goes with `texts`, and a text that has none there goes through all
    /// layers. Also tells the time that each stage took; an encoder that cannot tell its stages apart counts all of it as the forward
    /// pass.
    ///
    /// # Errors
    /// As [`Encoder::encode`].
    fn encode_until(&self, texts: &[&str], _exits: &[Option<Exit>]) -> Result<EncodedBatch, EncodeError> {
        let started = Instant::now();
        let vectors = self.encode(texts)?;
        let (layers, passed) = (vec![self.layers(); vectors.len()], vec![Vec::new(); vectors.len()]);
        Ok(EncodedBatch { vectors, layers, passed, tokenize: Duration::ZERO, forward: started.elapsed() })
    }

    /// For each text its unit-length vectors after each of the given layers, counted from 1: what the heads of a cascade learn from.
    ///
    /// # Errors
    /// As [`Encoder::encode`], and [`EncodeError::UnknownLayer`].
    fn encode_layers(&self, texts: &[&str], layers: &[usize]) -> Result<Vec<Vec<Vec<f32>>>, EncodeError> {
        check_layers(layers, self.layers())?;
        Ok(self.encode(texts)?.into_iter().map(|vector| vec![vector; layers.len()]).collect())
    }
}

/// Sentence vectors and what they took.
#[derive(Clone, Default)]
pub struct EncodedBatch {
    /// One unit-length vector per text, in order.
    pub vectors: Vec<Vec<f32>>,
    /// The layer after which each text left, counted from 1.
    pub layers: Vec<usize>,
    /// For each text its vectors after the layers where it might have left, in their order.
    pub passed: Vec<Vec<Vec<f32>>>,
    /// Text to token ids, for the whole batch.
    pub tokenize: Duration,
    /// Token ids to vectors, for the whole batch.
    pub forward: Duration,
}

impl std::fmt::Debug for EncodedBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A sentence vector tells much of its text: it is personal data as the text is.
        write!(f, "EncodedBatch({} vectors [redacted], {:?} + {:?})", self.vectors.len(), self.tokenize, self.forward)
    }
}

/// Why a text could not be encoded; says nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The tokenizer refused the text.
    #[error("the tokenizer could not read a text of {characters} characters")]
    Tokenize {
        /// The length of the text in characters.
        characters: usize,
    },
    /// The tokenizer produced a token that the weights have no row for.
    #[error("the tokenizer produced token {token}, but the weights end at {rows}")]
    UnknownToken {
        /// The token id.
        token: u32,
        /// The rows of the word embeddings.
        rows: usize,
    },
    /// A layer was asked for that the encoder does not have.
    #[error("there is no layer {layer}: the encoder's layers are 1 to {layers}")]
    UnknownLayer {
        /// The layer.
        layer: usize,
        /// How many there are.
        layers: usize,
    },
    /// A matrix product was refused: the encoder is inconsistent.
    #[error("the encoder's weights do not fit together: {reason}")]
    Product {
        /// What the kernel said.
        reason: String,
    },
}

/// Why an encoder could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is missing or cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The configuration is not what it should be.
    #[error("{} is not a BERT configuration: {source}", file.display())]
    Config {
        /// The file.
        file: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A file that says how texts are read is not what it should be.
    #[error("{} does not say how texts are read: {source}", file.display())]
    Reading {
        /// The file.
        file: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The encoder needs something that is not built in.
    #[error("{}: `{key}` is {found}, supported: {supported}", file.display())]
    Unsupported {
        /// The file.
        file: PathBuf,
        /// The key in the configuration.
        key: &'static str,
        /// Its value.
        found: String,
        /// What is supported.
        supported: &'static str,
    },
    /// The tokenizer file is not one.
    #[error("{} is not a tokenizer: {reason}", file.display())]
    Tokenizer {
        /// The file.
        file: PathBuf,
        /// What the tokenizer crate said.
        reason: String,
    },
    /// The tokenizer has more tokens than the weights have rows: the files belong to different encoders.
    #[error("{} knows token {token}, but the weights have {rows} rows: the files belong to different encoders", file.display())]
    Vocabulary {
        /// The tokenizer file.
        file: PathBuf,
        /// The largest token id.
        token: u32,
        /// The rows of the word embeddings.
        rows: usize,
    },
    /// Integers were asked for on a processor that does not multiply them exactly.
    #[error("this processor has no instructions for exact products of 8-bit integers: its encoder computes in f32")]
    Int8,
    /// libtorch refused the weights, or has no such device.
    #[cfg(feature = "rust-bert")]
    #[error("libtorch cannot take the encoder: {reason}")]
    Libtorch {
        /// What it said.
        reason: String,
    },
    /// The head of the weights file cannot be read.
    #[error("{} is not a safetensors file: {reason}", file.display())]
    Header {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The weights file has another length than its head says.
    #[error("{} has {found} bytes where its head promises {expected}: the download was cut off or altered", file.display())]
    Length {
        /// The file.
        file: PathBuf,
        /// The length by its head.
        expected: u64,
        /// The real length.
        found: u64,
    },
    /// A tensor is missing.
    #[error("{} has no tensor `{tensor}`", file.display())]
    MissingTensor {
        /// The file.
        file: PathBuf,
        /// The tensor.
        tensor: String,
    },
    /// A tensor has the wrong shape.
    #[error("{}: tensor `{tensor}` has shape {found:?}, expected {expected:?}", file.display())]
    Shape {
        /// The file.
        file: PathBuf,
        /// The tensor.
        tensor: String,
        /// The shape by the configuration.
        expected: Vec<usize>,
        /// Its shape.
        found: Vec<usize>,
    },
    /// A tensor's element type is not supported.
    #[error("{}: tensor `{tensor}` holds {found}, supported: F32, F16, BF16", file.display())]
    ElementType {
        /// The file.
        file: PathBuf,
        /// The tensor.
        tensor: String,
        /// Its element type.
        found: String,
    },
}

/// The default encoder: BERT on this machine's vector units.
pub struct BertEncoder {
    reader: Reader,
    network: Network,
    fingerprint: String,
    exact_fingerprint: String,
    numbers: Numbers,
    probe: Option<Probe>,
}

impl BertEncoder {
    /// Loads an encoder from a folder with [`FILES`] and packs its weights, in floating point: the same vectors on every machine.
    ///
    /// The weights are read tensor by tensor, so that no second copy of them is ever in memory.
    ///
    /// # Errors
    /// [`LoadError`] names the file and what is wrong with it.
    pub fn load(dir: &Path) -> Result<Self, LoadError> {
        Self::load_in(dir, NumbersChoice::Only(Numbers::F32))
    }

    /// As [`BertEncoder::load`], in the numbers of the choice: [`BertEncoder::numbers`] says which these are, [`BertEncoder::probe`] what was measured.
    ///
    /// # Errors
    /// As [`BertEncoder::load`]; [`LoadError::Int8`].
    pub fn load_in(dir: &Path, choice: NumbersChoice) -> Result<Self, LoadError> {
        let config_file = dir.join(CONFIG_FILE);
        let config = Config::read(&config_file)?;
        let reading = Reading::of(dir)?;
        std::thread::scope(|scope| {
            let mut weights = Weights::open(&dir.join(WEIGHTS_FILE))?;
            let (numbers, probe) = numbers::choose(choice, &config, &mut weights)?;
            // Hashing takes about as long as packing: side by side they halve the start-up time.
            let fingerprint = scope.spawn(|| fingerprint(dir, &reading));
            let network = Network::load(&config, reading.pooling, &mut weights, numbers)?;
            let reader = Reader::load(&dir.join(TOKENIZER_FILE), &config, &reading)?;
            let fingerprint = fingerprint.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            let exact_fingerprint = numbers.fingerprint(&fingerprint);
            Ok(Self { reader, network, fingerprint, exact_fingerprint, numbers, probe })
        })
    }

    /// What it computes in.
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// What was measured to choose the numbers, if anything was.
    pub fn probe(&self) -> Option<Probe> {
        self.probe
    }
}

impl Encoder for BertEncoder {
    fn dimensions(&self) -> usize {
        self.network.dimensions()
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn exact_fingerprint(&self) -> &str {
        &self.exact_fingerprint
    }

    fn layers(&self) -> usize {
        self.network.layers()
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        self.encode_until(texts, &[]).map(|batch| batch.vectors)
    }

    fn encode_until(&self, texts: &[&str], exits: &[Option<Exit>]) -> Result<EncodedBatch, EncodeError> {
        let forward = |batch: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>| self.network.forward(batch, asked, visit);
        Passes { reader: &self.reader, layers: self.layers(), forward: &forward }.until(texts, exits)
    }

    fn encode_layers(&self, texts: &[&str], layers: &[usize]) -> Result<Vec<Vec<Vec<f32>>>, EncodeError> {
        let forward = |batch: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>| self.network.forward(batch, asked, visit);
        Passes { reader: &self.reader, layers: self.layers(), forward: &forward }.layers(texts, layers)
    }
}

impl std::fmt::Debug for BertEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BertEncoder({} dimensions, {}, {})", self.dimensions(), self.numbers, self.fingerprint)
    }
}

/// The SHA-256 over the three files, each preceded by its length so that bytes cannot move between them, and the reading.
fn fingerprint(dir: &Path, reading: &Reading) -> Result<String, LoadError> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    for name in FILES {
        let path = dir.join(name);
        let failed = |source| LoadError::Read { file: path.clone(), source };
        let mut file = std::fs::File::open(&path).map_err(failed)?;
        hash.update(file.metadata().map_err(failed)?.len().to_le_bytes());
        loop {
            match file.read(&mut buffer).map_err(failed)? {
                0 => break,
                length => hash.update(&buffer[..length]),
            }
        }
    }
    reading.add_to(&mut hash);
    Ok(to_hex(&hash.finalize()))
}
