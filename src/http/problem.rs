//! Errors as RFC 9457 problem documents: one table of codes, safe texts out, causes to the log.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::config::tokens::Scope;
use crate::runtime::EngineError;

/// Every code that a caller can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    InvalidJson,
    InvalidInput,
    InvalidAddress,
    Unauthorized,
    MissingScope,
    OriginNotAllowed,
    NotFound,
    UnknownBot,
    UnknownSubject,
    SweepNeedsConfirmation,
    ConversationGone,
    MethodNotAllowed,
    BodyTooLarge,
    UnsupportedMediaType,
    RateLimited,
    Overloaded,
    StoreUnavailable,
    StoreFull,
    Internal,
}

impl Code {
    /// Status, code and title: the table.
    fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::InvalidJson => (StatusCode::BAD_REQUEST, "invalid_json", "The body is not valid JSON"),
            Self::InvalidInput => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_input", "A field is missing, unknown or wrong"),
            Self::InvalidAddress => {
                (StatusCode::BAD_REQUEST, "invalid_address", "The address can't be read; is it UTF-8, percent-encoded?")
            }
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "A valid key is needed in the header Authorization: Bearer"),
            Self::MissingScope => (StatusCode::FORBIDDEN, "missing_scope", "The token lacks the scope that this needs"),
            Self::OriginNotAllowed => {
                (StatusCode::FORBIDDEN, "origin_not_allowed", "This web origin is not in the bot's channels.web.origins")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found", "There is nothing at this address"),
            Self::UnknownBot => (StatusCode::NOT_FOUND, "unknown_bot", "There is no bot of this name"),
            Self::UnknownSubject => (StatusCode::NOT_FOUND, "unknown_subject", "Nothing is known of this person"),
            Self::SweepNeedsConfirmation => (
                StatusCode::CONFLICT,
                "sweep_needs_confirmation",
                "The sweep would erase data of at least half of all people: check clock and terms, then send \"confirm\": true",
            ),
            Self::ConversationGone => (StatusCode::GONE, "conversation_gone", "This conversation is gone; start a new one"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not take that method"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is larger than 64 KiB"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Send the body as application/json")
            }
            Self::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Too many requests; wait a little"),
            Self::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, "overloaded", "Too much work is waiting; try again"),
            Self::StoreUnavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable", "The message could not be stored and was not handled; send it again")
            }
            Self::StoreFull => {
                (StatusCode::INSUFFICIENT_STORAGE, "store_full", "There is no room left to store the message; it was not handled")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side"),
        }
    }
}

/// An error on its way to the caller.
#[derive(Debug)]
pub(super) struct ApiError {
    code: Code,
    errors: Vec<(String, String)>,
    retry_after_s: Option<u64>,
    scope: Option<Scope>,
}

impl ApiError {
    pub(super) fn new(code: Code) -> Self {
        let retry_after_s = matches!(code, Code::RateLimited | Code::Overloaded | Code::StoreUnavailable).then_some(1);
        Self { code, errors: Vec::new(), retry_after_s, scope: None }
    }

    /// A wrong field: its JSON pointer and what is wrong, without its value.
    pub(super) fn field(pointer: &str, message: impl Into<String>) -> Self {
        Self { errors: vec![(pointer.to_owned(), message.into())], ..Self::new(Code::InvalidInput) }
    }

    /// A token that lacks this scope.
    pub(super) fn scope(scope: Scope) -> Self {
        Self { scope: Some(scope), ..Self::new(Code::MissingScope) }
    }

    pub(super) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::ConversationGone => Self::new(Code::ConversationGone),
            EngineError::UnknownBot => Self::new(Code::UnknownBot),
            // The header has whole seconds; none is to come too early.
            EngineError::Overloaded { after } => {
                Self::new(Code::Overloaded).retry_after(after.as_secs() + u64::from(after.subsec_nanos() > 0))
            }
            EngineError::StoreFull => Self::new(Code::StoreFull),
            EngineError::Store(error) => {
                tracing::error!(%error, "the store failed");
                Self::new(Code::StoreUnavailable)
            }
            EngineError::Panicked => Self::new(Code::Internal),
            EngineError::Random(error) => {
                tracing::error!(%error, "no randomness");
                Self::new(Code::Internal)
            }
            EngineError::Understanding(error) => {
                tracing::error!(%error, "understanding failed");
                Self::new(Code::Internal)
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, title) = self.code.row();
        let request_id = request_id();
        tracing::info!(status = status.as_u16(), code, %request_id, "request refused");
        let mut body = json!({
            "type": format!("/problems/{code}"),
            "title": title,
            "status": status.as_u16(),
            "code": code,
            "request_id": request_id,
        });
        if !self.errors.is_empty() {
            let errors: Vec<_> = self.errors.iter().map(|(pointer, message)| json!({"pointer": pointer, "message": message})).collect();
            body["errors"] = errors.into();
        }
        if let Some(scope) = self.scope {
            body["scope"] = scope.as_str().into();
        }
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // RFC 6750 §3.1.
        let challenge = match self.scope {
            Some(scope) => Some(format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scope.as_str())),
            None => (status == StatusCode::UNAUTHORIZED).then(|| "Bearer".to_owned()),
        };
        if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok()) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// Names one response for the log.
#[expect(clippy::disallowed_methods, reason = "the one place that makes request ids")]
fn request_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
