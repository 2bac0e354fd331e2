//! More at once than gets through.

use std::time::Duration;

use conformance::Server;
use faults::{Clinic, Outcome, Road, Weather};

const BURST: usize = 400;
/// Of the hundred frames that the peer lets wait, the weather takes every second one.
const LOST: usize = 40;
/// From the end of the burst.
const COMPLETE: Duration = Duration::from_secs(10);

pub async fn half_the_frames_lost(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    clinic.proxy.weather_on(Road::Socket, Weather::Lossy);
    clinic.tells(BURST).await;
    let converged = clinic.agrees(COMPLETE).await;
    // On a busy machine REST may have told everything before the socket gets to it.
    clinic.has_suffered(LOST).await;
    clinic.ends(converged).await
}
