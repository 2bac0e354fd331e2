use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Kind;

/// The identity of a notification: the only thing by which two copies can be told to be one (section 0, point 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NotificationId(pub Uuid);

impl fmt::Display for NotificationId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for NotificationId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where a notification stands for its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// Not looked at yet.
    Unread,
    /// Looked at.
    Read,
    /// Put away; REST hides these, a replay may still carry them (section 3.4).
    Deleted,
}

impl Status {
    /// The status as the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "UNREAD",
            Self::Read => "READ",
            Self::Deleted => "DELETED",
        }
    }
}

/// What a notification points to, as far as the server says; both parts may be missing (section 3.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// `appointment`, `prescription`, `referral`, `medical_record`, `issue`, `chat`, or any other word.
    pub kind: Option<String>,
    /// The object's id; mostly a UUID, but not always.
    pub id: Option<String>,
}

/// One notification, however it arrived: pushed and fetched ones are the same thing.
///
/// `Debug` leaves the message out, so that no log can carry it.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its identity.
    pub id: NotificationId,
    /// What it is about.
    pub kind: Kind,
    /// Plain, hostile text: never to be interpreted (section 0, point 7).
    pub message: String,
    /// When the server made it.
    pub date: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// What it points to.
    pub related: Related,
}

impl fmt::Debug for Notification {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Notification")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("date", &self.date)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
