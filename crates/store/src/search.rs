//! Search over everything while the search box is open: all texts are folded once and kept in memory, so that a key press
//! costs one pass over them. They are wiped when the search is dropped.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem::Finder;
use protocol::Status;
use rusqlite::OptionalExtension;

use crate::inbox::last_seq;
use crate::place::Place;
use crate::row::{COLUMNS, Record};
use crate::select::Order;
use crate::texts::{Entry, Texts};
use crate::{Page, Reader, Select, Store, StoreError, StoredRow};

/// The rows that changed since a search looked.
pub type Edits = Mutex<Vec<i64>>;

/// So many rows may have changed before everything is folded anew, whatever their share.
const MANY: usize = 10_000;

/// A search that is open. Its answers stay right while rows arrive, change and go.
pub struct Search {
    reader: Reader,
    edits: Arc<Edits>,
    /// Everything as it was when the search was opened, newest first.
    opened: Texts,
    /// What arrived or changed since, in no order.
    since: Texts,
    /// Where in `since` a row stands now.
    current: HashMap<i64, usize>,
    /// Rows that are not as they stand in `opened` any more.
    moved: HashSet<i64>,
}

impl Store {
    /// Opens a search; one that is open learns of no change any more. Folding a million texts takes a second.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn search(&mut self) -> Result<Unfolded, StoreError> {
        let edits = Arc::default();
        self.edits = Arc::downgrade(&edits);
        Ok(Unfolded { reader: self.reader()?, edits })
    }
}

/// A search that has not read anything yet; what changes from now on is noted for it.
pub struct Unfolded {
    reader: Reader,
    edits: Arc<Edits>,
}

impl Unfolded {
    /// Reads and folds everything.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn fold(self) -> Result<Search, StoreError> {
        let Self { reader, edits } = self;
        let opened = everything(&reader)?;
        let (since, current, moved) = Default::default();
        Ok(Search { reader, edits, opened, since, current, moved })
    }
}

impl Search {
    /// At most `limit` rows behind `after` that contain the text of `select`; as [`Reader::page`], in no time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page(&mut self, select: &Select, after: Option<Place>, limit: usize) -> Result<Page, StoreError> {
        self.look()?;
        let needle = select.needle();
        let finder = Finder::new(needle.as_ref().map_or("", |needle| needle.0.as_str()));
        let mut page = Page { last: last_seq(&self.reader.db)?, ..Page::default() };
        for entry in self.found(&finder, select) {
            page.unread += u32::from(entry.status == Status::Unread);
            if page.next.is_some() || after.is_some_and(|after| entry.place >= after) {
                continue;
            }
            if page.rows.len() == limit {
                page.next = page.rows.last().map(Place::of);
                continue;
            }
            match self.row(entry)? {
                Some(Ok(row)) => page.rows.push(row),
                Some(Err(_)) => page.damaged += 1,
                None => {}
            }
        }
        Ok(page)
    }

    /// The entries that fit, newest first.
    fn found(&self, needle: &Finder<'_>, select: &Select) -> impl Iterator<Item = &Entry> {
        let stretch = select.stretch();
        let fits = move |entry: &Entry| {
            select.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
                && select.status.is_none_or(|status| status == entry.status)
                && (entry.follow_up || !select.follow_up)
                && stretch.contains(entry.place)
        };
        let mut since: Vec<_> = self.since.containing(needle).collect();
        since.retain(|(at, entry)| self.current.get(&entry.place.seq) == Some(at) && fits(entry));
        since.sort_unstable_by_key(|(_, entry)| std::cmp::Reverse(entry.place));
        let opened = self.opened.containing(needle).map(|(_, entry)| entry);
        let opened = opened.filter(move |entry| !self.moved.contains(&entry.place.seq) && fits(entry));
        merge(opened, since.into_iter().map(|(_, entry)| entry))
    }

    /// Takes in what arrived and changed since the last look.
    fn look(&mut self) -> Result<(), StoreError> {
        let edited = std::mem::take(&mut *self.edits.lock().unwrap_or_else(PoisonError::into_inner));
        for seq in edited {
            self.moved.insert(seq);
            self.current.remove(&seq);
            if let Some(Ok(row)) = read(&self.reader, seq)? {
                self.current.insert(seq, self.since.push(&row));
            }
        }
        if self.since.len() > self.opened.len().max(MANY) {
            self.opened = everything(&self.reader)?;
            (self.since, self.current, self.moved) = Default::default();
        }
        Ok(())
    }

    fn row(&self, entry: &Entry) -> Result<Option<Result<StoredRow, StoreError>>, StoreError> {
        read(&self.reader, entry.place.seq)
    }
}

/// A row as it is now; none when it is deleted.
fn read(reader: &Reader, seq: i64) -> Result<Option<Result<StoredRow, StoreError>>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.seq = ? AND status < 2");
    let record = reader.db.prepare_cached(&sql)?.query_row([seq], Record::read).optional()?;
    Ok(record.map(|record| record.open(&reader.keys)))
}

/// Everything, newest first. Damaged rows are left out.
fn everything(reader: &Reader) -> Result<Texts, StoreError> {
    let mut texts = Texts::default();
    let all = Select::default();
    all.read(&reader.db, Order::NewestFirst, all.stretch(), |record| {
        if let Ok(row) = record.open(&reader.keys) {
            texts.push(&row);
        }
        ControlFlow::Continue(())
    })?;
    Ok(texts)
}

/// Two lists that are newest first, as one.
fn merge<'a>(
    one: impl Iterator<Item = &'a Entry>,
    other: impl Iterator<Item = &'a Entry>,
) -> impl Iterator<Item = &'a Entry> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if second.place > first.place => other.next(),
        (None, Some(_)) => other.next(),
        _ => one.next(),
    })
}
