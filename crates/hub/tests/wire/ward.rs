//! A hub with a few invented people, gone when it is dropped.

use std::net::SocketAddr;

use hub::{Database, Hub, NewNotification, NewUser, Pace, Settings, Stored, UserId};
use protocol::{Kind, NotificationId, Status};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use visitor::{PATIENCE, Visitor};

/// What everybody here signs in with.
pub const PASSWORD: &str = "correct horse battery";

pub struct Ward {
    pub hub: Hub,
    pub data: TempDir,
}

impl Ward {
    pub async fn open() -> Self {
        Self::open_at(Pace::default()).await
    }

    pub async fn open_at(pace: Pace) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data = tempfile::tempdir().unwrap();
        let settings = Settings {
            listen: "127.0.0.1:0".parse().unwrap(),
            database: Database::Folder(data.path().to_owned()),
            redis: None,
        };
        Self { hub: Hub::start_at(settings, pace).await.unwrap(), data }
    }

    /// Takes the hub away and gives it back at the same address.
    pub async fn restart(self) -> Self {
        let url = self.hub.base_url();
        let listen: SocketAddr = url.authority().parse().unwrap();
        self.hub.stop().await.unwrap();
        let settings = Settings { listen, database: Database::Folder(self.data.path().to_owned()), redis: None };
        Self { hub: Hub::start(settings).await.unwrap(), data: self.data }
    }

    /// Adds somebody with an account.
    pub async fn hire(&self, new: NewUser) -> UserId {
        self.hub.add_user(new, SecretString::from(PASSWORD)).await.unwrap()
    }

    /// Adds Ada, who has no rights over others.
    pub async fn ada(&self) -> UserId {
        self.hire(NewUser::new("ada@ward.example", "Ada Nowak")).await
    }

    /// Adds Tomasz, another one.
    pub async fn tomasz(&self) -> UserId {
        self.hire(NewUser::new("tomasz@ward.example", "Tomasz Bąk")).await
    }

    /// Somebody who signed in by the form.
    pub async fn signed_in(&self, email: &str) -> Visitor {
        let visitor = Visitor::new(self.hub.base_url());
        let answer = visitor.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status(), 302, "{email} can sign in");
        visitor
    }

    pub async fn send(&self, to: UserId, message: &str) -> NotificationId {
        self.hub.send_notification(to, NewNotification::new(Kind::System, message)).await.unwrap()
    }

    pub async fn stored(&self, user: UserId, id: NotificationId) -> Option<Stored> {
        let all = self.hub.notifications_of(user).await.unwrap();
        all.into_iter().find(|stored| stored.notification.id == id)
    }

    pub async fn status(&self, user: UserId, id: NotificationId) -> Option<Status> {
        self.stored(user, id).await.map(|stored| stored.notification.status)
    }

    /// Waits until so many sockets of this user are open.
    pub async fn sockets_become(&self, user: UserId, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.hub.sockets_of(user) != count {
            assert!(Instant::now() < end, "{count} sockets, not {}, should be open", self.hub.sockets_of(user));
            sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Waits until everything for this user was written to a socket.
    pub async fn all_delivered(&self, user: UserId) {
        let end = Instant::now() + PATIENCE;
        while self.hub.notifications_of(user).await.unwrap().iter().any(|stored| stored.delivered_at.is_none()) {
            assert!(Instant::now() < end, "not everything was delivered in time");
            sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}
