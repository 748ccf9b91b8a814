use super::*;

/// Writes files into a new folder and reads it.
fn read(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Result<Folder, FolderError>) {
    let directory = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let folder = Folder::read(directory.path());
    (directory, folder)
}

fn paths(folder: &Folder) -> Vec<&str> {
    folder.files.iter().map(|source| source.path.as_str()).collect()
}

fn found(folder: &Folder) -> Vec<String> {
    folder.findings.iter().map(|found| format!("{} {}", found.code, found.labels[0].span.source.path)).collect()
}

const BOT: (&str, &[u8]) = ("bot.yaml", b"sottovoce: 1\n");

#[test]
fn files_come_in_reading_order_wherever_they_lie() {
    let files: &[(&str, &[u8])] = &[
        ("tests/a.yaml", b""),
        ("messages/it.yaml", b""),
        ("messages/en.yaml", b""),
        ("policies/policy.en.md", b""),
        ("policies/notice.en.md", b""),
        ("flows/b.yaml", b""),
        ("flows/a.yaml", b""),
        ("faq/x.yaml", b""),
        ("entities/x.yaml", b""),
        ("intents/x.yaml", b""),
        ("actions.yaml", b""),
        BOT,
    ];
    let expected = [
        "bot.yaml",
        "intents/x.yaml",
        "entities/x.yaml",
        "faq/x.yaml",
        "flows/a.yaml",
        "flows/b.yaml",
        "actions.yaml",
        "messages/en.yaml",
        "messages/it.yaml",
        "policies/notice.en.md",
        "policies/policy.en.md",
        "tests/a.yaml",
    ];
    let (_directory, folder) = read(files);
    let folder = folder.unwrap();
    assert_eq!(paths(&folder), expected);
    assert!(folder.findings.is_empty());
    let embedded = Folder::from_embedded("x", files.iter().copied());
    assert_eq!((paths(&embedded), embedded.hash()), (paths(&folder), folder.hash()));
}

#[test]
fn the_hash_changes_with_any_byte_or_path() {
    let hash = |path: &str, bytes: &[u8]| Folder::from_embedded("x", [BOT, (path, bytes)]).hash();
    let first = hash("flows/a.yaml", b"a");
    assert_eq!(first.len(), 64);
    assert_ne!(first, hash("flows/a.yaml", b"b"));
    assert_ne!(first, hash("flows/b.yaml", b"a"));
}

#[test]
fn readme_and_dotfiles_are_left_alone_and_other_files_are_a_tip() {
    let (_directory, folder) = read(&[
        BOT,
        ("README.md", b""),
        (".git/x", b""),
        ("flows/.a.yaml.swp", b""),
        ("notes.txt", b""),
        ("flows/a.yml", b""),
        ("flows/deep/a.yaml", b""),
    ]);
    let folder = folder.unwrap();
    assert_eq!(paths(&folder), ["bot.yaml"]);
    assert_eq!(found(&folder), ["unknown-file flows/a.yml", "unknown-file flows/deep", "unknown-file notes.txt"]);
    assert_eq!(folder.findings[0].help.as_deref(), Some("rename it to `flows/a.yaml`"));
    assert_eq!(folder.findings[2].message, "`notes.txt` is not a part of a bot and is not read");
}

#[test]
fn a_file_that_is_not_utf8_is_a_finding_at_its_place() {
    let (_directory, folder) = read(&[BOT, ("flows/a.yaml", b"flows:\n  b\xffd")]);
    let folder = folder.unwrap();
    assert_eq!(found(&folder), ["not-utf8 flows/a.yaml"]);
    assert_eq!(folder.findings[0].labels[0].span.line_and_column(), (2, 4));
    assert!(crate::diagnostics::render(&folder.findings[0], false).contains("not UTF-8"));
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let (_directory, folder) = read(&[("bot.yaml", b"\xef\xbb\xbfsottovoce: 1\n")]);
    assert_eq!(folder.unwrap().files[0].text, "sottovoce: 1\n");
}

#[test]
fn a_file_that_is_too_large_is_a_finding() {
    let large = vec![b' '; MAX_FILE_BYTES + 1];
    let (_directory, folder) = read(&[BOT, ("faq/a.yaml", &large)]);
    assert_eq!(found(&folder.unwrap()), ["file-too-large faq/a.yaml"]);
}

#[test]
fn a_folder_that_is_no_bot_is_an_error() {
    let error = |path: &Path| Folder::read(path).unwrap_err();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(error(&directory.path().join("none")), FolderError::Missing { .. }));
    assert!(matches!(error(&file), FolderError::NotAFolder { .. }));
    assert!(matches!(error(directory.path()), FolderError::NoBot { .. }));
}

#[test]
fn a_folder_in_place_of_a_file_and_a_file_in_place_of_a_folder_are_errors() {
    let (_directory, folder) = read(&[BOT, ("actions.yaml/x", b""), ("intents", b""), ("flows/deep/a.yaml", b"")]);
    let folder = folder.unwrap();
    let shown: Vec<_> =
        folder.findings.iter().map(|found| (found.severity.as_str(), found.message.as_str(), found.help.as_deref())).collect();
    assert_eq!(
        shown,
        [
            ("error", "`actions.yaml` is not a file, so it cannot be read", Some("put a file there, or rename it")),
            ("warning", "the files in `flows/deep` are not read", Some("move them up into `flows/`: a bot has no folders in folders")),
            ("error", "`intents` is not a folder, so it cannot be read", Some("put a folder there, or rename it")),
        ]
    );
    assert!(matches!(read(&[("bot.yaml/x", b"")]).1.unwrap_err(), FolderError::NoBot { .. }));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_are_findings() {
    use std::os::unix::fs::symlink;
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("bot.yaml"), "").unwrap();
    std::fs::create_dir(directory.path().join("flows")).unwrap();
    symlink("loop.yaml", directory.path().join("flows/loop.yaml")).unwrap();
    symlink("gone", directory.path().join("flows/broken.yaml")).unwrap();
    symlink("..", directory.path().join("flows/up.yaml")).unwrap();
    symlink(".", directory.path().join("intents")).unwrap();
    let folder = Folder::read(directory.path()).unwrap();
    let expected = [
        "unreadable-file flows/broken.yaml",
        "unreadable-file flows/loop.yaml",
        "unreadable-file flows/up.yaml",
        "unknown-file intents/flows",
        "unknown-file intents/intents",
    ];
    assert_eq!(found(&folder), expected);
}
