//! How long all-MiniLM-L6-v2 takes per forward pass on one thread, in floating point and in integers; `sottovoce models pull` fetches it.
//!
//! The texts are made of words that are one token each, so that 1, 7 and 28 words and the two tokens around them are
//! texts of 3, 9 and 30 tokens.
#![expect(clippy::expect_used, reason = "a bench without its encoder has nothing to measure")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sottovoce::nlu::encoder::{BertEncoder, Encoder, LoadError, Numbers, NumbersChoice};

const WORDS: [&str; 7] = ["please", "move", "my", "order", "to", "another", "day"];

fn text(tokens: usize) -> String {
    WORDS.iter().copied().cycle().take(tokens - 2).collect::<Vec<_>>().join(" ")
}

fn encoder(criterion: &mut Criterion) {
    let dir = sottovoce::config::models_dir().join("all-MiniLM-L6-v2");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    for numbers in [Numbers::F32, Numbers::Int8] {
        let choice = NumbersChoice::Only(numbers);
        let encoder = match BertEncoder::load_in(&dir, choice) {
            // Another processor than those that integers are for.
            Err(LoadError::Int8) => continue,
            loaded => loaded.expect("the encoder, fetched by `sottovoce models pull`"),
        };
        let mut group = criterion.benchmark_group(format!("encode {numbers}"));
        group.sample_size(60);
        for (texts, tokens) in [(1, 3), (1, 9), (1, 30), (32, 9)] {
            let text = text(tokens);
            let batch = vec![text.as_str(); texts];
            group.bench_function(format!("{texts}x{tokens}"), |bencher| {
                pool.install(|| bencher.iter(|| encoder.encode(black_box(&batch)).expect("vectors")));
            });
        }
        group.finish();
    }
    for choice in [NumbersChoice::Only(Numbers::F32), NumbersChoice::Auto] {
        criterion.bench_function(&format!("load {choice:?}"), |bencher| {
            bencher.iter(|| BertEncoder::load_in(&dir, choice).expect("the encoder"));
        });
    }
}

criterion_group!(benches, encoder);
criterion_main!(benches);
