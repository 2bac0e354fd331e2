//! A resolver that fails for a while.

use std::sync::Arc;

use conformance::Server;
use faults::{Clinic, Names, Outcome, Way};

use crate::day::Day;

pub async fn dns_failure(server: impl Server) -> Outcome {
    let names = Arc::new(Names::default());
    let way = Way::by_name(&server, &names).await;
    let mut day = Day::begin(Clinic::open_by(way, server).await).await;
    names.fail(true);
    day.clinic.proxy.cut();
    day.clinic.is_offline("no server called clinic.example").await;
    day.goes_on().await;
    names.fail(false);
    day.ends().await
}
