use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use protocol::{Kind, NotificationId, Related};
use secrecy::SecretString;

use crate::audit::{Action, Deed, Party, Who};
use crate::bell::Redis;
use crate::kinds::Kinds;
use crate::notifications::Start;
use crate::password::Hasher;
use crate::rules::Rules;
use crate::sensitive::SensitiveKeys;
use crate::sessions::Sessions;
use crate::store::{Database, Db, Store};
use crate::{Error, NewUser, Sensitive, UserId, notifications, sensitive, users};

/// What the clinic's own rules are called in the data folder.
const RULES: &str = "rules.toml";

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
    /// What only its receiver may read, by a call of its own. It is never pushed, listed or searched.
    pub sensitive: Option<Sensitive>,
}

impl NewNotification {
    /// A notification that points to nothing.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), related: Related::default(), sensitive: None }
    }

    /// Refuses what the deployed server would drop in silence (section 3.1).
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let related_kind = self.related.kind.as_deref().unwrap_or_default();
        let related_id = self.related.id.as_deref().unwrap_or_default();
        if self.message.contains('\0') {
            Err("the message holds a NUL character")
        } else if [related_kind, related_id].iter().any(|text| text.contains('\0')) {
            Err("what is related holds a NUL character")
        } else if related_kind.chars().count() > LONGEST_RELATED_KIND {
            Err("the related type must have at most 255 characters")
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
    pub(crate) rules: Arc<Rules>,
    pub(crate) keys: Option<SensitiveKeys>,
    pub(crate) redis: Option<Redis>,
    pub(crate) hasher: Hasher,
    pub(crate) sessions: Sessions,
}

impl Office {
    /// Opens a database; an empty one becomes a hub's. The clinic's own rules and types are those of `rules.toml` in the
    /// folder, if it is there.
    ///
    /// # Errors
    /// When the database or the rules can't be used.
    pub async fn open(database: &Database) -> Result<Self, Error> {
        let rules = match database {
            Database::Folder(folder) => Rules::with_any_file(&folder.join(RULES))?,
            Database::Postgres(_) => Rules::shipped()?,
        };
        let (store, hasher) = (Store::open(database).await?, Hasher::default());
        Ok(Self { store, rules: Arc::new(rules), keys: None, redis: None, hasher, sessions: Sessions::Own })
    }

    /// The same with the clinic's rules and types from this file.
    ///
    /// # Errors
    /// What is wrong with it, by rule and field.
    pub fn with_rules(self, file: &Path) -> Result<Self, Error> {
        Ok(Self { rules: Arc::new(Rules::with_file(file)?), ..self })
    }

    /// The same with keys for sensitive data; without any, none is taken.
    pub fn with_keys(self, keys: SensitiveKeys) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// The same for hubs that tell each other by this Redis that there is something new.
    pub fn with_redis(self, redis: Redis) -> Self {
        Self { redis: Some(redis), ..self }
    }

    /// The types that may be sent.
    pub fn kinds(&self) -> &Kinds {
        self.rules.kinds()
    }

    /// Adds somebody who can sign in with this password.
    ///
    /// # Errors
    /// [`Error::EmailTaken`] when the address is somebody's.
    pub async fn add_user(&self, user: NewUser, password: SecretString) -> Result<UserId, Error> {
        let hash = self.hasher.hash(password).await?;
        let work = move |db: &Db<'_>| {
            let id = users::add(db, &user, &hash)?;
            let added = Deed::new(Action::UserAdded, Who::OFFICE).to(Party::User(id)).with(user.role.to_string());
            added.note(db, Timestamp::now())?;
            Ok(id)
        };
        self.store.write(work).await
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

    /// Stores one independent notification per receiver, in one transaction. A receiver named twice gets two, and one whom
    /// nobody knows gets none (section 3.1): what each got, in their order.
    ///
    /// # Errors
    /// [`Error::Unsendable`] and [`Error::UnknownKind`] for what no receiver could be given, [`Error::NoKeys`] for
    /// sensitive data that could not be sealed.
    pub async fn send_bulk_notification(
        &self,
        receivers: Vec<UserId>,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<Vec<Option<NotificationId>>, Error> {
        self.send(Some(Who::OFFICE), receivers, new, now).await
    }

    /// The same for somebody who is named in the audit log, or for the program itself, which is not.
    pub(crate) async fn send(
        &self,
        sender: Option<Who>,
        receivers: Vec<UserId>,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<Vec<Option<NotificationId>>, Error> {
        new.check().map_err(Error::Unsendable)?;
        self.check_kind(&new.kind)?;
        let sealing = match new.sensitive.clone() {
            Some(value) => Some((value, self.keys.clone().ok_or(Error::NoKeys)?)),
            None => None,
        };
        let write = move |db: &Db<'_>| {
            let known = users::known(db, &receivers)?;
            let there: Vec<_> = receivers.iter().copied().filter(|receiver| known.contains(receiver)).collect();
            let ids = notifications::insert(db, &there, &new, Start::now(now))?;
            if let Some(sender) = sender.filter(|_| !there.is_empty()) {
                sent(sender, &there, &new.kind).note(db, Timestamp::now())?;
            }
            if let Some((value, keys)) = sealing {
                for place in ids.iter().copied().zip(there) {
                    sensitive::insert(db, &keys, place, &value)?;
                }
            }
            let mut ids = ids.into_iter();
            Ok(receivers.iter().map(|receiver| known.contains(receiver).then(|| ids.next()).flatten()).collect())
        };
        self.store.write(write).await
    }

    fn check_kind(&self, kind: &Kind) -> Result<(), Error> {
        match self.kinds().find(kind.as_str()) {
            Some(_) => Ok(()),
            None => Err(Error::UnknownKind { kind: kind.to_string(), known: self.kinds().listed() }),
        }
    }

    /// Stores a notification for one receiver.
    ///
    /// # Errors
    /// As [`Office::send_bulk_notification`], and [`Error::UnknownUser`] when the receiver is not there.
    pub async fn send_notification(
        &self,
        receiver: UserId,
        new: NewNotification,
        now: Timestamp,
    ) -> Result<NotificationId, Error> {
        let ids = self.send_bulk_notification(vec![receiver], new, now).await?;
        ids.into_iter().flatten().next().ok_or(Error::UnknownUser)
    }
}

/// What the audit log says of a call that sent: to whom only where it is one.
fn sent(sender: Who, receivers: &[UserId], kind: &Kind) -> Deed {
    let deed = Deed::new(Action::Sent, sender).with(kind.as_str()).times(receivers.len());
    match receivers {
        [one] => deed.to(Party::User(*one)),
        _ => deed,
    }
}
