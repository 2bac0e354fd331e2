//! Section 5.2: status, tests, and what staff create.

use conformance::{Server, Ward, answer, everywhere};
use reqwest::Method;
use serde_json::{Value, json};

everywhere! {
    anybody_may_ask_for_the_status,
    a_test_notification_reaches_oneself,
    staff_write_to_others,
}

async fn anybody_may_ask_for_the_status<S: Server>(ward: &Ward<S>) {
    let status = ward.stranger().get("status/").await;
    assert_eq!((&status["status"], &status["websocket_available"]), (&json!("online"), &json!(true)));
    assert_eq!(status["message"], "Notification system is running");
    match status.get("capabilities") {
        None => assert!(!ward.ways.replays, "the deployed one names none"),
        Some(named) => assert_eq!(*named, json!(["replay", "changes", "live-changes", "receipts", "action-ids"])),
    }
}

async fn a_test_notification_reaches_oneself<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;
    let test = || ada.call(Method::POST, "test/");

    let (status, sent) = answer(test().json(&json!({"message": "ping", "notification_type": "ISSUE"}))).await;
    assert_eq!((status, &sent["status"], &sent["message"]), (200, &json!("success"), &json!("Test notification sent")));
    let pushed = socket.json().await;
    assert_eq!((&pushed["id"], &pushed["type"]), (&sent["notification_id"], &json!("ISSUE")));

    answer(test().form(&[("message", "by form"), ("notification_type", "BILLING")])).await;
    let pushed = socket.json().await;
    assert_eq!((&pushed["message"], &pushed["type"]), (&json!("by form"), &json!("SYSTEM")));

    let said = match ward.ways.test_without_message {
        500 => json!({"status": "error", "message": "Failed to send test notification"}),
        _ => json!({"message": ["This field is required."]}),
    };
    let without_message = answer(test().json(&json!({"message": null}))).await;
    assert_eq!(without_message, (ward.ways.test_without_message, said));
}

async fn staff_write_to_others<S: Server>(ward: &Ward<S>) {
    let helena = ward.signed_in(&ward.hire_staff().await).await;
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;
    let body = json!({
        "receiver": ward.ada.id, "message": "moved", "notification_type": "APPOINTMENT", "subject": "appointment",
        "object_id": "11111111-2222-4333-8444-555555555555",
    });

    let (status, row) = answer(helena.call(Method::POST, "").json(&body)).await;

    assert_eq!((status, &row["receiver_email"], &row["subject"]), (201, &json!(ward.ada.email), &json!("appointment")));
    assert_eq!(ada.get("?limit=1").await["results"][0]["id"], row["id"]);
    if ward.ways.pushes_what_staff_create {
        assert_eq!(socket.json().await["id"], row["id"]);
    }
    socket.is_silent().await;

    let refusal = json!({"error": "You do not have permission to create notifications directly."});
    assert_eq!(answer(ada.call(Method::POST, "").json(&body)).await, (403, refusal));
    let mut incomplete: Value = body;
    incomplete.as_object_mut().unwrap().remove("receiver");
    let required = json!({"receiver": ["This field is required."]});
    assert_eq!(answer(helena.call(Method::POST, "").json(&incomplete)).await, (400, required));
}
