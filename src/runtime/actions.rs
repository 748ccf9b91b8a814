//! Calls that flows make: over HTTP, or answered by a script in tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use crate::bot::{ActionStub, Stubs};
use crate::config;
use crate::dialogue::ActionFailed;
use crate::domain::ActionName;
use crate::flow::{Action, HeaderValue};
use crate::outbound::{Answered, Outbound, OutboundError};

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
    /// The answers to one try after another, by action; the last repeats. An action without an answer answers 503.
    answers: Stubs,
    calls: Mutex<Vec<(ActionName, Value)>>,
    tries: Mutex<HashMap<ActionName, usize>>,
}

impl Script {
    /// A script in which an action has one answer, however often it is called.
    pub fn new(answers: HashMap<ActionName, (u16, Value)>) -> Self {
        let stub = |(status, body)| vec![ActionStub { status, body, times_out: false }];
        Self::in_turn(answers.into_iter().map(|(action, answer)| (action, stub(answer))).collect())
    }

    /// A script in which an action has one answer after another, for each try; the last repeats.
    pub fn in_turn(answers: Stubs) -> Self {
        Self { answers, ..Self::default() }
    }

    /// The calls so far, in order, each once however often it was tried.
    pub fn calls(&self) -> Vec<(ActionName, Value)> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn write_down(&self, action: &ActionName, body: &Value) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push((action.clone(), body.clone()));
    }

    fn answer(&self, action: &ActionName) -> Result<Answered, Failed> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = tries.entry(action.clone()).or_insert(0);
        let nth = std::mem::replace(tries, *tries + 1);
        let answer = self.answers.get(action).and_then(|answers| answers.get(nth).or(answers.last()));
        match answer {
            Some(ActionStub { times_out: true, .. }) => Err(Failed { passing: true, ..Failed::for_good("no answer in time".to_owned()) }),
            Some(ActionStub { status, body, .. }) => Ok(Answered { status: *status, body: body.clone(), retry_after: None }),
            None => Ok(Answered { status: 503, body: Value::Null, retry_after: None }),
        }
    }
}

/// A try that did not succeed.
struct Failed {
    /// The status, if there was an answer.
    status: Option<u16>,
    /// Why, without any value.
    reason: String,
    /// Whether another try may succeed: after a time-out, and when the server says so (429) or has a fault of its own (5xx).
    passing: bool,
    /// The pause that the server asks for.
    retry_after: Duration,
}

impl Failed {
    fn for_good(reason: String) -> Self {
        Self { status: None, reason, passing: false, retry_after: Duration::ZERO }
    }
}

impl Actions {
    /// Calls an action, and again as far as its `retries` allow, always with the same idempotency key. Any status but 2xx is a failure;
    /// the reason that is logged names no values.
    pub(super) async fn call(&self, action: &Action, mut body: Map<String, Value>, idempotency_key: &str) -> Result<Value, ActionFailed> {
        if let Self::Scripted(script) = self {
            script.write_down(&action.name, &Value::Object(body.clone()));
        }
        let url = match action.address(&mut body) {
            Ok(url) => url,
            Err(error) => {
                tracing::warn!(action = %action.name, reason = %error, "a call of an action failed");
                return Err(ActionFailed { status: None });
            }
        };
        let body = Value::Object(body);
        let began = Instant::now();
        let budget = milliseconds(action.budget_ms());
        let mut attempt = 1;
        loop {
            let left = budget.saturating_sub(began.elapsed());
            let failed = match self.once(action, &url, &body, idempotency_key, left.min(milliseconds(action.timeout_ms))).await {
                Ok(result) => return Ok(result),
                Err(failed) => failed,
            };
            // A script's failures are meant.
            if matches!(self, Self::Http(_)) {
                tracing::warn!(action = %action.name, attempt, reason = %failed.reason, "a call of an action failed");
            }
            let pause = milliseconds(action.retries.pause_ms(attempt)).max(failed.retry_after);
            if !failed.passing || attempt >= action.retries.attempts || began.elapsed() + pause >= budget {
                return Err(ActionFailed { status: failed.status });
            }
            if matches!(self, Self::Http(_)) {
                tokio::time::sleep(pause).await;
            }
            attempt += 1;
        }
    }

    /// One try.
    async fn once(&self, action: &Action, url: &str, body: &Value, idempotency_key: &str, timeout: Duration) -> Result<Value, Failed> {
        let answered = match self {
            Self::Scripted(script) => script.answer(&action.name)?,
            Self::Http(outbound) => http(outbound, action, url, body, idempotency_key, timeout).await?,
        };
        match answered.status {
            200..=299 => Ok(answered.body),
            status => Err(Failed {
                status: Some(status),
                reason: format!("status {status}"),
                passing: status == 429 || status >= 500,
                retry_after: answered.retry_after.unwrap_or_default(),
            }),
        }
    }
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

async fn http(
    outbound: &Outbound,
    action: &Action,
    url: &str,
    body: &Value,
    idempotency_key: &str,
    timeout: Duration,
) -> Result<Answered, Failed> {
    let mut headers = vec![("Idempotency-Key".to_owned(), idempotency_key.to_owned())];
    for (name, value) in &action.headers {
        let value = match value {
            HeaderValue::Plain(value) => value.clone(),
            HeaderValue::Secret(secret) => {
                config::secret(secret).ok_or_else(|| Failed::for_good(format!("the secret `{secret}` is not set")))?
            }
        };
        headers.push((name.clone(), value));
    }
    outbound.call(&action.method, url, &headers, Some(body), timeout).await.map_err(|error| {
        let passing = matches!(error, OutboundError::TimedOut { .. });
        Failed { passing, ..Failed::for_good(error.to_string()) }
    })
}

#[cfg(test)]
mod tests;
