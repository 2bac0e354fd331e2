//! Hubs with a few invented people, gone when they are dropped.

use std::time::Duration;

use hub::{Hub, NewNotification, NewUser, Pace, Stored, UserId};
use protocol::{Kind, NotificationId, Status};
use secrecy::SecretString;
use services::{Hubs, Place};
use tokio::time::{Instant, sleep};
use url::Url;
use visitor::{PATIENCE, Visitor};

/// What everybody here signs in with.
pub const PASSWORD: &str = "correct horse battery";

pub struct Ward {
    pub hubs: Hubs,
}

impl Ward {
    pub async fn open(place: Place) -> Self {
        Self::open_at(place, Pace::default()).await
    }

    pub async fn open_at(place: Place, pace: Pace) -> Self {
        Self::with(Hubs::start_at(place, pace).await)
    }

    pub fn with(hubs: Hubs) -> Self {
        // Fails only when another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { hubs }
    }

    /// The hub that stories speak to directly.
    pub fn hub(&self) -> &Hub {
        self.hubs.first()
    }

    /// The address for clients.
    pub fn base_url(&self) -> Url {
        self.hubs.base_url()
    }

    /// Takes the hubs away and gives them back at the same address.
    pub async fn restart(mut self) -> Self {
        self.hubs.restart(Duration::ZERO).await;
        self
    }

    /// Adds somebody with an account.
    pub async fn hire(&self, new: NewUser) -> UserId {
        self.hub().add_user(new, SecretString::from(PASSWORD)).await.unwrap()
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
        let visitor = Visitor::new(self.base_url());
        let answer = visitor.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status(), 302, "{email} can sign in");
        visitor
    }

    pub async fn send(&self, to: UserId, message: &str) -> NotificationId {
        self.hub().send_notification(to, NewNotification::new(Kind::System, message)).await.unwrap()
    }

    pub async fn stored(&self, user: UserId, id: NotificationId) -> Option<Stored> {
        let all = self.hub().notifications_of(user).await.unwrap();
        all.into_iter().find(|stored| stored.notification.id == id)
    }

    pub async fn status(&self, user: UserId, id: NotificationId) -> Option<Status> {
        self.stored(user, id).await.map(|stored| stored.notification.status)
    }

    /// Waits until so many sockets of this user are open.
    pub async fn sockets_become(&self, user: UserId, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.hubs.sockets_of(user) != count {
            assert!(Instant::now() < end, "{count} sockets, not {}, should be open", self.hubs.sockets_of(user));
            sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Waits until everything for this user was written to a socket.
    pub async fn all_delivered(&self, user: UserId) {
        let end = Instant::now() + PATIENCE;
        while self.hub().notifications_of(user).await.unwrap().iter().any(|stored| stored.delivered_at.is_none()) {
            assert!(Instant::now() < end, "not everything was delivered in time");
            sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}
