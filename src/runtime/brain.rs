//! A bot version, ready to work: its documents, and per language its intent model and FAQ index. Never changes once built.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::training::{Trained, kind_of};
use crate::bot::Bot;
use crate::domain::{
    Decision, Entity, FaqHit, IntentName, IntentScore, Language, Parts, Spoken, Stage, Strength, Timings, Understanding, Utterance,
};
use crate::faq::{FaqError, FaqIndex};
use crate::nlu::classifier::{
    Classified, Examples, FORMAT_VERSION, IntentModel, ModelError, Row, Stamp, TrainError, TrainProgress, TrainSettings, Verdict,
};
use crate::nlu::entity::{ExtractContext, Extractors, is_yes_or_no};
use crate::nlu::inference::{Inference, InferenceError};
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::language::{self, LanguageDetector, Wish};
use crate::nlu::names::name_rows;
use crate::nlu::question;
use crate::nlu::review::Review;
use crate::nlu::rows::data_hash;
use crate::nlu::taps::TextVectors;
use crate::nlu::vectors::{CacheError, VectorCache};

/// A bot that could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum BrainError {
    /// Encoding the examples failed.
    #[error(transparent)]
    Inference(#[from] InferenceError),
    /// The cache of sentence vectors failed.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// Training failed.
    #[error("the intents could not be trained: {0}")]
    Train(#[from] TrainError),
    /// The trained model could not be written or read.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The FAQ could not be indexed.
    #[error("the FAQ could not be indexed: {0}")]
    Faq(#[from] FaqError),
}

/// What making a bot ready needs.
pub struct Workshop<'a> {
    /// The encoder's threads.
    pub inference: &'a Inference,
    /// Sentence vectors of texts that were encoded before.
    pub vectors: &'a mut VectorCache,
    /// Where trained models are kept (`data/bots`); none trains anew each time.
    pub models: Option<PathBuf>,
    /// Whether to train even when a model of the same data is there.
    pub retrain: bool,
}

/// How making a bot ready comes along.
#[derive(Debug, Clone, Copy)]
pub enum BrainProgress {
    /// This many of so many sentences are encoded.
    Encoded(usize, usize),
    /// Training.
    Training(TrainProgress),
}

/// A bot version at work.
pub struct Brain {
    /// The bot.
    pub bot: Bot,
    languages: BTreeMap<Language, Tongue>,
    extractors: Extractors,
    detector: LanguageDetector,
}

/// What a bot needs to understand one language.
struct Tongue {
    intents: Arc<IntentModel>,
    faq: FaqIndex,
}

impl Brain {
    /// Makes a bot ready: loads the model that was trained on the same data with the same encoder, else trains and keeps it.
    ///
    /// # Errors
    /// [`BrainError`].
    pub fn prepare(
        bot: Bot,
        workshop: &mut Workshop<'_>,
        progress: &(dyn Fn(BrainProgress) + Sync),
    ) -> Result<(Self, Vec<(Language, Trained)>), BrainError> {
        let mut languages = BTreeMap::new();
        let mut reports = Vec::new();
        for language in &bot.languages {
            let (tongue, trained) = Tongue::prepare(&bot, language, workshop, progress)?;
            languages.insert(language.clone(), tongue);
            reports.extend(trained.map(|trained| (language.clone(), trained)));
        }
        let extractors = Extractors::new(&bot.entities, bot.controller.country.as_deref()).with_roles(&bot.intents);
        let known = |language: &Language| training_rows(&bot, language).into_iter().map(|row| row.text).collect();
        let detector = LanguageDetector::new(bot.languages.iter().map(|language| (language, known(language))));
        Ok((Self { bot, languages, extractors, detector }, reports))
    }

    /// The bot's first language.
    pub fn default_language(&self) -> &Language {
        self.bot.default_language()
    }

    /// The language to speak when `wished` is wished for.
    pub fn language(&self, wished: Option<&Language>) -> &Language {
        wished.and_then(|wished| self.bot.languages.iter().find(|language| *language == wished)).unwrap_or(self.default_language())
    }

    /// What a text shows of languages in a conversation. A sentence that an example of one language says word for word is of that
    /// language; a yes or no in the conversation's language is of that one.
    pub fn spoken(&self, text: &str, conversation: &Language) -> Spoken {
        let mut exact = self.languages.iter().filter(|(_, tongue)| self.languages.len() > 1 && tongue.intents.early(text).is_some());
        let only = exact.next().filter(|_| exact.next().is_none()).map(|(language, _)| language);
        let shown = only.or_else(|| self.detector.detect(text)).filter(|shown| *shown == conversation || !is_yes_or_no(text, conversation));
        Spoken { shown: shown.cloned(), wished: language::wished_for(text) }
    }

    /// A wish for a language beside something else, unless its words are a value of the bot's ("a guided tour, English please").
    pub(super) fn wish_beside(&self, utterance: &Utterance, conversation: &Language, now: Timestamp) -> Option<Wish> {
        let wish = language::wished_beside(utterance.as_str())?;
        let place = ExtractContext { language: self.language_of(utterance.as_str(), conversation), now: self.zoned(now) };
        let is_value = |entity: &Entity| entity.strength == Strength::Clear && !entity.value.is_yes_no();
        (!self.extractors.extract(&wish.said, &place).iter().any(is_value)).then_some(wish)
    }

    /// The language to read a text in: the one that its words show, else the conversation's.
    pub fn language_of(&self, text: &str, conversation: &Language) -> Language {
        self.spoken(text, conversation).shown.unwrap_or_else(|| conversation.clone())
    }

    /// The instant in the bot's time zone.
    pub fn zoned(&self, now: Timestamp) -> jiff::Zoned {
        now.to_zoned(self.bot.time_zone.clone())
    }

    /// What an utterance means, and the FAQ entry that answers it, if any. It is read in the language that its words show
    /// ([`Brain::spoken`]), else in the given one.
    ///
    /// # Errors
    /// The encoder is overloaded or failed.
    pub async fn understand(
        &self,
        inference: &Inference,
        utterance: &Utterance,
        spoken: Spoken,
        language: &Language,
        now: Timestamp,
    ) -> Result<(Understanding, Option<FaqHit>), BrainError> {
        let began = std::time::Instant::now();
        let text = utterance.as_str();
        let language = spoken.shown.clone().unwrap_or_else(|| language.clone());
        let tongue = self.languages.get(&language).or_else(|| self.languages.values().next());
        let mut timings = Timings::default();
        let mut faq = None;
        let classified = match tongue {
            None => None,
            Some(tongue) => {
                let (known, encoded, head) = tongue.intents.understand(inference, text).await?;
                timings.head_us = microseconds(head);
                let is_whole = encoded.as_ref().filter(|_| known.stage == Stage::Full);
                if let Some(encoded) = &encoded {
                    (timings.tokenize_us, timings.encode_us) = (encoded.tokenize_us, encoded.encode_us);
                }
                faq = match is_whole {
                    // Where the classifier is clear that nothing here is meant, a question that shares words is not meant either.
                    Some(_) if known.verdict == Verdict::Intent(OFF_TOPIC.to_owned()) => None,
                    Some(encoded) => tongue.faq.answer(text, &encoded.vector)?,
                    // What is clear before the encoder is done needs no search.
                    None => self.taught_answer(&known),
                };
                Some(known)
            }
        };
        let context = ExtractContext { language: language.clone(), now: self.zoned(now) };
        let entities = self.extractors.extract(text, &context);
        timings.total_us = microseconds(began.elapsed());
        let stage = classified.as_ref().map_or(Stage::Exact, |classified| classified.stage);
        let (ranked, decision) = classified.as_ref().map_or((Vec::new(), Decision::OutOfScope), named);
        let understanding = Understanding { utterance: utterance.clone(), language, spoken, ranked, decision, entities, stage, timings };
        Ok((understanding, faq))
    }

    /// The question that stands beside something else in an utterance, and the rest, each on its own: one sentence more to encode, and
    /// only where the rest holds a value.
    ///
    /// # Errors
    /// The encoder is overloaded or failed.
    pub(super) async fn parts(
        &self,
        inference: &Inference,
        utterance: &Utterance,
        language: &Language,
        now: Timestamp,
    ) -> Result<Option<Parts>, BrainError> {
        let context = ExtractContext { language: language.clone(), now: self.zoned(now) };
        for split in question::splits(utterance.as_str(), language) {
            let (Ok(rest), Ok(question)) = (Utterance::new(&split.rest), Utterance::new(&split.question)) else { continue };
            let entities = self.extractors.extract(rest.as_str(), &context);
            if entities.is_empty() {
                continue;
            }
            let (question, faq) = self.understand(inference, &question, Spoken::default(), language, now).await?;
            let rest = Understanding {
                utterance: rest,
                language: language.clone(),
                spoken: Spoken::default(),
                ranked: Vec::new(),
                decision: Decision::OutOfScope,
                entities,
                stage: Stage::Full,
                timings: Timings::default(),
            };
            return Ok(Some(Parts { rest, question, faq }));
        }
        Ok(None)
    }

    /// The FAQ entry whose questions a sentence was clearly taken for.
    fn taught_answer(&self, classified: &Classified) -> Option<FaqHit> {
        let Verdict::Intent(label) = &classified.verdict else { return None };
        let id = label.strip_prefix(FAQ_CLASS)?;
        let entry = self.bot.faq.entries.iter().find(|entry| entry.id == id)?;
        let confidence = classified.ranked.first().map_or(0.0, |(_, confidence)| *confidence);
        Some(FaqHit { id: entry.id.clone(), answer: entry.answer.clone(), confidence })
    }

    /// The FAQ entry that answers a question, if one does. It is read in the language that its words show, else in the given one.
    ///
    /// # Errors
    /// The encoder is overloaded or failed.
    pub(super) async fn faq(&self, inference: &Inference, question: &Utterance, language: &Language) -> Result<Option<FaqHit>, BrainError> {
        let Some(tongue) = self.languages.get(&self.language_of(question.as_str(), language)) else { return Ok(None) };
        let encoded = inference.encode(question.as_str().to_owned()).await?;
        Ok(tongue.faq.answer(question.as_str(), &encoded.vector)?)
    }

    /// The values found in an utterance.
    pub(super) fn entities_in(&self, utterance: &Utterance, context: &ExtractContext) -> Vec<Entity> {
        self.extractors.extract(utterance.as_str(), context)
    }
}

fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// The classifier's labels as intent names; they were names when the bot was loaded. Confidences are those given that the bot's business
/// is meant, where that is decided: an intent does not count for less because the rest of the world was not ruled out.
fn named(classified: &Classified) -> (Vec<IntentScore>, Decision) {
    let name = |label: &str| IntentName::new(label).ok().filter(|intent| intent.as_str() != OFF_TOPIC);
    let decision = match &classified.verdict {
        Verdict::Intent(label) => name(label).map(Decision::Intent),
        // Between an intent and what is none, the likelier wins: there is nothing to ask about.
        Verdict::Ambiguous(first, second) => {
            let second = name(second);
            name(first)
                .map(|first| second.map_or_else(|| Decision::Intent(first.clone()), |second| Decision::Ambiguous(first.clone(), second)))
        }
        Verdict::OutOfScope => None,
    };
    let off_topic = classified.ranked.iter().find(|(label, _)| label == OFF_TOPIC).filter(|_| decision.is_some());
    let in_scope = 1.0 - off_topic.map_or(0.0, |(_, confidence)| *confidence);
    let score = |(label, confidence): &(String, f64)| Some(IntentScore { intent: name(label)?, confidence: confidence / in_scope });
    (classified.ranked.iter().filter_map(score).collect(), decision.unwrap_or(Decision::OutOfScope))
}

/// What the classes of FAQ entries begin with; no name of an intent holds a slash.
pub(super) const FAQ_CLASS: &str = "faq/";

/// What a bot's classifier learns from in a language: the examples of its intents, and the questions of each FAQ entry as a class of
/// its own that is no intent. Without them a bot of few intents takes any question about its subject for one of these.
pub fn training_rows(bot: &Bot, language: &Language) -> Vec<Row> {
    let questions = bot.faq.entries.iter().flat_map(|entry| {
        let questions = entry.questions.get(language).into_iter().flatten();
        questions.map(|question| Row { text: question.text.clone(), intent: format!("{FAQ_CLASS}{}", entry.id) })
    });
    bot.intents.rows(language).into_iter().chain(questions).collect()
}

/// Where the model of a bot's language is kept, below the folder of all models.
pub fn model_folder(models: &Path, bot: &Bot, language: &Language, data_hash: &str) -> PathBuf {
    models.join(bot.name.as_str()).join(data_hash.get(..16).unwrap_or(data_hash)).join(language.as_str())
}

impl Tongue {
    fn prepare(
        bot: &Bot,
        language: &Language,
        workshop: &mut Workshop<'_>,
        progress: &(dyn Fn(BrainProgress) + Sync),
    ) -> Result<(Self, Option<Trained>), BrainError> {
        let questions = FaqIndex::texts(&bot.faq, language);
        let vectors = TextVectors::last_of(workshop.encode(&questions, progress)?);
        let faq = FaqIndex::build(&bot.faq, language, &vectors)?;
        let rows = training_rows(bot, language);
        let hash = data_hash(&rows);
        let dir = workshop.models.as_ref().map(|models| model_folder(models, bot, language, &hash));
        if let Some(dir) = dir.as_deref().filter(|dir| !workshop.retrain && dir.is_dir())
            && let Some(intents) = load(dir, workshop.inference.encoder().fingerprint(), &hash)
        {
            return Ok((Self { intents: Arc::new(intents), faq }, None));
        }
        let settings = TrainSettings { middle_layer: false, ..TrainSettings::default() };
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let vectors = workshop.encode(&texts, progress)?;
        let (rows, vectors) = bot.intents.without_shipped_off_topic_nearby(language, rows, vectors);
        let names = name_rows(&rows, &[OFF_TOPIC, &settings.out_of_scope]);
        let texts: Vec<String> = names.iter().map(|row| row.text.clone()).collect();
        let name_vectors = workshop.encode(&texts, progress)?;
        let examples = Examples { rows: &rows, vectors: &vectors, names: &names, name_vectors: &name_vectors };
        let train = |step| progress(BrainProgress::Training(step));
        let (intents, report) = IntentModel::train(examples, &settings, &train)?;
        let review = Review::of(&rows, &vectors, &report.held_out, &|class| kind_of(bot, class));
        if let Some(dir) = dir {
            let encoder = workshop.inference.encoder().fingerprint().to_owned();
            intents.save(&dir, &Stamp { format: FORMAT_VERSION, encoder, data: hash })?;
            if let Err(error) = review.save(&dir) {
                tracing::warn!(%error, "the review of the examples could not be kept beside the model");
            }
        }
        Ok((Self { intents: Arc::new(intents), faq }, Some(Trained { report, review })))
    }
}

/// The kept model, if it is whole and of this encoder and data; a stale or damaged one is trained anew.
fn load(dir: &Path, encoder: &str, hash: &str) -> Option<IntentModel> {
    match IntentModel::load(dir, encoder) {
        Ok((model, stamp)) if stamp.data == hash => Some(model),
        Ok(_) => None,
        Err(error) => {
            tracing::warn!(%error, "the kept model is not usable and is trained anew");
            None
        }
    }
}

impl Workshop<'_> {
    fn encode(&mut self, texts: &[String], progress: &(dyn Fn(BrainProgress) + Sync)) -> Result<Vec<TextVectors>, BrainError> {
        let total = texts.len();
        Ok(self.vectors.vectors(self.inference, texts, &|done| progress(BrainProgress::Encoded(done, total)))?)
    }
}
