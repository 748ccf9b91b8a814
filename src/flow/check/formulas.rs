//! What expressions read: names, slots, filters and tests that do not exist.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Index, comparisons, literals, weekdays};
use crate::diagnostics::{Diagnostic, Findings, Span, closest};
use crate::domain::SlotName;
use crate::flow::draft::{FlowDraft, Formula, VerbDraft};
use crate::flow::scan::{Reading, Scan, place};

/// What every expression and template may read.
const COMMON_NAMES: &[&str] = &["slots", "person", "lang", "languages", "today", "now", "bot", "contact", "stored"];
/// minijinja's functions that are of use here.
const FUNCTIONS: &[&str] = &["range", "dict", "namespace"];
/// minijinja's filters, and `clock`, `day`, `label`, `money`, `time`, `weekday`.
const FILTERS: &[&str] = &[
    "abs",
    "attr",
    "batch",
    "bool",
    "capitalize",
    "chain",
    "clock",
    "count",
    "d",
    "day",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "label",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "money",
    "pprint",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "string",
    "sum",
    "time",
    "title",
    "trim",
    "unique",
    "upper",
    "weekday",
    "zip",
];
/// minijinja's tests.
const TESTS: &[&str] = &[
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "escaped",
    "even",
    "false",
    "filter",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "safe",
    "sameas",
    "sequence",
    "startingwith",
    "string",
    "test",
    "true",
    "undefined",
    "upper",
];

/// What other languages call a test, and its name here.
const ELSEWHERE: &[(&str, &str)] = &[("endswith", "endingwith"), ("startswith", "startingwith"), ("contains", "in"), ("null", "none")];

/// What every expression and template may read.
pub(super) fn common_names() -> Vec<&'static str> {
    COMMON_NAMES.to_vec()
}

pub(super) fn check(flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    for step in flow.all_steps() {
        let is_condition = matches!(step.verb, VerbDraft::If { .. } | VerbDraft::Ask(_));
        for (formula, own_name) in step.formulas() {
            self::formula(formula, own_name, is_condition, flow, index, findings);
        }
        if let VerbDraft::Run(passage) = &step.verb
            && let Some(other) = index.passage(passage)
        {
            passage.save.iter().for_each(|(_, formula)| self::formula(formula, None, false, other, index, findings));
        }
        comparisons::check(step, flow, index, findings);
    }
}

/// An expression over the slots of a flow.
fn formula(
    formula: &Formula,
    own_name: Option<&'static str>,
    is_condition: bool,
    flow: &FlowDraft,
    index: &Index<'_>,
    findings: &mut Findings,
) {
    let Some(expression) = &formula.expression else { return };
    let scan = Scan::expression(&formula.text);
    let at = |range: &Range<usize>| place(&formula.span, &formula.text, range);
    let mut known = common_names();
    known.extend(own_name);
    let slots: Vec<&str> = flow.slots.keys().map(SlotName::as_str).collect();
    let whole = formula.text.trim();
    Names { read: &expression.names(), known: &known, slots: &slots, code: "expression-name", whole }.check(&scan, at, index, findings);
    helpers(&scan, at, findings);
    weekdays::check(&scan, at, findings);
    literals::in_formula(&scan, is_condition, at, findings);
    for read in scan.readings() {
        reading(&read, &at(&read.range), index, findings);
        if read.root == "slots" && !slots.contains(&read.name) {
            let message = format!("the flow `{}` has no slot `{}`", flow.name.value, read.name);
            let found = Diagnostic::error("expression-name", message, &at(&read.range));
            findings.push(if own_name == Some("result") {
                found.help(format!("did you mean `result.{}`? The answer of the action is `result`", read.name))
            } else {
                found.did_you_mean(read.name, slots.iter().copied())
            });
        }
    }
}

/// The names that a text reads, and those it may read.
pub(super) struct Names<'a> {
    /// Dotted, as minijinja tells them.
    pub(super) read: &'a BTreeSet<String>,
    pub(super) known: &'a [&'a str],
    /// The slots that may be meant.
    pub(super) slots: &'a [&'a str],
    pub(super) code: &'static str,
    /// The whole expression; empty for a template.
    pub(super) whole: &'a str,
}

impl Names<'_> {
    pub(super) fn check(&self, scan: &Scan<'_>, at: impl Fn(&Range<usize>) -> Span, index: &Index<'_>, findings: &mut Findings) {
        let roots: BTreeSet<&str> = self.read.iter().map(|name| name.split('.').next().unwrap_or(name)).collect();
        for root in roots.iter().filter(|root| !self.known.contains(root) && !FUNCTIONS.contains(root)) {
            let place = at(&scan.variable(root).unwrap_or_default());
            let found = Diagnostic::error(self.code, format!("there is no `{root}` here"), &place);
            let help = self.help(root, index);
            findings.push(found.help(help));
        }
        for root in ["slots", "person"].into_iter().filter(|root| self.read.contains(*root)) {
            let place = at(&scan.variable(root).unwrap_or_default());
            let found = Diagnostic::error(self.code, format!("`{root}` is read as a whole"), &place);
            findings.push(found.help(format!("name what is read: `{root}.name`")));
        }
    }

    /// What may be meant by a name that is not there.
    fn help(&self, root: &str, index: &Index<'_>) -> String {
        let is_value = index.known.entities.values().any(|entity| entity.values.iter().any(|value| value == root));
        match (root, closest(root, self.known), closest(root, self.slots)) {
            ("value", ..) if self.code == "template-variable" => {
                "`value` is what a `reject` rule refuses: a text may say it that such rules say and nothing else does".to_owned()
            }
            ("value", ..) => "`value` is what the person offers, in `reject` only".to_owned(),
            ("result", ..) => "`result` is what an action answers, in `save` only".to_owned(),
            ("yes" | "Yes" | "no" | "No", ..) => "yes and no are `true` and `false`".to_owned(),
            (_, Some(meant), _) => format!("did you mean `{meant}`?"),
            (_, None, Some(slot)) if !is_value => format!("did you mean `slots.{slot}`?"),
            (_, None, _) if root == self.whole && is_value => in_both_quotes(root),
            (_, None, _) if is_value => format!("a text stands in quotes: `\"{root}\"`"),
            (_, None, _) => {
                let known: Vec<String> = self.known.iter().map(|known| format!("`{known}`")).collect();
                let quotes = if root == self.whole {
                    format!("; {}", in_both_quotes(root))
                } else if self.code == "expression-name" {
                    format!("; a text stands in quotes: `\"{root}\"`")
                } else {
                    String::new()
                };
                format!("known here: {}{quotes}", known.join(", "))
            }
        }
    }
}

/// How a text alone is written as an expression.
fn in_both_quotes(text: &str) -> String {
    format!("a text is written `'\"{text}\"'`: YAML takes the outer quotes away, the inner ones make it a text")
}

/// Filters and tests exist, and nothing is called as a method.
pub(super) fn helpers(scan: &Scan<'_>, at: impl Fn(&Range<usize>) -> Span, findings: &mut Findings) {
    if let Some((method, range)) = scan.method() {
        let found = Diagnostic::error("expression-name", format!("values have no method `{method}`"), &at(&range));
        findings.push(found.help("use a test, such as `value is endingwith(\".org\")`, or a filter, such as `slots.name | lower`"));
    }
    for (is_filter, name, range) in scan.helpers() {
        let (what, known) = if is_filter { ("filter", FILTERS) } else { ("test", TESTS) };
        if !known.contains(&name) {
            let found = Diagnostic::error("expression-name", format!("there is no {what} `{name}`"), &at(&range));
            let list = known.join(", ");
            let elsewhere = ELSEWHERE.iter().find(|(written, _)| *written == name).map(|(_, here)| *here);
            findings.push(match elsewhere.or_else(|| closest(name, known)) {
                Some(meant) => found.help(format!("did you mean `{meant}`?")),
                None => found.help(format!("{what}s are: {list}")),
            });
        }
    }
}

/// Values are plain, without fields; the profile holds what flows keep for a purpose, and each of it may be missing.
pub(super) fn reading(read: &Reading<'_>, at: &Span, index: &Index<'_>, findings: &mut Findings) {
    let is_sum = || {
        let kinds = index.drafts.flows.iter().filter_map(|flow| flow.slots.get(read.name)?.kind.as_ref());
        kinds.into_iter().any(|kind| kind.value == "money")
    };
    if let Some(field) = read.field.filter(|field| !matches!(*field, "amount" | "currency") || !is_sum()) {
        let message = format!("`{}.{}` is a plain value and has no `{field}`", read.root, read.name);
        findings.push(Diagnostic::error("expression-name", message, at).help(format!("write `{}.{}`", read.root, read.name)));
    }
    if read.root != "person" {
        return;
    }
    let slots = index.drafts.flows.iter().flat_map(|flow| &flow.slots);
    let kept: BTreeSet<&str> = slots.filter(|(_, slot)| slot.purpose.is_some()).map(|(name, _)| name.as_str()).collect();
    if !kept.contains(read.name) {
        let message = format!("no flow keeps a `{}` in the person's profile", read.name);
        let found = Diagnostic::error("expression-name", message, at).did_you_mean(read.name, kept.iter().copied());
        findings.push(if kept.is_empty() { found.help("the profile holds the values of slots that have a `purpose`") } else { found });
    } else if !read.guarded {
        let message = format!("`person.{}` may not be set: the profile begins empty", read.name);
        findings.push(Diagnostic::error("read-before-set", message, at).help(format!("guard it with `person.{} is defined`", read.name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::{Expression, Scope};

    #[test]
    fn every_filter_and_test_that_is_offered_exists() {
        let check = |name: &str, what: &str| {
            let probe = Expression::new(&format!("\"{name}\" is {what}")).unwrap();
            assert!(probe.is_true(&Scope::default()).unwrap(), "{what} {name}");
        };
        for name in FILTERS {
            check(name, "filter");
        }
        for name in TESTS {
            check(name, "test");
        }
    }
}
