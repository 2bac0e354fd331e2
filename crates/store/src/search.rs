//! Search over everything while the search box is open: all texts are folded once and kept in memory, so that a key press
//! costs one pass over them. They are wiped when the search is dropped.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem::Finder;
use protocol::Status;
use rusqlite::OptionalExtension;

use crate::inbox::last_seq;
use crate::row::{COLUMNS, Record};
use crate::select::Stretch;
use crate::texts::{Entry, Texts};
use crate::{Extent, Page, Reader, Select, Store, StoreError, sweep};

/// The rows that changed since a search looked.
pub type Edits = Mutex<Vec<i64>>;

/// So many rows may have changed before everything is folded anew, whatever their share.
const MANY: usize = 10_000;

/// A search that is open. Its answers stay right while rows arrive, change and go.
pub struct Search {
    reader: Reader,
    edits: Arc<Edits>,
    /// Everything as it was when the search was opened, newest first, in parts.
    opened: Vec<Texts>,
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
        let opened = sweep::texts(&reader)?;
        let (since, current, moved) = Default::default();
        Ok(Search { reader, edits, opened, since, current, moved })
    }
}

impl Search {
    /// So many rows that contain the text of `select`; as [`Reader::page`], in no time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn page(&mut self, select: &Select, through: i64, skip: u32, limit: u32) -> Result<Page, StoreError> {
        self.look()?;
        let mut page = Page { last: last_seq(&self.reader.db)?, ..Page::default() };
        let needle = select.needle().unwrap_or_default();
        let (finder, list) = (Finder::new(&*needle.0), select.stretch().through(through.min(page.last)));
        for entry in self.found(&finder, select, list).skip(skip as usize).take(limit as usize) {
            if let Some(record) = read(&self.reader, entry.place.seq)? {
                page.take(record.open(&self.reader.keys).ok());
            }
        }
        Ok(page)
    }

    /// How many rows contain the text of `select`; as [`Reader::extent`], in no time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn extent(&mut self, select: &Select, through: i64) -> Result<Extent, StoreError> {
        self.look()?;
        let (needle, mut extent) = (select.needle().unwrap_or_default(), Extent::default());
        let finder = Finder::new(&*needle.0);
        for entry in self.found(&finder, select, select.stretch()) {
            extent.add(entry.place.seq <= through, entry.status == Status::Unread && !entry.snoozed);
        }
        Ok(extent)
    }

    /// The entries that fit, newest first.
    fn found(&self, needle: &Finder<'_>, select: &Select, stretch: Stretch) -> impl Iterator<Item = &Entry> {
        let fits = move |entry: &Entry| {
            select.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
                && select.status.is_none_or(|status| status == entry.status)
                && (entry.follow_up || !select.follow_up)
                && select.snoozed.is_none_or(|snoozed| snoozed == entry.snoozed)
                && stretch.contains(entry.place)
        };
        let mut since: Vec<_> = self.since.containing(needle).collect();
        since.retain(|(at, entry)| self.current.get(&entry.place.seq) == Some(at) && fits(entry));
        since.sort_unstable_by_key(|(_, entry)| std::cmp::Reverse(entry.place));
        let opened = self.opened.iter().flat_map(|texts| texts.containing(needle));
        let opened =
            opened.map(|(_, entry)| entry).filter(move |entry| !self.moved.contains(&entry.place.seq) && fits(entry));
        merge(opened, since.into_iter().map(|(_, entry)| entry))
    }

    /// Takes in what arrived and changed since the last look.
    fn look(&mut self) -> Result<(), StoreError> {
        let edited = std::mem::take(&mut *self.edits.lock().unwrap_or_else(PoisonError::into_inner));
        for seq in edited {
            self.moved.insert(seq);
            self.current.remove(&seq);
            let record = read(&self.reader, seq)?;
            if let Some(at) = record.and_then(|record| sweep::add(&mut self.since, record, &self.reader.keys)) {
                self.current.insert(seq, at);
            }
        }
        if self.since.len() > self.opened.iter().map(Texts::len).sum::<usize>().max(MANY) {
            self.opened = sweep::texts(&self.reader)?;
            (self.since, self.current, self.moved) = Default::default();
        }
        Ok(())
    }
}

/// A row as it is now; none when it is deleted.
fn read(reader: &Reader, seq: i64) -> Result<Option<Record>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.seq = ? AND status < 2");
    Ok(reader.db.prepare_cached(&sql)?.query_row([seq], Record::read).optional()?)
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
