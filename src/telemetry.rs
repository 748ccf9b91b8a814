//! The log: what is written of a running process, and that a panic names its place and never its words.

use tracing_subscriber::EnvFilter;

/// What is logged when nothing else is said.
const DEFAULT_FILTER: &str = "warn,sottovoce=info";

/// Starts the log on stderr and hushes panics: their messages may quote what a person wrote, so only the place is logged.
///
/// A filter that can't be read is replaced by the default one. Calling it twice changes nothing.
pub fn start(filter: Option<&str>) {
    let filter = filter.and_then(|filter| EnvFilter::try_new(filter).ok()).unwrap_or_else(|| EnvFilter::new(DEFAULT_FILTER));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).with_target(false);
    if subscriber.try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(%place, "a panic was caught");
        }));
    }
}
