//! Sockets that misbehave, as the deployed server's do. REST is the real hub's.

use bridge::{Filter, Link};
use e2e::{Desk, Detour, PASSWORD, Ward};
use hub::NewNotification;
use protocol::Kind;
use services::Place;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

services::everywhere! {
    a_message_of_ten_megabytes_is_kept_and_previewed,
}

#[tokio::test]
async fn a_replay_that_crashes_costs_nothing_but_speed() {
    let ward = Ward::open().await;
    let crash = Message::Close(Some(CloseFrame { code: CloseCode::Error, reason: "".into() }));
    let detour = Detour::to(ward.address(), vec![crash]).await;
    ward.tell(Kind::Medical, "before").await;
    let ada = Desk::switch_on();
    ada.signs_in(&detour.server(), PASSWORD).await.unwrap();
    ada.sees(|state| state.unread == 1 && matches!(state.link, Link::Checking { every: 30 })).await;
    ward.tell(Kind::Medical, "after").await;
    ada.sees(|state| state.unread == 2).await;
    assert_eq!(detour.sockets(), 1, "the next attempt waits a minute: each closes the user's other sockets");
}

#[tokio::test]
async fn frames_that_mean_nothing_lose_nothing() {
    let ward = Ward::open().await;
    let id = ward.tell(Kind::Other("BILLING".into()), "after the junk").await;
    let good = serde_json::json!({
        "message": "after the junk", "notification_id": id.to_string(), "notification_type": "BILLING",
        "date": "2026-11-22T12:24:10+00:00", "status": "UNREAD", "colour": "blue",
    });
    let script = [
        Message::text("<html>not JSON</html>"),
        Message::text("[1, 2"),
        Message::text(r#"{"hello": "world"}"#),
        Message::text(r#"{"notification_type": "SYSTEM", "notification_id": 17, "date": "yesterday"}"#),
        Message::binary(vec![0, 159, 146, 150]),
        Message::text(good.to_string()),
    ];
    let detour = Detour::to(ward.address(), script.into()).await;
    let mut ada = Desk::switch_on();
    ada.signs_in(&detour.server(), PASSWORD).await.unwrap();
    assert_eq!(ada.toast().await.title.to_string(), "BILLING", "an unknown type keeps its name");
    assert_eq!(detour.sockets(), 1, "no frame closed the socket");
}

async fn a_message_of_ten_megabytes_is_kept_and_previewed(place: Place) {
    let ward = Ward::open_at(place).await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let huge = "ten megabytes of text ".repeat(10 * 1024 * 1024 / 22);
    let id = ward.hub().send_notification(ward.ada, NewNotification::new(Kind::Medical, huge.clone())).await.unwrap();
    ada.sees(|state| state.unread == 1).await;
    let preview = ada.lists(Filter::default()).await.remove(0);
    assert_eq!(preview.message.chars().count(), 1001);
    let whole = match ada.asks(bridge::Request::Get { id: id.0 }).await.unwrap() {
        bridge::Answer::Row(row) => row.message,
        other => panic!("{other:?}"),
    };
    assert!(whole == huge);
}

#[tokio::test]
async fn a_frame_beyond_the_limit_ends_the_socket_not_the_client() {
    let ward = Ward::open().await;
    let detour = Detour::to(ward.address(), vec![Message::text("x".repeat(17 * 1024 * 1024))]).await;
    let ada = Desk::switch_on();
    ada.signs_in(&detour.server(), PASSWORD).await.unwrap();
    ward.tell(Kind::Issue, "still told by REST").await;
    ada.sees(|state| state.unread == 1).await;
}
