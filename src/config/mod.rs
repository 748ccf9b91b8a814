//! Settings and API tokens. Settings: embedded defaults, then the file, then the environment, then flags. The only room that reads the environment.
#![expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]

mod settings;
mod shown;
pub mod tokens;

use std::path::PathBuf;

pub use settings::{Settings, StoreAddress, StoreAddressError};
pub use shown::{Origin, Shown};

/// A settings file with all defaults and what they mean.
pub const DEFAULTS: &str = include_str!("defaults.yaml");

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether `NO_COLOR` asks for plain output.
pub fn no_colour() -> bool {
    set("NO_COLOR").is_some()
}

/// What is logged: `SOTTOVOCE_LOG`, in the syntax of `tracing_subscriber`'s filter.
pub fn log_filter() -> Option<String> {
    set("SOTTOVOCE_LOG")
}

/// Where encoders are kept: `SOTTOVOCE_MODELS`, else the folder `sottovoce/models` of the cache.
pub fn models_dir() -> PathBuf {
    set("SOTTOVOCE_MODELS").map_or_else(|| cache_dir().join("models"), PathBuf::from)
}

/// What computes the encoder: `SOTTOVOCE_ENGINE`, `default`, or in builds with the feature `rust-bert` `libtorch` or `libtorch-cuda`.
pub fn encoder_engine() -> Option<String> {
    set("SOTTOVOCE_ENGINE")
}

/// What the encoder computes in: `SOTTOVOCE_NUMBERS`, `auto`, `f32` or `int8`.
pub fn encoder_numbers() -> Option<String> {
    set("SOTTOVOCE_NUMBERS")
}

/// Where sentence vectors of training data are kept: the folder `sottovoce/vectors` of the cache.
pub fn vectors_dir() -> PathBuf {
    cache_dir().join("vectors")
}

/// `$XDG_CACHE_HOME/sottovoce`, else `~/.cache/sottovoce`.
fn cache_dir() -> PathBuf {
    let cache = set("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache.unwrap_or_else(|| PathBuf::from(".cache")).join("sottovoce")
}

/// A secret that an action's header names, from the environment.
pub fn secret(name: &str) -> Option<String> {
    set(name)
}

/// Whether writes reach the disk before they are acknowledged: `SOTTOVOCE_TEST_SYNCHRONOUS=off` turns it off, to show
/// that the durability tests find it. Only builds with the feature `test-clock` know it.
#[cfg(feature = "test-clock")]
pub fn test_synchronous() -> bool {
    set("SOTTOVOCE_TEST_SYNCHRONOUS").as_deref() != Some("off")
}

/// Where the root key lies: `SOTTOVOCE_ROOT_KEY_FILE`, else `./data-keys/root.key`.
pub fn root_key_file() -> PathBuf {
    set("SOTTOVOCE_ROOT_KEY_FILE").map_or_else(|| PathBuf::from("./data-keys/root.key"), PathBuf::from)
}
