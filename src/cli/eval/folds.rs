//! Rows that are judged by trainings on the others: a bot's own examples, or those of files without a test file.

use std::path::Path;
use std::sync::Arc;

use indicatif::ProgressBar;

use super::judge::{Times, judged, run_of};
use super::part::{Files, Part};
use super::{Arguments, FOLDS, Results, accuracy, encoder_facts, names};
use crate::cli::render::{Failure, Output};
use crate::cli::sentences::Sentences;
use crate::cli::setup::{load_bot, spoken};
use crate::nlu::classifier::{IntentModel, Verdict};
use crate::nlu::evaluate::Judged;
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::report::{Apart, DataFile, LearningPoint, Mode};
use crate::nlu::review::Kind;
use crate::nlu::rows::{Role, dealt, expect_two_intents};
use crate::runtime::{kind_of, training_rows};

/// All rows judged, each by a training on the other folds.
struct Folded {
    judged: Vec<Judged>,
    /// The model of the last fold, with what it had not seen.
    last: (Arc<IntentModel>, Part),
    learning_curve: Vec<LearningPoint>,
}

impl Arguments {
    fn fold_count(&self) -> u8 {
        self.folds.unwrap_or(FOLDS)
    }

    fn folded(&self, all: &Part, output: Output) -> anyhow::Result<Folded> {
        let folds = dealt(&all.rows, &all.vectors, self.fold_count().into());
        let parts: Vec<(Part, Part)> = folds
            .iter()
            .map(|held| {
                let (test, others) = all.split(held);
                (test, others.keeping(|row| self.is_in_training(row)))
            })
            .collect();
        let largest = parts.iter().map(|(_, train)| train.largest_intent()).max().unwrap_or(0);
        let points = self.curve_points(largest);
        let bar = output.progress("training", 1);
        let total = parts.len() as u64 * (1 + points.len() as u64);
        let mut done = 0;
        let (mut judged_rows, mut accuracies, mut rows, mut last) = (Vec::new(), Vec::new(), 0, None);
        for (test, train) in &parts {
            let model = self.fold(train, &bar, (done, total))?;
            done += 1;
            let judged = judged(&model, test);
            accuracies.push(accuracy(&judged, &self.oos_label));
            rows += train.rows.len();
            judged_rows.extend(judged);
            last = Some((model, test));
        }
        let mut learning_curve = Vec::new();
        for shots in points {
            let (mut at_shots, mut sampled_rows) = (Vec::new(), 0);
            for (test, train) in &parts {
                let sample = train.sample(shots, done);
                let model = self.fold(&sample, &bar, (done, total))?;
                done += 1;
                sampled_rows += sample.rows.len();
                at_shots.push(accuracy(&judged(&model, test), &self.oos_label));
            }
            learning_curve.push(LearningPoint::of(shots, sampled_rows / parts.len().max(1), &at_shots));
        }
        bar.finish_and_clear();
        if self.curve {
            learning_curve.push(LearningPoint::of(largest, rows / parts.len().max(1), &accuracies));
        }
        judged_rows.sort_by_key(|row| row.row);
        let Some((model, test)) = last else {
            return Err(Failure::new("there are too few examples to hold some out", "write at least two examples an intent").into());
        };
        let test = test.keeping(|_| true);
        Ok(Folded { judged: judged_rows, last: (Arc::new(model), test), learning_curve })
    }

    fn fold(&self, train: &Part, bar: &ProgressBar, (done, total): (u64, u64)) -> anyhow::Result<IntentModel> {
        let (model, _) = IntentModel::train_with(train.examples(), None, &self.settings(0), &|progress| {
            bar.set_length(total * progress.total as u64);
            bar.set_position(done * progress.total as u64 + progress.done as u64);
        })?;
        Ok(model)
    }
}

/// Judges each fold of the training files by a training on the others; all folds are one run.
pub(super) fn file(arguments: &Arguments, output: Output) -> anyhow::Result<Results> {
    let read = Files::read(&arguments.train, Role::Train, arguments.train_part.as_deref(), output)?;
    if let Some(path) = arguments.train.first() {
        expect_two_intents(path, &read.rows, &arguments.oos_label)?;
    }
    let mut sentences = Sentences::open(&arguments.encoder, output)?;
    let all = arguments.named(Part::encoded(read.rows, &mut sentences)?, &mut sentences)?;
    let Folded { judged, last: (model, test), learning_curve } = arguments.folded(&all, output)?;
    let sentence = |number| arguments.kept_text(&all.rows, number);
    let run = run_of(&judged, None, &arguments.oos_label, model.threshold(), 0, &sentence);
    Ok(Results {
        runs: vec![run],
        times: Times::take(&model, &test, &sentences)?,
        learning_curve,
        apart: None,
        vector_seconds: sentences.seconds,
        title: names(&read.facts, "train"),
        encoder: encoder_facts(&arguments.encoder, &sentences),
        files: read.facts,
        rows: all.rows,
        mode: Mode::Folds { folds: arguments.fold_count() },
    })
}

/// Judges each fold of a bot's examples by a training on the others; all folds are one run.
///
/// The classifier learns from built-in intents, FAQ questions and off-topic sentences too, as it does at work; they are judged apart.
pub(super) fn bot(arguments: &Arguments, dir: &Path, output: Output) -> anyhow::Result<Results> {
    let bot = load_bot(output, dir)?;
    let language = spoken(&bot.languages, arguments.lang.as_deref())?;
    let rows = training_rows(&bot, &language);
    let mut sentences = Sentences::open(&bot.encoder, output)?;
    let vectors = sentences.vectors(&rows)?;
    let (rows, vectors) = bot.intents.without_shipped_off_topic_nearby(&language, rows, vectors);
    let all = arguments.named(Part::new(rows, vectors), &mut sentences)?;
    let Folded { judged, last: (model, test), learning_curve } = arguments.folded(&all, output)?;
    let kind = |class: &str| kind_of(&bot, class);
    let (own, others): (Vec<Judged>, Vec<Judged>) =
        judged.into_iter().map(off_topic_is_rejected).partition(|row| kind(&row.truth) == Kind::Own);
    let sentence = |number| arguments.kept_text(&all.rows, number);
    let run = run_of(&own, None, &arguments.oos_label, model.threshold(), 0, &sentence);
    let files = vec![DataFile { role: "bot", name: bot.name.to_string(), sha256: bot.hash.clone(), rows: all.rows.len() }];
    Ok(Results {
        runs: vec![run],
        times: Times::take(&model, &test, &sentences)?,
        learning_curve,
        apart: Some(apart(&others, &kind)),
        vector_seconds: sentences.seconds,
        title: format!("{} ({language}), its own examples", bot.name),
        encoder: encoder_facts(&bot.encoder, &sentences),
        files,
        rows: all.rows,
        mode: Mode::Folds { folds: arguments.fold_count() },
    })
}

/// What is taken for off topic is decided as out of scope.
fn off_topic_is_rejected(mut judged: Judged) -> Judged {
    if judged.classified.verdict == Verdict::Intent(OFF_TOPIC.to_owned()) {
        judged.classified.verdict = Verdict::OutOfScope;
    }
    judged
}

/// How often what is no intent is taken for one, and built-in intents are understood. Between an intent and what is none, the likelier
/// wins, as it does at work.
fn apart(others: &[Judged], kind: &dyn Fn(&str) -> Kind) -> Apart {
    let is_taken = |row: &Judged| match &row.classified.verdict {
        Verdict::Intent(intent) | Verdict::Ambiguous(intent, _) => matches!(kind(intent), Kind::Own | Kind::BuiltIn),
        Verdict::OutOfScope => false,
    };
    let is_right = |row: &Judged| row.classified.ranked.first().is_some_and(|(intent, _)| *intent == row.truth);
    let share = |of: Kind, counts: &dyn Fn(&Judged) -> bool| {
        let rows: Vec<&Judged> = others.iter().filter(|row| kind(&row.truth) == of).collect();
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        (rows.len(), number(rows.iter().filter(|row| counts(row)).count()) / number(rows.len().max(1)))
    };
    let (built_in_rows, built_in_accuracy) = share(Kind::BuiltIn, &is_right);
    let (faq_rows, faq_taken_for_intent) = share(Kind::Faq, &is_taken);
    let (off_topic_rows, off_topic_taken_for_intent) = share(Kind::OffTopic, &is_taken);
    Apart { built_in_rows, built_in_accuracy, faq_rows, faq_taken_for_intent, off_topic_rows, off_topic_taken_for_intent }
}
