//! The outbox and its promises:
//!
//! - What the user did is on screen and kept in one transaction: neither is ever there without the other.
//! - An action leaves only when the server's own listing shows its effect, when it undoes one that was never sent, or
//!   when the server no longer has the notification. An acknowledgement is not enough (protocol.md, section 4).
//! - There is one action a notification at most: the last thing the user wanted.
//! - One that the server refuses for good is parked with its reason, and its effect on screen is undone.

use protocol::{NotificationId, Status};

use crate::row::{COLUMNS, Clear, Record};
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
                let Some((record, body)) = inbox.find(inbox.keys.tag(*id))? else { continue };
                let was = record.clear;
                if was.status == wanted || was.status == Status::Deleted {
                    continue;
                }
                inbox.settle(was.tag)?;
                let clear = Clear { status: wanted, ..was };
                inbox.update(&clear, &body)?;
                if was.server != wanted {
                    inbox.db.prepare_cached("INSERT INTO outbox (tag) VALUES (?)")?.execute([was.tag])?;
                }
                if was.status == Status::Unread {
                    changes.quieted.push(*id);
                }
                changes.any = true;
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
        let mut query = self.db.prepare_cached(&sql)?;
        let records = query.query_map([], Record::read)?;
        records
            .map(|record| {
                let row = record?.open(self.account, &self.keys)?;
                Ok(Pending { id: row.notification.id, wanted: row.notification.status })
            })
            .collect()
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

    /// Parks an action that the server refused for good: its effect is undone, the row says why.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn park(&mut self, id: NotificationId, reason: &str) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            let Some((record, body)) = inbox.find(inbox.keys.tag(id))? else { return Ok(()) };
            let clear = Clear { status: record.clear.server, ..record.clear };
            let mut park = inbox.db.prepare_cached("UPDATE outbox SET refused = ? WHERE tag = ?")?;
            park.execute((reason, clear.tag))?;
            changes.any = true;
            inbox.update(&clear, &body)
        })
    }
}
