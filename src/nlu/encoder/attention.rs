//! Attention of one text's tokens to each other, on the widest vectors that the processor has.
//!
//! The lanes of a vector are the tokens that look, one below the other are the tokens that are looked at: maxima and sums of the softmax are then
//! those of whole vectors, and no lane has to meet another.

use rten_simd::ops::{BitOps, FloatOps, NumOps};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_vecmath::Exp;

/// How many rows share one load of a query or value: enough sums under way to hide a fused product's latency.
const ROWS: usize = 4;

/// Buffers of [`Attention`].
#[derive(Default)]
pub(super) struct AttentionScratch {
    /// `[head width x tokens]`, the rows padded to whole vectors.
    queries: Vec<f32>,
    /// `[tokens looked at x tokens that look]`, the rows padded to whole vectors.
    scores: Vec<f32>,
}

/// `softmax(Q Kᵀ / √d) V` for each head of one text.
pub(super) struct Attention<'a> {
    /// The number of tokens.
    pub(super) tokens: usize,
    /// The number of heads; it divides `width`.
    pub(super) heads: usize,
    /// The length of a token's vector.
    pub(super) width: usize,
    /// `[tokens x 3 width]`: queries, keys, values.
    pub(super) projected: &'a [f32],
    /// `[tokens x width]`: the result.
    pub(super) context: &'a mut [f32],
    /// Buffers.
    pub(super) scratch: &'a mut AttentionScratch,
}

impl SimdOp for Attention<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the whole operation must be compiled for the vector instructions at hand")]
    fn eval<I: Isa>(self, isa: I) {
        let Self { tokens, heads, width, projected, context, scratch } = self;
        let columns = width / heads;
        let padded = tokens.next_multiple_of(isa.f32().len());
        let AttentionScratch { queries, scores } = scratch;
        queries.resize(columns * padded, 0.0);
        scores.resize(tokens * padded, 0.0);
        for head in 0..heads {
            let head = Head { projected, width, columns, padded, start: head * columns };
            for (token, row) in projected.chunks_exact(3 * width).enumerate() {
                for (dimension, value) in row[head.start..][..columns].iter().enumerate() {
                    queries[dimension * padded + token] = *value;
                }
            }
            let mut first = 0;
            while first + ROWS <= tokens {
                head.scores::<ROWS, I>(isa, first, queries, scores);
                first += ROWS;
            }
            while first < tokens {
                head.scores::<1, I>(isa, first, queries, scores);
                first += 1;
            }
            softmax(isa, padded, scores);
            let mut first = 0;
            while first + ROWS <= tokens {
                head.gather::<ROWS, I>(isa, first, scores, context);
                first += ROWS;
            }
            while first < tokens {
                head.gather::<1, I>(isa, first, scores, context);
                first += 1;
            }
        }
    }
}

/// Makes weights of scores: each column's exponentials by their sum. The columns past the last token are padding, whatever they hold.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it must be compiled for the vector instructions at hand")]
fn softmax<I: Isa>(isa: I, padded: usize, scores: &mut [f32]) {
    let ops = isa.f32();
    for column in (0..padded).step_by(ops.len()) {
        let mut largest = ops.splat(f32::NEG_INFINITY);
        for row in scores.chunks_exact(padded) {
            largest = ops.max(largest, ops.load(&row[column..]));
        }
        let mut sum = ops.zero();
        for row in scores.chunks_exact_mut(padded) {
            let value = Exp {}.eval(isa, ops.sub(ops.load(&row[column..]), largest));
            sum = ops.add(sum, value);
            ops.store(value, &mut row[column..]);
        }
        let share = ops.reciprocal(sum);
        for row in scores.chunks_exact_mut(padded) {
            ops.store(ops.mul(ops.load(&row[column..]), share), &mut row[column..]);
        }
    }
}

/// Where one head finds its numbers.
struct Head<'a> {
    /// `[tokens x 3 width]`.
    projected: &'a [f32],
    width: usize,
    /// The head's number of columns.
    columns: usize,
    /// The length of a row of queries or scores.
    padded: usize,
    /// The head's first column.
    start: usize,
}

impl Head<'_> {
    /// The scores of tokens that are looked at, from `first` on, for all that look.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must be compiled for the vector instructions at hand")]
    fn scores<const N: usize, I: Isa>(&self, isa: I, first: usize, queries: &[f32], scores: &mut [f32]) {
        let ops = isa.f32();
        let keys: [&[f32]; N] =
            std::array::from_fn(|row| &self.projected[(first + row) * 3 * self.width + self.width + self.start..][..self.columns]);
        let scores = &mut scores[first * self.padded..][..N * self.padded];
        #[expect(clippy::cast_precision_loss, reason = "a head's width is far below 2^24")]
        let scale = ops.splat(1.0 / (self.columns as f32).sqrt());
        for column in (0..self.padded).step_by(ops.len()) {
            let mut sums = [ops.zero(); N];
            for (dimension, queries) in queries.chunks_exact(self.padded).enumerate() {
                let query = ops.load(&queries[column..]);
                for row in 0..N {
                    sums[row] = ops.mul_add(ops.splat(keys[row][dimension]), query, sums[row]);
                }
            }
            for (row, sum) in sums.into_iter().enumerate() {
                ops.store(ops.mul(sum, scale), &mut scores[row * self.padded + column..]);
            }
        }
    }

    /// What tokens that look, from `first` on, gather from all others by their weights.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must be compiled for the vector instructions at hand")]
    fn gather<const N: usize, I: Isa>(&self, isa: I, first: usize, weights: &[f32], context: &mut [f32]) {
        let ops = isa.f32();
        let lanes = ops.len();
        let whole = self.columns / lanes * lanes;
        for column in (0..whole).step_by(lanes) {
            let mut sums = [ops.zero(); N];
            for (token, row) in self.projected.chunks_exact(3 * self.width).enumerate() {
                let value = ops.load(&row[2 * self.width + self.start + column..]);
                for row in 0..N {
                    sums[row] = ops.mul_add(ops.splat(weights[token * self.padded + first + row]), value, sums[row]);
                }
            }
            for (row, sum) in sums.into_iter().enumerate() {
                ops.store(sum, &mut context[(first + row) * self.width + self.start + column..]);
            }
        }
        // Columns that do not fill a vector: only where a head is narrower than the processor's vectors.
        for column in whole..self.columns {
            for row in 0..N {
                let weights = weights.chunks_exact(self.padded).map(|weights| weights[first + row]);
                let values = self.projected.chunks_exact(3 * self.width).map(|row| row[2 * self.width + self.start + column]);
                context[(first + row) * self.width + self.start + column] = weights.zip(values).map(|(weight, value)| weight * value).sum();
            }
        }
    }
}
