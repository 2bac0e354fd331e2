//! The outbox and its promises:
//!
//! - What the user did is on screen and kept in one transaction: neither is ever there without the other.
//! - An action leaves only when the server's own listing shows its effect, when it undoes one that was never sent, or
//!   when the server no longer has the notification. An acknowledgement is not enough (protocol.md, section 4).
//! - Taking back what may be on its way is an action of its own: the server may have done it already.
//! - There is one action a notification at most: the last thing the user wanted.
//! - One that the server refuses for good is parked with its reason, and its effect on screen is undone.

use protocol::{NotificationId, Status};

use rusqlite::OptionalExtension;

use crate::inbox::{Inbox, open_all};
use crate::keys::Tag;
use crate::row::{COLUMNS, Clear};
use crate::{Changes, Store, StoreError};

/// An action the server has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// On which notification.
    pub id: NotificationId,
    /// What the user wants it to be.
    pub wanted: Status,
}

impl Store {
    /// Does what the user wants, here and now, and keeps it for the server. Unknown ids are passed over.
    ///
    /// # Errors
    /// Nothing is done then.
    pub fn act(&mut self, ids: &[NotificationId], wanted: Status) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for id in ids {
                let Some((record, Some(body))) = inbox.find(inbox.keys.tag(*id))? else { continue };
                let mut was = record.clear;
                if was.status == wanted || was.status == Status::Deleted {
                    continue;
                }
                if inbox.was_sent(was.tag)? {
                    was.server = was.status;
                }
                if was.status == Status::Unread {
                    changes.quieted.push(*id);
                }
                changes.any = true;
                inbox.settle(was.tag)?;
                if was.server != wanted {
                    inbox.db.prepare_cached("INSERT INTO outbox (tag) VALUES (?)")?.execute([was.tag])?;
                }
                inbox.update(&Clear { status: wanted, ..was }, &body)?;
            }
            Ok(())
        })
    }

    /// The actions that wait for the server, in the order they were done.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn pending(&self) -> Result<Vec<Pending>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM outbox JOIN inbox USING (tag) WHERE refused IS NULL ORDER BY outbox.seq");
        let rows = open_all(&self.db, &sql, [], self.account, &self.keys)?;
        Ok(rows.iter().map(|row| Pending { id: row.notification.id, wanted: row.notification.status }).collect())
    }

    /// The same, about to be sent: from now on the server may have done them.
    ///
    /// # Errors
    /// When the database can't be written; then nothing may be sent.
    pub fn take_pending(&mut self) -> Result<Vec<Pending>, StoreError> {
        self.db.execute("UPDATE outbox SET sent = 1 WHERE refused IS NULL AND sent = 0", [])?;
        self.pending()
    }

    /// How many of the server's newest rows must be read to see every pending action's effect.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn depth_of_pending(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM inbox WHERE server < 2 AND date >=
                   (SELECT min(date) FROM inbox JOIN outbox USING (tag) WHERE refused IS NULL)";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// Parks an action that the server refused for good: its effect is undone, the row says why. When the user wants
    /// something else by now, that stands.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn park(&mut self, action: Pending, reason: &str) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            let Some((record, Some(body))) = inbox.find(inbox.keys.tag(action.id))? else { return Ok(()) };
            if record.clear.status != action.wanted || record.clear.server == action.wanted {
                return Ok(());
            }
            let clear = Clear { status: record.clear.server, ..record.clear };
            let mut park = inbox.db.prepare_cached("UPDATE outbox SET refused = ? WHERE tag = ?")?;
            park.execute((reason, clear.tag))?;
            changes.any = true;
            inbox.update(&clear, &body)
        })
    }
}

impl Inbox<'_> {
    /// Whether an action on this row was on its way once.
    fn was_sent(&self, tag: Tag) -> Result<bool, StoreError> {
        let mut query = self.db.prepare_cached("SELECT sent FROM outbox WHERE tag = ? AND refused IS NULL")?;
        Ok(query.query_row([tag], |row| row.get(0)).optional()?.unwrap_or(false))
    }
}
