//! What the environment may not change about outbound calls.

use std::process::Command;
use std::time::Duration;

use sottovoce::outbound::Outbound;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

#[tokio::test]
async fn a_call_reaches_its_server() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let outbound = Outbound::new([server.address().to_string()]);
    let answer = outbound.call("GET", &server.uri(), &[], None, Duration::from_secs(30)).await.unwrap();
    assert_eq!((answer.status, answer.body), (204, serde_json::Value::Null));
}

#[test]
fn a_call_reaches_its_server_past_the_proxies_of_the_environment() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "outbound::a_call_reaches_its_server"]).env_remove("NO_PROXY").env_remove("no_proxy");
    // Nothing listens on port 1: whoever asks this proxy fails.
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(name, "http://127.0.0.1:1");
    }
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
