//! What the engines have in common: each is a program that `run.py` talks with.
//!
//!     ENGINE ENCODER_FOLDER THREADS [MODEL.onnx | NUMBERS]
//!
//! The first line on stdin holds all batches of texts. The program loads its engine, encodes the first batch some times, and says
//! `{}`: now its memory is that of a program at work. Each further line is an order, `{"batches", "passes", "vectors"}`, and is answered by
//! a line, `{"seconds", "processor", "vectors"}`: what each pass over those batches took, after one that is not counted. Tokenizing, padding and making
//! what the engine takes as its input are not timed, for nobody.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use tokenizers::{Tokenizer, TruncationParams};

pub type Vectors = Vec<Vec<f32>>;

/// The most tokens of a text: as in `src/nlu/encoder`.
const MAX_TOKENS: usize = 256;
/// Passes over the first batch before memory is looked at.
const FIRST_PASSES: usize = 20;

/// What a pass took.
#[derive(Clone, Copy, Default)]
pub struct Taken {
    wall: Duration,
    /// The processor time of all threads, which a busy machine changes far less.
    processor: Duration,
}

impl Taken {
    /// Without what took this long and is not counted.
    pub fn without(self, uncounted: Duration) -> Self {
        Self { wall: self.wall.saturating_sub(uncounted), processor: self.processor.saturating_sub(uncounted) }
    }
}

/// Runs from when it is made.
pub struct Clock {
    wall: Instant,
    processor: Duration,
}

impl Clock {
    pub fn start() -> Self {
        Self { processor: processor_time(), wall: Instant::now() }
    }

    pub fn stop(self) -> Taken {
        Taken { wall: self.wall.elapsed(), processor: processor_time().saturating_sub(self.processor) }
    }
}

fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// What the command line says.
pub struct Arguments {
    pub encoder: PathBuf,
    pub threads: usize,
    variant: Option<PathBuf>,
}

impl Arguments {
    pub fn model(&self) -> Result<&Path> {
        self.variant.as_deref().context("this engine needs MODEL.onnx")
    }

    /// What to compute in.
    pub fn numbers(&self) -> Result<&str> {
        self.variant.as_deref().and_then(Path::to_str).context("this engine needs NUMBERS, such as `f32`")
    }
}

/// Texts that are encoded at once.
pub struct Batch {
    pub texts: Vec<String>,
    /// Tokens of the longest text; the others are padded with zeros.
    pub tokens: usize,
    /// Token ids, one text after the other.
    pub ids: Vec<i64>,
    /// 1 for a token, 0 for padding.
    pub mask: Vec<i64>,
}

impl Batch {
    fn new(texts: Vec<String>, tokenizer: &Tokenizer) -> Result<Self> {
        let encode = |text: &String| tokenizer.encode_fast(text.as_str(), true).map_err(anyhow::Error::msg);
        let encodings = texts.iter().map(encode).collect::<Result<Vec<_>>>()?;
        let tokens = encodings.iter().map(|encoding| encoding.len()).max().unwrap_or(0);
        let (mut ids, mut mask) = (Vec::new(), Vec::new());
        for encoding in &encodings {
            let padding = tokens - encoding.len();
            ids.extend(encoding.get_ids().iter().copied().map(i64::from).chain(std::iter::repeat_n(0, padding)));
            mask.extend(std::iter::repeat_n(1, encoding.len()).chain(std::iter::repeat_n(0, padding)));
        }
        Ok(Self { texts, tokens, ids, mask })
    }

    /// Texts and tokens.
    pub fn shape(&self) -> [usize; 2] {
        [self.texts.len(), self.tokens]
    }
}

/// One of the engines that are compared.
pub trait Engine: Sized {
    /// Whether it brings its own tokenizer.
    const TOKENIZES: bool = false;
    /// What a pass takes, made ready beforehand.
    type Input;

    fn load(arguments: &Arguments) -> Result<Self>;
    fn input(&mut self, batch: &Batch) -> Result<Self::Input>;
    /// One forward pass to unit-length vectors, and what it took.
    fn encode(&mut self, input: &mut Self::Input) -> Result<(Taken, Vectors)>;
}

#[derive(Deserialize)]
struct Order {
    /// Which batches make up a pass.
    batches: Vec<usize>,
    passes: usize,
    /// Whether the vectors are told.
    vectors: bool,
}

/// Loads the engine and carries out orders until stdin ends.
pub fn serve<E: Engine>() -> Result<()> {
    let arguments = arguments()?;
    let mut lines = std::io::stdin().lock().lines();
    let batches: Vec<Vec<String>> = serde_json::from_str(&lines.next().context("no batches")??)?;
    let tokenizer = tokenizer(&arguments.encoder)?;
    let batches = batches.into_iter().map(|texts| Batch::new(texts, &tokenizer)).collect::<Result<Vec<_>>>()?;
    // Whoever uses an engine has a tokenizer in memory beside it.
    let tokenizer = (!E::TOKENIZES).then_some(tokenizer);
    let mut engine = E::load(&arguments)?;
    let mut first = engine.input(&batches[0])?;
    for _ in 0..FIRST_PASSES {
        engine.encode(&mut first)?;
    }
    let mut inputs = HashMap::from([(0, first)]);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{{}}")?;
    out.flush()?;
    for line in lines {
        let order: Order = serde_json::from_str(&line?)?;
        let (mut seconds, mut processor, mut vectors) = (Vec::new(), Vec::new(), Vec::new());
        for pass in 0..=order.passes {
            let mut taken = Taken::default();
            for index in &order.batches {
                let input = match inputs.entry(*index) {
                    Entry::Occupied(entry) => entry.into_mut(),
                    Entry::Vacant(entry) => entry.insert(engine.input(&batches[*index])?),
                };
                let (time, batch) = engine.encode(input)?;
                taken.wall += time.wall;
                taken.processor += time.processor;
                if pass == 0 && order.vectors {
                    vectors.extend(batch);
                }
            }
            if pass > 0 {
                seconds.push(taken.wall.as_secs_f64());
                processor.push(taken.processor.as_secs_f64());
            }
        }
        writeln!(out, "{}", json!({"seconds": seconds, "processor": processor, "vectors": vectors}))?;
        out.flush()?;
    }
    drop(tokenizer);
    Ok(())
}

fn arguments() -> Result<Arguments> {
    let mut given = std::env::args_os().skip(1);
    let (Some(encoder), Some(threads)) = (given.next(), given.next()) else { bail!("usage: ENGINE ENCODER_FOLDER THREADS [MODEL.onnx | NUMBERS]") };
    let threads = threads.to_str().context("THREADS is a number")?.parse()?;
    Ok(Arguments { encoder: encoder.into(), threads, variant: given.next().map(PathBuf::from) })
}

fn tokenizer(encoder: &Path) -> Result<Tokenizer> {
    let mut tokenizer = Tokenizer::from_file(encoder.join("tokenizer.json")).map_err(anyhow::Error::msg)?;
    let truncation = TruncationParams { max_length: MAX_TOKENS, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(truncation)).map_err(anyhow::Error::msg)?;
    tokenizer.with_padding(None);
    Ok(tokenizer)
}
