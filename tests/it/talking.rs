//! `test` and `chat` from end to end, on a small bot over the tiny encoder: it knows the wordings of its examples, and nothing else.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const TESTS: &str = "
tests:
  - name: what's open?
    steps:
      - user: opening hours
        expect: [{bot: hours}]
  - name: an application & a desk that is away at first
    given: {consent: [application]}
    actions: {create_application: [{status: 503}, {status: 201, body: {id: R-7}}]}
    steps:
      - user: apply for a job
        expect: [{asks: role}]
      - choice: role.cook
        expect: [{asks: email}]
      - user: ada@posta.example
        expect: [{bot: apply.not_sent}]
      - user: apply for a job
        expect: [{asks: role}]
      - choice: role.driver
      - user: ada@posta.example
        expect: [{bot: apply.done}]
    then: [{called_times: {create_application: 2}}]
";

/// A home with the bot in it, and these tests of the bot.
fn home(tests: &str) -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = tempfile::tempdir().unwrap();
    for folder in ["policies", "messages", "tests"] {
        fs::create_dir_all(home.path().join("desk").join(folder)).unwrap();
    }
    for file in ["policies/notice.en.md", "policies/policy.en.md", "messages/en.yaml"] {
        fs::copy(root.join("tests/bots/desk").join(file), home.path().join("desk").join(file)).unwrap();
    }
    let bot = fs::read_to_string(root.join("tests/bots/desk/bot.yaml")).unwrap();
    fs::write(home.path().join("desk/bot.yaml"), format!("{bot}\nnlu: {{encoder: tiny-bert}}\n")).unwrap();
    fs::write(home.path().join("desk/tests/all.yaml"), tests).unwrap();
    home
}

/// Exit code, stdout and stderr.
pub(crate) fn run(home: &Path, arguments: &[&str], stdin: impl AsRef<[u8]>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sottovoce"));
    command.args(arguments).current_dir(home).env_remove("SOTTOVOCE_LOG").env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
    command.env("SOTTOVOCE_MODELS", Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_ref()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn test_says_what_its_conversations_reach_and_is_silent_about_failures_that_are_meant() {
    let home = home(TESTS);
    let (code, stdout, stderr) = run(home.path(), &["test", "desk", "--coverage"], "");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let lines: Vec<&str> = stdout.lines().collect();
    let expected = [
        "ok   what's open?",
        "ok   an application & a desk that is away at first",
        "not reached  bot.yaml:31  say: apply.no_consent}, end]",
        "not reached  bot.yaml:31  end]",
        "not reached  bot.yaml:30  consent: application  (never: no)",
        "coverage: 80.0 % of steps (8 of 10), 75.0 % of branches (3 of 4)",
        "2 tests, 2 passed, 0 failed",
    ];
    assert_eq!(lines, expected);
    let (code, _, stderr) = run(home.path(), &["test", "desk", "--min-coverage", "90"], "");
    assert_eq!((code, stderr.as_str()), (1, "fewer than 90 % of the steps are covered\n"));
    assert_eq!(run(home.path(), &["test", "desk", "--min-coverage", "80"], "").0, 0);
}

#[test]
fn test_reports_misses_to_programs_as_json_and_as_junit() {
    let home = home("tests:\n  - name: <shut> & \"done\"\n    steps: [{user: opening hours, expect: [{bot: apply.done}]}]\n");
    let (code, stdout, _) = run(home.path(), &["test", "desk", "--format", "json"], "");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &report["passed"], &report["failed"], &report["coverage"]["steps"]), (1, &json!(0), &json!(1), &json!(10)));
    let failure = &report["tests"][0]["failures"][0];
    assert_eq!((&report["tests"][0]["file"], &failure["step"], &failure["line"]), (&json!("tests/all.yaml"), &json!(1), &json!(3)));
    assert_eq!(report["coverage"]["uncovered"][0]["file"], "bot.yaml");
    let (code, stdout, _) = run(home.path(), &["test", "desk", "--format", "junit"], "");
    assert_eq!(code, 1);
    assert!(stdout.contains("<testcase name=\"&lt;shut&gt; &amp; &quot;done&quot;\" classname=\"tests/all.yaml\""), "{stdout}");
    assert!(stdout.contains("<failure message=\"step 1: expected bot: apply.done\">"), "{stdout}");
}

#[test]
fn chat_reads_a_script_from_a_pipe_and_prints_nothing_but_the_conversation() {
    let home = home(TESTS);
    let (code, stdout, stderr) = run(home.path(), &["chat", "desk"], "opening hours\n2\n");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let is_said = |line: &&str| line.starts_with("bot: ") || line.starts_with("you: ") || line.starts_with("     [");
    let lines: Vec<&str> = stdout.lines().filter(is_said).collect();
    let typed: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("you: ")).collect();
    assert!(matches!(typed.as_slice(), ["you: opening hours", pressed] if pressed.starts_with("you: [")), "{stdout}");
    assert!(lines.len() > 3 && lines.len() == stdout.lines().count(), "{stdout}");
    assert!(lines.iter().any(|line| line.contains("From 9 to 17")), "the second button declines, and the question is answered: {stdout}");
}

#[test]
fn test_shows_the_first_wrong_step_with_what_was_said_and_counts_the_rest() {
    let home = home(
        "tests:
  - name: shut
    given: {consent: [application]}
    steps:
      - user: opening hours
        expect: [{bot: hours}]
      - user: apply for a job
        expect: [{bot: apply.done}, {asks: email}]
      - choice: role.cook
        expect: [{flow: null}]
    then: [{called: {create_application: {}}}]
",
    );
    let (code, stdout, stderr) = run(home.path(), &["test", "desk"], "");
    assert_eq!((code, stderr.as_str()), (1, ""), "{stdout}");
    let expected = "FAIL shut
       you: opening hours
       bot: From 9 to 17.
       you: apply for a job
       bot: Which role?
            [Cook]
            [Driver]
       tests/all.yaml:8, step 2
       expected  bot: apply.done
       but       the bot said apply.role (\"Which role?\")
       tests/all.yaml:8, step 2
       expected  asks: email
       but       it asks role; the bot said apply.role (\"Which role?\")
       and 2 expectations not met in later steps
1 test, 0 passed, 1 failed
";
    assert_eq!(stdout, expected);
}

#[test]
fn a_slot_in_a_test_is_found_in_flows_that_wait_for_a_sub_flow() {
    let home = home(
        "tests:
  - name: outwards
    given: {consent: [application]}
    steps:
      - user: apply for a job
      - choice: role.cook
        expect: [{flows: [apply, mail]}, {asks: email}, {slot: {role: cook, email: null}}]
      - user: ada@posta.example
        expect: [{slot: {email: ada@posta.example}}]
",
    );
    let file = home.path().join("desk/bot.yaml");
    let bot = fs::read_to_string(&file)
        .unwrap()
        .replace("      - {id: email, ask: email, say: apply.email}\n", "      - {id: email, run: mail, save: {email: slots.email}}\n");
    let mail = "flows:\n  mail:\n    slots: {email: {type: email, purpose: application}}\n    steps: [{id: email, ask: email, say: apply.email}]\n";
    fs::write(file, bot.replace("flows:\n", mail)).unwrap();
    let (code, stdout, stderr) = run(home.path(), &["test", "desk"], "");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
}

#[test]
fn chat_answers_actions_from_a_file_of_stubs() {
    let home = home(TESTS);
    fs::write(home.path().join("stubs.yaml"), "create_application: [{status: 409}, {times_out: true}, {status: 201, body: {id: R-7}}]\n")
        .unwrap();
    let apply = "apply for a job\nrole.cook\nada@posta.example\n".replace("role.cook", "1");
    let script = format!("opening hours\n1\napply for a job\n1\n1\nada@posta.example\n{apply}{apply}");
    let (code, stdout, stderr) = run(home.path(), &["chat", "desk", "--stubs", "stubs.yaml"], &script);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    assert_eq!(
        stdout.matches("     called: create_application {\"role\":\"cook\",\"email\":\"ada@posta.example\"}\n").count(),
        3,
        "{stdout}"
    );
    assert_eq!((stdout.matches("bot: It could not be sent.").count(), stdout.matches("reference is R-7").count()), (2, 1), "{stdout}");

    fs::write(
        home.path().join("stubs.yaml"),
        "actions: {create_aplication: {status: 1000}, create_application: {status: 200, times_out: true}}\n",
    )
    .unwrap();
    let (code, _, stderr) = run(home.path(), &["chat", "desk", "--stubs", "stubs.yaml"], "");
    assert_eq!(code, 2);
    for part in
        ["did you mean `create_application`?", "an HTTP status such as `200`", "either `times_out: true`", "stubs.yaml has 3 mistakes"]
    {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn chat_explains_and_begins_anew_when_it_is_told_to() {
    let home = home(TESTS);
    let script = "opening hours\n1\n/explain\napply for a job\n1\n2\n/slots\n/reset\n/slots\n/what\n";
    let (code, stdout, stderr) = run(home.path(), &["chat", "desk"], script);
    assert_eq!((code, stderr.as_str()), (0, "explaining\nno slot is set\nthere is no /what; /help shows what there is\n"), "{stdout}");
    for line in [
        "decision: intent apply",
        "taken as: flow",
        "stack: apply at role",
        "open question: role",
        "slot apply.role: \"driver\"",
        "may be stored: yes",
    ] {
        assert!(stdout.lines().any(|printed| printed == format!("     {line}")), "{line} is not in {stdout}");
    }
    let (_, stdout, _) = run(home.path(), &["chat", "desk", "--format", "json", "--explain"], "opening hours\n");
    let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (lines.len(), &lines[1]["messages"][0]["type"], &lines[1]["explanation"]["understood"]["stage"]),
        (2, &json!("notice"), &json!("exact"))
    );
    let (code, _, stderr) = run(home.path(), &["chat", "desk", "--lang", "it"], "");
    assert_eq!((code, stderr.as_str()), (2, "error: the bot does not speak that language\nhelp: it speaks en\n"));
}
