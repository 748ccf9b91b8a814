//! The rules of the house that the compiler does not hold: who may import whom, where foreign crates live, how long files get.

mod source;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines that a Rust file may have.
const MAX_LINES: usize = 600;

/// Each room and the rooms that it may name beside itself; the map stands in the docs of the crate.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("diagnostics", &[]),
    ("telemetry", &[]),
    ("yaml", &["diagnostics"]),
    ("config", &["domain", "diagnostics", "yaml", "telemetry"]),
    ("outbound", &["domain", "diagnostics", "yaml", "telemetry"]),
    ("store", &["domain", "telemetry"]),
    ("channel", &["domain", "telemetry"]),
    ("flow", &["domain", "diagnostics", "yaml"]),
    ("nlu", &["domain", "diagnostics", "yaml", "outbound", "telemetry"]),
    ("faq", &["domain", "diagnostics", "yaml", "telemetry"]),
    ("privacy", &["domain", "diagnostics", "yaml", "telemetry"]),
    ("bot", &["flow", "nlu", "faq", "privacy", "domain", "diagnostics", "yaml", "telemetry"]),
    ("dialogue", &["flow", "domain"]),
    (
        "runtime",
        &[
            "domain",
            "diagnostics",
            "telemetry",
            "yaml",
            "config",
            "outbound",
            "store",
            "channel",
            "flow",
            "nlu",
            "faq",
            "privacy",
            "bot",
            "dialogue",
        ],
    ),
    ("http", &["runtime", "channel", "config", "domain", "diagnostics", "telemetry"]),
    (
        "cli",
        &[
            "domain",
            "diagnostics",
            "telemetry",
            "yaml",
            "config",
            "outbound",
            "store",
            "channel",
            "flow",
            "nlu",
            "faq",
            "privacy",
            "bot",
            "dialogue",
            "runtime",
            "http",
        ],
    ),
    ("main", &["cli"]),
];

/// What tests of any room may name too: they write documents inline.
const ALSO_IN_TESTS: &[&str] = &["diagnostics", "yaml"];

/// Each foreign path with a home: the folders or files (without `.rs`) that may name it.
const HOMES: &[(&[&str], &[&str])] = &[
    (&["rusqlite"], &["src/store/sqlite"]),
    (&["granit_parser"], &["src/yaml"]),
    (&["axum"], &["src/http"]),
    (&["reqwest"], &["src/outbound"]),
    (&["tantivy"], &["src/faq"]),
    (&["petgraph"], &["src/flow"]),
    (&["minijinja"], &["src/flow"]),
    (&["rten_gemm"], &["src/nlu/encoder"]),
    (&["rten_simd"], &["src/nlu/encoder"]),
    (&["rten_tensor"], &["src/nlu/encoder"]),
    (&["rten_vecmath"], &["src/nlu/encoder"]),
    (&["tch"], &["src/nlu/encoder"]),
    (&["rust_bert"], &["src/nlu/encoder"]),
    (&["std", "env"], &["src/config", "src/main"]),
    (&["std", "io", "stdout"], &["src/cli/render"]),
    (&["io", "stdout"], &["src/cli/render"]),
];

/// Macros that write to stdout or stderr, and the one place that may.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
const PRINTER: &str = "src/cli/render";

/// A Rust file: its path from the package's root with `/`, and its text.
struct File {
    path: String,
    text: String,
}

/// A broken rule.
#[derive(Debug, PartialEq, Eq)]
struct Broken {
    path: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

impl File {
    /// The module path below the crate: `src/flow/read/mod.rs` is `flow, read`; the crate's root is empty.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        if path == "lib" { Vec::new() } else { path.split('/').collect() }
    }

    /// Whether it is `home`, `home.rs` or below `home`.
    fn is_in(&self, home: &str) -> bool {
        self.path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
    }

    /// Whether it holds tests only, so that it may print and read the environment.
    fn is_test(&self) -> bool {
        self.modules().contains(&"tests")
    }

    fn broken(&self, line: usize, rule: String) -> Broken {
        Broken { path: self.path.clone(), line, rule }
    }
}

/// Rooms named against the map, by `crate::`, by climbing with `super::`, or from the binary by the crate's name.
fn imports(file: &File) -> Vec<Broken> {
    let modules = file.modules();
    let Some(room) = modules.first() else { return Vec::new() };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
        return vec![file.broken(1, format!("`{room}` is no room of the import map: add it to ROOMS and to the docs"))];
    };
    let also: &[&str] = if file.is_test() { ALSO_IN_TESTS } else { &[] };
    let named = source::paths(&file.text).into_iter().filter_map(|path| {
        let climbed = path.segments.iter().take_while(|segment| *segment == "super").count();
        let first = path.segments.first().map(String::as_str);
        let target = match first {
            Some("crate") => path.segments.get(1),
            Some("sottovoce") if *room == "main" => path.segments.get(1),
            Some("super") if climbed >= modules.len() => path.segments.get(climbed),
            _ => None,
        }?;
        let is_room = ROOMS.iter().any(|(name, _)| name == target);
        let is_allowed = allowed.iter().chain(also).any(|name| name == target);
        (is_room && target != room && !is_allowed).then(|| (path.line, target.clone()))
    });
    named.map(|(line, target)| file.broken(line, format!("`{room}` may not import `{target}`"))).collect()
}

/// Foreign crates named outside their home.
fn fences(file: &File) -> Vec<Broken> {
    let outside = |homes: &[&str]| homes.iter().all(|home| !file.is_in(home));
    let mut broken = Vec::new();
    for path in source::paths(&file.text) {
        for (fenced, homes) in HOMES {
            let of_std = matches!(fenced.first(), Some(&"std" | &"io"));
            let named = path.segments.iter().map(String::as_str).take(fenced.len()).eq(fenced.iter().copied());
            if named && outside(homes) && !(of_std && file.is_test()) {
                broken.push(file.broken(path.line, format!("`{}` lives in {}", fenced.join("::"), homes.join(", "))));
            }
        }
    }
    for (line, name) in source::macros(&file.text) {
        if PRINTING.contains(&name.as_str()) && outside(&[PRINTER]) && !file.is_test() {
            broken.push(file.broken(line, format!("`{name}!` lives in {PRINTER}")));
        }
    }
    broken
}

/// Files past the limit.
fn sizes(file: &File) -> Vec<Broken> {
    let lines = file.text.lines().count();
    let rule = || format!("{lines} lines; {MAX_LINES} are the limit, so split it by what its parts do");
    (lines > MAX_LINES).then(|| file.broken(lines, rule())).into_iter().collect()
}

/// All Rust files below a folder of the package; none if there is no such folder.
fn files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let shown = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File { path: shown, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files
}

fn check(folders: &[&str], rule: impl Fn(&File) -> Vec<Broken>) {
    let files: Vec<File> = folders.iter().flat_map(|folder| files(folder)).collect();
    assert!(!files.is_empty(), "no Rust file was found");
    let broken: Vec<String> = files.iter().flat_map(rule).map(|broken| broken.to_string()).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn planted(path: &str, text: &str, rule: impl Fn(&File) -> Vec<Broken>) -> Vec<String> {
    let file = File { path: path.to_owned(), text: text.to_owned() };
    rule(&file).iter().map(Broken::to_string).collect()
}

#[test]
fn rooms_import_only_what_the_map_allows() {
    check(&["src"], imports);
}

#[test]
fn foreign_crates_stay_in_their_homes() {
    check(&["src"], fences);
}

#[test]
fn no_file_is_longer_than_the_limit() {
    check(&["src", "tests", "benches"], sizes);
}

#[test]
fn a_planted_import_is_found_in_every_spelling() {
    let found = |path: &str, text: &str| planted(path, text, imports);
    assert_eq!(
        found("src/store/mod.rs", "use crate::domain::Clock;\nuse crate::nlu::Row;"),
        ["src/store/mod.rs:2: `store` may not import `nlu`"]
    );
    assert_eq!(found("src/faq.rs", "use crate::{domain::{A, B}, privacy};"), ["src/faq.rs:1: `faq` may not import `privacy`"]);
    assert_eq!(found("src/flow/read/step.rs", "fn f() -> crate::bot::Bot {}"), ["src/flow/read/step.rs:1: `flow` may not import `bot`"]);
    assert_eq!(found("src/nlu/mod.rs", "use super::store::Store;"), ["src/nlu/mod.rs:1: `nlu` may not import `store`"]);
    assert_eq!(found("src/nlu/head/a.rs", "use super::super::super::faq;"), ["src/nlu/head/a.rs:1: `nlu` may not import `faq`"]);
    assert_eq!(found("src/main.rs", "fn main() { sottovoce::http::serve() }"), ["src/main.rs:1: `main` may not import `http`"]);
    assert_eq!(found("src/attic.rs", ""), ["src/attic.rs:1: `attic` is no room of the import map: add it to ROOMS and to the docs"]);
}

#[test]
fn what_the_map_allows_is_no_finding() {
    let fine = |path: &str, text: &str| assert_eq!(planted(path, text, imports), Vec::<String>::new());
    fine("src/lib.rs", "pub mod store; pub use crate::nlu::Row;");
    fine("src/runtime/mod.rs", "use crate::{store::Store, nlu, faq::{FaqIndex, FaqHit}};");
    fine("src/cli/faq.rs", "use super::store; // crate::main\nuse crate::faq::FaqIndex;");
    fine("src/dialogue/tests/build.rs", "use crate::yaml::parse;");
    fine("src/store/sqlite/mod.rs", "use super::super::seal; use super::keys;");
}

#[test]
fn a_planted_foreign_crate_is_found_outside_its_home() {
    let found = |path: &str, text: &str| planted(path, text, fences);
    assert_eq!(found("src/runtime/mod.rs", "use rusqlite::Connection;"), ["src/runtime/mod.rs:1: `rusqlite` lives in src/store/sqlite"]);
    assert_eq!(found("src/store/sqlite.rs", "use rusqlite::Connection;"), Vec::<String>::new());
    assert_eq!(found("src/store/sqlite_like.rs", "fn f(c: &rusqlite::Connection) {}").len(), 1);
    assert_eq!(found("src/bot/mod.rs", "use std::{fs, env};"), ["src/bot/mod.rs:1: `std::env` lives in src/config, src/main"]);
    assert_eq!(found("src/bot/tests.rs", "use std::env::temp_dir;"), Vec::<String>::new());
    assert_eq!(found("src/faq/mod.rs", "fn f() {\n println!(); }"), ["src/faq/mod.rs:2: `println!` lives in src/cli/render"]);
    assert_eq!(found("src/cli/render.rs", "fn f() { println!(); std::io::stdout(); }"), Vec::<String>::new());
}

#[test]
fn a_file_of_one_line_too_many_is_found() {
    let long = "\n".repeat(MAX_LINES + 1);
    assert_eq!(planted("src/a.rs", &long, sizes), ["src/a.rs:601: 601 lines; 600 are the limit, so split it by what its parts do"]);
    assert_eq!(planted("src/a.rs", &"\n".repeat(MAX_LINES), sizes), Vec::<String>::new());
}
