//! What goes in and out: what a person wrote or pressed, and the bot's replies.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::names::{Language, MessageKey};

/// The longest utterance, in characters.
pub const MAX_UTTERANCE_CHARACTERS: usize = 2_000;

/// What a person wrote, once: without control characters, at most [`MAX_UTTERANCE_CHARACTERS`] long; `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Utterance(String);

/// The utterance is longer than [`MAX_UTTERANCE_CHARACTERS`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a message has at most {MAX_UTTERANCE_CHARACTERS} characters, this one has {length}")]
pub struct UtteranceTooLong {
    /// Its length in characters.
    pub length: usize,
}

impl Utterance {
    /// Cleans and checks what a person wrote: control characters become spaces, the ends are trimmed. It may be empty.
    ///
    /// # Errors
    /// [`UtteranceTooLong`] past [`MAX_UTTERANCE_CHARACTERS`].
    pub fn new(text: &str) -> Result<Self, UtteranceTooLong> {
        let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let cleaned = cleaned.trim();
        let length = cleaned.chars().count();
        if length > MAX_UTTERANCE_CHARACTERS { Err(UtteranceTooLong { length }) } else { Ok(Self(cleaned.to_owned())) }
    }

    /// The text. Keep it inside the turn: it is personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length in characters.
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The id of a button, such as `notice.accept`, `consent.yes` or `role.driver`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChoiceId(pub String);

impl ChoiceId {
    /// The language to go on in, of a button `language.<code>`.
    pub fn language(&self) -> Option<Language> {
        self.0.strip_prefix("language.").and_then(|code| Language::new(code).ok())
    }
}

/// The caller's id of a message, for telling repeats; at most 128 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub String);

/// What an inbound message carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Something written.
    Text(Utterance),
    /// A button pressed.
    Choice(ChoiceId),
}

/// A button offered with a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What comes back when it is pressed.
    pub id: ChoiceId,
    /// What it says.
    pub title: String,
}

/// What kind of reply it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// Plain text.
    Text,
    /// The privacy notice.
    Notice,
    /// A question for consent to a purpose.
    Consent,
}

/// What is shown with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Attachment {
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// What it says.
        title: String,
    },
    /// A picture.
    Image {
        /// Where it is.
        url: String,
        /// What it shows, for whoever does not see it.
        alt: String,
    },
}

/// One thing that the bot says.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The key of the message; none for built-in texts and the notice.
    pub key: Option<MessageKey>,
    /// What kind it is.
    pub kind: ReplyKind,
    /// The rendered text; it may hold slot values, so `Debug` hides it.
    pub text: String,
    /// Buttons, in order.
    pub choices: Vec<Choice>,
    /// What is shown with it.
    pub attachment: Option<Attachment>,
}

impl Reply {
    /// What is shown with the text, in words: for where there are only words.
    pub fn in_words(&self) -> Option<String> {
        self.attachment.as_ref().map(|attachment| match attachment {
            Attachment::Link { url, title } => format!("{title}: {url}"),
            Attachment::Image { url, alt } => format!("[{alt}] {url}"),
        })
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("key", &self.key).field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_utterance_loses_control_characters_and_outer_space() {
        assert_eq!(Utterance::new(" a\u{0}b\nc ").unwrap().as_str(), "a b c");
        assert!(Utterance::new("\u{7}").unwrap().is_empty());
    }

    #[test]
    fn an_utterance_has_at_most_2000_characters() {
        assert!(Utterance::new(&"é".repeat(2_000)).is_ok());
        assert_eq!(Utterance::new(&"é".repeat(2_001)), Err(UtteranceTooLong { length: 2_001 }));
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Utterance::new("Ada Lovelace").unwrap()), "[redacted]");
    }
}
