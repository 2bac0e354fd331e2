//! Sections 2 to 4: the socket.

use hub::NewNotification;
use protocol::{Kind, Related, SESSION_COOKIE, Status};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use crate::visitor::Visitor;
use crate::ward::Ward;

const ADA: &str = "ada@ward.example";

#[tokio::test]
async fn without_a_session_there_is_no_socket() {
    let ward = Ward::open().await;
    let stranger = Visitor::new(ward.hub.base_url());
    assert_eq!(stranger.refused_socket().await, 403);
    stranger.set_cookie(SESSION_COOKIE, "nkaz90gu1wu130tfftmdmtzn0keb87nk");
    assert_eq!(stranger.refused_socket().await, 403);
}

#[tokio::test]
async fn all_eight_types_reach_every_socket_of_the_user_once() {
    let ward = Ward::open().await;
    let (ada_id, tomasz_id) = (ward.ada().await, ward.tomasz().await);
    let (ada, tomasz) = (ward.signed_in(ADA).await, ward.signed_in("tomasz@ward.example").await);
    let (mut desk, mut tablet, mut other) = (ada.socket().await, ada.socket().await, tomasz.socket().await);

    for kind in Kind::ALL {
        ward.hub.send(ada_id, NewNotification::new(kind.clone(), format!("Hello {kind}"))).await.unwrap();
    }

    let expected: Vec<String> = Kind::ALL.iter().map(|kind| format!("Hello {kind}")).collect();
    assert_eq!(desk.messages(8).await, expected);
    assert_eq!(tablet.messages(8).await, expected);
    for socket in [&mut desk, &mut tablet, &mut other] {
        socket.is_silent().await;
    }
    ward.all_delivered(ada_id).await;
    assert!(ward.hub.notifications_of(tomasz_id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_frame_is_spelt_as_measured() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    let related = Related { kind: Some("appointment".into()), id: Some("11111111-2222-4333-8444-555555555555".into()) };
    let new = NewNotification { related, ..NewNotification::new(Kind::Appointment, "患者 👍") };

    let note = ward.hub.send(id, new).await.unwrap();

    let text = socket.text().await;
    let date = serde_json::from_str::<Value>(&text).unwrap()["date"].as_str().unwrap().to_owned();
    assert!(date.ends_with("+00:00"));
    let expected = format!(
        r#"{{"message": "\u60a3\u8005 \ud83d\udc4d", "notification_id": "{note}", "notification_type": "APPOINTMENT", "date": "{date}", "status": "UNREAD", "type": "APPOINTMENT", "id": "{note}", "unread": true, "related_object_id": "11111111-2222-4333-8444-555555555555", "related_object_type": "appointment"}}"#
    );
    assert_eq!(text, expected);
}

#[tokio::test]
async fn hostile_and_unknown_things_go_through_as_they_are() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    let hostile = "<img src=x onerror=alert(1)>\n\"'\u{1}\u{7f}\u{202e}";
    ward.hub.send(id, NewNotification::new(Kind::Other("BILLING".into()), hostile)).await.unwrap();
    let frame = socket.json().await;
    assert_eq!((frame["message"].as_str(), frame["type"].as_str()), (Some(hostile), Some("BILLING")));
    ward.send(id, "").await;
    assert_eq!(socket.json().await["message"], "");
}

#[tokio::test]
async fn what_the_deployed_server_drops_is_refused_and_not_stored() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let long = Related { kind: Some("x".repeat(256)), id: None };
    for new in [
        NewNotification::new(Kind::System, "a\0b"),
        NewNotification::new(Kind::Other("X".repeat(21)), "long type"),
        NewNotification { related: long, ..NewNotification::new(Kind::System, "long related type") },
    ] {
        assert!(matches!(ward.hub.send(id, new).await, Err(hub::Error::Unsendable(_))));
    }
    assert!(ward.hub.notifications_of(id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_bulk_send_gives_each_their_own_and_one_who_is_named_twice_two() {
    let ward = Ward::open().await;
    let (ada_id, tomasz_id) = (ward.ada().await, ward.tomasz().await);
    let mut ada = ward.signed_in(ADA).await.socket().await;
    let mut tomasz = ward.signed_in("tomasz@ward.example").await.socket().await;

    let new = NewNotification::new(Kind::System, "to all");
    let ids = ward.hub.send_bulk(vec![ada_id, tomasz_id, ada_id], new).await.unwrap();

    let got = [ada.json().await, tomasz.json().await, ada.json().await];
    let got: Vec<_> = got.iter().map(|frame| frame["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(got, ids.iter().map(ToString::to_string).collect::<Vec<_>>());
}

#[tokio::test]
async fn commands_are_acknowledged_to_their_sender_alone() {
    let ward = Ward::open().await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let (mut desk, mut tablet) = (ada.socket().await, ada.socket().await);
    let (first, second) = (ward.send(id, "first").await, ward.send(id, "second").await);
    desk.messages(2).await;
    tablet.messages(2).await;

    let shouted = first.to_string().to_uppercase();
    let say = format!(r#"{{"action":"mark_read","notification_id":"{shouted}","request_id":7}}"#);
    for _ in 0..2 {
        desk.say(Message::text(say.clone())).await;
        let ack = format!(r#"{{"status": "success", "action": "mark_read", "notification_id": "{shouted}"}}"#);
        assert_eq!(desk.text().await, ack);
    }
    assert_eq!(ward.status(id, first).await, Some(Status::Read));
    assert_eq!(ward.status(id, second).await, Some(Status::Unread));

    desk.say(Message::text(r#"{"action":"mark_all_read"}"#)).await;
    assert_eq!(desk.text().await, include_str!("../../../protocol/fixtures/ack-mark-all-read.json").trim());
    assert_eq!(ward.status(id, second).await, Some(Status::Read));
    tablet.is_silent().await;
}

#[tokio::test]
async fn an_ack_proves_nothing() {
    let ward = Ward::open().await;
    let (ada_id, tomasz_id) = (ward.ada().await, ward.tomasz().await);
    let (deleted, others) = (ward.send(ada_id, "deleted").await, ward.send(tomasz_id, "for Tomasz").await);
    let ada = ward.signed_in(ADA).await;
    ada.answer(reqwest::Method::POST, &format!("{deleted}/mark-deleted/")).await;
    let mut socket = ada.socket().await;
    for id in [others.to_string(), "11111111-2222-4333-8444-555555555555".to_owned(), deleted.to_string()] {
        socket.say(Message::text(format!(r#"{{"action":"mark_read","notification_id":"{id}"}}"#))).await;
        assert_eq!(socket.json().await["notification_id"], id);
    }
    assert_eq!(ward.status(tomasz_id, others).await, Some(Status::Unread), "nobody marks what is another's");
    assert_eq!(ward.status(ada_id, deleted).await, Some(Status::Read), "a deleted one reappears");
}

#[tokio::test]
async fn what_makes_no_sense_is_passed_over_in_silence() {
    let ward = Ward::open().await;
    ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    for nonsense in [
        r#"{"action":"mark_read","notification_id":"not-a-uuid"}"#,
        r#"{"action":"mark_read","notification_id":["11111111-2222-4333-8444-555555555555"]}"#,
        r#"{"action":"mark_read"}"#,
        r#"{"action":"mark_read","id":"11111111-2222-4333-8444-555555555555"}"#,
        r#"{"action":"ping"}"#,
        r#"{"action":1}"#,
        "{",
        "",
        "[]",
        "\"mark_all_read\"",
        "null",
    ] {
        socket.say(Message::text(nonsense)).await;
    }
    socket.is_silent().await;
}

#[tokio::test]
async fn a_binary_frame_closes_with_1011_and_harms_no_other_socket() {
    let ward = Ward::open().await;
    ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let (mut desk, mut tablet) = (ada.socket().await, ada.socket().await);
    desk.say(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(desk.close_code().await, 1011);
    tablet.is_silent().await;
}

#[tokio::test]
async fn a_client_that_says_goodbye_is_answered() {
    let ward = Ward::open().await;
    ward.ada().await;
    let mut socket = ward.signed_in(ADA).await.socket().await;
    socket
        .say(Message::Close(Some(tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: 1000.into(),
            reason: "".into(),
        })))
        .await;
    assert_eq!(socket.close_code().await, 1000);
}
