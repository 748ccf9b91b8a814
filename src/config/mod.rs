//! Settings: embedded defaults, then the file, then the environment, then flags. The only room that reads the environment.
#![expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]

use std::path::PathBuf;

/// Whether `NO_COLOR` asks for plain output.
pub fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Where encoders are kept: `SOTTOVOCE_MODELS`, else `$XDG_CACHE_HOME/sottovoce/models`, else `~/.cache/sottovoce/models`.
pub fn models_dir() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("SOTTOVOCE_MODELS").unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
        cache.unwrap_or_else(|| PathBuf::from(".cache")).join("sottovoce/models")
    })
}

/// Where the root key lies: `SOTTOVOCE_ROOT_KEY_FILE`, else `./data-keys/root.key`.
pub fn root_key_file() -> PathBuf {
    let set = std::env::var_os("SOTTOVOCE_ROOT_KEY_FILE").filter(|value| !value.is_empty());
    set.map_or_else(|| PathBuf::from("./data-keys/root.key"), PathBuf::from)
}
