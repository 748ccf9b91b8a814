//! What goes around forward passes: texts to batches of token ids, and the vectors back to their texts.

use std::time::Instant;

use super::exit::{Exit, check_layers};
use super::reader::Reader;
use super::{EncodeError, EncodedBatch};

/// The most tokens in one forward pass: activations stay near the caches (about 7 MB at hidden size 384), and larger
/// batches were not faster.
const MAX_BATCH_TOKENS: usize = 512;

/// Whether a sentence, by its number, is visited after a layer.
pub(super) type Asked<'a> = dyn Fn(usize, usize) -> bool + 'a;
/// Takes a sentence's number, the layer, and the sentence's vector there; says whether the sentence leaves.
pub(super) type Visit<'a> = dyn FnMut(usize, usize, Vec<f32>) -> bool + 'a;
/// A forward pass over sentences of token ids: it visits what it is asked to after inner layers, and all that are left after the last.
type Forward<'a> = dyn Fn(&[Vec<u32>], &Asked<'_>, &mut Visit<'_>) -> Result<(), EncodeError> + 'a;

/// An encoder at work on texts.
pub(super) struct Passes<'a> {
    /// Text to token ids.
    pub(super) reader: &'a Reader,
    /// How many layers there are.
    pub(super) layers: usize,
    /// Token ids to vectors.
    pub(super) forward: &'a Forward<'a>,
}

impl Passes<'_> {
    /// As [`Encoder::encode_until`](super::Encoder::encode_until).
    pub(super) fn until(&self, texts: &[&str], exits: &[Option<Exit>]) -> Result<EncodedBatch, EncodeError> {
        let started = Instant::now();
        let sentences = self.tokenize(texts)?;
        let tokenized = Instant::now();
        let (mut vectors, mut layers) = (vec![Vec::new(); texts.len()], vec![self.layers; texts.len()]);
        let mut passed = vec![Vec::new(); texts.len()];
        let exit = |sentence: usize| exits.get(sentence).and_then(Option::as_ref);
        for (first, batch) in batches(&sentences) {
            let asked = |sentence, layer| exit(first + sentence).is_some_and(|exit| exit.stands_after(layer));
            (self.forward)(batch, &asked, &mut |sentence, layer, vector| {
                let sentence = first + sentence;
                let leaves = layer == self.layers || exit(sentence).is_some_and(|exit| exit.leaves(layer, &vector));
                if leaves {
                    vectors[sentence] = vector;
                    layers[sentence] = layer;
                } else {
                    passed[sentence].push(vector);
                }
                leaves
            })?;
        }
        Ok(EncodedBatch { vectors, layers, passed, tokenize: tokenized - started, forward: tokenized.elapsed() })
    }

    /// As [`Encoder::encode_layers`](super::Encoder::encode_layers).
    pub(super) fn layers(&self, texts: &[&str], layers: &[usize]) -> Result<Vec<Vec<Vec<f32>>>, EncodeError> {
        check_layers(layers, self.layers)?;
        let sentences = self.tokenize(texts)?;
        let mut vectors = vec![vec![Vec::new(); layers.len()]; texts.len()];
        for (first, batch) in batches(&sentences) {
            (self.forward)(batch, &|_, layer| layers.contains(&layer), &mut |sentence, layer, vector| {
                for (place, _) in layers.iter().enumerate().filter(|(_, asked)| **asked == layer) {
                    vectors[first + sentence][place].clone_from(&vector);
                }
                false
            })?;
        }
        Ok(vectors)
    }

    fn tokenize(&self, texts: &[&str]) -> Result<Vec<Vec<u32>>, EncodeError> {
        texts.iter().map(|text| self.reader.tokens(text)).collect()
    }
}

/// Cuts sentences into runs of at most [`MAX_BATCH_TOKENS`] tokens (a longer sentence stands alone), each with the number of its first.
pub(super) fn batches(sentences: &[Vec<u32>]) -> impl Iterator<Item = (usize, &[Vec<u32>])> {
    let mut rest = sentences;
    std::iter::from_fn(move || {
        let first = sentences.len() - rest.len();
        let mut tokens = 0;
        let fits = rest.iter().take_while(|sentence| {
            tokens += sentence.len();
            tokens <= MAX_BATCH_TOKENS
        });
        let length = fits.count().max(1);
        let (batch, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((first, batch))
    })
}
