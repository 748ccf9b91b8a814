//! Sottovoce's encoder, tract and candle in one process, run by `run.py`: `sottovoce-peers ENCODER MODEL.onnx THREADS`.
//!
//! Each line on stdin is an order, `{"engine", "case"}`, and is answered by a line, `{"seconds", "vectors"?}`: one forward pass over the
//! texts of that case, whose vectors are given the first time. The first line holds the cases: texts, and their token ids padded with
//! zeros to one length. Tokenizing is not timed, for nobody.

// The encoder's own source, without the web server and the database that the whole of Sottovoce would bring.
#[path = "../../../src/domain"]
mod domain {
    #[expect(dead_code, reason = "the encoder needs half of it")]
    pub mod hex;
}
#[path = "../../../src/nlu"]
mod nlu {
    #[expect(dead_code, reason = "training needs the rest")]
    pub mod encoder;
}

use std::collections::HashSet;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use candle_core::{DType, Device, Tensor};
use candle_transformers::models::bert::{BertModel, Config};
use serde::Deserialize;
use serde_json::json;
use nlu::encoder::{BertEncoder, Encoder};
use tract_linalg::multithread::{Executor, multithread_tract_scope};
use tract_onnx::prelude::{Framework, Graph, InferenceModelExt, IntoRunnable, Tensor as TractTensor, TypedModel, tvec};

type Vectors = Vec<Vec<f32>>;

/// Texts that are encoded at once.
#[derive(Deserialize)]
struct Case {
    texts: Vec<String>,
    /// Token ids, each text padded with zeros to the longest.
    ids: Vec<Vec<i64>>,
    mask: Vec<Vec<i64>>,
}

impl Case {
    fn shape(&self) -> (usize, usize) {
        (self.ids.len(), self.ids.first().map_or(0, Vec::len))
    }
}

#[derive(Deserialize)]
struct Order {
    engine: String,
    case: usize,
}

/// An encoder that was made ready: the seconds of one forward pass over a case, and the vectors.
type Engine = Box<dyn FnMut(usize) -> Result<(f64, Vectors)>>;

fn ours<'a>(encoder: &Path, cases: &'a [Case], threads: usize) -> Result<Box<dyn FnMut(usize) -> Result<(f64, Vectors)> + 'a>> {
    let encoder = BertEncoder::load(encoder)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    Ok(Box::new(move |case| {
        let texts: Vec<&str> = cases[case].texts.iter().map(String::as_str).collect();
        let batch = pool.install(|| encoder.encode_timed(&texts))?;
        Ok((batch.forward.as_secs_f64(), batch.vectors))
    }))
}

/// candle's own BERT; it takes its threads from `RAYON_NUM_THREADS`.
fn candle(encoder: &Path, cases: &[Case]) -> Result<Engine> {
    let device = Device::Cpu;
    let config: Config = serde_json::from_slice(&std::fs::read(encoder.join("config.json"))?)?;
    let weights = candle_core::safetensors::load(encoder.join("model.safetensors"), &device)?;
    let model = BertModel::load(candle_nn::VarBuilder::from_tensors(weights, DType::F32, &device), &config)?;
    let tensors = |case: &Case| -> Result<(Tensor, Tensor, Tensor)> {
        let ids = Tensor::new(case.ids.clone(), &device)?;
        Ok((ids.zeros_like()?, Tensor::new(case.mask.clone(), &device)?, ids))
    };
    let inputs = cases.iter().map(tensors).collect::<Result<Vec<_>>>()?;
    Ok(Box::new(move |case| {
        let (types, mask, ids) = &inputs[case];
        let began = Instant::now();
        let tokens = model.forward(ids, types, Some(mask))?;
        let each = mask.to_dtype(DType::F32)?.unsqueeze(2)?;
        let mean = tokens.broadcast_mul(&each)?.sum(1)?.broadcast_div(&each.sum(1)?)?;
        let unit = mean.broadcast_div(&mean.sqr()?.sum_keepdim(1)?.sqrt()?)?;
        let vectors = unit.to_vec2::<f32>()?;
        Ok((began.elapsed().as_secs_f64(), vectors))
    }))
}

/// tract on the ONNX graph, made ready for the shape of each case.
fn tract(model: &Path, cases: &[Case], threads: usize) -> Result<Engine> {
    let graph = tract_onnx::onnx().model_for_path(model)?;
    let mut ready = Vec::new();
    for case in cases {
        let (texts, tokens) = case.shape();
        let fact = || tract_onnx::prelude::InferenceFact::dt_shape(tract_onnx::prelude::DatumType::I64, [texts, tokens]);
        let optimized: TypedModel = graph.clone().with_input_fact(0, fact())?.with_input_fact(1, fact())?.into_optimized()?;
        let flat = |rows: &[Vec<i64>]| TractTensor::from_shape(&[texts, tokens], &rows.concat());
        ready.push((optimized.into_runnable()?, flat(&case.ids)?, flat(&case.mask)?));
    }
    let executor = if threads == 1 { Executor::SingleThread } else { Executor::multithread(threads) };
    Ok(Box::new(move |case| {
        let (model, ids, mask) = &ready[case];
        let inputs = tvec!(ids.clone().into(), mask.clone().into());
        let began = Instant::now();
        let outputs = multithread_tract_scope(executor.clone(), || model.run(inputs))?;
        let seconds = began.elapsed().as_secs_f64();
        let view = outputs[0].to_plain_array_view::<f32>()?;
        Ok((seconds, view.rows().into_iter().map(|row| row.to_vec()).collect()))
    }))
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, encoder, model, threads] = arguments.as_slice() else { bail!("usage: sottovoce-peers ENCODER MODEL.onnx THREADS") };
    let (encoder, threads) = (Path::new(encoder), threads.parse()?);
    let mut lines = std::io::stdin().lock().lines();
    let cases: Vec<Case> = serde_json::from_str(&lines.next().context("no cases")??)?;
    let mut ours = ours(encoder, &cases, threads)?;
    let mut candle = candle(encoder, &cases)?;
    let mut tract = tract(Path::new(model), &cases, threads)?;
    let (mut told, mut out) = (HashSet::new(), std::io::stdout().lock());
    for line in lines {
        let order: Order = serde_json::from_str(&line?)?;
        let (seconds, vectors) = match order.engine.as_str() {
            "sottovoce" => ours(order.case)?,
            "candle" => candle(order.case)?,
            "tract" => tract(order.case)?,
            other => bail!("no engine is called {other}"),
        };
        let vectors = told.insert((order.engine, order.case)).then_some(vectors);
        writeln!(out, "{}", json!({"seconds": seconds, "vectors": vectors}))?;
        out.flush()?;
    }
    Ok(())
}
