//! Times that come: a snooze ends, or something is to be followed up. Each is handed out once, ever, and that is kept with
//! the row.

use std::ops::ControlFlow;

use jiff::Timestamp;
use protocol::Notification;

use crate::inbox::Inbox;
use crate::row::{Clear, WITHOUT_REFUSAL};
use crate::seal::Body;
use crate::select::Order;
use crate::{Changes, Select, Store, StoreError};

/// What a look at the clock brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// What that changed: what was snoozed counts as unread again.
    pub changes: Changes,
    /// Whose time has come, the earliest first.
    pub rows: Vec<(Notification, Cause)>,
    /// When the next time comes, as things are; it may be over.
    pub next: Option<Timestamp>,
}

/// Why it is time for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It was snoozed until now.
    Snooze,
    /// The user wanted to come back to it now.
    FollowUp,
}

/// A row that has a time, and which one.
struct Timed {
    clear: Clear,
    body: Body,
    at: Timestamp,
    cause: Cause,
}

impl Store {
    /// Wakes what was snoozed until now or earlier, and hands it out with what is to be followed up by now. Damaged rows
    /// are left out.
    ///
    /// # Errors
    /// Nothing is changed and nothing handed out then.
    pub fn take_due(&mut self, now: Timestamp) -> Result<Due, StoreError> {
        let mut due = Due::default();
        due.changes = self.write(|inbox, changes| {
            let (come, to_come): (Vec<_>, Vec<_>) = inbox.timed()?.into_iter().partition(|timed| timed.at <= now);
            due.rows = come.into_iter().map(|timed| inbox.come(timed, changes)).collect::<Result<_, _>>()?;
            // A row whose one time has come may have another.
            let left = if due.rows.is_empty() { to_come } else { inbox.timed()? };
            due.next = left.first().map(|timed| timed.at);
            Ok(())
        })?;
        Ok(due)
    }
}

impl Inbox<'_> {
    /// All times that nobody was told of yet, the earliest first. A row that has both has the one that comes first.
    fn timed(&self) -> Result<Vec<Timed>, StoreError> {
        let snoozed = Select { snoozed: Some(true), ..Select::default() };
        let awake = Select { follow_up: true, snoozed: Some(false), ..Select::default() };
        let mut timed = Vec::new();
        for select in [snoozed, awake] {
            select.read(self.db, WITHOUT_REFUSAL, Order::OldestFirst, select.stretch(), |record| {
                let body = self.keys.open(&record.clear, record.sealed).ok();
                timed.extend(body.and_then(|body| Timed::of(record.clear, body)));
                ControlFlow::Continue(())
            })?;
        }
        timed.sort_by_key(|timed| timed.at);
        Ok(timed)
    }

    /// Keeps that a time has come.
    fn come(&self, timed: Timed, changes: &mut Changes) -> Result<(Notification, Cause), StoreError> {
        let Timed { clear, body, cause, .. } = timed;
        let (clear, body) = match cause {
            Cause::Snooze => (Clear { snoozed: false, ..clear }, Body { until: None, ..body }),
            Cause::FollowUp => (clear, Body { told: true, ..body }),
        };
        changes.any = true;
        self.update(&clear, &body, changes)?;
        Ok((clear.notification(body)?, cause))
    }
}

impl Timed {
    fn of(clear: Clear, body: Body) -> Option<Self> {
        let until = body.until.filter(|_| clear.is_snoozed()).map(|at| (at, Cause::Snooze));
        let due = body.due.filter(|_| clear.follow_up && !body.told).map(|at| (at, Cause::FollowUp));
        let (at, cause) = until.into_iter().chain(due).min_by_key(|(at, _)| *at)?;
        Some(Self { clear, body, at, cause })
    }
}
