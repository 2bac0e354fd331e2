use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{NotificationId, Row, Status};

/// `GET changes/?since=<cursor>`: what changed since then, on a server with [`crate::Capability::Changes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Those that could be read, each notification once, in the order of their last change.
    #[serde(deserialize_with = "readable_changes")]
    pub changes: Vec<Change>,
    /// The `since` of the next question. Means something to the server only.
    pub cursor: String,
    /// Whether the next question has an answer already.
    pub more: bool,
    /// How many notifications the user has, deleted ones not counted.
    pub count: u64,
    /// How many of them are unread.
    pub unread_count: u64,
}

/// A notification that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which one.
    pub id: NotificationId,
    /// What it is now; none when it was deleted. That has to be said: a missing key is no deletion.
    #[serde(deserialize_with = "Option::deserialize")]
    pub row: Option<Row>,
}

/// A single change that can't be read must not hide the others.
fn readable_changes<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Change>, D::Error> {
    let changes = Vec::<Value>::deserialize(input)?;
    Ok(changes.into_iter().filter_map(|change| serde_json::from_value(change).ok()).collect())
}

/// `{"change": "status", …}`: a read, unread or deletion made elsewhere, told to a socket that wants changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename = "status")]
pub struct StatusChange {
    /// Which one.
    pub notification_id: NotificationId,
    /// Where it stands now; deleted also when it is gone for good.
    pub status: Status,
}
