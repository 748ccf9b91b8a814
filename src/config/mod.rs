//! Settings: embedded defaults, then the file, then the environment, then flags. The only room that reads the environment.
#![expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]

use std::path::PathBuf;

/// Whether `NO_COLOR` asks for plain output.
pub fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Where encoders are kept: `SOTTOVOCE_MODELS`, else `$XDG_CACHE_HOME/sottovoce/models`, else `~/.cache/sottovoce/models`.
pub fn models_dir() -> PathBuf {
    set("SOTTOVOCE_MODELS").unwrap_or_else(|| cache_dir().join("models"))
}

/// Where sentence vectors of training data are kept: `$XDG_CACHE_HOME/sottovoce/vectors`, else `~/.cache/sottovoce/vectors`.
pub fn vectors_dir() -> PathBuf {
    cache_dir().join("vectors")
}

fn cache_dir() -> PathBuf {
    let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    cache.unwrap_or_else(|| PathBuf::from(".cache")).join("sottovoce")
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
