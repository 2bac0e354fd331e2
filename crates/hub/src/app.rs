use std::sync::Arc;

use axum_extra::extract::CookieJar;
use jiff::Timestamp;
use protocol::{NotificationId, SESSION_COOKIE};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::audit::{Tally, Who};
use crate::bell::Bell;
use crate::login::Pages;
use crate::metrics::Metrics;
use crate::outside::Outside;
use crate::presence::Presence;
use crate::sending::{NewNotification, Office};
use crate::sessions::SessionId;
use crate::sign_in::Door;
use crate::socket::{Deliveries, Pace};
use crate::store::Db;
use crate::turns::Turns;
use crate::users::User;
use crate::{Error, Event, UserId, action_keys};

/// What every request and every socket of a running hub shares.
#[derive(Clone)]
pub struct App {
    pub office: Office,
    pub presence: Presence,
    /// Whose turn it is.
    pub turns: Turns,
    /// How other hubs hear that something was written.
    pub bell: Bell,
    /// Where sockets note what they delivered.
    pub deliveries: Deliveries,
    pub pages: Pages,
    /// How often passwords may be tried.
    pub door: Arc<Door>,
    /// How many refusals the audit log has had of late.
    pub refusals: Arc<Tally>,
    pub outside: Outside,
    pub pace: Pace,
    pub metrics: Metrics,
    /// Told of events that were accepted.
    pub events: Arc<Notify>,
    /// The open sockets, and who else an ending server waits for.
    pub sockets: TaskTracker,
    /// Cancelled when the server ends.
    pub stopping: CancellationToken,
}

impl App {
    pub fn new(office: Office, pace: Pace, outside: Outside) -> Result<Self, Error> {
        let metrics = Metrics::default();
        Ok(Self {
            deliveries: Deliveries::start(office.store.clone(), metrics.delivered.clone()),
            office,
            presence: Presence::default(),
            turns: Turns::counting(metrics.turned_away.clone()),
            bell: Bell::default(),
            pages: Pages::new()?,
            door: Arc::default(),
            refusals: Arc::default(),
            outside,
            pace,
            metrics,
            events: Arc::default(),
            sockets: TaskTracker::new(),
            stopping: CancellationToken::new(),
        })
    }

    /// Stores, then wakes the receivers' sockets, which push: a failing push never reaches the sender. The audit log says
    /// who sent, unless it is the program itself.
    pub async fn send_bulk_notification(
        &self,
        sender: Option<Who>,
        receivers: Vec<UserId>,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<Vec<Option<NotificationId>>, Error> {
        let ids = self.office.send(sender, receivers.clone(), new, now).await?;
        self.metrics.sent.inc_by(ids.iter().flatten().count() as u64);
        self.tell(receivers);
        Ok(ids)
    }

    /// The same for one receiver.
    pub async fn send_notification(
        &self,
        sender: Option<Who>,
        receiver: UserId,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<NotificationId, Error> {
        let ids = self.send_bulk_notification(sender, vec![receiver], new, now).await?;
        ids.into_iter().flatten().next().ok_or(Error::UnknownUser)
    }

    /// Accepts an event, and has it worked off when it is due.
    pub async fn post_event(&self, poster: &str, id: &str, event: Event, now: Timestamp) -> Result<bool, Error> {
        let is_new = self.office.post_event(poster, id, event, now).await?;
        self.events.notify_one();
        Ok(is_new)
    }

    /// Changes what a user has, in one transaction and once for each key, then wakes the user's sockets, which tell.
    /// False when there was nothing to change.
    pub async fn change<F>(&self, user: UserId, key: Option<Uuid>, action: F) -> Result<bool, Error>
    where
        F: FnOnce(&Db<'_>) -> Result<bool, Error> + Send + 'static,
    {
        let work = move |db: &Db<'_>| action_keys::once(db, user, key, Timestamp::now(), action);
        let done = self.office.store.write(work).await?;
        if done {
            self.tell([user]);
        }
        Ok(done)
    }

    /// Wakes the sockets of these users, here and at other hubs, once something was committed for them.
    pub fn tell(&self, users: impl IntoIterator<Item = UserId>) {
        self.presence.wake(users);
        self.bell.ring();
    }

    /// Who the session cookie speaks for, with the session it names.
    pub async fn session_of(&self, cookies: &CookieJar, now: Timestamp) -> Result<Option<(User, SessionId)>, Error> {
        let Some(cookie) = cookies.get(SESSION_COOKIE) else {
            return Ok(None);
        };
        let sessions = self.office.sessions.clone();
        let session = sessions.id(cookie.value());
        let asked = session.clone();
        let user = self.office.store.read(move |db| sessions.user_of(db, &asked, now)).await?;
        Ok(user.map(|user| (user, session)))
    }
}
