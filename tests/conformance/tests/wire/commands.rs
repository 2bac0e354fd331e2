//! Section 4: what a client says by the socket.

use conformance::{Server, Ward, everywhere};
use reqwest::Method;
use tokio_tungstenite::tungstenite::Message;

everywhere! {
    commands_are_acknowledged_to_their_sender_alone,
    an_ack_proves_nothing,
    what_makes_no_sense_is_passed_over_in_silence,
    a_binary_frame_closes_with_1011_and_harms_no_other_socket,
    reads_elsewhere_are_not_told,
}

fn mark_read(id: &str) -> String {
    format!(r#"{{"action":"mark_read","notification_id":"{id}","request_id":7}}"#)
}

async fn commands_are_acknowledged_to_their_sender_alone<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let (mut desk, mut tablet) = (ada.socket().await, ada.socket().await);
    desk.is_silent().await;
    tablet.is_silent().await;
    let (first, second) = (ward.tell(&ward.ada, "first").await, ward.tell(&ward.ada, "second").await);
    desk.messages(2).await;
    tablet.messages(2).await;

    let shouted = first.to_string().to_uppercase();
    for _ in 0..2 {
        desk.say(mark_read(&shouted)).await;
        let ack = format!(r#"{{"status": "success", "action": "mark_read", "notification_id": "{shouted}"}}"#);
        assert_eq!(desk.text().await, ack);
    }
    assert_eq!(ward.status(&ward.ada, first).await, "READ");
    assert_eq!(ward.status(&ward.ada, second).await, "UNREAD");

    desk.say(r#"{"action":"mark_all_read"}"#).await;
    assert_eq!(desk.text().await, r#"{"status": "success", "action": "mark_all_read"}"#);
    assert_eq!(ward.status(&ward.ada, second).await, "READ");
    tablet.is_silent().await;
}

async fn an_ack_proves_nothing<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;
    let (deleted, others) = (ward.tell(&ward.ada, "deleted").await, ward.tell(&ward.tomasz, "for Tomasz").await);
    socket.messages(1).await;
    // Commands wait behind what is still being delivered, so the delivery has been noted.
    socket.is_silent().await;
    ada.answer(Method::POST, &format!("{deleted}/mark-deleted/")).await;
    for id in [others.to_string(), "11111111-2222-4333-8444-555555555555".to_owned(), deleted.to_string()] {
        socket.say(mark_read(&id)).await;
        assert_eq!(socket.json().await["notification_id"], id);
    }
    assert_eq!(ward.status(&ward.tomasz, others).await, "UNREAD", "nobody marks what is another's");
    assert_eq!(ward.status(&ward.ada, deleted).await, "READ", "a deleted one reappears");
}

async fn what_makes_no_sense_is_passed_over_in_silence<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    for nonsense in [
        r#"{"action":"mark_read","notification_id":"not-a-uuid"}"#,
        r#"{"action":"mark_read","notification_id":["11111111-2222-4333-8444-555555555555"]}"#,
        r#"{"action":"mark_read"}"#,
        r#"{"action":"mark_read","id":"11111111-2222-4333-8444-555555555555"}"#,
        r#"{"action":"ping"}"#,
        r#"{"action":"received","notification_ids":["11111111-2222-4333-8444-555555555555"]}"#,
        r#"{"action":1}"#,
        "{",
        "",
        "[]",
        "\"mark_all_read\"",
        "null",
    ] {
        socket.say(nonsense).await;
        socket.is_silent().await;
    }
}

async fn a_binary_frame_closes_with_1011_and_harms_no_other_socket<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let (mut desk, mut tablet) = (ada.socket().await, ada.socket().await);
    desk.send(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(desk.close_code().await, 1011);
    tablet.is_silent().await;
}

async fn reads_elsewhere_are_not_told<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;
    let id = ward.tell(&ward.ada, "read by REST").await;
    socket.messages(1).await;
    socket.is_silent().await;
    ada.answer(Method::POST, &format!("{id}/mark-read/")).await;
    ada.answer(Method::POST, "mark-all-read/").await;
    ada.answer(Method::POST, &format!("{id}/mark-deleted/")).await;
    socket.is_silent().await;
}
