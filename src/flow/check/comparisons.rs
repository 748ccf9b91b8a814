//! Comparisons of a slot with something that it never is.

use super::Index;
use super::names::entity_value;
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::SlotName;
use crate::flow::draft::{FlowDraft, Formula, Spanned, StepDraft, VerbDraft};
use crate::flow::graph::SlotKind;
use crate::flow::scan::{Piece, Scan, Token, place};

pub(super) fn check(step: &StepDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    if let VerbDraft::Ask(ask) = &step.verb {
        for asked in &ask.slots {
            for (formula, _) in &asked.reject {
                Formulas { formula, value: index.kind(flow, &asked.slot.value), flow, index }.check(findings);
            }
        }
        return;
    }
    for (formula, _) in step.formulas() {
        Formulas { formula, value: None, flow, index }.check(findings);
    }
}

struct Formulas<'a> {
    formula: &'a Formula,
    /// What `value` holds, in `reject`.
    value: Option<SlotKind>,
    flow: &'a FlowDraft,
    index: &'a Index<'a>,
}

/// One side of a comparison: a slot (or `value`), with how many tokens it takes.
struct Side {
    kind: SlotKind,
    written: String,
    length: usize,
}

impl Formulas<'_> {
    fn check(&self, findings: &mut Findings) {
        let scan = Scan::expression(&self.formula.text);
        for at in 0..scan.pieces.len() {
            let Some(side) = self.side(&scan, at) else { continue };
            let after = at + side.length;
            match scan.token(after) {
                Some(Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=")) if begins(&scan, at) && ends(&scan, after + 2) => {
                    self.compare(&side, scan.pieces.get(after + 1), findings);
                }
                Some(Token::Name("in")) if begins(&scan, at) && scan.token(after + 1) == Some(Token::Sign("[")) => {
                    let list = scan.pieces.iter().skip(after + 2).take_while(|piece| piece.token != Token::Sign("]"));
                    list.filter(|piece| piece.token != Token::Sign(",")).for_each(|piece| self.compare(&side, Some(piece), findings));
                }
                _ => {}
            }
            let before = at.checked_sub(1).and_then(|sign| scan.token(sign));
            if let (Some(Token::Sign("==" | "!=")), Some(literal)) = (before, at.checked_sub(2))
                && begins(&scan, literal)
                && ends(&scan, after)
            {
                self.compare(&side, scan.pieces.get(literal), findings);
            }
        }
    }

    fn side(&self, scan: &Scan<'_>, at: usize) -> Option<Side> {
        match (scan.token(at)?, scan.token(at + 1), scan.token(at + 2)) {
            (Token::Name("slots"), Some(Token::Sign(".")), Some(Token::Name(name))) => {
                let kind = self.index.kind(self.flow, &SlotName::new(name).ok()?)?;
                Some(Side { kind, written: format!("slots.{name}"), length: 3 })
            }
            (Token::Name("value"), ..) => Some(Side { kind: self.value.clone()?, written: "value".into(), length: 1 }),
            _ => None,
        }
    }

    fn compare(&self, side: &Side, literal: Option<&Piece<'_>>, findings: &mut Findings) {
        let Some(literal) = literal else { return };
        let span = place(&self.formula.span, &self.formula.text, &literal.range);
        let (what, fits) = match literal.token {
            Token::Text(text) => (
                "a text",
                match &side.kind {
                    SlotKind::Text | SlotKind::PersonName | SlotKind::Email => true,
                    SlotKind::Date => text.parse::<jiff::civil::Date>().is_ok(),
                    SlotKind::YesNo | SlotKind::Number => false,
                    kind @ SlotKind::Entity(_) => {
                        entity_value(&Spanned { value: text.to_owned(), span: span.clone() }, kind, self.index, findings);
                        true
                    }
                },
            ),
            Token::Number(_) => ("a number", side.kind == SlotKind::Number),
            Token::Name("true" | "false" | "True" | "False") => ("yes or no", side.kind == SlotKind::YesNo),
            Token::Name(_) | Token::Sign(_) => return,
        };
        if !fits {
            findings.push(mismatch(side, what, &span));
        }
    }
}

fn mismatch(side: &Side, what: &str, span: &Span) -> Diagnostic {
    let written = &side.written;
    let (holds, help) = match side.kind {
        SlotKind::YesNo => ("yes or no", format!("write `{written}` or `not {written}`")),
        SlotKind::Number => ("a number", format!("write a number without quotes: `{written} > 3`")),
        SlotKind::Date => ("a date", format!("write `{written} < today` or `{written} == \"2027-03-04\"`")),
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Entity(_) => {
            ("a text", format!("write a text in quotes: `{written} == \"…\"`"))
        }
    };
    Diagnostic::error("type-mismatch", format!("`{written}` is {holds} and can't be compared with {what}"), span).help(help)
}

/// Whether an operand of the comparison begins here: nothing before it binds closer.
fn begins(scan: &Scan<'_>, at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| scan.token(before)) {
        None | Some(Token::Sign("(" | "," | "[") | Token::Name("and" | "or" | "not" | "if" | "else")) => true,
        Some(Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_)) => false,
    }
}

/// Whether the comparison ends here.
fn ends(scan: &Scan<'_>, at: usize) -> bool {
    match scan.token(at) {
        None | Some(Token::Sign(")" | "," | "]") | Token::Name("and" | "or" | "if" | "else")) => true,
        Some(Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_)) => false,
    }
}
