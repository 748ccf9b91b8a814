//! YAML text to a tree of nodes with spans: the only file that names the YAML crate.
//!
//! Scalars keep their source text and are typed by the field that expects them, so `yes`, `no` and `1e3` are what the
//! author meant. Aliases, tags and repeated keys are findings, never silent; depth and size are bounded.

use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diagnostics::{Diagnostic, Findings, Source, Span, closest};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;
/// The most nodes that one file may hold.
const MAX_NODES: usize = 200_000;
/// The largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 8 << 20;

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A scalar: its text, and whether it was quoted (or a block), so that it is text whatever it looks like.
    Scalar {
        /// The text after unescaping.
        text: String,
        /// Whether it was written in quotes or as a block.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the author's order, without repeated keys.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// What the node is, for messages: `text`, `a list`, `a mapping`, `nothing`.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } if self.is_null() => "nothing",
            Kind::Scalar { .. } => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }

    /// Whether it is an empty plain scalar, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, quoted: false } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// The scalar's text, if it is one.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The items, if it is a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            Kind::Scalar { .. } | Kind::Map(_) => None,
        }
    }

    /// The entries, if it is a mapping.
    pub fn map(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            Kind::Scalar { .. } | Kind::List(_) => None,
        }
    }

    /// The value under a key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// Whether one of the mapping's keys is nearly this one: what looks missing is there, misspelt, and has its finding.
    pub fn has_misspelt(&self, key: &str) -> bool {
        self.map().unwrap_or_default().iter().any(|entry| entry.key != key && closest(&entry.key, &[key]).is_some())
    }

    /// The text; a finding if it is not one scalar or is empty.
    pub fn expect_text(&self, findings: &mut Findings) -> Option<&str> {
        match self.scalar() {
            Some(text) if !self.is_null() => Some(text),
            _ => self.expected("text", findings),
        }
    }

    /// A yes or no: `true`, `false`, `yes`, `no`, `on`, `off`; else a finding.
    pub fn expect_bool(&self, findings: &mut Findings) -> Option<bool> {
        match self.scalar() {
            Some("true" | "yes" | "on") => Some(true),
            Some("false" | "no" | "off") => Some(false),
            _ => self.expected("`true` or `false`", findings),
        }
    }

    /// A whole number from 0; else a finding.
    pub fn expect_count(&self, findings: &mut Findings) -> Option<u32> {
        match self.scalar().and_then(|text| text.parse().ok()) {
            Some(count) => Some(count),
            None => self.expected("a whole number", findings),
        }
    }

    /// The items of a list; a finding if it is none.
    pub fn expect_list(&self, findings: &mut Findings) -> Option<&[Node]> {
        match self.list() {
            Some(items) => Some(items),
            None => self.expected("a list", findings),
        }
    }

    /// The entries of a mapping; a finding if it is none.
    pub fn expect_map(&self, findings: &mut Findings) -> Option<&[Entry]> {
        match self.map() {
            Some(entries) => Some(entries),
            None => self.expected("a mapping", findings),
        }
    }

    /// The entries of a mapping whose keys are all in `known`; a finding for each other key, with "did you mean".
    /// `what` names the thing in messages, such as "a flow".
    pub fn expect_fields(&self, what: &str, known: &[&str], findings: &mut Findings) -> Option<&[Entry]> {
        let entries = self.expect_map(findings)?;
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let message = format!("unknown key `{}` in {what}", entry.key);
            findings.push(Diagnostic::error("unknown-key", message, &entry.key_span).did_you_mean(&entry.key, known.iter().copied()));
        }
        Some(entries)
    }

    /// Pushes "expected …, found …" and returns nothing.
    pub fn expected<T>(&self, what: &str, findings: &mut Findings) -> Option<T> {
        let message = format!("expected {what}, found {}", self.describe());
        findings.push(Diagnostic::error("wrong-type", message, &self.span).help(format!("write {what} here")));
        None
    }
}

/// Reads one YAML document into a tree. Nothing on a syntax error (a finding says where) or an empty document.
pub fn parse(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    if source.text.len() > MAX_FILE_BYTES {
        let message = format!("the file has {} bytes; at most {MAX_FILE_BYTES} are read", source.text.len());
        let start = Span { source: source.clone(), range: 0..0 };
        findings.push(Diagnostic::error("yaml-too-large", message, &start).help("split it into several files"));
        return None;
    }
    let mut builder = Builder { source, findings, parser: Parser::new_from_str(&source.text), nodes: 0 };
    builder.document()
}

/// Stops reading; the finding has been pushed.
struct Stop;

struct Builder<'a, 'f> {
    source: &'a Arc<Source>,
    findings: &'f mut Findings,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    nodes: usize,
}

impl<'a> Builder<'a, '_> {
    fn document(&mut self) -> Option<Node> {
        let mut root = None;
        loop {
            match self.next().ok()? {
                (Event::StreamEnd, _) => return root,
                (Event::DocumentStart(..), span) if root.is_some() => {
                    self.error(
                        "yaml-documents",
                        "a second document in one file".into(),
                        &span,
                        "keep one document a file: remove the `---`",
                    );
                    return None;
                }
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                (event, span) => root = Some(self.node(event, span, 0).ok()?),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Stop> {
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, self.span(0..0))),
            Some(Ok((event, place))) => {
                let range = place.byte_range().unwrap_or(0..0);
                Ok((event, self.span(range)))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(self.source.text.len());
                let span = self.span(at..at);
                let kind = error.kind().to_string();
                if kind.contains("recursion limit") {
                    self.too_deep(&span);
                    return Err(Stop);
                }
                let help = syntax_help(&self.source.text, at, &kind);
                self.error("yaml-syntax", format!("this is not YAML: {kind}"), &span, help);
                Err(Stop)
            }
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span { source: self.source.clone(), range }
    }

    fn error(&mut self, code: &'static str, message: String, span: &Span, help: &str) {
        self.findings.push(Diagnostic::error(code, message, span).help(help));
    }

    fn too_deep(&mut self, span: &Span) {
        self.error("yaml-too-deep", format!("more than {MAX_DEPTH} levels or {MAX_NODES} values"), span, "simplify or split the file");
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the parser's events are non-exhaustive")]
    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Stop> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            self.too_deep(&span);
            return Err(Stop);
        }
        if event.tag().is_some() {
            self.error("yaml-tag", "tags (`!…`) are not read".into(), &span, "remove the tag");
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let quoted = !matches!(style, ScalarStyle::Plain);
                Ok(Node { span, kind: Kind::Scalar { text: text.into_owned(), quoted } })
            }
            Event::SequenceStart(..) => self.list(span, depth),
            Event::MappingStart(..) => self.map(span, depth),
            // An alias; the other events cannot stand here.
            _ => {
                self.error(
                    "yaml-alias",
                    "anchors and aliases (`&`, `*`) are not read".into(),
                    &span,
                    "write the value out, or put the text in quotes",
                );
                // What it stands for would be missed everywhere: one finding a file is enough.
                Err(Stop)
            }
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, end) => return Ok(Node { span: joined(start, &end), kind: Kind::List(items) }),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, key_span) = match self.next()? {
                (Event::MappingEnd, end) => return Ok(Node { span: joined(start, &end), kind: Kind::Map(entries) }),
                other => other,
            };
            let key_node = self.node(event, key_span.clone(), depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            let Some(key) = key_node.scalar().map(str::to_owned) else {
                self.error("yaml-key", "a key must be text".into(), &key_span, "write `key: value`; put braces in quotes");
                continue;
            };
            if let Some(first) = entries.iter().find(|entry| entry.key == key) {
                let found = Diagnostic::error("duplicate-key", format!("the key `{key}` stands twice"), &key_span)
                    .here("again here")
                    .and(&first.key_span, "first here")
                    .help("remove or rename one of them");
                self.findings.push(found);
                continue;
            }
            entries.push(Entry { key, key_span, value });
        }
    }
}

/// What may be meant by a file that is not YAML, told from the line of the mistake and the one before.
fn syntax_help(text: &str, at: usize, kind: &str) -> &'static str {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let this = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let previous = before.get(..start).unwrap_or_default().lines().next_back().unwrap_or_default();
    let is_indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t');
    let has_plain_colon = |line: &str| {
        let value = line.split_once(": ").map(|(_, value)| value.trim_start());
        value.is_some_and(|value| !value.starts_with(['"', '\'', '[', '{', '|', '>', '#']) && value.contains(": "))
    };
    if kind.contains("tab") || is_indent(this) {
        "indent with spaces, not with tabs"
    } else if has_plain_colon(this) || has_plain_colon(previous) {
        "put the text in quotes: a colon and a space begin a new value"
    } else {
        "check indentation, quotes and colons near here"
    }
}

/// A collection spans from its start to its last child; the end event of a block stands on the next line.
fn joined(start: Span, end: &Span) -> Span {
    let to = end.range.end.max(start.range.end);
    let text = start.source.text.get(start.range.start..to).unwrap_or_default();
    let length = text.trim_end().len().max(start.range.len());
    Span { range: start.range.start..start.range.start + length, ..start }
}

#[cfg(test)]
mod tests;
