//! Search: what a text asks for, by words and by meaning.

use crate::domain::{FaqHit, Language, MessageKey};

use super::fit::{Fit, Scores, Trial};
use super::lexical::Lexical;
use super::{FaqEntry, FaqError, FaqSet};

/// The most questions that the fit looks at; evenly drawn from all.
const MAX_TRIALS: usize = 600;

/// The FAQ of a bot in one language, ready to search.
pub struct FaqIndex {
    lexical: Option<Lexical>,
    entries: Vec<IndexedEntry>,
    questions: Vec<IndexedQuestion>,
    fit: Fit,
}

struct IndexedEntry {
    id: String,
    answer: MessageKey,
    /// Of what it says.
    vector: Option<Vec<f32>>,
}

struct IndexedQuestion {
    text: String,
    entry: usize,
    vector: Vec<f32>,
}

/// An answer that is three times as likely wrong as right is none, wherever the threshold lies.
const LEAST_CONFIDENCE: f64 = 0.25;

/// By what entries are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// Words and vectors, fused by the fitted weights.
    Fused,
    /// BM25 alone.
    Words,
    /// The cosines of the vectors of questions and answers alone.
    Vectors,
}

/// One entry with its scores against a text; the text itself is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedEntry {
    /// The entry's id.
    pub id: String,
    /// The message that answers.
    pub answer: MessageKey,
    /// The calibrated probability that it answers, 0 to 1.
    pub confidence: f64,
    /// The fused score, by which entries are ranked.
    pub score: f64,
    /// The cosine to the entry's closest question.
    pub cosine: f64,
    /// The cosine to what the entry answers; nothing where that is unknown.
    pub answer_cosine: Option<f64>,
    /// How well that question's words cover the text's words, 0 to 1.
    pub lexical: f64,
    /// The entry's question that fits best.
    pub question: String,
}

impl FaqIndex {
    /// The questions of a language, and after them the known answers, in the order of the vectors that [`FaqIndex::build`] wants.
    pub fn texts(set: &FaqSet, language: &Language) -> Vec<String> {
        questions(set, language).chain(answers(set, language)).map(|(_, text)| text.to_owned()).collect()
    }

    /// Indexes the questions and answers of a language and fits fusion, confidence and threshold on them. `vectors` are unit-length,
    /// one for each of [`FaqIndex::texts`].
    ///
    /// # Errors
    /// [`FaqError`] when vectors are missing or differ in length, or the search library fails.
    pub fn build(set: &FaqSet, language: &Language, vectors: &[Vec<f32>]) -> Result<Self, FaqError> {
        let owners: Vec<(usize, &str)> = questions(set, language).collect();
        let answered: Vec<usize> = answers(set, language).map(|(entry, _)| entry).collect();
        if owners.len() + answered.len() != vectors.len() {
            return Err(FaqError::VectorCount { expected: owners.len() + answered.len(), found: vectors.len() });
        }
        let dimensions = vectors.first().map_or(0, Vec::len);
        for vector in vectors {
            check_dimensions(dimensions, vector)?;
        }
        let texts: Vec<&str> = owners.iter().map(|(_, text)| *text).collect();
        let lexical = if texts.is_empty() { None } else { Some(Lexical::new(&texts, language)?) };
        let entry = |entry: &FaqEntry| IndexedEntry { id: entry.id.clone(), answer: entry.answer.clone(), vector: None };
        let question = |((entry, text), vector): (&(usize, &str), &Vec<f32>)| IndexedQuestion {
            text: (*text).to_owned(),
            entry: *entry,
            vector: vector.clone(),
        };
        let mut index = Self {
            lexical,
            entries: set.entries.iter().map(entry).collect(),
            questions: owners.iter().zip(vectors).map(question).collect(),
            fit: Fit::new(&[]),
        };
        for (entry, vector) in answered.into_iter().zip(vectors.iter().skip(owners.len())) {
            if let Some(entry) = index.entries.get_mut(entry) {
                entry.vector = Some(vector.clone());
            }
        }
        index.fit = Fit::new(&index.trials()?);
        Ok(index)
    }

    /// The ids of the entries by one score, the best first, without those that it says nothing of: for comparisons.
    ///
    /// # Errors
    /// As [`FaqIndex::search`].
    pub fn ranked_by(&self, ranking: Ranking, text: &str, vector: &[f32]) -> Result<Vec<&str>, FaqError> {
        let score = |scores: Scores| match ranking {
            Ranking::Fused => scores.fused(self.fit.weights),
            Ranking::Words => scores.lexical,
            Ranking::Vectors => scores.meaning(self.fit.weights),
        };
        let mut best = vec![f64::NEG_INFINITY; self.entries.len()];
        for (question, scores) in self.questions.iter().zip(self.question_scores(text, vector)?) {
            if let Some(place) = best.get_mut(question.entry) {
                *place = place.max(score(scores));
            }
        }
        let none = if ranking == Ranking::Words { 0.0 } else { f64::NEG_INFINITY };
        let mut ranked: Vec<(&str, f64)> = self.entries.iter().map(|entry| entry.id.as_str()).zip(best).collect();
        ranked.retain(|(_, score)| *score > none);
        ranked.sort_by(|left, right| right.1.total_cmp(&left.1));
        Ok(ranked.into_iter().map(|(id, _)| id).collect())
    }

    /// The lexical share of the fused score, fitted on the questions.
    pub fn lexical_weight(&self) -> f64 {
        self.fit.weights.lexical
    }

    /// The answers' share of what vectors say, fitted on the questions; nothing where no answer is known.
    pub fn answer_weight(&self) -> Option<f64> {
        let is_known = self.entries.iter().any(|entry| entry.vector.is_some());
        is_known.then_some(self.fit.weights.answer)
    }

    /// The words of a question, such as the best of an entry, that a text has too, as the question writes them.
    pub fn shared_words<'a>(&self, question: &'a str, text: &str) -> Vec<&'a str> {
        self.lexical.as_ref().map_or_else(Vec::new, |lexical| lexical.shared(question, text))
    }

    /// The entries that fit a text best, the best first.
    ///
    /// # Errors
    /// [`FaqError`] when the vector has another length than the questions' or the search library fails.
    pub fn search(&self, text: &str, vector: &[f32], limit: usize) -> Result<Vec<RankedEntry>, FaqError> {
        let scores = self.question_scores(text, vector)?;
        let best = self.best_per_entry(&scores, None);
        let found: Vec<(usize, usize, Scores)> =
            best.iter().enumerate().filter_map(|(entry, best)| best.map(|(question, scores)| (entry, question, scores))).collect();
        let fused: Vec<f64> = found.iter().map(|(_, _, scores)| scores.fused(self.fit.weights)).collect();
        let confidences = self.fit.confidences(&fused);
        let rank = |(((entry, question, scores), score), confidence): ((&(usize, usize, Scores), &f64), &f64)| {
            let (entry, question) = (self.entries.get(*entry)?, self.questions.get(*question)?);
            Some(RankedEntry {
                id: entry.id.clone(),
                answer: entry.answer.clone(),
                confidence: *confidence,
                score: *score,
                cosine: scores.cosine,
                answer_cosine: scores.answer,
                lexical: scores.lexical,
                question: question.text.clone(),
            })
        };
        let mut ranked: Vec<RankedEntry> = found.iter().zip(&fused).zip(&confidences).filter_map(rank).collect();
        ranked.sort_by(|left, right| right.score.total_cmp(&left.score));
        ranked.truncate(limit);
        Ok(ranked)
    }

    /// The entry that answers a text, or nothing when none fits well enough.
    ///
    /// # Errors
    /// As [`FaqIndex::search`].
    pub fn answer(&self, text: &str, vector: &[f32]) -> Result<Option<FaqHit>, FaqError> {
        let best = self.search(text, vector, 1)?.into_iter().next();
        let good = best.filter(|best| best.score >= self.fit.threshold && best.confidence >= LEAST_CONFIDENCE);
        Ok(good.map(|best| FaqHit { id: best.id, answer: best.answer, confidence: best.confidence }))
    }

    /// The scores of each question.
    fn question_scores(&self, text: &str, vector: &[f32]) -> Result<Vec<Scores>, FaqError> {
        let Some(lexical) = &self.lexical else { return Ok(Vec::new()) };
        check_dimensions(self.questions.first().map_or(0, |question| question.vector.len()), vector)?;
        let words = lexical.scores(text)?;
        let code_share = words.code_share;
        let cosine = |of: &[f32]| of.iter().zip(vector).map(|(left, right)| f64::from(left * right)).sum::<f64>();
        let answers: Vec<Option<f64>> = self.entries.iter().map(|entry| entry.vector.as_deref().map(cosine)).collect();
        let scores = |((question, lexical), codes): ((&IndexedQuestion, f64), f64)| {
            let answer = answers.get(question.entry).copied().flatten();
            Scores { cosine: cosine(&question.vector), answer, lexical, codes, code_share }
        };
        Ok(self.questions.iter().zip(words.lexical).zip(words.codes).map(scores).collect())
    }

    /// For each entry its best question (but for one left out) and that question's scores.
    fn best_per_entry(&self, scores: &[Scores], left_out: Option<usize>) -> Vec<Option<(usize, Scores)>> {
        let mut best: Vec<Option<(usize, Scores)>> = vec![None; self.entries.len()];
        for (number, (question, scores)) in self.questions.iter().zip(scores).enumerate() {
            let Some(place) = best.get_mut(question.entry).filter(|_| left_out != Some(number)) else { continue };
            let better = place.is_none_or(|(_, other)| scores.fused(self.fit.weights) > other.fused(self.fit.weights));
            if better {
                *place = Some((number, *scores));
            }
        }
        best
    }

    /// The bot's own questions, each asked with itself left out.
    fn trials(&self) -> Result<Vec<Trial>, FaqError> {
        let step = self.questions.len().div_ceil(MAX_TRIALS).max(1);
        let mut trials = Vec::new();
        for (number, question) in self.questions.iter().enumerate().step_by(step) {
            let scores = self.question_scores(&question.text, &question.vector)?;
            let entries: Vec<Option<Scores>> =
                self.best_per_entry(&scores, Some(number)).into_iter().map(|best| best.map(|(_, scores)| scores)).collect();
            let has_alternative = entries.get(question.entry).is_some_and(Option::is_some);
            trials.push(Trial { answer: question.entry, has_alternative, entries });
        }
        Ok(trials)
    }
}

fn questions<'a>(set: &'a FaqSet, language: &'a Language) -> impl Iterator<Item = (usize, &'a str)> {
    let of_entry = |entry: &'a FaqEntry| entry.questions.get(language).into_iter().flatten();
    set.entries.iter().enumerate().flat_map(move |(number, entry)| of_entry(entry).map(move |question| (number, question.text.as_str())))
}

/// What entries that can be asked for in a language answer in it.
fn answers<'a>(set: &'a FaqSet, language: &'a Language) -> impl Iterator<Item = (usize, &'a str)> {
    let of_entry = |entry: &'a FaqEntry| {
        let is_asked = entry.questions.get(language).is_some_and(|questions| !questions.is_empty());
        entry.answer_texts.get(language).filter(|_| is_asked)
    };
    set.entries.iter().enumerate().filter_map(move |(number, entry)| Some((number, of_entry(entry)?.as_str())))
}

fn check_dimensions(expected: usize, vector: &[f32]) -> Result<(), FaqError> {
    if vector.len() == expected { Ok(()) } else { Err(FaqError::Dimensions { expected, found: vector.len() }) }
}
