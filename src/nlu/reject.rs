//! When nothing fits: the out-of-scope score and its threshold, and the margin below which two intents are offered.

use serde::{Deserialize, Serialize};

use super::calibrate::{ABSENT, count, rounded};
use super::neighbours::Neighbours;

/// Weights of the z-scores of the cosine and of the words beside the logit's. With 20 of CLINC150's intents left out of its training rows, in two
/// draws, FPR95 of rows of no intent was 7.0 and 7.5 without the cosine, 2.5 and 3.0 without the words, 1.0 and 2.0 with both; FPR95 of the rows of
/// the left-out intents 32 and 24, 33 and 27, 29 and 24.
const COSINE_WEIGHT: f64 = 1.0;
const WORDS_WEIGHT: f64 = 0.5;
/// Cosine to the nearest example that is asked for when nothing could be held out to fit a threshold.
const UNFITTED_COSINE: f64 = 0.5;

/// The largest share of the sentences that early stages leave over that may be rejected: they are the hard ones, and most are in scope.
const MOST_REJECTED: f64 = 0.5;

/// What speaks for a row being in scope.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signals {
    /// The largest raw logit of head A above the mean of its row.
    pub(super) logit: f64,
    /// The cosine to the nearest training row of the intent with that logit.
    pub(super) cosine: f64,
    /// The largest decision of a lexical head of its own; 0 where there is none.
    pub(super) words: f64,
}

impl Signals {
    /// `logits` and `decisions` have one entry for each class, `vector` is the sentence vector.
    pub(super) fn of(logits: &[f32], neighbours: &Neighbours, vector: &[f32], decisions: &[f32]) -> Self {
        let likeliest = logits.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        let cosine = likeliest.map_or(0.0, |(class, _)| neighbours.nearest(class, vector));
        Self { logit: centred(logits), cosine: f64::from(cosine), words: highest(decisions) }
    }
}

/// The largest decision; 0 of none.
pub(super) fn highest(decisions: &[f32]) -> f64 {
    let highest = decisions.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if highest.is_finite() { highest.into() } else { 0.0 }
}

/// The largest logit above the mean of all that are known.
pub(super) fn centred(logits: &[f32]) -> f64 {
    let known = || logits.iter().filter(|x| **x > ABSENT);
    let highest = known().copied().fold(f32::NEG_INFINITY, f32::max);
    let mean = known().map(|x| f64::from(*x)).sum::<f64>() / count(known().count().max(1));
    if highest.is_finite() { f64::from(highest) - mean } else { 0.0 }
}

/// Mean, and one over the deviation (0 when there is none).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Scaling {
    mean: f64,
    factor: f64,
}

impl Scaling {
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let rows = count(values.clone().count().max(1));
        let mean = values.clone().sum::<f64>() / rows;
        let deviation = (values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / rows).sqrt();
        Self { mean, factor: if deviation > 1e-9 { 1.0 / deviation } else { 0.0 } }
    }

    pub(super) fn apply(self, value: f64) -> f64 {
        (value - self.mean) * self.factor
    }

    /// With numbers that a JSON file gives back unchanged.
    pub(super) fn rounded(self) -> Self {
        Self { mean: rounded(self.mean), factor: rounded(self.factor) }
    }
}

/// The fitted score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Rejection {
    logit: Scaling,
    cosine: Scaling,
    words: Scaling,
    /// A score below this is out of scope.
    pub(super) threshold: f64,
}

impl Rejection {
    const UNFITTED: Self = Self {
        logit: Scaling { mean: 0.0, factor: 0.0 },
        cosine: Scaling { mean: 0.0, factor: 1.0 },
        words: Scaling { mean: 0.0, factor: 0.0 },
        threshold: COSINE_WEIGHT * UNFITTED_COSINE,
    };

    /// Fits on held-out rows: without out-of-scope rows `share` of the others are rejected; with them the threshold tells
    /// both apart best on average, rejecting at most that share.
    pub(super) fn fit(in_scope: &[Signals], out_of_scope: &[Signals], share: f64) -> Self {
        if in_scope.is_empty() {
            return Self::UNFITTED;
        }
        let logit = Scaling::of(in_scope.iter().map(|signals| signals.logit));
        let cosine = Scaling::of(in_scope.iter().map(|signals| signals.cosine));
        let words = Scaling::of(in_scope.iter().map(|signals| signals.words));
        let unset = Self { logit, cosine, words, threshold: 0.0 };
        unset.with_threshold(in_scope, out_of_scope, share)
    }

    /// The threshold for the rows that early stages leave over, so that of all `rows` in scope the same share is rejected.
    pub(super) fn refitted(self, in_scope: &[Signals], out_of_scope: &[Signals], share: f64, rows: usize) -> Self {
        if in_scope.is_empty() {
            return self;
        }
        let share = (share * count(rows) / count(in_scope.len())).min(MOST_REJECTED);
        self.with_threshold(in_scope, out_of_scope, share).rounded()
    }

    fn with_threshold(self, in_scope: &[Signals], out_of_scope: &[Signals], share: f64) -> Self {
        let scores = |rows: &[Signals]| sorted(rows.iter().map(|signals| self.score(*signals)).collect());
        let (inside, outside) = (scores(in_scope), scores(out_of_scope));
        let plain = quantile(&inside, share);
        let threshold = if outside.is_empty() { plain } else { between(&inside, &outside, share).unwrap_or(plain) };
        Self { threshold, ..self }
    }

    /// With numbers that a JSON file gives back unchanged.
    pub(super) fn rounded(self) -> Self {
        let Self { logit, cosine, words, threshold } = self;
        Self { logit: logit.rounded(), cosine: cosine.rounded(), words: words.rounded(), threshold: rounded(threshold) }
    }

    /// How much speaks for being in scope.
    pub(super) fn score(&self, signals: Signals) -> f64 {
        let Signals { logit, cosine, words } = signals;
        self.logit.apply(logit) + COSINE_WEIGHT * self.cosine.apply(cosine) + WORDS_WEIGHT * self.words.apply(words)
    }
}

/// The threshold with the best mean of accepted inside and rejected outside; the lowest of equals.
fn between(inside: &[f64], outside: &[f64], most: f64) -> Option<f64> {
    let below = |scores: &[f64], at: f64| count(scores.partition_point(|score| *score < at)) / count(scores.len().max(1));
    let candidates = inside.iter().chain(outside).copied().filter(|at| below(inside, *at) <= most);
    let gain = |at: f64| below(outside, at) - below(inside, at);
    candidates.map(|at| (gain(at), at)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1))).map(|(_, at)| at)
}

/// The margin between the logarithms of the two largest probabilities below which both are offered: the given share of
/// accepted held-out rows, right or wrong, stays below it.
pub(super) fn margin(accepted: Vec<f64>, share: f64) -> f64 {
    if accepted.is_empty() { 0.0 } else { quantile(&sorted(accepted), share).max(0.0) }
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The value at a share of sorted values, between neighbours in proportion.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share.clamp(0.0, 1.0) * count(sorted.len().saturating_sub(1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the list")]
    let below = at.floor() as usize;
    let value = |index: usize| sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0);
    value(below) + (at - at.floor()) * (value(below + 1) - value(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::matrix::Matrix;

    fn rows(logits: impl Iterator<Item = u8>) -> Vec<Signals> {
        logits.map(|logit| Signals { logit: f64::from(logit), cosine: 0.5, words: 0.0 }).collect()
    }

    #[test]
    fn what_lies_near_another_intent_than_the_likeliest_is_not_near() {
        let vectors = Matrix { rows: 2, columns: 2, values: vec![1.0, 0.0, 0.0, 1.0] };
        let neighbours = Neighbours::of(&vectors, &[0, 1], &[0, 1], 2);
        let cosine = |logits: [f32; 2]| format!("{:.1}", Signals::of(&logits, &neighbours, &[1.0, 0.0], &[]).cosine);
        assert_eq!([cosine([2.0, 1.0]), cosine([1.0, 2.0])], ["1.0", "0.0"]);
    }

    #[test]
    fn the_given_share_of_held_out_rows_is_rejected() {
        let inside = rows(0..100);
        let rejection = Rejection::fit(&inside, &[], 0.05);
        let rejected = inside.iter().filter(|signals| rejection.score(**signals) < rejection.threshold).count();
        assert_eq!(rejected, 5);
    }

    #[test]
    fn out_of_scope_rows_move_the_threshold_but_not_past_the_share() {
        let inside = rows(50..150);
        let rejected = |outside: &[Signals]| {
            let rejection = Rejection::fit(&inside, outside, 0.05);
            inside.iter().filter(|signals| rejection.score(**signals) < rejection.threshold).count()
        };
        assert_eq!(rejected(&rows(0..40)), 0);
        assert_eq!(rejected(&rows(50..150)), 0);
        assert_eq!(rejected(&rows(50..60)), 5);
        assert_eq!(rejected(&rows(60..80)), 0);
    }

    #[test]
    fn without_held_out_rows_only_near_sentences_are_taken() {
        let rejection = Rejection::fit(&[], &[], 0.05);
        let accepted = |cosine| rejection.score(Signals { logit: 0.0, cosine, words: 0.0 }) >= rejection.threshold;
        assert!(accepted(0.6) && !accepted(0.4));
    }

    #[test]
    fn the_margin_is_a_quantile_and_never_negative() {
        assert!((margin(vec![3.0, 1.0, 2.0], 0.5) - 2.0).abs() < 1e-12);
        assert!(margin(Vec::new(), 0.05).abs() < 1e-12);
    }
}
