//! Calls that flows make: over HTTP, or answered by a script in tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config;
use crate::dialogue::ActionFailed;
use crate::domain::ActionName;
use crate::flow::{Action, HeaderValue};
use crate::outbound::Outbound;

/// Who answers calls.
#[derive(Clone)]
pub enum Actions {
    /// The actions' own addresses.
    Http(Arc<Outbound>),
    /// A script: the status and body by action; each call is written down.
    Scripted(Arc<Script>),
}

/// Answers for tests, and what was called.
#[derive(Default)]
pub struct Script {
    /// Status and body by action; an action that is not named answers 503.
    pub answers: HashMap<ActionName, (u16, serde_json::Value)>,
    calls: Mutex<Vec<(ActionName, serde_json::Value)>>,
}

impl Script {
    /// A script with these answers.
    pub fn new(answers: HashMap<ActionName, (u16, serde_json::Value)>) -> Self {
        Self { answers, calls: Mutex::default() }
    }

    /// The calls so far, in order.
    pub fn calls(&self) -> Vec<(ActionName, serde_json::Value)> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer(&self, action: &ActionName, body: serde_json::Value) -> (u16, serde_json::Value) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push((action.clone(), body));
        self.answers.get(action).cloned().unwrap_or((503, serde_json::Value::Null))
    }
}

impl Actions {
    /// Calls an action once. Any status but 2xx is a failure; the reason that is logged names no values.
    pub(super) async fn call(
        &self,
        action: &Action,
        body: serde_json::Value,
        idempotency_key: &str,
    ) -> Result<serde_json::Value, ActionFailed> {
        let answer = match self {
            Self::Scripted(script) => Ok(script.answer(&action.name, body)),
            Self::Http(outbound) => http(outbound, action, &body, idempotency_key).await,
        };
        match answer {
            Ok((200..=299, result)) => Ok(result),
            Ok((status, _)) => {
                tracing::warn!(action = %action.name, status, "an action answered with an error");
                Err(ActionFailed { status: Some(status) })
            }
            Err(reason) => {
                tracing::warn!(action = %action.name, %reason, "an action could not be called");
                Err(ActionFailed { status: None })
            }
        }
    }
}

async fn http(
    outbound: &Outbound,
    action: &Action,
    body: &serde_json::Value,
    idempotency_key: &str,
) -> Result<(u16, serde_json::Value), String> {
    let mut headers = vec![("Idempotency-Key".to_owned(), idempotency_key.to_owned())];
    for (name, value) in &action.headers {
        let value = match value {
            HeaderValue::Plain(value) => value.clone(),
            HeaderValue::Secret(secret) => config::secret(secret).ok_or_else(|| format!("the secret `{secret}` is not set"))?,
        };
        headers.push((name.clone(), value));
    }
    let timeout = std::time::Duration::from_millis(action.timeout_ms.into());
    outbound.call(&action.method, &action.url, &headers, Some(body), timeout).await.map_err(|error| error.to_string())
}
