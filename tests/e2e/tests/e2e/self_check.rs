//! What an administrator is told when something is wrong, and when nothing is.

use bridge::{Finding, Link, Topic, Verdict};
use client::Network;
use e2e::{Desk, Detour, Front, Gateway, Manner, Names, PASSWORD, Relay, Ward};
use protocol::Kind;
use services::Place;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

services::everywhere! {
    a_test_notification_is_followed_until_it_is_here,
}

/// What is said of one thing.
fn of(found: &[Finding], topic: Topic) -> (Verdict, String) {
    let finding = found.iter().find(|finding| finding.topic == topic);
    finding
        .map(|finding| (finding.verdict, finding.says.to_string()))
        .unwrap_or_else(|| panic!("{topic:?} in {found:?}"))
}

fn bad(found: &[Finding]) -> Vec<Topic> {
    found.iter().filter(|finding| finding.verdict == Verdict::Bad).map(|finding| finding.topic).collect()
}

#[tokio::test]
async fn where_all_is_well_nothing_is_bad() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    let found = ada.checks_itself().await;
    assert_eq!(bad(&found), []);
    let (verdict, server) = of(&found, Topic::Server);
    assert_eq!((verdict, server.contains("is TakeCare. It offers replay")), (Verdict::Good, true), "{server}");
    for topic in [Topic::Session, Topic::Socket, Topic::Coverage, Topic::Actions, Topic::Keyring, Topic::Store] {
        assert_eq!(of(&found, topic).0, Verdict::Good);
    }
    assert_eq!(of(&found, Topic::Clock).0, Verdict::Good, "hub and desktop have one clock here");
    assert_eq!(of(&found, Topic::Certificate).0, Verdict::Note, "plain http is worth a word");
}

async fn a_test_notification_is_followed_until_it_is_here(place: Place) {
    let mut ward = Ward::open_at(place).await;
    let mut ada = ward.ada().await;
    ada.is_live().await;
    let found = ada.sends_itself_a_test().await;
    let (verdict, says) = of(&found, Topic::Delivery);
    assert_eq!((verdict, says.starts_with("A test notification came back after ")), (Verdict::Good, true), "{says}");
    assert_eq!(ada.toast().await.title.to_string(), "System");
    ward.go_dark().await;
    assert_eq!(bad(&ada.sends_itself_a_test().await), [Topic::Delivery]);
}

#[tokio::test]
async fn with_nobody_signed_in_it_checks_what_it_can() {
    let desk = Desk::switch_on();
    desk.sees(|state| state.link == Link::SignedOut { why: None }).await;
    let found = desk.checks_itself().await;
    assert_eq!(of(&found, Topic::Session), (Verdict::Note, "Nobody is signed in.".to_owned()));
    assert_eq!(of(&found, Topic::Keyring).0, Verdict::Good);
    desk.vault.fail(Some(client::VaultError::Locked));
    assert_eq!(of(&desk.checks_itself().await, Topic::Keyring).0, Verdict::Bad);
}

#[tokio::test]
async fn the_road_is_named_with_its_proxy_and_who_vouches_for_the_server() {
    let ward = Ward::open().await;
    let front = Front::of(ward.address(), "clinic.example").await;
    let gateway = Gateway::to(front.address, Manner::Open).await;
    let proxy = format!("http://clinic:passage@proxy.example:{}", gateway.port());
    let network = Network::system().with_names(Names::of("proxy.example")).through(&proxy).unwrap();
    let ada = Desk::on(Ok(network.trusting(front.authority.as_bytes()).unwrap()));
    ada.signs_in("clinic.example", PASSWORD).await.unwrap();
    ada.is_live().await;
    let found = ada.checks_itself().await;
    assert_eq!(bad(&found), []);
    let named = format!("Everything goes through http://proxy.example:{}/", gateway.port());
    assert_eq!(of(&found, Topic::Proxy), (Verdict::Good, named), "and nothing of its password");
    assert!(of(&found, Topic::Certificate).1.contains("the administrator's own authority"), "{found:?}");
}

#[tokio::test]
async fn a_socket_that_is_refused_is_explained() {
    const WORDS: [(&str, &str); 2] = [
        ("HTTP/1.1 403 Access denied\r\n\r\n", "Add 127.0.0.1 to ALLOWED_HOSTS"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "Something on the way to 127.0.0.1 answers the socket itself.",
        ),
    ];
    let ward = Ward::open().await;
    for (answer, words) in WORDS {
        let relay = Relay::to(ward.address()).await;
        relay.answers_sockets(answer);
        let ada = Desk::switch_on();
        ada.signs_in(&relay.server(), PASSWORD).await.unwrap();
        let says = ada.finds_bad(Topic::Socket).await;
        assert!(says.contains(words), "{says}");
    }
}

#[tokio::test]
async fn a_crashing_replay_is_explained_with_what_cures_it() {
    let ward = Ward::open().await;
    let crash = Message::Close(Some(CloseFrame { code: CloseCode::Error, reason: "".into() }));
    let detour = Detour::to(ward.address(), vec![crash]).await;
    ward.tell(Kind::Medical, "one").await;
    ward.tell(Kind::Medical, "two").await;
    let ada = Desk::switch_on();
    ada.signs_in(&detour.server(), PASSWORD).await.unwrap();
    let says = ada.finds_bad(Topic::Socket).await;
    assert!(says.contains("Of the newest 2 rows, 2 have `delivered_at` null."), "{says}");
}

#[tokio::test]
async fn what_stands_in_the_way_is_said() {
    let mut ward = Ward::open().await;
    let ada = ward.ada().await;
    ada.is_live().await;
    ward.hub().sign_out(ward.ada).await.unwrap();
    ada.sees(|state| matches!(state.link, Link::SignedOut { why: Some(_) })).await;
    let found = ada.checks_itself().await;
    assert!(of(&found, Topic::Session).1.starts_with("Your session has ended."), "{found:?}");
    ward.go_dark().await;
    let found = ada.checks_itself().await;
    assert_eq!(of(&found, Topic::Server).0, Verdict::Bad);
    assert!(of(&found, Topic::Server).1.starts_with("127.0.0.1 does not answer."), "{found:?}");
}
