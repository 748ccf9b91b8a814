//! 410: a conversation that is gone cannot be told from one that never was.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use super::{Answer, Desk, Held, json_request};

const NEVER_WAS: &str = "0b0d1f0a-7b59-4a7c-9b6e-0d9a6a2e8c11";

fn without_request_id(answer: &Answer) -> Value {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("request_id").unwrap();
    body
}

#[tokio::test]
async fn every_conversation_that_is_not_the_callers_is_gone_with_the_same_body() {
    let desk = Desk::new();
    let mine = desk.start().await;
    let erased = desk.start_accepted().await;
    desk.erase(&erased).await;
    let stored = desk.start_accepted().await;
    let desk_later = desk.restarted();
    let held = |path: &str, token: &str| Held { path: path.into(), token: token.into() };
    let cases = [
        ("a wrong token", held(&mine.path, "another")),
        ("the token of another", held(&mine.path, &stored.token)),
        ("an unknown id", held(&format!("/v1/conversations/{NEVER_WAS}"), &mine.token)),
        ("no id at all", held("/v1/conversations/not-a-uuid", &mine.token)),
        ("an erased one", held(&erased.path, &erased.token)),
    ];
    let mut bodies = Vec::new();
    for (what, held) in cases {
        for answer in [desk.write(&held, "hello").await, desk.erase(&held).await] {
            answer.is_problem(410, "conversation_gone");
            bodies.push((what, without_request_id(&answer)));
        }
    }
    for (what, held) in [("not stored, after a restart", &mine), ("stored, a wrong token", &held(&stored.path, &mine.token))] {
        let answer = desk_later.write(held, "hello").await;
        answer.is_problem(410, "conversation_gone");
        bodies.push((what, without_request_id(&answer)));
    }
    assert!(bodies.iter().all(|(_, body)| *body == bodies[0].1), "{bodies:#?}");
}

#[tokio::test]
async fn deleting_erases_what_was_stored_and_ends_the_conversation() {
    let desk = Desk::new();
    let before = desk.stat().await;
    let held = desk.start_accepted().await;
    desk.write(&held, "I want to apply").await;
    desk.choose(&held, "consent.yes").await;
    desk.choose(&held, "role.cook").await;
    assert!(desk.stat().await.keys > before.keys);
    let erased = desk.erase(&held).await;
    assert_eq!((erased.status.as_u16(), &erased.json()["erased"]), (200, &json!(true)));
    assert!(erased.json()["receipt"].is_object(), "{}", erased.text);
    assert_eq!((desk.stat().await.keys, desk.stat().await.subjects), (before.keys, before.subjects));
    desk.write(&held, "hello").await.is_problem(410, "conversation_gone");
    desk.restarted().write(&held, "hello").await.is_problem(410, "conversation_gone");
}

#[tokio::test]
async fn an_unstored_conversation_can_be_ended_too() {
    let desk = Desk::new();
    let held = desk.start().await;
    assert_eq!(desk.erase(&held).await.json(), json!({"erased": true, "receipt": null}));
    desk.write(&held, "hello").await.is_problem(410, "conversation_gone");
}

#[tokio::test]
async fn an_id_is_looked_for_before_the_body_is_read_but_not_before_the_key() {
    let desk = Desk::new();
    let path = format!("/v1/conversations/{NEVER_WAS}/messages");
    let without_key =
        Request::post(&path).header(header::CONTENT_TYPE, "application/json").body(Body::from(r#"{"text":"hello"}"#)).unwrap();
    desk.send(without_key).await.is_problem(401, "unauthorized");
    desk.send(json_request("/v1/conversations/%ff/messages", "any", r#"{"text":"hello"}"#)).await.is_problem(400, "invalid_address");
}
