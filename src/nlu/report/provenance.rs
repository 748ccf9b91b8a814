//! Where figures come from: program, encoder, data and settings, so that a run can be repeated and told from others.

use serde::Serialize;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataFile {
    /// What it was read for: `train`, `valid` or `test`.
    pub role: &'static str,
    /// Its name, without the folders above it: these are the user's own affair.
    pub name: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// Rows that were taken from it.
    pub rows: usize,
}

/// The encoder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EncoderFacts {
    /// Its name, or the last part of its folder.
    pub name: String,
    /// Hex SHA-256 over configuration, tokenizer, weights and reading.
    pub fingerprint: String,
    /// What it computed in: `f32` or `int8`.
    pub numbers: String,
}

/// How the figures came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mode {
    /// Trained on one file, judged on another.
    TrainTest {
        /// Trainings.
        seeds: u64,
        /// Rows of each intent, if fewer than all were drawn.
        shots: Option<u64>,
    },
    /// Each row judged by a training on the other folds.
    Folds {
        /// How many folds.
        folds: u8,
    },
    /// A stored model, judged.
    Model {
        /// Hex SHA-256 of what it was trained on.
        data_sha256: String,
        /// The layout of its folder.
        format: u32,
    },
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// What was judged, for the title.
    pub title: String,
    /// The encoder.
    pub encoder: EncoderFacts,
    /// The files.
    pub files: Vec<DataFile>,
    /// Hex SHA-256 over sentences and labels of the rows judged: two results with the same can be compared.
    pub judged_rows_sha256: String,
    /// How the figures came about.
    pub mode: Mode,
    /// The share of real questions that may be asked to rephrase.
    pub reject_share: f64,
    /// The share of real questions that may be asked which of two intents was meant.
    pub offer_share: f64,
    /// The label of rows of no intent.
    pub out_of_scope: String,
    /// Whether rows of no intent were left out of training.
    pub without_oos: bool,
    /// Whether the names of intents could be learnt from.
    pub with_names: bool,
    /// Whether sentences could leave before the encoder's last layer.
    pub early_exit: bool,
}

impl Mode {
    /// In words.
    pub(super) fn words(&self) -> String {
        let plural = |number: u64, what: &str| if number == 1 { format!("{number} {what}") } else { format!("{number} {what}s") };
        match self {
            Self::TrainTest { seeds, shots: None } => plural(*seeds, "training"),
            Self::TrainTest { seeds, shots: Some(shots) } => {
                format!("{} on {} of each intent", plural(*seeds, "training"), plural(*shots, "row"))
            }
            Self::Folds { folds } => format!("{folds} folds, each judged by a training on the others"),
            Self::Model { data_sha256, .. } => format!("a stored model (trained on {})", data_sha256.get(..12).unwrap_or(data_sha256)),
        }
    }
}
