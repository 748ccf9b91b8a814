//! What the controller's own systems may do under `/v1/tenants/default/`, and with which tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, header};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use sottovoce::config::tokens::{ApiToken, Scope, change_tokens};
use sottovoce::domain::{BotName, Clock};
use sottovoce::http::{HttpSettings, router};
use sottovoce::runtime::{Actions, Engine, SweepMode};
use tempfile::TempDir;

use super::{API_TOKEN, Answer, Desk, Held, ORIGIN, PARSE, START, WIDGET_KEY};

const FIND: &str = "/v1/tenants/default/subjects/find";
const INBOX: &str = "/v1/tenants/default/inbox";
const PURGE: &str = "/v1/tenants/default/inbox/purge";
const SWEEP: &str = "/v1/tenants/default/sweep";
const NOBODY: &str = "0123456789abcdef0123456789abcdef";

/// A clock that a test moves.
struct Moved(Mutex<Timestamp>);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A desk whose tokens lie in a folder and whose clock is at noon of a Monday.
struct Office {
    desk: Desk,
    engine: Engine,
    clock: Arc<Moved>,
    data: TempDir,
}

impl Office {
    fn new() -> Self {
        let (mut desk, data) = (Desk::new(), tempfile::tempdir().unwrap());
        let clock = Arc::new(Moved(Mutex::new("2026-11-23T12:00:00Z".parse().unwrap())));
        let actions = Actions::Scripted(desk.script.clone());
        let engine = Engine::new(vec![desk.brain.clone()], desk.store.clone(), desk.inference.clone(), actions, clock.clone());
        let settings = HttpSettings {
            api_token: Some(API_TOKEN.into()),
            tokens: Some(data.path().to_owned()),
            widget_keys: BTreeMap::from([(BotName::new("desk").unwrap(), WIDGET_KEY.into())]),
            requests_per_minute: NonZeroU32::new(10_000).unwrap(),
        };
        desk.router = router(engine.clone(), settings);
        Self { desk, engine, clock, data }
    }

    fn pass_months(&self, months: i32) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.to_zoned(jiff::tz::TimeZone::UTC).checked_add(months.months()).unwrap().timestamp();
    }

    fn token(&self, secret: &str, scopes: &[Scope], expires: Option<Timestamp>) {
        let scopes: BTreeSet<Scope> = scopes.iter().copied().collect();
        let token = ApiToken::new(secret.len().to_string(), secret, None, scopes, self.clock.now(), expires);
        change_tokens(self.data.path(), |tokens| tokens.push(token)).unwrap();
    }

    fn revoke_all(&self) {
        change_tokens(self.data.path(), Vec::clear).unwrap();
    }

    /// A conversation of somebody whom the caller knows, who accepted the notice and began to apply.
    async fn applied(&self, person: &str) -> Held {
        let held = self.desk.start_with(START, &json!({"person": person})).await;
        self.desk.choose(&held, "notice.accept").await;
        self.desk.choose(&held, "notice.accept").await;
        self.desk.write(&held, "I want to apply").await;
        self.desk.choose(&held, "consent.yes").await;
        self.desk.choose(&held, "role.cook").await;
        held
    }

    async fn find(&self, person: &str) -> Value {
        self.desk.post(FIND, API_TOKEN, &json!({"person": person})).await.json()
    }

    async fn pseudonym(&self, person: &str) -> String {
        self.find(person).await["pseudonym"].as_str().unwrap().to_owned()
    }

    async fn get(&self, path: &str, key: &str) -> Answer {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
        self.desk.send(request.body(Body::empty()).unwrap()).await
    }

    async fn export(&self, pseudonym: &str) -> Answer {
        self.get(&format!("/v1/tenants/default/subjects/{pseudonym}/export"), API_TOKEN).await
    }

    async fn erase(&self, pseudonym: &str, body: &Value) -> Answer {
        self.desk.post(&erase_path(pseudonym), API_TOKEN, body).await
    }
}

fn erase_path(pseudonym: &str) -> String {
    format!("/v1/tenants/default/subjects/{pseudonym}/erase")
}

#[tokio::test]
async fn a_person_is_found_by_the_callers_own_id_and_exported() {
    let office = Office::new();
    assert_eq!(office.find("customer 7").await["known"], false);
    office.applied("customer 7").await;
    let found = office.find("customer 7").await;
    assert_eq!((&found["known"], &found["records"]), (&json!(true), &json!(4)));
    assert_eq!(found["purposes"], json!(["desk/application", "desk/evidence", "desk/metadata"]));
    let pseudonym = found["pseudonym"].as_str().unwrap();
    let export = office.export(pseudonym).await;
    assert!(export.text.contains("\"cook\"") && export.text.contains("customer 7"), "{}", export.text);
    let purposes: Vec<_> = export.json()["purposes"].as_array().unwrap().iter().map(|purpose| purpose["purpose"].clone()).collect();
    assert_eq!(purposes, ["application", "evidence", "metadata"]);
    // The same id on another channel is somebody else.
    let elsewhere = office.desk.post(FIND, API_TOKEN, &json!({"person": "customer 7", "channel": "web"})).await.json();
    assert_eq!(elsewhere["known"], false);
    assert_ne!(elsewhere["pseudonym"], found["pseudonym"]);
}

#[tokio::test]
async fn erasing_a_person_ends_their_conversations_and_gives_the_same_receipt_twice() {
    let office = Office::new();
    let (live, other) = (office.applied("ada").await, office.applied("eve").await);
    let pseudonym = office.pseudonym("ada").await;
    let erased = office.erase(&pseudonym, &json!({})).await;
    assert_eq!((erased.status.as_u16(), &erased.json()["erased"]), (200, &json!(true)), "{}", erased.text);
    let receipt = &erased.json()["receipt"];
    assert_eq!((&receipt["bot"], &receipt["keys"], &receipt["erased_on"]), (&Value::Null, &json!(3), &json!("2026-11-23")));
    assert!(!erased.text.contains(&pseudonym), "{}", erased.text);
    office.desk.write(&live, "ada@posta.example").await.is_problem(410, "conversation_gone");
    assert_eq!(office.desk.write(&other, "eve@posta.example").await.status.as_u16(), 200);
    assert_eq!(office.erase(&pseudonym, &json!({})).await.json()["receipt"], *receipt);
    office.export(&pseudonym).await.is_problem(404, "unknown_subject");
    assert_eq!(office.find("ada").await["known"], false);
    assert_eq!(office.desk.stat().await.subjects, 1);
}

#[tokio::test]
async fn erasing_at_one_bot_says_so_and_a_volatile_conversation_is_ended_too() {
    let office = Office::new();
    let stored = office.applied("ada").await;
    let pseudonym = office.pseudonym("ada").await;
    let begun = office.desk.post(START, API_TOKEN, &json!({"person": "ada"})).await.json();
    let text = |field: &str| begun[field].as_str().unwrap().to_owned();
    let fresh = Held { path: format!("/v1/conversations/{}", text("conversation")), token: text("token") };
    assert_eq!(office.erase(&pseudonym, &json!({"bot": "elsewhere"})).await.status.as_u16(), 404);
    assert_eq!(office.desk.write(&fresh, "hello").await.status.as_u16(), 200);
    let erased = office.erase(&pseudonym, &json!({"bot": "desk"})).await.json();
    assert_eq!((&erased["receipt"]["bot"], &erased["receipt"]["keys"]), (&json!("desk"), &json!(3)));
    for held in [stored, fresh] {
        office.desk.write(&held, "hello").await.is_problem(410, "conversation_gone");
    }
}

#[tokio::test]
async fn somebody_of_whom_nothing_is_stored_yet_is_erased_without_a_receipt() {
    let office = Office::new();
    let begun = office.desk.post(START, API_TOKEN, &json!({"person": "ada"})).await.json();
    let text = |field: &str| begun[field].as_str().unwrap().to_owned();
    let fresh = Held { path: format!("/v1/conversations/{}", text("conversation")), token: text("token") };
    let pseudonym = office.pseudonym("ada").await;
    assert_eq!(office.erase(&pseudonym, &json!({})).await.json(), json!({"erased": true, "receipt": null}));
    office.desk.write(&fresh, "hello").await.is_problem(410, "conversation_gone");
    office.erase(&pseudonym, &json!({})).await.is_problem(404, "unknown_subject");
}

#[tokio::test]
async fn g6_a_stranger_or_a_wrong_pseudonym_is_unknown_with_the_same_body() {
    let office = Office::new();
    let mut bodies = Vec::new();
    for pseudonym in [NOBODY, "0", "not-a-pseudonym", &NOBODY.to_uppercase(), "%2e%2e"] {
        for answer in [office.export(pseudonym).await, office.erase(pseudonym, &json!({})).await] {
            answer.is_problem(404, "unknown_subject");
            let mut body = answer.json();
            body.as_object_mut().unwrap().remove("request_id");
            bodies.push(body);
        }
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:#?}");
}

/// A route: its method, path, a body that is accepted, and the scope it needs.
fn routes() -> Vec<(Method, String, Option<Value>, Scope)> {
    let post = |path: &str, body: Value, scope| (Method::POST, path.to_owned(), Some(body), scope);
    vec![
        post(START, json!({}), Scope::Chat),
        post(PARSE, json!({"text": "when are you open"}), Scope::Parse),
        post(FIND, json!({"person": "ada"}), Scope::SubjectsRead),
        (Method::GET, format!("/v1/tenants/default/subjects/{NOBODY}/export"), None, Scope::SubjectsRead),
        post(&erase_path(NOBODY), json!({}), Scope::SubjectsErase),
        (Method::GET, INBOX.to_owned(), None, Scope::InboxRead),
        post(PURGE, json!({"text": "llama"}), Scope::InboxPurge),
        post(SWEEP, json!({"dry_run": true}), Scope::Sweep),
    ]
}

async fn call(office: &Office, route: &(Method, String, Option<Value>, Scope), key: Option<&str>, origin: Option<&str>) -> Answer {
    let (method, path, body, _) = route;
    let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    if let Some(key) = key {
        request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
    }
    if let Some(origin) = origin {
        request = request.header(header::ORIGIN, origin);
    }
    let body = body.as_ref().map_or_else(Body::empty, |body| Body::from(body.to_string()));
    office.desk.send(request.body(body).unwrap()).await
}

#[tokio::test]
async fn g1_a_token_opens_what_its_scopes_name_and_nothing_else() {
    let office = Office::new();
    for scope in Scope::ALL {
        office.token(&format!("token-{}", scope.as_str()), &[scope], None);
    }
    for route in routes() {
        let (method, path, ..) = &route;
        for scope in Scope::ALL {
            let answer = call(&office, &route, Some(&format!("token-{}", scope.as_str())), None).await;
            if scope == route.3 {
                assert!(matches!(answer.status.as_u16(), 200 | 201 | 404), "{method} {path} {}: {}", scope.as_str(), answer.text);
                continue;
            }
            answer.is_problem(403, "missing_scope");
            assert_eq!(answer.json()["scope"], route.3.as_str(), "{method} {path}");
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", route.3.as_str());
            assert_eq!(answer.header("www-authenticate"), challenge);
        }
        let with_all = call(&office, &route, Some(API_TOKEN), None).await;
        assert!(matches!(with_all.status.as_u16(), 200 | 201 | 404), "{method} {path}: {}", with_all.text);
    }
}

#[tokio::test]
async fn g4_an_unknown_expired_or_revoked_token_is_401_everywhere() {
    let office = Office::new();
    let expires = "2026-11-23T12:00:01Z".parse().unwrap();
    office.token("soon-over", &Scope::ALL, Some(expires));
    office.token("for-good", &Scope::ALL, None);
    for route in routes() {
        for key in ["soon-over", "for-good"] {
            assert_ne!(call(&office, &route, Some(key), None).await.status.as_u16(), 401, "{key}");
        }
    }
    *office.clock.0.lock().unwrap() = expires;
    for route in routes() {
        for key in [None, Some("never-was"), Some("soon-over"), Some("for-goo"), Some("")] {
            call(&office, &route, key, None).await.is_problem(401, "unauthorized");
        }
        if route.1 != START {
            call(&office, &route, Some(WIDGET_KEY), Some(ORIGIN)).await.is_problem(401, "unauthorized");
        }
    }
    office.revoke_all();
    for route in routes() {
        call(&office, &route, Some("for-good"), None).await.is_problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn another_tenant_is_not_there_and_only_those_who_may_come_in_are_told() {
    let office = Office::new();
    office.token("chats-only", &[Scope::Chat], None);
    for route in routes().into_iter().filter(|route| route.1.starts_with("/v1/tenants/")) {
        let elsewhere = (route.0.clone(), route.1.replace("/default/", "/acme/"), route.2.clone(), route.3);
        call(&office, &elsewhere, Some(API_TOKEN), None).await.is_problem(404, "not_found");
        call(&office, &elsewhere, Some("chats-only"), None).await.is_problem(403, "missing_scope");
        call(&office, &elsewhere, None, None).await.is_problem(401, "unauthorized");
        let wrong = if route.0 == Method::GET { Method::POST } else { Method::GET };
        call(&office, &(wrong, route.1.clone(), route.2.clone(), route.3), Some(API_TOKEN), None)
            .await
            .is_problem(405, "method_not_allowed");
        // No page may read any of it, the bot's own pages neither.
        let answer = call(&office, &route, Some(API_TOKEN), Some(ORIGIN)).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{}", route.1);
    }
}

#[tokio::test]
async fn wrong_bodies_and_parameters_are_named_and_not_repeated() {
    let office = Office::new();
    let cases = [
        (FIND, json!({}), ""),
        (FIND, json!({"person": "canary-7f3a", "bot": "desk"}), ""),
        (FIND, json!({"person": ""}), "/person"),
        (FIND, json!({"person": "canary-7f3a\n"}), "/person"),
        (FIND, json!({"person": "a", "channel": "canary-7f3a!"}), "/channel"),
        (&erase_path(NOBODY), json!({"bot": "canary 7f3a"}), "/bot"),
        (&erase_path(NOBODY), json!({"bots": "canary-7f3a"}), ""),
        (PURGE, json!({}), ""),
        (PURGE, json!({"text": " "}), "/text"),
        (PURGE, json!({"text": "canary-7f3a".repeat(200)}), "/text"),
        (SWEEP, json!({"dry_run": true, "confirm": true}), "/confirm"),
        (SWEEP, json!({"confirm": "canary-7f3a"}), ""),
    ];
    for (path, body, pointer) in cases {
        let answer = office.desk.post(path, API_TOKEN, &body).await;
        answer.is_problem(422, "invalid_input");
        assert!(!answer.text.contains("canary"), "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{path} {body}");
    }
    for query in ["?bots=canary-7f3a", "?bot=canary%207f3a", "?bot=desk&bot=canary-7f3a"] {
        let answer = office.get(&format!("{INBOX}{query}"), API_TOKEN).await;
        answer.is_problem(422, "invalid_input");
        assert!(!answer.text.contains("canary"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_inbox_is_read_by_bot_and_a_text_is_taken_out_of_it() {
    let office = Office::new();
    let english = sottovoce::domain::Language::new("en").unwrap();
    for (bot, text) in [("desk", "may I bring my llama"), ("desk", "may I bring my llama"), ("shop", "is there a sauna")] {
        office.desk.store.add_to_inbox(&BotName::new(bot).unwrap(), &english, "2026-W48", text).await.unwrap();
    }
    let item = |bot: &str, count: u32, text: &str| json!({"bot": bot, "language": "en", "first_week": "2026-W48", "last_week": "2026-W48", "count": count, "text": text});
    let (llama, sauna) = (item("desk", 2, "may I bring my llama"), item("shop", 1, "is there a sauna"));
    assert_eq!(office.get(INBOX, API_TOKEN).await.json(), json!({"items": [llama, sauna]}));
    assert_eq!(office.get(&format!("{INBOX}?bot=shop"), API_TOKEN).await.json(), json!({"items": [sauna]}));
    assert_eq!(office.get(&format!("{INBOX}?bot=nowhere"), API_TOKEN).await.json(), json!({"items": []}));
    assert_eq!(office.desk.post(PURGE, API_TOKEN, &json!({"text": "LLAMA"})).await.json(), json!({"removed": 1}));
    assert_eq!(office.get(INBOX, API_TOKEN).await.json(), json!({"items": [sauna]}));
}

#[tokio::test]
async fn a_sweep_over_the_api_erases_what_is_due_and_the_conversation_is_gone() {
    let office = Office::new();
    let held = office.applied("ada").await;
    office.pass_months(6);
    // A message on the last day moves everything on.
    assert_eq!(office.desk.write(&held, "hello").await.status.as_u16(), 200);
    office.pass_months(6);
    let counted = office.desk.post(SWEEP, API_TOKEN, &json!({"dry_run": true})).await.json();
    assert_eq!((&counted["erased"], &counted["people_due"]), (&json!(0), &json!(1)));
    let swept = office.desk.post(SWEEP, API_TOKEN, &json!({})).await.json();
    assert_eq!(
        (&swept["erased"], &swept["kept"], &swept["purposes"]["desk/application"]),
        (&json!(0), &json!(1), &json!({"examined": 1, "erased": 1}))
    );
    assert_eq!(office.find("ada").await["purposes"], json!(["desk/evidence", "desk/metadata"]));
    office.pass_months(18);
    let swept = office.desk.post(SWEEP, API_TOKEN, &json!({})).await.json();
    assert_eq!((&swept["erased"], &swept["kept"]), (&json!(1), &json!(0)));
    office.desk.write(&held, "hello").await.is_problem(410, "conversation_gone");
    assert_eq!(office.desk.stat().await.subjects, 0);
}

#[tokio::test]
async fn the_server_sweeps_by_itself_when_the_clock_says_so() {
    let office = Office::new();
    office.applied("ada").await;
    let mut timer = office.engine.sweep_timer();
    office.engine.sweep_if_due(&mut timer).await;
    office.pass_months(24);
    assert_eq!(office.desk.stat().await.subjects, 1);
    office.engine.sweep_if_due(&mut timer).await;
    assert_eq!(office.desk.stat().await.subjects, 0);
}

#[tokio::test]
async fn c3_a_sweep_of_most_people_stops_with_409_until_it_is_confirmed_and_service_goes_on() {
    let office = Office::new();
    for number in 0..101 {
        office.applied(&format!("person {number}")).await;
    }
    office.pass_months(24);
    assert!(office.engine.sweep(SweepMode::Guarded).await.unwrap().needs_confirmation);
    let stopped = office.desk.post(SWEEP, API_TOKEN, &json!({})).await;
    stopped.is_problem(409, "sweep_needs_confirmation");
    assert_eq!(office.desk.stat().await.subjects, 101);
    let fresh = office.applied("one more").await;
    let swept = office.desk.post(SWEEP, API_TOKEN, &json!({"confirm": true})).await.json();
    assert_eq!((&swept["erased"], &swept["kept"]), (&json!(101), &json!(1)));
    assert_eq!(office.desk.write(&fresh, "hello").await.status.as_u16(), 200);
}
