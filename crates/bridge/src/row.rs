use jiff::Timestamp;
use language::Phrase;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One notification as the window shows it. `Debug` leaves its text out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Row {
    /// Its identity.
    pub id: Uuid,
    /// Its type as the wire spells it; an unknown one is shown as System, with its own name.
    pub kind: String,
    /// Plain, hostile text: shown as text, never as HTML. In lists at most its first 1000 characters and `…`;
    /// [`crate::Request::Get`] tells it whole.
    pub message: String,
    /// When the server made it.
    pub date: Timestamp,
    /// Where it stands for the user, unsent actions included.
    pub status: Status,
    /// What it points to.
    pub related: Option<Related>,
    /// What the user did that the server has not confirmed yet.
    pub waiting: Option<Waiting>,
    /// The last action, where the server refused it for good.
    pub refused: Option<Refused>,
    /// Whether the user wants to come back to it.
    pub follow_up: Option<FollowUp>,
    /// Until when it is snoozed: so long it counts nowhere as unread.
    pub snoozed: Option<Timestamp>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Row").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

/// Read or not; deleted rows are not shown at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Status {
    /// Still new.
    Unread,
    /// Seen.
    Read,
}

/// Something that the user wants to come back to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FollowUp {
    /// When at the latest, if the user said so.
    pub due: Option<Timestamp>,
}

/// What a notification points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Related {
    /// `appointment`, `prescription`, `referral`, `medical_record`, `issue`, `chat` or another word.
    pub kind: String,
    /// The object's id, if the server gave one.
    pub id: Option<String>,
}

/// An action that the server will not do, and whose effect is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Refused {
    /// What it was, to try it again; none where that can't be told any more.
    pub action: Option<Waiting>,
    /// Why, as a sentence.
    #[cfg_attr(test, ts(type = "string"))]
    pub why: Phrase,
}

/// An action that the server has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Waiting {
    /// Marked as read.
    Read,
    /// Marked as unread.
    Unread,
    /// Deleted; such a row is no longer listed.
    Delete,
}
