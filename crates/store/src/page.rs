use std::ops::ControlFlow;

use protocol::NotificationId;
use rusqlite::OptionalExtension;

use crate::inbox::last_seq;
use crate::row::{COLUMNS, Record, StoredRow, WITHOUT_REFUSAL};
use crate::select::{Needle, Order, Stretch};
use crate::{Reader, Select, StoreError};

/// A part of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The rows, newest first.
    pub rows: Vec<StoredRow>,
    /// The last arrival of all ([`StoredRow::seq`]); what has a higher number came after this page was made.
    pub last: i64,
    /// How many rows were left out because they are damaged.
    pub damaged: u32,
}

/// How long a list is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// How many rows it has.
    pub total: u32,
    /// How many of them count as unread.
    pub unread: u32,
    /// How many arrived later, and are not in it.
    pub newer: u32,
}

impl Reader {
    /// So many rows of a list as it was when the last arrival was `through`, from the place behind the first `skip` on.
    /// Damaged ones have their places, too.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page(&self, select: &Select, through: i64, skip: u32, limit: u32) -> Result<Page, StoreError> {
        let mut page = Page { last: last_seq(&self.db)?, ..Page::default() };
        let (needle, list) = (select.needle(), select.stretch().through(through.min(page.last)));
        let (from, mut skip) = match &needle {
            None => (self.behind(select, skip, list)?, 0),
            // Which rows have the text shows when they are opened.
            Some(_) => (Some(list), skip),
        };
        let Some(from) = from else { return Ok(page) };
        select.read(&self.db, self.columns()?, Order::NewestFirst, from, |record| {
            if page.rows.len() + page.damaged as usize >= limit as usize {
                return ControlFlow::Break(());
            }
            let row = record.open(&self.keys).ok();
            let has = |needle: &Needle| row.as_ref().is_some_and(|row| needle.is_in(row));
            match needle.as_ref().is_none_or(has) {
                true if skip > 0 => skip -= 1,
                true => page.take(row),
                false => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(page)
    }

    /// What of a list is behind its first rows; none when it is not so long.
    fn behind(&self, select: &Select, skip: u32, list: Stretch) -> Result<Option<Stretch>, StoreError> {
        if skip == 0 {
            return Ok(Some(list));
        }
        Ok(select.place_of(&self.db, skip, list)?.map(|place| list.behind(place)))
    }

    /// Nearly always nothing waits, and no row has to be looked up there.
    fn columns(&self) -> Result<&'static str, StoreError> {
        let waits = self.db.prepare_cached("SELECT 1 FROM outbox LIMIT 1")?.exists([])?;
        Ok(if waits { COLUMNS } else { WITHOUT_REFUSAL })
    }

    /// How long a list is, as it was when the last arrival was `through`. With a text every row is opened.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn extent(&self, select: &Select, through: i64) -> Result<Extent, StoreError> {
        if let Some(needle) = select.needle() {
            return self.extent_with(&needle, select, through);
        }
        let (all, all_unread) = select.count(&self.db)?;
        let later = through < last_seq(&self.db)?;
        let (newer, unread) = if later { select.count_later(&self.db, through)? } else { (0, 0) };
        Ok(Extent { total: all.saturating_sub(newer), unread: all_unread.saturating_sub(unread), newer })
    }

    fn extent_with(&self, needle: &Needle, select: &Select, through: i64) -> Result<Extent, StoreError> {
        let mut extent = Extent::default();
        select.read(&self.db, WITHOUT_REFUSAL, Order::NewestFirst, select.stretch(), |record| {
            let (seq, is_unread) = (record.clear.seq, record.clear.is_unread());
            if record.open(&self.keys).is_ok_and(|row| needle.is_in(&row)) {
                extent.add(seq <= through, is_unread);
            }
            ControlFlow::Continue(())
        })?;
        Ok(extent)
    }

    /// The ids of the newest rows of a list as it was when the last arrival was `through`: dates would not do, since a row
    /// may arrive long after it was made.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn ids(&self, select: &Select, through: i64, limit: u32) -> Result<Vec<NotificationId>, StoreError> {
        let page = self.page(select, through, 0, limit)?;
        Ok(page.rows.into_iter().map(|row| row.notification.id).collect())
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
    /// Takes the next row of a list, none where it is damaged.
    pub(crate) fn take(&mut self, row: Option<StoredRow>) {
        match row {
            Some(row) => self.rows.push(row),
            None => self.damaged += 1,
        }
    }
}

impl Extent {
    /// Counts a row.
    pub(crate) fn add(&mut self, is_in_it: bool, is_unread: bool) {
        if is_in_it {
            self.total += 1;
            self.unread += u32::from(is_unread);
        } else {
            self.newer += 1;
        }
    }
}
