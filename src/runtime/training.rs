//! What a training found out about a bot, and where that is kept.

use std::path::Path;

use super::brain::{FAQ_CLASS, model_folder, training_rows};
use crate::bot::Bot;
use crate::domain::Language;
use crate::nlu::classifier::TrainReport;
use crate::nlu::intents::OFF_TOPIC;
use crate::nlu::review::{Kind, Review, Tally};
use crate::nlu::rows::data_hash;

/// A classifier that was trained just now.
pub struct Trained {
    /// What the training found.
    pub report: TrainReport,
    /// What it says of the examples.
    pub review: Review,
}

impl Trained {
    /// One line for people.
    pub fn summary(&self) -> String {
        let Tally { rows, right } = self.review.own;
        let understood = if rows == 0 {
            "too few examples to hold some out".to_owned()
        } else {
            format!("{right} of {rows} examples of its own intents were understood when held out")
        };
        format!("trained {} sentences in {:.1} s, {understood}", self.report.rows, self.report.seconds.all)
    }
}

/// The id of the FAQ entry that a class of a bot's classifier stands for.
pub fn faq_id(class: &str) -> Option<&str> {
    class.strip_prefix(FAQ_CLASS)
}

/// What a class of a bot's classifier is.
pub fn kind_of(bot: &Bot, class: &str) -> Kind {
    if faq_id(class).is_some() {
        return Kind::Faq;
    }
    if class == OFF_TOPIC {
        return Kind::OffTopic;
    }
    let intent = bot.intents.intents.iter().find(|(name, _)| name.as_str() == class);
    if intent.is_some_and(|(_, intent)| intent.built_in) { Kind::BuiltIn } else { Kind::Own }
}

/// What the last training said of just these examples, if its model is still kept.
pub fn kept_review(models: &Path, bot: &Bot, language: &Language) -> Option<Review> {
    Review::load(&model_folder(models, bot, language, &data_hash(&training_rows(bot, language))))
}
