use std::path::Path;

use arbitrary::Arbitrary;
use rusqlite::Connection;

use crate::Ward;

/// Somebody at the store's file who has no key, and puts everything back before doing the next thing.
pub struct Thief(Connection);

/// One thing they do.
#[derive(Debug, Arbitrary)]
pub struct Tampering {
    deed: u8,
    row: u8,
    number: Number,
    bytes: Vec<u8>,
}

/// Those at the edges are more interesting than others.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Number {
    Small(i8),
    Any(i64),
    Least,
    Most,
}

/// `?1` is a row, `?2` a number, of another row too, `?3` bytes, which need not be UTF-8.
const DEEDS: &[&str] = &[
    "UPDATE OR IGNORE inbox SET seq = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET tag = ?3 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET date = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET date = date + ?2 WHERE seq = ?1 AND typeof(date + ?2) = 'integer'",
    "UPDATE OR IGNORE inbox SET kind = CAST(?3 AS TEXT) WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET status = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET server = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET follow_up = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET snoozed = ?2 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET sealed = ?3 WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET sealed = substr(sealed, 1, ?2) WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET sealed = CAST(substr(sealed, 1, ?2) || ?3 || substr(sealed, 1 + ?2 + length(?3)) AS BLOB)
     WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET sealed = (SELECT sealed FROM inbox WHERE seq = ?2) WHERE seq = ?1",
    "UPDATE OR IGNORE inbox SET (date, kind, status, server, follow_up, snoozed, sealed) =
     (SELECT date, kind, status, server, follow_up, snoozed, sealed FROM inbox WHERE seq = ?2) WHERE seq = ?1",
    "DELETE FROM inbox WHERE seq = ?1",
    "DELETE FROM outbox WHERE row = ?1",
    "INSERT OR REPLACE INTO outbox (row, key, sent) VALUES (?1, ?3, ?2)",
    "INSERT OR REPLACE INTO outbox (row, key, refused) VALUES (?1, zeroblob(16), CAST(?3 AS TEXT))",
    "INSERT OR REPLACE INTO outbox (seq, row, key) VALUES (?2, ?1, zeroblob(16))",
    "INSERT OR REPLACE INTO meta VALUES ('announced', ?2)",
];

impl Thief {
    /// Remembers the file as it is now.
    pub fn at(path: &Path) -> rusqlite::Result<Self> {
        let db = Connection::open(path)?;
        db.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
             CREATE TEMP TABLE was_inbox AS SELECT * FROM inbox; CREATE TEMP TABLE was_outbox AS SELECT * FROM outbox;
             CREATE TEMP TABLE was_meta AS SELECT * FROM meta;",
        )?;
        Ok(Self(db))
    }

    /// Puts everything back, then does all this.
    pub fn tamper(&mut self, all: &[Tampering]) -> rusqlite::Result<()> {
        let tx = self.0.transaction()?;
        for (table, was) in [("inbox", "was_inbox"), ("outbox", "was_outbox"), ("meta", "was_meta")] {
            tx.prepare_cached(&format!("DELETE FROM {table}"))?.execute([])?;
            tx.prepare_cached(&format!("INSERT INTO {table} SELECT * FROM {was}"))?.execute([])?;
        }
        all.iter().try_for_each(|one| one.commit(&tx))?;
        tx.commit()
    }

    /// The numbers of the rows that are as they were.
    pub fn spared(&self) -> rusqlite::Result<Vec<i64>> {
        let sql = "SELECT seq FROM (SELECT * FROM inbox INTERSECT SELECT * FROM was_inbox)";
        self.0.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
    }
}

impl Tampering {
    fn commit(&self, db: &Connection) -> rusqlite::Result<()> {
        let mut deed = db.prepare_cached(DEEDS[usize::from(self.deed) % DEEDS.len()])?;
        let row = 1 + u32::from(self.row) % Ward::ROWS;
        let values: [&dyn rusqlite::ToSql; 3] = [&row, &self.number.value(), &self.bytes];
        for (place, value) in (1..=deed.parameter_count()).zip(values) {
            deed.raw_bind_parameter(place, value)?;
        }
        deed.raw_execute().map(drop)
    }
}

impl Number {
    fn value(self) -> i64 {
        match self {
            Self::Small(value) => value.into(),
            Self::Any(value) => value,
            Self::Least => i64::MIN,
            Self::Most => i64::MAX,
        }
    }
}
