//! The rescue of a damaged file: what still proves itself goes into a new one, under the same data key. Of rows that can't
//! be read the tags go along where an index has them, so that nothing is announced twice when the server tells them again.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params_from_iter};

use crate::health::unreadable;
use crate::inbox::Inbox;
use crate::journal::{self, PAGE, name};
use crate::keys::Tag;
use crate::{AccountId, AccountKey, Store, StoreError, aside, layout, outbox};

/// No number in use is above this; one that is was changed.
const SANE: i64 = 1 << 47;

/// Damage that was repaired, for the user to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// Whether the whole file was damaged, and replaced.
    pub replaced: bool,
    /// Actions not yet confirmed by the server that were saved from it.
    pub saved: u32,
    /// Actions that could not be read any more.
    pub lost: u32,
}

impl Store {
    /// As [`Self::open`]; a damaged file is replaced. A replacement that was cut short is brought to its end.
    ///
    /// # Errors
    /// As [`Self::open`]; when the new file can't be made, the old one is where it was.
    pub fn open_or_rescue(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        aside::finish(path)?;
        match Self::open(path, account, key) {
            Err(StoreError::Damaged) => Self::replace(path, account, key),
            other => other,
        }
    }

    /// Sets a file aside that is damaged, and makes a new one from what can be read of it. Nobody may have it open.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when the data key does not open; then, and when the new file can't be made, the old one is
    /// where it was.
    pub fn replace(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        rescue(path, &aside::begin(path)?, account, key)?;
        aside::replace(path)?;
        Self::open(path, account, key)
    }

    /// Damage that was repaired since the last call. It is handed out once.
    ///
    /// # Errors
    /// Nothing is handed out then.
    pub fn take_repair(&mut self) -> Result<Option<Repair>, StoreError> {
        let tx = self.db.transaction()?;
        let number = |name| {
            let take = "DELETE FROM meta WHERE name = ? RETURNING value";
            tx.query_row(take, [name], |row| row.get::<_, u32>(0)).optional()
        };
        let (replaced, saved, lost) = (number("replaced")?, number("saved")?, number("lost")?);
        tx.commit()?;
        let repair = Repair { replaced: replaced.is_some(), saved: saved.unwrap_or(0), lost: lost.unwrap_or(0) };
        Ok((repair.replaced || repair.lost > 0).then_some(repair))
    }
}

fn rescue(damaged: &Path, new: &Path, account: AccountId, key: &AccountKey) -> Result<(), StoreError> {
    let place = name(new, "-remains");
    let remains = piece_together(damaged, &place);
    let rescued = remains.and_then(|remains| match data_key(&remains) {
        Some(wrapped) => {
            key.unwrap(account, wrapped.0, &wrapped.1)?;
            let keep = |db: &Connection| {
                db.execute("INSERT INTO data_key (epoch, wrapped) VALUES (?, ?)", wrapped)?;
                Ok(())
            };
            Store::begin(new, account, key, keep)?.take_over(&remains)
        }
        None => Store::open(new, account, key)?.take_over(&remains),
    });
    aside::remove(&place)?;
    rescued
}

impl Store {
    fn take_over(&mut self, remains: &Connection) -> Result<(), StoreError> {
        self.write(|inbox, _| {
            inbox.db.pragma_update(None, "defer_foreign_keys", true)?;
            copy(remains, inbox.db, "inbox")?;
            copy_by_tag(remains, inbox.db)?;
            let last = inbox.keep_what_opens()?;
            // What nobody knows to be announced is counted by the badge; it may have been said before.
            let announced = announced(remains).unwrap_or(last);
            inbox.db.execute("INSERT INTO meta VALUES ('announced', ?)", [announced])?;
            inbox.date_the_lost(last.max(announced))?;
            copy(remains, inbox.db, "outbox")?;
            inbox.settle_orphans()
        })?;
        // All of it in the one file, which is about to be renamed.
        self.forget_what_was()
    }
}

impl Inbox<'_> {
    /// Writes the rows off that do not prove themselves, and tells the last number that is surely one.
    fn keep_what_opens(&self) -> Result<i64, StoreError> {
        let damaged = unreadable(self.db, self.keys)?;
        damaged.iter().try_for_each(|seq| self.write_off(*seq))?;
        let last = "SELECT coalesce(max(seq), 0) FROM inbox WHERE length(sealed) > 0";
        Ok(self.db.query_row(last, [], |row| row.get(0))?)
    }

    /// Gives what is known by its tag only a date that lets it stay as long as the others; numbers beyond the last one were
    /// changed.
    fn date_the_lost(&self, last: i64) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM inbox WHERE seq NOT BETWEEN 1 AND ?", [last])?;
        let newest = "(SELECT coalesce(max(date), 0) FROM inbox WHERE length(sealed) > 0)";
        self.db.execute(&format!("UPDATE inbox SET date = {newest} WHERE length(sealed) = 0"), [])?;
        Ok(())
    }

    /// Counts which actions are saved, and which have no row any more that says what was wanted.
    fn settle_orphans(&self) -> Result<(), StoreError> {
        let orphan = "row NOT IN (SELECT seq FROM inbox WHERE length(sealed) > 0)";
        let lost = self.db.execute(&format!("DELETE FROM outbox WHERE refused IS NULL AND {orphan}"), [])?;
        self.db.execute(&format!("DELETE FROM outbox WHERE {orphan}"), [])?;
        outbox::mend(self.db)?;
        let saved = "SELECT count(*) FROM outbox WHERE refused IS NULL";
        let saved: i64 = self.db.query_row(saved, [], |row| row.get(0))?;
        self.count("replaced", 1)?;
        self.count("saved", saved)?;
        self.count("lost", lost as i64)
    }
}

/// Copies a database with everything that was committed to its journal, so that the original stays as it is. The first page
/// is the same in all files but for what nobody needs here: where it can't be used, a fresh one takes its place.
fn piece_together(damaged: &Path, place: &Path) -> Result<Connection, StoreError> {
    let fresh = first_page(place)?;
    std::fs::copy(damaged, place)?;
    let mut file = OpenOptions::new().write(true).open(place)?;
    journal::replay(damaged, &mut file)?;
    file.seek(SeekFrom::Start(18))?;
    // Without a journal of its own.
    file.write_all(&[1, 1])?;
    let whole = read_only(place);
    match whole.and_then(|db| layout::check(&db).map(|()| db)) {
        Ok(db) => return Ok(db),
        Err(StoreError::Damaged | StoreError::Sqlite(_)) => {}
        Err(other) => return Err(other),
    }
    file.rewind()?;
    file.write_all(&fresh)?;
    read_only(place)
}

fn read_only(path: &Path) -> Result<Connection, StoreError> {
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// The first page of a file of the latest layout, with a count of pages that is not to be believed (SQLite's file format,
/// section 1.3.7).
fn first_page(scratch: &Path) -> Result<[u8; PAGE], StoreError> {
    let mut db = Connection::open(scratch)?;
    layout::migrate(&mut db, |_| Ok(()))?;
    drop(db);
    let mut page = [0; PAGE];
    File::open(scratch)?.read_exact(&mut page)?;
    page[92..96].copy_from_slice(&u32::MAX.to_be_bytes());
    std::fs::remove_file(scratch)?;
    Ok(page)
}

fn data_key(remains: &Connection) -> Option<(i64, Vec<u8>)> {
    remains.query_row("SELECT epoch, wrapped FROM data_key", [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}

fn announced(remains: &Connection) -> Option<i64> {
    let ask = |how: &str| {
        remains.query_row(&format!("SELECT value FROM meta {how} WHERE name = 'announced'"), [], |row| row.get(0))
    };
    ask("").or_else(|_| ask("NOT INDEXED")).ok().filter(|number| (0..SANE).contains(number))
}

/// Copies the rows of a table from both ends, up to pages that can't be read.
fn copy(remains: &Connection, new: &Connection, table: &str) -> Result<(), StoreError> {
    for order in ["ASC", "DESC"] {
        let Ok(mut query) = remains.prepare(&format!("SELECT * FROM {table} NOT INDEXED ORDER BY seq {order}")) else {
            return Ok(());
        };
        let columns = query.column_count();
        let Ok(mut rows) = query.query([]) else { return Ok(()) };
        loop {
            match rows.next() {
                Ok(Some(row)) => insert(new, table, row, columns)?,
                Ok(None) => return Ok(()),
                Err(_) => break,
            }
        }
    }
    Ok(())
}

/// Looks for each row by itself that the index of tags knows; of one that is lost the tag is kept.
fn copy_by_tag(remains: &Connection, new: &Connection) -> Result<(), StoreError> {
    for order in ["ASC", "DESC"] {
        let sql = format!("SELECT seq, tag FROM inbox INDEXED BY sqlite_autoindex_inbox_1 ORDER BY tag {order}");
        let Ok(mut query) = remains.prepare(&sql) else { return Ok(()) };
        let Ok(mut tags) = query.query([]) else { return Ok(()) };
        loop {
            match tags.next() {
                Ok(Some(tag)) => {
                    if let (Ok(seq), Ok(tag)) = (tag.get(0), tag.get(1)) {
                        copy_one(remains, new, seq, tag)?;
                    }
                }
                Ok(None) => return Ok(()),
                Err(_) => break,
            }
        }
    }
    Ok(())
}

fn copy_one(remains: &Connection, new: &Connection, seq: i64, tag: Tag) -> Result<(), StoreError> {
    if new.prepare_cached("SELECT 1 FROM inbox WHERE seq = ?")?.exists([seq])? {
        return Ok(());
    }
    if let Ok(mut query) = remains.prepare_cached("SELECT * FROM inbox NOT INDEXED WHERE seq = ?") {
        let columns = query.column_count();
        if let Ok(Some(row)) = query.query([seq]).as_mut().map_or(Ok(None), |rows| rows.next()) {
            insert(new, "inbox", row, columns)?;
        }
    }
    let bare =
        "INSERT OR IGNORE INTO inbox (seq, tag, date, kind, status, server, sealed) VALUES (?, ?, 0, '', 2, 2, x'')";
    new.prepare_cached(bare)?.execute((seq, tag))?;
    Ok(())
}

fn insert(new: &Connection, table: &str, row: &rusqlite::Row<'_>, columns: usize) -> Result<(), StoreError> {
    let values = (0..columns).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>();
    // Text that is no UTF-8 was changed.
    let Ok(values) = values else { return Ok(()) };
    let places = vec!["?"; columns].join(", ");
    let mut insert = new.prepare_cached(&format!("INSERT OR IGNORE INTO {table} VALUES ({places})"))?;
    match insert.execute(params_from_iter(values)) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(()),
        done => Ok(done.map(|_| ())?),
    }
}
