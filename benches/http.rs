//! Stored turns over HTTP: the real program with its sealed store in files, and clients on loopback that play conversations.
//!
//! `cargo bench --bench http`, or with `-- --turns 20000 --connections 1,16,64`. `tests/bots/buttons` needs no encoder: every turn is a
//! button or an example word for word. A turn counts when its answer has come, which is after its commit is on the disk. Where strace is
//! there, each load runs once more under it, to count the syncs; where `/dev/shm` is there, one connection also runs on a store in
//! memory, whose syncs cost nothing: that is what a turn costs beyond its sync.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints its figures, and one that cannot run stops")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const API_TOKEN: &str = "benchmark-0123456789abcdef0123456789abcdef";
/// What a person does after the first message, which only brings up the notice; each of these is a stored turn.
const SCRIPT: [(&str, &str); 12] = [
    ("choice", "notice.accept"),
    ("choice", "size.small"),
    ("choice", "milk.oat"),
    ("choice", "sugar.yes"),
    ("choice", "confirm.yes"),
    ("text", "opening hours"),
    ("text", "one more coffee"),
    ("choice", "size.large"),
    ("choice", "milk.none"),
    ("choice", "sugar.no"),
    ("choice", "confirm.yes"),
    ("text", "when are you open"),
];
/// Turns before the measurement: pages, caches and connections are warm then.
const WARM_UP: usize = 600;
/// Kernel ticks a second in `/proc/PID/stat`: 100 on every Linux (`USER_HZ`).
const TICKS_A_SECOND: f64 = 100.0;

fn main() {
    let options = Options::read();
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
    let memory = Path::new("/dev/shm").is_dir().then(|| tempfile::tempdir_in("/dev/shm").expect("a folder in memory"));
    let strace = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    println!("load average {}; {} turns a row", fs::read_to_string("/proc/loadavg").expect("Linux").trim(), options.turns);
    println!("store   connections  turns/s  p50 ms  p99 ms  max ms  server µs CPU/turn  client µs CPU/turn  syncs/turn");
    for connections in &options.connections {
        let plain = Load::run(&disk.path().join(format!("{connections}")), *connections, options.turns, false);
        let syncs = strace.then(|| Load::run(&disk.path().join(format!("{connections}-traced")), *connections, options.turns / 4, true));
        plain.print("files", *connections, syncs.map_or(f64::NAN, |traced| traced.syncs_a_turn));
    }
    if let Some(memory) = memory {
        Load::run(&memory.path().join("1"), 1, options.turns / 2, false).print("memory", 1, f64::NAN);
    }
    if !strace {
        println!("syncs were not counted: strace is missing");
    }
}

struct Options {
    turns: usize,
    connections: Vec<usize>,
}

impl Options {
    fn read() -> Self {
        let given: Vec<String> = std::env::args().skip(1).collect();
        let value = |name: &str| given.iter().position(|word| word == name).and_then(|at| given.get(at + 1));
        // Without `--bench` this is a test run of the benchmark itself.
        let usual = if given.iter().any(|word| word == "--bench") { 20_000 } else { 200 };
        let turns = value("--turns").map_or(usual, |number| number.parse().expect("--turns NUMBER"));
        let connections = value("--connections").map_or("1,16,64", String::as_str).split(',');
        Self { turns, connections: connections.map(|number| number.parse().expect("--connections 1,16,64")).collect() }
    }
}

/// What one load came to.
struct Load {
    /// How long each turn took, sorted.
    latencies: Vec<Duration>,
    wall: Duration,
    server_cpu_s: f64,
    client_cpu_s: f64,
    syncs_a_turn: f64,
}

impl Load {
    /// Serves from a fresh store in `home` and plays conversations until so many stored turns are answered.
    fn run(home: &Path, connections: usize, turns: usize, traced: bool) -> Self {
        let server = Server::start(home, traced);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(play(server.port, connections, WARM_UP));
        let before = (server.syncs(), cpu_s(server.pid), cpu_s(std::process::id()));
        let began = Instant::now();
        let mut latencies = runtime.block_on(play(server.port, connections, turns));
        let wall = began.elapsed();
        let (server_cpu_s, client_cpu_s) = (cpu_s(server.pid) - before.1, cpu_s(std::process::id()) - before.2);
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let syncs_a_turn = (server.syncs() - before.0) as f64 / latencies.len() as f64;
        latencies.sort_unstable();
        Self { latencies, wall, server_cpu_s, client_cpu_s, syncs_a_turn }
    }

    fn print(&self, store: &str, connections: usize, syncs_a_turn: f64) {
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let count = self.latencies.len() as f64;
        let ms = |part: usize| self.latencies[(self.latencies.len() - 1) * part / 1000].as_secs_f64() * 1e3;
        let (a_second, server, client) =
            (count / self.wall.as_secs_f64(), self.server_cpu_s / count * 1e6, self.client_cpu_s / count * 1e6);
        let times = format!("{a_second:>7.0}  {:>6.3}  {:>6.2}  {:>6.1}", ms(500), ms(990), ms(1000));
        println!("{store:<7} {connections:>11}  {times}  {server:>18.0}  {client:>18.0}  {syncs_a_turn:>10.3}");
    }
}

/// Seconds of processor time that a process has had.
fn cpu_s(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process that runs");
    let after_name = stat.rsplit(')').next().expect("fields after the name");
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().expect("a number")).sum();
    ticks / TICKS_A_SECOND
}

/// `sottovoce serve`, perhaps under strace, until dropped.
struct Server {
    process: Child,
    /// The server's own process, below strace or not.
    pid: u32,
    port: u16,
    trace: PathBuf,
}

impl Server {
    fn start(home: &Path, traced: bool) -> Self {
        fs::create_dir_all(home).expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = env!("CARGO_BIN_EXE_sottovoce");
        let store = format!("sqlite:{}", home.join("data").display());
        let settings = home.join("sottovoce.yaml");
        fs::write(&settings, "rate_limit: {requests_per_minute: 100000000}\n").expect("a settings file");
        let with_environment = |command: &mut Command| {
            command.current_dir(home).env("SOTTOVOCE_MODELS", root.join("tests/fixtures")).env("XDG_CACHE_HOME", home.join("cache"));
            command.env("SOTTOVOCE_ROOT_KEY_FILE", home.join("root.key")).env("SOTTOVOCE_API_TOKEN", API_TOKEN);
            command.stdout(Stdio::null());
        };
        let mut keys = Command::new(program);
        with_environment(&mut keys);
        let made = keys.args(["keys", "init", "--store", &store]).stderr(Stdio::null()).status().expect("sottovoce");
        assert!(made.success(), "no root key could be made");
        // The port is free a moment ago; nobody else is given it so soon.
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a free port").port();
        let trace = home.join("trace");
        let mut command = Command::new(if traced { "strace" } else { program });
        if traced {
            // With a filter in the kernel, so that no other call is stopped.
            command
                .args(["-f", "--seccomp-bpf", "-qq", "-y", "-e", "signal=none", "-e", "trace=fsync,fdatasync", "-o"])
                .arg(&trace)
                .arg(program);
        }
        with_environment(&mut command);
        command.arg("serve").arg("--config").arg(&settings).arg("--bots").arg(root.join("tests/bots/buttons"));
        command.args(["--store", &store, "--listen", &format!("127.0.0.1:{port}")]);
        let log = fs::File::create(home.join("log")).expect("a log");
        let mut process = command.stderr(log).spawn().expect("sottovoce, or strace");
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() || !is_ready(port) {
            let ended = process.try_wait().expect("a process of ours");
            assert!(ended.is_none(), "the server ended: {}", fs::read_to_string(home.join("log")).unwrap_or_default());
            std::thread::park_timeout(Duration::from_millis(20));
        }
        let own = process.id();
        let child = || fs::read_to_string(format!("/proc/{own}/task/{own}/children")).ok()?.trim().parse().ok();
        let pid = if traced { child().expect("the traced server") } else { own };
        Self { process, pid, port, trace }
    }

    /// The syncs of the write-ahead log so far, when traced.
    fn syncs(&self) -> usize {
        let calls = fs::read_to_string(&self.trace).unwrap_or_default();
        calls.lines().filter(|line| line.contains("sync(") && line.contains("data.db-wal")).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its store is thrown away, so it need not end in order; strace ends with what it traces.
        let _ = Command::new("kill").args(["-KILL", &self.pid.to_string()]).status();
        let _ = self.process.wait();
    }
}

fn is_ready(port: u16) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { Connection::open(port).await.send("GET", "/health/ready", "", "").await.0 == 200 })
}

/// Plays conversations over so many connections until so many stored turns are answered; gives how long each took.
async fn play(port: u16, connections: usize, turns: usize) -> Vec<Duration> {
    let conversations_left = Arc::new(AtomicUsize::new(turns.div_ceil(SCRIPT.len())));
    let mut clients = JoinSet::new();
    for _ in 0..connections {
        let left = conversations_left.clone();
        clients.spawn(async move {
            let mut connection = Connection::open(port).await;
            let mut latencies = Vec::new();
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                converse(&mut connection, &mut latencies).await;
            }
            latencies
        });
    }
    clients.join_all().await.concat()
}

/// One conversation of one person.
async fn converse(connection: &mut Connection, latencies: &mut Vec<Duration>) {
    let (status, begun) = connection.send("POST", "/v1/bots/buttons/conversations", API_TOKEN, "{}").await;
    assert_eq!(status, 201, "{begun}");
    let begun: Value = serde_json::from_str(&begun).expect("JSON");
    let field = |name: &str| begun[name].as_str().expect("a text").to_owned();
    let (path, token) = (format!("/v1/conversations/{}/messages", field("conversation")), field("token"));
    let (status, notice) = connection.send("POST", &path, &token, r#"{"text": "a coffee please"}"#).await;
    assert!(status == 200 && notice.contains("notice.accept"), "{status} {notice}");
    for (number, (kind, content)) in SCRIPT.iter().enumerate() {
        let message = json!({"id": format!("m{number}"), *kind: content}).to_string();
        let sent = Instant::now();
        let (status, answer) = connection.send("POST", &path, &token, &message).await;
        latencies.push(sent.elapsed());
        assert!(status == 200 && answer.contains(r#""stored":true"#), "{status} {answer}");
    }
}

/// A connection that is kept alive: as little of HTTP/1.1 as it takes, so that the client is no load to speak of.
struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    async fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        stream.set_nodelay(true).expect("an option of the socket");
        Self { stream, received: Vec::with_capacity(8 << 10) }
    }

    /// Status and body of the answer to one request.
    async fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n");
        let request = format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}");
        self.stream.write_all(request.as_bytes()).await.expect("a server that reads");
        self.received.clear();
        loop {
            assert_ne!(self.stream.read_buf(&mut self.received).await.expect("a server that answers"), 0, "the server hung up");
            if let Some(answer) = whole(&self.received) {
                return answer;
            }
        }
    }
}

/// Status and body, once all of it is there.
fn whole(received: &[u8]) -> Option<(u16, String)> {
    let text = std::str::from_utf8(received).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse::<usize>().ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() >= length).then(|| (status, body.to_owned()))
}
