//! Sessions that end while the server can't be reached.

use std::time::Instant;

use bridge::Filter;
use conformance::Server;
use faults::{Clinic, Outcome, Weather};

use crate::day::Day;

pub async fn session_ended_meanwhile(server: impl Server) -> Outcome {
    let mut day = Day::begin(Clinic::open(server).await).await;
    day.clinic.proxy.weather(Weather::Refused);
    day.goes_on().await;
    let clinic = &mut day.clinic;
    clinic.is_offline("does not answer").await;
    clinic.ward.server.end_sessions(clinic.ward.ada.id).await;
    clinic.proxy.weather(Weather::Clear);
    assert_eq!(clinic.is_signed_out().await.pending, 3, "what Ada did waits for her");

    clinic.web = clinic.ward.signed_in(&clinic.ward.ada).await;
    clinic.signs_in().await;
    day.ends().await
}

pub async fn deactivated_meanwhile(server: impl Server) -> Outcome {
    let day = Day::begin(Clinic::open(server).await).await;
    let Day { clinic, .. } = &day;
    clinic.proxy.weather(Weather::Refused);
    day.acts().await;
    clinic.is_offline("does not answer").await;
    clinic.ward.server.deactivate(clinic.ward.ada.id).await;
    clinic.proxy.weather(Weather::Clear);
    let cleared = Instant::now();
    let told = clinic.is_signed_out().await;
    let held = clinic.desk.lists(Filter::default()).await.len();
    assert_eq!((told.pending, told.unread, held), (3, 3, 5), "what Ada has and did is still there");
    day.clinic.closes(cleared.elapsed())
}
