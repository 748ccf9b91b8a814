use super::*;

/// Numbers without a pattern, from -1 to 1.
fn numbers(count: usize, start: usize) -> Vec<f32> {
    (0..count).map(|at| f32::from(u16::try_from((at + start) * 7_919 % 1_009).unwrap()) / 504.5 - 1.0).collect()
}

/// Compares with the plain product: half a step of each input and each weight may be lost.
fn check(rows: usize, inputs: usize, outputs: usize, then: Then) {
    let products = Int8Products::new();
    if products.may_saturate() {
        return; // Where sums overflow in between, the encoder does not compute so.
    }
    let weights = numbers(outputs * inputs, 3);
    let (from, bias, before) = (numbers(rows * inputs, 11), numbers(outputs, 5), numbers(rows * outputs, 17));
    let mut to = before.clone();
    Int8Weights::of(&weights, inputs).product(&products, &from, &bias, &mut Int8Scratch::default(), then, &mut to).unwrap();
    for (row, from) in from.chunks_exact(inputs).enumerate() {
        for (column, weights) in weights.chunks_exact(inputs).enumerate() {
            let product: f32 = from.iter().zip(weights).map(|(from, weight)| from * weight).sum();
            let plain = product + bias[column];
            let place = row * outputs + column;
            let expected = match then {
                Then::Set => plain,
                Then::Add => plain + before[place],
                Then::Gelu => Gelu {}.scalar_eval(plain),
                Then::ApproximateGelu => ApproxGelu {}.scalar_eval(plain),
            };
            // Rounding errors are independent of each other: they grow by the root of their number.
            #[expect(clippy::cast_precision_loss, reason = "a small number")]
            let bound = 0.02 * (inputs as f32).sqrt();
            assert!((to[place] - expected).abs() < bound, "{rows} {inputs} {outputs}: {} for {expected}", to[place]);
        }
    }
}

#[test]
fn products_are_near_the_plain_ones_at_any_size() {
    for (rows, inputs, outputs) in [(1, 1, 1), (3, 5, 7), (9, 36, 52), (17, 384, 33), (2, 1_536, 64)] {
        for then in [Then::Set, Then::Add, Then::Gelu, Then::ApproximateGelu] {
            check(rows, inputs, outputs, then);
        }
    }
}

#[test]
fn a_row_is_mapped_onto_all_integers_and_zero_exactly() {
    for width in [3, 64, 130] {
        let from: Vec<f32> = (0..width).map(|at| [-0.5, 0.0, 2.0][at % 3]).collect();
        let mut to = vec![7; width];
        let map = QuantizeRow { from: &from, to: &mut to }.dispatch();
        let expected: Vec<u8> = (0..width).map(|at| [0, 51, 255][at % 3]).collect();
        assert_eq!(to, expected);
        assert!((map.offset + 51.0 * map.step).abs() < 1e-6);
    }
    // Only zeros, and no zero at all: the numbers are still finite, and nothing is cut off.
    for (value, integer) in [(0.0, 0), (3.0, 255), (-3.0, 0)] {
        let mut to = [7; 70];
        let map = QuantizeRow { from: &[value; 70], to: &mut to }.dispatch();
        assert_eq!(to, [integer; 70]);
        assert!((map.offset + f32::from(integer) * map.step - value).abs() < 1e-5);
    }
}
