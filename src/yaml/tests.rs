use super::*;

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let node = parse(&Source::new("bot.yaml", text), &mut findings);
    (node, findings.into_sorted())
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|found| found.code).collect()
}

#[test]
fn text_is_read_as_it_is_written_whatever_yaml_makes_of_it() {
    let mut findings = Findings::default();
    let written = ["no", "yes", "On", "off", "12:30", "010", "1e3", "1.10", "0x1F", "2027-03-04", "1_000", ".5", "NaN", "True"];
    let list = format!("- {}\n", written.join("\n- "));
    let node = parse(&Source::new("t.yaml", list), &mut findings).unwrap();
    let read: Vec<_> = node.list().unwrap().iter().map(|item| item.expect_text(&mut findings).unwrap().to_owned()).collect();
    assert_eq!(read, written);
    assert!(findings.into_sorted().is_empty());
}

#[test]
fn scalars_keep_the_text_that_the_author_wrote() {
    let (node, findings) = read("a: no\nb: 1e3\nc: '~'\nd:\n");
    let node = node.unwrap();
    assert!(findings.is_empty());
    assert_eq!(node.get("a").unwrap().scalar(), Some("no"));
    assert_eq!(node.get("b").unwrap().scalar(), Some("1e3"));
    assert!(!node.get("c").unwrap().is_null());
    assert!(node.get("d").unwrap().is_null());
}

#[test]
fn every_node_knows_where_it_stands() {
    let node = read("steps:\n  - say: x.y\n  - end\n").0.unwrap();
    let steps = node.get("steps").unwrap();
    assert_eq!(steps.list().unwrap()[0].get("say").unwrap().span.line_and_column(), (2, 10));
    assert_eq!(steps.list().unwrap()[1].span.text(), "end");
}

#[test]
fn repeated_keys_tags_aliases_and_second_documents_are_findings() {
    assert_eq!(codes("a: 1\na: 2\n"), ["duplicate-key"]);
    assert_eq!(codes("a: !x 1\n"), ["yaml-tag"]);
    assert_eq!(codes("a: &x 1\nb: *x\nc: *x\n"), ["yaml-alias"]);
    assert_eq!(codes("--- 1\n--- 2\n"), ["yaml-documents"]);
    assert_eq!(codes("{a: 1}: 2\n"), ["yaml-key"]);
}

#[test]
fn broken_and_hostile_files_are_one_finding_each() {
    assert_eq!(codes("a: [1, 2\nb: 3\n"), ["yaml-syntax"]);
    assert_eq!(codes(&"[".repeat(100_000)), ["yaml-too-deep"]);
    assert_eq!(codes(&format!("{}{}", "[".repeat(80), "]".repeat(80))), ["yaml-too-deep"]);
    assert_eq!(codes(&"x".repeat(MAX_FILE_BYTES + 1)), ["yaml-too-large"]);
    assert!(read("").0.is_none() && read("# nothing\n").0.is_none());
}

#[test]
fn a_tab_and_a_colon_in_plain_text_have_a_way_out() {
    let help = |text: &str| read(text).1.first().and_then(|found| found.help.clone()).unwrap();
    assert_eq!(help("m:\n  hello: Sure: I can\n"), "put the text in quotes: a colon and a space begin a new value");
    assert_eq!(help("m:\n\thello: Sure\n"), "indent with spaces, not with tabs");
    assert_eq!(help("a: [1, 2\nb: 3\n"), "check indentation, quotes and colons near here");
}

#[test]
fn an_unknown_key_comes_with_a_suggestion() {
    let mut findings = Findings::default();
    let node = parse(&Source::new("f.yaml", "chioces: slot\n"), &mut findings).unwrap();
    node.expect_fields("an `ask` step", &["ask", "choices"], &mut findings);
    let found = &findings.into_sorted()[0];
    assert_eq!(found.message, "unknown key `chioces` in an `ask` step");
    assert_eq!(found.help.as_deref(), Some("did you mean `choices`?"));
}
