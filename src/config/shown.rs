//! Settings as an operator sees them: each value with where it came from, secrets hidden.

use std::fmt;

use serde_json::{Value, json};

use super::settings::Settings;
use super::{encoder_engine, encoder_numbers, log_filter, models_dir, set};

/// What stands for a secret.
const HIDDEN: &str = "(hidden)";

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Default,
    /// A line of the settings file.
    File {
        /// The file as it was named.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// A variable of the environment.
    Variable(&'static str),
    /// A flag of the command.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Variable(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its key in `sottovoce.yaml`, nested ones with a dot; the variable's name if only the environment has it.
    pub key: String,
    /// Its value; null if there is none.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

impl Settings {
    /// All settings.
    pub fn shown(&self) -> Vec<Shown> {
        let setting = |key: &str, value: Value| Shown { key: key.to_owned(), value, origin: self.origin(key) };
        let mut all = vec![
            setting("listen", json!(self.listen)),
            setting("store", json!(format!("sqlite:{}", self.store.data_dir.display()))),
            setting("root_key_file", json!(self.root_key_file)),
            setting("bots", json!(self.bots)),
            setting("api_token", self.api_token.as_ref().map_or(Value::Null, |_| json!(HIDDEN))),
        ];
        if self.widget_keys.is_empty() {
            all.push(setting("widget_keys", json!({})));
        }
        all.extend(self.widget_keys.keys().map(|bot| setting(&format!("widget_keys.{bot}"), json!(HIDDEN))));
        all.extend([
            setting("rate_limit.requests_per_minute", json!(self.requests_per_minute)),
            setting("outbound.allow", json!(self.outbound_allowed)),
            setting("inference.threads", json!(self.inference_threads)),
            setting("inference.queue", json!(self.inference_queue)),
            setting("inference.recent_mb", json!(self.inference_recent_mb)),
        ]);
        let variable = |name: &'static str, value: Value| {
            let origin = if set(name).is_some() { Origin::Variable(name) } else { Origin::Default };
            Shown { key: name.to_owned(), value, origin }
        };
        all.extend([
            variable("SOTTOVOCE_MODELS", json!(models_dir())),
            variable("SOTTOVOCE_ENGINE", json!(encoder_engine())),
            variable("SOTTOVOCE_NUMBERS", json!(encoder_numbers())),
            variable("SOTTOVOCE_LOG", json!(log_filter())),
        ]);
        all
    }
}
