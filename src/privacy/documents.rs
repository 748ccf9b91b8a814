//! The short notice and the full policy of a bot, one Markdown file each per language, version and date on top.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostic, Findings, Source, Span};
use crate::domain::Language;
use crate::domain::hex::to_hex;
use crate::yaml;

/// The longest notice, in characters: it must be read before the first answer, on a phone.
pub const MAX_NOTICE_CHARACTERS: usize = 600;

/// Which of the two documents it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The short text that is shown before the first stored byte.
    Notice,
    /// The full text, one step away from the notice.
    Policy,
}

impl DocumentKind {
    /// The name, as in the file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Policy => "policy",
        }
    }
}

/// A notice or a policy in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its language.
    pub language: Language,
    /// Its version, counted from 1.
    pub version: u32,
    /// The day of this version.
    pub date: Date,
    /// Its first heading; a notice without one has none.
    pub title: String,
    /// The text in Markdown, without the front matter.
    pub text: String,
    /// The SHA-256 of `text`, in hex: what a consent record refers to.
    pub sha256: String,
}

/// The short text that is shown before the first stored byte.
pub type Notice = Document;
/// The full text, one step away from the notice.
pub type Policy = Document;

impl Document {
    /// Reads a document. `contact` is the controller's address for requests, which must stand in the text.
    pub fn read(
        source: &Arc<Source>,
        kind: DocumentKind,
        language: &Language,
        contact: Option<&str>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let Some((front, body)) = split_front_matter(&source.text) else {
            let start = Span { source: source.clone(), range: 0..0 };
            let found = Diagnostic::error("front-matter", format!("the {} has no version and date on top", kind.as_str()), &start);
            findings.push(found.help("begin the file with `---`, `version: 1`, `date: 2026-03-01`, `---`, each on its own line"));
            return None;
        };
        let (version, date) = read_front_matter(source, front, kind, findings);
        let text = source.text.get(body.clone()).unwrap_or_default();
        let skipped = text.len() - text.trim_start().len();
        let text = text.trim();
        let place =
            Span { source: source.clone(), range: body.start + skipped..body.start + skipped + text.lines().next().map_or(0, str::len) };
        check_text(text, kind, contact, &place, findings);
        let sha256 = to_hex(&Sha256::digest(text.as_bytes()));
        let title = title(text).unwrap_or_default().to_owned();
        Some(Self { language: language.clone(), version: version?, date: date?, title, text: text.to_owned(), sha256 })
    }
}

/// The bytes of the front matter (with its opening `---`) and of the body.
fn split_front_matter(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let first = text.lines().next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        if number > 0 && line.trim_end() == "---" {
            return Some((0..start, at..text.len()));
        }
    }
    None
}

fn read_front_matter(source: &Source, front: Range<usize>, kind: DocumentKind, findings: &mut Findings) -> (Option<u32>, Option<Date>) {
    // The same path and the same offsets, so that findings point into the file.
    let head = Source::new(source.path.clone(), source.text.get(front).unwrap_or_default());
    let start = Span { source: head.clone(), range: 0..3.min(head.text.len()) };
    let mut syntax = Findings::default();
    let node = yaml::parse(&head, &mut syntax).filter(|node| !node.is_null());
    let broken = syntax.has_errors();
    syntax.into_sorted().into_iter().for_each(|found| findings.push(found));
    if broken {
        return (None, None);
    }
    if let Some(node) = &node {
        node.expect_fields("the front matter", &["version", "date"], findings);
    }
    let mut required = |key: &str, example: &str| {
        let value = node.as_ref().and_then(|node| node.get(key)).cloned();
        if value.is_none() && !node.as_ref().is_some_and(|node| node.has_misspelt(key)) {
            findings.push(missing(kind, key, example, &start));
        }
        value
    };
    let (version, date) = (required("version", "version: 1"), required("date", "date: 2026-03-01"));
    let version = version.and_then(|node| {
        let number = node.scalar().and_then(|text| text.parse().ok()).filter(|version| *version > 0);
        number.or_else(|| node.expected("a whole number from 1", findings))
    });
    let date = date.and_then(|node| {
        let day = node.scalar().and_then(|text| text.parse().ok());
        day.or_else(|| node.expected("a day such as `2026-03-01`", findings))
    });
    (version, date)
}

fn missing(kind: DocumentKind, key: &str, example: &str, span: &Span) -> Diagnostic {
    let article = "GDPR Art. 7(1): a consent must name the text it was given to";
    Diagnostic::error("front-matter", format!("the {} has no `{key}`", kind.as_str()), span)
        .help(format!("add `{example}` between the two `---` lines ({article})"))
}

fn check_text(text: &str, kind: DocumentKind, contact: Option<&str>, place: &Span, findings: &mut Findings) {
    let name = kind.as_str();
    if text.is_empty() {
        findings.push(Diagnostic::error("PRV-NOTICE", format!("the {name} is empty"), place).help("write it (GDPR Art. 13)"));
        return;
    }
    let length = text.chars().count();
    if kind == DocumentKind::Notice && length > MAX_NOTICE_CHARACTERS {
        let message = format!("the notice has {length} characters; at most {MAX_NOTICE_CHARACTERS} are shown");
        let help = "shorten it and leave details to the policy, which is one click away (GDPR Art. 12(1))";
        findings.push(Diagnostic::error("PRV-NOTICE", message, place).help(help));
    }
    if kind == DocumentKind::Policy && title(text).is_none() {
        findings.push(Diagnostic::error("document-title", "the policy has no heading", place).help("begin it with `# Privacy policy`"));
    }
    if let Some(contact) = contact.filter(|contact| !text.contains(contact)) {
        let message = format!("the {name} does not name the contact `{contact}`");
        let help = format!("write how people reach you: put `{contact}` into the text (GDPR Art. 13(1)(a))");
        findings.push(Diagnostic::error("PRV-CONTACT", message, place).help(help));
    }
}

/// The first heading's words.
fn title(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let words = line.trim_start().strip_prefix('#')?.trim_start_matches('#');
        words.starts_with(char::is_whitespace).then(|| words.trim()).filter(|words| !words.is_empty())
    })
}

#[cfg(test)]
mod tests;
