//! The log: what is written of a running process, and that a panic names its place and never its words.

use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;

/// What is logged when nothing else is said.
const DEFAULT_FILTER: &str = "warn,sottovoce=info";

/// Starts the log on stderr and hushes panics and crashes: a panic may quote what a person wrote, so only its place is
/// logged, and a core file holds no memory.
///
/// A filter that can't be read is replaced by the default one. Calling it twice changes nothing.
pub fn start(filter: Option<&str>) {
    let filter = filter.and_then(|filter| EnvFilter::try_new(filter).ok()).unwrap_or_else(|| EnvFilter::new(DEFAULT_FILTER));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).with_target(false);
    if subscriber.try_init().is_ok() {
        std::panic::set_hook(Box::new(log_panic));
        empty_core_files();
    }
}

/// A core file would hold keys and what people wrote: Linux is told to leave all memory out of it (core(5)). Best effort,
/// because other systems have no such file; services should forbid core files altogether.
fn empty_core_files() {
    if let Err(error) = std::fs::write("/proc/self/coredump_filter", "0") {
        tracing::debug!(%error, "core files, where the system allows them, will hold memory");
    }
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%place, "a panic was caught");
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A log in memory.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_logged_by_its_place_and_never_by_its_words() {
        let written = Written::default();
        let log = written.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || log.clone()).with_ansi(false).finish();
        tracing::subscriber::with_default(subscriber, || {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(log_panic));
            let caught = std::panic::catch_unwind(|| panic!("Rosa Lind wrote {}", "rosa.lind@posta.example"));
            std::panic::set_hook(before);
            assert!(caught.is_err());
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("a panic was caught") && text.contains(file!()), "{text}");
        assert!(!text.to_lowercase().contains("rosa") && !text.contains("posta"), "{text}");
    }
}
