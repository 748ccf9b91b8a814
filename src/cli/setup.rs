//! What commands share: the encoder's threads, the cache of sentence vectors, bots loaded and made ready.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use indicatif::ProgressBar;

use super::render::{Failure, Output};
use crate::bot::{Bot, Folder};
use crate::config;
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::domain::Language;
#[cfg(feature = "rust-bert")]
use crate::nlu::encoder::LibtorchEncoder;
use crate::nlu::encoder::{BertEncoder, Encoder, LoadError, Numbers, NumbersChoice, Probe};
use crate::nlu::inference::{Inference, InferenceSettings};
use crate::nlu::taps::TextVectors;
use crate::nlu::vectors::VectorCache;
use crate::runtime::{Brain, BrainProgress, Trained, Workshop};

/// How the encoder runs: bounds of its threads, and what it computes in unless that is set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InferenceBounds {
    pub(super) threads: Option<NonZeroU32>,
    pub(super) queue: Option<NonZeroU32>,
    pub(super) recent_mb: u32,
    pub(super) numbers: NumbersChoice,
}

impl InferenceBounds {
    /// For what trains or judges: in floating point, so that the results are the same on every machine.
    pub(super) fn reproducible() -> Self {
        Self { numbers: NumbersChoice::Only(Numbers::F32), ..Self::default() }
    }
}

/// A tokio runtime.
pub(super) fn tokio_runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the asynchronous runtime could not start")
}

/// An encoder, what it computes in, and what was measured to choose that.
type Loaded = (Arc<dyn Encoder>, Numbers, Option<Probe>);

/// Loads an encoder for what is to compute it; the default one in the numbers of the choice, unless other ones are set.
fn load_encoder(dir: &Path, choice: NumbersChoice) -> anyhow::Result<Loaded> {
    match config::encoder_engine().as_deref() {
        None | Some("default") => load_default(dir, choice),
        #[cfg(feature = "rust-bert")]
        Some(engine @ ("libtorch" | "libtorch-cuda")) => {
            let encoder = LibtorchEncoder::load(dir, engine == "libtorch-cuda");
            let encoder = encoder.map_err(|error| Failure::new(error.to_string(), "unset SOTTOVOCE_ENGINE for the default encoder"))?;
            Ok((Arc::new(encoder), Numbers::F32, None))
        }
        Some(other) => {
            let help =
                "unset it, or write `default`, `libtorch` or `libtorch-cuda`; the last two need a build with the feature `rust-bert`";
            Err(Failure::new(format!("SOTTOVOCE_ENGINE is {other:?}, which this build does not know"), help).into())
        }
    }
}

fn load_default(dir: &Path, choice: NumbersChoice) -> anyhow::Result<Loaded> {
    let numbers = config::encoder_numbers().map_or(Ok(choice), |choice| choice.parse());
    let numbers = numbers.map_err(|error| Failure::new(format!("SOTTOVOCE_NUMBERS: {error}"), "unset it, or write one of these"))?;
    let encoder = BertEncoder::load_in(dir, numbers).map_err(|error| {
        let help = if matches!(error, LoadError::Int8) {
            "unset SOTTOVOCE_NUMBERS, or set it to `f32`"
        } else {
            "fetch the encoder again with `sottovoce models pull` or check it with `sottovoce models verify`"
        };
        Failure::new(error.to_string(), help)
    })?;
    let (numbers, probe) = (encoder.numbers(), encoder.probe());
    Ok((Arc::new(encoder), numbers, probe))
}

/// Loads an encoder and starts its threads; also what it computes in and what was measured for that.
fn start_inference(dir: &Path, bounds: InferenceBounds) -> anyhow::Result<(Inference, Numbers, Option<Probe>)> {
    let (encoder, numbers, probe) = load_encoder(dir, bounds.numbers)?;
    let mut settings = InferenceSettings::default();
    if let Some(threads) = bounds.threads {
        settings.threads = usize::try_from(threads.get())?;
    }
    if let Some(queue) = bounds.queue {
        settings.queue = usize::try_from(queue.get())?;
    }
    settings.recent_bytes = usize::try_from(bounds.recent_mb)?.saturating_mul(1_000_000);
    Ok((Inference::start(encoder, settings)?, numbers, probe))
}

/// The encoder's threads and the cache, for commands that train or understand.
pub(super) struct Understanding {
    pub(super) inference: Inference,
    pub(super) vectors: VectorCache,
    /// What the encoder computes in.
    pub(super) numbers: Numbers,
    probe: Option<Probe>,
}

impl Understanding {
    /// Fetches the encoder if need be and starts its threads.
    pub(super) async fn start(output: Output, encoder: &str, bounds: InferenceBounds) -> anyhow::Result<Self> {
        let dir = super::models::folder(encoder, output).await?;
        let (inference, numbers, probe) = start_inference(&dir, bounds)?;
        let vectors = VectorCache::open(&config::vectors_dir(), inference.encoder())?;
        Ok(Self { inference, vectors, numbers, probe })
    }

    /// Writes what the encoder computes in to the log of a server; commands that answer at once stay silent.
    pub(super) fn log_numbers(&self) {
        let ratio = self.probe.map(|probe| format!("{:.2}", probe.ratio()));
        tracing::info!(numbers = %self.numbers, int8_by_f32 = ratio, "the encoder is loaded");
    }

    /// The vectors of texts, from the cache or the encoder, with a progress bar.
    pub(super) fn vectors(&mut self, output: Output, texts: &[String]) -> anyhow::Result<Vec<TextVectors>> {
        let bar = output.progress("encoding", texts.len() as u64);
        let vectors = self.vectors.vectors(&self.inference, texts, &|done| bar.set_position(done as u64));
        bar.finish_and_clear();
        vectors.context("cannot make sentence vectors")
    }

    /// Makes a bot ready, with progress bars.
    pub(super) fn prepare(
        &mut self,
        output: Output,
        bot: Bot,
        models: Option<PathBuf>,
        retrain: bool,
    ) -> anyhow::Result<(Brain, Vec<(Language, Trained)>)> {
        let bar = output.progress("encoding", 0);
        let mut workshop = Workshop { inference: &self.inference, vectors: &mut self.vectors, models, retrain };
        let ready = Brain::prepare(bot, &mut workshop, &|progress| show(&bar, progress));
        bar.finish_and_clear();
        Ok(ready?)
    }
}

fn show(bar: &ProgressBar, progress: BrainProgress) {
    match progress {
        BrainProgress::Encoded(done, total) => {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
        BrainProgress::Training(progress) => {
            bar.set_message("training");
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
        }
    }
}

/// Reads a bot folder; findings go to stderr, and errors among them stop the command.
pub(super) fn load_bot(output: Output, dir: &Path) -> anyhow::Result<Bot> {
    let folder = Folder::read(dir).map_err(|error| Failure::new(error.to_string(), "give the folder that holds `bot.yaml`"))?;
    load_folder(output, &folder)
}

/// Loads a folder that was read or embedded.
pub(super) fn load_folder(output: Output, folder: &Folder) -> anyhow::Result<Bot> {
    let loaded = crate::bot::load(folder);
    let shown: Vec<&Diagnostic> = loaded.findings.iter().filter(|found| found.severity == Severity::Error).collect();
    for finding in &shown {
        output.note(diagnostics::render(finding, output.colour()));
    }
    loaded.bot.ok_or_else(|| {
        let message = format!("the bot in {} has {} that must be mended first", folder.name, count(shown.len(), "mistake"));
        Failure::new(message, "`sottovoce check` shows all findings").into()
    })
}

/// The language that is wanted, if the bot speaks it; its first one when none is.
pub(super) fn spoken(known: &[Language], wanted: Option<&str>) -> anyhow::Result<Language> {
    let found = match wanted {
        Some(wanted) => known.iter().find(|language| language.as_str() == wanted),
        None => known.first(),
    };
    found.cloned().ok_or_else(|| {
        let list: Vec<&str> = known.iter().map(Language::as_str).collect();
        Failure::new("the bot does not speak that language", format!("it speaks {}", list.join(", "))).into()
    })
}

/// `1 mistake`, `2 mistakes`.
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
