use std::time::Duration;

use bridge::Request;
use conformance::Server;
use faults::{CONVERGED, Clinic, Outcome};
use uuid::Uuid;

/// A day in a clinic: whatever can be done to a notification is done to one, at the desktop and elsewhere.
pub struct Day<S> {
    pub clinic: Clinic<S>,
    notes: [Uuid; 6],
}

impl<S: Server> Day<S> {
    /// Six notifications are known here, two of them are read.
    pub async fn begin(mut clinic: Clinic<S>) -> Self {
        let notes: [Uuid; 6] = clinic.tells(6).await.try_into().unwrap();
        clinic.agrees(BEGUN).await;
        clinic.does(Request::MarkRead { ids: vec![notes[4], notes[5]] }).await;
        clinic.agrees(BEGUN).await;
        Self { clinic, notes }
    }

    /// Ada reads, deletes and takes up again, at her desktop and elsewhere, and is told more.
    pub async fn goes_on(&mut self) {
        self.acts().await;
        let [_, _, read, deleted, _, unread] = self.notes;
        self.clinic.reads_elsewhere(read).await;
        self.clinic.deletes_elsewhere(deleted).await;
        self.clinic.unreads_elsewhere(unread).await;
        self.clinic.tells(3).await;
    }

    /// The fault has just ended: both sides come to agree, on what was done.
    pub async fn ends(mut self) -> Outcome {
        let converged = self.clinic.agrees(CONVERGED).await;
        let mut statuses = Vec::new();
        for note in self.notes {
            statuses.push(self.clinic.ward.status(&self.clinic.ward.ada, note).await);
        }
        assert_eq!(statuses, ["READ", "DELETED", "READ", "DELETED", "UNREAD", "UNREAD"]);
        self.clinic.ends(converged).await
    }

    /// What she does at her desktop.
    pub async fn acts(&self) {
        let [read, deleted, _, _, unread, _] = self.notes;
        self.clinic.does(Request::MarkRead { ids: vec![read] }).await;
        self.clinic.does(Request::Delete { ids: vec![deleted] }).await;
        self.clinic.does(Request::MarkUnread { ids: vec![unread] }).await;
    }
}

/// In clear weather, one check after another.
const BEGUN: Duration = Duration::from_secs(40);
