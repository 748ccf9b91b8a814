//! Fine-tuning: an encoder learns from labelled sentences which of them mean the same, and is written out as any other.
//!
//! Few sentences are compared with each other (supervised contrastive learning, Khosla et al. 2020, <https://arxiv.org/abs/2004.11362>);
//! many are compared with a vector that is learnt for each intent (cross-entropy of cosines, Wang et al. 2017,
//! <https://arxiv.org/abs/1704.06369>). Both work on unit-length vectors, as the classifier does.
//!
//! What the encoder knew of the language is worth more than what a few sentences teach: only the upper half of the layers learns, and what
//! is written lies between the weights before and after (Wortsman et al. 2022, <https://arxiv.org/abs/2109.01903>).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use tch::nn::{self, OptimizerConfig, VarStore};
use tch::{Device, Kind, Tensor};

use super::super::config::Config;
use super::super::reader::Reader;
use super::super::reading::{self, Reading};
use super::super::weights::Weights;
use super::super::{CONFIG_FILE, EncodeError, LoadError, TOKENIZER_FILE, WEIGHTS_FILE};
use super::network::{GENERATOR, Network, failed, whole};
use crate::nlu::random::SplitMix;

/// Sentences in a step: with fewer, a sentence is compared with too few others; with more, a step of few-shot data is an epoch.
const BATCH: usize = 64;
/// The most tokens of a sentence that are learnt from: what a step remembers grows with the square, and intents show early.
const MAX_TOKENS: usize = 64;
/// What similarities are divided by when sentences are compared: 0.1 as in Khosla et al. 2020.
const CONTRASTIVE_TEMPERATURE: f64 = 0.1;
/// What similarities to intents are divided by.
const INTENT_TEMPERATURE: f64 = 0.05;
/// How much faster the vectors of intents learn than the encoder: they begin as mere means.
const INTENT_RATE: f64 = 10.0;
/// The share of steps in which the learning rate rises from 0; it then falls to 0 (Devlin et al. 2019, A.2).
const WARM_UP: f64 = 0.1;
/// How far the written weights lie from those before towards those after. Of the whole way, on held-out rows of BANKING77, 0.4 (5 examples
/// an intent) and 0.6 points (10) fewer were right, and 4 fewer were right and not rejected: vectors that know their examples too well.
const KEPT: f64 = 0.6;
/// The longest gradient that is taken as it is, as in BERT's own fine-tuning.
const GRADIENT: f64 = 1.0;

/// How an encoder learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// By comparing sentences: for few.
    Contrastive,
    /// By comparing sentences with intents: for many.
    CrossEntropy,
}

impl Method {
    /// Up to this many sentences are few, as for the classifier's heads.
    const FEW: usize = 2_000;

    /// What suits so many sentences.
    pub fn of(sentences: usize) -> Self {
        if sentences <= Self::FEW { Self::Contrastive } else { Self::CrossEntropy }
    }

    /// How often all sentences are gone through.
    pub fn epochs(self) -> usize {
        match self {
            Self::Contrastive => 10,
            Self::CrossEntropy => 4,
        }
    }
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FinetuneSettings {
    /// How to learn.
    pub method: Method,
    /// How often to go through all sentences.
    pub epochs: usize,
    /// The learning rate at its highest.
    pub learning_rate: f64,
    /// Deals the batches and what is left out at random: the same data and seed give the same weights on the same machine.
    pub seed: u64,
    /// Whether to compute on the graphics card.
    pub cuda: bool,
}

/// Why nothing was learnt.
#[derive(Debug, thiserror::Error)]
pub enum FinetuneError {
    /// The encoder to begin with could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A sentence could not be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// Too little to learn from.
    #[error("there is too little to learn from: {intents} intents have two examples or more, at least two are needed")]
    TooFew {
        /// The intents with two sentences or more.
        intents: usize,
    },
    /// The weights are no longer numbers.
    #[error("the learning ran away in step {step}: its loss is no number; learn at a lower rate")]
    Diverged {
        /// The step, from 1.
        step: usize,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// How far the learning is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FinetuneProgress {
    /// Steps done.
    pub done: usize,
    /// Steps there are.
    pub total: usize,
    /// The loss of the last step.
    pub loss: f64,
}

/// Fine-tunes the encoder of the folder `from` on sentences, each with the number of its intent, and writes it into the folder `to`, which is
/// made: the same files, with other weights.
///
/// # Errors
/// [`FinetuneError`] when there is too little to learn from, or a folder cannot be read or written.
pub fn finetune(
    from: &Path,
    sentences: &[(&str, usize)],
    settings: &FinetuneSettings,
    to: &Path,
    progress: &dyn Fn(FinetuneProgress),
) -> Result<(), FinetuneError> {
    let labels: Vec<usize> = sentences.iter().map(|(_, label)| *label).collect();
    let intents = plural(&labels);
    if intents < 2 {
        return Err(FinetuneError::TooFew { intents });
    }
    let config = Config::read(&from.join(CONFIG_FILE))?;
    let reading = Reading::of(from)?;
    let reader = Reader::load(&from.join(TOKENIZER_FILE), &config, &reading)?;
    let texts = sentences.iter().map(|(text, _)| reader.tokens(text).map(shortened));
    let texts = texts.collect::<Result<Vec<Vec<u32>>, EncodeError>>()?;
    let device = super::device(settings.cuda)?;
    let network = Network::load(&config, reading.pooling, &mut Weights::open(&from.join(WEIGHTS_FILE))?, device)?;
    learn(&network, &texts, &labels, settings, progress)?;
    write(&network, from, to)
}

/// How many intents have two sentences or more.
fn plural(labels: &[usize]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for label in labels {
        *counts.entry(*label).or_default() += 1;
    }
    counts.into_values().filter(|count| *count > 1).count()
}

/// The first tokens and the last, which marks the end.
fn shortened(mut tokens: Vec<u32>) -> Vec<u32> {
    if tokens.len() > MAX_TOKENS {
        tokens.drain(MAX_TOKENS - 1..tokens.len() - 1);
    }
    tokens
}

fn learn(
    network: &Network,
    texts: &[Vec<u32>],
    labels: &[usize],
    settings: &FinetuneSettings,
    progress: &dyn Fn(FinetuneProgress),
) -> Result<(), FinetuneError> {
    let _generator = GENERATOR.lock().unwrap_or_else(PoisonError::into_inner);
    tch::manual_seed(i64::from_ne_bytes(settings.seed.to_ne_bytes()));
    let mut random = SplitMix::new(settings.seed);
    let epochs: Vec<Vec<Vec<usize>>> = (0..settings.epochs)
        .map(|_| match settings.method {
            Method::Contrastive => paired(labels, &mut random),
            Method::CrossEntropy => shuffled(labels.len(), &mut random),
        })
        .collect();
    let batches: Vec<Vec<usize>> = epochs.into_iter().flatten().collect();
    let fixed = network.layers() / 2;
    let learns = |name: &str| (fixed..network.layers()).any(|layer| name.starts_with(&format!("encoder.layer.{layer}.")));
    let learning: Vec<Tensor> = network.variables().into_iter().filter(|(name, _)| learns(name)).map(|(_, variable)| variable).collect();
    network.variables().into_iter().for_each(|(name, variable)| drop(variable.set_requires_grad(learns(&name))));
    let before: Vec<Tensor> = learning.iter().map(|variable| variable.detach().copy()).collect();
    let intents = match settings.method {
        Method::Contrastive => None,
        Method::CrossEntropy => Some(Intents::begin(network, texts, labels)?),
    };
    let torch = |error| FinetuneError::Encode(failed(error));
    let mut optimizer = nn::AdamW::default().build(network.store(), 0.0).map_err(torch)?;
    let mut of_intents = intents.as_ref().map(|intents| nn::AdamW::default().build(&intents.store, 0.0)).transpose().map_err(torch)?;
    for (number, batch) in batches.iter().enumerate() {
        let rate = settings.learning_rate * pace(number, batches.len());
        let vectors = network.learn(&batch.iter().map(|row| texts[*row].as_slice()).collect::<Vec<_>>(), fixed)?;
        let truth: Vec<usize> = batch.iter().map(|row| labels[*row]).collect();
        let loss = match &intents {
            None => contrast(&vectors, &truth),
            Some(intents) => intents.loss(&vectors, &truth),
        };
        optimizer.set_lr(rate);
        optimizer.zero_grad();
        if let Some(of_intents) = &mut of_intents {
            of_intents.set_lr(rate * INTENT_RATE);
            of_intents.zero_grad();
        }
        loss.backward();
        optimizer.clip_grad_norm(GRADIENT);
        optimizer.step();
        if let Some(of_intents) = &mut of_intents {
            of_intents.step();
        }
        let loss = f64::try_from(&loss).map_err(torch)?;
        if !loss.is_finite() {
            return Err(FinetuneError::Diverged { step: number + 1 });
        }
        progress(FinetuneProgress { done: number + 1, total: batches.len(), loss });
    }
    let _no_grad = tch::no_grad_guard();
    for (mut variable, before) in learning.into_iter().zip(before) {
        let between = before.f_lerp(&variable, KEPT).map_err(torch)?;
        variable.f_copy_(&between).map_err(torch)?;
    }
    Ok(())
}

/// The share of the learning rate in a step: it rises, then falls, both evenly.
fn pace(step: usize, steps: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "steps are far fewer than 2^52")]
    let (step, steps) = (step as f64 + 0.5, steps as f64);
    let warm_up = (WARM_UP * steps).max(1.0);
    (step / warm_up).min((steps - step) / (steps - warm_up).max(1.0)).clamp(0.0, 1.0)
}

/// An epoch's rows in batches where each has its like beside it: an intent's rows go two by two, an odd one with the pair before it.
fn paired(labels: &[usize], random: &mut SplitMix) -> Vec<Vec<usize>> {
    let mut of_intent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, label) in labels.iter().enumerate() {
        of_intent.entry(*label).or_default().push(row);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for mut rows in of_intent.into_values() {
        random.shuffle(&mut rows);
        let odd = if rows.len() > 1 && rows.len() % 2 == 1 { rows.pop() } else { None };
        groups.extend(rows.chunks(2).map(<[usize]>::to_vec));
        if let (Some(odd), Some(group)) = (odd, groups.last_mut()) {
            group.push(odd);
        }
    }
    random.shuffle(&mut groups);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        match batches.last_mut() {
            Some(batch) if batch.len() < BATCH => batch.extend(group),
            _ => batches.push(group),
        }
    }
    merge_rest(batches)
}

/// An epoch's rows in batches.
fn shuffled(rows: usize, random: &mut SplitMix) -> Vec<Vec<usize>> {
    let mut rows: Vec<usize> = (0..rows).collect();
    random.shuffle(&mut rows);
    merge_rest(rows.chunks(BATCH).map(<[usize]>::to_vec).collect())
}

/// A last batch that is too small to compare anything joins the one before it.
fn merge_rest(mut batches: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    if let Some(rest) = batches.pop_if(|rest| rest.len() < BATCH / 2) {
        match batches.last_mut() {
            Some(last) => last.extend(rest),
            None => batches.push(rest),
        }
    }
    batches
}

/// How surprising it is, on average, that a sentence's like are its like, when all others of the batch could be.
fn contrast(vectors: &Tensor, labels: &[usize]) -> Tensor {
    let (count, device) = (whole(labels.len()), vectors.device());
    let labels: Vec<i64> = labels.iter().map(|label| whole(*label)).collect();
    let labels = Tensor::from_slice(&labels).to_device(device);
    let itself = Tensor::eye(count, (Kind::Float, device));
    let alike = labels.unsqueeze(0).eq_tensor(&labels.unsqueeze(1)).to_kind(Kind::Float) - &itself;
    // A sentence is not compared with itself.
    let scores = vectors.matmul(&vectors.transpose(0, 1)) / CONTRASTIVE_TEMPERATURE - itself * 1e4;
    let logarithms = &scores - scores.logsumexp([1_i64].as_slice(), true);
    let like = alike.sum_dim_intlist([1_i64].as_slice(), false, Kind::Float);
    let each = (logarithms * alike).sum_dim_intlist([1_i64].as_slice(), false, Kind::Float) / like.clamp_min(1.0);
    -each.sum(Kind::Float) / like.clamp_max(1.0).sum(Kind::Float).clamp_min(1.0)
}

/// A vector for each intent, learnt together with the encoder.
struct Intents {
    store: VarStore,
    /// `[intents x dimensions]`.
    vectors: Tensor,
}

impl Intents {
    /// Each is the mean of its sentences to begin with.
    fn begin(network: &Network, texts: &[Vec<u32>], labels: &[usize]) -> Result<Self, EncodeError> {
        let store = VarStore::new(network.store().device());
        let count = labels.iter().max().map_or(0, |label| label + 1);
        let mut means: Vec<Vec<f32>> = vec![Vec::new(); count];
        for (texts, labels) in texts.chunks(BATCH).zip(labels.chunks(BATCH)) {
            network.forward(texts, &|_, _| false, &mut |sentence, _, vector| {
                let mean = &mut means[labels[sentence]];
                mean.resize(vector.len(), 0.0);
                mean.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
                true
            })?;
        }
        let dimensions = means.iter().map(Vec::len).max().unwrap_or_default();
        // A number that no sentence has.
        for mean in &mut means {
            mean.resize(dimensions, 0.0);
        }
        let flat = Tensor::from_slice(&means.concat()).f_reshape([whole(count), whole(dimensions)]).map_err(failed)?;
        let vectors = store.root().f_var_copy("intents", &flat.to_device(store.device())).map_err(failed)?;
        Ok(Self { store, vectors })
    }

    /// The cross-entropy of the intents' similarities.
    fn loss(&self, vectors: &Tensor, labels: &[usize]) -> Tensor {
        let labels: Vec<i64> = labels.iter().map(|label| whole(*label)).collect();
        let length = self.vectors.square().sum_dim_intlist([1_i64].as_slice(), true, Kind::Float).sqrt();
        let intents = &self.vectors / length.clamp_min(f64::from(f32::MIN_POSITIVE));
        let scores = vectors.matmul(&intents.transpose(0, 1)) / INTENT_TEMPERATURE;
        scores.cross_entropy_for_logits(&Tensor::from_slice(&labels).to_device(vectors.device()))
    }
}

/// Writes the weights and copies whatever else the default encoder reads.
fn write(network: &Network, from: &Path, to: &Path) -> Result<(), FinetuneError> {
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = Vec::new();
    for (name, variable) in network.variables() {
        let shape = variable.size().into_iter().filter_map(|side| usize::try_from(side).ok()).collect();
        let values: Vec<f32> = Vec::try_from(variable.detach().to_device(Device::Cpu).flatten(0, -1)).map_err(failed)?;
        tensors.push((name, shape, values.into_iter().flat_map(f32::to_le_bytes).collect()));
    }
    let views = tensors.iter().map(|(name, shape, bytes)| TensorView::new(Dtype::F32, shape.clone(), bytes).map(|view| (name, view)));
    // Hugging Face's transformers refuse a file that does not say this.
    let format = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    let weights = views.collect::<Result<Vec<_>, _>>().and_then(|views| safetensors::serialize(views, Some(format)));
    let weights = weights.map_err(|error| EncodeError::Product { reason: error.to_string() })?;
    let failed = |file: &Path, source| FinetuneError::Write { file: file.into(), source };
    let files: BTreeSet<&str> = reading::FILES.into_iter().chain([CONFIG_FILE, TOKENIZER_FILE]).collect();
    for file in files {
        let (source, target) = (from.join(file), to.join(file));
        if source.exists() {
            let folder = target.parent().unwrap_or(to);
            std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
            std::fs::copy(&source, &target).map_err(|source| failed(&target, source))?;
        }
    }
    // The weights last: a folder without them is no encoder.
    let target = to.join(WEIGHTS_FILE);
    std::fs::write(&target, weights).map_err(|source| failed(&target, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_an_epoch_stands_once_with_its_like_beside_it() {
        // 30 intents with five rows, one with a single one.
        let labels: Vec<usize> = (0..150).map(|row| row / 5).chain([30]).collect();
        let batches = paired(&labels, &mut SplitMix::new(7));
        let mut rows: Vec<usize> = batches.concat();
        rows.sort_unstable();
        assert_eq!(rows, (0..151).collect::<Vec<_>>());
        for batch in &batches {
            assert!((BATCH / 2..2 * BATCH).contains(&batch.len()), "{}", batch.len());
            let alone = |row: &&usize| batch.iter().filter(|other| labels[**other] == labels[**row]).count() == 1;
            assert!(batch.iter().filter(alone).all(|row| labels[*row] == 30));
        }
        assert_eq!(shuffled(130, &mut SplitMix::new(7)).iter().map(Vec::len).collect::<Vec<_>>(), [64, 66]);
    }

    #[test]
    fn the_learning_rate_rises_and_falls() {
        let paces: Vec<f64> = (0..20).map(|step| pace(step, 20)).collect();
        assert!(paces[0] < paces[1] && paces[1] < 1.0 && paces.iter().all(|pace| (0.0..=1.0).contains(pace)));
        assert!(paces[2..].windows(2).all(|pair| pair[0] > pair[1]) && paces[19] < 0.05, "{paces:?}");
        assert!(pace(0, 1) > 0.0);
    }

    #[test]
    fn a_long_sentence_keeps_its_end_mark() {
        let tokens = shortened((0..100).collect());
        assert_eq!((tokens.len(), tokens[62], tokens[63]), (64, 62, 99));
        assert_eq!(shortened(vec![1, 2, 3]), [1, 2, 3]);
    }
}
