//! What is chosen on held-out rows: the mix, the threshold, the margin; and how good that is.

use super::{HeldOut, TrainSettings};
use crate::nlu::calibrate::{Held, Mix, count, rounded};
use crate::nlu::classifier::Deciding;
use crate::nlu::matrix::Matrix;
use crate::nlu::reject::{Rejection, Signals, margin};

/// Held-out rows as the folds' heads see them.
pub(super) struct Judged {
    pub(super) vector: Matrix,
    pub(super) lexical: Matrix,
    pub(super) labels: Vec<usize>,
    pub(super) signals: Vec<Signals>,
    pub(super) outside: Vec<Signals>,
    /// The number of each row in the data.
    pub(super) rows: Vec<usize>,
}

impl Judged {
    /// The mix of two heads.
    pub(super) fn mix(&self) -> Mix {
        Mix::fit(&Held { vector: &self.vector, lexical: &self.lexical, labels: &self.labels })
    }

    /// Words that have no weight say nothing of what is out of scope either.
    pub(super) fn forget_words(&mut self) {
        for signals in self.signals.iter_mut().chain(&mut self.outside) {
            signals.words = 0.0;
        }
    }

    /// How to decide with a mix, and how often its likeliest intent is right.
    pub(super) fn decide(&self, mix: Mix, settings: &TrainSettings) -> (Deciding, Option<f64>) {
        let rejection = Rejection::fit(&self.signals, &self.outside, settings.reject_share).rounded();
        let mut right = 0;
        let mut margins = Vec::new();
        for (row, label) in self.labels.iter().enumerate() {
            let (first, ahead) = self.first(&mix, row);
            right += usize::from(first == *label);
            if rejection.score(self.signals[row]) >= rejection.threshold {
                margins.push(ahead);
            }
        }
        let margin = if self.vector.columns < 2 { 0.0 } else { rounded(margin(margins, settings.offer_share)) };
        let accuracy = (!self.labels.is_empty()).then(|| count(right) / count(self.labels.len()));
        (Deciding { mix, rejection, margin, least_known: 0.0 }, accuracy)
    }

    /// Mean negative log-likelihood of the labels; nothing without rows.
    pub(super) fn loss(&self, mix: &Mix) -> Option<f64> {
        let losses = self.labels.iter().enumerate().map(|(row, label)| {
            let all = mix.log_probabilities(self.vector.row(row), self.lexical.row(row));
            all.get(*label).map_or(0.0, |log| -log)
        });
        (!self.labels.is_empty()).then(|| losses.sum::<f64>() / count(self.labels.len()))
    }

    /// The likeliest class, and how far its log-probability is ahead of the next.
    pub(super) fn first(&self, mix: &Mix, row: usize) -> (usize, f64) {
        let all = mix.log_probabilities(self.vector.row(row), self.lexical.row(row));
        let mut best = (0, f64::NEG_INFINITY);
        let mut second = f64::NEG_INFINITY;
        for (class, value) in all.into_iter().enumerate() {
            if value > best.1 {
                (second, best) = (best.1, (class, value));
            } else if value > second {
                second = value;
            }
        }
        (best.0, best.1 - second)
    }

    /// What is said of each row, by the heads that have not seen it and the final mix.
    pub(super) fn held_out(&self, intents: &[String], deciding: &Deciding) -> Vec<HeldOut> {
        let said = |(at, (row, label)): (usize, (&usize, &usize))| {
            let all = deciding.mix.log_probabilities(self.vector.row(at), self.lexical.row(at));
            let (first, _) = self.first(&deciding.mix, at);
            let probability = |class: usize| all.get(class).map_or(0.0, |log| log.exp());
            Some(HeldOut { row: *row, said: intents.get(first)?.clone(), confidence: probability(first), own: probability(*label) })
        };
        self.rows.iter().zip(&self.labels).enumerate().filter_map(said).collect()
    }

    pub(super) fn confused(&self, intents: &[String], deciding: &Deciding) -> Vec<(String, String, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for (row, label) in self.labels.iter().enumerate() {
            let (first, _) = self.first(&deciding.mix, row);
            if first != *label {
                *counts.entry((*label, first)).or_insert(0) += 1;
            }
        }
        let mut pairs: Vec<_> = counts.into_iter().collect();
        pairs.sort_by_key(|(pair, rows)| (std::cmp::Reverse(*rows), *pair));
        pairs.into_iter().take(10).map(|((label, first), rows)| (intents[label].clone(), intents[first].clone(), rows)).collect()
    }
}
