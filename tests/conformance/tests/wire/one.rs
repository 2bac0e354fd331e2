//! Section 5.2: single notifications.

use conformance::{Server, Ward, answer, everywhere};
use reqwest::Method;
use serde_json::{Value, json};

everywhere! {
    one_is_shown_read_unread_deleted_and_then_gone,
    a_hard_delete_removes_for_good,
    nobody_reads_or_changes_what_belongs_to_another,
    a_patch_of_a_status_must_make_sense,
    a_put_wants_everything_or_is_refused,
}

fn missing() -> (u16, Value) {
    (404, json!({"detail": "No Notification matches the given query."}))
}

async fn one_is_shown_read_unread_deleted_and_then_gone<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let one = format!("{id}/");
    assert_eq!(ada.get(&one).await["message"], "hello");

    let read = (200, json!({"status": "notification marked as read"}));
    assert_eq!(ada.answer(Method::POST, &format!("{id}/mark-read/")).await, read);
    assert_eq!(ada.answer(Method::POST, &format!("{id}/mark-read/")).await, read, "repeatable");
    assert_eq!(ward.status(&ward.ada, id).await, "READ");
    assert_eq!(ada.get(&one).await["read_at"], Value::Null, "never set");

    let (status, row) = answer(ada.call(Method::PATCH, &one).json(&json!({"status": "UNREAD"}))).await;
    assert_eq!((status, &row["status"]), (200, &json!("UNREAD")));
    assert_eq!(ward.status(&ward.ada, id).await, "UNREAD");

    let deleted = (200, json!({"status": "notification marked as deleted"}));
    assert_eq!(ada.answer(Method::POST, &format!("{id}/mark-deleted/")).await, deleted);
    for (method, path) in [
        (Method::POST, format!("{id}/mark-deleted/")),
        (Method::POST, format!("{id}/mark-read/")),
        (Method::GET, one.clone()),
        (Method::DELETE, one.clone()),
    ] {
        assert_eq!(ada.answer(method, &path).await, missing(), "{path}");
    }
    assert_eq!(ward.status(&ward.ada, id).await, "DELETED");
}

async fn a_hard_delete_removes_for_good<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    assert_eq!(ada.answer(Method::DELETE, &format!("{id}/")).await, (204, Value::Null));
    assert_eq!(ada.answer(Method::DELETE, &format!("{id}/")).await, missing());
    assert_eq!(ward.server.row(ward.ada.id, id).await, None);
}

async fn nobody_reads_or_changes_what_belongs_to_another<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "for Ada alone").await;
    let tomasz = ward.signed_in(&ward.tomasz).await;
    for (method, path) in [
        (Method::GET, format!("{id}/")),
        (Method::POST, format!("{id}/mark-read/")),
        (Method::POST, format!("{id}/mark-deleted/")),
        (Method::PATCH, format!("{id}/")),
        (Method::DELETE, format!("{id}/")),
    ] {
        assert_eq!(tomasz.answer(method.clone(), &path).await, missing(), "{method} {path}");
    }
    assert_eq!(ward.status(&ward.ada, id).await, "UNREAD");
}

async fn a_patch_of_a_status_must_make_sense<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let patch = |body: Value| answer(ada.call(Method::PATCH, &format!("{id}/")).json(&body));

    assert_eq!(patch(json!({"status": "FOO"})).await, (400, json!({"status": ["\"FOO\" is not a valid choice."]})));
    assert_eq!(ward.status(&ward.ada, id).await, "UNREAD");
    assert_eq!(patch(json!({})).await.0, 200);
    assert_eq!(patch(json!({"message": "other"})).await.0, ward.ways.patch_of_a_message);
}

async fn a_put_wants_everything_or_is_refused<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let body = json!({"message": "other", "notification_type": "SYSTEM"});
    let (status, said) = answer(ada.call(Method::PUT, &format!("{id}/")).json(&body)).await;
    assert_eq!(status, ward.ways.put_without_receiver);
    if status == 400 {
        assert_eq!(said, json!({"receiver": ["This field is required."]}));
    }
    assert_eq!(ada.get(&format!("{id}/")).await["message"], "hello");
}
