use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use protocol::{Kind, Notification, NotificationId, Related, Status};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::{Contestant, Filter, PAGE, Task};

/// The store's own table and indexes, so that they can't drift apart, but for what is sealed there.
const SCHEMA: &str = concat!(
    include_str!("../../../crates/store/src/migrations/1.sql"),
    "ALTER TABLE inbox DROP COLUMN sealed;
     ALTER TABLE inbox ADD COLUMN message TEXT;
     ALTER TABLE inbox ADD COLUMN related_kind TEXT;
     ALTER TABLE inbox ADD COLUMN related_id TEXT;"
);

/// As `Store::open` sets them.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                       PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";

/// What the indexes have of the rows that are unread, none of which is snoozed here.
const UNREAD: &str = "status = 0 AND snoozed = 0";
const READ: &str = "status = 1";

/// A reader that may keep all pages in memory, decrypted ones in SQLCipher's case: one GiB.
const ALL_IN_MEMORY: &str = "PRAGMA cache_size = -1048576;";

const COLUMNS: &str = "seq, tag, kind, message, date, status, related_kind, related_id";

/// A database that seals no row. With a key its pages are encrypted, by SQLCipher.
pub struct Plain {
    path: PathBuf,
    /// SQLCipher's own, 64 hexadecimal digits: nothing is derived from a password.
    key: Option<String>,
    open: Option<Open>,
    /// While the search box is open.
    search: Option<Connection>,
}

struct Open {
    writer: Connection,
    reader: Connection,
}

impl Plain {
    /// A new database in this folder.
    ///
    /// # Errors
    /// When it can't be made, or a key was given and this is not SQLCipher.
    pub fn create(folder: &Path, key: Option<String>) -> Result<Self> {
        let path = folder.join("yardstick.db");
        let open = Open::new(&path, key.as_deref())?;
        open.writer.execute_batch(SCHEMA)?;
        Ok(Self { path, key, open: Some(open), search: None })
    }

    fn connect(&self) -> Result<Connection> {
        connect(&self.path, self.key.as_deref())
    }

    fn reopen(&mut self) -> Result<u64> {
        self.open = None;
        self.open = Some(Open::new(&self.path, self.key.as_deref())?);
        Ok(0)
    }

    fn reader(&self) -> Result<&Connection> {
        self.open.as_ref().map(|open| &open.reader).context("the yardstick is closed")
    }

    fn writer(&mut self) -> Result<&mut Connection> {
        self.open.as_mut().map(|open| &mut open.writer).context("the yardstick is closed")
    }

    fn newest(&self, filter: &Filter) -> Result<u64> {
        let kind = if filter.kind.is_some() { "kind = ?1" } else { "?1 IS NULL" };
        let kind_name = filter.kind.as_ref().map(Kind::as_str);
        let read = (!filter.unread).then_some(READ);
        for state in [UNREAD].into_iter().chain(read).filter(|_| filter.counted) {
            let sql = format!("SELECT count(*) FROM inbox WHERE {kind} AND {state}");
            self.reader()?.prepare_cached(&sql)?.query_row([kind_name], |row| row.get::<_, u32>(0))?;
        }
        let part = |state| format!("SELECT {COLUMNS} FROM inbox WHERE {kind} AND {state}");
        let parts = if filter.unread { part(UNREAD) } else { both(part) };
        rows(self.reader()?, &parts, params![kind_name, PAGE as i64, filter.skip])
    }

    fn unread(&self) -> Result<u64> {
        let sql = format!("SELECT kind, count(*) FROM inbox WHERE {UNREAD} GROUP BY kind");
        let mut query = self.reader()?.prepare_cached(&sql)?;
        let counts = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let counts = counts.collect::<Result<Vec<(String, u32)>, _>>()?;
        Ok(counts.into_iter().map(|(_, count)| u64::from(count)).sum())
    }

    /// Reads everything once, so that it is in memory when the first key is pressed.
    fn open_box(&mut self) -> Result<u64> {
        let db = self.connect()?;
        db.execute_batch(ALL_IN_MEMORY)?;
        contains(&db, crate::MISSING)?;
        self.search = Some(db);
        Ok(0)
    }

    fn index_trigrams(&mut self) -> Result<u64> {
        self.writer()?.execute_batch(
            "CREATE VIRTUAL TABLE trigrams
                 USING fts5 (message, content = 'inbox', content_rowid = 'seq', tokenize = 'trigram');
             INSERT INTO trigrams (trigrams) VALUES ('rebuild');",
        )?;
        Ok(0)
    }

    fn contains_trigrams(&self, text: &str) -> Result<u64> {
        let found = "SELECT rowid FROM trigrams WHERE trigrams MATCH ?1";
        let part = format!("SELECT {COLUMNS} FROM inbox WHERE seq IN ({found}) AND status < 2");
        rows(self.reader()?, &part, params![format!("\"{text}\""), PAGE as i64, 0])
    }

    fn verify(&self) -> Result<u64> {
        let verdict: String = self.reader()?.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { Ok(0) } else { bail!("the yardstick is damaged: {verdict}") }
    }

    fn change_keys(&mut self) -> Result<u64> {
        let Some(key) = &self.key else { bail!("there is no key to change") };
        let new = key.chars().rev().collect::<String>();
        let writer = self.writer()?;
        writer.pragma_update(None, "rekey", format!("x'{new}'"))?;
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.key = Some(new);
        self.reopen()
    }
}

impl Contestant for Plain {
    fn keep(&mut self, rows: &[Notification]) -> Result<()> {
        let transaction = self.writer()?.transaction()?;
        let sql = "INSERT INTO inbox (tag, date, kind, status, server, message, related_kind, related_id)
                   VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
        let mut insert = transaction.prepare_cached(sql)?;
        for Notification { id, kind, message, date, status, related } in rows {
            let (date, status) = (date.as_microsecond(), i64::from(*status != Status::Unread));
            insert.execute(params![id.0, date, kind.as_str(), status, message, related.kind, related.id])?;
        }
        drop(insert);
        Ok(transaction.commit()?)
    }

    fn run(&mut self, task: &Task) -> Result<u64> {
        match task {
            Task::Reopen => self.reopen(),
            Task::Newest(filter) => self.newest(filter),
            Task::Unread => self.unread(),
            Task::OpenBox => self.open_box(),
            Task::CloseBox => {
                self.search = None;
                Ok(0)
            }
            Task::Contains(text) => contains(self.search.as_ref().context("the box is not open")?, text),
            Task::ContainsFresh(text) => contains(&self.connect()?, text),
            Task::IndexTrigrams => self.index_trigrams(),
            Task::ContainsTrigrams(text) => self.contains_trigrams(text),
            Task::Verify => self.verify(),
            Task::ChangeKeys => self.change_keys(),
            Task::OpenBoxAndList => bail!("a yardstick does one thing at a time"),
        }
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

impl Open {
    fn new(path: &Path, key: Option<&str>) -> Result<Self> {
        let writer = connect(path, key)?;
        writer.execute_batch(PRAGMAS)?;
        Ok(Self { writer, reader: connect(path, key)? })
    }
}

fn connect(path: &Path, key: Option<&str>) -> Result<Connection> {
    let db = Connection::open(path)?;
    if let Some(key) = key {
        db.query_row("PRAGMA cipher_version", [], |_| Ok(())).context("this is not SQLCipher")?;
        db.pragma_update(None, "key", format!("x'{key}'"))?;
    }
    Ok(db)
}

fn contains(db: &Connection, text: &str) -> Result<u64> {
    let part = |state| format!("SELECT {COLUMNS} FROM inbox WHERE message LIKE ?1 AND {state}");
    rows(db, &both(part), params![format!("%{text}%"), PAGE as i64, 0])
}

/// Unread and read rows have an index each, by date; SQLite merges what it finds in these.
fn both(part: impl Fn(&'static str) -> String) -> String {
    format!("{} UNION ALL {}", part(UNREAD), part(READ))
}

/// Reads the newest of these rows behind the first `?3`, `?2` at most, and counts them.
fn rows(db: &Connection, parts: &str, values: impl rusqlite::Params) -> Result<u64> {
    let mut query = db.prepare_cached(&format!("{parts} ORDER BY date DESC, seq DESC LIMIT ?2 OFFSET ?3"))?;
    let page = query.query_map(values, notification)?.collect::<Result<Vec<_>, _>>()?;
    Ok(page.len() as u64)
}

fn notification(row: &Row<'_>) -> rusqlite::Result<Notification> {
    Ok(Notification {
        id: NotificationId(row.get::<_, Uuid>(1)?),
        kind: Kind::from(row.get::<_, String>(2)?.as_str()),
        message: row.get(3)?,
        date: Timestamp::from_microsecond(row.get(4)?).unwrap_or_default(),
        status: if row.get::<_, u8>(5)? == 0 { Status::Unread } else { Status::Read },
        related: Related { kind: row.get(6)?, id: row.get(7)? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_nothing_would_encrypt_with_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Plain::create(folder.path(), Some("00".repeat(32))).is_err());
        assert!(Plain::create(folder.path(), None).is_ok());
    }
}
