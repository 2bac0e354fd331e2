//! Section 2.4: how long the hub waits for a client that does not answer, or takes nothing. The hub is impatient here.

use std::time::Duration;

use hub::{NewNotification, Pace};
use protocol::{Kind, SERVICE_PATH, SESSION_COOKIE, SOCKET_PATH};
use services::Place;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use visitor::{PATIENCE, Visitor};

use crate::ward::Ward;

everywhere! {
    a_client_that_answers_pings_stays_and_one_that_does_not_is_dropped,
    a_client_that_takes_nothing_is_dropped_and_catches_up_later,
    a_client_that_does_not_say_what_it_wants_is_dropped,
}

const ADA: &str = "ada@ward.example";
/// Ada's address and the usual password.
const BASIC: &str = "YWRhQHdhcmQuZXhhbXBsZTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=";
const FOREVER: Duration = Duration::from_secs(3_600);

/// A socket that is opened by hand and then answers nothing.
async fn mute(ward: &Ward, ada: &Visitor) -> TcpStream {
    let mut stream = TcpStream::connect(ward.base_url().authority()).await.unwrap();
    let session = ada.cookie(SESSION_COOKIE).unwrap();
    let handshake = format!(
        "GET {SOCKET_PATH} HTTP/1.1\r\nHost: ward\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Cookie: {SESSION_COOKIE}={session}\r\n\r\n"
    );
    stream.write_all(handshake.as_bytes()).await.unwrap();
    stream
}

async fn a_client_that_does_not_say_what_it_wants_is_dropped(place: Place) {
    let pace = Pace { request: Duration::from_millis(300), ..Pace::default() };
    let ward = Ward::open_at(place, pace).await;
    ward.ada().await;
    let half_an_upgrade = format!("GET {SOCKET_PATH} HTTP/1.1\r\nHost: ward\r\nUpgrade: websocket\r\n");
    let half_a_body = format!(
        "POST {SERVICE_PATH}test/ HTTP/1.1\r\nHost: ward\r\nAuthorization: Basic {BASIC}\r\n\
         Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{\"message\""
    );
    for (said, answer) in [("", ""), (&half_an_upgrade, ""), (&half_a_body, "HTTP/1.1 400 Bad Request")] {
        let mut stream = TcpStream::connect(ward.base_url().authority()).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut heard = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut heard)).await.expect("an end in time").unwrap();
        assert_eq!(heard.lines().next().unwrap_or_default(), answer, "{said}");
    }
}

async fn a_client_that_answers_pings_stays_and_one_that_does_not_is_dropped(place: Place) {
    let pace = Pace {
        ping_every: Duration::from_millis(100),
        patience: Duration::from_secs(1),
        slowest: FOREVER,
        ..Pace::default()
    };
    let ward = Ward::open_at(place, pace).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let mut mute = mute(&ward, &ada).await;
    let mut alive = ada.socket().await;
    ward.sockets_become(id, 2).await;

    let all_it_got = async {
        let mut bytes = Vec::new();
        mute.read_to_end(&mut bytes).await.unwrap();
        bytes
    };
    let answering = async {
        loop {
            match alive.any_frame().await {
                Some(Message::Ping(payload)) => assert_eq!(payload.len(), 12),
                other => panic!("no ping: {other:?}"),
            }
        }
    };
    let bytes = tokio::select! {
        bytes = timeout(PATIENCE, all_it_got) => bytes.expect("dropped in time"),
        never = answering => never,
    };

    assert!(bytes.starts_with(b"HTTP/1.1 101 "));
    assert!(bytes.windows(14).any(|frame| frame == b"\x89\x0ctakecare hub"), "it was asked");
    ward.sockets_become(id, 1).await;
}

async fn a_client_that_takes_nothing_is_dropped_and_catches_up_later(place: Place) {
    let pace = Pace { ping_every: FOREVER, patience: FOREVER, slowest: Duration::from_millis(300), ..Pace::default() };
    let ward = Ward::open_at(place, pace).await;
    let id = ward.ada().await;
    let ada = ward.signed_in(ADA).await;
    let _takes_nothing = mute(&ward, &ada).await;
    ward.sockets_become(id, 1).await;

    let long = "x".repeat(100_000);
    let sent =
        ward.hub().send_bulk_notification(vec![id; 150], NewNotification::new(Kind::System, long)).await.unwrap();
    ward.sockets_become(id, 0).await;

    let mut waiting = ward.hub().notifications_of(id).await.unwrap();
    waiting.retain(|stored| stored.delivered_at.is_none());
    assert!(!waiting.is_empty() && waiting.len() <= sent.len());
    let mut back = ada.socket().await;
    for missed in waiting {
        assert_eq!(back.json().await["id"], missed.notification.id.to_string());
    }
    back.is_silent().await;
}
