use std::collections::HashSet;
use std::sync::PoisonError;

use protocol::{Notification, NotificationId, Status};
use rusqlite::{Connection, OptionalExtension, params};

use crate::keys::{Keys, Tag};
use crate::listing::{Changes, Coverage, Listing, Tally};
use crate::row::{COLUMNS, Clear, Record, StatusCode, StoredRow};
use crate::seal::Body;
use crate::{Store, StoreError};

/// What the server puts behind a text whose live copy said more (protocol.md, section 3.1).
const SHORTENED: &str = " [ENCRYPTED]";

impl Store {
    /// Takes pushed notifications: new ones are kept, known ones are left as they are, since a push may be older than
    /// what REST said.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub fn receive(&mut self, pushed: &[Notification]) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| inbox.receive(pushed, changes))
    }

    /// As [`Self::receive`], and hands out what is unannounced as [`Self::take_unannounced`] does, in one transaction: a
    /// toast waits for the disk once.
    ///
    /// # Errors
    /// Nothing is kept and nothing handed out then.
    pub fn receive_news(&mut self, pushed: &[Notification]) -> Result<(Changes, Vec<StoredRow>), StoreError> {
        let mut news = Vec::new();
        let changes = self.write(|inbox, changes| {
            inbox.receive(pushed, changes)?;
            news = inbox.take_unannounced()?;
            Ok(())
        })?;
        Ok((changes, news))
    }

    /// Takes what REST said as the truth: keeps what is new, follows what changed, drops what is gone, and settles the
    /// actions that it confirms.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn reconcile(&mut self, listing: &Listing) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for row in &listing.rows {
                if !inbox.insert(row, changes)? {
                    inbox.follow(row, changes)?;
                }
            }
            listing.gone.iter().try_for_each(|id| inbox.bury(inbox.keys.tag(*id), changes))?;
            inbox.drop_absent(listing, changes)?;
            listing.cursor.as_ref().map_or(Ok(()), |cursor| inbox.keep_cursor(cursor))
        })
    }

    /// From where on to ask the server for changes: all before is here. It is the server's own word, and opaque.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn cursor(&self) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'cursor'";
        Ok(self.db.query_row(sql, [], |row| row.get(0)).optional()?)
    }

    /// Takes the server's word that it has this notification no longer.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn gone(&mut self, id: NotificationId) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| inbox.bury(inbox.keys.tag(id), changes))
    }

    /// The rows that arrived since the last call and are still unread, oldest first. They are handed out once, ever.
    /// Damaged ones are left out.
    ///
    /// # Errors
    /// Nothing is handed out then.
    pub fn take_unannounced(&mut self) -> Result<Vec<StoredRow>, StoreError> {
        let mut news = Vec::new();
        self.write(|inbox, _| {
            news = inbox.take_unannounced()?;
            Ok(())
        })?;
        Ok(news)
    }

    /// The number of the last row that arrived; rows may be gone since.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn last_seq(&self) -> Result<i64, StoreError> {
        last_seq(&self.db)
    }

    /// What the server should count.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        let sql = "SELECT count(*), coalesce(sum(server = 0), 0) FROM inbox WHERE server < 2";
        Ok(self.db.query_row(sql, [], |row| Ok(Tally { total: row.get(0)?, unread: row.get(1)? }))?)
    }

    /// Unread rows per type, as the user sees them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn unread_by_kind(&self) -> Result<Vec<(protocol::Kind, u32)>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT kind, count(*) FROM inbox WHERE status = 0 GROUP BY kind")?;
        let rows = query.query_map([], |row| {
            let kind: String = row.get(0)?;
            Ok((protocol::Kind::from(kind.as_str()), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest unread rows, at most `limit`; damaged ones are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn newest_unread(&self, limit: u32) -> Result<Vec<StoredRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE status = 0 ORDER BY date DESC, inbox.seq DESC LIMIT ?");
        open_all(&self.db, &sql, [limit], &self.keys)
    }

    /// Runs one transaction of writes and notes what it changed.
    pub(crate) fn write(
        &mut self,
        work: impl FnOnce(&Inbox<'_>, &mut Changes) -> Result<(), StoreError>,
    ) -> Result<Changes, StoreError> {
        let mut changes = Changes::default();
        let tx = self.db.transaction()?;
        work(&Inbox { db: &tx, keys: &self.keys }, &mut changes)?;
        tx.commit()?;
        if changes.any {
            self.changed();
        }
        if let Some(edits) = self.edits.upgrade() {
            edits.lock().unwrap_or_else(PoisonError::into_inner).append(&mut changes.edited);
        }
        Ok(changes)
    }
}

/// The last number given. What was announced had a number, even if its row is gone.
pub(crate) fn last_seq(db: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT max(coalesce((SELECT max(seq) FROM inbox), 0),
                          coalesce((SELECT value FROM meta WHERE name = 'announced'), 0))";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Reads and opens rows. A damaged one must not hide the others; lists count them ([`crate::Page::damaged`]).
pub(crate) fn open_all(
    db: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    keys: &Keys,
) -> Result<Vec<StoredRow>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let records = query.query_map(values, Record::read)?.collect::<Result<Vec<_>, _>>()?;
    Ok(records.into_iter().filter_map(|record| record.open(keys).ok()).collect())
}

/// The inbox inside a transaction.
pub(crate) struct Inbox<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) keys: &'a Keys,
}

impl Inbox<'_> {
    /// A row and its body; no body when it is damaged.
    pub(crate) fn find(&self, tag: Tag) -> Result<Option<(Record, Option<Body>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.tag = ?");
        let record = self.db.prepare_cached(&sql)?.query_row([tag], Record::read).optional()?;
        Ok(record.map(|record| {
            let body = self.keys.open(&record.clear, &record.sealed).ok();
            (record, body)
        }))
    }

    fn receive(&self, pushed: &[Notification], changes: &mut Changes) -> Result<(), StoreError> {
        pushed.iter().try_for_each(|one| self.insert(one, changes).map(|_| ()))
    }

    fn take_unannounced(&self) -> Result<Vec<StoredRow>, StoreError> {
        let announced = "SELECT coalesce((SELECT value FROM meta WHERE name = 'announced'), 0)";
        let announced: i64 = self.db.query_row(announced, [], |row| row.get(0))?;
        let last = last_seq(self.db)?;
        if announced == last {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.seq > ? AND status = 0 ORDER BY inbox.seq");
        let fresh = open_all(self.db, &sql, [announced], self.keys)?;
        // Past those that came as read, too: one that is marked unread later is no news.
        self.db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('announced', ?)", [last])?;
        Ok(fresh)
    }

    /// Keeps a notification if its id is new; a deleted one that was never here is nobody's news.
    fn insert(&self, one: &Notification, changes: &mut Changes) -> Result<bool, StoreError> {
        if one.status == Status::Deleted {
            return Ok(false);
        }
        if self.db.prepare_cached("SELECT 1 FROM inbox WHERE tag = ?")?.exists([self.keys.tag(one.id)])? {
            return Ok(false);
        }
        let clear = Clear::of(last_seq(self.db)? + 1, one, self.keys);
        let sealed = self.keys.seal(&clear, &one.into())?;
        let (status, server) = (clear.status.code(), clear.server.code());
        self.db.prepare_cached("INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            clear.seq,
            clear.tag,
            clear.date,
            clear.kind.as_str(),
            status,
            server,
            sealed
        ])?;
        changes.fresh += 1;
        changes.edited.push(clear.seq);
        changes.any = true;
        Ok(true)
    }

    /// Lets a known row follow what REST says. What the user did and the server has not confirmed stays on screen.
    pub(crate) fn follow(&self, told: &Notification, changes: &mut Changes) -> Result<(), StoreError> {
        let Some((record, body)) = self.find(self.keys.tag(told.id))? else { return Ok(()) };
        let was = record.clear;
        let Some(mut body) = body else { return self.mend(was.seq, told, changes) };
        let pending = was.status != was.server;
        let settled = pending && was.status == told.status;
        let status = if pending { was.status } else { told.status };
        let text_changed = body.message != told.message && told.message.strip_suffix(SHORTENED) != Some(&body.message);
        if settled {
            self.settle(was.seq)?;
            changes.settled.push(told.id);
        }
        if status == was.status && told.status == was.server && !text_changed {
            return Ok(());
        }
        if text_changed {
            body = told.into();
        }
        if was.status == Status::Unread && status != Status::Unread {
            changes.quieted.push(told.id);
        }
        changes.any = true;
        self.update(&Clear { status, server: told.status, ..was }, &body, changes)
    }

    /// Puts the server's copy in the place of a damaged row.
    fn mend(&self, seq: i64, told: &Notification, changes: &mut Changes) -> Result<(), StoreError> {
        let clear = Clear::of(seq, told, self.keys);
        changes.any = true;
        self.settle(seq)?;
        let mut columns = self.db.prepare_cached("UPDATE inbox SET date = ?, kind = ? WHERE seq = ?")?;
        columns.execute(params![clear.date, clear.kind.as_str(), seq])?;
        self.update(&clear, &told.into(), changes)
    }

    /// Buries what the server did not list although it should have.
    fn drop_absent(&self, listing: &Listing, changes: &mut Changes) -> Result<(), StoreError> {
        let from = match listing.covers {
            Coverage::Everything => i64::MIN,
            Coverage::DownTo(oldest) => oldest.as_microsecond(),
            Coverage::RowsOnly => return Ok(()),
        };
        let listed: HashSet<Tag> = listing.rows.iter().map(|row| self.keys.tag(row.id)).collect();
        let mut query = self.db.prepare_cached("SELECT tag FROM inbox WHERE server < 2 AND date > ? AND seq <= ?")?;
        let held =
            query.query_map(params![from, listing.asked_at], |row| row.get(0))?.collect::<Result<Vec<Tag>, _>>()?;
        held.into_iter().filter(|tag| !listed.contains(tag)).try_for_each(|tag| self.bury(tag, changes))
    }

    fn keep_cursor(&self, cursor: &str) -> Result<(), StoreError> {
        let mut keep = self.db.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES ('cursor', ?)")?;
        keep.execute([cursor])?;
        Ok(())
    }

    /// Leaves only the id of a row, so that a late replay of it is known as old.
    pub(crate) fn bury(&self, tag: Tag, changes: &mut Changes) -> Result<(), StoreError> {
        let Some((record, body)) = self.find(tag)? else { return Ok(()) };
        changes.any = true;
        self.settle(record.clear.seq)?;
        let Some(mut body) = body else {
            self.db.prepare_cached("DELETE FROM inbox WHERE seq = ?")?.execute([record.clear.seq])?;
            changes.edited.push(record.clear.seq);
            return Ok(());
        };
        match record.clear.status {
            Status::Unread => changes.quieted.push(body.id),
            Status::Deleted => changes.settled.push(body.id),
            Status::Read => {}
        }
        body.message.clear();
        body.related = protocol::Related::default();
        self.update(&Clear { status: Status::Deleted, server: Status::Deleted, ..record.clear }, &body, changes)
    }

    /// Writes changed columns, sealed anew.
    pub(crate) fn update(&self, clear: &Clear, body: &Body, changes: &mut Changes) -> Result<(), StoreError> {
        changes.edited.push(clear.seq);
        let sealed = self.keys.seal(clear, body)?;
        let mut update = self.db.prepare_cached("UPDATE inbox SET status = ?, server = ?, sealed = ? WHERE seq = ?")?;
        update.execute(params![clear.status.code(), clear.server.code(), sealed, clear.seq])?;
        Ok(())
    }

    /// Takes an action off the outbox.
    pub(crate) fn settle(&self, seq: i64) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM outbox WHERE row = ?")?.execute([seq])?;
        Ok(())
    }
}
