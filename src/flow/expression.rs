//! Expressions: minijinja with strict undefined, compiled at load, bounded in fuel.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

/// The most minijinja instructions that one expression or template may use.
const FUEL: u64 = 20_000;

/// The longest expression, in characters; also the longest tag of a template.
const LONGEST_EXPRESSION: usize = 2_000;
/// The longest template, in characters.
const LONGEST_TEMPLATE: usize = 20_000;
/// How deep brackets may be nested.
const DEEPEST_BRACKETS: usize = 30;

/// Why an expression is too large to be compiled: the time that minijinja takes grows with the square of its nesting.
pub(super) fn excess(expression: &str) -> Option<String> {
    let length = expression.chars().count();
    if length > LONGEST_EXPRESSION {
        return Some(format!("this expression has {length} characters; at most {LONGEST_EXPRESSION} are read"));
    }
    let (mut depth, mut deepest, mut quote) = (0_usize, 0, None);
    for c in expression.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (Some(_) | None, _) => {}
        }
        deepest = deepest.max(depth);
    }
    (deepest > DEEPEST_BRACKETS)
        .then(|| format!("brackets are nested {deepest} deep in this expression; at most {DEEPEST_BRACKETS} are read"))
}

/// Why a template is too large to be compiled.
pub(super) fn template_excess(template: &str) -> Option<String> {
    let length = template.chars().count();
    if length > LONGEST_TEMPLATE {
        return Some(format!("this text has {length} characters; at most {LONGEST_TEMPLATE} are read"));
    }
    let tags = template.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap_or(rest));
    let blocks = template.split("{%").skip(1).map(|rest| rest.split("%}").next().unwrap_or(rest));
    tags.chain(blocks).find_map(excess)
}

/// What expressions and templates can read. Unset slots are absent, hence undefined.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Scope {
    /// The innermost flow's slots.
    pub slots: serde_json::Map<String, serde_json::Value>,
    /// The person's profile, purposes merged.
    pub person: serde_json::Map<String, serde_json::Value>,
    /// The language.
    pub lang: String,
    /// Today in the bot's time zone, `YYYY-MM-DD`.
    pub today: String,
    /// Now, RFC 3339 in the bot's time zone.
    pub now: String,
    /// The bot's name in words.
    pub bot: String,
    /// Where people reach the controller.
    pub contact: String,
    /// Whether this conversation is stored.
    pub stored: bool,
    /// What the bot's languages are called by their speakers, joined by commas.
    pub languages: String,
    /// For the filter `label`: the labels of the listed values at hand, in the language of the conversation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// In `reject`: the value offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// In `save`: the action's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
    /// In built-in questions: the asked slot's name in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// In built-in questions: the titles of the choices, joined by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
    /// In the built-in consent question: what the purpose is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A compiled expression.
#[derive(Clone)]
pub struct Expression {
    source: Arc<str>,
    compiled: Arc<minijinja::Expression<'static, 'static>>,
}

/// An expression or template that could not be compiled or evaluated. The text names no values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ExpressionError {
    /// What is wrong.
    pub what: String,
}

impl ExpressionError {
    /// A failure while running: only its kind, since minijinja's details may show values, which are personal.
    pub(super) fn running(error: &minijinja::Error) -> Self {
        Self { what: error.kind().to_string() }
    }

    /// A failure to compile: kind and detail, which show only what the author wrote.
    pub(super) fn compiling(error: &minijinja::Error) -> Self {
        let what = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self { what }
    }
}

/// The settings that expressions and templates share. Values are data: never escaped, never read as templates.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("clock", super::figures::clock);
    environment.add_filter("day", super::day::day);
    environment.add_filter("datetime", super::spans::datetime);
    environment.add_filter("days", super::spans::days);
    environment.add_filter("duration", super::spans::duration);
    environment.add_filter("interval", super::spans::interval);
    environment.add_filter("label", super::label::label);
    environment.add_filter("minutes", super::spans::minutes);
    environment.add_filter("money", super::figures::money);
    environment.add_filter("time", super::figures::time);
    environment.add_filter("weekday", super::day::weekday);
    environment.set_formatter(super::figures::write);
    environment
}

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// A syntax error.
    pub fn new(source: &str) -> Result<Self, ExpressionError> {
        let compiled = ENVIRONMENT.compile_expression_owned(source.to_owned()).map_err(|error| ExpressionError::compiling(&error))?;
        Ok(Self { source: source.into(), compiled: Arc::new(compiled) })
    }

    /// The value in a scope.
    ///
    /// # Errors
    /// Undefined names, type errors, fuel used up.
    pub fn evaluate(&self, scope: &Scope) -> Result<serde_json::Value, ExpressionError> {
        let value = self.compiled.eval(minijinja::value::Serde(scope)).map_err(|error| ExpressionError::running(&error))?;
        serde_json::to_value(value).map_err(|_| ExpressionError { what: "the value has no JSON form".to_owned() })
    }

    /// The value in a scope, where nothing is no value.
    ///
    /// # Errors
    /// As [`Self::evaluate`]; also an undefined value.
    pub fn defined(&self, scope: &Scope) -> Result<serde_json::Value, ExpressionError> {
        let value = self.evaluate(scope)?;
        if value.is_null() { Err(ExpressionError { what: minijinja::ErrorKind::UndefinedError.to_string() }) } else { Ok(value) }
    }

    /// Whether it is true in a scope.
    ///
    /// # Errors
    /// As [`Self::evaluate`]; also an undefined value, which is no silent false.
    pub fn is_true(&self, scope: &Scope) -> Result<bool, ExpressionError> {
        let value = self.compiled.eval(minijinja::value::Serde(scope)).map_err(|error| ExpressionError::running(&error))?;
        if value.is_undefined() {
            return Err(ExpressionError { what: minijinja::ErrorKind::UndefinedError.to_string() });
        }
        Ok(value.is_true())
    }

    /// The expression as its author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names it reads, dotted (`slots.role`).
    pub fn names(&self) -> BTreeSet<String> {
        self.compiled.undeclared_variables(true).into_iter().collect()
    }
}

/// The names that a template reads, dotted; an error if it does not compile.
pub(super) fn template_names(source: &str) -> Result<BTreeSet<String>, ExpressionError> {
    let template = ENVIRONMENT.template_from_str(source).map_err(|error| ExpressionError::compiling(&error))?;
    Ok(template.undeclared_variables(true).into_iter().collect())
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.source)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(source: &str, value: serde_json::Value, expected: &serde_json::Value) {
        let mut scope =
            Scope { value: Some(value), today: "2026-03-02".into(), now: "2026-03-02T15:00:00+01:00".into(), ..Scope::default() };
        scope.slots.insert("role".into(), json!("driver"));
        assert_eq!(Expression::new(source).unwrap().evaluate(&scope).unwrap(), *expected, "{source}");
    }

    #[test]
    fn expressions_read_slots_and_the_offered_value() {
        check("value is endingwith(\"@example.com\")", json!("ada@example.com"), &json!(true));
        check("value is startingwith(\"ada\")", json!("ada@example.com"), &json!(true));
        check("slots.role == \"driver\" and value > 2", json!(3), &json!(true));
        check("value > today", json!("2026-03-04"), &json!(true));
        check("today ~ \"T\" ~ value < now", json!("14:59"), &json!(true));
        check("today ~ \"T\" ~ value < now", json!("15:01"), &json!(false));
        check("slots.nothing is defined", json!(0), &json!(false));
        check("\"IT\"", json!(0), &json!("IT"));
    }

    #[test]
    fn what_would_take_long_to_compile_is_not_compiled() {
        let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(excess(&nested(30)), None);
        assert_eq!(excess(&nested(500)).as_deref(), Some("brackets are nested 500 deep in this expression; at most 30 are read"));
        assert_eq!(excess(&nested(20_000)).as_deref(), Some("this expression has 40001 characters; at most 2000 are read"));
        assert_eq!(excess("value == \"((((((((((((((((((((((((((((((((((((\""), None);
        assert_eq!(
            template_excess(&format!("Hello {{{{ {} }}}}", nested(40))).as_deref(),
            Some("brackets are nested 40 deep in this expression; at most 30 are read")
        );
        assert_eq!(template_excess(&"a".repeat(20_001)).as_deref(), Some("this text has 20001 characters; at most 20000 are read"));
    }

    #[test]
    fn undefined_names_are_errors_and_never_false() {
        let scope = Scope::default();
        assert!(Expression::new("slots.role == \"driver\"").unwrap().is_true(&scope).is_err());
        assert!(Expression::new("not slots.role").unwrap().is_true(&scope).is_err());
        assert_eq!(Expression::new("slots.role").unwrap().is_true(&scope).unwrap_err().to_string(), "undefined value");
        assert!(!Expression::new("slots.role is defined and slots.role").unwrap().is_true(&scope).unwrap());
        assert!(Expression::new("1 +").is_err());
    }

    #[test]
    fn a_failure_shows_no_values() {
        let mut scope = Scope::default();
        scope.slots.insert("name".into(), json!("Ada"));
        scope.slots.insert("age".into(), json!(4_815_162));
        let check = |source: &str| {
            let error = Expression::new(source).unwrap().evaluate(&scope).unwrap_err();
            assert_eq!(error.to_string(), "invalid operation", "{source}");
        };
        check("slots.age // 0");
        check("slots.name + 1");
        check("slots.name | int");
    }

    #[test]
    fn a_template_tells_the_names_that_it_reads() {
        let names = template_names("{% for x in range(3) %}{{ x }}{{ slots.a }}{% endfor %}{{ lang }}").unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["lang", "range", "slots.a"]);
    }
}
