//! The outbox and its promises:
//!
//! - What the user did is on screen and kept in one transaction: neither is ever there without the other.
//! - An action leaves only when the server's own word shows what became of it, when it is taken back before it was ever
//!   sent, or when the server no longer has the notification. An acknowledgement is not enough (protocol.md, section 4).
//! - Taking back what may be on its way is an action of its own: the server may have done it already.
//! - There is one action a notification at most: the last thing the user wanted.
//! - One that the server refuses for good is parked, and its effect on screen is undone. What it was is kept, so that it can
//!   be tried again.

use protocol::{Notification, NotificationId, Status};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use crate::inbox::Inbox;
use crate::keys::Tag;
use crate::row::{COLUMNS, Clear, Record};
use crate::seal::Body;
use crate::{Changes, Store, StoreError};

/// An action the server has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// On which notification.
    pub id: NotificationId,
    /// What the user wants it to be.
    pub wanted: Status,
    /// Stays the same however often it is sent; another action has another.
    pub key: Uuid,
}

/// An action that the server refused for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// What the user wanted the row to be; none where that can't be told any more.
    pub wanted: Option<Status>,
}

impl Refused {
    /// What stands in the outbox about it. One flipped bit makes none of the words another.
    pub(crate) fn read(word: &str) -> Self {
        let known = [Status::Unread, Status::Read, Status::Deleted];
        Self { wanted: known.into_iter().find(|status| status.as_str() == word) }
    }
}

impl Store {
    /// Does what the user wants, here and now, and keeps it for the server. Unknown and deleted ones are passed over.
    ///
    /// # Errors
    /// Nothing is done then.
    pub fn act(&mut self, ids: &[NotificationId], wanted: Status) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for id in ids {
                let Some((mut was, Some(body))) = inbox.find(inbox.keys.tag(*id))? else { continue };
                // Who wants it unread after reading it wants to see it; only taking back restores what was.
                was.snoozed &= was.status == wanted || wanted != Status::Unread;
                if was.is_shown() {
                    inbox.want(was, &body, wanted, changes)?;
                }
            }
            Ok(())
        })
    }

    /// Takes the last action on each of these back. One that was never sent leaves no trace; one that was is answered by
    /// its opposite, but for a deletion, which no server takes back: such a row is passed over.
    ///
    /// # Errors
    /// Nothing is done then.
    pub fn undo(&mut self, ids: &[NotificationId]) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for id in ids {
                let Some((was, Some(body))) = inbox.find(inbox.keys.tag(*id))? else { continue };
                if was.status != was.server && (was.status != Status::Deleted || !inbox.was_sent(was.seq)?) {
                    let before = was.server;
                    inbox.want(was, &body, before, changes)?;
                }
            }
            Ok(())
        })
    }

    /// The actions that wait for the server, in the order they were done. One whose key is damaged waits until the store is
    /// opened again, and gets another.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn pending(&self) -> Result<Vec<Pending>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, key FROM outbox JOIN inbox ON inbox.seq = row
             WHERE refused IS NULL AND status <> server ORDER BY outbox.seq"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let records = query.query_map([], |row| Ok((Record::read(row)?, row.get(10).ok())))?;
        let records = records.collect::<Result<Vec<(Record, Option<Uuid>)>, _>>()?;
        let open = |(record, key): (Record, Option<Uuid>)| {
            let row = record.open(&self.keys).ok()?;
            Some(Pending { id: row.notification.id, wanted: row.notification.status, key: key? })
        };
        Ok(records.into_iter().filter_map(open).collect())
    }

    /// How many rows say that the server refused the last action on them for good.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn refused(&self) -> Result<u32, StoreError> {
        Ok(self.db.query_row("SELECT count(*) FROM outbox WHERE refused IS NOT NULL", [], |row| row.get(0))?)
    }

    /// Notes that these are about to be sent: from now on the server may have done them.
    ///
    /// # Errors
    /// When the database can't be written; then nothing may be sent.
    pub fn sending(&mut self, actions: &[Pending]) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        for action in actions {
            let mut note = tx.prepare_cached("UPDATE outbox SET sent = 1 WHERE key = ? AND sent = 0")?;
            note.execute([action.key])?;
        }
        Ok(tx.commit()?)
    }

    /// How many of the server's newest rows must be read to see the effect of every action that was sent.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn depth_of_sent(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM inbox WHERE server < 2 AND server IN (0, 1) AND date >=
                   (SELECT min(date) FROM inbox JOIN outbox ON inbox.seq = row WHERE refused IS NULL AND sent = 1)";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// Takes the row with which the server answered an action that it does once only: the action is done, even if the
    /// row has changed again since. What the user did meanwhile stands.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn answered(&mut self, action: Pending, told: &Notification) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            let tag = inbox.keys.tag(action.id);
            if told.status == Status::Deleted {
                return inbox.bury(tag, changes);
            }
            if inbox.is_last(action.key)? {
                inbox.confirm(tag, told.status, changes)?;
                changes.settled.push(action.id);
            }
            inbox.follow(told, changes)
        })
    }

    /// Parks an action that the server refused for good: its effect is undone, the row says so. When the user wants
    /// something else by now, that stands.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn park(&mut self, action: Pending) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            let Some((was, Some(body))) = inbox.find(inbox.keys.tag(action.id))? else { return Ok(()) };
            if was.server == action.wanted || !inbox.is_last(action.key)? {
                return Ok(());
            }
            let clear = Clear { status: was.server, ..was };
            let mut park = inbox.db.prepare_cached("UPDATE outbox SET refused = ? WHERE row = ?")?;
            park.execute((action.wanted.as_str(), clear.seq))?;
            changes.any = true;
            inbox.update(&clear, &body, changes)
        })
    }
}

/// Whatever became of the outbox, the inbox says what is wanted: no action is lost, and none is left that nobody wants.
pub fn mend(db: &Connection) -> Result<(), StoreError> {
    db.execute("DELETE FROM outbox WHERE length(key) <> 16", [])?;
    let lost = "status <> server AND status < 3 AND seq NOT IN (SELECT row FROM outbox)";
    db.execute(
        &format!("INSERT INTO outbox (row, key, sent) SELECT seq, randomblob(16), 1 FROM inbox WHERE {lost}"),
        [],
    )?;
    let settled =
        "refused IS NULL AND EXISTS (SELECT 1 FROM inbox WHERE inbox.seq = row AND (status = server OR status = 3))";
    db.execute(&format!("DELETE FROM outbox WHERE {settled}"), [])?;
    Ok(())
}

impl Inbox<'_> {
    /// Makes a row what the user wants, and the outbox what that needs.
    fn want(&self, mut was: Clear, body: &Body, wanted: Status, changes: &mut Changes) -> Result<(), StoreError> {
        if was.status == wanted {
            return Ok(());
        }
        if self.was_sent(was.seq)? {
            was.server = was.status;
        }
        if was.status == Status::Unread {
            changes.quieted.push(body.id);
        }
        changes.any = true;
        self.settle(was.seq)?;
        if was.server != wanted {
            let mut keep = self.db.prepare_cached("INSERT INTO outbox (row, key) VALUES (?, ?)")?;
            keep.execute((was.seq, Uuid::new_v4()))?;
        }
        self.update(&Clear { status: wanted, ..was }, body, changes)
    }

    /// Whether an action on this row was on its way once.
    fn was_sent(&self, seq: i64) -> Result<bool, StoreError> {
        let mut query = self.db.prepare_cached("SELECT sent FROM outbox WHERE row = ? AND refused IS NULL")?;
        Ok(query.query_row([seq], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// Whether this is still the last thing the user wanted of its row.
    fn is_last(&self, key: Uuid) -> Result<bool, StoreError> {
        let mut query = self.db.prepare_cached("SELECT 1 FROM outbox WHERE key = ? AND refused IS NULL")?;
        Ok(query.exists([key])?)
    }

    /// Makes a row what the server says; nothing else is wanted of it any more.
    fn confirm(&self, tag: Tag, status: Status, changes: &mut Changes) -> Result<(), StoreError> {
        let Some((was, Some(body))) = self.find(tag)? else { return Ok(()) };
        if was.status == Status::Unread && status != Status::Unread {
            changes.quieted.push(body.id);
        }
        changes.any = true;
        self.settle(was.seq)?;
        let snoozed = was.snoozed && status == Status::Unread;
        self.update(&Clear { status, server: status, snoozed, ..was }, &body, changes)
    }
}
