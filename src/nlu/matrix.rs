//! Small dense matrices.

use super::encoder::product::{Left, Right};

/// Running sums of a scalar product.
const SUMS: usize = 8;

/// A row-major matrix.
#[derive(Clone, PartialEq)]
pub(super) struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: Vec<f32>,
}

impl Matrix {
    pub(super) fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// One row; empty when there is none.
    pub(super) fn row(&self, row: usize) -> &[f32] {
        self.values.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f32] {
        let columns = self.columns;
        self.values.get_mut(row * columns..(row + 1) * columns).unwrap_or_default()
    }

    /// With rows and columns exchanged.
    pub(super) fn transposed(&self) -> Self {
        let mut turned = Self::zeros(self.columns, self.rows);
        for (row, values) in self.values.chunks(self.columns.max(1)).enumerate() {
            for (column, value) in values.iter().enumerate() {
                turned.values[column * self.rows + row] = *value;
            }
        }
        turned
    }

    /// The rows of these numbers.
    pub(super) fn gathered(&self, rows: &[usize]) -> Self {
        let values = rows.iter().flat_map(|row| self.row(*row).iter().copied()).collect();
        Self { rows: rows.len(), columns: self.columns, values }
    }

    /// Left · right, both row-major.
    pub(super) fn product(&self, right: &Self) -> Self {
        let left = Left::of(&self.values, self.rows, self.columns);
        let values = left.product(&Right::of(&right.values, right.rows, right.columns));
        Self { rows: self.rows, columns: right.columns, values }
    }
}

/// The scalar product; several running sums, so that it is vector code and always adds in the same order.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; SUMS];
    let (a_chunks, b_chunks) = (a.as_chunks::<SUMS>(), b.as_chunks::<SUMS>());
    for (x, y) in a_chunks.0.iter().zip(b_chunks.0) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let rest: f32 = a_chunks.1.iter().zip(b_chunks.1).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::random::SplitMix;

    fn random(rows: usize, columns: usize, seed: u64) -> Matrix {
        let mut random = SplitMix::new(seed);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let values = (0..rows * columns).map(|_| random.below(2001) as f32 / 1000.0 - 1.0).collect();
        Matrix { rows, columns, values }
    }

    #[test]
    fn the_scalar_product_adds_every_element() {
        let a = random(1, 19, 3);
        let plain: f32 = a.values.iter().map(|x| x * x).sum();
        assert!((dot(&a.values, &a.values) - plain).abs() < 1e-5);
    }
}
