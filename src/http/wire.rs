//! JSON in and out: bodies are read strictly, unknown fields refused, errors name the field and never its value.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::problem::{ApiError, Code};
use crate::domain::{Attachment, BotName, Reply, ReplyKind};
use crate::runtime::View;

/// A body as it came, or why it could not be read whole.
pub(super) type Body = Result<Bytes, BytesRejection>;

/// The variable segment of a path; one that is not UTF-8 is refused as a problem document.
pub(super) struct Segment(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let segment: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, state).await;
        segment.map(|Path(text)| Self(text)).map_err(|_| ApiError::new(Code::InvalidAddress))
    }
}

/// The bytes of a body.
pub(super) fn bytes(body: Body) -> Result<Bytes, ApiError> {
    body.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(Code::BodyTooLarge),
        _ => ApiError::new(Code::InvalidJson),
    })
}

/// Reads a JSON body that may be left out.
pub(super) fn optional_body<T: DeserializeOwned + Default>(headers: &HeaderMap, whole: Body) -> Result<T, ApiError> {
    let bytes = bytes(whole)?;
    if bytes.is_empty() { Ok(T::default()) } else { body(headers, &bytes) }
}

/// Reads a JSON body.
pub(super) fn body<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(ApiError::new(Code::UnsupportedMediaType));
    }
    // Read as any JSON first, so that a wrong field is not reported for a body that is broken or too deep further on.
    if serde_json::from_slice::<Value>(body).is_err() {
        return Err(ApiError::new(Code::InvalidJson));
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ApiError::field("", data_error(&error)),
        serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
            ApiError::new(Code::InvalidJson)
        }
    })
}

/// What serde says of a wrong field, without anything that the caller wrote.
fn data_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("missing field") || text.starts_with("duplicate field") {
        text
    } else if let Some((_, known)) = text.rsplit_once("`, expected ").filter(|_| text.starts_with("unknown field")) {
        format!("an unknown field, expected {known}")
    } else {
        format!("a field has the wrong type, at line {} column {}", error.line(), error.column())
    }
}

/// A bot's name in a path; an impossible name is an unknown bot.
pub(super) fn bot_name(text: &str) -> Result<BotName, ApiError> {
    BotName::new(text).map_err(|_| ApiError::new(Code::UnknownBot))
}

/// Replies as the caller sees them.
pub(crate) fn replies(replies: &[Reply]) -> Value {
    let reply = |reply: &Reply| {
        let kind = match (reply.kind, &reply.attachment) {
            (ReplyKind::Text, None) => "text",
            (ReplyKind::Text, Some(Attachment::Link { .. })) => "link",
            (ReplyKind::Text, Some(Attachment::Image { .. })) => "image",
            (ReplyKind::Notice, _) => "notice",
            (ReplyKind::Consent, _) => "consent",
        };
        let mut message = json!({"type": kind, "text": reply.text, "choices": reply.choices});
        match &reply.attachment {
            None => {}
            Some(Attachment::Link { url, title }) => {
                message["url"] = json!(url);
                message["title"] = json!(title);
            }
            Some(Attachment::Image { url, alt }) => {
                message["url"] = json!(url);
                message["alt"] = json!(alt);
            }
        }
        message
    };
    replies.iter().map(reply).collect()
}

/// Where the conversation stands, as the caller sees it.
pub(crate) fn view(view: &View) -> Value {
    json!({"flow": view.flow, "open_question": view.open_question, "handover": null, "stored": view.stored, "lang": view.language})
}
