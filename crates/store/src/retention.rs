//! Letting go of what is old. The server goes on listing such a row, so it stays here as its bare id with what the server
//! says of it: it is known when it is told again, and the counts agree. Its text is overwritten, and nobody sees it any more.

use std::ops::ControlFlow;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use protocol::{NotificationId, Status};

use crate::file::PATIENCE;
use crate::inbox::Inbox;
use crate::place::Place;
use crate::row::{Clear, WITHOUT_REFUSAL};
use crate::seal::Body;
use crate::select::Order;
use crate::{Changes, Select, Store, StoreError};

/// So many rows are let go at once, so that what arrives need not wait.
const AT_ONCE: usize = 1000;

/// So long the id of a row stays after the server made it, if the server has it no longer.
const LONG_GONE: i64 = 365;

/// How much is kept. Both limits hold; actions that wait, what is marked for follow-up and what is snoozed stay whatever they
/// say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// What the server made so many days ago or later; all when there is none.
    pub days: Option<u32>,
    /// So many of the newest rows; all when there is none.
    pub rows: Option<u32>,
}

/// What was let go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retained {
    /// What that changed.
    pub changes: Changes,
    /// Whether to call again soon: there is more to let go, or somebody was reading what must leave the journal.
    pub more: bool,
}

impl Store {
    /// Lets go of what is older than is wanted, the oldest first and some of it at a time, for good: no file holds its
    /// text any more, and it is never listed, counted, found or announced again. `now` should be no later than it is.
    ///
    /// # Errors
    /// When the database can't be written. What had been let go before stays so; call again.
    pub fn retain(&mut self, now: Timestamp, keep: &Retention) -> Result<Retained, StoreError> {
        let mut more = false;
        let changes = self.write(|inbox, changes| {
            inbox.forget_long_gone(now)?;
            let old = inbox.beyond(now, keep)?;
            more = old.len() == AT_ONCE;
            old.into_iter().try_for_each(|(clear, id)| inbox.let_go(clear, id, changes))
        })?;
        let emptied = self.empty_journal()?;
        Ok(Retained { changes, more: more || !emptied })
    }

    /// Brings the journal into the file and empties it; whether that was done. Who reads it is not waited for: a search
    /// that is being opened reads for long.
    fn empty_journal(&self) -> Result<bool, StoreError> {
        self.db.busy_timeout(Duration::ZERO)?;
        let busy = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.db.busy_timeout(PATIENCE)?;
        Ok(busy? == 0)
    }
}

impl Inbox<'_> {
    /// The oldest rows that may go. Damaged ones are left to the server to mend.
    fn beyond(&self, now: Timestamp, keep: &Retention) -> Result<Vec<(Clear, NotificationId)>, StoreError> {
        let (shown, mut old) = (Select::default(), Vec::new());
        let Some(oldest_kept) = self.oldest_kept(now, keep)? else { return Ok(old) };
        shown.read(self.db, WITHOUT_REFUSAL, Order::OldestFirst, shown.stretch().behind(oldest_kept), |record| {
            let Clear { status, server, follow_up, .. } = record.clear;
            let may_go = status == server && !follow_up && !record.clear.is_snoozed();
            if let (true, Ok(body)) = (may_go, self.keys.open(&record.clear, record.sealed)) {
                old.push((record.clear, body.id));
            }
            if old.len() < AT_ONCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(old)
    }

    /// What is older than this place goes; nothing when there is none.
    fn oldest_kept(&self, now: Timestamp, keep: &Retention) -> Result<Option<Place>, StoreError> {
        let by_age = keep.days.map(|days| Place::before(days_before(now, days.into()).as_microsecond()));
        let all = Select::default();
        let by_number = match keep.rows {
            None => None,
            Some(0) => Some(Place::NEWEST),
            Some(rows) => all.place_of(self.db, rows, all.stretch())?,
        };
        Ok(by_age.max(by_number))
    }

    fn let_go(&self, was: Clear, id: NotificationId, changes: &mut Changes) -> Result<(), StoreError> {
        if was.status == Status::Unread {
            changes.quieted.push(id);
        }
        changes.any = true;
        self.settle(was.seq)?;
        self.update(&Clear { let_go: true, snoozed: false, ..was }, &Body::bare(id), changes)
    }

    /// Removes what is left of rows that the server has not had for long: nobody tells of them again. Their numbers stay
    /// taken, since they are below that of the last announced row.
    fn forget_long_gone(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM inbox WHERE server = 2 AND status = 2 AND date < ?
                   AND seq <= (SELECT value FROM meta WHERE name = 'announced')
                   AND seq NOT IN (SELECT row FROM outbox)";
        self.db.execute(sql, [days_before(now, LONG_GONE).as_microsecond()])?;
        Ok(())
    }
}

/// So many days of 24 hours earlier; the beginning of time when there are none that early.
fn days_before(now: Timestamp, days: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}
