use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{COLUMNS, Stored, read};
use crate::store::parsed;
use crate::{Error, UserId};

/// How many rows a socket takes at a time.
const BATCH: usize = 100;

/// Where one socket stands in its user's notifications: first it goes through what nobody was sent before it opened
/// (the replay), then through everything that came since.
#[derive(Debug, Clone, Copy)]
pub struct Cursor {
    user: UserId,
    /// The last row this socket was given.
    at: i64,
    /// The newest row when it opened.
    opened_at: i64,
}

/// The next rows for a socket, oldest first.
pub struct Batch {
    pub rows: Vec<Stored>,
    /// Where the socket stands once it has sent them.
    pub cursor: Cursor,
    /// Whether more may be waiting.
    pub more: bool,
}

impl Cursor {
    /// The place of a socket that opens now.
    pub fn open(db: &Connection, user: UserId) -> Result<Self, Error> {
        let sql = "SELECT coalesce(max(seq), 0) FROM notification WHERE receiver = ?";
        let opened_at = db.prepare_cached(sql)?.query_row([user.to_string()], |row| row.get(0))?;
        Ok(Self { user, at: 0, opened_at })
    }

    /// What comes next.
    pub fn next(self, db: &Connection) -> Result<Batch, Error> {
        if self.at < self.opened_at { self.replay(db) } else { self.live(db) }
    }

    fn replay(self, db: &Connection) -> Result<Batch, Error> {
        let waiting = "seq <= ?3 AND delivered_at IS NULL";
        let rows = self.rows(db, waiting)?;
        let is_last = rows.len() < BATCH;
        let at = rows.last().filter(|_| !is_last).map_or(self.opened_at, |row| row.seq);
        Ok(Batch { rows, cursor: Self { at, ..self }, more: true })
    }

    fn live(self, db: &Connection) -> Result<Batch, Error> {
        let rows = self.rows(db, "seq > ?3")?;
        let at = rows.last().map_or(self.at, |row| row.seq);
        Ok(Batch { more: rows.len() == BATCH, rows, cursor: Self { at, ..self } })
    }

    fn rows(self, db: &Connection, which: &str) -> Result<Vec<Stored>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notification
             WHERE receiver = ?1 AND seq > ?2 AND {which} AND status <> 'DELETED' ORDER BY seq LIMIT {BATCH}"
        );
        let mut query = db.prepare_cached(&sql)?;
        let rows = query.query_map(params![self.user.to_string(), self.at, self.opened_at], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Notes that these were written to a socket; the first time counts.
pub fn stamp(db: &mut Connection, rows: &[i64], now: Timestamp) -> Result<(), Error> {
    let change = db.transaction()?;
    for seq in rows {
        change
            .prepare_cached("UPDATE notification SET delivered_at = ? WHERE seq = ? AND delivered_at IS NULL")?
            .execute(params![now.as_microsecond(), seq])?;
    }
    Ok(change.commit()?)
}

/// Who got rows after this place, and the newest place.
pub fn receivers_since(db: &Connection, seq: i64) -> Result<(Vec<UserId>, i64), Error> {
    let newest = db
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM notification")?
        .query_row([], |row| row.get::<_, i64>(0))?
        .max(seq);
    let mut query = db.prepare_cached("SELECT DISTINCT receiver FROM notification WHERE seq > ? AND seq <= ?")?;
    let receivers = query.query_map(params![seq, newest], |row| parsed(row, 0).map(UserId))?;
    Ok((receivers.collect::<Result<_, _>>()?, newest))
}
