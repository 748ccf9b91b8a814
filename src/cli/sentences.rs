//! Sentence vectors of labelled rows, with progress.

use std::time::Instant;

use anyhow::Context;

use super::render::Output;
use super::setup::{InferenceBounds, Understanding, tokio_runtime};
use crate::nlu::classifier::Row;

/// An encoder at work.
pub(super) struct Sentences {
    understanding: Understanding,
    output: Output,
    /// Seconds spent on vectors so far.
    pub(super) seconds: f64,
}

impl Sentences {
    /// Loads an encoder, given by folder or by name; a known one that is missing is fetched.
    pub(super) fn open(encoder: &str, output: Output) -> anyhow::Result<Self> {
        let understanding = tokio_runtime()?.block_on(Understanding::start(output, encoder, InferenceBounds::default()))?;
        Ok(Self { understanding, output, seconds: 0.0 })
    }

    /// The encoder's fingerprint.
    pub(super) fn fingerprint(&self) -> &str {
        self.understanding.inference.encoder().fingerprint()
    }

    /// One vector a row, from the cache or the encoder.
    pub(super) fn vectors(&mut self, rows: &[Row]) -> anyhow::Result<Vec<Vec<f32>>> {
        let start = Instant::now();
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let vectors = self.understanding.vectors(self.output, &texts);
        self.seconds += start.elapsed().as_secs_f64();
        vectors
    }

    /// One vector made now, past the cache, to measure time.
    pub(super) fn fresh(&self, text: &str) -> anyhow::Result<Vec<f32>> {
        let vectors = self.understanding.inference.encode_all(&[text.to_owned()], &|_| {})?;
        vectors.into_iter().next().context("the encoder gave no vector")
    }
}
