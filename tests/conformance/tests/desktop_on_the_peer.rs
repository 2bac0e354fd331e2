//! The desktop's engine on the deployed server, faults included: it ends with exactly the server's set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should fail")]

use std::collections::BTreeMap;

use bridge::{Answer, Fault, FaultCode, Filter, Link, Request, Status, Topic, Verdict};
use client::{Network, ToastId};
use conformance::Visitor;
use e2e::{ADA, Desk, PASSWORD};
use peer::{Draft, Faults, LostUpdate, NewUser, Peer, Replay};
use protocol::NotificationId;
use reqwest::Method;
use uuid::Uuid;

/// The deployed server, and Ada who has an account there.
struct Clinic {
    peer: Peer,
    ada: Uuid,
}

impl Clinic {
    async fn open() -> Self {
        Self::with(Peer::start().await.unwrap()).await
    }

    async fn with(peer: Peer) -> Self {
        let user = NewUser { email: ADA, name: "Ada Nowak", password: PASSWORD, is_staff: false };
        let ada = peer.add_user(&user).await.unwrap();
        Self { peer, ada }
    }

    async fn desk(&self) -> Desk {
        let network = match self.peer.authority() {
            Some(authority) => Network::system().trusting(authority.as_bytes()).unwrap(),
            None => Network::system(),
        };
        let desk = Desk::on(Ok(network));
        desk.signs_in(self.peer.base_url().as_str(), PASSWORD).await.unwrap();
        desk
    }

    async fn pushes(&self, message: &str) -> Uuid {
        self.peer.send(self.ada, &Draft::new("MEDICAL", message)).await.unwrap().unwrap()
    }

    /// As booking on the web site does.
    async fn writes(&self, message: &str) -> Uuid {
        self.peer.write_row(self.ada, &Draft::new("SYSTEM", message)).await.unwrap()
    }

    /// Ids and statuses, without deleted ones.
    async fn set(&self) -> BTreeMap<Uuid, bool> {
        let rows = self.peer.rows_of(self.ada).await.unwrap();
        rows.into_iter().filter(|row| row.status != "DELETED").map(|row| (row.id, row.status == "UNREAD")).collect()
    }
}

async fn set_of(desk: &Desk) -> BTreeMap<Uuid, bool> {
    desk.lists(Filter::default()).await.into_iter().map(|row| (row.id, row.status == Status::Unread)).collect()
}

#[tokio::test]
async fn a_replay_that_crashes_costs_nothing_but_speed() {
    let clinic = Clinic::open().await;
    clinic.writes("Booked for Monday").await;
    let ada = clinic.desk().await;
    ada.sees(|state| state.unread == 1 && matches!(state.link, Link::Checking { every: 30 })).await;

    clinic.writes("Booked for Tuesday").await;

    ada.sees(|state| state.unread == 2).await;
    assert_eq!(set_of(&ada).await, clinic.set().await);
    let first = clinic.peer.rows_of(clinic.ada).await.unwrap().remove(0);
    assert_eq!(first.retry_count, 1, "not even a second socket meanwhile: each closes the user's others");
}

#[tokio::test]
async fn a_replay_that_crashes_is_explained_to_the_administrator() {
    let clinic = Clinic::open().await;
    clinic.writes("Booked for Monday").await;
    clinic.writes("Booked for Tuesday").await;
    let ada = clinic.desk().await;

    let says = ada.finds_bad(Topic::Socket).await;

    assert!(says.contains("closes it with an error (1011)"), "{says}");
    assert!(says.contains("Of the newest 2 rows, 2 have `delivered_at` null."), "{says}");
    assert!(says.ends_with("Meanwhile the desktop checks every 30 s, and nothing is missed."), "{says}");
    let clock = ada.checks_itself().await.into_iter().find(|finding| finding.topic == Topic::Clock);
    assert_eq!(clock.unwrap().verdict, Verdict::Good, "read from its cookies: it sends no date");
}

#[tokio::test]
async fn a_burst_that_loses_frames_is_complete_in_the_end() {
    let clinic = Clinic::open().await;
    let mut ada = clinic.desk().await;
    ada.is_live().await;

    let sent = clinic.peer.send_burst(clinic.ada, &Draft::new("MESSAGE", "burst"), 1_000).await.unwrap();

    // Each has its own toast or is counted in the summary, which grows.
    let (mut singles, mut counted) = (0, 0);
    while singles + counted < sent.len() {
        let toast = ada.toast().await;
        match toast.id {
            ToastId::One(_) => singles += 1,
            _ => counted = toast.title.to_string().split(' ').next().unwrap().parse().unwrap(),
        }
    }
    assert_eq!(singles + counted, sent.len(), "never both");
    ada.sees(|state| state.unread == 1_000).await;
    let rows = clinic.peer.rows_of(clinic.ada).await.unwrap();
    assert!(rows.iter().any(|row| row.delivered_at.is_none()), "some frames were lost");
    for id in sent {
        let kept = ada.asks(Request::Get { id }).await.unwrap();
        assert!(matches!(kept, Answer::Row(row) if row.status == Status::Unread));
    }
}

#[tokio::test]
async fn what_nobody_tells_is_found_by_the_next_check() {
    let clinic = Clinic::open().await;
    let ada = clinic.desk().await;
    ada.is_live().await;
    let (read, deleted) = (clinic.pushes("read elsewhere").await, clinic.pushes("deleted elsewhere").await);
    ada.sees(|state| state.unread == 2).await;

    let web = Visitor::new(clinic.peer.base_url());
    web.sign_in(ADA, PASSWORD).await;
    web.answer(Method::POST, &format!("{read}/mark-read/")).await;
    web.answer(Method::POST, &format!("{deleted}/mark-deleted/")).await;
    let booked = clinic.writes("Booked for Monday").await;

    ada.sees(|state| state.unread == 1 && state.newest.first().is_some_and(|row| row.id == booked)).await;
    assert_eq!(set_of(&ada).await, clinic.set().await);
}

#[tokio::test]
async fn a_mark_made_while_the_delivery_is_being_noted_is_true_in_the_end() {
    let clinic = Clinic::open().await;
    let race = Faults { lost_update: Some(LostUpdate::Mark), ..Faults::default() };
    clinic.peer.faults(&race).await.unwrap();
    let ada = clinic.desk().await;
    ada.is_live().await;
    let id = clinic.pushes("marked as it arrives").await;
    ada.sees(|state| state.unread == 1).await;

    ada.marks_read(NotificationId(id)).await;

    ada.sees(|state| state.pending == 0 && state.unread == 0).await;
    assert_eq!(clinic.set().await, BTreeMap::from([(id, false)]));
}

#[tokio::test]
async fn acks_that_prove_nothing_are_not_believed() {
    let clinic = Clinic::open().await;
    clinic.peer.faults(&Faults { empty_acks: Some(true), ..Faults::default() }).await.unwrap();
    let ada = clinic.desk().await;
    ada.is_live().await;
    let id = clinic.pushes("marked in vain").await;
    ada.sees(|state| state.unread == 1).await;

    // Fresh from the socket, so the socket is told first.
    ada.marks_read(NotificationId(id)).await;

    ada.sees(|state| state.pending == 0 && state.unread == 0).await;
    assert_eq!(clinic.set().await, BTreeMap::from([(id, false)]));
}

#[tokio::test]
async fn without_redis_rest_carries_on_until_the_socket_is_back() {
    let clinic = Clinic::open().await;
    clinic.peer.faults(&Faults { replay: Some(Replay::Off), ..Faults::default() }).await.unwrap();
    clinic.peer.lose_redis().unwrap();
    let booked = clinic.writes("Booked for Monday").await;
    let ada = clinic.desk().await;
    ada.sees(|state| state.unread == 1 && matches!(state.link, Link::Checking { .. })).await;
    ada.marks_read(NotificationId(booked)).await;
    ada.sees(|state| state.pending == 0 && state.unread == 0).await;
    assert_eq!(clinic.set().await, BTreeMap::from([(booked, false)]));

    clinic.peer.regain_redis().unwrap();

    ada.is_live().await;
    clinic.pushes("Results are ready").await;
    ada.sees(|state| state.unread == 1).await;
}

#[tokio::test]
async fn over_https_sign_in_socket_and_changes_come_from_the_right_origin() {
    let clinic = Clinic::with(Peer::start_secure().await.unwrap()).await;
    let stranger = Desk::switch_on().signs_in(clinic.peer.base_url().as_str(), PASSWORD).await;
    assert!(matches!(stranger, Err(Fault { code: FaultCode::Server, .. })), "nobody answers for it: {stranger:?}");
    let ada = clinic.desk().await;
    ada.is_live().await;
    let (read, deleted) = (clinic.pushes("to be read").await, clinic.pushes("to be deleted").await);
    ada.sees(|state| state.unread == 2).await;

    ada.marks_read(NotificationId(read)).await;
    ada.asks(Request::Delete { ids: vec![deleted] }).await.unwrap();

    ada.sees(|state| state.pending == 0 && state.unread == 0).await;
    assert_eq!(clinic.set().await, BTreeMap::from([(read, false)]));
}

#[tokio::test]
async fn a_deactivated_user_who_looks_signed_in_is_told() {
    let clinic = Clinic::open().await;
    let ada = clinic.desk().await;
    ada.is_live().await;
    clinic.peer.deactivate(clinic.ada).await.unwrap();

    ada.sees(|state| matches!(state.link, Link::SignedOut { why: Some(_) })).await;
    let again = Desk::switch_on().signs_in(clinic.peer.base_url().as_str(), PASSWORD).await;
    assert!(matches!(again, Err(Fault { code: FaultCode::Credentials, .. })), "{again:?}");
}
