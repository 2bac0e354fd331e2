use std::fmt;

use jiff::Timestamp;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Capability, Kind, Notification, NotificationId, Related, Status, date};

/// Where the REST service lives below the server's base address (section 5).
pub const SERVICE_PATH: &str = "/api/v1/notifications/";
/// Where the socket lives; the trailing slash is needed (section 2.1).
pub const SOCKET_PATH: &str = "/ws/notifications/";

/// The subject of a row that has no related object (section 5.1).
const NO_SUBJECT: &str = "Notification";

/// One notification as REST tells it (section 5.1), its keys in their order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its identity.
    pub id: NotificationId,
    /// The user it belongs to: the only way to learn one's own user id (section 1.4).
    #[serde(default)]
    pub receiver: Option<Uuid>,
    /// That user's name.
    #[serde(default)]
    pub receiver_name: String,
    /// That user's e-mail address.
    #[serde(default)]
    pub receiver_email: String,
    /// The stored text.
    #[serde(default)]
    pub message: String,
    /// The related object's type, `"Notification"` when there is none, or empty.
    #[serde(default)]
    pub subject: String,
    /// When the server made it.
    #[serde(with = "date::zulu")]
    pub date: Timestamp,
    /// What it is about.
    pub notification_type: Kind,
    /// Unread or read; deleted ones are hidden.
    pub status: Status,
    /// The related object's id.
    #[serde(default)]
    pub object_id: Option<String>,
    /// Always `IN_APP`.
    #[serde(default)]
    pub delivery_channel: String,
    /// Always `MEDIUM`.
    #[serde(default)]
    pub severity: String,
    /// When the server last wrote it to a socket; null predicts the broken replay (section 3.4).
    #[serde(default, with = "date::zulu::option")]
    pub delivered_at: Option<Timestamp>,
    /// Always null: the server never sets it (section 4).
    #[serde(default, with = "date::zulu::option")]
    pub read_at: Option<Timestamp>,
    /// Null, or a placeholder for encrypted ones (section 3.1).
    #[serde(default)]
    pub data: Value,
}

impl fmt::Debug for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Row").field(&Notification::from(self.clone())).finish()
    }
}

impl Row {
    /// The subject that REST shows for a related object's type.
    pub fn subject_of(related_kind: Option<&str>) -> String {
        related_kind.unwrap_or(NO_SUBJECT).to_owned()
    }

    /// The related object's type behind a subject.
    pub fn kind_of(subject: String) -> Option<String> {
        (!subject.is_empty() && subject != NO_SUBJECT).then_some(subject)
    }
}

impl From<Row> for Notification {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.notification_type,
            message: row.message,
            date: row.date,
            status: row.status,
            related: Related { kind: Row::kind_of(row.subject), id: row.object_id },
        }
    }
}

/// A page of rows, newest first (section 5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The rows that could be read.
    #[serde(deserialize_with = "readable_rows")]
    pub results: Vec<Row>,
    /// How many rows match; with `limit=N` only how many were returned.
    pub count: u64,
    /// The page's number, from 1.
    pub page: u32,
    /// How many pages there are; with `limit=N` always 1.
    pub total_pages: u32,
    /// Present and true when `limit` was at most 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_dropdown: Option<bool>,
}

/// A single row that can't be read must not hide the others. One at a time: a hundred thousand of them as loose values
/// would take some hundred megabytes.
fn readable_rows<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Row>, D::Error> {
    struct Rows;

    impl<'de> Visitor<'de> for Rows {
        type Value = Vec<Row>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a list of rows")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Row>, A::Error> {
            let mut rows = Vec::new();
            while let Some(row) = list.next_element::<Value>()? {
                rows.extend(serde_json::from_value::<Row>(row));
            }
            Ok(rows)
        }
    }

    input.deserialize_seq(Rows)
}

/// `GET unread-count/`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadCount {
    /// How many of the user's notifications are unread.
    pub unread_count: u64,
}

/// The answer to an action: `{"status":"notification marked as read"}` (section 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// A sentence for people.
    pub status: String,
}

/// `PATCH <id>/`: the one way to mark unread (section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The status to set.
    pub status: Status,
}

/// An error of the REST service (section 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// A sentence for people; [`Detail::refusal`] is its meaning.
    pub detail: String,
}

/// What a 403 means: the status is the same for all (section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The session is over, or never was.
    SignedOut,
    /// The CSRF proof is missing or wrong; the session may be fine.
    Csrf,
    /// Something else, such as a right the user does not have.
    Other,
}

impl Detail {
    /// Tells the reasons of a 403 apart.
    pub fn refusal(&self) -> Refusal {
        if self.detail.starts_with("CSRF Failed:") {
            Refusal::Csrf
        } else if self.detail.starts_with("Authentication credentials") || self.detail.starts_with("Invalid username") {
            Refusal::SignedOut
        } else {
            Refusal::Other
        }
    }
}

/// `GET status/` (section 5.2): works for anyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerStatus {
    /// `online`.
    pub status: String,
    /// Always true on the deployed server, even when it is not.
    pub websocket_available: bool,
    /// A sentence for people.
    pub message: String,
    /// What this server does better than the deployed one, which sends no such key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<Capability>,
}

/// `POST test/` (section 5.2): a notification to oneself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TestSend {
    /// The text; the server answers 500 when it is null.
    #[serde(default)]
    pub message: Option<String>,
    /// The type; an unknown one becomes `SYSTEM`.
    #[serde(default)]
    pub notification_type: Option<Kind>,
}

/// The answer to [`TestSend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSent {
    /// `success` or `error`.
    pub status: String,
    /// A sentence for people.
    pub message: String,
    /// The new notification, on success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_id: Option<NotificationId>,
}
