//! Weekdays that are compared with: `value | weekday == "monday"` holds for one of seven words, the same in every language.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, Findings, Span, closest};
use crate::flow::day::WEEKDAYS;
use crate::flow::draft::{Formula, Spanned};
use crate::flow::scan::{Piece, Scan, Token};

/// What `… | weekday` is compared with is a weekday, as conditions write it.
pub(super) fn check(scan: &Scan<'_>, at: impl Fn(&Range<usize>) -> Span, findings: &mut Findings) {
    let filters = scan.pieces.windows(2).enumerate();
    for (bar, _) in
        filters.filter(|(_, pair)| matches!(pair, [bar, name] if bar.token == Token::Sign("|") && name.token == Token::Name("weekday")))
    {
        for piece in compared(scan, bar) {
            let written = match piece.token {
                Token::Text(text) if WEEKDAYS.contains(&text) => continue,
                Token::Text(text) => text,
                Token::Number(number) => number,
                Token::Name(_) | Token::Sign(_) => continue,
            };
            findings.push(no_weekday(written, "\"", &at(&piece.range)));
        }
    }
}

/// The cases of `switch: slots.day | weekday`.
pub(super) fn cases<'c>(subject: &Formula, cases: impl Iterator<Item = &'c Spanned<String>>, findings: &mut Findings) {
    let scan = Scan::expression(&subject.text);
    if let [.., bar, name] = scan.pieces.as_slice()
        && (bar.token, name.token) == (Token::Sign("|"), Token::Name("weekday"))
    {
        let unknown = cases.filter(|case| !WEEKDAYS.contains(&case.value.as_str()));
        unknown.for_each(|case| findings.push(no_weekday(&case.value, "", &case.span)));
    }
}

fn no_weekday(written: &str, quote: &str, span: &Span) -> Diagnostic {
    let found = Diagnostic::error("unknown-name", format!("there is no weekday `{written}`"), span);
    let lower = written.to_lowercase();
    match closest(&lower, &WEEKDAYS) {
        Some(meant) => found.help(format!("did you mean `{quote}{meant}{quote}`?")),
        None => found.help(format!("in every language they are: {}", WEEKDAYS.map(|day| format!("`{quote}{day}{quote}`")).join(", "))),
    }
}

/// What the weekday at a filter is compared with: behind it a value or a list of some, or a value before it.
fn compared<'s, 'a>(scan: &'s Scan<'a>, bar: usize) -> Vec<&'s Piece<'a>> {
    let after = bar + 2;
    let list = |first: usize| scan.pieces.iter().skip(first).take_while(|piece| !matches!(piece.token, Token::Sign("]" | ")"))).collect();
    match (scan.token(after), scan.token(after + 1), scan.token(after + 2)) {
        (Some(Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=")), ..) => scan.pieces.get(after + 1).into_iter().collect(),
        (Some(Token::Name("in")), Some(Token::Sign("[" | "(")), _) => list(after + 2),
        (Some(Token::Name("not")), Some(Token::Name("in")), Some(Token::Sign("[" | "("))) => list(after + 3),
        _ => before(scan, bar).into_iter().collect(),
    }
}

/// `"monday" == slots.day | weekday`.
fn before<'s, 'a>(scan: &'s Scan<'a>, bar: usize) -> Option<&'s Piece<'a>> {
    let field = bar.checked_sub(2).and_then(|dot| scan.token(dot)) == Some(Token::Sign("."));
    let sign = bar.checked_sub(if field { 4 } else { 2 })?;
    if matches!(scan.token(sign)?, Token::Sign("==" | "!=")) { scan.pieces.get(sign.checked_sub(1)?) } else { None }
}
