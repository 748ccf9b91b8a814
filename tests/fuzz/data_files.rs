//! Files of others: labelled sentences in all their forms, the list of encoders, an encoder's configuration and weights.
//!
//! The first byte says which file the rest is.
#![no_main]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sottovoce::diagnostics::Source;
use sottovoce::nlu::encoder::{BertEncoder, Encoder, FILES};
use sottovoce::nlu::models::Sources;
use sottovoce::nlu::rows::{Role, data_hash, read, sampled};

/// A copy of the tiny encoder in memory, one for each process.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("sottovoce-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    restore(&folder);
    folder
});

fn restore(folder: &Path) {
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tiny-bert");
    for file in FILES {
        std::fs::copy(tiny.join(file), folder.join(file)).expect("a copy");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let [which, bytes @ ..] = bytes else { return };
    match which % 6 {
        form @ 0..=3 => {
            let file = FOLDER.join(["rows.csv", "rows.json", "rows.yaml", "rows"][usize::from(form)]);
            std::fs::write(&file, bytes).expect("a file");
            for role in [Role::Train, Role::Valid, Role::Test] {
                let Ok(labelled) = read(&file, role, None) else { continue };
                assert!(!labelled.rows.is_empty() && labelled.rows.iter().all(|row| !row.intent.is_empty()));
                assert!(sampled(&labelled.rows, 2, 7).len() <= labelled.rows.len());
                data_hash(&labelled.rows);
            }
        }
        4 => {
            let text = String::from_utf8_lossy(bytes);
            let _ = Sources::parse(&Source::new("sources.yaml", text));
        }
        _ => {
            let [file, bytes @ ..] = bytes else { return };
            // Not the tokenizer: what another crate makes of its own format is that crate's to fuzz.
            let file = FOLDER.join(if file % 2 == 0 { FILES[0] } else { FILES[2] });
            std::fs::write(&file, bytes).expect("a file");
            if let Ok(encoder) = BertEncoder::load(&FOLDER) {
                let _ = encoder.encode(&["hello"]);
            }
            restore(&FOLDER);
        }
    }
});
