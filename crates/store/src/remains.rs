//! What can still be read of a damaged file. Nothing of it is to be believed that does not prove itself.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row};

use crate::health::SANE;
use crate::journal::{self, PAGE};
use crate::keys::Tag;
use crate::{StoreError, layout};

/// The tables and the index that are read. The first version makes them before anything else, so that they begin on the same
/// pages in every file, whatever came later.
const ROOTS: &str = "SELECT group_concat(name || rootpage) FROM (
    SELECT name, rootpage FROM sqlite_schema
    WHERE name IN ('inbox', 'outbox', 'data_key', 'meta', 'sqlite_autoindex_inbox_1') ORDER BY name)";

/// A copy of a damaged database, so that the original stays as it is.
pub struct Remains(Connection);

impl Remains {
    /// Copies it to a place, with everything that was committed to its journal. Where its first page can't be used, that of
    /// a new file takes its place: they differ in nothing that is needed to read.
    pub fn of(damaged: &Path, place: &Path) -> Result<Self, StoreError> {
        let (fresh, roots) = first_page(place)?;
        std::fs::copy(damaged, place)?;
        let mut file = OpenOptions::new().read(true).write(true).open(place)?;
        journal::replay(damaged, &mut file)?;
        let mut put = |at, bytes: &[u8]| file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(bytes));
        // Without a journal of its own, and with a count of pages that is not to be believed: the file's size tells (SQLite's
        // file format, sections 1.3.3 and 1.3.7).
        put(18, &[1, 1])?;
        put(92, &u32::MAX.to_be_bytes())?;
        let own = read_only(place);
        match own.and_then(|db| layout::check(&db).map(|()| db)) {
            Ok(db) if roots == db.query_row(ROOTS, [], |row| row.get::<_, String>(0))? => return Ok(Self(db)),
            Ok(_) | Err(StoreError::Damaged | StoreError::Sqlite(_)) => {}
            Err(other) => return Err(other),
        }
        file.rewind()?;
        file.write_all(&fresh)?;
        Ok(Self(read_only(place)?))
    }

    /// The epoch and the wrapped data key.
    pub fn data_key(&self) -> Option<(i64, Vec<u8>)> {
        self.0.query_row("SELECT epoch, wrapped FROM data_key", [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
    }

    /// The number of the last row that was announced.
    pub fn announced(&self) -> Option<i64> {
        let ask = |how: &str| {
            let sql = format!("SELECT value FROM meta {how} WHERE name = 'announced'");
            self.0.query_row(&sql, [], |row| row.get(0))
        };
        ask("").or_else(|_| ask("NOT INDEXED")).ok().filter(|number| (0..SANE).contains(number))
    }

    /// The rows of a table from both ends, up to pages that can't be read.
    pub fn each(
        &self,
        table: &str,
        mut take: impl FnMut(Vec<Value>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for order in ["ASC", "DESC"] {
            let sql = format!("SELECT * FROM {table} NOT INDEXED ORDER BY seq {order}");
            let whole = self.read(&sql, |row| values(row).map_or(Ok(()), &mut take))?;
            if whole {
                break;
            }
        }
        Ok(())
    }

    /// The row with this number.
    pub fn row(&self, seq: i64) -> Option<Vec<Value>> {
        let mut query = self.0.prepare_cached("SELECT * FROM inbox NOT INDEXED WHERE seq = ?").ok()?;
        query.query_row([seq], |row| Ok(values(row))).ok().flatten()
    }

    /// The rows that the index of tags knows.
    pub fn tags(&self) -> Vec<(i64, Tag)> {
        let mut tags = Vec::new();
        for order in ["ASC", "DESC"] {
            let sql = format!("SELECT seq, tag FROM inbox INDEXED BY sqlite_autoindex_inbox_1 ORDER BY tag {order}");
            let whole = self.read(&sql, |row| {
                tags.extend(row.get(0).and_then(|seq| Ok((seq, row.get(1)?))).ok());
                Ok(())
            });
            if let Ok(true) = whole {
                break;
            }
        }
        tags
    }

    /// Reads up to what can't be read, and tells whether that was all.
    fn read(&self, sql: &str, mut take: impl FnMut(&Row<'_>) -> Result<(), StoreError>) -> Result<bool, StoreError> {
        let Ok(mut query) = self.0.prepare(sql) else { return Ok(false) };
        let Ok(mut rows) = query.query([]) else { return Ok(false) };
        loop {
            match rows.next() {
                Ok(Some(row)) => take(row)?,
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            }
        }
    }
}

/// A row as it stands there; none when it has text that is no UTF-8.
fn values(row: &Row<'_>) -> Option<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect::<Result<_, _>>().ok()
}

fn read_only(path: &Path) -> Result<Connection, StoreError> {
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// The first page of a new file, its count of pages not to be believed either, and where its tables begin.
fn first_page(scratch: &Path) -> Result<([u8; PAGE], String), StoreError> {
    let mut db = Connection::open(scratch)?;
    layout::migrate(&mut db, |_| Ok(()))?;
    let roots = db.query_row(ROOTS, [], |row| row.get(0))?;
    drop(db);
    let mut page = [0; PAGE];
    File::open(scratch)?.read_exact(&mut page)?;
    page[92..96].copy_from_slice(&u32::MAX.to_be_bytes());
    std::fs::remove_file(scratch)?;
    Ok((page, roots))
}
