use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::flow::Retries;

/// No answer at all.
const SILENCE: &str = "";

/// Answers one connection after the other with these heads, and gives the requests; after the last it listens no more.
async fn server(answers: &'static [&'static str]) -> (SocketAddr, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 4_096];
            let length = connection.read(&mut bytes).await.unwrap();
            requests.push(String::from_utf8_lossy(&bytes[..length]).into_owned());
            if *answer == SILENCE {
                // Until the caller hangs up.
                assert_eq!(connection.read(&mut bytes).await.unwrap(), 0);
                continue;
            }
            let head = format!("HTTP/1.1 {answer}\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{{}}");
            connection.write_all(head.as_bytes()).await.unwrap();
        }
        requests
    });
    (address, served)
}

async fn check(answers: &'static [&'static str], timeout_ms: u32, expected: Result<Value, Option<u16>>) {
    let (address, served) = server(answers).await;
    let action = Action {
        name: ActionName::new("send").unwrap(),
        method: "POST".into(),
        url: format!("http://{address}/"),
        headers: Vec::new(),
        timeout_ms,
        retries: Retries { attempts: 3, backoff_ms: 1 },
        reads_only: false,
    };
    let actions = Actions::Http(Arc::new(Outbound::new([address.to_string()])));
    let answer = actions.call(&action, Map::new(), "key-7").await;
    assert_eq!(answer.map_err(|failed| failed.status), expected, "{answers:?}");
    let requests = served.await.unwrap();
    assert!(requests.iter().all(|request| request.to_lowercase().contains("idempotency-key: key-7")), "{requests:?}");
}

#[tokio::test]
async fn a_call_is_tried_again_when_that_may_help_with_the_same_key() {
    check(&["503 Busy", "429 Slow down", "200 OK"], 5_000, Ok(serde_json::json!({}))).await;
    check(&["500 A", "500 B", "502 C"], 5_000, Err(Some(502))).await;
    check(&["404 None"], 5_000, Err(Some(404))).await;
    check(&["429 Slow down\r\nretry-after: 0", "200 OK"], 5_000, Ok(serde_json::json!({}))).await;
}

#[tokio::test]
async fn a_call_that_nobody_answers_in_time_is_tried_again_with_the_same_key() {
    check(&[SILENCE, "200 OK"], 500, Ok(serde_json::json!({}))).await;
}

#[tokio::test]
async fn a_server_that_wants_more_patience_than_there_is_is_not_asked_again() {
    check(&["503 Busy\r\nretry-after: 60"], 5_000, Err(Some(503))).await;
}

fn stub(status: u16, body: Value) -> ActionStub {
    ActionStub { status, body, times_out: false }
}

#[tokio::test]
async fn a_script_can_give_no_answer_in_time() {
    let name = ActionName::new("send").unwrap();
    let silence = ActionStub { times_out: true, ..stub(200, Value::Null) };
    let script = Arc::new(Script::in_turn([(name.clone(), vec![silence.clone(), silence, stub(200, Value::Null)])].into()));
    let retries = Retries { attempts: 2, backoff_ms: 1 };
    let action = Action { name, method: "POST".into(), url: String::new(), headers: Vec::new(), timeout_ms: 1, retries, reads_only: false };
    let actions = Actions::Scripted(script);
    assert_eq!(actions.call(&action, Map::new(), "k").await.map_err(|failed| failed.status), Err(None));
    assert_eq!(actions.call(&action, Map::new(), "k").await, Ok(Value::Null));
}

#[tokio::test]
async fn a_script_answers_each_try_and_writes_the_call_down_once() {
    let name = ActionName::new("send").unwrap();
    let script = Arc::new(Script::in_turn([(name.clone(), vec![stub(500, Value::Null), stub(200, serde_json::json!({"id": 1}))])].into()));
    let retries = Retries { attempts: 2, backoff_ms: 60_000 };
    let action = Action { name, method: "POST".into(), url: String::new(), headers: Vec::new(), timeout_ms: 1, retries, reads_only: false };
    let actions = Actions::Scripted(script.clone());
    assert_eq!(actions.call(&action, Map::new(), "k").await, Ok(serde_json::json!({"id": 1})));
    assert_eq!(script.calls().len(), 1);
}
