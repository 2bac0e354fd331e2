//! Whether a file can be trusted. Opening looks at what costs milliseconds at any size: the journal, the version, the
//! schema, the data key and the newest rows. Everything else is looked at beside the work.

use rusqlite::{Connection, OptionalExtension};

use crate::inbox::Inbox;
use crate::keys::Keys;
use crate::row::{COLUMNS, Record, WITHOUT_REFUSAL};
use crate::{Changes, Reader, Store, StoreError};

/// So many of the newest rows are opened at the start.
const NEWEST: u32 = 50;

/// No row has a number as high as this; one that has was changed.
pub const SANE: i64 = 1 << 47;

/// A row of which nothing is known but its tag and that it was here.
const BARE: &str = "status = 2 AND server = 2 AND length(sealed) = 0";

impl Reader {
    /// Looks at the whole file, its indexes too, since one that lost a row hides it, and names the rows that do not open.
    /// Takes milliseconds for thousands of rows, and seconds for a million.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it does not fit together: [`Store::replace`] makes it anew.
    pub fn verify(&self) -> Result<Vec<i64>, StoreError> {
        let verdict: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { unreadable(&self.db, &self.keys) } else { Err(StoreError::Damaged) }
    }
}

impl Store {
    /// Gives up the content of rows that do not open. Their tags stay, so that the server's copies take their places and
    /// nobody hears of them as news; [`Self::take_repair`] says which actions are lost. The server is asked for everything.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn write_off(&mut self, rows: &[i64]) -> Result<Changes, StoreError> {
        self.write(|inbox, changes| {
            for seq in rows {
                if !inbox.is_damaged(*seq)? {
                    continue;
                }
                inbox.write_off(*seq)?;
                changes.edited.push(*seq);
                changes.any = true;
            }
            Ok(())
        })
    }
}

impl Inbox<'_> {
    fn is_damaged(&self, seq: i64) -> Result<bool, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbox WHERE inbox.seq = ?");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([seq])?;
        Ok(rows.next()?.is_some_and(|row| !opens(row, self.keys)))
    }

    /// Leaves only the tag of a row, or nothing when that can't be one either.
    pub(crate) fn write_off(&self, seq: i64) -> Result<(), StoreError> {
        let lost = self.db.execute("DELETE FROM outbox WHERE row = ? AND refused IS NULL", [seq])?;
        self.count("lost", lost as i64)?;
        self.settle(seq)?;
        let (tag, date) = ("length(tag) = 16", "iif(typeof(date) = 'integer', date, 0)");
        let bare = format!(
            "UPDATE OR IGNORE inbox SET date = {date}, kind = '', status = 2, server = 2, follow_up = 0, snoozed = 0, sealed = x''"
        );
        if self.db.execute(&format!("{bare} WHERE seq = ? AND {tag}"), [seq])? == 0 {
            self.db.execute("DELETE FROM inbox WHERE seq = ?", [seq])?;
        }
        self.db.execute("DELETE FROM meta WHERE name = 'cursor'", [])?;
        Ok(())
    }

    /// Adds to a number that is kept until it is told.
    pub(crate) fn count(&self, name: &str, more: i64) -> Result<(), StoreError> {
        if more > 0 {
            let add = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2";
            self.db.execute(add, (name, more))?;
        }
        Ok(())
    }
}

/// Looks at the newest rows: where none opens, the data key is not theirs. And at the one number that all others follow.
pub fn look(db: &Connection, keys: &Keys) -> Result<(), StoreError> {
    let mark = "SELECT value FROM meta WHERE name = 'announced'";
    let mark = db.query_row(mark, [], |row| row.get(0)).optional()?.unwrap_or(0);
    if !(0..SANE).contains(&mark) {
        return Err(StoreError::Damaged);
    }
    let mut query =
        db.prepare(&format!("SELECT {COLUMNS} FROM inbox WHERE NOT ({BARE}) ORDER BY inbox.seq DESC LIMIT ?"))?;
    let mut rows = query.query([NEWEST])?;
    let mut none = true;
    while let Some(row) = rows.next()? {
        if opens(row, keys) {
            return Ok(());
        }
        none = false;
    }
    if none { Ok(()) } else { Err(StoreError::Damaged) }
}

/// The rows that do not open. They are counted by their numbers, not by an index.
pub fn unreadable(db: &Connection, keys: &Keys) -> Result<Vec<i64>, StoreError> {
    let mut query = db.prepare(&format!("SELECT {WITHOUT_REFUSAL} FROM inbox NOT INDEXED WHERE NOT ({BARE})"))?;
    let (mut rows, mut damaged) = (query.query([])?, Vec::new());
    while let Some(row) = rows.next()? {
        if !opens(row, keys) {
            damaged.push(row.get(0)?);
        }
    }
    Ok(damaged)
}

fn opens(row: &rusqlite::Row<'_>, keys: &Keys) -> bool {
    Record::read(row).is_ok_and(|record| record.open(keys).is_ok())
}
