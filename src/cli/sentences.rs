//! Sentence vectors of labelled rows, with progress.

use std::sync::Arc;
use std::time::Instant;

use super::render::Output;
use super::setup::{InferenceBounds, Understanding, tokio_runtime};
use crate::nlu::classifier::{Classified, IntentModel, Row};
use crate::nlu::encoder::Numbers;
use crate::nlu::taps::TextVectors;

/// An encoder at work.
pub(super) struct Sentences {
    understanding: Understanding,
    runtime: tokio::runtime::Runtime,
    output: Output,
    /// Seconds spent on vectors so far.
    pub(super) seconds: f64,
}

impl Sentences {
    /// Loads an encoder, given by folder or by name; a known one that is missing is fetched.
    pub(super) fn open(encoder: &str, output: Output) -> anyhow::Result<Self> {
        let runtime = tokio_runtime()?;
        let understanding = runtime.block_on(Understanding::start(output, encoder, InferenceBounds::reproducible()))?;
        Ok(Self { understanding, runtime, output, seconds: 0.0 })
    }

    /// The encoder's fingerprint.
    pub(super) fn fingerprint(&self) -> &str {
        self.understanding.inference.encoder().fingerprint()
    }

    /// What the encoder computes in.
    pub(super) fn numbers(&self) -> Numbers {
        self.understanding.numbers
    }

    /// The vectors of rows, from the cache or the encoder.
    pub(super) fn vectors(&mut self, rows: &[Row]) -> anyhow::Result<Vec<TextVectors>> {
        let start = Instant::now();
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let vectors = self.understanding.vectors(self.output, &texts);
        self.seconds += start.elapsed().as_secs_f64();
        vectors
    }

    /// Understands a text as a person's message, past the cache.
    pub(super) fn classify(&self, model: &Arc<IntentModel>, text: &str) -> anyhow::Result<Classified> {
        Ok(self.runtime.block_on(model.understand(&self.understanding.inference, text))?.0)
    }
}
