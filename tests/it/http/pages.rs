//! Pages for people, and the headers that every response has.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{API_TOKEN, Desk, START, here};

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let desk = Desk::new();
    let mut answers = vec![desk.post(START, API_TOKEN, &json!({})).await, desk.post(START, "wrong", &json!({})).await];
    for path in ["/", "/w/desk", "/widget/widget.js", "/widget/widget.css", "/p/desk/privacy", "/health/live", "/nothing", "/p/%ff/privacy"]
    {
        answers.push(desk.get(path).await);
    }
    let limited = Desk::new().limited_to(1);
    for _ in 0..2 {
        answers.push(limited.get("/").await);
    }
    for answer in answers {
        let seen = format!("{} {:?}", answer.status, answer.headers);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{seen}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{seen}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{seen}");
        assert!(answer.header("cache-control").contains("no-store"), "{seen}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors") && !policy.contains("unsafe"), "{seen}");
        assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("server"), "{seen}");
    }
}

#[tokio::test]
async fn the_privacy_page_begins_with_version_and_date_and_names_the_hashes_of_the_texts() {
    let desk = Desk::new();
    let page = desk.get("/p/desk/privacy").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    let body = page.text.split_once("<main>").unwrap().1;
    assert!(body.starts_with("<h1>Privacy policy of the desk</h1><p>Version 3, 2026-11-01</p><p>The controller is"), "{body}");
    let hash = |file: &str| {
        let file = std::fs::read_to_string(here(&format!("tests/bots/desk/policies/{file}"))).unwrap();
        let digest = Sha256::digest(file.splitn(3, "---").nth(2).unwrap().trim());
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    };
    assert!(body.contains(&hash("policy.en.md")) && body.contains(&hash("notice.en.md")), "{body}");
    assert!(body.contains("&lt;b&gt;Nothing&lt;/b&gt;"), "raw HTML in a policy is shown as text: {body}");
}

#[tokio::test]
async fn the_widget_page_may_be_framed_by_the_bots_origins_and_loads_nothing_from_elsewhere() {
    let desk = Desk::new();
    let page = desk.get("/w/desk").await;
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'self' https://shop.example"), "{:?}", page.headers);
    assert!(page.text.contains("data-bot=\"desk\"") && page.text.contains("Acme Srl"));
    assert!(page.text.contains("Delete my data</button>"), "{}", page.text);
    let rest = page.text.replace("{{", "MISSED");
    assert!(!rest.contains("MISSED") && !rest.contains("://") && !rest.contains("style=") && !rest.contains("onclick"), "{rest}");
}

#[tokio::test]
async fn head_gives_the_headers_of_a_page() {
    let desk = Desk::new();
    for path in ["/w/desk", "/p/desk/privacy", "/health/live"] {
        let request = Request::builder().method(Method::HEAD).uri(path).body(Body::empty()).unwrap();
        let answer = desk.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""), "{path}");
    }
}
