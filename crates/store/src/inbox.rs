use std::collections::HashSet;
use std::sync::PoisonError;

use protocol::{Notification, NotificationId, Status};
use rusqlite::{Connection, OptionalExtension, params};

use crate::arrivals::Arrivals;
use crate::keys::{Keys, Tag};
use crate::listing::{Changes, Coverage, Listing};
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

    /// Takes what REST said as the truth: keeps what is new, follows what changed, drops what is gone, and settles the
    /// actions that it confirms.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn reconcile(&mut self, listing: &Listing) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            let mut arrivals = Arrivals::at(inbox)?;
            for row in &listing.rows {
                if !arrivals.keep(row, changes)? {
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

    /// The number of the last row that arrived; rows may be gone since.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn last_seq(&self) -> Result<i64, StoreError> {
        last_seq(&self.db)
    }

    /// Whether this notification is here, in whatever state.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn holds(&self, id: NotificationId) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT 1 FROM inbox WHERE tag = ?")?.exists([self.keys.tag(id)])?)
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
    pub(crate) fn find(&self, tag: Tag) -> Result<Option<(Clear, Option<Body>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.tag = ?");
        let record = self.db.prepare_cached(&sql)?.query_row([tag], Record::read).optional()?;
        Ok(record.map(|Record { clear, sealed, .. }| {
            let body = self.keys.open(&clear, sealed).ok();
            (clear, body)
        }))
    }

    pub(crate) fn receive(&self, pushed: &[Notification], changes: &mut Changes) -> Result<(), StoreError> {
        let mut arrivals = Arrivals::at(self)?;
        pushed.iter().try_for_each(|one| arrivals.keep(one, changes).map(|_| ()))
    }

    /// Lets a known row follow what REST says. What the user did and the server has not confirmed stays on screen.
    pub(crate) fn follow(&self, told: &Notification, changes: &mut Changes) -> Result<(), StoreError> {
        let Some((was, body)) = self.find(self.keys.tag(told.id))? else { return Ok(()) };
        let Some(mut body) = body else { return self.mend(&was, told, changes) };
        let pending = was.status != was.server;
        let settled = pending && was.status == told.status;
        let status = if pending { was.status } else { told.status };
        let text_changed =
            !was.let_go && body.message != told.message && told.message.strip_suffix(SHORTENED) != Some(&body.message);
        if settled {
            self.settle(was.seq)?;
            changes.settled.push(told.id);
        }
        if status == was.status && told.status == was.server && !text_changed {
            return Ok(());
        }
        if text_changed {
            body = Body { due: body.due, told: body.told, until: body.until, ..told.into() };
        }
        if was.status == Status::Unread && status != Status::Unread {
            changes.quieted.push(told.id);
        }
        changes.any = true;
        // Reading ends it for good once the server has it, too.
        let snoozed = was.snoozed && (status == Status::Unread || pending && !settled);
        self.update(&Clear { status, server: told.status, snoozed, ..was }, &body, changes)
    }

    /// Puts the server's copy in the place of a damaged row. What was marked for follow-up stays so, as far as can be told:
    /// one mark too many costs a look, one too few a patient. For the same reason it is not snoozed any more.
    fn mend(&self, was: &Clear, told: &Notification, changes: &mut Changes) -> Result<(), StoreError> {
        let clear = Clear { follow_up: was.follow_up, ..Clear::of(was.seq, told, self.keys) };
        changes.any = true;
        self.settle(clear.seq)?;
        let mut columns = self.db.prepare_cached("UPDATE inbox SET date = ?, kind = ? WHERE seq = ?")?;
        columns.execute(params![clear.date, clear.kind.as_str(), clear.seq])?;
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
        let mut query = self.db.prepare_cached(
            "SELECT seq, tag FROM inbox WHERE server < 2 AND server IN (0, 1) AND date > ? AND seq <= ?",
        )?;
        let held = query.query_map(params![from, listing.asked_at], |row| Ok((row.get(0)?, row.get(1).ok())))?;
        held.collect::<Result<Vec<(i64, Option<Tag>)>, _>>()?.into_iter().try_for_each(|(seq, tag)| match tag {
            Some(tag) if listed.contains(&tag) => Ok(()),
            Some(tag) => self.bury(tag, changes),
            // What is no tag is a damaged row's.
            None => self.erase(seq, changes),
        })
    }

    fn keep_cursor(&self, cursor: &str) -> Result<(), StoreError> {
        let mut keep = self.db.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES ('cursor', ?)")?;
        keep.execute([cursor])?;
        Ok(())
    }

    /// Leaves only the id of a row, so that a late replay of it is known as old.
    pub(crate) fn bury(&self, tag: Tag, changes: &mut Changes) -> Result<(), StoreError> {
        let Some((was, body)) = self.find(tag)? else { return Ok(()) };
        let Some(body) = body else { return self.erase(was.seq, changes) };
        changes.any = true;
        self.settle(was.seq)?;
        match was.status {
            Status::Unread => changes.quieted.push(body.id),
            Status::Deleted => changes.settled.push(body.id),
            Status::Read => {}
        }
        let (status, server) = (Status::Deleted, Status::Deleted);
        let clear = Clear { status, server, follow_up: false, snoozed: false, let_go: false, ..was };
        self.update(&clear, &Body::bare(body.id), changes)
    }

    /// Removes a damaged row: what it was can't be told any more.
    fn erase(&self, seq: i64, changes: &mut Changes) -> Result<(), StoreError> {
        changes.any = true;
        changes.edited.push(seq);
        self.settle(seq)?;
        self.db.prepare_cached("DELETE FROM inbox WHERE seq = ?")?.execute([seq])?;
        Ok(())
    }

    /// Writes changed columns, sealed anew.
    pub(crate) fn update(&self, clear: &Clear, body: &Body, changes: &mut Changes) -> Result<(), StoreError> {
        changes.edited.push(clear.seq);
        let sealed = self.keys.seal(clear, body)?;
        let sql = "UPDATE inbox SET status = ?, server = ?, follow_up = ?, snoozed = ?, sealed = ? WHERE seq = ?";
        let mut update = self.db.prepare_cached(sql)?;
        let (shown, server) = (clear.shown(), clear.server.code());
        update.execute(params![shown, server, clear.follow_up, clear.snoozed, sealed, clear.seq])?;
        Ok(())
    }

    /// Takes an action off the outbox.
    pub(crate) fn settle(&self, seq: i64) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM outbox WHERE row = ?")?.execute([seq])?;
        Ok(())
    }
}
