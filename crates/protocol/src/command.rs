use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::NotificationId;

/// So many notifications are confirmed by one frame at most.
pub const MOST_RECEIVED: usize = 500;

/// What a client may say on the socket (section 4). Unknown ones get no answer from the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Command {
    /// Marks one of the own notifications as read.
    MarkRead {
        /// As the client wrote it: the acknowledgement repeats it to the letter, even an integer.
        notification_id: Value,
    },
    /// Marks all of the own notifications as read.
    MarkAllRead,
    /// Confirms what was kept for good, on a socket that wants receipts ([`crate::Wants`]).
    Received {
        /// Which ones: at most [`MOST_RECEIVED`].
        notification_ids: Vec<NotificationId>,
    },
}

impl Command {
    /// Marks this one as read.
    pub fn mark_read(id: NotificationId) -> Self {
        Self::MarkRead { notification_id: Value::String(id.to_string()) }
    }

    /// Confirms all of these, in as many frames as it takes.
    pub fn received(ids: &[NotificationId]) -> impl Iterator<Item = Self> {
        ids.chunks(MOST_RECEIVED).map(|ids| Self::Received { notification_ids: ids.to_vec() })
    }

    /// Reads a client's frame; `None` is what the server passes over in silence.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The acknowledgement the server sends for this command, whether or not anything changed (section 4).
    pub fn ack(&self) -> Ack {
        let (action, notification_id) = match self {
            Self::MarkRead { notification_id } => ("mark_read", Some(notification_id.clone())),
            Self::MarkAllRead => ("mark_all_read", None),
            Self::Received { .. } => ("received", None),
        };
        Ack { status: "success".to_owned(), action: action.to_owned(), notification_id }
    }
}

/// The answer to a command. It says "success" even when nothing happened, so it proves nothing (section 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// `success`; no other was ever seen.
    pub status: String,
    /// The action it answers.
    pub action: String,
    /// The id as the client sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_id: Option<Value>,
}
