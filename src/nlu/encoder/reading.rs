//! How an encoder reads a text: which vector of its last layer counts, what stands before a text, where a text is cut.
//!
//! The files around an encoder say it in several places. [`Reading::of`] takes, for each key, the first that says it:
//! `sottovoce.json` in the encoder's folder; `1_Pooling/config.json` and `sentence_bert_config.json`, as the
//! sentence-transformers library writes them; what `MiniLM` encoders do.

#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::LoadError;
use super::config::MIN_POSITIONS;

/// The file of our own; `models pull` writes it where the known encoders want another reading than their files say.
const OWN_FILE: &str = "sottovoce.json";
const POOLING_FILE: &str = "1_Pooling/config.json";
const TRANSFORMER_FILE: &str = "sentence_bert_config.json";
const MODULES_FILE: &str = "modules.json";
/// The files that say how an encoder reads; each may be missing.
#[cfg(feature = "rust-bert")]
pub(super) const FILES: [&str; 4] = [OWN_FILE, POOLING_FILE, TRANSFORMER_FILE, MODULES_FILE];

/// The most tokens of a text that are read: what sentence-transformers sets for its `MiniLM` encoders
/// (`sentence_bert_config.json`, `max_seq_length`).
const MAX_TOKENS: usize = 256;

/// Which vector of the last layer is the sentence's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// The mean over all tokens.
    Mean,
    /// The first token's.
    Cls,
}

/// How an encoder reads a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Which vector counts.
    pub pooling: Pooling,
    /// What is put before each text, such as `query: ` for E5 encoders.
    pub prefix: String,
    /// The most tokens that are read, special ones included; fewer where the encoder has fewer positions.
    pub max_tokens: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { pooling: Pooling::Mean, prefix: String::new(), max_tokens: MAX_TOKENS }
    }
}

/// `sottovoce.json`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnFile {
    pooling: Option<Pooling>,
    prefix: Option<String>,
    max_tokens: Option<usize>,
}

/// `1_Pooling/config.json`: older versions write a flag for each kind, newer ones its name.
#[derive(Default, Deserialize)]
struct PoolingFile {
    pooling_mode: Option<String>,
    #[serde(flatten)]
    flags: serde_json::Map<String, serde_json::Value>,
}

/// `sentence_bert_config.json`.
#[derive(Default, Deserialize)]
struct TransformerFile {
    max_seq_length: Option<usize>,
}

/// An entry of `modules.json`: what a text goes through, one after the other.
#[derive(Deserialize)]
struct Module {
    r#type: String,
}

impl Reading {
    /// What the files of an encoder's folder say.
    ///
    /// # Errors
    /// [`LoadError`] when one of them is not what it should be, or asks for something that is not built in.
    pub fn of(dir: &Path) -> Result<Self, LoadError> {
        let own: OwnFile = read(&dir.join(OWN_FILE))?.unwrap_or_default();
        refuse_further_modules(&dir.join(MODULES_FILE))?;
        let transformer: TransformerFile = read(&dir.join(TRANSFORMER_FILE))?.unwrap_or_default();
        let default = Self::default();
        let pooling = match own.pooling {
            Some(pooling) => pooling,
            None => pooling(&dir.join(POOLING_FILE))?.unwrap_or(default.pooling),
        };
        let max_tokens = own.max_tokens.or(transformer.max_seq_length).unwrap_or(default.max_tokens);
        if max_tokens < MIN_POSITIONS {
            let file = dir.join(if own.max_tokens.is_some() { OWN_FILE } else { TRANSFORMER_FILE });
            let key = if own.max_tokens.is_some() { "max_tokens" } else { "max_seq_length" };
            return Err(LoadError::Unsupported { file, key, found: max_tokens.to_string(), supported: "3 and more" });
        }
        Ok(Self { pooling, prefix: own.prefix.unwrap_or(default.prefix), max_tokens })
    }

    /// Writes the file of our own into an encoder's folder, so that [`Reading::of`] gives this reading.
    pub(in crate::nlu) fn write(&self, dir: &Path) -> std::io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(dir.join(OWN_FILE), text + "\n")
    }

    /// Adds what the vectors depend on to a fingerprint. Nothing for the reading that was once the only one: vectors and
    /// models that were made then are still right.
    pub(super) fn add_to(&self, hash: &mut Sha256) {
        if *self != Self::default() {
            let Self { pooling, prefix, max_tokens } = self;
            hash.update(format!("{pooling:?} {max_tokens} {prefix}"));
        }
    }
}

impl std::fmt::Display for Reading {
    /// For people: what differs from the usual is said, the length always.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pooling {
            Pooling::Mean => f.write_str("mean")?,
            Pooling::Cls => f.write_str("first token")?,
        }
        if !self.prefix.is_empty() {
            write!(f, ", prefix {:?}", self.prefix)?;
        }
        write!(f, ", up to {} tokens", self.max_tokens)
    }
}

/// A file that may be missing.
fn read<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, LoadError> {
    match std::fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LoadError::Read { file: file.into(), source }),
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|source| LoadError::Reading { file: file.into(), source }),
    }
}

fn pooling(file: &Path) -> Result<Option<Pooling>, LoadError> {
    let Some(found) = read::<PoolingFile>(file)? else { return Ok(None) };
    let flags = found.flags.iter().filter(|(_, value)| value.as_bool() == Some(true));
    let modes: Vec<&str> = match &found.pooling_mode {
        Some(mode) => vec![mode],
        None => flags.filter_map(|(key, _)| key.strip_prefix("pooling_mode_")).collect(),
    };
    match modes.as_slice() {
        ["mean" | "mean_tokens"] => Ok(Some(Pooling::Mean)),
        ["cls" | "cls_token"] => Ok(Some(Pooling::Cls)),
        other => {
            let (file, found) = (file.into(), format!("{other:?}"));
            Err(LoadError::Unsupported { file, key: "pooling_mode", found, supported: "one of \"mean\", \"cls\"" })
        }
    }
}

/// An encoder with, say, a dense layer behind the pooling would load without it and give other vectors than its authors'.
fn refuse_further_modules(file: &Path) -> Result<(), LoadError> {
    let modules: Vec<Module> = read(file)?.unwrap_or_default();
    // `sentence_transformers.models.Pooling`; the path before the last dot has changed between versions.
    let kinds = modules.iter().map(|module| module.r#type.rsplit('.').next().unwrap_or_default());
    match kinds.into_iter().find(|kind| !matches!(*kind, "Transformer" | "Pooling" | "Normalize")) {
        None => Ok(()),
        Some(kind) => {
            let (file, found) = (file.into(), format!("{kind:?}"));
            Err(LoadError::Unsupported { file, key: "type", found, supported: "\"Transformer\", \"Pooling\", \"Normalize\"" })
        }
    }
}
