use std::fs;

use serde_json::{Value, json};

use super::{home, json_of, run};

#[test]
fn a_token_is_printed_once_listed_without_itself_and_revoked() {
    let home = home();
    let made = run(home.path(), &["token", "create"], "");
    let token = made.stdout.trim_end();
    assert_eq!((made.code, token.strip_prefix("sottovoce_").map(str::len)), (0, Some(43)), "{token}");
    assert!(made.stderr.starts_with("shown this once; kept in ./data is only its hash:\n"), "{}", made.stderr);
    let named = ["token", "create", "--scope", "subjects:read", "--scope", "subjects:erase", "--name", "CRM", "--expires-in", "90 days"];
    let other = json_of(&run(home.path(), &[&named[..], &["--format", "json"]].concat(), ""));
    assert_ne!(other["token"], token);
    let list = || json_of(&run(home.path(), &["token", "list", "--format", "json"], ""))["tokens"].as_array().unwrap().clone();
    let listed = list();
    let scopes: Vec<&Value> = listed.iter().map(|token| &token["scopes"]).collect();
    assert_eq!(scopes, [&json!(["chat", "parse"]), &json!(["subjects:read", "subjects:erase"])]);
    assert_eq!((&listed[0]["expires"], &listed[1]["name"], &listed[1]["expired"]), (&Value::Null, &json!("CRM"), &json!(false)));
    let text = run(home.path(), &["token", "list"], "");
    let file = fs::read_to_string(home.path().join("data/tokens.json")).unwrap();
    for shown in [text.stdout.as_str(), text.stderr.as_str(), &file] {
        assert!(!shown.contains(token) && !shown.contains(other["token"].as_str().unwrap()), "{shown}");
    }
    let id = listed[0]["id"].as_str().unwrap();
    let revoked = run(home.path(), &["token", "revoke", id], "");
    assert_eq!((revoked.code, revoked.stdout.starts_with(&format!("revoked {id}  –  chat parse, made "))), (0, true), "{}", revoked.stdout);
    assert_eq!(list().len(), 1);
    let again = run(home.path(), &["token", "revoke", id], "");
    let expected = format!("error: there is no token `{id}`\nhelp: `sottovoce token list` shows the ids\n");
    assert_eq!((again.code, again.stderr), (2, expected));
}

#[test]
fn a_token_for_the_environment_is_kept_nowhere() {
    let home = home();
    let made = json_of(&run(home.path(), &["token", "create", "--unstored", "--format", "json"], ""));
    assert_eq!(made["environment"].as_str().unwrap(), format!("SOTTOVOCE_API_TOKEN={}", made["token"].as_str().unwrap()));
    assert!(fs::read_dir(home.path()).unwrap().next().is_none(), "nothing is written");
}

#[test]
fn wrong_scopes_times_and_folders_are_misuse() {
    let home = home();
    let wrong = [
        &["token", "create", "--scope", "everything"][..],
        &["token", "create", "--expires-in", "soon"],
        &["token", "create", "--unstored", "--scope", "chat"],
        &["token", "create", "--store", "sqlite:no/such/folder"],
        &["token", "revoke", "1", "--store", "sqlite:no/such/folder"],
    ];
    for arguments in wrong {
        let ran = run(home.path(), arguments, "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
    }
    assert!(fs::read_dir(home.path()).unwrap().next().is_none(), "nothing is written");
    let empty = run(home.path(), &["token", "list"], "");
    assert_eq!((empty.code, empty.stdout.as_str(), empty.stderr.as_str()), (0, "", "0 tokens\n"));
}
