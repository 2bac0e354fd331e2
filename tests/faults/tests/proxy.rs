//! The proxy does what its weather says, and counts what is asked through it.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::get;
use faults::{Proxy, Road, Weather};
use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, Error};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{self, protocol};

const PATIENCE: Duration = Duration::from_secs(40);

/// Says hello by REST, and repeats on its socket what it hears.
async fn parrot() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let socket = |upgrade: WebSocketUpgrade| async { upgrade.on_upgrade(repeat) };
    let routes = Router::new().route("/hello", get(async || "hello")).route("/ws/", get(socket));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

async fn repeat(mut socket: WebSocket) {
    while let Some(Ok(Message::Text(text))) = socket.recv().await {
        if socket.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}

/// Waits until it is so.
async fn within(is_so: impl AsyncFn() -> bool) {
    let comes_true = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, comes_true).await.unwrap();
}

struct Caller(Client, String);

impl Caller {
    fn at(proxy: &Proxy) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self(Client::builder().no_proxy().build().unwrap(), format!("{}/hello", proxy.server()))
    }

    async fn hello(&self) -> Result<String, Error> {
        timeout(PATIENCE, async { self.0.get(&self.1).send().await?.text().await }).await.unwrap()
    }
}

struct Ears(tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>);

impl Ears {
    async fn at(proxy: &Proxy) -> Self {
        Self(connect_async(format!("ws://{}/ws/", proxy.address())).await.unwrap().0)
    }

    async fn say(&mut self, words: &str) {
        self.0.send(tungstenite::Message::text(words)).await.unwrap();
    }

    async fn hear(&mut self) -> Option<Result<tungstenite::Message, tungstenite::Error>> {
        timeout(PATIENCE, self.0.next()).await.unwrap()
    }

    /// The close frame, and how long after it the connection ended.
    async fn hears_the_end(&mut self) -> Duration {
        let tungstenite::Message::Close(Some(frame)) = self.hear().await.unwrap().unwrap() else { unreachable!() };
        assert_eq!(frame.code, protocol::frame::coding::CloseCode::Error);
        let closed = Instant::now();
        while self.hear().await.is_some_and(|heard| heard.is_ok()) {}
        closed.elapsed()
    }

    async fn hears(&mut self, words: &str) {
        assert_eq!(self.hear().await.unwrap().unwrap().into_text().unwrap(), words);
    }
}

#[tokio::test]
async fn every_request_of_a_kept_connection_is_counted() {
    let proxy = Proxy::to(parrot().await).await;
    let caller = Caller::at(&proxy);
    for _ in 0..3 {
        assert_eq!(caller.hello().await.unwrap(), "hello");
    }
    let mut ears = Ears::at(&proxy).await;
    ears.say("GET /nothing HTTP/1.1\r\n\r\n").await;
    ears.hears("GET /nothing HTTP/1.1\r\n\r\n").await;
    let traffic = proxy.traffic();
    let lines: Vec<_> = traffic.calls().iter().map(|call| call.line.as_str()).collect();
    assert_eq!(lines, ["GET /hello", "GET /hello", "GET /hello", "GET /ws/"]);
    assert_eq!((traffic.sockets().len(), traffic.busiest_minute()), (1, 4));
}

#[tokio::test]
async fn nobody_listens_in_the_dark() {
    let proxy = Proxy::to(parrot().await).await;
    let (caller, mut ears) = (Caller::at(&proxy), Ears::at(&proxy).await);
    proxy.weather(Weather::Refused);
    assert!(ears.hear().await.unwrap().is_err(), "an open socket is reset");
    within(async || tokio::net::TcpStream::connect(proxy.address()).await.is_err()).await;
    assert!(caller.hello().await.unwrap_err().is_connect());
    proxy.weather(Weather::Clear);
    within(async || caller.hello().await.is_ok()).await;
}

#[tokio::test]
async fn one_road_can_be_closed_alone() {
    let proxy = Proxy::to(parrot().await).await;
    proxy.weather_on(Road::Socket, Weather::Refused);
    assert!(connect_async(format!("ws://{}/ws/", proxy.address())).await.is_err());
    assert_eq!(Caller::at(&proxy).hello().await.unwrap(), "hello");
    assert_eq!(proxy.traffic().sockets().len(), 1, "an attempt counts all the same");
}

#[tokio::test]
async fn answers_and_frames_lose_their_ends() {
    let proxy = Proxy::to(parrot().await).await;
    proxy.weather(Weather::Truncated);
    assert!(Caller::at(&proxy).hello().await.is_err());
    let mut ears = Ears::at(&proxy).await;
    ears.say("hello").await;
    assert!(ears.hear().await.unwrap().is_err());
    proxy.weather(Weather::Reset { after: 20 });
    assert!(Caller::at(&proxy).hello().await.is_err());
}

#[tokio::test]
async fn every_other_frame_gets_lost() {
    let proxy = Proxy::to(parrot().await).await;
    proxy.weather(Weather::Lossy);
    let mut ears = Ears::at(&proxy).await;
    for words in ["one", "two", "three"] {
        ears.say(words).await;
    }
    ears.hears("one").await;
    ears.hears("three").await;
}

#[tokio::test]
async fn sockets_are_closed_those_that_are_open_and_new_ones_and_end_late() {
    let proxy = Proxy::to(parrot().await).await;
    let mut open = Ears::at(&proxy).await;
    let late = Duration::from_millis(200);
    proxy.weather_on(Road::Socket, Weather::Closing { code: 1011, late });
    assert!(open.hears_the_end().await > late / 2);
    assert!(Ears::at(&proxy).await.hears_the_end().await > late / 2);
}

#[tokio::test]
async fn what_is_said_in_a_silence_passes_later_and_never_where_it_is_stranded() {
    let proxy = Proxy::to(parrot().await).await;
    let (mut late, caller) = (Ears::at(&proxy).await, Caller::at(&proxy));
    proxy.weather(Weather::Silence);
    late.say("late").await;
    assert!(timeout(Duration::from_millis(300), late.0.next()).await.is_err(), "nothing passes");
    proxy.weather(Weather::Clear);
    late.hears("late").await;
    proxy.strand();
    late.say("never").await;
    assert_eq!(caller.hello().await.unwrap(), "hello");
    assert!(timeout(Duration::from_millis(300), late.0.next()).await.is_err());
    proxy.cut();
    assert!(late.hear().await.unwrap().is_err());
}

#[tokio::test]
async fn slow_weather_takes_its_time() {
    let proxy = Proxy::to(parrot().await).await;
    let tick = Duration::from_millis(20);
    proxy.weather(Weather::Slow { piece: 8, least: tick, most: 2 * tick });
    let begun = Instant::now();
    assert_eq!(Caller::at(&proxy).hello().await.unwrap(), "hello");
    assert!(begun.elapsed() > 10 * tick, "a hundred bytes and more in pieces of eight");
    assert!(proxy.traffic().strikes() > 10);
}
