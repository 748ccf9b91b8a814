//! What a bot says: messages by key and language, with variants, templates and quick replies.

use std::collections::BTreeMap;

use minijinja::Environment;

use super::expression::{ExpressionError, Scope, environment};
use crate::domain::{Choice, Language, MessageKey};

/// All messages of a bot, built-in texts included.
#[derive(Debug)]
pub struct Messages {
    default_language: Language,
    by_language: BTreeMap<Language, BTreeMap<MessageKey, Message>>,
    /// Labels of entity values: (language, value) to label.
    labels: BTreeMap<(Language, String), String>,
    templates: Environment<'static>,
}

/// One message in one language.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Template texts; one is chosen per conversation and turn.
    pub variants: Vec<String>,
    /// Buttons shown with it.
    pub quick_replies: Vec<Choice>,
}

impl Messages {
    /// Messages without any text.
    pub fn new(default_language: Language) -> Self {
        Self { default_language, by_language: BTreeMap::new(), labels: BTreeMap::new(), templates: environment() }
    }

    /// Adds a message; an error names a template that does not compile (variant, error).
    ///
    /// # Errors
    /// A template's syntax error, with the index of its variant.
    pub fn add(&mut self, language: &Language, key: &MessageKey, message: Message) -> Result<(), (usize, ExpressionError)> {
        for (index, text) in message.variants.iter().enumerate() {
            let name = template_name(language, key, index);
            self.templates.add_template_owned(name, text.clone()).map_err(|error| (index, ExpressionError::new(&error)))?;
        }
        self.by_language.entry(language.clone()).or_default().insert(key.clone(), message);
        Ok(())
    }

    /// Adds the label of an entity's value.
    pub fn add_label(&mut self, language: &Language, value: &str, label: &str) {
        self.labels.insert((language.clone(), value.to_owned()), label.to_owned());
    }

    /// The label of an entity's value: as declared, else the value with a capital and spaces for underscores.
    pub fn label(&self, language: &Language, value: &str) -> String {
        if let Some(label) = self.labels.get(&(language.clone(), value.to_owned())) {
            return label.clone();
        }
        let spaced = value.replace('_', " ");
        let mut characters = spaced.chars();
        characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
    }

    /// The message in a language, else in the default language.
    pub fn get<'a>(&'a self, language: &'a Language, key: &MessageKey) -> Option<&'a Message> {
        self.in_language(language, key).map(|(_, message)| message)
    }

    /// Renders a variant of a message.
    ///
    /// # Errors
    /// No such message; undefined names; fuel used up.
    pub fn render(&self, language: &Language, key: &MessageKey, variant: usize, scope: &Scope) -> Result<String, ExpressionError> {
        let missing = || ExpressionError { what: format!("there is no message `{key}`") };
        let (language, _) = self.in_language(language, key).ok_or_else(missing)?;
        let template = self.templates.get_template(&template_name(language, key, variant)).map_err(|_| missing())?;
        template.render(minijinja::value::Serde(scope)).map_err(|error| ExpressionError::new(&error))
    }

    fn in_language<'a>(&'a self, language: &'a Language, key: &MessageKey) -> Option<(&'a Language, &'a Message)> {
        [language, &self.default_language]
            .into_iter()
            .find_map(|language| self.by_language.get(language)?.get(key).map(|message| (language, message)))
    }
}

fn template_name(language: &Language, key: &MessageKey, variant: usize) -> String {
    format!("{language}/{key}/{variant}")
}
