//! Attention of one text's tokens to each other, on the widest vectors that the processor has.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};
use rten_vecmath::Softmax;

/// How many rows share one load of a key or value: enough sums under way to hide a fused product's latency.
const ROWS: usize = 4;

/// Buffers of [`Attention`].
#[derive(Default)]
pub(super) struct AttentionScratch {
    /// `[head width x tokens]`, the rows padded to whole vectors.
    keys: Vec<f32>,
    /// `[tokens x tokens]`, the rows padded to whole vectors.
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
        let AttentionScratch { keys, scores } = scratch;
        keys.resize(columns * padded, 0.0);
        scores.resize(tokens * padded, 0.0);
        for head in 0..heads {
            let head = Head { projected, width, columns, padded, start: head * columns };
            for (token, row) in projected.chunks_exact(3 * width).enumerate() {
                for (dimension, value) in row[width + head.start..][..columns].iter().enumerate() {
                    keys[dimension * padded + token] = *value;
                }
            }
            let mut first = 0;
            while first + ROWS <= tokens {
                head.rows::<ROWS, I>(isa, first, keys, scores, context);
                first += ROWS;
            }
            while first < tokens {
                head.rows::<1, I>(isa, first, keys, scores, context);
                first += 1;
            }
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
    /// The length of a row of keys or scores.
    padded: usize,
    /// The head's first column.
    start: usize,
}

impl Head<'_> {
    /// What `N` tokens from `first` on gather.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the whole operation must be compiled for the vector instructions at hand")]
    fn rows<const N: usize, I: Isa>(&self, isa: I, first: usize, keys: &[f32], scores: &mut [f32], context: &mut [f32]) {
        let ops = isa.f32();
        let lanes = ops.len();
        let tokens = self.projected.len() / (3 * self.width);
        let queries: [&[f32]; N] =
            std::array::from_fn(|row| &self.projected[(first + row) * 3 * self.width + self.start..][..self.columns]);
        let scores = &mut scores[first * self.padded..][..N * self.padded];

        #[expect(clippy::cast_precision_loss, reason = "a head's width is far below 2^24")]
        let scale = ops.splat(1.0 / (self.columns as f32).sqrt());
        for column in (0..self.padded).step_by(lanes) {
            let mut sums = [ops.zero(); N];
            for (dimension, keys) in keys.chunks_exact(self.padded).enumerate() {
                let key = ops.load(&keys[column..]);
                for row in 0..N {
                    sums[row] = ops.mul_add(ops.splat(queries[row][dimension]), key, sums[row]);
                }
            }
            for (row, sum) in sums.into_iter().enumerate() {
                ops.store(ops.mul(sum, scale), &mut scores[row * self.padded + column..]);
            }
        }
        for row in scores.chunks_exact_mut(self.padded) {
            // The columns past the last token are padding.
            Softmax::new_mut(&mut row[..tokens]).eval(isa);
        }

        let whole = self.columns / lanes * lanes;
        for column in (0..whole).step_by(lanes) {
            let mut sums = [ops.zero(); N];
            for (token, row) in self.projected.chunks_exact(3 * self.width).enumerate() {
                let value = ops.load(&row[2 * self.width + self.start + column..]);
                for row in 0..N {
                    sums[row] = ops.mul_add(ops.splat(scores[row * self.padded + token]), value, sums[row]);
                }
            }
            for (row, sum) in sums.into_iter().enumerate() {
                ops.store(sum, &mut context[(first + row) * self.width + self.start + column..]);
            }
        }
        // Columns that do not fill a vector: only where a head is narrower than the processor's vectors.
        for column in whole..self.columns {
            for row in 0..N {
                let weights = &scores[row * self.padded..][..tokens];
                let values = self.projected.chunks_exact(3 * self.width).map(|row| row[2 * self.width + self.start + column]);
                context[(first + row) * self.width + self.start + column] =
                    weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
            }
        }
    }
}
