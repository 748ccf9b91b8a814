//! HTTP: routes, authentication, limits, problem documents. One file per resource; the work is the runtime's.

mod auth;
mod conversations;
mod cors;
pub mod demo_backend;
mod operators;
mod pages;
mod parse;
mod patience;
mod problem;
mod rate;
mod wire;

use std::collections::BTreeMap;
use std::future::Future;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use tokio::net::TcpListener;

use crate::config::tokens::TokenBook;
use crate::domain::BotName;
use crate::runtime::Engine;
use patience::{PATIENCE, PatientListener, Peer};
use problem::{ApiError, Code};
use rate::RateLimit;
pub(crate) use wire::{replies as replies_json, view as view_json};

/// The largest body, in bytes: an utterance of 2,000 characters, escaped at worst, and its frame.
const MAX_BODY_BYTES: usize = 64 << 10;

/// What the server needs beside the engine.
#[derive(Clone)]
pub struct HttpSettings {
    /// A token of other systems that may do everything.
    pub api_token: Option<String>,
    /// The data folder whose API tokens are accepted.
    pub tokens: Option<PathBuf>,
    /// The widget key of each bot.
    pub widget_keys: BTreeMap<BotName, String>,
    /// Requests a minute from one masked network.
    pub requests_per_minute: NonZeroU32,
}

struct Shared {
    engine: Engine,
    settings: HttpSettings,
    rate: RateLimit,
    tokens: Option<TokenBook>,
}

type App = State<Arc<Shared>>;

/// All routes.
pub fn router(engine: Engine, settings: HttpSettings) -> Router {
    let rate = RateLimit::new(settings.requests_per_minute);
    let tokens = settings.tokens.clone().map(TokenBook::new);
    let shared = Arc::new(Shared { engine, settings, rate, tokens });
    // No web page has business here: these routes are never opened to another origin.
    let operators = Router::new()
        .route("/v1/tenants/{tenant}/subjects/find", post(operators::find))
        .route("/v1/tenants/{tenant}/subjects/{pseudonym}/export", get(operators::export))
        .route("/v1/tenants/{tenant}/subjects/{pseudonym}/erase", post(operators::erase))
        .route("/v1/tenants/{tenant}/inbox", get(operators::inbox))
        .route("/v1/tenants/{tenant}/inbox/purge", post(operators::purge))
        .route("/v1/tenants/{tenant}/sweep", post(operators::sweep))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(shared.clone(), rate::limit));
    let limited = Router::new()
        .route("/v1/bots/{bot}/conversations", post(conversations::start))
        .route("/v1/bots/{bot}/parse", post(parse::parse))
        .route("/v1/conversations/{id}", axum::routing::delete(conversations::erase))
        .route("/v1/conversations/{id}/messages", post(conversations::message))
        .route("/p/{bot}/privacy", get(pages::privacy))
        .route("/w/{bot}", get(pages::widget))
        .route("/widget/{file}", get(pages::asset))
        .route("/", get(pages::index))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(shared.clone(), rate::limit))
        // Outside the rate limit, so that a widget on another origin can read that it must wait.
        .layer(middleware::from_fn_with_state(shared.clone(), cors::cors));
    Router::new()
        .route("/health/live", get(|| async { Json(serde_json::json!({"status": "live"})) }))
        .route("/health/ready", get(ready))
        .method_not_allowed_fallback(wrong_method)
        .merge(limited)
        .merge(operators)
        .layer(middleware::from_fn(common_headers))
        .with_state(shared)
}

/// Serves until `stop` is done; requests under way are answered first, and nobody is waited for without end.
///
/// # Errors
/// The listener failed.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<Peer>();
    axum::serve(PatientListener::new(listener, PATIENCE), service).with_graceful_shutdown(stop).await
}

async fn ready(State(shared): App) -> Response {
    if !shared.engine.is_ready() {
        let status = serde_json::json!({"status": "not ready", "reason": "the store has stopped writing: see the log, then restart"});
        return (StatusCode::SERVICE_UNAVAILABLE, Json(status)).into_response();
    }
    let bots: Vec<&str> = shared.engine.bots().map(BotName::as_str).collect();
    Json(serde_json::json!({"status": "ready", "bots": bots})).into_response()
}

async fn not_found() -> ApiError {
    ApiError::new(Code::NotFound)
}

async fn wrong_method() -> ApiError {
    ApiError::new(Code::MethodNotAllowed)
}

/// Headers of every response, errors too; pages bring their own content security policy.
async fn common_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed: [(HeaderName, &str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    for (name, value) in fixed {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
