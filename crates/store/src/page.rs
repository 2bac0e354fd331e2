use std::ops::ControlFlow;

use protocol::{NotificationId, Status};
use rusqlite::OptionalExtension;

use crate::inbox::last_seq;
use crate::place::Place;
use crate::row::{COLUMNS, Record, StoredRow};
use crate::select::Order;
use crate::{Reader, Select, StoreError};

/// A part of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The rows, newest first.
    pub rows: Vec<StoredRow>,
    /// Where to go on; none at the end.
    pub next: Option<Place>,
    /// The last arrival of all ([`StoredRow::seq`]); what has a higher number came after this page was made.
    pub last: i64,
    /// How many rows of the whole list are unread.
    pub unread: u32,
    /// How many rows were left out because they are damaged.
    pub damaged: u32,
}

impl Reader {
    /// At most `limit` rows behind `after`.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page(&self, select: &Select, after: Option<Place>, limit: usize) -> Result<Page, StoreError> {
        let mut page = Page { last: last_seq(&self.db)?, ..Page::default() };
        let after = after.unwrap_or(Place::NEWEST);
        let needle = select.needle();
        // A search has to look at every row anyway, so it counts by the way.
        let from = if needle.is_some() { Place::NEWEST } else { after };
        if needle.is_none() {
            page.unread = self.count_unread(select)?;
        }
        select.read(&self.db, Order::NewestFirst, select.stretch().behind(from), |record| {
            let Ok(row) = record.open(&self.keys) else {
                page.damaged += 1;
                return ControlFlow::Continue(());
            };
            if let Some(needle) = &needle {
                if !needle.is_in(&row) {
                    return ControlFlow::Continue(());
                }
                page.unread += u32::from(row.notification.status == Status::Unread);
            }
            page.take(row, after, limit, needle.is_none())
        })?;
        Ok(page)
    }

    /// The unread rows of a list as it was when the last arrival was `last`: dates would not do, since a row may arrive
    /// long after it was made.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn unread_through(&self, select: &Select, last: i64) -> Result<Vec<NotificationId>, StoreError> {
        let unread = Select { status: Some(Status::Unread), ..select.clone() };
        let page = self.page(&unread, None, usize::MAX)?;
        let shown = page.rows.into_iter().filter(|row| row.seq <= last);
        Ok(shown.map(|row| row.notification.id).collect())
    }

    /// One row; none when it is deleted or was never here.
    ///
    /// # Errors
    /// When the database can't be read, or the row is damaged.
    pub fn row(&self, id: NotificationId) -> Result<Option<StoredRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.tag = ? AND status < 2");
        let record = self.db.prepare_cached(&sql)?.query_row([self.keys.tag(id)], Record::read).optional()?;
        record.map(|record| record.open(&self.keys)).transpose()
    }

    fn count_unread(&self, select: &Select) -> Result<u32, StoreError> {
        match select.status {
            None | Some(Status::Unread) => Select { status: Some(Status::Unread), ..select.clone() }.count(&self.db),
            Some(_) => Ok(0),
        }
    }
}

impl Page {
    /// Takes a row if it is behind `after` and there is room.
    fn take(&mut self, row: StoredRow, after: Place, limit: usize, ends: bool) -> ControlFlow<()> {
        if Place::of(&row) >= after {
            return ControlFlow::Continue(());
        }
        if self.rows.len() < limit {
            self.rows.push(row);
            return ControlFlow::Continue(());
        }
        self.next = self.next.or_else(|| self.rows.last().map(Place::of));
        if ends { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
