use jiff::Timestamp;
use protocol::{Notification, NotificationId};

use crate::FollowUp;

/// What REST said, in one consistent read (protocol.md, section 5.1).
#[derive(Debug, Clone)]
pub struct Listing {
    /// The rows; where one stands twice, the later one counts.
    pub rows: Vec<Notification>,
    /// What the server said it has no longer.
    pub gone: Vec<NotificationId>,
    /// What is known to be missing when it is not among the rows.
    pub covers: Coverage,
    /// [`crate::Store::last_seq`] when the question was asked: what arrived later may be missing from the answer.
    pub asked_at: i64,
    /// From where on to ask for changes next time, if the server can tell ([`crate::Store::cursor`]).
    pub cursor: Option<String>,
}

/// How much of the server's set a [`Listing`] accounts for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coverage {
    /// All of it.
    Everything,
    /// All that is newer than this.
    DownTo(Timestamp),
    /// The rows themselves only: others may have been left out.
    #[default]
    RowsOnly,
}

/// What a call changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many rows are new.
    pub fresh: usize,
    /// Which rows were unread and are not any more.
    pub quieted: Vec<NotificationId>,
    /// Which actions the server now confirms.
    pub settled: Vec<NotificationId>,
    /// Which rows were marked for follow-up, or no longer, with what each was before.
    pub marked: Vec<(NotificationId, Option<FollowUp>)>,
    /// Which rows were snoozed or woken by hand, with until when each was snoozed before.
    pub snoozed: Vec<(NotificationId, Option<Timestamp>)>,
    /// Whether anything that is listed or counted changed.
    pub any: bool,
    /// Which rows are not as they were, new ones too.
    pub(crate) edited: Vec<i64>,
}

/// What the server should count if nothing was missed: its own last word on every row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that are not deleted.
    pub total: u32,
    /// Unread ones among them.
    pub unread: u32,
}
