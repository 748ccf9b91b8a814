//! Expressions: minijinja with strict undefined, compiled at load, bounded in fuel.

use std::fmt;
use std::sync::LazyLock;

use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

/// The most minijinja instructions that one expression or template may use.
const FUEL: u64 = 20_000;

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
    /// In `reject`: the value offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// In `save`: the action's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
}

/// A compiled expression.
pub struct Expression {
    source: String,
    compiled: minijinja::Expression<'static, 'static>,
}

/// An expression or template that could not be compiled or evaluated. The text names no values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ExpressionError {
    /// What is wrong.
    pub what: String,
}

impl ExpressionError {
    /// Keeps kind and detail of minijinja's error; neither shows values, only names and types.
    pub(super) fn new(error: &minijinja::Error) -> Self {
        let what = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self { what }
    }
}

/// The settings that expressions and templates share.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// A syntax error.
    pub fn new(source: &str) -> Result<Self, ExpressionError> {
        let compiled = ENVIRONMENT.compile_expression_owned(source.to_owned()).map_err(|error| ExpressionError::new(&error))?;
        Ok(Self { source: source.to_owned(), compiled })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The value in a scope.
    ///
    /// # Errors
    /// Undefined names, type errors, fuel used up.
    pub fn evaluate(&self, scope: &Scope) -> Result<serde_json::Value, ExpressionError> {
        let value = self.compiled.eval(minijinja::value::Serde(scope)).map_err(|error| ExpressionError::new(&error))?;
        serde_json::to_value(value).map_err(|error| ExpressionError { what: error.to_string() })
    }

    /// Whether it is true in a scope.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn is_true(&self, scope: &Scope) -> Result<bool, ExpressionError> {
        self.compiled.eval(minijinja::value::Serde(scope)).map(|value| value.is_true()).map_err(|error| ExpressionError::new(&error))
    }

    /// The names it reads, dotted (`slots.role`).
    pub fn names(&self) -> std::collections::HashSet<String> {
        self.compiled.undeclared_variables(true)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.source)
    }
}
