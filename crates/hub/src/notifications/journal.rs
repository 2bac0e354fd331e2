//! What changed last, in order: for each notification its last change, for removed ones a while longer.
//!
//! The database writes it by triggers, so that no change of any process goes past it; only what was removed for good is
//! written here.

use jiff::{SignedDuration, Timestamp};
use protocol::NotificationId;

use super::{COLUMNS, Stored, read};
use crate::store::{Db, Row};
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
pub fn entries(db: &Db<'_>, user: UserId, after: i64, most: usize) -> Result<Vec<Entry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, revision, notification_id FROM journal LEFT JOIN notification ON id = notification_id
         WHERE journal.receiver = $1 AND revision > $2 ORDER BY revision LIMIT {most}"
    );
    db.rows(&sql, &[&user.to_string(), &after])?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, Error> {
    let is_there = row.get::<Option<i64>>(0)?.is_some();
    Ok(Entry {
        revision: row.get(9)?,
        id: NotificationId(row.parsed(10)?),
        stored: is_there.then(|| read(row)).transpose()?,
    })
}

/// The place of the newest change of all.
pub fn newest(db: &Db<'_>) -> Result<i64, Error> {
    // The newest entry may be a removal that was forgotten.
    let sql = "SELECT max(place) FROM (SELECT max(revision) AS place FROM journal
                                       UNION ALL SELECT forgotten FROM memory) AS places";
    db.row(sql, &[])?.get(0)
}

/// For whom something changed after one place, up to another.
pub fn receivers_between(db: &Db<'_>, after: i64, last: i64) -> Result<Vec<UserId>, Error> {
    let sql = "SELECT DISTINCT receiver FROM journal WHERE revision > $1 AND revision <= $2";
    db.rows(sql, &[&after, &last])?.iter().map(|row| row.parsed(0).map(UserId)).collect()
}

/// Writes down that a row was removed for good, and forgets removals of long ago.
pub fn note_removal(db: &Db<'_>, user: UserId, id: NotificationId, now: Timestamp) -> Result<(), Error> {
    forget(db, now - MEMORY)?;
    db.execute("DELETE FROM journal WHERE notification_id = $1", &[&id.to_string()])?;
    let sql = "INSERT INTO journal (receiver, notification_id, removed_at) VALUES ($1, $2, $3)";
    db.execute(sql, &[&user.to_string(), &id.to_string(), &now.as_microsecond()])?;
    Ok(())
}

/// Writes down that something else than the status of a row changed, which the database does not write down by itself.
pub fn note_change(db: &Db<'_>, user: UserId, id: NotificationId) -> Result<(), Error> {
    db.execute("DELETE FROM journal WHERE notification_id = $1", &[&id.to_string()])?;
    let sql = "INSERT INTO journal (receiver, notification_id) VALUES ($1, $2)";
    db.execute(sql, &[&user.to_string(), &id.to_string()]).map(drop)
}

/// Forgets removals up to this moment, and remembers up to which place that was.
fn forget(db: &Db<'_>, until: Timestamp) -> Result<(), Error> {
    let until = until.as_microsecond();
    let sql = "UPDATE memory SET forgotten = old.newest
               FROM (SELECT max(revision) AS newest FROM journal WHERE removed_at <= $1) AS old
               WHERE old.newest > forgotten";
    db.execute(sql, &[&until])?;
    db.execute("DELETE FROM journal WHERE removed_at <= $1", &[&until])?;
    Ok(())
}
