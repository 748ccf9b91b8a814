//! Literals that decide nothing: `slots.role == "cook" or "driver"` holds whatever the role is. Whoever writes it means
//! something else.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::flow::scan::{Piece, Scan, Token, split};

/// An expression: a condition, or one that gives a value, where `slots.note or "none"` is a default.
pub(super) fn in_formula(scan: &Scan<'_>, is_condition: bool, at: impl Fn(&Range<usize>) -> Span, findings: &mut Findings) {
    let mut check = Check { at: &at, findings };
    if is_condition {
        check.condition(&scan.pieces);
    }
    check.brackets(&scan.pieces);
    check.dates(&scan.pieces);
}

/// The conditions and comparisons in the tags of a text.
pub(super) fn in_template(scan: &Scan<'_>, at: impl Fn(&Range<usize>) -> Span, findings: &mut Findings) {
    let mut check = Check { at: &at, findings };
    for tag in scan.pieces.split(|piece| piece.token == Token::Sign(";")) {
        if let [Piece { token: Token::Name("if" | "elif"), .. }, condition @ ..] = tag {
            check.condition(condition);
        }
        check.brackets(tag);
        check.dates(tag);
    }
}

struct Check<'c, 'f> {
    at: &'c dyn Fn(&Range<usize>) -> Span,
    findings: &'f mut Findings,
}

/// A slot compared with a literal: the slot, the sign, the literal.
type Comparison<'p, 'a> = (&'a str, &'a str, &'p Piece<'a>);

impl Check<'_, '_> {
    fn error(&mut self, range: &Range<usize>, message: String, help: String) {
        self.findings.push(Diagnostic::error("constant-condition", message, &(self.at)(range)).help(help));
    }

    /// What stands where only yes or no counts.
    fn condition(&mut self, pieces: &[Piece<'_>]) {
        if split(pieces, "if").len() > 1 {
            return;
        }
        for word in ["or", "and"] {
            let parts = split(pieces, word);
            if parts.len() > 1 {
                self.contradictions(word, &parts);
                let compared = parts.iter().find_map(|part| comparison(part).or_else(|| negated(part)));
                for part in &parts {
                    self.operand(word, part, compared);
                }
                return;
            }
        }
        match pieces {
            [Piece { token: Token::Name("not"), .. }, rest @ ..] => self.condition(rest),
            [Piece { token: Token::Sign("("), .. }, inner @ .., Piece { token: Token::Sign(")"), .. }] if is_balanced(inner) => {
                self.condition(inner);
            }
            [only] if is_literal(only) => {
                let message = format!("`{}` says nothing about the conversation: this condition always comes out the same", written(only));
                self.error(
                    &only.range,
                    message,
                    "write what it depends on, such as `slots.role == \"driver\"`, or remove the condition".into(),
                );
            }
            _ => {}
        }
    }

    /// One side of `or` or `and`.
    fn operand(&mut self, word: &str, part: &[Piece<'_>], compared: Option<Comparison<'_, '_>>) {
        let bare = match part {
            [Piece { token: Token::Name("not"), .. }, only] | [only] if is_literal(only) => only,
            _ => return self.condition(part),
        };
        let literal = written(bare);
        let message = format!("`{word} {literal}` compares nothing: {literal} alone always counts the same");
        self.error(
            &bare.range,
            message,
            match compared {
                Some((slot, "==", first)) if word == "or" => {
                    format!("write `slots.{slot} == {literal}`, or `slots.{slot} in [{}, {literal}]`", written(first))
                }
                Some((slot, "!=", first)) => {
                    format!("write `slots.{slot} != {literal}`, or `slots.{slot} not in [{}, {literal}]`", written(first))
                }
                Some((slot, sign, _)) => format!("write the whole comparison: `slots.{slot} {sign} {literal}`"),
                None => "write the whole comparison, such as `slots.role == \"driver\"`, or remove it".into(),
            },
        );
    }

    /// `a != "x" or a != "y"` always holds, `a == "x" and a == "y"` never.
    fn contradictions(&mut self, word: &str, parts: &[&[Piece<'_>]]) {
        let (sign, outcome, other) = if word == "or" { ("!=", "always holds", "and") } else { ("==", "never holds", "or") };
        let compared: Vec<Comparison<'_, '_>> = parts.iter().filter_map(|part| comparison(part)).filter(|found| found.1 == sign).collect();
        for (nth, (slot, _, literal)) in compared.iter().enumerate() {
            let earlier = compared.iter().take(nth).find(|(of, _, first)| of == slot && first.token != literal.token);
            if let Some((_, _, first)) = earlier {
                let (first, second) = (written(first), written(literal));
                let message = format!("`slots.{slot} {sign} {first} {word} slots.{slot} {sign} {second}` {outcome}");
                self.error(&literal.range, message, format!("`{other}` is meant between the two"));
            }
        }
    }

    /// `("a" or "b")` is `"a"`: the second is never looked at.
    fn brackets(&mut self, pieces: &[Piece<'_>]) {
        for window in pieces.windows(5) {
            let [before, open, literal, Piece { token: Token::Name(word @ ("or" | "and")), .. }, second] = window else { continue };
            let compares = matches!(
                (before.token, open.token),
                (Token::Sign("==" | "!="), Token::Sign("(")) | (Token::Name("in"), Token::Sign("(" | "["))
            );
            if compares && is_literal(literal) && is_literal(second) {
                let (first, second) = (written(literal), written(second));
                let message = format!("`{first} {word} {second}` is one value, not a choice of two");
                self.error(&literal.range, message, format!("list them: `slots.role in [{first}, {second}]`"));
            }
        }
    }

    /// `2027-03-04` without quotes is a subtraction.
    fn dates(&mut self, pieces: &[Piece<'_>]) {
        for window in pieces.windows(5) {
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            let tokens: Vec<Token<'_>> = window.iter().map(|piece| piece.token).collect();
            if let [Token::Number(year), Token::Sign("-"), Token::Number(month), Token::Sign("-"), Token::Number(day)] = tokens.as_slice()
                && (year.len(), month.len(), day.len()) == (4, 2, 2)
                && last.range.end - first.range.start == 10
            {
                let date = format!("{year}-{month}-{day}");
                let found = Diagnostic::error(
                    "type-mismatch",
                    format!("`{date}` is a subtraction here, not a date"),
                    &(self.at)(&(first.range.start..last.range.end)),
                );
                self.findings.push(found.help(format!("a date stands in double quotes: `\"{date}\"`")));
            }
        }
    }
}

fn is_literal(piece: &Piece<'_>) -> bool {
    match piece.token {
        Token::Text(_) | Token::Number(_) => true,
        Token::Name(name) => matches!(name, "true" | "false" | "True" | "False" | "none" | "None"),
        Token::Sign(_) => false,
    }
}

/// A literal as an author writes it.
fn written(piece: &Piece<'_>) -> String {
    match piece.token {
        Token::Text(text) => format!("\"{text}\""),
        Token::Number(text) | Token::Name(text) | Token::Sign(text) => text.to_owned(),
    }
}

/// `slots.role == "driver"` and nothing else.
fn comparison<'p, 'a>(part: &'p [Piece<'a>]) -> Option<Comparison<'p, 'a>> {
    let [root, dot, name, sign, literal] = part else { return None };
    match (root.token, dot.token, name.token, sign.token) {
        (Token::Name("slots"), Token::Sign("."), Token::Name(slot), Token::Sign(sign)) if is_literal(literal) => {
            Some((slot, sign, literal))
        }
        _ => None,
    }
}

/// `not slots.role == "driver"` compares too.
fn negated<'p, 'a>(part: &'p [Piece<'a>]) -> Option<Comparison<'p, 'a>> {
    match part {
        [Piece { token: Token::Name("not"), .. }, rest @ ..] => comparison(rest).map(|(slot, _, literal)| (slot, "!=", literal)),
        _ => None,
    }
}

/// Whether no bracket in here closes one that stands before.
fn is_balanced(pieces: &[Piece<'_>]) -> bool {
    let mut depth = 0_i32;
    pieces.iter().all(|piece| {
        match piece.token {
            Token::Sign("(") => depth += 1,
            Token::Sign(")") => depth -= 1,
            Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_) => {}
        }
        depth >= 0
    })
}
