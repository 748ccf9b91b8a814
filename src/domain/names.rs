//! Checked names: each has one fallible constructor, and nothing further in checks it again.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest name, in characters.
pub const MAX_NAME_LENGTH: usize = 64;

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The name has no character.
    #[error("a name needs at least one character")]
    Empty,
    /// The name is longer than [`MAX_NAME_LENGTH`].
    #[error("a name has at most {MAX_NAME_LENGTH} characters, this one has {length}")]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// A character that the kind of name does not allow.
    #[error("names start with a letter a–z and hold a–z, 0–9 and _ (found {found:?})")]
    Character {
        /// The first character that is not allowed.
        found: char,
    },
    /// Not a two-letter language code.
    #[error("a language is a two-letter code such as `en`")]
    Language,
}

fn check_part(text: &str) -> Result<(), NameError> {
    let mut characters = text.chars();
    let first = characters.next().ok_or(NameError::Empty)?;
    if !first.is_ascii_lowercase() {
        return Err(NameError::Character { found: first });
    }
    match characters.find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')) {
        Some(found) => Err(NameError::Character { found }),
        None => Ok(()),
    }
}

fn check_length(text: &str) -> Result<(), NameError> {
    let length = text.chars().count();
    if length > MAX_NAME_LENGTH { Err(NameError::TooLong { length }) } else { Ok(()) }
}

fn check_simple(text: &str) -> Result<(), NameError> {
    check_length(text)?;
    check_part(text)
}

fn check_dotted(text: &str) -> Result<(), NameError> {
    check_length(text)?;
    text.split('.').try_for_each(check_part)
}

/// Authors' step ids are names; a step without an id is addressed by its path (`3.then.1`).
fn check_step(text: &str) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    match text.chars().find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'))) {
        Some(found) => Err(NameError::Character { found }),
        None => Ok(()),
    }
}

fn check_language(text: &str) -> Result<(), NameError> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase()) { Ok(()) } else { Err(NameError::Language) }
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text and makes the name.
            ///
            /// # Errors
            /// [`NameError`] says which rule the text breaks.
            pub fn new(text: &str) -> Result<Self, NameError> {
                $check(text)?;
                Ok(Self(text.into()))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`{}`", self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0.as_ref().to_owned()
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(/// A bot, unique in an installation.
    BotName, check_simple);
name!(/// A flow of a bot.
    FlowName, check_simple);
name!(/// An intent of a bot.
    IntentName, check_simple);
name!(/// A slot of a flow.
    SlotName, check_simple);
name!(/// An entity type, built in (`email`) or declared by the bot (`role`).
    EntityName, check_simple);
name!(/// An action that flows may call.
    ActionName, check_simple);
name!(/// A purpose for which a value is kept.
    PurposeName, check_simple);
name!(/// The key of a message: names joined by dots, such as `apply.hello`.
    MessageKey, check_dotted);
name!(/// A step of a flow: the author's id, or the path from the flow's start (`3.then.1`).
    StepId, check_step);
name!(/// A language: a two-letter ISO 639-1 code.
    Language, check_language);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_words_of_at_most_64_characters() {
        assert!(FlowName::new("apply_for_job2").is_ok());
        assert_eq!(FlowName::new(""), Err(NameError::Empty));
        assert_eq!(FlowName::new("Apply"), Err(NameError::Character { found: 'A' }));
        assert_eq!(FlowName::new("apply-now"), Err(NameError::Character { found: '-' }));
        assert_eq!(FlowName::new(&"a".repeat(65)), Err(NameError::TooLong { length: 65 }));
    }

    #[test]
    fn message_keys_and_step_ids_may_hold_dots() {
        assert!(MessageKey::new("apply.ask_name").is_ok());
        assert!(MessageKey::new("apply..name").is_err());
        assert!(StepId::new("3.then.1").is_ok());
        assert!(StepId::new("3 then").is_err());
    }

    #[test]
    fn a_name_read_from_json_is_checked() {
        assert!(serde_json::from_str::<Language>("\"en\"").is_ok());
        assert!(serde_json::from_str::<Language>("\"english\"").is_err());
    }
}
