//! Links and pictures: typed over HTTP, and fenced in the chat page.

use serde_json::{Value, json};
use sottovoce::runtime::Actions;

use super::{API_TOKEN, Desk, Held, here};

/// The museum's answers to a question, after the notice was declined.
async fn answers(question: &str, language: &str) -> Vec<Value> {
    let museum = museum();
    let begun = museum.post("/v1/bots/museum/conversations", API_TOKEN, &json!({"lang": language})).await.json();
    let text = |field: &str| begun[field].as_str().unwrap().to_owned();
    let held = Held { path: format!("/v1/conversations/{}", text("conversation")), token: text("token") };
    museum.choose(&held, "notice.decline").await;
    museum.choose(&held, "notice.decline").await;
    museum.write(&held, question).await.json()["messages"].as_array().unwrap().clone()
}

fn museum() -> Desk {
    Desk::of(&here("tests/bots/museum"), Actions::Scripted(std::sync::Arc::default()))
}

#[tokio::test]
async fn a_link_is_a_message_of_its_own_type() {
    let url = "https://museo.example/way?from=station&to=door";
    let link = json!({"type": "link", "text": "We are beside the cathedral.", "choices": [], "url": url, "title": "How to get here"});
    assert_eq!(answers("where are you", "en").await, [link]);
    let url = "https://museo.example/it/strada";
    let link = json!({"type": "link", "text": "Siamo accanto al duomo.", "choices": [], "url": url, "title": "Come arrivare"});
    assert_eq!(answers("dove siete", "it").await, [link]);
}

#[tokio::test]
async fn a_picture_is_a_message_of_its_own_type_and_says_what_it_shows() {
    let hall = json!({
        "type": "image", "text": "This is our great hall.", "choices": [],
        "url": "https://pictures.museo.example/hall.png", "alt": "A long hall with <tall> windows & two rows of statues",
    });
    let bronze = json!({
        "type": "image", "text": "And this our bronze boxer.", "choices": [],
        "url": "https://archive.museo.example:8443/gone.png?size=large", "alt": "A boxer of bronze who sits and looks up",
    });
    assert_eq!(answers("show me a picture", "en").await, [hall, bronze]);
}

#[tokio::test]
async fn the_chat_page_may_load_pictures_from_the_hosts_that_messages_name_and_from_no_others() {
    let sources = |page: &super::Answer| {
        let policy = page.header("content-security-policy").to_owned();
        let sources = policy.split(';').find_map(|part| part.trim().strip_prefix("img-src ").map(str::to_owned));
        sources.unwrap_or_else(|| panic!("{policy}")).trim().to_owned()
    };
    let page = museum().get("/w/museum").await;
    assert_eq!(sources(&page), "'self' https://archive.museo.example:8443 https://pictures.museo.example");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(sources(&Desk::new().get("/w/desk").await), "'self'");
}
