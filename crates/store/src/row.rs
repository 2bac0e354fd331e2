use jiff::Timestamp;
use protocol::{Kind, Notification, Status};

use crate::StoreError;
use crate::keys::{Keys, Tag};
use crate::seal::Body;

/// A notification as it is kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// Order of arrival at this desktop.
    pub seq: i64,
    /// The notification; its status is what the user sees, unsent actions included.
    pub notification: Notification,
    /// Whether the server has not confirmed that status yet.
    pub waiting: bool,
    /// Why the server refused the last action for good.
    pub refused: Option<String>,
}

/// The columns in the clear.
pub struct Clear {
    /// Order of arrival.
    pub seq: i64,
    pub tag: Tag,
    /// Microseconds since 1970, UTC.
    pub date: i64,
    pub kind: Kind,
    pub status: Status,
    pub server: Status,
}

/// A row as the database holds it.
pub struct Record {
    pub clear: Clear,
    pub sealed: Vec<u8>,
    pub refused: Option<String>,
}

/// The columns of [`Record::read`], in its order. The last one is asked for row by row: with a join SQLite makes a new plan
/// for every value that is looked up, which takes ten times as long as the look-up.
pub const COLUMNS: &str = "inbox.seq, inbox.tag, date, kind, status, server, sealed, \
                           (SELECT refused FROM outbox WHERE outbox.row = inbox.seq)";

impl Record {
    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get(3)?;
        let clear = Clear {
            seq: row.get(0)?,
            tag: row.get(1)?,
            date: row.get(2)?,
            kind: Kind::from(kind.as_str()),
            status: Status::from_code(row.get(4)?),
            server: Status::from_code(row.get(5)?),
        };
        Ok(Self { clear, sealed: row.get(6)?, refused: row.get(7)? })
    }

    /// Opens the row.
    pub fn open(self, keys: &Keys) -> Result<StoredRow, StoreError> {
        let body = keys.open(&self.clear, &self.sealed)?;
        let waiting = self.clear.status != self.clear.server;
        let notification = Notification {
            id: body.id,
            kind: self.clear.kind,
            message: body.message,
            date: Timestamp::from_microsecond(self.clear.date).map_err(|_| StoreError::Damaged)?,
            status: self.clear.status,
            related: body.related,
        };
        Ok(StoredRow { seq: self.clear.seq, notification, waiting, refused: self.refused })
    }
}

impl Clear {
    /// The clear columns of a notification that arrives with this number, and whose status the server told.
    pub fn of(seq: i64, notification: &Notification, keys: &Keys) -> Self {
        Self {
            seq,
            tag: keys.tag(notification.id),
            date: notification.date.as_microsecond(),
            kind: notification.kind.clone(),
            status: notification.status,
            server: notification.status,
        }
    }
}

impl From<&Notification> for Body {
    fn from(of: &Notification) -> Self {
        Self { id: of.id, message: of.message.clone(), related: of.related.clone() }
    }
}

/// A status as the database's number; never change their meaning.
pub trait StatusCode {
    fn code(self) -> u8;
    fn from_code(code: u8) -> Self;
}

impl StatusCode for Status {
    fn code(self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Read => 1,
            Self::Deleted => 2,
        }
    }

    /// A number from outside our three is a deleted row: its sealed part will not open either.
    fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Unread,
            1 => Self::Read,
            _ => Self::Deleted,
        }
    }
}
