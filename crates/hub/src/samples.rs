//! Invented notifications to try a hub with: what TakeCare's own three test scripts promise (section 9).

use std::sync::Arc;

use jiff::Timestamp;
use protocol::{Kind, NotificationId, Status};
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::notifications::{self, Start};
use crate::store::Db;
use crate::{Action, Error, Event, NewNotification, Office, UserId, events, users};

/// What happens to two users.
type Happens = fn(UserId, UserId) -> Event;

/// How many of each a sample has: three medical records, three new issues, two resolved ones, five chat messages.
const MODULES: [(usize, Happens); 4] = [(3, record), (3, reported), (2, resolved), (5, message)];

impl Office {
    /// One notification of each type for every active user, alternately unread and read. How many there were.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn create_test_notifications(&self, now: Timestamp) -> Result<usize, Error> {
        let kinds = self.all_kinds();
        let write = move |db: &Db<'_>| {
            let everybody = users::active(db)?;
            for (place, kind) in kinds.iter().enumerate() {
                let start = match place % 2 {
                    0 => Start::now(now),
                    _ => Start { date: now, status: Status::Read, delivered_at: Some(now) },
                };
                notifications::insert(db, &everybody, &sample(kind), start)?;
            }
            Ok(everybody.len() * kinds.len())
        };
        self.store.write(write).await
    }

    /// One unread notification of each type for one user.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn create_specific_notifications(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<NotificationId>, Error> {
        let kinds = self.all_kinds();
        let write = move |db: &Db<'_>| {
            let mut ids = Vec::with_capacity(kinds.len());
            for kind in &kinds {
                ids.extend(notifications::insert(db, &[user], &sample(kind), Start::now(now))?);
            }
            Ok(ids)
        };
        self.store.write(write).await
    }

    /// Medical records, issues and chat messages of random users: as events of their modules, from which the rules make
    /// notifications at once. How many notifications there were.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there are no two users to take.
    pub async fn create_module_notifications(&self, rng: &mut impl Rng, now: Timestamp) -> Result<usize, Error> {
        let everybody = self.store.read(users::active).await?;
        let mut happening = Vec::new();
        for (times, happens) in MODULES {
            for _ in 0..times {
                let two: Vec<UserId> = everybody.sample(rng, 2).copied().collect();
                let [one, other] = two[..] else { return Err(Error::UnknownUser) };
                happening.push(happens(one, other));
            }
        }
        let rules = Arc::clone(&self.rules);
        let write = move |db: &Db<'_>| happening.iter().map(|event| events::at_once(db, &rules, event, now)).sum();
        self.store.write(write).await
    }

    fn all_kinds(&self) -> Vec<Kind> {
        self.kinds().rows().iter().map(|row| Kind::from(row.key.as_str())).collect()
    }
}

fn sample(kind: &Kind) -> NewNotification {
    let text = match kind {
        Kind::Appointment => "Your appointment with Dora Lis on 24 November 2026 at 09:30 has been scheduled",
        Kind::Prescription => "A new prescription for Metformin has been created by Dora Lis",
        Kind::Referral => "You have been referred by Dora Lis to see a Cardiologist",
        Kind::Medical => "Lab results are ready for review",
        Kind::MedicalRecord => "Dora Lis has updated your medical record about: Hypertension stage 1",
        Kind::Issue => "New issue reported by Ada Nowak: The printer in room 4 does not answer",
        Kind::Message => "Dora Lis sent you a message: Room 2 is free again",
        Kind::System | Kind::Other(_) => "This is a test notification",
    };
    NewNotification::new(kind.clone(), text)
}

fn record(doctor: UserId, patient: UserId) -> Event {
    let fields = json!({"doctor_id": doctor.0, "patient_id": patient.0, "condition": "Hypertension stage 1"});
    event("medical_medicalrecord", Action::Created, &fields)
}

fn reported(reporter: UserId, _: UserId) -> Event {
    let fields =
        json!({"user_id": reporter.0, "message": "The printer in room 4 does not answer", "is_resolved": false});
    event("issues_issue", Action::Created, &fields)
}

fn resolved(reporter: UserId, _: UserId) -> Event {
    let fields = json!({"user_id": reporter.0, "message": "The bell in room 2 rings for nobody", "is_resolved": true});
    event("issues_issue", Action::Updated, &fields)
}

fn message(sender: UserId, receiver: UserId) -> Event {
    let fields = json!({"sender_id": sender.0, "participants": [sender.0, receiver.0], "chatroom_id": 17,
        "content": "Room 2 is free again"});
    event("chat_message", Action::Created, &fields)
}

fn event(model: &str, action: Action, fields: &Value) -> Event {
    let fields = fields.as_object().cloned().unwrap_or_default();
    Event { model: model.to_owned(), object: Uuid::new_v4().to_string(), action, fields, previous: None }
}
