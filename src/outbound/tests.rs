use serde_json::json;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use reqwest::dns::Resolve;

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
    check("https://CRM.internal.:8443/", "Trusted");
    check("https://crm.internal/", "crm.internal is a name of the own network: not called, unless the host and port are on the allow list");
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
            "127.0.0.1 127.1 127.0.1 2130706433 0x7f.1 0x7f000001 0X7F.0x0.0x0.0x1 0177.0.0.1 017700000001 127.255.255.254 127.0.0.1. \
             ①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 127%2e0%2e0%2e1 %31%32%37.0.0.1 localhost LOCALHOST localhost. api.localhost ｌｏｃａｌｈｏｓｔ \
             [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] \
             [2606:4700::5efe:127.0.0.1] [2606:4700::200:5efe:7f00:1]",
        ),
        (
            "a private",
            "10.0.0.1 0xa.1 012.1 172.16.0.1 172.31.255.255 192.168.1.1 3232235777 100.64.0.1 100.100.100.200 [fc00::1] [fd12::1] [fd00:ec2::254] \
             [::ffff:a00:1] [2002:a00:1::] [fec0::1]",
        ),
        (
            "a link-local",
            "169.254.169.254 0xa9fea9fe 169.254.43518 168.63.129.16 [fe80::1] [febf::1] [::ffff:169.254.169.254] [64:ff9b::a9fe:a9fe]",
        ),
        (
            "a reserved",
            "0 0.0.0.0 0x0 192.0.0.192 224.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1 [::] [ff02::1] [2001:db8::1] [100::1] [5f00::1] \
             [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [64:ff9b:1::7f00:1] [::ffff:0:127.0.0.1] [3fff::1]",
        ),
    ];
    for (kind, hosts) in kinds {
        for host in hosts.split_whitespace() {
            for address in [format!("https://{host}/"), format!("https:{host}:8443"), format!("https:\\\\{host}\\x")] {
                let error = Outbound::default().decide(&address).map_or_else(|error| error.to_string(), |()| "called".to_owned());
                assert!(error.contains(&format!("is {kind} address")), "{address}: {error}");
            }
        }
    }
}

#[test]
fn names_that_mean_something_inside_only_are_refused_before_they_are_looked_up() {
    for host in ["crm", "crm.", "metadata.google.internal", "printer.local", "nas.home.arpa", "NAS.Home.Arpa."] {
        let error = Outbound::default().decide(&format!("https://{host}/")).unwrap_err();
        assert!(matches!(error, OutboundError::LocalName { .. }), "{host}: {error}");
    }
    for host in ["internal.example.com", "local.example.com.", "localhost.example.com", "127.0.0.1.example.com"] {
        check(&format!("https://{host}/"), "Public");
    }
}

#[test]
fn hosts_that_are_none_are_refused() {
    let none = "this is not an address such as `https://api.example.com/path`";
    for host in ["[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1", "[localhost]", "[127.0.0.1]", "1.2.3.4.5", "256.1.1.1", "0x100000000", ""] {
        check(&format!("https://{host}/"), none);
    }
}

#[test]
fn only_ports_of_web_services_are_called() {
    for port in [443, 1024, 8443, 65535] {
        check(&format!("https://example.com:{port}/"), "Public");
    }
    for port in [0, 1, 22, 25, 53, 80, 445, 1023, 2049, 6000, 6667, 10080] {
        let expected = format!(
            "port {port} of example.com is not a port for web services: not called, unless the host and port are on the allow list"
        );
        check(&format!("https://example.com:{port}/"), &expected);
    }
    check("https://example.com:65536/", "this is not an address such as `https://api.example.com/path`");
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
    for scheme in ["http", "ws", "wss", "gopher", "ldap", "dict"] {
        let refused =
            format!("example.com would be called by {scheme}: only https is allowed, unless the host and port are on the allow list");
        check(&format!("{scheme}://example.com/"), &refused);
    }
    for address in ["file:///etc/passwd", "javascript:alert(1)", "//example.com/", "https:", "\u{0}https://", "unix:/run/docker.sock"] {
        check(address, "this is not an address such as `https://api.example.com/path`");
    }
    for user in ["user", ":pass", "user:", "127.0.0.1", "example.org%2f"] {
        let expected = "the address of example.com holds a user name or password: use a header and a secret instead";
        // `:@` and `user:@` are spelled out by nobody; an empty name without a password is none at all.
        check(&format!("https://{user}@example.com/"), expected);
    }
    check("https://user:pass@127.0.0.1:9000/", "the address of 127.0.0.1 holds a user name or password: use a header and a secret instead");
    check("https://user:pass@example.com/", "the address of example.com holds a user name or password: use a header and a secret instead");
}

#[tokio::test]
async fn the_client_refuses_a_name_by_the_addresses_that_it_resolves_to() {
    // Looked up by the client itself for the connection, so that a name cannot change its mind after a check.
    let expected = "localhost is a loopback address: not called, unless the host and port are on the allow list";
    for only in [None, Some("localhost".to_owned())] {
        let refused = PublicOnly { only }.resolve("localhost".parse().unwrap()).await.map(|_| ()).unwrap_err().to_string();
        assert_eq!(refused, expected);
    }
    // Through a proxy only the proxy's name is looked up here.
    assert!(PublicOnly { only: Some("example.com".to_owned()) }.resolve("localhost".parse().unwrap()).await.is_ok());
}

#[test]
fn one_address_that_is_not_public_refuses_a_name_altogether() {
    let judged = |addresses: &[&str]| {
        let addresses = addresses.iter().map(|address| std::net::SocketAddr::new(address.parse().unwrap(), 0)).collect();
        resolve::judge("mixed.example", addresses).map(|addresses| addresses.len()).map_err(|error| error.to_string())
    };
    assert_eq!(judged(&["1.1.1.1", "2606:4700::1111"]), Ok(2));
    for inside in ["127.0.0.1", "10.1.2.3", "::ffff:192.168.0.1", "169.254.169.254"] {
        assert!(judged(&["1.1.1.1", inside]).is_err() && judged(&[inside, "1.1.1.1"]).is_err(), "{inside}");
    }
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

#[tokio::test]
async fn answers_that_are_no_plain_json_fail_whatever_they_are_called() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies: [&[u8]; 6] =
        [b"\"\xff\xfe\"", deep.as_bytes(), b"{\"a\": 1e400}", b"{} {}", b"{\"a\":", b"\x1f\x8b\x08\x00\x00\x00\x00\x00"];
    for body in bodies {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let error = call(answer, LONG).await.unwrap_err().to_string();
        assert_eq!(error, "127.0.0.1 answered with something that is not JSON", "{:?}", &body[..body.len().min(20)]);
    }
    let answer = ResponseTemplate::new(200).set_body_raw("{\"id\": 7}", "text/html");
    assert_eq!(call(answer, LONG).await.unwrap(), (200, json!({"id": 7})));
}

#[tokio::test]
async fn nothing_is_unpacked_and_nothing_is_asked_for_packed() {
    // A gzip bomb stays as small as it comes: it is not JSON.
    let packed = ResponseTemplate::new(200).insert_header("content-encoding", "gzip").set_body_raw(vec![0x1f, 0x8b, 8], "application/json");
    let (server, outbound, uri) = served(Mock::given(method("GET")).respond_with(packed)).await;
    let error = outbound.call("GET", &uri, &[], None, LONG).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 answered with something that is not JSON");
    let asked = server.received_requests().await.unwrap();
    assert!(!asked[0].headers.contains_key("accept-encoding"), "{:?}", asked[0].headers);
}

#[tokio::test]
async fn cookies_are_forgotten() {
    let answer = ResponseTemplate::new(200).insert_header("set-cookie", "session=1; Path=/");
    let (server, outbound, uri) = served(Mock::given(method("GET")).respond_with(answer)).await;
    for _ in 0..2 {
        outbound.call("GET", &uri, &[], None, LONG).await.unwrap();
    }
    let asked = server.received_requests().await.unwrap();
    assert!(asked.len() == 2 && asked.iter().all(|request| !request.headers.contains_key("cookie")));
}

#[tokio::test]
async fn a_body_that_drips_is_cut_off_by_the_time_out_of_the_whole_call() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = listener.local_addr().unwrap();
    let dripping = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut [0; 4096]).await.unwrap();
        let mut drip = tokio::time::interval(Duration::from_millis(5));
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await.unwrap();
        while stream.write_all(b" ").await.is_ok() {
            drip.tick().await;
        }
    });
    let outbound = Outbound::new([target.to_string()]);
    let error = outbound.call("GET", &format!("http://{target}/"), &[], None, Duration::from_millis(200)).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 did not answer in time");
    dripping.await.unwrap();
}

/// Fetches a file that is said to be elsewhere.
async fn fetch_moved(status: u16, to: &str) -> Result<(), OutboundError> {
    let answer = ResponseTemplate::new(status).insert_header("location", to);
    let (_server, outbound, uri) = served(Mock::given(method("GET")).respond_with(answer)).await;
    let dir = tempfile::tempdir().unwrap();
    outbound.fetch(&uri, &dir.path().join("file"), 7, &|_| ()).await
}

#[tokio::test]
async fn each_redirect_of_a_file_is_judged_like_the_first_address() {
    for status in [301, 302, 303, 307, 308] {
        for (to, reason) in [
            ("https://169.254.169.254/latest/meta-data", "169.254.169.254 is a link-local address"),
            ("http://169.254.169.254/", "169.254.169.254 would be called by http"),
            ("https://0x7f.1:8443/", "127.0.0.1 is a loopback address"),
            ("//localhost/", "localhost would be called by http"),
            ("https://user:pass@example.com/", "the address of example.com holds a user name or password"),
            ("file:///etc/passwd", "this is not an address"),
            ("ftp://example.com/", "example.com would be called by ftp"),
            // The test's server is called by http because it is listed; from there nobody is sent to the internet.
            ("https://example.com/", "127.0.0.1 redirects to example.com: a file is not fetched from a listed address and another in turn"),
        ] {
            let error = fetch_moved(status, to).await.unwrap_err().to_string();
            assert!(error.starts_with(reason), "{status} to {to}: {error}");
        }
    }
}

#[tokio::test]
async fn redirects_of_a_file_come_to_an_end() {
    let error = fetch_moved(302, "/again").await.unwrap_err().to_string();
    assert_eq!(error, "127.0.0.1 redirects, after 3 other redirects");
    assert_eq!(fetch_moved(304, "/again").await.unwrap_err().to_string(), "127.0.0.1 answered with status 304");
}
