//! The rescue of a damaged file: what still proves itself goes into a new one, under the same data key. Of rows that can't
//! be read the tags go along where an index has them, so that nothing is announced twice when the server tells them again.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};

use crate::file::connect;
use crate::health::unreadable;
use crate::inbox::Inbox;
use crate::journal::name;
use crate::keys::{Keys, Tag};
use crate::remains::Remains;
use crate::{AccountId, AccountKey, Store, StoreError, aside, cipher, outbox, rotation};

/// Stands in `meta` when some rows were announced and none was saved: what comes first comes again.
pub(crate) const REFILL: &str = "refill";

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
    /// As [`Self::open`]; a damaged file is set aside, and a new one made from what can be read of it. A replacement that
    /// was cut short is brought to its end.
    ///
    /// # Errors
    /// As [`Self::open`]; when the new file can't be made, the old one is where it was.
    pub fn open_or_rescue(path: &Path, account: AccountId, key: &AccountKey) -> Result<Self, StoreError> {
        aside::finish(path)?;
        match Self::open(path, account, key) {
            Err(StoreError::Damaged) => {}
            other => return other,
        }
        make_anew(path, |remains| {
            if let Some((epoch, wrapped)) = remains.data_key() {
                return Ok((Keys::of(account, epoch, key.unwrap(account, epoch, &wrapped)?)?, wrapped));
            }
            // Nothing else can be read either: everything comes from the server.
            let data = cipher::generate();
            let wrapped = key.wrap(account, 1, &data)?;
            Ok((Keys::of(account, 1, data)?, wrapped))
        })?;
        Self::open(path, account, key)
    }

    /// Replaces the file, which turned out to be damaged, as [`Self::open_or_rescue`] does. Readers that were made before
    /// read the old one.
    ///
    /// # Errors
    /// The old file is where it was, or the store can't be used any more.
    pub fn replace(&mut self) -> Result<(), StoreError> {
        self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        // Nobody may have it open.
        self.db = Connection::open_in_memory()?;
        let replaced = make_anew(&self.path, |remains| {
            let (_, wrapped) = remains.data_key().ok_or(StoreError::Damaged)?;
            Ok((self.keys.clone(), wrapped))
        });
        self.db = connect(&self.path, |_| Err(StoreError::Damaged))?;
        self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        self.changed();
        replaced
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

/// Puts a new file in place of a damaged one. `unlock` finds the data key for both, and as it is wrapped.
fn make_anew(
    path: &Path,
    unlock: impl FnOnce(&Remains) -> Result<(Keys, Vec<u8>), StoreError>,
) -> Result<(), StoreError> {
    let new = aside::begin(path)?;
    let place = name(&new, "-remains");
    let filled = Remains::of(path, &place).and_then(|remains| {
        let (keys, wrapped) = unlock(&remains)?;
        let epoch = keys.epoch;
        let db = connect(&new, |db| rotation::keep(db, epoch, &wrapped))?;
        Store::with(db, &new, keys)?.take_over(&remains)
    });
    aside::remove(&place)?;
    filled?;
    Ok(aside::replace(path)?)
}

impl Store {
    fn take_over(&mut self, remains: &Remains) -> Result<(), StoreError> {
        self.write(|inbox, _| {
            inbox.db.pragma_update(None, "defer_foreign_keys", true)?;
            let lost = inbox.take_rows(remains)?;
            let last = inbox.last_that_opens()?;
            // What nobody knows to be announced is counted by the badge; it may have been said before.
            let announced = remains.announced().unwrap_or(last);
            inbox.db.execute("INSERT INTO meta VALUES ('announced', ?)", [announced])?;
            if last > 0 {
                inbox.keep_tags(&lost, last.max(announced))?;
            } else if announced > 0 {
                inbox.count(REFILL, 1)?;
            }
            remains.each("outbox", |row| insert(inbox.db, "outbox", row))?;
            inbox.settle_orphans()
        })?;
        // All of it in the one file, which is about to be renamed.
        self.forget_what_was()
    }
}

impl Inbox<'_> {
    /// Takes the rows that prove themselves, and names those that are lost.
    fn take_rows(&self, remains: &Remains) -> Result<Vec<(i64, Tag)>, StoreError> {
        remains.each("inbox", |row| insert(self.db, "inbox", row))?;
        let mut lost = self.drop_unreadable()?;
        let mut tags = remains.tags();
        for (seq, _) in &tags {
            if !self.has(*seq)? {
                remains.row(*seq).map_or(Ok(()), |row| insert(self.db, "inbox", row))?;
            }
        }
        lost.append(&mut self.drop_unreadable()?);
        // The index first: a row that was changed may have another's tag or number.
        tags.append(&mut lost);
        Ok(tags)
    }

    /// Drops the rows that do not prove themselves, and tells which they claim to be.
    fn drop_unreadable(&self) -> Result<Vec<(i64, Tag)>, StoreError> {
        let mut dropped = Vec::new();
        for seq in unreadable(self.db, self.keys)? {
            let take = "DELETE FROM inbox WHERE seq = ? RETURNING tag";
            dropped.extend(self.db.query_row(take, [seq], |row| Ok((seq, row.get(0)?))).ok());
        }
        Ok(dropped)
    }

    fn has(&self, seq: i64) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT 1 FROM inbox WHERE seq = ?")?.exists([seq])?)
    }

    fn last_that_opens(&self) -> Result<i64, StoreError> {
        Ok(self.db.query_row("SELECT coalesce(max(seq), 0) FROM inbox", [], |row| row.get(0))?)
    }

    /// Keeps what is known of lost rows, as old as the newest ones; numbers beyond the last one were changed.
    fn keep_tags(&self, lost: &[(i64, Tag)], last: i64) -> Result<(), StoreError> {
        let newest: i64 = self.db.query_row("SELECT coalesce(max(date), 0) FROM inbox", [], |row| row.get(0))?;
        let mut keep = self.db.prepare(
            "INSERT OR IGNORE INTO inbox (seq, tag, date, kind, status, server, sealed) VALUES (?, ?, ?, '', 2, 2, x'')",
        )?;
        for (seq, tag) in lost.iter().filter(|(seq, _)| (1..=last).contains(seq)) {
            keep.execute((seq, tag, newest))?;
        }
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

/// Puts a row into a table as it was; one that can't be a row of it was changed.
fn insert(new: &Connection, table: &str, row: Vec<Value>) -> Result<(), StoreError> {
    let places = vec!["?"; row.len()].join(", ");
    let mut insert = new.prepare_cached(&format!("INSERT OR IGNORE INTO {table} VALUES ({places})"))?;
    match insert.execute(params_from_iter(row)) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(()),
        done => Ok(done.map(|_| ())?),
    }
}
