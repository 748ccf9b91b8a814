//! Who is calling: a bot's widget from an allowed origin, another system with the API token, or the holder of a conversation.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use super::Shared;
use super::problem::{ApiError, Code};
use crate::domain::BotName;
use crate::runtime::Token;

/// A caller that may begin conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// A web page with the bot's widget key.
    Widget,
    /// Another system.
    System,
}

/// The text after `Authorization: Bearer`.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, secret) = value.and_then(|value| value.split_once(' ')).ok_or_else(|| ApiError::new(Code::Unauthorized))?;
    let secret = secret.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty() { Ok(secret) } else { Err(ApiError::new(Code::Unauthorized)) }
}

/// The token of a conversation.
pub(super) fn conversation_token(headers: &HeaderMap) -> Result<Token, ApiError> {
    bearer(headers).map(Token::new)
}

/// Whether the page came from this very server, as the chat page does: a browser lets no other page say so.
fn is_own(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin_host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == origin_host
}

impl Shared {
    /// Tells the caller by its key: the API token, or the bot's widget key from one of its origins.
    pub(super) fn caller(&self, headers: &HeaderMap, bot: &BotName) -> Result<Caller, ApiError> {
        let key = bearer(headers)?;
        let same = |secret: &String| bool::from(secret.as_bytes().ct_eq(key.as_bytes()));
        if self.settings.api_token.as_ref().is_some_and(same) {
            return Ok(Caller::System);
        }
        if !self.settings.widget_keys.get(bot).is_some_and(same) {
            return Err(ApiError::new(Code::Unauthorized));
        }
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        if origin.is_some_and(|origin| is_own(headers, origin) || self.allows_origin(bot, origin)) {
            Ok(Caller::Widget)
        } else {
            Err(ApiError::new(Code::OriginNotAllowed))
        }
    }

    /// Whether a bot's widget may run on this web origin.
    pub(super) fn allows_origin(&self, bot: &BotName, origin: &str) -> bool {
        self.engine.brain(bot).is_ok_and(|brain| brain.bot.web_origins.iter().any(|allowed| allowed == origin))
    }
}
