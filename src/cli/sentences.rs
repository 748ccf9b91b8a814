//! Sentence vectors for commands: the encoder, its threads and the cache, with progress.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;

use super::render::{Failure, Output};
use crate::config;
use crate::nlu::classifier::Row;
use crate::nlu::encoder::BertEncoder;
use crate::nlu::inference::{Inference, InferenceSettings};
use crate::nlu::vectors::VectorCache;

/// An encoder at work.
pub(super) struct Sentences {
    inference: Inference,
    cache: VectorCache,
    output: Output,
    /// Seconds spent on vectors so far.
    pub(super) seconds: f64,
}

impl Sentences {
    /// Loads an encoder, given by folder or by name.
    pub(super) fn open(encoder: &str, output: Output) -> anyhow::Result<Self> {
        let dir = folder(encoder)?;
        let encoder = Arc::new(BertEncoder::load(&dir)?);
        let cache = VectorCache::open(&config::vectors_dir(), encoder.as_ref())?;
        let inference = Inference::start(encoder, InferenceSettings::default())?;
        Ok(Self { inference, cache, output, seconds: 0.0 })
    }

    /// The encoder's fingerprint.
    pub(super) fn fingerprint(&self) -> &str {
        self.inference.encoder().fingerprint()
    }

    /// One vector a row, from the cache or the encoder.
    pub(super) fn vectors(&mut self, rows: &[Row]) -> anyhow::Result<Vec<Vec<f32>>> {
        let start = Instant::now();
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let bar = self.output.progress("encoding", texts.len() as u64);
        let vectors = self.cache.vectors(&self.inference, &texts, &|done| bar.set_position(done as u64));
        bar.finish_and_clear();
        self.seconds += start.elapsed().as_secs_f64();
        vectors.context("cannot make sentence vectors")
    }

    /// One vector made now, past the cache, to measure time.
    pub(super) fn fresh(&self, text: &str) -> anyhow::Result<Vec<f32>> {
        let vectors = self.inference.encode_all(&[text.to_owned()], &|_| {})?;
        vectors.into_iter().next().context("the encoder gave no vector")
    }
}

/// The folder of an encoder that was given by folder or name.
fn folder(encoder: &str) -> anyhow::Result<PathBuf> {
    let given = Path::new(encoder);
    if given.is_dir() {
        return Ok(given.to_path_buf());
    }
    let known = config::models_dir().join(encoder);
    if known.is_dir() {
        return Ok(known);
    }
    let help =
        format!("fetch it with `sottovoce models pull {encoder}`, or give a folder with config.json, tokenizer.json and model.safetensors");
    Err(Failure::new(format!("there is no encoder `{encoder}` in {}", config::models_dir().display()), help).into())
}
