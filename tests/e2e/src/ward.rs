use std::net::SocketAddr;

use hub::{Hub, NewNotification, NewUser, Pace, UserId};
use protocol::{Kind, NotificationId, Status};
use secrecy::SecretString;
use services::{Hubs, Place};

use crate::{ADA, Desk, PASSWORD};

/// A ward with a hub, or several, and its receptionist, Ada.
pub struct Ward {
    hubs: Hubs,
    /// Ada's account on the hub.
    pub ada: UserId,
}

impl Ward {
    /// Opens the ward at the place of the day ([`Place::chosen`]), with its hub running.
    pub async fn open() -> Self {
        Self::open_at(Place::chosen()).await
    }

    /// Opens it at this place.
    pub async fn open_at(place: Place) -> Self {
        let site = place.site();
        // A type that the hub knows and no desktop does.
        site.set_rules("[[type]]\nkey = 'BILLING'\nlabel = 'Billing'\n");
        let hubs = Hubs::on(site, place.hubs(), Pace::default()).await;
        let ada = NewUser::new(ADA, "Ada Nowak");
        let ada = hubs.first().add_user(ada, SecretString::from(PASSWORD)).await.unwrap();
        Self { hubs, ada }
    }

    /// The server's address.
    pub fn server(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Where the hub listens, or what stands before several.
    pub fn address(&self) -> SocketAddr {
        self.hubs.address()
    }

    /// A running hub.
    pub fn hub(&self) -> &Hub {
        self.hubs.first()
    }

    /// The server goes away without a word.
    pub async fn go_dark(&mut self) {
        self.hubs.go_away().await;
    }

    /// The server comes back where it was.
    pub async fn come_back(&mut self) {
        self.hubs.come_back().await;
    }

    /// Adds somebody with the password of everybody.
    pub async fn hires(&self, email: &str, name: &str) -> UserId {
        self.hub().add_user(NewUser::new(email, name), SecretString::from(PASSWORD)).await.unwrap()
    }

    /// Waits until a user has so many sockets.
    pub async fn has_sockets(&self, user: UserId, count: usize) {
        let reached = async {
            while self.hubs.sockets_of(user) != count {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(crate::PATIENCE, reached).await.expect("so many sockets");
    }

    /// Sends Ada a notification.
    pub async fn tell(&self, kind: Kind, message: &str) -> NotificationId {
        self.hub().send_notification(self.ada, NewNotification::new(kind, message)).await.unwrap()
    }

    /// So many that Ada read long ago are there, straight in the hub's database, which is SQLite's.
    pub fn pile_up(&self, count: u32) {
        let db = rusqlite::Connection::open(self.hubs.site().folder().join("hub.sqlite3")).unwrap();
        db.busy_timeout(crate::PATIENCE).unwrap();
        let now = jiff::Timestamp::now().as_microsecond();
        let piled = db.execute(
            "WITH RECURSIVE pile (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM pile WHERE i < ?1)
             INSERT INTO notification (id, receiver, kind, message, folded, date, status, delivered_at)
             SELECT printf('%08x-0000-4000-8000-000000000000', i), ?2, 'MESSAGE', 'Bed ' || i || ' is free',
                    'bed ' || i || ' is free', ?3 - (?1 - i) * 1000000, 'READ', ?3 FROM pile",
            (count, self.ada.to_string(), now),
        );
        assert_eq!(piled.unwrap(), count as usize);
    }

    /// What the server holds about one of Ada's notifications.
    pub async fn status(&self, id: NotificationId) -> Status {
        let rows = self.hub().notifications_of(self.ada).await.unwrap();
        rows.iter().find(|row| row.notification.id == id).expect("the server knows it").notification.status
    }

    /// Waits until the server holds this status.
    pub async fn holds(&self, id: NotificationId, status: Status) {
        let reached = async {
            while self.status(id).await != status {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(crate::PATIENCE, reached)
            .await
            .unwrap_or_else(|_| panic!("the server never came to {status:?}"));
    }

    /// Ada's desktop, switched on and signed in.
    pub async fn ada(&self) -> Desk {
        let desk = Desk::switch_on();
        desk.signs_in(&self.server(), PASSWORD).await.unwrap();
        desk
    }
}
