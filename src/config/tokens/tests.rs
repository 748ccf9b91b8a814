use std::os::unix::fs::PermissionsExt;

use super::*;

fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn token(id: &str, secret: &str, expires: Option<&str>) -> ApiToken {
    let expires = expires.map(|expires| expires.parse().unwrap());
    ApiToken::new(id.into(), secret, Some("till".into()), [Scope::Chat].into(), noon(), expires)
}

fn add(folder: &Path, token: ApiToken) {
    change_tokens(folder, |tokens| tokens.push(token)).unwrap();
}

#[test]
fn a_token_is_known_from_when_it_is_written_until_it_expires_or_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let book = TokenBook::new(folder.path().to_owned());
    let found = |shown: &str, now: &str| book.find(shown, now.parse().unwrap()).map(|token| token.id);
    assert_eq!(found("sottovoce_one", "2026-11-23T12:00:00Z"), None);
    add(folder.path(), token("1", "sottovoce_one", Some("2026-12-23T12:00:00Z")));
    add(folder.path(), token("2", "sottovoce_two", None));
    assert_eq!(found("sottovoce_one", "2026-12-23T11:59:59Z").as_deref(), Some("1"));
    assert_eq!(found("sottovoce_one", "2026-12-23T12:00:00Z"), None);
    assert_eq!(found("sottovoce_two", "2999-01-01T00:00:00Z").as_deref(), Some("2"));
    for wrong in ["", "sottovoce_", "sottovoce_tw", "sottovoce_two ", "two"] {
        assert_eq!(found(wrong, "2026-11-23T12:00:00Z"), None, "{wrong}");
    }
    change_tokens(folder.path(), |tokens| tokens.retain(|token| token.id != "2")).unwrap();
    assert_eq!(found("sottovoce_two", "2026-11-23T12:00:00Z"), None);
}

#[test]
fn the_file_is_private_and_holds_no_token() {
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), token("1", "sottovoce_one", None));
    let path = folder.path().join(FILE);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("sottovoce_one") && text.contains(&to_hex(&hash("sottovoce_one"))), "{text}");
    assert!(!folder.path().join("tokens.json.new").exists());
}

#[test]
fn a_file_that_is_open_to_others_or_holds_something_else_lets_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    add(folder.path(), token("1", "sottovoce_one", None));
    let whole = fs::read_to_string(&path).unwrap();
    let book = TokenBook::new(folder.path().to_owned());
    assert!(book.find("sottovoce_one", noon()).is_some());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o620)).unwrap();
    assert!(book.find("sottovoce_one", noon()).is_none());
    assert!(matches!(read_tokens(folder.path()), Err(TokenError::NotPrivate { .. })));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(book.find("sottovoce_one", noon()).is_some());
    for broken in
        ["", "{}", "[]", &whole[..whole.len() / 2], &whole.replace("\"version\": 1", "\"version\": 2"), &whole.replace("chat", "chit")]
    {
        fs::write(&path, broken).unwrap();
        assert!(matches!(read_tokens(folder.path()), Err(TokenError::Malformed { .. })), "{broken}");
        assert!(book.find("sottovoce_one", noon()).is_none(), "{broken}");
        assert!(change_tokens(folder.path(), |_| ()).is_err(), "{broken}");
    }
    let link = folder.path().join("elsewhere");
    fs::write(&link, &whole).unwrap();
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&link, &path).unwrap();
    assert!(matches!(read_tokens(folder.path()), Err(TokenError::NotPrivate { .. })));
}

#[test]
fn two_who_change_the_tokens_at_once_do_not_lose_each_others() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let folder = folder.path();
            scope.spawn(move || (0..10).for_each(|number| add(folder, token(&format!("{thread}.{number}"), "sottovoce_x", None))));
        }
    });
    assert_eq!(read_tokens(folder.path()).unwrap().len(), 40);
}

#[test]
fn a_scope_is_written_as_it_is_named() {
    for scope in Scope::ALL {
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
    }
}
