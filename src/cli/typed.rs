//! What a line typed into `chat` means: the number of a button, a text, or from programs a message as the HTTP interface takes it.

use serde::Deserialize;

use crate::domain::message::UtteranceTooLong;
use crate::domain::{Choice, ChoiceId, Content, MessageId, Utterance};
use crate::runtime::Message;

/// Why a line is no message.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoMessage {
    #[error(transparent)]
    TooLong(#[from] UtteranceTooLong),
    #[error("a message in JSON carries `text` or `choice`, and may carry an `id`")]
    NotAsJson,
}

/// A message as programs write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<String>,
    text: Option<String>,
    choice: Option<String>,
}

/// What a line means. With `json`, a line that begins with a brace is a message in JSON.
pub(super) fn message(line: &str, offered: &[Choice], json: bool) -> Result<Message, NoMessage> {
    if json && line.trim_start().starts_with('{') {
        let Written { id, text, choice } = serde_json::from_str(line).map_err(|_| NoMessage::NotAsJson)?;
        let content = match (text, choice) {
            (Some(text), None) => Content::Text(Utterance::new(&text)?),
            (None, Some(choice)) => Content::Choice(ChoiceId(choice)),
            (Some(_), Some(_)) | (None, None) => return Err(NoMessage::NotAsJson),
        };
        return Ok(Message { id: id.map(MessageId), content });
    }
    let pressed = line.trim().parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?));
    let content = match pressed {
        Some(choice) => Content::Choice(choice.id.clone()),
        None => Content::Text(Utterance::new(line)?),
    };
    Ok(Message { id: None, content })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content and the id of a line, or why it has none.
    fn read(line: &str, json: bool) -> Result<(Content, Option<String>), NoMessage> {
        let offered = [Choice { id: ChoiceId("role.cook".into()), title: "Cook".into() }];
        message(line, &offered, json).map(|message| (message.content, message.id.map(|id| id.0)))
    }

    fn text(text: &str) -> Result<(Content, Option<String>), NoMessage> {
        Ok((Content::Text(Utterance::new(text)?), None))
    }

    #[test]
    fn a_number_is_a_button_as_far_as_there_are_buttons() {
        assert_eq!(read(" 1 ", false), Ok((Content::Choice(ChoiceId("role.cook".into())), None)));
        for written in ["0", "2", "-1", "1st", ""] {
            assert_eq!(read(written, false), text(written));
        }
        assert_eq!(read(&"a".repeat(3_000), false), Err(NoMessage::TooLong(UtteranceTooLong { length: 3_000 })));
    }

    #[test]
    fn programs_may_write_what_the_http_interface_takes() {
        assert_eq!(read("{\"text\": \"1\"}", true), text("1"));
        assert_eq!(read("{\"id\": \"m-1\", \"choice\": \"a.b\"}", true), Ok((Content::Choice(ChoiceId("a.b".into())), Some("m-1".into()))));
        for wrong in ["{", "{}", "{\"text\": \"a\", \"choice\": \"b\"}", "{\"text\": 1}", "{\"said\": \"a\"}"] {
            assert_eq!(read(wrong, true), Err(NoMessage::NotAsJson), "{wrong}");
            assert_eq!(read(wrong, false), text(wrong), "people may write braces");
        }
        assert_eq!(read("opening hours", true), text("opening hours"));
    }
}
