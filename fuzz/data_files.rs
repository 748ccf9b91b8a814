//! Files of others: sheets of labelled sentences, the pinned encoders, an encoder's configuration, tokenizer and weights.
//!
//! The first byte says which file the rest is.
#![no_main]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sottovoce::diagnostics::Source;
use sottovoce::nlu::encoder::{BertEncoder, Encoder, FILES};
use sottovoce::nlu::models::Sources;
use sottovoce::nlu::rows::{data_hash, read_csv, sampled};

/// A copy of the tiny encoder in memory, one for each process.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("sottovoce-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    restore(&folder);
    folder
});

fn restore(folder: &Path) {
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/tiny-bert");
    for file in FILES {
        std::fs::copy(tiny.join(file), folder.join(file)).expect("a copy");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let [which, bytes @ ..] = bytes else { return };
    match which % 4 {
        0 | 1 => {
            let sheet = FOLDER.join("rows.csv");
            std::fs::write(&sheet, bytes).expect("a file");
            if let Ok(rows) = read_csv(&sheet) {
                assert!(!rows.is_empty() && rows.iter().all(|row| !row.intent.is_empty()));
                assert!(sampled(&rows, 2, 7).len() <= rows.len());
                data_hash(&rows);
            }
        }
        2 => {
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
