use std::ops::ControlFlow;

use protocol::NotificationId;
use rusqlite::OptionalExtension;

use crate::place::Place;
use crate::row::{COLUMNS, Record, WITHOUT_REFUSAL};
use crate::select::{Order, Stretch};
use crate::{Reader, Select, StoreError};

/// What stands beside a row in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The row before it.
    pub newer: Option<NotificationId>,
    /// The row behind it.
    pub older: Option<NotificationId>,
}

impl Reader {
    /// The rows on both sides of one, which need not be in the list itself: one that has just been read or deleted keeps
    /// its place. Damaged rows are passed over; one that was never here has no neighbours.
    ///
    /// # Errors
    /// When the database can't be read, or the row is damaged.
    pub fn neighbours(&self, select: &Select, id: NotificationId) -> Result<Neighbours, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.tag = ?");
        let record = self.db.prepare_cached(&sql)?.query_row([self.keys.tag(id)], Record::read).optional()?;
        let Some(Record { clear, sealed, .. }) = record else { return Ok(Neighbours::default()) };
        self.keys.unseal(&clear, sealed)?;
        let (list, here) = (select.stretch(), Place::from(&clear));
        Ok(Neighbours {
            newer: self.first(select, Order::OldestFirst, list.before(here))?,
            older: self.first(select, Order::NewestFirst, list.behind(here))?,
        })
    }

    fn first(&self, select: &Select, order: Order, of: Stretch) -> Result<Option<NotificationId>, StoreError> {
        let (needle, mut first) = (select.needle(), None);
        select.read(&self.db, WITHOUT_REFUSAL, order, of, |record| {
            let row = record.open(&self.keys).ok();
            let fits = row.filter(|row| needle.as_ref().is_none_or(|needle| needle.is_in(row)));
            first = fits.map(|row| row.notification.id);
            if first.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(first)
    }
}
