//! Limited-memory BFGS for smooth convex functions (Nocedal & Wright, Numerical Optimization, algorithm 7.4 and 7.5).

use std::collections::VecDeque;

/// How many steps are remembered.
const MEMORY: usize = 10;
/// Sufficient decrease (Armijo), as in Nocedal & Wright §3.1.
const DECREASE: f64 = 1e-4;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// The largest entry of the gradient that counts as zero.
    pub(super) gradient: f64,
    /// The expected fall of the value down to the minimum that counts as none: half the Newton decrement, as the memory has it.
    pub(super) fall: f64,
    /// The most iterations.
    pub(super) iterations: usize,
}

/// How points are measured.
#[derive(Clone, Copy)]
pub(super) struct Space<'a> {
    /// The inner product.
    pub(super) product: &'a dyn Fn(&[f64], &[f64]) -> f64,
    /// The size of a gradient, which is to become small.
    pub(super) size: &'a dyn Fn(&[f64]) -> f64,
    /// Divides a gradient by a guess of the curvature, in place.
    pub(super) divide: &'a dyn Fn(&mut [f64]),
}

/// Plain numbers, of whose curvature nothing is known.
#[cfg(test)]
pub(super) const EUCLIDEAN: Space = Space { product: &product, size: &largest, divide: &flat };

/// Curvature of which nothing is known.
pub(super) fn flat(_: &mut [f64]) {}

/// Where the search ended.
pub(super) struct Minimum {
    pub(super) at: Vec<f64>,
    pub(super) iterations: usize,
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse_curvature: f64,
}

/// Minimises from `start`. `evaluate` writes the gradient and gives the value.
pub(super) fn minimise(space: Space, start: Vec<f64>, stop: Stop, mut evaluate: impl FnMut(&[f64], &mut [f64]) -> f64) -> Minimum {
    let mut at = start;
    let mut gradient = vec![0.0; at.len()];
    let mut value = evaluate(&at, &mut gradient);
    let mut pairs: VecDeque<Pair> = VecDeque::with_capacity(MEMORY);
    let mut scale = 1.0;
    let mut iterations = 0;
    let mut next_gradient = vec![0.0; at.len()];
    while iterations < stop.iterations && (space.size)(&gradient) > stop.gradient {
        let mut direction = direction(space, &gradient, &pairs, scale);
        let mut slope = (space.product)(&direction, &gradient);
        if slope >= 0.0 {
            // Rounding has spoilt the memory: start again from steepest descent.
            pairs.clear();
            direction = self::direction(space, &gradient, &pairs, 1.0);
            slope = (space.product)(&direction, &gradient);
        }
        if slope > -2.0 * stop.fall {
            break;
        }
        iterations += 1;
        let mut length = 1.0;
        let accepted = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let next_value = evaluate(&next, &mut next_gradient);
            if next_value <= value + DECREASE * length * slope {
                break Some((next, next_value));
            }
            length *= 0.5;
            if length < 1e-10 {
                break None;
            }
        };
        // No step lowers the value any more: this is as exact as the arithmetic allows.
        let Some((next, next_value)) = accepted else { break };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = (space.product)(&moved, &change);
        if curvature > 1e-14 * (space.product)(&change, &change) {
            let mut divided = change.clone();
            (space.divide)(&mut divided);
            scale = curvature / (space.product)(&change, &divided);
            if pairs.len() == MEMORY {
                pairs.pop_front();
            }
            pairs.push_back(Pair { step: moved, change, inverse_curvature: 1.0 / curvature });
        }
        (at, value) = (next, next_value);
        std::mem::swap(&mut gradient, &mut next_gradient);
    }
    Minimum { at, iterations }
}

/// The two-loop recursion.
fn direction(space: Space, gradient: &[f64], pairs: &VecDeque<Pair>, scale: f64) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut weights = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let weight = pair.inverse_curvature * (space.product)(&pair.step, &direction);
        add(&mut direction, -weight, &pair.change);
        weights.push(weight);
    }
    (space.divide)(&mut direction);
    for value in &mut direction {
        *value *= scale;
    }
    for (pair, weight) in pairs.iter().zip(weights.iter().rev()) {
        let correction = pair.inverse_curvature * (space.product)(&pair.change, &direction);
        add(&mut direction, weight - correction, &pair.step);
    }
    direction
}

pub(super) fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

pub(super) fn product(a: &[f64], b: &[f64]) -> f64 {
    let (a_chunks, b_chunks) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0_f64; 8];
    for (x, y) in a_chunks.0.iter().zip(b_chunks.0) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f64>() + a_chunks.1.iter().zip(b_chunks.1).map(|(x, y)| x * y).sum::<f64>()
}

fn add(to: &mut [f64], factor: f64, from: &[f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badly_scaled_quadratic_is_solved() {
        let curvatures = [1.0, 10.0, 1000.0, 0.1];
        let evaluate = |at: &[f64], gradient: &mut [f64]| {
            let mut value = 0.0;
            for ((x, h), g) in at.iter().zip(curvatures).zip(gradient) {
                value += 0.5 * h * (x - 3.0) * (x - 3.0);
                *g = h * (x - 3.0);
            }
            value
        };
        let minimum = minimise(EUCLIDEAN, vec![0.0; 4], Stop { gradient: 1e-9, fall: 0.0, iterations: 200 }, evaluate);
        assert!(minimum.at.iter().all(|x| (x - 3.0).abs() < 1e-6));
        assert!(minimum.iterations < 40);
    }
}
