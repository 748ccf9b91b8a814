//! What a terminal may show of an author's text: bounded, and without characters that steer the terminal.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::{Source, Span};

/// The longest line that is shown whole, in characters.
const LONGEST_LINE: usize = 200;
/// How much of a longer line is shown before a place.
const BEFORE: usize = 60;
/// How much of a longer line is shown from the start of a place.
const FROM: usize = 100;
/// The most lines of one place that are shown; of a longer one, only the first.
const MOST_LINES: usize = 8;
/// The longest text in backticks that a message shows whole, in characters.
const LONGEST_NAME: usize = 80;
/// How much is shown of a longer one.
const SHORT_NAME: usize = 60;
/// The longest message.
const LONGEST_MESSAGE: usize = 1_000;

/// A character that may reach a terminal, in place of one that may not.
fn safe(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // C1 controls, and those that turn the direction of what follows (Trojan Source, CVE-2021-42574).
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// The text with control characters as their Unicode pictures, long names and the whole cut short.
pub(super) fn bounded(text: &str) -> String {
    let mut out = String::new();
    for (nth, part) in text.split('`').enumerate() {
        let quote = if nth > 0 { "`" } else { "" };
        let is_name = nth % 2 == 1;
        out.push_str(quote);
        out.push_str(&if is_name { shortened(part, LONGEST_NAME, SHORT_NAME) } else { Cow::Borrowed(part) });
        if out.len() > 4 * LONGEST_MESSAGE {
            break;
        }
    }
    shortened(&out, LONGEST_MESSAGE, LONGEST_MESSAGE).chars().map(safe).collect()
}

fn shortened(text: &str, longest: usize, shown: usize) -> Cow<'_, str> {
    if text.char_indices().nth(longest).is_none() {
        return Cow::Borrowed(text);
    }
    let end = text.char_indices().nth(shown).map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

/// The lines of a source around some places, with places that fit it.
pub(super) struct Excerpt {
    name: String,
    /// As many lines as the source up to the last place; those that are not near a place are empty.
    text: String,
    /// For each place: where it is in `text`, and its true column, counted from 0.
    pub(super) places: Vec<(Range<usize>, usize)>,
}

impl Excerpt {
    /// Cuts the excerpt out.
    pub(super) fn new(source: &Arc<Source>, spans: &[&Span]) -> Self {
        let wanted: Vec<Range<usize>> = spans.iter().map(|span| first_lines(&source.text, &span.range)).collect();
        let columns = spans.iter().map(|span| span.line_and_column().1 - 1);
        let mut excerpt = Self {
            name: source.path.chars().map(safe).collect(),
            text: String::new(),
            places: columns.map(|column| (0..0, column)).collect(),
        };
        let lines: Vec<Range<usize>> = lines(&source.text).collect();
        let holds = |line: &Range<usize>| wanted.iter().any(|place| place.start <= line.end && place.end >= line.start);
        let near: Vec<bool> = lines.iter().map(holds).collect();
        for (nth, line) in lines.iter().enumerate() {
            if nth > 0 {
                excerpt.text.push('\n');
            }
            let around = nth.saturating_sub(1)..(nth + 2).min(near.len());
            if near.get(around).is_some_and(|near| near.contains(&true)) {
                excerpt.line(source.text.get(line.clone()).unwrap_or_default(), line.start, &wanted);
            }
        }
        excerpt
    }

    /// Adds a line that begins at a byte of the source; a long one as windows around its places.
    fn line(&mut self, line: &str, at: usize, wanted: &[Range<usize>]) {
        let inside = |byte: usize| byte.checked_sub(at).filter(|byte| *byte <= line.len());
        let kept: Vec<Range<usize>> = if line.char_indices().nth(LONGEST_LINE).is_none() {
            std::iter::once(0..line.len()).collect()
        } else {
            let starts: Vec<usize> = wanted.iter().filter_map(|place| inside(place.start)).collect();
            let windows = starts.iter().map(|start| before(line, *start)..after(line, *start)).collect::<Vec<_>>();
            if windows.is_empty() { std::iter::once(0..after(line, 0)).collect() } else { windows }
        };
        let mut is_cut = false;
        let push = |text: &mut String, places: &mut Vec<(Range<usize>, usize)>, byte: usize| {
            for (place, (shown, _)) in places.iter_mut().enumerate() {
                let Some(wanted) = wanted.get(place) else { continue };
                if byte + at <= wanted.start {
                    *shown = text.len()..text.len();
                } else if byte + at <= wanted.end {
                    shown.end = text.len();
                }
            }
        };
        for (byte, c) in line.char_indices() {
            if kept.iter().any(|kept| kept.contains(&byte)) {
                is_cut = false;
            } else if is_cut {
                continue;
            } else {
                is_cut = true;
                self.text.push('…');
                continue;
            }
            push(&mut self.text, &mut self.places, byte);
            self.text.push(safe(c));
        }
        push(&mut self.text, &mut self.places, line.len());
    }
}

/// The byte some characters before another.
fn before(line: &str, byte: usize) -> usize {
    line.get(..byte).and_then(|text| text.char_indices().rev().nth(BEFORE - 1)).map_or(0, |(at, _)| at)
}

/// The byte some characters after another.
fn after(line: &str, byte: usize) -> usize {
    line.get(byte..).and_then(|text| text.char_indices().nth(FROM)).map_or(line.len(), |(at, _)| byte + at)
}

/// The bytes of each line, without its end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some(start..start + line.strip_suffix('\r').unwrap_or(line).len())
    })
}

/// The place, or its first line if it is long.
fn first_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = floor(text, range.start.min(text.len()));
    let end = floor(text, range.end.min(text.len()));
    let place = text.get(start..end).unwrap_or_default();
    if place.split('\n').nth(MOST_LINES).is_none() {
        return start..end;
    }
    start..start + place.find('\n').unwrap_or(place.len())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, lines_before, lines_after)?;
        let true_column =
            self.places.iter().find(|(place, _)| lines_before == 0 && place.start == span.offset()).map(|(_, column)| *column);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            true_column.unwrap_or(contents.column()),
            contents.data().split(|byte| *byte == b'\n').count(),
        )))
    }
}
