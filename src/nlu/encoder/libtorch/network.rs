//! The layers of rust-bert's BERT on our weights, one after the other, so that a sentence can leave between two of them.

use std::sync::{Mutex, PoisonError};

use rust_bert::bert::{BertConfig, BertEmbedding, BertEmbeddings, BertLayer};
use tch::nn::VarStore;
use tch::{Device, Kind, Tensor};

use super::super::config::{Activation, Config};
use super::super::passes::{Asked, Visit};
use super::super::reading::Pooling;
use super::super::weights::Weights;
use super::super::{EncodeError, LoadError};

/// What rust-bert adds to the variance of every layer normalisation, whatever the configuration says.
const EPSILON: f32 = 1e-12;
/// Added to the score of a token that is padding: its weight becomes exactly 0, as the differences between real scores are far smaller.
const MASKED: f64 = -10_000.0;
/// The share of numbers that are left out at random in fine-tuning: what BERT was trained with (Devlin et al. 2019, A.2).
const DROPOUT: f64 = 0.1;
/// Sentences of like length that are learnt from side by side: among those of a whole step, most tokens would be padding.
const TOGETHER: usize = 16;

/// libtorch draws from one generator for the whole process: whoever draws numbers that matter holds this, and whoever draws others, too.
pub(super) static GENERATOR: Mutex<()> = Mutex::new(());

/// A BERT encoder's weights as tensors of a device.
pub(super) struct Network {
    variables: VarStore,
    vocabulary: usize,
    first_position: usize,
    pooling: Pooling,
    embeddings: BertEmbeddings,
    layers: Vec<BertLayer>,
}

/// Sentences side by side, the shorter ones padded.
pub(super) struct Batch {
    /// `[sentences x tokens]`.
    tokens: Tensor,
    /// `[sentences x tokens x 1]`: 1 where a token stands, 0 where there is padding.
    present: Tensor,
}

impl Batch {
    /// What attention adds to scores, `[sentences x 1 x 1 x tokens]`.
    fn mask(&self) -> Tensor {
        (1.0 - self.present.transpose(1, 2).unsqueeze(1)) * MASKED
    }

    /// The sentences of these numbers.
    fn select(&self, numbers: &Tensor) -> Self {
        Self { tokens: self.tokens.index_select(0, numbers), present: self.present.index_select(0, numbers) }
    }
}

impl Network {
    /// Reads the weights and moves them to the device.
    pub(super) fn load(config: &Config, pooling: Pooling, weights: &mut Weights, device: Device) -> Result<Self, LoadError> {
        // Whether a normalisation's tiny constant is another one shows in no vector, but then the parity is not ours to promise.
        if (config.epsilon - EPSILON).abs() > f32::EPSILON * EPSILON {
            let (found, file) = (config.epsilon.to_string(), weights.path().with_file_name(super::super::CONFIG_FILE));
            return Err(LoadError::Unsupported { file, key: "layer_norm_eps", found, supported: "1e-12, with rust-bert" });
        }
        // Variables are made with random numbers, which the weights then replace.
        let generator = GENERATOR.lock().unwrap_or_else(PoisonError::into_inner);
        let variables = VarStore::new(device);
        let bert = bert_config(config);
        let embeddings = BertEmbeddings::new(variables.root() / "embeddings", &bert);
        let layers = variables.root() / "encoder" / "layer";
        let layers = (0..bert.num_hidden_layers).map(|layer| BertLayer::new(&layers / layer, &bert)).collect();
        drop(generator);
        let (vocabulary, first_position) = (config.vocabulary, config.first_position);
        let network = Self { variables, vocabulary, first_position, pooling, embeddings, layers };
        let _no_grad = tch::no_grad_guard();
        for (name, mut variable) in network.variables() {
            let shape: Vec<usize> = variable.size().into_iter().filter_map(|side| usize::try_from(side).ok()).collect();
            let values = Tensor::from_slice(&weights.read(&name, &shape)?);
            let copied = values.f_reshape(variable.size()).and_then(|values| variable.f_copy_(&values));
            copied.map_err(|error| LoadError::Libtorch { reason: error.to_string() })?;
        }
        Ok(network)
    }

    /// All variables by name, in the order of names.
    pub(super) fn variables(&self) -> Vec<(String, Tensor)> {
        let mut variables: Vec<(String, Tensor)> = self.variables.variables().into_iter().collect();
        variables.sort_by(|one, other| one.0.cmp(&other.0));
        variables
    }

    /// Where the variables are, for an optimiser and for what is learnt beside them.
    pub(super) fn store(&self) -> &VarStore {
        &self.variables
    }

    /// How many layers there are.
    pub(super) fn layers(&self) -> usize {
        self.layers.len()
    }

    /// Encodes sentences of token ids, each within the positions; `asked` and `visit` as in the default encoder's network.
    pub(super) fn forward(&self, sentences: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>) -> Result<(), EncodeError> {
        if sentences.is_empty() {
            return Ok(());
        }
        let _no_grad = tch::no_grad_guard();
        let mut batch = self.batch(&sentences.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
        let mut standing: Vec<usize> = (0..sentences.len()).collect();
        let mut hidden = self.embed(&batch, false)?;
        for (number, layer) in (1..).zip(&self.layers) {
            hidden = layer.forward_t(&hidden, Some(&batch.mask()), None, None, false).hidden_state;
            let last = number == self.layers.len();
            if !last && !standing.iter().any(|sentence| asked(*sentence, number)) {
                continue;
            }
            let vectors = self.pooled(&batch, &hidden);
            let vectors: Vec<Vec<f32>> = Vec::try_from(vectors.to_device(Device::Cpu)).map_err(failed)?;
            let mut staying: Vec<i64> = Vec::new();
            let mut kept = Vec::new();
            for ((place, sentence), vector) in (0..).zip(&standing).zip(vectors) {
                if !(last || asked(*sentence, number)) || !visit(*sentence, number, vector) {
                    staying.push(place);
                    kept.push(*sentence);
                }
            }
            if kept.is_empty() {
                break;
            }
            if kept.len() < standing.len() {
                let staying = Tensor::from_slice(&staying).to_device(self.variables.device());
                (batch, hidden) = (batch.select(&staying), hidden.index_select(0, &staying));
                standing = kept;
            }
        }
        Ok(())
    }

    /// The unit-length sentence vectors `[sentences x dimensions]`, with what is needed to learn from them: the layers after the first
    /// `fixed` ones learn.
    pub(super) fn learn(&self, sentences: &[&[u32]], fixed: usize) -> Result<Tensor, EncodeError> {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        order.sort_by_key(|sentence| sentences[*sentence].len());
        let mut vectors = Vec::new();
        for group in order.chunks(TOGETHER) {
            let batch = self.batch(&group.iter().map(|sentence| sentences[*sentence]).collect::<Vec<_>>())?;
            let mask = batch.mask();
            let pass = |hidden: Tensor, layer: &BertLayer, learns| layer.forward_t(&hidden, Some(&mask), None, None, learns).hidden_state;
            let (below, above) = self.layers.split_at(fixed.min(self.layers.len()));
            let embedded = self.embed(&batch, below.is_empty())?;
            let hidden = tch::no_grad(|| below.iter().fold(embedded, |hidden, layer| pass(hidden, layer, false)));
            vectors.push(self.pooled(&batch, &above.iter().fold(hidden, |hidden, layer| pass(hidden, layer, true))));
        }
        // Back into the order in which they came.
        let mut places = vec![0; order.len()];
        (0_i64..).zip(order).for_each(|(place, sentence)| places[sentence] = place);
        let places = Tensor::from_slice(&places).to_device(self.variables.device());
        Tensor::f_cat(&vectors, 0).and_then(|vectors| vectors.f_index_select(0, &places)).map_err(failed)
    }

    /// Pads sentences to the length of the longest.
    fn batch(&self, sentences: &[&[u32]]) -> Result<Batch, EncodeError> {
        let rows = self.vocabulary;
        if let Some(token) = sentences.iter().copied().flatten().find(|token| usize::try_from(**token).is_ok_and(|token| token >= rows)) {
            return Err(EncodeError::UnknownToken { token: *token, rows });
        }
        let longest = sentences.iter().map(|sentence| sentence.len()).max().unwrap_or_default();
        let (mut tokens, mut present) = (Vec::new(), Vec::new());
        for sentence in sentences {
            tokens.extend(sentence.iter().map(|token| i64::from(*token)).chain(std::iter::repeat(0)).take(longest));
            present.extend(std::iter::repeat_n(1.0_f32, sentence.len()).chain(std::iter::repeat_n(0.0, longest - sentence.len())));
        }
        let shape = [whole(sentences.len()), whole(longest)];
        let device = self.variables.device();
        let tokens = Tensor::from_slice(&tokens).f_reshape(shape).map_err(failed)?.to_device(device);
        let present = Tensor::from_slice(&present).f_reshape([shape[0], shape[1], 1]).map_err(failed)?.to_device(device);
        Ok(Batch { tokens, present })
    }

    fn embed(&self, batch: &Batch, train: bool) -> Result<Tensor, EncodeError> {
        let first = whole(self.first_position);
        let positions = Tensor::arange_start(first, first + batch.tokens.size()[1], (Kind::Int64, self.variables.device())).unsqueeze(0);
        let embedded = self.embeddings.forward_t(Some(&batch.tokens), None, Some(&positions), None, train);
        embedded.map_err(|error| EncodeError::Product { reason: error.to_string() })
    }

    /// The unit-length vectors of sentences from the vectors of their tokens.
    fn pooled(&self, batch: &Batch, hidden: &Tensor) -> Tensor {
        let kind = Kind::Float;
        let vectors = match self.pooling {
            // Dividing by the number of tokens would not change the direction.
            Pooling::Mean => (hidden * &batch.present).sum_dim_intlist([1_i64].as_slice(), false, kind),
            Pooling::Cls => hidden.select(1, 0),
        };
        let length = vectors.square().sum_dim_intlist([1_i64].as_slice(), true, kind).sqrt();
        // Zeros stay as they are.
        vectors / length.clamp_min(f64::from(f32::MIN_POSITIVE))
    }
}

/// What libtorch said of an operation.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(super) fn failed(error: tch::TchError) -> EncodeError {
    EncodeError::Product { reason: error.to_string() }
}

/// A number of rows or columns as libtorch counts them.
pub(super) fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn bert_config(config: &Config) -> BertConfig {
    BertConfig {
        hidden_act: match config.activation {
            Activation::Gelu => rust_bert::Activation::gelu,
            Activation::ApproximateGelu => rust_bert::Activation::gelu_new,
        },
        attention_probs_dropout_prob: DROPOUT,
        hidden_dropout_prob: DROPOUT,
        hidden_size: whole(config.hidden),
        intermediate_size: whole(config.intermediate),
        max_position_embeddings: whole(config.first_position + config.positions),
        num_attention_heads: whole(config.heads),
        num_hidden_layers: whole(config.layers),
        type_vocab_size: whole(config.token_types),
        vocab_size: whole(config.vocabulary),
        ..BertConfig::default()
    }
}
