use jiff::Timestamp;
use protocol::{NotificationId, Status, StatusChange, Wants};

use super::journal::{self, Entry};
use super::{COLUMNS, Stored, read};
use crate::store::Db;
use crate::{Error, UserId};

/// How many rows, or changes, a socket takes at a time.
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
    /// The last change it was told of; none when it does not want to be told.
    told: Option<i64>,
}

/// What comes next on a socket.
pub struct Batch {
    /// What became of rows that the socket was given, or that are older than it.
    pub changes: Vec<StatusChange>,
    /// New rows, oldest first.
    pub rows: Vec<Stored>,
    /// Where the socket stands once it has sent them.
    pub cursor: Cursor,
    /// Whether more may be waiting.
    pub more: bool,
}

impl Batch {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rows.is_empty()
    }
}

impl Cursor {
    /// The place of a socket that opens now.
    pub fn open(db: &Db<'_>, user: UserId, wants: Wants) -> Result<Self, Error> {
        let sql = "SELECT coalesce(max(seq), 0) FROM notification WHERE receiver = $1";
        let opened_at = db.row(sql, &[&user.to_string()])?.get(0)?;
        let told = wants.changes.then(|| journal::newest(db)).transpose()?;
        Ok(Self { user, at: 0, opened_at, told })
    }

    /// What comes next, all of it as it is at one moment.
    pub fn next(self, db: &Db<'_>) -> Result<Batch, Error> {
        if self.at < self.opened_at { self.replay(db) } else { self.live(db) }
    }

    fn replay(self, db: &Db<'_>) -> Result<Batch, Error> {
        let rows = self.rows(db, "delivered_at IS NULL", self.opened_at)?;
        let is_last = rows.len() < BATCH;
        let at = rows.last().filter(|_| !is_last).map_or(self.opened_at, |row| row.seq);
        Ok(Batch { changes: vec![], rows, cursor: Self { at, ..self }, more: true })
    }

    /// New rows come only when all changes are told: a row carries its own state, and later changes come after it.
    fn live(self, db: &Db<'_>) -> Result<Batch, Error> {
        let entries = match self.told {
            Some(told) => journal::entries(db, self.user, told, BATCH)?,
            None => vec![],
        };
        let told = entries.last().map(|entry| entry.revision).or(self.told);
        let changes = entries.iter().filter_map(|entry| self.change(entry)).collect();
        if entries.len() == BATCH {
            return Ok(Batch { changes, rows: vec![], cursor: Self { told, ..self }, more: true });
        }
        let rows = self.rows(db, "TRUE", i64::MAX)?;
        let at = rows.last().map_or(self.at, |row| row.seq);
        Ok(Batch { more: rows.len() == BATCH, changes, rows, cursor: Self { at, told, ..self } })
    }

    /// What the socket is to be told of an entry; nothing of a row that it will be given.
    fn change(&self, entry: &Entry) -> Option<StatusChange> {
        let status = match &entry.stored {
            None => Status::Deleted,
            Some(stored) if stored.seq > self.at && stored.notification.status != Status::Deleted => return None,
            Some(stored) => stored.notification.status,
        };
        Some(StatusChange { notification_id: entry.id, status })
    }

    /// The next rows up to this place.
    fn rows(self, db: &Db<'_>, which: &str, last: i64) -> Result<Vec<Stored>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notification WHERE receiver = $1 AND seq > $2 AND seq <= $3 AND {which}
             AND status <> 'DELETED' ORDER BY seq LIMIT {BATCH}"
        );
        db.rows(&sql, &[&self.user.to_string(), &self.at, &last])?.iter().map(read).collect()
    }
}

/// Notes that these users have these, because they were written to a socket or because the client said so; the first
/// time counts.
pub fn stamp(db: &Db<'_>, delivered: &[(NotificationId, UserId)], now: Timestamp) -> Result<(), Error> {
    let sql = format!(
        "UPDATE notification SET delivered_at = $1 FROM {}
         WHERE notification.id = value ->> 0 AND receiver = value ->> 1 AND delivered_at IS NULL",
        db.each("$2")
    );
    let pairs: Vec<_> = delivered.iter().map(|(id, user)| [id.to_string(), user.to_string()]).collect();
    db.execute(&sql, &[&now.as_microsecond(), &serde_json::to_string(&pairs)?]).map(drop)
}
