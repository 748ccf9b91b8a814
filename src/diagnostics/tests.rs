use super::*;

#[test]
fn a_long_line_is_shown_as_a_window_with_its_true_column() {
    let text = format!("a: 1\n{}b: [xyz, {}]\n", "k".repeat(70_000), "v".repeat(70_000));
    let found =
        Diagnostic::error("unknown-name", format!("unknown slot `{}`", "n".repeat(3_000_000)), &span(&text, "xyz")).here("no such slot");
    let mut findings = Findings::default();
    findings.push(found);
    let short = "n".repeat(60);
    assert_eq!(
        render(&findings.into_sorted()[0], false),
        format!(
            "unknown-name\n\n  × unknown slot `{short}…`\n   ╭─[flows/book.yaml:2:70005]\n 1 │ a: 1\n 2 │ …{}b: [xyz, {}…\n   · {}─┬─\n   · {} ╰── no such slot\n   ╰────\n",
            "k".repeat(56),
            "v".repeat(95),
            " ".repeat(61),
            " ".repeat(61),
        ),
    );
}

#[test]
fn nothing_that_steers_a_terminal_gets_through() {
    let found = Diagnostic::error("unknown-name", "unknown slot `\u{1b}[31m\u{7}`", &span("a: \u{1b}[31m\0x\r\n", "x")).here("\u{9b}2J");
    insta::assert_snapshot!(render(&found, false), @r"
        unknown-name

          × unknown slot `␛[31m␇`
           ╭─[flows/book.yaml:1:10]
         1 │ a: ␛[31m␀x
           ·          ┬
           ·          ╰── �2J
           ╰────
        ");
}

#[test]
fn places_far_apart_are_two_excerpts_and_a_long_place_is_its_first_line() {
    let text: String = (0..100).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n") + "\n";
    let far = Diagnostic::error("x", "far", &span(&text, "line 40")).and(&span(&text, "line 60"), "there");
    insta::assert_snapshot!(render(&far, false), @r"
        x

          × far
            ╭─[flows/book.yaml:41:1]
         40 │ line 39
         41 │ line 40
            · ───────
         42 │ line 41
            ╰────
            ╭─[flows/book.yaml:61:1]
         60 │ line 59
         61 │ line 60
            · ───┬───
            ·    ╰── there
         62 │ line 61
            ╰────
        ");
    let long = Diagnostic::error("x", "long", &Span { range: 50..text.len(), ..span(&text, "line") });
    insta::assert_snapshot!(render(&long, false), @r"
        x

          × long
           ╭─[flows/book.yaml:8:2]
         7 │ line 6
         8 │ line 7
           ·  ─────
         9 │ line 8
           ╰────
        ");
}

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span { source: Source::new("flows/book.yaml", text), range: start..start + part.len() }
}

#[test]
fn a_span_knows_its_line_and_column_in_characters() {
    assert_eq!(span("a: 1\nà: dat", "dat").line_and_column(), (2, 4));
}

#[test]
fn a_slip_of_the_pen_is_recognised() {
    let place = span("ask: dat", "dat");
    let found = Diagnostic::error("unknown-name", "unknown slot `dat`", &place).did_you_mean("dat", ["date", "name"]);
    assert_eq!(found.help.as_deref(), Some("did you mean `date`?"));
    let found = Diagnostic::error("unknown-name", "unknown slot `xyz`", &place).did_you_mean("xyz", ["date", "name"]);
    assert_eq!(found.help.as_deref(), Some("known here: `date`, `name`"));
    assert_eq!(closest("start", &["name", "start_on"]), Some("start_on"));
    assert_eq!(closest("start", &["start_at", "start_on"]), None);
}

#[test]
fn a_rendered_diagnostic_shows_code_place_and_help() {
    let found = Diagnostic::error("unknown-name", "unknown slot `dat`", &span("steps:\n  - ask: dat\n", "dat"))
        .here("no such slot")
        .did_you_mean("dat", ["date"]);
    insta::assert_snapshot!(render(&found, false), @r"
        unknown-name

          × unknown slot `dat`
           ╭─[flows/book.yaml:2:10]
         1 │ steps:
         2 │   - ask: dat
           ·          ─┬─
           ·           ╰── no such slot
           ╰────
          help: did you mean `date`?
        ");
}
