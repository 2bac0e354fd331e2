//! The peer comes up, does as it is told, and goes without a trace.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should fail")]

use peer::{Draft, Faults, NewUser, Peer, Replay};
use uuid::Uuid;

const ADA: NewUser<'_> =
    NewUser { email: "ada@ward.example", name: "Ada Nowak", password: "correct horse", is_staff: false };

#[tokio::test]
async fn it_keeps_what_it_is_told_until_it_is_told_to_forget() {
    let peer = Peer::start().await.unwrap();
    let ada = peer.add_user(&ADA).await.unwrap();
    let pushed = peer.send(ada, &Draft::new("MEDICAL", "Results are ready")).await.unwrap().unwrap();
    let booked = peer.write_row(ada, &Draft::new("SYSTEM", "Booked for Monday")).await.unwrap();

    let rows = peer.rows_of(ada).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [pushed, booked]);
    assert!(rows.iter().all(|row| row.status == "UNREAD" && row.delivered_at.is_none()));

    assert!(peer.add_user(&ADA).await.is_err(), "an address is one person's");
    assert_eq!(peer.send(Uuid::new_v4(), &Draft::new("SYSTEM", "to nobody")).await.unwrap(), None);
    peer.faults(&Faults { replay: Some(Replay::Off), ..Faults::default() }).await.unwrap();
    peer.reset().await.unwrap();
    assert!(peer.rows_of(ada).await.unwrap().is_empty());
}

#[tokio::test]
async fn it_is_gone_when_it_is_dropped() {
    let peer = Peer::start().await.unwrap();
    let address = peer.base_url().socket_addrs(|| None).unwrap()[0];
    assert!(std::net::TcpStream::connect(address).is_ok());
    drop(peer);
    assert!(std::net::TcpStream::connect(address).is_err());
}
