//! How sure the early stages must be, chosen on held-out rows so that the whole loses nothing.

use crate::nlu::calibrate::{best_temperature, count, rounded};
use crate::nlu::cascade::{Gate, Guess};
use crate::nlu::matrix::Matrix;
use crate::nlu::reject::quantile;

/// Rows that may be lost to early answers: a share of all, which their number with its uncertainty must stay below. Other rows lose two to
/// three times as many as those that the gates were fitted on (validation rows of CLINC150, a fifth of BANKING77's training rows).
const LOST: f64 = 0.001;
/// Deviations of the uncertainty: a one-sided bound of 95 %.
const DEVIATIONS: f64 = 1.64;
/// The share of held-out rows with the lowest scores that a stage on an inner layer passes on. With half of this, and 0.2 for words, 12 of the
/// 100 rows of no intent among CLINC150's validation rows were answered early; now 8 are, and 91 of all are rejected.
pub(super) const PASSED_ON_INNER: f64 = 0.2;
/// The same for words alone, which are surer of what they do not know.
pub(super) const PASSED_ON_LEXICAL: f64 = 0.35;

/// How much surer than its log-probabilities a stage may be said to be.
const LEAST_TEMPERATURE: f64 = 0.3;

/// Held-out rows on their way through the stages.
pub(super) struct Passage<'a> {
    labels: &'a [usize],
    /// Whether the whole encoder is right; of rows of no intent, whether it rejects them.
    whole_is_right: Vec<bool>,
    /// Which rows have left; those of no intent come last.
    pub(super) has_left: Vec<bool>,
    /// Rows that an early answer made wrong, and right.
    lost: f64,
    won: f64,
}

impl<'a> Passage<'a> {
    /// `whole_is_right` has one entry for each label, and after them one for each row of no intent.
    pub(super) fn new(labels: &'a [usize], whole_is_right: Vec<bool>) -> Self {
        let has_left = vec![false; whole_is_right.len()];
        Self { labels, whole_is_right, has_left, lost: 0.0, won: 0.0 }
    }

    /// Fits a stage's gate on what it guesses of each row, and lets rows leave. Nothing when no row may. `of_row` gives the stage's
    /// log-probabilities of a row.
    pub(super) fn fit(&mut self, guesses: &[Guess], passed_on: f64, of_row: impl Fn(usize) -> Vec<f64>) -> Option<Gate> {
        let mut scores: Vec<f64> = guesses.iter().take(self.labels.len()).map(|guess| guess.score).collect();
        scores.sort_by(f64::total_cmp);
        let mean = scores.iter().sum::<f64>() / count(scores.len().max(1));
        let deviation = (scores.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count(scores.len().max(1))).sqrt();
        let lowest = rounded(quantile(&scores, passed_on));
        let mut order: Vec<usize> = (0..guesses.len()).filter(|row| !self.has_left[*row] && guesses[*row].score >= lowest).collect();
        order.sort_by(|a, b| guesses[*b].log_probability.total_cmp(&guesses[*a].log_probability).then(a.cmp(b)));
        let allowed = LOST * count(guesses.len());
        let mut admitted = 0;
        let (mut lost, mut won) = (self.lost, self.won);
        for (place, row) in order.iter().enumerate() {
            let is_right = self.labels.get(*row).is_some_and(|label| *label == guesses[*row].class);
            match (self.whole_is_right[*row], is_right) {
                (true, false) => lost += 1.0,
                (false, true) => won += 1.0,
                _ => {}
            }
            if lost - won + DEVIATIONS * f64::sqrt(lost + won) > allowed {
                break;
            }
            (self.lost, self.won) = (lost, won);
            admitted = place + 1;
        }
        let least_sure = order.get(admitted.checked_sub(1)?)?;
        // Rounded down, so that the last row admitted stays so.
        let log_probability = rounded(guesses[*least_sure].log_probability - 1e-9);
        for row in &order[..admitted] {
            self.has_left[*row] = true;
        }
        let leaving: Vec<usize> = order[..admitted].iter().copied().filter(|row| *row < self.labels.len()).collect();
        let temperature = rounded(self.temperature(&leaving, of_row));
        Some(Gate { log_probability, score: lowest, deviation: rounded(deviation), temperature })
    }

    /// The best temperature for rows that leave; bounded, since all of few rows may be right by chance.
    fn temperature(&self, leaving: &[usize], of_row: impl Fn(usize) -> Vec<f64>) -> f64 {
        #[expect(clippy::cast_possible_truncation, reason = "logits are f32")]
        let rows: Vec<Vec<f32>> = leaving.iter().map(|row| of_row(*row).into_iter().map(|x| x as f32).collect()).collect();
        let columns = rows.first().map_or(0, Vec::len);
        let logits = Matrix { rows: rows.len(), columns, values: rows.concat() };
        let labels: Vec<usize> = leaving.iter().map(|row| self.labels[*row]).collect();
        if labels.is_empty() { 1.0 } else { best_temperature(&logits, &labels).max(LEAST_TEMPERATURE) }
    }

    /// The share of rows of intents that have left.
    pub(super) fn share(&self) -> f64 {
        count(self.has_left.iter().take(self.labels.len()).filter(|left| **left).count()) / count(self.labels.len().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thousand rows of class 0, the surest first; a stage that is wrong from `wrong_from` on.
    fn guesses(wrong_from: usize) -> Vec<Guess> {
        let guess = |row: usize| Guess { class: usize::from(row >= wrong_from), log_probability: -count(row) / 1000.0, score: 1.0 };
        (0..1000).map(guess).collect()
    }

    fn two_classes(row: usize) -> Vec<f64> {
        vec![-count(row + 1) / 1000.0, -1.0]
    }

    #[test]
    fn rows_leave_until_early_answers_would_cost_more_than_allowed() {
        let labels = [0; 1000];
        let mut passage = Passage::new(&labels, vec![true; 1000]);
        let gate = passage.fit(&guesses(600), 0.1, two_classes).unwrap();
        assert!((passage.share() - 0.6).abs() < 1e-9);
        assert!(gate.admits(&guesses(600)[599]).is_some() && gate.admits(&guesses(600)[600]).is_none());
    }

    #[test]
    fn what_the_whole_gets_wrong_as_well_costs_nothing() {
        let labels = [0; 1000];
        let mut passage = Passage::new(&labels, vec![false; 1000]);
        assert!(passage.fit(&guesses(600), 0.1, two_classes).is_some());
        assert!((passage.share() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn rows_of_no_intent_that_would_be_rejected_hold_a_gate_shut() {
        let labels = [0; 990];
        let mut passage = Passage::new(&labels, vec![true; 1000]);
        let mut guesses = guesses(1000);
        // The ten rows of no intent are the surest of all.
        guesses.iter_mut().skip(990).for_each(|guess| guess.log_probability = 0.0);
        guesses[0].log_probability = -1.0;
        assert!(passage.fit(&guesses, 0.1, two_classes).is_none());
    }

    #[test]
    fn sentences_with_low_scores_are_passed_on_however_sure_the_stage_is() {
        let labels = [0; 1000];
        let mut passage = Passage::new(&labels, vec![true; 1000]);
        let mut guesses = guesses(1000);
        guesses.iter_mut().take(50).for_each(|guess| guess.score = -3.0);
        let gate = passage.fit(&guesses, 0.1, two_classes).unwrap();
        assert!(gate.admits(&guesses[0]).is_none() && gate.admits(&guesses[60]).is_some());
        assert!((passage.share() - 0.95).abs() < 1e-9);
    }
}
