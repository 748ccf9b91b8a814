//! Products with weights, `x · Wᵀ + b`, in f32 or in 8-bit integers.

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdUnaryOp;
use rten_tensor::{Matrix, NdTensorView};
use rten_vecmath::{ApproxGelu, Gelu};

use super::int8::{Int8Products, Int8Scratch, Int8Weights, Then};
use super::numbers::Numbers;
use super::weights::Weights;
use super::{EncodeError, LoadError};

thread_local! {
    /// Making them looks at the processor's features, which takes some 20 µs on a virtual machine; they cannot be shared between threads.
    static PRODUCTS: (GemmExecutor, Int8Products) = (GemmExecutor::new(), Int8Products::new());
}

/// `x · Wᵀ + b`, with `W` packed.
pub(super) struct Linear {
    packed: Packed,
    bias: Vec<f32>,
    inputs: usize,
}

enum Packed {
    /// `[inputs x outputs]`, in the kernel's order.
    F32(PackedBMatrix<f32>),
    Int8(Int8Weights),
}

impl Linear {
    /// Reads one product, or several over the same input side by side.
    pub(super) fn load(
        weights: &mut Weights,
        names: &[String],
        [inputs, outputs]: [usize; 2],
        numbers: Numbers,
    ) -> Result<Self, LoadError> {
        let (mut matrix, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            matrix.extend(weights.read(&format!("{name}.weight"), &[outputs, inputs])?);
            bias.extend(weights.read(&format!("{name}.bias"), &[outputs])?);
        }
        let packed = match numbers {
            Numbers::F32 => {
                let view = NdTensorView::from_data([bias.len(), inputs], matrix.as_slice());
                Packed::F32(GemmExecutor::<f32>::new().prepack_b(view.transposed()))
            }
            Numbers::Int8 => Packed::Int8(Int8Weights::of(&matrix, inputs)),
        };
        Ok(Self { packed, bias, inputs })
    }

    /// `to = from · Wᵀ + b`, and what comes then; `to` gets the length it needs.
    pub(super) fn product(&self, from: &[f32], then: Then, scratch: &mut Int8Scratch, to: &mut Vec<f32>) -> Result<(), EncodeError> {
        let rows = from.len() / self.inputs;
        to.resize(rows * self.bias.len(), 0.0);
        let done = PRODUCTS.with(|(float, int8)| match &self.packed {
            Packed::F32(packed) => {
                let from = Matrix::from_data([rows, self.inputs], from);
                let beta = if then == Then::Add { 1.0 } else { 0.0 };
                let options = GemmOptions { beta, bias: Some(BiasVector::Row(&self.bias)), ..GemmOptions::default() };
                let done = float.gemm(to, GemmInputA::Unpacked(from), GemmInputB::Packed(packed), options);
                match then {
                    Then::Set | Then::Add => {}
                    Then::Gelu => Gelu {}.map_mut(to),
                    Then::ApproximateGelu => ApproxGelu {}.map_mut(to),
                }
                done
            }
            Packed::Int8(weights) => weights.product(int8, from, &self.bias, scratch, then, to),
        });
        done.map_err(|error| EncodeError::Product { reason: error.to_string() })
    }
}
