use std::ops::Range;

use protocol::{NotificationId, Status};

use super::{COLUMNS, Stored, read};
use crate::store::Db;
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
const MATCHES: &str = "receiver = $1 AND status <> 'DELETED'
    AND (CAST($2 AS TEXT) IS NULL OR status = $2)
    AND (CAST($3 AS TEXT) IS NULL OR kind = $3)
    AND (NOT $4 OR status = 'UNREAD')
    AND (CAST($5 AS TEXT) IS NULL OR instr(folded, $5) > 0)";

impl Filter {
    fn folded(&self) -> Option<String> {
        self.search.as_ref().map(|text| text.to_lowercase())
    }

    /// Nothing that is stored holds a NUL, and PostgreSQL does not even take the question.
    fn is_vain(&self) -> bool {
        [&self.status, &self.kind, &self.search].into_iter().flatten().any(|text| text.contains('\0'))
    }
}

/// How many match.
pub fn count(db: &Db<'_>, receiver: UserId, filter: &Filter) -> Result<u32, Error> {
    if filter.is_vain() {
        return Ok(0);
    }
    let sql = format!("SELECT count(*) FROM notification WHERE {MATCHES}");
    let search = filter.folded();
    db.row(&sql, &[&receiver.to_string(), &filter.status, &filter.kind, &filter.unread, &search])?.count(0)
}

/// Those that match, newest first, from one place to another.
pub fn list(db: &Db<'_>, receiver: UserId, filter: &Filter, places: &Range<u32>) -> Result<Vec<Stored>, Error> {
    if filter.is_vain() {
        return Ok(vec![]);
    }
    let sql =
        format!("SELECT {COLUMNS} FROM notification WHERE {MATCHES} ORDER BY date DESC, seq DESC LIMIT $6 OFFSET $7");
    let (length, start) = (i64::from(places.end - places.start), i64::from(places.start));
    let search = filter.folded();
    let rows = db
        .rows(&sql, &[&receiver.to_string(), &filter.status, &filter.kind, &filter.unread, &search, &length, &start])?;
    rows.iter().map(read).collect()
}

/// One own notification that is not deleted.
pub fn find(db: &Db<'_>, receiver: UserId, id: NotificationId) -> Result<Option<Stored>, Error> {
    let found = find_any(db, receiver, id)?;
    Ok(found.filter(|stored| stored.notification.status != Status::Deleted))
}

/// One own notification, a deleted one too.
pub fn find_any(db: &Db<'_>, receiver: UserId, id: NotificationId) -> Result<Option<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM notification WHERE receiver = $1 AND id = $2");
    db.optional(&sql, &[&receiver.to_string(), &id.to_string()])?.as_ref().map(read).transpose()
}

/// All of a user, deleted ones too, in the order of their commits.
pub fn all(db: &Db<'_>, receiver: UserId) -> Result<Vec<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM notification WHERE receiver = $1 ORDER BY seq");
    db.rows(&sql, &[&receiver.to_string()])?.iter().map(read).collect()
}

/// How much a user has; deleted ones don't count.
pub struct Totals {
    pub count: u32,
    pub unread: u32,
}

/// The totals of a user.
pub fn totals(db: &Db<'_>, receiver: UserId) -> Result<Totals, Error> {
    let sql = "SELECT count(*) FROM notification WHERE receiver = $1 AND status <> 'DELETED'";
    let count = db.row(sql, &[&receiver.to_string()])?.count(0)?;
    Ok(Totals { count, unread: unread_count(db, receiver)? })
}

/// How many of a user are unread.
pub fn unread_count(db: &Db<'_>, receiver: UserId) -> Result<u32, Error> {
    let sql = "SELECT count(*) FROM notification WHERE receiver = $1 AND status = 'UNREAD'";
    db.row(sql, &[&receiver.to_string()])?.count(0)
}
