//! `docs/capabilities.md`, action-ids: a change with a key is done once.

use conformance::{Server, Visitor, Ward, answer, everywhere};
use protocol::IDEMPOTENCY_KEY_HEADER;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

everywhere! {
    a_change_that_comes_again_is_done_once,
    a_key_that_was_used_changes_nothing_in_any_call,
    what_was_not_done_may_be_tried_again,
    a_patch_that_comes_again_shows_what_became_of_the_row,
    a_key_has_to_be_a_uuid,
}

fn with_key(visitor: &Visitor, method: Method, rest: &str, key: &str) -> RequestBuilder {
    visitor.call(method, rest).header(IDEMPOTENCY_KEY_HEADER, key)
}

fn missing() -> (u16, Value) {
    (404, json!({"detail": "No Notification matches the given query."}))
}

async fn a_change_that_comes_again_is_done_once<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let key = Uuid::new_v4();
    let mark_read = async |key: &str| answer(with_key(&ada, Method::POST, &format!("{id}/mark-read/"), key)).await;
    let done = (200, json!({"status": "notification marked as read"}));
    assert_eq!(mark_read(&key.to_string()).await, done);
    answer(ada.call(Method::PATCH, &format!("{id}/")).json(&json!({"status": "UNREAD"}))).await;

    assert_eq!(mark_read(&key.simple().to_string().to_uppercase()).await, done);

    let expected = if ward.ways.knows_keys { "UNREAD" } else { "READ" };
    assert_eq!(ward.status(&ward.ada, id).await, expected);
    assert_eq!(mark_read(&Uuid::new_v4().to_string()).await, done);
    assert_eq!(ward.status(&ward.ada, id).await, "READ", "another key is another action");
}

async fn a_key_that_was_used_changes_nothing_in_any_call<S: Server>(ward: &Ward<S>) {
    let (id, tomaszs) = (ward.tell(&ward.ada, "hello").await, ward.tell(&ward.tomasz, "hello").await);
    let (ada, tomasz) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.tomasz).await);
    let key = Uuid::new_v4().to_string();
    let again = async |method, rest: &str| answer(with_key(&ada, method, rest, &key)).await;
    assert_eq!(again(Method::POST, &format!("{id}/mark-deleted/")).await.0, 200);
    let hidden = (200, json!({"status": "notification marked as deleted"}));
    let expected = if ward.ways.knows_keys { hidden } else { missing() };
    assert_eq!(again(Method::POST, &format!("{id}/mark-deleted/")).await, expected);
    let expected = if ward.ways.knows_keys { (204, Value::Null) } else { missing() };
    assert_eq!(again(Method::DELETE, &format!("{id}/")).await, expected);
    assert_eq!(ward.status(&ward.ada, id).await, "DELETED");

    answer(with_key(&tomasz, Method::POST, &format!("{tomaszs}/mark-read/"), &key)).await;
    assert_eq!(ward.status(&ward.tomasz, tomaszs).await, "READ", "another's key is another key");
}

async fn what_was_not_done_may_be_tried_again<S: Server>(ward: &Ward<S>) {
    let (id, tomaszs) = (ward.tell(&ward.ada, "hello").await, ward.tell(&ward.tomasz, "hello").await);
    let ada = ward.signed_in(&ward.ada).await;
    let key = Uuid::new_v4().to_string();
    assert_eq!(answer(with_key(&ada, Method::POST, &format!("{tomaszs}/mark-read/"), &key)).await, missing());
    answer(with_key(&ada, Method::POST, &format!("{id}/mark-read/"), &key)).await;
    assert_eq!(ward.status(&ward.ada, id).await, "READ");
    assert_eq!(ward.status(&ward.tomasz, tomaszs).await, "UNREAD");
}

async fn a_patch_that_comes_again_shows_what_became_of_the_row<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let key = Uuid::new_v4().to_string();
    let patch = async || {
        let request = with_key(&ada, Method::PATCH, &format!("{id}/"), &key);
        let (status, row) = answer(request.json(&json!({"status": "UNREAD"}))).await;
        (status, row["status"].as_str().map(str::to_owned))
    };
    assert_eq!(patch().await, (200, Some("UNREAD".to_owned())));
    ada.answer(Method::POST, &format!("{id}/mark-read/")).await;
    let now = if ward.ways.knows_keys { "READ" } else { "UNREAD" };
    assert_eq!(patch().await, (200, Some(now.to_owned())));
    ada.answer(Method::POST, &format!("{id}/mark-deleted/")).await;
    let now = if ward.ways.knows_keys { (200, Some("DELETED".to_owned())) } else { (404, None) };
    assert_eq!(patch().await, now);
    assert_eq!(ward.status(&ward.ada, id).await, "DELETED");
}

async fn a_key_has_to_be_a_uuid<S: Server>(ward: &Ward<S>) {
    let id = ward.tell(&ward.ada, "hello").await;
    let ada = ward.signed_in(&ward.ada).await;
    let odd = with_key(&ada, Method::POST, &format!("{id}/mark-read/"), "17");
    let refused = (400, json!({"detail": "The idempotency key is not a UUID."}));
    let done = (200, json!({"status": "notification marked as read"}));
    assert_eq!(answer(odd).await, if ward.ways.knows_keys { refused } else { done });
    assert_eq!(ward.status(&ward.ada, id).await, if ward.ways.knows_keys { "UNREAD" } else { "READ" });
}
