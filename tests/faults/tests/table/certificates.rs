//! A certificate that nobody trusts for a while.

use conformance::Server;
use faults::{Clinic, Outcome, Way, Weather};

use crate::day::Day;

pub async fn tls_failure(server: impl Server) -> Outcome {
    let way = Way::secure(&server).await;
    let mut day = Day::begin(Clinic::open_by(way, server).await).await;
    day.clinic.proxy.weather(Weather::Untrusted);
    day.clinic.proxy.cut();
    day.clinic.is_offline("is not trusted").await;
    day.goes_on().await;
    day.clinic.suffers(2).await;
    day.clinic.proxy.weather(Weather::Clear);
    day.ends().await
}
