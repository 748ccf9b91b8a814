//! Products of dense matrices on this machine's vector units, for whoever computes with sentence vectors.
//!
//! Every number of a product is summed in one order, whatever the number of threads: the same input gives the same bytes.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedAMatrix, PackedBMatrix};
use rten_tensor::{Matrix, NdTensorView};

/// A row-major view; nothing when a side is 0 (the kernels divide by it) or the values are not as many.
fn view(values: &[f32], rows: usize, columns: usize) -> Option<Matrix<'_>> {
    NdTensorView::try_from_data([rows, columns], values).ok().filter(|_| rows > 0 && columns > 0)
}

/// The left factor of products, packed once for many of them.
pub(in crate::nlu) struct Left {
    packed: Option<PackedAMatrix<f32>>,
    rows: usize,
}

impl Left {
    /// Packs a row-major matrix.
    pub(in crate::nlu) fn of(values: &[f32], rows: usize, columns: usize) -> Self {
        Self { packed: view(values, rows, columns).map(|view| GemmExecutor::<f32>::new().prepack_a(view)), rows }
    }

    /// Packs the transpose of a row-major matrix.
    pub(in crate::nlu) fn transposed(values: &[f32], rows: usize, columns: usize) -> Self {
        Self { packed: view(values, rows, columns).map(|view| GemmExecutor::<f32>::new().prepack_a(view.transposed())), rows: columns }
    }

    /// Adds `self · right` to `sum`, row-major.
    pub(in crate::nlu) fn add_product(&self, right: &Right, sum: &mut [f32]) {
        let (Some(left), Some(right)) = (&self.packed, &right.packed) else { return };
        let options = GemmOptions { beta: 1.0, ..GemmOptions::default() };
        let product = GemmExecutor::<f32>::new().gemm(sum, GemmInputA::Packed(left), GemmInputB::Packed(right), options);
        // Only shapes can be wrong. Numbers that are none end a search at once; a sum that was left as it is would not.
        if product.is_err() {
            debug_assert!(false, "shapes that do not fit");
            sum.fill(f32::NAN);
        }
    }

    /// `self · right`, row-major.
    pub(in crate::nlu) fn product(&self, right: &Right) -> Vec<f32> {
        let mut product = vec![0.0; self.rows * right.columns];
        self.add_product(right, &mut product);
        product
    }
}

/// The right factor of products.
pub(in crate::nlu) struct Right {
    packed: Option<PackedBMatrix<f32>>,
    columns: usize,
}

impl Right {
    /// Packs a row-major matrix.
    pub(in crate::nlu) fn of(values: &[f32], rows: usize, columns: usize) -> Self {
        Self { packed: view(values, rows, columns).map(|view| GemmExecutor::<f32>::new().prepack_b(view)), columns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_equals_the_plain_one_at_any_size_and_is_added() {
        let number = |at: usize| f32::from(u16::try_from(at * 37 % 101).unwrap_or(0)) / 50.0 - 1.0;
        for (rows, shared, columns) in [(1, 1, 1), (3, 5, 7), (4, 8, 8), (13, 300, 77), (9, 0, 3), (0, 4, 2)] {
            let left: Vec<f32> = (0..rows * shared).map(number).collect();
            let right: Vec<f32> = (0..shared * columns).map(|at| number(at + 7)).collect();
            let turned: Vec<f32> = (0..shared * rows).map(|at| left[at % rows * shared + at / rows]).collect();
            let packed = Right::of(&right, shared, columns);
            let products = [Left::of(&left, rows, shared).product(&packed), Left::transposed(&turned, shared, rows).product(&packed)];
            let mut twice = products[0].clone();
            Left::of(&left, rows, shared).add_product(&packed, &mut twice);
            for at in 0..rows * columns {
                let (row, column) = (at / columns, at % columns);
                let plain: f32 = (0..shared).map(|k| left[row * shared + k] * right[k * columns + column]).sum();
                assert!(products.iter().all(|product| (product[at] - plain).abs() < 1e-3), "{rows} {shared} {columns}");
                assert!((twice[at] - 2.0 * plain).abs() < 2e-3);
            }
        }
    }
}
