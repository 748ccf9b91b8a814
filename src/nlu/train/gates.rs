//! How sure the early stages must be, chosen on held-out rows so that the whole loses nothing.

use crate::nlu::calibrate::{best_temperature, count, rounded};
use crate::nlu::cascade::{Familiarity, Gate, Guess, Signs};
use crate::nlu::matrix::Matrix;
use crate::nlu::reject::quantile;

/// Rows that may be lost to early answers: a share of all, which their number with its uncertainty must stay below. Other rows lose about twice
/// as many (0.23 % of CLINC150's validation rows, 0.15 % of a fifth of BANKING77's training rows that was left out of training).
const LOST: f64 = 0.001;
/// Deviations of the uncertainty: a one-sided bound of 95 %.
const DEVIATIONS: f64 = 1.64;
/// The share of held-out rows, the least familiar ones, that a stage passes on however sure it is. With 0.2 two of 100 rows of no intent leave
/// early, with 0.15 three (held-out training rows of CLINC150, of which 20 intents were left out as well).
const PASSED_ON: f64 = 0.2;
/// Rows that a line is drawn through at least; through fewer a level one is.
const ROWS_OF_A_LINE: usize = 20;

/// Log-probabilities that differ by less are the same to a gate, whose number is rounded.
const EQUALLY_SURE: f64 = 2e-9;

/// How much surer than its log-probabilities a stage may be said to be.
const LEAST_TEMPERATURE: f64 = 0.3;

/// Held-out rows on their way through the stages.
pub(super) struct Passage<'a> {
    labels: &'a [usize],
    /// Whether the whole encoder is right; of rows of no intent, whether it rejects them.
    whole_is_right: Vec<bool>,
    /// The out-of-scope scores that the whole encoder gives them.
    whole_scores: Vec<f64>,
    /// Which rows no early stage answers, because too few of their words are known.
    is_strange: Vec<bool>,
    /// Which rows have left; those of no intent come last.
    pub(super) has_left: Vec<bool>,
    /// Rows that an early answer made wrong, and right.
    lost: f64,
    won: f64,
}

impl<'a> Passage<'a> {
    /// All but `labels` have one entry for each label, and after them one for each row of no intent.
    pub(super) fn new(labels: &'a [usize], whole_is_right: Vec<bool>, whole_scores: Vec<f64>, is_strange: Vec<bool>) -> Self {
        let has_left = vec![false; whole_is_right.len()];
        Self { labels, whole_is_right, whole_scores, is_strange, has_left, lost: 0.0, won: 0.0 }
    }

    /// Fits a stage's gate on what it guesses of each row, and lets rows leave. Nothing when no row may. `of_row` gives the stage's
    /// log-probabilities of a row.
    pub(super) fn fit(&mut self, guesses: &[Guess], of_row: impl Fn(usize) -> Vec<f64>) -> Option<Gate> {
        if self.labels.is_empty() {
            return None;
        }
        let signs: Vec<Signs> = guesses.iter().map(|guess| guess.signs).collect();
        let familiarity = Familiarity::fit(signs.get(..self.labels.len())?);
        let familiar: Vec<f64> = signs.iter().map(|signs| familiarity.of(*signs)).collect();
        let mut sorted = familiar[..self.labels.len()].to_vec();
        sorted.sort_by(f64::total_cmp);
        // Rounded down, so that rows that are as familiar stay so.
        let least_familiar = rounded(quantile(&sorted, PASSED_ON) - 1e-9);
        let mut order: Vec<usize> =
            (0..guesses.len()).filter(|row| !self.has_left[*row] && !self.is_strange[*row] && familiar[*row] >= least_familiar).collect();
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
            // Rows that are equally sure leave together or not at all: a gate can't tell them apart.
            let sure = |row: &usize| guesses[*row].log_probability;
            if order.get(place + 1).is_some_and(|next| sure(row) - sure(next) < EQUALLY_SURE) {
                continue;
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
        let score = self.score(&leaving, &familiar);
        Some(Gate { log_probability, familiarity, least_familiar, score, temperature })
    }

    /// The line of least squares through what the whole encoder gives rows that leave, over how familiar they are.
    fn score(&self, leaving: &[usize], familiar: &[f64]) -> (f64, f64) {
        let mean = |of: &dyn Fn(usize) -> f64| leaving.iter().map(|row| of(*row)).sum::<f64>() / count(leaving.len().max(1));
        let (x, y) = (mean(&|row| familiar[row]), mean(&|row| self.whole_scores[row]));
        let spread = mean(&|row| (familiar[row] - x).powi(2));
        let together = mean(&|row| (familiar[row] - x) * (self.whole_scores[row] - y));
        let slope = if leaving.len() >= ROWS_OF_A_LINE && spread > 1e-9 { (together / spread).max(0.0) } else { 0.0 };
        (rounded(y - slope * x), rounded(slope))
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

    const FAMILIAR: Signs = Signs { layer: 1.0, words: 1.0, known: 1.0 };

    /// A thousand rows of class 0, the surest first; a stage that is wrong from `wrong_from` on.
    fn guesses(wrong_from: usize) -> Vec<Guess> {
        let guess = |row: usize| Guess { class: usize::from(row >= wrong_from), log_probability: -count(row) / 1000.0, signs: FAMILIAR };
        (0..1000).map(guess).collect()
    }

    fn two_classes(row: usize) -> Vec<f64> {
        vec![-count(row + 1) / 1000.0, -1.0]
    }

    fn passage(labels: &[usize], whole_is_right: Vec<bool>) -> Passage<'_> {
        let rows = whole_is_right.len();
        Passage::new(labels, whole_is_right, vec![0.0; rows], vec![false; rows])
    }

    #[test]
    fn rows_leave_until_early_answers_would_cost_more_than_allowed() {
        let labels = [0; 1000];
        let mut passage = passage(&labels, vec![true; 1000]);
        let gate = passage.fit(&guesses(600), two_classes).unwrap();
        assert!((passage.share() - 0.6).abs() < 1e-9);
        assert!(gate.admits(&guesses(600)[599]).is_some() && gate.admits(&guesses(600)[600]).is_none());
    }

    #[test]
    fn what_the_whole_gets_wrong_as_well_costs_nothing() {
        let labels = [0; 1000];
        let mut passage = passage(&labels, vec![false; 1000]);
        assert!(passage.fit(&guesses(600), two_classes).is_some());
        assert!((passage.share() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn rows_of_no_intent_that_would_be_rejected_hold_a_gate_shut() {
        let labels = [0; 990];
        let mut passage = passage(&labels, vec![true; 1000]);
        let mut guesses = guesses(1000);
        // The ten rows of no intent are the surest of all.
        guesses.iter_mut().skip(990).for_each(|guess| guess.log_probability = 0.0);
        guesses[0].log_probability = -1.0;
        assert!(passage.fit(&guesses, two_classes).is_none());
    }

    #[test]
    fn rows_that_are_equally_sure_leave_together_or_not_at_all() {
        let labels = [0; 990];
        let mut passage = passage(&labels, vec![true; 1000]);
        let mut guesses = guesses(1000);
        for guess in &mut guesses {
            guess.log_probability = 0.0;
        }
        assert!(passage.fit(&guesses, two_classes).is_none());
    }

    #[test]
    fn strange_rows_stay_however_sure_and_familiar() {
        let labels = [0; 1000];
        let strange = (0..1000).map(|row| row < 100).collect();
        let mut passage = Passage::new(&labels, vec![true; 1000], vec![0.0; 1000], strange);
        assert!(passage.fit(&guesses(1000), two_classes).is_some());
        assert!(passage.has_left.iter().position(|left| *left) == Some(100) && (passage.share() - 0.9).abs() < 1e-9);
    }

    #[test]
    fn nothing_held_out_opens_no_gate() {
        let mut passage = passage(&[], vec![false; 10]);
        assert!(passage.fit(&guesses(10)[..10], two_classes).is_none());
    }

    #[test]
    fn the_least_familiar_sentences_are_passed_on_however_sure_the_stage_is() {
        let labels = [0; 1000];
        let strange = [Signs { layer: -3.0, ..FAMILIAR }, Signs { words: -3.0, ..FAMILIAR }, Signs { known: -3.0, ..FAMILIAR }];
        for signs in strange {
            let mut passage = passage(&labels, vec![true; 1000]);
            let mut guesses = guesses(1000);
            guesses.iter_mut().take(50).for_each(|guess| guess.signs = signs);
            let gate = passage.fit(&guesses, two_classes).unwrap();
            assert!(gate.admits(&guesses[0]).is_none() && gate.admits(&guesses[60]).is_some());
            assert!((passage.share() - 0.95).abs() < 1e-9);
        }
    }

    #[test]
    fn who_leaves_gets_the_score_that_the_whole_encoder_gives_to_sentences_as_familiar() {
        let labels = [0; 1000];
        let mut guesses = guesses(1000);
        guesses.iter_mut().enumerate().for_each(|(row, guess)| guess.signs.words = count(row % 10));
        let scores = guesses.iter().map(|guess| 3.0 * guess.signs.words + 1.0).collect();
        let gate = Passage::new(&labels, vec![true; 1000], scores, vec![false; 1000]).fit(&guesses, two_classes).unwrap();
        for (row, expected) in [(3, 10.0), (5, 16.0), (9, 28.0)] {
            assert!((gate.admits(&guesses[row]).unwrap() - expected).abs() < 1e-6);
        }
    }
}
