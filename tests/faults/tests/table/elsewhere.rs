//! What is done elsewhere, of which the deployed server tells nobody (protocol.md, section 4).

use bridge::Request;
use conformance::Server;
use faults::{Clinic, Outcome};

use crate::CHECKED;

pub async fn reads_unreads_and_deletes_elsewhere(server: impl Server) -> Outcome {
    let mut clinic = Clinic::open(server).await;
    let [read, deleted, unread] = clinic.tells(3).await.try_into().unwrap();
    clinic.agrees(CHECKED).await;
    clinic.does(Request::MarkRead { ids: vec![unread] }).await;
    clinic.agrees(CHECKED).await;

    clinic.reads_elsewhere(read).await;
    clinic.deletes_elsewhere(deleted).await;
    clinic.unreads_elsewhere(unread).await;

    let converged = clinic.agrees(CHECKED).await;
    let screen = clinic.looks();
    for id in [read, deleted] {
        assert!(screen.singles.contains_key(&id) && screen.withdrawn.contains(&id), "its toast is taken away");
    }
    clinic.ends(converged).await
}
