use std::fmt;
use std::str::FromStr;

use protocol::{Kind, NotificationId, Status};
use rusqlite::{OptionalExtension, params};

use crate::inbox::last_seq;
use crate::row::{COLUMNS, Record, StatusCode, StoredRow};
use crate::{Reader, StoreError};

/// Which rows to list; all conditions together. Deleted rows are never listed.
#[derive(Debug, Clone, Default)]
pub struct Select {
    /// Only this type.
    pub kind: Option<Kind>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only messages that contain this, whatever the case of the letters (Unicode's full case folding).
    pub text: Option<String>,
}

/// A place in the order of all lists: newest date first, of one date the last to arrive first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    date: i64,
    seq: i64,
}

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
        let needle = select.text.as_deref().filter(|text| !text.is_empty()).map(caseless::default_case_fold_str);
        let last = last_seq(&self.db)?;
        let mut page = Page { last, ..Page::default() };
        let counted = needle.is_none();
        if counted {
            page.unread = self.count_unread(select)?;
        }
        // A search has to look at every row anyway, so it counts by the way.
        let start = if counted { after } else { None };
        let mut query = self.db.prepare_cached(&select.sql())?;
        let place = start.unwrap_or(Place { date: i64::MAX, seq: i64::MAX });
        let kind = select.kind.as_ref().map(Kind::as_str);
        let status = select.status.map(StatusCode::code);
        let mut records = query.query(params![kind, status, place.date, place.seq])?;
        while let Some(record) = records.next()? {
            let Ok(row) = Record::read(record)?.open(&self.keys) else {
                page.damaged += 1;
                continue;
            };
            let here = Place::of(&row);
            if let Some(needle) = &needle {
                if !caseless::default_case_fold_str(&row.notification.message).contains(needle) {
                    continue;
                }
                page.unread += u32::from(row.notification.status == Status::Unread);
            }
            if after.is_some_and(|after| here >= after) {
                continue;
            }
            if page.rows.len() < limit {
                page.rows.push(row);
            } else {
                page.next = page.next.or_else(|| page.rows.last().map(Place::of));
                if counted {
                    break;
                }
            }
        }
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
        if select.status.is_some_and(|status| status != Status::Unread) {
            return Ok(0);
        }
        let sql = "SELECT count(*) FROM inbox WHERE status = 0 AND (?1 IS NULL OR kind = ?1)";
        let kind = select.kind.as_ref().map(Kind::as_str);
        Ok(self.db.prepare_cached(sql)?.query_row([kind], |row| row.get(0))?)
    }
}

impl Select {
    /// `?1` kind, `?2` status, `?3` and `?4` the place to start behind. Conditions that do not apply are left out, so
    /// that SQLite can choose the index that fits.
    fn sql(&self) -> String {
        let kind = if self.kind.is_some() { "kind = ?1" } else { "?1 IS NULL" };
        let status = match self.status {
            Some(Status::Unread) => "status = 0 AND ?2 IS NOT NULL",
            Some(_) => "status = ?2 AND status < 2",
            None => "status < 2 AND ?2 IS NULL",
        };
        format!(
            "SELECT {COLUMNS} FROM inbox WHERE {kind} AND {status} AND (date, inbox.seq) < (?3, ?4)
             ORDER BY date DESC, inbox.seq DESC"
        )
    }
}

impl Place {
    /// The number of its row.
    pub(crate) fn seq(self) -> i64 {
        self.seq
    }

    pub(crate) fn of(row: &StoredRow) -> Self {
        Self { date: row.notification.date.as_microsecond(), seq: row.seq }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.date, self.seq)
    }
}

/// The text does not name a place.
#[derive(Debug, thiserror::Error)]
#[error("this is no place in a list")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (date, seq) = text.split_once(':').ok_or(NoPlace)?;
        let number = |text: &str| text.parse().map_err(|_| NoPlace);
        Ok(Self { date: number(date)?, seq: number(seq)? })
    }
}
