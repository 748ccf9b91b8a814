//! The HTTP interface as a stranger sees it: requests through the router, a small bot over the tiny encoder, a store in memory.

mod access;
mod attachments;
mod conversation;
mod gone;
mod input;
mod operators;
mod pages;
mod parity;

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use sottovoce::bot::{self, Folder};
use sottovoce::domain::{ActionName, BotName, SystemClock};
use sottovoce::http::{HttpSettings, router};
use sottovoce::nlu::encoder::{BertEncoder, Encoder};
use sottovoce::nlu::inference::{Inference, InferenceSettings};
use sottovoce::nlu::vectors::VectorCache;
use sottovoce::runtime::{Actions, Brain, Engine, Script, Workshop};
use sottovoce::store::{Stat, Store};
use tower::ServiceExt;

const API_TOKEN: &str = "api-token-of-the-tests";
const WIDGET_KEY: &str = "widget-key-of-the-tests";
const ORIGIN: &str = "https://shop.example";
const START: &str = "/v1/bots/desk/conversations";
const PARSE: &str = "/v1/bots/desk/parse";

/// A server without a socket.
struct Desk {
    brain: Arc<Brain>,
    inference: Inference,
    store: Store,
    script: Arc<Script>,
    router: Router,
}

/// What came back.
#[derive(Debug, Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

/// A conversation as its holder knows it.
struct Held {
    path: String,
    token: String,
}

impl Desk {
    fn new() -> Self {
        Self::with(tiny_encoder(), InferenceSettings { threads: 1, ..InferenceSettings::default() })
    }

    fn with(encoder: Arc<dyn Encoder>, settings: InferenceSettings) -> Self {
        let inference = Inference::start(encoder, settings).unwrap();
        let brain = brain(&here("tests/bots/desk"), &inference);
        let answers = HashMap::from([(ActionName::new("create_application").unwrap(), (201, json!({"id": "R-7"})))]);
        let (store, script) = (Store::in_memory().unwrap(), Arc::new(Script::new(answers)));
        let router = serve(&brain, &inference, &store, &script, 10_000);
        Self { brain, inference, store, script, router }
    }

    /// A server of another bot, with these actions.
    fn of(folder: &Path, actions: Actions) -> Self {
        let inference = Inference::start(tiny_encoder(), InferenceSettings { threads: 1, ..InferenceSettings::default() }).unwrap();
        let (brain, store) = (brain(folder, &inference), Store::in_memory().unwrap());
        let router = serve_with(&brain, &inference, &store, actions, 10_000);
        Self { brain, inference, store, script: Arc::default(), router }
    }

    /// The server ends and starts anew on the same store.
    fn restarted(&self) -> Self {
        let router = serve(&self.brain, &self.inference, &self.store, &self.script, 10_000);
        let (brain, inference) = (self.brain.clone(), self.inference.clone());
        Self { brain, inference, store: self.store.clone(), script: self.script.clone(), router }
    }

    /// The same desk with another rate limit.
    fn limited_to(mut self, requests_per_minute: u32) -> Self {
        self.router = serve(&self.brain, &self.inference, &self.store, &self.script, requests_per_minute);
        self
    }

    /// The same desk on another store.
    fn on(mut self, store: Store) -> Self {
        self.store = store;
        self.restarted()
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    /// A JSON body to a path, with a bearer key.
    async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.send(json_request(path, key, body.to_string())).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Begins a conversation as another system would.
    async fn start(&self) -> Held {
        self.start_with(START, &json!({})).await
    }

    /// Begins one at this address with this body.
    async fn start_with(&self, path: &str, body: &Value) -> Held {
        let begun = self.post(path, API_TOKEN, body).await.json();
        let text = |field: &str| begun[field].as_str().unwrap().to_owned();
        Held { path: format!("/v1/conversations/{}", text("conversation")), token: text("token") }
    }

    async fn message(&self, held: &Held, body: &Value) -> Answer {
        self.post(&format!("{}/messages", held.path), &held.token, body).await
    }

    async fn write(&self, held: &Held, text: &str) -> Answer {
        self.message(held, &json!({"text": text})).await
    }

    async fn choose(&self, held: &Held, choice: &str) -> Answer {
        self.message(held, &json!({"choice": choice})).await
    }

    async fn erase(&self, held: &Held) -> Answer {
        let request = Request::delete(&held.path).header(header::AUTHORIZATION, format!("Bearer {}", held.token));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A conversation whose notice was accepted.
    async fn start_accepted(&self) -> Held {
        let held = self.start().await;
        // The first press brings the notice up.
        self.choose(&held, "notice.accept").await;
        assert_eq!(self.choose(&held, "notice.accept").await.status, StatusCode::OK);
        held
    }

    async fn stat(&self) -> Stat {
        self.store.stat().await.unwrap()
    }
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The texts of the replies.
    fn said(&self) -> Vec<String> {
        let answer = self.json();
        let messages = answer["messages"].as_array().unwrap_or_else(|| panic!("{}", self.text));
        messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
    }

    /// Kind and ids of the choices of the last reply.
    fn offered(&self) -> (String, Vec<String>) {
        let answer = self.json();
        let last = answer["messages"].as_array().and_then(|messages| messages.last()).unwrap_or_else(|| panic!("{}", self.text));
        let ids = last["choices"].as_array().unwrap().iter().map(|choice| choice["id"].as_str().unwrap().to_owned());
        (last["type"].as_str().unwrap().to_owned(), ids.collect())
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A problem document with this status and code.
    #[track_caller]
    fn is_problem(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.header("content-type")), (status, "application/problem+json"), "{}", self.text);
        let problem = self.json();
        assert_eq!((&problem["status"], &problem["code"]), (&json!(status), &json!(code)));
        for field in ["type", "title", "request_id"] {
            assert!(problem[field].is_string(), "`{field}` is missing in {problem}");
        }
    }
}

fn brain(folder: &Path, inference: &Inference) -> Arc<Brain> {
    let bot = bot::load(&Folder::read(folder).unwrap()).bot.unwrap_or_else(|| panic!("{} has mistakes", folder.display()));
    let cache = tempfile::tempdir().unwrap();
    let mut vectors = VectorCache::open(cache.path(), inference.encoder()).unwrap();
    let mut workshop = Workshop { inference, vectors: &mut vectors, models: None, retrain: false };
    Arc::new(Brain::prepare(bot, &mut workshop, &|_| ()).unwrap().0)
}

fn serve(brain: &Arc<Brain>, inference: &Inference, store: &Store, script: &Arc<Script>, requests_per_minute: u32) -> Router {
    serve_with(brain, inference, store, Actions::Scripted(script.clone()), requests_per_minute)
}

fn serve_with(brain: &Arc<Brain>, inference: &Inference, store: &Store, actions: Actions, requests_per_minute: u32) -> Router {
    let engine = Engine::new(vec![brain.clone()], store.clone(), inference.clone(), actions, Arc::new(SystemClock));
    let settings = HttpSettings {
        api_token: Some(API_TOKEN.into()),
        tokens: None,
        widget_keys: BTreeMap::from([(BotName::new("desk").unwrap(), WIDGET_KEY.into())]),
        requests_per_minute: NonZeroU32::new(requests_per_minute).unwrap(),
    };
    router(engine, settings)
}

fn tiny_encoder() -> Arc<dyn Encoder> {
    Arc::new(BertEncoder::load(&here("tests/fixtures/tiny-bert")).unwrap())
}

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn json_request(path: &str, key: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
    request.header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}
