//! Who may do what: keys, origins, limits, and what a full house answers.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::json;
use sottovoce::domain::{Clock, SystemClock};
use sottovoce::nlu::encoder::{EncodeError, Encoder};
use sottovoce::nlu::inference::InferenceSettings;
use sottovoce::store::{Access, RootKey, Store, StoreSettings};

use super::{API_TOKEN, Answer, Desk, ORIGIN, PARSE, START, WIDGET_KEY, tiny_encoder};

/// What differs from an origin that is allowed, and is not.
const NOT_ALLOWED: [&str; 9] = [
    "https://other.example",
    "null",
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "https://shop.example:8443",
    "http://shop.example",
    "https://shop.exampl",
    "https://shop.example/",
    "*",
];

async fn start_with(desk: &Desk, authorization: Option<&str>, origin: Option<&str>) -> Answer {
    let mut request = Request::post(START).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in [(header::AUTHORIZATION, authorization), (header::ORIGIN, origin)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    desk.send(request.body(Body::from("{}")).unwrap()).await
}

#[tokio::test]
async fn a_conversation_begins_with_the_api_token_or_the_widget_key_and_nothing_else() {
    let desk = Desk::new();
    let (api, widget) = (format!("Bearer {API_TOKEN}"), format!("Bearer {WIDGET_KEY}"));
    let cases = [
        (Some(api.clone()), None, 201, ""),
        (Some(format!("bearer  {API_TOKEN} ")), None, 201, ""),
        (Some(widget.clone()), Some(ORIGIN), 201, ""),
        (Some(widget), None, 403, "origin_not_allowed"),
        (None, Some(ORIGIN), 401, "unauthorized"),
        (Some("Bearer".into()), Some(ORIGIN), 401, "unauthorized"),
        (Some("Bearer ".into()), Some(ORIGIN), 401, "unauthorized"),
        (Some(API_TOKEN.into()), None, 401, "unauthorized"),
        (Some(format!("Basic {API_TOKEN}")), None, 401, "unauthorized"),
        (Some(format!("{api}x")), None, 401, "unauthorized"),
        (Some(api[..api.len() - 1].into()), None, 401, "unauthorized"),
    ];
    for (authorization, origin, status, code) in cases {
        let answer = start_with(&desk, authorization.as_deref(), origin).await;
        if status == 201 {
            assert_eq!(answer.status.as_u16(), 201, "{authorization:?} {origin:?}: {}", answer.text);
        } else {
            answer.is_problem(status, code);
            assert_eq!(answer.header("www-authenticate"), if status == 401 { "Bearer" } else { "" });
        }
    }
}

#[tokio::test]
async fn a_widget_key_works_from_the_bots_origins_only() {
    let desk = Desk::new();
    for origin in NOT_ALLOWED {
        let answer = start_with(&desk, Some(&format!("Bearer {WIDGET_KEY}")), Some(origin)).await;
        answer.is_problem(403, "origin_not_allowed");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn a_widget_key_parses_nothing_and_is_no_conversations_token() {
    let desk = Desk::new();
    let held = desk.start().await;
    let mut request = super::json_request(PARSE, WIDGET_KEY, r#"{"text":"hello"}"#);
    request.headers_mut().insert(header::ORIGIN, ORIGIN.parse().unwrap());
    desk.send(request).await.is_problem(401, "unauthorized");
    for key in [WIDGET_KEY, API_TOKEN] {
        let answer = desk.post(&format!("{}/messages", held.path), key, &json!({"text": "hello"})).await;
        answer.is_problem(410, "conversation_gone");
    }
}

#[tokio::test]
async fn a_widgets_visitor_is_256_random_bits() {
    let desk = Desk::new();
    for (person, status) in [("7", 422), (&"a".repeat(31), 422), (&"0123456789abcdef".repeat(4), 201)] {
        let mut request = super::json_request(START, WIDGET_KEY, json!({"person": person}).to_string());
        request.headers_mut().insert(header::ORIGIN, ORIGIN.parse().unwrap());
        assert_eq!(desk.send(request).await.status.as_u16(), status, "{person}");
    }
}

async fn preflight(desk: &Desk, origin: &str) -> Answer {
    let request = Request::builder().method(Method::OPTIONS).uri(START).header(header::ORIGIN, origin);
    let request = request.header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
    desk.send(request.header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type").body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_preflight_is_answered_for_allowed_origins_without_credentials() {
    let desk = Desk::new();
    let answer = preflight(&desk, ORIGIN).await;
    assert_eq!(answer.status.as_u16(), 204);
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    assert_eq!(answer.header("access-control-allow-methods"), "POST, DELETE");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization, content-type");
    assert!(answer.header("vary").contains("Origin"));
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    for origin in NOT_ALLOWED {
        let answer = preflight(&desk, origin).await;
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{origin}: {:?}", answer.headers);
    }
}

#[tokio::test]
async fn errors_can_be_read_by_allowed_origins_too() {
    let desk = Desk::new().limited_to(1);
    for _ in 0..2 {
        let answer = start_with(&desk, None, Some(ORIGIN)).await;
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{}", answer.text);
    }
}

#[tokio::test]
async fn too_many_requests_are_told_to_wait_but_health_is_always_answered() {
    let desk = Desk::new().limited_to(2);
    for _ in 0..2 {
        desk.start().await;
    }
    let answer = start_with(&desk, Some(&format!("Bearer {API_TOKEN}")), None).await;
    answer.is_problem(429, "rate_limited");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(desk.get("/health/live").await.status.as_u16(), 200);
    assert_eq!(desk.get("/health/ready").await.json(), json!({"status": "ready", "bots": ["desk"]}));
}

#[tokio::test]
async fn a_server_that_cannot_store_is_not_ready() {
    let place = tempfile::tempdir().unwrap();
    let (data, key) = (place.path().join("data"), place.path().join("key"));
    std::fs::create_dir(&data).unwrap();
    RootKey::create(&key).unwrap();
    let open = |access| {
        let settings = StoreSettings::new(&data, RootKey::read(&key, &data).unwrap(), access);
        Store::open(settings, SystemClock.now()).unwrap()
    };
    let stored = Desk::new().on(open(Access::Serve));
    assert_eq!(stored.get("/health/ready").await.status.as_u16(), 200);
    drop(stored);
    let unstored = Desk::new().on(open(Access::Read));
    let answer = unstored.get("/health/ready").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (503, &json!("not ready")));
    assert_eq!(unstored.get("/health/live").await.status.as_u16(), 200);
}

/// An encoder that waits at a gate, as a busy one does.
struct Gated {
    encoder: Arc<dyn Encoder>,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    moved: Condvar,
}

impl Gate {
    fn set(&self, closed: bool) {
        *self.closed.lock().unwrap() = closed;
        self.moved.notify_all();
    }
}

impl Encoder for Gated {
    fn dimensions(&self) -> usize {
        self.encoder.dimensions()
    }

    fn fingerprint(&self) -> &str {
        self.encoder.fingerprint()
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncodeError> {
        let closed = self.gate.closed.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.gate.moved.wait_while(closed, |closed| *closed).unwrap());
        self.encoder.encode(texts)
    }
}

#[tokio::test]
async fn a_full_queue_answers_503_at_once_and_serves_the_others_later() {
    let gate = Arc::new(Gate::default());
    let encoder = Arc::new(Gated { encoder: tiny_encoder(), gate: gate.clone() });
    let desk = Desk::with(encoder, InferenceSettings { threads: 1, queue: 1, ..InferenceSettings::default() });
    gate.set(true);
    // One is at the encoder, one may wait: of three, at least one is refused while the gate is closed.
    let desk = Arc::new(desk);
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let desk = desk.clone();
        waiting.spawn(async move { desk.post(PARSE, API_TOKEN, &json!({"text": "what on earth is this"})).await });
    }
    let refused = waiting.join_next().await.unwrap().unwrap();
    refused.is_problem(503, "overloaded");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    gate.set(false);
    let later: Vec<u16> = waiting.join_all().await.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(later.contains(&200), "{later:?}");
}

#[tokio::test]
async fn a_message_that_finds_no_room_is_refused_and_can_be_sent_again() {
    let gate = Arc::new(Gate::default());
    let encoder = Arc::new(Gated { encoder: tiny_encoder(), gate: gate.clone() });
    let desk = Arc::new(Desk::with(encoder, InferenceSettings { threads: 1, queue: 1, ..InferenceSettings::default() }));
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(Arc::new(desk.start_accepted().await));
    }
    gate.set(true);
    let mut waiting = tokio::task::JoinSet::new();
    for (number, held) in held.iter().cloned().enumerate() {
        let desk = desk.clone();
        waiting.spawn(async move { (number, desk.write(&held, "what on earth is this").await) });
    }
    let (number, refused) = waiting.join_next().await.unwrap().unwrap();
    refused.is_problem(503, "overloaded");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    gate.set(false);
    waiting.join_all().await;
    assert_eq!(desk.write(&held[number], "what on earth is this").await.status.as_u16(), 200);
}
