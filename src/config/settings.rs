//! The server's settings and the file `sottovoce.yaml`.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::shown::Origin;
use super::{root_key_file, set};
use crate::diagnostics::{Diagnostic, Findings, Source};
use crate::domain::BotName;
use crate::yaml::{self, Entry, Node};

/// The keys of `sottovoce.yaml`.
const FIELDS: &[&str] = &["listen", "store", "root_key_file", "bots", "api_token", "widget_keys", "rate_limit", "outbound", "inference"];
/// The shortest API token that is accepted, in characters.
const SHORTEST_TOKEN: usize = 32;
const WEAK_KEY_HELP: &str = "make one with `sottovoce token create --unstored`";

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAddress {
    /// The folder of the embedded store.
    pub data_dir: PathBuf,
}

/// A store address that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a store is written `sqlite:FOLDER`, such as `sqlite:./data`; `{0}` is not")]
pub struct StoreAddressError(String);

impl FromStr for StoreAddress {
    type Err = StoreAddressError;
    fn from_str(text: &str) -> Result<Self, StoreAddressError> {
        match text.strip_prefix("sqlite:") {
            Some(dir) if !dir.is_empty() => Ok(Self { data_dir: dir.into() }),
            _ => Err(StoreAddressError(text.to_owned())),
        }
    }
}

/// The settings of a server.
#[derive(Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where the store is.
    pub store: StoreAddress,
    /// The root key's file, outside the data folder.
    pub root_key_file: PathBuf,
    /// The folder whose folders are bots.
    pub bots: PathBuf,
    /// A token that may do everything, beside those that `token create` keeps.
    pub api_token: Option<String>,
    /// Widget keys by bot; a bot without one gets a new key at each start.
    pub widget_keys: BTreeMap<BotName, String>,
    /// Requests a minute from one masked network.
    pub requests_per_minute: NonZeroU32,
    /// `host:port` of private addresses that actions may call all the same.
    pub outbound_allowed: Vec<String>,
    /// Inference threads; none means one per core.
    pub inference_threads: Option<NonZeroU32>,
    /// Utterances that may wait for the encoder.
    pub inference_queue: NonZeroU32,
    /// Megabytes of sentence vectors that are kept in memory for some minutes.
    pub inference_recent_mb: u32,
    /// Where the values come from that are not defaults, by key.
    origins: BTreeMap<String, Origin>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("listen", &self.listen).field("store", &self.store).finish_non_exhaustive()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            store: StoreAddress { data_dir: "./data".into() },
            root_key_file: root_key_file(),
            bots: "./bots".into(),
            api_token: None,
            widget_keys: BTreeMap::new(),
            requests_per_minute: NonZeroU32::new(300).unwrap_or(NonZeroU32::MIN),
            outbound_allowed: Vec::new(),
            inference_threads: None,
            inference_queue: NonZeroU32::new(256).unwrap_or(NonZeroU32::MIN),
            inference_recent_mb: 0,
            origins: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The defaults, changed by a file's text and then by the environment. All mistakes go to the findings.
    pub fn read(file: Option<(&Path, String)>, findings: &mut Findings) -> Self {
        let mut settings = Self::default();
        if let Some((path, text)) = file {
            let source = Source::new(path.display().to_string(), text);
            if let Some(root) = yaml::parse(&source, findings) {
                settings.take_file(&root, findings);
            }
        }
        settings.take_environment(findings);
        settings
    }

    /// Where the value of a key comes from.
    pub fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).cloned().unwrap_or(Origin::Default)
    }

    /// Notes that a flag set a key.
    pub fn set_by_flag(&mut self, key: &str, flag: &'static str) {
        self.origins.insert(key.to_owned(), Origin::Flag(flag));
    }

    fn note_line(&mut self, key: &str, entry: &Entry) {
        let (line, _) = entry.key_span.line_and_column();
        self.origins.insert(key.to_owned(), Origin::File { path: entry.key_span.source.path.clone(), line });
    }

    fn take_file(&mut self, root: &Node, findings: &mut Findings) {
        for entry in root.expect_fields("the settings", FIELDS, findings).unwrap_or_default() {
            let value = &entry.value;
            match value.map() {
                Some(entries) if !entries.is_empty() => {
                    for nested in entries {
                        self.note_line(&format!("{}.{}", entry.key, nested.key), nested);
                    }
                }
                _ => self.note_line(&entry.key, entry),
            }
            match entry.key.as_str() {
                "listen" => take(&mut self.listen, value, "an address such as `127.0.0.1:8080`", findings),
                "store" => take(&mut self.store, value, "a store such as `sqlite:./data`", findings),
                "root_key_file" => take(&mut self.root_key_file, value, "a path", findings),
                "bots" => take(&mut self.bots, value, "a folder", findings),
                "api_token" => {
                    self.api_token = value.expect_text(findings).map(ToOwned::to_owned).filter(|token| long_enough(token, value, findings));
                }
                "widget_keys" => self.take_widget_keys(value, findings),
                "rate_limit" => {
                    for entry in value.expect_fields("the rate limit", &["requests_per_minute"], findings).unwrap_or_default() {
                        take(&mut self.requests_per_minute, &entry.value, "a whole number from 1", findings);
                    }
                }
                "outbound" => {
                    for entry in value.expect_fields("the outbound settings", &["allow"], findings).unwrap_or_default() {
                        let items = entry.value.expect_list(findings).unwrap_or_default();
                        self.outbound_allowed = items.iter().filter_map(|item| item.expect_text(findings).map(ToOwned::to_owned)).collect();
                    }
                }
                "inference" => self.take_inference(value, findings),
                _ => {}
            }
        }
    }

    fn take_inference(&mut self, node: &Node, findings: &mut Findings) {
        const FROM_1: &str = "a whole number from 1";
        for entry in node.expect_fields("the inference settings", &["threads", "queue", "recent_mb"], findings).unwrap_or_default() {
            match entry.key.as_str() {
                "threads" => {
                    let mut threads = NonZeroU32::MIN;
                    take(&mut threads, &entry.value, FROM_1, findings);
                    self.inference_threads = Some(threads);
                }
                "queue" => take(&mut self.inference_queue, &entry.value, FROM_1, findings),
                "recent_mb" => take(&mut self.inference_recent_mb, &entry.value, "a whole number of megabytes, 0 for none", findings),
                _ => {}
            }
        }
    }

    fn take_widget_keys(&mut self, node: &Node, findings: &mut Findings) {
        for entry in node.expect_map(findings).unwrap_or_default() {
            match BotName::new(&entry.key) {
                Ok(bot) => {
                    if let Some(key) = entry.value.expect_text(findings).filter(|key| long_enough(key, &entry.value, findings)) {
                        self.widget_keys.insert(bot, key.to_owned());
                    }
                }
                Err(error) => {
                    let found = Diagnostic::error("invalid-name", error.to_string(), &entry.key_span);
                    findings.push(found.help("write the name that stands under `bot` in the bot's `bot.yaml`"));
                }
            }
        }
    }

    fn take_environment(&mut self, findings: &mut Findings) {
        fn take<T: FromStr>(
            place: &mut T,
            (key, name): (&str, &'static str),
            origins: &mut BTreeMap<String, Origin>,
            findings: &mut Findings,
        ) {
            let Some(text) = set(name) else { return };
            origins.insert(key.to_owned(), Origin::Variable(name));
            match text.parse() {
                Ok(value) => *place = value,
                Err(_) => findings.push(
                    Diagnostic::error_without_place("invalid-setting", format!("the variable {name} can't be read"))
                        .help("write it as in `sottovoce.yaml`, or unset it"),
                ),
            }
        }
        let origins = &mut self.origins;
        take(&mut self.listen, ("listen", "SOTTOVOCE_LISTEN"), origins, findings);
        take(&mut self.store, ("store", "SOTTOVOCE_STORE"), origins, findings);
        take(&mut self.bots, ("bots", "SOTTOVOCE_BOTS"), origins, findings);
        take(&mut self.root_key_file, ("root_key_file", "SOTTOVOCE_ROOT_KEY_FILE"), origins, findings);
        if let Some(token) = set("SOTTOVOCE_API_TOKEN") {
            if token.chars().count() < SHORTEST_TOKEN {
                let message = format!("SOTTOVOCE_API_TOKEN needs at least {SHORTEST_TOKEN} characters");
                findings.push(Diagnostic::error_without_place("weak-key", message).help(WEAK_KEY_HELP));
            }
            self.api_token = Some(token);
            self.origins.insert("api_token".to_owned(), Origin::Variable("SOTTOVOCE_API_TOKEN"));
        }
    }
}

fn take<T: FromStr>(place: &mut T, node: &Node, what: &str, findings: &mut Findings) {
    let Some(text) = node.expect_text(findings) else { return };
    match text.parse() {
        Ok(value) => *place = value,
        Err(_) => {
            findings.push(Diagnostic::error("invalid-setting", format!("expected {what}"), &node.span).help(format!("write {what} here")));
        }
    }
}

fn long_enough(token: &str, node: &Node, findings: &mut Findings) -> bool {
    let enough = token.chars().count() >= SHORTEST_TOKEN;
    if !enough {
        let message = format!("a key needs at least {SHORTEST_TOKEN} characters");
        findings.push(Diagnostic::error("weak-key", message, &node.span).help(WEAK_KEY_HELP));
    }
    enough
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<String>) {
        let mut findings = Findings::default();
        let settings = Settings::read(Some((Path::new("sottovoce.yaml"), text.to_owned())), &mut findings);
        (settings, findings.into_sorted().iter().map(|found| format!("{}: {}", found.code, found.message)).collect())
    }

    #[test]
    fn a_file_changes_the_defaults() {
        let (settings, findings) = read("listen: 0.0.0.0:9000\nstore: sqlite:/srv/data\nrate_limit: {requests_per_minute: 60}\n");
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(settings.listen.port(), 9000);
        assert_eq!(settings.store.data_dir, Path::new("/srv/data"));
        assert_eq!(settings.requests_per_minute.get(), 60);
    }

    #[test]
    fn the_printed_defaults_are_the_defaults_and_name_every_key() {
        let (settings, findings) = read(super::super::DEFAULTS);
        assert_eq!(findings, Vec::<String>::new());
        let values = |settings: &Settings| settings.shown().into_iter().map(|shown| (shown.key, shown.value)).collect::<Vec<_>>();
        assert_eq!(values(&settings), values(&Settings::default()));
        for field in FIELDS {
            assert!(super::super::DEFAULTS.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{field}:"))), "{field}");
            assert!(settings.shown().iter().any(|shown| shown.key.split('.').next() == Some(field)), "{field} is not shown");
        }
    }

    #[test]
    fn each_value_is_shown_with_its_line_and_secrets_are_not() {
        let secret = "a-secret-of-at-least-32-characters-x";
        let text = format!(
            "listen: 0.0.0.0:9000\napi_token: {secret}\nwidget_keys:\n  shop: {secret}\noutbound: {{allow: ['crm.internal:443']}}\n"
        );
        let (mut settings, findings) = read(&text);
        assert_eq!(findings, Vec::<String>::new());
        settings.set_by_flag("listen", "--listen");
        let shown: Vec<String> = settings.shown().iter().map(|shown| format!("{} {} {}", shown.key, shown.value, shown.origin)).collect();
        for line in [
            "listen \"0.0.0.0:9000\" --listen",
            "store \"sqlite:./data\" default",
            "api_token \"(hidden)\" sottovoce.yaml:2",
            "widget_keys.shop \"(hidden)\" sottovoce.yaml:4",
            "outbound.allow [\"crm.internal:443\"] sottovoce.yaml:5",
            "inference.threads null default",
        ] {
            assert!(shown.iter().any(|shown| shown == line), "{line} is not in {shown:#?}");
        }
        assert!(!shown.join("\n").contains(secret));
    }

    #[test]
    fn inference_is_bounded_by_the_file() {
        let (settings, findings) = read("inference: {threads: 3, queue: 9, recent_mb: 16}\n");
        assert_eq!(findings, Vec::<String>::new());
        let threads = settings.inference_threads.map(NonZeroU32::get);
        assert_eq!((threads, settings.inference_queue.get(), settings.inference_recent_mb), (Some(3), 9, 16));
        let (_, findings) = read("inference: {threads: 0, recent_mb: some}\n");
        let expected = ["a whole number from 1", "a whole number of megabytes, 0 for none"];
        assert_eq!(findings, expected.map(|expected| format!("invalid-setting: expected {expected}")));
    }

    #[test]
    fn unknown_keys_weak_tokens_and_wrong_values_are_all_found() {
        let (_, findings) = read("listn: 1\nstore: mysql://x\napi_token: short\n");
        assert_eq!(
            findings,
            [
                "unknown-key: unknown key `listn` in the settings",
                "invalid-setting: expected a store such as `sqlite:./data`",
                "weak-key: a key needs at least 32 characters"
            ]
        );
    }
}
