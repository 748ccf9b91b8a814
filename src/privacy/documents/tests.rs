use super::*;

fn read(kind: DocumentKind, text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let source = Source::new("policies/x.en.md", text);
    let language = Language::new("en").unwrap();
    let document = Document::read(&source, kind, &language, Some("privacy@acme.example"), &mut findings);
    (document, findings.into_sorted())
}

/// The findings as `line:column code: message (help)`.
fn check(kind: DocumentKind, text: &str, expected: &[&str]) {
    let shown: Vec<String> = read(kind, text)
        .1
        .iter()
        .map(|found| {
            let (line, column) = found.labels[0].span.line_and_column();
            format!("{line}:{column} {}: {} ({})", found.code, found.message, found.help.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(shown, expected);
}

const HEAD: &str = "---\nversion: 3\ndate: 2026-03-01\n---\n";

#[test]
fn a_policy_has_version_date_title_text_and_hash() {
    let text = format!("{HEAD}\n# Your data\n\nWrite to privacy@acme.example.\n");
    let (document, findings) = read(DocumentKind::Policy, &text);
    let document = document.unwrap();
    assert_eq!(findings, []);
    assert_eq!((document.version, document.date), (3, jiff::civil::date(2026, 3, 1)));
    assert_eq!(document.title, "Your data");
    assert_eq!(document.text, "# Your data\n\nWrite to privacy@acme.example.");
    // printf '# Your data\n\nWrite to privacy@acme.example.' | sha256sum
    assert_eq!(document.sha256, "ca1680c1528157a0befe6c13905312eea89fa9bb061baa45961c9de681b8a286");
}

#[test]
fn line_ends_of_windows_are_read() {
    let (document, findings) = read(DocumentKind::Notice, "---\r\nversion: 1\r\ndate: 2026-03-01\r\n---\r\nprivacy@acme.example\r\n");
    assert_eq!(findings, []);
    assert_eq!(document.unwrap().text, "privacy@acme.example");
}

#[test]
fn a_document_without_front_matter_is_refused() {
    for text in ["", "# Policy\n", "---\nversion: 1\n"] {
        check(
            DocumentKind::Policy,
            text,
            &[
                "1:1 front-matter: the policy has no version and date on top (begin the file with `---`, `version: 1`, `date: 2026-03-01`, `---`, each on its own line)",
            ],
        );
    }
}

#[test]
fn version_and_date_are_both_needed() {
    check(
        DocumentKind::Notice,
        "---\n---\nprivacy@acme.example\n",
        &[
            "1:1 front-matter: the notice has no `version` (add `version: 1` between the two `---` lines (GDPR Art. 7(1): a consent must name the text it was given to))",
            "1:1 front-matter: the notice has no `date` (add `date: 2026-03-01` between the two `---` lines (GDPR Art. 7(1): a consent must name the text it was given to))",
        ],
    );
    check(
        DocumentKind::Notice,
        "---\nversion: one\ndate: 1 March\n---\nprivacy@acme.example\n",
        &[
            "2:10 wrong-type: expected a whole number from 1, found text (write a whole number from 1 here)",
            "3:7 wrong-type: expected a day such as `2026-03-01`, found text (write a day such as `2026-03-01` here)",
        ],
    );
}

#[test]
fn a_notice_is_short_and_names_the_contact() {
    check(
        DocumentKind::Notice,
        &format!("{HEAD}{}\n", "word ".repeat(121)),
        &[
            "5:1 PRV-CONTACT: the notice does not name the contact `privacy@acme.example` (write how people reach you: put `privacy@acme.example` into the text (GDPR Art. 13(1)(a)))",
            "5:1 PRV-NOTICE: the notice has 604 characters; at most 600 are shown (shorten it and leave details to the policy, which is one click away (GDPR Art. 12(1)))",
        ],
    );
}

#[test]
fn an_empty_document_and_a_policy_without_heading_are_findings() {
    check(DocumentKind::Notice, HEAD, &["5:1 PRV-NOTICE: the notice is empty (write it (GDPR Art. 13))"]);
    check(
        DocumentKind::Policy,
        &format!("{HEAD}#hashtag privacy@acme.example\n"),
        &["5:1 document-title: the policy has no heading (begin it with `# Privacy policy`)"],
    );
}
