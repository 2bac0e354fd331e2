use protocol::{Notification, Status};
use rusqlite::{CachedStatement, params};

use crate::StoreError;
use crate::inbox::{Inbox, last_seq};
use crate::keys::Keys;
use crate::listing::Changes;
use crate::row::{Clear, StatusCode};

/// Keeps what arrives in one transaction.
pub struct Arrivals<'a> {
    insert: CachedStatement<'a>,
    keys: &'a Keys,
    /// The last number given.
    last: i64,
}

impl<'a> Arrivals<'a> {
    pub fn at(inbox: &Inbox<'a>) -> Result<Self, StoreError> {
        let sql = "INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tag) DO NOTHING";
        Ok(Self { insert: inbox.db.prepare_cached(sql)?, keys: inbox.keys, last: last_seq(inbox.db)? })
    }

    /// Keeps a notification if its id is new, and says whether it was; a deleted one that was never here is nobody's news.
    pub fn keep(&mut self, one: &Notification, changes: &mut Changes) -> Result<bool, StoreError> {
        if one.status == Status::Deleted {
            return Ok(false);
        }
        // Nobody receives so many: a number that has no next one was not given by us.
        let seq = self.last.checked_add(1).ok_or(StoreError::Damaged)?;
        let clear = Clear::of(seq, one, self.keys);
        let sealed = self.keys.seal(&clear, one)?;
        let kept = self.insert.execute(params![
            clear.seq,
            clear.tag,
            clear.date,
            clear.kind.as_str(),
            clear.shown(),
            clear.server.code(),
            clear.follow_up,
            clear.snoozed,
            sealed
        ])?;
        if kept == 0 {
            return Ok(false);
        }
        self.last = seq;
        changes.fresh += 1;
        changes.edited.push(seq);
        changes.any = true;
        Ok(true)
    }
}
