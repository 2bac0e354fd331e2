//! Sockets that are closed with 1011, as by the deployed server's replay (protocol.md, section 3.4).

use std::time::{Duration, Instant};

use bridge::Link;
use conformance::{Server, Socket};
use faults::{Clinic, Outcome, Road, Way, Weather};
use peer::{Faults, Peer, Replay};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

use crate::{CHECKED, MINUTE};

pub async fn sockets_that_close_with_1011(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    let other = told_twice(clinic.web.socket().await);
    clinic.proxy.weather_on(Road::Socket, Weather::Closing { code: 1011, late: Duration::ZERO });
    let crashed = Instant::now();
    clinic.desk.sees(|state| matches!(state.link, Link::Checking { .. })).await;
    clinic.tells(1).await;
    let converged = clinic.agrees(CHECKED).await;
    clinic.proxy.weather(Weather::Clear);

    let tried = clinic.tries_socket(2 * MINUTE).await;
    assert!(tried - crashed >= MINUTE, "one attempt a minute at most, since each closes the user's other sockets");
    // A row that is written while the deployed server opens a socket would be replayed, and crash it.
    let open = clinic.desk.is_live().await;
    clinic.desk.sees(|state| state.checked > open.checked).await;
    clinic.tells(1).await;
    other.await.unwrap();
    clinic.ends(converged).await
}

/// A socket that lives through it all and hears what is told.
fn told_twice(mut socket: Socket) -> JoinHandle<()> {
    tokio::spawn(async move {
        for _ in 0..2 {
            assert!(matches!(hears(&mut socket).await, Message::Text(_)));
        }
        socket.is_silent().await;
    })
}

/// What it hears next, however long that takes; pings are answered meanwhile.
async fn hears(socket: &mut Socket) -> Message {
    loop {
        match socket.any_frame().await {
            Some(Message::Ping(_)) => {}
            next => return next.expect("an open socket"),
        }
    }
}

pub async fn replay_that_crashes() -> Outcome {
    let peer = Peer::start().await.unwrap();
    let switch = async |replay| peer.faults(&Faults { replay: Some(replay), ..Faults::default() }).await.unwrap();
    switch(Replay::Off).await;
    let mut clinic = Clinic::before_work(Way::plain(&&peer).await, &peer).await;
    let other = crashes(clinic.web.socket().await);
    clinic.books(1).await;
    switch(Replay::Crash).await;
    clinic.signs_in().await;
    other.await.unwrap();

    // The desktop's attempt closed all of Ada's sockets; the next one does so again, and not before a minute.
    switch(Replay::Off).await;
    let mut other = clinic.web.socket().await;
    // Its own connect is over.
    other.is_silent().await;
    switch(Replay::Crash).await;
    let other = crashes(other);
    clinic.books(1).await;
    let converged = clinic.agrees(CHECKED).await;
    let first = clinic.proxy.traffic().sockets()[0];
    assert!(other.await.unwrap() - first >= MINUTE, "the other socket lives meanwhile");
    assert_eq!(clinic.proxy.traffic().sockets().len(), 2);
    clinic.ends(converged).await
}

/// When a socket was closed with 1011.
fn crashes(mut socket: Socket) -> JoinHandle<Instant> {
    tokio::spawn(async move {
        let Message::Close(Some(frame)) = hears(&mut socket).await else { panic!("no close frame") };
        assert_eq!(u16::from(frame.code), 1011);
        Instant::now()
    })
}
