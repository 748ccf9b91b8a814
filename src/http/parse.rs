//! `POST /v1/bots/{bot}/parse`: an understanding as JSON; nothing is stored.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::App;
use super::problem::ApiError;
use super::wire::{self, Segment};
use crate::config::tokens::Scope;
use crate::domain::{Language, Utterance};
use crate::runtime::understanding_json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParseBody {
    text: String,
    lang: Option<String>,
}

pub(super) async fn parse(State(shared): App, Segment(bot): Segment, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let body = wire::bytes(body)?;
    let bot = wire::bot_name(&bot)?;
    shared.engine.brain(&bot)?;
    shared.system(&headers, Scope::Parse)?;
    let body: ParseBody = wire::body(&headers, &body)?;
    let language = body.lang.as_deref().map(Language::new).transpose().map_err(|error| ApiError::field("/lang", error.to_string()))?;
    let utterance = Utterance::new(&body.text).map_err(|error| ApiError::field("/text", error.to_string()))?;
    let (understanding, faq) = shared.engine.parse(&bot, &utterance, language.as_ref()).await?;
    Ok(Json(understanding_json(&understanding, faq.as_ref())).into_response())
}
