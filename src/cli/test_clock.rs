//! `--test-clock FILE`: the instant that a test wrote into a file. Only in builds with the feature `test-clock`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::render::Failure;
use crate::domain::{Clock, SystemClock};

/// A clock that reads its file anew each time it is asked.
struct FileClock {
    file: PathBuf,
    /// What the file said when it could last be read: whoever rewrites it may not have finished.
    last: Mutex<Timestamp>,
}

impl Clock for FileClock {
    fn now(&self) -> Timestamp {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = read(&self.file) {
            *last = now;
        }
        *last
    }
}

fn read(file: &Path) -> Option<Timestamp> {
    std::fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// The clock of a file, or the machine's when there is none.
pub(super) fn open(file: Option<&Path>) -> anyhow::Result<Arc<dyn Clock>> {
    let Some(file) = file else { return Ok(Arc::new(SystemClock)) };
    let message = || format!("the test clock {} holds no instant", file.display());
    let now = read(file).ok_or_else(|| Failure::new(message(), "write an RFC 3339 instant into it, such as `2026-03-02T09:00:00Z`"))?;
    Ok(Arc::new(FileClock { file: file.to_owned(), last: Mutex::new(now) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_follows_its_file_and_keeps_the_last_instant_while_the_file_is_torn() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        std::fs::write(&file, "2026-03-02T09:00:00Z\n").unwrap();
        let clock = open(Some(&file)).unwrap();
        assert_eq!(clock.now().to_string(), "2026-03-02T09:00:00Z");
        std::fs::write(&file, "2026-03-03T09:").unwrap();
        assert_eq!(clock.now().to_string(), "2026-03-02T09:00:00Z");
        std::fs::write(&file, "2026-03-03T09:00:00+01:00").unwrap();
        assert_eq!(clock.now().to_string(), "2026-03-03T08:00:00Z");
    }

    #[test]
    fn a_file_without_an_instant_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("clock");
        let message = open(Some(&missing)).map(|_| ()).unwrap_err().to_string();
        assert_eq!(message, format!("the test clock {} holds no instant", missing.display()));
    }
}
