//! The cases of a `switch`: values that the slot can have, each once.

use super::Index;
use super::comparisons::holds;
use super::names::entity_value;
use crate::diagnostics::{Diagnostic, Findings};
use crate::flow::draft::{Formula, Spanned, StepDraft};
use crate::flow::graph::{SlotKind, written_bool};

type Case = (Spanned<String>, Vec<StepDraft>);

/// The cases of a slot of a kind.
#[expect(clippy::wildcard_enum_match_arm, reason = "only kinds with a written form of their own refuse cases")]
pub(super) fn check(
    subject: &Formula,
    kind: &SlotKind,
    cases: &[Case],
    otherwise: Option<&[StepDraft]>,
    index: &Index<'_>,
    findings: &mut Findings,
) {
    let mut seen: Vec<(String, &Spanned<String>)> = Vec::new();
    for (case, _) in cases {
        let Some(value) = value(case, kind) else {
            let message = format!("`{}` is {} and never `{}`", subject.text.trim(), holds(kind), case.value);
            let found = Diagnostic::error("type-mismatch", message, &case.span);
            findings.push(found.help(match kind {
                SlotKind::YesNo => "write the cases `yes` and `no`",
                SlotKind::Date => "write a date as `2027-03-04`",
                _ => "write a number, such as `3`",
            }));
            continue;
        };
        entity_value(case, kind, index, findings);
        if let Some((_, first)) = seen.iter().find(|(earlier, _)| *earlier == value) {
            let message = format!("`{}` and `{}` are the same value", first.value, case.value);
            let found = Diagnostic::error("duplicate-name", message, &case.span).here("never taken");
            findings.push(found.and(&first.span, "this case comes first").help("remove one of them"));
        }
        seen.push((value, case));
    }
    if let (true, Some(step)) = (*kind == SlotKind::YesNo && covers(kind, cases, index), otherwise.and_then(<[StepDraft]>::first)) {
        let found = Diagnostic::error("unreachable-step", "no way leads to this `else`: it is either yes or no", &step.span);
        findings.push(found.help("remove the `else` or one of the cases"));
    }
}

/// The value that a case is written for, in one form; none if no slot of this kind holds it.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are compared as they are written")]
fn value(case: &Spanned<String>, kind: &SlotKind) -> Option<String> {
    match kind {
        SlotKind::YesNo => written_bool(&case.value).map(|yes| yes.to_string()),
        SlotKind::Number => case.value.parse().ok().map(|number: f64| number.to_string()),
        SlotKind::Date => case.value.parse().ok().map(|date: jiff::civil::Date| date.to_string()),
        _ => Some(case.value.clone()),
    }
}

/// Whether the cases are all that a slot of this kind can hold.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds hold more than can be listed")]
pub(super) fn covers(kind: &SlotKind, cases: &[Case], index: &Index<'_>) -> bool {
    let has = |wanted: &str| cases.iter().any(|(case, _)| value(case, kind).as_deref() == Some(wanted));
    match kind {
        SlotKind::YesNo => has("true") && has("false"),
        SlotKind::Entity(entity) => {
            let values = index.known.entities.get(entity).map(|known| known.values.as_slice()).unwrap_or_default();
            !values.is_empty() && values.iter().all(|value| has(value))
        }
        _ => false,
    }
}
