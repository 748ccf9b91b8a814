//! What a bot says: messages by key and language, with variants, templates and quick replies.

use std::collections::BTreeMap;

use minijinja::Environment;

use super::expression::{ExpressionError, Scope, environment};
use crate::domain::{Attachment, Choice, EntityName, Language, MessageKey};

/// All messages of a bot, built-in texts included.
#[derive(Debug)]
pub struct Messages {
    default_language: Language,
    by_origin: BTreeMap<Origin, BTreeMap<MessageKey, Message>>,
    /// Labels of entity values, by language and value, each with its entity.
    labels: BTreeMap<(Language, String), Vec<(EntityName, String)>>,
    templates: Environment<'static>,
}

/// Where a message is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// The bot, in a language.
    Bot(Language),
    /// Built in; none: what is said in languages without built-in texts of their own.
    BuiltIn(Option<Language>),
}

/// One message in one language.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Template texts; one is chosen per conversation and turn.
    pub variants: Vec<String>,
    /// Buttons shown with it.
    pub quick_replies: Vec<Choice>,
    /// What is shown with it.
    pub attachment: Option<Attachment>,
}

impl Message {
    /// What the message says whatever the slots hold: its first variant without placeholders and statements; nothing when that is no word.
    pub fn words(&self) -> Option<String> {
        let (mut words, mut rest) = (String::new(), self.variants.first()?.as_str());
        while let Some((before, within)) = rest.split_once('{') {
            words.push_str(before);
            let close = match within.chars().next() {
                Some('{') => "}}",
                Some('%') => "%}",
                Some('#') => "#}",
                _ => {
                    words.push('{');
                    rest = within;
                    continue;
                }
            };
            words.push(' ');
            rest = within.split_once(close).map_or("", |(_, after)| after);
        }
        words.push_str(rest);
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| words.chars().any(char::is_alphabetic))
    }
}

impl Messages {
    /// Messages without any text, not even built-in ones.
    pub fn new(default_language: Language) -> Self {
        Self { default_language, by_origin: BTreeMap::new(), labels: BTreeMap::new(), templates: environment() }
    }

    /// Adds a message; an error names a template that does not compile (variant, error).
    ///
    /// # Errors
    /// A template's syntax error, with the index of its variant.
    pub fn add(&mut self, language: &Language, key: &MessageKey, message: Message) -> Result<(), (usize, ExpressionError)> {
        self.insert(Origin::Bot(language.clone()), key, message)
    }

    /// Adds a built-in text, said when the bot has no message of that key in the language; without a language, when nothing else is
    /// there.
    pub(super) fn add_builtin(
        &mut self,
        language: Option<&Language>,
        key: &MessageKey,
        message: Message,
    ) -> Result<(), (usize, ExpressionError)> {
        self.insert(Origin::BuiltIn(language.cloned()), key, message)
    }

    fn insert(&mut self, origin: Origin, key: &MessageKey, message: Message) -> Result<(), (usize, ExpressionError)> {
        for (index, text) in message.variants.iter().enumerate().filter(|(_, text)| !is_plain(text)) {
            let name = template_name(&origin, key, index);
            self.templates.add_template_owned(name, text.clone()).map_err(|error| (index, ExpressionError::compiling(&error)))?;
        }
        self.by_origin.entry(origin).or_default().insert(key.clone(), message);
        Ok(())
    }

    /// Adds the label of an entity's value.
    pub fn add_label(&mut self, entity: &EntityName, language: &Language, value: &str, label: &str) {
        self.labels.entry((language.clone(), value.to_owned())).or_default().push((entity.clone(), label.to_owned()));
    }

    /// The label of a value of an entity; else the value in words.
    pub fn label_of(&self, entity: &EntityName, language: &Language, value: &str) -> String {
        let labels = self.labels.get(&(language.clone(), value.to_owned()));
        let own = labels.into_iter().flatten().find(|(of, _)| of == entity);
        own.map_or_else(|| in_words(value), |(_, label)| label.clone())
    }

    /// The bot's message in a language, else the built-in text in it, else the bot's in its default language, else any built-in text.
    pub fn get<'a>(&'a self, language: &Language, key: &MessageKey) -> Option<&'a Message> {
        self.find(language, key).map(|(_, message)| message)
    }

    /// The bot's message in this very language, else the built-in text in it.
    pub fn in_language(&self, language: &Language, key: &MessageKey) -> Option<&Message> {
        let origins = [Origin::Bot(language.clone()), Origin::BuiltIn(Some(language.clone()))];
        origins.iter().find_map(|origin| self.by_origin.get(origin)?.get(key))
    }

    /// All links and pictures.
    pub fn attachments(&self) -> impl Iterator<Item = &Attachment> {
        self.by_origin.values().flat_map(BTreeMap::values).filter_map(|message| message.attachment.as_ref())
    }

    /// Renders a variant of a message.
    ///
    /// # Errors
    /// No such message; undefined names; fuel used up.
    pub fn render(&self, language: &Language, key: &MessageKey, variant: usize, scope: &Scope) -> Result<String, ExpressionError> {
        let missing = || ExpressionError { what: format!("there is no message `{key}`") };
        let (origin, message) = self.find(language, key).ok_or_else(missing)?;
        if let Some(text) = message.variants.get(variant).filter(|text| is_plain(text)) {
            return Ok(without_last_newline(text).to_owned());
        }
        let template = self.templates.get_template(&template_name(&origin, key, variant)).map_err(|_| missing())?;
        template.render(minijinja::value::Serde(scope)).map_err(|error| ExpressionError::running(&error))
    }

    fn find<'a>(&'a self, language: &Language, key: &MessageKey) -> Option<(Origin, &'a Message)> {
        let own = Origin::Bot(self.default_language.clone());
        let origins = [Origin::Bot(language.clone()), Origin::BuiltIn(Some(language.clone())), own, Origin::BuiltIn(None)];
        origins.into_iter().find_map(|origin| self.by_origin.get(&origin)?.get(key).map(|message| (origin, message)))
    }
}

/// A name as people read it: a capital first, spaces for underscores.
pub fn in_words(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut characters = spaced.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Whether a text is said as it stands. Most are, and a compiled template takes 5 kB, however short it is.
fn is_plain(text: &str) -> bool {
    !text.contains('{')
}

/// A text as minijinja renders it: without the newline at its very end.
fn without_last_newline(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

fn template_name(origin: &Origin, key: &MessageKey, variant: usize) -> String {
    match origin {
        Origin::Bot(language) => format!("{language}/{key}/{variant}"),
        Origin::BuiltIn(Some(language)) => format!("builtin.{language}/{key}/{variant}"),
        Origin::BuiltIn(None) => format!("builtin/{key}/{variant}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::new(code).unwrap()
    }

    fn key(text: &str) -> MessageKey {
        MessageKey::new(text).unwrap()
    }

    fn text(text: &str) -> Message {
        Message { variants: vec![text.into()], ..Message::default() }
    }

    #[test]
    fn a_message_falls_back_to_the_default_language_and_then_to_the_built_in_text() {
        let mut messages = Messages::new(language("it"));
        messages.add_builtin(None, &key("builtin.yes"), text("Yes")).unwrap();
        messages.add_builtin(None, &key("builtin.no"), text("No")).unwrap();
        messages.add(&language("it"), &key("builtin.yes"), text("Sì")).unwrap();
        messages.add(&language("fi"), &key("builtin.yes"), text("Kyllä")).unwrap();
        let say = |code: &str, name: &str| messages.render(&language(code), &key(name), 0, &Scope::default());
        assert_eq!(say("fi", "builtin.yes").unwrap(), "Kyllä");
        assert_eq!(say("fr", "builtin.yes").unwrap(), "Sì");
        assert_eq!(say("fi", "builtin.no").unwrap(), "No");
        let own = |code: &str, name: &str| messages.in_language(&language(code), &key(name)).and_then(Message::words);
        assert_eq!((own("it", "builtin.yes").as_deref(), own("fr", "builtin.yes"), own("fi", "builtin.no")), (Some("Sì"), None, None));
        assert_eq!(say("fi", "x.y").unwrap_err().to_string(), "there is no message `x.y`");
    }

    #[test]
    fn the_words_of_a_message_are_what_it_says_whatever_the_slots_hold() {
        let words = |variant: &str| text(variant).words();
        assert_eq!(words("We are open\n from 9 to 17.").as_deref(), Some("We are open from 9 to 17."));
        assert_eq!(words("Write to {{ contact }}, {% if slots.a %}soon{% endif %}{# why #}!").as_deref(), Some("Write to , soon !"));
        assert_eq!(words("a {b} {").as_deref(), Some("a {b} {"));
        assert_eq!(words("{{ slots.a }}"), None);
        assert_eq!(words("{{ slots.a"), None);
        assert_eq!(Message::default().words(), None);
    }

    #[test]
    fn values_are_never_templates_and_are_not_escaped() {
        let mut messages = Messages::new(language("en"));
        messages.add(&language("en"), &key("x.html"), text("Hi {{ slots.name }}!")).unwrap();
        let mut scope = Scope::default();
        scope.slots.insert("name".into(), "{{ contact }} <b>&".into());
        assert_eq!(messages.render(&language("en"), &key("x.html"), 0, &scope).unwrap(), "Hi {{ contact }} <b>&!");
    }

    #[test]
    fn a_plain_text_is_said_as_a_template_would_say_it() {
        let environment = environment();
        for plain in ["", "Hi", "Hi\n", "Hi\n\n", "Hi\r\n", "Hi\r", " a }} % #\\n", "\n", "# Hi\n## you"] {
            let mut messages = Messages::new(language("en"));
            messages.add(&language("en"), &key("x.y"), text(plain)).unwrap();
            let said = messages.render(&language("en"), &key("x.y"), 0, &Scope::default()).unwrap();
            assert_eq!(said, environment.render_str(plain, minijinja::context! {}).unwrap(), "{plain:?}");
        }
    }

    #[test]
    fn a_template_does_bounded_work() {
        let mut messages = Messages::new(language("en"));
        let endless = "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}";
        messages.add(&language("en"), &key("x.y"), text(endless)).unwrap();
        let error = messages.render(&language("en"), &key("x.y"), 0, &Scope::default()).unwrap_err();
        assert_eq!(error.to_string(), "engine ran out of fuel");
    }

    #[test]
    fn labels_default_to_the_value_in_words() {
        let mut messages = Messages::new(language("en"));
        let [role, tool] = ["role", "tool"].map(|name| EntityName::new(name).unwrap());
        messages.add_label(&role, &language("en"), "driver", "Lorry driver");
        messages.add_label(&tool, &language("en"), "driver", "Screwdriver");
        assert_eq!(messages.label_of(&role, &language("en"), "driver"), "Lorry driver");
        assert_eq!(messages.label_of(&tool, &language("en"), "driver"), "Screwdriver");
        assert_eq!(messages.label_of(&tool, &language("it"), "driver"), "Driver");
        assert_eq!(messages.label_of(&role, &language("en"), "part_time"), "Part time");
    }
}
