//! The forward pass: embeddings, layers, pooling.
//!
//! Shapes are row-major, `[rows x columns]`; rows are the tokens of all texts of a batch, one text after the other.
//! The architecture is that of Devlin et al. 2019, <https://arxiv.org/abs/1810.04805>; the mean over tokens and the unit
//! length that of Reimers and Gurevych 2019, <https://arxiv.org/abs/1908.10084>.

use std::sync::{Mutex, PoisonError};

use rten_simd::SimdOp;
use rten_vecmath::{Normalize, NormalizeOptions, Sum, SumSquare, SumSquareSub};

use super::attention::{Attention, AttentionScratch};
use super::config::{Activation, Config};
use super::int8::{Int8Scratch, Then};
use super::linear::Linear;
use super::numbers::Numbers;
use super::passes::{Asked, Visit};
use super::weights::Weights;
use super::{EncodeError, LoadError, Pooling};

/// A BERT encoder's weights, packed for products with few rows.
pub(super) struct Network {
    config: Config,
    pooling: Pooling,
    /// `[vocabulary x hidden]`.
    words: Vec<f32>,
    /// `[positions x hidden]`: position embeddings plus the embedding of token type 0, the only one in single texts.
    positions: Vec<f32>,
    normalization: Normalization,
    layers: Vec<Layer>,
    /// Buffers of forward passes that have ended, for the next ones.
    scratch: Mutex<Vec<Scratch>>,
}

/// One layer's weights.
pub(super) struct Layer {
    /// `[hidden x 3 hidden]`: queries, keys, values.
    attention: Linear,
    attention_output: Linear,
    attention_normalization: Normalization,
    intermediate: Linear,
    output: Linear,
    output_normalization: Normalization,
}

/// Buffers of a forward pass.
#[derive(Default)]
pub(super) struct Scratch {
    /// `[rows x hidden]`: the tokens' vectors between layers.
    pub(super) hidden: Vec<f32>,
    /// `[rows x 3 hidden]`: queries, keys, values.
    attention: Vec<f32>,
    /// `[rows x hidden]`: what attention gathered.
    context: Vec<f32>,
    /// `[rows x intermediate]`.
    intermediate: Vec<f32>,
    heads: AttentionScratch,
    int8: Int8Scratch,
}

/// A sentence that is still in the network.
#[derive(Clone, Copy)]
pub(super) struct Sentence {
    /// Its place among the sentences of the forward pass.
    pub(super) number: usize,
    /// Its number of tokens.
    pub(super) tokens: usize,
}

impl Network {
    /// Reads and packs the weights.
    pub(super) fn load(config: &Config, pooling: Pooling, weights: &mut Weights, numbers: Numbers) -> Result<Self, LoadError> {
        let hidden = config.hidden;
        let words = weights.read("embeddings.word_embeddings.weight", &[config.vocabulary, hidden])?;
        let rows = config.first_position + config.positions;
        let mut positions = weights.read("embeddings.position_embeddings.weight", &[rows, hidden])?;
        positions.drain(..config.first_position * hidden);
        let types = weights.read("embeddings.token_type_embeddings.weight", &[config.token_types, hidden])?;
        for row in positions.chunks_exact_mut(hidden) {
            add(row, &types);
        }
        let normalization = Normalization::load(weights, "embeddings.LayerNorm", config)?;
        let layers = (0..config.layers).map(|layer| Layer::load(weights, layer, config, numbers)).collect::<Result<_, _>>()?;
        Ok(Self { config: config.clone(), pooling, words, positions, normalization, layers, scratch: Mutex::default() })
    }

    /// The length of a sentence vector.
    pub(super) fn dimensions(&self) -> usize {
        self.config.hidden
    }

    /// How many layers there are.
    pub(super) fn layers(&self) -> usize {
        self.layers.len()
    }

    /// Encodes sentences of token ids, each within the positions.
    ///
    /// After each layer, counted from 1, `visit` is given the unit-length vector of every sentence for which `asked` says so, and says
    /// whether the sentence leaves: its rows are taken out, which changes nothing for its neighbours. After the last layer all that are
    /// left are visited.
    pub(super) fn forward(&self, sentences: &[Vec<u32>], asked: &Asked<'_>, visit: &mut Visit<'_>) -> Result<(), EncodeError> {
        let kept = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = kept.unwrap_or_default();
        self.embed(sentences, &mut scratch.hidden)?;
        let mut standing: Vec<Sentence> =
            sentences.iter().enumerate().map(|(number, tokens)| Sentence { number, tokens: tokens.len() }).collect();
        for (number, layer) in (1..).zip(&self.layers) {
            if standing.is_empty() {
                break;
            }
            layer.run(&self.config, &standing, &mut scratch)?;
            let last = number == self.layers.len();
            self.part(&mut standing, &mut scratch.hidden, |sentence, rows| {
                (last || asked(sentence, number)) && visit(sentence, number, unit(rows, self.config.hidden, self.pooling))
            });
        }
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        Ok(())
    }

    /// Takes out the sentences that leave, with their rows.
    fn part(&self, standing: &mut Vec<Sentence>, hidden: &mut Vec<f32>, mut leaves: impl FnMut(usize, &[f32]) -> bool) {
        let (mut from, mut to) = (0, 0);
        standing.retain(|sentence| {
            let rows = from..from + sentence.tokens * self.config.hidden;
            from = rows.end;
            if leaves(sentence.number, &hidden[rows.clone()]) {
                return false;
            }
            let length = rows.len();
            // Nothing is moved until the first has left.
            if rows.start > to {
                hidden.copy_within(rows, to);
            }
            to += length;
            true
        });
        hidden.truncate(to);
    }

    fn embed(&self, sentences: &[Vec<u32>], hidden: &mut Vec<f32>) -> Result<(), EncodeError> {
        let width = self.config.hidden;
        hidden.clear();
        for sentence in sentences {
            for (token, position) in sentence.iter().zip(self.positions.chunks_exact(width)) {
                let start = *token as usize * width;
                let word = self.words.get(start..start + width);
                let word = word.ok_or(EncodeError::UnknownToken { token: *token, rows: self.config.vocabulary })?;
                hidden.extend(word.iter().zip(position).map(|(word, position)| word + position));
            }
        }
        self.normalization.apply(hidden);
        Ok(())
    }
}

impl Layer {
    /// Reads and packs the weights.
    pub(super) fn load(weights: &mut Weights, layer: usize, config: &Config, numbers: Numbers) -> Result<Self, LoadError> {
        let (hidden, intermediate) = (config.hidden, config.intermediate);
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        let fused = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Self {
            attention: Linear::load(weights, &fused, [hidden, hidden], numbers)?,
            attention_output: Linear::load(weights, &[name("attention.output.dense")], [hidden, hidden], numbers)?,
            attention_normalization: Normalization::load(weights, &name("attention.output.LayerNorm"), config)?,
            intermediate: Linear::load(weights, &[name("intermediate.dense")], [hidden, intermediate], numbers)?,
            output: Linear::load(weights, &[name("output.dense")], [intermediate, hidden], numbers)?,
            output_normalization: Normalization::load(weights, &name("output.LayerNorm"), config)?,
        })
    }

    /// Runs the sentences' rows through the layer, in place.
    pub(super) fn run(&self, config: &Config, sentences: &[Sentence], scratch: &mut Scratch) -> Result<(), EncodeError> {
        let Scratch { hidden, attention, context, intermediate, heads, int8 } = scratch;
        self.attention.product(hidden, Then::Set, int8, attention)?;
        context.resize(hidden.len(), 0.0);
        let width = config.hidden;
        let (mut projected, mut gathered) = (attention.as_slice(), context.as_mut_slice());
        for Sentence { tokens, .. } in sentences.iter().copied() {
            let (sentence, projected_after) = projected.split_at(tokens * 3 * width);
            let (context, gathered_after) = gathered.split_at_mut(tokens * width);
            (projected, gathered) = (projected_after, gathered_after);
            Attention { tokens, heads: config.heads, width, projected: sentence, context, scratch: heads }.dispatch();
        }
        self.attention_output.product(context, Then::Add, int8, hidden)?;
        self.attention_normalization.apply(hidden);
        let activation = match config.activation {
            Activation::Gelu => Then::Gelu,
            Activation::ApproximateGelu => Then::ApproximateGelu,
        };
        self.intermediate.product(hidden, activation, int8, intermediate)?;
        self.output.product(intermediate, Then::Add, int8, hidden)?;
        self.output_normalization.apply(hidden);
        Ok(())
    }
}

/// Layer normalisation, <https://arxiv.org/abs/1607.06450>.
struct Normalization {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

impl Normalization {
    fn load(weights: &mut Weights, name: &str, config: &Config) -> Result<Self, LoadError> {
        let scale = weights.read(&format!("{name}.weight"), &[config.hidden])?;
        let shift = weights.read(&format!("{name}.bias"), &[config.hidden])?;
        Ok(Self { scale, shift, epsilon: config.epsilon })
    }

    /// Normalises each row.
    fn apply(&self, rows: &mut [f32]) {
        let width = self.scale.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = Sum::new(row).dispatch() / count(width);
            let variance = SumSquareSub::new(row, mean).dispatch() / count(width);
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: 1.0 / (variance + self.epsilon).sqrt(),
                element_scale: Some(&self.scale),
                bias: 0.0,
                element_bias: Some(&self.shift),
            };
            Normalize::new_mut(row, options).dispatch();
        }
    }
}

/// The mean of the rows, or the first, at unit length. Zeros stay as they are.
fn unit(rows: &[f32], width: usize, pooling: Pooling) -> Vec<f32> {
    let mut vector = vec![0.0; width];
    let pooled = match pooling {
        Pooling::Mean => rows,
        Pooling::Cls => rows.get(..width).unwrap_or(rows),
    };
    // Dividing by the number of rows would not change the direction.
    pooled.chunks_exact(width).for_each(|row| add(&mut vector, row));
    let length = SumSquare::new(&vector).dispatch().sqrt();
    if length > 0.0 {
        for value in &mut vector {
            *value /= length;
        }
    }
    vector
}

fn add(to: &mut [f32], what: &[f32]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += what);
}

#[expect(clippy::cast_precision_loss, reason = "a vector's length is far below 2^24")]
fn count(length: usize) -> f32 {
    length as f32
}
