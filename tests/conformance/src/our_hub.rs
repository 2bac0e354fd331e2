use std::time::Duration;

use hub::{Hub, NewNotification, NewUser, Pace, Stored, UserId};
use protocol::{Kind, Related};
use secrecy::SecretString;
use services::{Hubs, Place};
use url::Url;
use uuid::Uuid;

use crate::{PASSWORD, Server, StoredRow, Told};

/// A type of the clinic's own: what is in no table is refused, as the deployed server does not.
const KIND: &str = "BILLING";

/// Our hub, or several, on a database of their own.
pub struct OurHub(Hubs);

impl OurHub {
    /// Starts one on SQLite.
    pub async fn start() -> Self {
        Self::start_at(Place::Sqlite).await
    }

    /// Starts those of a place.
    pub async fn start_at(place: Place) -> Self {
        Self::with_kinds(place, [KIND.to_owned()]).await
    }

    /// Starts those of a place, for a clinic that has these types of its own.
    pub async fn with_kinds(place: Place, kinds: impl IntoIterator<Item = String>) -> Self {
        let site = place.site();
        let row = |kind: String| format!("[[type]]\nkey = '{kind}'\nlabel = '{kind}'\n");
        site.set_rules(&kinds.into_iter().map(row).collect::<String>());
        Self(Hubs::on(site, place.hubs(), Pace::default()).await)
    }

    /// Ends it, and starts it again where it was after so long.
    pub async fn restart(&mut self, away: Duration) {
        self.0.restart(away).await;
    }

    fn hub(&self) -> &Hub {
        self.0.first()
    }
}

impl Server for OurHub {
    fn base_url(&self) -> Url {
        self.0.base_url()
    }

    async fn add_user(&self, email: &str, name: &str, is_staff: bool) -> Uuid {
        let new = NewUser { is_staff, ..NewUser::new(email, name) };
        self.hub().add_user(new, SecretString::from(PASSWORD)).await.unwrap().0
    }

    async fn deactivate(&self, user: Uuid) {
        self.hub().deactivate(UserId(user)).await.unwrap();
    }

    async fn end_sessions(&self, user: Uuid) {
        self.hub().sign_out(UserId(user)).await.unwrap();
    }

    async fn send(&self, user: Uuid, told: Told<'_>) -> Uuid {
        self.hub().send_notification(UserId(user), new(&told)).await.unwrap().0
    }

    async fn send_many(&self, user: Uuid, told: Told<'_>, times: usize) -> Vec<Uuid> {
        let ids = self.hub().send_bulk_notification(vec![UserId(user); times], new(&told)).await.unwrap();
        ids.into_iter().flatten().map(|id| id.0).collect()
    }

    async fn rows(&self, user: Uuid) -> Vec<StoredRow> {
        let stored = |row: Stored| StoredRow {
            id: row.notification.id.0,
            status: row.notification.status.as_str().to_owned(),
            delivered: row.delivered_at.is_some(),
        };
        self.hub().notifications_of(UserId(user)).await.unwrap().into_iter().map(stored).collect()
    }
}

fn new(told: &Told<'_>) -> NewNotification {
    let (kind, id) = told.related.unzip();
    let related = Related { kind: kind.map(str::to_owned), id: id.map(str::to_owned) };
    NewNotification { related, ..NewNotification::new(Kind::from(told.kind), told.message) }
}
