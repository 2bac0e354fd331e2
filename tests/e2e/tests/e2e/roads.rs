//! The roads to a server that clinics really have: proxies, authorities of their own, names that come and go, sign-in
//! pages, and connections that die without a word.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bridge::{Fault, FaultCode, Link};
use client::Network;
use e2e::{Desk, Front, Gateway, Manner, Names, PASSWORD, Relay, Ward};
use protocol::Kind;

const CLINIC: &str = "clinic.example";
const PROXY: &str = "proxy.clinic.example";

/// The proxy is all that can be found: every other name is unknown here.
fn only_through(gateway: &Gateway, scheme: &str) -> Network {
    let proxy = format!("{scheme}{PROXY}:{}", gateway.port());
    Network::system().with_names(Names::of(PROXY)).through(&proxy).unwrap()
}

/// Ada sees what is sent to her.
async fn hears(ward: &Ward, ada: &Desk) {
    ada.is_live().await;
    ward.tell(Kind::Medical, "Bed 4 alarm").await;
    ada.sees(|state| state.unread == 1).await;
}

#[tokio::test]
async fn both_roads_lead_through_the_proxy_and_the_clinics_authority_is_trusted() {
    let ward = Ward::open().await;
    let front = Front::of(ward.address(), CLINIC).await;
    let gateway = Gateway::to(front.address, Manner::Open).await;
    let network = only_through(&gateway, "http://").trusting(front.authority.as_bytes()).unwrap();
    let ada = Desk::on(Ok(network));
    ada.signs_in(&format!("https://{CLINIC}"), PASSWORD).await.unwrap();
    hears(&ward, &ada).await;
    let asked = gateway.asked();
    assert!(asked.len() >= 2 && asked.iter().all(|line| line == "CONNECT clinic.example:443"), "{asked:?}");
}

#[tokio::test]
async fn without_tls_the_socket_is_tunnelled_and_rest_is_asked_of_the_proxy() {
    let ward = Ward::open().await;
    let gateway = Gateway::to(ward.address(), Manner::Open).await;
    let ada = Desk::on(Ok(only_through(&gateway, "http://")));
    ada.signs_in(&format!("http://{CLINIC}"), PASSWORD).await.unwrap();
    hears(&ward, &ada).await;
    let asked = gateway.asked();
    assert!(asked.contains(&"CONNECT clinic.example:80".to_owned()), "{asked:?}");
    assert!(asked.iter().any(|line| line.starts_with("GET http://clinic.example/")), "{asked:?}");
}

#[tokio::test]
async fn a_socks_proxy_is_a_road_too() {
    let ward = Ward::open().await;
    let gateway = Gateway::to(ward.address(), Manner::Socks).await;
    let ada = Desk::on(Ok(only_through(&gateway, "socks5h://")));
    ada.signs_in(&format!("http://{CLINIC}"), PASSWORD).await.unwrap();
    hears(&ward, &ada).await;
    let asked = gateway.asked();
    assert!(asked.len() >= 2 && asked.iter().all(|line| line == "SOCKS clinic.example:80"), "{asked:?}");
}

#[tokio::test]
async fn a_proxy_that_wants_a_name_is_said_and_let_through_with_one() {
    let ward = Ward::open().await;
    let front = Front::of(ward.address(), CLINIC).await;
    // "clinic" and "passage", in Basic's clothes.
    let members = Manner::Members("Basic Y2xpbmljOnBhc3NhZ2U=");
    let tls = Gateway::to(front.address, members).await;
    let plain = Gateway::to(ward.address(), members).await;
    for (gateway, scheme) in [(&tls, "https"), (&plain, "http")] {
        let trusted = |network: Network| Desk::on(Ok(network.trusting(front.authority.as_bytes()).unwrap()));
        let server = format!("{scheme}://{CLINIC}");
        let stranger = trusted(only_through(gateway, "http://"));
        let refused = stranger.signs_in(&server, PASSWORD).await.unwrap_err();
        assert!(refused.message.to_string().contains("wants a name and a password"), "{scheme}: {refused}");
        let member = trusted(only_through(gateway, "http://clinic:passage@"));
        member.signs_in(&server, PASSWORD).await.unwrap();
        member.is_live().await;
    }
}

#[tokio::test]
async fn a_proxy_that_is_broken_or_not_there_is_told_from_the_server() {
    let ward = Ward::open().await;
    let broken = Gateway::to(ward.address(), Manner::Broken).await;
    let refused = Desk::on(Ok(only_through(&broken, "http://"))).signs_in(CLINIC, PASSWORD).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Server);
    assert!(refused.message.to_string().contains("does not let TakeCare through"), "{refused}");

    let gone = only_through(&broken, "http://");
    drop(broken);
    for server in [CLINIC, "http://clinic.example"] {
        let refused = Desk::on(Ok(gone.clone())).signs_in(server, PASSWORD).await.unwrap_err();
        assert!(
            refused.message.to_string().starts_with("The proxy on the way to clinic.example does not answer"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_server_on_this_computer_needs_no_proxy() {
    let ward = Ward::open().await;
    let nowhere = Network::system().through("http://192.0.2.1:9").unwrap();
    let ada = Desk::on(Ok(nowhere));
    ada.signs_in(&ward.server(), PASSWORD).await.unwrap();
    ada.is_live().await;
}

#[tokio::test]
async fn the_clinics_own_authority_is_trusted_only_where_it_was_given() {
    let ward = Ward::open().await;
    let front = Front::of(ward.address(), CLINIC).await;
    let server = format!("https://{CLINIC}:{}", front.address.port());
    let network = Network::system().with_names(Names::of(CLINIC));
    let refused = Desk::on(Ok(network.clone())).signs_in(&server, PASSWORD).await.unwrap_err();
    assert!(refused.message.to_string().contains("is not trusted on this computer"), "{refused}");

    let ada = Desk::on(Ok(network.trusting(front.authority.as_bytes()).unwrap()));
    ada.signs_in(&server, PASSWORD).await.unwrap();
    hears(&ward, &ada).await;
}

#[tokio::test]
async fn where_no_road_may_be_taken_nothing_is_asked_and_what_is_stored_stays_readable() {
    let ward = Ward::open().await;
    let ada = ward.ada().await;
    ward.tell(Kind::Message, "Lunch?").await;
    ada.sees(|state| state.unread == 1).await;
    let (folder, keyring) = ada.switch_off().await;

    let why = Fault::new(FaultCode::Other, "The administrator's settings can't be used.");
    let ada = Desk::start(folder, keyring, Err(why.clone()), bridge::settings::Settings::default());
    let state = ada.sees(|state| state.link == Link::Blocked { why: why.clone() } && state.account.is_some()).await;
    assert_eq!(state.unread, 1);
    assert_eq!(ada.signs_in(&ward.server(), PASSWORD).await.unwrap_err(), why);
}

#[tokio::test]
async fn a_name_that_is_lost_is_said_and_found_again() {
    let mut ward = Ward::open().await;
    let names = Names::of(CLINIC);
    let ada = Desk::on(Ok(Network::system().with_names(Arc::clone(&names) as _)));
    ada.signs_in(&format!("http://{CLINIC}:{}", ward.address().port()), PASSWORD).await.unwrap();
    ada.is_live().await;
    names.lose(true);
    ward.go_dark().await;
    ada.sees(|state| offline(&state.link, "There is no server called clinic.example")).await;
    ward.come_back().await;
    names.lose(false);
    hears(&ward, &ada).await;
}

#[tokio::test]
async fn a_sign_in_page_of_the_network_is_recognised_and_passed() {
    const REDIRECT: &str =
        "HTTP/1.1 302 Found\r\nlocation: http://wifi.example/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    const PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 18\r\nconnection: close\r\n\r\n<h1>Free WiFi</h1>";
    let ward = Ward::open().await;
    let relay = Relay::to(ward.address()).await;
    let ada = Desk::switch_on();
    ada.signs_in(&relay.server(), PASSWORD).await.unwrap();
    for (unread, portal) in (1..).zip([REDIRECT, PAGE]) {
        ada.is_live().await;
        relay.answers(Some(portal));
        ada.sees(|state| offline(&state.link, "What answers at 127.0.0.1 is not TakeCare")).await;
        relay.answers(None);
        ward.tell(Kind::Medical, "Bed 4 alarm").await;
        ada.sees(|state| state.unread == unread && matches!(state.link, Link::Live { .. })).await;
    }
}

/// The real limit of `link.rs`: the server pings every 20 s, and who is silent for 45 s is gone.
#[tokio::test]
async fn a_connection_that_went_silent_is_found_within_45_seconds() {
    let ward = Ward::open().await;
    let relay = Relay::to(ward.address()).await;
    let ada = Desk::switch_on();
    ada.signs_in(&relay.server(), PASSWORD).await.unwrap();
    ada.is_live().await;
    let frozen = Instant::now();
    relay.freeze();
    // A second for the pause before the next attempt, and some for a busy machine.
    let found = async {
        while relay.sockets() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(50), found).await.expect("a new socket");
    assert!(frozen.elapsed() > Duration::from_secs(20), "it was the silence that was found");
    ward.tell(Kind::Medical, "Bed 4 alarm").await;
    ada.sees(|state| state.unread == 1).await;
}

fn offline(link: &Link, words: &str) -> bool {
    matches!(link, Link::Offline { why, .. } if why.message.to_string().starts_with(words))
}
