use std::ops::Range;

use protocol::{NotificationId, Status};
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::{COLUMNS, Stored, read};
use crate::{Error, UserId};

/// What a list is narrowed to; all conditions must hold (section 5.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Exactly this status.
    pub status: Option<String>,
    /// Exactly this type.
    pub kind: Option<String>,
    /// Only unread ones.
    pub unread: bool,
    /// The message contains this, in whatever case.
    pub search: Option<String>,
}

/// Deleted ones are hidden, whatever is asked for.
const MATCHES: &str = "receiver = :receiver AND status <> 'DELETED'
    AND (:status IS NULL OR status = :status)
    AND (:kind IS NULL OR kind = :kind)
    AND (NOT :unread OR status = 'UNREAD')
    AND (:search IS NULL OR instr(folded, :search) > 0)";

/// How many match.
pub fn count(db: &Connection, receiver: UserId, filter: &Filter) -> Result<u32, Error> {
    let sql = format!("SELECT count(*) FROM notification WHERE {MATCHES}");
    let search = filter.search.as_ref().map(|text| text.to_lowercase());
    let count = db.prepare_cached(&sql)?.query_row(
        named_params! {
            ":receiver": receiver.to_string(), ":status": filter.status, ":kind": filter.kind,
            ":unread": filter.unread, ":search": search,
        },
        |row| row.get(0),
    )?;
    Ok(count)
}

/// Those that match, newest first, from one place to another.
pub fn list(db: &Connection, receiver: UserId, filter: &Filter, places: &Range<u32>) -> Result<Vec<Stored>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notification WHERE {MATCHES} ORDER BY date DESC, seq DESC LIMIT :length OFFSET :start"
    );
    let search = filter.search.as_ref().map(|text| text.to_lowercase());
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(
        named_params! {
            ":receiver": receiver.to_string(), ":status": filter.status, ":kind": filter.kind,
            ":unread": filter.unread, ":search": search,
            ":length": places.end - places.start, ":start": places.start,
        },
        read,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One own notification that is not deleted.
pub fn find(db: &Connection, receiver: UserId, id: NotificationId) -> Result<Option<Stored>, Error> {
    let found = find_any(db, receiver, id)?;
    Ok(found.filter(|stored| stored.notification.status != Status::Deleted))
}

/// One own notification, a deleted one too.
pub fn find_any(db: &Connection, receiver: UserId, id: NotificationId) -> Result<Option<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM notification WHERE receiver = ? AND id = ?");
    Ok(db.prepare_cached(&sql)?.query_row(params![receiver.to_string(), id.to_string()], read).optional()?)
}

/// All of a user, deleted ones too, in the order of their commits.
pub fn all(db: &Connection, receiver: UserId) -> Result<Vec<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM notification WHERE receiver = ? ORDER BY seq");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([receiver.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How much a user has; deleted ones don't count.
pub struct Totals {
    pub count: u32,
    pub unread: u32,
}

/// The totals of a user.
pub fn totals(db: &Connection, receiver: UserId) -> Result<Totals, Error> {
    let sql = "SELECT count(*) FROM notification WHERE receiver = ? AND status <> 'DELETED'";
    let count = db.prepare_cached(sql)?.query_row([receiver.to_string()], |row| row.get(0))?;
    Ok(Totals { count, unread: unread_count(db, receiver)? })
}

/// How many of a user are unread.
pub fn unread_count(db: &Connection, receiver: UserId) -> Result<u32, Error> {
    let sql = "SELECT count(*) FROM notification WHERE receiver = ? AND status = 'UNREAD'";
    Ok(db.prepare_cached(sql)?.query_row([receiver.to_string()], |row| row.get(0))?)
}
