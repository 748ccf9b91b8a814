//! Conversations over HTTP: greeting, notice, consent, repeats, restarts.

use serde_json::{Value, json};

use super::{API_TOKEN, Desk, Held, START};

const NOTICE: (&str, [&str; 2]) = ("notice", ["notice.accept", "notice.decline"]);

fn offered(kind: &str, choices: &[&str]) -> (String, Vec<String>) {
    (kind.to_owned(), choices.iter().map(|choice| (*choice).to_owned()).collect())
}

/// An application from the role on; the answer to the last message.
async fn apply(desk: &Desk, held: &Held) -> Vec<String> {
    desk.choose(held, "consent.yes").await;
    desk.choose(held, "role.cook").await;
    desk.write(held, "ada@posta.example").await.said()
}

#[tokio::test]
async fn the_greeting_says_that_it_is_a_machine_and_stores_nothing() {
    let desk = Desk::new();
    let before = desk.stat().await;
    let begun = desk.post(START, API_TOKEN, &json!({"lang": "en"})).await;
    assert_eq!(begun.status.as_u16(), 201);
    assert_eq!(begun.header("location"), format!("/v1/conversations/{}", begun.json()["conversation"].as_str().unwrap()));
    assert_eq!(begun.said(), ["Hello, I am the desk of Acme: a machine, not a person."]);
    assert_eq!(desk.stat().await, before);
}

#[tokio::test]
async fn the_first_message_is_answered_by_the_notice_and_nothing_is_stored_until_it_is_accepted() {
    let desk = Desk::new();
    let held = desk.start().await;
    let before = desk.stat().await;
    let first = desk.write(&held, "I want to apply").await;
    assert_eq!(first.offered(), offered(NOTICE.0, &NOTICE.1));
    assert!(first.said()[0].contains("**Acme Srl**"));
    let stands = json!({"flow": null, "open_question": "notice", "handover": null, "stored": false, "lang": "en"});
    assert_eq!(first.json()["conversation"], stands);
    assert_eq!(desk.stat().await, before);
    let then = desk.choose(&held, "notice.accept").await;
    assert_eq!(then.offered(), offered("consent", &["consent.yes", "consent.no"]), "the first message was handled");
    assert_eq!(then.json()["conversation"]["stored"], true);
    assert!(desk.stat().await.records > before.records);
}

/// After the first message, what is typed at the notice leaves it so, with the first message handled.
async fn typed(said: &str, stored: bool) {
    let desk = Desk::new();
    let held = desk.start().await;
    desk.write(&held, "I want to apply").await;
    let answer = desk.write(&held, said).await;
    assert_eq!(answer.json()["conversation"]["stored"], stored, "{said}: {}", answer.text);
    assert_eq!(answer.json()["conversation"]["flow"], "apply", "{said}: {}", answer.text);
}

#[tokio::test]
async fn a_typed_yes_accepts_the_notice() {
    typed("yes", true).await;
}

#[tokio::test]
async fn a_typed_no_declines_the_notice() {
    typed("no", false).await;
}

#[tokio::test]
async fn the_words_of_a_button_of_the_notice_press_it() {
    typed("accept", true).await;
    typed("Don't store!", false).await;
}

#[tokio::test]
async fn a_notice_that_is_passed_over_stores_nothing_and_its_buttons_stay_valid() {
    let desk = Desk::new();
    let held = desk.start().await;
    let before = desk.stat().await;
    desk.write(&held, "when are you open").await;
    let answer = desk.write(&held, "what time do you close").await;
    assert_eq!(answer.said().last().map(String::as_str), Some("From 9 to 17."));
    assert_eq!(answer.said().len(), 2, "not stored, and the answer, once");
    assert_eq!(desk.stat().await, before);
    assert_eq!(desk.choose(&held, "notice.accept").await.json()["conversation"]["stored"], true);
}

#[tokio::test]
async fn a_declined_conversation_works_just_the_same_and_stores_nothing() {
    let (accepted, declined) = (Desk::new(), Desk::new());
    let before = declined.stat().await;
    let mut said = Vec::new();
    for (desk, choice) in [(&accepted, "notice.accept"), (&declined, "notice.decline")] {
        let held = desk.start().await;
        desk.write(&held, "I want to apply").await;
        desk.choose(&held, choice).await;
        said.push(apply(desk, &held).await);
        assert_eq!(desk.script.calls().len(), 1);
    }
    assert_eq!(said[0], ["Sent, the reference is R-7."]);
    assert_eq!(said[0], said[1]);
    assert_eq!(declined.stat().await, before);
}

#[tokio::test]
async fn a_refused_consent_ends_the_flow_and_calls_nobody() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    desk.write(&held, "I want to apply").await;
    let answer = desk.choose(&held, "consent.no").await;
    assert_eq!(answer.said()[0], "Then I take nothing down.");
    assert_eq!(desk.script.calls(), []);
}

#[tokio::test]
async fn the_same_id_twice_gives_the_same_answer_and_acts_once() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    desk.write(&held, "I want to apply").await;
    desk.choose(&held, "consent.yes").await;
    desk.choose(&held, "role.cook").await;
    let last = json!({"id": "m-4", "text": "ada@posta.example"});
    let once = desk.message(&held, &last).await;
    let again = desk.message(&held, &last).await;
    assert_eq!(once.said(), ["Sent, the reference is R-7."]);
    assert_eq!((once.status, &once.text), (again.status, &again.text));
    assert_eq!(desk.script.calls().len(), 1);
}

#[tokio::test]
async fn a_stored_conversation_goes_on_after_a_restart() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    desk.write(&held, "I want to apply").await;
    desk.choose(&held, "consent.yes").await;
    desk.choose(&held, "role.cook").await;
    let desk = desk.restarted();
    assert_eq!(desk.write(&held, "ada@posta.example").await.said(), ["Sent, the reference is R-7."]);
    let sent: Vec<Value> = desk.script.calls().into_iter().map(|(_, body)| body).collect();
    assert_eq!(sent, [json!({"role": "cook", "email": "ada@posta.example"})]);
}

#[tokio::test]
async fn a_person_who_is_known_is_not_asked_again() {
    let desk = Desk::new();
    let begin = json!({"person": "customer-17"});
    for round in ["first", "second"] {
        let opened = desk.post(START, API_TOKEN, &begin).await.json();
        let path = format!("/v1/conversations/{}", opened["conversation"].as_str().unwrap());
        let held = Held { path, token: opened["token"].as_str().unwrap().into() };
        let answer = desk.write(&held, "when are you open").await;
        if round == "first" {
            assert_eq!(answer.offered().0, "notice");
            desk.choose(&held, "notice.accept").await;
        } else {
            assert_eq!(answer.said(), ["From 9 to 17."]);
        }
    }
}

#[tokio::test]
async fn an_empty_message_is_answered() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    let answer = desk.write(&held, " \u{0} \n").await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert!(!answer.said().is_empty());
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_leave_half_a_turn_behind() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    for _ in 0..10 {
        tokio::select! {
            biased;
            _ = desk.choose(&held, "consent.yes") => {}
            // The turn is under way when its caller goes.
            () = tokio::task::yield_now() => {}
        }
        assert_eq!(desk.choose(&held, "consent.yes").await.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn a_statement_or_a_condition_at_the_notice_is_no_acceptance() {
    for said in ["I have a car and want to drive", "Please send me your open positions", "ok but what do you keep?"] {
        typed(said, false).await;
    }
}

#[tokio::test]
async fn nobody_accepts_a_notice_that_was_not_shown() {
    let desk = Desk::new();
    let held = desk.start().await;
    let pressed = desk.choose(&held, "notice.accept").await;
    assert_eq!(pressed.offered(), offered(NOTICE.0, &NOTICE.1));
    assert_eq!(pressed.json()["conversation"]["stored"], false);
    assert_eq!(desk.choose(&held, "notice.accept").await.json()["conversation"]["stored"], true);
}

/// Every stored value, as `store dump --decrypt` prints it.
async fn dump(desk: &Desk) -> String {
    let lines = desk.store.dump_page(None).await.unwrap().lines;
    lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn evidence_names_the_text_that_was_shown_also_after_a_restart() {
    let desk = Desk::new();
    let held = desk.start_accepted().await;
    desk.write(&held, "I want to apply").await;
    let desk = desk.restarted();
    desk.choose(&held, "consent.yes").await;
    let dumped = dump(&desk).await;
    assert!(dumped.contains("\"purpose\":\"application\""), "{dumped}");
    assert!(!dumped.contains("\"sha256\":\"\""), "{dumped}");
}

#[tokio::test]
async fn one_conversation_of_a_person_does_not_undo_what_another_one_stored() {
    let desk = Desk::new();
    let begin = json!({"person": "customer-17"});
    let mut conversations = Vec::new();
    for _ in 0..2 {
        let opened = desk.post(START, API_TOKEN, &begin).await.json();
        let path = format!("/v1/conversations/{}", opened["conversation"].as_str().unwrap());
        conversations.push(Held { path, token: opened["token"].as_str().unwrap().into() });
    }
    for (held, address) in conversations.iter().zip(["old@posta.example", "new@posta.example"]) {
        desk.choose(held, "notice.accept").await;
        desk.choose(held, "notice.accept").await;
        desk.write(held, "I want to apply").await;
        desk.choose(held, "consent.yes").await;
        desk.choose(held, "role.cook").await;
        desk.write(held, address).await;
    }
    desk.write(&conversations[0], "when are you open").await;
    let dumped = dump(&desk).await;
    assert!(dumped.contains("new@posta.example") && !dumped.contains("old@posta.example"), "{dumped}");
}

#[tokio::test]
async fn whoever_asks_is_told_whether_the_conversation_is_stored_also_after_a_restart() {
    let desk = Desk::new();
    for (choice, stored) in [("notice.decline", false), ("notice.accept", true)] {
        let held = desk.start().await;
        desk.choose(&held, choice).await;
        desk.choose(&held, choice).await;
        let told = |answer: &super::Answer| answer.said()[0].starts_with("You agreed that this conversation is stored");
        assert_eq!(told(&desk.write(&held, "what have you stored about me").await), stored);
        if stored {
            assert!(told(&desk.restarted().write(&held, "show me my data").await));
        }
    }
}
