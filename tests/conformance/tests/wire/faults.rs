//! The deployed server's faults, on a peer where each can be switched.

use conformance::{Server, Ward, shared_peer};
use peer::{Draft, Faults, LostUpdate, Peer, Replay};
use protocol::SOCKET_PATH;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

/// A ward on a peer of its own, since its faults are for everybody in it.
macro_rules! ward_with {
    ($peer:ident, $faults:expr) => {{
        $peer.faults(&$faults).await.unwrap();
        Ward::open(&$peer).await
    }};
}

#[tokio::test]
async fn one_undelivered_row_closes_all_sockets_of_its_user() {
    let ward = Ward::open(shared_peer().await).await;
    let (ada, tomasz) = (ward.signed_in(&ward.ada).await, ward.signed_in(&ward.tomasz).await);
    let (mut desk, mut other) = (ada.socket().await, tomasz.socket().await);
    desk.is_silent().await;
    let booked = ward.server.write_row(ward.ada.id, &Draft::new("SYSTEM", "Booked for Monday")).await.unwrap();
    desk.is_silent().await;

    let mut tablet = ada.socket().await;

    assert_eq!((tablet.close_code().await, desk.close_code().await), (1011, 1011));
    other.is_silent().await;
    let row = ward.server.rows_of(ward.ada.id).await.unwrap().remove(0);
    assert_eq!((row.delivered_at, row.retry_count), (None, 1));

    ada.answer(Method::POST, &format!("{booked}/mark-deleted/")).await;
    assert_eq!(ada.socket().await.close_code().await, 1011, "a deleted row counts as well");
}

#[tokio::test]
async fn a_repaired_replay_sends_fifty_of_any_status_newest_first_to_all_sockets() {
    let peer = Peer::start().await.unwrap();
    let ward = ward_with!(peer, Faults { replay: Some(Replay::Works), ..Faults::default() });
    let ada = ward.signed_in(&ward.ada).await;
    let mut desk = ada.socket().await;
    desk.is_silent().await;
    for number in 1..=60 {
        ward.server.write_row(ward.ada.id, &Draft::new("SYSTEM", format!("{number}"))).await.unwrap();
    }
    let newest = ward.server.rows_of(ward.ada.id).await.unwrap()[59].id;
    ada.answer(Method::POST, &format!("{newest}/mark-deleted/")).await;

    let mut tablet = ada.socket().await;

    let first = tablet.json().await;
    assert_eq!(
        (&first["message"], &first["status"], &first["unread"]),
        (&json!("60"), &json!("DELETED"), &json!(false))
    );
    assert_eq!(tablet.messages(49).await.last().unwrap(), "11");
    tablet.is_silent().await;
    assert_eq!(desk.messages(50).await[0], "60");
}

#[tokio::test]
async fn a_burst_loses_frames_and_keeps_the_rows() {
    // Of its own: the hundred that may wait are all sockets' together.
    let peer = Peer::start().await.unwrap();
    let ward = Ward::open(&peer).await;
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;

    let sent = peer.send_burst(ward.ada.id, &Draft::new("SYSTEM", "burst"), 1_000).await.unwrap();

    // What comes beyond those noted by now left the queue after the burst: there is room for one more, the last.
    let noted = delivered(&peer, ward.ada.id).await;
    let mut heard = socket.messages(noted + 2).await.len();
    ward.tell(&ward.ada, "last").await;
    while socket.messages(1).await[0] != "last" {
        heard += 1;
    }
    assert!(heard < sent.len(), "some were lost");
    socket.is_silent().await;
    assert_eq!(delivered(&peer, ward.ada.id).await, heard + 1, "what was lost was not noted as delivered");
    assert_eq!(ada.get("unread-count/").await["unread_count"], 1_001);
    assert_eq!(ada.socket().await.close_code().await, 1011);
}

async fn delivered(peer: &Peer, user: Uuid) -> usize {
    let rows = peer.rows_of(user).await.unwrap();
    rows.iter().filter(|row| row.delivered_at.is_some()).count()
}

#[tokio::test]
async fn without_that_fault_a_burst_arrives_whole_and_in_order() {
    let peer = Peer::start().await.unwrap();
    let ward = ward_with!(peer, Faults { lose_in_bursts: Some(false), ..Faults::default() });
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    socket.is_silent().await;
    let sent = peer.send_burst(ward.ada.id, &Draft::new("SYSTEM", "burst"), 300).await.unwrap();
    for id in sent {
        assert_eq!(socket.json().await["id"], id.to_string());
    }
}

#[tokio::test]
async fn a_mark_and_a_delivery_that_meet_lose_one_of_the_two() {
    let peer = Peer::start().await.unwrap();
    for (lost, status, is_delivered) in [(LostUpdate::Mark, "UNREAD", true), (LostUpdate::Stamp, "READ", false)] {
        let ward = ward_with!(peer, Faults { lost_update: Some(lost), ..Faults::default() });
        let ada = ward.signed_in(&ward.ada).await;
        let mut socket = ada.socket().await;
        socket.is_silent().await;
        let id = ward.tell(&ward.ada, "marked as it arrives").await;
        socket.messages(1).await;

        let marked = ada.answer(Method::POST, &format!("{id}/mark-read/")).await;

        assert_eq!(marked, (200, json!({"status": "notification marked as read"})));
        // Answered only when the delivery is over.
        socket.is_silent().await;
        assert_eq!(ward.server.row(ward.ada.id, id).await, Some((status.to_owned(), is_delivered)), "{lost:?}");
    }
}

#[tokio::test]
async fn an_empty_ack_is_an_ack_like_any_other() {
    let peer = Peer::start().await.unwrap();
    let ward = ward_with!(peer, Faults { empty_acks: Some(true), ..Faults::default() });
    let mut socket = ward.signed_in(&ward.ada).await.socket().await;
    socket.is_silent().await;
    let id = ward.tell(&ward.ada, "stays as it is").await;
    socket.messages(1).await;
    let commands = [json!({"action": "mark_read", "notification_id": id}), json!({"action": "mark_all_read"})];
    for command in &commands {
        socket.say(command.to_string()).await;
        assert_eq!(socket.json().await["status"], "success");
    }
    assert_eq!(ward.status(&ward.ada, id).await, "UNREAD");

    peer.faults(&Faults { empty_acks: Some(false), ..Faults::default() }).await.unwrap();
    socket.say(commands[0].to_string()).await;
    assert_eq!(socket.json().await["status"], "success");
    assert_eq!(ward.status(&ward.ada, id).await, "READ");
}

#[tokio::test]
async fn an_encrypted_one_has_two_texts() {
    let ward = Ward::open(shared_peer().await).await;
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    socket.is_silent().await;
    for (kind, data) in
        [("ISSUE", json!({"placeholder": "Encrypted data cannot be retrieved"})), ("MEDICAL", json!(null))]
    {
        let draft = Draft { sensitive: true, ..Draft::new(kind, "about Zofia") };
        let id = ward.server.send(ward.ada.id, &draft).await.unwrap().unwrap();
        assert_eq!(socket.messages(1).await, ["about Zofia"]);
        let row = ada.get(&format!("{id}/")).await;
        assert_eq!((&row["message"], &row["data"]), (&json!("about Zofia [ENCRYPTED]"), &data));
    }
}

#[tokio::test]
async fn restricted_hosts_refuse_other_origins_with_a_bare_403() {
    let peer = Peer::start().await.unwrap();
    let hosts = vec![".clinic.example".to_owned()];
    let ward = ward_with!(peer, Faults { allowed_hosts: Some(hosts), ..Faults::default() });
    let ada = ward.signed_in(&ward.ada).await;
    for good in ["https://127.0.0.1:8443", "http://127.0.0.1", "https://pc7.clinic.example"] {
        ada.tries_socket(SOCKET_PATH, Some(good)).await.unwrap().is_silent().await;
    }
    for bad in [None, Some("null"), Some("file://"), Some("https://evil.example"), Some("tauri://localhost")] {
        assert_eq!(ada.refused_socket(SOCKET_PATH, bad).await, 403, "{bad:?}");
    }
    assert_eq!(ada.refused_socket(SOCKET_PATH, Some("takecare-desktop")).await, 400);
    let foreign = ada.call(Method::GET, "").header("Host", "evil.example").send().await.unwrap();
    assert_eq!(foreign.status(), 400);
    ada.get("").await;
}

#[tokio::test]
async fn without_redis_sockets_end_and_are_refused_while_rest_goes_on() {
    let peer = Peer::start().await.unwrap();
    let ward = Ward::open(&peer).await;
    let ada = ward.signed_in(&ward.ada).await;
    let before = ada.get("status/").await;
    let mut desk = ada.socket().await;
    desk.is_silent().await;

    peer.lose_redis().unwrap();

    assert_eq!(desk.close_code().await, 1011);
    assert_eq!(ada.refused_socket(SOCKET_PATH, None).await, 500);
    assert_eq!(ada.get("status/").await, before, "it says the same");
    let booked = peer.write_row(ward.ada.id, &Draft::new("SYSTEM", "Booked for Monday")).await.unwrap();
    assert_eq!(ada.answer(Method::POST, &format!("{booked}/mark-read/")).await.0, 200);
    // Else it would crash the socket that follows.
    assert_eq!(ada.answer(Method::DELETE, &format!("{booked}/")).await.0, 204);

    peer.regain_redis().unwrap();

    let mut desk = ada.socket().await;
    desk.is_silent().await;
    ward.tell(&ward.ada, "back again").await;
    assert_eq!(desk.messages(1).await, ["back again"]);
}

#[tokio::test]
async fn a_changed_password_ends_sessions_but_no_socket() {
    let ward = Ward::open(shared_peer().await).await;
    let ada = ward.signed_in(&ward.ada).await;
    let mut socket = ada.socket().await;
    ward.server.change_password(ward.ada.id, "another horse").await.unwrap();
    assert_eq!(ada.answer(Method::GET, "").await.0, 403);
    socket.is_silent().await;
    assert_eq!(ward.stranger().sign_in(&ward.ada.email, "another horse").await.status(), 302);
}
