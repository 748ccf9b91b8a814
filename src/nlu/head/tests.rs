use super::*;
use crate::nlu::random::SplitMix;

fn blobs(rows: usize, classes: usize, dimensions: usize) -> (Matrix, Vec<usize>) {
    let mut random = SplitMix::new(7);
    let mut vectors = Matrix::zeros(rows, dimensions);
    let labels: Vec<usize> = (0..rows).map(|row| row % classes).collect();
    for (row, label) in labels.iter().enumerate() {
        for (at, x) in vectors.row_mut(row).iter_mut().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let noise = random.below(1000) as f32 / 1000.0;
            *x = noise + if at % classes == *label { 0.7 } else { 0.0 };
        }
    }
    (vectors, labels)
}

#[test]
fn the_fast_exponential_is_close_to_the_exact_one() {
    for step in 0..8700_u16 {
        let x = -f32::from(step) / 100.0;
        let exact = f64::from(x).exp();
        assert!((f64::from(exponential(x)) - exact).abs() <= 3e-7 * exact, "at {x}");
    }
}

#[test]
fn the_gradient_is_the_slope_of_the_value() {
    let (vectors, labels) = blobs(40, 3, 5);
    let centre = mean(&vectors);
    let problem = Problem::new(&vectors, labels, 3, &centre);
    let at: Vec<f64> = (0..18_u8).map(|x| f64::from(x % 5) / 5.0).collect();
    let mut gradient = vec![0.0; at.len()];
    problem.evaluate(&at, 0.1, &mut gradient);
    for index in 0..at.len() {
        let value = |by: f64| {
            let mut moved = at.clone();
            moved[index] += by;
            problem.evaluate(&moved, 0.1, &mut vec![0.0; at.len()])
        };
        assert!(((value(0.05) - value(-0.05)) / 0.1 - gradient[index]).abs() < 2e-4, "at {index}");
    }
}

#[test]
fn few_rows_that_are_far_apart_end_at_the_same_size_of_logits_from_any_start() {
    let (mut vectors, labels) = blobs(600, 60, 60);
    for (row, label) in labels.iter().enumerate() {
        vectors.row_mut(row)[*label] += 2.0;
    }
    let centre = mean(&vectors);
    let problem = Problem::new(&vectors, labels, 60, &centre);
    let weak = problem.fit(1000.0, None).0;
    let size = |start| problem.fit(3000.0, start).0.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (warm, cold) = (size(Some(weak)), size(None));
    assert!((warm / cold - 1.0).abs() < 0.02, "{warm} and {cold}");
}

#[test]
fn a_warm_start_ends_where_a_cold_one_does_and_separable_rows_are_told_apart() {
    let (vectors, labels) = blobs(120, 4, 8);
    let centre = mean(&vectors);
    let problem = Problem::new(&vectors, labels.clone(), 4, &centre);
    let weak = problem.fit(3.0, None).0;
    let warm = problem.head(&problem.fit(30.0, Some(weak)).0);
    let cold = problem.head(&problem.fit(30.0, None).0);
    assert!(warm.weights.values.iter().zip(&cold.weights.values).all(|(a, b)| (a - b).abs() < 0.02));
    for (row, label) in labels.iter().enumerate() {
        let logits = cold.logits(vectors.row(row).iter());
        assert!((0..4).all(|class| class == *label || logits[class] < logits[*label]));
    }
}

#[test]
fn one_class_and_one_row_are_no_trouble() {
    let (vectors, labels) = blobs(1, 1, 4);
    let centre = mean(&vectors);
    let problem = Problem::new(&vectors, labels, 1, &centre);
    let head = problem.head(&problem.fit(3.0, None).0);
    assert!(head.logits(vectors.row(0).iter())[0].is_finite());
}
