//! Comparisons of a slot with something that it never is, and slots set to such a thing.

use super::names::entity_value;
use super::{Index, cases, weekdays};
use crate::diagnostics::{Diagnostic, Findings, Span};
use crate::domain::SlotName;
use crate::flow::draft::{FlowDraft, Formula, MessageDraft, Spanned, StepDraft, VerbDraft};
use crate::flow::graph::SlotKind;
use crate::flow::scan::{Piece, Scan, Token, place};

pub(super) fn check(step: &StepDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    if let VerbDraft::Ask(ask) = &step.verb {
        for asked in &ask.slots {
            for (formula, _) in &asked.reject {
                Written { value: index.kind(flow, &asked.slot.value), ..Written::of(formula, flow, index) }
                    .check(&formula.scan(), findings);
            }
        }
        return;
    }
    for (formula, _) in step.formulas() {
        Written::of(formula, flow, index).check(&formula.scan(), findings);
    }
    match &step.verb {
        VerbDraft::Set(assignments) => assigned(assignments, flow, flow, index, findings),
        VerbDraft::Run(passage) | VerbDraft::Go(passage) => {
            let Some(other) = index.passage(passage) else { return };
            assigned(&passage.with, other, flow, index, findings);
            for (_, formula) in &passage.save {
                Written::of(formula, other, index).check(&formula.scan(), findings);
            }
            assigned(&passage.save, flow, other, index, findings);
        }
        VerbDraft::Switch { subject: Some(subject), cases, otherwise } => {
            weekdays::cases(subject, cases.iter().map(|(case, _)| case), findings);
            if let Some(kind) = subject.slot().and_then(|slot| index.kind(flow, &slot)) {
                cases::check(subject, &kind, cases, otherwise.as_deref(), index, findings);
            }
        }
        VerbDraft::Say(_)
        | VerbDraft::Ask(_)
        | VerbDraft::Confirm { .. }
        | VerbDraft::If { .. }
        | VerbDraft::Goto(_)
        | VerbDraft::Call(_)
        | VerbDraft::Consent { .. }
        | VerbDraft::Switch { subject: None, .. }
        | VerbDraft::Faq { .. }
        | VerbDraft::End
        | VerbDraft::Unreadable => {}
    }
}

/// Slots of one flow get values of another, or of the same.
fn assigned(assignments: &[(Spanned<SlotName>, Formula)], to: &FlowDraft, from: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    for (slot, formula) in assignments {
        let Some(kind) = index.kind(to, &slot.value) else { continue };
        Written::of(formula, from, index).assigned(&slot.value, &kind, &formula.scan(), findings);
        let source = formula.slot().and_then(|source| index.kind(from, &source));
        if let Some(source) = source.filter(|source| !may_become(source, &kind)) {
            let message = format!("`{}` is {} and can't be set to {}", slot.value, called(&kind), called(&source));
            let found = Diagnostic::error("type-mismatch", message, &formula.span);
            findings.push(found.help("give both slots the same type"));
        }
    }
}

/// Whether every value of one kind can be held by a slot of another.
fn may_become(from: &SlotKind, to: &SlotKind) -> bool {
    let is_text = |kind: &SlotKind| matches!(kind, SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url);
    from == to || is_text(from) && is_text(to) || *to == SlotKind::Text && *from != SlotKind::YesNo
}

/// A kind by its type's name.
fn called(kind: &SlotKind) -> String {
    if let SlotKind::Entity(entity) = kind { format!("a `{entity}`") } else { format!("a `{}`", kind.as_str()) }
}

/// The comparisons in a message that a flow says.
pub(super) fn in_message(draft: &MessageDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    for text in &draft.texts {
        Written { text: &text.value, span: &text.span, value: None, flow, index }.check(&Scan::template(&text.value), findings);
    }
}

impl Formula {
    fn scan(&self) -> Scan<'_> {
        Scan::expression(&self.text)
    }
}

/// An expression or a template.
struct Written<'a> {
    text: &'a str,
    span: &'a Span,
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

impl<'a> Written<'a> {
    fn of(formula: &'a Formula, flow: &'a FlowDraft, index: &'a Index<'a>) -> Self {
        Self { text: &formula.text, span: &formula.span, value: None, flow, index }
    }

    fn check(&self, scan: &Scan<'_>, findings: &mut Findings) {
        for at in 0..scan.pieces.len() {
            let Some(side) = self.side(scan, at) else { continue };
            let after = at + side.length;
            self.weekday(&side, scan, after, findings);
            let list = match (scan.token(after), scan.token(after + 1), scan.token(after + 2)) {
                (Some(Token::Name("in")), Some(Token::Sign("[")), _) => Some(after + 2),
                (Some(Token::Name("not")), Some(Token::Name("in")), Some(Token::Sign("["))) => Some(after + 3),
                _ => None,
            };
            match (scan.token(after), list) {
                (Some(Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=")), _) if begins(scan, at) && ends(scan, after + 2) => {
                    self.compare(&side, scan.pieces.get(after + 1), findings);
                }
                (_, Some(first)) if begins(scan, at) => {
                    let list = scan.pieces.iter().skip(first).take_while(|piece| piece.token != Token::Sign("]"));
                    list.filter(|piece| piece.token != Token::Sign(",")).for_each(|piece| self.compare(&side, Some(piece), findings));
                }
                _ => {}
            }
            let before = at.checked_sub(1).and_then(|sign| scan.token(sign));
            if let (Some(Token::Sign("==" | "!=")), Some(literal)) = (before, at.checked_sub(2))
                && begins(scan, literal)
                && ends(scan, after)
            {
                self.compare(&side, scan.pieces.get(literal), findings);
            }
        }
    }

    /// Only a day has a weekday.
    fn weekday(&self, side: &Side, scan: &Scan<'_>, after: usize, findings: &mut Findings) {
        if let (Some(Token::Sign("|")), Some(Piece { token: Token::Name("weekday"), range })) =
            (scan.token(after), scan.pieces.get(after + 1))
            && side.kind != SlotKind::Date
        {
            let message = format!("`{}` is {} and has no weekday", side.written, holds(&side.kind));
            let found = Diagnostic::error("type-mismatch", message, &place(self.span, self.text, range));
            findings.push(found.help("a `date` has one, and so have `today` and `now`"));
        }
    }

    fn side(&self, scan: &Scan<'_>, at: usize) -> Option<Side> {
        match (scan.token(at)?, scan.token(at + 1), scan.token(at + 2)) {
            (Token::Name("slots"), Some(Token::Sign(".")), Some(Token::Name(name))) => {
                let kind = self.index.kind(self.flow, &SlotName::new(name).ok()?)?;
                Some(part_of_value(Side { kind, written: format!("slots.{name}"), length: 3 }, scan, at))
            }
            (Token::Name("value"), ..) => {
                Some(part_of_value(Side { kind: self.value.clone()?, written: "value".into(), length: 1 }, scan, at))
            }
            _ => None,
        }
    }

    /// A slot is set to a literal, at once or at the end of one way of `… if … else …`.
    fn assigned(&self, slot: &SlotName, kind: &SlotKind, scan: &Scan<'_>, findings: &mut Findings) {
        for (at, piece) in scan.pieces.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| scan.token(before));
            let stands_alone =
                matches!(before, None | Some(Token::Name("else"))) && matches!(scan.token(at + 1), None | Some(Token::Name("if" | "else")));
            if !stands_alone {
                continue;
            }
            let place = self.place(piece);
            match (piece.token, kind) {
                (Token::Number(_), SlotKind::Text) => self.number_for_text(piece, &place, findings),
                _ => {
                    if let Some(what) = self.misfit(kind, piece, &place, findings) {
                        let message = format!("`{slot}` is {} and can't be set to {what}", holds(kind));
                        findings.push(Diagnostic::error("type-mismatch", message, &place).help(example(kind, self.index)));
                    }
                }
            }
        }
    }

    /// A number becomes a text as numbers are written: without leading zeros and exponents.
    fn number_for_text(&self, piece: &Piece<'_>, span: &Span, findings: &mut Findings) {
        let written = self.text.get(piece.range.clone()).unwrap_or_default();
        let canonical = written == "0" || !written.starts_with('0') && written.bytes().all(|byte| byte.is_ascii_digit());
        if !canonical && !written.starts_with("0.") {
            let message = format!("`{written}` is a number here, and is not kept as it is written");
            let help = format!("a text is written `'\"{written}\"'`: YAML takes the outer quotes away, the inner ones make it a text");
            findings.push(Diagnostic::error("type-mismatch", message, span).help(help));
        }
    }

    fn place(&self, piece: &Piece<'_>) -> Span {
        place(self.span, self.text, &piece.range)
    }

    fn compare(&self, side: &Side, literal: Option<&Piece<'_>>, findings: &mut Findings) {
        let Some(literal) = literal else { return };
        let span = self.place(literal);
        if let Some(what) = self.misfit(&side.kind, literal, &span, findings) {
            findings.push(if side.kind == SlotKind::Time && matches!(literal.token, Token::Name("now" | "today")) {
                mismatch(side, what, &span).help(format!("the time of day is `now | clock`: `{} < now | clock`", side.written))
            } else {
                mismatch(side, what, &span)
            });
        }
    }

    /// What a literal is, if a slot of this kind never holds such a thing; a finding of its own for no value of an entity.
    fn misfit(&self, kind: &SlotKind, literal: &Piece<'_>, span: &Span, findings: &mut Findings) -> Option<&'static str> {
        let (what, fits) = match literal.token {
            Token::Text(text) => (
                "a text",
                match kind {
                    SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url => true,
                    SlotKind::Iban => crate::domain::is_iban(text),
                    SlotKind::DateTime => crate::domain::moment_of(text).is_some(),
                    SlotKind::Duration => text.parse::<crate::domain::Duration>().is_ok(),
                    SlotKind::Phone => crate::domain::is_phone(text),
                    SlotKind::Time => crate::domain::time_of(text).is_some(),
                    SlotKind::Date => text.parse::<jiff::civil::Date>().is_ok(),
                    SlotKind::YesNo | SlotKind::Number | SlotKind::Integer | SlotKind::Ordinal | SlotKind::Money | SlotKind::Interval => {
                        false
                    }
                    SlotKind::Entity(_) => {
                        entity_value(&Spanned { value: text.to_owned(), span: span.clone() }, kind, self.index, findings);
                        true
                    }
                },
            ),
            Token::Number(_) => ("a number", matches!(kind, SlotKind::Number | SlotKind::Integer | SlotKind::Ordinal)),
            Token::Name("true" | "false" | "True" | "False") => ("yes or no", *kind == SlotKind::YesNo),
            Token::Name("today") => ("a day", matches!(kind, SlotKind::Date | SlotKind::Text)),
            Token::Name("now") => ("a day and a time", matches!(kind, SlotKind::Date | SlotKind::DateTime | SlotKind::Text)),
            Token::Name(_) | Token::Sign(_) => return None,
        };
        (!fits).then_some(what)
    }
}

/// What a slot holds, in words.
pub(super) fn holds(kind: &SlotKind) -> &'static str {
    match kind {
        SlotKind::YesNo => "yes or no",
        SlotKind::Number => "a number",
        SlotKind::Integer => "a whole number",
        SlotKind::Date => "a date",
        SlotKind::Phone => "a phone number",
        SlotKind::Time => "a time of day",
        SlotKind::Money => "a sum of money",
        SlotKind::DateTime => "a day and a time",
        SlotKind::Duration => "a length of time",
        SlotKind::Interval => "what lies between two days or times",
        SlotKind::Ordinal => "a place in a row",
        SlotKind::Iban => "an IBAN",
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url | SlotKind::Entity(_) => "a text",
    }
}

/// A literal that a slot can be set to.
fn example(kind: &SlotKind, index: &Index<'_>) -> String {
    match kind {
        SlotKind::YesNo => "write `true` or `false`, without inner quotes".to_owned(),
        SlotKind::Number => "write a number without inner quotes, such as `3`".to_owned(),
        SlotKind::Integer => "write a whole number without inner quotes, such as `3`".to_owned(),
        SlotKind::Phone => "write it with its country in both quotes: `'\"+393331234567\"'`".to_owned(),
        SlotKind::Time => "write it in both quotes: `'\"09:30\"'`".to_owned(),
        SlotKind::Money => "write `'{\"amount\": \"12.50\", \"currency\": \"EUR\"}'`".to_owned(),
        SlotKind::Date => "write `today`, or a date in both quotes: `'\"2027-03-04\"'`".to_owned(),
        SlotKind::DateTime => "write `now`, or a moment in both quotes: `'\"2027-03-04T09:30:00+01:00\"'`".to_owned(),
        SlotKind::Duration => "write it in both quotes: `'\"P2W\"'`, `'\"PT1H30M\"'`".to_owned(),
        SlotKind::Interval => "write `'{\"from\": \"2027-03-04\", \"to\": \"2027-03-07\"}'`".to_owned(),
        SlotKind::Ordinal => "write a whole number without inner quotes, such as `2`".to_owned(),
        SlotKind::Iban => "write it in both quotes, without spaces: `'\"IT60X0542811101000000123456\"'`".to_owned(),
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url => "write a text in both quotes: `'\"…\"'`".to_owned(),
        SlotKind::Entity(entity) => {
            let first = index.known.entities.get(entity).and_then(|known| known.values.first());
            format!("write one of its values in both quotes: `'\"{}\"'`", first.map_or("…", String::as_str))
        }
    }
}

fn mismatch(side: &Side, what: &str, span: &Span) -> Diagnostic {
    let written = &side.written;
    let holds = holds(&side.kind);
    let help = match side.kind {
        SlotKind::YesNo => format!("write `{written}` or `not {written}`"),
        SlotKind::Number => format!("write a number without quotes: `{written} > 3`"),
        SlotKind::Integer => format!("write a whole number without quotes: `{written} > 3`"),
        SlotKind::Phone => format!("write it with its country: `{written} is startingwith(\"+39\")`"),
        SlotKind::Time => format!("write it as `{written} < \"09:30\"`"),
        SlotKind::Money => {
            format!("compare its amount: `{written}.amount | float > 100`, or its currency: `{written}.currency == \"EUR\"`")
        }
        SlotKind::Date => format!("write `{written} < today` or `{written} == \"2027-03-04\"`"),
        SlotKind::DateTime => format!("write `{written} < now`"),
        SlotKind::Duration => format!("compare its days or minutes: `{written} | days > 14`, `{written} | minutes >= 90`"),
        SlotKind::Interval => format!("compare one end: `{written}.from` or `{written}.to`"),
        SlotKind::Ordinal => format!("write a whole number without quotes: `{written} == 2`"),
        SlotKind::Iban => format!("write it without spaces: `{written} is startingwith(\"IT\")`"),
        SlotKind::Text if written.ends_with(".amount") => format!("make a number of it: `{written} | float > 100`"),
        SlotKind::Text | SlotKind::PersonName | SlotKind::Email | SlotKind::Url | SlotKind::Entity(_) => {
            format!("write a text in quotes: `{written} == \"…\"`")
        }
    };
    Diagnostic::error("type-mismatch", format!("`{written}` is {holds} and can't be compared with {what}"), span).help(help)
}

/// The amount or currency of a sum, an end of an interval: all are texts, and an amount is compared as a number through `float`.
fn part_of_value(side: Side, scan: &Scan<'_>, at: usize) -> Side {
    match (&side.kind, scan.token(at + side.length), scan.token(at + side.length + 1)) {
        (SlotKind::Money, Some(Token::Sign(".")), Some(Token::Name(part @ ("amount" | "currency"))))
        | (SlotKind::Interval, Some(Token::Sign(".")), Some(Token::Name(part @ ("from" | "to")))) => {
            Side { kind: SlotKind::Text, written: format!("{}.{part}", side.written), length: side.length + 2 }
        }
        _ => side,
    }
}

/// Whether an operand of the comparison begins here: nothing before it binds closer.
fn begins(scan: &Scan<'_>, at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| scan.token(before)) {
        None | Some(Token::Sign("(" | "," | "[" | ";") | Token::Name("and" | "or" | "not" | "if" | "elif" | "else")) => true,
        Some(Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_)) => false,
    }
}

/// Whether the comparison ends here.
fn ends(scan: &Scan<'_>, at: usize) -> bool {
    match scan.token(at) {
        None | Some(Token::Sign(")" | "," | "]" | ";") | Token::Name("and" | "or" | "if" | "else")) => true,
        Some(Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(_)) => false,
    }
}
