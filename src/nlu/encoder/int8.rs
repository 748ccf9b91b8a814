//! Products with weights in 8-bit integers.
//!
//! Each output of the weights has a step of its own, and zero is zero; each row of the input has a step and an offset of its own, from
//! its least and largest value, so that a text's vector does not depend on its neighbours. Sums are exact in 32 bits.

#[cfg(test)]
mod tests;

use rten_gemm::{GemmError, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_tensor::{Matrix, NdTensorView};
use rten_vecmath::{ApproxGelu, ExtendInit, Gelu, MinMax, Quantize};

/// The largest weight: both signs reach as far, so that zero is zero.
const LARGEST_WEIGHT: f32 = 127.0;
/// The steps between a row's least and largest value.
const STEPS: f32 = 255.0;

/// The kernels for products of 8-bit integers.
pub(super) type Int8Products = GemmExecutor<u8, i8, i32>;

/// What is done with a product besides adding the bias.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing.
    Set,
    /// It is added to what is there.
    Add,
    /// GELU by the error function.
    Gelu,
    /// GELU by tanh.
    ApproximateGelu,
}

/// Weights as integers.
pub(super) struct Int8Weights {
    /// `[inputs x outputs]`, in the kernel's order.
    packed: PackedBMatrix<i8>,
    /// What a step is worth in each output.
    steps: Vec<f32>,
    /// The sum of each output's weights: what an offset of the input adds to it.
    totals: Vec<f32>,
}

/// Buffers of products.
#[derive(Default)]
pub(super) struct Int8Scratch {
    /// `[rows x inputs]`.
    values: Vec<u8>,
    /// What each row was mapped by.
    maps: Vec<RowMap>,
    /// `[rows x outputs]`.
    sums: Vec<i32>,
}

/// What a row's integers stand for: `offset + step · integer`.
#[derive(Clone, Copy)]
struct RowMap {
    offset: f32,
    step: f32,
}

impl Int8Weights {
    /// Makes integers of weights of `[outputs x inputs]`.
    pub(super) fn of(matrix: &[f32], inputs: usize) -> Self {
        let mut integers = Vec::with_capacity(matrix.len());
        let (mut steps, mut totals) = (Vec::new(), Vec::new());
        let mut unsigned: Vec<u8> = Vec::with_capacity(inputs);
        for row in matrix.chunks_exact(inputs) {
            let (least, largest) = MinMax::new(row).dispatch();
            let step = step(largest.max(-least), LARGEST_WEIGHT);
            unsigned.clear();
            unsigned.extend_init(|to| Quantize::<u8>::new(row, &mut to[..inputs], 1.0 / step, 1 << 7).dispatch());
            // The highest bit stands for 128: turned, the unsigned number is the signed one.
            let first = integers.len();
            integers.extend(unsigned.iter().map(|value| (value ^ 1 << 7).cast_signed()));
            #[expect(clippy::cast_precision_loss, reason = "sums are far below 2^24")]
            let total = integers[first..].iter().map(|value| i32::from(*value)).sum::<i32>() as f32;
            steps.push(step);
            totals.push(step * total);
        }
        let view = NdTensorView::from_data([steps.len(), inputs], integers.as_slice());
        Self { packed: Int8Products::new().prepack_b(view.transposed()), steps, totals }
    }

    /// `from · Wᵀ + bias`.
    pub(super) fn product(
        &self,
        products: &Int8Products,
        from: &[f32],
        bias: &[f32],
        scratch: &mut Int8Scratch,
        then: Then,
        to: &mut [f32],
    ) -> Result<(), GemmError> {
        let inputs = self.packed.rows();
        let Int8Scratch { values, maps, sums } = scratch;
        values.resize(from.len(), 0);
        sums.resize(to.len(), 0);
        maps.clear();
        maps.extend(from.chunks_exact(inputs).zip(values.chunks_exact_mut(inputs)).map(|(from, to)| QuantizeRow { from, to }.dispatch()));
        let values = GemmInputA::Unpacked(Matrix::from_data([from.len() / inputs, inputs], values.as_slice()));
        products.gemm(sums, values, GemmInputB::Packed(&self.packed), GemmOptions::default())?;
        let width = bias.len();
        for ((sums, to), map) in sums.chunks_exact(width).zip(to.chunks_exact_mut(width)).zip(maps) {
            Restore { sums, map: *map, weights: self, bias, then, to }.dispatch();
        }
        Ok(())
    }
}

/// What a step is worth where so many reach so far.
fn step(extent: f32, steps: f32) -> f32 {
    if extent > 0.0 { extent / steps } else { 1.0 }
}

/// Makes integers of a row.
struct QuantizeRow<'a> {
    from: &'a [f32],
    to: &'a mut [u8],
}

/// A vector of bytes is made of as many of floats.
const NARROWED: usize = 4;

impl SimdOp for QuantizeRow<'_> {
    type Output = RowMap;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the whole operation must be compiled for the vector instructions at hand")]
    fn eval<I: Isa>(self, isa: I) -> RowMap {
        let (floats, integers, shorts, bytes) = (isa.f32(), isa.i32(), isa.i16(), isa.u8());
        let lanes = floats.len();
        let chunk = NARROWED * lanes;
        let whole = self.from.len() / chunk * chunk;
        // Zero lies between the two, so that it is mapped exactly.
        let (mut least, mut largest) = ([floats.zero(); NARROWED], [floats.zero(); NARROWED]);
        for start in (0..whole).step_by(chunk) {
            for part in 0..NARROWED {
                let value = floats.load(&self.from[start + part * lanes..]);
                least[part] = floats.min(value, least[part]);
                largest[part] = floats.max(value, largest[part]);
            }
        }
        let (mut low, mut high) = (0.0_f32, 0.0_f32);
        for part in 0..NARROWED {
            for (less, more) in least[part].to_array().as_ref().iter().zip(largest[part].to_array().as_ref()) {
                (low, high) = (low.min(*less), high.max(*more));
            }
        }
        for value in &self.from[whole..] {
            (low, high) = (low.min(*value), high.max(*value));
        }
        let step = step(high - low, STEPS);
        let zero = (-low / step).round_ties_even();
        let factor = 1.0 / step;
        let (factors, zeros) = (floats.splat(factor), floats.splat(zero));
        for start in (0..whole).step_by(chunk) {
            let mut parts = [integers.zero(); NARROWED];
            for (part, narrowed) in parts.iter_mut().enumerate() {
                let value = floats.load(&self.from[start + part * lanes..]);
                *narrowed = floats.to_int_round(floats.mul_add(value, factors, zeros));
            }
            let halves = [integers.narrow_saturate(parts[0], parts[1]), integers.narrow_saturate(parts[2], parts[3])];
            bytes.store(shorts.narrow_saturate(halves[0], halves[1]), &mut self.to[start..]);
        }
        for (value, to) in self.from[whole..].iter().zip(&mut self.to[whole..]) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and the number of steps")]
            let integer = value.mul_add(factor, zero).round_ties_even() as u8;
            *to = integer;
        }
        RowMap { offset: -zero * step, step }
    }
}

/// What the sums of a row's products stand for, `sums · map.step · steps + map.offset · totals + bias`, and what comes then.
struct Restore<'a> {
    sums: &'a [i32],
    map: RowMap,
    weights: &'a Int8Weights,
    bias: &'a [f32],
    then: Then,
    to: &'a mut [f32],
}

impl SimdOp for Restore<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the whole operation must be compiled for the vector instructions at hand")]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, integers) = (isa.f32(), isa.i32());
        let Int8Weights { steps, totals, .. } = self.weights;
        let lanes = floats.len();
        let whole = self.to.len() / lanes * lanes;
        let (step, offset) = (floats.splat(self.map.step), floats.splat(self.map.offset));
        for column in (0..whole).step_by(lanes) {
            let sum = integers.to_float(integers.load(&self.sums[column..]));
            let value = floats.mul_add(offset, floats.load(&totals[column..]), floats.load(&self.bias[column..]));
            let value = floats.mul_add(sum, floats.mul(step, floats.load(&steps[column..])), value);
            let value = match self.then {
                Then::Set => value,
                Then::Add => floats.add(value, floats.load(&self.to[column..])),
                Then::Gelu => Gelu {}.eval(isa, value),
                Then::ApproximateGelu => ApproxGelu {}.eval(isa, value),
            };
            floats.store(value, &mut self.to[column..]);
        }
        for column in whole..self.to.len() {
            let value = self.map.offset.mul_add(totals[column], self.bias[column]);
            #[expect(clippy::cast_precision_loss, reason = "sums are rounded as in the vectors")]
            let sum = self.sums[column] as f32;
            let value = sum.mul_add(self.map.step * steps[column], value);
            self.to[column] = match self.then {
                Then::Set => value,
                Then::Add => self.to[column] + value,
                Then::Gelu => Gelu {}.scalar_eval(value),
                Then::ApproximateGelu => ApproxGelu {}.scalar_eval(value),
            };
        }
    }
}
