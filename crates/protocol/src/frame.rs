use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Ack, Kind, Notification, NotificationId, Related, Status, StatusChange, date};

/// One text frame from the server (section 3): there is no envelope, its keys tell what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// An object with `notification_type`: a notification.
    Push(Notification),
    /// An object with `action`: an acknowledgement, which proves nothing (section 4).
    Ack(Ack),
    /// An object with `change`: what was done elsewhere, on a socket that asked for it ([`crate::Wants`]).
    Change(StatusChange),
    /// Anything else. Counted and passed over, never fatal.
    Unknown(UnknownFrame),
}

/// Why a frame was passed over. Carries no text of the frame: that could be a patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownFrame {
    /// Not JSON at all.
    NotJson,
    /// A notification whose id, type, date or status can't be read.
    UnreadablePush,
    /// JSON that is neither a notification nor an acknowledgement nor a change of a status.
    Foreign,
}

impl Frame {
    /// Reads a text frame. Any text gives an answer.
    pub fn parse(text: &str) -> Self {
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return Self::Unknown(UnknownFrame::NotJson);
        };
        if value.get("notification_type").is_some() {
            serde_json::from_value::<Push>(value)
                .map_or(Self::Unknown(UnknownFrame::UnreadablePush), |push| Self::Push(push.into()))
        } else if value.get("change").is_some_and(|what| what == "status") {
            serde_json::from_value(value).map_or(Self::Unknown(UnknownFrame::Foreign), Self::Change)
        } else {
            serde_json::from_value(value).map_or(Self::Unknown(UnknownFrame::Foreign), Self::Ack)
        }
    }
}

/// A pushed notification with the ten keys of section 3.1, in their order.
///
/// Only what can't be made up is needed to read one; the doubled keys (`id`, `type`, `unread`) are written, not read.
#[derive(Serialize, Deserialize)]
pub struct Push {
    #[serde(default)]
    message: String,
    notification_id: NotificationId,
    notification_type: Kind,
    #[serde(with = "date::offset")]
    date: Timestamp,
    #[serde(default = "unread")]
    status: Status,
    #[serde(rename = "type", skip_deserializing, default = "system")]
    kind_again: Kind,
    #[serde(rename = "id", skip_deserializing, default)]
    id_again: Option<NotificationId>,
    #[serde(skip_deserializing, default)]
    unread: bool,
    #[serde(default)]
    related_object_id: Option<String>,
    #[serde(default)]
    related_object_type: Option<String>,
}

fn unread() -> Status {
    Status::Unread
}

fn system() -> Kind {
    Kind::System
}

impl From<Notification> for Push {
    fn from(of: Notification) -> Self {
        Self {
            message: of.message,
            notification_id: of.id,
            notification_type: of.kind.clone(),
            date: of.date,
            status: of.status,
            kind_again: of.kind,
            id_again: Some(of.id),
            unread: of.status == Status::Unread,
            related_object_id: of.related.id,
            related_object_type: of.related.kind,
        }
    }
}

impl From<Push> for Notification {
    fn from(push: Push) -> Self {
        Self {
            id: push.notification_id,
            kind: push.notification_type,
            message: push.message,
            date: push.date,
            status: push.status,
            related: Related { kind: push.related_object_type, id: push.related_object_id },
        }
    }
}
