//! More at once than gets through.

use std::time::Duration;

use conformance::Server;
use faults::{Clinic, Outcome, Road, Weather};

const BURST: usize = 400;
/// From the end of the burst.
const COMPLETE: Duration = Duration::from_secs(10);

pub async fn half_the_frames_lost(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    clinic.proxy.weather_on(Road::Socket, Weather::Lossy);
    clinic.tells(BURST).await;
    let converged = clinic.agrees(COMPLETE).await;
    assert!(clinic.proxy.traffic().strikes() >= 40, "frames were lost");
    clinic.ends(converged).await
}
