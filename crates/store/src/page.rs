use std::ops::ControlFlow;

use protocol::{NotificationId, Status};
use rusqlite::OptionalExtension;

use crate::inbox::last_seq;
use crate::place::Place;
use crate::row::{COLUMNS, Record, StoredRow, WITHOUT_REFUSAL};
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
        let (needle, behind) = (select.needle(), select.stretch().behind(after.unwrap_or(Place::NEWEST)));
        // Nearly always nothing waits, and no row has to be looked up there.
        let waits = self.db.prepare_cached("SELECT 1 FROM outbox LIMIT 1")?.exists([])?;
        let columns = if waits { COLUMNS } else { WITHOUT_REFUSAL };
        select.read(&self.db, columns, Order::NewestFirst, behind, |record| match record.open(&self.keys) {
            Ok(row) if needle.as_ref().is_some_and(|needle| !needle.is_in(&row)) => ControlFlow::Continue(()),
            row => page.take(row.ok(), limit),
        })?;
        Ok(page)
    }

    /// How many rows of a list are unread. With a text every one of them is opened.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn unread(&self, select: &Select) -> Result<u32, StoreError> {
        if select.status.is_some_and(|status| status != Status::Unread) {
            return Ok(0);
        }
        let unread = Select { status: Some(Status::Unread), ..select.clone() };
        let Some(needle) = select.needle() else { return unread.count(&self.db) };
        let mut count = 0;
        unread.read(&self.db, WITHOUT_REFUSAL, Order::NewestFirst, unread.stretch(), |record| {
            count += u32::from(record.open(&self.keys).is_ok_and(|row| needle.is_in(&row)));
            ControlFlow::Continue(())
        })?;
        Ok(count)
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
}

impl Page {
    /// Takes the next row of a list, none where it is damaged; whether there is room for more.
    pub(crate) fn take(&mut self, row: Option<StoredRow>, limit: usize) -> ControlFlow<()> {
        let Some(row) = row else {
            self.damaged += 1;
            return ControlFlow::Continue(());
        };
        if self.rows.len() < limit {
            self.rows.push(row);
            return ControlFlow::Continue(());
        }
        self.next = self.rows.last().map(Place::of);
        ControlFlow::Break(())
    }
}
