//! The small HR and order desk that `demo` starts, so that the example bots' actions have somebody to talk to.
//!
//! It checks what it is sent, answers with a reference and forgets everything but how many it got. It knows five orders. It never
//! writes anything.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// The largest body, in bytes: an application is a handful of short fields.
const MAX_BODY_BYTES: usize = 16 * 1024;
/// The longest field, in bytes.
const MAX_FIELD_BYTES: usize = 320;
/// Days before this are slips.
const EARLIEST_DAY: Date = Date::constant(2020, 1, 1);
/// References count on from here: `R-1001` is the first application.
const FIRST_APPLICATION: u32 = 1001;
/// References count on from here: `I-2001` is the first interview.
const FIRST_INTERVIEW: u32 = 2001;
/// References count on from here: `L-3001` is the label of the first return.
const FIRST_RETURN: u32 = 3001;
/// The orders that the desk knows.
const ORDERS: [(&str, Order); 5] = [
    ("A-1042", Order { state: OrderState::OnTheWay, item: "Travel kettle TK-200" }),
    ("A-1043", Order { state: OrderState::Delivered, item: "Glass kettle TK-350" }),
    ("B-2001", Order { state: OrderState::Packing, item: "Hand grinder GR-15" }),
    ("C-30017", Order { state: OrderState::Delivered, item: "Cast-iron teapot TP-60" }),
    ("D-555", Order { state: OrderState::OnTheWay, item: "Filter papers FP-100" }),
];

/// How many requests of each kind were taken since the start.
#[derive(Debug, Default)]
struct Counts {
    applications: AtomicU32,
    interviews: AtomicU32,
    returns: AtomicU32,
}

/// A job application; personal, so it has no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    role: String,
    name: String,
    email: String,
    start_on: Date,
}

/// A wish for an interview; personal, so it has no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Interview {
    meeting: Meeting,
    day: Date,
    half_day: HalfDay,
    name: String,
    email: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Meeting {
    Office,
    Video,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HalfDay {
    Morning,
    Afternoon,
}

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum OrderState {
    Packing,
    OnTheWay,
    Delivered,
}

/// An order, and the answer to a question for it.
#[derive(Clone, Copy, Serialize)]
struct Order {
    state: OrderState,
    item: &'static str,
}

/// A question for an order; its number belongs to a person, so it has no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderQuestion {
    order: String,
}

/// A wish to send an order back; its number belongs to a person, so it has no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    order: String,
    reason: String,
}

/// The answer to a wish to send an order back.
#[derive(Serialize)]
struct Labelled {
    label: String,
}

/// The answer to an application.
#[derive(Serialize)]
struct Applied {
    id: String,
}

/// The answer to a wish for an interview.
#[derive(Serialize)]
struct Booked {
    id: String,
    time: &'static str,
}

/// Why a request was refused: fixed words and field names, never what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Refusal {
    #[serde(skip)]
    status: StatusCode,
    error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}

impl Refusal {
    fn field(error: &'static str, field: &'static str) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, error, field: Some(field) }
    }
}

/// Serves the desk until `shutdown` is done.
///
/// # Errors
/// What accepting connections came to.
pub async fn serve(listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    axum::serve(listener, router()).with_graceful_shutdown(shutdown).await
}

fn router() -> Router {
    Router::new()
        .route("/applications", post(apply))
        .route("/interviews", post(book))
        .route("/orders", post(find_order))
        .route("/returns", post(take_back))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(Arc::new(Counts::default()))
}

async fn apply(State(counts): State<Arc<Counts>>, body: Result<Json<Application>, JsonRejection>) -> Result<Response, Refusal> {
    let application = read(body)?;
    check_text(&application.role, "role")?;
    check_text(&application.name, "name")?;
    check_email(&application.email)?;
    check_day(application.start_on, "start_on")?;
    let number = FIRST_APPLICATION + counts.applications.fetch_add(1, Ordering::Relaxed);
    Ok((StatusCode::CREATED, Json(Applied { id: format!("R-{number}") })).into_response())
}

async fn book(State(counts): State<Arc<Counts>>, body: Result<Json<Interview>, JsonRejection>) -> Result<Response, Refusal> {
    let interview = read(body)?;
    check_text(&interview.name, "name")?;
    check_day(interview.day, "day")?;
    match &interview.email {
        Some(email) => check_email(email)?,
        None if interview.meeting == Meeting::Video => return Err(Refusal::field("a video link needs an address", "email")),
        None => {}
    }
    // The desk has no calendar: every day is free, at the same hours.
    let time = match interview.half_day {
        HalfDay::Morning => "10:00",
        HalfDay::Afternoon => "15:00",
    };
    let number = FIRST_INTERVIEW + counts.interviews.fetch_add(1, Ordering::Relaxed);
    Ok((StatusCode::CREATED, Json(Booked { id: format!("I-{number}"), time })).into_response())
}

async fn find_order(body: Result<Json<OrderQuestion>, JsonRejection>) -> Result<Response, Refusal> {
    Ok(Json(known_order(&read(body)?.order)?).into_response())
}

async fn take_back(State(counts): State<Arc<Counts>>, body: Result<Json<Return>, JsonRejection>) -> Result<Response, Refusal> {
    let wish = read(body)?;
    check_text(&wish.reason, "reason")?;
    if known_order(&wish.order)?.state != OrderState::Delivered {
        return Err(Refusal::field("this order has not arrived yet", "order"));
    }
    let number = FIRST_RETURN + counts.returns.fetch_add(1, Ordering::Relaxed);
    Ok((StatusCode::CREATED, Json(Labelled { label: format!("L-{number}") })).into_response())
}

/// The order that a number means: with or without its letter, hyphen and capitals. No two of the desk's orders have the same digits.
fn known_order(number: &str) -> Result<Order, Refusal> {
    check_text(number, "order")?;
    let written: String = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let is_meant =
        |known: &str| known.split_once('-').is_some_and(|(letter, digits)| written.strip_prefix(letter).unwrap_or(&written) == digits);
    let known = ORDERS.into_iter().find(|(known, _)| is_meant(known));
    let none = Refusal { status: StatusCode::NOT_FOUND, error: "there is no such order", field: Some("order") };
    known.map(|(_, order)| order).ok_or(none)
}

/// The parsed body. The parser's own words may quote what was sent, so they are dropped.
fn read<Body>(body: Result<Json<Body>, JsonRejection>) -> Result<Body, Refusal> {
    let refusal =
        Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, error: "the body is not the JSON that this address takes", field: None };
    body.map(|Json(body)| body).map_err(|_| refusal)
}

fn check_text(text: &str, field: &'static str) -> Result<(), Refusal> {
    match text.trim() {
        "" => Err(Refusal::field("this is empty", field)),
        text if text.len() > MAX_FIELD_BYTES => Err(Refusal::field("this is too long", field)),
        _ => Ok(()),
    }
}

/// The desk has no clock either, so it only catches slips such as a year of birth.
fn check_day(day: Date, field: &'static str) -> Result<(), Refusal> {
    if day < EARLIEST_DAY { Err(Refusal::field("this day is long past", field)) } else { Ok(()) }
}

fn check_email(email: &str) -> Result<(), Refusal> {
    check_text(email, "email")?;
    let is_address = email.split_once('@').is_some_and(|(person, host)| !person.is_empty() && host.contains('.'));
    if is_address { Ok(()) } else { Err(Refusal::field("this is no e-mail address", "email")) }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, header};
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;

    async fn post_to(desk: &Router, path: &str, body: String) -> (u16, Value) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
        let response = desk.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), MAX_BODY_BYTES).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    async fn check(path: &str, body: Value, expected: (u16, Value)) {
        assert_eq!(post_to(&router(), path, body.to_string()).await, expected);
    }

    fn application() -> Value {
        json!({"role": "cook", "name": "Ada Byron", "email": "ada@posta.example", "start_on": "2026-03-16"})
    }

    fn interview() -> Value {
        json!({"meeting": "office", "day": "2026-03-12", "half_day": "morning", "name": "Ada Byron"})
    }

    fn with(mut body: Value, field: &str, value: Value) -> Value {
        body[field] = value;
        body
    }

    #[tokio::test]
    async fn applications_get_references_that_count_up() {
        let desk = router();
        assert_eq!(post_to(&desk, "/applications", application().to_string()).await, (201, json!({"id": "R-1001"})));
        assert_eq!(post_to(&desk, "/applications", application().to_string()).await, (201, json!({"id": "R-1002"})));
        assert_eq!(post_to(&desk, "/interviews", interview().to_string()).await, (201, json!({"id": "I-2001", "time": "10:00"})));
    }

    #[tokio::test]
    async fn the_half_of_the_day_gives_the_hour() {
        check("/interviews", with(interview(), "half_day", json!("afternoon")), (201, json!({"id": "I-2001", "time": "15:00"}))).await;
    }

    #[tokio::test]
    async fn a_known_order_is_shown_with_its_state() {
        let on_the_way = json!({"state": "on_the_way", "item": "Travel kettle TK-200"});
        check("/orders", json!({"order": "A-1042"}), (200, on_the_way)).await;
        check("/orders", json!({"order": "B-2001"}), (200, json!({"state": "packing", "item": "Hand grinder GR-15"}))).await;
        check("/orders", json!({"order": "A-1043"}), (200, json!({"state": "delivered", "item": "Glass kettle TK-350"}))).await;
    }

    #[tokio::test]
    async fn an_order_is_found_however_its_number_is_written() {
        for written in ["A1043", "a-1043", "1043", "A 1043"] {
            check("/orders", json!({"order": written}), (200, json!({"state": "delivered", "item": "Glass kettle TK-350"}))).await;
        }
        let none = (404, json!({"error": "there is no such order", "field": "order"}));
        check("/orders", json!({"order": "B-1043"}), none.clone()).await;
        check("/orders", json!({"order": "AA1043"}), none).await;
    }

    #[tokio::test]
    async fn an_unknown_order_is_not_found() {
        let none = (404, json!({"error": "there is no such order", "field": "order"}));
        check("/orders", json!({"order": "Z-999"}), none.clone()).await;
        check("/returns", json!({"order": "Z-999", "reason": "damaged"}), none).await;
        check("/orders", json!({"order": ""}), (422, json!({"error": "this is empty", "field": "order"}))).await;
    }

    #[tokio::test]
    async fn what_has_arrived_can_go_back_under_a_label() {
        let desk = router();
        let wish = json!({"order": "C-30017", "reason": "damaged"});
        assert_eq!(post_to(&desk, "/returns", wish.to_string()).await, (201, json!({"label": "L-3001"})));
        assert_eq!(post_to(&desk, "/returns", wish.to_string()).await, (201, json!({"label": "L-3002"})));
        let early = (422, json!({"error": "this order has not arrived yet", "field": "order"}));
        check("/returns", with(wish.clone(), "order", json!("B-2001")), early).await;
        check("/returns", with(wish, "reason", json!(" ")), (422, json!({"error": "this is empty", "field": "reason"}))).await;
    }

    #[tokio::test]
    async fn a_refusal_names_the_field_and_never_what_was_sent() {
        let long = "x".repeat(MAX_FIELD_BYTES + 1);
        check("/applications", with(application(), "name", json!(" ")), (422, json!({"error": "this is empty", "field": "name"}))).await;
        check("/applications", with(application(), "role", json!(long)), (422, json!({"error": "this is too long", "field": "role"})))
            .await;
        let no_address = (422, json!({"error": "this is no e-mail address", "field": "email"}));
        check("/applications", with(application(), "email", json!("ada at home")), no_address).await;
        let past = (422, json!({"error": "this day is long past", "field": "start_on"}));
        check("/applications", with(application(), "start_on", json!("1815-12-10")), past).await;
        let no_link = (422, json!({"error": "a video link needs an address", "field": "email"}));
        check("/interviews", with(interview(), "meeting", json!("video")), no_link).await;
    }

    #[tokio::test]
    async fn what_is_not_the_expected_json_is_refused_without_quoting_it() {
        let refused = (422, json!({"error": "the body is not the JSON that this address takes"}));
        check("/applications", json!({"role": "cook"}), refused.clone()).await;
        check("/applications", with(application(), "salary", json!(9)), refused.clone()).await;
        check("/applications", with(application(), "start_on", json!("soon")), refused.clone()).await;
        assert_eq!(post_to(&router(), "/applications", "[[[[".into()).await, refused);
        assert_eq!(post_to(&router(), "/applications", "x".repeat(MAX_BODY_BYTES + 1)).await, refused);
    }
}
