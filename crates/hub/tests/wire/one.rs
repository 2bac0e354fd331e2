//! Section 5.2: single notifications, test and staff sending.

use hub::NewUser;
use protocol::{Capability, ServerStatus, Status};
use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, answer};
use crate::ward::Ward;

const ADA: &str = "ada@ward.example";

fn missing() -> (u16, Value) {
    (404, json!({"detail": "No Notification matches the given query."}))
}

#[tokio::test]
async fn one_is_shown_read_unread_deleted_and_then_gone() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let note = ward.send(id, "hello").await;
    let ada = ward.signed_in(ADA).await;
    let one = format!("{note}/");

    assert_eq!(ada.get(&one).await["message"], json!("hello"));
    let read = (200, json!({"status": "notification marked as read"}));
    assert_eq!(ada.answer(Method::POST, &format!("{note}/mark-read/")).await, read);
    assert_eq!(ada.answer(Method::POST, &format!("{note}/mark-read/")).await, read, "repeatable");
    assert_eq!(ward.status(id, note).await, Some(Status::Read));

    let (status, row) = answer(ada.call(Method::PATCH, &one).json(&json!({"status": "UNREAD"}))).await;
    assert_eq!((status, &row["status"]), (200, &json!("UNREAD")));
    assert_eq!(ward.status(id, note).await, Some(Status::Unread));

    let deleted = (200, json!({"status": "notification marked as deleted"}));
    assert_eq!(ada.answer(Method::POST, &format!("{note}/mark-deleted/")).await, deleted);
    for (method, path) in [
        (Method::POST, format!("{note}/mark-deleted/")),
        (Method::POST, format!("{note}/mark-read/")),
        (Method::GET, one.clone()),
        (Method::DELETE, one.clone()),
    ] {
        assert_eq!(ada.answer(method, &path).await, missing(), "{path}");
    }
    assert_eq!(ward.status(id, note).await, Some(Status::Deleted));
}

#[tokio::test]
async fn delete_removes_for_good() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let note = ward.send(id, "hello").await;
    let ada = ward.signed_in(ADA).await;
    assert_eq!(ada.answer(Method::DELETE, &format!("{note}/")).await, (204, Value::Null));
    assert_eq!(ada.answer(Method::DELETE, &format!("{note}/")).await, missing());
    assert_eq!(ward.stored(id, note).await, None);
}

#[tokio::test]
async fn nobody_reads_or_changes_what_belongs_to_another() {
    let ward = Ward::open().await;
    let (ada_id, _) = (ward.ada().await, ward.tomasz().await);
    let note = ward.send(ada_id, "for Ada alone").await;
    let tomasz = ward.signed_in("tomasz@ward.example").await;
    for (method, path) in [
        (Method::GET, format!("{note}/")),
        (Method::POST, format!("{note}/mark-read/")),
        (Method::POST, format!("{note}/mark-deleted/")),
        (Method::PATCH, format!("{note}/")),
        (Method::DELETE, format!("{note}/")),
    ] {
        assert_eq!(tomasz.answer(method.clone(), &path).await, missing(), "{method} {path}");
    }
    assert_eq!(ward.status(ada_id, note).await, Some(Status::Unread));
}

#[tokio::test]
async fn a_patch_changes_the_status_and_nothing_else() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let note = ward.send(id, "hello").await;
    let ada = ward.signed_in(ADA).await;
    let patch = |body: Value| answer(ada.call(Method::PATCH, &format!("{note}/")).json(&body));

    assert_eq!(patch(json!({"status": "FOO"})).await, (400, json!({"status": ["\"FOO\" is not a valid choice."]})));
    for field in ["message", "subject", "receiver", "delivered_at"] {
        let refused = (400, json!({field: ["This field can't be changed."]}));
        assert_eq!(patch(json!({field: "x", "status": "READ"})).await, refused);
    }
    assert_eq!(ward.status(id, note).await, Some(Status::Unread), "a refused patch changes nothing");
    assert_eq!(patch(json!({})).await.0, 200);
}

#[tokio::test]
async fn anybody_may_ask_for_the_status_and_hears_that_the_replay_works() {
    let ward = Ward::open().await;
    let stranger = Visitor::new(ward.hub.base_url());
    let status: ServerStatus = serde_json::from_value(stranger.get("status/").await).unwrap();
    assert_eq!((status.status.as_str(), status.websocket_available), ("online", true));
    assert_eq!(status.capabilities, [Capability::Replay]);
}

#[tokio::test]
async fn a_test_notification_reaches_oneself() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut socket = ada.socket().await;
    let test = || ada.call(Method::POST, "test/");

    let (status, sent) = answer(test().json(&json!({"message": "ping", "notification_type": "ISSUE"}))).await;
    assert_eq!((status, &sent["status"], &sent["message"]), (200, &json!("success"), &json!("Test notification sent")));
    let pushed = socket.json().await;
    assert_eq!((&pushed["id"], &pushed["type"]), (&sent["notification_id"], &json!("ISSUE")));

    answer(test().form(&[("message", "by form"), ("notification_type", "BILLING")])).await;
    let pushed = socket.json().await;
    assert_eq!((&pushed["message"], &pushed["type"]), (&json!("by form"), &json!("SYSTEM")));

    let failed = json!({"status": "error", "message": "Failed to send test notification"});
    assert_eq!(answer(test().json(&json!({"message": null}))).await, (500, failed));
}

#[tokio::test]
async fn staff_write_to_others_and_it_is_pushed() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    ward.hire(NewUser { is_staff: true, ..NewUser::new("helena@ward.example", "Helena Zając") }).await;
    let (ada, helena) = (ward.signed_in(ADA).await, ward.signed_in("helena@ward.example").await);
    let mut socket = ada.socket().await;
    let create = |body: Value| answer(helena.call(Method::POST, "").json(&body));
    let good = json!({
        "receiver": id.to_string(), "message": "moved", "notification_type": "APPOINTMENT", "subject": "appointment",
        "object_id": "11111111-2222-4333-8444-555555555555",
    });

    let (status, row) = create(good.clone()).await;
    assert_eq!((status, &row["receiver_email"], &row["subject"]), (201, &json!(ADA), &json!("appointment")));
    let pushed = socket.json().await;
    assert_eq!((&pushed["id"], &pushed["related_object_type"]), (&row["id"], &json!("appointment")));

    for field in ["receiver", "message", "notification_type"] {
        let mut incomplete = good.clone();
        incomplete.as_object_mut().unwrap().remove(field);
        assert_eq!(create(incomplete).await, (400, json!({field: ["This field is required."]})));
    }
    let mut astray = good.clone();
    astray["receiver"] = json!("11111111-2222-4333-8444-555555555555");
    assert_eq!(create(astray).await.0, 400);

    let refusal = json!({"error": "You do not have permission to create notifications directly."});
    assert_eq!(answer(ada.call(Method::POST, "").json(&good)).await, (403, refusal));
}
