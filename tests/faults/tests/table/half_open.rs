//! Connections that are dead and do not know it.

use std::time::{Duration, Instant};

use bridge::{Link, Request};
use client::Stir;
use conformance::Server;
use faults::{Clinic, Outcome};
use jiff::Timestamp;

use crate::{FOUND, SLACK};

/// No server has a part in finding it.
const OWN_CLOCK: Duration = Duration::from_secs(2);
/// From waking to an open socket and equal sets.
const AWAKE: Duration = Duration::from_secs(3);

pub async fn half_open_connections(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    let stranded = Instant::now();
    clinic.proxy.strand();
    clinic.tells(2).await;
    let found = clinic.tries_socket(FOUND + OWN_CLOCK).await;
    let converged = clinic.agrees(SLACK).await;
    clinic.ends(found - stranded + converged).await
}

/// What the desktop says on a dead socket is no sign of life.
pub async fn half_open_socket(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    let fresh = clinic.tells(1).await;
    clinic.agrees(SLACK).await;
    let stranded = Instant::now();
    clinic.proxy.strand_sockets();
    clinic.does(Request::MarkRead { ids: fresh }).await;
    clinic.tells(2).await;
    let found = clinic.tries_socket(FOUND + OWN_CLOCK).await;
    let converged = clinic.agrees(SLACK).await;
    clinic.ends(found - stranded + converged).await
}

pub async fn waking(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    clinic.proxy.strand();
    clinic.tells(2).await;
    let (asleep, woke) = (Timestamp::now(), Instant::now());
    clinic.desk.stirs(Stir::Woke).await;
    let is_back = |link: &Link| matches!(link, Link::Live { heard } if *heard > asleep);
    let back = clinic.desk.sees_within(AWAKE + SLACK, |state| is_back(&state.link) && state.checked > Some(asleep));
    assert!(back.await.is_some(), "open again and checked");
    clinic.agrees(SLACK).await;
    clinic.ends(woke.elapsed()).await
}
