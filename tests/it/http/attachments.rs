//! Links and pictures: typed over HTTP, and fenced in the chat page.

use std::sync::Arc;

use serde_json::{Value, json};
use sottovoce::runtime::Actions;

use super::{Desk, here};

/// What a question in a language is answered with, after the notice was declined.
async fn check(museum: &Desk, question: &str, language: &str, expected: &[Value]) {
    let held = museum.start_with("/v1/bots/museum/conversations", &json!({"lang": language})).await;
    museum.choose(&held, "notice.decline").await;
    museum.choose(&held, "notice.decline").await;
    assert_eq!(museum.write(&held, question).await.json()["messages"], json!(expected), "{question}");
}

#[tokio::test]
async fn links_and_pictures_are_messages_of_their_own_types_and_the_chat_page_may_load_pictures_from_their_hosts_only() {
    let museum = Desk::of(&here("tests/bots/museum"), Actions::Scripted(Arc::default()));
    let url = "https://museo.example/way?from=station&to=door";
    let link = json!({"type": "link", "text": "We are beside the cathedral.", "choices": [], "url": url, "title": "How to get here"});
    check(&museum, "where are you", "en", &[link]).await;
    let url = "https://museo.example/it/strada";
    let link = json!({"type": "link", "text": "Siamo accanto al duomo.", "choices": [], "url": url, "title": "Come arrivare"});
    check(&museum, "dove siete", "it", &[link]).await;
    let hall = json!({
        "type": "image", "text": "This is our great hall.", "choices": [],
        "url": "https://pictures.museo.example/hall.png", "alt": "A long hall with <tall> windows & two rows of statues",
    });
    let bronze = json!({
        "type": "image", "text": "And this our bronze boxer.", "choices": [],
        "url": "https://archive.museo.example:8443/gone.png?size=large", "alt": "A boxer of bronze who sits and looks up",
    });
    check(&museum, "show me a picture", "en", &[hall, bronze]).await;
    let page = museum.get("/w/museum").await;
    let policy = page.header("content-security-policy");
    let sources = "; img-src 'self' https://archive.museo.example:8443 https://pictures.museo.example; ";
    assert!(policy.contains(sources) && page.header("referrer-policy") == "no-referrer", "{policy}");
}
