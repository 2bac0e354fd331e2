//! Sections 2 and 3: the handshake, and what the server says.

use conformance::{Server, Told, Ward, everywhere};
use protocol::{SESSION_COOKIE, SOCKET_PATH};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

everywhere! {
    without_a_session_there_is_no_socket,
    a_wrong_path_is_refused_and_a_query_ignored,
    a_frame_has_ten_keys_in_their_order_and_is_ascii,
    every_type_reaches_every_socket_of_the_user_once,
    hostile_and_unknown_things_go_through_as_they_are,
    a_goodbye_is_answered,
}

async fn without_a_session_there_is_no_socket<S: Server>(ward: &Ward<S>) {
    let stranger = ward.stranger();
    assert_eq!(stranger.refused_socket(SOCKET_PATH, None).await, 403);
    stranger.set_cookie(SESSION_COOKIE, "nkaz90gu1wu130tfftmdmtzn0keb87nk");
    assert_eq!(stranger.refused_socket(SOCKET_PATH, None).await, 403);
}

async fn a_wrong_path_is_refused_and_a_query_ignored<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let refused = [
        ada.refused_socket("/clinic/ws/notifications/", None).await,
        ada.refused_socket("/ws/notifications", None).await,
    ];
    assert_eq!(refused, [ward.ways.wrong_socket_path, ward.ways.socket_path_without_slash]);
    ada.tries_socket(&format!("{SOCKET_PATH}?from=desk"), None).await.unwrap().is_silent().await;
}

async fn a_frame_has_ten_keys_in_their_order_and_is_ascii<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    socket.is_silent().await;
    let related = Some(("appointment", "11111111-2222-4333-8444-555555555555"));

    let id = ward.server.send(ward.ada.id, Told { kind: "APPOINTMENT", message: "患者 👍", related }).await;

    let text = socket.text().await;
    let date = serde_json::from_str::<Value>(&text).unwrap()["date"].as_str().unwrap().to_owned();
    assert!(date.ends_with("+00:00"));
    let expected = format!(
        r#"{{"message": "\u60a3\u8005 \ud83d\udc4d", "notification_id": "{id}", "notification_type": "APPOINTMENT", "date": "{date}", "status": "UNREAD", "type": "APPOINTMENT", "id": "{id}", "unread": true, "related_object_id": "11111111-2222-4333-8444-555555555555", "related_object_type": "appointment"}}"#
    );
    assert_eq!(text, expected);
    ward.tell(&ward.ada, "points to nothing").await;
    assert!(socket.text().await.ends_with(r#""related_object_id": null, "related_object_type": null}"#));
}

async fn every_type_reaches_every_socket_of_the_user_once<S: Server>(ward: &Ward<S>) {
    let (ada, tomasz) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.tomasz).await);
    let (mut desk, mut tablet, mut other) = (ada.socket().await, ada.socket().await, tomasz.socket().await);
    for socket in [&mut desk, &mut tablet, &mut other] {
        socket.is_silent().await;
    }
    let kinds: Vec<_> = protocol::Kind::ALL.iter().map(ToString::to_string).collect();
    let mut ids = Vec::new();
    for kind in &kinds {
        ids.push(ward.server.send(ward.ada.id, Told { kind, message: kind, related: None }).await);
    }
    assert_eq!(desk.messages(8).await, kinds);
    assert_eq!(tablet.messages(8).await, kinds);
    for socket in [&mut desk, &mut tablet, &mut other] {
        socket.is_silent().await;
    }
    for id in ids {
        ward.is_delivered(&ward.ada, id).await;
    }
}

async fn hostile_and_unknown_things_go_through_as_they_are<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    socket.is_silent().await;
    let message = "<img src=x onerror=alert(1)>\n\"'\u{1}\u{7f}\u{202e}";
    ward.server.send(ward.ada.id, Told { kind: "BILLING", message, related: None }).await;
    let frame = socket.json().await;
    assert_eq!((frame["message"].as_str(), frame["type"].as_str()), (Some(message), Some("BILLING")));
    ward.tell(&ward.ada, "").await;
    assert_eq!(socket.messages(1).await, [""]);
}

async fn a_goodbye_is_answered<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    socket.send(Message::Close(Some(CloseFrame { code: 1000.into(), reason: "".into() }))).await;
    assert_eq!(socket.close_code().await, 1000);
}
