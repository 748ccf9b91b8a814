//! Bad input: one clear problem document each, which repeats nothing of what was sent.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use super::{API_TOKEN, Answer, Desk, PARSE, START, json_request};

/// Stands in every bad request and must not come back.
const CANARY: &str = "canary-7f3a";

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str, pointer: Option<&str>) {
    answer.is_problem(status, code);
    assert!(!answer.text.contains(CANARY), "the request is echoed: {}", answer.text);
    assert!(answer.headers.values().all(|value| !value.to_str().unwrap_or_default().contains(CANARY)), "{:?}", answer.headers);
    let problem = answer.json();
    assert_eq!(problem["errors"][0]["pointer"].as_str(), pointer, "{problem}");
    if pointer.is_some() {
        assert!(problem["errors"][0]["message"].is_string(), "{problem}");
    }
}

#[tokio::test]
async fn wrong_fields_of_a_message_are_named_and_not_repeated() {
    let desk = Desk::new();
    let held = desk.start().await;
    let cases: &[(Value, &str)] = &[
        (json!({"text": "hello", CANARY: 1}), ""),
        (json!({"text": [CANARY]}), ""),
        (json!({"text": {"a": CANARY}}), ""),
        (json!({"text": 7}), ""),
        (json!({"text": CANARY, "choice": "notice.accept"}), "/choice"),
        (json!({}), "/text"),
        (json!({"text": null}), "/text"),
        (json!([CANARY]), ""),
        (json!(CANARY), ""),
        (json!({"text": format!("{CANARY}{}", "x".repeat(2_000 - CANARY.len() + 1))}), "/text"),
        (json!({"choice": ""}), "/choice"),
        (json!({"choice": format!("{CANARY}{}", "x".repeat(128))}), "/choice"),
        (json!({"choice": format!("{CANARY}\r\nx")}), "/choice"),
        (json!({"id": format!("{CANARY}{}", "x".repeat(128)), "text": "hello"}), "/id"),
        (json!({"id": "", "text": "hello"}), "/id"),
    ];
    for (body, pointer) in cases {
        refused(&desk.message(&held, body).await, 422, "invalid_input", Some(pointer));
    }
    let longest = json!({"text": "ü".repeat(2_000)});
    assert_eq!(desk.message(&held, &longest).await.status.as_u16(), 200);
}

#[tokio::test]
async fn odd_texts_are_answered_like_any() {
    let desk = Desk::new();
    let emoji = "👍".repeat(2_000);
    for text in
        ["", " ", "\u{0}", "👍", "🧑‍🚀👩‍👩‍👧‍👦🏳️‍🌈", "שלום עולם", "أريد أن أحجز طاولة", "\u{202e}abc\u{202c}", "?!…", "e\u{301}\u{301}", &emoji]
    {
        let held = desk.start_accepted().await;
        let answer = desk.write(&held, text).await;
        assert_eq!(answer.status.as_u16(), 200, "{text:?}: {}", answer.text);
        assert!(!answer.said().is_empty(), "{text:?}");
        let parsed = desk.post(PARSE, API_TOKEN, &json!({"text": text})).await;
        assert_eq!(parsed.status.as_u16(), 200, "{text:?}: {}", parsed.text);
    }
}

#[tokio::test]
async fn wrong_fields_of_a_start_are_named_and_not_repeated() {
    let desk = Desk::new();
    let cases: &[(Value, &str)] = &[
        (json!({CANARY: 1}), ""),
        (json!({"lang": format!("{CANARY} ??")}), "/lang"),
        (json!({"channel": format!("{CANARY}!")}), "/channel"),
        (json!({"person": ""}), "/person"),
        (json!({"person": format!("{CANARY}{}", "x".repeat(128))}), "/person"),
    ];
    for (body, pointer) in cases {
        refused(&desk.post(START, API_TOKEN, body).await, 422, "invalid_input", Some(pointer));
    }
}

#[tokio::test]
async fn bodies_that_are_not_json_are_refused_early() {
    let desk = Desk::new();
    let held = desk.start().await;
    let path = format!("{}/messages", held.path);
    let deep = format!("{{\"text\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let cases: Vec<(Vec<u8>, u16, &str)> = vec![
        (format!("{{\"text\": \"{CANARY}").into(), 400, "invalid_json"),
        (format!("{{\"text\": \"a\"}} {CANARY}").into(), 400, "invalid_json"),
        (b"{\"text\": \"canary-7f3a \xff\xfe\"}".to_vec(), 400, "invalid_json"),
        (b"{\"text\": \"canary-7f3a \\ud800\"}".to_vec(), 400, "invalid_json"),
        (Vec::new(), 400, "invalid_json"),
        (deep.into(), 400, "invalid_json"),
        (format!("{{\"text\": \"{CANARY}{}\"}}", "x".repeat(100_000)).into(), 413, "body_too_large"),
        (format!("{{\"text\": \"{}\"}}", CANARY.repeat(100_000)).into(), 413, "body_too_large"),
    ];
    for (body, status, code) in cases {
        for path in [path.as_str(), PARSE] {
            let key = if path == PARSE { API_TOKEN } else { &held.token };
            refused(&desk.send(json_request(path, key, body.clone())).await, status, code, None);
        }
    }
}

#[tokio::test]
async fn only_json_is_taken() {
    let desk = Desk::new();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
        let request = Request::post(START).header(header::AUTHORIZATION, format!("Bearer {API_TOKEN}"));
        let request = if kind.is_empty() { request } else { request.header(header::CONTENT_TYPE, kind) };
        refused(&desk.send(request.body(Body::from("{}")).unwrap()).await, 415, "unsupported_media_type", None);
    }
    let request = Request::post(START).header(header::AUTHORIZATION, format!("Bearer {API_TOKEN}"));
    let with_charset = request.header(header::CONTENT_TYPE, "Application/JSON; charset=utf-8").body(Body::from("{}")).unwrap();
    assert_eq!(desk.send(with_charset).await.status.as_u16(), 201);
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems_too() {
    let desk = Desk::new();
    let cases = [
        (Method::GET, format!("/{CANARY}"), 404, "not_found"),
        (Method::GET, format!("/v1/bots/{CANARY}"), 404, "not_found"),
        (Method::POST, format!("{START}/"), 404, "not_found"),
        (Method::POST, format!("/v1/bots/{CANARY}/conversations"), 404, "unknown_bot"),
        (Method::POST, "/v1/bots/..%2f..%2fetc/conversations".into(), 404, "unknown_bot"),
        (Method::POST, format!("/v1/bots/{CANARY}%ff/conversations"), 400, "invalid_address"),
        (Method::GET, format!("/p/{CANARY}/privacy"), 404, "unknown_bot"),
        (Method::GET, "/p/%ff/privacy".into(), 400, "invalid_address"),
        (Method::GET, format!("/p/desk/privacy?lang={CANARY}&lang=%ff"), 400, "invalid_address"),
        (Method::GET, format!("/widget/{CANARY}.js"), 404, "not_found"),
        (Method::GET, "/widget/..%2f..%2fCargo.toml".into(), 404, "not_found"),
        (Method::GET, START.into(), 405, "method_not_allowed"),
        (Method::PUT, START.into(), 405, "method_not_allowed"),
        (Method::POST, "/w/desk".into(), 405, "method_not_allowed"),
        (Method::POST, "/health/live".into(), 405, "method_not_allowed"),
        (Method::OPTIONS, START.into(), 405, "method_not_allowed"),
    ];
    for (method, path, status, code) in cases {
        let request = Request::builder().method(&method).uri(&path).header(header::AUTHORIZATION, format!("Bearer {API_TOKEN}"));
        let answer = desk.send(request.body(Body::empty()).unwrap()).await;
        refused(&answer, status, code, None);
        if status == 405 {
            assert!(!answer.header("allow").is_empty(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn parse_gives_every_promised_field() {
    let desk = Desk::new();
    let before = desk.stat().await;
    let answer = desk.post(PARSE, API_TOKEN, &json!({"text": "I want to apply as a cook", "lang": "en"})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let parsed = answer.json();
    assert_eq!((&parsed["text"], &parsed["lang"]), (&json!("I want to apply as a cook"), &json!("en")));
    assert!(["intent", "ambiguous", "out_of_scope"].contains(&parsed["decision"]["kind"].as_str().unwrap()), "{parsed}");
    assert!(parsed["decision"].get("intent").is_some() && parsed["stage"].is_string(), "{parsed}");
    assert!(parsed["ranked"][0]["intent"].is_string() && parsed["ranked"][0]["confidence"].is_f64(), "{parsed}");
    let role = parsed["entities"].as_array().unwrap().iter().find(|entity| entity["type"] == "role").unwrap();
    assert_eq!((&role["value"], &role["text"], &role["start"], &role["end"]), (&json!("cook"), &json!("cook"), &json!(21), &json!(25)));
    for stage in ["tokenize", "encode", "head", "total"] {
        assert!(parsed["timings_us"][stage].is_u64(), "{parsed}");
    }
    assert_eq!(desk.stat().await, before);
}
