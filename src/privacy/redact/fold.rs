//! The folded copy that detectors look at, and the way back to the original.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{Kind, constant_pattern};

/// Stands for what was cut out; no detector's pattern holds it. A private-use character: others of them become spaces.
pub(super) const CUT: char = '\u{e000}';

/// A token that an earlier redaction left behind.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    constant_pattern(&format!(r"\[(?:{})\]", names.join("|")))
});

/// A text in compatibility form, and where each byte of it came from.
pub(super) struct Folded {
    /// What detectors look at.
    pub(super) text: String,
    /// For each byte of the copy: its character's place in the original.
    origin: Vec<usize>,
}

impl Folded {
    /// Folds a text; tokens of an earlier redaction are cut out already.
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), origin: Vec::with_capacity(original.len()) };
        for (at, character) in original.chars().enumerate().filter(|(_, character)| !is_invisible(*character)) {
            for plain in std::iter::once(character).nfkc() {
                folded.push(plain_form(plain), at);
            }
        }
        let tokens: Vec<Range<usize>> = TOKEN.find_iter(&folded.text).map(|token| token.range()).collect();
        folded.cut(&tokens);
        folded
    }

    /// The place of some bytes in the original, in characters.
    pub(super) fn span(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        let first = *self.origin.get(bytes.start)?;
        let last = *self.origin.get(bytes.end.checked_sub(1)?)?;
        Some(first..last + 1)
    }

    /// The bytes, widened to all that came from the same characters of the original (`ﷺ` becomes eighteen).
    pub(super) fn widened(&self, bytes: &Range<usize>) -> Range<usize> {
        let same = |left: usize, right: usize| self.origin.get(left).is_some_and(|left| Some(left) == self.origin.get(right));
        let mut widened = bytes.clone();
        while widened.start > 0 && same(widened.start - 1, widened.start) {
            widened.start -= 1;
        }
        while widened.end > 0 && same(widened.end - 1, widened.end) {
            widened.end += 1;
        }
        widened
    }

    /// Puts one mark in place of each of some ranges, which are in order and apart.
    pub(super) fn cut(&mut self, ranges: &[Range<usize>]) {
        if ranges.is_empty() {
            return;
        }
        let old = std::mem::replace(self, Self { text: String::new(), origin: Vec::new() });
        let mut from = 0;
        for range in ranges {
            self.copy(&old, from..range.start);
            if let Some(at) = old.origin.get(range.start) {
                self.push(CUT, *at);
            }
            from = range.end;
        }
        self.copy(&old, from..old.text.len());
    }

    fn copy(&mut self, old: &Self, bytes: Range<usize>) {
        if let (Some(text), Some(origin)) = (old.text.get(bytes.clone()), old.origin.get(bytes)) {
            self.text.push_str(text);
            self.origin.extend_from_slice(origin);
        }
    }

    fn push(&mut self, character: char, at: usize) {
        self.text.push(character);
        self.origin.extend(std::iter::repeat_n(at, character.len_utf8()));
    }
}

/// Characters that show nothing: zero-width, joiners, direction marks, soft hyphens, tags, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Digits of other scripts as ASCII digits, all dashes as `-`, all spaces as a space.
fn plain_form(character: char) -> char {
    const ZEROS: [u32; 8] = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xe50];
    let code = u32::from(character);
    if let Some(digit) = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10)) {
        return char::from_digit(digit, 10).unwrap_or(character);
    }
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{e000}'..='\u{f8ff}' => ' ',
        '\u{2024}' | '\u{3002}' | '\u{b7}' => '.',
        '’' | '‘' | 'ʼ' => '\'',
        '\n' | '\r' | '\t' => character,
        other if other.is_whitespace() || other.is_control() => ' ',
        other => other,
    }
}
