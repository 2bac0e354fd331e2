//! The stored notifications: how they are written, found, changed and read in order by sockets.

mod adopt;
mod changes;
mod journal;
mod listing;
mod mark;
mod stream;

pub use adopt::{Foreign, adopt, forget};
pub use changes::{changes, identity};
pub use journal::{Entry, newest, receivers_between};
pub use listing::{Filter, Totals, all, count, find, find_any, list, totals, unread_count};
pub use mark::{mark_all_read, mark_any_read, remove, remove_older, set_status};
pub use stream::{Batch, Cursor, stamp};

use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Related, Status};
use uuid::Uuid;

use crate::store::{Db, Row};
use crate::{Error, NewNotification, UserId};

/// One row, as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its place in the order of commits.
    pub(crate) seq: i64,
    /// What the wire tells of it; deleted ones are still here, with their status.
    pub notification: Notification,
    /// When it was first written to a socket.
    pub delivered_at: Option<Timestamp>,
}

/// The columns that [`read`] wants, in its order.
const COLUMNS: &str = "seq, id, kind, message, related_kind, related_id, date, status, delivered_at";

/// What a row begins with.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// When it was sent.
    pub date: Timestamp,
    pub status: Status,
    pub delivered_at: Option<Timestamp>,
}

impl Start {
    /// That of a row that is sent now.
    pub fn now(date: Timestamp) -> Self {
        Self { date, status: Status::Unread, delivered_at: None }
    }
}

/// Writes a row for each receiver, in their order and in one statement.
///
/// # Errors
/// [`Error::UnknownUser`] when one of them is not there: then the transaction must not be committed.
pub fn insert(
    db: &Db<'_>,
    receivers: &[UserId],
    new: &NewNotification,
    start: Start,
) -> Result<Vec<NotificationId>, Error> {
    let ids: Vec<_> = receivers.iter().map(|_| NotificationId(Uuid::new_v4())).collect();
    let pairs: Vec<_> = ids.iter().zip(receivers).map(|(id, to)| [id.to_string(), to.to_string()]).collect();
    let sql = format!(
        "INSERT INTO notification
             (kind, message, folded, related_kind, related_id, date, status, delivered_at, id, receiver)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, value ->> 0, \"user\".id
         FROM {} JOIN \"user\" ON \"user\".id = value ->> 1 ORDER BY key",
        db.each("$9")
    );
    let written = db.execute(
        &sql,
        &[
            &new.kind.as_str(),
            &new.message,
            &new.message.to_lowercase(),
            &new.related.kind,
            &new.related.id,
            &start.date.as_microsecond(),
            &start.status.as_str(),
            &start.delivered_at.map(Timestamp::as_microsecond),
            &serde_json::to_string(&pairs)?,
        ],
    )?;
    if written == ids.len() as u64 { Ok(ids) } else { Err(Error::UnknownUser) }
}

fn read(row: &Row) -> Result<Stored, Error> {
    let notification = Notification {
        id: NotificationId(row.parsed(1)?),
        kind: Kind::from(row.get::<String>(2)?.as_str()),
        message: row.get(3)?,
        date: Timestamp::from_microsecond(row.get(6)?)?,
        status: status(&row.get::<String>(7)?).ok_or(Error::Unreadable)?,
        related: Related { kind: row.get(4)?, id: row.get(5)? },
    };
    let delivered_at = row.get::<Option<i64>>(8)?.map(Timestamp::from_microsecond).transpose()?;
    Ok(Stored { seq: row.get(0)?, notification, delivered_at })
}

/// The status that the database calls so.
pub fn status(text: &str) -> Option<Status> {
    [Status::Unread, Status::Read, Status::Deleted].into_iter().find(|status| status.as_str() == text)
}
