use std::fmt;

use jiff::Timestamp;
use protocol::{Kind, NotificationId, Related};
use secrecy::SecretString;

use crate::notifications::Start;
use crate::store::{Database, Store};
use crate::{Error, NewUser, UserId, notifications, password, users};

/// The longest name of a type, in characters (section 3.1).
const LONGEST_KIND: usize = 20;
/// The longest name of a related type, in characters (section 3.1).
const LONGEST_RELATED_KIND: usize = 255;

/// A notification that is to be sent. `Debug` leaves its message out.
#[derive(Clone, PartialEq, Eq)]
pub struct NewNotification {
    /// What it is about.
    pub kind: Kind,
    /// Its text: any, except for the NUL character.
    pub message: String,
    /// What it points to.
    pub related: Related,
}

impl NewNotification {
    /// A notification that points to nothing.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), related: Related::default() }
    }

    /// Refuses what the deployed server would drop in silence (section 3.1).
    fn check(&self) -> Result<(), Error> {
        let related_kind = self.related.kind.as_deref().unwrap_or_default();
        let related_id = self.related.id.as_deref().unwrap_or_default();
        if self.message.contains('\0') {
            Err(Error::Unsendable("the message holds a NUL character"))
        } else if [self.kind.as_str(), related_kind, related_id].iter().any(|text| text.contains('\0')) {
            Err(Error::Unsendable("the type or what is related holds a NUL character"))
        } else if self.kind.as_str().is_empty() || self.kind.as_str().chars().count() > LONGEST_KIND {
            Err(Error::Unsendable("the type must have 1 to 20 characters"))
        } else if related_kind.chars().count() > LONGEST_RELATED_KIND {
            Err(Error::Unsendable("the related type must have at most 255 characters"))
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for NewNotification {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("NewNotification").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The clerk's side of a hub: adds users and writes notifications into the database.
///
/// A hub that serves the same database notices what is written here and pushes it within a quarter of a second.
#[derive(Clone)]
pub struct Office {
    pub(crate) store: Store,
}

impl Office {
    /// Opens a database; an empty one becomes a hub's.
    ///
    /// # Errors
    /// When it can't be used.
    pub async fn open(database: &Database) -> Result<Self, Error> {
        Store::open(database).await.map(|store| Self { store })
    }

    /// Adds somebody who can sign in with this password.
    ///
    /// # Errors
    /// [`Error::EmailTaken`] when the address is somebody's.
    pub async fn add_user(&self, user: NewUser, password: SecretString) -> Result<UserId, Error> {
        let hash = password::hash(password).await?;
        self.store.write(move |db| users::add(db, &user, &hash)).await
    }

    /// Who has this e-mail address.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when nobody has.
    pub async fn user(&self, email: &str) -> Result<UserId, Error> {
        let email = email.to_owned();
        let user = self.store.read(move |db| users::by_email(db, &email)).await?;
        user.map(|user| user.id).ok_or(Error::UnknownUser)
    }

    /// Stores one independent notification per receiver, all or none. A receiver named twice gets two (section 3.1).
    ///
    /// # Errors
    /// [`Error::Unsendable`] for what no receiver could be given, [`Error::UnknownUser`] when one is not there.
    pub async fn send_bulk(
        &self,
        receivers: Vec<UserId>,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<Vec<NotificationId>, Error> {
        new.check()?;
        self.store.write(move |db| notifications::insert(db, &receivers, &new, Start::now(now))).await
    }

    /// Stores a notification for one receiver.
    ///
    /// # Errors
    /// As [`Office::send_bulk`].
    pub async fn send(&self, receiver: UserId, new: NewNotification, now: Timestamp) -> Result<NotificationId, Error> {
        let ids = self.send_bulk(vec![receiver], new, now).await?;
        ids.into_iter().next().ok_or(Error::UnknownUser)
    }
}
