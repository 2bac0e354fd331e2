//! What those who watch over a hub are told.

use hub::Scope;
use jiff::Timestamp;
use reqwest::Method;
use secrecy::ExposeSecret;
use services::Place;
use visitor::Visitor;

use crate::ward::Ward;

const PATH: &str = "/metrics";

/// What `/metrics` says to somebody with this token.
async fn told(ward: &Ward, token: &str) -> (u16, String) {
    let prometheus = Visitor::new(ward.base_url());
    let answer = prometheus.ask(Method::GET, PATH).bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn token(ward: &Ward, scope: Scope) -> String {
    let token = ward.hub().office().add_token("prometheus", vec![scope], Timestamp::now()).await.unwrap();
    token.expose_secret().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_hub_counts_is_told_to_whoever_may_know() {
    let ward = Ward::open(Place::Sqlite).await;
    let ada = ward.ada().await;
    let mut socket = ward.signed_in("ada@ward.example").await.socket().await;
    Visitor::new(ward.base_url()).sign_in("ada@ward.example", "a guess").await;
    ward.send(ada, "Bed 4 is free").await;
    socket.text().await;
    ward.all_delivered(ada).await;

    let (status, text) = told(&ward, &token(&ward, Scope::MetricsRead).await).await;

    assert_eq!(status, 200);
    let counted =
        ["notifications_sent_total 1", "notifications_delivered_total 1", "sockets 1", "sign_ins_refused_total 1"];
    for line in counted {
        assert!(text.contains(&format!("\ntakecare_hub_{line}\n")), "{line}: {text}");
    }
    assert!(text.contains("takecare_hub_events_waiting 0") && text.ends_with("# EOF\n"), "{text}");
    assert!(!text.contains("ada") && !text.contains("Bed"), "{text}");
    assert_eq!(told(&ward, &token(&ward, Scope::EventsWrite).await).await.0, 403);
    assert_eq!(Visitor::new(ward.base_url()).ask(Method::GET, PATH).send().await.unwrap().status(), 403);
}
