//! The model folder: `model.json` (versions, names, decisions), `model.safetensors` (numbers), `terms.json` (vocabulary).
//!
//! It holds no example: the exact stage is hashes, the vocabulary is terms of at most two words. A model that does not fit
//! this program, this encoder or its own checksums is refused.

use std::fs;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::calibrate::Mix;
use super::cascade::{Cascade, Gate, Inner};
use super::classifier::{Deciding, IntentModel};
use super::encoder::Decider;
use super::exact::{Exact, Hash};
use super::features::{Terms, Vocabulary};
use super::head::Head;
use super::lexical::Lexical;
use super::matrix::Matrix;
use crate::domain::hex::to_hex;

/// The version of the folder's layout that this program writes and reads.
pub const FORMAT_VERSION: u32 = 4;
const DESCRIPTION: &str = "model.json";
const NUMBERS: &str = "model.safetensors";
const TERMS: &str = "terms.json";

/// What a model belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The layout of the folder, [`FORMAT_VERSION`] when written now.
    pub format: u32,
    /// Fingerprint of the encoder whose vectors it was trained on.
    pub encoder: String,
    /// Hex SHA-256 of the training data.
    pub data: String,
}

/// Why a model folder cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file could not be written or read.
    #[error("cannot {verb} {path}: {cause}; train again with `sottovoce train`, or check the path")]
    File {
        /// "write" or "read".
        verb: &'static str,
        /// The file.
        path: PathBuf,
        /// Why; in the message, so not repeated as its source.
        cause: std::io::Error,
    },
    /// A file is not what its name says, is cut short or was changed.
    #[error("{path} is damaged ({what}); train again with `sottovoce train`")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// The folder's layout is another one.
    #[error("{path} has model format {found}, this program reads {FORMAT_VERSION}; train again with `sottovoce train`")]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// The model was trained with another encoder.
    #[error(
        "{path} was trained with the encoder {expected:.12}…, but the encoder here is {found:.12}…; give that encoder, or train again with `sottovoce train`"
    )]
    Encoder {
        /// The file.
        path: PathBuf,
        /// The fingerprint in the model.
        expected: String,
        /// The fingerprint given.
        found: String,
    },
}

/// `model.json`.
#[derive(Serialize, Deserialize)]
struct Description {
    #[serde(flatten)]
    stamp: Stamp,
    intents: Vec<String>,
    out_of_scope: String,
    deciding: Deciding,
    cascade: Gates,
    /// Hex SHA-256 of the two other files.
    numbers_sha256: String,
    terms_sha256: String,
}

/// The early stages without their heads.
#[derive(Serialize, Deserialize)]
struct Gates {
    lexical: Option<Gate>,
    inner: [Option<InnerGate>; 2],
}

#[derive(Serialize, Deserialize)]
struct InnerGate {
    mix: Mix,
    gate: Gate,
}

impl Gates {
    fn of(cascade: &Cascade) -> Self {
        let gate = |inner: &Option<Inner>| inner.as_ref().map(|inner| InnerGate { mix: inner.mix, gate: inner.gate });
        Self { lexical: cascade.lexical, inner: [gate(&cascade.inner[0]), gate(&cascade.inner[1])] }
    }
}

/// The heads of inner layers, by place: their names in the file.
const INNER: [(&str, &str); 2] = [("early.weights", "early.bias"), ("middle.weights", "middle.bias")];

/// Only the version, so that a later layout can be told from a damaged file.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl IntentModel {
    /// Writes the model folder; `model.json` comes last, so a folder that has it is complete.
    ///
    /// # Errors
    /// [`ModelError::File`] names the file that could not be written.
    pub fn save(&self, dir: &Path, stamp: &Stamp) -> Result<(), ModelError> {
        let numbers = self.numbers().map_err(|_| ModelError::Damaged { path: dir.join(NUMBERS), what: "it could not be made" })?;
        let damaged = |file| move |_| ModelError::Damaged { path: dir.join(file), what: "it could not be made" };
        let terms = serde_json::to_vec(&self.vocabulary.terms()).map_err(damaged(TERMS))?;
        let description = Description {
            stamp: stamp.clone(),
            intents: self.intents.clone(),
            out_of_scope: self.out_of_scope.clone(),
            deciding: self.deciding,
            cascade: Gates::of(&self.cascade),
            numbers_sha256: sha256(&numbers),
            terms_sha256: sha256(&terms),
        };
        let description = serde_json::to_vec_pretty(&description).map_err(damaged(DESCRIPTION))?;
        fs::create_dir_all(dir).map_err(|cause| ModelError::File { verb: "write", path: dir.to_path_buf(), cause })?;
        for (file, bytes) in [(NUMBERS, numbers), (TERMS, terms), (DESCRIPTION, description)] {
            write(&dir.join(file), &bytes)?;
        }
        Ok(())
    }

    /// Reads a model folder that was trained with the encoder of this fingerprint.
    ///
    /// # Errors
    /// [`ModelError`] names the file and the way out.
    pub fn load(dir: &Path, encoder_fingerprint: &str) -> Result<(Self, Stamp), ModelError> {
        let path = dir.join(DESCRIPTION);
        let bytes = read(&path)?;
        let damaged = |_| ModelError::Damaged { path: path.clone(), what: "it is not a model description" };
        let version: Version = serde_json::from_slice(&bytes).map_err(damaged)?;
        if version.format != FORMAT_VERSION {
            return Err(ModelError::Format { path, found: version.format });
        }
        let description: Description = serde_json::from_slice(&bytes).map_err(damaged)?;
        if description.stamp.encoder != encoder_fingerprint {
            let (expected, found) = (description.stamp.encoder, encoder_fingerprint.to_owned());
            return Err(ModelError::Encoder { path, expected, found });
        }
        let terms = checked(&dir.join(TERMS), &description.terms_sha256)?;
        let terms: Terms =
            serde_json::from_slice(&terms).map_err(|_| ModelError::Damaged { path: dir.join(TERMS), what: "it is not a vocabulary" })?;
        let numbers = checked(&dir.join(NUMBERS), &description.numbers_sha256)?;
        let stamp = description.stamp.clone();
        let misfit = || ModelError::Damaged { path: dir.join(NUMBERS), what: "its tensors do not fit the description" };
        Ok((Self::assembled(description, terms, &numbers).ok_or_else(misfit)?, stamp))
    }

    fn numbers(&self) -> Result<Vec<u8>, safetensors::SafeTensorError> {
        let exact = self.exact.sorted();
        let hashes: Vec<u8> = exact.keys().flatten().copied().collect();
        let owners: Vec<u8> = exact.values().flat_map(|owner| owner.to_le_bytes()).collect();
        let matrix = |name, matrix: &Matrix| (name, Dtype::F32, vec![matrix.rows, matrix.columns], floats(&matrix.values));
        let list = |name, values: &[f32]| (name, Dtype::F32, vec![values.len()], floats(values));
        let mut tensors = vec![
            matrix("examples", &self.examples),
            ("exact.hashes", Dtype::U8, vec![exact.len(), 32], hashes),
            ("exact.intents", Dtype::U32, vec![exact.len()], owners),
            list("head.bias", &self.head.bias),
            matrix("head.weights", &self.head.weights),
            list("lexical.bias", &self.lexical.bias),
            list("lexical.idf", self.vocabulary.idf()),
            matrix("lexical.weights", &self.lexical.weights),
        ];
        for (inner, (weights, bias)) in self.cascade.inner.iter().zip(INNER) {
            let Some(Inner { head, .. }) = inner else { continue };
            tensors.extend([matrix(weights, &head.weights), list(bias, &head.bias)]);
        }
        let views: Result<Vec<_>, safetensors::SafeTensorError> =
            tensors.iter().map(|(name, kind, shape, bytes)| Ok((*name, TensorView::new(*kind, shape.clone(), bytes)?))).collect();
        safetensors::serialize(views?, None)
    }

    /// Nothing when a tensor is missing or of the wrong kind or shape.
    fn assembled(description: Description, terms: Terms, numbers: &[u8]) -> Option<Self> {
        let tensors = SafeTensors::deserialize(numbers).ok()?;
        let (classes, features) = (description.intents.len(), terms.words.len() + terms.characters.len());
        let head = Head { weights: matrix(&tensors, "head.weights")?, bias: list(&tensors, "head.bias")? };
        let lexical = Lexical { weights: matrix(&tensors, "lexical.weights")?, bias: list(&tensors, "lexical.bias")? };
        let examples = matrix(&tensors, "examples")?;
        let fits = (head.weights.columns, head.bias.len(), lexical.weights.columns, lexical.bias.len())
            == (classes, classes, classes, classes)
            && lexical.weights.rows == features
            && (head.weights.rows == examples.columns || head.weights.rows == 2 * examples.columns)
            && classes > 0;
        let vocabulary = Vocabulary::restored(terms, list(&tensors, "lexical.idf")?)?;
        let exact = exact(&tensors)?;
        let Description { intents, out_of_scope, deciding, cascade: Gates { lexical: gate, inner }, .. } = description;
        let mut stages = [None, None];
        for ((stage, described), (weights, bias)) in stages.iter_mut().zip(inner).zip(INNER) {
            let Some(InnerGate { mix, gate }) = described else { continue };
            let head = Head { weights: matrix(&tensors, weights)?, bias: list(&tensors, bias)? };
            let fits = (head.weights.rows, head.weights.columns, head.bias.len()) == (examples.columns, classes, classes);
            *stage = Some(Inner { head, mix, gate }).filter(|_| fits);
            stage.as_ref()?;
        }
        let cascade = Cascade { lexical: gate, inner: stages };
        let decider = Decider::new();
        fits.then_some(Self { intents, out_of_scope, exact, vocabulary, lexical, head, cascade, examples, deciding, decider })
    }
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn list(tensors: &SafeTensors, name: &str) -> Option<Vec<f32>> {
    let tensor = tensors.tensor(name).ok().filter(|tensor| tensor.dtype() == Dtype::F32)?;
    let values: Vec<f32> = tensor.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    values.iter().all(|x| x.is_finite()).then_some(values)
}

fn matrix(tensors: &SafeTensors, name: &str) -> Option<Matrix> {
    let [rows, columns] = *tensors.tensor(name).ok()?.shape() else { return None };
    let values = list(tensors, name)?;
    Some(Matrix { rows, columns, values })
}

fn exact(tensors: &SafeTensors) -> Option<Exact> {
    let of_kind = |name, kind| tensors.tensor(name).ok().filter(|tensor| tensor.dtype() == kind);
    let (hashes, owners) = (of_kind("exact.hashes", Dtype::U8)?, of_kind("exact.intents", Dtype::U32)?);
    let hashes: &[Hash] = hashes.data().as_chunks::<32>().0;
    let owners = owners.data().as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
    (hashes.len() == owners.len()).then(|| Exact::restored(hashes.iter().copied().zip(owners)))
}

fn read(path: &Path) -> Result<Vec<u8>, ModelError> {
    fs::read(path).map_err(|cause| ModelError::File { verb: "read", path: path.to_path_buf(), cause })
}

fn checked(path: &Path, expected: &str) -> Result<Vec<u8>, ModelError> {
    let bytes = read(path)?;
    if sha256(&bytes) == expected {
        return Ok(bytes);
    }
    Err(ModelError::Damaged { path: path.to_path_buf(), what: "its checksum is not the one in model.json" })
}

/// Writes beside the file and renames, so that no half-written file bears the name.
fn write(path: &Path, bytes: &[u8]) -> Result<(), ModelError> {
    let part = path.with_extension("part");
    let failed = |cause| ModelError::File { verb: "write", path: path.to_path_buf(), cause };
    fs::write(&part, bytes).map_err(failed)?;
    fs::rename(&part, path).map_err(failed)
}

fn sha256(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests;
