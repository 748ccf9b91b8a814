//! `test`, `chat` and HTTP are three ways to one engine: the conversations of tests/bots/museum get the same answers on each.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use sottovoce::bot::{ConversationTest, TestInput};
use sottovoce::outbound::Outbound;
use sottovoce::runtime::Actions;
use tempfile::TempDir;
use wiremock::matchers::{body_partial_json, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{API_TOKEN, Desk, Held, here};
use crate::talking;

/// The ticket office: it books visits, but none of who writes from `fail@`.
async fn ticket_office() -> MockServer {
    let office = MockServer::start().await;
    let fails = Mock::given(method("POST")).and(body_partial_json(json!({"email": "fail@posta.example"})));
    fails.respond_with(ResponseTemplate::new(503)).with_priority(1).mount(&office).await;
    let books = ResponseTemplate::new(201).set_body_json(json!({"id": "V-7"}));
    Mock::given(method("POST")).respond_with(books).mount(&office).await;
    office
}

/// A home with the museum in it, on the tiny encoder, that calls this address.
fn home(office: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&here("tests/bots/museum"), &home.path().join("museum"));
    let file = home.path().join("museum/bot.yaml");
    let bot = fs::read_to_string(&file).unwrap().replace("127.0.0.1:8099", office);
    fs::write(file, format!("{bot}nlu: {{encoder: tiny-bert}}\n")).unwrap();
    home
}

fn copy(from: &Path, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let copied = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &copied) } else { assert!(fs::copy(entry.path(), copied).is_ok()) }
    }
}

/// The messages of a test, as the HTTP interface takes them.
fn messages(test: &ConversationTest) -> Vec<Value> {
    let with_id = |mut message: Value, id: &Option<String>| {
        if let Some(id) = id {
            message["id"] = json!(id);
        }
        message
    };
    let message = |input: &TestInput| match input {
        TestInput::Text { text, id } => with_id(json!({"text": text}), id),
        TestInput::Choice { choice, id } => with_id(json!({"choice": choice}), id),
        TestInput::Wait(_) | TestInput::Restart => panic!("`{}`: nobody waits or restarts in `chat`", test.name),
    };
    test.steps.iter().map(|step| message(&step.input)).collect()
}

/// The answers of `test`, by the name of the conversation.
fn in_tests(home: &Path) -> Value {
    let (code, stdout, stderr) = talking::run(home, &["test", "museum", "--transcript", "--format", "json"], "");
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"));
    let missed = report["tests"].as_array().unwrap().iter().filter(|test| test["passed"] == false);
    assert_eq!(code, 0, "{:#?}", missed.map(|test| (&test["name"], &test["failures"])).collect::<Vec<_>>());
    report["tests"].clone()
}

/// The answers in a transcript, without the messages, which are those that were sent.
fn answers_of(tested: &Value) -> Vec<Value> {
    let turns = tested["turns"].as_array().unwrap().iter();
    turns.map(|turn| json!({"messages": turn["messages"], "conversation": turn["conversation"]})).collect()
}

/// The answers of `chat` to conversations in one language, one after the other.
fn in_chat(home: &Path, office: &str, language: &str, conversations: &[Vec<Value>]) -> Vec<Vec<Value>> {
    let lines = |messages: &Vec<Value>| messages.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let script: Vec<String> = conversations.iter().map(lines).collect();
    let arguments = ["chat", "museum", "--format", "json", "--lang", language, "--allow", office];
    let (code, stdout, stderr) = talking::run(home, &arguments, script.join("\n/reset\n"));
    // A failed call is logged.
    assert!(code == 0 && stderr.lines().all(|line| line.contains("a call of an action failed")), "{stderr}");
    let mut answers = stdout.lines().map(|line| serde_json::from_str(line).unwrap());
    conversations.iter().map(|messages| answers.by_ref().take(messages.len() + 1).collect()).collect()
}

async fn over_http(desk: &Desk, language: &str, messages: &[Value]) -> Vec<Value> {
    let begun = desk.post("/v1/bots/museum/conversations", API_TOKEN, &json!({"lang": language})).await.json();
    let text = |field: &str| begun[field].as_str().unwrap().to_owned();
    let held = Held { path: format!("/v1/conversations/{}", text("conversation")), token: text("token") };
    // Where the conversation stands is not said with the greeting.
    let stands = json!({"flow": null, "open_question": null, "handover": null, "stored": false, "lang": language});
    let mut answers = vec![json!({"messages": begun["messages"], "conversation": stands})];
    for message in messages {
        let answer = desk.message(&held, message).await;
        assert_eq!(answer.status.as_u16(), 200, "{message}: {}", answer.text);
        answers.push(answer.json());
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn test_and_chat_and_http_give_the_same_answers_to_the_same_conversations() {
    let office = ticket_office().await;
    let address = office.address().to_string();
    let home = home(&address);
    let desk = Desk::of(&home.path().join("museum"), Actions::Http(Arc::new(Outbound::new([address.clone()]))));
    let tested = in_tests(home.path());
    let tests = &desk.brain.bot.tests;
    assert_eq!(tested.as_array().map(Vec::len), Some(tests.len()));
    for language in ["en", "it"] {
        let begins_so = |test: &ConversationTest| test.given.language.as_ref().map_or("en", |language| language.as_str()) == language;
        let spoken: Vec<_> = tests.iter().zip(tested.as_array().unwrap()).filter(|(test, _)| begins_so(test)).collect();
        let conversations: Vec<Vec<Value>> = spoken.iter().map(|(test, _)| messages(test)).collect();
        let chatted = in_chat(home.path(), &address, language, &conversations);
        for (((test, tested), messages), chatted) in spoken.iter().zip(&conversations).zip(chatted) {
            assert!(tested["turns"].as_array().unwrap().iter().skip(1).map(|turn| &turn["message"]).eq(messages), "{}", test.name);
            let tested = answers_of(tested);
            let others = [("chat", chatted), ("HTTP", over_http(&desk, language, messages).await)];
            for (way, answers) in &others {
                assert_eq!((tested.len(), answers.len()), (messages.len() + 1, messages.len() + 1), "`{}`: {way}", test.name);
                for (turn, (one, other)) in tested.iter().zip(answers).enumerate() {
                    let message = turn.checked_sub(1).and_then(|turn| messages.get(turn));
                    assert_eq!(one, other, "`{}`, turn {turn}, {message:?}: `test` and {way}", test.name);
                }
            }
        }
    }
}
