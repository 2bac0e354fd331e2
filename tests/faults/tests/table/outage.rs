//! A server that nobody reaches.

use conformance::Server;
use faults::{Clinic, Outcome, Weather};

use crate::day::Day;

pub async fn nobody_listens(server: impl Server) -> Outcome {
    let mut day = Day::begin(Clinic::open(server).await).await;
    day.clinic.proxy.weather(Weather::Refused);
    day.goes_on().await;
    day.clinic.is_offline("does not answer").await;
    day.clinic.tells(2).await;
    day.clinic.proxy.weather(Weather::Clear);
    day.ends().await
}

pub async fn ten_thousand_missed(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    clinic.proxy.weather(Weather::Refused);
    clinic.is_offline("does not answer").await;
    clinic.books(10_000).await;
    clinic.proxy.weather(Weather::Clear);
    let outcome = clinic.converges().await;
    assert_eq!(outcome.toasts, (0, 10_000), "one summary tells of them all");
    outcome
}
