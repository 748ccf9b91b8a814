use proptest::collection;
use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Result<Vec<Row>, String> {
    read_as("rows.csv", bytes, Role::Train, None)
}

fn read_as(name: &str, bytes: &[u8], role: Role, part: Option<&str>) -> Result<Vec<Row>, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let read = super::read(&path, role, part).map(|labelled| labelled.rows);
    read.map_err(|error| error.to_string().replace(&format!("{}/", dir.path().display()), ""))
}

/// Rows as `text=intent`.
fn shown(rows: Result<Vec<Row>, String>) -> Vec<String> {
    rows.unwrap().iter().map(|row| format!("{}={}", row.text, row.intent)).collect()
}

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(read(bytes).unwrap_err(), expected);
}

#[test]
fn columns_are_found_by_name_with_mark_quotes_and_line_breaks() {
    let rows = read(b"\xef\xbb\xbfid,Label,text\r\n1,greet,\"hi, \"\"you\"\"\r\nthere\"\r\n").unwrap();
    assert_eq!(rows, [Row { text: "hi, \"you\"\r\nthere".to_owned(), intent: "greet".to_owned() }]);
}

#[test]
fn each_bad_file_is_one_clear_error() {
    check(b"", "rows.csv has no rows; each line after the header is one sentence and its intent");
    check(b"text,intent\n", "rows.csv has no rows; each line after the header is one sentence and its intent");
    let columns =
        "rows.csv has no column `intent`; its columns are `text`, `class`; the first line must name the columns, such as `text,intent`";
    check(b"text,class\nhi,greet\n", columns);
    check(b"text,intent\nok,a\n\xff\xfe,b\n", "rows.csv, line 3: the text is not UTF-8; save the file as UTF-8");
    let lengths = "rows.csv, line 2: the line has another number of columns than the header; quote texts that hold a comma";
    check(b"text,intent\nwell, hi,greet\n", lengths);
    check(b"text,intent\nhi,\n", "rows.csv, line 2: the intent is empty");
}

#[test]
fn one_intent_is_nothing_to_tell_apart() {
    let row = |intent: &str| Row { text: "x".to_owned(), intent: intent.to_owned() };
    let check = |rows: &[Row]| expect_two_intents(Path::new("t.csv"), rows, "oos").is_ok();
    assert!(!check(&[row("a"), row("a"), row("oos")]) && !check(&[row("oos")]) && check(&[row("a"), row("b")]));
}

#[test]
fn the_hash_tells_where_a_cell_ends() {
    let row = |text: &str, intent: &str| [Row { text: text.to_owned(), intent: intent.to_owned() }];
    assert_ne!(data_hash(&row("ab", "c")), data_hash(&row("a", "bc")));
}

const CLINC: &[u8] = br#"{"oos_val": [["v", "oos"]], "val": [["q", "a"]], "train": [["x ", "a"], ["y", "b"]], "oos_train": [["z", "oos"]],
  "test": [["t", "a"]], "oos_test": []}"#;

#[test]
fn the_role_chooses_the_part_of_clinc150_with_its_rows_of_no_intent() {
    let of = |role| shown(read_as("data_full.json", CLINC, role, None));
    assert_eq!(of(Role::Train), ["x=a", "y=b", "z=oos"]);
    assert_eq!(of(Role::Valid), ["q=a", "v=oos"]);
    assert_eq!(of(Role::Test), ["t=a"]);
    assert_eq!(shown(read_as("data_full.json", CLINC, Role::Test, Some("oos_train"))), ["z=oos"]);
}

#[test]
fn snips_is_read_as_a_data_set_and_as_one_intent_of_the_benchmark() {
    let set =
        br#"{"intents": {"Play": {"utterances": [{"data": [{"text": "play "}, {"text": "jazz", "entity": "genre"}]}]}}, "entities": {}}"#;
    assert_eq!(shown(read_as("set.json", set, Role::Train, None)), ["play jazz=Play"]);
    let benchmark = br#"{"PlayMusic": [{"data": [{"text": "play "}, {"text": "Caf\u00e9 "}, {"text": "now"}]}]}"#;
    assert_eq!(shown(read_as("train_PlayMusic_full.json", benchmark, Role::Train, None)), ["play Caf\u{e9} now=PlayMusic"]);
}

#[test]
fn a_file_of_the_benchmark_that_is_not_utf8_is_read_as_latin1() {
    let bytes = b"{\"PlayMusic\": [{\"data\": [{\"text\": \"play Beyonc\xe9\"}]}]}";
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("train_PlayMusic.json");
    std::fs::write(&path, bytes).unwrap();
    let labelled = super::read(&path, Role::Train, None).unwrap();
    assert!(labelled.is_latin1);
    assert_eq!(labelled.rows[0].text, "play Beyonc\u{e9}");
}

#[test]
fn rasa_examples_lose_their_annotations_and_other_sections_are_passed_over() {
    let text = br#"version: "3.1"
nlu:
- intent: book
  examples: |
    - a table for [two](number)
    - from [Rome]{"entity": "city", "role": "from"} to [Paris](city:paris), [please]
    -

- synonym: two
  examples: |
    - 2
- intent: faq/hours
  examples:
  - text: |
      - when do you open?
    metadata: {sentiment: neutral}
  - and on Sunday
rules: []
"#;
    let expected = ["a table for two=book", "from Rome to Paris, [please]=book", "when do you open?=faq/hours", "and on Sunday=faq/hours"];
    assert_eq!(shown(read_as("nlu.yml", text, Role::Train, None)), expected);
    // The form is told by how the file begins, where its name does not tell.
    assert_eq!(shown(read_as("nlu.txt", text, Role::Train, None)).len(), 4);
}

#[test]
fn other_forms_have_clear_errors_too() {
    let check = |name: &str, text: &str, expected: &str| {
        assert_eq!(read_as(name, text.as_bytes(), Role::Test, None).unwrap_err(), expected);
    };
    check("a.json", "{\"test\": [[1,]]}", "a.json, line 1, column 14: this is not JSON; check commas, quotes and brackets near here");
    check("a.json", r#"{"test": [["x", "a"], ["x"]]}"#, "a.json, at /test/1: expected `[text, intent]`, both in quotes");
    check("a.json", r#"{"test": [["x", " "]]}"#, "a.json, at /test/0: the intent is empty");
    let part = "a.json has no part `test`; its parts are `train`; name one of them with --train-part, --valid-part or --test-part";
    check("a.json", r#"{"train": [["x", "a"]]}"#, part);
    check("a.json", r#"{"Play/All": [{"data": [{"entity": "x"}]}]}"#, "a.json, at /Play~1All/0/data/0: expected `{\"text\": …}`");
    check("a.json", r#"{"intents": {"a": []}}"#, "a.json, at /intents/a/utterances: expected a list of utterances");
    for other in ["[]", "{}", "3", r#"{"a": 3}"#, r#"{"rasa_nlu_data": {}}"#] {
        let error = read_as("a.json", other.as_bytes(), Role::Test, None).unwrap_err();
        assert!(error.starts_with("a.json is JSON of no form that is read") || error.contains("has no rows"), "{other}: {error}");
    }
    let dash = "a.yml, line 4: an example without its `- `; write each example on a line of its own, after `- `";
    check("a.yml", "nlu:\n- intent: a\n  examples: |\n    hello\n", dash);
    let examples = "a.yml, line 2: an intent without `examples`; write `examples: |` and one example a line, each after `- `";
    check("a.yml", "nlu:\n- intent: a\n", examples);
    let section =
        "a.yml, line 1: there is no section `nlu`; Rasa's training data is `nlu:` with a list of `- intent: name` and `examples: |`";
    check("a.yml", "intents: []\n", section);
    assert!(read_as("a.yml", b"nlu: [\n", Role::Test, None).unwrap_err().contains("this is not YAML"));
    assert_eq!(read_as("a.yml", b"nlu: \xff\n", Role::Test, None).unwrap_err(), "a.yml: the text is not UTF-8; save the file as UTF-8");
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}:,\"\\-|a \n]{0,80}") {
        for name in ["a.csv", "a.json", "a.yml", "a"] {
            let _ = read_as(name, &bytes, Role::Train, None);
            let _ = read_as(name, format!("nlu:\n- intent: a\n  examples: {text}").as_bytes(), Role::Train, None);
            let _ = read_as(name, format!("{{\"train\": {text}}}").as_bytes(), Role::Train, None);
        }
    }
}
