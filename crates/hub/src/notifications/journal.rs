//! What changed last, in order: for each notification its last change, for removed ones a while longer.
//!
//! The database writes it by triggers, so that no change of any process goes past it; only what was removed for good is
//! written here.

use jiff::{SignedDuration, Timestamp};
use protocol::NotificationId;
use rusqlite::{Connection, params};

use super::{COLUMNS, Stored, read};
use crate::store::parsed;
use crate::{Error, UserId};

/// How long removals are remembered; `docs/capabilities.md` promises 30 days.
const MEMORY: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The last change of one notification.
pub struct Entry {
    /// Its place in the order of changes.
    pub revision: i64,
    /// Which notification.
    pub id: NotificationId,
    /// What it is now, a deleted one too; none when it was removed for good.
    pub stored: Option<Stored>,
}

/// What changed for a user after this place, at most so many, in order.
pub fn entries(db: &Connection, user: UserId, after: i64, most: usize) -> Result<Vec<Entry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, revision, notification_id FROM journal LEFT JOIN notification ON id = notification_id
         WHERE journal.receiver = ?1 AND revision > ?2 ORDER BY revision LIMIT {most}"
    );
    let mut query = db.prepare_cached(&sql)?;
    let entries = query.query_map(params![user.to_string(), after], |row| {
        let is_there = row.get::<_, Option<i64>>(0)?.is_some();
        Ok(Entry {
            revision: row.get(9)?,
            id: NotificationId(parsed(row, 10)?),
            stored: is_there.then(|| read(row)).transpose()?,
        })
    })?;
    Ok(entries.collect::<Result<_, _>>()?)
}

/// The place of the newest change of all.
pub fn newest(db: &Connection) -> Result<i64, Error> {
    // Not the newest entry: that one may have been forgotten.
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'journal'";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// For whom something changed after this place, and the newest place.
pub fn receivers_since(db: &Connection, after: i64) -> Result<(Vec<UserId>, i64), Error> {
    let newest = newest(db)?;
    let mut query = db.prepare_cached("SELECT DISTINCT receiver FROM journal WHERE revision > ? AND revision <= ?")?;
    let receivers = query.query_map(params![after, newest], |row| parsed(row, 0).map(UserId))?;
    Ok((receivers.collect::<Result<_, _>>()?, newest))
}

/// Writes down that a row was removed for good, and forgets removals of long ago.
pub fn note_removal(db: &Connection, user: UserId, id: NotificationId, now: Timestamp) -> Result<(), Error> {
    forget(db, now - MEMORY)?;
    let sql = "INSERT OR REPLACE INTO journal (receiver, notification_id, removed_at) VALUES (?, ?, ?)";
    db.execute(sql, params![user.to_string(), id.to_string(), now.as_microsecond()])?;
    Ok(())
}

/// Forgets removals up to this moment, and remembers up to which place that was.
fn forget(db: &Connection, until: Timestamp) -> Result<(), Error> {
    let until = until.as_microsecond();
    let sql = "UPDATE memory SET forgotten = max(forgotten, old.newest)
               FROM (SELECT max(revision) AS newest FROM journal WHERE removed_at <= ?) AS old
               WHERE old.newest IS NOT NULL";
    db.execute(sql, [until])?;
    db.execute("DELETE FROM journal WHERE removed_at <= ?", [until])?;
    Ok(())
}
