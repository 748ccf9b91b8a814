//! Entities declared by a pattern: `[A-Z]-\d{3,6}`.

use regex::Regex;

use crate::domain::{SlotValue, Strength};

use super::Found;
use super::text::Text;

/// The most pieces, separated by spaces, that one value may be written in.
const MAX_PIECES: usize = 6;

/// A compiled pattern and its form for a whole text.
pub(super) struct Pattern {
    inside: Regex,
    whole: Option<Regex>,
}

impl Pattern {
    pub(super) fn new(pattern: &Regex) -> Self {
        let whole = super::declared::compile(&format!("^(?:{})$", pattern.as_str())).ok();
        Self { inside: pattern.clone(), whole }
    }

    /// All places where the pattern fits whole words, written in one piece or with spaces inside.
    pub(super) fn find(&self, text: &Text<'_>, upper: bool) -> Vec<Found> {
        let found = |start: usize, end: usize| {
            let written = text.original.get(start..end)?;
            let value = if upper { written.split_whitespace().collect::<String>().to_uppercase() } else { written.to_owned() };
            Some(Found { bytes: start..end, value: SlotValue::Text(value), strength: Strength::Clear })
        };
        let direct =
            self.inside.find_iter(text.original).filter(|at| at.end() > at.start() && stands_alone(text.original, at.start(), at.end()));
        let mut all: Vec<Found> = direct.filter_map(|at| found(at.start(), at.end())).collect();
        all.extend(self.spaced(text.original).into_iter().filter_map(|(start, end)| found(start, end)));
        all
    }

    /// Values written with spaces inside: `A - 1042`, `AB 12 34`.
    fn spaced(&self, original: &str) -> Vec<(usize, usize)> {
        let Some(whole) = &self.whole else { return Vec::new() };
        let pieces = pieces(original);
        let mut places = Vec::new();
        for (at, first) in pieces.iter().enumerate() {
            let mut joined = String::new();
            for (count, piece) in pieces.iter().skip(at).take(MAX_PIECES).enumerate() {
                if !piece.may_join {
                    break;
                }
                joined.push_str(piece.text);
                if count > 0 && whole.is_match(&joined) {
                    places.push((first.start, piece.start + piece.text.len()));
                }
                // A comma or a full stop after the piece ends the value.
                if piece.closed {
                    break;
                }
            }
        }
        places
    }
}

struct Piece<'a> {
    text: &'a str,
    start: usize,
    /// Whether it can be a part of a spaced value: it has a digit, or at most two characters.
    may_join: bool,
    closed: bool,
}

fn pieces(original: &str) -> Vec<Piece<'_>> {
    let mut from = 0;
    let mut pieces = Vec::new();
    for chunk in original.split_inclusive(char::is_whitespace) {
        let start = from;
        from += chunk.len();
        let chunk = chunk.trim_end();
        let text = chunk.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"']);
        if text.is_empty() {
            continue;
        }
        let may_join = text.chars().any(|c| c.is_ascii_digit()) || text.chars().count() <= 2;
        pieces.push(Piece { text, start, may_join, closed: text.len() < chunk.len() });
    }
    pieces
}

/// Whether neither end cuts a word.
fn stands_alone(original: &str, start: usize, end: usize) -> bool {
    let (before, after) = (original.get(..start).unwrap_or_default(), original.get(end..).unwrap_or_default());
    let inner = original.get(start..end).unwrap_or_default();
    let cut_start = before.ends_with(char::is_alphanumeric) && inner.starts_with(char::is_alphanumeric);
    let cut_end = after.starts_with(char::is_alphanumeric) && inner.ends_with(char::is_alphanumeric);
    !cut_start && !cut_end
}
