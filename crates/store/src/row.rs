use jiff::Timestamp;
use protocol::{Kind, Notification, Status};
use rusqlite::types::ValueRef;

use crate::keys::{Keys, Tag};
use crate::seal::Body;
use crate::{FollowUp, Refused, StoreError};

/// A notification as it is kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// Order of arrival at this desktop.
    pub seq: i64,
    /// The notification; its status is what the user sees, unsent actions included.
    pub notification: Notification,
    /// Whether the server has not confirmed that status yet.
    pub waiting: bool,
    /// The last action, where the server refused it for good.
    pub refused: Option<Refused>,
    /// What the user wants to come back to, which only this desktop knows.
    pub follow_up: Option<FollowUp>,
    /// Until when it is snoozed, which only this desktop knows; so long it counts nowhere as unread.
    pub snoozed: Option<Timestamp>,
}

/// The columns in the clear.
pub struct Clear {
    /// Order of arrival.
    pub seq: i64,
    pub tag: Tag,
    /// Microseconds since 1970, UTC.
    pub date: i64,
    pub kind: Kind,
    /// What the user sees; of a row that is let go what the server says, so that no action seems to wait.
    pub status: Status,
    pub server: Status,
    /// Whether the user wants to come back to it.
    pub follow_up: bool,
    /// Whether the user snoozed it. It is in force while the row is unread, so that what was read can be taken back.
    pub snoozed: bool,
    /// Whether its text was given up, and it is shown no more: a status of its own in the database.
    pub let_go: bool,
}

/// A row as the database holds it.
pub struct Record {
    pub clear: Clear,
    pub sealed: Vec<u8>,
    pub refused: Option<Refused>,
}

/// The columns of [`Record::read`], in its order. The last one is asked for row by row: with a join SQLite makes a new plan
/// for every value that is looked up, which takes ten times as long as the look-up.
pub const COLUMNS: &str = "inbox.seq, inbox.tag, date, kind, status, server, follow_up, snoozed, sealed, \
                           (SELECT refused FROM outbox WHERE outbox.row = inbox.seq)";

/// The same for whoever does not ask whether the server refused anything: that is a fifth of a long read.
pub const WITHOUT_REFUSAL: &str = "inbox.seq, inbox.tag, date, kind, status, server, follow_up, snoozed, sealed, NULL";

impl Record {
    /// Reads a row, whatever stands in it: one whose columns can't be ours must not hide the others.
    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Self::whole(row).or_else(|_| Self::damaged(row.get(0)?))
    }

    fn whole(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let let_go = row.get_ref(4)? == ValueRef::Integer(LET_GO.into());
        let clear = Clear {
            seq: row.get(0)?,
            tag: row.get(1)?,
            date: row.get(2)?,
            kind: Kind::from(row.get_ref(3)?.as_str()?),
            status: status(row, if let_go { 5 } else { 4 })?,
            server: status(row, 5)?,
            follow_up: flag(row, 6)?,
            snoozed: flag(row, 7)?,
            let_go,
        };
        Ok(Self { clear, sealed: row.get(8)?, refused: refusal(row.get_ref(9)?)? })
    }

    /// What is left of such a row: its number, and nothing that opens.
    fn damaged(seq: i64) -> rusqlite::Result<Self> {
        let (tag, status) = (Tag::default(), Status::Deleted);
        let (date, kind, follow_up, snoozed, let_go) = (0, Kind::System, false, false, false);
        let clear = Clear { seq, tag, date, kind, status, server: status, follow_up, snoozed, let_go };
        Ok(Self { clear, sealed: Vec::new(), refused: None })
    }

    /// Opens the row.
    pub fn open(self, keys: &Keys) -> Result<StoredRow, StoreError> {
        let Self { clear, sealed, refused } = self;
        let body = keys.open(&clear, sealed)?;
        let (seq, waiting) = (clear.seq, clear.status != clear.server);
        let follow_up = clear.follow_up.then_some(FollowUp { due: body.due });
        let snoozed = body.until.filter(|_| clear.is_snoozed());
        let notification = clear.notification(body)?;
        Ok(StoredRow { seq, notification, waiting, refused, follow_up, snoozed })
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
            follow_up: false,
            snoozed: false,
            let_go: false,
        }
    }

    /// The notification, as the user sees it.
    pub fn notification(self, Body { id, message, related, .. }: Body) -> Result<Notification, StoreError> {
        let date = Timestamp::from_microsecond(self.date).map_err(|_| StoreError::Damaged)?;
        Ok(Notification { id, kind: self.kind, message, date, status: self.status, related })
    }

    /// Whether the user sees it.
    pub fn is_shown(&self) -> bool {
        self.status != Status::Deleted && !self.let_go
    }

    /// Whether it counts as unread.
    pub fn is_unread(&self) -> bool {
        self.status == Status::Unread && !self.let_go && !self.snoozed
    }

    /// Whether it is snoozed at present.
    pub fn is_snoozed(&self) -> bool {
        self.snoozed && self.status == Status::Unread && !self.let_go
    }

    /// The number in the column `status`.
    pub fn shown(&self) -> u8 {
        if self.let_go { LET_GO } else { self.status.code() }
    }
}

impl From<&Notification> for Body {
    fn from(of: &Notification) -> Self {
        Self { message: of.message.clone(), related: of.related.clone(), ..Self::bare(of.id) }
    }
}

/// The status of a row that was let go, beside those of [`StatusCode`].
const LET_GO: u8 = 3;

/// The status in a column.
fn status(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Status> {
    let code = row.get(column)?;
    Status::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, code))
}

fn flag(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<bool> {
    match row.get(column)? {
        0 => Ok(false),
        1 => Ok(true),
        other => Err(rusqlite::Error::IntegralValueOutOfRange(column, other)),
    }
}

/// Nothing seals it: what is no UTF-8 says that something was refused, and not what.
fn refusal(value: ValueRef<'_>) -> rusqlite::Result<Option<Refused>> {
    Ok(value.as_bytes_or_null()?.map(|bytes| Refused::read(&String::from_utf8_lossy(bytes))))
}

/// A status as the database's number; never change their meaning.
pub trait StatusCode: Sized {
    fn code(self) -> u8;
    /// None when the number is not one of ours.
    fn from_code(code: i64) -> Option<Self>;
}

impl StatusCode for Status {
    fn code(self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Read => 1,
            Self::Deleted => 2,
        }
    }

    fn from_code(code: i64) -> Option<Self> {
        [Self::Unread, Self::Read, Self::Deleted].into_iter().find(|status| i64::from(status.code()) == code)
    }
}
