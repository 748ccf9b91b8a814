//! `config.json`: the sizes of a BERT encoder.

use std::path::Path;

use serde::Deserialize;

use super::LoadError;

/// The function between the two products of a layer's feed-forward part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activation {
    /// GELU by the error function.
    Gelu,
    /// GELU by tanh.
    ApproximateGelu,
}

/// The sizes of an encoder, checked against each other.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// The length of a token's vector, and of the sentence vector.
    pub(super) hidden: usize,
    /// The number of layers.
    pub(super) layers: usize,
    /// The number of attention heads; it divides `hidden`.
    pub(super) heads: usize,
    /// The width of the feed-forward part.
    pub(super) intermediate: usize,
    /// The rows of the word embeddings.
    pub(super) vocabulary: usize,
    /// The most tokens in a text.
    pub(super) positions: usize,
    /// The row of the position embeddings that the first token gets.
    pub(super) first_position: usize,
    /// The rows of the token type embeddings.
    pub(super) token_types: usize,
    /// What layer normalisation adds to the variance.
    pub(super) epsilon: f32,
    /// The activation.
    pub(super) activation: Activation,
}

/// The file as it is written; field names as in Hugging Face's `BertConfig`, defaults as there.
#[derive(Deserialize)]
struct File {
    model_type: String,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "two")]
    type_vocab_size: usize,
    #[serde(default = "default_epsilon")]
    layer_norm_eps: f32,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "absolute")]
    position_embedding_type: String,
    pad_token_id: Option<usize>,
}

fn two() -> usize {
    2
}

fn default_epsilon() -> f32 {
    1e-12
}

fn gelu() -> String {
    "gelu".into()
}

fn absolute() -> String {
    "absolute".into()
}

/// The shortest text: a start and an end token around one more.
pub(super) const MIN_POSITIONS: usize = 3;
/// The padding token of `RobertaConfig` where the file names none.
const ROBERTA_PADDING: usize = 1;

impl Config {
    /// Reads and checks the file.
    pub(super) fn read(path: &Path) -> Result<Self, LoadError> {
        let bytes = std::fs::read(path).map_err(|source| LoadError::Read { file: path.into(), source })?;
        let file: File = serde_json::from_slice(&bytes).map_err(|source| LoadError::Config { file: path.into(), source })?;
        let unsupported = |key, found: &dyn std::fmt::Debug, supported| {
            Err(LoadError::Unsupported { file: path.into(), key, found: format!("{found:?}"), supported })
        };
        let first_position = match file.model_type.as_str() {
            "bert" => 0,
            // RoBERTa's positions count on from the padding token's id (`create_position_ids_from_input_ids` of the
            // transformers library); all else is as in BERT.
            "roberta" | "xlm-roberta" | "camembert" => file.pad_token_id.unwrap_or(ROBERTA_PADDING).saturating_add(1),
            _ => return unsupported("model_type", &file.model_type, "\"bert\", \"roberta\", \"xlm-roberta\", \"camembert\""),
        };
        if file.position_embedding_type != "absolute" {
            return unsupported("position_embedding_type", &file.position_embedding_type, "\"absolute\"");
        }
        let activation = match file.hidden_act.as_str() {
            "gelu" => Activation::Gelu,
            "gelu_new" | "gelu_pytorch_tanh" => Activation::ApproximateGelu,
            _ => return unsupported("hidden_act", &file.hidden_act, "\"gelu\", \"gelu_new\", \"gelu_pytorch_tanh\""),
        };
        if file.num_attention_heads == 0 || file.hidden_size == 0 || !file.hidden_size.is_multiple_of(file.num_attention_heads) {
            return unsupported("num_attention_heads", &file.num_attention_heads, "a divisor of `hidden_size`");
        }
        if file.num_hidden_layers == 0 {
            return unsupported("num_hidden_layers", &file.num_hidden_layers, "1 and more");
        }
        if file.intermediate_size == 0 {
            return unsupported("intermediate_size", &file.intermediate_size, "1 and more");
        }
        let positions = file.max_position_embeddings.saturating_sub(first_position);
        if positions < MIN_POSITIONS {
            return unsupported("max_position_embeddings", &file.max_position_embeddings, "3 and more after the padding");
        }
        if file.type_vocab_size == 0 {
            return unsupported("type_vocab_size", &file.type_vocab_size, "1 and more");
        }
        Ok(Self {
            hidden: file.hidden_size,
            layers: file.num_hidden_layers,
            heads: file.num_attention_heads,
            intermediate: file.intermediate_size,
            vocabulary: file.vocab_size,
            positions,
            first_position,
            token_types: file.type_vocab_size,
            epsilon: file.layer_norm_eps,
            activation,
        })
    }
}
