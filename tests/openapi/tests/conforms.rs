//! A short inspection of a fixed seed; `cargo xtask openapi` takes longer.
#![allow(clippy::panic, reason = "a test that can't go on should fail")]

use openapi::{Asker, Clinic, Effort, Place, inspect};

services::on_each_storage! { staff_get_what_is_described, a_service_gets_what_is_described }
services::on! { alone, Sqlite, a_patient_gets_what_is_described, nobody_gets_anything_but_what_is_described }

const SHORT: Effort = Effort { examples: 10, seed: 20_261_123 };

async fn gets_what_is_described(clinic: &Clinic, asker: Asker) {
    if let Err(wrong) = inspect(clinic, asker, SHORT).await {
        panic!("{wrong}");
    }
}

async fn staff_get_what_is_described(place: Place) {
    let clinic = Clinic::open(place).await;
    gets_what_is_described(&clinic, Asker::Staff).await;
    assert!(clinic.sent().await > 20, "it got through");
}

async fn a_service_gets_what_is_described(place: Place) {
    let clinic = Clinic::open(place).await;
    gets_what_is_described(&clinic, Asker::Service).await;
    let events = clinic.events().await;
    assert!(clinic.sent().await > 20 && events.waiting + events.done > 20, "it got through");
}

async fn a_patient_gets_what_is_described(place: Place) {
    gets_what_is_described(&Clinic::open(place).await, Asker::Patient).await;
}

async fn nobody_gets_anything_but_what_is_described(place: Place) {
    let clinic = Clinic::open(place).await;
    gets_what_is_described(&clinic, Asker::Nobody).await;
    assert_eq!(clinic.sent().await, 0);
}
