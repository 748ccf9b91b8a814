//! Training on few rows: one head on vectors, words and the names of intents, its weights chosen by held-out likelihood.

use std::time::Instant;

use rayon::prelude::*;

use super::set::{Present, Set};
use super::{Early, Fitted, Steps, TrainProgress, TrainSettings};
use crate::nlu::calibrate::{Mix, mean_loss};
use crate::nlu::cascade::Cascade;
use crate::nlu::features::Vocabulary;
use crate::nlu::folds::Fold;
use crate::nlu::joint::{Coefficients, Features, Joint, Products, Task, Weights};
use crate::nlu::matrix::Matrix;

/// One choice of everything that is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Trial {
    names: bool,
    weights: Weights,
    strength: f64,
}

/// Where the search for the best trial begins; also what is taken when nothing can be held out.
const FIRST: Trial = Trial { names: true, weights: Weights { middle: 0.0, words: 0.1 }, strength: 1000.0 };
/// What is tried: each list from the first on, until one is no better than the best so far.
const MORE_MIDDLE: [f32; 3] = [0.5, 1.0, 2.0];
const MORE_WORDS: [f32; 3] = [0.3, 0.6, 1.2];
const NO_WORDS: [f32; 1] = [0.0];
const MORE_STRENGTH: [f64; 1] = [3000.0];
/// By which share of the loss a trial must be better: few rows say no more, and what is best by chance is worse on what people write.
const GAIN: f64 = 0.02;
/// The most trials there can be.
const TRIALS: usize = 10;

/// One fold, ready for trials: with and without names.
struct Work {
    present: Present,
    labels: Vec<usize>,
    /// Of the rows that are learnt from with each other.
    learnt: Products,
    /// Of the rows that are judged with those.
    judged: Products,
}

impl Work {
    fn of(set: &Set, number: usize, fold: &Fold, with_names: bool) -> Self {
        let rows = learnt_rows(set, &fold.fitted, with_names);
        let judged: Vec<usize> = fold.held.iter().copied().chain(set.outside_of(number)).collect();
        let texts = set.texts(&rows);
        let vocabulary = Vocabulary::of(&texts, set.fitted.len());
        let features = features(set, &rows, &vocabulary);
        let present = Present::of(&set.labels_of(&rows), set.intents.len());
        let labels = present.narrow(&set.labels_of(&rows));
        let learnt = Products::of(&features, &features, vocabulary.len());
        let judged = Products::of(&self::features(set, &judged, &vocabulary), &features, vocabulary.len());
        Self { present, labels, learnt, judged }
    }
}

fn learnt_rows(set: &Set, rows: &[usize], with_names: bool) -> Vec<usize> {
    let names: &[usize] = if with_names { &set.names } else { &[] };
    rows.iter().chain(names).copied().collect()
}

fn features(set: &Set, rows: &[usize], vocabulary: &Vocabulary) -> Features {
    let words = vocabulary.features_of_all(&set.texts(rows));
    Features { last: set.vectors.gathered(rows), middle: set.middle.gathered(rows), words }
}

/// A trial with what it came to.
struct Tried {
    trial: Trial,
    loss: f64,
    logits: Vec<Matrix>,
    ends: Vec<Coefficients>,
}

/// The search for the best trial.
struct Search<'a> {
    set: &'a Set<'a>,
    named: Vec<Work>,
    unnamed: Vec<Work>,
    steps: &'a Steps<'a>,
    best: Option<Tried>,
    iterations: usize,
}

impl Search<'_> {
    fn work(&self, names: bool) -> &[Work] {
        if names { &self.named } else { &self.unnamed }
    }

    /// Judges a trial; whether it is better than the best so far.
    fn attempt(&mut self, trial: Trial) -> bool {
        let starts = self.best.as_ref().filter(|best| best.trial.names == trial.names).map(|best| &best.ends);
        let fit = |(number, work): (usize, &Work)| {
            let classes = work.present.classes.len();
            let Trial { weights, strength, .. } = trial;
            let task = Task { products: &work.learnt, labels: &work.labels, classes, weights, strength, is_trial: true };
            let joint = Joint::fit(&task, starts.and_then(|starts| starts.get(number)));
            let logits = work.present.widen(&joint.logits(&work.judged));
            (logits, joint.iterations, joint.coefficients)
        };
        let fits: Vec<(Matrix, usize, Coefficients)> =
            self.steps.after(|| self.work(trial.names).par_iter().enumerate().map(fit).collect());
        self.iterations += fits.iter().map(|(_, iterations, _)| iterations).sum::<usize>();
        let (mut logits, mut ends) = (Vec::new(), Vec::new());
        for (of_fold, _, end) in fits {
            logits.push(of_fold);
            ends.push(end);
        }
        let (stacked, labels, _) = self.set.stack(&logits);
        if labels.is_empty() {
            return false;
        }
        // At temperature 1: where it is free, a head too weak to tell rows apart looks as good as one that can.
        let loss = mean_loss(&stacked, &labels, 1.0);
        let is_better = self.best.as_ref().is_none_or(|best| loss < best.loss * (1.0 - GAIN));
        if is_better {
            self.best = Some(Tried { trial, loss, logits, ends });
        }
        is_better
    }

    /// Tries changes of the best one way, and, if the first is no better, the other way.
    fn walk<T: Copy>(&mut self, more: &[T], less: &[T], changed: impl Fn(Trial, T) -> Trial) {
        let mut moved = false;
        for way in [more, less] {
            for value in way.iter().copied() {
                let Some(best) = self.best.as_ref().map(|best| best.trial) else { return };
                if !self.attempt(changed(best, value)) {
                    break;
                }
                moved = true;
            }
            if moved {
                return;
            }
        }
    }
}

/// Chooses on held-out rows, then fits on all.
pub(super) fn fit(set: &Set, settings: &TrainSettings, progress: &(dyn Fn(TrainProgress) + Sync), start: Instant) -> Fitted {
    let steps = Steps::new(TRIALS + 2, progress);
    let has_names = !set.names.is_empty();
    let first = Trial { names: has_names, ..FIRST };
    let work = |with_names| set.folds.par_iter().enumerate().map(|(number, fold)| Work::of(set, number, fold, with_names)).collect();
    let named: Vec<Work> = if has_names { steps.after(|| work(true)) } else { Vec::new() };
    let mut search = Search { set, named, unnamed: work(false), steps: &steps, best: None, iterations: 0 };
    let prepared = start.elapsed().as_secs_f64();
    search.attempt(first);
    if has_names {
        search.walk(&[false], &[], |trial, names| Trial { names, ..trial });
    }
    let more_middle: &[f32] = if settings.middle_layer { &MORE_MIDDLE } else { &[] };
    search.walk(more_middle, &[], |trial, middle| Trial { weights: Weights { middle, ..trial.weights }, ..trial });
    search.walk(&MORE_WORDS, &NO_WORDS, |trial, words| Trial { weights: Weights { words, ..trial.weights }, ..trial });
    search.walk(&MORE_STRENGTH, &[], |trial, strength| Trial { strength, ..trial });
    let (trial, logits) = search.best.take().map_or((first, Vec::new()), |best| (best.trial, best.logits));

    let silent: Vec<Matrix> = logits.iter().map(|logits| Matrix::zeros(logits.rows, logits.columns)).collect();
    let judged = set.judge(&logits, &silent);
    let mix = Mix::joint(&judged.vector, &judged.labels);
    let (fitted, accuracy) = judged.decide(mix, settings);
    let chosen = start.elapsed().as_secs_f64();

    let rows = learnt_rows(set, &set.fitted, trial.names);
    let vocabulary = Vocabulary::of(&set.texts(&rows), set.fitted.len());
    let features = features(set, &rows, &vocabulary);
    let labels = set.labels_of(&rows);
    let Trial { weights, strength, .. } = trial;
    let joint = steps.after(|| {
        let products = Products::of(&features, &features, vocabulary.len());
        let classes = set.intents.len();
        Joint::fit(&Task { products: &products, labels: &labels, classes, weights, strength, is_trial: false }, None)
    });
    let (head, lexical) = joint.heads(&features, vocabulary.len());
    // Words of no weight need no room in memory, and no time.
    let vocabulary = if weights.words > 0.0 { vocabulary } else { Vocabulary::of(&[], 0) };
    Fitted {
        head,
        vocabulary,
        lexical,
        cascade: Cascade::none(),
        held_out_accuracy: accuracy,
        held_out_loss: judged.loss(&fitted.mix),
        held_out: judged.held_out(&set.intents, &fitted),
        confused: judged.confused(&set.intents, &fitted),
        deciding: super::Deciding { mix: fitted.mix.for_more_rows(set.growth()), ..fitted },
        strength,
        lexical_weight: weights.words.into(),
        middle_weight: weights.middle.into(),
        uses_names: trial.names,
        early: Early::default(),
        iterations: search.iterations + joint.iterations,
        seconds: (prepared, chosen),
    }
}
