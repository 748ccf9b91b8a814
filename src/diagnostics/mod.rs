//! Every authored mistake: a code, a message, where, and a way out. Rendered by miette.
//!
//! Rooms that read what a bot designer wrote push [`Diagnostic`]s into a [`Findings`] and go on, so that all mistakes
//! are reported at once.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{LabeledSpan, Severity as MietteSeverity, SourceCode};

use excerpt::{Excerpt, bounded};

mod excerpt;

/// A source file: its path as shown to the author, and its text.
#[derive(PartialEq, Eq)]
pub struct Source {
    /// The path, relative to the bot folder.
    pub path: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source to be shared by its spans.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({})", self.path)
    }
}

/// A place in a source file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes.
    pub range: Range<usize>,
}

impl Span {
    /// Line and column of the start, counted from 1; the column in characters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.range.start).unwrap_or(&self.source.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// The text it covers.
    pub fn text(&self) -> &str {
        self.source.text.get(self.range.clone()).unwrap_or_default()
    }

    /// A part of this span, by byte offsets from its start; clamped to the span.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let clamp = |at: usize| (self.range.start + at).min(self.range.end);
        Self { source: self.source.clone(), range: clamp(range.start)..clamp(range.end) }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Advice.
    Tip,
    /// Works, but probably not as meant.
    Warning,
    /// Does not work.
    Error,
}

impl Severity {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tip => "tip",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One place that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, such as `unknown-key` or `PRV-PURPOSE`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where, the most telling place first; empty only for findings about a whole folder.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, message: impl Into<String>, span: &Span) -> Self {
        Self::new(Severity::Error, code, message, Some(span))
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, message: impl Into<String>, span: &Span) -> Self {
        Self::new(Severity::Warning, code, message, Some(span))
    }

    /// A tip at a place.
    pub fn tip(code: &'static str, message: impl Into<String>, span: &Span) -> Self {
        Self::new(Severity::Tip, code, message, Some(span))
    }

    /// An error about a whole folder or a missing file.
    pub fn error_without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message, None)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>, span: Option<&Span>) -> Self {
        let labels = span.map(|span| Label { span: span.clone(), text: String::new() }).into_iter().collect();
        Self { code, severity, message: message.into(), labels, help: None }
    }

    /// Says what is at the first place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn and(mut self, span: &Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span: span.clone(), text: text.into() });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Help of the form "did you mean `x`?", when a candidate is close enough; else lists the candidates.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        match closest(written, &candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None if candidates.is_empty() => self.help("none is declared here yet: declare it first"),
            None => {
                let list: Vec<String> = candidates.iter().take(MOST_KNOWN).map(|candidate| format!("`{candidate}`")).collect();
                let more = candidates.len() - list.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                self.help(format!("known here: {}{more}", list.join(", ")))
            }
        }
    }
}

/// The most candidates that a finding lists.
const MOST_KNOWN: usize = 40;
/// The longest name that is compared with others, in characters.
const LONGEST_COMPARED: usize = 100;

/// The candidate that a slip of the pen could have meant: Damerau-Levenshtein distance at most a third of the length.
pub fn closest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if written.len() > LONGEST_COMPARED {
        return None;
    }
    let bound = (written.chars().count().max(3)) / 3;
    candidates
        .iter()
        .filter(|candidate| candidate.len() <= LONGEST_COMPARED)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), *candidate))
        .filter(|(distance, _)| *distance <= bound)
        .min()
        .map(|(_, candidate)| candidate)
        .or_else(|| begun(written, candidates))
}

/// The one candidate that the written name is the first words of: `start` for `start_on`.
fn begun<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let goes_on = |candidate: &&&'a str| candidate.strip_prefix(written).is_some_and(|rest| rest.starts_with('_'));
    let mut found = candidates.iter().filter(goes_on);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// All findings so far.
#[derive(Debug, Default)]
pub struct Findings {
    all: Vec<Diagnostic>,
}

impl Findings {
    /// Adds one, its texts cut to what can be read and freed of control characters.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.message = bounded(&diagnostic.message);
        diagnostic.help = diagnostic.help.as_deref().map(bounded);
        diagnostic.labels.iter_mut().for_each(|label| label.text = bounded(&label.text));
        self.all.push(diagnostic);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, by file and place; equal ones once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        let place = |diagnostic: &Diagnostic| {
            let label = diagnostic.labels.first();
            (label.map(|label| label.span.source.path.clone()), label.map_or(0, |label| label.span.range.start), diagnostic.code)
        };
        self.all.sort_by_key(place);
        self.all.dedup();
        self.all
    }
}

/// A diagnostic as miette wants it: one source file's labels; places in other files go into the help.
struct Rendering<'a> {
    diagnostic: &'a Diagnostic,
    source: Option<Excerpt>,
    message: String,
    help: Option<String>,
}

impl<'a> Rendering<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        let main = diagnostic.labels.first().map(|label| &label.span.source);
        let spans: Vec<&Span> = diagnostic.labels.iter().map(|label| &label.span).filter(|span| Some(&span.source) == main).collect();
        let source = main.map(|source| Excerpt::new(source, &spans));
        let mut lines: Vec<String> = diagnostic.help.iter().cloned().collect();
        for label in diagnostic.labels.iter().filter(|label| Some(&label.span.source) != main) {
            let (line, column) = label.span.line_and_column();
            lines.push(format!("see also {}:{line}:{column}: {}", label.span.source.path, label.text));
        }
        let help = (!lines.is_empty()).then(|| lines.iter().map(|line| bounded(line)).collect::<Vec<_>>().join("\n"));
        Self { diagnostic, source, message: bounded(&diagnostic.message), help }
    }
}

impl fmt::Debug for Rendering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.diagnostic.code)
    }
}

impl fmt::Display for Rendering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Rendering<'_> {}

impl miette::Diagnostic for Rendering<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn severity(&self) -> Option<MietteSeverity> {
        Some(match self.diagnostic.severity {
            Severity::Tip => MietteSeverity::Advice,
            Severity::Warning => MietteSeverity::Warning,
            Severity::Error => MietteSeverity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let main = self.diagnostic.labels.first().map(|label| &label.span.source)?;
        let places = self.source.as_ref()?.places.iter().map(|(place, _)| place);
        let labels = self.diagnostic.labels.iter().filter(move |label| &label.span.source == main);
        Some(Box::new(labels.zip(places).map(|(label, place)| {
            let text = (!label.text.is_empty()).then(|| bounded(&label.text));
            LabeledSpan::new(text, place.start, place.len())
        })))
    }
}

/// Renders one diagnostic with its source excerpt for a terminal.
pub fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let theme = if colour { miette::GraphicalTheme::unicode() } else { miette::GraphicalTheme::unicode_nocolor() };
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_links(false);
    let mut out = String::new();
    match handler.render_report(&mut out, &Rendering::new(diagnostic)) {
        Ok(()) => out,
        Err(fmt::Error) => format!("{}: {}\n", diagnostic.code, diagnostic.message),
    }
}

#[cfg(test)]
mod tests;
