//! The stored notifications: how they are written, found, changed and read in order by sockets.

mod changes;
mod journal;
mod listing;
mod mark;
mod stream;

pub use changes::changes;
pub use journal::{Entry, receivers_since};
pub use listing::{Filter, Totals, all, count, find, find_any, list, totals, unread_count};
pub use mark::{mark_all_read, mark_any_read, remove, set_status};
pub use stream::{Batch, Cursor, stamp};

use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Related, Status};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::store::parsed;
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

/// Writes a row with the state it is to begin with.
pub fn insert(
    db: &Connection,
    receiver: UserId,
    new: &NewNotification,
    date: Timestamp,
    (status, delivered_at): (Status, Option<Timestamp>),
) -> Result<NotificationId, Error> {
    let id = NotificationId(Uuid::new_v4());
    db.prepare_cached(
        "INSERT INTO notification
             (id, receiver, kind, message, folded, related_kind, related_id, date, status, delivered_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        id.to_string(),
        receiver.to_string(),
        new.kind.as_str(),
        new.message,
        new.message.to_lowercase(),
        new.related.kind,
        new.related.id,
        date.as_microsecond(),
        status.as_str(),
        delivered_at.map(Timestamp::as_microsecond),
    ])?;
    Ok(id)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let kind: String = row.get(2)?;
    let delivered_at: Option<i64> = row.get(8)?;
    let notification = Notification {
        id: NotificationId(parsed(row, 1)?),
        kind: Kind::from(kind.as_str()),
        message: row.get(3)?,
        date: timestamp(6, row.get(6)?)?,
        status: status(row)?,
        related: Related { kind: row.get(4)?, id: row.get(5)? },
    };
    let delivered_at = delivered_at.map(|micros| timestamp(8, micros)).transpose()?;
    Ok(Stored { seq: row.get(0)?, notification, delivered_at })
}

fn timestamp(column: usize, micros: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(micros)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(error)))
}

fn status(row: &Row<'_>) -> rusqlite::Result<Status> {
    let text: String = row.get(7)?;
    // The table's CHECK allows no fourth.
    Ok(match text.as_str() {
        "UNREAD" => Status::Unread,
        "READ" => Status::Read,
        _ => Status::Deleted,
    })
}
