//! Who is calling: a bot's widget from an allowed origin, another system with an API token, or the holder of a conversation.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use super::Shared;
use super::problem::{ApiError, Code};
use crate::config::tokens::{ApiToken, Scope};
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

/// What another system has shown: something that lets it in.
pub(super) enum Grant {
    /// The token of the settings: it may do everything.
    Setting,
    /// A token that was made with `token create`.
    Token(ApiToken),
}

impl Grant {
    fn allows(&self, scope: Scope) -> bool {
        match self {
            Self::Setting => true,
            Self::Token(token) => token.scopes.contains(&scope),
        }
    }

    /// What the log calls it.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Setting => "api_token",
            Self::Token(token) => &token.id,
        }
    }
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

fn same(secret: &str, shown: &str) -> bool {
    secret.as_bytes().ct_eq(shown.as_bytes()).into()
}

/// Whether the page came from this very server, as the chat page does: a browser lets no other page say so.
fn is_own(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin_host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == origin_host
}

impl Shared {
    /// Lets another system in whose token may do this.
    pub(super) fn system(&self, headers: &HeaderMap, scope: Scope) -> Result<Grant, ApiError> {
        let grant = self.grant(bearer(headers)?).ok_or_else(|| ApiError::new(Code::Unauthorized))?;
        if grant.allows(scope) { Ok(grant) } else { Err(ApiError::scope(scope)) }
    }

    fn grant(&self, shown: &str) -> Option<Grant> {
        if self.settings.api_token.as_ref().is_some_and(|token| same(token, shown)) {
            return Some(Grant::Setting);
        }
        self.tokens.as_ref()?.find(shown, self.engine.now()).map(Grant::Token)
    }

    /// Tells who begins a conversation by its key: an API token, or the bot's widget key from one of its origins.
    pub(super) fn caller(&self, headers: &HeaderMap, bot: &BotName) -> Result<Caller, ApiError> {
        let key = bearer(headers)?;
        if let Some(grant) = self.grant(key) {
            return if grant.allows(Scope::Chat) { Ok(Caller::System) } else { Err(ApiError::scope(Scope::Chat)) };
        }
        if !self.settings.widget_keys.get(bot).is_some_and(|secret| same(secret, key)) {
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
