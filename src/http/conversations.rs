//! Conversations: begin, send a message, end and erase.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::App;
use super::auth::{Caller, conversation_token};
use super::problem::{ApiError, Code};
use super::wire::{self, Segment};
use crate::domain::message::MAX_UTTERANCE_CHARACTERS;
use crate::domain::{ChoiceId, Content, ConversationId, Language, MessageId, Utterance};
use crate::runtime::{Message, Start};

/// The longest id that a caller may give, in characters.
const MAX_ID_CHARACTERS: usize = 128;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct StartBody {
    lang: Option<String>,
    channel: Option<String>,
    person: Option<String>,
}

/// `POST /v1/bots/{bot}/conversations`
pub(super) async fn start(State(shared): App, Segment(bot): Segment, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let bot = wire::bot_name(&bot)?;
    shared.engine.brain(&bot)?;
    let caller = shared.caller(&headers, &bot)?;
    let body: StartBody = wire::optional_body(&headers, body)?;
    let language = body.lang.as_deref().map(Language::new).transpose().map_err(|error| ApiError::field("/lang", error.to_string()))?;
    let channel = match caller {
        Caller::Widget => "web".to_owned(),
        Caller::System => channel(body.channel)?,
    };
    if let Some(person) = &body.person {
        check_id("/person", person)?;
        if caller == Caller::Widget && person.len() < 32 {
            return Err(ApiError::field("/person", "a visitor id is 256 random bits as text"));
        }
    }
    let started = shared.engine.start_conversation(Start { bot, language, channel, person: body.person, consents: Vec::new() }).await?;
    let answer = json!({
        "conversation": started.conversation,
        "token": started.token.as_str(),
        "lang": started.language,
        "messages": wire::replies(&started.replies),
    });
    let location = [(header::LOCATION, format!("/v1/conversations/{}", started.conversation))];
    Ok((StatusCode::CREATED, location, Json(answer)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageBody {
    id: Option<String>,
    text: Option<String>,
    choice: Option<String>,
}

/// `POST /v1/conversations/{id}/messages`
pub(super) async fn message(State(shared): App, Segment(id): Segment, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let body = wire::bytes(body)?;
    let token = conversation_token(&headers)?;
    let body: MessageBody = wire::body(&headers, &body)?;
    let content = match (body.text, body.choice) {
        (Some(text), None) => Content::Text(Utterance::new(&text).map_err(|error| ApiError::field("/text", error.to_string()))?),
        (None, Some(choice)) => {
            check_id("/choice", &choice)?;
            Content::Choice(ChoiceId(choice))
        }
        (Some(_), Some(_)) => return Err(ApiError::field("/choice", "a message carries `text` or `choice`, not both")),
        (None, None) => {
            return Err(ApiError::field(
                "/text",
                format!("a message carries `text` (at most {MAX_UTTERANCE_CHARACTERS} characters) or `choice`"),
            ));
        }
    };
    let message_id = body.id.map(|id| check_id("/id", &id).map(|()| MessageId(id))).transpose()?;
    let answer = shared.engine.handle(conversation_id(&id)?, &token, Message { id: message_id, content }).await?;
    Ok(Json(json!({"messages": wire::replies(&answer.replies), "conversation": wire::view(&answer.view)})).into_response())
}

/// `DELETE /v1/conversations/{id}`
pub(super) async fn erase(State(shared): App, Segment(id): Segment, headers: HeaderMap) -> Result<Response, ApiError> {
    let token = conversation_token(&headers)?;
    let receipt = shared.engine.erase(conversation_id(&id)?, &token).await?;
    Ok(Json(json!({"erased": true, "receipt": receipt})).into_response())
}

/// An id that can't be one is an unknown conversation.
fn conversation_id(text: &str) -> Result<ConversationId, ApiError> {
    Uuid::parse_str(text).map(ConversationId).map_err(|_| ApiError::new(Code::ConversationGone))
}

/// A channel's name; without one it is the API's.
pub(super) fn channel(name: Option<String>) -> Result<String, ApiError> {
    let channel = name.unwrap_or_else(|| "api".into());
    let name_like = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if channel.is_empty() || channel.len() > 32 || !channel.chars().all(name_like) {
        return Err(ApiError::field("/channel", "a channel is a word of a-z, 0-9 and _, at most 32 long"));
    }
    Ok(channel)
}

pub(super) fn check_id(pointer: &str, text: &str) -> Result<(), ApiError> {
    let length = text.chars().count();
    if length == 0 || length > MAX_ID_CHARACTERS || text.chars().any(char::is_control) {
        return Err(ApiError::field(pointer, format!("1 to {MAX_ID_CHARACTERS} characters without control characters")));
    }
    Ok(())
}
