//! Products of small dense matrices in plain Rust, laid out so that the compiler turns the inner loop into vector code.
//!
//! Both factors are packed into panels: four columns of the left one, eight of the right one, the shared dimension running.
//! Measured layout, not cleverness: one 4 × 8 tile fills the sixteen registers of the baseline x86-64.

use rayon::prelude::*;

/// Width of a left panel.
pub(super) const LEFT: usize = 4;
/// Width of a right panel.
pub(super) const RIGHT: usize = 8;

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

    /// Left · right, both row-major.
    pub(super) fn product(&self, right: &Self) -> Self {
        let panels = Panels::<RIGHT>::by_column(&right.values, right.rows, right.columns);
        let width = panels.count * RIGHT;
        let mut product = Self::zeros(self.rows, right.columns);
        if right.columns == 0 {
            return product;
        }
        product.values.par_chunks_mut(LEFT * right.columns).enumerate().for_each(|(block, out)| {
            let rows = out.len() / right.columns;
            let from = block * LEFT * self.columns;
            let left = Panels::<LEFT>::by_row(self.values.get(from..from + rows * self.columns).unwrap_or_default(), rows, self.columns);
            let mut wide = vec![0.0; LEFT * width];
            left.times(&panels, &mut wide, width);
            for (to, from) in out.chunks_mut(right.columns).zip(wide.chunks(width)) {
                to.copy_from_slice(&from[..right.columns]);
            }
        });
        product
    }
}

/// A matrix cut into panels of `N` columns, each panel `length` long; the last one is filled up with zeros.
pub(super) struct Panels<const N: usize> {
    pub(super) count: usize,
    length: usize,
    values: Vec<[f32; N]>,
}

impl<const N: usize> Panels<N> {
    fn pack(length: usize, width: usize, at: impl Fn(usize, usize) -> f32) -> Self {
        let count = width.div_ceil(N);
        let mut values = Vec::with_capacity(count * length);
        for panel in 0..count {
            for along in 0..length {
                values.push(std::array::from_fn(|lane| {
                    let across = panel * N + lane;
                    if across < width { at(along, across) } else { 0.0 }
                }));
            }
        }
        Self { count, length, values }
    }

    /// Panels across the columns of a row-major matrix; its rows run along them.
    pub(super) fn by_column(values: &[f32], rows: usize, columns: usize) -> Self {
        Self::pack(rows, columns, |row, column| values.get(row * columns + column).copied().unwrap_or(0.0))
    }

    /// Panels across the rows of a row-major matrix; its columns run along them.
    pub(super) fn by_row(values: &[f32], rows: usize, columns: usize) -> Self {
        Self::pack(columns, rows, |column, row| values.get(row * columns + column).copied().unwrap_or(0.0))
    }

    fn iter(&self) -> impl Iterator<Item = &[[f32; N]]> {
        self.values.chunks(self.length.max(1))
    }
}

impl Panels<LEFT> {
    /// Adds selfᵀ · right to `out`, row-major with `width` = 8 × right panels, rows = 4 × left panels.
    pub(super) fn times(&self, right: &Panels<RIGHT>, out: &mut [f32], width: usize) {
        for (rows, left) in out.chunks_mut(LEFT * width).zip(self.iter()) {
            for (panel, right) in right.iter().enumerate() {
                let tile = tile(left, right);
                for (row, sums) in rows.chunks_mut(width).zip(&tile) {
                    for (to, sum) in row.iter_mut().skip(panel * RIGHT).zip(sums) {
                        *to += sum;
                    }
                }
            }
        }
    }
}

/// The inner loop: a 4 × 8 tile of sums of products.
#[inline]
fn tile(left: &[[f32; LEFT]], right: &[[f32; RIGHT]]) -> [[f32; RIGHT]; LEFT] {
    let mut sums = [[0.0_f32; RIGHT]; LEFT];
    for (a, b) in left.iter().zip(right) {
        for (row, x) in sums.iter_mut().zip(a) {
            for (sum, y) in row.iter_mut().zip(b) {
                *sum += x * y;
            }
        }
    }
    sums
}

/// The scalar product; eight running sums, so that it is vector code and always adds in the same order.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; RIGHT];
    let (a_chunks, b_chunks) = (a.as_chunks::<RIGHT>(), b.as_chunks::<RIGHT>());
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
    fn the_tiled_product_equals_the_plain_one_at_any_size() {
        for (rows, shared, columns) in [(1, 1, 1), (3, 5, 7), (4, 8, 8), (13, 32, 77), (9, 0, 3)] {
            let (left, right) = (random(rows, shared, 1), random(shared, columns, 2));
            let product = left.product(&right);
            for row in 0..rows {
                for column in 0..columns {
                    let plain: f32 = (0..shared).map(|at| left.row(row)[at] * right.row(at)[column]).sum();
                    assert!((product.row(row)[column] - plain).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn the_scalar_product_adds_every_element() {
        let a = random(1, 19, 3);
        let plain: f32 = a.values.iter().map(|x| x * x).sum();
        assert!((dot(&a.values, &a.values) - plain).abs() < 1e-5);
    }
}
