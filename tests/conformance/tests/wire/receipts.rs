//! `docs/capabilities.md`, receipts: delivered is what the client says it has.

use conformance::{Server, Ward, everywhere};
use protocol::{Command, NotificationId, Wants};
use uuid::Uuid;

everywhere! {
    what_is_not_confirmed_comes_again,
    nobody_confirms_what_belongs_to_another,
    too_many_receipts_at_once_get_no_answer,
}

const RECEIPTS: Wants = Wants { changes: false, receipts: true };
const ACK: &str = r#"{"status": "success", "action": "received"}"#;

fn received(ids: impl IntoIterator<Item = Uuid>) -> String {
    let notification_ids = ids.into_iter().map(NotificationId).collect();
    serde_json::to_string(&Command::Received { notification_ids }).unwrap()
}

async fn what_is_not_confirmed_comes_again<S: Server>(ward: &Ward<S>) {
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket_that(RECEIPTS).await;
    socket.is_silent().await;
    let (kept, lost) = (ward.tell(&ward.ada, "kept").await, ward.tell(&ward.ada, "lost").await);
    assert_eq!(socket.messages(2).await, ["kept", "lost"]);

    socket.say(received([kept])).await;
    if !ward.ways.takes_receipts {
        socket.is_silent().await;
        ward.is_delivered(&ward.ada, lost).await;
        return ward.is_delivered(&ward.ada, kept).await;
    }
    assert_eq!(socket.text().await, ACK);
    let delivered = async |id| ward.server.row(ward.ada.id, id).await.unwrap().1;
    assert_eq!((delivered(kept).await, delivered(lost).await), (true, false));
    drop(socket);

    let mut socket = ada.socket_that(RECEIPTS).await;
    assert_eq!(socket.messages(1).await, ["lost"]);
    socket.is_silent().await;
    socket.say(received([kept, lost])).await;
    assert_eq!(socket.text().await, ACK);
    ada.socket_that(RECEIPTS).await.is_silent().await;
}

async fn nobody_confirms_what_belongs_to_another<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket_that(RECEIPTS).await;
    let tomaszs = ward.tell(&ward.tomasz, "for Tomasz").await;
    socket.say(received([tomaszs])).await;
    if ward.ways.takes_receipts {
        assert_eq!(socket.text().await, ACK);
    }
    socket.is_silent().await;
    assert!(!ward.server.row(ward.tomasz.id, tomaszs).await.unwrap().1);
}

async fn too_many_receipts_at_once_get_no_answer<S: Server>(ward: &Ward<S>) {
    let mut socket = ward.signed_in(&ward.ada).await.socket_that(RECEIPTS).await;
    socket.say(received((0..501).map(Uuid::from_u128))).await;
    socket.is_silent().await;
    socket.say(r#"{"action":"received","notification_ids":["not-a-uuid"]}"#).await;
    socket.is_silent().await;
    socket.say(received((0..500).map(Uuid::from_u128))).await;
    if ward.ways.takes_receipts {
        assert_eq!(socket.text().await, ACK);
    }
    socket.is_silent().await;
}
