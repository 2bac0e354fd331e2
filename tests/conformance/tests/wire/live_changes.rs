//! `docs/capabilities.md`, live-changes: reads, unreads and deletes made elsewhere.

use conformance::{Server, Socket, Ward, answer, everywhere};
use protocol::{Status, Wants};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

everywhere! {
    a_socket_that_wants_changes_is_told_of_those_made_elsewhere,
    who_asks_for_nothing_is_told_nothing,
}

const CHANGES: Wants = Wants { changes: true, receipts: false };

fn told(id: Uuid, status: Status) -> String {
    format!(r#"{{"change": "status", "notification_id": "{id}", "status": "{}"}}"#, status.as_str())
}

/// Tells it, or as the deployed server does, nothing.
async fn hears<S: Server>(ward: &Ward<S>, socket: &mut Socket, id: Uuid, status: Status) {
    if ward.ways.tells_changes_live {
        assert_eq!(socket.text().await, told(id, status));
    }
    socket.is_silent().await;
}

async fn a_socket_that_wants_changes_is_told_of_those_made_elsewhere<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let (mut desk, mut phone) = (ada.socket_that(CHANGES).await, ada.socket().await);
    desk.is_silent().await;
    phone.is_silent().await;
    let (first, second) = (ward.tell(&ward.ada, "first").await, ward.tell(&ward.ada, "second").await);
    desk.messages(2).await;
    phone.messages(2).await;
    desk.is_silent().await;
    phone.is_silent().await;

    ada.answer(Method::POST, &format!("{first}/mark-read/")).await;
    hears(ward, &mut desk, first, Status::Read).await;
    ada.answer(Method::POST, &format!("{first}/mark-read/")).await;
    desk.is_silent().await;
    answer(ada.call(Method::PATCH, &format!("{first}/")).json(&json!({"status": "UNREAD"}))).await;
    hears(ward, &mut desk, first, Status::Unread).await;
    phone.say(format!(r#"{{"action":"mark_read","notification_id":"{first}"}}"#)).await;
    assert_eq!(phone.json().await["action"], "mark_read");
    hears(ward, &mut desk, first, Status::Read).await;
    ada.answer(Method::POST, "mark-all-read/").await;
    hears(ward, &mut desk, second, Status::Read).await;
    ada.answer(Method::POST, &format!("{first}/mark-deleted/")).await;
    hears(ward, &mut desk, first, Status::Deleted).await;
    ada.answer(Method::DELETE, &format!("{second}/")).await;
    hears(ward, &mut desk, second, Status::Deleted).await;
    phone.is_silent().await;

    ward.tell(&ward.ada, "third").await;
    assert_eq!(desk.messages(1).await, ["third"]);
}

async fn who_asks_for_nothing_is_told_nothing<S: Server>(ward: &Ward<S>) {
    let (ada, tomasz) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.tomasz).await);
    let mut other = tomasz.socket_that(CHANGES).await;
    let mut words = ada.tries_socket("/ws/notifications/?want=time-travel,%20&want=", None).await.unwrap();
    other.is_silent().await;
    words.is_silent().await;
    let id = ward.tell(&ward.ada, "hello").await;
    words.messages(1).await;
    words.is_silent().await;
    ada.answer(Method::POST, &format!("{id}/mark-read/")).await;
    words.is_silent().await;
    other.is_silent().await;
}
