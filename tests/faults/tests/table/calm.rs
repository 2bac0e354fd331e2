//! Nothing happens.

use std::time::Instant;

use conformance::Server;
use faults::{Clinic, Outcome};
use tokio::time::sleep;

use crate::{CHECKED, MINUTE};

/// What an idle client may cost the server in a minute.
const IDLE: usize = 6;

pub async fn idle_minute(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    clinic.tells(3).await;
    let converged = clinic.agrees(CHECKED).await;
    let calm = Instant::now();
    sleep(MINUTE).await;
    let traffic = clinic.proxy.traffic();
    let asked = traffic.since(calm);
    assert!((1..=IDLE).contains(&asked), "{asked} requests in an idle minute: {:?}", traffic.calls());
    clinic.ends(converged).await
}
