use std::sync::Mutex;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::diagnostics::Source;

/// The content of a pretended encoder's files.
const CONTENT: [(&str, &str); 3] = [("config.json", "{}"), ("tokenizer.json", "{ }"), ("model.safetensors", "weights")];

/// A pretended encoder `tiny` with these web folders as sources.
fn sources(origins: &[String]) -> Sources {
    let files = CONTENT.map(|(name, content)| PinnedFile {
        name: name.into(),
        bytes: content.len() as u64,
        sha256: to_hex(&Sha256::digest(content)),
    });
    let origins = origins.iter().cloned().map(Origin::Https).collect();
    let (name, description, licence) = ("tiny".into(), "a test".into(), "MIT".into());
    Sources { encoders: vec![KnownEncoder { name, description, licence, files: Some(files.into()), reading: Reading::default(), origins }] }
}

fn write(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, content) in CONTENT {
        std::fs::write(folder.join(name), content).unwrap();
    }
}

/// A server that gives the files out under `/whole`, and under `/broken` with other weights.
async fn server() -> (MockServer, Outbound) {
    let server = MockServer::start().await;
    for (name, content) in CONTENT {
        let broken = if name == "model.safetensors" { "altered" } else { content };
        for (folder, content) in [("whole", content), ("broken", broken)] {
            let answer = ResponseTemplate::new(200).set_body_string(content);
            Mock::given(path(format!("/{folder}/{name}"))).respond_with(answer).mount(&server).await;
        }
    }
    let outbound = Outbound::new([server.address().to_string()]);
    (server, outbound)
}

/// What is in the models folder: nothing temporary may be left.
fn folders(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn pull(dir: &Path, sources: &Sources, from: Option<&Path>, outbound: &Outbound) -> (Result<PathBuf, ModelsError>, Vec<Progress>) {
    let heard = Mutex::new(Vec::new());
    let result = ensure("tiny", dir, sources, from, outbound, &|progress| heard.lock().unwrap().push(progress)).await;
    (result, heard.into_inner().unwrap())
}

#[test]
fn the_embedded_sources_are_without_findings() {
    let sources = Sources::embedded().unwrap();
    let default = sources.default_encoder().unwrap();
    assert_eq!(default.name, DEFAULT_ENCODER);
    let files = default.files.as_ref().unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), encoder::FILES);
    assert_eq!(files.iter().map(|file| file.bytes).sum::<u64>(), 91_335_235);
    assert!(matches!(default.origins.as_slice(), [Origin::Https(_), Origin::Pip { .. }]));
    let readings: Vec<_> = sources.encoders.iter().map(|encoder| (encoder.name.as_str(), encoder.reading.to_string())).collect();
    assert_eq!(
        readings.iter().map(|(name, reading)| (*name, reading.as_str())).collect::<Vec<_>>(),
        [
            ("all-MiniLM-L6-v2", "mean, up to 256 tokens"),
            ("bge-small-en-v1.5", "first token, up to 512 tokens"),
            ("multilingual-e5-small", "mean, prefix \"query: \", up to 512 tokens"),
            ("paraphrase-multilingual-MiniLM-L12-v2", "mean, up to 128 tokens"),
        ]
    );
}

#[test]
fn mistakes_in_sources_are_all_found() {
    let text = "encoders:\n  ../evil:\n    description: x\n    licence: y\n    files:\n      config.json: {bytes: many, sha256: ab}\n    reading: {pooling: max}\n    sources:\n      - ftp: z\n";
    let findings = Sources::parse(&Source::new("sources.yaml", text)).unwrap_err();
    let shown: Vec<String> = findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
    let expected = [
        "encoder-name: `../evil` cannot be a folder's name",
        "missing-key: `model.safetensors` is missing",
        "missing-key: `tokenizer.json` is missing",
        "wrong-type: expected a whole number, found text",
        "wrong-type: expected `mean` or `cls`, found text",
        "missing-key: `pip` is missing",
        "unknown-key: unknown key `ftp` in a source",
    ];
    let mut missing = expected.iter().filter(|line| !shown.iter().any(|shown| shown == *line));
    assert_eq!(missing.next(), None, "{shown:#?}");
    assert_eq!(shown.len(), expected.len(), "{shown:#?}");
}

#[tokio::test]
async fn an_encoder_is_fetched_checked_and_put_in_place() {
    let (server, outbound) = server().await;
    let dir = tempfile::tempdir().unwrap();
    let models = dir.path().join("models");
    let sources = sources(&[format!("{}/whole", server.uri())]);
    let (result, heard) = pull(&models, &sources, None, &outbound).await;
    assert_eq!(result.unwrap(), models.join("tiny"));
    assert_eq!(folders(&models), ["tiny"]);
    assert_eq!(standing(&sources.encoders[0], &models).await.unwrap(), Standing::Whole);
    assert_eq!(heard.first(), Some(&Progress::Asking { origin: format!("{}/whole", server.uri()), bytes: Some(12) }));
    assert_eq!(heard.last(), Some(&Progress::Arrived { bytes: 12 }));
    let (result, heard) = pull(&models, &sources, None, &outbound).await;
    assert!(result.is_ok() && heard.is_empty(), "a whole encoder is not fetched again");
}

#[tokio::test]
async fn a_source_that_fails_or_gives_other_files_is_passed_over() {
    let (server, outbound) = server().await;
    let dir = tempfile::tempdir().unwrap();
    let uri = server.uri();
    let sources = sources(&[format!("{uri}/nowhere"), format!("{uri}/broken"), format!("{uri}/whole")]);
    let (result, heard) = pull(dir.path(), &sources, None, &outbound).await;
    assert!(result.is_ok());
    let failed: Vec<String> = heard
        .into_iter()
        .filter_map(|progress| match progress {
            Progress::Failed(Attempt { origin, reason }) => Some(format!("{}: {reason}", origin.replace(&uri, "URI"))),
            Progress::Asking { .. } | Progress::Arrived { .. } | Progress::Locked { .. } => None,
        })
        .collect();
    let altered = to_hex(&Sha256::digest("altered"));
    let weights = to_hex(&Sha256::digest("weights"));
    assert_eq!(
        failed,
        [
            "URI/nowhere: config.json: 127.0.0.1 answered with status 404".to_owned(),
            format!("URI/broken: model.safetensors has SHA-256 {altered}, expected {weights}")
        ]
    );
}

#[tokio::test]
async fn when_all_sources_fail_the_error_names_each_and_leaves_nothing() {
    let (server, outbound) = server().await;
    let dir = tempfile::tempdir().unwrap();
    let uri = server.uri();
    let (result, _) = pull(dir.path(), &sources(&[format!("{uri}/a"), format!("{uri}/b")]), None, &outbound).await;
    assert_eq!(
        result.unwrap_err().to_string().replace(&uri, "URI"),
        "could not fetch `tiny`\n  URI/a: config.json: 127.0.0.1 answered with status 404\n  URI/b: config.json: 127.0.0.1 answered with status 404"
    );
    assert!(folders(dir.path()).is_empty());
}

#[tokio::test]
async fn a_given_folder_is_the_only_source() {
    let (server, outbound) = server().await;
    let dir = tempfile::tempdir().unwrap();
    let (models, given) = (dir.path().join("models"), dir.path().join("given"));
    let sources = sources(&[format!("{}/whole", server.uri())]);
    let (result, _) = pull(&models, &sources, Some(&given), &outbound).await;
    let message = result.unwrap_err().to_string().replace(&dir.path().display().to_string(), "DIR");
    assert_eq!(
        message,
        "could not fetch `tiny`\n  folder DIR/given: cannot read DIR/given/config.json: No such file or directory (os error 2)"
    );
    write(&given);
    assert!(pull(&models, &sources, Some(&given), &outbound).await.0.is_ok());
    assert_eq!(folders(&models), ["tiny"]);
}

#[tokio::test]
async fn a_damaged_encoder_is_told_and_replaced() {
    let (server, outbound) = server().await;
    let dir = tempfile::tempdir().unwrap();
    let sources = sources(&[format!("{}/whole", server.uri())]);
    let tiny = &sources.encoders[0];
    assert_eq!(standing(tiny, dir.path()).await.unwrap(), Standing::Absent);
    write(&dir.path().join("tiny"));
    assert_eq!(standing(tiny, dir.path()).await.unwrap(), Standing::Whole);
    std::fs::write(dir.path().join("tiny/model.safetensors"), "weig").unwrap();
    let damaged = Standing::Damaged { file: "model.safetensors".into(), reason: "has 4 bytes, expected 7".into() };
    assert_eq!(standing(tiny, dir.path()).await.unwrap(), damaged);
    std::fs::remove_file(dir.path().join("tiny/config.json")).unwrap();
    let damaged = Standing::Damaged { file: "config.json".into(), reason: "is missing".into() };
    assert_eq!(standing(tiny, dir.path()).await.unwrap(), damaged);
    assert!(pull(dir.path(), &sources, None, &outbound).await.0.is_ok());
    assert_eq!(standing(tiny, dir.path()).await.unwrap(), Standing::Whole);
    assert_eq!(folders(dir.path()), ["tiny"]);
}

#[tokio::test]
async fn an_unknown_name_lists_the_known_ones() {
    let dir = tempfile::tempdir().unwrap();
    let error = ensure("tyni", dir.path(), &sources(&[]), None, &Outbound::default(), &|_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "no encoder `tyni` is known; known: tiny");
}

#[test]
fn own_encoders_are_found_beside_the_pinned_ones() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["tiny", "mine", ".half"] {
        write(&dir.path().join(name));
    }
    std::fs::create_dir(dir.path().join("empty")).unwrap();
    assert_eq!(own(dir.path(), &sources(&[])).unwrap(), ["mine"]);
    assert!(own(&dir.path().join("none"), &sources(&[])).unwrap().is_empty());
}

/// The encoder `tiny` without pins, to be read by its first token.
fn unpinned() -> Sources {
    let mut sources = sources(&[]);
    sources.encoders[0].files = None;
    sources.encoders[0].reading = Reading { pooling: encoder::Pooling::Cls, prefix: "query: ".into(), max_tokens: 12 };
    sources
}

/// Files that load as an encoder, in a new folder.
fn loadable(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for name in encoder::FILES {
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-bert").join(name), folder.join(name)).unwrap();
    }
}

fn locked(heard: &[Progress]) -> bool {
    heard.iter().any(|progress| matches!(progress, Progress::Locked { .. }))
}

#[tokio::test]
async fn files_that_are_not_pinned_are_locked_by_the_first_pull_and_held_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let (models, given) = (dir.path().join("models"), dir.path().join("given"));
    let (sources, outbound) = (unpinned(), Outbound::default());
    loadable(&given);
    let (result, heard) = pull(&models, &sources, Some(&given), &outbound).await;
    assert_eq!(Reading::of(&result.unwrap()).unwrap(), sources.encoders[0].reading);
    assert!(locked(&heard));
    assert_eq!(folders(&models), ["tiny", "tiny.lock.yaml"]);
    assert_eq!(standing(&sources.encoders[0], &models).await.unwrap(), Standing::Locked);
    let (result, heard) = pull(&models, &sources, None, &outbound).await;
    assert!(result.is_ok() && heard.is_empty(), "what is as first pulled is not fetched again");

    std::fs::remove_dir_all(models.join("tiny")).unwrap();
    std::fs::write(given.join("config.json"), std::fs::read_to_string(given.join("config.json")).unwrap() + " ").unwrap();
    let message = pull(&models, &sources, Some(&given), &outbound).await.0.unwrap_err().to_string();
    assert!(message.ends_with(": config.json has 258 bytes, expected 257, as its first pull gave"), "{message}");
    loadable(&given);
    let (result, heard) = pull(&models, &sources, Some(&given), &outbound).await;
    assert!(result.is_ok() && !locked(&heard));

    std::fs::write(models.join("tiny/sottovoce.json"), "{}").unwrap();
    let reason = "says mean, up to 256 tokens, expected first token, prefix \"query: \", up to 12 tokens".into();
    let damaged = Standing::Damaged { file: "sottovoce.json".into(), reason };
    assert_eq!(standing(&sources.encoders[0], &models).await.unwrap(), damaged);
}

#[tokio::test]
async fn what_is_no_encoder_is_not_locked() {
    let dir = tempfile::tempdir().unwrap();
    let (models, given) = (dir.path().join("models"), dir.path().join("given"));
    write(&given);
    let message = pull(&models, &unpinned(), Some(&given), &Outbound::default()).await.0.unwrap_err().to_string();
    assert!(message.contains("config.json is not a BERT configuration"), "{message}");
    assert!(folders(&models).is_empty());
}

#[tokio::test]
async fn a_folder_that_somebody_filled_is_locked_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let sources = unpinned();
    loadable(&dir.path().join("tiny"));
    assert_eq!(standing(&sources.encoders[0], dir.path()).await.unwrap(), Standing::Unlocked);
    let (result, heard) = pull(dir.path(), &sources, None, &Outbound::default()).await;
    assert!(result.is_ok() && locked(&heard));
    assert_eq!(standing(&sources.encoders[0], dir.path()).await.unwrap(), Standing::Locked);
}

#[tokio::test]
async fn a_lock_that_is_none_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let lock = dir.path().join("tiny.lock.yaml");
    for (text, reason) in [("x: 1", "`files` is missing"), ("files: {config.json: {bytes: 1, sha256: ab}}", "`tokenizer.json` is missing")]
    {
        std::fs::write(&lock, text).unwrap();
        let message = standing(&unpinned().encoders[0], dir.path()).await.unwrap_err().to_string();
        assert!(message.starts_with(&format!("{} is no lock: ", lock.display())), "{message}");
        assert!(message.ends_with(reason) || message.contains("SHA-256"), "{message}");
    }
}
