//! The words of expressions and templates, with their places: minijinja tells which names are read, but not where,
//! nor what they are compared with.

use std::ops::Range;

use crate::diagnostics::Span;

/// A word or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// A quoted text, without the quotes.
    Text(&'a str),
    /// A number.
    Number(&'a str),
    /// An operator, a bracket, or `;` between two tags of a template.
    Sign(&'a str),
}

/// A token and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a> {
    pub(super) token: Token<'a>,
    pub(super) range: Range<usize>,
}

/// The reading of a slot (`slots.role`) or of the profile (`person.email`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading<'a> {
    /// `slots` or `person`.
    pub(super) root: &'a str,
    /// What is read of it.
    pub(super) name: &'a str,
    pub(super) range: Range<usize>,
    /// The text asks somewhere whether it is defined, or gives a default.
    pub(super) guarded: bool,
    /// What is read of the value itself (`slots.role.label`), but for a method.
    pub(super) field: Option<&'a str>,
}

/// The tokens of an expression or a template.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
}

impl<'a> Scan<'a> {
    /// The tokens of an expression.
    pub(super) fn expression(text: &'a str) -> Self {
        let mut pieces = Vec::new();
        tokens(text, 0..text.len(), &mut pieces);
        Self { pieces }
    }

    /// The tokens inside the tags (`{{ … }}`, `{% … %}`) of a template.
    pub(super) fn template(text: &'a str) -> Self {
        let mut pieces = Vec::new();
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
            let close = match text.as_bytes().get(start + 1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                Some(b'#') => "#}",
                _ => {
                    from = start + 1;
                    continue;
                }
            };
            let inner = start + 2;
            let Some(end) = text.get(inner..).and_then(|rest| rest.find(close)).map(|at| inner + at) else { break };
            if close != "#}" {
                tokens(text, inner..end, &mut pieces);
                pieces.push(Piece { token: Token::Sign(";"), range: end..end });
            }
            from = end + 2;
        }
        Self { pieces }
    }

    pub(super) fn token(&self, index: usize) -> Option<Token<'a>> {
        self.pieces.get(index).map(|piece| piece.token)
    }

    /// Whether the name at an index is a variable: not a field, a filter, a test or a keyword argument.
    fn is_variable(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.token(before));
        let before_that = index.checked_sub(2).and_then(|before| self.token(before));
        match before {
            Some(Token::Sign("." | "|") | Token::Name("is")) => false,
            Some(Token::Name("not")) => before_that != Some(Token::Name("is")),
            _ => self.token(index + 1) != Some(Token::Sign("=")),
        }
    }

    /// Where a variable of this name stands first.
    pub(super) fn variable(&self, name: &str) -> Option<Range<usize>> {
        let found = self.pieces.iter().enumerate().find(|(index, piece)| piece.token == Token::Name(name) && self.is_variable(*index));
        found.map(|(_, piece)| piece.range.clone())
    }

    /// The filters (`true`) and tests (`false`) that are used.
    pub(super) fn helpers(&self) -> Vec<(bool, &'a str, Range<usize>)> {
        let mut helpers = Vec::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let at = match piece.token {
                Token::Name("is") if self.token(index + 1) == Some(Token::Name("not")) => index + 2,
                Token::Name("is") | Token::Sign("|") => index + 1,
                Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_) => continue,
            };
            if let Some(Piece { token: Token::Name(name), range }) = self.pieces.get(at) {
                helpers.push((piece.token == Token::Sign("|"), *name, range.clone()));
            }
        }
        helpers
    }

    /// The first call of a method, such as `value.endswith(…)`.
    pub(super) fn method(&self) -> Option<(&'a str, Range<usize>)> {
        self.pieces.windows(3).find_map(|window| match window {
            [Piece { token: Token::Sign("."), .. }, Piece { token: Token::Name(name), range }, Piece { token: Token::Sign("("), .. }] => {
                Some((*name, range.clone()))
            }
            _ => None,
        })
    }

    /// All readings of slots and of the profile.
    pub(super) fn readings(&self) -> Vec<Reading<'a>> {
        let mut readings: Vec<Reading<'a>> = (0..self.pieces.len()).filter_map(|index| self.reading(index)).collect();
        let guards: Vec<_> = readings.iter().filter(|reading| reading.guarded).map(|reading| (reading.root, reading.name)).collect();
        for reading in &mut readings {
            reading.guarded |= guards.contains(&(reading.root, reading.name));
        }
        readings
    }

    fn reading(&self, index: usize) -> Option<Reading<'a>> {
        let Token::Name(root @ ("slots" | "person")) = self.token(index)? else { return None };
        let (Token::Sign("."), Token::Name(name)) = (self.token(index + 1)?, self.token(index + 2)?) else { return None };
        let range = self.pieces.get(index)?.range.start..self.pieces.get(index + 2)?.range.end;
        let guarded = matches!(
            (self.token(index + 3), self.token(index + 4), self.token(index + 5)),
            (Some(Token::Name("is")), Some(Token::Name("defined" | "undefined")), _)
                | (Some(Token::Name("is")), Some(Token::Name("not")), Some(Token::Name("defined" | "undefined")))
                | (Some(Token::Sign("|")), Some(Token::Name("default" | "d")), _)
        );
        let field = match (self.token(index + 3), self.token(index + 4), self.token(index + 5)) {
            (Some(Token::Sign(".")), Some(Token::Name(_)), Some(Token::Sign("("))) => None,
            (Some(Token::Sign(".")), Some(Token::Name(field)), _) => Some(field),
            _ => None,
        };
        self.is_variable(index).then_some(Reading { root, name, range, guarded, field })
    }

    /// The slots that are certainly set when the expression is true, and those when it is false.
    pub(super) fn defined(&self) -> (Vec<&'a str>, Vec<&'a str>) {
        let parts = |by: &str| split(&self.pieces, by).into_iter().filter_map(|part| definedness(part));
        let has = |word: &str| split(&self.pieces, word).len() > 1;
        let (mut when_true, mut when_false) = (Vec::new(), Vec::new());
        if !has("or") {
            when_true.extend(parts("and").filter(|(_, defined)| *defined).map(|(slot, _)| slot));
        }
        if !has("and") {
            when_false.extend(parts("or").filter(|(_, defined)| !*defined).map(|(slot, _)| slot));
        }
        (when_true, when_false)
    }
}

/// The parts between a keyword that stands outside brackets.
pub(super) fn split<'p, 'a>(pieces: &'p [Piece<'a>], by: &str) -> Vec<&'p [Piece<'a>]> {
    let mut depth = 0_usize;
    pieces
        .split(|piece| {
            match piece.token {
                Token::Sign("(" | "[" | "{") => depth += 1,
                Token::Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
                Token::Name(name) => return depth == 0 && name == by,
                Token::Text(_) | Token::Number(_) | Token::Sign(_) => {}
            }
            false
        })
        .collect()
}

/// `slots.x is defined` and its negations: the slot, and whether it is defined when this is true.
fn definedness<'a>(pieces: &[Piece<'a>]) -> Option<(&'a str, bool)> {
    let tokens: Vec<Token<'a>> = pieces.iter().map(|piece| piece.token).collect();
    match tokens.as_slice() {
        [Token::Name("not"), ..] => definedness(pieces.get(1..)?).map(|(slot, defined)| (slot, !defined)),
        [Token::Sign("("), .., Token::Sign(")")] => definedness(pieces.get(1..pieces.len() - 1)?),
        [Token::Name("slots"), Token::Sign("."), Token::Name(slot), Token::Name("is"), test @ ..] => match test {
            [Token::Name("defined")] | [Token::Name("not"), Token::Name("undefined")] => Some((slot, true)),
            [Token::Name("undefined")] | [Token::Name("not"), Token::Name("defined")] => Some((slot, false)),
            _ => None,
        },
        _ => None,
    }
}

/// The longest operators first.
const LONG_SIGNS: &[&str] = &["==", "!=", "<=", ">=", "//", "**"];

fn tokens<'a>(text: &'a str, within: Range<usize>, pieces: &mut Vec<Piece<'a>>) {
    let mut at = within.start;
    while let Some(first) = text.get(at..within.end).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..within.end).unwrap_or_default();
        let length_while = |fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
        let (token, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = length_while(|c| c.is_alphanumeric() || c == '_');
                (rest.get(..length).map(Token::Name), length)
            }
            '0'..='9' => {
                let length = length_while(|c| c.is_ascii_digit() || c == '.' || c == '_');
                let length = length + exponent(rest.get(length..).unwrap_or_default());
                (rest.get(..length).map(Token::Number), length)
            }
            '"' | '\'' => {
                let inner = quoted(rest, first);
                (rest.get(1..inner).map(Token::Text), inner + 1)
            }
            _ => {
                let length = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(first.len_utf8(), |sign| sign.len());
                (rest.get(..length).map(Token::Sign), length)
            }
        };
        let end = (at + length).min(within.end);
        pieces.extend(token.map(|token| Piece { token, range: at..end }));
        at = end;
    }
}

/// How long the exponent of a number is, such as the `e3` of `1e3`.
fn exponent(rest: &str) -> usize {
    let Some(digits) = rest.strip_prefix(['e', 'E']) else { return 0 };
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let length = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    if length == 0 { 0 } else { rest.len() - unsigned.len() + length }
}

/// Where the closing quote stands; the end, if there is none.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at,
            _ => {}
        }
    }
    rest.len()
}

/// The place in the file of a part of a scalar: exact for a scalar that is written as it reads, else where the same
/// words stand for the same time.
pub(super) fn place(span: &Span, text: &str, range: &Range<usize>) -> Span {
    let written = span.text();
    if let Some(offset) = written.find(text) {
        return span.part(offset + range.start..offset + range.end);
    }
    let words = text.get(range.clone()).unwrap_or_default();
    let earlier = text.get(..range.start).unwrap_or_default().matches(words).count();
    match written.match_indices(words).nth(earlier) {
        Some((offset, _)) if !words.is_empty() => span.part(offset..offset + words.len()),
        _ => span.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Source;

    fn check_readings(scan: &Scan<'_>, expected: &[(&str, &str, bool)]) {
        let readings: Vec<_> = scan.readings().into_iter().map(|reading| (reading.root, reading.name, reading.guarded)).collect();
        assert_eq!(readings, expected);
    }

    #[test]
    fn readings_know_whether_they_are_guarded() {
        check_readings(&Scan::expression("slots.a == \"slots.b\" and x.slots.c"), &[("slots", "a", false)]);
        check_readings(&Scan::expression("slots.a is defined and slots.a > 1"), &[("slots", "a", true), ("slots", "a", true)]);
        check_readings(&Scan::expression("person.a | default('')"), &[("person", "a", true)]);
        check_readings(
            &Scan::template("{# slots.a #} {{ slots.b }} slots.c {% if slots.d %}"),
            &[("slots", "b", false), ("slots", "d", false)],
        );
        check_readings(&Scan::template("{{ slots.a"), &[]);
    }

    #[test]
    fn an_expression_tells_what_is_set_when_it_is_true_and_when_it_is_false() {
        let check = |text: &str, when_true: &[&str], when_false: &[&str]| {
            assert_eq!(Scan::expression(text).defined(), (when_true.to_vec(), when_false.to_vec()), "{text}");
        };
        check("slots.a is defined", &["a"], &[]);
        check("not slots.a is defined", &[], &["a"]);
        check("slots.a is not defined or (slots.b is undefined)", &[], &["a", "b"]);
        check("slots.a is defined and slots.b and slots.c is not undefined", &["a", "c"], &[]);
        check("slots.a is defined or slots.b is defined", &[], &[]);
        check("(slots.a is defined and x) == 1", &[], &[]);
    }

    #[test]
    fn a_variable_has_its_place_also_in_a_folded_text() {
        let check = |written: &str, text: &str, expected: (usize, usize)| {
            let span = Span { source: Source::new("m.yaml", written), range: 0..written.len() };
            let range = Scan::template(text).readings().last().unwrap().range.clone();
            assert_eq!(place(&span, text, &range).line_and_column(), expected);
        };
        check("\"Hi {{ slots.a }}\"", "Hi {{ slots.a }}", (1, 8));
        check(">\n  Hi {{ slots.a }},\n  {{ slots.a }}\n", "Hi {{ slots.a }}, {{ slots.a }}\n", (3, 6));
    }
}
