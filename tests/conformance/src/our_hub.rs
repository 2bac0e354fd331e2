use std::time::Duration;

use hub::{Database, Hub, NewNotification, NewUser, Settings, Stored, UserId};
use protocol::{Kind, Related};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::time::sleep;
use url::Url;
use uuid::Uuid;

use crate::{PASSWORD, Server, StoredRow, Told};

/// Our hub, on a free port and with a folder of its own.
pub struct OurHub {
    /// Running, but for the time of a restart.
    hub: Option<Hub>,
    data: TempDir,
}

impl OurHub {
    /// Starts one.
    pub async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        // A type of the clinic's own: what is in no table is refused, as the deployed server does not.
        std::fs::write(data.path().join("rules.toml"), "[[type]]\nkey = 'BILLING'\nlabel = 'Billing'\n").unwrap();
        let settings = Settings { listen: "127.0.0.1:0".parse().unwrap(), database: Database::Folder(data.path().to_owned()), redis: None };
        Self { hub: Some(Hub::start(settings).await.unwrap()), data }
    }

    /// Ends it, and starts it again where it was after so long.
    pub async fn restart(&mut self, away: Duration) {
        let listen = self.base_url().socket_addrs(|| None).unwrap()[0];
        self.hub.take().expect("it runs").stop().await.unwrap();
        sleep(away).await;
        self.hub = Some(Hub::start(Settings { listen, database: Database::Folder(self.data.path().to_owned()), redis: None }).await.unwrap());
    }

    fn hub(&self) -> &Hub {
        self.hub.as_ref().expect("it runs")
    }
}

impl Server for OurHub {
    fn base_url(&self) -> Url {
        self.hub().base_url()
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
