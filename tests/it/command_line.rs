//! The program as its users meet it: arguments and stdin in, stdout, stderr and exit code out. No network, no encoder.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in a folder of its own, with nothing of this machine's environment that it reads.
pub(crate) fn run(home: &Path, arguments: &[&str], stdin: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sottovoce"));
    command.args(arguments).current_dir(home);
    for name in ["SOTTOVOCE_ROOT_KEY_FILE", "SOTTOVOCE_MODELS", "SOTTOVOCE_LOG", "SOTTOVOCE_STORE", "SOTTOVOCE_API_TOKEN"] {
        command.env_remove(name);
    }
    command.env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that reads no stdin may be gone before all is written.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Checks exit code, stdout and stderr to the letter.
#[track_caller]
fn check(arguments: &[&str], stdin: &str, code: i32, stdout: &str, stderr: &str) {
    let ran = run(home().path(), arguments, stdin);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (code, stdout, stderr), "{arguments:?}");
}

pub(crate) fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error} in {:?}, stderr {:?}", ran.stdout, ran.stderr))
}

pub(crate) fn example_bot(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("flows").join(name).display().to_string()
}

#[test]
fn check_tells_programs_where_each_mistake_is_and_how_to_mend_it() {
    let home = home();
    fs::write(home.path().join("bot.yaml"), "sottovoce: 1\nbot: broken\nlanguages: [en]\nflwos: {}\n").unwrap();
    let ran = run(home.path(), &["check", "--format", "json", "."], "");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report = json_of(&ran);
    let findings = report["findings"].as_array().unwrap();
    let unknown_key = findings.iter().find(|found| found["code"] == "unknown-key").unwrap();
    assert_eq!((&unknown_key["file"], &unknown_key["line"], &unknown_key["column"]), (&json!("bot.yaml"), &json!(4), &json!(1)));
    assert_eq!((&unknown_key["severity"], &unknown_key["help"]), (&json!("error"), &json!("did you mean `flows`?")));
    let codes: Vec<&str> = findings.iter().filter_map(|found| found["code"].as_str()).collect();
    assert!(codes.contains(&"PRV-ROLE") && codes.contains(&"PRV-NOTICE"), "all findings at once: {codes:?}");
}

#[test]
fn check_finds_nothing_in_the_example_bots() {
    for bot in [example_bot("recruitment"), example_bot("shop")] {
        check(&["--format", "json", "check", &bot], "", 0, "{\"findings\":[]}\n", "");
        check(&["check", &bot], "", 0, &format!("no findings in {bot}\n"), "");
    }
}

#[test]
fn new_makes_bots_without_findings_that_have_tests() {
    let home = home();
    for template in ["recruitment", "shop", "empty"] {
        let dir = format!("bots/my-{template}");
        let made = run(home.path(), &["new", &dir, "--template", template], "");
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(made.stdout.starts_with(&format!("made the bot `my_{template}` in {dir}: ")), "{}", made.stdout);
        assert!(made.stderr.contains(&format!("\n  sottovoce chat {dir} ")), "{}", made.stderr);
        let checked = run(home.path(), &["check", &dir], "");
        assert_eq!((checked.code, checked.stdout), (0, format!("no findings in {dir}\n")));
        let loaded = sottovoce::bot::load(&sottovoce::bot::Folder::read(&home.path().join(&dir)).unwrap()).bot.unwrap();
        assert_eq!((loaded.name.as_str(), loaded.tests.is_empty()), (format!("my_{template}").as_str(), false));
    }
    let again = run(home.path(), &["new", "bots/my-empty"], "");
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.starts_with("error: the folder bots/my-empty is not empty\nhelp: "), "{}", again.stderr);
    fs::write(home.path().join("file"), "").unwrap();
    assert_eq!(run(home.path(), &["new", "file"], "").code, 2);
}

#[test]
fn check_of_a_folder_that_is_not_there_says_how_to_go_on() {
    check(&["check", "nowhere"], "", 2, "", "error: there is no folder `nowhere`\nhelp: check the path\n");
}

#[test]
fn redact_says_what_it_cut_out_and_where() {
    let ran = run(home().path(), &["redact", "--json"], "write to ada@posta.example\nnothing here\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(!ran.stdout.contains("ada@posta.example"), "{}", ran.stdout);
    assert_eq!(lines[0]["spans"].as_array().unwrap().len(), 1);
    assert_eq!(lines[1], json!({"text": "nothing here", "spans": []}));
}

#[test]
fn ip_mask_erases_the_last_part_and_exits_1_when_a_line_is_no_address() {
    check(&["ip-mask"], "203.0.113.77\n2001:db8:1:2:3:4:5:6\n", 0, "203.0.113.0\n2001:db8:1::\n", "");
    check(&["ip-mask"], "here\n203.0.113.77\n", 1, "203.0.113.0\n", "error: line 1 is not an IP address\n");
}

#[test]
fn an_unknown_command_is_misuse() {
    let ran = run(home().path(), &["serv"], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("unrecognized subcommand 'serv'") && ran.stderr.contains("'serve'"), "{}", ran.stderr);
}

#[test]
fn a_root_key_is_made_once_and_never_overwritten() {
    let home = home();
    let ran = run(home.path(), &["keys", "init", "--format", "json"], "");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let file = home.path().join("data-keys/root.key");
    let key = fs::read(&file).unwrap();
    assert_eq!(json_of(&ran)["file"], json!("./data-keys/root.key"));
    let again = run(home.path(), &["keys", "init"], "");
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.ends_with("help: an existing root key is checked by `sottovoce keys check`\n"), "{}", again.stderr);
    assert_eq!(fs::read(&file).unwrap(), key);
    let checked = run(home.path(), &["keys", "check", "--format", "json"], "");
    assert_eq!((checked.code, json_of(&checked)["keys"].clone()), (0, json!(0)));
}

#[test]
fn a_store_that_nobody_has_used_yet_is_told_from_a_broken_one() {
    let home = home();
    assert_eq!(run(home.path(), &["keys", "init"], "").code, 0);
    let ran = run(home.path(), &["store", "stat"], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.ends_with("help: `sottovoce serve` makes the store when it starts\n"), "{}", ran.stderr);
}

#[test]
fn a_dump_has_to_be_meant() {
    check(&["store", "dump"], "", 2, "", "error: a dump shows personal data\nhelp: say `store dump --decrypt` if you mean it\n");
}

#[test]
fn models_are_listed_where_none_is() {
    let ran = run(home().path(), &["models", "list", "--format", "json"], "");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let encoders = json_of(&ran)["encoders"].clone();
    let default = encoders.as_array().unwrap().iter().find(|encoder| encoder["name"] == "all-MiniLM-L6-v2").unwrap();
    assert_eq!(default["state"], "absent");
}

#[test]
fn graph_draws_one_flow_or_all_as_mermaid_dot_or_json() {
    let (home, bot) = (home(), example_bot("recruitment"));
    let drawn = |arguments: &[&str]| {
        let ran = run(home.path(), arguments, "");
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        ran.stdout
    };
    let mermaid = drawn(&["graph", &bot, "apply"]);
    assert!(mermaid.starts_with("flowchart TD\n  subgraph f0[\"apply\"]\n    f0_start([\"apply_for_job\"])\n"), "{mermaid}");
    assert_eq!(mermaid, drawn(&["graph", &bot, "--flow", "apply", "--format", "mermaid"]));
    assert!(drawn(&["graph", &bot, "--format", "dot"]).starts_with("digraph flows {\n"));
    let report: Value = serde_json::from_str(&drawn(&["--format", "json", "graph", &bot, "apply"])).unwrap();
    assert_eq!((&report["flows"][0]["flow"], &report["flows"][0]["entry"]), (&json!("apply"), &json!("may_we")));
}

#[test]
fn graph_of_a_flow_that_is_not_there_names_those_that_are() {
    let ran = run(home().path(), &["graph", &example_bot("recruitment"), "aply"], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with("error: the bot has no flow `aply`\nhelp: it has apply, "), "{}", ran.stderr);
}

#[test]
fn completions_of_every_shell_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(home().path(), &["completions", shell], "");
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        for command in ["sottovoce", "check", "graph", "ip-mask", "completions"] {
            assert!(ran.stdout.contains(command), "{shell} does not know {command}");
        }
    }
}

#[test]
fn man_prints_the_page_of_the_program_or_of_a_command() {
    let page = |arguments: &[&str]| {
        let ran = run(home().path(), arguments, "");
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        ran.stdout
    };
    let program = page(&["man"]);
    assert!(program.contains(".TH sottovoce 1") && program.contains("sottovoce\\-graph(1)"), "{program}");
    let pull = page(&["man", "models", "pull"]);
    assert!(pull.contains(".TH sottovoce-models-pull 1"), "{pull}");
    check(&["man", "modles"], "", 2, "", "error: there is no command `modles`\nhelp: `sottovoce help` lists all commands\n");
}

#[test]
fn url_check_decides_like_the_outbound_client_and_sends_nothing() {
    let home = home();
    fs::write(home.path().join("sottovoce.yaml"), "outbound: {allow: ['crm.internal:8443']}\n").unwrap();
    let addresses = "https://api.example.com/\nhttps://0x7f.1/\nhttp://crm.internal:8443/\nhttp://127.0.0.1:8081/\n";
    let ran = run(home.path(), &["url-check", "--allow", "127.0.0.1:8081"], addresses);
    let refused = "refused: 127.0.0.1 is a loopback address: not called, unless the host and port are on the allow list";
    assert_eq!((ran.code, ran.stdout), (1, format!("allowed\n{refused}\nallowed\nallowed\n")), "{}", ran.stderr);
    let ran = run(home.path(), &["url-check", "--format", "json"], "https://api.example.com/\n");
    assert_eq!((ran.code, json_of(&ran)), (0, json!({"input": "https://api.example.com/", "allowed": true, "reason": null})));
}

#[test]
fn the_printed_defaults_are_settings_that_the_server_accepts() {
    let home = home();
    let defaults = run(home.path(), &["config", "defaults"], "");
    assert_eq!((defaults.code, defaults.stderr.as_str()), (0, ""));
    fs::write(home.path().join("sottovoce.yaml"), &defaults.stdout).unwrap();
    // The settings are fine, so what is missing is a bot.
    let served = run(home.path(), &["serve", "--config", "sottovoce.yaml"], "");
    assert!(served.code == 2 && served.stderr.starts_with("error: the folder ./bots can't be read"), "{}", served.stderr);
}

#[test]
fn config_show_says_where_each_setting_comes_from() {
    let home = home();
    fs::write(home.path().join("my.yaml"), "bots: ./mine\napi_token: a-token-of-at-least-32-characters\nlisten: 127.0.0.1:1\n").unwrap();
    let ran = run(home.path(), &["config", "show", "--config", "my.yaml", "--listen", "127.0.0.1:9"], "");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for line in [
        "listen: 127.0.0.1:9  # --listen",
        "bots: ./mine  # my.yaml:1",
        "api_token: (hidden)  # my.yaml:2",
        "store: sqlite:./data  # default",
    ] {
        assert!(ran.stdout.lines().any(|shown| shown == line), "{line} is not in {}", ran.stdout);
    }
    let json = json_of(&run(home.path(), &["config", "show", "--config", "my.yaml", "--format", "json"], ""));
    assert_eq!(json["settings"][0], json!({"key": "listen", "value": "127.0.0.1:1", "from": "my.yaml:3"}));
    assert_eq!(run(home.path(), &["config", "show", "--config", "missing.yaml"], "").code, 2);
}

#[test]
fn faq_eval_says_what_is_wrong_with_its_files() {
    let home = home();
    fs::write(home.path().join("faq.csv"), "id,question\nopen,When are you open?\n").unwrap();
    fs::write(home.path().join("queries.csv"), "text\nhours\n").unwrap();
    let ran = run(home.path(), &["faq", "eval", "--faq", "faq.csv", "--queries", "queries.csv"], "");
    let help = "its first line names the columns; `query`, `relevant_id` are needed";
    assert_eq!((ran.code, ran.stderr), (2, format!("error: queries.csv has no column `query`\nhelp: {help}\n")));
}

/// What `eval --report` writes, as far as a comparison reads it: rows of `a`, each with what was said.
fn result(said: &[&str]) -> String {
    let prediction = |(number, said): (usize, &&str)| json!([number + 1, "a", said, 0.9, "intent", 1.0, "full", null]);
    let predictions: Vec<Value> = said.iter().enumerate().map(prediction).collect();
    json!({"provenance": {"judged_rows_sha256": "x", "out_of_scope": "oos"}, "runs": [{"predictions": predictions}]}).to_string()
}

#[test]
fn eval_compare_says_which_rows_changed_and_whether_that_is_chance() {
    let home = home();
    fs::create_dir(home.path().join("new")).unwrap();
    fs::write(home.path().join("old.json"), result(&["a", "b", "a"])).unwrap();
    fs::write(home.path().join("new/eval.json"), result(&["a", "a", "b"])).unwrap();
    let ran = run(home.path(), &["eval", "compare", "old.json", "new"], "");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for line in [
        "# A: old.json, B: new",
        "The difference of the decisions may well be chance (p ≥ 0.05).",
        "## Changed: 2 rows, 1 mended, 1 broken, 0 as right or wrong as before",
        "| 3 | a | a | b | broken | – |",
    ] {
        assert!(ran.stdout.lines().any(|shown| shown == line), "{line} is not in {}", ran.stdout);
    }
    let json = json_of(&run(home.path(), &["eval", "compare", "old.json", "new", "--format", "json"], ""));
    assert_eq!(json["accuracy"]["mcnemar"]["exact_p"], 1.0);
    assert_eq!(json["changed"].as_array().map(Vec::len), Some(2));
}

#[test]
fn eval_compare_says_what_is_wrong_with_its_files() {
    let home = home();
    fs::write(home.path().join("a.json"), result(&["a"])).unwrap();
    fs::write(home.path().join("two.json"), result(&["a", "b"])).unwrap();
    fs::write(home.path().join("no.json"), "{\"accuracy\": 1}").unwrap();
    fs::write(home.path().join("test.csv"), "text,intent\nx,a\n").unwrap();
    let help = "help: give a folder that `sottovoce eval --report DIR` has written, or its eval.json";
    let check = |arguments: &[&str], expected: &str| {
        let ran = run(home.path(), &[&["eval", "compare"], arguments].concat(), "");
        assert_eq!((ran.code, ran.stderr.as_str()), (2, expected), "{arguments:?}");
    };
    check(&["a.json", "no.json"], &format!("error: no.json is no result of this version of eval (line 1, column 15)\n{help}\n"));
    check(&["a.json", "missing"], &format!("error: cannot read missing: No such file or directory (os error 2)\n{help}\n"));
    let incomplete = "error: one of the two results has no predictions, or not one for each row; run `sottovoce eval` again\n";
    check(&["a.json", "two.json"], &format!("{incomplete}help: `eval --report DIR` writes such results\n"));
    let other = "error: the test file is not the one that the results judge\n";
    let way = "help: give the file, and with --test-part the part, that `eval` was given\n";
    check(&["a.json", "a.json", "--test", "test.csv"], &format!("{other}{way}"));
}

#[test]
fn eval_names_what_is_wrong_in_each_form_of_file_before_it_needs_an_encoder() {
    let home = home();
    fs::write(home.path().join("nlu.yml"), "nlu:\n- intent: a\n").unwrap();
    fs::write(home.path().join("clinc.json"), "{\"train\": [[\"x\", \"a\"], [\"y\", \"b\"]]}").unwrap();
    let eval = |train: &str, test: &str| run(home.path(), &["eval", "--train", train, "--test", test], "").stderr;
    let yaml = "error: nlu.yml, line 2: an intent without `examples`; write `examples: |` and one example a line, each after `- `\n";
    assert_eq!(eval("nlu.yml", "clinc.json"), yaml);
    let part =
        "error: clinc.json has no part `test`; its parts are `train`; name one of them with --train-part, --valid-part or --test-part\n";
    assert_eq!(eval("clinc.json", "clinc.json"), part);
}
