//! What the controller's own systems may ask under `/v1/tenants/{tenant}/…`: find, export and erase a person, the inbox, a sweep.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::auth::Grant;
use super::conversations::{channel, check_id};
use super::problem::{ApiError, Code};
use super::wire;
use super::{App, Shared};
use crate::config::tokens::Scope;
use crate::domain::{BotName, ChannelAddress};
use crate::runtime::SweepMode;

/// The tenant of a single-tenant installation.
const TENANT: &str = "default";
/// The longest text that is looked for in the inbox, in characters.
const MAX_MATCH_CHARACTERS: usize = 2_000;

/// The variable segments of a path.
#[derive(Deserialize)]
pub(super) struct Place {
    tenant: String,
    pseudonym: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let place = Path::from_request_parts(parts, state).await;
        place.map(|Path(place)| place).map_err(|_| ApiError::new(Code::InvalidAddress))
    }
}

impl Shared {
    /// Lets a system in that may do this for this tenant. Who has no valid token is not told which tenants there are.
    fn operator(&self, headers: &HeaderMap, place: &Place, scope: Scope) -> Result<Grant, ApiError> {
        let grant = self.system(headers, scope)?;
        if place.tenant == TENANT { Ok(grant) } else { Err(ApiError::new(Code::NotFound)) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindBody {
    channel: Option<String>,
    person: String,
}

/// `POST /v1/tenants/{tenant}/subjects/find`: the pseudonym of a person; in the body, since addresses end up in logs.
pub(super) async fn find(State(shared): App, place: Place, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    shared.operator(&headers, &place, Scope::SubjectsRead)?;
    let body: FindBody = wire::body(&headers, &wire::bytes(body)?)?;
    check_id("/person", &body.person)?;
    let address = ChannelAddress { channel: channel(body.channel)?, id: body.person };
    let found = shared.engine.find_person(&address).await?;
    Ok(Json(json!({
        "pseudonym": found.pseudonym,
        "known": !found.purposes.is_empty(),
        "purposes": found.purposes,
        "records": found.records,
    }))
    .into_response())
}

/// `GET /v1/tenants/{tenant}/subjects/{pseudonym}/export`
pub(super) async fn export(State(shared): App, place: Place, headers: HeaderMap) -> Result<Response, ApiError> {
    let grant = shared.operator(&headers, &place, Scope::SubjectsRead)?;
    let export = shared.engine.export_person(place.pseudonym.as_deref().unwrap_or_default()).await?;
    let export = export.ok_or_else(|| ApiError::new(Code::UnknownSubject))?;
    tracing::info!(token = grant.id(), "a person was exported");
    Ok(Json(export).into_response())
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct EraseBody {
    bot: Option<String>,
}

/// `POST /v1/tenants/{tenant}/subjects/{pseudonym}/erase`: at one bot, or at all.
pub(super) async fn erase(State(shared): App, place: Place, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let grant = shared.operator(&headers, &place, Scope::SubjectsErase)?;
    let body: EraseBody = wire::optional_body(&headers, body)?;
    let bot = bot(body.bot.as_deref(), "/bot")?;
    let receipt = shared.engine.erase_person(place.pseudonym.as_deref().unwrap_or_default(), bot).await?;
    let receipt = receipt.ok_or_else(|| ApiError::new(Code::UnknownSubject))?;
    tracing::info!(token = grant.id(), receipt = %receipt.receipt, "a person was erased");
    Ok(Json(json!({"erased": true, "receipt": receipt})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InboxQuery {
    bot: Option<String>,
}

/// `GET /v1/tenants/{tenant}/inbox?bot=`
pub(super) async fn inbox(
    State(shared): App,
    place: Place,
    headers: HeaderMap,
    query: Result<Query<InboxQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    shared.operator(&headers, &place, Scope::InboxRead)?;
    let Query(query) = query.map_err(|_| ApiError::field("?", "the only parameter is `bot`, a bot's name"))?;
    let bot = bot(query.bot.as_deref(), "?bot")?;
    let items = shared.engine.inbox(bot.as_ref()).await?;
    Ok(Json(json!({"items": items})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PurgeBody {
    text: String,
}

/// `POST /v1/tenants/{tenant}/inbox/purge`
pub(super) async fn purge(State(shared): App, place: Place, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let grant = shared.operator(&headers, &place, Scope::InboxPurge)?;
    let PurgeBody { text } = wire::body(&headers, &wire::bytes(body)?)?;
    if text.trim().is_empty() || text.chars().count() > MAX_MATCH_CHARACTERS {
        return Err(ApiError::field("/text", format!("1 to {MAX_MATCH_CHARACTERS} characters")));
    }
    let removed = shared.engine.purge_inbox(&text).await?;
    tracing::info!(token = grant.id(), removed, "unanswered messages were removed");
    Ok(Json(json!({"removed": removed})).into_response())
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SweepBody {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    confirm: bool,
}

/// `POST /v1/tenants/{tenant}/sweep`: as the command does it, in the running server.
pub(super) async fn sweep(State(shared): App, place: Place, headers: HeaderMap, body: wire::Body) -> Result<Response, ApiError> {
    let grant = shared.operator(&headers, &place, Scope::Sweep)?;
    let mode = match wire::optional_body(&headers, body)? {
        SweepBody { dry_run: true, confirm: true } => return Err(ApiError::field("/confirm", "a dry run erases nothing to confirm")),
        SweepBody { dry_run: true, .. } => SweepMode::DryRun,
        SweepBody { confirm: true, .. } => SweepMode::Confirmed,
        SweepBody { .. } => SweepMode::Guarded,
    };
    let swept = shared.engine.sweep(mode).await?;
    if swept.needs_confirmation {
        return Err(ApiError::new(Code::SweepNeedsConfirmation));
    }
    tracing::info!(token = grant.id(), ?mode, erased = swept.erased, "swept");
    Ok(Json(swept).into_response())
}

/// A bot by its name, whether it is at work or not: people of one that is gone can be erased, too.
fn bot(name: Option<&str>, pointer: &str) -> Result<Option<BotName>, ApiError> {
    name.map(BotName::new).transpose().map_err(|_| ApiError::field(pointer, "this is not the name of a bot"))
}
