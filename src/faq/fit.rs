//! What is fitted on a bot's own questions: the weights of words and of answers, temperature, calibration, threshold.
//!
//! Each question is asked with itself left out. If its entry has other questions, the entry's best score is what a
//! good answer scores; with the whole entry left out, the best score of the others is what an unanswerable question
//! scores. All fits are maximum a posteriori on a grid: with few questions the priors, measured on
//! `StackFAQ` (125 entries, 1,249 paraphrases, encoder all-MiniLM-L6-v2) but for the answers', decide; with many, the bot's own.

/// The lexical share of the fused score: its prior mean and deviation.
const WEIGHT: (f64, f64) = (0.05, 0.05);
/// The answer's share of the meaning: its prior mean and deviation. Over the example bots' English questions (33 entries, 157 questions, each asked
/// with itself left out) recall at 1 was 82.8 % without answers and 84.7 % with 0.3; with one question an entry, 68.4 % and 77.6 %.
const ANSWER_WEIGHT: (f64, f64) = (0.3, 0.1);
/// By how much less a question resembles its answer than another way to ask, in cosines of those questions.
const ANSWER_GAP: f64 = 0.16;
/// The temperature of the softmax over entries: its prior, with a deviation of e^0.5.
const TEMPERATURE: f64 = 0.05;
/// The score at which an answer is as likely right as wrong, and its deviation.
const MIDDLE: (f64, f64) = (0.50, 0.05);
/// The score's width of the calibration curve: its prior, with a deviation of e^0.5.
const WIDTH: f64 = 0.05;
/// The deviation of the logarithms of temperature and width.
const LOG_DEVIATION: f64 = 0.5;
/// What share of good answers the no-answer rule may lose.
const LOST_SHARE: f64 = 0.05;
/// The threshold without any alternative question, and how many questions it weighs as much as.
const THRESHOLD: (f64, f64) = (0.47, 30.0);
/// However strange the bot's questions are: below, nearly everything would be answered; above, nearly nothing.
const THRESHOLD_RANGE: (f64, f64) = (0.35, 0.60);
/// Questions without their entry are harder than what people ask out of scope; four count as one.
const UNANSWERABLE_WEIGHT: f64 = 0.25;

/// The scores of one question against all entries, with itself left out.
pub(super) struct Trial {
    /// The entry that answers it.
    pub(super) answer: usize,
    /// Whether that entry has another question.
    pub(super) has_alternative: bool,
    /// Per entry: the scores of its best other question, and of its answer; absent without such a question.
    pub(super) entries: Vec<Option<Scores>>,
}

/// The scores of a question or entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scores {
    /// The cosine of the sentence vectors.
    pub(super) cosine: f64,
    /// The cosine to what the entry answers; nothing where that is unknown.
    pub(super) answer: Option<f64>,
    /// The share of BM25, 0 to 1.
    pub(super) lexical: f64,
    /// What share of the text's known codes the question has, 0 to 1.
    pub(super) codes: f64,
    /// What share of the text's words known codes are, 0 to 1.
    pub(super) code_share: f64,
}

/// The shares of the fused score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weights {
    /// The lexical share of the score.
    pub(super) lexical: f64,
    /// The answer's share of the meaning.
    pub(super) answer: f64,
}

/// What was fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub(super) weights: Weights,
    temperature: f64,
    middle: f64,
    width: f64,
    /// Below, nothing is answered.
    pub(super) threshold: f64,
}

impl Scores {
    /// The fused score.
    ///
    /// A code, such as a product's number, names one thing, and its vector says next to nothing: an encoder has never seen
    /// it. A text that is only a code is therefore decided by it alone. Among many other words a code may be mere
    /// circumstance ("my X900 is broken, how do I get my money back"), so it counts by its share of the words.
    pub(super) fn fused(self, weights: Weights) -> f64 {
        let plain = (1.0 - weights.lexical) * self.meaning(weights) + weights.lexical * self.lexical;
        (1.0 - self.code_share) * plain + self.code_share * self.codes
    }

    /// What the vectors of question and answer say together. An answer speaks for its entry and never against it: many say nothing of what was
    /// asked ("Yes, from the first day."), and a question that was found without them should be found with them.
    pub(super) fn meaning(self, weights: Weights) -> f64 {
        let more = self.answer.map_or(0.0, |answer| (answer + ANSWER_GAP - self.cosine).max(0.0));
        self.cosine + weights.answer * more
    }
}

impl Fit {
    /// Fits on the bot's own questions.
    pub(super) fn new(trials: &[Trial]) -> Self {
        let ranked: Vec<&Trial> = trials.iter().filter(|trial| trial.has_alternative).collect();
        let rank_losses = |weights, temperature| ranked.iter().map(|trial| rank_loss(trial, weights, temperature)).sum::<f64>();
        // The answer's share first and for itself: it hardly depends on the others, and a grid of three would take long.
        let (answer, _) = best_on_grid(&answer_weights(), &[TEMPERATURE], |answer, temperature| {
            let prior = square((answer - ANSWER_WEIGHT.0) / ANSWER_WEIGHT.1);
            0.5 * prior + rank_losses(Weights { lexical: WEIGHT.0, answer }, temperature)
        });
        let (lexical, temperature) = best_on_grid(&lexical_weights(), &around(TEMPERATURE), |lexical, temperature| {
            let prior = square((lexical - WEIGHT.0) / WEIGHT.1) + square((temperature / TEMPERATURE).ln() / LOG_DEVIATION);
            0.5 * prior + rank_losses(Weights { lexical, answer }, temperature)
        });
        let weights = Weights { lexical, answer };
        let good: Vec<f64> = ranked.iter().filter_map(|trial| Some(trial.entries.get(trial.answer)?.as_ref()?.fused(weights))).collect();
        let bad: Vec<f64> = trials.iter().filter_map(|trial| best_other(trial, weights)).collect();
        // Without any good example the bad ones would only push the curve up.
        let bad = if good.is_empty() { Vec::new() } else { bad };
        let (middle, width) = best_on_grid(&middles(), &around(WIDTH), |middle, width| {
            let prior = square((middle - MIDDLE.0) / MIDDLE.1) + square((width / WIDTH).ln() / LOG_DEVIATION);
            let good_loss: f64 = good.iter().map(|score| softplus(-(score - middle) / width)).sum();
            let bad_loss: f64 = bad.iter().map(|score| softplus((score - middle) / width)).sum();
            0.5 * prior + good_loss + UNANSWERABLE_WEIGHT * bad_loss
        });
        Self { weights, temperature, middle, width, threshold: threshold(good) }
    }

    /// The calibrated confidence of each entry, from the fused scores of all: the chance that anything answers, times
    /// the entry's share of it.
    pub(super) fn confidences(&self, fused: &[f64]) -> Vec<f64> {
        let best = fused.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = fused.iter().map(|score| ((score - best) / self.temperature).exp()).sum();
        let answerable = |score: f64| 1.0 / (1.0 + (-(score - self.middle) / self.width).exp());
        fused.iter().map(|score| answerable(*score) * ((score - best) / self.temperature).exp() / total).collect()
    }
}

/// The low quantile of the scores of good answers, drawn to the prior while they are few.
fn threshold(mut good: Vec<f64>) -> f64 {
    good.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "counts of questions are far below 2^52")]
    let count = good.len() as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
    let quantile = good.get((LOST_SHARE * count) as usize).copied().unwrap_or(THRESHOLD.0);
    let drawn = (count * quantile + THRESHOLD.1 * THRESHOLD.0) / (count + THRESHOLD.1);
    drawn.clamp(THRESHOLD_RANGE.0, THRESHOLD_RANGE.1)
}

/// The negative log-likelihood of the right entry under a softmax over the entries.
fn rank_loss(trial: &Trial, weights: Weights, temperature: f64) -> f64 {
    let score = |scores: &Option<Scores>| scores.map(|scores| scores.fused(weights) / temperature);
    let Some(right) = trial.entries.get(trial.answer).and_then(score) else { return 0.0 };
    let best = trial.entries.iter().filter_map(score).fold(right, f64::max);
    let total: f64 = trial.entries.iter().filter_map(score).map(|score| (score - best).exp()).sum();
    best + total.ln() - right
}

/// The best fused score of the entries that do not answer.
fn best_other(trial: &Trial, weights: Weights) -> Option<f64> {
    let others = trial.entries.iter().enumerate().filter(|(entry, _)| *entry != trial.answer);
    others.filter_map(|(_, scores)| scores.map(|scores| scores.fused(weights))).max_by(f64::total_cmp)
}

/// The pair with the least loss; the first of equal ones.
fn best_on_grid(first: &[f64], second: &[f64], loss: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let pairs = first.iter().flat_map(|first| second.iter().map(move |second| (*first, *second)));
    let losses = pairs.map(|pair| (pair, loss(pair.0, pair.1)));
    losses.min_by(|left, right| left.1.total_cmp(&right.1)).map_or((WEIGHT.0, TEMPERATURE), |(pair, _)| pair)
}

fn lexical_weights() -> Vec<f64> {
    (0..=20).map(|step| f64::from(step) * 0.025).collect()
}

fn answer_weights() -> Vec<f64> {
    (0..=12).map(|step| f64::from(step) * 0.05).collect()
}

fn middles() -> Vec<f64> {
    (20..=80).map(|step| f64::from(step) * 0.01).collect()
}

/// Values from a fifth to five times a value, evenly spaced in the logarithm.
fn around(value: f64) -> Vec<f64> {
    (-8..=8).map(|step| value * 5_f64.powf(f64::from(step) / 8.0)).collect()
}

fn square(value: f64) -> f64 {
    value * value
}

/// `ln(1 + e^x)` without overflow.
fn softplus(value: f64) -> f64 {
    value.max(0.0) + (-value.abs()).exp().ln_1p()
}
