//! A network that is bad for a while, and what is done meanwhile on both sides.

use std::time::Duration;

use bridge::Link;
use conformance::Server;
use faults::{Clinic, Outcome, Weather};

use crate::day::Day;
use crate::{FOUND, SLACK};

pub async fn latency(server: impl Server) -> Outcome {
    let (least, most) = (Duration::from_millis(100), Duration::from_millis(700));
    under(Weather::Slow { piece: 64 * 1024, least, most }, 10, server).await
}

pub async fn slow_drip(server: impl Server) -> Outcome {
    let (least, most) = (Duration::from_millis(5), Duration::from_millis(50));
    under(Weather::Slow { piece: 100, least, most }, 50, server).await
}

pub async fn resets(server: impl Server) -> Outcome {
    under(Weather::Reset { after: 300 }, 2, server).await
}

pub async fn truncated_frames(server: impl Server) -> Outcome {
    under(Weather::Truncated, 3, server).await
}

pub async fn slow_close(server: impl Server) -> Outcome {
    under(Weather::Closing { code: 1000, late: Duration::from_secs(20) }, 2, server).await
}

pub async fn silence(server: impl Server) -> Outcome {
    let mut day = Day::begin(Clinic::open(server).await).await;
    day.clinic.proxy.weather(Weather::Silence);
    day.goes_on().await;
    let found = day.clinic.desk.sees_within(FOUND + SLACK, |state| !matches!(state.link, Link::Live { .. })).await;
    assert!(found.is_some(), "the socket is as silent as everything else");
    day.clinic.tells(2).await;
    day.clinic.proxy.weather(Weather::Clear);
    day.ends().await
}

/// Turns the weather, has the day go on until it did enough harm, twice, and turns it back.
async fn under(weather: Weather, harm: usize, server: impl Server) -> Outcome {
    let mut day = Day::begin(Clinic::open(server).await).await;
    day.clinic.proxy.weather(weather);
    day.goes_on().await;
    day.clinic.suffers(harm).await;
    day.clinic.tells(2).await;
    day.clinic.suffers(harm).await;
    day.clinic.proxy.weather(Weather::Clear);
    day.ends().await
}
