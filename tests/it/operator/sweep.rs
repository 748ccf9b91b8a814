use std::fs;

use serde_json::json;
use sottovoce::store::Access;

use super::{json_of, open, run, said, served};
use crate::command_line::example_bot;

const LONG_AGO: &str = "2020-01-10T00:00:00Z";

#[test]
fn a_sweep_says_what_is_due_and_erases_it() {
    let (home, store) = served();
    said(&store, "recruitment", "ada", "application", LONG_AGO);
    said(&store, "recruitment", "bob the second", "application", "2999-01-01T00:00:00Z");
    let flows = example_bot("recruitment");
    let sweep = |more: &[&str]| {
        let arguments = [&["sweep", "--once", "--format", "json", "--bots", &flows], more].concat();
        run(home.path(), &arguments, "")
    };
    // Counting works beside a server, erasing does not.
    let expected = json!({
        "examined": 2, "erased": 1, "kept": 1, "held": 0, "dry_run": true, "needs_confirmation": false, "people": 2, "people_due": 1,
        "purposes": {"recruitment/application": {"examined": 2, "erased": 1}, "recruitment/metadata": {"examined": 2, "erased": 1}},
        "records": 0, "inbox": 0, "receipts": 0, "orphans": 0, "unreadable": 0, "unknown_bots": [],
    });
    let counted = sweep(&["--dry-run"]);
    assert_eq!((counted.code, json_of(&counted)), (0, expected), "{}", counted.stderr);
    let refused = sweep(&[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.starts_with(&format!("error: the store is in use by process {}\nhelp: ", std::process::id())),
        "{}",
        refused.stderr
    );
    drop(store);
    let swept = json_of(&sweep(&[]));
    assert_eq!((&swept["erased"], &swept["kept"], &swept["records"], &swept["dry_run"]), (&json!(1), &json!(1), &json!(2), &json!(false)));
    let again = sweep(&["--dry-run"]);
    assert_eq!(json_of(&again)["erased"], 0);
    let text = run(home.path(), &["sweep", "--once", "--bots", &flows], "");
    let expected = "1 person looked at: 0 erased, 1 kept, 0 on hold\n       0 of        1 erased  recruitment/application\n       0 of        1 erased  recruitment/metadata\n";
    assert_eq!((text.code, text.stdout.as_str(), text.stderr.as_str()), (0, expected, ""));
}

#[test]
fn a_sweep_of_most_people_needs_a_confirmation() {
    let (home, store) = served();
    for number in 0..101 {
        said(&store, "recruitment", &"x".repeat(number + 1), "application", LONG_AGO);
    }
    drop(store);
    let sweep = |more: &[&str]| run(home.path(), &[&["sweep", "--once", "--format", "json"], more].concat(), "");
    let stopped = sweep(&[]);
    let report = json_of(&stopped);
    assert_eq!((stopped.code, &report["needs_confirmation"], &report["erased"]), (2, &json!(true), &json!(0)));
    assert!(stopped.stderr.contains("error: the sweep would erase data of 101 of 101 people: nothing was erased\n"), "{}", stopped.stderr);
    assert_eq!(json_of(&sweep(&["--confirm"]))["erased"], 101);
}

#[test]
fn a_sweep_without_the_bots_of_the_store_is_refused() {
    let (home, store) = served();
    said(&store, "desk", "ada", "application", LONG_AGO);
    drop(store);
    let refused = run(home.path(), &["sweep", "--once"], "");
    let expected = "there is no folder ./bots: the terms are those of the example bots\n\
        error: the store knows people of the bot `desk`, whose terms are not known here\n\
        help: name the folder of your bots with --bots\n";
    assert_eq!((refused.code, refused.stdout.as_str(), refused.stderr.as_str()), (2, "", expected));
    let nowhere = run(home.path(), &["sweep", "--once", "--bots", "nowhere"], "");
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (2, ""));
    let broken = home.path().join("bots/desk");
    fs::create_dir_all(&broken).unwrap();
    fs::write(broken.join("bot.yaml"), "sottovoce: 1\n").unwrap();
    assert_eq!(run(home.path(), &["sweep", "--once"], "").code, 2);
    // Whoever names the folder has said which bots there are.
    let flows = example_bot("shop");
    let swept = run(home.path(), &["sweep", "--once", "--bots", &flows], "");
    assert_eq!(
        (swept.code, swept.stderr.as_str()),
        (0, "the bot `desk` is not there any more: its people are kept as long as the default says, 24 months\n")
    );
    assert_eq!(
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(open(home.path(), Access::Read).stat()).unwrap().subjects,
        0
    );
}

#[test]
fn a_sweep_says_that_the_server_does_the_rest() {
    let (home, _store) = served();
    assert_eq!(run(home.path(), &["sweep"], "").code, 2);
    assert_eq!(run(home.path(), &["sweep", "--once", "--dry-run", "--confirm"], "").code, 2);
}
