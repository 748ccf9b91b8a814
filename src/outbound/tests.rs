use serde_json::json;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

const LONG: Duration = Duration::from_secs(30);

/// What is said about an address, with nothing on the allow list but `crm.internal:8443` and `127.0.0.1:9000`.
#[track_caller]
fn check(address: &str, expected: &str) {
    let outbound = Outbound::new(["CRM.internal:8443".to_owned(), "127.0.0.1:9000".to_owned()]);
    let verdict = outbound.target(address).map_or_else(|error| error.to_string(), |(_, reach)| format!("{reach:?}"));
    assert_eq!(verdict, expected, "{address}");
}

#[test]
fn public_https_addresses_are_called() {
    for address in ["https://api.example.com/x", "https://1.1.1.1/", "https://[2606:4700::1111]/", "https://172.32.0.1/"] {
        check(address, "Public");
    }
}

#[test]
fn only_the_very_host_and_port_on_the_allow_list_are_trusted() {
    check("http://127.0.0.1:9000/hook", "Plain");
    check("https://crm.internal:8443/", "Trusted");
    check("https://CRM.internal:8443/", "Trusted");
    check("https://crm.internal/", "Public");
    check("https://127.0.0.1:9001/", "127.0.0.1 is a loopback address: not called, unless the host and port are on the allow list");
    check(
        "http://crm.internal/",
        "crm.internal would be called by http: only https is allowed, unless the host and port are on the allow list",
    );
}

#[test]
fn addresses_of_the_own_network_are_refused_in_every_spelling() {
    let kinds = [
        (
            "a loopback",
            "127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 127.255.255.254 [::1] [::ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::7f00:1]",
        ),
        (
            "a private",
            "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 [fc00::1] [fd12::1] [::ffff:a00:1] [2002:a00:1::] [fec0::1]",
        ),
        ("a link-local", "169.254.169.254 [fe80::1] [::ffff:169.254.169.254]"),
        ("a reserved", "0.0.0.0 224.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1 [::] [ff02::1] [2001:db8::1] [100::1]"),
    ];
    for (kind, hosts) in kinds {
        for host in hosts.split(' ') {
            let outbound = Outbound::default();
            let error = outbound.target(&format!("https://{host}/")).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(&format!("is {kind} address")), "{host}: {error}");
        }
    }
}

#[test]
fn what_is_no_web_address_is_refused() {
    check("api.example.com/x", "this is not an address such as `https://api.example.com/path`");
    check("https://", "this is not an address such as `https://api.example.com/path`");
    check("data:text/plain,hi", "this is not an address such as `https://api.example.com/path`");
    check(
        "ftp://example.com/",
        "example.com would be called by ftp: only https is allowed, unless the host and port are on the allow list",
    );
    check("https://user:pass@example.com/", "the address of example.com holds a user name or password: use a header and a secret instead");
}

#[tokio::test]
async fn a_name_of_the_own_network_is_refused_after_resolution() {
    let outbound = Outbound::default();
    let expected = "localhost is a loopback address: not called, unless the host and port are on the allow list";
    assert_eq!(outbound.check("https://localhost/").await.unwrap_err().to_string(), expected);
    // The resolver inside the client refuses as well, so that a name cannot change its mind after the check.
    let refused = PublicOnly.resolve("localhost".parse().unwrap()).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.to_string(), expected);
}

/// A server on this machine and a client that may call it.
async fn served(mock: Mock) -> (MockServer, Outbound, String) {
    let server = MockServer::start().await;
    mock.mount(&server).await;
    let outbound = Outbound::new([server.address().to_string()]);
    let uri = server.uri();
    (server, outbound, uri)
}

/// Calls a server that gives this answer.
async fn call(answer: ResponseTemplate, timeout: Duration) -> Result<(u16, Value), OutboundError> {
    let (_server, outbound, uri) = served(Mock::given(method("GET")).respond_with(answer)).await;
    outbound.call("GET", &uri, &[], None, timeout).await.map(|answered| (answered.status, answered.body))
}

#[tokio::test]
async fn a_call_sends_headers_and_body_and_reads_json() {
    let mock =
        Mock::given(method("POST")).and(path("/orders")).and(header("authorization", "Bearer s3cret")).and(body_json(json!({"id": 7})));
    let (_server, outbound, uri) = served(mock.respond_with(ResponseTemplate::new(201).set_body_json(json!({"ok": true})))).await;
    let headers = [("Authorization".to_owned(), "Bearer s3cret".to_owned())];
    let answer = outbound.call("POST", &format!("{uri}/orders"), &headers, Some(&json!({"id": 7})), LONG).await.unwrap();
    assert_eq!((answer.status, answer.body), (201, json!({"ok": true})));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let answer = call(ResponseTemplate::new(302).insert_header("location", "http://169.254.169.254/"), LONG).await;
    assert_eq!(answer.unwrap(), (302, Value::Null));
}

#[tokio::test]
async fn a_failure_without_json_keeps_its_status() {
    assert_eq!(call(ResponseTemplate::new(502).set_body_string("<html>"), LONG).await.unwrap(), (502, Value::Null));
    assert_eq!(call(ResponseTemplate::new(204), LONG).await.unwrap(), (204, Value::Null));
    let error = call(ResponseTemplate::new(200).set_body_string("<html>"), LONG).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 answered with something that is not JSON");
}

#[tokio::test]
async fn an_answer_past_the_limit_is_cut_off() {
    let error = call(ResponseTemplate::new(200).set_body_string(" ".repeat(MAX_ANSWER_BYTES + 1)), LONG).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 answered with more than 1048576 bytes");
}

#[tokio::test]
async fn a_late_answer_is_not_waited_for() {
    let error = call(ResponseTemplate::new(200).set_delay(LONG), Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 did not answer in time");
}

#[tokio::test]
async fn a_closed_port_is_an_error_without_the_path() {
    let target = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let outbound = Outbound::new([target.to_string()]);
    let error = outbound.call("GET", &format!("http://{target}/people/ada"), &[], None, LONG).await.unwrap_err().to_string();
    assert!(error.starts_with("the request to 127.0.0.1 failed: ") && !error.contains("ada"), "{error}");
}

#[tokio::test]
async fn methods_and_headers_are_checked() {
    let (_server, outbound, uri) = served(Mock::given(method("GET")).respond_with(ResponseTemplate::new(200))).await;
    let error = outbound.call("get it", &uri, &[], None, LONG).await.unwrap_err();
    assert_eq!(error.to_string(), "`get it` is not an HTTP method");
    let error = outbound.call("GET", &uri, &[("x-key".into(), "a\nb".into())], None, LONG).await.unwrap_err();
    assert_eq!(error.to_string(), "the header `x-key` cannot be sent: its name or value has characters that are not allowed");
}

#[tokio::test]
async fn a_file_is_fetched_over_redirects_up_to_its_size() {
    let (server, outbound, uri) =
        served(Mock::given(path("/file")).respond_with(ResponseTemplate::new(200).set_body_string("content"))).await;
    Mock::given(path("/moved")).respond_with(ResponseTemplate::new(302).insert_header("location", "/file")).mount(&server).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    outbound.fetch(&format!("{uri}/moved"), &file, 7, &|_| ()).await.unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "content");
    let error = outbound.fetch(&format!("{uri}/file"), &file, 6, &|_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 answered with more than 6 bytes");
    let error = outbound.fetch(&format!("{uri}/none"), &file, 6, &|_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 answered with status 404");
}
