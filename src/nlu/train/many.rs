//! Training on many rows: a head on vectors and one on words, mixed, and a cascade before them.

use std::time::Instant;

use rayon::prelude::*;

use super::gates::{PASSED_ON_INNER, PASSED_ON_LEXICAL, Passage};
use super::judged::Judged;
use super::set::{Present, Set};
use super::{Deciding, Early, Fitted, Steps, TrainProgress, TrainSettings};
use crate::nlu::calibrate::{Held, Mix, log_softmax, mean_loss, rounded};
use crate::nlu::cascade::{Cascade, Gate, Guess, Inner, inner_guess, lexical_guess};
use crate::nlu::features::Vocabulary;
use crate::nlu::folds::Fold;
use crate::nlu::head::{Head, Parameters, Problem, mean};
use crate::nlu::lexical::{Dual, Lexical, Task};
use crate::nlu::matrix::Matrix;
use crate::nlu::reject::quantile;

/// Strengths that are tried, from strong to weak regularisation.
const STRENGTHS: [f64; 6] = [10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0];
/// The strength when nothing can be held out.
const UNFITTED_STRENGTH: f64 = 100.0;
/// The strength of the heads of early stages, which only have to be sure of the easy sentences.
const EARLY_STRENGTH: f64 = 100.0;

/// The share of held-out rows whose words are too strange to count, the strangest ones.
const STRANGE: f64 = 0.01;
/// No more than this share of a text's words must be known, however much alike the rows are: one strange word says nothing yet.
const MOST_KNOWN: f64 = 0.5;

/// Which vectors a head learns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    Early,
    Middle,
    Last,
    LastAndMiddle,
}

impl Set<'_> {
    fn input(&self, input: Input, rows: &[usize]) -> Matrix {
        match input {
            Input::Early => self.early.gathered(rows),
            Input::Middle => self.middle.gathered(rows),
            Input::Last => self.vectors.gathered(rows),
            Input::LastAndMiddle => {
                let values = rows.iter().flat_map(|row| self.vectors.row(*row).iter().chain(self.middle.row(*row)).copied()).collect();
                Matrix { rows: rows.len(), columns: 2 * self.vectors.columns, values }
            }
        }
    }

    /// The rows that a fold judges: the held ones, then its rows of no intent.
    fn judged_by(&self, number: usize, fold: &Fold) -> Vec<usize> {
        fold.held.iter().copied().chain(self.outside_of(number)).collect()
    }

    fn present(&self, fold: &Fold) -> Present {
        Present::of(&self.labels_of(&fold.fitted), self.intents.len())
    }
}

/// The lexical head of one fold: what it says of the rows that the fold judges, and where its search ended.
struct FoldLexical {
    decisions: Matrix,
    dual: Dual,
    /// The shares of the held rows' words that it knows.
    known: Vec<f64>,
}

fn lexical_of(set: &Set, number: usize, fold: &Fold, seed: u64) -> FoldLexical {
    let texts = set.texts(&fold.fitted);
    let vocabulary = Vocabulary::of(&texts, set.fitted.len());
    let rows = vocabulary.features_of_all(&texts);
    let present = set.present(fold);
    let labels = present.narrow(&set.labels_of(&fold.fitted));
    let (classes, total) = (present.classes.len(), set.fitted.len());
    let (lexical, dual) = Lexical::fit(&Task { rows: &rows, features: vocabulary.len(), labels: &labels, classes, total }, None, seed);
    let texts = set.texts(&set.judged_by(number, fold));
    let decisions: Vec<Vec<f32>> = texts.par_iter().map(|text| lexical.decisions(&vocabulary.features(text))).collect();
    let decisions = Matrix { rows: texts.len(), columns: classes, values: decisions.concat() };
    let known = set.texts(&fold.held).iter().map(|text| vocabulary.known_share(text)).collect();
    FoldLexical { decisions: present.widen(&decisions), dual, known }
}

/// The share of a text's words that must be known, from rows that the heads have not seen.
fn least_known(lexicals: &[FoldLexical]) -> f64 {
    let mut shares: Vec<f64> = lexicals.iter().flat_map(|lexical| lexical.known.iter().copied()).collect();
    shares.sort_by(f64::total_cmp);
    if shares.is_empty() { 0.0 } else { rounded(quantile(&shares, STRANGE).min(MOST_KNOWN)) }
}

/// Where the search over all rows may begin, when there was one fold that knew all classes.
fn carried_dual(set: &Set, lexicals: &[FoldLexical]) -> Option<Dual> {
    let ([fold], [lexical]) = (set.folds.as_slice(), lexicals) else { return None };
    if lexical.dual.len() != set.intents.len() {
        return None;
    }
    let mut places = vec![0; set.rows.len()];
    for (place, row) in (0_u32..).zip(&set.fitted) {
        places[*row] = place;
    }
    let place = |(at, x): &(u32, f32)| (places[fold.fitted[*at as usize]], *x);
    Some(lexical.dual.iter().map(|of_class| of_class.iter().map(place).collect()).collect())
}

/// One fold, ready for the search.
struct Work {
    present: Present,
    fitted: Matrix,
    labels: Vec<usize>,
    centre: Vec<f32>,
    judged: Matrix,
}

impl Work {
    fn of(set: &Set, number: usize, fold: &Fold, input: Input) -> Self {
        let present = set.present(fold);
        let labels = present.narrow(&set.labels_of(&fold.fitted));
        let fitted = set.input(input, &fold.fitted);
        let centre = mean(&fitted);
        Self { present, fitted, labels, centre, judged: set.input(input, &set.judged_by(number, fold)) }
    }

    fn problem(&self) -> Problem<'_> {
        Problem::new(&self.fitted, self.labels.clone(), self.present.classes.len(), &self.centre)
    }
}

/// A strength with what the folds' heads say of the rows that they judge.
struct Choice {
    strength: f64,
    input: Input,
    loss: f64,
    logits: Vec<Matrix>,
    /// Where the search of a single fold ended.
    parameters: Option<Parameters>,
}

/// Walks strengths from strong to weak while they get better, each search starting where the last one ended.
fn walk(set: &Set, input: Input, strengths: &[f64], steps: &Steps, iterations: &mut usize) -> Option<Choice> {
    let work: Vec<Work> = set.folds.iter().enumerate().map(|(number, fold)| Work::of(set, number, fold, input)).collect();
    let prepared: Vec<(&Work, Problem)> = work.iter().map(|work| (work, work.problem())).collect();
    let mut best: Option<Choice> = None;
    let mut ends: Vec<Option<Parameters>> = vec![None; prepared.len()];
    for strength in strengths.iter().copied().filter(|_| !work.is_empty()) {
        let fit = |((work, problem), end): (&(&Work, Problem), &mut Option<Parameters>)| {
            let (parameters, iterations) = problem.fit(strength, end.take());
            let logits = work.present.widen(&problem.head(&parameters).logits_of_all(&work.judged));
            (parameters, iterations, logits)
        };
        let fits: Vec<_> = steps.after(|| prepared.par_iter().zip(ends.par_iter_mut()).map(fit).collect());
        *iterations += fits.iter().map(|(_, iterations, _)| iterations).sum::<usize>();
        let (parameters, logits): (Vec<Parameters>, Vec<Matrix>) = fits.into_iter().map(|(end, _, logits)| (end, logits)).unzip();
        let (stacked, labels, _) = set.stack(&logits);
        let loss = mean_loss(&stacked, &labels, 1.0);
        if best.as_ref().is_some_and(|best| loss >= best.loss - 1e-9) {
            // The likelihood has one peak over the strengths, and it is behind us.
            break;
        }
        let single = (parameters.len() == 1).then(|| parameters[0].clone());
        best = Some(Choice { strength, input, loss, logits, parameters: single });
        ends = parameters.into_iter().map(Some).collect();
    }
    best
}

/// Chooses strength and input.
fn choose(set: &Set, steps: &Steps, iterations: &mut usize) -> Choice {
    let both = walk(set, Input::LastAndMiddle, &STRENGTHS, steps, iterations);
    let none =
        Choice { strength: UNFITTED_STRENGTH, input: Input::LastAndMiddle, loss: f64::INFINITY, logits: Vec::new(), parameters: None };
    let both = both.unwrap_or(none);
    let last = walk(set, Input::Last, &[both.strength], steps, iterations);
    last.filter(|last| last.loss < both.loss).unwrap_or(both)
}

/// A head on all rows.
fn final_head(set: &Set, input: Input, strength: f64, start: Option<Parameters>) -> (Head, usize) {
    let vectors = set.input(input, &set.fitted);
    let centre = mean(&vectors);
    let problem = Problem::new(&vectors, set.labels_of(&set.fitted), set.intents.len(), &centre);
    let (parameters, iterations) = problem.fit(strength, start);
    (problem.head(&parameters), iterations)
}

/// Chooses on held-out rows, then fits on all.
pub(super) fn fit(set: &Set, settings: &TrainSettings, progress: &(dyn Fn(TrainProgress) + Sync), start: Instant) -> Fitted {
    let steps = Steps::new(set.folds.len() + STRENGTHS.len() + 7, progress);
    let numbered = || set.folds.iter().enumerate();
    let lexicals: Vec<FoldLexical> =
        numbered().map(|(number, fold)| steps.after(|| lexical_of(set, number, fold, settings.seed))).collect();
    let lexical_seconds = start.elapsed().as_secs_f64();
    let mut iterations = 0;
    let choice = choose(set, &steps, &mut iterations);
    let decisions: Vec<Matrix> = lexicals.iter().map(|lexical| lexical.decisions.clone()).collect();
    let mut judged = set.judge(&choice.logits, &decisions);
    let mix = judged.mix();
    let has_words = mix.lexical_weight.is_some_and(|weight| weight > 0.0);
    if !has_words {
        judged.forget_words();
    }
    let (mut deciding, accuracy) = judged.decide(mix, settings);
    let held_out_loss = judged.loss(&mix);
    let (cascade, early) = match (set.folds.as_slice(), lexicals.as_slice()) {
        ([fold], [lexical]) if settings.early_exit && has_words => {
            let stages = Stages { set, fold, decisions: &lexical.decisions, judged: &judged };
            stages.fit(&mut deciding, settings, &steps, &mut iterations)
        }
        _ => (Cascade::none(), Early::default()),
    };
    let choice_seconds = start.elapsed().as_secs_f64();

    let labels = set.labels_of(&set.fitted);
    // Words of no weight need no room in memory, and no time.
    let texts = if has_words { set.texts(&set.fitted) } else { Vec::new() };
    let vocabulary = Vocabulary::of(&texts, set.fitted.len());
    let lexical = steps.after(|| {
        if texts.is_empty() {
            return Lexical::silent(set.intents.len());
        }
        let features = vocabulary.features_of_all(&texts);
        let (classes, total) = (set.intents.len(), labels.len());
        let task = Task { rows: &features, features: vocabulary.len(), labels: &labels, classes, total };
        Lexical::fit(&task, carried_dual(set, &lexicals).as_ref(), settings.seed).0
    });
    let (head, final_iterations) = steps.after(|| final_head(set, choice.input, choice.strength, choice.parameters.clone()));
    Fitted {
        head,
        vocabulary,
        lexical,
        cascade,
        held_out_accuracy: accuracy,
        held_out_loss,
        held_out: judged.held_out(&set.intents, &deciding),
        confused: judged.confused(&set.intents, &deciding),
        strength: choice.strength,
        lexical_weight: mix.lexical_weight.unwrap_or_default(),
        middle_weight: if choice.input == Input::LastAndMiddle { 1.0 } else { 0.0 },
        uses_names: false,
        early,
        iterations: iterations + final_iterations,
        deciding: Deciding {
            mix: deciding.mix.for_more_rows(set.growth()),
            least_known: if has_words { least_known(&lexicals) } else { 0.0 },
            ..deciding
        },
        seconds: (lexical_seconds, choice_seconds),
    }
}

/// What an inner layer makes of the rows that the fold judges.
struct Seen {
    /// Of the layer and the words.
    mix: Mix,
    /// The layer's.
    logits: Matrix,
    /// What both guess of the kept rows.
    guesses: Vec<Guess>,
    /// Where the search ended.
    parameters: Parameters,
}

/// What the early stages are fitted on.
struct Stages<'a> {
    set: &'a Set<'a>,
    fold: &'a Fold,
    /// What the words say of the rows that the fold judges.
    decisions: &'a Matrix,
    judged: &'a Judged,
}

impl Stages<'_> {
    /// Fits the gates one after the other, each on the rows that the ones before left over; then the threshold of the last stage anew, so
    /// that the share of all rows that is rejected stays what it was to be.
    fn fit(&self, deciding: &mut Deciding, settings: &TrainSettings, steps: &Steps, iterations: &mut usize) -> (Cascade, Early) {
        let kept = self.kept();
        let whole_is_right = self.whole_is_right(deciding);
        let mut passage = Passage::new(&self.judged.labels, whole_is_right);
        let temperature = deciding.mix.lexical_temperature;
        let guesses: Option<Vec<Guess>> = kept.iter().map(|at| lexical_guess(self.decisions.row(*at), temperature)).collect();
        let of_row = |row: usize| log_softmax(self.decisions.row(kept[row]), temperature);
        let lexical: Option<Gate> = guesses.and_then(|guesses| passage.fit(&guesses, PASSED_ON_LEXICAL, of_row));
        let of_words = passage.share();
        let inner = [Input::Early, Input::Middle].map(|input| {
            steps.after(|| {
                let Seen { mix, logits, guesses, parameters } = self.inner(input, &kept, iterations)?;
                let of_row = |row: usize| mix.log_probabilities(logits.row(kept[row]), self.decisions.row(kept[row]));
                let gate = passage.fit(&guesses, PASSED_ON_INNER, of_row)?;
                let (head, more) = final_head(self.set, input, EARLY_STRENGTH, Some(parameters));
                *iterations += more;
                Some(Inner { head, mix, gate })
            })
        });
        let stays = |rows: std::ops::Range<usize>| rows.filter(|row| !passage.has_left[*row]);
        let inside = self.judged.labels.len();
        let (of_intents, of_none): (Vec<_>, Vec<_>) = (
            stays(0..inside).map(|row| self.judged.signals[row]).collect(),
            stays(inside..kept.len()).map(|row| self.judged.outside[row - inside]).collect(),
        );
        deciding.rejection = deciding.rejection.refitted(&of_intents, &of_none, settings.reject_share, inside);
        (Cascade { lexical, inner }, Early { lexical: of_words, inner: passage.share() - of_words })
    }

    /// The places of judged rows whose class the fold could learn, and of all rows of no intent.
    fn kept(&self) -> Vec<usize> {
        let present = self.set.present(self.fold);
        let is_known = |at: &usize| present.classes.binary_search(&self.set.labels[self.fold.held[*at]]).is_ok();
        let outside = self.fold.held.len()..self.decisions.rows;
        (0..self.fold.held.len()).filter(is_known).chain(outside).collect()
    }

    fn whole_is_right(&self, deciding: &Deciding) -> Vec<bool> {
        let right = |(row, label): (usize, &usize)| self.judged.first(&deciding.mix, row).0 == *label;
        let rejects = |signals| deciding.rejection.score(signals) < deciding.rejection.threshold;
        let inside = self.judged.labels.iter().enumerate().map(right);
        inside.chain(self.judged.outside.iter().copied().map(rejects)).collect()
    }

    fn inner(&self, input: Input, kept: &[usize], iterations: &mut usize) -> Option<Seen> {
        let work = Work::of(self.set, 0, self.fold, input);
        let problem = work.problem();
        let (parameters, more) = problem.fit(EARLY_STRENGTH, None);
        *iterations += more;
        let logits = work.present.widen(&problem.head(&parameters).logits_of_all(&work.judged));
        let inside = &kept[..self.judged.labels.len()];
        let (vector, lexical) = (logits.gathered(inside), self.decisions.gathered(inside));
        let mix = Mix::fit(&Held { vector: &vector, lexical: &lexical, labels: &self.judged.labels });
        let guesses: Option<Vec<Guess>> = kept.iter().map(|at| inner_guess(logits.row(*at), self.decisions.row(*at), &mix)).collect();
        Some(Seen { mix, logits, guesses: guesses?, parameters })
    }
}
